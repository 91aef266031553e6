//! The record vocabulary as the rules of one programme see it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::birth::age_of;
use super::vct::Vct;
use super::vocabulary::{
    ACTIVITIES, EVALUATION, FINANCE, Field, Kind, LIST_TYPES, ListType, OFFICER, REGISTRATION,
    SUBJECT, SUBJECT_KINDS, is_token,
};
use crate::closest::closest;
use crate::error::Problem;
use crate::rules::{Lookup, NOW, REQUEST, Scale, Type, Vocabulary};

/// The names that a programme's rules can use: its inputs by alias, the members of its `request`,
/// and its scales.
#[derive(Debug)]
pub(crate) struct CreditVocabulary<'a> {
    pub(crate) inputs: Vec<(&'a str, Vct)>,
    pub(crate) request: Vec<(&'a str, Type)>,
    pub(crate) scales: &'a [Arc<Scale>],
}

impl Vocabulary for CreditVocabulary<'_> {
    fn lookup(&self, path: &str) -> Lookup {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if first == REQUEST {
            let member = self.request.iter().find(|(name, _)| *name == rest);
            return member.map_or(Lookup::Missing, |(_, found)| Lookup::Found(*found));
        }
        match self.inputs.iter().find(|(alias, _)| *alias == first) {
            Some(_) if rest.is_empty() => Lookup::Found(Type::Group),
            Some((_, vct)) => claim(*vct, rest),
            None => Lookup::Missing,
        }
    }

    fn field(&self, list: &str, field: &str) -> Lookup {
        let name = list.split_once('.').map_or("", |(_, rest)| rest);
        if name == "subject.officers" {
            return member(OFFICER, field);
        }
        let Some(list) = list_type(name) else {
            return Lookup::Missing;
        };
        match filtered(list, field) {
            Some(why) => Lookup::Forbidden(why),
            None => member(list.fields, field),
        }
    }

    fn scales(&self) -> &[Arc<Scale>] {
        self.scales
    }

    fn suggestion(&self, list: Option<&str>, path: &str) -> Option<String> {
        let fields = list
            .and_then(|list| list.split_once('.'))
            .and_then(|(_, name)| list_type(name));
        if let Some(list) = fields
            && let Some(field) = closest(path, list.fields.iter().map(|f| f.name))
        {
            return Some(field.to_owned());
        }
        let mut known = vec![NOW.to_owned()];
        for (name, _) in &self.request {
            known.push(format!("{REQUEST}.{name}"));
        }
        for (alias, vct) in &self.inputs {
            let claims = claim_names(*vct, path).into_iter();
            known.extend(claims.map(|name| format!("{alias}.{name}")));
        }
        closest(path, known.iter().map(String::as_str)).map(str::to_owned)
    }
}

fn claim(vct: Vct, path: &str) -> Lookup {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let object = |fields, rest: &str| match rest {
        "" => Lookup::Found(Type::Object),
        rest => member(fields, rest),
    };
    match first {
        "as_of" if rest.is_empty() => Lookup::Found(Type::Day),
        "jurisdiction" if rest.is_empty() => Lookup::Found(Type::Text(None)),
        "subject_kind" if rest.is_empty() => Lookup::Found(Type::Text(Some(SUBJECT_KINDS))),
        "subject" => match rest.split_once('.') {
            None if rest.is_empty() || rest == "age_over" => Lookup::Found(Type::Group),
            None if rest == "officers" => Lookup::Found(Type::List),
            None => object(SUBJECT, rest),
            Some(("age_over", age)) if age_of(age).is_some() => Lookup::Found(Type::Bool),
            Some(_) => Lookup::Missing,
        },
        "evaluations" => match rest.split_once('.') {
            None if rest.is_empty() => Lookup::Found(Type::Group),
            None if is_token(rest) => Lookup::Found(Type::Object),
            Some((scheme, "disputed" | "valid_until")) if is_token(scheme) => {
                Lookup::Forbidden(BY_LAW)
            }
            Some((scheme, member_name)) if is_token(scheme) => member(EVALUATION, member_name),
            _ => Lookup::Missing,
        },
        "finance" => object(FINANCE, rest),
        "registration" if vct == Vct::CreditStatus => object(REGISTRATION, rest),
        name => match list_type(name) {
            Some(list) if rest.is_empty() && has_list(vct, list) => Lookup::Found(Type::List),
            _ => Lookup::Missing,
        },
    }
}

