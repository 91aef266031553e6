//! Remedies against every combination of steps, on every day that matters.

use super::*;
use crate::decision::remedy::DecidedRemedy;
use crate::json::document;
use crate::law;
use crate::time::{BeyondCalendar, Day};

const TODAY: &str = "2026-11-22";

/// Days on which rules may change by themselves.
const CHANGES: [&str; 3] = ["2027-02-28", "2028-02-29", "2031-05-01"];

#[track_caller]
fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// A record about which something can be done: its list, from when on, and when it stops counting by itself.
#[derive(Clone)]
struct TestRecord {
    list: &'static str,
    record: String,
    opens: &'static str,
    /// Working days that the authority may take from then.
    handling: u32,
    goes: Option<&'static str>,
    authority: String,
}

const LISTS: [&str; 4] = ["listings", "penalties", "commitments", "obligations"];

impl TestRecord {
    fn random(random: &mut Random, number: usize) -> Self {
        let authority = format!("示例单位{number}");
        let penalty = |class: &str, determined: &str| {
            format!(
                r#""document": "x", "kind": "fine", "field": "market", "class": "{class}",
                  "procedure": "general", "determined_on": "{determined}", "regime": "ndrc-36",
                  "basis": "x", "authority": "{authority}""#
            )
        };
        let (list, record, opens, goes) = match random.below(7) {
            0 => {
                let record = penalty("general", "2026-10-10");
                ("penalties", record, "2027-01-11", Some("2027-10-11"))
            }
            1 => {
                let record = penalty("serious", "2026-05-10");
                ("penalties", record, "2027-05-11", Some("2029-05-11"))
            }
            2 => {
                let record = penalty("general", "2026-01-05");
                ("penalties", record, TODAY, Some("2027-01-06"))
            }
            3 => {
                let record = format!(
                    r#""type": "approval_replacing", "item": "x", "made_on": "2026-01-15",
                      "broken_on": "2026-06-01", "authority": "{authority}""#
                );
                ("commitments", record, TODAY, Some("2031-06-02"))
            }
            4 => {
                let record = format!(
                    r#""kind": "arrears", "due": "2026-06-30", "basis": "x",
                      "authority": "{authority}""#
                );
                ("obligations", record, TODAY, None)
            }
            n => {
                let until = r#""until": "2027-12-31","#;
                let record = format!(
                    r#""list": "market_serious", "field": "market", "severity": "serious",
                      "scope": "310000", "since": "2026-09-30", {} "basis": "x",
                      "authority": "{authority}""#,
                    if n == 5 { until } else { "" }
                );
                let goes = if n == 5 { "2028-01-01" } else { "2029-10-01" };
                ("listings", record, "2027-10-01", Some(goes))
            }
        };
        Self {
            list,
            record,
            opens,
            handling: match list {
                "listings" => 7,
                "penalties" => 10,
                _ => 3,
            },
            goes,
            authority,
        }
    }

    /// By when it is decided, if it is applied for at once.
    fn done(&self) -> Day {
        let weekdays = BeyondCalendar::Weekdays;
        let done =
            law::built_in()
                .calendar
                .working_days_after(day(self.opens), self.handling, weekdays);
        done.expect("a day").day
    }

