//! Inspecting a JWS: nothing is verified.

use super::header::check_typ;
use super::{Header, base64url};
use crate::error::{Code, Error};
use crate::error_sink::ErrorSink;
use crate::json::{self, Value};

/// What can be shown of a compact JWS. Nothing in it is proven.
#[derive(Debug, Default)]
pub(crate) struct InspectedJws {
    /// The protected header.
    pub header: Option<Value>,
    /// The payload, if it is JSON.
    pub payload: Option<Value>,
}

impl InspectedJws {
    /// Takes apart whatever can be taken apart. Adds to `problems` everything for which
    /// [`Compact::parse`](super::Compact::parse), [`Header::expect_typ`] and any
    /// [`VerifyingKey`](super::VerifyingKey) refuse the token.
    pub(crate) fn of(text: &str, typ: &str, problems: &mut Vec<Error>) -> Self {
        let parts: Vec<&str> = text.split('.').collect();
        if parts.len() != 3 {
            problems.push(Error::new(Code::FormatStructure).with("expected", "a compact JWS"));
        }
        let mut parts = parts.into_iter();
        let header = parts.next().and_then(|part| decoded(part, problems));
        let payload = parts.next().and_then(|part| decoded(part, problems));
        if let Some(signature) = parts.next() {
            let signature = base64url::decode(signature).map_err(|e| problems.push(e));
            let encoding =
                signature.map(|signature| super::verifying_key::check_length(&signature));
            problems.extend(encoding.ok().and_then(Result::err));
        }
        if let Some(header) = &header {
            let mut sink = ErrorSink::collect();
            // The sink collects, so that no error is returned.
            problems.extend(Header::read(header, &mut sink).err());
            problems.extend(sink.into_errors());
            let found = header.member("typ").and_then(Value::as_str);
            problems.extend(check_typ(found, typ).err());
        }
        Self { header, payload }
    }
}

fn decoded(part: &str, problems: &mut Vec<Error>) -> Option<Value> {
    base64url::decode(part)
        .and_then(|bytes| json::parse(&bytes, bytes.len()))
        .map_err(|e| problems.push(e))
        .ok()
}
