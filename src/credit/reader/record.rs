//! Records, and the values that they are made of.

use std::sync::Arc;

use super::Reader;
use crate::credit::birth::age_of;
use crate::credit::problem::{at_most, fail, invalid};
use crate::credit::record::ByName;
use crate::credit::record::Record;
use crate::credit::scalar::{is_outside_catalogue, scalar, wrong_element};
use crate::credit::vocabulary::name::{GROUND, LIST};
use crate::credit::vocabulary::{Field, ListType, ValueKind};
use crate::error::{Code, Error};
use crate::json::pointer_push;
use crate::limits;
use crate::rules::{Element, Fact, List, Members, Scalar};
use crate::sd_jwt::Node;

impl Reader<'_> {
    /// A record of a list.
    pub(super) fn listed(
        &mut self,
        node: &Node,
        list: &ListType,
        pointer: &str,
    ) -> Result<Record, Error> {
        let mut record = self.record(node, list.fields, pointer)?;
        // Of a list that is not known here, neither are its grounds.
        if let (Some(ground), Some(code)) = (record.text(GROUND), record.text(LIST))
            && !record.is_outside_catalogue()
            && !self.law.has_ground(code, ground)
        {
            if !self.is_newer {
                return Err(invalid([pointer, "/", GROUND.text].concat()));
            }
            record.outside_catalogue.push(GROUND.text);
        }
        match list.contradiction(&record) {
            Some(name) => Err(fail(Code::ClaimConflict, format!("{pointer}/{name}"))),
            None => Ok(record),
        }
    }

    pub(super) fn record(
        &mut self,
        node: &Node,
        fields: &[Field],
        pointer: &str,
    ) -> Result<Record, Error> {
        let Node::Object(object) = node else {
            return Err(invalid(pointer));
        };
        // A record with something left out could be read as a milder one.
        if !node.is_whole() {
            return Err(fail(Code::ClaimPartialRecord, pointer));
        }
        let mut members = Members::default();
        let mut outside_catalogue = Vec::new();
        for field in fields {
            let pointer = || [pointer, "/", field.name].concat();
            match object.get(field.name) {
                None if field.required => self.sink.add(fail(Code::ClaimRequired, pointer()))?,
                None => {}
                Some(node) => {
                    if is_outside_catalogue(node, field.kind, &self.law.catalogue) {
                        let is_closed =
                            matches!(field.kind, ValueKind::Catalogued(list) if list.is_closed());
                        if is_closed && !self.is_newer {
                            self.sink.add(invalid(pointer()))?;
                            continue;
                        }
                        outside_catalogue.push(field.name);
                    }
                    let fact = self.fact(node, field.kind, &pointer());
                    if let Some(fact) = self.sink.keep(fact)? {
                        members.known.push((field.name.into(), fact));
                    }
                }
            }
        }
        for (name, _) in object.iter() {
            if !fields.iter().any(|f| f.name == name) {
                let mut pointer = pointer.to_owned();
                pointer_push(&mut pointer, name);
                self.ignored.push(pointer);
            }
        }
        Ok(Record {
            members: Arc::new(members),
            outside_catalogue,
        })
    }

    /// `{"18": true, …}`, one disclosure.
    fn ages(&mut self, node: &Node, pointer: &str) -> Result<Fact, Error> {
        let Node::Object(object) = node else {
            return Err(invalid(pointer));
        };
        if !node.is_whole() {
            return Err(fail(Code::ClaimPartialRecord, pointer));
        }
        let mut members = Members::default();
        for (age, member) in object.iter() {
            let node = &member.node;
            let mut pointer = pointer.to_owned();
            pointer_push(&mut pointer, age);
            if age_of(age).is_none() {
                return Err(invalid(pointer));
            }
            let fact = self.fact(node, ValueKind::Bool, &pointer)?;
            members.known.push((age.to_owned().into(), fact));
        }
        Ok(Fact::Object(members))
    }

    fn records(&mut self, node: &Node, fields: &[Field], pointer: &str) -> Result<Fact, Error> {
        let Node::Array(slots) = node else {
            return Err(invalid(pointer));
        };
        if !node.is_whole() {
            return Err(fail(Code::ClaimPartialRecord, pointer));
        }
        at_most(limits::OFFICERS, slots.len(), pointer)?;
        let mut list = List::default();
        for (index, slot) in slots.iter().enumerate() {
            let Some(node) = &slot.node else { continue };
            let record = self.record(node, fields, &format!("{pointer}/{index}"))?;
            list.elements.push(Element {
                index,
                doubt: None,
                record: Some(record.members),
            });
        }
        Ok(Fact::List(list))
    }

    pub(super) fn fact(
        &mut self,
        node: &Node,
        kind: ValueKind,
        pointer: &str,
    ) -> Result<Fact, Error> {
        match kind {
            ValueKind::Object(fields) => {
                let record = self.record(node, fields, pointer)?;
                Ok(Fact::Object(Arc::unwrap_or_clone(record.members)))
            }
            ValueKind::Ages => self.ages(node, pointer),
            ValueKind::Records(fields) => self.records(node, fields, pointer),
            kind => match self.scalar(node, kind, pointer)? {
                Scalar::Texts(texts) => {
                    at_most(limits::LISTED, texts.len(), pointer)?;
                    Ok(Fact::Known(Scalar::Texts(texts)))
                }
                Scalar::Day(day) if kind == ValueKind::PastDay && day > self.as_of => {
                    Err(fail(Code::ClaimConflict, pointer))
                }
                scalar => Ok(Fact::Known(scalar)),
            },
        }
    }

    pub(super) fn scalar(
        &self,
        node: &Node,
        kind: ValueKind,
        pointer: &str,
    ) -> Result<Scalar, Error> {
        scalar(node, kind).ok_or_else(|| match wrong_element(node, kind) {
            Some(index) => invalid(format!("{pointer}/{index}")),
            None => invalid(pointer),
        })
    }
}
