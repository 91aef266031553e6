//! Change points: the days on which a verdict may change.

use std::ops::RangeInclusive;

use super::evaluate::{reach, steps_of};
use super::expr::{Condition, Leaf, Operand, Values};
use super::fact::Scalar;
use super::reading::Reading;
use super::view::View;
use crate::sorted;
use crate::time::{BeyondCalendar, Calendar, Day, Period};
use crate::work::Work;

/// Collects the change points of an expression over the facts, within a range of days.
pub(super) struct ChangePoints<'w> {
    range: RangeInclusive<Day>,
    /// On no other day of the range does a verdict differ from that of the day before.
    days: Vec<Day>,
    /// Whether a verdict may change on any day.
    every_day: bool,
    /// Whether a period of working days ends in a year whose holidays have not been announced.
    pub(super) estimated: bool,
    calendar: &'w Calendar,
    work: &'w Work,
}

impl<'w> ChangePoints<'w> {
    pub(super) fn new(range: RangeInclusive<Day>, calendar: &'w Calendar, work: &'w Work) -> Self {
        Self {
            range,
            days: Vec::new(),
            every_day: false,
            estimated: false,
            calendar,
            work,
        }
    }

    /// The days, in order.
    pub(super) fn into_days(self) -> Vec<Day> {
        if !self.every_day {
            return self.days;
        }
        let next = |day: &Day| day.next().filter(|day| self.range.contains(day));
        std::iter::successors(Some(*self.range.start()), next).collect()
    }

    /// Adds the change points of every part and every element, whatever the rest comes to today.
    pub(super) fn condition(&mut self, condition: &Condition, view: View<'_>) {
        if !self.work.spend(1) {
            return;
        }
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
            Leaf::AtLeast { .. } | Leaf::Exists(_) | Leaf::Flag(_) => {}
            Leaf::Compare { operands, .. } => {
                let moving: Vec<&Operand> = operands.iter().filter(|o| o.moves()).collect();
                for operand in operands {
                    if let Some(day) = day_of(operand, view) {
                        self.passes(&moving, day);
                    }
                    self.operand(operand, view);
                }
                // Of two periods from one day on, either may end first, by the lengths of the months between.
                let reached = moving.iter().filter(|o| matches!(o, Operand::Plus(..)));
                self.every_day |= reached.count() > 1;
            }
            Leaf::In { item, values } => {
                if let (true, Values::Literal(days)) = (item.moves(), values) {
                    for day in days {
                        if let Scalar::Day(day) = day {
                            self.passes(&[item], *day);
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
                    self.around(day);
                    self.around(reach(day, *period, self.calendar, self.work));
                    self.estimates(day, *period);
                }
                self.operand(date, view);
            }
        }
    }

    /// Adds the change points of what moves with time inside a value.
    fn operand(&mut self, operand: &Operand, view: View<'_>) {
        match operand {
            Operand::Age(birth) => {
                if let Some(birth) = day_of(birth, view) {
                    self.birthdays(birth);
                }
                self.operand(birth, view);
            }
            Operand::Condition(condition) => self.condition(condition, view),
            Operand::Fact(_) | Operand::Literal(_) | Operand::Today => {}
            Operand::Percent(_, of) => self.operand(of, view),
            Operand::Plus(date, period) => {
                if let Reading::Known(known) = view.read(date)
                    && let Scalar::Day(day) = *known
                {
                    self.estimates(day, *period);
                }
                self.operand(date, view);
            }
            Operand::Quantity(quantity) => {
                for candidate in &view.candidates(&quantity.list) {
                    self.condition(&quantity.body, view.on(candidate));
                }
            }
        }
    }

    /// Notes whether the end of a period of working days is an estimate.
    fn estimates(&mut self, day: Day, period: Period) {
        if let Period::WorkingDays(n) = period
            && self.work.spend(steps_of(period))
        {
            let weekdays = BeyondCalendar::Weekdays;
            let reached = self.calendar.working_days_after(day, n, weekdays);
            self.estimated |= reached.is_some_and(|reached| reached.estimated);
        }
    }

    /// Adds the days on which an operand that moves reaches a fixed day, and on which it passes it.
    fn passes(&mut self, moving: &[&Operand], day: Day) {
        for operand in moving {
            let moved = |today| operand.moved_to(today, self.calendar, self.work);
            let (reaches, passes) = (
                self.first(|today| moved(today) >= Some(day)),
                self.first(|today| moved(today) > Some(day)),
            );
            self.add(reaches);
            self.add(passes);
        }
    }

    /// The first day of the range on which something begins to hold that then holds for good: a binary
    /// search.
    fn first(&self, holds: impl Fn(Day) -> bool) -> Option<Day> {
        if self.work.is_overdrawn() {
            return None;
        }
        let (mut from, mut to) = (*self.range.start(), *self.range.end());
        let before = from.add_days(-1).is_some_and(&holds);
        if before || !holds(to) {
            return None;
        }
        while from < to {
            let middle = from.halfway(to);
            if holds(middle) {
                to = middle;
            } else {
                from = middle.next()?;
            }
        }
        Some(from)
    }

    /// Adds every day in the range on which an age is reached.
    fn birthdays(&mut self, birth: Day) {
        let years = |day: &Day| day.parts().0 - birth.parts().0;
        for n in years(self.range.start()).max(0)..=years(self.range.end()) {
            self.add(birth.add_months(n * 12));
        }
    }

    /// Adds a day that today is compared with, and the next: on both the comparison may change.
    fn around(&mut self, day: Day) {
        self.add(Some(day));
        self.add(day.next());
    }

    fn add(&mut self, day: Option<Day>) {
        if self.work.spend(1) {
            let day = day.filter(|day| self.range.contains(day));
            sorted::extend(&mut self.days, day);
        }
    }
}

impl Operand {
    /// Whether it moves with time: it is today, or the day on which the facts were drawn (today, whenever they
    /// are drawn again), or a day that lies a period after one of these.
    fn moves(&self) -> bool {
        match self {
            Self::Today => true,
            Self::Fact(path) => path.moves,
            Self::Plus(date, _) => date.moves(),
            _ => false,
        }
    }

    /// The day that an operand which moves comes to when it is `today`. It never goes back as `today` goes on.
    fn moved_to(&self, today: Day, calendar: &Calendar, work: &Work) -> Option<Day> {
        match self {
            Self::Plus(date, period) => {
                let date = date.moved_to(today, calendar, work)?;
                Some(reach(date, *period, calendar, work))
            }
            operand => operand.moves().then_some(today),
        }
    }

    /// Whether it is computed from today.
    fn is_from_today(&self) -> bool {
        match self {
            Self::Today => true,
            Self::Plus(date, _) => date.is_from_today(),
            _ => false,
        }
    }
}

/// The day that an operand is, if it is known and stays where it is until the facts are drawn again.
fn day_of(operand: &Operand, view: View<'_>) -> Option<Day> {
    if operand.is_from_today() {
        return None;
    }
    match view.read(operand) {
        Reading::Known(scalar) => match *scalar {
            Scalar::Day(day) => Some(day),
            _ => None,
        },
        _ => None,
    }
}
