//! Cells: the values of a fact that rules cannot tell apart, each shown by a sample.

use std::sync::Arc;

use super::domains::{Domains, Presence};
use super::shape::{Level, Place};
use super::too_large::TooLarge;
use crate::decimal::Decimal;
use crate::money::Money;
use crate::rules::evaluate::reach;
use crate::rules::expr::{Leaf, Operand, Values};
use crate::rules::fact::{Fact, Members, Scalar};
use crate::rules::vocabulary::{Bound, Codes, Type};
use crate::time::{Calendar, Day};
use crate::work::Work;

/// What a fact may be.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// None: absent.
    pub(super) fact: Option<Fact>,
    /// Its place among the samples that have an order.
    pub(super) rank: Option<i64>,
    /// Whether some subject may have it. Of codes that may be coined no more is known than that they are others.
    pub(super) is_real: bool,
}

/// Texts of which one is of any form that a text may have.
const OTHERS: &[&str] = &[
    "other",
    "another",
    "others",
    "110101",
    "440106",
    "national",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

/// The day, and what working days are counted by.
#[derive(Clone, Copy)]
pub(super) struct Today<'c> {
    pub(super) day: Day,
    pub(super) calendar: &'c Calendar,
}

impl Level {
    /// The list whose records the facts are of.
    pub(super) fn list_path(&self) -> Option<&str> {
        match &self.place {
            Place::Record(list) => Some(list),
            Place::Root | Place::Text(_) => None,
        }
    }

