//! What facts, codes and values are called in one language. Two facts of a programme are never called the same.

use std::sync::LazyLock;

use super::line::said;
use crate::authoring::source::Source;
use crate::identity::Regions;
use crate::json::{self, Object, Value};
use crate::languages::LANGUAGES;
use crate::law::LawEdition;
use crate::messages::{Words, in_both, placed};
use crate::rules::{
    Codes, Lookup, Operand, PROMISED, Path, REQUEST, Scalar, Type, Vocabulary as _,
};
use crate::visible::visible;

/// The texts of both languages, in the order of documents.
pub(super) static TEXTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [include_str!("zh-CN.json"), include_str!("en.json")].map(|file| {
        // The files are part of the program; a test reads them.
        json::parse(file.as_bytes(), file.len()).unwrap_or(Value::Null)
    })
});

/// The regions by their codes.
static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::built_in);

/// The words for one programme in one language.
pub(super) struct Names<'s> {
    pub(super) source: &'s Source,
    pub(super) law: &'s LawEdition,
    /// What decisions say.
    pub(super) words: Words,
    /// What only this says.
    texts: &'static Value,
    regions: &'static Regions,
}

/// Where a path starts: at the root, or at an element of a list.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    Root,
    /// The path of the list. A list inside of a record has the strings alone.
    List(&'a str),
    Strings,
}

impl<'s> Names<'s> {
    /// None for a language that there are no texts in.
    pub(super) fn of(source: &'s Source, law: &'s LawEdition, language: &str) -> Option<Self> {
        let at = LANGUAGES.iter().position(|known| *known == language)?;
        Some(Self {
            source,
            law,
            words: in_both().nth(at)?,
            texts: TEXTS.get(at)?,
            regions: &REGIONS,
        })
    }

