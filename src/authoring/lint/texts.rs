//! Texts of a draft that are in Chinese alone.

use super::finding::finding;
use crate::error::Code;
use crate::json::ObjectReader;
use crate::languages::LANGUAGES;
use crate::rules::Findings;

/// Looks at every text for people.
pub(super) fn look(document: &ObjectReader<'_>, found: &mut Findings) {
    let mut text = |part: &ObjectReader<'_>, name: &str| {
        let [_, english] = LANGUAGES;
        let Ok(Some(text)) = part.maybe_object(name) else {
            return;
        };
        if text.names().all(|language| language != english) {
            let place = part.place(name);
            let error = finding(Code::ProgrammeLanguage, &place);
            found.warnings.push(error.with("language", english));
        }
    };
    text(document, "title");
    for (_, input) in document.entries("inputs").unwrap_or_default() {
        text(&input, "label");
    }
    for requirement in document.each("requirements").unwrap_or_default() {
        text(&requirement, "unmet");
    }
    for tier in document.each("tiers").unwrap_or_default() {
        text(&tier, "title");
        if let Ok(benefit) = tier.object("benefit") {
            for name in ["lane", "unit", "text"] {
                text(&benefit, name);
            }
        }
    }
}
