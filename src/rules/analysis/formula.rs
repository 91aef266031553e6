//! Conditions as formulas over atoms, and what they may come to while some atoms are open.

use crate::rules::Verdict;

/// A condition. Its leaves are atoms, by number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Atom(usize),
    /// Whether the inner one is true; false also where that is unknown.
    Holds(Box<Formula>),
    Known(Verdict),
    Not(Box<Formula>),
}

/// Verdicts that are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcomes(u8);

const FALSE: u8 = 1;
const TRUE: u8 = 2;
const UNKNOWN: u8 = 4;

impl Outcomes {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ANY: Self = Self(FALSE | TRUE | UNKNOWN);

    pub(super) fn one(verdict: Verdict) -> Self {
        Self(match verdict {
            Verdict::False => FALSE,
            Verdict::True => TRUE,
            Verdict::Unknown => UNKNOWN,
        })
    }

    pub(super) fn or_else(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn may_hold(self) -> bool {
        self.has(TRUE)
    }

    /// Whether nothing but true is possible.
    pub(super) fn hold(self) -> bool {
        self.0 == TRUE
    }

    pub(super) fn are_settled(self) -> bool {
        self.0.count_ones() <= 1
    }

    fn has(self, bits: u8) -> bool {
        self.0 & bits != 0
    }

    /// What a conjunction may come to, if either part comes to each of its verdicts beside each of the other's.
    fn and(self, other: Self) -> Self {
        if self == Self::NONE || other == Self::NONE {
            return Self::NONE;
        }
        let mut bits = (self.0 | other.0) & FALSE;
        bits |= self.0 & other.0 & TRUE;
        let unknown = |a: Self, b: Self| a.has(UNKNOWN) && b.has(UNKNOWN | TRUE);
        if unknown(self, other) || unknown(other, self) {
            bits |= UNKNOWN;
        }
        Self(bits)
    }

    fn negated(self) -> Self {
        let swapped = (self.0 & FALSE) << 1 | (self.0 & TRUE) >> 1;
        Self(swapped | self.0 & UNKNOWN)
    }

    fn holds(self) -> Self {
        let fails = if self.has(FALSE | UNKNOWN) { FALSE } else { 0 };
        Self(self.0 & TRUE | fails)
    }
}

impl Formula {
    pub(super) const TRUE: Self = Self::Known(Verdict::True);
    pub(super) const FALSE: Self = Self::Known(Verdict::False);

    pub(super) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Whether it is true, as a formula of two values.
    pub(super) fn holds(self) -> Self {
        Self::Holds(Box::new(self))
    }

    /// What it may come to, for what each atom may. Atoms count as independent of one another, so that there may be
    /// verdicts among them that it never comes to; none is missing. `spend` is told of each part.
    pub(super) fn outcomes(
        &self,
        atom: &impl Fn(usize) -> Outcomes,
        spend: &impl Fn(usize),
    ) -> Outcomes {
        spend(1);
        match self {
            Self::All(parts) => {
                let mut all = Outcomes::one(Verdict::True);
                for part in parts {
                    all = all.and(part.outcomes(atom, spend));
                    if all == Outcomes::one(Verdict::False) {
                        break;
                    }
                }
                all
            }
            Self::Any(parts) => {
                let mut none = Outcomes::one(Verdict::True);
                for part in parts {
                    none = none.and(part.outcomes(atom, spend).negated());
                    if none == Outcomes::one(Verdict::False) {
                        break;
                    }
                }
                none.negated()
            }
            Self::Atom(number) => atom(*number),
            Self::Holds(inner) => inner.outcomes(atom, spend).holds(),
            Self::Known(verdict) => Outcomes::one(*verdict),
            Self::Not(inner) => inner.outcomes(atom, spend).negated(),
        }
    }

    /// The same with some atoms known.
    pub(super) fn given(&self, known: &impl Fn(usize) -> Option<Verdict>) -> Self {
        let all = |parts: &[Self]| parts.iter().map(|part| part.given(known)).collect();
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Atom(number) => known(*number).map_or(Self::Atom(*number), Self::Known),
            Self::Holds(inner) => inner.given(known).holds(),
            Self::Known(verdict) => Self::Known(*verdict),
            Self::Not(inner) => inner.given(known).negated(),
        }
    }

    /// Calls `visit` with each atom.
    pub(super) fn atoms(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.atoms(visit);
                }
            }
            Self::Atom(number) => visit(*number),
            Self::Holds(inner) | Self::Not(inner) => inner.atoms(visit),
            Self::Known(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outcomes of sets are those of their members, one by one.
    #[test]
    fn sets_of_verdicts_combine_as_their_members_do() {
        let verdicts = [Verdict::False, Verdict::True, Verdict::Unknown];
        let of = |bits: u8| {
            let members = verdicts.into_iter().enumerate();
            let members = members.filter(move |(i, _)| bits & 1 << i != 0);
            members.map(|(_, verdict)| verdict)
        };
        let set = |all: &mut dyn Iterator<Item = Verdict>| {
            all.fold(Outcomes::NONE, |set, one| set.or_else(Outcomes::one(one)))
        };
        for a in 0..8 {
            assert_eq!(Outcomes(a).negated(), set(&mut of(a).map(|v| !v)));
            let holds = |v| Verdict::from(v == Verdict::True);
            assert_eq!(Outcomes(a).holds(), set(&mut of(a).map(holds)));
            for b in 0..8 {
                let mut both = of(a).flat_map(|x| of(b).map(move |y| x.and(y)));
                assert_eq!(Outcomes(a).and(Outcomes(b)), set(&mut both), "{a} {b}");
            }
        }
    }
}
