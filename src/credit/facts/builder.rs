//! The builder of a bundle's facts, and the unknowns for what is hidden or missing.

use crate::credit::claims::Claims;
use crate::credit::complete::Extent;
use crate::credit::lawful_use::{self, Forum, Rows};
use crate::credit::record::{ByName, Group};
use crate::credit::vocabulary::ClaimType;
use crate::law::Law;
use crate::rules::{Cause, Fact, FactName, Members, Unknown};
use crate::time::Day;
use crate::work::Work;

/// What the facts of one bundle depend on, beside its claims.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The input's name in the programme.
    pub(crate) alias: &'a str,
    pub(crate) forum: Forum<'a>,
    pub(crate) law: &'a Law,
    pub(crate) rows: Rows,
    pub(crate) today: Day,
    /// Whether lists, evaluations and the like were drawn too long ago.
    pub(crate) stale: bool,
    /// The day on which rules see them as drawn.
    pub(crate) drawn_on: Day,
    /// The ages that the rules ask for by `age_over`.
    pub(crate) ages: &'a [i64],
    /// What follows from what the bundle lacks. None for plain facts, which are complete as written.
    pub(crate) extent: Option<Extent<'a>>,
    pub(crate) work: &'a Work,
}

/// A record that the law keeps out of the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetAsideRecord {
    /// `credit.penalties[1]`, in the issuer's numbering.
    pub(crate) path: String,
    pub(crate) reason: lawful_use::Exclusion,
}

/// Makes the facts of one bundle.
pub(super) struct Builder<'a> {
    pub(super) claims: &'a Claims,
    pub(super) context: Context<'a>,
    pub(super) natural: bool,
    pub(super) set_aside: Vec<SetAsideRecord>,
    pub(super) is_open_by_law: bool,
}

impl Builder<'_> {
    pub(super) fn unknown(&self, cause: Cause, name: &str) -> Unknown {
        Unknown {
            cause,
            unit: [self.context.alias, ".", name].concat().into(),
        }
    }

    pub(super) fn undisclosed(&self, name: &str) -> Unknown {
        self.unknown(Cause::Undisclosed, name)
    }

    /// The unknown for a claim that the bundle lacks; `None` if it is known that there is none.
    pub(super) fn lacking(&self, name: &str) -> Option<Unknown> {
        let unknown = |_| self.unknown(Cause::Incomplete, name);
        self.context.extent.filter(|e| !e.knows(name)).map(unknown)
    }

    /// An object whose members are each a disclosure.
    pub(super) fn named(&self, claim: &ClaimType, named: &Group) -> Fact {
        let name = claim.name;
        let mut members = Members {
            known: named.known.clone(),
            open: named.open.then(|| self.undisclosed(name)),
        };
        if let (None, Some(lacking), Some(extent)) =
            (&members.open, self.lacking(name), self.context.extent)
        {
            members.open = Some(lacking);
            let always_issued = extent
                .known_members(name)
                .map(|member| member.to_owned().into());
            let not_there = always_issued.chain(self.inapplicable(claim).map(FactName::from));
            let not_there = not_there.filter(|member: &FactName| named.fact(member).is_none());
            members
                .known
                .extend(not_there.map(|member| (member, Fact::Absent)));
        }
        for hidden in &named.hidden {
            let unknown = self.undisclosed(&[name, ".", hidden].concat());
            members
                .known
                .push((hidden.to_string().into(), Fact::Unknown(vec![unknown])));
        }
        Fact::Object(members)
    }

    /// The members that no subject of this kind has.
    fn inapplicable(&self, claim: &ClaimType) -> impl Iterator<Item = &'static str> + use<> {
        let natural = self.natural;
        let fields = claim.fields().iter();
        let others = fields.filter(move |field| !field.of.have(natural));
        others.map(|field| field.name)
    }
}
