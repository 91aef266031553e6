//! What is decided: a programme, and the bundles that were given for it.
use std::sync::Arc;

use crate::credit::{Claims, Extent, Forum, LawfulUse, Recognition, Rows, groups};
use crate::law::Edition;
use crate::programme::{Input, Programme};
use crate::rules::{Cause, Fact, Members, REQUEST, Unknown};
use crate::time::{Day, Instant};
use crate::work::Work;

/// One bundle, in its place in the programme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BundleInput<'a> {
    pub(crate) input: &'a Input,
    pub(crate) claims: &'a Claims,
    /// The agreements between regions.
    pub(crate) recognition: &'a [Recognition],
    /// From then on its lists are stale.
    pub(crate) fresh_until: Instant,
    /// What follows from what it lacks; none, of plain facts.
    pub(crate) extent: Option<Extent<'a>>,
}

/// What is decided: a programme, the bundles that were given, and what is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Case<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) bundles: Vec<BundleInput<'a>>,
    pub(crate) request: Fact,
    /// The app expects subjects that are not disclosed: what would have to be.
    pub(crate) unproven_subjects: Vec<Unknown>,
    /// The day on which a later version of the programme takes its place, if one does.
    pub(crate) replaced_on: Option<Day>,
    pub(crate) law: &'a Edition,
    /// What may still be done to decide it.
    pub(crate) work: &'a Work,
}

/// How to look at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// As it stands at an instant.
    At(Instant),
    /// On a day, with bundles of the same records drawn on that day, and the programme prolonged.
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
            work: self.work,
        }
    }

    /// The inputs by alias, and `request`. Of an input that was not given nothing is known.
    pub(super) fn root(&self, members: impl Iterator<Item = Members>) -> Members {
        let mut root = Members::default();
        for (bundle, members) in self.bundles.iter().zip(members) {
            let alias = bundle.input.alias.as_str();
            root.known.push((alias.into(), Fact::Object(members)));
        }
        for input in &self.programme.inputs {
            let alias: Arc<str> = input.alias.as_str().into();
            if !root.known.iter().any(|(name, _)| *name == alias) {
                root.known.push((alias.clone(), unseen(&alias)));
            }
        }
        root.known.push((REQUEST.into(), self.request.clone()));
        root
    }
}

/// A bundle of which nothing is known. Its groups are not disclosures themselves, so that what would
/// settle something is always one of their members.
fn unseen(alias: &str) -> Fact {
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
        (Arc::from(name), fact)
    });
    open(alias.to_owned(), inside.collect())
}
