//! JSON Schemas (draft 2020-12) of what an issuer builds, and of a file of facts.
//!
//! A schema is for those who write: it finds slips early, in any editor. What decides is the
//! reader, which also knows what no schema can say: which days contradict one another, and all the
//! ways of spelling a forbidden name.

use super::describe::{ABSENCE, PROMISED_ONE, objects, record_of};
use super::parts::{
    Form, TOKEN, UNDISCLOSED, absence, any_of, constant, lawful, list, may_hide, money, object,
    promise, record, reference, value, with_words,
};
use crate::credit::Vct;
use crate::credit::vocabulary::{
    AS_OF, CLEAR, CLEAR_VCTS, EVALUATIONS, JURISDICTION, LIST_TYPES, SUBJECT, SUBJECT_KIND,
    SUBJECT_KINDS, ValueKind, whole_claims,
};
use crate::json::{Object, Value, write};
use crate::limits;

/// The name of each schema's file, with its text.
pub(super) fn files() -> Vec<(&'static str, String)> {
    vec![
        ("credit-status", text(&payload(Vct::CreditStatus))),
        ("market-credit", text(&payload(Vct::MarketCredit))),
        ("facts", text(&facts())),
    ]
}

fn payload(vct: Vct) -> Value {
    let (zh, en) = match vct {
        Vct::CreditStatus => (
            "公共信用状况凭证",
            "Credit status of one subject, by a public platform",
        ),
        Vct::MarketCredit => (
            "市场信用凭证",
            "Market credit of one subject, with its consent",
        ),
    };
    let mut schema = head(
        vct.as_str().rsplit(':').nth(1).unwrap_or_default(),
        zh,
        &format!("{en}: the processed payload of a bundle, everything disclosed."),
    );
    for (name, value) in claims(vct, Form::Payload).iter() {
        schema.set(name, value.clone());
    }
    schema.set("allOf", list([reference("lawful")]));
    schema.set("$defs", definitions(vct, Form::Payload));
    schema.into()
}

fn facts() -> Value {
    let mut schema = head(
        "facts",
        "事实文件",
        "Facts to try a programme on: what each of its inputs says, by alias, the request, and what is promised.",
    );
    schema.set("type", "object");
    let promised = object([
        ("type", "array".into()),
        (
            "description",
            "What the holder promises. Left out: it is open what they would promise.".into(),
        ),
        ("items", reference(PROMISED_ONE.name)),
        ("maxItems", limits::COMMITMENTS.into()),
    ]);
    schema.set(
        "properties",
        object([
            ("promised", promised),
            (
                "request",
                object([
                    ("type", "object".into()),
                    ("description", "What the programme asks of the app.".into()),
                    (
                        "additionalProperties",
                        any_of([
                            object([(
                                "type",
                                list(["string".into(), "number".into(), "boolean".into()]),
                            )]),
                            reference("money"),
                        ]),
                    ),
                ]),
            ),
        ]),
    );
    let types = [Vct::CreditStatus, Vct::MarketCredit];
    let names = ["credit_status", "market_credit"];
    schema.set("additionalProperties", any_of(names.map(reference)));
    let Value::Object(mut definitions) = definitions(Vct::CreditStatus, Form::Facts) else {
        unreachable!("definitions are an object");
    };
    for (name, vct) in names.into_iter().zip(types) {
        let mut claims = claims(vct, Form::Facts);
        claims.set("allOf", list([reference("lawful")]));
        definitions.set(name, claims);
    }
    definitions.set(PROMISED_ONE.name, promise());
    definitions.set(
        "undisclosed",
        object([
            ("type", "object".into()),
            (
                "description",
                "In the place of something that is hidden.".into(),
            ),
            ("properties", object([(UNDISCLOSED, constant(true))])),
            ("required", list([UNDISCLOSED.into()])),
            ("additionalProperties", false.into()),
        ]),
    );
    schema.set("$defs", definitions);
    schema.into()
}

fn head(name: &str, zh: &str, en: &str) -> Object {
    Object::from([
        (
            "$schema",
            "https://json-schema.org/draft/2020-12/schema".into(),
        ),
        ("$id", Value::from(format!("urn:xinyi:schema:{name}:1"))),
        ("title", zh.into()),
        ("description", en.into()),
    ])
}

