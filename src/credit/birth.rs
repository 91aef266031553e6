//! What a bundle says of the day of birth.

use super::record::{ByName, Named};
use super::vocabulary::name::{AGE_OVER, BIRTHDATE, ID};
use super::vocabulary::{NATURAL_PERSON, SUBJECT};
use crate::error::{Code, Error, Problem};
use crate::identity;
use crate::rules::{Fact, Scalar, Verdict};
use crate::time::Day;

/// The days on which a person may have been born, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Birth {
    pub(crate) earliest: Day,
    pub(crate) latest: Day,
}

impl Birth {
    const ANY: Self = Self {
        earliest: Day::MIN,
        latest: Day::MAX,
    };

    /// Whether somebody born then has completed so many years on a day.
    pub(super) fn is_of_age(self, years: i64, day: Day) -> Verdict {
        let of_age = |born: Day| born.add_months(12 * years).is_some_and(|b| b <= day);
        match (of_age(self.earliest), of_age(self.latest)) {
            (_, true) => Verdict::True,
            (false, _) => Verdict::False,
            (true, false) => Verdict::Unknown,
        }
    }

    /// The days that both leave open; `None` if there is none.
    pub(crate) fn meet(self, other: Self) -> Option<Self> {
        let met = Self {
            earliest: self.earliest.max(other.earliest),
            latest: self.latest.min(other.latest),
        };
        (met.earliest <= met.latest).then_some(met)
    }

    fn narrow(&mut self, earliest: Day, latest: Day) -> Result<(), Error> {
        let fault = || {
            Error::fault(
                Code::ClaimConflict,
                ["/", SUBJECT.name].concat(),
                Problem::Age,
            )
        };
        *self = self.meet(Self { earliest, latest }).ok_or_else(fault)?;
        Ok(())
    }
}

/// What the disclosed claims say of the day of birth.
pub(super) fn birth(subject: &Named, subject_kind: &str, as_of: Day) -> Result<Birth, Error> {
    let mut birth = Birth::ANY;
    if subject_kind != NATURAL_PERSON {
        return Ok(birth);
    }
    if let Some(day) = subject.day(BIRTHDATE) {
        birth.narrow(day, day)?;
    }
    if let Some(id) = subject.text(ID)
        && let Some(day) = identity::birthdate(id, as_of)
    {
        birth.narrow(day, day)?;
    }
    if let Some(Fact::Object(ages)) = subject.fact(AGE_OVER.text) {
        for (age, over) in &ages.known {
            let (Some(age), Fact::Known(Scalar::Bool(over))) = (age_of(age), over) else {
                continue;
            };
            match (latest_birth(as_of, age), over) {
                (Some(last), true) => birth.narrow(Day::MIN, last)?,
                (Some(last), false) => birth.narrow(last.next().unwrap_or(Day::MAX), Day::MAX)?,
                // Before any day that we have; the first of them is the nearest to it.
                (None, true) => birth.narrow(Day::MIN, Day::MIN)?,
                (None, false) => {}
            }
        }
    }
    Ok(birth)
}

/// The last day of birth on which somebody has completed `age` years by `day`; `None` before the
/// first day of the calendar.
fn latest_birth(day: Day, age: i64) -> Option<Day> {
    let mut birth = day.add_months(-12 * age)?;
    // Going back from 28 February of a common year can land a day early: whoever was born on the
    // 29th comes of age on that day too.
    while let Some(next) = birth.next()
        && next
            .add_months(12 * age)
            .is_some_and(|of_age| of_age <= day)
    {
        birth = next;
    }
    Some(birth)
}

/// An age in years as the member of `age_over` that asks for it: 1 to 150.
pub(crate) fn age_of(name: &str) -> Option<i64> {
    let plain =
        name.len() <= 3 && name.bytes().all(|b| b.is_ascii_digit()) && !name.starts_with('0');
    plain
        .then(|| name.parse().ok())
        .flatten()
        .filter(|age| *age <= 150)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Members;

    #[test]
    fn every_age_can_be_told_on_every_day() {
        let days = ["1800-01-01", "1899-12-31", "1950-02-28", "2026-11-22"].map(Day::parse);
        for as_of in days.into_iter().flatten().chain([Day::MAX]) {
            for age in 1..=150 {
                for over in [true, false] {
                    let said = Fact::Known(Scalar::Bool(over));
                    let ages = Members {
                        known: vec![(age.to_string().into(), said)],
                        open: None,
                    };
                    let subject = Named {
                        known: vec![(AGE_OVER.text.into(), Fact::Object(ages))],
                        ..Named::default()
                    };
                    let told = birth(&subject, NATURAL_PERSON, as_of).unwrap();
                    // Of births before the calendar nothing can be told.
                    if as_of.add_months(-12 * age - 1).is_some() {
                        let found = told.is_of_age(age, as_of);
                        assert_eq!(found, Verdict::from(over), "{age} {over} {as_of}");
                    }
                }
            }
        }
    }
}
