//! What every row of an edition has: what it rests on, when it is in force, and what it is about.

use std::sync::Arc;

use super::catalogue::CodeList;
use super::reader::Row;
use super::words::{RECORDS, SUBJECT_KINDS};
use crate::error::Problem;
use crate::region::{any_covers, is_region};
use crate::time::Day;

/// What a row rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The title of the law and, if it is known, the article, as decisions cite them.
    pub(crate) basis: Arc<str>,
    /// Whether it was found in a full text.
    pub(crate) confirmed: bool,
    /// The first day on which it is in force; none: as far back as anybody may ask.
    pub(crate) from: Option<Day>,
    /// The last.
    pub(crate) until: Option<Day>,
}

impl Source {
    /// Reads `basis{title, article?}`, `in_force{from?, until?}`, `confirmed` and `source`, where the row
    /// was found.
    pub(super) fn read(row: &Row<'_>) -> Self {
        let mut source = Self {
            basis: Arc::default(),
            confirmed: row.said("confirmed"),
            from: None,
            until: None,
        };
        row.text("source");
        if let Some(basis) = row.part("basis") {
            basis.only(&["title", "article"]);
            let title = basis.text("title");
            source.basis = match basis.maybe_text("article") {
                Some(article) => [title, " ", article].concat().into(),
                None => title.into(),
            };
        }
        if let Some(in_force) = row.part("in_force") {
            in_force.only(&["from", "until"]);
            source.from = in_force.maybe_day("from");
            source.until = in_force.maybe_day("until");
            if source
                .until
                .is_some_and(|until| source.from.is_some_and(|from| until < from))
            {
                in_force.fail("until", Problem::Value);
            }
        }
        source
    }

    pub(crate) fn is_in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether both are in force on some day.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let begins_by = |from: Option<Day>, until: Option<Day>| {
            from.is_none_or(|from| until.is_none_or(|until| from <= until))
        };
        begins_by(self.from, other.until) && begins_by(other.from, self.until)
    }
}

/// Which records, places and subjects a row is about. What it does not name it does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// Lists of records, by their names in bundles.
    pub(crate) records: Vec<String>,
    pub(crate) regions: Vec<String>,
    pub(crate) fields: Vec<String>,
    /// Fields that it is not about, though no others are named.
    pub(crate) except_fields: Vec<String>,
    pub(crate) subject_kinds: Vec<String>,
}

/// What a row may be asked about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    /// The list that the record is in.
    pub(crate) records: &'a str,
    /// The region whose law is asked for.
    pub(crate) region: &'a str,
    pub(crate) field: Option<&'a str>,
    pub(crate) subject_kind: &'a str,
}

impl About {
    /// Reads `about{records?, regions?, fields?, except_fields?, subject_kinds?}`, or nothing.
    pub(super) fn read(row: &Row<'_>) -> Self {
        let Some(about) = row.maybe_part("about") else {
            return Self::default();
        };
        about.only(&[
            "records",
            "regions",
            "fields",
            "except_fields",
            "subject_kinds",
        ]);
        let read = Self {
            records: about.words("records", &RECORDS),
            regions: about.texts("regions"),
            fields: about.codes("fields", CodeList::Fields),
            except_fields: about.codes("except_fields", CodeList::Fields),
            subject_kinds: about.words("subject_kinds", &SUBJECT_KINDS),
        };
        if !read.regions.iter().all(|region| is_region(region)) {
            about.fail("regions", Problem::Value);
        }
        if !read.fields.is_empty() && !read.except_fields.is_empty() {
            about.fail("except_fields", Problem::GivenTwice);
        }
        read
    }

    /// How many names it has.
    pub(super) fn names(&self) -> usize {
        self.regions.len() + self.fields.len() + self.except_fields.len()
    }

    pub(crate) fn covers(&self, of: Of<'_>) -> bool {
        let names = |names: &[String], name: &str| names.iter().any(|n| n == name);
        let is_of = |named: &[String], name: &str| named.is_empty() || names(named, name);
        let field = of.field.unwrap_or_default();
        is_of(&self.records, of.records)
            && self.is_of_region(of.region)
            && is_of(&self.fields, field)
            && !names(&self.except_fields, field)
            && is_of(&self.subject_kinds, of.subject_kind)
    }

    /// Whether it is the law of a place, or of every place.
    pub(crate) fn is_of_region(&self, region: &str) -> bool {
        self.regions.is_empty() || is_region(region) && any_covers(&self.regions, region)
    }

    /// Which row is asked first of those that are about a record, in whatever order they stand: the law of a place
    /// before that of every place, and what is about everything last.
    pub(super) fn rank(&self) -> u8 {
        match (self.regions.is_empty(), *self == Self::default()) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        }
    }

    /// Whether some record could be of both, and nothing says which is asked first.
    pub(super) fn meets(&self, other: &Self) -> bool {
        if self.rank() != other.rank() {
            return false;
        }
        let any = |a: &[String], b: &[String]| {
            a.is_empty() || b.is_empty() || a.iter().any(|name| b.contains(name))
        };
        let reach = |a: &[String], b: &[String]| b.iter().any(|region| any_covers(a, region));
        let fields = match (self.fields.as_slice(), other.fields.as_slice()) {
            ([], []) => true,
            ([], named) => named.iter().any(|f| !self.except_fields.contains(f)),
            (named, []) => named.iter().any(|f| !other.except_fields.contains(f)),
            (a, b) => any(a, b),
        };
        any(&self.records, &other.records)
            && (self.regions.is_empty()
                || reach(&self.regions, &other.regions)
                || reach(&other.regions, &self.regions))
            && fields
            && any(&self.subject_kinds, &other.subject_kinds)
    }
}
