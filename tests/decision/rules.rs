//! What rules may ask, and what comes of odd answers.

use super::*;
use xinyi::Problem;

#[test]
fn what_is_asked_for_is_typed_and_unknown_until_it_is_given() {
    let capped = programme_with(
        "requirements",
        r#"[{"id":"cap","when":{"<=":[{"var":"request.deposit"},{"currency":"CNY","amount":"500"}]}}]"#,
    );
    let asking =
        |deposit: &str| GOOD.replacen('{', &format!(r#"{{"request":{{"deposit":{deposit}}},"#), 1);
    decide(&capped, GOOD)
        .is(Outcome::Undetermined)
        .missing(&["request.deposit"]);
    decide(&capped, &asking(r#""500.00""#)).is(Outcome::Granted);
    decide(&capped, &asking(r#""500.01""#))
        .is(Outcome::NotGranted)
        .reasons(&["request.above"]);
    decide(&capped, &asking("500")).is(Outcome::Granted);
    decide(&capped, &asking("501")).is(Outcome::NotGranted);
    let now = Instant::parse(NOW).unwrap();
    for (wrong, problem) in [
        ("99.5", Problem::FractionAsText),
        ("99.10000000000001", Problem::FractionAsText),
        ("\"\"", Problem::Money),
        ("\"99,00\"", Problem::Money),
        ("-1", Problem::Money),
        ("\"-99.00\"", Problem::Money),
        ("\"99.001\"", Problem::Money),
        ("true", Problem::Money),
        (r#"{"currency":"CNY"}"#, Problem::Money),
        (r#"{"currency":"USD","amount":"1"}"#, Problem::Currency),
    ] {
        let error = Trial::run(&capped, &asking(wrong), now, Explain::Full).unwrap_err();
        assert_eq!(error.code().as_str(), "input.request", "{wrong}");
        assert_eq!(error.problem(), Some(problem), "{wrong}");
    }
    let misspelt = GOOD.replacen('{', r#"{"request":{"depost":"1"},"#, 1);
    let error = Trial::run(&capped, &misspelt, now, Explain::Full).unwrap_err();
    let told = |name: &str| error.details().get(name).and_then(Value::as_str);
    assert_eq!(told("expected"), Some("deposit"));
    assert_eq!(told("suggestion"), Some("deposit"));
}

#[test]
fn an_input_that_is_not_there_is_unknown_not_absent() {
    let two = programme_with(
        "inputs",
        r#"{"credit": {"vct": "urn:xinyi:credit-status:1"},
            "market": {"vct": "urn:xinyi:market-credit:1", "optional": true}}"#,
    )
    .replace("credit.evaluations.sh-public", "market.evaluations.zhima");
    decide(&two, GOOD)
        .is(Outcome::Undetermined)
        .missing(&["market.evaluations.zhima"]);
}

#[test]
fn whether_a_list_or_a_group_exists_is_not_for_a_rule_to_ask() {
    for path in [
        "credit",
        "credit.subject",
        "credit.subject.age_over",
        "credit.evaluations",
        "credit.activities",
        "credit.obligations",
        "credit.listings",
    ] {
        let rule = format!(r#"{{"exists":{{"var":"{path}"}}}}"#);
        refused(&ruled(&rule), GOOD, "programme.type");
    }
    let registered = r#"{"exists":{"var":"credit.registration"}}"#;
    decide(&ruled(registered), GOOD).is(Outcome::NotGranted);
    decide(&ruled(registered), &with("registration", HIDDEN))
        .is(Outcome::Undetermined)
        .missing(&["credit.registration"]);
    let shown = with("registration", r#"{"status":"normal"}"#);
    decide(&ruled(registered), &shown).is(Outcome::Granted);
}

#[test]
fn an_input_that_is_required_cannot_be_left_out() {
    let two = programme_with(
        "inputs",
        r#"{"credit": {"vct": "urn:xinyi:credit-status:1"},
            "market": {"vct": "urn:xinyi:market-credit:1", "optional": true}}"#,
    );
    let market = GOOD
        .replace("credit", "market")
        .replace("evaluations", "activities");
    let market = market.replace(r#"{"sh-public": {"score": 720}}"#, "[]");
    refused(&two, &market, "input.options");
    refused(&two, "{}", "input.options");
    refused(PROGRAMME, "{}", "input.options");
    let none_required = two.replace(r#"status:1"}"#, r#"status:1","optional":true}"#);
    refused(&none_required, "{}", "input.options");
}

/// The programme with a scale, and a rule about a grade on it.
fn graded(threshold: &str) -> String {
    let rule = format!(
        r#"{{"at-least":[{{"var":"credit.evaluations.sh-public.grade"}},"{threshold}","letters"]}}"#
    );
    let scales = r#""scales":{"letters":["C","B","A"]},"request""#;
    ruled(&rule).replacen(r#""request""#, scales, 1)
}

#[test]
fn a_grade_that_is_on_no_scale_is_for_a_person_to_judge() {
    let grade = |grade: &str| {
        with(
            "evaluations",
            &format!(r#"{{"sh-public": {{"grade": "{grade}"}}}}"#),
        )
    };
    decide(&graded("B"), &grade("A")).is(Outcome::Granted);
    decide(&graded("B"), &grade("C"))
        .is(Outcome::NotGranted)
        .reasons(&["evaluation.below"]);
    let seen = decide(&graded("B"), &grade("AAA"));
    seen.is(Outcome::Undetermined)
        .reasons(&["evaluation.unknown_grade"])
        .missing(&[]);
    assert!(seen.manual_review());
    refused(&graded("AAA"), &grade("A"), "programme.value");
}

#[test]
fn what_is_summed_is_not_negative() {
    let activity = |value: &str| {
        let record = format!(r#"[{{"kind":"k","value":{value},"as_of":"2026-01-01"}}, {HIDDEN}]"#);
        with("activities", &record)
    };
    let sum = ruled(r#"{">=":[{"sum":[{"var":"credit.activities"},true,"value"]},2.5]}"#);
    decide(&sum, &activity("2.5")).is(Outcome::Granted);
    decide(&sum, &activity("2"))
        .is(Outcome::Undetermined)
        .missing(&["credit.activities[1]"]);
    refused(&sum, &activity("-0.5"), "claim.invalid");
}

#[test]
fn work_has_a_limit() {
    let record = r#"{"kind":"k","value":5,"as_of":"2026-01-01"}"#;
    let records = |n: usize| format!("[{}]", vec![record; n].join(","));
    let simple = ruled(r#"{"some":[{"var":"credit.activities"},{">":[{"var":"value"},100]}]}"#);
    decide(&simple, &with("activities", &records(1024))).is(Outcome::NotGranted);
    refused(&simple, &with("activities", &records(1025)), "limit.items");
    // What speaks against its subject has a bound of its own, of all such lists together.
    let promise = r#"{"type":"proof_item","item":"i","made_on":"2026-01-01","state":"performing","authority":"a"}"#;
    let debt =
        r#"{"kind":"contract","due":"2026-01-01","state":"ended","authority":"a","basis":"b"}"#;
    let both = |promises: usize, debts: usize| {
        let promises = with(
            "commitments",
            &format!("[{}]", vec![promise; promises].join(",")),
        );
        let debts = format!(
            r#""obligations":[{}],"commitments""#,
            vec![debt; debts].join(",")
        );
        promises.replace(r#""commitments""#, &debts)
    };
    decide(PROGRAMME, &both(128, 128)).is(Outcome::Granted);
    refused(PROGRAMME, &both(129, 128), "limit.items");
    // Each of the activities ends on another day, and each is looked at for each of the others.
    let days: Vec<String> = (0..250)
        .map(|i| {
            let (month, day) = (i / 28 + 1, i % 28 + 1);
            record.replace("2026-01-01", &format!("2030-{month:02}-{day:02}"))
        })
        .collect();
    let nested = ruled(
        r#"{"some":[{"var":"credit.activities"},{"and":[{"<":[{"var":"as_of"},{"var":"now"}]},
            {"some":[{"var":"credit.activities"},{">":[{"var":"value"},100]}]}]}]}"#,
    );
    let activities = with("activities", &format!("[{}]", days.join(",")));
    refused(&nested, &activities, "limit.work");
    let counted = ruled(
        r#"{">":[{"count":[{"var":"credit.activities"},{"and":[{"<":[{"var":"as_of"},{"var":"now"}]},
            {"<":[{"count":[{"var":"credit.activities"},{">":[{"var":"value"},100]}]},1]}]}]},250]}"#,
    );
    refused(&counted, &activities, "limit.work");
    // Which of the two comes first may change on any day, so every one of thirty years is looked at.
    let either = ruled(
        r#"{"<":[{"plus-time":[{"var":"now"},"P1M"]},{"plus-time":[{"var":"now"},"P30D"]}]}"#,
    );
    decide(&either, GOOD)
        .is(Outcome::NotGranted)
        .time("eligible_from", Some("2027-01-29T16:00:00Z"));
}
