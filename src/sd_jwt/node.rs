//! The claims of a processed SD-JWT, with the places of what stayed hidden.

use crate::jose::ClaimLookup;
use crate::json::{Object, Value};

/// A value that may have hidden parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A string, number or boolean, or `null`.
    Value(Value),
    /// An array, numbered as the issuer did.
    Array(Vec<Slot>),
    /// An object.
    Object(Members),
}

/// The place of one array element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Whether the issuer made it selectively disclosable.
    pub selective: bool,
    /// The element; `None` if it is hidden, or was never there: a decoy looks the same.
    pub node: Option<Node>,
}

/// The members of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Members {
    entries: Vec<(String, Member)>,
    hidden: usize,
    /// Names of hidden members, where they are known. Tokens never tell them; facts that an author writes by
    /// hand do.
    hidden_names: Vec<String>,
    had_sd: bool,
}

/// One member that is visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Whether it was selectively disclosable, and has been disclosed.
    pub selective: bool,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The value, if it is a string, number or boolean.
    pub(crate) fn as_value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.as_value()?.as_str()
    }

    /// Whether nothing inside was selectively disclosable, be it hidden or disclosed: it is disclosed whole or
    /// not at all.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Value(_) => true,
            Self::Array(slots) => slots
                .iter()
                .all(|slot| !slot.selective && slot.node.as_ref().is_some_and(Self::is_whole)),
            Self::Object(members) => members.is_whole(),
        }
    }

    fn count_hidden(&self) -> usize {
        match self {
            Self::Value(_) => 0,
            Self::Array(slots) => slots
                .iter()
                .map(|slot| slot.node.as_ref().map_or(1, Self::count_hidden))
                .sum(),
            Self::Object(members) => members.count_hidden(),
        }
    }

    /// The plain value, if nothing inside is hidden.
    pub(crate) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Value(value) => value.clone(),
            Self::Array(slots) => {
                let elements = slots.iter().map(|slot| slot.node.as_ref()?.to_value());
                Value::Array(elements.collect::<Option<_>>()?)
            }
            Self::Object(members) => Value::Object(members.to_object()?),
        })
    }

    /// The plain value with what is hidden left out (RFC 9901 §7.1 step 3).
    pub(crate) fn to_disclosed(&self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Array(slots) => {
                let visible = slots.iter().filter_map(|slot| slot.node.as_ref());
                Value::Array(visible.map(Self::to_disclosed).collect())
            }
            Self::Object(members) => members.to_disclosed().into(),
        }
    }
}

impl Members {
    /// The value of the visible member `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.member(name).map(|member| &member.node)
    }

    /// The visible member `name`. `None` means that there is none only if none is
    /// [hidden](Self::hidden).
    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.iter().find(|(n, _)| *n == name).map(|(_, m)| m)
    }

    /// The visible members: the issuer's in its order, then the disclosed ones in the order of
    /// their digests.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Member)> {
        self.entries.iter().map(|(name, m)| (name.as_str(), m))
    }

    /// How many digests of this object have no disclosure. At most so many members are hidden: some may be decoys.
    pub(crate) fn hidden(&self) -> usize {
        self.hidden
    }

    /// How many digests have no disclosure, here and in everything inside.
    pub(crate) fn count_hidden(&self) -> usize {
        let members = self.iter().map(|(_, member)| member.node.count_hidden());
        self.hidden + members.sum::<usize>()
    }

    /// The hidden members that are known by name.
    pub(crate) fn hidden_names(&self) -> impl Iterator<Item = &str> {
        self.hidden_names.iter().map(String::as_str)
    }

    /// Whether a member that is not visible may be there.
    pub(crate) fn may_hide(&self, name: &str) -> bool {
        self.hidden > 0 || self.hidden_names.iter().any(|n| n == name)
    }

    /// Adds a member that was written in the open.
    pub(crate) fn push_plain(&mut self, name: &str, node: Node) {
        let selective = false;
        self.push(name, Member { selective, node });
    }

    /// Says that a member of this name may be there.
    pub(crate) fn hide_named(&mut self, name: &str) {
        self.hidden_names.push(name.to_owned());
    }

    /// Says that one more member may be there.
    pub(crate) fn hide_one(&mut self) {
        self.hidden += 1;
    }

    /// Whether nothing in this object was selectively disclosable. One with an `_sd` is not
    /// whole, even if that is empty.
    pub(crate) fn is_whole(&self) -> bool {
        let nothing_hidden = self.hidden == 0 && self.hidden_names.is_empty();
        !self.had_sd && nothing_hidden && self.iter().all(|(_, member)| member.node.is_whole())
    }

    /// The plain object, if nothing in it is hidden.
    pub(crate) fn to_object(&self) -> Option<Object> {
        if self.hidden > 0 || !self.hidden_names.is_empty() {
            return None;
        }
        let mut object = Object::new();
        for (name, member) in self.iter() {
            object.push(name, member.node.to_value()?);
        }
        Some(object)
    }

    /// The plain object with what is hidden left out.
    pub(crate) fn to_disclosed(&self) -> Object {
        let mut object = Object::new();
        for (name, member) in self.iter() {
            object.push(name, member.node.to_disclosed());
        }
        object
    }

    pub(super) fn push(&mut self, name: &str, member: Member) {
        self.entries.push((name.to_owned(), member));
    }

    /// The same object with what is hidden in it, and nothing of what is visible.
    pub(super) fn without_members(&self) -> Self {
        Self {
            entries: Vec::with_capacity(self.entries.len()),
            hidden: self.hidden,
            hidden_names: self.hidden_names.clone(),
            had_sd: self.had_sd,
        }
    }

    pub(super) fn set_had_sd(&mut self) {
        self.had_sd = true;
    }
}

impl ClaimLookup for Members {
    /// An array or object stands as `null`, which is of no type that a claim may have.
    fn claim(&self, name: &str) -> Option<&Value> {
        const OTHER: &Value = &Value::Null;
        self.get(name).map(|node| node.as_value().unwrap_or(OTHER))
    }
}
