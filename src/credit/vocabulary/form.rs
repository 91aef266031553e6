//! The forms of claims: kinds of values, members of records, lists.

use crate::credit::record::Record;

/// The form of a claim's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Number,
    /// A number that is not negative.
    Quantity,
    /// Any text.
    Text,
    /// `[a-z0-9_-]{1,40}`: codes that issuers and associations coin.
    Token,
    /// One of a closed list; anything else rejects the bundle.
    Code(&'static [&'static str]),
    /// One of the catalogue's codes, a token at any rate. Another is not known, and makes the record
    /// one that may count: local supplements of the catalogue are lawful.
    Catalogued(&'static [&'static str]),
    /// A region of GB/T 2260, six digits.
    Region,
    /// A region, or `national`.
    Scope,
    /// Several regions.
    Regions,
    /// Several of the catalogue's codes.
    CataloguedList(&'static [&'static str]),
    /// A day in China Standard Time.
    Day,
    /// A day that had come when the data was drawn. A later one nobody can have known, and a rule
    /// that looks back so many years would pass over it.
    PastDay,
    /// An amount that is not negative.
    Money,
    /// An amount that may be negative, such as a profit.
    Balance,
    /// An object that is disclosed whole.
    Object(&'static [Field]),
}

impl Kind {
    /// The kind of each element, of a list.
    pub(crate) const fn of_elements(self) -> Option<Self> {
        match self {
            Self::Regions => Some(Self::Region),
            Self::CataloguedList(codes) => Some(Self::Catalogued(codes)),
            _ => None,
        }
    }
}

/// One member of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Its Chinese term, what it is, and its source, which may be none; `cf_…` are columns of the
    /// national form of 双公示. For what is published about records; nothing that is shipped holds
    /// it.
    #[cfg(test)]
    pub(crate) terms: [&'static str; 3],
}

pub(super) const fn must(name: &'static str, kind: Kind, terms: [&'static str; 3]) -> Field {
    Field {
        required: true,
        ..may(name, kind, terms)
    }
}

#[cfg_attr(not(test), expect(unused_variables))]
pub(super) const fn may(name: &'static str, kind: Kind, terms: [&'static str; 3]) -> Field {
    Field {
        name,
        kind,
        required: false,
        #[cfg(test)]
        terms,
    }
}

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListType {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// Issued in every bundle of public credit status, empty if there is nothing.
    pub(crate) always_issued: bool,
    /// Speaks against its subject, so that the lawful-use filter decides whether it counts.
    pub(crate) adverse: bool,
    /// Days of which the second is never before the first, where it would make the record look
    /// milder: a publication that ended before it began, a promise broken before it was made.
    pub(super) order: &'static [(&'static str, &'static str)],
}

impl ListType {
    /// Whether its records are each of a field.
    pub(crate) fn has_field(&self) -> bool {
        self.fields.iter().any(|field| field.name == "field")
    }

    /// The member by which a record contradicts itself to its subject's advantage.
    pub(crate) fn contradiction(&self, record: &Record) -> Option<&'static str> {
        let days = |earlier, later| record.day(earlier).zip(record.day(later));
        let mut order = self.order.iter();
        let disordered =
            order.find(|(earlier, later)| days(earlier, later).is_some_and(|(e, l)| l < e));
        // What was broken was not kept; `remedied` says that it was put right.
        let kept = matches!(record.text("state"), Some("performing" | "fulfilled"));
        let broken = kept && record.day("broken_on").is_some();
        disordered
            .map(|(_, later)| *later)
            .or(broken.then_some("state"))
    }
}
