//! Texts in Chinese and English.

use crate::error::Error;
use crate::json::ObjectReader;

/// Checks a text in both languages.
///
/// # Errors
/// Those of the reader.
pub(super) fn bilingual(text: &ObjectReader<'_>) -> Result<(), Error> {
    text.only(&["zh-CN", "en"])?;
    text.read::<&str>("zh-CN")?;
    text.read::<&str>("en").map(drop)
}
