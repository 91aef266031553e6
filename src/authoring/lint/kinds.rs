//! What each kind of finding weighs. `docs/authoring.md` has the same table, for people.

use crate::error::Code;

/// What follows from a finding that is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The programme can be tried, and is not signed.
    Defect,
    /// Nothing does.
    Warning,
}

/// Every kind.
pub(super) const KINDS: &[(Code, Weight)] = &[
    (Code::ProgrammeAbsent, Weight::Warning),
    (Code::ProgrammeAlways, Weight::Defect),
    (Code::ProgrammeBasis, Weight::Defect),
    (Code::ProgrammeConstant, Weight::Warning),
    (Code::ProgrammeEmptyList, Weight::Warning),
    (Code::ProgrammeFigure, Weight::Defect),
    (Code::ProgrammeGap, Weight::Defect),
    (Code::ProgrammeLanguage, Weight::Warning),
    (Code::ProgrammeLookBack, Weight::Defect),
    (Code::ProgrammeMaxAge, Weight::Warning),
    (Code::ProgrammeNever, Weight::Defect),
    (Code::ProgrammeNoIssuer, Weight::Defect),
    (Code::ProgrammeNotAnalysed, Weight::Warning),
    (Code::ProgrammeOrder, Weight::Defect),
    (Code::ProgrammeOverlap, Weight::Warning),
    (Code::ProgrammeSuccession, Weight::Warning),
    (Code::ProgrammeUnreachable, Weight::Defect),
    (Code::ProgrammeUnused, Weight::Warning),
    (Code::ProgrammeValue, Weight::Warning),
    (Code::ProgrammeVersion, Weight::Defect),
    (Code::ProgrammeWorse, Weight::Defect),
];

/// What a finding of a code weighs.
pub(super) fn weight(code: Code) -> Weight {
    let row = KINDS.iter().find(|(known, _)| *known == code);
    row.map_or(Weight::Warning, |(_, weight)| *weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each kind, with its weight, is in the table of the guide, and no other.
    #[test]
    fn the_guide_has_every_kind() {
        let guide = include_str!("../../../docs/authoring.md");
        let (_, table) = guide.split_once("| finding | weighs |").expect("a table");
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let cell =
            |row: &str, n: usize| row.split('|').nth(n).unwrap_or_default().trim().to_owned();
        let rows: Vec<(String, String)> = rows.map(|row| (cell(row, 1), cell(row, 2))).collect();
        let known = KINDS.iter().map(|(code, weight)| {
            let weight = match weight {
                Weight::Defect => "defect",
                Weight::Warning => "warning",
            };
            (format!("`{}`", code.as_str()), weight.to_owned())
        });
        assert_eq!(rows, known.collect::<Vec<_>>());
    }
}
