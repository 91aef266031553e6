//! The languages that texts are in.

use serde::Serialize;

use crate::json::{Object, Value};

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
    /// Of a document that was found to have both.
    pub(crate) fn of(text: &Value) -> Self {
        let [chinese, english] = LANGUAGES.map(|language| {
            let text = text.member(language).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        });
        Self { chinese, english }
    }
}
