//! Editions that are refused, each with its place; and what rows say where they meet.

use serde_json::{Value, json};

use super::*;
use crate::error::{Code, Error};
use crate::time::Day;

const BUILT_IN: &[u8] = include_bytes!("edition.json");

fn built_in_document() -> Value {
    serde_json::from_slice(BUILT_IN).expect("JSON")
}

fn read(document: &Value) -> Result<Edition, Error> {
    Edition::parse(document.to_string().as_bytes())
}

#[track_caller]
fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

#[test]
fn the_built_in_edition_is_read_whole() {
    let read = Edition::parse(BUILT_IN).unwrap_or_else(|e| panic!("{e} {:?}", e.details()));
    assert_eq!(read.day, built_in().day);
    assert!(built_in().version > 0 && !built_in().regimes.is_empty());
}

/// What a row lacks, or says of what another says too, is told with its place.
#[test]
fn an_edition_that_contradicts_itself_is_refused_with_its_place() {
    let edited = |pointer: &str, value: Value| {
        let mut document = built_in_document();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = document.pointer_mut(parent).expect(pointer);
        match (parent, value) {
            (Value::Object(members), Value::Null) => {
                members.remove(name).expect(pointer);
            }
            (Value::Object(members), value) => {
                members.insert(name.to_owned(), value);
            }
            (Value::Array(rows), value) => rows.push(value),
            _ => panic!("{pointer}"),
        }
        read(&document).err()
    };
    let row = |pointer: &str| built_in_document().pointer(pointer).expect(pointer).clone();
    let mut again = row("/regimes/5");
    again["in_force"] = json!({ "from": "2027-01-01" });
    for (pointer, value, place, problem) in [
        (
            "/regimes/0/clock",
            Value::Null,
            "/regimes/0/clock",
            "missing",
        ),
        (
            "/regimes/0/clock",
            json!("payment"),
            "/regimes/0/clock",
            "value",
        ),
        ("/regimes/0/terms", json!([]), "/regimes/0/terms", "missing"),
        (
            "/regimes/0/terms/0/longest",
            json!(2),
            "/regimes/0/terms/0/longest",
            "value",
        ),
        (
            "/regimes/0/terms/0/classes",
            json!(["minor", "serious"]),
            "/regimes/0/terms",
            "duplicate",
        ),
        (
            "/regimes/0/uncorrected",
            Value::Null,
            "/regimes/0/uncorrected",
            "missing",
        ),
        (
            "/regimes/0/basis",
            Value::Null,
            "/regimes/0/basis",
            "missing",
        ),
        (
            "/regimes/0/in_force/from",
            json!("2024-01-01"),
            "/regimes/0/in_force/until",
            "value",
        ),
        (
            "/regimes/0/surcharge",
            json!(1),
            "/regimes/0/surcharge",
            "unknown",
        ),
        (
            "/regimes/1/about/except_fields",
            json!(["tax"]),
            "/regimes/1/about/except_fields",
            "given_twice",
        ),
        ("/regimes/-", again, "/regimes/6", "overlap"),
        (
            "/lists/0/terms/1/grounds",
            json!(["2.1"]),
            "/lists/0/terms/1/grounds",
            "value",
        ),
        (
            "/lists/0/terms/1/grounds",
            json!(["1.1"]),
            "/lists/0/terms",
            "duplicate",
        ),
        (
            "/lists/1/exits/0/clock",
            Value::Null,
            "/lists/1/exits/0/clock",
            "missing",
        ),
        (
            "/lists/1/terms/0/longest",
            json!(12),
            "/lists/1/terms/0/longest",
            "value",
        ),
        ("/lists/-", row("/lists/2"), "/lists/9", "overlap"),
        (
            "/retention/0/months",
            json!(0),
            "/retention/0/months",
            "value",
        ),
        (
            "/retention/0/clock",
            Value::Null,
            "/retention/0/clock",
            "missing",
        ),
        (
            "/retention/-",
            row("/retention/1"),
            "/retention/5",
            "overlap",
        ),
        (
            "/retention/1/about/regions",
            json!(["310100"]),
            "/retention/1",
            "overlap",
        ),
        (
            "/retention/0/about/regions",
            json!(["shanghai"]),
            "/retention/0/about/regions",
            "value",
        ),
        (
            "/national/0/about/fields",
            Value::Null,
            "/national/0/about",
            "missing",
        ),
        (
            "/never_public/0/procedure",
            Value::Null,
            "/never_public/0",
            "missing",
        ),
        (
            "/lists/1/exits/0/handling",
            json!(4_000_000_000_u32),
            "/lists/1/exits/0/handling",
            "value",
        ),
        (
            "/regimes/0/terms/2/longest",
            json!(0),
            "/regimes/0/terms/2/longest",
            "value",
        ),
        (
            "/never_public/0/procedure",
            json!("general"),
            "/never_public/0",
            "missing",
        ),
        (
            "/grounds/10/in_force/until",
            json!("2027-01-01"),
            "/grounds",
            "missing",
        ),
        ("/capacity/full", json!(15), "/capacity/full", "value"),
        ("/grounds/-", row("/grounds/0"), "/grounds/11", "overlap"),
        ("/iat", json!("today"), "/iat", "type"),
        ("/edition", json!("2026"), "/edition", "value"),
        ("/version", json!(0), "/version", "value"),
        // Words that no record has would make a row that never applies.
        (
            "/regimes/0/terms/0/classes",
            json!(["minor", "genral"]),
            "/regimes/0/terms/0/classes",
            "value",
        ),
        (
            "/regimes/0/terms/0/classes",
            json!(["minor"]),
            "/regimes/0/terms",
            "missing",
        ),
        (
            "/never_public/0/procedure",
            json!("simpel"),
            "/never_public/0/procedure",
            "value",
        ),
        (
            "/never_public/0/class",
            json!("miner"),
            "/never_public/0/class",
            "value",
        ),
        (
            "/retention/0/about",
            json!({ "records": ["penalty"] }),
            "/retention/0/about/records",
            "value",
        ),
        (
            "/retention/0/about",
            json!({ "subject_kinds": ["firm"] }),
            "/retention/0/about/subject_kinds",
            "value",
        ),
        (
            "/retention/0/about",
            json!({ "records": [] }),
            "/retention/0/about/records",
            "value",
        ),
        (
            "/retention/4/about",
            json!({ "regions": ["350000"] }),
            "/retention",
            "missing",
        ),
        // Codes of rows are those of the catalogue.
        (
            "/regimes/0/code",
            json!("cn-2018"),
            "/regimes/0/code",
            "value",
        ),
        (
            "/lists/0/code",
            json!("defaulters"),
            "/lists/0/code",
            "value",
        ),
        (
            "/regimes/0/about/except_fields",
            json!(["markets"]),
            "/regimes/0/about/except_fields",
            "value",
        ),
        (
            "/regimes/1/about/fields",
            json!(["markets"]),
            "/regimes/1/about/fields",
            "value",
        ),
        (
            "/regimes/1/never_early",
            json!(["closing"]),
            "/regimes/1/never_early",
            "value",
        ),
        (
            "/regimes/1/low_fine/fine",
            json!("a-fine"),
            "/regimes/1/low_fine/fine",
            "value",
        ),
        (
            "/catalogue/codes/regimes/-",
            json!({ "code": "cn-2030", "title": { "zh-CN": "x", "en": "x" } }),
            "/regimes",
            "missing",
        ),
        // The catalogue.
        (
            "/catalogue/edition",
            json!("2025"),
            "/catalogue/edition",
            "value",
        ),
        (
            "/catalogue/codes/fields/0/code",
            json!("Market"),
            "/catalogue/codes/fields/0/code",
            "value",
        ),
        (
            "/catalogue/codes/fields/1/code",
            json!("market"),
            "/catalogue/codes/fields/1/code",
            "duplicate",
        ),
        (
            "/catalogue/codes/fields/0/title/en",
            Value::Null,
            "/catalogue/codes/fields/0/title/en",
            "missing",
        ),
        (
            "/catalogue/codes/fields/0/fields",
            json!(["tax"]),
            "/catalogue/codes/fields/0/fields",
            "unknown",
        ),
        (
            "/catalogue/codes/lists/0/fields",
            json!([]),
            "/catalogue/codes/lists/0/fields",
            "value",
        ),
        (
            "/catalogue/codes/lists/0/fields",
            json!(["court"]),
            "/catalogue/codes/lists/0/fields",
            "value",
        ),
        (
            "/catalogue/codes/words",
            json!([]),
            "/catalogue/codes/words",
            "unknown",
        ),
        // The calendar.
        (
            "/calendar/1/year",
            json!(2024),
            "/calendar/1/year",
            "duplicate",
        ),
        (
            "/calendar/0/year",
            json!(12_024),
            "/calendar/0/year",
            "value",
        ),
        (
            "/calendar/0/notice",
            Value::Null,
            "/calendar/0/notice",
            "missing",
        ),
        (
            "/calendar/0/holidays",
            json!([]),
            "/calendar/0/holidays",
            "missing",
        ),
        (
            "/calendar/0/holidays/0/until",
            json!("2024-01-16"),
            "/calendar/0/holidays/0",
            "value",
        ),
        (
            "/calendar/0/holidays/1/until",
            json!("2024-02-09"),
            "/calendar/0/holidays/1",
            "value",
        ),
        (
            "/calendar/0/holidays/0/from",
            json!("2023-12-31"),
            "/calendar/0/holidays/0",
            "value",
        ),
        (
            "/calendar/0/holidays/6/until",
            json!("2025-01-01"),
            "/calendar/0/holidays/6",
            "value",
        ),
        // A Monday; a Sunday of another year.
        (
            "/calendar/0/workdays",
            json!(["2024-02-05"]),
            "/calendar/0/workdays",
            "value",
        ),
        (
            "/calendar/0/workdays",
            json!(["2025-01-26"]),
            "/calendar/0/workdays",
            "value",
        ),
    ] {
        let error = edited(pointer, value).unwrap_or_else(|| panic!("{pointer} is taken"));
        let details = error.details();
        let found = ["pointer", "problem"].map(|name| {
            details
                .get(name)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        });
        assert_eq!(found, [place, problem], "{pointer}");
        assert_eq!(error.code(), Code::FormatSchema, "{pointer}");
    }
    let newer = edited("/format", json!(2)).expect("another format");
    assert_eq!(newer.code(), Code::LawUnsupported);
    // Without a law to cite for it nothing could be set aside.
    let mut document = built_in_document();
    let grounds = document["grounds"].as_array_mut().expect("rows");
    grounds.retain(|row| row["ground"] != "withdrawn" || row.get("about").is_some());
    assert!(read(&document).is_err());
}

