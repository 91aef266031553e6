//! Everything that a decision goes through is work, and what is harmless is not refused.

use super::*;
use crate::limits;

/// Listings that have no way out, so that nothing is tried for remedies.
pub(super) fn listings(count: usize, home: &str, further: &str) -> String {
    let listing = format!(
        r#"{{"list": "prepaid_card", "field": "market", "severity": "serious", "scope": "{home}",
          "since": "2024-01-01", "state": "active", "authority": "x", "basis": "x"{further}}}"#
    );
    format!(r#", "listings": [{}]"#, vec![listing; count].join(","))
}

/// Agreements of every province, each with ends of its own.
fn agreements(count: usize) -> Vec<Recognition> {
    let homes: Vec<String> = (11..=65).map(|n| format!("\"{n}0000\"")).collect();
    let one = |n: usize| {
        let (month, day) = (n / 28 + 1, n % 28 + 1);
        parse(&format!(
            r#"{{"home": [{}], "in": ["310000"], "fields": "*", "basis": "test",
                "valid_from": "2030-{month:02}-{day:02}", "valid_until": "2040-{month:02}-{day:02}"}}"#,
            homes.join(",")
        ))
    };
    let read = (0..count).map(|n| Recognition::read(&one(n)).expect("an agreement"));
    read.collect()
}

/// It is never true, and may turn on any day.
const EVERY_DAY: &str = r#"{"and": [{"some": [{"var": "credit.activities"}, true]},
    {"<": [{"plus-time": [{"var": "now"}, "P1M"]}, {"plus-time": [{"var": "now"}, "P30D"]}]}]}"#;

