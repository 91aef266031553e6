//! The languages that texts are in.

use serde::Serialize;

use crate::json::{Object, Value};
use crate::visible::shown;

/// The languages, in the order in which documents have them.
pub(crate) const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// Both languages, empty: the place that a text is put into.
pub(crate) fn blank() -> Value {
    LANGUAGES
        .map(|language| (language, Value::from("")))
        .into_iter()
        .collect::<Object>()
        .into()
}

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
