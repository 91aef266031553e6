//! Which facts the leaves of a programme read, and what they compare them with.

use std::collections::BTreeMap;

use crate::authoring::source::Source;
use crate::decimal::Decimal;
use crate::money::Money;
use crate::rules::{
    Condition, Leaf, LeafPlace, Lookup, NOW, Operand, Path, Quantity, Scalar, Type, Values,
    Vocabulary as _,
};
use crate::time::{Calendar, Day, Period};

/// A fact, or a list; or a field of the records of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) list: Option<String>,
    pub(super) path: String,
}

/// What is asked of a fact: its type, and the constants that cut its values.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) of: Type,
    /// Of a list: how many of its records are asked for.
    pub(super) targets: Vec<Scalar>,
}

/// The facts that something reads.
pub(super) type Slots = BTreeMap<Key, Slot>;

/// A leaf, and the facts that the outermost leaf around it reads.
pub(super) struct LeafSlots {
    pub(super) pointer: String,
    /// The place among the tiers of the one that it stands in; none of other rules.
    pub(super) tier: Option<usize>,
    /// The number of its rule, and its own among the leaves of that.
    pub(super) place: (usize, usize),
    /// Whether it stands inside of no other.
    pub(super) is_outer: bool,
    pub(super) slots: Slots,
    /// The list that a body of its own is about.
    pub(super) list: Option<String>,
}

impl Key {
    pub(super) fn root(path: &str) -> Self {
        Self {
            list: None,
            path: path.to_owned(),
        }
    }
}

/// What each leaf reads, in the order of the rules. `today` is what the facts are about.
pub(super) fn of_leaves(source: &Source, today: Day, calendar: &Calendar) -> Vec<LeafSlots> {
    let mut all = Vec::new();
    let rules = source.rules();
    let before_tiers = rules.len() - source.programme.tiers.len();
    for (number, rule) in rules.iter().enumerate() {
        let mut outermost = Slots::new();
        let leaves = rule.expr.leaves(rule.written, &rule.pointer);
        for (own, place) in leaves.into_iter().enumerate() {
            let LeafPlace {
                pointer,
                leaf,
                lists,
            } = place;
            let is_outer = lists.is_empty() && !is_inside(&all, &pointer);
            if is_outer {
                let mut reading = Reading {
                    source,
                    today,
                    calendar,
                    slots: Slots::new(),
                };
                reading.leaf(leaf, None);
                outermost = reading.slots;
            }
            all.push(LeafSlots {
                pointer,
                tier: number.checked_sub(before_tiers),
                place: (number, own),
                is_outer,
                slots: outermost.clone(),
                list: own_list(leaf)
                    .filter(|list| !list.in_element)
                    .map(Path::to_string),
            });
        }
    }
    all
}

/// Whether a place is inside of the last outermost leaf, such as a comparison of a condition with a boolean.
fn is_inside(all: &[LeafSlots], pointer: &str) -> bool {
    let mut before = all.iter().rev();
    before.any(|leaf| pointer.starts_with(&format!("{}/", leaf.pointer)))
}

/// The list of a quantifier, a count or a sum.
fn own_list(leaf: &Leaf) -> Option<&Path> {
    let is_quantity = |operand: &&Operand| matches!(operand, Operand::Quantity(_));
    let quantity = match leaf {
        Leaf::Quantified { list, .. } => return Some(list),
        Leaf::Compare { operands, .. } => operands.iter().find(is_quantity),
        Leaf::In { item, .. } => Some(item),
        _ => None,
    };
    match quantity? {
        Operand::Quantity(quantity) => Some(&quantity.list),
        _ => None,
    }
}

/// Gathers what a leaf reads.
struct Reading<'a> {
    source: &'a Source,
    today: Day,
    calendar: &'a Calendar,
    slots: Slots,
}

