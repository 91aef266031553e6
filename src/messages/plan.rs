//! The words of a plan: what its holder is about to show, to whom, and what stays hidden.

use super::words::{self, Words};
use crate::json::{Object, Value};
use crate::languages::LANGUAGES;
use crate::time::Instant;

/// What every bundle shows, which one sentence tells as a whole.
const BASIC: &[&str] = &["subject_kind", "jurisdiction", "as_of"];

/// Fills in the sentences of a plan, each in both languages.
pub(super) fn fill_plan(plan: &mut Object) {
    let mut tables = words::in_both().map(|words| Told { words, plan }.sentences());
    let (chinese, english) = (
        tables.next().unwrap_or_default(),
        tables.next().unwrap_or_default(),
    );
    drop(tables);
    let [zh, en] = LANGUAGES;
    let sentences = chinese.into_iter().zip(english).map(|(chinese, english)| {
        Value::from(Object::from([
            (zh, Value::from(chinese)),
            (en, english.into()),
        ]))
    });
    let sentences: Vec<Value> = sentences.collect();
    plan.set("words", sentences);
}

/// A plan in one language. `pkg/src/plan-words.ts` tells it by the same rule.
struct Told<'a> {
    words: Words,
    plan: &'a Object,
}

impl Told<'_> {
    fn sentences(&self) -> Vec<String> {
        let decision = self.member("decision");
        let at = |path: &[&str]| {
            path.iter()
                .try_fold(decision, |value, name| value.member(name))
        };
        let text = |path: &[&str]| at(path).and_then(Value::as_str).unwrap_or_default();
        let title = at(&["titles", "programme"]).and_then(|title| self.words.of(title));
        let programme = title.unwrap_or_else(|| text(&["programme", "id"]));
        if *self.member("disclose") == Value::Null {
            let outcome = text(&["outcome"]);
            let outcome = self.words.text("outcomes", outcome).unwrap_or(outcome);
            return vec![self.say("nothing", &[("programme", programme), ("outcome", outcome)])];
        }
        let shown = self.things(self.units("shown"), true);
        let audience = self.member("audience").as_str();
        let sentence = match (shown.is_empty(), audience) {
            (false, Some(_)) => "show.to",
            (false, None) => "show",
            (true, Some(_)) => "basic.to",
            (true, None) => "basic",
        };
        let facts = [
            ("programme", programme),
            ("audience", audience.unwrap_or_default()),
            ("things", &shown),
        ];
        let mut told = vec![self.say(sentence, &facts), self.say("visible", &[])];
        let open = self.units("visible").filter(|unit| {
            let name = words::names(path(unit)).next().unwrap_or_default();
            !BASIC.contains(&name) && self.words.named(path(unit)).is_some()
        });
        let hidden = self.units("hidden").filter(|unit| !self.is_in_hidden(unit));
        for (sentence, things) in [
            ("visible.more", self.things(open, true)),
            ("hidden", self.things(hidden, false)),
        ] {
            if !things.is_empty() {
                told.push(self.say(sentence, &[("things", &things)]));
            }
        }
        if let Some(until) = self.member("valid_until").as_str().and_then(Instant::parse) {
            told.push(self.say("valid_until", &[("time", &self.words.until(until))]));
        }
        if *self.member("exact") == Value::Bool(false) {
            told.push(self.say("inexact", &[]));
        }
        told
    }

    fn say(&self, name: &str, facts: &[(&str, &str)]) -> String {
        self.words.put("plan", name, facts)
    }

    fn member(&self, name: &str) -> &Value {
        self.plan.get(name).unwrap_or(&Value::Null)
    }

    fn units(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.member(name).as_array().unwrap_or_default().iter()
    }

    /// Whether it is a record of a list that is hidden as a whole.
    fn is_in_hidden(&self, unit: &Value) -> bool {
        let list = path(unit).split('[').next().unwrap_or_default();
        kind(unit) == "record" && self.units("hidden").any(|other| path(other) == list)
    }

    /// What units are called, each once. Hidden records of a list are counted.
    fn things<'u>(&self, units: impl Iterator<Item = &'u Value>, is_shown: bool) -> String {
        let mut told: Vec<String> = Vec::new();
        let units: Vec<&Value> = units.collect();
        for unit in &units {
            let list = path(unit).split('[').next().unwrap_or_default();
            let about = unit.member("about").and_then(Value::as_str);
            let stated =
                about.and_then(|about| self.words.text("things", &["clear.", about].concat()));
            let thing = match (kind(unit), is_shown) {
                _ if stated.is_some() => stated.unwrap_or_default().to_owned(),
                ("list", true) => {
                    let thing = self.words.thing(list, None);
                    self.words.put("formats", "number_of", &[("thing", &thing)])
                }
                ("record", false) => {
                    let is_of_list = |other: &&&Value| {
                        kind(other) == "record" && path(other).split('[').next() == Some(list)
                    };
                    let count = units.iter().filter(is_of_list).count().to_string();
                    let facts = [("thing", &*self.words.thing(list, None)), ("count", &count)];
                    self.words.put("formats", "some_of", &facts)
                }
                _ if path(unit).ends_with(".subject.age_over") => {
                    let ages = self.words.text("formats", "ages");
                    ages.unwrap_or_default().to_owned()
                }
                _ => self.words.thing(path(unit), None),
            };
            let thing = match self.label(unit) {
                Some(input) => {
                    let facts = [("input", input), ("thing", &thing)];
                    self.words.put("formats", "of_input", &facts)
                }
                None => thing,
            };
            if !told.contains(&thing) {
                told.push(thing);
            }
        }
        told.join(self.words.text("formats", "between").unwrap_or(", "))
    }

    /// The name of a unit's input, where there are several bundles.
    fn label<'u>(&'u self, unit: &'u Value) -> Option<&'u str> {
        let decision = self.member("decision");
        let bundles = decision.member("evidence")?.member("bundles")?.as_array()?;
        let alias = unit
            .member("input")?
            .as_str()
            .filter(|_| bundles.len() > 1)?;
        let labels = decision
            .member("titles")
            .and_then(|titles| titles.member("inputs"));
        let label = labels.and_then(|labels| self.words.of(labels.member(alias)?));
        Some(label.unwrap_or(alias))
    }
}

fn path(unit: &Value) -> &str {
    unit.member("path")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn kind(unit: &Value) -> &str {
    unit.member("kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
}
