//! Parts of schemas: records, their members, and the values of each kind.

use super::describe::{ABSENCE, Described, PROMISED_ONE, Term, catalogued_terms, terms};
use crate::credit::Vct;
use crate::credit::fields::ALL_FIELDS;
use crate::credit::forbidden::{PARTS, WHOLE, WORDS};
use crate::credit::links::{LINK, LINKS, PATTERN};
use crate::credit::vocabulary::name::{CLASS, LIST, SEVERITY};
use crate::credit::vocabulary::{CLEAR_VCTS, Field, SUBJECT, ValueKind};
use crate::json::{Object, Value};
use crate::law::CodeList;
use crate::limits;
use crate::region::NATIONAL_SCOPE;

pub(super) const TOKEN: &str = "^[a-z0-9_-]{1,40}$";
/// The SHA-256 of a text: 43 characters, of which the last stands for four bits.
const DIGEST: &str = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$";
const REGION: &str = "^[1-9][0-9]{5}$";
pub(super) const UNDISCLOSED: &str = "$undisclosed";

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// What an issuer signs, before any of it is hidden.
    Payload,
    /// Facts by hand, some of which may stand as hidden.
    Facts,
}

/// A record, as a schema: of bundles of these types.
pub(super) fn record(described: &Described, vcts: &[Vct], form: Form) -> Value {
    let hiding = form == Form::Facts && described.is_group;
    let mut properties = Object::new();
    for field in described.fields {
        let member = member(field);
        let member = if hiding {
            may_hide(form, member)
        } else {
            member
        };
        properties.set(field.name, member);
    }
    if described.name == SUBJECT.noun {
        for (name, value, vct) in links(form) {
            let value = if vcts.contains(&vct) {
                value
            } else {
                false.into()
            };
            properties.set(name, value);
        }
    }
    if form == Form::Facts {
        // Of a record nothing can be hidden but the whole.
        let value = if hiding { constant(true) } else { false.into() };
        properties.set(UNDISCLOSED, value);
    }
    let schema = members(described.fields, properties);
    with_words(schema, described.zh, &sentence(described.en))
}

/// A statement of absence. What it says goes with the list that it is about.
pub(super) fn absence(form: Form) -> Value {
    let Value::Object(mut schema) = record(&ABSENCE, CLEAR_VCTS, form) else {
        unreachable!("a record is an object");
    };
    let about = |list: &str| object([("properties", object([(LIST.text, constant(list))]))]);
    let with = [(SEVERITY, about("listings")), (CLASS, about("penalties"))];
    let with = with.map(|(name, about)| (name.text, about));
    schema.set("dependentSchemas", object(with));
    schema.into()
}

/// A promise, and nothing else: it was read out of a commitment, which has no other members.
pub(super) fn promise() -> Value {
    let Value::Object(mut schema) = record(&PROMISED_ONE, &[], Form::Facts) else {
        unreachable!("a record is an object");
    };
    schema.set("additionalProperties", false);
    schema.into()
}

