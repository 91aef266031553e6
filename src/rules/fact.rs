//! What the rules see: typed facts, each of which may be known, absent or unknown.

use std::borrow::Cow;
use std::sync::Arc;

use crate::decimal::Decimal;
use crate::money::Money;
use crate::time::Day;

/// A value of one of the rule language's types.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Bool(bool),
    Number(Decimal),
    Text(Arc<str>),
    Day(Day),
    Money(Money),
    /// A list of strings.
    Texts(Vec<Arc<str>>),
}

/// Why something is not known. A reason's code has it for its second half ([`Why`](super::Why)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause {
    /// The holder did not show it.
    Undisclosed,
    /// Somebody objects to it, and nobody has settled that.
    Disputed,
    /// Drawn too long ago.
    Stale,
    /// The issuer does not know of everything that there may be.
    Incomplete,
    /// A code of a newer catalogue of codes than is known here.
    CatalogueNewer,
    /// A newer edition of the law is in force than the one here, which sets it aside.
    LawNewer,
    /// A code that the catalogue of codes does not have, and that may mean something elsewhere.
    OutsideCatalogue,
    /// A grade that is not on the scale it is compared on.
    UnknownGrade,
}

/// An unknown: why, and the unit (`alias.list[1]`, `alias.object.member`, `request.member`) that
/// would settle it if disclosed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unknown {
    pub(crate) cause: Cause,
    pub(crate) unit: Arc<str>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact {
    Absent,
    Known(Scalar),
    /// What would have to be known, and why it is not. Where there are several, all of them would have to be.
    Unknown(Vec<Unknown>),
    /// An object of named facts.
    Object(Members),
    List(List),
}

/// The name of a fact. Nearly all are those of the vocabulary, which cost nothing.
pub(crate) type FactName = Cow<'static, str>;

/// Named facts. A name that is not among them is absent, or unknown where the object may have
/// further members.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Members {
    pub(crate) known: Vec<(FactName, Fact)>,
    /// Set if further members may be there: why, and the unit of the object as a whole. The unit of a member
    /// is this unit, a dot and the member's name.
    pub(crate) open: Option<Unknown>,
}

/// A list of records.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct List {
    /// The elements that are, or may be, there. Those set aside by law are not among them.
    pub(crate) elements: Vec<Element>,
    /// Of each of these sorts, any number of further elements may be there.
    pub(crate) open: Vec<Further>,
}

/// Elements that may be there besides.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Further {
    /// Why it is not known whether there are any.
    pub(crate) why: Unknown,
    /// What each of them would hold; of its other members nothing is known.
    pub(crate) known: Vec<(FactName, Fact)>,
}

impl From<Unknown> for Further {
    /// Elements of which nothing is known.
    fn from(why: Unknown) -> Self {
        Self {
            why,
            known: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Its place in the list as it was drawn.
    pub(crate) index: usize,
    /// Why it may not be there at all or may not count (a decoy, a dispute); `None`: it counts.
    pub(crate) doubt: Option<Unknown>,
    /// `None`: nothing is known of its content.
    pub(crate) record: Option<Arc<Members>>,
}
