//! What a verified SD-JWT discloses, and the same with less disclosed.

use super::node::{Member, Members, Node, Slot};
use super::process::Placement;

/// The claims of a verified SD-JWT, and where each of its disclosures was put.
///
/// It can be made of what was verified alone. With some of it hidden it is what a presentation with fewer disclosures
/// of the same token comes to, for which nothing has to be verified again.
#[derive(Debug)]
pub(crate) struct Disclosed {
    pub(super) claims: Members,
    pub(super) placements: Vec<Placement>,
}

impl Disclosed {
    /// The claims.
    pub(crate) fn claims(&self) -> &Members {
        &self.claims
    }

    /// The disclosures in the order in which they are found in the claims: one that contains others comes before
    /// these.
    pub(crate) fn placements(&self) -> &[Placement] {
        &self.placements
    }

    /// The claims of a presentation with some of the disclosures, by the order of [`placements`](Self::placements).
    /// What stands in a disclosure that is left out is hidden with it.
    pub(crate) fn with(&self, shown: &[bool]) -> Members {
        let mut shown = shown.iter().copied();
        members(&self.claims, &mut shown)
    }
}

/// Whether the next disclosure is shown, in the order of the claims.
type Shown<'s> = std::iter::Copied<std::slice::Iter<'s, bool>>;

fn members(all: &Members, shown: &mut Shown<'_>) -> Members {
    let mut some = all.without_members();
    for (name, member) in all.iter() {
        let Member { selective, node } = member;
        match part(*selective, node, shown) {
            Some(node) => some.push(
                name,
                Member {
                    selective: *selective,
                    node,
                },
            ),
            None => some.hide_one(),
        }
    }
    some
}

/// What is left of a member or an element; `None` if it is not shown.
fn part(selective: bool, all: &Node, shown: &mut Shown<'_>) -> Option<Node> {
    if selective && !shown.next().unwrap_or(false) {
        pass(all, shown);
        return None;
    }
    Some(match all {
        Node::Value(value) => Node::Value(value.clone()),
        Node::Object(all) => Node::Object(members(all, shown)),
        Node::Array(slots) => {
            let mut some = Vec::with_capacity(slots.len());
            for slot in slots {
                let element = slot.node.as_ref();
                some.push(Slot {
                    selective: slot.selective,
                    node: element.and_then(|element| part(slot.selective, element, shown)),
                });
            }
            Node::Array(some)
        }
    })
}

/// Passes over what is hidden with a disclosure: what is inside has its places in the order.
fn pass(hidden: &Node, shown: &mut Shown<'_>) {
    let mut inner = |selective: bool, node: &Node| {
        if selective {
            shown.next();
        }
        pass(node, shown);
    };
    match hidden {
        Node::Value(_) => {}
        Node::Object(all) => {
            for (_, member) in all.iter() {
                inner(member.selective, &member.node);
            }
        }
        Node::Array(slots) => {
            for slot in slots {
                if let Some(node) = &slot.node {
                    inner(slot.selective, node);
                }
            }
        }
    }
}
