//! Reasons: which leaves a verdict rests on.

use super::expr::{Condition, Leaf};
use super::fact::{Cause, Unknown};
use super::operators::Quantifier;
use super::verdict::Verdict;
use super::view::View;
use crate::json::Value;
use crate::work::Work;

/// One leaf of an expression, and why it comes to its verdict.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LeafReason {
    /// The operator; `var` for a boolean fact.
    pub(crate) op: &'static str,
    /// Whether it stands under an odd number of `!`.
    pub(crate) negated: bool,
    /// What it comes to, with the `!`s around it applied.
    pub(crate) verdict: Verdict,
    /// What it is about, as the vocabulary calls it: the first half of a reason's code.
    pub(crate) claim: String,
    pub(crate) why: Why,
    /// The fact, or the element that decided, such as `alias.list[0]`. Empty where there is none.
    pub(crate) path: String,
    /// The kind of records that a list is asked for, such as `volunteer_hours`.
    pub(crate) kind: Option<String>,
    /// Of a quantifier: the indexes of the further elements that would each have decided it too.
    pub(crate) others: Vec<usize>,
    /// What the fact is compared with, in the words of the programme; `null` for quantifiers.
    pub(crate) expected: Value,
    /// The fact. Numbers are strings. `null` if it is absent or not known, and for quantifiers.
    pub(crate) actual: Value,
    /// Everything that would have to be known, in the order of [`Unknown`]; empty unless the verdict is unknown.
    pub(crate) unknowns: Vec<Unknown>,
}

/// The second half of a reason's code. For a value that fails a comparison it says in which direction:
/// a date that should have been earlier is `too_late`, also where it is compared with today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Why {
    Above,
    Absent,
    Below,
    CatalogueNewer,
    Disputed,
    Incomplete,
    LawNewer,
    Minor,
    NotInForce,
    NotMember,
    OutsideCatalogue,
    Present,
    Stale,
    TooEarly,
    TooLate,
    /// Unknown, though nothing is hidden: a sum has too many digits. Nobody can do anything about it.
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
        Self::LawNewer,
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
            Self::LawNewer => "law_newer",
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
            Cause::LawNewer => Self::LawNewer,
            Cause::OutsideCatalogue => Self::OutsideCatalogue,
            Cause::Stale => Self::Stale,
            Cause::Undisclosed => Self::Undisclosed,
            Cause::UnknownGrade => Self::UnknownGrade,
        }
    }
}

/// A table of the reasons that explanations are made of. Explanations name a reason by its number here. A leaf
/// that stands in two places is one reason.
#[derive(Debug, Default)]
pub(crate) struct LeafReasons(Vec<LeafReason>);

impl LeafReason {
    /// Whether something of it was drawn too long ago.
    pub(crate) fn is_stale(&self) -> bool {
        let mut unknowns = self.unknowns.iter();
        unknowns.any(|unknown| unknown.cause == Cause::Stale)
    }
}

impl LeafReasons {
    /// The number of a reason, which is added if it is new. Comparing it with four others takes a step.
    fn number(&mut self, reason: LeafReason, work: &Work) -> usize {
        let known = work.spend(self.0.len() / 4);
        let known = known.then(|| self.0.iter().position(|known| *known == reason));
        known.flatten().unwrap_or_else(|| {
            self.0.push(reason);
            self.0.len() - 1
        })
    }

    pub(crate) fn get(&self, number: usize) -> Option<&LeafReason> {
        self.0.get(number)
    }

    /// The reasons of the shortest explanation.
    pub(crate) fn least(&self, explanations: Explanations) -> Vec<LeafReason> {
        let numbers = explanations.least().into_iter();
        numbers.filter_map(|n| self.get(n).cloned()).collect()
    }
}

/// Explanations of one verdict. The leaves of each suffice for it. The shortest comes first, and among equals
/// the one that stands first in the rule.
///
/// Longer ones are kept too. Parts may share reasons, so that the shortest explanation of a whole need not be
/// made of the shortest ones of its parts.
#[derive(Debug)]
pub(crate) struct Explanations(Vec<Explanation>);

/// The numbers of its reasons in [`LeafReasons`].
type Explanation = Vec<usize>;

/// How many reasons the explanations that are kept may have together. So the longer they are, the fewer are
/// kept; one always is.
const REASONS: usize = 256;

impl Explanations {
    /// There is nothing to explain.
    pub(crate) fn nothing() -> Self {
        Self(vec![Vec::new()])
    }

    /// One explanation, by one reason.
    pub(crate) fn by(reason: LeafReason, reasons: &mut LeafReasons, work: &Work) -> Self {
        Self(vec![vec![reasons.number(reason, work)]])
    }

