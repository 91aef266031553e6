//! Minors: whether a record was made when its subject was one.

use super::{Doubt, Exclusion, LawfulUse, Standing};
use crate::credit::record::{ByName, Record};
use crate::credit::vocabulary::ListType;
use crate::credit::vocabulary::name::FULL_CAPACITY;
use crate::law::{Capacity, Ground};
use crate::rules::Verdict;
use crate::time::Day;

impl LawfulUse<'_> {
    /// What was done before somebody is a subject of credit does not count afterwards either. Between the
    /// two ages of the law it counts of those who live mainly on their own labour. On a birthday itself,
    /// which is the last day of the age before or the first of the next, it is taken to depend on that.
    pub(super) fn capacity(&self, list: &ListType, record: &Record, _: Day) -> Standing {
        let Some(capacity) = &self.law.capacity else {
            return Standing::Counts;
        };
        if !self.claims.is_of_person() {
            return Standing::Counts;
        }
        let done = list.done_on(record);
        let capable = |day: Day| self.capable(capacity, day);
        // A promise is broken later than it was made, a debt run up at its due day or later.
        let then = match (done, list.done_after(record)) {
            (Some(day), _) => capable(day),
            (None, Some(day)) => match capable(day) {
                Capable::No => Capable::Perhaps(Doubt::Date),
                then => then,
            },
            (None, None) => Capable::Perhaps(Doubt::Date),
        };
        match then {
            Capable::Yes => Standing::Counts,
            Capable::Perhaps(doubt) => Standing::Doubtful(doubt),
            Capable::No => Standing::SetAside(Exclusion::by(Ground::Minor, &capacity.source, done)),
        }
    }

    fn capable(&self, capacity: &Capacity, day: Day) -> Capable {
        let birth = self.claims.birth;
        // From the day after the birthday on nothing is open.
        let eve = day.add_days(-1).unwrap_or(day);
        let partial = birth.is_of_age(capacity.partial, day);
        let full = birth.is_of_age(capacity.full, eve);
        match (partial, full, self.claims.subject.flag(FULL_CAPACITY)) {
            (_, Verdict::True, _) => Capable::Yes,
            (Verdict::False, ..) => Capable::No,
            (Verdict::True, Verdict::False, Some(true)) => Capable::Yes,
            (Verdict::True, Verdict::False, Some(false)) => Capable::No,
            (Verdict::True, Verdict::False, None) => Capable::Perhaps(Doubt::Capacity),
            _ => Capable::Perhaps(Doubt::Age),
        }
    }
}

enum Capable {
    Yes,
    No,
    Perhaps(Doubt),
}
