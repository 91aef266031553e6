//! Reasons: which leaves a verdict rests on.

use std::collections::BTreeSet;

use super::expr::{Condition, Leaf};
use super::fact::{Cause, Unknown};
use super::operators::Quantifier;
use super::verdict::Verdict;
use super::view::View;
use crate::json::Value;
use crate::work::Work;

/// One leaf of an expression, and what it contributes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reason {
    /// The operator; `var` for a boolean fact.
    pub(crate) op: &'static str,
    /// Whether it stands under an odd number of `!`.
    pub(crate) negated: bool,
    /// What it comes to, after the `!`s.
    pub(crate) verdict: Verdict,
    /// What it is about, as the vocabulary calls it.
    pub(crate) claim: String,
    pub(crate) why: Why,
    /// The fact, or the element that decided, such as `alias.list[0]`. Empty where there is none.
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

/// The reasons that explanations are made of, each once, by its number: a leaf that stands in two places
/// is one reason.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Vec<Reason>);

impl Reasons {
    /// The number of a reason; each that it is compared with may take a step.
    fn number(&mut self, reason: Reason, work: &Work) -> usize {
        let known = work.spend(self.0.len() / 4);
        let known = known.then(|| self.0.iter().position(|known| *known == reason));
        known.flatten().unwrap_or_else(|| {
            self.0.push(reason);
            self.0.len() - 1
        })
    }

    pub(crate) fn get(&self, number: usize) -> Option<&Reason> {
        self.0.get(number)
    }

    /// The reasons of the shortest explanation.
    pub(crate) fn least(&self, explanations: Explanations) -> Vec<Reason> {
        let numbers = explanations.least().into_iter();
        numbers.filter_map(|n| self.get(n).cloned()).collect()
    }
}

/// Ways to explain a verdict, each by leaves that suffice for it; the shortest first, and of those as
/// short the one that comes first in the rule.
///
/// The shortest explanation of a whole need not be made of the shortest of its parts, as they may share
/// reasons.
#[derive(Debug)]
pub(crate) struct Explanations(Vec<Way>);

/// Reasons by their numbers.
type Way = Vec<usize>;

/// As many ways are kept as have so many reasons between them: of longer ones fewer, and always one.
const REASONS: usize = 256;

impl Explanations {
    /// There is nothing to explain.
    pub(crate) fn nothing() -> Self {
        Self(vec![Vec::new()])
    }

    pub(crate) fn by(reason: Reason, reasons: &mut Reasons, work: &Work) -> Self {
        Self(vec![vec![reasons.number(reason, work)]])
    }

    /// What the one explains or what the other does is enough.
    fn or(mut self, other: Self, work: &Work) -> Self {
        for way in other.0 {
            self.add(way, work);
        }
        self
    }

    /// What the one explains is needed, and what the other does.
    pub(crate) fn and(self, other: &Self, work: &Work) -> Self {
        let mut both = Self(Vec::new());
        for way in &self.0 {
            for further in &other.0 {
                // As many comparisons as there are pairs, and a list for both.
                if work.spend(1 + way.len().saturating_mul(further.len()) / 16) {
                    both.add(with(way, further), work);
                }
            }
        }
        both
    }

    /// The numbers of all reasons that stand in some way.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flatten().copied()
    }

    /// The shortest, by the numbers of its reasons.
    pub(crate) fn least(self) -> Vec<usize> {
        self.0.into_iter().next().unwrap_or_default()
    }

    fn add(&mut self, way: Way, work: &Work) {
        if !work.spend(1 + self.0.len() / 64) {
            return;
        }
        let place = self.0.partition_point(|known| known.len() <= way.len());
        self.0.insert(place, way);
        let shortest = self.0.first().map_or(0, Vec::len);
        self.0.truncate((REASONS / shortest.max(1)).max(1));
    }
}

fn with(way: &[usize], further: &[usize]) -> Way {
    let new = further.iter().filter(|reason| !way.contains(reason));
    way.iter().chain(new).copied().collect()
}

/// Steps of putting a reason into words.
const WORDING: usize = 16;

impl<'f> View<'f> {
    /// The leaves that explain the verdict.
    pub(super) fn explanations(
        &self,
        condition: &'f Condition,
        reasons: &mut Reasons,
    ) -> Explanations {
        self.explain(condition, false, reasons)
    }

    fn explain(
        &self,
        condition: &'f Condition,
        negated: bool,
        reasons: &mut Reasons,
    ) -> Explanations {
        let (parts, decisive) = match condition {
            Condition::All(parts) => (parts, Verdict::False),
            Condition::Any(parts) => (parts, Verdict::True),
            Condition::Constant(_) => return Explanations::nothing(),
            Condition::Leaf(leaf) => {
                let reason = self.reason(leaf, negated);
                return Explanations::by(reason, reasons, self.work);
            }
            Condition::Not(inner) => return self.explain(inner, !negated, reasons),
        };
        // Any part that comes to `decisive` settles the whole. Otherwise the unknown parts explain it,
        // or else all do.
        let verdicts: Vec<(Verdict, &Condition)> = parts
            .iter()
            .map(|part| (self.verdict(part), part))
            .collect();
        let has = |wanted| verdicts.iter().any(|(verdict, _)| *verdict == wanted);
        let telling = match (has(decisive), has(Verdict::Unknown)) {
            (true, _) => decisive,
            (false, true) => Verdict::Unknown,
            (false, false) => !decisive,
        };
        let settles = telling == decisive;
        let mut whole = match settles {
            true => Explanations(Vec::new()),
            false => Explanations::nothing(),
        };
        for (_, part) in verdicts.iter().filter(|(verdict, _)| *verdict == telling) {
            if self.work.is_overdrawn() {
                break;
            }
            let part = self.explain(part, negated, reasons);
            whole = match settles {
                true => whole.or(part, self.work),
                false => whole.and(&part, self.work),
            };
        }
        whole
    }

    /// To put it into words takes some steps beside its verdict.
    fn reason(&self, leaf: &'f Leaf, negated: bool) -> Reason {
        self.work.spend(WORDING);
        let raw = self.leaf(leaf);
        let verdict = if negated { !raw } else { raw };
        let mut unknowns = BTreeSet::new();
        if raw == Verdict::Unknown {
            self.leaf_sources(leaf, &mut unknowns);
        }
        let unknowns = unknowns.into_iter().collect::<Vec<_>>();
        let finding = self.finding(leaf, raw, negated);
        // Texts of any length are told again by every reason that they stand in.
        let told = finding.expected.text_bytes() + finding.actual.text_bytes();
        self.work.spend(told);
        let cause = unknowns.first().map(|unknown| Why::from(unknown.cause));
        Reason {
            op: leaf.op(),
            negated,
            verdict,
            claim: self.noun(&finding.path, &unknowns).to_owned(),
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

impl View<'_> {
    /// What a reason is about: its path, unless all that is not disclosed is something else, such as
    /// what would tell whether an element counts that is shown.
    fn noun<'p>(&self, path: &'p str, unknowns: &'p [Unknown]) -> &'p str {
        let is_hidden = |unknown: &&Unknown| unknown.cause == Cause::Undisclosed;
        let mut hidden = unknowns.iter().filter(is_hidden);
        let noun = |path| self.vocabulary.noun(path);
        let of_path = noun(path);
        match hidden.clone().next() {
            Some(first) if hidden.all(|u| noun(&u.unit) != of_path) => noun(&first.unit),
            _ => of_path,
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
