//! The forms of claims: kinds of values, and members of records.

use super::name::Name;
use crate::error::Problem;
use crate::law::CodeList;

/// The form of a claim's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Bool,
    Number,
    /// A number that is not negative.
    Quantity,
    /// Any text.
    Text,
    /// `[a-z0-9_-]{1,40}`: codes that issuers and associations coin.
    Token,
    /// The SHA-256 of a text, in base64url.
    Digest,
    /// One of a closed list; anything else rejects the bundle.
    Code(&'static [&'static str]),
    /// One of the codes that the edition of the law has, a token at any rate. Another is not known, and makes the
    /// record one that may count: local supplements of the catalogue are lawful. Of a closed list another rejects
    /// the bundle.
    Catalogued(CodeList),
    /// A region of GB/T 2260, six digits.
    Region,
    /// A region, or `national`.
    Scope,
    /// Several regions.
    Regions,
    /// Several of the catalogue's codes.
    CataloguedList(CodeList),
    /// Fields, or `"*"` for all of them.
    Fields,
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
    /// Whether so many years are completed, by the number of years; disclosed whole.
    Ages,
    /// Records that are disclosed as one.
    Records(&'static [Field]),
}

impl ValueKind {
    /// The kind of each element, of a list of codes.
    pub(crate) const fn of_elements(self) -> Option<Self> {
        match self {
            Self::Regions => Some(Self::Region),
            Self::CataloguedList(codes) => Some(Self::Catalogued(codes)),
            Self::Fields => Some(Self::Token),
            _ => None,
        }
    }
}

/// One member of a record, or of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: ValueKind,
    pub(crate) required: bool,
    /// Why rules may not read it, as the `problem` that its author is told; none: they may.
    pub(crate) withheld: Option<Problem>,
    /// Which subjects have it.
    pub(crate) of: Subjects,
    /// Its Chinese term, what it is, and its source, which may be none; `cf_…` are columns of the
    /// national form of 双公示. For what is published about records; nothing that is shipped holds
    /// it.
    #[cfg(test)]
    pub(crate) terms: [&'static str; 3],
}

/// Subjects of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subjects {
    Any,
    NaturalPersons,
    Organisations,
}

impl Subjects {
    /// Whether a natural person is one, or else an organisation.
    pub(crate) fn have(self, natural_person: bool) -> bool {
        match self {
            Self::Any => true,
            Self::NaturalPersons => natural_person,
            Self::Organisations => !natural_person,
        }
    }
}

pub(super) const fn must(name: &'static str, kind: ValueKind, terms: [&'static str; 3]) -> Field {
    Field {
        required: true,
        ..may(name, kind, terms)
    }
}

#[cfg_attr(not(test), expect(unused_variables))]
pub(super) const fn may(name: &'static str, kind: ValueKind, terms: [&'static str; 3]) -> Field {
    Field {
        name,
        kind,
        required: false,
        withheld: None,
        of: Subjects::Any,
        #[cfg(test)]
        terms,
    }
}

impl Field {
    /// It says whether a record counts, which the lawful-use filter has dealt with: to test it in a
    /// rule is to apply the law a second time and differently.
    pub(super) const fn applied(self) -> Self {
        self.withheld(Problem::Forbidden)
    }

    pub(super) const fn withheld(self, problem: Problem) -> Self {
        Self {
            withheld: Some(problem),
            ..self
        }
    }

    pub(super) const fn of(self, of: Subjects) -> Self {
        Self { of, ..self }
    }
}

/// Whether a field of this name is among these.
pub(crate) fn has<T: ?Sized>(fields: &[Field], name: Name<T>) -> bool {
    fields.iter().any(|field| field.name == name.text)
}
