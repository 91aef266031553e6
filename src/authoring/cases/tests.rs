//! Reading cases, and finding those that are missing.

use std::collections::BTreeSet;

use testkit::random::{Random, cases};

use super::Cases;
use super::read::{CASE, EXPECT, MEMBERS};
use super::run::rule_verdicts;
use crate::authoring::generate;
use crate::authoring::source::Source;
use crate::decision::{Outcome, RuleVerdicts};
use crate::json::{Value, parse, write};
use crate::law::LawEdition;
use crate::rules::Verdict;
use crate::time::Instant;

const NOW: &str = "2026-11-22T04:00:00Z";

fn law() -> LawEdition {
    LawEdition::built_in().expect("the law")
}

fn now() -> Instant {
    Instant::parse(NOW).expect(NOW)
}

/// A file with these cases, and the details of the error that it is refused with.
fn refused(document: &str) -> String {
    match Cases::read(document) {
        Ok(_) => panic!("{document}"),
        Err(error) => format!(
            "{} {}",
            error.code().as_str(),
            write(&error.details().clone().into())
        ),
    }
}

fn file(case: &str) -> String {
    format!(r#"{{"programme":"a","now":"2026-11-22","facts":{{}},"cases":[{case}]}}"#)
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (document, details) in [
        ("[]".to_owned(), r#""pointer":"","problem":"type""#),
        (r#"{"programme":"a","facts":{},"case":[]}"#.to_owned(), r#""pointer":"/case","problem":"unknown""#),
        (r#"{"programme":"a","facts":{}}"#.to_owned(), r#""pointer":"/cases","problem":"missing""#),
        (
            r#"{"programme":"a","facts":{},"cases":[{"name":"b","expect":{"outcome":"granted","tier":"c"}}]}"#.to_owned(),
            r#""pointer":"/cases/0/now","problem":"missing""#,
        ),
        (file(r#"{"name":"b"}"#), r#""pointer":"/cases/0/expect","problem":"missing""#),
        (file(r#"{"name":"","expect":{"outcome":"not_granted"}}"#), r#""pointer":"/cases/0/name","problem":"value""#),
        (
            file(r#"{"name":"b","expect":{"outcome":"granted"}}"#),
            r#""pointer":"/cases/0/expect/tier","problem":"missing""#,
        ),
        (
            file(r#"{"name":"b","expect":{"outcome":"not_granted","tier":"c"}}"#),
            r#""pointer":"/cases/0/expect/tier","problem":"value""#,
        ),
        (
            file(r#"{"name":"b","expect":{"outcome":"grantd"}}"#),
            r#""pointer":"/cases/0/expect/outcome","problem":"value","expected":"granted, not_applicable, not_granted, undetermined","suggestion":"granted""#,
        ),
        (
            file(r#"{"name":"b","now":"22.11.2026","expect":{"outcome":"not_granted"}}"#),
            r#""pointer":"/cases/0/now","problem":"value","expected":"2026-11-22, 2026-11-22T12:00:00+08:00""#,
        ),
        (
            file(r#"{"name":"b","expect":{"outcome":"not_granted","eligible_from":"2026-11-25"}}"#),
            r#""pointer":"/cases/0/expect/eligible_from","problem":"value","suggestion":"2026-11-24T16:00:00Z""#,
        ),
        (
            file(r#"{"name":"b","expect":{"outcome":"not_granted"}},{"name":"b","expect":{"outcome":"not_granted"}}"#),
            r#""pointer":"/cases/1/name","problem":"duplicate""#,
        ),
        (
            file(r#"{"name":"b","expects":{"outcome":"not_granted"}}"#),
            r#""pointer":"/cases/0/expects","problem":"unknown""#,
        ),
    ] {
        let found = refused(&document);
        assert!(found.starts_with("programme.cases {") && found.contains(details), "{found}");
    }
}

#[test]
fn a_day_is_its_noon_in_china() {
    let at = |now: &str| {
        let case = format!(
            r#"{{"name":"b","now":"{now}","expect":{{"outcome":"not_granted","tier":null}}}}"#
        );
        let cases = Cases::read(&file(&case)).unwrap_or_else(|e| panic!("{e}"));
        let case = cases.facts().next().expect("a case");
        case.now.to_string()
    };
    assert_eq!(at("2026-12-31"), "2026-12-31T04:00:00Z");
    assert_eq!(at("2026-12-31T23:59:00+08:00"), "2026-12-31T15:59:00Z");
}

#[test]
fn the_published_schema_has_the_members_that_are_read() {
    let schema = include_str!("../../../pkg/schemas/cases.json");
    let schema = parse(schema.as_bytes(), schema.len()).expect("JSON");
    let names = |path: &str| {
        let found = path
            .split('/')
            .try_fold(&schema, |value, name| value.member(name));
        let members = found.and_then(Value::as_object).expect(path);
        members
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("properties"), MEMBERS);
    assert_eq!(names("$defs/case/properties"), CASE);
    assert_eq!(names("$defs/expect/properties"), EXPECT);
    let outcomes = ["$defs", "expect", "properties", "outcome", "enum"];
    let outcomes = outcomes
        .into_iter()
        .try_fold(&schema, |value, name| value.member(name));
    let known: Vec<&str> = Outcome::ALL
        .iter()
        .map(|outcome| outcome.as_str())
        .collect();
    assert_eq!(outcomes, Some(&known.into()));
}

/// The leaves of all rules with the verdicts that they come to.
fn verdicts(source: &Source, facts: &Value, now: Instant) -> Vec<RuleVerdicts> {
    let law = law();
    let rules = rule_verdicts(law.law(), source, facts, now);
    rules.unwrap_or_else(|e| panic!("{e}: {facts}"))
}

fn add(seen: &mut BTreeSet<(usize, Verdict)>, rules: &[RuleVerdicts]) {
    for (number, leaf) in rules.iter().flat_map(|rule| &rule.leaves).enumerate() {
        let verdicts = Verdict::ALL
            .iter()
            .filter(|verdict| leaf.own.has(**verdict));
        seen.extend(verdicts.map(|verdict| (number, *verdict)));
    }
}

/// Whatever verdict a leaf has on any of many facts, it has in some case that is offered.
#[test]
fn what_a_leaf_can_come_to_it_comes_to_in_some_case_that_is_offered() {
    let law = law();
    let mut random = Random::seeded("boundary cases");
    let mut compared = 0;
    for _ in 0..cases(20) {
        let programme = generate::programme(&mut random);
        let source =
            Source::read(law.law(), &programme).unwrap_or_else(|e| panic!("{e}: {programme}"));
        let empty = Cases::empty(&law, &programme, now()).expect("a file");
        let offered = empty.missing(&law, &programme).expect("cases").cases;
        let whole = empty.with(&offered).to_string();
        let cases = Cases::read(&whole).unwrap_or_else(|e| panic!("{e}: {whole}"));
        let report = cases.run(&law, &programme).expect("a report");
        assert!(report.is_ok(), "{programme}\n{whole}");
        assert!(report.cases.iter().all(|case| !case.confirmed));
        let mut seen = BTreeSet::new();
        for case in cases.facts() {
            add(&mut seen, &verdicts(&source, &case.facts, case.now));
        }
        let mut possible = BTreeSet::new();
        for _ in 0..40 {
            let facts = generate::facts(&mut random);
            add(&mut possible, &verdicts(&source, &facts, now()));
        }
        compared += possible.len();
        for (number, verdict) in possible {
            let leaf = report.coverage.get(number).expect("a leaf");
            assert!(
                seen.contains(&(number, verdict)),
                "{} {verdict:?}\n{programme}\n{whole}",
                leaf.pointer
            );
        }
        // Nothing more is missing.
        let more = cases.missing(&law, &programme).expect("cases").cases;
        assert!(more.is_empty(), "{programme}\n{whole}\n{more:?}");
    }
    assert!(compared > 20, "{compared}");
}

/// The values that the cases offered for a programme give a fact.
fn offered(rule: &str, path: &[&str]) -> Vec<String> {
    let law = law();
    let programme = generate::programme_of(&[rule.to_owned()]);
    let empty = Cases::empty(&law, &programme, now()).expect("a file");
    let offered = empty.missing(&law, &programme).expect("cases").cases;
    let whole = empty.with(&offered).to_string();
    let cases = Cases::read(&whole).unwrap_or_else(|e| panic!("{e}: {whole}"));
    let values = cases.facts().filter_map(|case| {
        let found = path
            .iter()
            .try_fold(&case.facts, |value, name| match value {
                Value::Array(all) => all.get(name.parse::<usize>().ok()?),
                value => value.member(name),
            });
        found.map(write)
    });
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

#[test]
fn each_threshold_has_a_case_below_on_and_above_it() {
    let score = r#"{"var":"credit.evaluations.zhima.score"}"#;
    let found = offered(
        &format!(r#"{{"or":[{{">=":[{score},650]}},{{"<":[{score},700.5]}}]}}"#),
        &["credit", "evaluations", "zhima", "score"],
    );
    assert_eq!(found, ["649.9", "650", "650.1", "700.4", "700.5", "700.6"]);
    let found = offered(
        r#"{"<=":[{"var":"request.deposit"},{"currency":"CNY","amount":"99.00"}]}"#,
        &["request", "deposit", "amount"],
    );
    assert_eq!(found, [r#""98.99""#, r#""99.00""#, r#""99.01""#]);
    let found = offered(
        r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"B","tax"]}"#,
        &["credit", "evaluations", "tax", "grade"],
    );
    assert_eq!(found, [r#""?""#, r#""A""#, r#""B""#, r#""C""#]);
    let found = offered(
        r#"{"within":[{"var":"credit.registration.notice_from"},"P45D"]}"#,
        &["credit", "registration", "notice_from"],
    );
    assert_eq!(
        found,
        [
            r#""2026-10-07""#,
            r#""2026-10-08""#,
            r#""2026-10-09""#,
            r#""2026-11-21""#,
            r#""2026-11-22""#,
            r#""2026-11-23""#
        ]
    );
}

#[test]
fn each_list_has_a_case_that_is_empty_hidden_and_of_one() {
    let rule =
        r#"{"<=":[{"count":[{"var":"credit.penalties"},{"==":[{"var":"class"},"serious"]}]},1]}"#;
    let found = offered(rule, &["credit", "penalties"]);
    let lengths = found
        .iter()
        .map(|list| list.matches("\"document\"").count());
    let lengths: BTreeSet<usize> = lengths.collect();
    // None, one, as many as are allowed, and one more.
    assert_eq!(lengths, BTreeSet::from([0, 1, 2]));
    assert!(
        found.iter().any(|list| list == r#"{"$undisclosed":true}"#),
        "{found:?}"
    );
    let classes = offered(rule, &["credit", "penalties", "0", "class"]);
    assert!(
        classes.len() >= 2 && classes.contains(&r#""serious""#.to_owned()),
        "{classes:?}"
    );
}

/// What is offered first, about a programme of one tier.
fn first_of(rule: &str) -> Value {
    let law = law();
    let programme = generate::programme_of(&[rule.to_owned()]);
    let empty = Cases::empty(&law, &programme, now()).expect("a file");
    let offered = empty.missing(&law, &programme).expect("cases").cases;
    offered.first().expect("a case").to_json()
}

#[test]
fn what_is_offered_starts_from_somebody_who_is_granted_something() {
    // None of it is met by the least that somebody can show.
    let rule = r#"{"and":[
        {">=":[{"var":"credit.evaluations.zhima.score"},650]},
        {"at-least":[{"var":"credit.evaluations.tax.grade"},"B","tax"]},
        {"some":[{"var":"credit.honours"},{"==":[{"var":"list"},"volunteer"]}]},
        {"or":[{"<=":[{"var":"request.days"},30]},{"!":{"exists":{"var":"credit.subject.residence"}}}]},
        {"!":{"and":[{"==":[{"var":"credit.registration.status"},"revoked"]},{"exists":{"var":"credit.registration"}}]}}]}"#;
    let first = first_of(rule);
    assert_eq!(
        first.member("expect").map(write).as_deref(),
        Some(r#"{"outcome":"granted","tier":"t0"}"#)
    );
    assert_eq!(first.member("with").map(write).as_deref(), Some("{}"));
    // Of one who misses a part of it alone, it is said which.
    let programme = generate::programme_of(&[rule.to_owned()]);
    let law = law();
    let empty = Cases::empty(&law, &programme, now()).expect("a file");
    let offered = empty.missing(&law, &programme).expect("cases").cases;
    let is_short = |case: &&super::Boundary| {
        let case = case.to_json();
        let score = ["with", "credit", "evaluations", "zhima", "score"];
        let score = score
            .into_iter()
            .try_fold(&case, |value, name| value.member(name));
        score.is_some_and(|score| write(score) == "649")
    };
    let short = offered.iter().find(is_short).expect("a lower score");
    assert_eq!(
        write(short.expected()),
        r#"{"outcome":"not_granted","requirements":[]}"#
    );
}

#[test]
fn of_each_tier_there_is_somebody_who_is_granted_it_and_no_better_one() {
    let law = law();
    let score = |least| format!(r#"{{">=":[{{"var":"credit.evaluations.zhima.score"}},{least}]}}"#);
    let programme = generate::programme_of(&[score(750), score(650), score(550), score(600)]);
    let empty = Cases::empty(&law, &programme, now()).expect("a file");
    let offered = empty.missing(&law, &programme).expect("cases").cases;
    let first: Vec<String> = offered
        .iter()
        .take(3)
        .map(|case| write(case.expected()))
        .collect();
    let granted =
        ["t0", "t1", "t2"].map(|tier| format!(r#"{{"outcome":"granted","tier":"{tier}"}}"#));
    // The last is never reached.
    assert_eq!(first, granted);
    // A lower grade for less, of which one change alone leads nowhere.
    let grade = r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"#;
    let most = |grade_at_least: &str, deposit: &str| {
        let deposit = format!(
            r#"{{"<=":[{{"var":"request.deposit"}},{{"currency":"CNY","amount":"{deposit}"}}]}}"#
        );
        format!(r#"{{"and":[{grade}"{grade_at_least}","tax"]}},{deposit}]}}"#)
    };
    let rules = [most("A", "900"), most("B", "500"), most("C", "100")];
    let by_grade = generate::programme_of(&rules);
    let empty_by_grade = Cases::empty(&law, &by_grade, now()).expect("a file");
    let offered_by_grade = empty_by_grade
        .missing(&law, &by_grade)
        .expect("cases")
        .cases;
    let first: Vec<String> = offered_by_grade
        .iter()
        .take(3)
        .map(|case| write(case.expected()))
        .collect();
    assert_eq!(first, granted);
    let whole = empty.with(&offered).to_string();
    let report = Cases::read(&whole)
        .expect("cases")
        .run(&law, &programme)
        .expect("a report");
    assert_eq!(report.never_granted, ["t3"]);
}

/// A test of a programme that passes whatever the programme says is none.
#[test]
fn what_is_changed_in_a_programme_some_offered_case_notices() {
    let law = law();
    let tier = |score: &str, deposit: &str, share: &str| {
        format!(
            r#"{{"and":[{{">=":[{{"var":"credit.evaluations.zhima.score"}},{score}]}},
            {{"<=":[{{"var":"request.deposit"}},{{"currency":"CNY","amount":"{deposit}"}}]}},
            {{"<=":[{{"var":"request.deposit"}},{{"percent-of":[{share},{{"var":"credit.finance.revenue"}}]}}]}},
            {{"none":[{{"var":"credit.penalties"}},{{"and":[{{"==":[{{"var":"class"}},"serious"]}},{{"within":[{{"var":"determined_on"}},"P{share}M"]}}]}}]}}]}}"#
        )
    };
    let programme =
        generate::programme_of(&[tier("700", "900.00", "13"), tier("600", "500.00", "7")]);
    let empty = Cases::empty(&law, &programme, now()).expect("a file");
    let offered = empty.missing(&law, &programme).expect("cases").cases;
    let cases = Cases::read(&empty.with(&offered).to_string()).expect("cases");
    let mut changed = 0;
    for (from, to) in [
        (",700]", ",701]"),
        (",600]", ",599]"),
        (r#""900.00""#, r#""900.01""#),
        (r#""500.00""#, r#""499.99""#),
        ("of\":[13,", "of\":[14,"),
        ("of\":[7,", "of\":[6,"),
        ("P13M", "P12M"),
        ("P7M", "P8M"),
        ("serious", "general"),
        (r#"{">="#, r#"{">"#),
        (r#"{"<="#, r#"{"<"#),
    ] {
        for (at, _) in programme.match_indices(from) {
            let mut other = programme.clone();
            other.replace_range(at..at + from.len(), to);
            let report = cases
                .run(&law, &other)
                .unwrap_or_else(|e| panic!("{e}: {other}"));
            assert!(!report.is_ok(), "{from} {to} at {at}");
            changed += 1;
        }
    }
    assert_eq!(changed, 8 + 2 + 2 + 4);
}

/// Of somebody who may be a minor it is open whether the programme is for them at all: no score decides.
#[test]
fn a_condition_decides_about_nobody_about_whom_something_else_does() {
    let law = law();
    let rule = r#"{">=":[{"var":"credit.evaluations.zhima.score"},700]}"#;
    let programme = generate::programme_of(&[rule.to_owned()]);
    let offered = |birthdate: &str| {
        let cases = format!(
            r#"{{"programme":"test.random","now":"2026-11-22","facts":{{"credit":{{"subject_kind":"natural_person",
            "jurisdiction":"310000","catalogue":"CN-2025","as_of":"2026-11-22"{birthdate}}}}},"cases":[]}}"#
        );
        let cases = Cases::read(&cases).unwrap_or_else(|e| panic!("{e}: {cases}"));
        let offered = cases.missing(&law, &programme).expect("cases").cases;
        let names = offered.iter().map(|case| case.name().to_owned());
        names.filter(|name| name.ends_with("（t0）")).count()
    };
    assert_eq!(offered(""), 0);
    // The third is somebody who is granted the tier, and is called so.
    assert_eq!(offered(r#","subject":{"birthdate":"1990-01-01"}"#), 2);
}

/// Records of another province mostly do not count, and cases of them would show nothing.
#[test]
fn what_is_offered_is_of_the_place_where_the_programme_is() {
    let law = law();
    let programme = generate::programme_of(&["true".to_owned()]);
    let from = |places: &str| {
        let input = r#"{"vct":"urn:xinyi:credit-status:1"}"#;
        let other = format!(r#"{{"vct":"urn:xinyi:credit-status:1","jurisdictions":{places}}}"#);
        let programme = programme.replace(input, &other);
        let empty = Cases::empty(&law, &programme, now()).expect("a file");
        let document = empty.with(&[]);
        let claims = document
            .member("facts")
            .and_then(|facts| facts.member("credit"));
        let place = claims.and_then(|claims| claims.member("jurisdiction"));
        place.and_then(Value::as_str).expect("a place").to_owned()
    };
    assert_eq!(from(r#"["330000","310000"]"#), "310000");
    assert_eq!(from(r#"["330000","310115"]"#), "310115");
    assert_eq!(from(r#"["330000","320000"]"#), "330000");
}
