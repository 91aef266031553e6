//! Decisions on plain facts: what the law, the rules and the unknown make of them.

mod ages;
mod outcomes;
mod rules;
mod several;
mod times;

use xinyi::{Explain, Instant, Outcome, Trial, Value, WarningCode};

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
