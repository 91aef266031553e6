//! The cases of `tests/law-cases`: one folder for each rule of law, one file for each case.
//!
//! A file gives `today`, the programme's place, agreements on recognition and the issuer's schemes if
//! there are any, and records, of which it says only what matters: the rest is in `base.json`. It expects
//! of each how it stands, and of one that counts the day on which it stops and from when it can be
//! repaired; of `every list` how that stands as a whole; of a record or an evaluation that is not known, the
//! units that would tell, where these are not that itself.

mod editions;
mod reference;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::{Exclusion, Forum, LawfulUse, Recognition, Rows, Standing};
use crate::credit::claims::Claims;
use crate::credit::record::Claim;
use crate::credit::vct::Vct;
use crate::credit::vocabulary::LIST_TYPES;
use crate::credit::{Context, Extent, Facts, facts, fresh_until};
use crate::error::Error;
use crate::json::{Object, Value};
use crate::law::{self, Ground, Law};
use crate::rules::{Fact, Unknown};
use crate::time::{Day, Period};
use crate::work::Work;
use testkit::random::{Random, cases as cases_to_run};

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "law-cases"]
        .iter()
        .collect()
}

/// Every case by folder and name.
fn cases() -> Vec<(String, Value)> {
    let mut cases = Vec::new();
    for rule in fs::read_dir(folder()).expect("the folder of cases") {
        let rule = rule.expect("an entry").path();
        if !rule.is_dir() {
            continue;
        }
        for case in fs::read_dir(&rule).expect("the folder of a rule") {
            let case = case.expect("an entry").path();
            let name = case.strip_prefix(folder()).expect("below it").display();
            cases.push((name.to_string(), read(&case)));
        }
    }
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    cases
}

fn read(path: &std::path::Path) -> Value {
    let text = fs::read(path).expect("a file");
    Value::parse(&text, 65_536).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).unwrap_or_default();
    list.iter()
        .map(|text| text.as_str().expect("a text").to_owned())
        .collect()
}

#[track_caller]
fn day(value: &Value) -> Day {
    value.as_str().and_then(Day::parse).expect("a day")
}

/// The facts that a case is about, filled up from the base.
fn claims(case: &Value, base: &Value, law: &Law) -> Result<Claims, Error> {
    Claims::from_plain(Vct::CreditStatus, &credit(case, base), law)
}

fn credit(case: &Value, base: &Value) -> Value {
    let mut credit = base.member("credit").unwrap().as_object().unwrap().clone();
    credit.set("as_of", case.member("today").unwrap().clone());
    let given = case.member("credit").unwrap().as_object().unwrap();
    for (name, value) in given.iter() {
        let defaults = base.member("records").unwrap().member(name);
        let value = match (defaults, value) {
            (Some(Value::Object(defaults)), Value::Array(records)) => {
                let filled = records.iter().map(|record| fill(defaults, record));
                Value::Array(filled.collect())
            }
            (_, value) => value.clone(),
        };
        credit.set(name, value);
    }
    credit.into()
}

/// A member that is `null` in the case is left out.
fn fill(defaults: &Object, record: &Value) -> Value {
    let mut filled = Object::new();
    let given = record.as_object().expect("a record");
    for (name, value) in defaults
        .iter()
        .filter(|(name, _)| given.get(name).is_none())
    {
        filled.set(name, value.clone());
    }
    for (name, value) in given.iter().filter(|(_, value)| **value != Value::Null) {
        filled.set(name, value.clone());
    }
    filled.into()
}

