//! From the processed payload of a bundle to typed claims.

mod record;

use std::sync::Arc;

use crate::credit::birth::birth;
use crate::credit::claims::{Claims, Lists, Wholes, count};
use crate::credit::forbidden::check_forbidden;
use crate::credit::links::{LINK, LINKS, Links};
use crate::credit::problem::{at_most, fail, invalid};
use crate::credit::record::{Claim, Group, Record};
use crate::credit::statement::Statement;
use crate::credit::vct::Vct;
use crate::credit::vocabulary::{
    self, AS_OF, CLEAR, CLEAR_VCTS, ClaimType, EVALUATIONS, JURISDICTION, ListType, STATEMENT,
    SUBJECT, SUBJECT_KIND, ValueKind,
};
use crate::error::{Code, Error, Stage};
use crate::error_sink::ErrorSink;
use crate::json::{is_token, pointer_push};
use crate::law::{Law, catalogue_year};
use crate::limits;
use crate::rules::{Fact, Members, Scalar};
use crate::sd_jwt::{self, Node};
use crate::time::Day;

impl Claims {
    /// Types the claims of one bundle, by the codes that an edition of the law has.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid`, `claim.protected`, `claim.partial_record`,
    /// `claim.forbidden`, `claim.conflict`, each with a pointer.
    pub(crate) fn parse(vct: Vct, payload: &sd_jwt::Members, law: &Law) -> Result<Self, Error> {
        let claims = Self::read(vct, payload, law)?;
        claims
            .check_statements(law)
            .map_err(|e| e.at(Stage::Bundle))?;
        Ok(claims)
    }

    /// The same with statements of absence that a record may contradict.
    pub(in crate::credit) fn read(
        vct: Vct,
        payload: &sd_jwt::Members,
        law: &Law,
    ) -> Result<Self, Error> {
        Reader::new(ErrorSink::Abort, law)
            .claims(vct, payload)
            .map_err(|e| e.at(Stage::Bundle))
    }

    /// Everything for which [`parse`](Self::parse) refuses the claims, not the first alone.
    pub(crate) fn problems(vct: Vct, payload: &sd_jwt::Members, law: &Law) -> Vec<Error> {
        let mut problems = Reader::new(ErrorSink::collect(), law).problems(vct, payload);
        // Whether records contradict statements can be told once all of them are read.
        if problems.is_empty() {
            problems.extend(Self::parse(vct, payload, law).err());
        }
        let at_bundle = problems.into_iter().map(|e| e.at(Stage::Bundle));
        at_bundle.collect()
    }
}

/// The edition of the catalogue that the issuer works by, which rules cannot name.
pub(super) const CATALOGUE: &str = "catalogue";

/// Reads one bundle.
struct Reader<'l> {
    sink: ErrorSink,
    /// By whose codes it is read.
    law: &'l Law,
    ignored: Vec<String>,
    /// The day the data was drawn, once that is read.
    as_of: Day,
    /// Whether a newer edition of the law may have codes that the one here lacks.
    is_newer: bool,
}

impl<'l> Reader<'l> {
    fn new(sink: ErrorSink, law: &'l Law) -> Self {
        Self {
            sink,
            law,
            ignored: Vec::new(),
            as_of: Day::MAX,
            is_newer: law.is_superseded,
        }
    }

