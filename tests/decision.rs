//! Decisions on plain facts: what the law, the rules and the unknown make of them.

use xinyi::{Explain, Instant, Outcome, Trial, Value};

/// 2026-11-22 20:00 in China, a Sunday.
const NOW: &str = "2026-11-22T12:00:00Z";

/// A deposit waiver in two tiers, for adults who are on no serious list.
const PROGRAMME: &str = r#"{
  "id": "test.bike", "version": 1, "language": 1, "family": "xinyi-zu",
  "title": {"zh-CN": "免押骑行", "en": "Ride without a deposit"}, "owner": "test", "contact": "test",
  "basis": ["test"], "valid_from": "2026-01-01", "valid_until": "2027-12-31",
  "regions": ["310000"], "subject_kinds": ["natural_person"],
  "inputs": {"credit": {"vct": "urn:xinyi:credit-status:1"}},
  "request": {"deposit": {"type": "money", "optional": true}},
  "requirements": [
    {"id": "not-listed", "basis": "test basis",
     "unmet": {"zh-CN": "您在严重失信名单上。", "en": "You are on a list of serious dishonesty."},
     "when": {"none": [{"var": "credit.listings"}, {"==": [{"var": "severity"}, "serious"]}]}}],
  "tiers": [
    {"id": "gold", "when": {">=": [{"var": "credit.evaluations.sh-public.score"}, 700]},
     "benefit": {"kind": "deposit_waiver", "max": {"currency": "CNY", "amount": "500.00"}}},
    {"id": "silver", "when": {"or": [
       {">=": [{"var": "credit.evaluations.sh-public.score"}, 600]},
       {"some": [{"var": "credit.honours"}, {"==": [{"var": "list"}, "youth-volunteer"]}]}]},
     "benefit": {"kind": "deposit_waiver", "max": {"currency": "CNY", "amount": "200.00"}}}]
}"#;

/// A person of 30 with a score of 720 and nothing against her, drawn today.
const GOOD: &str = r#"{"credit": {
  "subject_kind": "natural_person", "jurisdiction": "310000", "catalogue": "CN-2025",
  "as_of": "2026-11-22", "subject": {"birthdate": "1996-05-20"},
  "evaluations": {"sh-public": {"score": 720}}}}"#;

const LISTING: &str = r#"{"list": "judgment_defaulter", "field": "judicial", "severity": "serious",
  "scope": "national", "since": "2026-03-01", "state": "active", "authority": "test court",
  "basis": "test"}"#;

