//! What a case shows of a programme.

use std::collections::{BTreeMap, BTreeSet};

use super::slots::{Key, LeafSlots, Slots};
use super::values::{canonical, counts};
use crate::authoring::plain::{Seen, is_undisclosed, look};
use crate::json::{Object, Value};
use crate::rules::{LeafVerdicts, NOW, Type, Verdict};
use crate::time::{Day, Instant};

/// One thing that a case shows. Those that say most about it come first, and give it its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Feature {
    /// The tier of this number is granted.
    Granted(usize),
    /// A fact has a value, or a record has it in a field, and what this leaf makes of it decides.
    Decides(usize, Key, String),
    /// A fact has a value, or the one record of a list has it in a field.
    Value(Key, String),
    Hidden(Key),
    Absent(Key),
    Empty(Key),
    /// By the number of a leaf: its list has so many records, and the condition inside of it holds for all.
    Count(usize, usize),
    /// Its list has one record, and the condition does not hold for it.
    Off(usize),
    /// A list has one element, which is hidden.
    HiddenEntry(Key),
    /// The leaf comes to a verdict.
    Comes(usize, Verdict),
}

/// What the cases of a programme should show together.
pub(super) fn wanted(
    slots: &Slots,
    values: &BTreeMap<Key, Vec<Value>>,
    leaves: &[LeafSlots],
    of_leaf: &[BTreeMap<Key, Vec<Value>>],
) -> BTreeSet<Feature> {
    let mut wanted = BTreeSet::new();
    for (number, (leaf, values)) in leaves.iter().zip(of_leaf).enumerate() {
        for (key, slot) in leaf.slots.iter().filter(|_| leaf.is_outer) {
            for value in values.get(key).into_iter().flatten() {
                let value = canonical(value, slot.of);
                wanted.insert(Feature::Decides(number, key.clone(), value));
            }
        }
    }
    for (key, slot) in slots {
        for value in values.get(key).into_iter().flatten() {
            wanted.insert(Feature::Value(key.clone(), canonical(value, slot.of)));
        }
        if key.list.is_none() {
            wanted.insert(Feature::Hidden(key.clone()));
            wanted.insert(match slot.of {
                Type::List => Feature::Empty(key.clone()),
                _ => Feature::Absent(key.clone()),
            });
        }
    }
    for (number, leaf) in leaves.iter().enumerate() {
        wanted.extend(
            Verdict::ALL
                .iter()
                .map(|verdict| Feature::Comes(number, *verdict)),
        );
        if let Some(list) = &leaf.list {
            wanted.insert(Feature::Off(number));
            let slot = leaf.slots.get(&Key::root(list));
            let counts = slot.into_iter().flat_map(counts);
            wanted.extend(counts.map(|count| Feature::Count(number, count)));
        }
    }
    wanted
}

/// What these facts show, on which the leaves came to these verdicts. `decides` says of an outer leaf whether its own
/// makes a difference.
pub(super) fn of(
    facts: &Object,
    now: Instant,
    slots: &Slots,
    leaves: &[LeafSlots],
    verdicts: &[LeafVerdicts],
    decides: &dyn Fn(&LeafSlots) -> bool,
) -> BTreeSet<Feature> {
    let mut features = BTreeSet::new();
    for (number, leaf) in leaves.iter().enumerate() {
        if !leaf.is_outer || !decides(leaf) {
            continue;
        }
        for (key, slot) in &leaf.slots {
            for value in values_of(facts, now, key, slot.of) {
                features.insert(Feature::Decides(number, key.clone(), value));
            }
        }
    }
    for (key, slot) in slots {
        features.extend(of_slot(facts, now, key, slot.of));
    }
    for (number, (leaf, came)) in leaves.iter().zip(verdicts).enumerate() {
        for verdict in Verdict::ALL {
            if came.own.has(*verdict) {
                features.insert(Feature::Comes(number, *verdict));
            }
        }
        let Some(list) = &leaf.list else {
            continue;
        };
        if let Seen::Value(Value::Array(records)) = look(facts, list) {
            let only = |verdict| {
                let mut others = Verdict::ALL.iter().filter(|other| **other != verdict);
                came.body.has(verdict) && !others.any(|other| came.body.has(*other))
            };
            if only(Verdict::True) {
                features.insert(Feature::Count(number, records.len()));
            }
            if only(Verdict::False) && records.len() == 1 {
                features.insert(Feature::Off(number));
            }
        }
    }
    features
}

/// The values of a fact: one, or of a field those of all records.
fn values_of(facts: &Object, now: Instant, key: &Key, of: Type) -> Vec<String> {
    let Some(list) = &key.list else {
        return match of_slot(facts, now, key, of) {
            Some(Feature::Value(_, value)) => vec![value],
            _ => Vec::new(),
        };
    };
    let Seen::Value(Value::Array(records)) = look(facts, list) else {
        return Vec::new();
    };
    let records = records.iter().filter_map(Value::as_object);
    let values = records.filter_map(|record| look_in(record, &key.path));
    values.map(|value| canonical(value, of)).collect()
}

fn of_slot(facts: &Object, now: Instant, key: &Key, of: Type) -> Option<Feature> {
    let own = || key.clone();
    if key.list.is_none() && key.path == NOW {
        let today = Value::from(Day::of(now).to_string());
        return Some(Feature::Value(own(), canonical(&today, of)));
    }
    let Some(list) = &key.list else {
        return Some(match (look(facts, &key.path), of) {
            (Seen::Hidden, _) => Feature::Hidden(own()),
            (Seen::Absent, Type::List) => Feature::Empty(own()),
            (Seen::Absent, _) => Feature::Absent(own()),
            (Seen::Value(Value::Array(records)), Type::List) => match records.as_slice() {
                [] => Feature::Empty(own()),
                [one] if is_undisclosed(one) => Feature::HiddenEntry(own()),
                _ => return None,
            },
            (Seen::Value(value), of) => Feature::Value(own(), canonical(value, of)),
        });
    };
    let Seen::Value(Value::Array(records)) = look(facts, list) else {
        return None;
    };
    match records.as_slice() {
        [Value::Object(record)] => match look_in(record, &key.path) {
            Some(value) => Some(Feature::Value(own(), canonical(value, of))),
            None => Some(Feature::Absent(own())),
        },
        _ => None,
    }
}

fn look_in<'v>(record: &'v Object, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let first = record.get(names.next()?)?;
    names.try_fold(first, |value, name| value.member(name))
}
