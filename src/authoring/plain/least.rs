//! The least that facts and records have: everything that must be there, and nothing else.

use crate::credit::{
    BIRTHDATE, Field, NATURAL_PERSON, PROMISE, SUBJECT, ValueKind, Vct, claim_type, list_type,
};
use crate::json::{Object, Value};
use crate::law::CodeList;
use crate::programme::{Input, Programme};
use crate::region::{NATIONAL_SCOPE, covers};
use crate::rules::PROMISED;
use crate::time::{Day, Instant};

/// The least that somebody can show to whom the programme may apply: of each input that is needed, what every bundle
/// says, and that a person is of age.
pub(in crate::authoring) fn least_facts(programme: &Programme, now: Instant) -> Object {
    let inputs = &programme.inputs;
    let mut facts = Object::new();
    for input in inputs.iter().filter(|input| !input.optional) {
        facts.set(&input.alias, least_input(programme, input, Day::of(now)));
    }
    if facts.is_empty()
        && let Some(input) = inputs.first()
    {
        facts.set(&input.alias, least_input(programme, input, Day::of(now)));
    }
    facts
}

pub(in crate::authoring) fn least_input(
    programme: &Programme,
    input: &Input,
    today: Day,
) -> Object {
    let kinds = programme
        .subject_kinds
        .first()
        .filter(|_| input.is.is_none());
    let kind = kinds.map_or(NATURAL_PERSON, String::as_str);
    // Where the programme is, if its bundles may be from there: others' records mostly do not count.
    let is_near = |place: &&String| {
        let mut regions = programme.regions.iter();
        regions.any(|region| covers(place, region) || covers(region, place))
    };
    let from = &input.jurisdictions;
    let region = from.iter().find(is_near).or(from.first());
    let region = region.or(programme.regions.first());
    let year = programme.vocabulary.law.catalogue.year;
    let mut claims = Object::new();
    claims.set("subject_kind", kind);
    claims.set(
        "jurisdiction",
        region.map(String::as_str).unwrap_or_default(),
    );
    claims.set("catalogue", format!("CN-{year}"));
    claims.set("as_of", today.to_string());
    let asks_age = !programme
        .inputs
        .iter()
        .any(|other| other.vct == Vct::CreditStatus)
        || input.vct == Vct::CreditStatus;
    if kind == NATURAL_PERSON && asks_age {
        // Of somebody whose age alone is known it may be open whether a record is that of a minor.
        let born = today.add_months(-12 * 30).unwrap_or(today).to_string();
        let subject = Object::from([(BIRTHDATE.text, Value::from(born))]);
        claims.set(SUBJECT.name, subject);
    }
    claims
}

/// Codes of its fields in the order in which they are tried, for a record that may be one that counts.
pub(in crate::authoring) struct LeastRecords<'a> {
    programme: &'a Programme,
    fields: &'static [Field],
    today: Day,
}

impl<'a> LeastRecords<'a> {
    /// None for a path that is no list's.
    pub(in crate::authoring) fn of(
        programme: &'a Programme,
        list: &str,
        today: Day,
    ) -> Option<Self> {
        Some(Self {
            programme,
            fields: fields_of(list)?,
            today,
        })
    }

    /// Records that differ in their codes, at most so many.
    pub(in crate::authoring) fn records(&self, most: usize) -> Vec<Object> {
        let mut records = vec![Object::new()];
        for field in self.fields.iter().filter(|field| field.required) {
            let choices = self.choices(field);
            let mut further = Vec::new();
            for choice in &choices {
                for record in &records {
                    let mut record = record.clone();
                    record.set(field.name, choice.clone());
                    further.push(record);
                }
            }
            further.truncate(most);
            records = further;
        }
        records
    }

    fn choices(&self, field: &Field) -> Vec<Value> {
        match field.kind {
            // How a record stands is the first of its codes, and in which field it is makes no difference.
            kind if field.withheld.is_some() || kind == ValueKind::Catalogued(CodeList::Fields) => {
                vec![least_value(kind, self.programme, self.today)]
            }
            ValueKind::Code(codes) => codes.iter().map(|code| Value::from(*code)).collect(),
            ValueKind::Catalogued(list) => {
                let codes = self.programme.vocabulary.law.catalogue.codes(list);
                codes
                    .iter()
                    .map(|code| Value::from(code.as_str()))
                    .collect()
            }
            kind => vec![least_value(kind, self.programme, self.today)],
        }
    }
}

/// A value of a kind; of an object all that must be there.
pub(in crate::authoring) fn least_value(
    kind: ValueKind,
    programme: &Programme,
    today: Day,
) -> Value {
    let codes = |list| programme.vocabulary.law.catalogue.codes(list);
    match kind {
        ValueKind::Bool => false.into(),
        ValueKind::Number | ValueKind::Quantity => Value::from(1_usize),
        ValueKind::Text => "?".into(),
        ValueKind::Token => "other".into(),
        ValueKind::Digest => "A".repeat(43).into(),
        ValueKind::Code(codes) => codes.first().copied().unwrap_or_default().into(),
        ValueKind::Catalogued(list) => codes(list)
            .first()
            .map(String::as_str)
            .unwrap_or_default()
            .into(),
        ValueKind::Region => programme
            .regions
            .first()
            .map(String::as_str)
            .unwrap_or_default()
            .into(),
        ValueKind::Scope => NATIONAL_SCOPE.into(),
        ValueKind::Regions
        | ValueKind::CataloguedList(_)
        | ValueKind::Fields
        | ValueKind::Records(_) => Vec::<Value>::new().into(),
        ValueKind::Day | ValueKind::PastDay => today.to_string().into(),
        ValueKind::Money | ValueKind::Balance => crate::money::Money::yuan(1.into()).to_json(),
        ValueKind::Object(fields) => least_object(fields, programme, today).into(),
        ValueKind::Ages => Object::new().into(),
    }
}

pub(in crate::authoring) fn least_object(
    fields: &[Field],
    programme: &Programme,
    today: Day,
) -> Object {
    let required = fields.iter().filter(|field| field.required);
    required
        .map(|field| (field.name, least_value(field.kind, programme, today)))
        .collect()
}

/// The fields of the records of a list.
pub(in crate::authoring) fn fields_of(list: &str) -> Option<&'static [Field]> {
    if list == PROMISED {
        return Some(PROMISE);
    }
    let (_, list) = list.split_once('.')?;
    match list.split_once('.') {
        None => list_type(list).map(|list| list.fields),
        Some((group, name)) => {
            let fields = claim_type(group)?.fields();
            match fields.iter().find(|field| field.name == name)?.kind {
                ValueKind::Records(fields) => Some(fields),
                _ => None,
            }
        }
    }
}
