//! The worst that there is within the limits, looked for: whatever a decision does is paid for.
//!
//! Programmes and bundles grow from random ones, a change at a time, towards more that is done for a
//! step. What is done is measured by what is allocated, which no charge knows of: whatever goes through
//! elements, copies facts or explains a verdict allocates. `make bench-worst` has the worst in seconds.

mod shape;

use std::time::Duration;

use self::shape::{KINDS, Shape};
use super::*;
use crate::json::write;
use crate::law;
use crate::limits;

/// A decision as it was made.
#[derive(Debug, Clone, Copy)]
struct Made {
    /// Steps that were paid for.
    steps: u64,
    /// Allocations, one for each 64 bytes.
    done: u64,
    time: Duration,
}

impl Made {
    /// How much is done for ten steps. What is done once, whatever the size, is left out.
    fn rate(self) -> u64 {
        const ONCE: u64 = 20_000;
        10 * self.done.saturating_sub(ONCE) / self.steps.max(1)
    }
}

impl Shape {
    /// Decides it, if it can be read, with so many steps at the most.
    fn made(&self, limit: u64) -> Option<Made> {
        let text = self.programme();
        let document = Value::parse(text.as_bytes(), limits::PROGRAMME_BYTES).ok()?;
        let programme = Programme::read(&document, &law::built_in().edition).ok()?;
        let agreements = self.agreements();
        let agreements = agreements.iter().map(Recognition::read);
        let setting = Setting {
            programme,
            recognition: agreements.collect::<Result<_, _>>().ok()?,
            schemes: Some(self.schemes()),
        };
        let facts = self.facts()?;
        Claims::from_plain(Vct::CreditStatus, &facts, law::built_in()).ok()?;
        Some(setting.with(&facts, |case| made(case, limit)))
    }

    /// For `make bench-worst`.
    fn document(&self, made: Made) -> Value {
        Object::from([
            ("steps", Value::from(made.steps as i64)),
            ("programme", parse(&self.programme())),
            ("facts", self.facts().expect("within the limits")),
            ("recognition", self.agreements().into()),
            ("schemes", self.schemes().into()),
        ])
        .into()
    }
}

fn made(case: &Case<'_>, limit: u64) -> Made {
    let work = Work::of(limit);
    let case = Case {
        work: &work,
        ..case.clone()
    };
    let mut time = Duration::ZERO;
    let allocated = allocation_counter::measure(|| {
        let began = on_processor();
        _ = case.decision(
            now(),
            None,
            Explain::Full,
            Provenance::unproven(now(), law::built_in()),
        );
        time = on_processor() - began;
    });
    Made {
        steps: limit - work.left(),
        done: allocated.count_total + allocated.bytes_total / 64,
        time,
    }
}

/// For how long this thread has run, whatever else does: Linux says so, of others it is nothing.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Climbs from the best of some random shapes by so many changes, each that is no worse being kept.
fn climb(
    random: &mut Random,
    changes: usize,
    limit: u64,
    worth: impl Fn(Made) -> u64,
) -> (Shape, Made) {
    let starts = std::iter::repeat_with(|| {
        let shape = Shape::random(random);
        let made = shape.made(limit)?;
        Some((shape, made))
    });
    let starts = starts.flatten().take(8);
    let start = starts.max_by_key(|(_, made)| worth(*made));
    let mut best = start.expect("a start");
    for _ in 0..changes {
        let shape = best.0.changed(random);
        if let Some(made) = shape.made(limit)
            && worth(made) >= worth(best.1)
        {
            best = (shape, made);
        }
    }
    best
}

/// As much as there may be takes too long where nothing is optimised.
const LIMIT: u64 = limits::WORK / 50;

/// How much may be done for ten steps: more than was ever found where all is paid for.
const MOST: u64 = 35;

/// With `XINYI_WORST`, what takes longest is looked for besides, and written into that folder.
#[test]
fn whatever_is_done_is_paid_for() {
    // One condition of each kind, whatever the chance.
    for kind in 0..KINDS {
        let made = Shape::of_kind(kind)
            .made(LIMIT)
            .unwrap_or_else(|| panic!("kind {kind}"));
        assert!(made.rate() <= MOST, "kind {kind}: {made:?}");
    }
    let mut random = Random::seeded("the worst within the limits");
    let mut worst = 0;
    for _ in 0..cases(3) {
        let (shape, made) = climb(&mut random, 100, LIMIT, Made::rate);
        worst = worst.max(made.rate());
        assert!(made.rate() <= MOST, "{made:?} {shape:?}");
    }
    println!("at most {worst} is allocated for ten steps");
    assert!(worst > 0);
    if let Some(folder) = std::env::var_os("XINYI_WORST") {
        write_the_longest(std::path::Path::new(&folder));
    }
}

/// For the benchmark.
fn write_the_longest(folder: &std::path::Path) {
    let mut random = Random::seeded("the longest within the limits");
    std::fs::create_dir_all(folder).expect("a folder");
    for n in 0..cases(2) {
        let longest = |made: Made| made.time.as_micros() as u64;
        let (shape, made) = climb(&mut random, 100, limits::WORK, longest);
        println!("{n}: {made:?}");
        let path = folder.join(format!("worst-{n}.json"));
        std::fs::write(path, write(&shape.document(made))).expect("a file");
    }
}

/// On every day, where the issuer knows of nothing: what may be there is worked out for every place.
#[test]
fn a_country_that_is_named_many_times_is_paid_for() {
    let every_day = r#"{"and": [{"some": [{"var": "credit.activities"}, true]},
        {"<": [{"plus-time": [{"var": "now"}, "P1M"]}, {"plus-time": [{"var": "now"}, "P30D"]}]}]}"#;
    let nobody = Extent {
        regions: &[],
        complete: &[],
        knows: &[],
        schemes: &[],
    };
    for (count, code) in [(1, "310000"), (1, "100000"), (512, "100000")] {
        let regions = vec![format!("\"{code}\""); count].join(",");
        let text = programme(&[every_day.to_owned()], "").replace(
            r#""regions": ["310000"]"#,
            &format!(r#""regions": [{regions}]"#),
        );
        let setting = Setting::new(&text);
        let firm = firm("310000", "");
        let made = setting.with_extent(&firm, Some(nobody), |case| made(case, LIMIT));
        assert!(made.rate() <= MOST, "{count} {code}: {made:?}");
    }
}

/// A name as long as a bundle may be, in a thousand reasons.
#[test]
fn a_text_that_reasons_tell_again_is_paid_for() {
    let leaf = |n: usize| format!(r#"{{"!=": [{{"var": "credit.subject.name"}}, "{n}"]}}"#);
    let leaves: Vec<String> = (0..900).map(leaf).collect();
    let setting = Setting::new(&programme(
        &[format!(r#"{{"and": [{}]}}"#, leaves.join(","))],
        "",
    ));
    for length in [10, 180_000] {
        let name = format!(r#", "subject": {{"name": "{}"}}"#, "x".repeat(length));
        let made = setting.with(&firm("310000", &name), |case| made(case, limits::WORK));
        assert!(made.rate() <= MOST, "{length}: {made:?}");
    }
}
