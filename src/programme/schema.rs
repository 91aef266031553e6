//! The published JSON Schema says what the reader reads.

use super::read::{FAMILIES, MEMBERS};
use super::{RequestType, benefit};
use crate::credit::SUBJECT_KINDS;
use crate::json::{self, Object, Value};
use crate::law::{self, CodeList};
use crate::limits;
use crate::rules;
use crate::rules::RESERVED;

const SCHEMA: &str = include_str!("../../pkg/schemas/programme.json");

fn schema() -> Value {
    json::parse(SCHEMA.as_bytes(), SCHEMA.len()).expect("JSON")
}

#[track_caller]
fn at<'v>(schema: &'v Value, path: &str) -> &'v Value {
    let found = path
        .split('/')
        .try_fold(schema, |value, name| value.member(name));
    found.unwrap_or_else(|| panic!("{path}"))
}

#[track_caller]
fn names(schema: &Value, path: &str) -> Vec<String> {
    let members = at(schema, path).as_object().expect(path);
    members.iter().map(|(name, _)| name.to_owned()).collect()
}

#[track_caller]
fn texts(schema: &Value, path: &str) -> Vec<String> {
    let texts = at(schema, path).as_array().expect(path).iter();
    texts
        .map(|text| text.as_str().expect(path).to_owned())
        .collect()
}

#[test]
fn members_and_codes_are_those_of_the_reader() {
    let schema = schema();
    assert_eq!(names(&schema, "properties"), MEMBERS);
    assert_eq!(texts(&schema, "properties/family/enum"), FAMILIES);
    assert_eq!(
        texts(&schema, "properties/fields/items/examples"),
        law::built_in().catalogue.codes(CodeList::Fields)
    );
    assert_eq!(
        texts(&schema, "properties/subject_kinds/items/enum"),
        SUBJECT_KINDS
    );
    assert_eq!(
        texts(&schema, "properties/inputs/propertyNames/not/enum"),
        RESERVED
    );
    let types = RequestType::ALL.iter().map(|of| of.as_str());
    let requested = texts(&schema, "$defs/requested/properties/type/enum");
    assert_eq!(requested, types.collect::<Vec<_>>());
    for (path, limit) in [
        ("properties/requirements/maxItems", limits::REQUIREMENTS),
        ("properties/tiers/maxItems", limits::TIERS),
        ("properties/request/maxProperties", limits::DECLARED),
        ("properties/scales/maxProperties", limits::DECLARED),
        (
            "properties/scales/additionalProperties/maxItems",
            limits::LISTED,
        ),
        ("properties/regions/maxItems", limits::LISTED),
        ("properties/fields/maxItems", limits::LISTED),
        ("properties/subject_kinds/maxItems", limits::LISTED),
        (
            "$defs/input/properties/jurisdictions/maxItems",
            limits::LISTED,
        ),
    ] {
        assert_eq!(at(&schema, path), &Value::from(limit), "{path}");
    }
}

#[test]
fn the_limits_are_those_of_the_guide() {
    let guide = include_str!("../../docs/authoring.md").replace('\n', " ");
    for said in [
        format!("at most {} KiB", limits::PROGRAMME_BYTES / 1024),
        format!(
            "{} requirements and {} tiers",
            limits::REQUIREMENTS,
            limits::TIERS
        ),
        format!(
            "{} nodes, nested {} deep",
            limits::RULE_NODES,
            limits::RULE_DEPTH
        ),
        format!("with the limit {}.", limits::RULE_QUANTIFIERS),
        format!("more work than {} steps", limits::WORK),
    ] {
        assert!(guide.contains(&said), "{said}");
    }
}

#[test]
fn each_benefit_has_the_members_that_are_read() {
    let schema = schema();
    let all = at(&schema, "$defs/benefit/oneOf")
        .as_array()
        .expect("benefits");
    let kinds = all
        .iter()
        .map(|of| at(of, "properties/kind/const").as_str());
    let known = benefit::BenefitKind::ALL
        .iter()
        .map(|kind| Some(kind.as_str()));
    assert_eq!(kinds.collect::<Vec<_>>(), known.collect::<Vec<_>>());
    for of in all {
        // What the reader says to one with a member too many names those that there are.
        let mut written = Object::new();
        for (name, value) in at(of, "properties").as_object().expect("members").iter() {
            let value = match value.member("const") {
                Some(kind) => kind.clone(),
                None => example(value),
            };
            written.push(name, value);
        }
        assert_eq!(
            benefit::check(&written.clone().into(), false),
            Ok(()),
            "{written:?}"
        );
        for name in names(of, "properties") {
            let rest = written.iter().filter(|(known, _)| *known != name);
            let rest: Object = rest.map(|(name, value)| (name, value.clone())).collect();
            let required = texts(of, "required").contains(&name);
            assert_eq!(
                benefit::check(&rest.into(), false).is_err(),
                required,
                "{name}"
            );
        }
        written.set("other", true);
        let error = benefit::check(&written.into(), false).expect_err("a member too many");
        let expected = error.details().get("expected").and_then(Value::as_str);
        assert_eq!(
            expected.map(str::to_owned),
            Some(names(of, "properties").join(", "))
        );
    }
}

/// A value of what the schema asks for.
fn example(of: &Value) -> Value {
    let text = match of.member("$ref").and_then(Value::as_str) {
        Some("#/$defs/amount") => r#"{"currency":"CNY","amount":"5.00"}"#,
        Some("#/$defs/period") => r#""P1Y""#,
        Some("#/$defs/texts") => r#"{"zh-CN":"甲","en":"a"}"#,
        _ => match of.member("type").and_then(Value::as_str) {
            Some("boolean") => "true",
            Some("integer" | "number") => "5",
            _ => r#""a""#,
        },
    };
    json::parse(text.as_bytes(), text.len()).expect(text)
}

#[test]
fn operators_are_those_of_the_table() {
    let schema = schema();
    let operators = rules::operators_schema();
    assert_eq!(at(&schema, "$defs/call/properties"), &operators);
}
