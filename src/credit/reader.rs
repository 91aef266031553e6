//! From the processed payload of a bundle to typed claims.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::birth::{age_of, birth};
use super::claims::{Claims, Lists, Wholes, count};
use super::forbidden::check_forbidden;
use super::links::{LINK, LINKS, Links};
use super::problem::{fail, invalid};
use super::record::{Claim, Named, Record};
use super::scalar::{is_outside_catalogue, scalar, wrong_element};
use super::vct::Vct;
use super::vocabulary::{
    self, AS_OF, ClaimType, EVALUATIONS, Field, JURISDICTION, Kind, ListType, SUBJECT, SUBJECT_KIND,
};
use crate::error::{Code, Error, Stage};
use crate::faults::Faults;
use crate::json::pointer_push;
use crate::limits;
use crate::rules::{Element, Fact, List, Members, Scalar};
use crate::sd_jwt::{self, Node};
use crate::time::Day;

impl Claims {
    /// Types the claims of one bundle.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid`, `claim.protected`, `claim.partial_record`,
    /// `claim.forbidden`, `claim.conflict`, each with a pointer.
    pub(crate) fn parse(vct: Vct, payload: &sd_jwt::Members) -> Result<Self, Error> {
        Reader::new(Faults::Abort)
            .claims(vct, payload)
            .map_err(|e| e.at(Stage::Bundle))
    }

    /// Everything for which [`parse`](Self::parse) refuses the claims, not the first alone.
    pub(crate) fn problems(vct: Vct, payload: &sd_jwt::Members) -> Vec<Error> {
        let problems = Reader::new(Faults::collect()).problems(vct, payload);
        let at_bundle = problems.into_iter().map(|e| e.at(Stage::Bundle));
        at_bundle.collect()
    }
}

/// The edition of the catalogue that the issuer works by, which rules cannot name.
const CATALOGUE: &str = "catalogue";

/// Reads one bundle.
struct Reader {
    faults: Faults,
    ignored: Vec<String>,
    /// The day the data was drawn, once that is read.
    as_of: Day,
}

impl Reader {
    fn new(faults: Faults) -> Self {
        Self {
            faults,
            ignored: Vec::new(),
            as_of: Day::MAX,
        }
    }

    pub(super) fn claims(mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Claims, Error> {
        check_forbidden(payload, &mut String::new())?;
        let subject_kind = self.subject_kind(payload)?;
        let jurisdiction = self.jurisdiction(payload)?;
        self.as_of = self.as_of(payload)?;
        let catalogue_year = self.catalogue_year(payload)?;
        let lists = self.lists(vct, payload)?;
        let (subject, links) = self.subject(vct, payload)?;
        let birth = birth(&subject, &subject_kind, self.as_of)?;
        Ok(Claims {
            subject_kind,
            jurisdiction,
            catalogue_year,
            as_of: self.as_of,
            subject,
            links,
            birth,
            evaluations: self.evaluations(payload)?,
            lists,
            wholes: self.wholes(vct, payload)?,
            ignored: self.ignored,
        })
    }

    /// Everything for which [`claims`](Self::claims) would refuse the bundle.
    pub(super) fn problems(mut self, vct: Vct, payload: &sd_jwt::Members) -> Vec<Error> {
        let mut errors = Vec::new();
        errors.extend(check_forbidden(payload, &mut String::new()).err());
        let kind = self.subject_kind(payload).map_err(|e| errors.push(e));
        errors.extend(self.jurisdiction(payload).err());
        let as_of = self.as_of(payload).map_err(|e| errors.push(e));
        self.as_of = as_of.unwrap_or(Day::MAX);
        errors.extend(self.catalogue_year(payload).err());
        errors.extend(self.lists(vct, payload).err());
        let subject = self.subject(vct, payload).map_err(|e| errors.push(e));
        if let (Ok((subject, _)), Ok(kind), Ok(as_of)) = (subject, kind, as_of) {
            errors.extend(birth(&subject, &kind, as_of).err());
        }
        errors.extend(self.evaluations(payload).err());
        for of in vocabulary::whole_claims() {
            errors.extend(self.whole(vct, payload, of).err());
        }
        errors.extend(self.faults.into_all());
        errors
    }

    fn subject_kind(&self, payload: &sd_jwt::Members) -> Result<Arc<str>, Error> {
        let kinds = Kind::Code(vocabulary::SUBJECT_KINDS);
        self.visible_text(payload, SUBJECT_KIND.name, kinds)
    }

    fn jurisdiction(&self, payload: &sd_jwt::Members) -> Result<Arc<str>, Error> {
        self.visible_text(payload, JURISDICTION.name, Kind::Region)
    }

    fn as_of(&self, payload: &sd_jwt::Members) -> Result<Day, Error> {
        let name = AS_OF.name;
        let pointer = format!("/{name}");
        match self.scalar(visible(payload, name)?, Kind::Day, &pointer)? {
            Scalar::Day(day) => Ok(day),
            _ => Err(invalid(pointer)),
        }
    }

    fn catalogue_year(&self, payload: &sd_jwt::Members) -> Result<u32, Error> {
        let catalogue = self.visible_text(payload, CATALOGUE, Kind::Text)?;
        catalogue
            .strip_prefix("CN-")
            .filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|year| year.parse().ok())
            .ok_or_else(|| invalid(["/", CATALOGUE].concat()))
    }

