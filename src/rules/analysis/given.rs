//! Facts that are given with their paths.

use std::sync::Arc;

use crate::rules::fact::{Fact, Members};

/// Facts, each with its path. What is not among them is absent.
pub(crate) type Given = Vec<(Vec<Arc<str>>, Fact)>;

/// The object of facts with their paths.
pub(super) fn members_of(given: &Given) -> Members {
    let mut root = Members::default();
    for (path, fact) in given {
        put(&mut root, path, fact);
    }
    root
}

fn put(members: &mut Members, path: &[Arc<str>], fact: &Fact) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    let place = members
        .known
        .iter()
        .position(|(known, _)| **known == **name);
    let place = place.unwrap_or_else(|| {
        let empty = Fact::Object(Members::default());
        members.known.push((name.to_string().into(), empty));
        members.known.len() - 1
    });
    let Some((_, held)) = members.known.get_mut(place) else {
        return;
    };
    match (held, rest, fact) {
        // An object is there with what it holds.
        (Fact::Object(_), [], Fact::Object(_)) => {}
        (held, [], fact) => *held = fact.clone(),
        (Fact::Object(inner), rest, fact) => put(inner, rest, fact),
        _ => {}
    }
}