/// The claims of one type.
fn claims(vct: Vct, form: Form) -> Object {
    let mut properties = Object::new();
    let mut required = Vec::new();
    if form == Form::Payload {
        for (name, value) in token_claims(vct) {
            let optional = ["nbf", "sub", "aud", "vct#integrity", "aka_vcts"];
            if !optional.contains(&name) {
                required.push(name);
            }
            properties.set(name, value);
        }
    }
    for (name, value) in visible_claims() {
        required.push(name);
        properties.set(name, value);
    }
    properties.set(SUBJECT.name, may_hide(form, reference(SUBJECT.noun)));
    properties.set(EVALUATIONS.name, may_hide(form, evaluations(form)));
    for list_type in LIST_TYPES {
        if !list_type.is_in(vct) {
            properties.set(list_type.name, false);
            continue;
        }
        if list_type.always_issued && form == Form::Payload {
            required.push(list_type.name);
        }
        let most = match list_type.is_adverse() {
            true => limits::ADVERSE_RECORDS,
            false => limits::RECORDS,
        };
        let records = object([
            ("type", "array".into()),
            ("items", may_hide(form, reference(list_type.noun))),
            ("maxItems", most.into()),
        ]);
        properties.set(list_type.name, may_hide(form, records));
    }
    for claim in whole_claims() {
        let whole = match claim.is_in(vct) {
            true => may_hide(form, reference(claim.noun)),
            false => false.into(),
        };
        properties.set(claim.name, whole);
    }
    let statements = object([
        ("type", "array".into()),
        ("items", may_hide(form, reference(ABSENCE.name))),
        ("maxItems", limits::STATEMENTS.into()),
    ]);
    let clear = match CLEAR_VCTS.contains(&vct) {
        true => may_hide(form, statements),
        false => false.into(),
    };
    properties.set(CLEAR, clear);
    if form == Form::Facts {
        properties.set(UNDISCLOSED, constant(true));
    }
    Object::from([
        ("type", "object".into()),
        ("required", list(required.into_iter().map(Value::from))),
        ("properties", Value::from(properties)),
    ])
}

fn evaluations(form: Form) -> Value {
    let schemes = match form {
        Form::Payload => TOKEN.to_owned(),
        Form::Facts => format!("{TOKEN}|^\\{UNDISCLOSED}$"),
    };
    let mut evaluations = Object::from([
        ("type", "object".into()),
        ("propertyNames", object([("pattern", schemes.into())])),
        ("maxProperties", schemes_at_most(form).into()),
        (
            "additionalProperties",
            may_hide(form, reference(EVALUATIONS.noun)),
        ),
    ]);
    if form == Form::Facts {
        let properties = object([(UNDISCLOSED, constant(true))]);
        evaluations.set("properties", properties);
    }
    with_words(
        evaluations.into(),
        "信用评价",
        "Evaluations by scheme, each a disclosure of its own.",
    )
}

/// That others are hidden is no scheme.
fn schemes_at_most(form: Form) -> usize {
    limits::EVALUATIONS + usize::from(form == Form::Facts)
}