    fn lists(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Lists, Error> {
        let mut lists = Vec::new();
        for list in vocabulary::LIST_TYPES {
            let claim = self.list(vct, payload, list);
            if let Some(claim) = self.faults.keep(claim)? {
                lists.push((*list, claim));
            }
        }
        let adverse = lists.iter().filter(|(list, _)| list.is_adverse());
        for (found, limit) in [
            (count(&lists), limits::RECORDS),
            (count(adverse), limits::ADVERSE_RECORDS),
        ] {
            if found > limit {
                return Err(Error::new(Code::LimitItems)
                    .with("limit", limit)
                    .with("found", found));
            }
        }
        Ok(lists)
    }

    fn list(
        &mut self,
        vct: Vct,
        payload: &sd_jwt::Members,
        list: &'static ListType,
    ) -> Result<Claim<Vec<Claim<Record>>>, Error> {
        let pointer = format!("/{}", list.name);
        let node = match claim(payload, list.name) {
            Claim::Known(node) => node,
            _ if !list.is_in(vct) => return Ok(Claim::Absent),
            Claim::Hidden => return Ok(Claim::Hidden),
            // A list that is always issued and is neither shown nor hidden was left out, by
            // somebody who wants "nothing is said" to be read as "there is nothing".
            Claim::Absent if list.is_always_in(vct) => {
                return Err(fail(Code::ClaimRequired, pointer));
            }
            Claim::Absent => return Ok(Claim::Absent),
        };
        if !list.is_in(vct) {
            return Err(invalid(pointer));
        }
        let Node::Array(slots) = node else {
            return Err(invalid(pointer));
        };
        let mut records = Vec::new();
        for (index, slot) in slots.iter().enumerate() {
            records.push(match &slot.node {
                None => Claim::Hidden,
                Some(node) => {
                    let record = self.listed(node, list, &format!("{pointer}/{index}"));
                    match self.faults.keep(record)? {
                        Some(record) => Claim::Known(record),
                        None => Claim::Hidden,
                    }
                }
            });
        }
        Ok(Claim::Known(records))
    }

    /// A record of a list.
    fn listed(&mut self, node: &Node, list: &ListType, pointer: &str) -> Result<Record, Error> {
        let record = self.record(node, list.fields, pointer)?;
        match list.contradiction(&record) {
            Some(name) => Err(fail(Code::ClaimConflict, format!("{pointer}/{name}"))),
            None => Ok(record),
        }
    }

    fn record(&mut self, node: &Node, fields: &[Field], pointer: &str) -> Result<Record, Error> {
        let Node::Object(object) = node else {
            return Err(invalid(pointer));
        };
        // A record with something left out could be read as a milder one.
        if !node.is_whole() {
            return Err(fail(Code::ClaimPartialRecord, pointer));
        }
        let mut record = Record {
            members: Members::default(),
            outside_catalogue: Vec::new(),
        };
        for field in fields {
            let pointer = format!("{pointer}/{}", field.name);
            match object.get(field.name) {
                None if field.required => self.faults.add(fail(Code::ClaimRequired, pointer))?,
                None => {}
                Some(node) => {
                    if is_outside_catalogue(node, field.kind) {
                        record.outside_catalogue.push(field.name);
                    }
                    let fact = self.fact(node, field.kind, &pointer);
                    if let Some(fact) = self.faults.keep(fact)? {
                        record.members.known.push((field.name.into(), fact));
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
        Ok(record)
    }

    fn wholes(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Wholes, Error> {
        let mut wholes = Vec::new();
        for of in vocabulary::whole_claims() {
            wholes.push((of, self.whole(vct, payload, of)?));
        }
        Ok(wholes)
    }

    fn whole(
        &mut self,
        vct: Vct,
        payload: &sd_jwt::Members,
        of: &ClaimType,
    ) -> Result<Claim<Members>, Error> {
        let pointer = format!("/{}", of.name);
        Ok(match claim(payload, of.name) {
            Claim::Known(_) if !of.is_in(vct) => return Err(invalid(pointer)),
            Claim::Known(node) => Claim::Known(self.record(node, of.fields(), &pointer)?.members),
            Claim::Hidden if of.is_in(vct) => Claim::Hidden,
            Claim::Absent | Claim::Hidden => Claim::Absent,
        })
    }

    fn subject(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<(Named, Links), Error> {
        let (mut named, object) = named(payload, SUBJECT.name)?;
        let Some(object) = object else {
            return Ok((named, Links::default()));
        };
        let links = Links::read(vct, object, &mut self.faults)?;
        for (name, member) in object.iter() {
            let node = &member.node;
            let mut pointer = format!("/{}", SUBJECT.name);
            pointer_push(&mut pointer, name);
            if [LINK, LINKS].contains(&name) {
                continue;
            }
            let Some(field) = SUBJECT.fields().iter().find(|f| f.name == name) else {
                self.ignored.push(pointer);
                continue;
            };
            let fact = self.fact(node, field.kind, &pointer);
            if let Some(fact) = self.faults.keep(fact)? {
                named.known.push((name.into(), fact));
            }
        }
        Ok((named, links))
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
            let fact = self.fact(node, Kind::Bool, &pointer)?;
            members.known.push((age.into(), fact));
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

    fn evaluations(&mut self, payload: &sd_jwt::Members) -> Result<Named, Error> {
        let name = EVALUATIONS.name;
        let (mut named, object) = named(payload, name)?;
        let Some(object) = object else {
            return Ok(named);
        };
        let schemes = object.iter().count() + named.hidden.len();
        at_most(limits::EVALUATIONS, schemes, &format!("/{name}"))?;
        for (scheme, member) in object.iter() {
            let node = &member.node;
            let mut pointer = format!("/{name}");
            pointer_push(&mut pointer, scheme);
            if !vocabulary::is_token(scheme) {
                self.faults.add(invalid(pointer))?;
                continue;
            }
            let evaluation = self.record(node, EVALUATIONS.fields(), &pointer);
            if let Some(evaluation) = self.faults.keep(evaluation)? {
                let evaluation = Fact::Object(evaluation.members);
                named.known.push((scheme.into(), evaluation));
            }
        }
        Ok(named)
    }

    fn fact(&mut self, node: &Node, kind: Kind, pointer: &str) -> Result<Fact, Error> {
        match kind {
            Kind::Object(fields) => {
                let record = self.record(node, fields, pointer)?;
                Ok(Fact::Object(record.members))
            }
            Kind::Ages => self.ages(node, pointer),
            Kind::Records(fields) => self.records(node, fields, pointer),
            kind => match self.scalar(node, kind, pointer)? {
                Scalar::Texts(texts) => {
                    at_most(limits::LISTED, texts.len(), pointer)?;
                    Ok(Fact::Known(Scalar::Texts(texts)))
                }
                Scalar::Day(day) if kind == Kind::PastDay && day > self.as_of => {
                    Err(fail(Code::ClaimConflict, pointer))
                }
                scalar => Ok(Fact::Known(scalar)),
            },
        }
    }

    fn visible_text(
        &self,
        payload: &sd_jwt::Members,
        name: &str,
        kind: Kind,
    ) -> Result<Arc<str>, Error> {
        let pointer = format!("/{name}");
        match self.scalar(visible(payload, name)?, kind, &pointer)? {
            Scalar::Text(text) => Ok(text),
            _ => Err(invalid(pointer)),
        }
    }

    fn scalar(&self, node: &Node, kind: Kind, pointer: &str) -> Result<Scalar, Error> {
        scalar(node, kind).ok_or_else(|| match wrong_element(node, kind) {
            Some(index) => invalid(format!("{pointer}/{index}")),
            None => invalid(pointer),
        })
    }
}

fn claim<'a>(members: &'a sd_jwt::Members, name: &str) -> Claim<&'a Node> {
    match members.get(name) {
        Some(node) => Claim::Known(node),
        None if members.may_hide(name) => Claim::Hidden,
        None => Claim::Absent,
    }
}

/// A claim that stands in the open in every bundle.
fn visible<'a>(payload: &'a sd_jwt::Members, name: &str) -> Result<&'a Node, Error> {
    match payload.member(name) {
        Some(member) if member.selective => Err(fail(Code::ClaimProtected, format!("/{name}"))),
        Some(member) => Ok(&member.node),
        None => Err(fail(Code::ClaimRequired, format!("/{name}"))),
    }
}

/// An object whose members are disclosures, and which is none itself.
fn named<'a>(
    payload: &'a sd_jwt::Members,
    name: &str,
) -> Result<(Named, Option<&'a sd_jwt::Members>), Error> {
    let mut named = Named::default();
    let Some(member) = payload.member(name) else {
        named.open = payload.may_hide(name);
        return Ok((named, None));
    };
    if member.selective {
        return Err(fail(Code::ClaimProtected, format!("/{name}")));
    }
    let Node::Object(object) = &member.node else {
        return Err(invalid(format!("/{name}")));
    };
    named.open = object.hidden() > 0;
    named.hidden = object.hidden_names().map(Arc::from).collect();
    Ok((named, Some(object)))
}

/// Checks how many items the list at a pointer has.
fn at_most(limit: usize, found: usize, pointer: &str) -> Result<(), Error> {
    Error::check_items(limit, found, || pointer.to_owned())
}