    /// A text, as it is written.
    pub(super) fn text(&self, section: &str, name: &str) -> Option<&'static str> {
        self.texts.member(section)?.member(name)?.as_str()
    }

    /// The sentences of a list.
    pub(super) fn sentences(&self, name: &str) -> Vec<&'static str> {
        let list = self.texts.member("sentences").and_then(|s| s.member(name));
        let list = list.and_then(Value::as_array).unwrap_or_default();
        list.iter().filter_map(Value::as_str).collect()
    }

    /// A text with these facts put into it.
    pub(super) fn put(&self, section: &str, name: &str, facts: &[(&str, &str)]) -> String {
        let template = self.text(section, name).unwrap_or(name);
        self.filled(template, facts)
    }

    pub(super) fn filled(&self, template: &str, facts: &[(&str, &str)]) -> String {
        let facts = facts.iter().map(|(name, fact)| (*name, Value::from(*fact)));
        placed(template, Some(&facts.collect::<Object>()))
    }

    pub(super) fn phrase(&self, name: &str, facts: &[(&str, &str)]) -> String {
        self.put("phrases", name, facts)
    }

    pub(super) fn joined(&self, parts: &[String]) -> String {
        parts.join(self.text("phrases", "list").unwrap_or_default())
    }

    /// A text of the programme's in this language.
    pub(super) fn said<'v>(&self, text: Option<&'v Value>) -> Option<&'v str> {
        said(text, self.words.language)
    }

    /// What an input is called.
    pub(super) fn input(&self, alias: &str) -> String {
        let labels = self.source.programme.titles.member("inputs");
        match self.said(labels.and_then(|labels| labels.member(alias))) {
            Some(label) => self.phrase("input.known", &[("label", label), ("alias", alias)]),
            None => self.phrase("input", &[("alias", alias)]),
        }
    }

    /// What a fact is called.
    pub(super) fn fact(&self, path: &Path, scope: Scope<'_>) -> String {
        let text = path.to_string();
        if !path.in_element {
            return self.root_fact(&text);
        }
        match scope {
            Scope::List(list) if !text.is_empty() => {
                let field = self.field(list, &text);
                self.phrase("own", &[("field", &field)])
            }
            _ => self.phrase("self", &[]),
        }
    }

    /// A field of the records of a list, such as `severity`.
    pub(super) fn field(&self, list: &str, field: &str) -> String {
        let list = list.rsplit('.').next().unwrap_or(list);
        let name = [list, ".", field].concat();
        self.text("fields", &name).unwrap_or(field).to_owned()
    }

    /// What a list of records is called, or one inside of a record.
    pub(super) fn list(&self, path: &Path, scope: Scope<'_>) -> String {
        self.fact(path, scope)
    }

    /// A fact at a path from the root.
    pub(super) fn root_fact(&self, path: &str) -> String {
        let (alias, claim) = path.split_once('.').unwrap_or((path, ""));
        if alias == REQUEST {
            return match self.words.text("things", path) {
                Some(thing) => self.phrase("request.known", &[("thing", thing), ("name", claim)]),
                None => self.phrase("request", &[("name", claim)]),
            };
        }
        if path == PROMISED {
            return self
                .words
                .text("things", PROMISED)
                .unwrap_or(path)
                .to_owned();
        }
        let thing = match claim.split('.').collect::<Vec<_>>().as_slice() {
            // These have their article, or none.
            ["evaluations", _, ..] | ["subject", "age_over", ..] => self.claim(claim),
            _ => self.phrase("claim", &[("thing", &self.claim(claim))]),
        };
        self.of_input(alias, thing)
    }

    /// What is an input's, where there are several.
    pub(super) fn of_input(&self, alias: &str, thing: String) -> String {
        match self.source.programme.inputs.len() {
            1 => thing,
            _ => {
                let input = self.input(alias);
                let facts = [("input", &*input), ("thing", &*thing)];
                self.words.put("formats", "of_input", &facts)
            }
        }
    }

    fn claim(&self, claim: &str) -> String {
        let segments: Vec<&str> = claim.split('.').collect();
        match segments.as_slice() {
            ["evaluations", scheme, rest @ ..] => {
                let known = self.words.text("things", &format!("evaluations.{scheme}"));
                let evaluation = match known {
                    Some(known) => known.to_owned(),
                    None => self.phrase("scheme", &[("scheme", scheme)]),
                };
                match rest {
                    [] => evaluation,
                    rest => self.phrase(&rest.join("."), &[("evaluation", &evaluation)]),
                }
            }
            ["subject", "age_over", age] => self.words.put("formats", "age", &[("age", age)]),
            _ => {
                let known = self.text("fields", claim);
                let known = known.or_else(|| self.words.text("things", claim));
                known.unwrap_or(claim).to_owned()
            }
        }
    }

    /// The type of a fact.
    pub(super) fn type_of(&self, path: &Path, scope: Scope<'_>) -> Option<Type> {
        let vocabulary = &self.source.programme.vocabulary;
        let text = path.to_string();
        let found = match (path.in_element, scope) {
            (false, _) => vocabulary.lookup(&text),
            (true, Scope::List(list)) => vocabulary.field(list, &text),
            (true, _) => return Some(Type::Text(Codes::Any)),
        };
        match found {
            Lookup::Found(of) => Some(of),
            Lookup::Forbidden(_) | Lookup::Missing => None,
        }
    }

    /// Whether an operand is a day.
    pub(super) fn is_day(&self, operand: &Operand, scope: Scope<'_>) -> bool {
        match operand {
            Operand::Literal(Scalar::Day(_)) | Operand::Plus(..) | Operand::Today => true,
            Operand::Fact(path) => self.type_of(path, scope) == Some(Type::Day),
            _ => false,
        }
    }

    /// A constant, as it is said of the fact that it is compared with.
    pub(super) fn literal(
        &self,
        scalar: &Scalar,
        of: Option<&Operand>,
        scope: Scope<'_>,
    ) -> String {
        match scalar {
            Scalar::Bool(value) => self.phrase(if *value { "true" } else { "false" }, &[]),
            Scalar::Number(number) => number.to_string(),
            Scalar::Day(day) => {
                let day = day.to_string();
                self.words.day(&day).unwrap_or(day)
            }
            Scalar::Money(money) => {
                let written = money.to_json();
                let amount = written.member("amount").and_then(Value::as_str);
                self.words.money(amount.unwrap_or_default())
            }
            Scalar::Text(text) => match of {
                Some(Operand::Fact(path)) => self.code(text, path, scope),
                _ => self.quoted(text),
            },
            Scalar::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| self.quoted(text)).collect();
                self.joined(&texts)
            }
        }
    }

    /// A text in quotation marks, which no text can end before its end.
    pub(super) fn quoted(&self, text: &str) -> String {
        let text = text.replace('\\', r"\\");
        let text = text.replace('“', r"\u{201c}").replace('”', r"\u{201d}");
        self.phrase("text", &[("text", &text)])
    }

    fn code(&self, code: &str, path: &Path, scope: Scope<'_>) -> String {
        let last = path.segments.last().map(|name| &**name);
        let known = last.and_then(|name| self.text("codes", &[name, ".", code].concat()));
        let of = self.type_of(path, scope);
        let named = || match of? {
            Type::Text(Codes::Named(list)) | Type::Texts(Codes::Named(list)) => {
                self.said(self.law.title_of(list, code))
            }
            Type::Text(Codes::Formed(_)) | Type::Texts(Codes::Formed(_)) => self.region(code),
            _ => None,
        };
        match known.or_else(named) {
            Some(name) => self.phrase("code", &[("name", name), ("code", code)]),
            None => self.quoted(code),
        }
    }

    /// What a region is called, if it is one.
    fn region(&self, code: &str) -> Option<&str> {
        self.regions.find(code).map(|region| region.name.as_str())
    }

    /// Regions with their names.
    pub(super) fn regions(&self, codes: &[String]) -> String {
        let named = codes.iter().map(|code| match self.region(code) {
            Some(name) => self.phrase("title", &[("name", name), ("code", code)]),
            None => visible(code).into_owned(),
        });
        self.joined(&named.collect::<Vec<_>>())
    }
}