/// The `problem` of a member that says whether a record counts.
const BY_LAW: Problem = Problem::Forbidden;

/// The `problem` of a member that the lawful-use filter has dealt with, and that rules may therefore
/// not read again: to test it in a rule is to apply the law a second time and differently.
fn filtered(list: &ListType, field: &str) -> Option<Problem> {
    match (list.name, field) {
        (_, "disputed") => Some(BY_LAW),
        // Whether a commitment was kept is what it says, not whether it may be used.
        ("commitments", "state") => None,
        (_, "state" | "until") if list.adverse => Some(BY_LAW),
        // What is not in force is not in the list: that none in it was revoked is always true.
        ("honours", "until") => Some(Problem::Honour),
        ("licences", "state" | "valid_from" | "valid_until") => Some(Problem::Licence),
        _ => None,
    }
}

fn member(fields: &[Field], path: &str) -> Lookup {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(field) = fields.iter().find(|f| f.name == first) else {
        return Lookup::Missing;
    };
    match field.kind {
        Kind::Object(fields) if !rest.is_empty() => member(fields, rest),
        _ if !rest.is_empty() => Lookup::Missing,
        kind => Lookup::Found(rule_type(kind)),
    }
}

fn rule_type(kind: Kind) -> Type {
    match kind {
        Kind::Bool => Type::Bool,
        Kind::Number | Kind::Quantity => Type::Number,
        Kind::Text | Kind::Token | Kind::Region | Kind::Scope => Type::Text(None),
        Kind::Code(codes) | Kind::Catalogued(codes) => Type::Text(Some(codes)),
        Kind::Regions => Type::Texts(None),
        Kind::CataloguedList(codes) => Type::Texts(Some(codes)),
        Kind::Day | Kind::PastDay => Type::Day,
        Kind::Money | Kind::Balance => Type::Money,
        Kind::Object(_) => Type::Object,
    }
}

fn list_type(name: &str) -> Option<&'static ListType> {
    LIST_TYPES.iter().find(|l| l.name == name).copied()
}

fn has_list(vct: Vct, list: &ListType) -> bool {
    vct == Vct::CreditStatus || *list == ACTIVITIES
}

/// Names that a misspelt one may have been meant for. The scheme of an evaluation is the
/// author's, so only what follows it can be put right.
fn claim_names(vct: Vct, path: &str) -> Vec<String> {
    let mut names = vec![
        "subject_kind".to_owned(),
        "jurisdiction".to_owned(),
        "as_of".to_owned(),
    ];
    for (object, fields) in [
        ("subject", SUBJECT),
        ("registration", REGISTRATION),
        ("finance", FINANCE),
    ] {
        names.push(object.to_owned());
        names.extend(fields.iter().map(|f| format!("{object}.{}", f.name)));
    }
    names.extend([
        "subject.age_over.18".to_owned(),
        "subject.officers".to_owned(),
    ]);
    let lists = LIST_TYPES.iter().filter(|list| has_list(vct, list));
    names.extend(lists.map(|list| list.name.to_owned()));
    let mut segments = path.split('.');
    if let (Some(_), Some(_), Some(scheme)) = (segments.next(), segments.next(), segments.next()) {
        names.push(format!("evaluations.{scheme}"));
        for name in ["grade", "score"] {
            names.push(format!("evaluations.{scheme}.{name}"));
        }
    }
    names
}
