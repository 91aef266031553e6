//! Whether somebody is of age, by whatever is told of a birth.

use super::*;

#[test]
fn nobody_under_eighteen_is_a_subject_of_credit() {
    // Born on 23 November 2008: of age tomorrow.
    let minor = with("subject", r#"{"birthdate": "2008-11-23"}"#);
    decide(PROGRAMME, &minor)
        .is(Outcome::NotApplicable)
        .reasons(&["subject.minor"])
        .time("eligible_from", Some("2026-11-22T16:00:00Z"));
    let of_age = with("subject", r#"{"birthdate": "2008-11-22"}"#);
    decide(PROGRAMME, &of_age).is(Outcome::Granted);
    let listed = |subject: &str, listing: &str| {
        with_all(&[("subject", subject), ("listings", &format!("[{listing}]"))])
    };
    // What was done before the sixteenth birthday is set aside for good.
    let young = r#"{"birthdate": "2008-05-01"}"#;
    decide(PROGRAMME, &listed(young, &long_ago()))
        .is(Outcome::Granted)
        .set_aside(&[("credit.listings[0]", "minor")]);
    // After it, it depends on whether somebody lived on own labour.
    decide(PROGRAMME, &listed(young, LISTING))
        .is(Outcome::Undetermined)
        .missing(&["credit.subject.full_capacity"]);
    let labour = |full: bool| format!(r#"{{"birthdate": "2008-05-01", "full_capacity": {full}}}"#);
    decide(PROGRAMME, &listed(&labour(true), LISTING)).is(Outcome::NotGranted);
    decide(PROGRAMME, &listed(&labour(false), LISTING))
        .is(Outcome::Granted)
        .set_aside(&[("credit.listings[0]", "minor")]);
}

#[test]
fn an_age_that_is_not_known_is_never_that_of_an_adult() {
    for (subject, missing) in [
        ("{}", "credit.subject.age_over"),
        (r#"{"$undisclosed": true}"#, "credit.subject.age_over"),
        // What is shown already would not tell.
        (r#"{"age_over": {"16": true}}"#, "credit.subject.birthdate"),
        // Nor would what is known not to be there.
        (
            r#"{"birthdate": {"$undisclosed": true}}"#,
            "credit.subject.birthdate",
        ),
    ] {
        decide(PROGRAMME, &with("subject", subject))
            .is(Outcome::Undetermined)
            .missing(&[missing]);
    }
    decide(PROGRAMME, &with("subject", r#"{"age_over": {"18": true}}"#)).is(Outcome::Granted);
    decide(
        PROGRAMME,
        &with("subject", r#"{"age_over": {"18": false}}"#),
    )
    .is(Outcome::NotApplicable);
    // Of age now, but was she then? The record is there or it is not.
    let facts = with("subject", r#"{"age_over": {"18": true}}"#).replace(
        r#""evaluations""#,
        &format!(r#""listings": [{LISTING}], "evaluations""#),
    );
    // The list is shown, and nobody is told that it was not.
    decide(PROGRAMME, &facts)
        .is(Outcome::Undetermined)
        .reasons(&["subject.undisclosed"])
        .missing(&["credit.subject.birthdate"]);
    let allowing = programme_with("allows_minors", "true");
    decide(&allowing, &with("subject", "{}")).is(Outcome::Granted);
}

#[test]
fn contradictory_ages_are_refused() {
    let facts = with(
        "subject",
        r#"{"birthdate": "1996-05-20", "age_over": {"18": false}}"#,
    );
    let now = Instant::parse(NOW).unwrap();
    let error = Trial::run(PROGRAMME, &facts, now, Explain::Full).unwrap_err();
    assert_eq!(error.code().as_str(), "claim.conflict");
}

#[test]
fn an_age_is_worked_out_for_the_day_from_all_that_is_known() {
    let young = ruled(r#"{"!":{"var":"credit.subject.age_over.35"}}"#);
    // Not over 35 on the day it was drawn; who knows when the birthday is?
    let drawn_yesterday = with_all(&[
        ("as_of", r#""2026-11-21""#),
        ("subject", r#"{"age_over": {"18": true, "35": false}}"#),
    ]);
    decide(&young, &drawn_yesterday)
        .is(Outcome::Undetermined)
        .missing(&["credit.subject.birthdate"]);
    let drawn_today = with("subject", r#"{"age_over": {"18": true, "35": false}}"#);
    decide(&young, &drawn_today)
        .is(Outcome::Granted)
        .time("valid_until", Some("2026-11-22T16:00:00Z"));
    // An age that is not listed is not known to be below.
    decide(&young, &with("subject", r#"{"age_over": {"18": true}}"#)).is(Outcome::Undetermined);
    decide(&young, &with("subject", r#"{"age_over": {"60": true}}"#)).is(Outcome::NotGranted);
    // Born on 23 November 1991: 35 tomorrow.
    decide(&young, &with("subject", r#"{"birthdate": "1991-11-23"}"#))
        .is(Outcome::Granted)
        .time("valid_until", Some("2026-11-22T16:00:00Z"));
    decide(&young, &with("subject", r#"{"birthdate": "1991-11-22"}"#)).is(Outcome::NotGranted);
}

#[test]
fn a_promise_made_young_may_have_been_broken_later() {
    let rule =
        ruled(r#"{"none":[{"var":"credit.commitments"},{"==":[{"var":"state"},"broken"]}]}"#);
    let broken = |made_on: &str, more: &str| {
        with_all(&[
            ("subject", r#"{"birthdate": "2006-01-01"}"#),
            (
                "commitments",
                &format!(
                    r#"[{{"type":"proof_item","item":"x","made_on":"{made_on}","state":"broken"{more},"authority":"a"}}]"#
                ),
            ),
        ])
    };
    let young = "2021-01-01";
    decide(&rule, &broken(young, ""))
        .is(Outcome::Undetermined)
        .missing(&[]);
    // It may be broken long before it is due.
    decide(&rule, &broken(young, r#","due":"2022-01-01""#)).is(Outcome::Undetermined);
    decide(&rule, &broken(young, r#","broken_on":"2021-12-31""#)).is(Outcome::Granted);
    decide(&rule, &broken(young, r#","broken_on":"2023-12-31""#))
        .is(Outcome::Undetermined)
        .missing(&["credit.subject.full_capacity"]);
    decide(&rule, &broken(young, r#","broken_on":"2024-01-02""#)).is(Outcome::NotGranted);
    decide(&rule, &broken("2024-01-02", "")).is(Outcome::NotGranted);
}

#[test]
fn an_age_that_would_settle_it_is_missing_for_a_record_of_a_newer_catalogue_too() {
    let rule =
        ruled(r#"{"none":[{"var":"credit.listings"},{"==":[{"var":"severity"},"serious"]}]}"#);
    let listed = |subject: &str| {
        with_all(&[
            ("catalogue", r#""CN-2031""#),
            ("subject", subject),
            (
                "listings",
                r#"[{"list":"unheard_of","field":"judicial","severity":"serious","scope":"310000","since":"2019-05-05","state":"active","authority":"a","basis":"b"}]"#,
            ),
        ])
    };
    decide(
        &rule,
        &listed(r#"{"age_over":{"18":true},"birthdate":{"$undisclosed":true}}"#),
    )
    .is(Outcome::Undetermined)
    .missing(&["credit.subject.birthdate"]);
    decide(&rule, &listed(r#"{"birthdate":"2008-01-01"}"#)).is(Outcome::Granted);
    decide(&rule, &listed(r#"{"birthdate":"1990-01-01"}"#))
        .is(Outcome::Undetermined)
        .reasons(&["listing.catalogue_newer"])
        .missing(&[]);
}
