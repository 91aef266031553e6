//! Random rules on facts of which nothing is hidden, and what they come to, for the comparison with
//! json-logic-js: `json-logic-cases FILE` writes one case a line.
//!
//! `XINYI_CASES` says how many; the seed is printed, and `XINYI_SEED` repeats a run.

use std::fs::File;
use std::io::{BufWriter, Write};

use serde_json::{Map, Value, json};
use testkit::facts;
use testkit::programmes::programme_when;
use testkit::random::{Random, cases};
use testkit::world::merged;
use xinyi::{Explain, Instant, Outcome, Trial};

const CASES: usize = 5_000;
const NOW: &str = "2026-11-22T12:00:00Z";

const NUMBERS: &[&str] = &["0", "0.1", "0.3", "2", "650.5", "700", "-1"];
/// One number, as binary floating point has it.
const CLOSE: &[&str] = &["9007199254740992", "9007199254740993"];
const DAYS: &[&str] = &["2019-05-05", "2024-02-29", "2026-11-21", "2026-11-22"];
const TEXTS: &[&str] = &["A", "B", "310000", "320000", "normal"];
const REGIONS: &[&str] = &["310000", "320000", "330000"];

fn main() {
    let path = std::env::args_os()
        .nth(1)
        .expect("usage: json-logic-cases FILE");
    let mut random = Chooser(Random::seeded("random rules"));
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    for _ in 0..cases(CASES) {
        let rule = random.condition(4, None);
        let facts = random.facts();
        let holds = holds(&rule, &facts);
        // serde_json would write the numbers that are not binary fractions as others.
        writeln!(
            file,
            r#"{{"rule":{},"facts":{},"holds":{holds}}}"#,
            text(&rule),
            text(&facts)
        )
        .expect("a line");
    }
    file.flush().expect("the file");
}

fn holds(rule: &Value, facts: &Value) -> bool {
    let programme = merged(
        programme_when(rule.clone()),
        &json!({ "request": {"days": {"type": "number"}, "from": {"type": "date"}} }),
    );
    let mut whole = facts.clone();
    whole["credit"]["as_of"] = "2026-11-22".into();
    whole["credit"] = facts::firm(whole["credit"].take());
    for listing in whole["credit"]["listings"].as_array_mut().expect("a list") {
        let record = listing.as_object_mut().expect("a record");
        // A list whose listings have no term, so that the law sets none aside.
        let rest = [
            ("list", "telecom"),
            ("field", "other"),
            ("scope", "national"),
            ("state", "active"),
        ];
        record.extend(rest.map(|(name, value)| (name.to_owned(), value.into())));
        record.extend(["authority", "basis"].map(|name| (name.to_owned(), "a".into())));
    }
    for activity in whole["credit"]["activities"]
        .as_array_mut()
        .expect("a list")
    {
        activity["kind"] = "hours".into();
    }
    let (programme, facts) = (text(&programme), text(&whole));
    let now = Instant::parse(NOW).expect(NOW);
    let trial = Trial::run(&programme, &facts, now, Explain::Codes);
    match trial
        .unwrap_or_else(|e| panic!("{e}\n{programme}\n{facts}"))
        .decision()
        .outcome()
    {
        Outcome::Granted => true,
        Outcome::NotGranted => false,
        other => panic!("{}: {programme}\n{facts}", other.as_str()),
    }
}

/// Numbers are held as strings with a mark, so that none passes through binary floating point.
fn number(text: &str) -> Value {
    Value::from(format!("{MARK}{text}"))
}

const MARK: char = '#';

