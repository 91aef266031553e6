//! From when and until when an answer holds.

use super::*;

#[test]
fn a_grant_holds_until_the_data_is_stale() {
    // Three working days after Sunday 22 November: through Wednesday the 25th.
    decide(PROGRAMME, GOOD).time("valid_until", Some("2026-11-25T16:00:00Z"));
    let before = decide_at("2026-11-25T15:59:59Z", PROGRAMME, GOOD);
    before.is(Outcome::Granted);
    decide_at("2026-11-25T16:00:00Z", PROGRAMME, GOOD).is(Outcome::Undetermined);
    // The holidays of Spring Festival are not working days.
    let spring = with("as_of", r#""2026-02-13""#);
    let seen = decide_at("2026-02-13T12:00:00Z", PROGRAMME, &spring);
    seen.is(Outcome::Granted)
        .time("valid_until", Some("2026-02-25T16:00:00Z"));
    let shorter = programme_with("max_age", r#""P1B""#);
    decide(&shorter, GOOD).time("valid_until", Some("2026-11-23T16:00:00Z"));
}

#[test]
fn a_grant_ends_when_a_fact_does() {
    let facts = with(
        "evaluations",
        r#"{"sh-public": {"score": 720, "valid_until": "2026-11-23"}}"#,
    );
    decide(PROGRAMME, &facts)
        .is(Outcome::Granted)
        .time("valid_until", Some("2026-11-23T16:00:00Z"));
    // From then on the grade is not known any more, and nobody can disclose a newer one.
    decide_at("2026-11-23T16:00:00Z", PROGRAMME, &facts)
        .is(Outcome::Undetermined)
        .reasons(&["evaluation.stale", "evaluation.stale"])
        .time("eligible_from", None);
}

#[test]
fn what_turns_with_time_turns_for_records_that_are_not_shown_too() {
    let rule = |days: &str| {
        let then = format!(r#"{{"{days}":[{{"var":"now"}},"2026-11-24"]}}"#);
        let serious = r#"{"==":[{"var":"severity"},"serious"]}"#;
        ruled(&format!(
            r#"{{"none":[{{"var":"credit.listings"}},{{"and":[{serious},{then}]}}]}}"#
        ))
    };
    for hidden in [HIDDEN.to_owned(), format!("[{HIDDEN}]")] {
        // From then on a listing counts, and there may be one.
        decide(&rule("not-before"), &with("listings", &hidden))
            .is(Outcome::Granted)
            .time("valid_until", Some("2026-11-23T16:00:00Z"));
        // Until then it does.
        decide(&rule("before"), &with("listings", &hidden))
            .is(Outcome::Undetermined)
            .time("eligible_from", Some("2026-11-23T16:00:00Z"));
    }
}

#[test]
fn an_obligation_is_settled_when_its_day_has_come() {
    let rule = ruled(r#"{"none":[{"var":"credit.obligations"},true]}"#);
    let obligation = |settled: &str| {
        with(
            "obligations",
            &format!(
                r#"[{{"kind":"arrears","due":"2026-01-01","settled_on":"{settled}","state":"active","authority":"a","basis":"b"}}]"#
            ),
        )
    };
    decide(&rule, &obligation("2026-11-22"))
        .is(Outcome::Granted)
        .set_aside(&[("credit.obligations[0]", "settled")]);
    decide(&rule, &obligation("2026-11-25"))
        .is(Outcome::NotGranted)
        .time("eligible_from", Some("2026-11-24T16:00:00Z"));
}

#[test]
fn the_day_of_the_data_moves_when_it_is_drawn_again() {
    let rule = ruled(r#"{">=":[{"var":"credit.as_of"},"2027-01-01"]}"#);
    decide(&rule, GOOD)
        .is(Outcome::NotGranted)
        .time("eligible_from", Some("2026-12-31T16:00:00Z"));
    refused(
        PROGRAMME,
        &with("as_of", r#""2026-11-23""#),
        "claim.conflict",
    );
}

/// A penalty in a province of which no law on retention was found.
fn penalised(determined_on: &str) -> String {
    let penalty = r#"{"document": "1", "kind": "practice_ban", "field": "transport", "class": "serious",
      "procedure": "general", "region": "440000", "determined_on": "DAY", "regime": "samr-45",
      "publish_until": "2040-01-01", "state": "active", "authority": "test", "basis": "test"}"#;
    let penalty = penalty.replace("DAY", determined_on);
    GOOD.replace(
        r#""evaluations""#,
        &format!(r#""penalties": [{penalty}], "evaluations""#),
    )
}

#[test]
fn unconfirmed_law_is_warned_of_where_the_answer_rests_on_it() {
    let programme = PROGRAMME.replace(r#"["310000"]"#, r#"["440000"]"#);
    let strict = programme.replace(
        r#""requirements": ["#,
        r#""requirements": [{"id": "not-penalised", "when":
           {"none": [{"var": "credit.penalties"}, {"==": [{"var": "field"}, "transport"]}]}},"#,
    );
    let warned = |programme: &str, determined_on: &str, outcome| {
        let seen = decide(programme, &penalised(determined_on));
        seen.is(outcome);
        let warnings = seen.list("warnings").iter();
        let codes = warnings.map(|w| w.member("code").and_then(Value::as_str));
        codes.into_iter().flatten().any(|c| c == "law.unconfirmed")
    };
    // It was set aside by five years that no source has, and a rule asks for it.
    assert!(warned(&strict, "2021-11-21", Outcome::Granted));
    // It still counts, and the day on which it will not is by those years.
    assert!(warned(&strict, "2021-11-22", Outcome::NotGranted));
    // No rule asks for it.
    assert!(!warned(&programme, "2021-11-21", Outcome::Granted));
    // Shanghai's five years, which were found, keep it out as well.
    let both = strict.replace(r#"["440000"]"#, r#"["440000", "310000"]"#);
    assert!(!warned(&both, "2021-11-21", Outcome::Granted));
}

/// Published under Order 36, for twelve months at the longest.
#[test]
fn an_end_of_publicity_that_is_not_the_laws_is_warned_of() {
    let warned = |explain, members: &str, determined_on: &str| {
        let penalty = format!(
            r#"{{"document": "1", "kind": "fine", "field": "transport", "class": "general",
              "procedure": "general", "region": "310000", "determined_on": "{determined_on}",
              {members} "authority": "test", "basis": "test"}}"#
        );
        let penalties = format!(r#""penalties": [{penalty}], "evaluations""#);
        let facts = GOOD.replace(r#""evaluations""#, &penalties);
        let trial = Trial::run(PROGRAMME, &facts, Instant::parse(NOW).unwrap(), explain);
        let trial = trial.unwrap_or_else(|e| panic!("{e}\n{facts}"));
        let mut warnings = trial.decision().warnings().iter();
        let warned = warnings.any(|w| w.code == WarningCode::LawPublishUntil);
        (warned, trial.decision().set_aside().len())
    };
    let of = |until: &str, state: &str| {
        let until = match until {
            "" => String::new(),
            until => format!(r#""publish_until": "{until}", "#),
        };
        format!(r#"{until}"state": "{state}","#)
    };
    for (until, state, determined_on, found) in [
        ("2027-05-10", "active", "2026-05-10", (false, 0)),
        ("2027-05-09", "active", "2026-05-10", (true, 0)),
        ("2027-05-11", "active", "2026-05-10", (true, 0)),
        ("", "active", "2026-05-10", (false, 0)),
        // What no longer counts is warned of as well: that may be why it does not.
        ("2026-11-21", "active", "2026-05-10", (true, 1)),
        // Under Order 58 up to three years.
        ("2026-11-21", "active", "2023-11-21", (false, 1)),
        ("2026-11-20", "active", "2023-11-21", (true, 1)),
        // Repair ends it before.
        ("2026-09-01", "repaired", "2026-05-10", (false, 1)),
        ("2026-09-01", "withdrawn", "2026-05-10", (false, 1)),
    ] {
        let members = of(until, state);
        assert_eq!(
            warned(Explain::Full, &members, determined_on),
            found,
            "{until} {state}"
        );
        // That there is a penalty at all may not be told.
        assert_eq!(
            warned(Explain::Codes, &members, determined_on),
            (false, 0),
            "{until} {state}"
        );
    }
}

#[test]
fn working_days_of_a_year_to_come_are_an_estimate_also_where_only_a_date_rests_on_them() {
    let warned = |rule: &str, from: Option<&str>| {
        let seen = decide(&ruled(rule), GOOD);
        seen.time("eligible_from", from);
        let warnings = seen.list("warnings").iter();
        let codes = warnings.map(|w| w.member("code").and_then(Value::as_str));
        codes
            .into_iter()
            .flatten()
            .any(|c| c == "time.estimated_working_days")
    };
    let in_three = |day: &str| {
        format!(r#"{{"not-before":[{{"plus-time":[{{"var":"now"}},"P3B"]}},"{day}"]}}"#)
    };
    // The first days of October are a holiday each year; of 2027 nobody has said which.
    let from = Some("2027-10-04T16:00:00Z");
    assert!(warned(&in_three("2027-10-08"), from));
    assert!(!warned(
        &in_three("2026-12-11"),
        Some("2026-12-07T16:00:00Z")
    ));
    assert!(!warned(&in_three("2026-11-20"), None));
}
