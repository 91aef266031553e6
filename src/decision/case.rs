//! What is decided: a programme, and the bundles that were given for it.

use crate::credit::{Claims, Extent, Forum, FreshUntil, LawfulUse, Recognition, Rows, groups};
use crate::law::Law;
use crate::programme::{Input, Programme};
use crate::rules::{Cause, Fact, Members, PROMISED, REQUEST, Unknown};
use crate::time::{Day, Instant};
use crate::work::Work;

/// One bundle, in its place in the programme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BundleInput<'a> {
    pub(crate) input: &'a Input,
    pub(crate) claims: &'a Claims,
    /// The agreements between regions.
    pub(crate) recognition: &'a [Recognition],
    /// From when its lists are stale.
    pub(crate) fresh_until: FreshUntil,
    /// What follows from what it lacks. `None` for plain facts, which are complete as written.
    pub(crate) extent: Option<Extent<'a>>,
}

/// What is decided: a programme, the bundles that were given, what is asked for, and what is promised.
#[derive(Debug, Clone)]
pub(crate) struct Case<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) bundles: Vec<BundleInput<'a>>,
    pub(crate) request: Fact,
    /// What the holder promises to whoever decides.
    pub(crate) promised: Fact,
    /// What would have to be disclosed to prove that the bundles are about whom the app expects.
    pub(crate) unproven_subjects: Vec<Unknown>,
    /// The day on which a later version of the programme takes its place, if one does.
    pub(crate) replaced_on: Option<Day>,
    /// The edition of the law that is applied.
    pub(crate) law: &'a Law,
    /// The work that may still be spent on it.
    pub(crate) work: &'a Work,
}

/// The time for which a case is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EvaluationTime {
    /// An instant, with the bundles as they are.
    At(Instant),
    /// A day, as if bundles with the same records were drawn on it, and the programme prolonged.
    Renewed(Day),
}

impl Case<'_> {
    /// The law as it applies to a bundle under this programme.
    pub(super) fn lawful_use<'b>(&'b self, bundle: &'b BundleInput<'_>) -> LawfulUse<'b> {
        LawfulUse {
            claims: bundle.claims,
            forum: Forum {
                regions: &self.programme.regions,
                fields: &self.programme.fields,
                recognition: bundle.recognition,
            },
            law: self.law,
            rows: Rows::All,
            extent: bundle.extent,
            work: self.work,
        }
    }

    /// The facts that rules read: the inputs by alias, `request` and `promised`. Nothing is known of an input that was not
    /// given.
    pub(super) fn root(&self, members: impl Iterator<Item = Members>) -> Members {
        let mut root = Members::default();
        for (bundle, members) in self.bundles.iter().zip(members) {
            let alias = bundle.input.alias.as_str();
            root.known
                .push((alias.to_owned().into(), Fact::Object(members)));
        }
        for input in &self.programme.inputs {
            let alias = input.alias.as_str();
            if !root.known.iter().any(|(name, _)| name == alias) {
                root.known
                    .push((alias.to_owned().into(), unknown_input(alias)));
            }
        }
        root.known.push((REQUEST.into(), self.request.clone()));
        root.known.push((PROMISED.into(), self.promised.clone()));
        root
    }
}

/// The facts of an input that was not given: nothing is known of it. Its groups are no disclosures themselves,
/// so that an unknown always names one of their members.
fn unknown_input(alias: &str) -> Fact {
    let open = |unit: String, known| {
        Fact::Object(Members {
            known,
            open: Some(Unknown {
                cause: Cause::Undisclosed,
                unit: unit.into(),
            }),
        })
    };
    let inside = groups().map(|name| {
        let fact = open(format!("{alias}.{name}"), Vec::new());
        (name.into(), fact)
    });
    open(alias.to_owned(), inside.collect())
}
