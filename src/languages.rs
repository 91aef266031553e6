//! The languages that texts are in.

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
