//! Benefits: figures by which one gives nothing.

use super::finding::finding;
use crate::authoring::benefit::{Worth, figures};
use crate::decimal::Decimal;
use crate::error::Code;
use crate::json::{ObjectReader, Value};
use crate::rules::Findings;

/// Figures by which a benefit is none.
pub(super) fn look(document: &ObjectReader<'_>, found: &mut Findings) {
    for tier in document.each("tiers").unwrap_or_default() {
        let Ok(benefit) = tier.read::<&Value>("benefit") else {
            continue;
        };
        for figure in figures(benefit) {
            // Never to be inspected is the best of all. What is left out, and a plain no, say nothing.
            let is_written = matches!(
                benefit.member(figure.name),
                Some(Value::Number(_) | Value::Object(_))
            );
            if is_written
                && figure.worth != Worth::Less
                && figure.of(benefit) == Some(Decimal::ZERO)
            {
                let place = [&tier.place("benefit"), "/", figure.name].concat();
                found.warnings.push(finding(Code::ProgrammeFigure, &place));
            }
        }
    }
}
