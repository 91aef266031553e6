//! Reading a programme. An unknown member is refused: to ignore a rule could grant what its author did not mean to.

use std::sync::Arc;

use super::text::{check_text, is_draft, maybe_text, texts_of};
use super::{Input, Officer, Programme, RequestMember, RequestType, Requirement, Tier, benefit};
use crate::credit::{
    AGE_OVER, CreditVocabulary, OFFICER_ROLES, SUBJECT, SUBJECT_KINDS, Vct, age_of,
};
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{
    Identifier, Object, ObjectReader, Uri, Value, expecting, is_identifier, pointer_to,
};
use crate::law::{CodeList, Edition};
use crate::limits;
use crate::region::is_region;
use crate::rules::{Budget, Expr, REQUEST, RESERVED, Scale};
use crate::time::{Day, Period};

/// The version of the rule language.
const LANGUAGE: u64 = 1;

/// The family of loans.
const LOANS: &str = "xinyi-dai";

/// Kinds of credit-easy programme (信易+).
pub(super) const FAMILIES: &[&str] = &[
    "certificate",
    "other",
    "supervision",
    "xinyi-dai",  // 信易贷
    "xinyi-fu",   // 信易付
    "xinyi-gou",  // 信易购
    "xinyi-pi",   // 信易批
    "xinyi-xing", // 信易行
    "xinyi-you",  // 信易游
    "xinyi-zu",   // 信易租
    "youth",      // 青年信易
];

pub(crate) const MEMBERS: &[&str] = &[
    "id",
    "iss",
    "version",
    "language",
    "family",
    "title",
    "owner",
    "contact",
    "basis",
    "valid_from",
    "valid_until",
    "regions",
    "fields",
    "subject_kinds",
    "inputs",
    "request",
    "max_age",
    "allows_minors",
    "scales",
    "applies_when",
    "requirements",
    "tiers",
];

impl Programme {
    /// Reads and type-checks a programme, by the codes that an edition of the law has.
    ///
    /// # Errors
    /// `programme.schema`, `programme.benefit`, `programme.operator`, `programme.path`,
    /// `programme.type`, `programme.value`, `programme.credit_bureau`, `limit.*`, `input.unsupported`, each with a JSON
    /// `pointer`.
    pub(crate) fn read(document: &Value, law: &Arc<Edition>) -> Result<Self, Error> {
        ObjectReader::of(document, Code::ProgrammeSchema)
            .and_then(|document| read(&document, law))
            .map_err(|e| e.at(Stage::Programme))
    }
}

/// What a programme declares for its rules to name.
pub(crate) struct Names {
    pub(crate) inputs: Vec<Input>,
    /// What people are told in place of an alias.
    labels: Object,
    request: Vec<RequestMember>,
    scales: Vec<Arc<Scale>>,
}

impl Names {
    pub(crate) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let (inputs, labels) = inputs(document)?;
        Ok(Self {
            inputs,
            labels,
            request: request(document)?,
            scales: scales(document)?,
        })
    }

    /// Each name as rules write it, with its JSON pointer in the document.
    #[cfg(feature = "authoring")]
    pub(crate) fn declared(&self) -> Vec<(String, String)> {
        let mut declared = Vec::new();
        let mut add = |member: &str, prefix: &str, name: &str| {
            let place = pointer_to(&[member, name]);
            declared.push((place, format!("{prefix}{name}")));
        };
        for input in &self.inputs {
            add("inputs", "", &input.alias);
        }
        for member in &self.request {
            add(REQUEST, "request.", &member.name);
        }
        for scale in &self.scales {
            add("scales", "", &scale.name);
        }
        declared
    }

    pub(crate) fn vocabulary(&self, law: &Arc<Edition>) -> CreditVocabulary {
        let inputs = self.inputs.iter();
        let request = self.request.iter();
        CreditVocabulary {
            inputs: inputs.map(|i| (i.alias.clone(), i.vct)).collect(),
            request: request.map(|m| (m.name.clone(), m.rule_type())).collect(),
            scales: self.scales.clone(),
            law: law.clone(),
            window: None,
        }
    }
}

