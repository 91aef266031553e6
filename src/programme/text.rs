//! Texts in Chinese and English.

use crate::bilingual::Texts;
use crate::error::{Error, Problem};
use crate::json::{ObjectReader, Value};
use crate::languages::LANGUAGES;

/// Whether a document is a draft, whose texts may be in Chinese alone. What names an issuer is to be signed.
pub(crate) fn is_draft(document: &ObjectReader<'_>) -> bool {
    document.names().all(|name| name != "iss")
}

/// A text that may be left out. A draft's may be in Chinese alone.
///
/// # Errors
/// Those of the reader.
pub(super) fn maybe_text<'a>(
    part: &ObjectReader<'a>,
    name: &str,
    is_draft: bool,
) -> Result<Option<&'a Value>, Error> {
    let Some(text) = part.maybe_object(name)? else {
        return Ok(None);
    };
    let [chinese, english] = LANGUAGES;
    text.only(&LANGUAGES)?;
    text.read::<&str>(chinese)?;
    if text.maybe::<&str>(english)?.is_none() && !is_draft {
        text.read::<&str>(english)?;
    }
    part.maybe(name)
}

/// A text that must be there, as [`maybe_text`].
///
/// # Errors
/// Those of the reader.
pub(super) fn check_text<'a>(
    part: &ObjectReader<'a>,
    name: &str,
    is_draft: bool,
) -> Result<&'a Value, Error> {
    maybe_text(part, name, is_draft)?.ok_or_else(|| part.fail(name, Problem::Missing))
}

/// What a text says in both languages. A draft's may have Chinese in the place of English.
pub(super) fn texts_of(text: &Value) -> Texts {
    let said = |language: &str| text.member(language).and_then(Value::as_str);
    let [chinese, english] = LANGUAGES.map(said);
    let chinese = chinese.unwrap_or_default();
    Texts {
        chinese: chinese.to_owned(),
        english: english.unwrap_or(chinese).to_owned(),
    }
}
