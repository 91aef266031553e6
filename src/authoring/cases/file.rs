//! A file of cases, and what it says.

use crate::authoring::patch;
use crate::decision::Outcome;
use crate::json::{Object, Value};
use crate::time::Instant;

/// A file of cases: `{"programme", "now"?, "facts", "cases": […]}`.
///
/// The facts are those that all cases have in common, in the form that [`Trial::run`](crate::Trial::run) takes. What
/// a case has `with` it is a JSON merge patch (RFC 7396) on them.
#[derive(Debug, Clone)]
pub struct Cases {
    /// The id of the programme.
    pub(super) programme: String,
    pub(super) now: Option<Instant>,
    pub(super) facts: Object,
    pub(super) cases: Vec<Case>,
}

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) with: Object,
    pub(super) now: Instant,
    pub(super) expect: Expectation,
    /// Whether somebody has said that this is what has to come out.
    pub(super) confirmed: bool,
}

/// What has to come out. What is `None` is not compared.
#[derive(Debug, Clone)]
pub(super) struct Expectation {
    pub(super) outcome: Outcome,
    pub(super) tier: Option<Option<String>>,
    pub(super) valid_until: Option<Option<Instant>>,
    pub(super) eligible_from: Option<Option<Instant>>,
    pub(super) missing: Option<Vec<String>>,
    /// The requirements that are not met.
    pub(super) requirements: Option<Vec<String>>,
    pub(super) manual_review: Option<bool>,
}

/// The facts of a case, and when it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaseFacts {
    /// The name of the case.
    pub name: String,
    /// Facts as [`Trial::run`](crate::Trial::run) takes them.
    pub facts: Value,
    /// When they are decided.
    pub now: Instant,
}

impl Cases {
    /// The id of the programme that they are about.
    pub fn programme(&self) -> &str {
        &self.programme
    }

    /// The facts of each case.
    pub fn facts(&self) -> impl Iterator<Item = CaseFacts> {
        self.cases.iter().map(|case| CaseFacts {
            name: case.name.clone(),
            facts: self.facts_of(case),
            now: case.now,
        })
    }

    pub(super) fn facts_of(&self, case: &Case) -> Value {
        patch::merged(&self.facts.clone().into(), &case.with.clone().into())
    }
}