fn read(document: &ObjectReader<'_>, law: &Arc<Edition>) -> Result<Programme, Error> {
    document.only(MEMBERS)?;
    let fail = |name: &str| document.fail(name, Problem::Value);
    if document.read::<u64>("language")? != LANGUAGE {
        return Err(Error::unsupported("language").under("/language"));
    }
    let family = document.one_of("family", FAMILIES, |family| family)?;
    let draft = is_draft(document);
    let title = check_text(document, "title", draft)?;
    document.read::<&str>("owner")?;
    document.read::<Vec<String>>("basis")?;
    document.maybe::<Uri>("iss")?;

    let Identifier(id) = document.read("id")?;
    let version: u64 = document.read("version")?;
    let contact: String = document.read("contact")?;
    let window: (Day, Day) = (document.read("valid_from")?, document.read("valid_until")?);
    let regions = texts(document, "regions", is_region)?;
    let known = law.catalogue.codes(CodeList::Fields).iter();
    let known: Vec<&str> = known.map(String::as_str).collect();
    let fields = codes(document, "fields", &known)?;
    let subject_kinds = codes(document, "subject_kinds", SUBJECT_KINDS)?;
    for (is_valid, name) in [
        (!id.is_empty() && id.chars().count() <= 100, "id"),
        (version > 0, "version"),
        (!contact.is_empty(), "contact"),
        (window.0 <= window.1, "valid_until"),
        (!regions.is_empty(), "regions"),
    ] {
        if !is_valid {
            return Err(fail(name));
        }
    }
    let names = Names::read(document)?;
    check_credit_bureau(family, &names.inputs)?;
    let vocabulary = names.vocabulary(law);
    let mut budget = Budget::new();
    let mut rule = |part: &ObjectReader<'_>, name: &str| {
        let when: Option<&Value> = part.maybe(name)?;
        when.map(|when| Expr::read(when, &part.place(name), &vocabulary, &mut budget))
            .transpose()
    };
    let mut ages = Vec::new();
    let applies_when = rule(document, "applies_when")?;
    ages_in(document.maybe("applies_when")?, &mut ages);
    let mut requirements = Vec::new();
    for part in list(document, "requirements", limits::REQUIREMENTS)? {
        part.only(&["id", "when", "unmet", "basis"])?;
        ages_in(part.maybe("when")?, &mut ages);
        requirements.push(Requirement {
            id: part.read("id")?,
            when: rule(&part, "when")?.ok_or_else(|| part.fail("when", Problem::Missing))?,
            unmet: maybe_text(&part, "unmet", draft)?.map(texts_of),
            basis: part.maybe("basis")?,
        });
    }
    let mut tiers = Vec::new();
    let mut tier_titles = Object::new();
    for part in list(document, "tiers", limits::TIERS)? {
        part.only(&["id", "title", "when", "benefit"])?;
        let benefit: &Value = part.read("benefit")?;
        benefit::check(benefit, draft).map_err(|e| e.under(&part.place("benefit")))?;
        ages_in(part.maybe("when")?, &mut ages);
        let id: String = part.read("id")?;
        if let Some(title) = maybe_text(&part, "title", draft)? {
            tier_titles.push(&*id, title.clone());
        }
        tiers.push(Tier {
            id,
            when: rule(&part, "when")?.ok_or_else(|| part.fail("when", Problem::Missing))?,
            benefit: benefit.clone(),
        });
    }
    if tiers.is_empty() {
        return Err(fail("tiers"));
    }
    let mut titles = Object::new();
    titles.push("programme", title.clone());
    titles.push("tiers", tier_titles.into());
    titles.push("inputs", names.labels.into());
    Ok(Programme {
        id,
        version,
        contact,
        window,
        regions,
        fields,
        subject_kinds,
        max_age: document.maybe("max_age")?.unwrap_or(Period::WorkingDays(3)),
        allows_minors: document.maybe("allows_minors")?.unwrap_or(false),
        ages,
        inputs: names.inputs,
        vocabulary,
        applies_when,
        requirements,
        tiers,
        titles: titles.into(),
        request: names.request,
    })
}

