//! What is granted, what is not, and what is left open.

use super::*;

#[test]
fn the_best_tier_that_holds_is_granted() {
    decide(PROGRAMME, GOOD)
        .is(Outcome::Granted)
        .tier("gold")
        .reasons(&["listing.absent", "evaluation.present"])
        .missing(&[])
        .time("eligible_from", None);
    let lower = with("evaluations", r#"{"sh-public": {"score": 650}}"#);
    decide(PROGRAMME, &lower)
        .is(Outcome::Granted)
        .tier("silver");
    let honoured = with(
        "honours",
        r#"[{"kind":"red_list","list":"youth-volunteer","scope":"310000","since":"2025-01-01","authority":"test"}]"#,
    );
    decide(PROGRAMME, &honoured)
        .is(Outcome::Granted)
        .tier("gold");
}

#[test]
fn an_active_listing_is_a_no_in_the_programmes_own_words() {
    let seen = decide(PROGRAMME, &with("listings", &format!("[{LISTING}]")));
    seen.is(Outcome::NotGranted).reasons(&["listing.present"]);
    let reason = &seen.list("reasons")[0];
    let message = reason.member("message").unwrap();
    assert_eq!(
        message.member("zh-CN").and_then(Value::as_str),
        Some("您在严重失信名单上。")
    );
    assert_eq!(
        reason.member("path").and_then(Value::as_str),
        Some("credit.listings[0]")
    );
    assert_eq!(
        reason.member("basis").and_then(Value::as_str),
        Some("test basis")
    );
}

#[test]
fn not_listed_is_not_satisfied_by_what_is_hidden_stale_disputed_or_too_new() {
    decide(PROGRAMME, &with("listings", HIDDEN))
        .is(Outcome::Undetermined)
        .reasons(&["listing.undisclosed"])
        .missing(&["credit.listings"]);
    let attention = LISTING.replace("serious", "attention");
    decide(
        PROGRAMME,
        &with("listings", &format!("[{attention}, {HIDDEN}]")),
    )
    .is(Outcome::Undetermined)
    .missing(&["credit.listings[1]"]);
    let disputed = LISTING.replace(r#""state""#, r#""disputed": true, "state""#);
    let seen = decide(PROGRAMME, &with("listings", &format!("[{disputed}]")));
    seen.is(Outcome::Undetermined)
        .reasons(&["listing.disputed"])
        .missing(&[]);
    assert!(seen.manual_review());
    let newer = with(
        "listings",
        &format!("[{}]", LISTING.replace("judgment_defaulter", "new_list")),
    )
    .replace("CN-2025", "CN-2027");
    decide(PROGRAMME, &newer)
        .is(Outcome::Undetermined)
        .reasons(&["listing.catalogue_newer"])
        .missing(&[]);
    let stale = with("as_of", r#""2026-11-10""#);
    decide(PROGRAMME, &stale)
        .is(Outcome::Undetermined)
        .reasons(&[
            "listing.stale",
            "evaluation.stale",
            "evaluation.stale",
            "honour.stale",
        ])
        .missing(&[]);
}

#[test]
fn what_the_law_sets_aside_does_not_count() {
    for (change, ground) in [
        (r#""state": "repaired""#, "repaired"),
        (r#""state": "withdrawn""#, "withdrawn"),
        (r#""state": "ended""#, "ended"),
        (r#""until": "2026-11-21", "state": "active""#, "ended"),
    ] {
        let record = LISTING.replace(r#""state": "active""#, change);
        decide(PROGRAMME, &with("listings", &format!("[{record}]")))
            .is(Outcome::Granted)
            .set_aside(&[("credit.listings[0]", ground)]);
    }
    // The last day still counts.
    let last = LISTING.replace(r#""state""#, r#""until": "2026-11-22", "state""#);
    decide(PROGRAMME, &with("listings", &format!("[{last}]")))
        .is(Outcome::NotGranted)
        .time("eligible_from", Some("2026-11-22T16:00:00Z"));
}

#[test]
fn a_hidden_claim_leaves_the_better_tier_open_and_says_so() {
    let facts = with("evaluations", r#"{"sh-public": {"$undisclosed": true}}"#).replace(
        r#""evaluations""#,
        r#""honours": [{"kind":"red_list","list":"youth-volunteer","scope":"310000","since":"2025-01-01","authority":"test"}], "evaluations""#,
    );
    let seen = decide(PROGRAMME, &facts);
    seen.is(Outcome::Granted).tier("silver").missing(&[]);
    let upgrade = seen.0.member("upgrade").unwrap();
    assert_eq!(upgrade.member("tier").and_then(Value::as_str), Some("gold"));
    assert_eq!(
        upgrade.member("missing").unwrap().to_string(),
        r#"["credit.evaluations.sh-public"]"#
    );
    let hidden = with("evaluations", HIDDEN);
    decide(PROGRAMME, &hidden)
        .is(Outcome::Undetermined)
        .missing(&["credit.evaluations.sh-public"]);
}

#[test]
fn the_programme_is_not_for_everybody_nor_for_ever() {
    decide(PROGRAMME, &with("subject_kind", r#""enterprise""#))
        .is(Outcome::NotApplicable)
        .reasons(&["subject_kind.not_member"]);
    let elsewhere = programme_with(
        "inputs",
        r#"{"credit": {"vct": "urn:xinyi:credit-status:1", "jurisdictions": ["350000"]}}"#,
    );
    decide(&elsewhere, GOOD)
        .is(Outcome::NotApplicable)
        .reasons(&["jurisdiction.not_member"]);
    let future = programme_with("valid_from", r#""2026-12-01""#);
    decide(&future, GOOD)
        .is(Outcome::NotApplicable)
        .reasons(&["programme.not_in_force"])
        .time("eligible_from", Some("2026-11-30T16:00:00Z"));
    let past = programme_with("valid_until", r#""2026-11-21""#);
    decide(&past, GOOD)
        .is(Outcome::NotApplicable)
        .reasons(&["programme.not_in_force"])
        .time("eligible_from", None);
    let last_day = programme_with("valid_until", r#""2026-11-22""#);
    decide(&last_day, GOOD)
        .is(Outcome::Granted)
        .time("valid_until", Some("2026-11-22T16:00:00Z"));
}

#[test]
fn codes_tell_neither_values_nor_records() {
    let facts = with(
        "listings",
        &format!("[{LISTING}, {}]", LISTING.replace("active", "repaired")),
    );
    let now = Instant::parse(NOW).unwrap();
    let trial = Trial::run(PROGRAMME, &facts, now, Explain::Codes).unwrap();
    let text = serde_json::to_string(&trial).expect("JSON");
    assert!(
        !text.contains("expected") && !text.contains("[0]"),
        "{text}"
    );
    // That there was another, which may no longer be used, is such a record itself.
    assert!(
        !text.contains("repaired") && text.contains(r#""set_aside":[]"#),
        "{text}"
    );
    assert!(text.contains(r#""verified":false"#));
}

#[test]
fn what_is_disputed_is_not_known_whichever_part_it_is() {
    let rule = ruled(r#"{"==":[{"var":"credit.registration.status"},"normal"]}"#);
    let seen = decide(
        &rule,
        &with("registration", r#"{"status":"normal","disputed":true}"#),
    );
    seen.is(Outcome::Undetermined)
        .reasons(&["registration.disputed"]);
    assert!(seen.manual_review());
}

#[test]
fn a_code_that_is_in_no_table_leaves_its_record_open() {
    let written = |code: &str, instead: &str| format!("[{}]", LISTING.replace(code, instead));
    let list = written("judgment_defaulter", "jaywalking");
    let field = written(r#""judicial""#, r#""court""#);
    assert_ne!(list, field);
    for (edition, cause) in [
        ("CN-2025", "listing.outside_catalogue"),
        ("CN-2024", "listing.outside_catalogue"),
        ("CN-2010", "listing.outside_catalogue"),
        ("CN-2026", "listing.catalogue_newer"),
    ] {
        for listing in [&list, &field] {
            let facts = with("listings", listing).replace("CN-2025", edition);
            let decided = decide(PROGRAMME, &facts);
            decided.is(Outcome::Undetermined).reasons(&[cause]);
            let needs_a_person = cause == "listing.outside_catalogue";
            assert_eq!(
                decided.0.member("manual_review"),
                Some(&Value::Bool(needs_a_person)),
                "{edition}"
            );
        }
    }
    // What it says besides is known.
    let mild = list.replace(r#""serious""#, r#""attention""#);
    decide(PROGRAMME, &with("listings", &mild)).is(Outcome::Granted);
}