/// Somebody was listed two years earlier, on the ground that has no term.
fn long_ago() -> String {
    LISTING.replace(r#""2026-03-01""#, r#""2024-03-01", "ground": "1.1""#)
}

const HIDDEN: &str = r#"{"$undisclosed": true}"#;

/// A case that one test looks at.
struct Seen(Value);

#[track_caller]
fn decide(programme: &str, facts: &str) -> Seen {
    decide_at(NOW, programme, facts)
}

#[track_caller]
fn decide_at(now: &str, programme: &str, facts: &str) -> Seen {
    let now = Instant::parse(now).unwrap();
    let trial = Trial::run(programme, facts, now, Explain::Full);
    let trial = trial.unwrap_or_else(|e| panic!("{e}\n{facts}"));
    let text = serde_json::to_string(&trial).expect("JSON");
    Seen(serde_json::from_str(&text).expect("a value"))
}

impl Seen {
    #[track_caller]
    fn is(&self, outcome: Outcome) -> &Self {
        assert_eq!(self.text("outcome"), outcome.as_str(), "{}", self.0);
        self
    }

    #[track_caller]
    fn tier(&self, tier: &str) -> &Self {
        assert_eq!(self.text("tier"), tier, "{}", self.0);
        self
    }

    #[track_caller]
    fn reasons(&self, codes: &[&str]) -> &Self {
        let found: Vec<&str> = self
            .list("reasons")
            .iter()
            .map(|r| r.member("code").and_then(Value::as_str).unwrap())
            .collect();
        assert_eq!(found, codes, "{}", self.0);
        self
    }

    #[track_caller]
    fn missing(&self, units: &[&str]) -> &Self {
        let found: Vec<&str> = self
            .list("missing")
            .iter()
            .map(|u| u.as_str().unwrap())
            .collect();
        assert_eq!(found, units, "{}", self.0);
        self
    }

    #[track_caller]
    fn set_aside(&self, grounds: &[(&str, &str)]) -> &Self {
        let text = |record: &Value, name: &str| {
            record
                .member(name)
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        };
        let found: Vec<(String, String)> = self
            .list("set_aside")
            .iter()
            .map(|r| (text(r, "path"), text(r, "ground")))
            .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(p, g)| (p.as_str(), g.as_str()))
            .collect();
        assert_eq!(found, grounds, "{}", self.0);
        self
    }

    /// `None` is `null`.
    #[track_caller]
    fn time(&self, name: &str, instant: Option<&str>) -> &Self {
        let found = self.0.member(name).unwrap();
        assert_eq!(found.as_str(), instant, "{name} {}", self.0);
        self
    }

    fn manual_review(&self) -> bool {
        self.0.member("manual_review") == Some(&Value::Bool(true))
    }

    fn text(&self, name: &str) -> &str {
        self.0
            .member(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn list(&self, name: &str) -> &[Value] {
        self.0.member(name).and_then(Value::as_array).unwrap()
    }
}

/// `GOOD` with another member, in place of one of that name.
fn with(name: &str, value: &str) -> String {
    let mut facts = Value::parse(GOOD.as_bytes(), 1 << 16).unwrap();
    let value = Value::parse(value.as_bytes(), 1 << 16).unwrap();
    if let Value::Object(inputs) = &mut facts
        && let Some((_, Value::Object(credit))) = inputs.iter_mut().next()
    {
        credit.set(name, value);
    }
    facts.to_string()
}

fn programme_with(name: &str, value: &str) -> String {
    let mut programme = Value::parse(PROGRAMME.as_bytes(), 1 << 16).unwrap();
    if let Value::Object(members) = &mut programme {
        members.set(name, Value::parse(value.as_bytes(), 1 << 16).unwrap());
    }
    programme.to_string()
}

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
    let now = Instant::parse(NOW).unwrap();
    let dollars = r#"{"currency":"USD","amount":"1"}"#;
    for wrong in ["500", "\"\"", "true", r#"{"currency":"CNY"}"#, dollars] {
        let error = Trial::run(&capped, &asking(wrong), now, Explain::Full).unwrap_err();
        assert_eq!(error.code().as_str(), "input.request", "{wrong}");
    }
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

/// `GOOD` with several members.
fn with_all(members: &[(&str, &str)]) -> String {
    let mut facts = Value::parse(GOOD.as_bytes(), 1 << 16).unwrap();
    if let Value::Object(inputs) = &mut facts
        && let Some((_, Value::Object(credit))) = inputs.iter_mut().next()
    {
        for (name, value) in members {
            credit.set(name, Value::parse(value.as_bytes(), 1 << 20).unwrap());
        }
    }
    facts.to_string()
}

/// `PROGRAMME` with one rule for its only tier, and no requirements.
fn ruled(rule: &str) -> String {
    let mut programme = Value::parse(PROGRAMME.as_bytes(), 1 << 16).unwrap();
    if let Value::Object(members) = &mut programme {
        let tier = format!(
            r#"[{{"id":"one","when":{rule},"benefit":{{"kind":"discount","percent_off":5}}}}]"#
        );
        members.set("tiers", Value::parse(tier.as_bytes(), 1 << 16).unwrap());
        members.remove("requirements");
    }
    programme.to_string()
}

#[track_caller]
fn refused(programme: &str, facts: &str, code: &str) {
    let now = Instant::parse(NOW).unwrap();
    let error = Trial::run(programme, facts, now, Explain::Full).expect_err("accepted");
    assert_eq!(error.code().as_str(), code, "{error}");
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
