//! A programme in plain words, for those who have to stand for it: nothing is left out, and nothing reads two ways.
//!
//! `names` says what facts and codes are called, `condition` puts rules into numbered sentences, `document` has the
//! whole, and `layout` writes it down. The texts are in `zh-CN.json` and `en.json`, as far as decisions do not have them
//! already.

mod condition;
mod document;
mod layout;
mod line;
mod names;
#[cfg(test)]
mod tests;
mod wording;

use super::source::Source;
use crate::error::{Error, Problem};
use crate::languages::LANGUAGES;
use crate::law::LawEdition;

use document::document;
pub use layout::ProseFormat;
use names::Names;

pub(super) use wording::Wording;

/// A programme in plain words: `zh-CN` or `en`.
///
/// # Errors
/// Those for which the programme is refused; `input.options` for another language.
pub fn render(
    law: &LawEdition,
    programme: &str,
    language: &str,
    format: ProseFormat,
) -> Result<String, Error> {
    let source = Source::read(law.law(), programme)?;
    let names = Names::of(&source, law, language).ok_or_else(|| {
        Error::of_option("/lang", Problem::Value).with("expected", LANGUAGES.join(", "))
    })?;
    Ok(layout::written(&document(&names), format))
}

/// A part of a programme that has an id of its own, in words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// `applies_when`, `requirements` or `tiers`.
    pub(super) list: &'static str,
    pub(super) id: String,
    /// In Chinese and in English.
    pub(super) words: [String; 2],
}

/// The requirements and tiers of a programme in words, and under what conditions it applies.
pub(super) fn parts(source: &Source, law: &LawEdition) -> Vec<Part> {
    let [chinese, english] = LANGUAGES.map(|language| {
        let names = Names::of(source, law, language);
        names
            .map(|names| document::parts(&names))
            .unwrap_or_default()
    });
    let both = chinese.into_iter().zip(english);
    both.map(|((list, id, zh), (_, _, en))| Part {
        list,
        id,
        words: [zh, en].map(|line| layout::written_line(&line)),
    })
    .collect()
}
