//! Plain facts, which an author writes by hand to try a programme.
//!
//! The same claims as in a bundle, as plain JSON. `{"$undisclosed": true}` in place of a claim, a
//! record or an evaluation stands for one that is hidden; as a member of an object it says that
//! the object has further, hidden members.

use super::claims::Claims;
use super::disclosure::is_group;
use super::reader::CATALOGUE;
use super::vct::Vct;
use super::vocabulary::{CLAIM_TYPES, CLEAR, LIST_TYPES};
#[cfg(feature = "authoring")]
use super::vocabulary::{claim_type, list_type};
use crate::error::{Code, Error};
use crate::json::{Object, Value, pointer_push};
use crate::law::Law;
use crate::sd_jwt::{Members, Node, Slot};

pub(crate) const UNDISCLOSED: &str = "$undisclosed";

impl Claims {
    /// Types plain facts. A list that every bundle has and that is left out is empty.
    ///
    /// # Errors
    /// As [`Claims::parse`]; `claim.invalid` for a `$undisclosed` that is not `true`.
    pub(crate) fn from_plain(vct: Vct, written: &Value, law: &Law) -> Result<Self, Error> {
        let Value::Object(object) = written else {
            return Err(invalid(""));
        };
        let mut members = members(object, "")?;
        for list in LIST_TYPES {
            if list.is_always_in(vct)
                && members.get(list.name).is_none()
                && !members.may_hide(list.name)
            {
                members.push_plain(list.name, Node::Array(Vec::new()));
            }
        }
        let mut claims = Self::parse(vct, &members, law)?;
        let unknown = object.iter().filter(|(name, _)| !is_claim(name));
        claims.ignored.extend(unknown.map(|(name, _)| {
            let mut pointer = String::new();
            pointer_push(&mut pointer, name);
            pointer
        }));
        Ok(claims)
    }
}

/// What else stands in the payload of a bundle, from which facts may have been copied.
const OF_TOKENS: &[&str] = &[
    "iss",
    "iat",
    "nbf",
    "exp",
    "vct",
    "cnf",
    "status",
    UNDISCLOSED,
];

fn is_claim(name: &str) -> bool {
    claim_names().any(|known| known == name) || OF_TOKENS.contains(&name)
}

/// The names of all claims.
fn claim_names() -> impl Iterator<Item = &'static str> {
    let lists = LIST_TYPES.iter().map(|list| list.name);
    let claims = CLAIM_TYPES.iter().map(|claim| claim.name);
    lists.chain(claims).chain([CATALOGUE, CLEAR])
}

/// The names of what could stand beside a member of plain facts; `pointer` is within an input.
#[cfg(feature = "authoring")]
pub(crate) fn names_beside(pointer: &str) -> Vec<&'static str> {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let fields = |name: &str| {
        let of_list = list_type(name).map(|list| list.fields);
        let fields = of_list.or_else(|| claim_type(name).map(|claim| claim.fields()));
        let fields = fields.unwrap_or_default().iter();
        fields.map(|field| field.name).collect()
    };
    match tokens.as_slice() {
        [_] => claim_names().collect(),
        [name, _] => fields(name),
        // Of a record, or of an evaluation.
        [name, _, _] => fields(name),
        _ => Vec::new(),
    }
}

/// Which of the statements of absence in the claims that an issuer is about to sign may be made of their subject, in
/// their order.
///
/// # Errors
/// As [`Claims::from_plain`].
#[cfg(feature = "issuer")]
pub(crate) fn statements_to_make(vct: Vct, claims: &Object, law: &Law) -> Result<Vec<bool>, Error> {
    to_issue(vct, claims, law)?.statements_to_make(law)
}

/// The claims of a bundle that is to be issued.
///
/// # Errors
/// As [`Claims::from_plain`].
#[cfg(feature = "issuer")]
pub(crate) fn to_issue(vct: Vct, claims: &Object, law: &Law) -> Result<Claims, Error> {
    Claims::read(vct, &members(claims, "")?, law)
}

/// The claims of a bundle as plain facts, which [`Claims::from_plain`] reads.
pub(crate) fn to_plain(members: &Members) -> Object {
    let mut object = Object::new();
    for (name, member) in members.iter() {
        object.push(name, node_to_plain(&member.node));
    }
    if members.hidden() > 0 {
        object.push(UNDISCLOSED, true.into());
    }
    object
}

fn node_to_plain(node: &Node) -> Value {
    match node {
        Node::Value(value) => value.clone(),
        Node::Array(slots) => {
            let hidden = || Object::from([(UNDISCLOSED, Value::from(true))]).into();
            let element = |slot: &Slot| slot.node.as_ref().map_or_else(hidden, node_to_plain);
            Value::Array(slots.iter().map(element).collect())
        }
        Node::Object(members) => to_plain(members).into(),
    }
}

fn members(object: &Object, pointer: &str) -> Result<Members, Error> {
    let mut members = Members::default();
    for (name, value) in object.iter() {
        let mut pointer = pointer.to_owned();
        pointer_push(&mut pointer, name);
        if name == UNDISCLOSED {
            if *value != Value::Bool(true) {
                return Err(invalid(&pointer));
            }
            members.hide_one();
            continue;
        }
        match value {
            // These are never a disclosure themselves, so what is hidden is inside.
            value if is_undisclosed(value) && is_group(&pointer) => {
                let mut inside = Members::default();
                inside.hide_one();
                members.push_plain(name, Node::Object(inside));
            }
            value if is_undisclosed(value) => members.hide_named(name),
            value => members.push_plain(name, node(value, &pointer)?),
        }
    }
    Ok(members)
}

fn node(value: &Value, pointer: &str) -> Result<Node, Error> {
    Ok(match value {
        Value::Null => return Err(invalid(pointer)),
        Value::Object(object) => Node::Object(members(object, pointer)?),
        Value::Array(elements) => {
            let mut slots = Vec::new();
            for (index, element) in elements.iter().enumerate() {
                let hidden = is_undisclosed(element);
                slots.push(Slot {
                    selective: hidden,
                    node: match hidden {
                        true => None,
                        false => Some(node(element, &format!("{pointer}/{index}"))?),
                    },
                });
            }
            Node::Array(slots)
        }
        scalar => Node::Value(scalar.clone()),
    })
}

fn is_undisclosed(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|o| o.len() == 1 && o.get(UNDISCLOSED) == Some(&Value::Bool(true)))
}

fn invalid(pointer: &str) -> Error {
    Error::new(Code::ClaimInvalid).with("pointer", pointer)
}
