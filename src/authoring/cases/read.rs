//! Reading a file of cases. An unknown member is refused: an expectation that is ignored would never fail.

use super::file::{Case, Cases, Expectation};
use crate::authoring::source::Source;
use crate::decision::Outcome;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, Object, ObjectReader, Readable, Value, expecting, pointer_to};
use crate::limits;
use crate::names::Names;
use crate::time::{Day, Instant};

pub(super) const MEMBERS: &[&str] = &["programme", "now", "facts", "cases"];
pub(super) const CASE: &[&str] = &["name", "with", "now", "expect", "confirmed"];
pub(super) const EXPECT: &[&str] = &[
    "outcome",
    "tier",
    "valid_until",
    "eligible_from",
    "missing",
    "requirements",
    "manual_review",
];

/// What a time is written as.
const TIMES: &str = "2026-11-22, 2026-11-22T12:00:00+08:00";

/// Seconds from the beginning of a day to its noon.
const NOON: i64 = 12 * 60 * 60;

impl Cases {
    /// Reads a file of cases.
    ///
    /// # Errors
    /// `format.*`, `limit.*`; `programme.cases` with the `pointer` to what is wrong.
    pub fn read(text: &str) -> Result<Self, Error> {
        let document = json::parse(text.as_bytes(), limits::OPTIONS_BYTES);
        let document = document.map_err(|e| e.at(Stage::Input))?;
        let read = ObjectReader::of(&document, Code::ProgrammeCases);
        read.and_then(|document| file(&document))
            .map_err(|e| e.at(Stage::Input))
    }
}

fn file(document: &ObjectReader<'_>) -> Result<Cases, Error> {
    document.only(MEMBERS)?;
    let now = time(document, "now")?;
    let facts: &Object = document.read("facts")?;
    document.read::<&[Value]>("cases")?;
    let mut cases = Vec::new();
    let mut names = Names::default();
    for part in document.each("cases")? {
        part.only(CASE)?;
        let name: String = part.read("name")?;
        if name.is_empty() {
            return Err(part.fail("name", Problem::Value));
        }
        if !names.add(&name) {
            return Err(part.fail("name", Problem::Duplicate));
        }
        let own = time(&part, "now")?;
        cases.push(Case {
            name,
            with: part.maybe::<&Object>("with")?.cloned().unwrap_or_default(),
            now: own
                .or(now)
                .ok_or_else(|| part.fail("now", Problem::Missing))?,
            expect: expectation(&part.object("expect")?)?,
            confirmed: part.maybe("confirmed")?.unwrap_or(true),
        });
    }
    Ok(Cases {
        programme: document.read("programme")?,
        now,
        facts: facts.clone(),
        cases,
    })
}

fn expectation(expect: &ObjectReader<'_>) -> Result<Expectation, Error> {
    expect.only(EXPECT)?;
    let outcome = expect.one_of("outcome", Outcome::ALL, Outcome::as_str)?;
    let OrNull(tier) = expect.maybe("tier")?.unwrap_or(OrNull(None));
    let is_granted = outcome == Outcome::Granted;
    let tier: Option<Option<String>> = match (tier, is_granted) {
        (None, true) => return Err(expect.fail("tier", Problem::Missing)),
        (Some(_), false) => return Err(expect.fail("tier", Problem::Value)),
        (None, false) => expect.names().any(|name| name == "tier").then_some(None),
        (tier, true) => Some(tier),
    };
    Ok(Expectation {
        outcome,
        tier,
        valid_until: instant(expect, "valid_until")?,
        eligible_from: instant(expect, "eligible_from")?,
        missing: expect.maybe("missing")?,
        requirements: expect.maybe("requirements")?,
        manual_review: expect.maybe("manual_review")?,
    })
}

/// A member that may be `null`, which says that there is none.
struct OrNull<T>(Option<T>);

impl<'a, T: Readable<'a>> Readable<'a> for OrNull<T> {
    fn read(value: &'a Value) -> Result<Self, Problem> {
        match value {
            Value::Null => Ok(Self(None)),
            value => T::read(value).map(|read| Self(Some(read))),
        }
    }
}

/// When a case is decided: an instant, or noon of a day in China.
fn time(part: &ObjectReader<'_>, name: &str) -> Result<Option<Instant>, Error> {
    let Some(text) = part.maybe::<&str>(name)? else {
        return Ok(None);
    };
    let noon = || Day::parse(text).and_then(|day| day.start().add_seconds(NOON));
    let time = Instant::parse(text).or_else(noon);
    time.map(Some)
        .ok_or_else(|| part.fail(name, Problem::Value).with("expected", TIMES))
}

/// An instant, as decisions have it.
fn instant(part: &ObjectReader<'_>, name: &str) -> Result<Option<Option<Instant>>, Error> {
    let Some(OrNull(text)) = part.maybe::<OrNull<&str>>(name)? else {
        return Ok(None);
    };
    let read = text.map(|text| {
        Instant::parse(text).ok_or_else(|| {
            let error = part.fail(name, Problem::Value);
            match Day::parse(text) {
                Some(day) => error.with("suggestion", day.start().to_string()),
                None => error.with("expected", "2026-11-25T16:00:00Z, null"),
            }
        })
    });
    read.transpose().map(Some)
}

/// Whether they are about this programme, and name what it has.
pub(super) fn fits(cases: &Cases, source: &Source) -> Result<(), Error> {
    let fail = |tokens: &[&str], word: &str, known: &[&str]| {
        let error = Error::of_value(Code::ProgrammeCases, pointer_to(tokens), Problem::Value);
        Err(expecting(error, word, known).at(Stage::Input))
    };
    let programme = &source.programme;
    if cases.programme != programme.id {
        return fail(&["programme"], &cases.programme, &[&programme.id]);
    }
    let tiers: Vec<&str> = programme.tiers.iter().map(|tier| &*tier.id).collect();
    let requirements = programme.requirements.iter();
    let requirements: Vec<&str> = requirements.map(|part| &*part.id).collect();
    for (i, case) in cases.cases.iter().enumerate() {
        let number = i.to_string();
        let place = ["cases", &number, "expect"];
        if let Some(Some(tier)) = &case.expect.tier
            && !tiers.contains(&&**tier)
        {
            return fail(&[&place[..], &["tier"]].concat(), tier, &tiers);
        }
        for (at, id) in case.expect.requirements.iter().flatten().enumerate() {
            if !requirements.contains(&&**id) {
                let at = at.to_string();
                let place = [&place[..], &["requirements", &at]].concat();
                return fail(&place, id, &requirements);
            }
        }
    }
    Ok(())
}
