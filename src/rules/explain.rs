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
    /// Of a quantifier: the indexes of the further elements that would each have decided it too.
    pub(crate) others: Vec<usize>,
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
    OutsideCatalogue,
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
        Self::OutsideCatalogue,
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
            Self::OutsideCatalogue => "outside_catalogue",
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
            Cause::OutsideCatalogue => Self::OutsideCatalogue,
            Cause::Stale => Self::Stale,
            Cause::Undisclosed => Self::Undisclosed,
            Cause::UnknownGrade => Self::UnknownGrade,
        }
    }
}

/// Ways to explain a verdict, each by leaves that suffice for it; the shortest first, and of those as
/// short the one that comes first in the rule.
///
/// A leaf that stands in two places is one reason, so that the shortest explanation of a whole need
/// not be made of the shortest of its parts.
pub(crate) struct Explanations(Vec<Vec<Reason>>);

/// As many ways are kept as have so many reasons between them: of longer ones fewer, and always one.
const REASONS: usize = 256;

impl Explanations {
    /// There is nothing to explain.
    pub(crate) fn nothing() -> Self {
        Self(vec![Vec::new()])
    }

    pub(crate) fn by(reason: Reason) -> Self {
        Self(vec![vec![reason]])
    }

    /// What the one explains or what the other does is enough.
    pub(crate) fn or(mut self, other: Self) -> Self {
        for way in other.0 {
            self.add(way);
        }
        self
    }

    /// What the one explains is needed, and what the other does.
    pub(crate) fn and(self, other: &Self) -> Self {
        let mut both = Self(Vec::new());
        let Some((last, others)) = other.0.split_last() else {
            return both;
        };
        for way in self.0 {
            for further in others {
                both.add(with(way.clone(), further));
            }
            both.add(with(way, last));
        }
        both
    }

    pub(crate) fn contains(&self, reason: &Reason) -> bool {
        self.0.iter().any(|way| way.contains(reason))
    }

    pub(crate) fn least(self) -> Vec<Reason> {
        self.0.into_iter().next().unwrap_or_default()
    }

    fn add(&mut self, way: Vec<Reason>) {
        let place = self.0.partition_point(|known| known.len() <= way.len());
        self.0.insert(place, way);
        let shortest = self.0.first().map_or(0, Vec::len);
        self.0.truncate((REASONS / shortest.max(1)).max(1));
    }
}

fn with(mut way: Vec<Reason>, further: &[Reason]) -> Vec<Reason> {
    for reason in further {
        if !way.contains(reason) {
            way.push(reason.clone());
        }
    }
    way
}

impl<'f> View<'f> {
    /// The leaves that explain the verdict.
    pub(super) fn explanations(&self, condition: &'f Condition) -> Explanations {
        self.explain(condition, false)
    }

    fn explain(&self, condition: &'f Condition, negated: bool) -> Explanations {
        match condition {
            Condition::All(parts) => self.explain_parts(parts, Verdict::False, negated),
            Condition::Any(parts) => self.explain_parts(parts, Verdict::True, negated),
            Condition::Constant(_) => Explanations::nothing(),
            Condition::Leaf(leaf) => Explanations::by(self.reason(leaf, negated)),
            Condition::Not(inner) => self.explain(inner, !negated),
        }
    }

    /// Any part that comes to `decisive` settles the whole. Otherwise the unknown parts explain it, or
    /// else all do.
    fn explain_parts(
        &self,
        parts: &'f [Condition],
        decisive: Verdict,
        negated: bool,
    ) -> Explanations {
        let judged: Vec<(Verdict, &Condition)> = parts
            .iter()
            .map(|part| (self.verdict(part), part))
            .collect();
        let has = |wanted| judged.iter().any(|(verdict, _)| *verdict == wanted);
        let of = |wanted| {
            let those = judged.iter().filter(move |(verdict, _)| *verdict == wanted);
            those.map(|(_, part)| self.explain(part, negated))
        };
        if has(decisive) {
            return of(decisive).fold(Explanations(Vec::new()), Explanations::or);
        }
        let telling = match has(Verdict::Unknown) {
            true => Verdict::Unknown,
            false => !decisive,
        };
        of(telling).fold(Explanations::nothing(), |all, part| all.and(&part))
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
            claim: claim_of(&finding.path, &unknowns).to_owned(),
            why: match verdict {
                Verdict::False => finding.miss,
                Verdict::True if finding.is_nothing || leaf.asks_for_absence(negated) => {
                    Why::Absent
                }
                // What should not hold does not, as there is nothing of which it could.
                Verdict::True if negated && finding.miss == Why::Absent => Why::Absent,
                Verdict::True => Why::Present,
                Verdict::Unknown => cause.unwrap_or(Why::Undecided),
            },
            path: finding.path,
            others: finding.others,
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

/// What a reason is about: its path, unless all that is not disclosed is something else, such as the
/// age of which it depends whether a record counts that is shown.
fn claim_of<'p>(path: &'p str, unknowns: &'p [Unknown]) -> &'p str {
    let is_hidden = |unknown: &&Unknown| unknown.cause == Cause::Undisclosed;
    let mut hidden = unknowns.iter().filter(is_hidden);
    let claim_of_path = claim(path);
    match hidden.clone().next() {
        Some(first) if hidden.all(|u| claim(&u.unit) != claim_of_path) => claim(&first.unit),
        _ => claim_of_path,
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
