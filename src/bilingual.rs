//! Texts in Chinese and English, and how they are read.

use serde::Serialize;

use crate::error::Error;
use crate::json::ObjectReader;
use crate::visible::shown;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Texts {
    /// In Chinese.
    #[serde(rename = "zh-CN")]
    pub chinese: String,
    /// In English.
    #[serde(rename = "en")]
    pub english: String,
}

impl Texts {
    /// With each of them [`shown`].
    pub(crate) fn shown(&self) -> Self {
        Self {
            chinese: shown(&self.chinese),
            english: shown(&self.english),
        }
    }
}

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
