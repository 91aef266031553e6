//! The values that a fact is tried with: on each constant, and just on either side of it.

use std::sync::LazyLock;

use super::slots::{Key, Slot, Slots};
use crate::authoring::source::Source;
use crate::decimal::Decimal;
use crate::identity::Regions;
use crate::json::{Object, Value};
use crate::money::Money;
use crate::rules::{Codes, Scalar, Type, Vocabulary as _};

/// The regions by their codes.
static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::built_in);

/// The values of each fact, as facts are written.
pub(super) fn of(key: &Key, slot: &Slot, all: &Slots, source: &Source) -> Vec<Value> {
    let mut values = Vec::new();
    match slot.of {
        Type::Bool => values.extend([true, false].map(Value::Bool)),
        Type::Number => {
            let step = finest_step(key, all);
            for target in &slot.targets {
                if let Scalar::Number(number) = target {
                    values.extend(around(*number, step).map(Value::Number));
                }
            }
            if values.is_empty() {
                values.push(Value::Number(1.into()));
            }
        }
        Type::Money => {
            for target in &slot.targets {
                if let Scalar::Money(money) = target {
                    let fen = Decimal::from_scaled(1, 2).unwrap_or(Decimal::ZERO);
                    let amounts = around(money.amount(), fen);
                    values.extend(amounts.map(|amount| Money::yuan(amount).to_json()));
                }
            }
            if values.is_empty() {
                values.push(Money::yuan(1.into()).to_json());
            }
        }
        Type::Day => {
            for target in &slot.targets {
                if let Scalar::Day(day) = target {
                    let days = [-1, 0, 1].into_iter().filter_map(|n| day.add_days(n));
                    values.extend(days.map(|day| Value::from(day.to_string())));
                }
            }
        }
        Type::Text(codes) => {
            values.extend(texts(slot).into_iter().map(Value::from));
            values.extend(others(codes, slot, source).into_iter().map(Value::from));
        }
        Type::Texts(codes) => {
            let lists = texts(slot).into_iter().map(|text| vec![text.to_owned()]);
            let others = others(codes, slot, source)
                .into_iter()
                .map(|text| vec![text]);
            values.extend(
                [Vec::new()]
                    .into_iter()
                    .chain(lists)
                    .chain(others)
                    .map(Value::from),
            );
        }
        Type::Group | Type::List | Type::Object => {}
    }
    let mut each: Vec<Value> = Vec::new();
    for value in values {
        if !each.contains(&value) {
            each.push(value);
        }
    }
    each
}

/// How many records of a list are asked for: on each number, one fewer and one more; and one.
pub(super) fn counts(slot: &Slot) -> Vec<usize> {
    /// More records than that nobody writes down.
    const MOST: i64 = 20;
    let mut counts = vec![1];
    for target in &slot.targets {
        if let Scalar::Number(number) = target
            && let Some(count) = number.to_i64()
        {
            let near = [count - 1, count, count + 1].into_iter();
            let near = near.filter(|count| (1..=MOST).contains(count));
            counts.extend(near.filter_map(|count| usize::try_from(count).ok()));
        }
    }
    counts.sort_unstable();
    counts.dedup();
    counts
}

fn around(number: Decimal, step: Decimal) -> impl Iterator<Item = Decimal> {
    let digits = number.scale().max(step.scale());
    let near = number.scaled(digits).zip(step.scaled(digits));
    near.into_iter().flat_map(move |(number, step)| {
        [number - step, number, number + step]
            .into_iter()
            .filter_map(move |number| Decimal::from_scaled(number, digits))
    })
}

/// One in the last digit of the finest constant that the fact is compared with anywhere in the programme.
fn finest_step(key: &Key, all: &Slots) -> Decimal {
    let targets = all.get(key).map(|slot| slot.targets.as_slice());
    let scales = targets
        .unwrap_or_default()
        .iter()
        .filter_map(|target| match target {
            Scalar::Number(number) => Some(number.scale()),
            _ => None,
        });
    let digits = scales.max().unwrap_or_default();
    Decimal::from_scaled(1, digits).unwrap_or(1.into())
}

/// A text that it is not compared with; two, where it is compared with no constant.
fn others(codes: Codes, slot: &Slot, source: &Source) -> Vec<String> {
    let known = texts(slot);
    let wanted = if known.is_empty() { 2 } else { 1 };
    let is_other = |text: &String| !known.contains(&text.as_str());
    let named = |all: &[String]| -> Vec<String> {
        all.iter()
            .filter(|text| is_other(text))
            .take(wanted)
            .cloned()
            .collect()
    };
    match codes {
        Codes::Closed(all) => {
            let all: Vec<String> = all.iter().map(|code| (*code).to_owned()).collect();
            named(&all)
        }
        Codes::Named(list) => named(source.programme.vocabulary.codes(list)),
        Codes::Any => named(&["?", "??"].map(str::to_owned)),
        Codes::Formed(form) => {
            let fits = |text: &String| source.programme.vocabulary.misformed(form, text).is_none();
            let regions = source.programme.regions.iter().cloned();
            let table = REGIONS.iter().map(|region| region.code.clone());
            let tokens = ["other", "another"].map(str::to_owned);
            let digests = ["A", "E"].map(|letter| [&"A".repeat(42), letter].concat());
            // The table last: of each text that does not fit, what may have been meant is looked for in all of it.
            let all = tokens
                .into_iter()
                .chain(digests)
                .chain(regions)
                .chain(table);
            let all = all.filter(|text| fits(text) && is_other(text));
            all.take(wanted).collect()
        }
    }
}

/// The texts that it is compared with.
fn texts(slot: &Slot) -> Vec<&str> {
    let texts = slot.targets.iter().filter_map(|target| match target {
        Scalar::Text(text) => Some(&**text),
        _ => None,
    });
    texts.collect()
}

/// A value as it is compared with others: `99.00` is `99`, and an amount of `request` may be a text.
pub(super) fn canonical(value: &Value, of: Type) -> String {
    let decimal = |value: &Value| match value {
        Value::Number(number) => Some(*number),
        Value::String(text) => Decimal::parse(text),
        Value::Object(money) => money_amount(money),
        _ => None,
    };
    match of {
        Type::Number | Type::Money => {
            decimal(value).map_or_else(|| value.to_string(), |number| number.to_string())
        }
        _ => value.to_string(),
    }
}

fn money_amount(money: &Object) -> Option<Decimal> {
    Decimal::parse(money.get("amount")?.as_str()?)
}