/// The ages that a rule asks for, such as 18 in `{"var": "credit.subject.age_over.18"}`.
fn ages_in(rule: Option<&Value>, ages: &mut Vec<i64>) {
    match rule {
        Some(Value::Array(parts)) => {
            for part in parts {
                ages_in(Some(part), ages);
            }
        }
        Some(Value::Object(members)) => {
            for (_, part) in members.iter() {
                ages_in(Some(part), ages);
            }
        }
        Some(Value::String(path)) => {
            let mut segments = path.rsplit('.');
            let age = segments.next().and_then(age_of);
            let of_subject =
                segments.next() == Some(AGE_OVER.text) && segments.next() == Some(SUBJECT.name);
            let age = age.filter(|_| of_subject && segments.next().is_some());
            if let Some(age) = age.filter(|age| !ages.contains(age)) {
                ages.push(age);
            }
        }
        _ => {}
    }
}

/// The inputs, and the labels of those that have one.
fn inputs(document: &ObjectReader<'_>) -> Result<(Vec<Input>, Object), Error> {
    let entries = document.entries("inputs")?;
    let draft = is_draft(document);
    let mut inputs = Vec::new();
    let mut labels = Object::new();
    for (alias, input) in &entries {
        input.only(&["vct", "label", "optional", "jurisdictions", "is"])?;
        let plain = alias
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let named = (1..=40).contains(&alias.len()) && plain && !RESERVED.contains(alias);
        if !named {
            return Err(input.refuse(Problem::Value));
        }
        if let Some(label) = maybe_text(input, "label", draft)? {
            labels.push(*alias, label.clone());
        }
        inputs.push(Input {
            alias: (*alias).to_owned(),
            vct: Vct::parse(input.read("vct")?).ok_or_else(|| input.fail("vct", Problem::Value))?,
            optional: input.maybe("optional")?.unwrap_or(false),
            jurisdictions: texts(input, "jurisdictions", is_region)?,
            is: None,
        });
    }
    if inputs.is_empty() {
        return Err(document.fail("inputs", Problem::Value));
    }
    at_most(limits::INPUTS, inputs.len(), document, "inputs")?;
    officers(&entries, &mut inputs)?;
    Ok((inputs, labels))
}

/// Lenders may take services of credit information from licensed bureaus (征信机构) alone
/// (征信业务管理办法 第五条, whose text was not found). What market credit has is not theirs.
fn check_credit_bureau(family: &str, inputs: &[Input]) -> Result<(), Error> {
    let market = inputs.iter().find(|input| input.vct == Vct::MarketCredit);
    match market.filter(|_| family == LOANS) {
        Some(input) => Err(Error::new(Code::ProgrammeCreditBureau)
            .with("pointer", pointer_to(&["inputs", &input.alias, "vct"]))),
        None => Ok(()),
    }
}