/// What makes a bundle a token.
fn token_claims(vct: Vct) -> [(&'static str, Value); 11] {
    let time = |title: &str, description: &str| {
        object([
            ("type", "number".into()),
            ("title", title.into()),
            (
                "description",
                format!("{description}, in UNIX seconds.").into(),
            ),
            ("minimum", 0_i64.into()),
            ("maximum", 253_402_300_799_i64.into()),
        ])
    };
    let text = |description: &str| {
        object([
            ("type", "string".into()),
            ("description", description.into()),
        ])
    };
    let texts = |at_least: i64| {
        object([
            ("type", "array".into()),
            ("items", object([("type", "string".into())])),
            ("minItems", at_least.into()),
        ])
    };
    let holder = object([
        ("type", "object".into()),
        ("title", "持有人公钥".into()),
        (
            "description",
            "The holder's public key, and nothing else (RFC 7800).".into(),
        ),
        (
            "properties",
            object([("jwk", object([("type", "object".into())]))]),
        ),
        ("required", list(["jwk".into()])),
        ("additionalProperties", false.into()),
    ]);
    let place = object([
        ("type", "object".into()),
        (
            "properties",
            object([
                (
                    "idx",
                    object([("type", "integer".into()), ("minimum", 0_i64.into())]),
                ),
                (
                    "uri",
                    object([
                        ("type", "string".into()),
                        ("maxLength", limits::URI_BYTES.into()),
                    ]),
                ),
            ]),
        ),
        ("required", list(["idx".into(), "uri".into()])),
    ]);
    let status = object([
        ("type", "object".into()),
        ("title", "凭证状态".into()),
        (
            "description",
            "Where its status is to be found (Token Status List).".into(),
        ),
        ("properties", object([("status_list", place)])),
        ("required", list(["status_list".into()])),
    ]);
    [
        (
            "iss",
            text("The issuer, letter by letter as in the trust list."),
        ),
        ("vct", constant(vct.as_str())),
        ("iat", time("签发时间", "When it was issued")),
        ("exp", time("有效期至", "When it ends; later than `iat`")),
        ("nbf", time("生效时间", "From when it holds")),
        ("cnf", holder),
        ("status", status),
        ("sub", text("A name of the subject.")),
        (
            "aud",
            any_of([text("For whom alone it is meant."), texts(1)]),
        ),
        ("vct#integrity", text("A hash of the type's metadata.")),
        ("aka_vcts", texts(1)),
    ]
}

/// What every bundle says in the open.
fn visible_claims() -> [(&'static str, Value); 4] {
    let titled = |value: Value, zh: &str, en: &str| with_words(value, zh, en);
    [
        (
            SUBJECT_KIND.name,
            titled(
                value(ValueKind::Code(SUBJECT_KINDS)),
                "信用主体类型",
                "Kind of the subject.",
            ),
        ),
        (
            JURISDICTION.name,
            titled(
                value(ValueKind::Region),
                "管辖地区",
                "Whose platform it is from.",
            ),
        ),
        (
            "catalogue",
            titled(
                object([
                    ("type", "string".into()),
                    ("pattern", "^CN-[0-9]{4}$".into()),
                ]),
                "公共信用信息目录版本",
                "Edition of the national catalogue: `CN-` and a year.",
            ),
        ),
        (
            AS_OF.name,
            titled(
                value(ValueKind::Day),
                "数据截至日期",
                "Day on which the platform drew the data; not later than the day of `iat`.",
            ),
        ),
    ]
}

fn definitions(vct: Vct, form: Form) -> Value {
    let mut definitions = Object::new();
    // One file of facts has both types.
    let vcts = match form {
        Form::Payload => &[vct][..],
        Form::Facts => &[Vct::CreditStatus, Vct::MarketCredit],
    };
    for list_type in LIST_TYPES.iter().filter(|list| list.is_in(vct)) {
        let described = record_of(list_type);
        definitions.set(described.name, record(&described, vcts, form));
    }
    for (claim, described) in objects() {
        if claim.is_in(vct) {
            definitions.set(described.name, record(&described, vcts, form));
        }
    }
    if CLEAR_VCTS.contains(&vct) {
        definitions.set(ABSENCE.name, absence(form));
    }
    definitions.set("money", money("^(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$"));
    definitions.set("balance", money("^-?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$"));
    definitions.set("lawful", lawful());
    definitions.into()
}

/// The schema as text, its short parts on one line.
fn text(schema: &Value) -> String {
    let mut out = String::new();
    lay_out(&mut out, schema, 0);
    out.push('\n');
    out
}

fn lay_out(out: &mut String, value: &Value, depth: usize) {
    const WIDTH: usize = 100;
    let whole = write(value);
    let parts: Vec<(Option<&str>, &Value)> = match value {
        _ if whole.chars().count() + 2 * depth <= WIDTH => return out.push_str(&whole),
        Value::Object(members) => members.iter().map(|(name, v)| (Some(name), v)).collect(),
        Value::Array(elements) => elements.iter().map(|v| (None, v)).collect(),
        _ => return out.push_str(&whole),
    };
    let is_object = matches!(value, Value::Object(_));
    out.push(if is_object { '{' } else { '[' });
    for (index, (name, part)) in parts.into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            out.push_str(&write(&name.into()));
            out.push_str(": ");
        }
        lay_out(out, part, depth + 1);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(if is_object { '}' } else { ']' });
}
