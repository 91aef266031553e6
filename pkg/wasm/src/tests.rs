//! The surface's own tests, for `wasm-pack test`: what crosses the boundary, in which form. What is decided is
//! tested by the vectors, which every host runs.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

const PLATFORMS: &str = include_str!("../../../tests/vectors/platforms.tokens.json");
const PRESENTATIONS: &str = include_str!("../../../tests/vectors/outcome.tokens.json");
const NOW: u32 = 1_795_140_000;

fn parsed(text: &str) -> JsValue {
    JSON::parse(text).expect("JSON")
}

fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).expect("an object")
}

fn text(of: &JsValue) -> String {
    JSON::stringify(of).expect("plain objects").into()
}

fn verifier(options: &str) -> Verifier {
    let base = member(&parsed(PLATFORMS), "base");
    Verifier::new(
        &text(&member(&base, "root")),
        Some(text(&member(&base, "snapshot"))),
        &parsed(options),
    )
}

fn options(request: &str) -> JsValue {
    parsed(&format!(
        r#"{{"programme":"test.bike","now":{NOW},"request":{request},
            "holder":{{"audience":"https://app.example","nonce":"d2hhdCBldmVyIGl0IGlz"}}}}"#
    ))
}

fn presentation() -> String {
    let presentation = member(&parsed(PRESENTATIONS), "first-tier");
    presentation.as_string().expect("a presentation")
}

#[wasm_bindgen_test]
fn a_decision_is_plain_objects() {
    let verifier = verifier(&format!(r#"{{"now":{NOW}}}"#));
    let reply = verifier.check(&presentation(), &options(r#"{"deposit":"99.00"}"#));
    let decision = member(&reply, "decision");
    assert_eq!(member(&decision, "outcome"), "granted", "{}", text(&reply));
    assert_eq!(member(&decision, "decision"), 1);
    // What is not there is null, which JSON has; `undefined` would be left out.
    assert!(member(&decision, "eligible_from").is_null());
    for part in ["programme", "benefit", "evidence"] {
        let part = member(&decision, part);
        let prototype = Object::get_prototype_of(&part);
        assert_eq!(prototype, Object::get_prototype_of(&Object::new()));
    }
    assert!(member(&decision, "reasons").is_instance_of::<Array>());
    let evidence = member(&member(&decision, "evidence"), "bundles");
    let iat = member(&Array::from(&evidence).get(0), "iat");
    assert!(iat.as_f64().is_some(), "a number, and no BigInt");
}

#[wasm_bindgen_test]
fn a_refusal_is_a_reply() {
    let verifier = verifier(&format!(r#"{{"now":{NOW},"stat":"x"}}"#));
    for reply in [
        verifier.report(),
        verifier.check("", &options("{}")),
        verifier.forecast("", &JsValue::NULL),
    ] {
        let error = member(&reply, "error");
        assert_eq!(member(&reply, "ok"), false);
        assert_eq!(member(&error, "code"), "input.options", "{}", text(&reply));
        let details = member(&error, "details");
        assert_eq!(member(&details, "pointer"), "/stat");
        assert_eq!(member(&details, "suggestion"), "state");
    }
    assert_eq!(verifier.state(), None);
    assert_eq!(verifier.snapshot(), None);
}

#[wasm_bindgen_test]
fn options_are_own_properties_of_what_json_has() {
    let verifier = verifier(&format!(r#"{{"now":{NOW}}}"#));
    let code = |options: &JsValue| {
        let reply = verifier.check(&presentation(), options);
        member(&member(&reply, "error"), "code").as_string()
    };
    // From a prototype: not there.
    let inherited: Object = Object::create(options(r#"{"deposit":"99.00"}"#).unchecked_ref());
    assert_eq!(code(&inherited).as_deref(), Some("input.options"));
    for (nothing, expected) in [
        (JsValue::UNDEFINED, "input.options"),
        (JsValue::NULL, "input.options"),
        (JsValue::from("text"), "input.options"),
        (JsValue::from(1.5), "input.options"),
    ] {
        assert_eq!(code(&nothing).as_deref(), Some(expected), "{nothing:?}");
    }
    // A circle has no JSON.
    let circle: Object = Object::new();
    Reflect::set(&circle, &"request".into(), &circle).expect("an object");
    assert_eq!(code(&circle).as_deref(), Some("input.options"));
}

#[wasm_bindgen_test]
fn what_is_stored_is_read_again() {
    let mut first = verifier(&format!(r#"{{"now":{NOW}}}"#));
    let state = first.state().expect("a state");
    let snapshot = first.snapshot().expect("a snapshot");
    let options = format!(
        r#"{{"now":{NOW},"state":{}}}"#,
        text(&JsValue::from(&state))
    );
    let report = first.load(&snapshot, &parsed(&options));
    let report = member(&report, "report");
    assert_eq!(member(&report, "state_changed"), false, "{}", text(&report));
    assert_eq!(member(&member(&report, "manifest"), "result"), "kept");
}

#[wasm_bindgen_test]
fn its_version_is_the_core_s() {
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}
