//! The parts of a bundle as a plan tells them.

use serde::Serialize;

use crate::credit::list_type;
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
        /// One record of a list.
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
}

impl Unit {
    pub(super) fn new(alias: &str, pointer: &str) -> Self {
        let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
        let in_list = tokens
            .first()
            .is_some_and(|first| list_type(first).is_some());
        let mut path = alias.to_owned();
        for (depth, token) in tokens.iter().enumerate() {
            let name = token.replace("~1", "/").replace("~0", "~");
            let parts: [&str; 3] = match in_list && depth == 1 {
                true => ["[", &name, "]"],
                false => [".", &name, ""],
            };
            path.extend(parts);
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
        }
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