    /// Where an explanation by either is enough: those of both.
    fn or(mut self, other: Self, work: &Work) -> Self {
        for explanation in other.0 {
            self.add(explanation, work);
        }
        self
    }

    /// Where both have to be explained: each explanation of the one with each of the other.
    pub(crate) fn and(self, other: &Self, work: &Work) -> Self {
        let mut both = Self(Vec::new());
        for own in &self.0 {
            for further in &other.0 {
                // To join them takes as many comparisons as there are pairs of reasons.
                if work.spend(1 + own.len().saturating_mul(further.len()) / 16) {
                    both.add(join(own, further), work);
                }
            }
        }
        both
    }

    /// The numbers of all reasons of all explanations.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flatten().copied()
    }

    /// The shortest, by the numbers of its reasons.
    pub(crate) fn least(self) -> Vec<usize> {
        self.0.into_iter().next().unwrap_or_default()
    }

    /// Adds one, unless a part of it is one already; those that it is a part of go. Whatever these are joined with, it
    /// does as well, with no more reasons.
    fn add(&mut self, explanation: Explanation, work: &Work) {
        let kept = self.0.iter().map(Vec::len).sum::<usize>();
        if !work.spend(1 + kept.saturating_mul(explanation.len()) / 64) {
            return;
        }
        let place = self
            .0
            .partition_point(|known| known.len() <= explanation.len());
        let (shorter, _) = self.0.split_at(place);
        if shorter.iter().any(|known| is_part(known, &explanation)) {
            return;
        }
        let mut longer = self.0.split_off(place);
        longer.retain(|known| !is_part(&explanation, known));
        self.0.push(explanation);
        self.0.append(&mut longer);
        let shortest = self.0.first().map_or(0, Vec::len);
        self.0.truncate((REASONS / shortest.max(1)).max(1));
    }
}

fn is_part(part: &[usize], whole: &[usize]) -> bool {
    part.iter().all(|reason| whole.contains(reason))
}

fn join(own: &[usize], further: &[usize]) -> Explanation {
    let mut all = own.to_vec();
    for reason in further {
        if !own.contains(reason) {
            all.push(*reason);
        }
    }
    all
}

/// Steps that it takes to put a reason together, beside those of its verdict.
const WORDING: usize = 16;

impl<'f> View<'f> {
    /// The explanations of a condition's verdict.
    pub(super) fn explanations(
        &self,
        condition: &'f Condition,
        reasons: &mut LeafReasons,
    ) -> Explanations {
        self.explain(condition, false, reasons)
    }

    fn explain(
        &self,
        condition: &'f Condition,
        negated: bool,
        reasons: &mut LeafReasons,
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
        // One part that comes to `decisive` settles the whole. Without one, the unknown parts explain it;
        // without unknown parts, all parts do.
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

    fn reason(&self, leaf: &'f Leaf, negated: bool) -> LeafReason {
        self.work.spend(WORDING);
        let raw = self.leaf(leaf);
        let verdict = if negated { !raw } else { raw };
        let mut unknowns = Vec::new();
        if raw == Verdict::Unknown {
            self.leaf_sources(leaf, &mut unknowns);
        }
        let details = self.reason_details(leaf, raw, negated);
        // Texts may be of any length, and are copied into every reason that they stand in.
        let copied = details.expected.text_bytes() + details.actual.text_bytes();
        self.work.spend(copied);
        let cause = unknowns.first().map(|unknown| Why::from(unknown.cause));
        LeafReason {
            op: leaf.op(),
            negated,
            verdict,
            claim: self.noun(&details.path, &unknowns).to_owned(),
            why: match verdict {
                Verdict::False => details.mismatch,
                Verdict::True if details.is_nothing || leaf.asks_for_absence(negated) => {
                    Why::Absent
                }
                // Under a `!` the leaf had to fail, and it fails because its fact is absent.
                Verdict::True if negated && details.mismatch == Why::Absent => Why::Absent,
                Verdict::True => Why::Present,
                Verdict::Unknown => cause.unwrap_or(Why::Undecided),
            },
            path: details.path,
            kind: details.kind,
            others: details.others,
            expected: details.expected,
            actual: details.actual,
            unknowns,
        }
    }
}

impl View<'_> {
    /// What a reason is about: the claim of its path. Where only other claims are undisclosed, it is the first
    /// of those: a record may be shown, and the birthdate that tells whether it counts be hidden.
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
    /// Whether the leaf asks that something is not there.
    fn asks_for_absence(&self, negated: bool) -> bool {
        match self {
            Self::Exists(_) => negated,
            Self::Quantified { quantifier, .. } => match quantifier {
                Quantifier::All => false,
                Quantifier::No => !negated,
                Quantifier::Any => negated,
            },
            _ => false,
        }
    }
}