fn some(list: &str, body: &str) -> String {
    format!(r#"{{"some": [{{"var": "{list}"}}, {body}]}}"#)
}

fn any(part: &str, times: usize) -> String {
    format!(r#"{{"or": [{}]}}"#, vec![part; times].join(","))
}

/// A quarter of what there is, as these take long where nothing is optimised.
#[track_caller]
fn check(setting: &Setting, firm: &Value, expected: Result<(), Code>) {
    assert_eq!(setting.decided(firm, limits::WORK / 4), expected);
}

const REFUSED: Result<(), Code> = Err(Code::LimitWork);

/// The law is applied to each record on each day that is looked at.
#[test]
fn the_law_is_work_for_each_record_and_day() {
    let setting = Setting::new(&programme(&[EVERY_DAY.to_owned()], ""));
    let firm = |records| firm("310000", &listings(records, "310000", ""));
    check(&setting, &firm(8), Ok(()));
    check(&setting, &firm(256), REFUSED);
}

#[test]
fn agreements_are_work_for_each_record_from_elsewhere() {
    let firm = firm("310000", &listings(16, "440000", ""));
    for (known, expected) in [(2, Ok(())), (128, REFUSED)] {
        let setting = Setting {
            recognition: agreements(known),
            ..Setting::new(&programme(&[EVERY_DAY.to_owned()], ""))
        };
        check(&setting, &firm, expected);
    }
}

/// Of each region of the programme, and of each that a record from elsewhere is recognised in.
#[test]
fn the_law_is_work_for_each_region() {
    for (regions, named, expected) in [
        (1, 0, Ok(())),
        (512, 0, REFUSED),
        (1, 80, Ok(())),
        (64, 80, REFUSED),
    ] {
        let regions: Vec<String> = (0..regions).map(|n| format!("\"31{n:04}\"")).collect();
        let regions = format!(r#""regions": [{}]"#, regions.join(","));
        let text = programme(&[EVERY_DAY.to_owned()], "");
        let setting = Setting::new(&text.replace(r#""regions": ["310000"]"#, &regions));
        let recognised = vec![r#""330000""#; named].join(",");
        let recognised = format!(r#", "recognised_in": [{recognised}]"#);
        let home = if named > 0 { "440000" } else { "310000" };
        check(
            &setting,
            &firm(home, &listings(8, home, &recognised)),
            expected,
        );
    }
}

/// Officers are gone through as records are, and so are the names that a record lists.
#[test]
fn officers_and_what_records_list_are_work() {
    let officers = "credit.subject.officers";
    let role = r#"{"==": [{"var": "role"}, "director"]}"#;
    let nested = any(&some(officers, &some(officers, role)), 20);
    let setting = Setting::new(&programme(&[nested], ""));
    let officer = r#"{"role": "principal", "id": "x"}"#;
    for (count, expected) in [(4, Ok(())), (256, REFUSED)] {
        let officers = vec![officer; count].join(",");
        let subject = format!(r#", "subject": {{"officers": [{officers}]}}"#);
        check(&setting, &firm("310000", &subject), expected);
    }

    let listed = some("recognised_in", r#"{"==": [{"var": ""}, "320000"]}"#);
    let each = some("credit.listings", &any(&listed, 8));
    let setting = Setting::new(&programme(&[each, EVERY_DAY.to_owned()], ""));
    for (count, expected) in [(0, Ok(())), (400, REFUSED)] {
        let regions = vec![r#""330000""#; count].join(",");
        let recognised = format!(r#", "recognised_in": [{regions}]"#);
        let listings = listings(4, "310000", &recognised);
        check(&setting, &firm("310000", &listings), expected);
    }
}

#[test]
fn working_days_are_work() {
    let leaf = |period: &str| {
        format!(
            r#"{{"after": [{{"plus-time": [{{"var": "now"}}, "{period}"]}}, {{"var": "since"}}]}}"#
        )
    };
    let firm = firm("310000", &listings(256, "440000", ""));
    for (period, leaves, expected) in [
        ("P1Y", 120, Ok(())),
        ("P1B", 120, Ok(())),
        ("P250B", 20, Ok(())),
        ("P250B", 120, REFUSED),
    ] {
        let when = some("credit.listings", &any(&leaf(period), leaves));
        check(&Setting::new(&programme(&[when], "")), &firm, expected);
    }
}

/// A quantifier within another, many licences that end one after the other, many agreements: no more is
/// asked for than is done.
#[test]
fn what_is_harmless_is_decided() {
    let decided = |setting: &Setting, further: &str| {
        let decided = setting.decided(&firm("310000", further), limits::WORK);
        assert_eq!(decided, Ok(()));
    };
    let since = r#"{"exists": {"var": "since"}}"#;
    let nested = some(
        "credit.listings",
        &format!(r#"{{"!": {}}}"#, some("credit.listings", since)),
    );
    let setting = Setting::new(&programme(&[nested], ""));
    let records = listings(256, "310000", "");
    decided(&setting, &records);

    let day = |n: i64| {
        let first = crate::time::Day::parse("2027-01-01").expect("a day");
        first.add_days(n).expect("a day")
    };
    let licences: Vec<String> = (0..1_000)
        .map(|n| {
            format!(
                r#"{{"document": "{n}", "kind": "k", "valid_from": "2020-01-01",
                  "valid_until": "{}", "state": "active", "authority": "x"}}"#,
                day(n)
            )
        })
        .collect();
    let licensed = some("credit.licences", r#"{"==": [{"var": "kind"}, "k"]}"#);
    let setting = Setting::new(&programme(&[licensed], ""));
    let licences = format!(r#", "licences": [{}]"#, licences.join(","));
    decided(&setting, &licences);

    let setting = Setting {
        recognition: agreements(128),
        ..Setting::new(&programme(&["true".into()], ""))
    };
    let records = listings(256, "440000", "");
    decided(&setting, &records);
}

#[test]
fn an_answer_stands_where_there_are_too_many_records_to_look_for_remedies() {
    let penalty = |document: usize| {
        format!(
            r#"{{"document": "{document}", "kind": "fine", "field": "environment",
              "class": "general", "procedure": "general", "determined_on": "2026-06-01",
              "published_on": "2026-06-02", "regime": "ndrc-36", "state": "active",
              "authority": "x", "basis": "x"}}"#
        )
    };
    let none = |kind: &str| {
        format!(
            r#"{{"none": [{{"var": "credit.penalties"}}, {{"==": [{{"var": "kind"}}, "{kind}"]}}]}}"#
        )
    };
    // What fails comes last, so that all of it is gone through each time.
    let mut each = vec![none("warning"); 40];
    each.push(none("fine"));
    let when = format!(r#"{{"and": [{}]}}"#, each.join(", "));
    // As long as there is a better tier, there is something to look for.
    let never = r#"{"some": [{"var": "credit.listings"}, true]}"#.to_owned();
    let text = programme(&[never, when], "");
    for (records, found, warned) in [(3, true, false), (256, true, true)] {
        let all: Vec<String> = (0..records).map(penalty).collect();
        let firm = firm("310000", &format!(r#", "penalties": [{}]"#, all.join(",")));
        let decision = decided(&text, &firm, Explain::Full);
        let outcome = decision.member("outcome").and_then(Value::as_str);
        assert_eq!(outcome, Some("not_granted"));
        assert!(
            decision
                .member("eligible_from")
                .is_some_and(|at| *at != Value::Null)
        );
        let warnings = write(&Value::Array(list(&decision, "warnings").to_vec()));
        assert_eq!(!list(&decision, "remedies").is_empty(), found, "{records}");
        assert_eq!(warnings.contains("remedies.too_many"), warned, "{warnings}");
    }
}
