//! Changing one fact of plain facts, and looking one up.

use super::least::{least_input, least_object};
use crate::credit::{
    AGE_OVER, BIRTHDATE, EVALUATIONS, NATURAL_PERSON, SUBJECT, SUBJECT_KIND, UNDISCLOSED,
    claim_type, list_type,
};
use crate::json::{Object, Value};
use crate::programme::Programme;
use crate::rules::{PROMISED, REQUEST};
use crate::time::Day;

/// How a fact is to be.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) enum State {
    Value(Value),
    Absent,
    Hidden,
}

/// How a fact is.
#[derive(Debug, PartialEq)]
pub(in crate::authoring) enum Seen<'v> {
    Value(&'v Value),
    Absent,
    Hidden,
}

/// `{"$undisclosed": true}`.
pub(in crate::authoring) fn undisclosed() -> Value {
    Object::from([(UNDISCLOSED, Value::from(true))]).into()
}

pub(in crate::authoring) fn is_undisclosed(value: &Value) -> bool {
    *value == undisclosed()
}

/// The facts with one of them changed; none if it cannot be so.
pub(in crate::authoring) fn with(
    facts: &Object,
    path: &str,
    state: &State,
    programme: &Programme,
    today: Day,
) -> Option<Object> {
    let mut facts = facts.clone();
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if first == REQUEST {
        let mut request = object(facts.get(REQUEST));
        match state {
            State::Value(value) => request.set(rest, value.clone()),
            // What is not said of the application is unknown.
            State::Hidden => drop(request.remove(rest)),
            State::Absent => return None,
        }
        facts.set(REQUEST, request);
        return Some(facts);
    }
    if path == PROMISED {
        match state {
            State::Value(value) => facts.set(PROMISED, value.clone()),
            State::Hidden => drop(facts.remove(PROMISED)),
            State::Absent => return None,
        }
        return Some(facts);
    }
    let input = programme.input(first)?;
    let mut claims = match facts.get(first) {
        Some(claims) => object(Some(claims)),
        None => least_input(programme, input, today),
    };
    let segments: Vec<&str> = rest.split('.').collect();
    change(&mut claims, &segments, state, programme, today)?;
    facts.set(first, claims);
    Some(facts)
}

fn change(
    claims: &mut Object,
    path: &[&str],
    state: &State,
    programme: &Programme,
    today: Day,
) -> Option<()> {
    let (name, inside) = path.split_first()?;
    if inside.is_empty() {
        match state {
            State::Value(value) => {
                claims.set(name, value.clone());
                if *name == SUBJECT_KIND.name && value.as_str() != Some(NATURAL_PERSON) {
                    unborn(claims);
                }
            }
            State::Absent => drop(claims.remove(name)),
            // What is always in the open is no list and has no members.
            State::Hidden
                if list_type(name).is_some() || !claim_type(name)?.fields().is_empty() =>
            {
                claims.set(name, undisclosed());
            }
            State::Hidden => return None,
        }
        return Some(());
    }
    let mut group = object(claims.get(name));
    if *name == SUBJECT.name || *name == EVALUATIONS.name {
        // Each member is a disclosure of its own.
        let (member, field) = inside.split_first()?;
        match (state, field) {
            (State::Hidden, _) => group.set(member, undisclosed()),
            (State::Value(value), []) => group.set(member, value.clone()),
            (State::Value(value), field) => {
                let mut whole = shown(group.get(member));
                whole.set(&field.join("."), value.clone());
                group.set(member, whole);
            }
            (State::Absent, field) => {
                // Nothing may be hidden where something is known not to be.
                group.remove(UNDISCLOSED);
                let mut whole = shown(group.get(member));
                whole.remove(&field.join("."));
                match field.is_empty() || whole.is_empty() {
                    true => drop(group.remove(member)),
                    false => group.set(member, whole),
                }
            }
        }
        // One may contradict the other.
        if *name == SUBJECT.name && matches!(state, State::Value(_)) {
            match *member {
                member if member == BIRTHDATE.text => drop(group.remove(AGE_OVER.text)),
                member if member == AGE_OVER.text => drop(group.remove(BIRTHDATE.text)),
                _ => {}
            }
        }
    } else {
        // The whole is one disclosure.
        let fields = claim_type(name)?.fields();
        let is_required = |field: &str| fields.iter().any(|f| f.name == field && f.required);
        match state {
            State::Hidden => {
                claims.set(name, undisclosed());
                return Some(());
            }
            State::Value(value) => {
                group = shown(claims.get(name));
                if group.is_empty() {
                    group = least_object(fields, programme, today);
                }
                group.set(&inside.join("."), value.clone());
            }
            State::Absent => {
                group = shown(claims.get(name));
                group.remove(&inside.join("."));
                if is_required(inside.first()?) || group.is_empty() {
                    claims.remove(name);
                    return Some(());
                }
            }
        }
    }
    claims.set(name, group);
    Some(())
}

/// Nobody but a person has an age.
fn unborn(claims: &mut Object) {
    if let Some(Value::Object(subject)) = claims.get(SUBJECT.name) {
        let mut subject = subject.clone();
        subject.remove(BIRTHDATE.text);
        subject.remove(AGE_OVER.text);
        claims.set(SUBJECT.name, subject);
    }
}

/// A record with one of its fields changed.
pub(in crate::authoring) fn record_with(
    record: &Object,
    path: &str,
    state: &State,
    least: &Object,
) -> Object {
    let mut record = record.clone();
    match (path.split_once('.'), state) {
        (None, State::Value(value)) => record.set(path, value.clone()),
        (None, _) => drop(record.remove(path)),
        (Some((name, field)), state) => {
            let inside = record.get(name).or(least.get(name));
            let inside = record_with(&object(inside), field, state, &Object::new());
            record.set(name, inside);
        }
    }
    record
}

/// How a fact is.
pub(in crate::authoring) fn look<'v>(facts: &'v Object, path: &str) -> Seen<'v> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(mut value) = facts.get(first) else {
        // What is not given is not known.
        return Seen::Hidden;
    };
    for name in rest.split('.').filter(|name| !name.is_empty()) {
        if is_undisclosed(value) {
            return Seen::Hidden;
        }
        match value.member(name) {
            Some(inner) => value = inner,
            None if first == REQUEST || value.member(UNDISCLOSED).is_some() => return Seen::Hidden,
            None => return Seen::Absent,
        }
    }
    match is_undisclosed(value) {
        true => Seen::Hidden,
        false => Seen::Value(value),
    }
}

fn object(value: Option<&Value>) -> Object {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

/// The same, of what may be hidden: nothing of that is known.
fn shown(value: Option<&Value>) -> Object {
    object(value.filter(|value| !is_undisclosed(value)))
}
