//! The parts of a bundle as a plan tells them.

use serde::Serialize;

use crate::credit::{CLEAR, Claims, list_type};
use crate::error::string_enum;
use crate::json::pointer_push;
use crate::sd_jwt::{Members, Node};
use crate::visible::shown;

string_enum! {
    /// What a part of a bundle tells.
    UnitKind {
        /// A claim as it stands.
        Claim = "claim",
        /// How many records a list has, and nothing of them.
        List = "list",
        /// One record of a list, or one statement of absence.
        Record = "record",
    }
}

/// A part of a bundle that is shown or stays hidden as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unit {
    /// The alias of the bundle's input.
    pub input: String,
    /// The JSON pointer to it in the bundle, in the issuer's numbering.
    pub pointer: String,
    /// The same as decisions name it: `credit.listings[1]`.
    pub path: String,
    /// What it tells.
    pub kind: UnitKind,
    /// Of a statement of absence, what it says there is none of: `listings.serious`, or `listings` for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

impl Unit {
    pub(super) fn new(alias: &str, pointer: &str) -> Self {
        let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
        let in_list = tokens
            .first()
            .is_some_and(|first| *first == CLEAR || list_type(first).is_some());
        let mut path = alias.to_owned();
        for (depth, token) in tokens.iter().enumerate() {
            let is_index = in_list && depth == 1;
            path.push_str(if is_index { "[" } else { "." });
            push_name(&mut path, token);
            path.push_str(if is_index { "]" } else { "" });
        }
        Self {
            input: shown(alias),
            pointer: pointer.to_owned(),
            path: shown(&path),
            kind: match (in_list, tokens.len()) {
                (true, 1) => UnitKind::List,
                (true, _) => UnitKind::Record,
                (false, _) => UnitKind::Claim,
            },
            about: None,
        }
    }

    /// The same, of the bundle that has these claims.
    pub(super) fn of(alias: &str, pointer: &str, claims: &Claims) -> Self {
        let place = pointer.strip_prefix("/clear/");
        let place = place.and_then(|place| place.parse().ok());
        Self {
            about: place.and_then(|place| claims.denied_by(place)),
            ..Self::new(alias, pointer)
        }
    }
}

/// Adds the name that a token of a JSON pointer stands for (RFC 6901 §4).
fn push_name(path: &mut String, token: &str) {
    for (number, part) in token.split('~').enumerate() {
        let slash = part.strip_prefix('1').filter(|_| number > 0);
        let tilde = part.strip_prefix('0').filter(|_| number > 0);
        let (mark, rest) = match (slash, tilde) {
            (Some(rest), _) => ("/", rest),
            (_, Some(rest)) => ("~", rest),
            _ => ("", part),
        };
        path.push_str(mark);
        path.push_str(rest);
    }
}

/// What of a bundle is visible to whomever it is presented, whatever is disclosed.
pub(super) fn visible(alias: &str, claims: &Members) -> Vec<Unit> {
    let mut pointers = Vec::new();
    collect(claims, "", &mut pointers);
    let units = pointers.iter().map(|pointer| Unit::new(alias, pointer));
    units.collect()
}

fn collect(members: &Members, within: &str, pointers: &mut Vec<String>) {
    for (name, member) in members.iter().filter(|(_, member)| !member.selective) {
        let mut pointer = within.to_owned();
        pointer_push(&mut pointer, name);
        match &member.node {
            // It is no disclosure itself, and holds some.
            Node::Object(inner) if !inner.is_whole() => collect(inner, &pointer, pointers),
            _ => pointers.push(pointer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_named_as_decisions_name_it() {
        for (pointer, path, kind) in [
            ("/listings", "credit.listings", UnitKind::List),
            ("/listings/1", "credit.listings[1]", UnitKind::Record),
            ("/finance", "credit.finance", UnitKind::Claim),
            ("/evaluations/2", "credit.evaluations.2", UnitKind::Claim),
            (
                "/subject/links/https:~1~1a.example~1~01",
                "credit.subject.links.https://a.example/~1",
                UnitKind::Claim,
            ),
        ] {
            let unit = Unit::new("credit", pointer);
            assert_eq!((&*unit.path, unit.kind), (path, kind));
            assert_eq!(unit.pointer, pointer);
        }
    }
}