    fn claims(mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Claims, Error> {
        check_forbidden(payload, &mut String::new())?;
        let subject_kind = self.subject_kind(payload)?;
        let jurisdiction = self.jurisdiction(payload)?;
        self.as_of = self.as_of(payload)?;
        let catalogue_year = self.catalogue_year(payload)?;
        self.is_newer |= catalogue_year > self.law.catalogue.year;
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
            clear: self.clear(vct, payload)?.into(),
            ignored: self.ignored,
        })
    }

    /// Everything for which [`claims`](Self::claims) would refuse the bundle.
    fn problems(mut self, vct: Vct, payload: &sd_jwt::Members) -> Vec<Error> {
        let mut errors = Vec::new();
        errors.extend(check_forbidden(payload, &mut String::new()).err());
        let kind = self.subject_kind(payload).map_err(|e| errors.push(e));
        errors.extend(self.jurisdiction(payload).err());
        let as_of = self.as_of(payload).map_err(|e| errors.push(e));
        self.as_of = as_of.unwrap_or(Day::MAX);
        let catalogue_year = self.catalogue_year(payload).map_err(|e| errors.push(e));
        self.is_newer |= catalogue_year.is_ok_and(|year| year > self.law.catalogue.year);
        errors.extend(self.lists(vct, payload).err());
        let subject = self.subject(vct, payload).map_err(|e| errors.push(e));
        if let (Ok((subject, _)), Ok(kind), Ok(as_of)) = (subject, kind, as_of) {
            errors.extend(birth(&subject, &kind, as_of).err());
        }
        errors.extend(self.evaluations(payload).err());
        for of in vocabulary::whole_claims() {
            errors.extend(self.whole(vct, payload, of).err());
        }
        errors.extend(self.clear(vct, payload).err());
        errors.extend(self.sink.into_errors());
        errors
    }

    fn subject_kind(&self, payload: &sd_jwt::Members) -> Result<Arc<str>, Error> {
        let kinds = ValueKind::Code(vocabulary::SUBJECT_KINDS);
        self.visible_text(payload, SUBJECT_KIND.name, kinds)
    }

    fn jurisdiction(&self, payload: &sd_jwt::Members) -> Result<Arc<str>, Error> {
        self.visible_text(payload, JURISDICTION.name, ValueKind::Region)
    }

    fn as_of(&self, payload: &sd_jwt::Members) -> Result<Day, Error> {
        let name = AS_OF.name;
        let pointer = format!("/{name}");
        match self.scalar(visible(payload, name)?, ValueKind::Day, &pointer)? {
            Scalar::Day(day) => Ok(day),
            _ => Err(invalid(pointer)),
        }
    }

    fn catalogue_year(&self, payload: &sd_jwt::Members) -> Result<u32, Error> {
        let catalogue = self.visible_text(payload, CATALOGUE, ValueKind::Text)?;
        catalogue_year(&catalogue).ok_or_else(|| invalid(["/", CATALOGUE].concat()))
    }

    fn lists(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Lists, Error> {
        let mut lists = Vec::new();
        for list in vocabulary::LIST_TYPES {
            let claim = self.list(vct, payload, list);
            if let Some(claim) = self.sink.keep(claim)? {
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
            // A list that is always issued, and is neither disclosed nor hidden, was left out by the issuer.
            // That must not be read as an empty list.
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
                    match self.sink.keep(record)? {
                        Some(record) => Claim::Known(record),
                        None => Claim::Hidden,
                    }
                }
            });
        }
        Ok(Claim::Known(records))
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
            Claim::Known(node) => {
                let record = self.record(node, of.fields(), &pointer)?;
                Claim::Known(Arc::unwrap_or_clone(record.members))
            }
            Claim::Hidden if of.is_in(vct) => Claim::Hidden,
            Claim::Absent | Claim::Hidden => Claim::Absent,
        })
    }

    /// The statements of absence that are shown. What holds them is no disclosure itself.
    fn clear(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<Vec<Statement>, Error> {
        let pointer = ["/", CLEAR].concat();
        let mut statements = Vec::new();
        let Some(member) = payload.member(CLEAR) else {
            return Ok(statements);
        };
        if member.selective {
            return Err(fail(Code::ClaimProtected, pointer));
        }
        let Node::Array(slots) = &member.node else {
            return Err(invalid(pointer));
        };
        if !CLEAR_VCTS.contains(&vct) {
            return Err(invalid(pointer));
        }
        at_most(limits::STATEMENTS, slots.len(), &pointer)?;
        for (place, slot) in slots.iter().enumerate() {
            let Some(node) = &slot.node else { continue };
            let pointer = [&pointer, "/", &place.to_string()].concat();
            let record = self.record(node, STATEMENT, &pointer);
            if let Some(record) = self.sink.keep(record)? {
                let statement = Statement::of(place, &record)
                    .map_err(|member| invalid([&pointer, "/", member].concat()));
                statements.extend(self.sink.keep(statement)?.flatten());
            }
        }
        Ok(statements)
    }

    fn subject(&mut self, vct: Vct, payload: &sd_jwt::Members) -> Result<(Group, Links), Error> {
        let (mut named, object) = named(payload, SUBJECT.name)?;
        let Some(object) = object else {
            return Ok((named, Links::default()));
        };
        let links = Links::read(vct, object, &mut self.sink)?;
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
            if let Some(fact) = self.sink.keep(fact)? {
                named.known.push((field.name.into(), fact));
            }
        }
        Ok((named, links))
    }

    fn evaluations(&mut self, payload: &sd_jwt::Members) -> Result<Group, Error> {
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
            if !is_token(scheme) {
                self.sink.add(invalid(pointer))?;
                continue;
            }
            let evaluation = self.record(node, EVALUATIONS.fields(), &pointer);
            if let Some(evaluation) = self.sink.keep(evaluation)? {
                let evaluation = Fact::Object(Arc::unwrap_or_clone(evaluation.members));
                named.known.push((scheme.to_owned().into(), evaluation));
            }
        }
        Ok(named)
    }

    fn visible_text(
        &self,
        payload: &sd_jwt::Members,
        name: &str,
        kind: ValueKind,
    ) -> Result<Arc<str>, Error> {
        let pointer = format!("/{name}");
        match self.scalar(visible(payload, name)?, kind, &pointer)? {
            Scalar::Text(text) => Ok(text),
            _ => Err(invalid(pointer)),
        }
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
) -> Result<(Group, Option<&'a sd_jwt::Members>), Error> {
    let mut named = Group::default();
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