    /// Samples of a variable, cut by these leaves. `several` of each open cell, so that as many variables may stand in
    /// it in any order.
    pub(super) fn samples(
        &self,
        number: usize,
        leaves: &[&Leaf],
        several: i64,
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Vec<Sample>, TooLarge> {
        let variable = self.variables.get(number).ok_or(TooLarge)?;
        let list = self.list_path();
        let is_text = matches!(self.place, Place::Text(_));
        let segments = &variable.path.segments;
        let vocabulary = domains.vocabulary();
        let bound = || vocabulary.bound(list, segments).filter(|_| !is_text);
        let mut samples = Vec::new();
        if !is_text && domains.presence(list, segments) != Presence::Always {
            samples.push(Sample {
                fact: None,
                rank: None,
                is_real: true,
            });
        }
        let known = |scalar, rank| Sample {
            fact: Some(Fact::Known(scalar)),
            rank,
            is_real: true,
        };
        match variable.of {
            Type::Bool => {
                samples.extend([true, false].map(|value| known(Scalar::Bool(value), None)));
            }
            Type::Object => samples.push(Sample {
                fact: Some(Fact::Object(Members::default())),
                rank: None,
                is_real: true,
            }),
            Type::Number | Type::Money => {
                let is_money = variable.of == Type::Money;
                let numbers: Vec<Decimal> = numbers(leaves);
                let finest = numbers.iter().map(|n| n.scale()).max().unwrap_or(0);
                let digits = if is_money { 2 } else { finest + 1 };
                let scaled = numbers.iter().map(|n| n.scaled(digits).ok_or(TooLarge));
                let mut points = scaled.collect::<Result<Vec<i64>, _>>()?;
                let low = matches!(bound(), Some(Bound::NotNegative)).then_some(0);
                if points.is_empty() {
                    points.push(0);
                }
                let unit = 10_i64.checked_pow(u32::from(digits)).ok_or(TooLarge)?;
                for point in cells(points, (low, None), several, unit) {
                    let number = Decimal::from_scaled(point, digits).ok_or(TooLarge)?;
                    let scalar = match is_money {
                        true => Scalar::Money(Money::yuan(number)),
                        false => Scalar::Number(number),
                    };
                    samples.push(known(scalar, Some(point)));
                }
            }
            Type::Day => {
                let latest = domains.latest(list, segments, today.day);
                let mut points = Vec::new();
                for leaf in leaves {
                    cuts(leaf, today, &mut points);
                }
                points.push(today.day.number());
                let bounds = (Some(Day::MIN.number()), latest.map(Day::number));
                for point in cells(points, bounds, several, 1) {
                    if let Some(day) = Day::MIN.add_days(point - Day::MIN.number()) {
                        samples.push(known(Scalar::Day(day), Some(point)));
                    }
                }
            }
            Type::Text(codes) => {
                self.texts(codes, segments, leaves, several, domains, &mut samples);
            }
            Type::Texts(_) | Type::Group | Type::List => return Err(TooLarge),
        }
        Ok(samples)
    }

    fn texts(
        &self,
        codes: Codes,
        segments: &[Arc<str>],
        leaves: &[&Leaf],
        several: i64,
        domains: &dyn Domains,
        samples: &mut Vec<Sample>,
    ) {
        let vocabulary = domains.vocabulary();
        let narrowed = domains.codes(self.list_path(), segments);
        let among = narrowed.or_else(|| codes.among(vocabulary));
        let mut texts: Vec<Arc<str>> = Vec::new();
        let mut scales = Vec::new();
        for leaf in leaves {
            for scalar in literals(leaf) {
                if let Scalar::Text(text) = scalar
                    && !texts.contains(text)
                {
                    texts.push(text.clone());
                }
            }
            if let Leaf::AtLeast { scale, .. } = leaf
                && !scales.contains(&scale)
            {
                scales.push(scale);
                for grade in &scale.grades {
                    if !texts.contains(grade) {
                        texts.push(grade.clone());
                    }
                }
            }
        }
        if let Some(among) = &among {
            texts.retain(|text| among.contains(&&**text) || matches!(codes, Codes::Named(_)));
        }
        let several = usize::try_from(several).unwrap_or(1);
        // Others: of a closed list one that is not named; else any that has the form.
        let closed = among.iter().flatten().copied();
        let fits = |text: &&str| match codes {
            Codes::Formed(form) => vocabulary.misformed(form, text).is_none(),
            Codes::Any => true,
            Codes::Closed(_) | Codes::Named(_) => false,
        };
        let coined = OTHERS.iter().copied().filter(fits);
        let others: Vec<&str> = closed
            .chain(coined.filter(|_| among.is_none()))
            .filter(|other| texts.iter().all(|text| **text != **other))
            .take(several)
            .collect();
        // A list of the law may be added to, and a form may have no other that is known here.
        let is_open = among.is_none() || matches!(codes, Codes::Named(_));
        let made_up = is_open && (others.len() < several || matches!(codes, Codes::Named(_)));
        let rank = |text: &str| match scales.as_slice() {
            [scale] => scale
                .place(text)
                .and_then(|place| i64::try_from(place).ok()),
            _ => None,
        };
        let sample = |text: Arc<str>, is_real| Sample {
            rank: rank(&text),
            fact: Some(Fact::Known(Scalar::Text(text))),
            is_real,
        };
        let others = others.into_iter().map(|text| sample(text.into(), true));
        let others: Vec<Sample> = others.collect();
        samples.extend(texts.into_iter().map(|text| sample(text, true)));
        samples.extend(others);
        if made_up {
            for i in 0..several {
                samples.push(sample(format!("\u{fffd}{i}").into(), false));
            }
        }
    }
}

/// The points, and samples of the cells between and around them, within bounds.
fn cells(
    mut points: Vec<i64>,
    (low, high): (Option<i64>, Option<i64>),
    several: i64,
    unit: i64,
) -> Vec<i64> {
    points.extend(low);
    points.extend(high);
    points.sort_unstable();
    points.dedup();
    let mut all = Vec::new();
    let (first, last) = (points.first().copied(), points.last().copied());
    for i in 1..=several {
        all.extend(first.and_then(|first| first.checked_sub(unit.checked_mul(i)?)));
        all.extend(last.and_then(|last| last.checked_add(unit.checked_mul(i)?)));
    }
    for (a, b) in points.iter().zip(points.iter().skip(1)) {
        let between = b.saturating_sub(*a).saturating_sub(1);
        let taken = between.min(several);
        for i in 1..=taken {
            // Evenly, so that whoever reads a sample sees that it is between.
            let step = i128::from(between + 1) * i128::from(i) / i128::from(taken + 1);
            all.extend(
                i64::try_from(step)
                    .ok()
                    .and_then(|step| a.checked_add(step)),
            );
        }
    }
    all.extend(points);
    all.retain(|point| low.is_none_or(|low| low <= *point));
    all.retain(|point| high.is_none_or(|high| *point <= high));
    all.sort_unstable();
    all.dedup();
    all
}

/// The literals of a leaf.
pub(super) fn literals(leaf: &Leaf) -> Vec<&Scalar> {
    fn of<'l>(operand: &'l Operand, into: &mut Vec<&'l Scalar>) {
        if let Operand::Literal(scalar) = operand {
            into.push(scalar);
        }
    }
    let mut found = Vec::new();
    match leaf {
        Leaf::Compare { operands, .. } => {
            for operand in operands {
                of(operand, &mut found);
            }
        }
        Leaf::In { item, values } => {
            of(item, &mut found);
            if let Values::Literal(list) = values {
                found.extend(list);
            }
        }
        _ => {}
    }
    found
}

