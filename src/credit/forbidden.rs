//! Personal data that may not be collected (上海市社会信用条例 第十四条), at any depth.

use super::vocabulary;
use crate::error::{Code, Error};
use crate::json::pointer_push;
use crate::sd_jwt::{self, Node};

/// Checks that no member has a forbidden name.
///
/// # Errors
/// `claim.forbidden` with the pointer.
pub(super) fn check_forbidden(
    members: &sd_jwt::Members,
    pointer: &mut String,
) -> Result<(), Error> {
    for (name, member) in members.iter() {
        let length = pointer.len();
        pointer_push(pointer, name);
        if vocabulary::is_forbidden(name) {
            return Err(Error::new(Code::ClaimForbidden).with("pointer", pointer.as_str()));
        }
        check_forbidden_in(&member.node, pointer)?;
        pointer.truncate(length);
    }
    Ok(())
}

fn check_forbidden_in(node: &Node, pointer: &mut String) -> Result<(), Error> {
    match node {
        Node::Value(_) => Ok(()),
        Node::Object(members) => check_forbidden(members, pointer),
        Node::Array(slots) => {
            for (index, slot) in slots.iter().enumerate() {
                let length = pointer.len();
                pointer_push(pointer, &index.to_string());
                if let Some(node) = &slot.node {
                    check_forbidden_in(node, pointer)?;
                }
                pointer.truncate(length);
            }
            Ok(())
        }
    }
}