impl Reading<'_> {
    fn condition(&mut self, condition: &Condition, list: Option<&str>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(part, list);
                }
            }
            Condition::Constant(_) => {}
            Condition::Leaf(leaf) => self.leaf(leaf, list),
            Condition::Not(inner) => self.condition(inner, list),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, list: Option<&str>) {
        match leaf {
            Leaf::AtLeast {
                grade,
                threshold,
                scale,
            } => {
                let near = threshold.saturating_sub(1)..=threshold + 1;
                let grades = near.filter_map(|at| scale.grades.get(at));
                let grades = grades.map(|grade| Scalar::Text(grade.clone())).collect();
                self.operand(grade, grades, list);
            }
            Leaf::Compare { operands, .. } => {
                let constants = operands.iter().filter_map(|operand| match operand {
                    Operand::Literal(scalar) => Some(scalar.clone()),
                    Operand::Today => Some(Scalar::Day(self.today)),
                    _ => None,
                });
                let constants: Vec<Scalar> = constants.collect();
                for operand in operands {
                    // Two facts that are compared are each set about the same constant.
                    let targets = match constants.is_empty() {
                        true => self.middle(operands, list).into_iter().collect(),
                        false => constants.clone(),
                    };
                    self.operand(operand, targets, list);
                }
            }
            Leaf::Exists(path) | Leaf::Flag(path) => self.fact(path, Vec::new(), list),
            Leaf::In { item, values } => {
                let mut targets = Vec::new();
                match values {
                    Values::Literal(all) => targets.extend(of_many(all).cloned()),
                    Values::Regions(all) => {
                        targets.extend(of_many(all).cloned().map(Scalar::Text));
                    }
                    Values::Fact(path) => {
                        let own = match item {
                            Operand::Literal(text) => vec![text.clone()],
                            _ => Vec::new(),
                        };
                        self.fact(path, own, list);
                    }
                }
                self.operand(item, targets, list);
            }
            Leaf::Quantified {
                list: path, body, ..
            } => self.over(path, body, Vec::new(), list),
            Leaf::Within { date, period } => {
                let first = before(self.today, *period, self.calendar);
                let targets = vec![Scalar::Day(first), Scalar::Day(self.today)];
                self.operand(date, targets, list);
            }
        }
    }

    /// Something about which two facts can be on either side.
    fn middle(&self, operands: &[Operand], list: Option<&str>) -> Option<Scalar> {
        let share = operands.iter().find_map(|operand| match operand {
            Operand::Percent(percent, of) => Some((*percent, of)),
            _ => None,
        });
        if let Some((percent, of)) = share {
            // What it is a share of is a round amount, so that the two can be equal, and little, so that nothing else
            // is in the way.
            return match self.middle(std::slice::from_ref(of), list)? {
                Scalar::Money(_) => {
                    // Of ten thousand yuan, where the share has more digits than an amount.
                    let cents = match percent.scaled(2) {
                        Some(cents) => cents,
                        None => percent.scaled(4)?,
                    };
                    Some(Scalar::Money(Money::yuan(Decimal::from_scaled(cents, 2)?)))
                }
                _ => Some(Scalar::Number(percent)),
            };
        }
        operands.iter().find_map(|operand| match operand {
            Operand::Age(_) | Operand::Quantity(_) => Some(Scalar::Number(1.into())),
            Operand::Plus(..) => Some(Scalar::Day(self.today)),
            Operand::Fact(path) => match self.type_of(path, list)? {
                Type::Number => Some(Scalar::Number(1.into())),
                Type::Day => Some(Scalar::Day(self.today)),
                Type::Money => Some(Scalar::Money(Money::yuan(1.into()))),
                _ => None,
            },
            _ => None,
        })
    }

    fn operand(&mut self, operand: &Operand, targets: Vec<Scalar>, list: Option<&str>) {
        match operand {
            Operand::Age(birth) => {
                let years = targets.iter().filter_map(|target| match target {
                    Scalar::Number(years) => years.to_i64(),
                    _ => None,
                });
                let days = years
                    .flat_map(|years| [Some(years), years.checked_add(1)])
                    .filter_map(|years| years?.checked_mul(-12))
                    .filter_map(|months| self.today.add_months(months).map(Scalar::Day));
                let days = days.collect();
                self.operand(birth, days, list);
            }
            Operand::Condition(condition) => self.condition(condition, list),
            Operand::Fact(path) => self.fact(path, targets, list),
            Operand::Literal(_) => {}
            Operand::Percent(percent, of) => {
                let wholes = targets.iter().filter_map(|target| match target {
                    Scalar::Number(share) => whole(*share, *percent).map(Scalar::Number),
                    Scalar::Money(share) => {
                        let amount = whole(share.amount(), *percent)?;
                        Some(Scalar::Money(Money::yuan(amount)))
                    }
                    _ => None,
                });
                let wholes = wholes.collect();
                self.operand(of, wholes, list);
            }
            Operand::Plus(date, period) => {
                let days = targets.iter().filter_map(|target| match target {
                    Scalar::Day(day) => Some(Scalar::Day(before(*day, *period, self.calendar))),
                    _ => None,
                });
                let days = days.collect();
                self.operand(date, days, list);
            }
            Operand::Quantity(quantity) => {
                let Quantity {
                    list: path,
                    body,
                    field,
                    ..
                } = &**quantity;
                match field {
                    None => self.over(path, body, targets, list),
                    Some(field) => {
                        self.over(path, body, Vec::new(), list);
                        let path = path.to_string();
                        self.fact(field, targets, Some(&path));
                    }
                }
            }
            // The day of the decision is set about the other constants.
            Operand::Today => {
                let days = targets
                    .into_iter()
                    .filter(|day| *day != Scalar::Day(self.today));
                let days: Vec<Scalar> = days.collect();
                if !days.is_empty() {
                    self.add(Key::root(NOW), Type::Day, days);
                }
            }
        }
    }

    fn over(&mut self, path: &Path, body: &Condition, counts: Vec<Scalar>, list: Option<&str>) {
        self.fact(path, counts, list);
        match path.in_element {
            // Strings inside of a record: they are compared where they stand.
            true => {
                let mut inner = Reading {
                    slots: Slots::new(),
                    ..*self
                };
                inner.condition(body, None);
                for (key, slot) in std::mem::take(&mut inner.slots) {
                    match key.path.is_empty() {
                        true => self.fact(path, slot.targets, list),
                        false => self.add(key, slot.of, slot.targets),
                    }
                }
            }
            false => {
                let path = path.to_string();
                self.condition(body, Some(&path));
            }
        }
    }

    fn fact(&mut self, path: &Path, targets: Vec<Scalar>, list: Option<&str>) {
        let key = Key {
            list: list.filter(|_| path.in_element).map(str::to_owned),
            path: path.to_string(),
        };
        let of = match path.segments.is_empty() {
            true => Some(Type::Text(crate::rules::Codes::Any)),
            false => self.type_of(path, list),
        };
        if let Some(of) = of {
            self.add(key, of, targets);
        }
    }

    fn type_of(&self, path: &Path, list: Option<&str>) -> Option<Type> {
        let vocabulary = &self.source.programme.vocabulary;
        let path_text = path.to_string();
        let found = match list.filter(|_| path.in_element) {
            Some(list) => vocabulary.field(list, &path_text),
            None => vocabulary.lookup(&path_text),
        };
        match found {
            Lookup::Found(of) => Some(of),
            Lookup::Forbidden(_) | Lookup::Missing => None,
        }
    }

    fn add(&mut self, key: Key, of: Type, targets: Vec<Scalar>) {
        let slot = self.slots.entry(key).or_insert(Slot {
            of,
            targets: Vec::new(),
        });
        for target in targets {
            if !slot.targets.contains(&target) {
                slot.targets.push(target);
            }
        }
    }
}

