//! Other editions than the built-in one: that no code knows a law by its name, and what a missing one does.

use super::*;
use crate::law::Edition;

/// Codes that the crate itself has, of members whose name is also one of the edition's.
const OWN: [&str; 6] = [
    "arrears",
    "contract",
    "policy_promise",
    "recognition",
    "red_list",
    "*",
];

fn other_name(code: &str) -> String {
    match OWN.contains(&code) {
        true => code.to_owned(),
        false => format!("x-{code}"),
    }
}

/// A document with each of the edition's codes renamed.
fn renamed(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let is_listing = object.get("list").is_some();
            let members = object.iter().map(|(name, value)| {
                let is_code = match name {
                    "also" | "code" | "except_fields" | "field" | "fields" | "fine" | "grounds"
                    | "kind" | "kinds" | "list" | "never_early" | "own_term" | "regime" => true,
                    "ground" => is_listing,
                    _ => false,
                };
                let value = match value {
                    Value::String(code) if is_code => other_name(code).into(),
                    Value::Array(codes) if is_code => codes
                        .iter()
                        .map(|code| match code {
                            Value::String(code) => other_name(code).into(),
                            row => renamed(row),
                        })
                        .collect::<Vec<Value>>()
                        .into(),
                    value => renamed(value),
                };
                (name, value)
            });
            Object::from_iter(members.collect::<Vec<_>>()).into()
        }
        Value::Array(values) => Value::Array(values.iter().map(renamed).collect()),
        value => value.clone(),
    }
}

fn built_in_document() -> Value {
    let text = include_bytes!("../../../law/edition.json");
    Value::parse(text, text.len()).expect("JSON")
}

fn law_of(document: &Value) -> Law {
    let read = Edition::read(document);
    Law::of(
        read.unwrap_or_else(|e| panic!("{e} {:?}", e.details()))
            .into(),
    )
}

#[track_caller]
fn assert_as_expected(name: &str, case: &Value, base: &Value, law: &Law, expected: &Object) {
    let (claims, found, outlooks) = run(case, base, law);
    let standings = standings(&claims, &found, &outlooks);
    assert_eq!(sorted(&standings), sorted(expected), "{name}");
}

/// No regime, list, field or kind is known by its name.
#[test]
fn an_edition_with_every_code_renamed_decides_as_the_built_in_one() {
    let base = read(&folder().join("base.json"));
    let law = law_of(&renamed(&built_in_document()));
    let base = renamed(&base);
    for (name, case) in cases() {
        let expected = expected(&case);
        assert_as_expected(&name, &renamed(&case), &base, &law, &expected);
    }
}

/// A row that nobody has thought of when the code was written.
#[test]
fn an_invented_regime_decides() {
    let base = read(&folder().join("base.json"));
    let text = r#"{
        "today": "2026-11-29", "programme": {"regions": ["310000"], "fields": ["culture"]},
        "credit": {"penalties": [{
            "field": "culture", "class": "general", "regime": "culture-2026",
            "determined_on": "2026-09-01", "published_on": "2026-09-02"
        }]}
    }"#;
    let case = Value::parse(text.as_bytes(), text.len()).expect("JSON");
    let regime = r#"{
        "code": "culture-2026", "about": {"fields": ["culture"]}, "clock": "determination",
        "terms": [{"classes": ["minor", "general", "serious", "serious_particular"], "longest": 1}],
        "uncorrected": "stops", "basis": {"title": "测试规定"}, "in_force": {"from": "2026-01-01"},
        "confirmed": true, "source": "made up"
    }"#;
    let code = r#"{"code": "culture-2026", "title": {"zh-CN": "测试规定", "en": "Test rules"}}"#;
    let parse = |text: &str| Value::parse(text.as_bytes(), text.len()).expect("JSON");
    let mut document = built_in_document().as_object().expect("an edition").clone();
    let mut push = |path: &[&str], row: Value| {
        fn at(object: &mut Object, path: &[&str], row: Value) {
            let mut value = object.get(path[0]).expect("a part").clone();
            match (&mut value, &path[1..]) {
                (Value::Array(rows), []) => rows.push(row),
                (Value::Object(part), rest) => at(part, rest, row),
                _ => panic!("{path:?}"),
            }
            object.set(path[0], value);
        }
        at(&mut document, path, row);
    };
    push(&["catalogue", "codes", "regimes"], parse(code));
    push(&["regimes"], parse(regime));
    let expected = r#"{"penalties[0]": {
        "set_aside": "publicity_ended", "basis": "测试规定", "since": "2026-10-02"
    }}"#;
    let expected = parse(expected).as_object().expect("an object").clone();
    assert_as_expected(
        "invented",
        &case,
        &base,
        &law_of(&document.into()),
        &expected,
    );
    let refused = claims(&case, &base, law::built_in()).expect_err("an unknown regime");
    assert_eq!(
        refused.details().get("pointer"),
        Some(&"/penalties/0/regime".into())
    );
}

/// While a newer edition is in force elsewhere, nothing but a record's own word sets it aside, and no day is
/// promised.
#[test]
fn what_a_superseded_edition_sets_aside_is_in_doubt() {
    let base = read(&folder().join("base.json"));
    let superseded = Law {
        is_superseded: true,
        ..law::built_in().clone()
    };
    let mut doubted = 0;
    for (name, case) in cases() {
        let (claims, before, _) = run(&case, &base, law::built_in());
        let (_, after, outlooks) = run(&case, &base, &superseded);
        let over = ["repaired", "withdrawn", "settled", "ended", "not_yet"];
        for set_aside in &after.set_aside {
            let ground = set_aside.reason.ground.as_str();
            assert!(
                over.contains(&ground),
                "{name}: {} {ground}",
                set_aside.path
            );
            assert!(before.set_aside.contains(set_aside), "{name}");
        }
        doubted += before.set_aside.len() - after.set_aside.len();
        for (path, ahead) in outlooks.iter() {
            let list = path.split('[').next().expect("a list");
            let is_adverse = claims
                .lists
                .iter()
                .any(|(known, _)| known.name == list && known.is_adverse());
            if is_adverse {
                assert_eq!(
                    ahead.member("repairable_from"),
                    Some(&Value::Null),
                    "{name} {path}"
                );
            }
        }
    }
    assert!(doubted > 50, "{doubted}");
}
