//! Short words for what a case of a programme is about.

use super::names::Names;
use crate::authoring::source::Source;
use crate::json;
use crate::languages::LANGUAGES;
use crate::law::LawEdition;
use crate::money::Money;
use crate::rules::{Lookup, NOW, REQUEST, Type, Vocabulary as _};

/// The words for the cases of one programme, in Chinese, in which the programme itself is written first.
pub(in crate::authoring) struct Wording<'s>(Names<'s>);

impl<'s> Wording<'s> {
    pub(in crate::authoring) fn of(source: &'s Source, law: &'s LawEdition) -> Option<Self> {
        let [chinese, _] = LANGUAGES;
        Names::of(source, law, chinese).map(Self)
    }

    /// That a tier is granted.
    pub(in crate::authoring) fn granted(&self, tier: &str) -> String {
        self.0.put("boundary", "granted", &[("tier", tier)])
    }

    /// That a fact has a value, as it stands in facts.
    pub(in crate::authoring) fn value(
        &self,
        list: Option<&str>,
        path: &str,
        value: &str,
    ) -> String {
        let is_money = self.type_of(list, path) == Some(Type::Money);
        let said = match json::parse(value.as_bytes(), value.len()) {
            Ok(json::Value::String(text)) => text,
            Ok(json::Value::Number(amount)) if is_money => {
                let written = Money::yuan(amount).to_json();
                let amount = written.member("amount").and_then(json::Value::as_str);
                self.0.words.money(amount.unwrap_or_default())
            }
            _ => value.to_owned(),
        };
        self.0.put(
            "boundary",
            "value",
            &[("fact", &self.fact(list, path)), ("value", &said)],
        )
    }

    /// That so much decides about a requirement or a tier.
    pub(in crate::authoring) fn deciding(&self, said: &str, rule: &str) -> String {
        self.0
            .put("boundary", "deciding", &[("said", said), ("rule", rule)])
    }

    pub(in crate::authoring) fn state(
        &self,
        state: &str,
        list: Option<&str>,
        path: &str,
    ) -> String {
        let is_asked = list.is_none() && path.starts_with(&[REQUEST, "."].concat());
        let state = match (state, is_asked) {
            ("hidden", true) => "hidden.request",
            (state, _) => state,
        };
        self.0
            .put("boundary", state, &[("fact", &self.fact(list, path))])
    }

    /// That a list has so many records, for all of which the condition inside of a leaf holds.
    pub(in crate::authoring) fn counted(&self, list: &str, count: usize, pointer: &str) -> String {
        let facts = [
            ("fact", &*self.fact(None, list)),
            ("count", &count.to_string()),
            ("pointer", pointer),
        ];
        self.0.put("boundary", "count", &facts)
    }

    /// That a list has one record, for which it does not hold.
    pub(in crate::authoring) fn off(&self, list: &str, pointer: &str) -> String {
        let facts = [("fact", &*self.fact(None, list)), ("pointer", pointer)];
        self.0.put("boundary", "off", &facts)
    }

    /// That a leaf comes to a verdict.
    pub(in crate::authoring) fn comes(&self, verdict: &str, pointer: &str) -> String {
        self.0.put("boundary", verdict, &[("pointer", pointer)])
    }

    /// The same once more.
    pub(in crate::authoring) fn again(&self, name: &str, n: usize) -> String {
        self.0.put(
            "boundary",
            "again",
            &[("name", name), ("n", &n.to_string())],
        )
    }

    fn fact(&self, list: Option<&str>, path: &str) -> String {
        match list {
            None if path == NOW => self.0.put("boundary", NOW, &[]),
            None => self.0.root_fact(path),
            Some(list) => {
                let field = self.0.field(list, path);
                let list = self.0.root_fact(list);
                self.0
                    .put("boundary", "field", &[("list", &list), ("field", &field)])
            }
        }
    }

    fn type_of(&self, list: Option<&str>, path: &str) -> Option<Type> {
        let vocabulary = &self.0.source.programme.vocabulary;
        let found = match list {
            Some(list) => vocabulary.field(list, path),
            None => vocabulary.lookup(path),
        };
        match found {
            Lookup::Found(of) => Some(of),
            Lookup::Forbidden(_) | Lookup::Missing => None,
        }
    }
}