/// Of the values of one list so many are tried: the first and the last.
const LISTED: usize = 3;

fn of_many<T>(all: &[T]) -> impl Iterator<Item = &T> {
    let last = all.last().filter(|_| all.len() > LISTED);
    let first = match last {
        Some(_) => LISTED - 1,
        None => LISTED,
    };
    all.iter().take(first).chain(last)
}

/// The last day from which a period leads to `end` or to an earlier day.
fn before(end: Day, period: Period, calendar: &Calendar) -> Day {
    let leads_to = |day: Day| day.plus(period, calendar).unwrap_or(Day::MAX);
    let mut day = match period {
        Period::Calendar { months, days } => end
            .add_months(-i64::from(months))
            .and_then(|day| day.add_days(-i64::from(days)))
            .unwrap_or(end),
        Period::WorkingDays(_) => end,
    };
    // Months end on different days, and working days are counted one by one.
    while leads_to(day) > end {
        match day.add_days(-1) {
            Some(earlier) => day = earlier,
            None => return day,
        }
    }
    while let Some(later) = day.next().filter(|later| leads_to(*later) <= end) {
        day = later;
    }
    day
}

/// That of which a share is so many hundredths, or the hundredth below it: what is set about it lies on both sides.
fn whole(share: Decimal, percent: Decimal) -> Option<Decimal> {
    let millionths = i128::from(share.scaled(6)?);
    let cents = millionths * 100 / i128::from(percent.scaled(4)?);
    Decimal::from_scaled(i64::try_from(cents).ok()?, 2)
}