fn text(value: &Value) -> String {
    match value {
        Value::String(marked) if marked.starts_with(MARK) => marked[1..].to_owned(),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(text).collect();
            format!("[{}]", elements.join(","))
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{}:{}", json!(name), text(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// Chooses rules and facts.
struct Chooser(Random);

impl Chooser {
    fn below(&mut self, n: usize) -> usize {
        self.0.below(n)
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        self.0.pick(from)
    }

    fn number(&mut self) -> Value {
        match self.below(6) {
            0 => number(self.pick(CLOSE)),
            _ => number(self.pick(NUMBERS)),
        }
    }

    fn facts(&mut self) -> Value {
        let mut evaluations = Map::new();
        for scheme in ["tax", "zhima"] {
            let score = self.number();
            let grade = self.pick(TEXTS).into();
            let members = self.some_of(vec![("score", score), ("grade", grade)]);
            if self.below(4) > 0 {
                evaluations.insert(scheme.to_owned(), members);
            }
        }
        let frozen = (self.below(2) == 0).into();
        let mut registration = self.some_of(vec![("frozen", frozen)]);
        registration["status"] = "normal".into();
        let days = self.number();
        let from = self.pick(DAYS);
        let listings: Vec<Value> = (0..self.below(3)).map(|_| self.listing()).collect();
        let activities: Vec<Value> = (0..self.below(3))
            .map(|_| {
                let value = number(self.pick(&NUMBERS[..6]));
                let level = self.pick(TEXTS).into();
                let mut activity = self.some_of(vec![("level", level)]);
                activity["value"] = value;
                activity["as_of"] = self.pick(DAYS).into();
                activity
            })
            .collect();
        let mut credit = json!({
            "evaluations": evaluations, "listings": listings, "activities": activities,
            "subject": {"established": self.pick(DAYS), "residence": self.pick(&["310000", "320000"])},
        });
        if self.below(3) > 0 {
            credit["registration"] = registration;
        }
        json!({"credit": credit, "request": {"days": days, "from": from}})
    }

    fn listing(&mut self) -> Value {
        let recognised = match self.below(2) {
            0 => json!([]),
            _ => json!(["310000"]),
        };
        let mut listing = self.some_of(vec![("recognised_in", recognised)]);
        listing["severity"] = self.pick(&["serious", "attention"]).into();
        listing["since"] = self.pick(DAYS).into();
        listing
    }

    fn some_of(&mut self, members: Vec<(&str, Value)>) -> Value {
        let kept = members.into_iter().filter(|_| self.below(4) > 0);
        Value::Object(kept.map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// A condition; with `list`, on an element of it.
    fn condition(&mut self, depth: usize, list: Option<&str>) -> Value {
        if depth > 0 && self.below(4) > 0 {
            let mut part = || self.condition(depth - 1, list);
            let (a, b) = (part(), part());
            return match self.below(6) {
                0 => json!({"!": a}),
                1 => json!({"==": [a, self.below(2) == 0]}),
                2 | 3 => json!({"and": [a, b]}),
                _ => json!({"or": [a, b]}),
            };
        }
        let order = self.pick(&["<", "<=", ">", ">="]);
        let relation = self.pick(&["<", "<=", ">", ">=", "==", "!="]);
        match self.below(9) {
            0 => json!({relation: [self.number_fact(list), self.number()]}),
            1 => json!({relation: [self.number_fact(list), self.number_fact(list)]}),
            2 => json!({order: [self.number(), self.number_fact(list), self.number()]}),
            3 => json!({relation: [self.day_fact(list), self.pick(DAYS)]}),
            4 => json!({order: [self.pick(DAYS), self.day_fact(list), self.day_fact(list)]}),
            5 => {
                let equality = self.pick(&["==", "!="]);
                let (fact, texts) = self.text_fact(list);
                json!({equality: [fact, self.pick(texts)]})
            }
            6 => match list {
                Some("listings") => json!({"in": [self.pick(REGIONS), {"var": "recognised_in"}]}),
                _ => {
                    let (fact, texts) = self.text_fact(list);
                    json!({"in": [fact, [self.pick(texts), self.pick(texts)]]})
                }
            },
            7 => json!({"var": "credit.registration.frozen"}),
            _ if list.is_some() => json!({"in": [self.number_fact(list), [self.number()]]}),
            _ => {
                let quantifier = self.pick(&["some", "all", "none"]);
                let list = self.pick(&["listings", "activities"]);
                let body = self.condition(1, Some(list));
                json!({quantifier: [{"var": format!("credit.{list}")}, body]})
            }
        }
    }

    fn number_fact(&mut self, list: Option<&str>) -> Value {
        if list == Some("activities") && self.below(4) > 0 {
            return json!({"var": "value"});
        }
        let paths = [
            "credit.evaluations.tax.score",
            "credit.evaluations.zhima.score",
            "request.days",
        ];
        json!({"var": self.pick(&paths)})
    }

    fn day_fact(&mut self, list: Option<&str>) -> Value {
        match list {
            Some("activities") if self.below(4) > 0 => json!({"var": "as_of"}),
            Some("listings") if self.below(4) > 0 => json!({"var": "since"}),
            _ => json!({"var": self.pick(&["credit.subject.established", "request.from"])}),
        }
    }

    /// A text, and what it may be.
    fn text_fact(&mut self, list: Option<&str>) -> (Value, &'static [&'static str]) {
        match list {
            Some("activities") if self.below(4) > 0 => (json!({"var": "level"}), TEXTS),
            _ if self.below(2) > 0 => (json!({"var": "credit.subject.residence"}), REGIONS),
            _ => (json!({"var": "credit.evaluations.tax.grade"}), TEXTS),
        }
    }
}