fn run(case: &Value, base: &Value, by: &Law) -> (Claims, Facts, Object) {
    let claims = claims(case, base, by).unwrap_or_else(|e| panic!("{e}"));
    let today = day(case.member("today").unwrap());
    let place = case.member("programme");
    let (regions, fields) = (
        texts(place.and_then(|p| p.member("regions"))),
        texts(place.and_then(|p| p.member("fields"))),
    );
    let agreements = case.member("recognition").and_then(Value::as_array);
    let agreements: Vec<Recognition> = agreements
        .unwrap_or_default()
        .iter()
        .map(|agreement| Recognition::read(agreement).expect("an agreement"))
        .collect();
    let forum = Forum {
        regions: &regions,
        fields: &fields,
        recognition: &agreements,
    };
    let schemes = texts(case.member("schemes"));
    let fresh = fresh_until(claims.as_of, Period::WorkingDays(3), None, &by.calendar);
    let work = Work::of_a_decision();
    let context = Context {
        alias: "credit",
        forum,
        law: by,
        rows: Rows::All,
        today,
        stale: today.start() >= fresh.at,
        drawn_on: claims.as_of,
        ages: &[],
        extent: case
            .member("schemes")
            .map(|_| Extent::of_everything(&schemes)),
        work: &work,
    };
    let found = facts(&claims, context);
    let mut outlooks = Object::new();
    for (list, claim) in &claims.lists {
        let Claim::Known(records) = claim else {
            continue;
        };
        for (index, record) in records.iter().enumerate() {
            let Claim::Known(record) = record else {
                continue;
            };
            let law = LawfulUse {
                claims: &claims,
                forum,
                law: by,
                rows: Rows::All,
                extent: context.extent,
                work: &work,
            };
            let exit = law.exit(list, record, today);
            let text = |day: Option<Day>| Value::from(day.map(|day| day.to_string()));
            let outlook = Object::from_iter([
                ("stops_on", text(law.stops_on(list, record, today))),
                (
                    "repairable_from",
                    text(exit.map(|exit| exit.earliest.unwrap_or(today))),
                ),
            ]);
            outlooks.set(&format!("{}[{index}]", list.name), outlook);
        }
    }
    (claims, found, outlooks)
}

/// How each record, and each evaluation, stands: as the files expect it.
fn standings(claims: &Claims, found: &Facts, outlooks: &Object) -> Object {
    let mut standings = Object::new();
    let unknown = |unknown: &Unknown| {
        let cause = crate::rules::Why::from(unknown.cause).as_str();
        Object::from_iter([("unknown", Value::from(cause))])
    };
    for (name, fact) in &found.members.known {
        let Fact::List(list) = fact else { continue };
        for open in &list.open {
            standings.set(name, unknown(&open.why));
        }
        for element in &list.elements {
            let path = format!("{name}[{}]", element.index);
            let standing = match &element.doubt {
                Some(doubt) => {
                    let mut standing = unknown(doubt);
                    let unit = doubt.unit.strip_prefix("credit.").expect("the alias");
                    if unit != path {
                        standing.set("units", vec![unit.to_owned()]);
                    }
                    standing
                }
                None => {
                    let mut counts = Object::from_iter([("counts", Value::from(true))]);
                    let adverse = claims
                        .lists
                        .iter()
                        .any(|(l, _)| l.is_adverse() && *l.name == **name);
                    if let (true, Some(Value::Object(ahead))) = (adverse, outlooks.get(&path)) {
                        for (name, day) in ahead.iter() {
                            counts.set(name, day.clone());
                        }
                    }
                    counts
                }
            };
            standings.set(&path, standing);
        }
    }
    for (name, fact) in &found.members.known {
        let (true, Fact::Object(members)) = (**name == *"evaluations", fact) else {
            continue;
        };
        for (scheme, fact) in &members.known {
            let standing = match fact {
                Fact::Unknown(reasons) => {
                    let mut standing = unknown(&reasons[0]);
                    let unit = |u: &Unknown| u.unit.strip_prefix("credit.").map(str::to_owned);
                    let units: Option<Vec<String>> = reasons.iter().map(unit).collect();
                    let units = units.expect("the alias");
                    if units != [format!("evaluations.{scheme}")] {
                        standing.set("units", units);
                    }
                    standing
                }
                _ => Object::from_iter([("counts", Value::from(true))]),
            };
            standings.set(&format!("evaluations.{scheme}"), standing);
        }
        if let Some(open) = &members.open {
            standings.set("evaluations", unknown(open));
        }
    }
    for set_aside in &found.set_aside {
        let reason = &set_aside.reason;
        let path = set_aside.path.strip_prefix("credit.").expect("the alias");
        let mut standing = Object::from_iter([
            ("set_aside", Value::from(reason.ground.as_str())),
            ("basis", (&*reason.basis).into()),
            ("since", reason.since.map(|day| day.to_string()).into()),
        ]);
        if !reason.confirmed {
            standing.set("unconfirmed", true);
        }
        standings.set(path, standing);
    }
    standings
}

/// What a case expects, each list by its name.
fn expected(case: &Value) -> Object {
    let mut expected = Object::new();
    let said = case.member("expect").and_then(Value::as_object).unwrap();
    for (name, standing) in said.iter() {
        match name {
            "every list" => LIST_TYPES
                .iter()
                .for_each(|list| expected.set(list.name, standing.clone())),
            name => expected.set(name, standing.clone()),
        }
    }
    expected
}

fn sorted(object: &Object) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::Object(inner) => format!("{:?}", sorted(inner)),
        other => crate::json::write(other),
    };
    object
        .iter()
        .map(|(name, value)| (name.to_owned(), text(value)))
        .collect()
}