/// The numbers and amounts that leaves name.
pub(super) fn numbers(leaves: &[&Leaf]) -> Vec<Decimal> {
    let scalars = leaves.iter().flat_map(|leaf| literals(leaf));
    scalars
        .filter_map(|scalar| match scalar {
            Scalar::Number(number) => Some(*number),
            Scalar::Money(money) => Some(money.amount()),
            _ => None,
        })
        .collect()
}

/// Adds the days on which a leaf may turn over as the day that it reads goes on, and the days before these.
fn cuts(leaf: &Leaf, today: Today<'_>, into: &mut Vec<i64>) {
    let mut days: Vec<Day> = vec![today.day];
    let mut ages: Vec<i64> = Vec::new();
    for scalar in literals(leaf) {
        match scalar {
            Scalar::Day(day) => days.push(*day),
            Scalar::Number(number) => {
                // An age is a whole number: what lies between two is on either side of both.
                let (low, high) = around(*number);
                ages.extend([low, high]);
            }
            _ => {}
        }
    }
    let mut operands: Vec<Operand> = Vec::new();
    match leaf {
        Leaf::Compare { operands: all, .. } => operands.extend(all.iter().cloned()),
        Leaf::In { item, .. } => operands.push(item.clone()),
        Leaf::Within { date, period } => {
            operands.push(date.clone());
            operands.push(Operand::Plus(Box::new(date.clone()), *period));
        }
        _ => {}
    }
    // What is computed of today or of a literal stands still as the day goes on that is read.
    for operand in operands.iter().filter(|operand| !reads_fact(operand)) {
        match value(operand, today.day, today) {
            Value::Day(day) if !days.contains(&day) => days.push(day),
            Value::Age(years) => ages.extend([years, years.saturating_add(1)]),
            Value::Day(_) | Value::Other => {}
        }
    }
    for operand in operands.iter().filter(|operand| reads_fact(operand)) {
        let day_of = |day| value(operand, day, today);
        let mut cut = |holds: &dyn Fn(Value) -> bool| {
            if let Some(first) = first(|day| holds(day_of(day))) {
                into.extend([first - 1, first]);
            }
        };
        for day in &days {
            cut(&|value| matches!(value, Value::Day(reached) if reached >= *day));
            cut(&|value| matches!(value, Value::Day(reached) if reached > *day));
        }
        for age in ages.iter().chain([&0]) {
            cut(&|value| matches!(value, Value::Age(years) if years < *age));
            cut(&|value| matches!(value, Value::Age(years) if years <= *age));
        }
    }
}

fn around(number: Decimal) -> (i64, i64) {
    let whole = number.to_string();
    let whole = whole.split('.').next().unwrap_or_default();
    let whole: i64 = whole.parse().unwrap_or(0);
    match number.is_negative() {
        true => (-1, 0),
        false => (whole, whole.saturating_add(1)),
    }
}

/// What is computed of a day.
#[derive(Clone, Copy)]
enum Value {
    /// It goes on with the day.
    Day(Day),
    /// Completed years, which get fewer as the day goes on; −1 before birth.
    Age(i64),
    Other,
}

fn value(operand: &Operand, day: Day, today: Today<'_>) -> Value {
    match operand {
        Operand::Fact(_) => Value::Day(day),
        Operand::Literal(Scalar::Day(literal)) => Value::Day(*literal),
        Operand::Today => Value::Day(today.day),
        Operand::Plus(inner, period) => match value(inner, day, today) {
            Value::Day(from) => {
                let work = Work::of(u64::MAX);
                Value::Day(reach(from, *period, today.calendar, &work))
            }
            _ => Value::Other,
        },
        Operand::Age(inner) => match value(inner, day, today) {
            Value::Day(birth) => Value::Age(birth.age_on(today.day).unwrap_or(-1)),
            _ => Value::Other,
        },
        _ => Value::Other,
    }
}

fn reads_fact(operand: &Operand) -> bool {
    match operand {
        Operand::Fact(_) => true,
        Operand::Age(inner) | Operand::Plus(inner, _) => reads_fact(inner),
        _ => false,
    }
}

/// The first day of the calendar on which something begins to hold that then holds for good: a binary search.
fn first(holds: impl Fn(Day) -> bool) -> Option<i64> {
    if !holds(Day::MAX) {
        return None;
    }
    let (mut from, mut to) = (Day::MIN, Day::MAX);
    while from < to {
        let middle = from.halfway(to);
        if holds(middle) {
            to = middle;
        } else {
            from = middle.next()?;
        }
    }
    Some(from.number())
}
