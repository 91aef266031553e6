//! Reading texts in Chinese and English.

use crate::error::Error;
use crate::json::ObjectReader;
use crate::languages::Texts;

/// Reads a text that has to be in both languages.
///
/// # Errors
/// Those of the reader.
pub(crate) fn bilingual(text: &ObjectReader<'_>) -> Result<Texts, Error> {
    Ok(Texts {
        chinese: text.read("zh-CN")?,
        english: text.read("en")?,
    })
}