    fn written(&self, done: bool) -> String {
        let state = match (self.list, done) {
            ("commitments", false) => r#""broken""#.to_owned(),
            ("commitments", true) => format!(r#""remedied", "remedied_on": "{}""#, self.done()),
            ("obligations", true) => format!(r#""ended", "settled_on": "{}""#, self.done()),
            (_, false) => r#""active""#.to_owned(),
            (_, true) => r#""repaired""#.to_owned(),
        };
        format!(r#"{{{}, "state": {state}}}"#, self.record)
    }
}

/// The facts of a bundle with some steps done.
fn with_done(records: &[TestRecord], chosen: usize) -> Value {
    let lists = LISTS.map(|list| {
        let of_list = records
            .iter()
            .enumerate()
            .filter(|(_, record)| record.list == list);
        let records: Vec<String> = of_list
            .map(|(i, record)| record.written(chosen >> i & 1 == 1))
            .collect();
        format!(r#", "{list}": [{}]"#, records.join(", "))
    });
    firm("310000", &lists.concat())
}

/// A condition on the records of one list, or of one authority in it, or on the day.
fn condition(random: &mut Random, records: &[TestRecord]) -> String {
    if random.one_in(5) {
        let relation = random.pick(&["after", "not-before", "before"]);
        return format!(
            r#"{{"{relation}": [{{"var": "now"}}, "{}"]}}"#,
            random.pick(&CHANGES)
        );
    }
    let one = &records[random.below(records.len())];
    let broken = r#"{"==": [{"var": "state"}, "broken"]}"#;
    let by_it = format!(r#"{{"==": [{{"var": "authority"}}, "{}"]}}"#, one.authority);
    let there = match (one.list, random.one_in(2)) {
        ("commitments", true) => format!(r#"{{"and": [{broken}, {by_it}]}}"#),
        ("commitments", false) => broken.to_owned(),
        (_, true) => by_it,
        (_, false) => "true".to_owned(),
    };
    format!(r#"{{"none": [{{"var": "credit.{}"}}, {there}]}}"#, one.list)
}

fn any(random: &mut Random, records: &[TestRecord]) -> String {
    let parts: Vec<String> = (0..1 + random.below(3))
        .map(|_| condition(random, records))
        .collect();
    let op = random.pick(&["and", "and", "or"]);
    format!(r#"{{"{op}": [{}]}}"#, parts.join(", "))
}

/// How many steps, their day, the tier, and which they are.
type Way = (u32, Day, usize, Vec<usize>);

/// Every combination on every day: those that no smaller or earlier one makes needless.
fn by_hand(setting: &Setting, records: &[TestRecord]) -> Vec<Way> {
    let count = records.len();
    let mut days: Vec<Day> = records
        .iter()
        .flat_map(|record| [Some(record.done()), record.goes.map(day)])
        .chain(CHANGES.map(|change| Some(day(change))))
        .flatten()
        .chain([day(TODAY)])
        .collect();
    let next: Vec<Day> = days.iter().filter_map(|day| day.next()).collect();
    days.extend(next);
    days.sort_unstable();
    days.dedup();
    let tiers = |chosen: usize| {
        setting.with(&with_done(records, chosen), |case| {
            let tier = |on: &Day| case.answer(EvaluationTime::Renewed(*on), Rows::All).tier;
            days.iter()
                .map(|on| tier(on).unwrap_or(9))
                .collect::<Vec<usize>>()
        })
    };
    let alone = tiers(0);
    // Today is the first of the days.
    let now = alone[0];
    let mut ways: Vec<Way> = Vec::new();
    for chosen in 1_usize..1 << count {
        let members: Vec<usize> = (0..count).filter(|i| chosen >> i & 1 == 1).collect();
        let from = members.iter().map(|i| records[*i].done()).max();
        for ((on, then), alone) in days.iter().zip(tiers(chosen)).zip(&alone) {
            if Some(*on) >= from && then < now && then < *alone {
                ways.push((chosen.count_ones(), *on, then, members.clone()));
            }
        }
    }
    ways.sort_unstable();
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        if !kept
            .iter()
            .any(|(_, on, tier, _)| *tier <= way.2 && *on <= way.1)
        {
            kept.push(way);
        }
    }
    kept
}

/// So many records, and two tiers that depend on them. Steps are numbered in the order of the lists.
fn with_records(random: &mut Random, count: usize) -> (Vec<TestRecord>, [String; 2], Setting) {
    let mut records: Vec<TestRecord> = (0..count).map(|i| TestRecord::random(random, i)).collect();
    records.sort_by_key(|record| LISTS.iter().position(|list| *list == record.list));
    let tiers = [any(random, &records), any(random, &records)];
    let text = programme(&tiers, "").replace("2027-12-31", "2060-12-31");
    let setting = Setting::new(&text);
    (records, tiers, setting)
}

/// Which of the records a path names.
fn member_of(records: &[TestRecord], path: &str) -> usize {
    let (list, index) = path["credit.".len()..].split_once('[').expect("a list");
    let index: usize = index.trim_end_matches(']').parse().expect("an index");
    let mut of_list = (0..records.len()).filter(|i| records[*i].list == list);
    of_list.nth(index).expect("a record")
}

fn found(setting: &Setting, records: &[TestRecord]) -> Vec<Way> {
    let (remedies, is_complete) = setting.with(&with_done(records, 0), |case| {
        let assessment = case.assess(EvaluationTime::At(now()));
        let days = case.change_points(now());
        let enough = Work::of(u64::MAX);
        let case = Case {
            work: &enough,
            ..case.clone()
        };
        case.remedies(&assessment, &days, now())
    });
    assert!(is_complete);
    let way = |remedy: DecidedRemedy| {
        let steps = remedy.steps.iter();
        let members: Vec<usize> = steps.map(|step| member_of(records, &step.path)).collect();
        for (step, member) in remedy.steps.iter().zip(&members) {
            assert_eq!(step.earliest, day(records[*member].opens));
            assert_eq!(step.done, records[*member].done());
        }
        (members.len() as u32, remedy.on, remedy.tier, members)
    };
    remedies.into_iter().map(way).collect()
}

/// Up to eight records, conditions on them and on the day: each remedy keeps what it promises, nothing
/// with fewer steps, or as many and sooner, does as much, and none is left out.
#[test]
fn remedies_are_the_least_that_do() {
    let mut random = Random::seeded("remedies");
    let [mut seen, mut waiting] = [0; 2];
    for _ in 0..cases(100) {
        let most = [2, 3, 3, 4, 4, 4, 5, 8][random.below(8)];
        let count = 1 + random.below(most);
        let (records, tiers, setting) = with_records(&mut random, count);
        let found = found(&setting, &records);
        assert_eq!(
            found,
            by_hand(&setting, &records),
            "{tiers:?}\n{}",
            write(&with_done(&records, 0))
        );
        seen += found.len();
        let waits = |(_, on, _, members): &&Way| {
            let opens = members.iter().map(|i| records[*i].done()).max();
            opens < Some(*on)
        };
        waiting += found.iter().filter(waits).count();
    }
    assert!(seen > waiting && waiting > 0, "{seen}, {waiting}");
}

/// However little room there is to look, what is promised is kept, and does not come about by itself.
#[test]
fn what_is_promised_is_kept_where_the_search_is_cut_short() {
    let mut random = Random::seeded("little room");
    let mut cut = 0;
    for n in 0..cases(40) {
        let more = if n % 2 == 0 { 2 } else { 9 };
        let count = more + random.below(3);
        let (records, tiers, setting) = with_records(&mut random, count);
        setting.with(&with_done(&records, 0), |case| {
            let assessment = case.assess(EvaluationTime::At(now()));
            let days = case.change_points(now());
            for room in 0..60 {
                let little = Work::of(room * 400);
                let hurried = Case {
                    work: &little,
                    ..case.clone()
                };
                let (remedies, is_complete) = hurried.remedies(&assessment, &days, now());
                cut += usize::from(!is_complete && !remedies.is_empty());
                for remedy in remedies {
                    let alone = case
                        .answer(EvaluationTime::Renewed(remedy.on), Rows::All)
                        .tier;
                    let better = alone.is_none_or(|alone| remedy.tier < alone);
                    assert!(
                        better,
                        "{room}, {tiers:?}\n{}",
                        write(&with_done(&records, 0))
                    );
                    let done = remedy
                        .steps
                        .iter()
                        .map(|step| 1 << member_of(&records, &step.path));
                    let then = with_done(&records, done.sum());
                    let kept = setting.with(&then, |case| {
                        case.answer(EvaluationTime::Renewed(remedy.on), Rows::All)
                            .tier
                    });
                    assert_eq!(kept, Some(remedy.tier), "{room}, {tiers:?}");
                }
            }
        });
    }
    assert!(cut > 0);
}

/// Of more steps than are combined in every way, what is promised is kept, and what has to be done at
/// all is found.
#[test]
fn of_many_steps_what_is_promised_is_kept() {
    let mut random = Random::seeded("many steps");
    let mut seen = 0;
    for _ in 0..cases(20) {
        let count = 9 + random.below(8);
        let (records, tiers, setting) = with_records(&mut random, count);
        let context = || format!("{tiers:?}\n{}", write(&with_done(&records, 0)));
        let tier = |chosen: usize, on: Day| {
            let answer = |case: &Case<'_>| case.answer(EvaluationTime::Renewed(on), Rows::All).tier;
            setting
                .with(&with_done(&records, chosen), answer)
                .unwrap_or(9)
        };
        let ways = found(&setting, &records);
        for (_, on, then, members) in &ways {
            let chosen = members.iter().fold(0, |chosen, i| chosen | 1 << i);
            assert_eq!(tier(chosen, *on), *then, "{}", context());
            assert!(tier(0, *on) > *then, "{}", context());
            for i in members {
                assert!(tier(chosen & !(1 << i), *on) > *then, "{}", context());
            }
        }
        // Whatever all of it leads to on the day on which all of it is open.
        let all = (1 << records.len()) - 1;
        let last = records.iter().map(TestRecord::done).max().expect("some");
        let reached = tier(all, last);
        if reached < tier(0, last) && reached < tier(0, day(TODAY)) {
            let as_good = |(_, on, then, _): &Way| *on <= last && *then <= reached;
            assert!(ways.iter().any(as_good), "{}", context());
        }
        seen += ways.len();
    }
    assert!(seen > 0);
}

/// Whatever there is to spend: no decision, or the one that there is with enough, but for remedies.
#[test]
fn with_little_to_spend_nothing_else_is_decided() {
    let mut random = Random::seeded("little to spend");
    let [mut refused, mut fewer] = [0; 2];
    for n in 0..cases(40) {
        let more = if n % 2 == 0 { 2 } else { 9 };
        let count = more + random.below(3);
        let (records, tiers, setting) = with_records(&mut random, count);
        setting.with(&with_done(&records, 0), |case| {
            let decide = |steps: u64| {
                let work = Work::of(steps);
                let case = Case {
                    work: &work,
                    ..case.clone()
                };
                let decision = case.decision(
                    now(),
                    None,
                    Explain::Full,
                    Provenance::unproven(now(), law::built_in()),
                );
                (decision.map(|d| document(&d)), steps - work.left())
            };
            let (whole, steps) = decide(crate::limits::WORK);
            let whole = whole.expect("enough");
            for _ in 0..40 {
                let most = [steps, steps.min(20_000)][random.below(2)];
                let Ok(hurried) = decide(random.below(most as usize + 1) as u64).0 else {
                    refused += 1;
                    continue;
                };
                for name in [
                    "outcome",
                    "tier",
                    "benefit",
                    "reasons",
                    "missing",
                    "set_aside",
                    "eligible_from",
                    "valid_until",
                    "upgrade",
                    "manual_review",
                ] {
                    assert_eq!(
                        hurried.member(name),
                        whole.member(name),
                        "{name}, {tiers:?}"
                    );
                }
                if list(&hurried, "remedies") != list(&whole, "remedies") {
                    let warnings = write(&Value::Array(list(&hurried, "warnings").to_vec()));
                    assert!(warnings.contains("remedies.too_many"), "{tiers:?}");
                    fewer += 1;
                }
            }
        });
    }
    assert!(refused > 0 && fewer > 0, "{refused}, {fewer}");
}
