//! The reply to a call, as every surface gives it.

use serde::ser::{Serialize, SerializeMap, Serializer};

#[cfg(feature = "authoring")]
use crate::authoring::Lint;
use crate::decision::Decision;
use crate::error::Error;
use crate::forecast::Forecast;
use crate::holder::Plan;
use crate::trial::Trial;
use crate::trust::Report;

/// The reply to a call: `{"ok":true,"decision":{…}}`, with the name of what was asked for in place of
/// `decision`; or `{"ok":false,"error":{…},"errors":[…]}`, where `error` is the most useful of the `errors`.
///
/// Texts are left empty, for [`messages::fill`](crate::messages::fill) or the host to put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply<T> {
    name: &'static str,
    result: Result<T, Vec<Error>>,
}

impl<T> Reply<T> {
    /// A reply under this name.
    pub fn new(name: &'static str, result: Result<T, Vec<Error>>) -> Self {
        Self { name, result }
    }

    /// Whether there is no error.
    pub fn is_ok(&self) -> bool {
        self.result.is_ok()
    }
}

impl<T: Serialize> Serialize for Reply<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reply = serializer.serialize_map(None)?;
        reply.serialize_entry("ok", &self.is_ok())?;
        match &self.result {
            Ok(value) => reply.serialize_entry(self.name, value)?,
            Err(errors) => {
                reply.serialize_entry("error", &errors.first())?;
                reply.serialize_entry("errors", errors)?;
            }
        }
        reply.end()
    }
}

impl From<Result<Decision, Vec<Error>>> for Reply<Decision> {
    fn from(result: Result<Decision, Vec<Error>>) -> Self {
        Self::new("decision", result)
    }
}

impl From<Result<Forecast, Vec<Error>>> for Reply<Forecast> {
    fn from(result: Result<Forecast, Vec<Error>>) -> Self {
        Self::new("decision", result)
    }
}

impl From<Result<Plan, Vec<Error>>> for Reply<Plan> {
    fn from(result: Result<Plan, Vec<Error>>) -> Self {
        Self::new("plan", result)
    }
}

impl From<Result<Trial, Error>> for Reply<Trial> {
    fn from(result: Result<Trial, Error>) -> Self {
        Self::new("decision", result.map_err(Into::into))
    }
}

#[cfg(feature = "authoring")]
impl From<Result<Lint, Error>> for Reply<Lint> {
    fn from(result: Result<Lint, Error>) -> Self {
        Self::new("findings", result.map_err(Into::into))
    }
}

impl<'a> From<Result<&'a Report, Error>> for Reply<&'a Report> {
    fn from(result: Result<&'a Report, Error>) -> Self {
        Self::new("report", result.map_err(Into::into))
    }
}
