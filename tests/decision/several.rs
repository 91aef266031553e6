//! Facts of several inputs.

use super::*;

/// A firm, founded long ago, and a person with a score; the firm names that person its legal
/// representative.
const FIRM_AND_OFFICER: &str = r#"{
  "firm": {"subject_kind": "enterprise", "jurisdiction": "310000", "catalogue": "CN-2025",
    "as_of": "2026-11-22", "subject": {"officers": [
      {"role": "legal_representative", "id": "990101199505050014"}]}},
  "officer": {"subject_kind": "natural_person", "jurisdiction": "310000", "catalogue": "CN-2025",
    "as_of": "2026-11-22", "subject": {"id": "990101199505050014", "age_over": {"18": true}},
    "evaluations": {"sh-public": {"score": 720}}}}"#;

/// A programme for firms that reads the officer's score.
fn for_firms() -> String {
    ruled(r#"{">=": [{"var": "officer.evaluations.sh-public.score"}, 700]}"#)
        .replace(r#"["natural_person"]"#, r#"["enterprise"]"#)
        .replace(
            r#"{"credit":{"vct":"urn:xinyi:credit-status:1"}}"#,
            r#"{"firm":{"vct":"urn:xinyi:credit-status:1"},
                "officer":{"vct":"urn:xinyi:credit-status:1",
                  "is":{"of":"firm","role":"legal_representative"}}}"#,
        )
}

#[test]
fn inputs_of_a_trial_belong_together_unless_they_say_otherwise() {
    decide(&for_firms(), FIRM_AND_OFFICER)
        .is(Outcome::Granted)
        .tier("one");
    let officers = r#"[
      {"role": "legal_representative", "id": "990101199505050014"}]"#;
    let naming = |given: &str| FIRM_AND_OFFICER.replace(officers, given);
    // Nobody has to write down who is whose officer to try a programme.
    decide(&for_firms(), &naming(HIDDEN)).is(Outcome::Granted);
    refused(&for_firms(), &naming("[]"), "binding.unlinked");
    let director = FIRM_AND_OFFICER.replace("legal_representative", "director");
    refused(&for_firms(), &director, "binding.unlinked");
    let facts = Value::parse(FIRM_AND_OFFICER.as_bytes(), 1 << 16).unwrap();
    let officer = facts.member("officer").unwrap();
    refused(
        &for_firms(),
        &format!(r#"{{"officer": {officer}}}"#),
        "input.options",
    );
}

#[test]
fn a_programme_for_firms_is_for_firms_whoever_their_officers_are() {
    decide(
        &for_firms(),
        &FIRM_AND_OFFICER.replace(r#""enterprise""#, r#""government""#),
    )
    .is(Outcome::NotApplicable)
    .reasons(&["subject_kind.not_member"]);
    // Each person among them is asked the age.
    decide(
        &for_firms(),
        &FIRM_AND_OFFICER
            .replace("990101199505050014", "E00000000")
            .replace(r#""age_over": {"18": true}"#, r#""$undisclosed": true"#),
    )
    .is(Outcome::Undetermined)
    .missing(&["officer.subject.age_over"]);
    decide(
        &for_firms(),
        &FIRM_AND_OFFICER
            .replace("990101199505050014", "E00000000")
            .replace(r#"{"18": true}"#, r#"{"18": false}"#),
    )
    .is(Outcome::NotApplicable)
    .reasons(&["subject.minor"]);
}

#[test]
fn what_another_input_tells_of_a_birth_sets_nothing_aside() {
    let two = programme_with(
        "inputs",
        r#"{"credit": {"vct": "urn:xinyi:credit-status:1"},
            "market": {"vct": "urn:xinyi:market-credit:1"}}"#,
    );
    let listing = long_ago();
    let facts = |credit: &str, market: &str| {
        format!(
            r#"{{"credit": {{"subject_kind": "natural_person", "jurisdiction": "310000",
                "catalogue": "CN-2025", "as_of": "2026-11-22", "subject": {credit},
                "listings": [{listing}], "evaluations": {{"sh-public": {{"score": 720}}}}}},
               "market": {{"subject_kind": "natural_person", "jurisdiction": "310000",
                "catalogue": "CN-2025", "as_of": "2026-11-22", "subject": {market}}}}}"#
        )
    };
    // Of age today; when the listing was made, its own input does not tell.
    let of_age = r#"{"age_over": {"18": true}}"#;
    let young = r#"{"birthdate": "2008-05-01"}"#;
    for market in ["{}", young, r#"{"birthdate": "2000-05-01"}"#] {
        decide(&two, &facts(of_age, market))
            .is(Outcome::Undetermined)
            .missing(&["credit.subject.birthdate"])
            .set_aside(&[]);
    }
    for market in ["{}", young] {
        decide(&two, &facts(young, market))
            .is(Outcome::Granted)
            .set_aside(&[("credit.listings[0]", "minor")]);
    }
    // Nor does the other's word make an adult, or a minor, of whom it is about.
    for market in [of_age, r#"{"age_over": {"18": false}}"#] {
        decide(&two, &facts("{}", market))
            .is(Outcome::Undetermined)
            .reasons(&["subject.undisclosed", "subject.undisclosed"])
            .missing(&["credit.subject.age_over", "credit.subject.birthdate"]);
    }
    refused(
        &two,
        &facts(of_age, r#"{"birthdate": "2012-05-01"}"#),
        "binding.conflict",
    );
    refused(
        &two,
        &facts(r#"{"name": "张三"}"#, r#"{"name": "李四"}"#),
        "binding.conflict",
    );
}

#[test]
fn a_grant_on_two_inputs_ends_when_the_first_of_them_is_stale() {
    let two = programme_with(
        "inputs",
        r#"{"credit": {"vct": "urn:xinyi:credit-status:1"},
            "market": {"vct": "urn:xinyi:market-credit:1", "optional": true}}"#,
    );
    let market = |as_of: &str| {
        let market = GOOD
            .replace("credit", "market")
            .replace("2026-11-22", as_of);
        let market = Value::parse(market.as_bytes(), 1 << 16).unwrap();
        let market = market.member("market").unwrap();
        GOOD.replacen('{', &format!(r#"{{"market": {market},"#), 1)
    };
    // Three working days after the 22nd, and after the 20th.
    decide(&two, &market("2026-11-22")).time("valid_until", Some("2026-11-25T16:00:00Z"));
    decide(&two, &market("2026-11-19")).time("valid_until", Some("2026-11-24T16:00:00Z"));
    // One that is stale already ends nothing more.
    decide(&two, &market("2026-11-10"))
        .is(Outcome::Granted)
        .time("valid_until", Some("2026-11-25T16:00:00Z"));
}