/// What ties bundles of two issuers, with the type of the bundle that it stands in.
fn links(form: Form) -> [(&'static str, Value, Vct); 2] {
    let link = || object([("type", "string".into()), ("pattern", PATTERN.into())]);
    let mut all = Object::from([
        ("type", Value::from("object")),
        ("additionalProperties", may_hide(form, link())),
    ]);
    if form == Form::Facts {
        all.set("properties", object([(UNDISCLOSED, constant(true))]));
    }
    let to = with_words(
        all.into(),
        "关联值（按签发机构）",
        "128 random bits for each other issuer, by its name, each a disclosure of its own.",
    );
    let own = with_words(
        link(),
        "关联值",
        "The value for this issuer in a bundle of public credit status about the same subject.",
    );
    [
        (LINKS, to, Vct::CreditStatus),
        (LINK, may_hide(form, own), Vct::MarketCredit),
    ]
}

fn members(fields: &[Field], properties: Object) -> Value {
    let required = fields.iter().filter(|f| f.required);
    object([
        ("type", "object".into()),
        ("required", list(required.map(|f| f.name.into()))),
        ("properties", properties.into()),
    ])
}

fn member(field: &Field) -> Value {
    let [zh, en, source] = field.terms;
    let mut words = sentence(en);
    if field.kind == ValueKind::PastDay {
        words.push_str(" Not after the bundle's `as_of`.");
    }
    if !source.is_empty() {
        words = format!("{words} {source}");
    }
    with_words(value(field.kind), zh, &words)
}

pub(super) fn value(kind: ValueKind) -> Value {
    let text = |pattern: &str| object([("type", "string".into()), ("pattern", pattern.into())]);
    match kind {
        ValueKind::Bool => object([("type", "boolean".into())]),
        ValueKind::Number => object([("type", "number".into())]),
        ValueKind::Quantity => object([("type", "number".into()), ("minimum", 0_i64.into())]),
        ValueKind::Text => object([("type", "string".into()), ("minLength", 1_i64.into())]),
        ValueKind::Token => text(TOKEN),
        ValueKind::Digest => text(DIGEST),
        ValueKind::Code(codes) => object([("oneOf", list(constants(terms(codes))))]),
        ValueKind::Catalogued(codes) if codes.is_closed() => {
            object([("oneOf", list(constants(catalogued_terms(codes))))])
        }
        ValueKind::Catalogued(codes) => {
            let codes = constants(catalogued_terms(codes));
            let other = with_words(
                text(TOKEN),
                "其他代码",
                "A code of a later edition, or of a local supplement of the catalogue: it is unknown what such a record is, and whether it counts.",
            );
            object([("anyOf", list(codes.chain([other])))])
        }
        ValueKind::Region => text(REGION),
        ValueKind::Scope => any_of([constant(NATIONAL_SCOPE), text(REGION)]),
        ValueKind::Regions | ValueKind::CataloguedList(_) => {
            let elements = kind.of_elements().map_or(Value::Null, value);
            object([
                ("type", "array".into()),
                ("items", elements),
                ("maxItems", limits::LISTED.into()),
            ])
        }
        ValueKind::Fields => any_of([
            constant(ALL_FIELDS),
            value(ValueKind::CataloguedList(CodeList::Fields)),
        ]),
        ValueKind::Day | ValueKind::PastDay => object([
            ("type", "string".into()),
            ("format", "date".into()),
            (
                "pattern",
                "^(1[89]|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$".into(),
            ),
        ]),
        ValueKind::Money => reference("money"),
        ValueKind::Balance => reference("balance"),
        ValueKind::Object(fields) => {
            members(fields, fields.iter().map(|f| (f.name, member(f))).collect())
        }
        ValueKind::Ages => object([
            ("type", "object".into()),
            (
                "propertyNames",
                object([("pattern", "^([1-9][0-9]?|1[0-4][0-9]|150)$".into())]),
            ),
            ("additionalProperties", value(ValueKind::Bool)),
        ]),
        ValueKind::Records(_) => object([
            ("type", "array".into()),
            ("items", reference("officer")),
            ("maxItems", limits::OFFICERS.into()),
        ]),
    }
}

fn constants(codes: Vec<Term>) -> impl Iterator<Item = Value> {
    let codes = codes.into_iter();
    codes.map(|(code, zh, en)| with_words(constant(code.as_str()), &zh, &sentence(&en)))
}

pub(super) fn money(pattern: &str) -> Value {
    object([
        ("type", "object".into()),
        ("required", list(["currency".into(), "amount".into()])),
        (
            "properties",
            object([
                ("currency", constant("CNY")),
                (
                    "amount",
                    object([("type", "string".into()), ("pattern", pattern.into())]),
                ),
            ]),
        ),
        ("additionalProperties", false.into()),
    ])
}

/// Nothing is `null`, and no member has a forbidden name, at any depth.
pub(super) fn lawful() -> Value {
    object([
        (
            "description",
            "Religion, genes, fingerprints, blood type, disease and medical history may not be collected (上海市社会信用条例 第十四条); the usual spellings of their names are here, and the SDK knows more.".into(),
        ),
        ("not", object([("type", "null".into())])),
        (
            "propertyNames",
            object([("not", object([("pattern", forbidden().into())]))]),
        ),
        ("additionalProperties", reference("lawful")),
        ("items", reference("lawful")),
    ])
}

/// A pattern of the forbidden names: in either case, with or without something between the words,
/// and of those that are words of a name as one of them.
fn forbidden() -> String {
    let all = |terms: &[&str], spelt: fn(&str) -> String| {
        let terms: Vec<String> = terms.iter().map(|term| spelt(term)).collect();
        terms.join("|")
    };
    let words = |spelt| all(WORDS, spelt);
    let alone = format!("(^|[^A-Za-z])({})[Ss]?([^A-Za-z]|$)", words(in_either_case));
    let small = format!("(^|[^A-Za-z])({})s?[A-Z]", words(str::to_owned));
    let capital = format!("(^|[^A-Z])({})s?([^a-z]|$)", words(capitalised));
    let capitals = format!(
        "(^|[^A-Z])({})([A-Z][a-z]|[^A-Za-z]|$)",
        words(str::to_uppercase),
    );
    let anywhere = all(PARTS, in_either_case);
    let whole = format!("^({})$", all(WHOLE, in_either_case));
    [anywhere, alone, small, capital, capitals, whole].join("|")
}

fn in_either_case(term: &str) -> String {
    let letters = term.chars().map(|letter| match letter {
        'a'..='z' => format!("[{letter}{}]", letter.to_ascii_uppercase()),
        other => other.to_string(),
    });
    letters.collect::<Vec<_>>().join("[ _.-]*")
}

fn capitalised(term: &str) -> String {
    let mut letters = term.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Something that a file of facts may have as hidden.
pub(super) fn may_hide(form: Form, schema: Value) -> Value {
    match form {
        Form::Payload => schema,
        Form::Facts => any_of([schema, reference("undisclosed")]),
    }
}

pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Object::from_iter(members).into()
}

pub(super) fn list(elements: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(elements.into_iter().collect())
}

pub(super) fn any_of<const N: usize>(schemas: [Value; N]) -> Value {
    object([("anyOf", list(schemas))])
}

pub(super) fn constant(value: impl Into<Value>) -> Value {
    object([("const", value.into())])
}

pub(super) fn reference(name: &str) -> Value {
    object([("$ref", format!("#/$defs/{name}").into())])
}

pub(super) fn with_words(schema: Value, zh: &str, en: &str) -> Value {
    let mut words = Object::from([("title", Value::from(zh)), ("description", en.into())]);
    for (name, value) in schema.as_object().into_iter().flat_map(Object::iter) {
        words.set(name, value.clone());
    }
    words.into()
}

/// A description as a sentence.
fn sentence(text: &str) -> String {
    capitalised(text) + "."
}