/// A regime is as many rows as it takes, one after another.
#[test]
fn a_regime_may_be_changed_from_a_day_on() {
    let mut document = built_in_document();
    document["regimes"][5]["in_force"] = json!({ "from": "2026-04-01", "until": "2026-12-31" });
    let mut later = document["regimes"][5].clone();
    later["in_force"] = json!({ "from": "2027-01-01" });
    later["terms"][1]["longest"] = json!(6);
    document["regimes"]
        .as_array_mut()
        .expect("rows")
        .push(later);
    let edition = read(&document).expect("an edition");
    let of = Of {
        records: "penalties",
        region: "330100",
        field: Some("transport"),
        subject_kind: "enterprise",
    };
    let longest = |determined: &str| {
        let penalty = Penalty {
            of,
            class: "general",
            kinds: vec!["fine"],
            amount: None,
            determined: day(determined),
        };
        let mut covering = edition
            .regimes
            .iter()
            .filter(|regime| regime.covers(&penalty));
        let term = covering.next().and_then(|regime| regime.term(&penalty));
        assert!(covering.next().is_none());
        term.map(|term| term.longest)
    };
    assert_eq!(longest("2026-12-31"), Some(12));
    assert_eq!(longest("2027-01-01"), Some(6));
}

/// A place's own rule comes before the one of every place, from the day on which it is in force.
#[test]
fn the_rule_of_a_place_comes_before_that_of_all() {
    let mut document = built_in_document();
    let mut own = document["retention"][0].clone();
    own["about"] = json!({ "regions": ["440000"] });
    own["in_force"] = json!({ "from": "2027-01-01" });
    own["months"] = json!(36);
    document["retention"]
        .as_array_mut()
        .expect("rows")
        .push(own);
    let edition = read(&document).expect("an edition");
    let months = |region: &str, on: &str| {
        let of = Of {
            records: "penalties",
            region,
            field: None,
            subject_kind: "enterprise",
        };
        edition.retention(of, day(on)).map(|row| row.months)
    };
    assert_eq!(months("440300", "2026-12-31"), Some(60));
    assert_eq!(months("440300", "2027-01-01"), Some(36));
    assert_eq!(months("450000", "2027-01-01"), Some(60));
    assert!(edition.changes.contains(&day("2027-01-01")));
}

/// Of a list as well, and of whatever day somebody was listed.
#[test]
fn the_list_of_a_place_comes_before_that_of_all() {
    let mut document = built_in_document();
    let lists = document["lists"].as_array_mut().expect("rows");
    let mut own = lists[3].clone();
    own["about"] = json!({ "regions": ["440000"] });
    own["terms"] = json!([{ "shortest": 12, "longest": 12 }]);
    lists.push(own);
    let edition = read(&document).expect("an edition");
    let longest = |region: &str| {
        let of = Of {
            records: "listings",
            region,
            field: Some("market"),
            subject_kind: "enterprise",
        };
        let rule = edition.list("market_serious", of, day("2026-03-01"));
        rule.and_then(|rule| rule.term(None).1)
    };
    assert_eq!(longest("440300"), Some(12));
    assert_eq!(longest("310000"), Some(36));
}
