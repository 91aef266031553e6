//! Reasons: which leaves a verdict rests on.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::expr::{Condition, Leaf};
use super::fact::{Cause, Unknown};
use super::operators::Quantifier;
use super::verdict::Verdict;
use super::view::View;
use crate::json::Value;
use crate::sorted_set::SortedSet;

/// One leaf of an expression, and what it contributes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reason {
    /// The operator; `var` for a boolean fact.
    pub(crate) op: &'static str,
    /// Whether it stands under an odd number of `!`.
    pub(crate) negated: bool,
    /// What it comes to, after the `!`s.
    pub(crate) verdict: Verdict,
    /// What it is about: `listing`, `evaluation`, `subject`, `request`, `now` …
    pub(crate) claim: String,
    pub(crate) why: Why,
    /// The fact, such as `credit.evaluations.zhima.score`, or the element that decided, such as
    /// `credit.listings[0]`. Empty where there is none.
    pub(crate) path: String,
    /// What the fact is held against, in the words of the programme; `null` for quantifiers.
    pub(crate) expected: Value,
    /// The fact; `null` if it is absent or not known, and for quantifiers. Numbers are strings.
    pub(crate) actual: Value,
    /// Everything that would have to be known, least first; empty unless the verdict is unknown.
    pub(crate) unknowns: Vec<Unknown>,
}

/// The second half of a reason's code. Of a value that is not in order it says how the value
/// misses: a date that should have been earlier is `too_late`, also when it is measured by today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Why {
    Above,
    Absent,
    Below,
    CatalogueNewer,
    Disputed,
    Incomplete,
    Minor,
    NotInForce,
    NotMember,
    Present,
    Stale,
    TooEarly,
    TooLate,
    /// Open for no reason that anybody could do something about: a sum of too many digits.
    Undecided,
    Undisclosed,
    UnknownGrade,
    WrongValue,
}

impl Why {
    #[cfg(test)]
    pub(crate) const ALL: &[Self] = &[
        Self::Above,
        Self::Absent,
        Self::Below,
        Self::CatalogueNewer,
        Self::Disputed,
        Self::Incomplete,
        Self::Minor,
        Self::NotInForce,
        Self::NotMember,
        Self::Present,
        Self::Stale,
        Self::TooEarly,
        Self::TooLate,
        Self::Undecided,
        Self::Undisclosed,
        Self::UnknownGrade,
        Self::WrongValue,
    ];

    /// The spelling in decisions.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Absent => "absent",
            Self::Below => "below",
            Self::CatalogueNewer => "catalogue_newer",
            Self::Disputed => "disputed",
            Self::Incomplete => "incomplete",
            Self::Minor => "minor",
            Self::NotInForce => "not_in_force",
            Self::NotMember => "not_member",
            Self::Present => "present",
            Self::Stale => "stale",
            Self::TooEarly => "too_early",
            Self::TooLate => "too_late",
            Self::Undecided => "undecided",
            Self::Undisclosed => "undisclosed",
            Self::UnknownGrade => "unknown_grade",
            Self::WrongValue => "wrong_value",
        }
    }
}

impl From<Cause> for Why {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::CatalogueNewer => Self::CatalogueNewer,
            Cause::Disputed => Self::Disputed,
            Cause::Incomplete => Self::Incomplete,
            Cause::Stale => Self::Stale,
            Cause::Undisclosed => Self::Undisclosed,
            Cause::UnknownGrade => Self::UnknownGrade,
        }
    }
}

impl<'f> View<'f> {
    /// The leaves that explain the verdict.
    pub(super) fn reasons(&self, condition: &'f Condition) -> Vec<Reason> {
        self.explain(condition, false)
    }

    fn explain(&self, condition: &'f Condition, negated: bool) -> Vec<Reason> {
        match condition {
            Condition::All(parts) => self.explain_parts(parts, Verdict::False, negated),
            Condition::Any(parts) => self.explain_parts(parts, Verdict::True, negated),
            Condition::Constant(_) => Vec::new(),
            Condition::Leaf(leaf) => vec![self.reason(leaf, negated)],
            Condition::Not(inner) => self.explain(inner, !negated),
        }
    }

    /// One part that comes to `decisive` settles the whole; the one with the shortest explanation
    /// is given, the first of several. Otherwise the unknown parts explain it, or else all do.
    fn explain_parts(
        &self,
        parts: &'f [Condition],
        decisive: Verdict,
        negated: bool,
    ) -> Vec<Reason> {
        let judged: Vec<(Verdict, &Condition)> = parts
            .iter()
            .map(|part| (self.verdict(part), part))
            .collect();
        let of = |wanted| {
            judged
                .iter()
                .filter(move |(verdict, _)| *verdict == wanted)
                .map(|(_, part)| self.explain(part, negated))
        };
        if let Some(shortest) = of(decisive).min_by_key(Vec::len) {
            return shortest;
        }
        let unknown: Vec<Reason> = of(Verdict::Unknown).flatten().collect();
        if judged
            .iter()
            .any(|(verdict, _)| *verdict == Verdict::Unknown)
        {
            return unknown;
        }
        of(!decisive).flatten().collect()
    }

    fn reason(&self, leaf: &'f Leaf, negated: bool) -> Reason {
        let raw = self.leaf(leaf);
        let verdict = if negated { !raw } else { raw };
        let mut unknowns = SortedSet::new();
        if raw == Verdict::Unknown {
            self.leaf_sources(leaf, &mut unknowns);
        }
        let unknowns = unknowns.into_vec();
        let finding = self.finding(leaf, raw, negated);
        let cause = unknowns.first().map(|unknown| Why::from(unknown.cause));
        Reason {
            op: leaf.op(),
            negated,
            verdict,
            claim: claim(&finding.path).to_owned(),
            why: match verdict {
                Verdict::False => finding.miss,
                Verdict::True if finding.is_nothing || leaf.asks_for_absence(negated) => {
                    Why::Absent
                }
                Verdict::True => Why::Present,
                Verdict::Unknown => cause.unwrap_or(Why::Undecided),
            },
            path: finding.path,
            expected: finding.expected,
            actual: finding.actual,
            unknowns,
        }
    }
}

impl Leaf {
    fn asks_for_absence(&self, negated: bool) -> bool {
        match self {
            Self::Exists(_) => negated,
            Self::Quantified { quantifier, .. } => match quantifier {
                Quantifier::All => false,
                Quantifier::None => !negated,
                Quantifier::Some => negated,
            },
            _ => false,
        }
    }
}

/// The first half of a reason's code: what a path is about, in the singular.
pub(crate) fn claim(path: &str) -> &str {
    let mut segments = path.split(['.', '[']);
    let alias = segments.next().unwrap_or_default();
    let named = match alias {
        "now" | "promised" | "request" => None,
        _ => segments.next(),
    };
    match named.unwrap_or(alias) {
        // It asks no fact: its outcome is the programme's own.
        "" => "programme",
        "activities" => "activity",
        "commitments" => "commitment",
        "evaluations" => "evaluation",
        "honours" => "honour",
        "licences" => "licence",
        "listings" => "listing",
        "obligations" => "obligation",
        "penalties" => "penalty",
        other => other,
    }
}
