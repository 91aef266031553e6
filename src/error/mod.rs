//! One error type for every stage, with stable codes.

mod code;
mod problem;
mod stage;
mod string_enum;

pub use code::{Code, Family};
pub use problem::Problem;
pub use stage::Stage;
use std::fmt;
pub(crate) use string_enum::string_enum;

use serde::{Serialize, Serializer};

use crate::json::{Object, Value};
use crate::languages::blank;
use crate::visible::{shown_value, visible_json};

/// Why an input was refused: a stable [`Code`], the [`Stage`] it arose in, and the facts.
///
/// Texts in Chinese and English are kept apart from the code, in [`messages`](crate::messages),
/// so that a host which brings its own pays nothing for ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error(Box<Inner>);

// Behind a pointer: results are returned far more often than errors are made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    stage: Option<Stage>,
    details: Object,
}

impl Error {
    #[cold]
    pub(crate) fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            stage: None,
            details: Object::new(),
        }))
    }

    /// `input.unsupported`: this version does not have `name`. For hosts that refuse an option of
    /// their own.
    pub fn unsupported(name: &str) -> Self {
        Self::new(Code::InputUnsupported)
            .with("name", name)
            .at(Stage::Input)
    }

    /// An error about a file that a host reads itself, such as one that is no document of this crate, with its
    /// facts.
    pub fn of_input(code: Code, details: Object) -> Self {
        let mut error = Self::new(code).at(Stage::Input);
        error.0.details = details;
        error
    }

    /// `issuer.signer`: a [`Signer`](crate::issuer::Signer) gave no signature, and the detail `reason` says why, with
    /// the causes of an error in their order. For those who implement one. No secret belongs into it.
    #[cfg(feature = "issuer")]
    pub fn of_signer(reason: impl Into<Box<dyn std::error::Error>>) -> Self {
        let reason = reason.into();
        let mut text = reason.to_string();
        let mut cause = reason.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self::new(Code::IssuerSigner)
            .with("reason", text)
            .at(Stage::Signer)
    }

    /// `host.random`: there are no random bytes, and the detail `reason` says why. For those who implement
    /// [`SecureRandom`](crate::issuer::SecureRandom).
    #[cfg(feature = "issuer")]
    pub fn of_random(reason: &str) -> Self {
        Self::new(Code::HostRandom)
            .with("reason", reason)
            .at(Stage::Signer)
    }

    /// Names the file in which the document stands that this is about, for hosts that read files.
    #[must_use]
    pub fn in_file(mut self, name: &str) -> Self {
        self.0.details.set("file", name);
        self
    }

    /// `code`, about the value at `pointer`.
    #[cold]
    pub(crate) fn of_value(code: Code, pointer: impl Into<String>, problem: Problem) -> Self {
        Self::new(code)
            .with("pointer", pointer.into())
            .because(problem)
    }

    /// `input.options`, about the option at `pointer`.
    #[cold]
    pub(crate) fn of_option(pointer: impl Into<String>, problem: Problem) -> Self {
        Self::of_value(Code::InputOptions, pointer, problem).at(Stage::Input)
    }

    /// Says what is wrong: the fact `problem`.
    #[must_use]
    pub fn because(mut self, problem: Problem) -> Self {
        self.0.details.set("problem", problem.as_str());
        self
    }

    /// Adds a fact. Names are the placeholders of the texts.
    #[must_use]
    pub(crate) fn with(self, name: &'static str, value: impl Into<Value>) -> Self {
        self.with_value(name, value.into())
    }

    #[cold]
    fn with_value(mut self, name: &'static str, value: Value) -> Self {
        self.0.details.push(name, value);
        self
    }

    /// Says in which stage this arose, unless something closer to the cause already did.
    #[must_use]
    pub(crate) fn at(mut self, stage: Stage) -> Self {
        self.0.stage.get_or_insert(stage);
        self
    }

    /// Puts the document's own pointer before the `pointer` within a part of it.
    #[must_use]
    pub(crate) fn under(mut self, pointer: &str) -> Self {
        let inner = self.0.details.get("pointer").and_then(Value::as_str);
        let whole = format!("{pointer}{}", inner.unwrap_or_default());
        self.0.details.set("pointer", whole);
        self
    }

    /// Checks that a list has no more items than a limit.
    ///
    /// # Errors
    /// `limit.items` with `limit` and `found`, and the list's `pointer`.
    pub(crate) fn check_items(
        limit: usize,
        found: usize,
        pointer: impl FnOnce() -> String,
    ) -> Result<(), Self> {
        if found <= limit {
            return Ok(());
        }
        Err(Self::new(Code::LimitItems)
            .with("limit", limit)
            .with("found", found)
            .with("pointer", pointer()))
    }

    /// Goes one element deeper: to the one at `index` of the list that the pointer leads to.
    #[must_use]
    pub(crate) fn under_last(mut self, index: usize) -> Self {
        let list = self.0.details.get("pointer").and_then(Value::as_str);
        let whole = format!("{}/{index}", list.unwrap_or_default());
        self.0.details.set("pointer", whole);
        self
    }

    /// The stable code, such as `signature.invalid`.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What is wrong with the value that this is about, where one word says it.
    pub fn problem(&self) -> Option<Problem> {
        let said = self.0.details.get("problem")?.as_str()?;
        Problem::ALL.iter().find(|p| p.as_str() == said).copied()
    }

    /// What was being read or verified.
    pub fn stage(&self) -> Stage {
        self.0.stage.unwrap_or(Stage::Input)
    }

    /// The facts: limits, offsets, JSON pointers, times (UNIX seconds), identifiers.
    pub fn details(&self) -> &Object {
        &self.0.details
    }

    /// The error as every surface gives it, characters that are not seen by their numbers. The texts
    /// are left empty, for [`messages::fill`](crate::messages::fill) or the host to put in.
    pub fn to_json(&self) -> Value {
        Object::from([
            ("code", Value::from(self.0.code.as_str())),
            ("stage", self.stage().as_str().into()),
            ("details", shown_value(&self.0.details.clone().into())),
            ("message", "".into()),
            ("messages", blank()),
        ])
        .into()
    }

    /// The rank of an error among several: the lowest is the most useful to its reader.
    ///
    /// First come errors about what cannot be read, then about what is not trusted, then about what is out of
    /// date. So whoever is told "expired" may take the document for genuine. A wrong clock comes before trust,
    /// since it makes every other time doubtful.
    pub(crate) fn rank(&self) -> u8 {
        match (self.0.code.family(), self.0.code) {
            (Family::Input, _) => 0,
            (Family::Limit, _) => 1,
            (Family::Format, _) => 2,
            (Family::Time, Code::TimeRollback) => 3,
            (Family::Trust, _) => 4,
            (Family::Signature, _) => 5,
            (Family::Claim, _) => 6,
            (Family::Time, _) => 7,
            (Family::Status, _) => 8,
            (Family::Binding, _) => 9,
            (
                Family::Host | Family::Issuer | Family::Law | Family::Programme | Family::State,
                _,
            ) => 10,
        }
    }
}

/// As [`to_json`](Error::to_json).
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.code.as_str(), self.stage().as_str())?;
        if !self.0.details.is_empty() {
            let details = crate::json::write(&self.0.details.clone().into());
            write!(f, " {}", visible_json(&details))?;
        }
        Ok(())
    }
}
