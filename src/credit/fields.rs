//! Which fields of administration something extends to.

use crate::error::Problem;
use crate::json::{Readable, Value};

/// Stands for all fields.
pub(super) const ALL_FIELDS: &str = "*";

/// Some fields, or `"*"` for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fields {
    All,
    Named(Vec<String>),
}

impl Fields {
    /// Those that a programme names; all, if it names none.
    pub(crate) fn of_programme(named: &[String]) -> Self {
        match named {
            [] => Self::All,
            named => Self::Named(named.to_vec()),
        }
    }

    pub(crate) fn covers(&self, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(fields) => fields.iter().any(|f| f == field),
        }
    }

    /// Whether every one of `others` is among these.
    pub(crate) fn cover_all(&self, others: &Self) -> bool {
        match others {
            Self::All => *self == Self::All,
            Self::Named(others) => others.iter().all(|f| self.covers(f)),
        }
    }
}

impl Readable<'_> for Fields {
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::String(all) if all == ALL_FIELDS => Ok(Self::All),
            value => Vec::read(value).map(Self::Named),
        }
    }
}
