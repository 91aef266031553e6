//! What is not made public at all, and what is national whoever imposed it.

use super::catalogue::CodeList;
use super::reader::Row;
use super::regime::Penalty;
use super::row::{About, Source};
use super::words::{CLASSES, PROCEDURES};
use crate::error::Problem;

/// Penalties that are not made public. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct NeverPublic {
    pub(crate) source: Source,
    about: About,
    procedure: Option<String>,
    /// Those that are of no other kind.
    kinds: Vec<String>,
    class: Option<String>,
    /// Those that nobody has published.
    pub(crate) unpublished: bool,
    /// They may be used all the same with their subject's consent, for as long as they may be kept.
    pub(crate) with_consent: bool,
}

impl NeverPublic {
    pub(super) fn read(row: &Row<'_>) -> Self {
        const OWN: [&str; 6] = [
            "about",
            "procedure",
            "kinds",
            "class",
            "unpublished",
            "with_consent",
        ];
        row.only_beside_source(&OWN);
        let rule = Self {
            source: Source::read(row),
            about: About::read(row),
            procedure: row.maybe_word("procedure", &PROCEDURES),
            kinds: row.codes("kinds", CodeList::Kinds),
            class: row.maybe_word("class", &CLASSES),
            unpublished: row.flag("unpublished"),
            with_consent: row.flag("with_consent"),
        };
        // A row that narrows nothing would take every penalty out.
        let is_simple = rule
            .procedure
            .as_deref()
            .is_some_and(|procedure| procedure == "simple");
        let narrows = is_simple || rule.class.is_some() || !rule.kinds.is_empty();
        if !narrows && (!rule.with_consent || rule.about == About::default()) {
            row.refuse(Problem::Missing);
        }
        rule
    }

    pub(crate) fn covers(
        &self,
        penalty: &Penalty<'_>,
        procedure: &str,
        is_published: bool,
    ) -> bool {
        let is_of_kind = |kind: &&str| self.kinds.iter().any(|k| k == kind);
        self.about.covers(penalty.of)
            && self.procedure.as_deref().is_none_or(|p| p == procedure)
            && (self.kinds.is_empty() || penalty.kinds.iter().all(is_of_kind))
            && self
                .class
                .as_deref()
                .is_none_or(|class| class == penalty.class)
            && !(self.unpublished && is_published)
    }
}

/// Records that count in the whole country, wherever they are from. Its days in force are those on which
/// they were made.
#[derive(Debug)]
pub(crate) struct National {
    pub(crate) source: Source,
    pub(crate) about: About,
}

impl National {
    pub(super) fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["about"]);
        let rule = Self {
            source: Source::read(row),
            about: About::read(row),
        };
        if rule.about.records.is_empty() || rule.about.fields.is_empty() {
            row.fail("about", Problem::Missing);
        }
        rule
    }
}
