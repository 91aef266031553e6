//! What authors of programmes call, for `xinyi/authoring` of the npm package: a module of its own, so that the
//! verifier's stays small.
//!
//! Documents and options come in as text, options as JSON. Results are a [`Reply`] as JSON, whose texts the package puts
//! in. No call throws.

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;
use xinyi::authoring::Lint;
use xinyi::{Reply, Trial, TrialOptions};

/// The errors and warnings of a programme: `{"ok": true, "findings"}`.
#[wasm_bindgen]
pub fn lint(programme: &str) -> String {
    reply(Lint::of(programme))
}

/// What would be decided on facts that somebody wrote by hand: `{"ok": true, "decision"}`.
#[wasm_bindgen]
pub fn try_programme(programme: &str, facts: &str, options: &str) -> String {
    let options = TrialOptions::from_json(options);
    reply(options.and_then(|o| Trial::run(programme, facts, o.now, o.explain)))
}

fn reply<T: Serialize, R: Into<Reply<T>>>(result: R) -> String {
    let reply: Reply<T> = result.into();
    serde_json::to_string(&reply).unwrap_or_else(|_| throw_str("a reply has no JSON"))
}

#[cfg(test)]
mod tests {
    use xinyi::Value;

    use super::*;

    fn parsed(reply: &str) -> Value {
        Value::parse(reply.as_bytes(), reply.len()).expect("JSON")
    }

    fn code(of: Option<&Value>) -> Option<&str> {
        of?.member("code")?.as_str()
    }

    #[test]
    fn findings_are_a_reply() {
        let reply = parsed(&lint(r#"{"id":"x"}"#));
        assert_eq!(reply.member("ok"), Some(&true.into()));
        let found = reply.member("findings").and_then(|f| f.member("errors"));
        let errors = found.and_then(Value::as_array).expect("errors");
        assert_eq!(code(errors.first()), Some("programme.schema"));
    }

    #[test]
    fn a_refusal_is_a_reply() {
        let now = r#"{"now":1795140000}"#;
        for (reply, expected) in [
            (lint("{"), "format.json"),
            (try_programme("{}", "{}", now), "programme.schema"),
            (try_programme("{}", "{}", "{}"), "input.options"),
            (try_programme("{}", "{}", ""), "format.json"),
        ] {
            let reply = parsed(&reply);
            assert_eq!(reply.member("ok"), Some(&false.into()), "{reply}");
            assert_eq!(code(reply.member("error")), Some(expected), "{reply}");
        }
    }
}
