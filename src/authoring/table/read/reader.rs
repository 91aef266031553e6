//! What reads cells, and keeps where each part of the programme stands.

use super::super::cell;
use super::super::findings::{Fault, Findings};
use super::super::grid::Grid;
use super::super::sheet::Place;
use super::super::words::{Kind, Word, meant};
use crate::error::Problem;
use crate::json::{Object, Value};
use crate::languages::LANGUAGES;

/// In which cell each part of the programme stands, by JSON pointer.
#[derive(Debug, Default)]
pub(in crate::authoring::table) struct Places(Vec<(String, Place)>);

impl Places {
    pub(super) fn add(&mut self, pointer: impl Into<String>, place: Place) {
        self.0.push((pointer.into(), place));
    }

    /// The cell of what a pointer leads to, or of the least that holds it.
    pub(in crate::authoring::table) fn of(&self, pointer: &str) -> Place {
        let holds = |held: &str| {
            let rest = pointer.strip_prefix(held);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let holding = self.0.iter().filter(|(held, _)| holds(held));
        let closest = holding.max_by_key(|(held, _)| held.len());
        closest.map_or(Place { row: 0, column: 0 }, |(_, place)| *place)
    }
}

pub(super) struct Reader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) findings: &'a mut Findings,
    pub(super) places: Places,
    pub(super) is_draft: bool,
}

impl Reader<'_> {
    /// A text in both languages, or in Chinese alone, which a draft may have.
    pub(super) fn bilingual(&mut self, chinese: Place, english: Place) -> Option<Value> {
        let grid = self.grid;
        let [zh, en] = [chinese, english].map(|place| grid.cell(place.row, place.column));
        let (has_chinese, has_english) =
            (!cell::is_any(zh), !cell::is_any(en) && english != chinese);
        let mut texts = Object::new();
        match (has_chinese, has_english) {
            (false, false) => return None,
            (false, true) => {
                let fault = Fault::new(Problem::LanguageChinese);
                self.findings.error(chinese, "", fault);
            }
            (true, false) => {
                let fault = Fault::new(Problem::LanguageEnglish);
                match self.is_draft {
                    true => self.findings.warning(english, "", fault),
                    false => self.findings.error(english, "", fault),
                }
            }
            (true, true) => {}
        }
        let [zh_name, en_name] = LANGUAGES;
        for (is_there, name, text, place) in [
            (has_chinese, zh_name, zh, chinese),
            (has_english, en_name, en, english),
        ] {
            if is_there {
                texts.push(name, self.told(cell::text(text), place)?.into());
            }
        }
        Some(texts.into())
    }

    /// What a cell of a kind says.
    pub(super) fn value(&mut self, kind: Kind, place: Place) -> Option<Value> {
        let grid = self.grid;
        let text = grid.cell(place.row, place.column);
        if cell::is_any(text) {
            return None;
        }
        let read = match kind {
            Kind::Boolean => cell::boolean(text).map(|is_true| (is_true.into(), None)),
            Kind::Coded(codes) => coded(text, codes).map(|code| (code.into(), None)),
            Kind::CodedList(codes) => listed(text, |text| coded(text, codes).map(str::to_owned)),
            Kind::Day => cell::day(text),
            Kind::Money => cell::money(text),
            Kind::Number => cell::number(text),
            Kind::Period => cell::period(text),
            Kind::Whole => cell::whole(text),
            Kind::Text => cell::text(text).map(|text| (text.into(), None)),
            Kind::TextRows if text == "[]" => Ok((Value::Array(Vec::new()), None)),
            Kind::TextRows => cell::text(text).map(|text| (vec![text].into(), None)),
            Kind::Texts => cell::texts(text).map(|texts| (texts.into(), None)),
            Kind::Codes => listed(text, |code| {
                cell::check_width(code).map(|()| code.to_owned())
            }),
            Kind::Regions => listed(text, cell::region),
        };
        let (value, note) = self.told(read, place)?;
        if let Some(note) = note {
            self.findings.warning(place, text, note);
        }
        Some(value)
    }

    /// Tells what is wrong with a cell.
    pub(super) fn told<T>(&mut self, read: Result<T, Fault>, place: Place) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                let grid = self.grid;
                self.findings
                    .error(place, grid.cell(place.row, place.column), fault);
                None
            }
        }
    }
}

/// A code by its Chinese name, or by itself.
fn coded(text: &str, codes: &[(&'static str, Word)]) -> Result<&'static str, Fault> {
    let found = codes
        .iter()
        .find(|(code, word)| word.is(text) || *code == text);
    found.map(|(code, _)| *code).ok_or_else(|| {
        let words = codes.iter().map(|(_, word)| *word);
        let all: Vec<&str> = words.clone().map(|word| word.chinese).collect();
        let fault = Fault::new(Problem::Unknown).expecting(&all);
        match meant(words, text) {
            Some(near) => fault.suggesting(near),
            None => fault,
        }
    })
}

fn listed(text: &str, read: impl Fn(&str) -> Result<String, Fault>) -> cell::Read {
    let texts = cell::texts(text)?;
    let read: Result<Vec<String>, Fault> = texts.iter().map(|text| read(text)).collect();
    Ok((read?.into(), None))
}
