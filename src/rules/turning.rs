//! The days on which a verdict may change.

use core::ops::RangeInclusive;

use super::evaluate::Reading;
use super::expr::{Condition, Leaf, Operand, Values};
use super::fact::Scalar;
use super::view::View;
use crate::sorted_set::SortedSet;
use crate::time::{BeyondCalendar, Day, Period, working_days_after};

/// What walks an expression over the facts, and what it gathers.
pub(super) struct Turning {
    range: RangeInclusive<Day>,
    /// Days in the range; on no other does a verdict differ from that of the day before.
    pub(super) days: SortedSet<Day>,
    /// A period of working days ends in a year whose calendar is not known.
    pub(super) estimated: bool,
}

impl Turning {
    pub(super) fn new(range: RangeInclusive<Day>) -> Self {
        Self {
            range,
            days: SortedSet::new(),
            estimated: false,
        }
    }

    /// Every part and every element counts, whatever the rest comes to today.
    pub(super) fn condition(&mut self, condition: &Condition, view: View<'_>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(part, view);
                }
            }
            Condition::Constant(_) => {}
            Condition::Leaf(leaf) => self.leaf(leaf, view),
            Condition::Not(inner) => self.condition(inner, view),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, view: View<'_>) {
        match leaf {
            Leaf::Compare { operands, .. } => {
                let moves = operands.iter().any(moves);
                for operand in operands {
                    if let Some(day) = day_of(operand, view).filter(|_| moves) {
                        self.around(day);
                    }
                    self.operand(operand, view);
                }
            }
            Leaf::Exists(_) | Leaf::Flag(_) => {}
            Leaf::In { item, values } => {
                if let (true, Values::Literal(days)) = (moves(item), values) {
                    for day in days {
                        if let Scalar::Day(day) = day {
                            self.around(*day);
                        }
                    }
                }
                self.operand(item, view);
            }
            Leaf::Quantified { list, body, .. } => {
                for candidate in &view.candidates(list) {
                    self.condition(body, view.on(candidate));
                }
            }
            Leaf::Within { date, period } => {
                if let Some(day) = day_of(date, view) {
                    self.within(day, *period);
                }
            }
        }
    }

    /// What moves with time inside a value.
    fn operand(&mut self, operand: &Operand, view: View<'_>) {
        match operand {
            Operand::Age(birth) => {
                if let Some(birth) = day_of(birth, view) {
                    self.birthdays(birth);
                }
            }
            Operand::Condition(condition) => self.condition(condition, view),
            Operand::Fact(_) | Operand::Literal(_) | Operand::Today => {}
        }
    }

    fn within(&mut self, day: Day, period: Period) {
        self.around(day);
        let end = match period {
            Period::Calendar { .. } => day.plus(period),
            Period::WorkingDays(n) => {
                let reached = working_days_after(day, n, BeyondCalendar::Weekdays);
                self.estimated |= reached.is_some_and(|reached| reached.estimated);
                reached.map(|reached| reached.day)
            }
        };
        if let Some(end) = end {
            self.around(end);
        }
    }

    /// Every day in the range on which an age is reached.
    fn birthdays(&mut self, birth: Day) {
        let years = |day: &Day| day.parts().0 - birth.parts().0;
        for n in years(self.range.start()).max(0)..=years(self.range.end()) {
            self.add(birth.add_months(n * 12));
        }
    }

    /// A comparison with today may change on the day it is compared with, and on the next.
    fn around(&mut self, day: Day) {
        self.add(Some(day));
        self.add(day.next());
    }

    fn add(&mut self, day: Option<Day>) {
        self.days.extend(day.filter(|day| self.range.contains(day)));
    }
}

/// Whether an operand is today, or the day on which a bundle is drawn, which is today whenever it
/// is drawn again.
fn moves(operand: &Operand) -> bool {
    match operand {
        Operand::Today => true,
        Operand::Fact(path) => {
            let segments: Vec<&str> = path.segments.iter().map(|s| &**s).collect();
            !path.in_element && matches!(segments.as_slice(), [_, "as_of"])
        }
        _ => false,
    }
}

/// The day that an operand is, if it is one that is known and stays.
fn day_of(operand: &Operand, view: View<'_>) -> Option<Day> {
    if matches!(operand, Operand::Today) {
        return None;
    }
    match view.read(operand) {
        Reading::Known(scalar) => match *scalar {
            Scalar::Day(day) => Some(day),
            _ => None,
        },
        Reading::Absent | Reading::Hidden => None,
    }
}
