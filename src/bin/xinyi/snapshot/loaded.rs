//! What an app would make of a snapshot, and how people are told.

use std::process::ExitCode;

use xinyi::{Instant, Value, Verifier, VerifierOptions};

use crate::clock::now_or_clock;
use crate::failure::Failure;
use crate::json::{self, object};
use crate::print;
use crate::terminal::say;

/// A snapshot that was loaded, whatever became of its parts.
pub(super) struct Loaded {
    pub(super) verifier: Verifier,
    /// Whether all parts were good, and hold now.
    pub(super) is_good: bool,
    /// The report, texts filled in.
    pub(super) report: Value,
}

/// As an app has them, but that a demo platform will do.
pub(super) fn options(now: Option<Instant>) -> Result<VerifierOptions, Failure> {
    let mut options = VerifierOptions::at(now_or_clock(now)?);
    options.allow_demo_root = true;
    Ok(options)
}

impl Loaded {
    /// Loads a snapshot as an app does.
    ///
    /// # Errors
    /// What is wrong with the root.
    pub(super) fn of(
        root: &str,
        snapshot: &str,
        options: &VerifierOptions,
    ) -> Result<Self, xinyi::Error> {
        let verifier = Verifier::new(root, Some(snapshot), options)?;
        if verifier.is_demo() {
            print::demo();
        }
        let ended = verifier.check_time(options.now).err();
        let is_refused = verifier.report().parts().any(|(_, part)| part.is_refused());
        let is_good = ended.is_none() && !is_refused;
        let mut report = json::document(verifier.report());
        if let (Some(error), Value::Object(parts)) = (&ended, &mut report) {
            parts.set(
                "ended",
                object! { "result": "refused", "error": error.to_json() },
            );
        }
        Ok(Self {
            report: json::filled(&report),
            verifier,
            is_good,
        })
    }

    /// Part by part.
    pub(super) fn print(&self) {
        for (name, part) in self.report.as_object().into_iter().flat_map(|o| o.iter()) {
            line(name, part);
        }
    }

    /// The parts that are of no use, each a member `part` and its `error`.
    pub(super) fn refused(&self) -> Vec<Value> {
        let members = self.report.as_object().into_iter().flat_map(|o| o.iter());
        let parts = members.flat_map(|(name, part)| {
            let parts = part.as_array().unwrap_or(std::slice::from_ref(part));
            parts.iter().map(move |part| (name, part))
        });
        let refused = parts.filter_map(|(name, part)| {
            let error = part.member("error")?;
            Some(object! { "part": name, "error": error.clone() }.into())
        });
        refused.collect()
    }
}

pub(super) fn exit(is_good: bool) -> ExitCode {
    match is_good {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    }
}

fn line(name: &str, part: &Value) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| line(name, part)),
        Value::Object(members) => {
            let result = members.get("result").and_then(Value::as_str);
            let details = members.iter().filter(|(n, v)| {
                *n != "result" && !matches!(v, Value::Array(_) | Value::Object(_))
            });
            let details: Vec<String> = details.map(|(n, v)| format!("{n} {v}")).collect();
            say!(
                "{}: {} {}",
                name,
                result.unwrap_or_default(),
                details.join(", ")
            );
            if let Some(error) = members.get("error") {
                print::error(error);
            }
            let inner = members.iter().filter(|(_, v)| matches!(v, Value::Array(_)));
            inner.for_each(|(name, part)| line(name, part));
        }
        _ => {}
    }
}
