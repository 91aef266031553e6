//! The form of a claim at the top of a bundle that is no list.

use super::form::{Field, ValueKind};
use crate::credit::vct::Vct;

/// A claim at the top of a bundle, other than a list.
#[derive(Debug)]
pub(crate) struct ClaimType {
    pub(crate) name: &'static str,
    /// What it, or one of its members, is called in reasons and in the published schemas.
    pub(crate) noun: &'static str,
    /// Its Chinese term, and what it is. For what is published about records.
    #[cfg(test)]
    pub(crate) terms: [&'static str; 2],
    /// The types of bundles that may hold it.
    pub(crate) vcts: &'static [Vct],
    pub(crate) shape: Shape,
}

/// What a claim holds, and what shows it.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A value, in the open.
    Open(ValueKind),
    /// The day on which the data was drawn, in the open.
    Drawing,
    /// Members that are each a disclosure; what holds them is none.
    Members(&'static [Field]),
    /// The same, by names that issuers coin; each of them is an object of these fields.
    Schemes(&'static [Field]),
    /// An object that is one disclosure.
    Whole(&'static [Field]),
}

impl ClaimType {
    /// The fields of the object that it is, or that each of its members is.
    pub(crate) const fn fields(&self) -> &'static [Field] {
        match self.shape {
            Shape::Open(_) | Shape::Drawing => &[],
            Shape::Members(fields) | Shape::Schemes(fields) | Shape::Whole(fields) => fields,
        }
    }

    /// Whether its members are each a disclosure, and it is none itself.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.shape, Shape::Members(_) | Shape::Schemes(_))
    }

    /// Whether a bundle of that type may hold it.
    pub(crate) fn is_in(&self, vct: Vct) -> bool {
        self.vcts.contains(&vct)
    }
}