#[test]
fn every_case_comes_out_as_its_file_says() {
    let base = read(&folder().join("base.json"));
    let mut wrong = Vec::new();
    for (name, case) in cases() {
        let (claims, found, outlooks) = run(&case, &base, law::built_in());
        let standings = standings(&claims, &found, &outlooks);
        let expected = expected(&case);
        if sorted(&standings) != sorted(&expected) {
            wrong.push(format!(
                "{name}\n  expected {:?}\n  found    {:?}",
                sorted(&expected),
                sorted(&standings)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_article_is_cited_by_two_cases_or_more() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut cited: BTreeMap<String, usize> = BTreeMap::new();
    for (name, case) in &cases {
        let cites = texts(case.member("cites"));
        assert!(!cites.is_empty(), "{name} cites nothing");
        for article in cites {
            *cited.entry(article).or_default() += 1;
        }
    }
    let once: Vec<_> = cited.iter().filter(|(_, count)| **count < 2).collect();
    assert!(once.is_empty(), "{once:?}");
}

/// Records of every kind with dates all over the years, and a subject who comes of age in them.
fn random_case(random: &mut Random) -> Value {
    let day = |random: &mut Random| {
        let first = Day::parse("2016-01-01").expect("a day");
        first
            .add_days(random.below(4_500) as i64)
            .expect("a day")
            .to_string()
    };
    let mut records = |name: &str, members: &[(&str, &[&str])]| -> Value {
        let count = random.below(4);
        let made = (0..count).map(|_| {
            let mut record = Object::new();
            for (member, values) in members {
                match values {
                    // A day, not always said.
                    [] if random.one_in(3) => {}
                    [] => record.set(member, day(random)),
                    values => match random.pick(values) {
                        "" => {}
                        "true" => record.set(member, true),
                        "false" => record.set(member, false),
                        text if *member == "amount" => {
                            let money = [("currency", Value::from("CNY")), ("amount", text.into())];
                            record.set(member, Object::from_iter(money));
                        }
                        text if *member == "recognised_in" => {
                            record.set(member, Value::Array(vec![text.into()]));
                        }
                        text => record.set(member, text),
                    },
                }
            }
            for must in [("listings", "since"), ("penalties", "determined_on")] {
                if must.0 == name && record.get(must.1).is_none() {
                    record.set(must.1, day(random));
                }
            }
            record.into()
        });
        Value::Array(made.collect())
    };
    let states: &[&str] = &["active", "active", "active", "repaired"];
    let places: &[&str] = &["310000", "320500", "330000", "410000", "440000", "520100"];
    let listings = records(
        "listings",
        &[
            ("since", &[]),
            ("until", &[]),
            ("corrected_on", &["", "", "2027-01-02"]),
            (
                "list",
                &[
                    "market_serious",
                    "judgment_defaulter",
                    "wage_arrears",
                    "procurement",
                    "statistics",
                ],
            ),
            ("ground", &["", "", "1.1", "1.3"]),
            ("state", states),
            ("scope", &["national", "310000", "320000"]),
            ("field", &["market", "tax"]),
            ("recognised_in", &["", "310000"]),
            ("disputed", &["", "", "true"]),
        ],
    );
    let penalties = records(
        "penalties",
        &[
            ("determined_on", &[]),
            ("behaviour_ended_on", &[]),
            ("published_on", &[]),
            ("publish_until", &["", "", "", "2027-03-04"]),
            (
                "class",
                &["minor", "general", "serious", "serious_particular"],
            ),
            (
                "kind",
                &[
                    "fine",
                    "fine",
                    "warning",
                    "criticism_notice",
                    "practice_ban",
                ],
            ),
            ("amount", &["", "", "5000.00", "50000.00", "50000.01"]),
            ("procedure", &["general", "general", "simple"]),
            ("field", &["market", "food_drug", "transport"]),
            ("region", places),
            (
                "regime",
                &[
                    "", "", "cn-2019", "samr-45", "samr-107", "ndrc-58", "sh-2024", "ndrc-36",
                ],
            ),
            ("obligations_met", &["", "true", "false"]),
            ("state", states),
        ],
    );
    let commitments = records(
        "commitments",
        &[
            ("made_on", &["", "2018-02-03"]),
            ("broken_on", &[]),
            ("region", places),
            ("state", &["broken", "broken", "remedied"]),
        ],
    );
    let obligations = records(
        "obligations",
        &[("settled_on", &[]), ("due", &["2017-05-05"])],
    );
    let honours = records("honours", &[("since", &[]), ("until", &[])]);
    let licences = records(
        "licences",
        &[
            ("valid_from", &[]),
            ("valid_until", &[]),
            ("state", &["active", "active", "suspended"]),
        ],
    );
    let mut credit = Object::from_iter([
        (
            "jurisdiction",
            Value::from(random.pick(&["310000", "330000"])),
        ),
        ("listings", listings),
        ("penalties", penalties),
        ("commitments", commitments),
        ("obligations", obligations),
        ("honours", honours),
        ("licences", licences),
    ]);
    if random.one_in(2) {
        credit.set("subject_kind", "natural_person");
        let born = Object::from_iter([("birthdate", Value::from("2002-06-15"))]);
        let hidden = Object::from_iter([("$undisclosed", Value::from(true))]);
        credit.set("subject", if random.one_in(3) { hidden } else { born });
    }
    let agreement = r#"{"home":["320000","440000"],"in":["310000"],"fields":["market"],"basis":"x",
        "valid_from":"2021-03-04","valid_until":"2024-05-06"}"#;
    Object::from_iter([
        ("today", Value::from("2026-01-01")),
        ("credit", credit.into()),
        (
            "recognition",
            Value::Array(vec![
                Value::parse(agreement.as_bytes(), 1_000).expect("JSON"),
            ]),
        ),
    ])
    .into()
}

/// Four thousand days of each of many sets of records: the filter's answer changes on days that it
/// announced and on no others, and a record stops counting on the day that was said of it.
#[test]
fn the_dates_announced_are_those_on_which_the_answer_changes() {
    let base = read(&folder().join("base.json"));
    let mut random = Random::seeded("lawful use, day by day");
    let regions = ["310000".to_owned(), "330100".to_owned()];
    let fields = ["market".to_owned()];
    let (mut changes, mut stops) = (0, 0);
    for _ in 0..cases_to_run(50) {
        // Not every date may be before every other.
        let (case, claims) = loop {
            let case = random_case(&mut random);
            if let Ok(claims) = claims(&case, &base, law::built_in()) {
                break (case, claims);
            }
        };
        let agreements = case.member("recognition").and_then(Value::as_array);
        let agreements: Vec<Recognition> = agreements
            .unwrap_or_default()
            .iter()
            .map(|agreement| Recognition::read(agreement).expect("an agreement"))
            .collect();
        let law = LawfulUse {
            claims: &claims,
            forum: Forum {
                regions: &regions,
                fields: &fields,
                recognition: &agreements,
            },
            law: law::built_in(),
            rows: Rows::All,
            extent: None,
            work: &Work::of_a_decision(),
        };
        for (list, _, record) in claims.records() {
            let mut announced = Vec::new();
            law.change_points(list, record, &mut announced);
            let announced = announced.into_iter().collect::<Vec<_>>();
            let first = Day::parse("2019-06-01").expect("a day");
            let mut before = law.standing(list, record, first);
            let mut ahead = law.stops_on(list, record, first);
            let context = |day: Day| format!("{}: {record:?} on {day}", list.name);
            for offset in 1..=4_000 {
                let day = first.add_days(offset).expect("a day");
                let standing = law.standing(list, record, day);
                if standing == before {
                    assert!(
                        ahead != Some(day) || is_out(&before),
                        "nothing stops: {}",
                        context(day)
                    );
                    continue;
                }
                changes += 1;
                assert!(announced.contains(&day), "not announced: {}", context(day));
                if is_out(&standing) && !is_out(&before) {
                    stops += 1;
                    assert_eq!(ahead, Some(day), "{}", context(day));
                }
                if let Standing::SetAside(Exclusion {
                    since: Some(since),
                    ground,
                    ..
                }) = &standing
                    && *ground != Ground::Minor
                    && !is_not_recognised(&before)
                {
                    assert_eq!(*since, day, "{}", context(day));
                }
                before = standing;
                ahead = law.stops_on(list, record, day);
            }
            let horizon = first.add_days(4_000).expect("a day");
            let later = ahead.is_none_or(|stop| stop > horizon);
            assert!(later || is_out(&before), "{}", context(first));
        }
    }
    println!("{changes} changes, {stops} of them ends");
    assert!(stops > 0 && changes > stops);
}

fn is_out(standing: &Standing) -> bool {
    matches!(standing, Standing::SetAside(_))
}

/// Its other grounds may be older than the day on which it comes to be recognised.
fn is_not_recognised(standing: &Standing) -> bool {
    let ground = Ground::NotRecognised;
    matches!(standing, Standing::SetAside(reason) if reason.ground == ground)
}
