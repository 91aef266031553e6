//! A row of what somebody has every record of: of an issuer's `complete`, or of a statement of absence.

use std::sync::Arc;

use super::fields::Fields;
use crate::error::{Error, Problem};
use crate::json::ObjectReader;
use crate::region::{any_covers, covers, is_national, is_region};

/// A row of `complete`: regions and fields in which an issuer's lists hold every record.
#[derive(Debug)]
pub(crate) struct Completeness {
    /// Where it knows of every record, which need not be where it may issue.
    pub(super) regions: Vec<String>,
    pub(super) fields: Fields,
    /// Whether it also knows of every record that counts in the whole country, wherever it was imposed.
    pub(super) nationwide: bool,
}

impl Completeness {
    /// Reads `{regions[], fields[]|"*", nationwide?}`.
    ///
    /// # Errors
    /// Those of the [`ObjectReader`]. The whole country is refused as a region: nobody's lists hold everything that
    /// every place has imposed.
    pub(crate) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let row = Self {
            regions: document.read("regions")?,
            fields: document.read("fields")?,
            nationwide: document.maybe("nationwide")?.unwrap_or(false),
        };
        let is_place = |region: &String| is_region(region) && !is_national(region);
        match row.regions.iter().all(is_place) {
            true => Ok(row),
            false => Err(document.fail("regions", Problem::Value)),
        }
    }

    /// Whether all of its fields are among these.
    pub(crate) fn is_in_fields(&self, fields: &Fields) -> bool {
        fields.cover_all(&self.fields)
    }

    /// Whether `parent` reaches as far.
    pub(crate) fn is_within(&self, parent: &Self) -> bool {
        let regions = |region: &String| any_covers(&parent.regions, region);
        self.regions.iter().all(regions)
            && self.is_in_fields(&parent.fields)
            && (parent.nationwide || !self.nationwide)
    }

    /// Whether the records of a region in a field are among those that it knows of. Records of the whole
    /// country are if it is `nationwide`, and never by way of a region.
    pub(crate) fn reaches(&self, region: &str, field: Option<&str>) -> bool {
        let there = match is_national(region) {
            true => self.nationwide,
            false => any_covers(&self.regions, region),
        };
        there && self.is_of(field)
    }

    /// How far a statement of absence reaches: over these regions, of which the whole country stands for what counts
    /// everywhere.
    pub(super) fn stated(regions: &[Arc<str>], fields: Fields) -> Self {
        let places = regions.iter().filter(|region| !is_national(region));
        Self {
            regions: places.map(|region| region.to_string()).collect(),
            fields,
            nationwide: regions.iter().any(|region| is_national(region)),
        }
    }

    /// Whether it has all fields.
    pub(super) fn is_of_all_fields(&self) -> bool {
        self.fields == Fields::All
    }

    /// Whether it has every record of these regions, and of the whole country.
    pub(super) fn has_all_of<'r>(&self, mut regions: impl Iterator<Item = &'r String>) -> bool {
        self.nationwide
            && self.is_of_all_fields()
            && regions.all(|region| any_covers(&self.regions, region))
    }

    /// Whether something that is recognised in these regions is recognised in one of its own.
    pub(super) fn is_recognised(&self, regions: &[Arc<str>]) -> bool {
        self.regions.iter().any(|own| {
            let of_own = regions.iter().any(|region| covers(own, region));
            of_own || any_covers(regions, own)
        })
    }

    /// How many regions and fields it names.
    pub(super) fn names(&self) -> usize {
        let fields = match &self.fields {
            Fields::All => 1,
            Fields::Named(fields) => fields.len(),
        };
        1 + self.regions.len() + fields
    }

    /// Whether its fields include this one. A record without a field may be of any.
    pub(super) fn is_of(&self, field: Option<&str>) -> bool {
        match field {
            Some(field) => self.fields.covers(field),
            None => self.fields == Fields::All,
        }
    }
}
