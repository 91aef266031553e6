//! A programme as a query of the Digital Credentials Query Language (OpenID for Verifiable Presentations 1.0, section
//! 6), which wallets answer that know nothing of this crate.
//!
//! | of the programme | in the query |
//! |---|---|
//! | an input | a credential query: its alias as `id`, the format `dc+sd-jwt`, its type in `vct_values` |
//! | inputs that may be left out | a credential set each that is not required |
//! | what rules, the law and ties between inputs need | `claims`: a list as a whole, never with `null`, which an empty list does not match |
//! | several ways to a tier, several tiers | [`claim_sets`] |

use super::claim_sets::{ClaimSet, claim_sets};
use crate::json::{Object, Value};
use crate::law::Edition;
use crate::programme::{Input, Programme};
use crate::sorted;

/// The format of SD-JWT VCs (appendix B.3).
pub(super) const FORMAT: &str = "dc+sd-jwt";

/// The query: `{"credentials": […], "credential_sets"?: […]}`.
pub(super) fn query(programme: &Programme, law: &Edition) -> Object {
    let mut credentials: Vec<Value> = Vec::new();
    let mut required: Vec<Value> = Vec::new();
    let mut optional: Vec<&Input> = Vec::new();
    for input in &programme.inputs {
        let sets = claim_sets(programme, law, input);
        if sets.is_empty() {
            continue;
        }
        credentials.push(credential(input, &sets).into());
        match input.optional {
            true => optional.push(input),
            false => required.push(input.alias.as_str().into()),
        }
    }
    let mut query = Object::from([("credentials", Value::from(credentials))]);
    if optional.is_empty() {
        return query;
    }
    let mut sets: Vec<Value> = Vec::new();
    if !required.is_empty() {
        sets.push(credential_set(required, true));
    }
    for input in optional {
        // An officer's comes with the firm's.
        let firm = input.is.as_ref().and_then(|is| programme.input(&is.of));
        let firm = firm.filter(|firm| firm.optional);
        let mut together: Vec<Value> = Vec::new();
        for input in firm.into_iter().chain([input]) {
            together.push(input.alias.as_str().into());
        }
        sets.push(credential_set(together, false));
    }
    query.set("credential_sets", sets);
    query
}

fn credential_set(together: Vec<Value>, required: bool) -> Value {
    Object::from([
        ("options", Value::from(vec![Value::from(together)])),
        ("required", required.into()),
    ])
    .into()
}

/// The query for one credential. Where all sets are one, every claim of it is required.
fn credential(input: &Input, sets: &[ClaimSet]) -> Object {
    let types = Value::from(vec![Value::from(input.vct.as_str())]);
    let mut query = Object::from([
        ("id", Value::from(input.alias.as_str())),
        ("format", FORMAT.into()),
        ("meta", Object::from([("vct_values", types)]).into()),
    ]);
    let mut names = ClaimSet::new();
    for set in sets {
        sorted::extend(&mut names, set.iter().cloned());
    }
    let claims: Vec<Value> = names.iter().map(|name| claim(name).into()).collect();
    query.set("claims", claims);
    if sets.len() > 1 {
        let ids = |set: &ClaimSet| {
            Value::from(
                set.iter()
                    .map(|name| id(name).into())
                    .collect::<Vec<Value>>(),
            )
        };
        query.set("claim_sets", sets.iter().map(ids).collect::<Vec<Value>>());
    }
    query
}

fn claim(name: &str) -> Object {
    let path: Vec<Value> = name.split('.').map(Value::from).collect();
    Object::from([("id", Value::from(id(name))), ("path", path.into())])
}

/// Ids may have letters, digits, underscores and hyphens.
fn id(name: &str) -> String {
    let hyphened = |c: char| if c == '.' { '-' } else { c };
    name.chars().map(hyphened).collect()
}
