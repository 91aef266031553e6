//! What is not made public at all, and what is national whoever imposed it.

use std::sync::Arc;

use super::regime::Penalty;
use super::row::{About, SOURCE, Source};
use crate::error::{Error, Problem};
use crate::json::ObjectReader;

/// Penalties that are not made public. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct NeverPublic {
    pub(crate) source: Arc<Source>,
    about: About,
    procedure: Option<String>,
    /// Those that are of no other kind.
    kinds: Vec<String>,
    class: Option<String>,
    /// Those that nobody has published.
    unpublished: bool,
    /// They may be used all the same with their subject's consent, for as long as they may be kept.
    pub(crate) with_consent: bool,
}

impl NeverPublic {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        const OWN: [&str; 6] = [
            "about",
            "procedure",
            "kinds",
            "class",
            "unpublished",
            "with_consent",
        ];
        row.only(&[&OWN[..], &SOURCE[..]].concat())?;
        let rule = Self {
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
            procedure: row.maybe("procedure")?,
            kinds: row.maybe("kinds")?.unwrap_or_default(),
            class: row.maybe("class")?,
            unpublished: row.maybe("unpublished")?.unwrap_or(false),
            with_consent: row.maybe("with_consent")?.unwrap_or(false),
        };
        // A row that narrows nothing would take every penalty out.
        let narrows = rule.procedure.is_some() || rule.class.is_some() || !rule.kinds.is_empty();
        match narrows || rule.with_consent && rule.about != About::default() {
            true => Ok(rule),
            false => Err(row.refuse(Problem::Missing)),
        }
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
    pub(crate) source: Arc<Source>,
    pub(crate) about: About,
}

impl National {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(&[&["about"][..], &SOURCE[..]].concat())?;
        let rule = Self {
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
        };
        match rule.about.records.is_empty() || rule.about.fields.is_empty() {
            true => Err(row.fail("about", Problem::Missing)),
            false => Ok(rule),
        }
    }
}
