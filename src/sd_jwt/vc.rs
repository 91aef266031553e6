//! What an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc-19) asks beyond RFC 9901.

use super::node::{Members, Node};
use crate::error::{Code, Error};
use crate::error_sink::ErrorSink;
use crate::jose::required_string;
use crate::json::{Value, pointer_to};

/// Claims that must not be selectively disclosable, in whole or in part: a holder who could leave one out could
/// choose the rules by which the credential is verified.
const PROTECTED: [&str; 8] = [
    "iss",
    "nbf",
    "exp",
    "cnf",
    "vct",
    "vct#integrity",
    "aka_vcts",
    "status",
];

/// Checks the claims of a credential, whoever issued it.
///
/// # Errors
/// `claim.protected`, `claim.required`, `claim.invalid`, each with the pointer.
pub(super) fn check(claims: &Members, sink: &mut ErrorSink) -> Result<(), Error> {
    for name in PROTECTED {
        if let Some(member) = claims.member(name)
            && (member.selective || !member.node.is_whole())
        {
            sink.add(protected(name))?;
        }
    }
    let vct = sink.keep(required_string(claims, "vct"))?;
    for name in ["iss", "sub", "vct#integrity"] {
        if claims.get(name).is_some_and(|node| node.as_str().is_none()) {
            sink.add(error_at(Code::ClaimInvalid, name))?;
        }
    }
    for name in ["cnf", "status"] {
        if let Some(node) = claims.get(name)
            && !matches!(node, Node::Object(_))
        {
            sink.add(error_at(Code::ClaimInvalid, name))?;
        }
    }
    if let Some(others) = claims.get("aka_vcts") {
        let others = others.to_value();
        let is_another = |other: &Value| other.as_str().is_some_and(|o| Some(o) != vct);
        let well_formed = others
            .as_ref()
            .and_then(Value::as_array)
            .is_some_and(|all| !all.is_empty() && all.iter().all(is_another));
        if !well_formed {
            sink.add(error_at(Code::ClaimInvalid, "aka_vcts"))?;
        }
    }
    Ok(())
}

/// A claim that must not be selectively disclosed, and is.
pub(crate) fn protected(name: &str) -> Error {
    error_at(Code::ClaimProtected, name)
}

fn error_at(code: Code, name: &str) -> Error {
    Error::new(code).with("pointer", pointer_to(&[name]))
}