/// Reads which inputs are about an officer of another input's subject. That other input is never an officer's
/// itself.
fn officers(entries: &[(&str, ObjectReader<'_>)], inputs: &mut [Input]) -> Result<(), Error> {
    let (mut firms, mut others) = (Vec::new(), Vec::new());
    for ((alias, input), read) in entries.iter().zip(inputs) {
        match input.maybe::<&Value>("is")? {
            None => firms.push(*alias),
            Some(_) => others.push((input.object("is")?, read)),
        }
    }
    for (is, input) in others {
        is.only(&["of", "role"])?;
        let of: &str = is.read("of")?;
        if !firms.contains(&of) {
            return Err(is
                .fail("of", Problem::Value)
                .with("expected", firms.join(", ")));
        }
        let role = is.one_of("role", OFFICER_ROLES, |role| role)?;
        input.is = Some(Officer {
            of: of.to_owned(),
            role,
        });
    }
    Ok(())
}

fn request(document: &ObjectReader<'_>) -> Result<Vec<RequestMember>, Error> {
    let mut request = Vec::new();
    let entries = document.entries(REQUEST)?;
    at_most(limits::DECLARED, entries.len(), document, REQUEST)?;
    for (name, member) in entries {
        member.only(&["type", "optional"])?;
        if name.is_empty() || name.contains('.') || !is_identifier(name) {
            return Err(member.refuse(Problem::Value));
        }
        // For forms, which may leave the member out. It makes no difference to rules.
        member.maybe::<bool>("optional")?;
        request.push(RequestMember {
            name: name.to_owned(),
            request_type: member.one_of("type", RequestType::ALL, RequestType::as_str)?,
        });
    }
    Ok(request)
}

/// Orders of grades by name, each from the worst grade to the best.
fn scales(document: &ObjectReader<'_>) -> Result<Vec<Arc<Scale>>, Error> {
    let Some(declared) = document.maybe::<&Object>("scales")? else {
        return Ok(Vec::new());
    };
    at_most(limits::DECLARED, declared.len(), document, "scales")?;
    let reader = document.object("scales")?;
    let mut scales = Vec::new();
    for (name, _) in declared.iter() {
        let mut grades: Vec<Arc<str>> = Vec::new();
        let written: Vec<String> = reader.read(name)?;
        at_most(limits::LISTED, written.len(), &reader, name)?;
        for (i, grade) in written.into_iter().enumerate() {
            // A grade at two places would be better than itself.
            let known = grades.iter().any(|known| **known == *grade);
            if grade.is_empty() || known {
                let problem = if known {
                    Problem::Duplicate
                } else {
                    Problem::Value
                };
                return Err(reader.fail(name, problem).under_last(i));
            }
            grades.push(grade.into());
        }
        if name.is_empty() || !is_identifier(name) || grades.is_empty() {
            return Err(reader.fail(name, Problem::Value));
        }
        scales.push(Arc::new(Scale {
            name: name.to_owned(),
            grades,
        }));
    }
    Ok(scales)
}

/// Objects that each have an `id` of their own.
fn list<'a>(
    document: &ObjectReader<'a>,
    name: &str,
    limit: usize,
) -> Result<Vec<ObjectReader<'a>>, Error> {
    let parts = document.each(name)?;
    at_most(limit, parts.len(), document, name)?;
    let mut ids = crate::names::Names::default();
    for part in &parts {
        let Identifier(id) = part.read("id")?;
        if id.is_empty() || !ids.add(&id) {
            return Err(part.fail("id", Problem::Value));
        }
    }
    Ok(parts)
}

/// Checks how many items a member has.
fn at_most(
    limit: usize,
    found: usize,
    document: &ObjectReader<'_>,
    name: &str,
) -> Result<(), Error> {
    Error::check_items(limit, found, || document.place(name))
}

fn texts(
    document: &ObjectReader<'_>,
    name: &str,
    is_valid: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Error> {
    let texts: Vec<String> = document.maybe(name)?.unwrap_or_default();
    at_most(limits::LISTED, texts.len(), document, name)?;
    match texts.iter().position(|text| !is_valid(text)) {
        Some(i) => Err(document.fail(name, Problem::Value).under_last(i)),
        None => Ok(texts),
    }
}

/// Codes of a closed list.
fn codes(document: &ObjectReader<'_>, name: &str, known: &[&str]) -> Result<Vec<String>, Error> {
    let codes: Vec<String> = document.maybe(name)?.unwrap_or_default();
    at_most(limits::LISTED, codes.len(), document, name)?;
    let mut each = codes.iter().enumerate();
    match each.find(|(_, code)| !known.contains(&code.as_str())) {
        Some((i, code)) => {
            let error = document.fail(name, Problem::Value).under_last(i);
            Err(expecting(error, code, known))
        }
        None => Ok(codes),
    }
}
