//! A look into a presentation finds what a verifier refuses, and more than the first of it.
#![cfg(feature = "sm2")]

use serde_json::{Value, json};
use testkit::vectors;
use xinyi::{Inspection, Instant, messages};

/// Refused for what the programme asks for.
const BY_THE_PROGRAMME: &[&str] = &["bundle/type-that-nobody-asked-for"];

#[test]
fn whatever_a_verifier_refuses_by_the_presentation_alone_is_found() {
    let mut found = 0;
    for vector in of_a_bundle() {
        let result: Value = serde_json::from_str(&vector.run()).expect("a result");
        let (code, stage) = (&result["error"]["code"], &result["error"]["stage"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if !shows(&text(code), &text(stage)) || BY_THE_PROGRAMME.contains(&vector.name.as_str()) {
            continue;
        }
        let problems = inspect_vector(&vector)["problems"].clone();
        let codes: Vec<&Value> = problems
            .as_array()
            .expect("problems")
            .iter()
            .map(|p| &p["code"])
            .collect();
        assert!(
            codes.contains(&code),
            "{}: {code} is not among {codes:?}",
            vector.name
        );
        found += 1;
    }
    assert!(
        found >= 100,
        "only {found} of the vectors are refused by themselves"
    );
}

/// Whether no trust list, no status list and no request is needed to see it.
fn shows(code: &str, stage: &str) -> bool {
    let family = code.split('.').next().unwrap_or_default();
    let by_itself = match family {
        "format" | "limit" => true,
        "claim" => code != "claim.audience",
        // Whether an algorithm is the key's takes the key.
        "signature" => matches!(code, "signature.encoding" | "signature.key"),
        "time" => code != "time.rollback",
        _ => code == "binding.sd_hash",
    };
    by_itself && matches!(stage, "bundle" | "key_binding")
}

#[test]
fn what_is_granted_has_no_problems_and_is_still_not_proven() {
    let mut seen = 0;
    for vector in of_a_bundle() {
        let result: Value = serde_json::from_str(&vector.run()).expect("a result");
        if result["ok"] != json!(true) {
            continue;
        }
        let shown = inspect_vector(&vector);
        // A binding that nobody asked for is not looked at by a verifier, but is shown.
        if vector.document["check"]["holder"] != json!("unbound") {
            assert_eq!(shown["problems"], json!([]), "{}", vector.name);
        }
        assert_eq!(shown["proven"], json!(false));
        assert!(
            shown["notice"]["zh-CN"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        seen += 1;
    }
    assert!(seen >= 100, "only {seen} decisions");
}

#[test]
fn every_problem_is_found_not_the_first_alone() {
    // Nothing is right about it: header, claims, disclosures, key binding.
    let header = r#"{"alg":"none","typ":"JWT","crit":["b64"],"b64":false}"#;
    let claims = r#"{"vct":1,"iss":2,"exp":"soon","iat":-1,"jurisdiction":"31","subject_kind":"person","catalogue":"2025","as_of":"today","cnf":{"kid":"1"},"listings":[{"list":"x"},{"...":"a","b":1}],"_sd":["d","d",7],"a":{"_sd_alg":"md5"}}"#;
    let binding = [
        r#"{"alg":"HS256","typ":"jwt"}"#,
        r#"{"aud":["a"],"nonce":7,"iat":"now"}"#,
    ];
    let text = format!(
        "{}.{}.AAAA~{}~~{}~{}.{}.AA",
        base64url(header),
        base64url(claims),
        base64url(r#"["salt"]"#),
        base64url(r#"["salt","name","value"]"#),
        base64url(binding[0]),
        base64url(binding[1]),
    );
    let problems = inspect(&text, 1_795_140_000)["problems"].clone();
    let mut found: Vec<String> = problems
        .as_array()
        .expect("problems")
        .iter()
        .map(|p| {
            let place = ["pointer", "member", "disclosure"].map(|name| &p["details"][name]);
            let place = place.into_iter().find(|place| !place.is_null());
            let place = place.map_or(String::new(), |place| match place {
                Value::String(text) => format!(" {text}"),
                other => format!(" {other}"),
            });
            format!(
                "{}: {}{place}",
                p["stage"].as_str().unwrap(),
                p["code"].as_str().unwrap()
            )
        })
        .collect();
    found.sort();
    let expected = include_str!("inspection.all-wrong.txt");
    assert_eq!(found.join("\n"), expected.trim_end());
}

#[test]
fn what_cannot_be_read_is_shown_as_far_as_it_can() {
    let whole = vectors::all()
        .into_iter()
        .find(|v| v.name == "outcome/first-tier")
        .expect("the vector");
    let bundle = whole.document["bundle"].as_str().expect("a bundle");
    let (token, rest) = bundle.split_once('~').expect("disclosures");
    let mut parts: Vec<&str> = token.split('.').collect();
    let at = |text: &str| inspect(text, 1_795_140_000);

    parts[0] = "not base64!";
    let shown = at(&format!("{}~{rest}", parts.join(".")));
    assert_eq!(shown["header"], Value::Null);
    assert_eq!(shown["claims"]["vct"], json!("urn:xinyi:credit-status:1"));

    let shown = at(token);
    assert_eq!(shown["header"]["typ"], json!("dc+sd-jwt"));
    assert_eq!(shown["disclosures"], json!([]));
    assert!(shown["hidden"].as_u64() > Some(0));

    let shown = at(&format!("x~{rest}"));
    assert_eq!(shown["claims"], Value::Null);
    let disclosures = shown["disclosures"].as_array().expect("disclosures");
    assert!(!disclosures.is_empty());
    assert!(disclosures.iter().all(|d| d["pointer"] == Value::Null));

    assert_eq!(at("")["claims"], Value::Null);
    assert_eq!(
        at(&"a".repeat(300_000))["problems"][0]["code"],
        json!("limit.bytes")
    );
}

#[test]
fn white_space_around_it_is_no_problem_and_what_is_no_bundle_is_told_as_that() {
    let whole = vectors::all()
        .into_iter()
        .find(|v| v.name == "outcome/first-tier")
        .expect("the vector");
    let (text, now) = (whole.document["bundle"].as_str(), 1_795_140_000);
    let text = text.expect("a bundle");
    assert_eq!(inspect(&format!("\r\n {text}\n"), now), inspect(text, now));
    for (text, problem) in [
        ("", "empty_text"),
        ("./zhang.sd-jwt", "path"),
        ("{\"root\":1}", "json_document"),
    ] {
        let problems = inspect(text, now)["problems"].clone();
        let told: Vec<&Value> = problems.as_array().expect("problems").iter().collect();
        assert_eq!(told.len(), 1, "{problems}");
        assert_eq!(told[0]["details"]["problem"], json!(problem));
    }
}

#[test]
fn what_is_hidden_is_marked_as_in_a_file_of_facts() {
    let header = r#"{"alg":"EdDSA","kid":"1","typ":"dc+sd-jwt"}"#;
    let text = format!(
        "{}.{}.AA~",
        base64url(header),
        base64url(r#"{"_sd":["a","b"],"listings":[{"...":"c"}]}"#)
    );
    let shown = inspect(&text, 0);
    let expected = json!({"listings": [{"$undisclosed": true}], "$undisclosed": true});
    assert_eq!((&shown["claims"], &shown["hidden"]), (&expected, &json!(3)));
}

/// The vectors that present one bundle, whatever programme asks for it.
fn of_a_bundle() -> impl Iterator<Item = vectors::Vector> {
    let all = vectors::all().into_iter();
    all.filter(|vector| {
        vector.document["bundle"].is_string() && !vector.name.starts_with("inputs/")
    })
}

fn inspect_vector(vector: &vectors::Vector) -> Value {
    let bundle = vector.document["bundle"].as_str().unwrap_or_default();
    inspect(
        bundle,
        vector.document["check"]["now"].as_i64().unwrap_or_default(),
    )
}

fn inspect(text: &str, now: i64) -> Value {
    let mut document = Inspection::of(text, Instant::from_unix(now).expect("a time")).to_json();
    messages::fill(&mut document);
    let document: Value = serde_json::from_str(&document.to_string()).expect("JSON");
    for problem in document["problems"].as_array().expect("problems") {
        for language in ["zh-CN", "en"] {
            let text = problem["messages"][language].as_str().expect("a text");
            assert!(!text.is_empty() && !text.contains('?'), "{problem}");
        }
    }
    document
}

fn base64url(text: &str) -> String {
    data_encoding::BASE64URL_NOPAD.encode(text.as_bytes())
}
