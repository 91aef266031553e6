//! JSON merge patches (RFC 7396): how a case differs from the facts that all cases have in common.

use crate::json::{Object, Value};

/// The document that a patch makes of another: members of objects take the place of those of the same name, and
/// `null` takes a member away.
pub(super) fn merged(target: &Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    let mut result = target.as_object().cloned().unwrap_or_default();
    for (name, value) in patch.iter() {
        match value {
            Value::Null => {
                result.remove(name);
            }
            value => {
                let own = result.get(name).unwrap_or(&Value::Null);
                let merged = merged(own, value);
                result.set(name, merged);
            }
        }
    }
    result.into()
}

/// The patch that makes one document of another; empty if they are equal. Neither has a `null`.
pub(super) fn between(from: &Object, to: &Object) -> Object {
    let mut patch = Object::new();
    for (name, _) in from.iter().filter(|(name, _)| !to.contains(name)) {
        patch.set(name, Value::Null);
    }
    for (name, value) in to.iter() {
        match (from.get(name), value) {
            (Some(own), value) if own == value => {}
            (Some(Value::Object(own)), Value::Object(value)) => {
                // Members in another order are no difference.
                let inner = between(own, value);
                if !inner.is_empty() {
                    patch.set(name, inner);
                }
            }
            (_, value) => patch.set(name, value.clone()),
        }
    }
    patch
}

/// Whether two documents say the same: the order of members makes no difference.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_same(a, b))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(text: &str) -> Value {
        parse(text.as_bytes(), 1000).expect(text)
    }

    /// The examples of RFC 7396, Appendix A, as far as the target is an object.
    #[test]
    fn patches_are_those_of_the_rfc() {
        for (target, patch, want) in [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (
                r#"{"a":{"b":"c"}}"#,
                r#"{"a":{"b":"d","c":null}}"#,
                r#"{"a":{"b":"d"}}"#,
            ),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ] {
            assert_eq!(
                merged(&read(target), &read(patch)),
                read(want),
                "{target} {patch}"
            );
        }
    }

    #[test]
    fn a_patch_leads_from_one_to_the_other() {
        let all = [
            "{}",
            r#"{"a":1}"#,
            r#"{"a":{"b":1,"c":2}}"#,
            r#"{"a":{"c":3},"d":[1]}"#,
            r#"{"d":{"x":true},"a":[]}"#,
        ];
        for from in all.map(read) {
            for to in all.map(read) {
                let (Value::Object(a), Value::Object(b)) = (&from, &to) else {
                    panic!("objects");
                };
                let patch = between(a, b);
                assert_eq!(patch.is_empty(), a == b);
                let made = merged(&from, &patch.into());
                // Members may come in another order.
                assert!(
                    made.as_object()
                        .is_some_and(|made| between(made, b).is_empty())
                );
            }
        }
    }
}
