//! Whom to ask about a programme, and where to object to records: in every decision but a grant, and from signed
//! documents alone.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::jose::base64url;
use testkit::platform::{Plan, entry_key};
use testkit::verifying::{asking_for, at, verifier};
use testkit::world::*;
use xinyi::{CheckOptions, Decision, Explain, Forecast, Outcome, Presentations, Trial, Verifier};

/// The page, in the signed text and anywhere else.
const PAGE: &str = "https://credit.shanghai.example/objection";
const FORGED: &str = "https://forged.example/objection";

fn decided(
    verifier: &Verifier,
    presented: &[(&str, &str)],
    options: &CheckOptions,
) -> Result<Decision, xinyi::Error> {
    let presented: Presentations<'_> = match presented {
        [("credit", one)] => (*one).into(),
        several => several.into(),
    };
    verifier.check(presented, options)
}

/// The document of a decision.
fn document(decision: &impl serde::Serialize) -> Value {
    serde_json::to_value(decision).expect("JSON")
}

/// What the city's bundle leads to under a programme, with the text of its document.
#[track_caller]
fn contact(platform: &Value, bundle: &str, programme: &Value) -> Value {
    let decided = decided(
        &verifier(platform),
        &[("credit", bundle)],
        &asking_for(programme),
    );
    document(&decided.expect("a decision"))["contact"].clone()
}

fn of_the_city() -> Value {
    json!({
        "input": "credit", "issuer": CITY,
        "name": { "zh-CN": "测试·上海", "en": "Test: Shanghai" },
        "url": PAGE,
        "text": { "zh-CN": "可在网上或者信用服务窗口提交。", "en": "Object online or at a credit service desk." },
    })
}

fn of_the_agency() -> Value {
    json!({
        "input": "market", "issuer": AGENCY,
        "name": { "zh-CN": "测试·征信机构", "en": "Test: an agency" },
        "url": null,
        "text": { "zh-CN": "请致电客服。", "en": "Call the agency." },
    })
}

#[test]
fn it_stands_in_every_decision_but_a_grant() {
    let world = World::new();
    let verifier = verifier(&Plan::small(&world).build());
    let person = world.person().present(LOOK);
    let contact = json!({ "programme": "contact@app.example", "objection": [of_the_city()] });
    for (changes, outcome, expected) in [
        (json!({}), Outcome::Granted, Value::Null),
        (
            json!({ "tiers": [
                { "id": "a", "when": score_at_least(743), "benefit": perk() },
            ] }),
            Outcome::NotGranted,
            contact.clone(),
        ),
        (
            json!({ "tiers": [
                { "id": "a", "when": { "none": [{ "var": "credit.penalties" }, true] }, "benefit": perk() },
            ] }),
            Outcome::Undetermined,
            contact.clone(),
        ),
        (
            json!({ "subject_kinds": ["enterprise"] }),
            Outcome::NotApplicable,
            contact,
        ),
    ] {
        let mut options = asking_for(&programme(changes));
        for explain in [Explain::Full, Explain::Codes] {
            options.explain = explain;
            let presented = [("credit", &*person)];
            let decision = decided(&verifier, &presented, &options).expect("a decision");
            assert_eq!(decision.outcome(), outcome);
            assert_eq!(document(&decision)["contact"], expected, "{outcome:?}");
            assert_eq!(document(&decision.contact()), expected);
        }
        // What is forecast for today is what is decided.
        let forecast = Forecast::of(&verifier, &*person, &options, at(NOW)).expect("a forecast");
        assert_eq!(document(&forecast)["contact"], expected);
    }
}

#[test]
fn it_has_an_issuer_for_each_input_in_their_order() {
    let world = World::new();
    let person = world.person().linked().present(LOOK_AND_LINK);
    let market = world.market().linked().present(SCORE_AND_LINK);
    let verifier = verifier(&Plan::base(&world).build());
    let never = json!([{ "id": "a", "when": false, "benefit": perk() }]);
    // Names are sorted here, so that another name makes another order.
    for (alias, is_first) in [("agency", true), ("market", false)] {
        let inputs = json!({ alias: { "vct": MARKET_CREDIT }, "credit": { "vct": CREDIT_STATUS } });
        let programme = programme(json!({ "inputs": inputs, "tiers": never }));
        let mut expected = [of_the_city(), of_the_agency()];
        expected[1]["input"] = json!(alias);
        if is_first {
            expected.reverse();
        }
        for presented in [
            [("credit", &*person), (alias, &*market)],
            [(alias, &*market), ("credit", &*person)],
        ] {
            let decision = decided(&verifier, &presented, &asking_for(&programme));
            let document = document(&decision.expect("a decision"));
            assert_eq!(document["contact"]["objection"], json!(expected));
        }
    }
}

/// Two inputs of one issuer are two bundles, and each has its place to object.
#[test]
fn it_names_an_issuer_for_each_of_its_bundles() {
    let world = World::new();
    let verifier = verifier(&Plan::base(&world).build());
    let firm = world.firm().set("/iat", json!(NOW - 2 * HOUR));
    let [one, other] = [world.firm(), firm].map(|firm| firm.present(&["/subject/id"]));
    let two = programme(json!({
        "regions": ["310115"],
        "inputs": { "a": { "vct": CREDIT_STATUS }, "b": { "vct": CREDIT_STATUS } },
        "tiers": [{ "id": "a", "when": false, "benefit": perk() }],
    }));
    let decision = decided(&verifier, &[("a", &one), ("b", &other)], &asking_for(&two));
    let document = document(&decision.expect("a decision"));
    let named = |input: &str| {
        json!({
            "input": input, "issuer": DISTRICT,
            "name": { "zh-CN": "测试·浦东", "en": "Test: Pudong" }, "url": null, "text": null,
        })
    };
    // A district that says nothing does not have what its city says.
    assert_eq!(
        document["contact"]["objection"],
        json!([named("a"), named("b")])
    );
}

/// Whoever sees it learns nothing of records: not that there are any, that one counts or was set aside.
#[test]
fn it_is_the_same_whatever_is_on_record() {
    let world = World::new();
    let verifier = verifier(&Plan::small(&world).build());
    let never = programme(json!({
        "requirements": [{ "id": "required", "when": not_listed() }],
        "tiers": [{ "id": "a", "when": false, "benefit": perk() }],
    }));
    let bundles = [
        world.person().present(LOOK),
        world.person().present(&[]),
        world.listed(&json!({})).present(LOOK_AT_LISTING),
        world
            .listed(&json!({ "state": "repaired" }))
            .present(LOOK_AT_LISTING),
        world
            .listed(&json!({ "disputed": true }))
            .present(LOOK_AT_LISTING),
    ];
    let mut set_aside = 0;
    for explain in [Explain::Full, Explain::Codes] {
        let mut options = asking_for(&never);
        options.explain = explain;
        for bundle in &bundles {
            let decision = decided(&verifier, &[("credit", bundle)], &options);
            let decision = decision.expect("a decision");
            set_aside += decision.set_aside().len();
            assert_eq!(
                document(&decision)["contact"]["objection"],
                json!([of_the_city()])
            );
        }
    }
    assert_eq!(set_aside, 1, "told in full alone");
}

#[test]
fn a_trial_has_whom_to_ask_about_the_programme_and_nobody_else() {
    let facts = json!({ "credit": testkit::facts::person(json!({ "as_of": TODAY })) });
    let tried = |programme: Value| {
        let trial = Trial::run(
            &programme.to_string(),
            &facts.to_string(),
            at(NOW),
            Explain::Full,
        );
        document(&trial.expect("a trial"))["contact"].clone()
    };
    let never = json!([{ "id": "a", "when": false, "benefit": perk() }]);
    assert_eq!(
        tried(programme(json!({ "tiers": never }))),
        json!({ "programme": "contact@app.example", "objection": [] })
    );
    let certain = json!([{ "id": "a", "when": true, "benefit": perk() }]);
    let granted = json!({ "tiers": certain, "allows_minors": true });
    assert_eq!(tried(programme(granted)), Value::Null);
}

/// A decision is what people are shown, and a trust list what somebody wrote.
#[test]
fn what_nobody_sees_is_shown_by_its_number() {
    let world = World::new();
    let mut plan = Plan::small(&world);
    let hostile = json!({ "zh-CN": "一\u{202e}二\n三", "en": "a\u{1b}[2Jb\u{200b}" });
    plan.city()["name"] = hostile.clone();
    plan.city()["objection"] = json!({ "text": hostile });
    let never = programme(json!({
        "contact": "ask\u{202e}us", "tiers": [{ "id": "a", "when": false, "benefit": perk() }],
    }));
    let found = contact(&plan.build(), &world.person().present(LOOK), &never);
    let shown = json!({ "zh-CN": "一\\u{202e}二\n三", "en": "a\\u{1b}[2Jb\\u{200b}" });
    assert_eq!(found["programme"], "ask\\u{202e}us");
    assert_eq!(found["objection"][0]["name"], shown);
    assert_eq!(found["objection"][0]["text"], shown);
    assert_eq!(found["objection"][0]["url"], Value::Null);
}

/// The entries that were dropped: code and pointer of each.
fn dropped(change: impl FnOnce(&mut Value)) -> Value {
    let world = World::new();
    let mut plan = Plan::small(&world);
    change(plan.city());
    plan.entries().truncate(1);
    let report = document(verifier(&plan.build()).report());
    let dropped = report["dropped_issuers"].as_array().expect("entries");
    let told = dropped.iter().map(|part| {
        let error = &part["error"];
        json!([
            error["code"],
            error["details"]["pointer"],
            error["details"]["problem"]
        ])
    });
    told.collect()
}

#[test]
fn an_entry_says_it_in_the_form_that_it_has() {
    let text = json!({ "zh-CN": "可提出异议。", "en": "Object here." });
    let long = |bytes: usize| json!({ "zh-CN": "一".repeat(bytes / 3), "en": "x".repeat(bytes) });
    for (member, value) in [
        ("name", long(2_048)),
        ("objection", json!({ "text": text })),
        ("objection", json!({ "text": long(2_048) })),
        (
            "objection",
            json!({ "text": text, "url": "https://a.example" }),
        ),
        (
            "objection",
            json!({ "text": text, "url": "https://xn--fiq.example:8443/a?b=c#d" }),
        ),
        // A newer platform may say more.
        ("objection", json!({ "text": text, "telephone": "12345" })),
        (
            "name",
            json!({ "zh-CN": "市", "en": "City", "zh-HK": "市" }),
        ),
    ] {
        assert_eq!(
            dropped(|city| city[member] = value.clone()),
            json!([]),
            "{value}"
        );
    }
    let refused = |change: &dyn Fn(&mut Value), pointer: &str, problem: &str| {
        let expected = json!([["format.schema", pointer, problem]]);
        assert_eq!(dropped(change), expected, "{pointer} {problem}");
    };
    for (name, pointer, problem) in [
        (json!("City"), "/name", "type"),
        (json!(null), "/name", "type"),
        (json!({}), "/zh-CN", "missing"),
        (json!({ "zh-CN": "市" }), "/en", "missing"),
        (json!({ "zh-CN": "市", "en": 7 }), "/en", "type"),
        (json!({ "zh-CN": "市", "en": "" }), "/name", "value"),
        (long(2_049), "/name", "value"),
    ] {
        let pointer = match pointer {
            "/name" => pointer.to_owned(),
            member => format!("/name{member}"),
        };
        refused(&|city| city["name"] = name.clone(), &pointer, problem);
    }
    let without = |city: &mut Value| {
        city.as_object_mut().expect("an entry").remove("name");
    };
    refused(&without, "/name", "missing");
    for (objection, pointer, problem) in [
        (json!(PAGE), "/objection", "type"),
        (json!(null), "/objection", "type"),
        (json!({ "url": PAGE }), "/objection/text", "missing"),
        (json!({ "text": "here" }), "/objection/text", "type"),
        (
            json!({ "text": { "zh-CN": "这里" } }),
            "/objection/text/en",
            "missing",
        ),
        (json!({ "text": long(2_049) }), "/objection/text", "value"),
        (json!({ "text": text, "url": 7 }), "/objection/url", "type"),
        (
            json!({ "text": text, "url": null }),
            "/objection/url",
            "type",
        ),
    ] {
        refused(
            &|city| city["objection"] = objection.clone(),
            pointer,
            problem,
        );
    }
    for url in [
        "http://credit.shanghai.example/",
        "HTTPS://credit.shanghai.example/",
        "javascript:alert(1)//https://",
        "//credit.shanghai.example",
        "credit.shanghai.example",
        "https:credit.shanghai.example",
        "https://",
        "https:///x",
        "https://@forged.example",
        " https://credit.shanghai.example",
        "https://credit.shanghai.example/a b",
        "https://credit.shanghai.example/\n",
        "https://credit.shanghai.example/\u{202e}",
        // Cyrillic.
        "https://\u{441}redit.shanghai.example/",
        "https://credit.shanghai.\u{435}xample/",
        "",
    ] {
        let objection = json!({ "text": text, "url": url });
        refused(
            &|city| city["objection"] = objection.clone(),
            "/objection/url",
            "value",
        );
    }
    let long = format!("https://a.example/{}", "x".repeat(2_048));
    let objection = json!({ "text": text, "url": long });
    refused(
        &|city| city["objection"] = objection.clone(),
        "/objection/url",
        "value",
    );
}

/// Beside the signed texts anybody can write anything.
#[test]
fn what_nobody_signed_counts_for_nothing() {
    let world = World::new();
    let never = programme(json!({ "tiers": [{ "id": "a", "when": false, "benefit": perk() }] }));
    let person = world.person().present(LOOK);
    let forged = json!({
        "programme": FORGED, "url": FORGED, "text": { "zh-CN": FORGED, "en": FORGED },
        "objection": [{ "input": "credit", "issuer": CITY, "url": FORGED }],
    });
    let expected = json!({ "programme": "contact@app.example", "objection": [of_the_city()] });
    assert_eq!(
        contact(&Plan::small(&world).build(), &person, &never),
        expected
    );

    // What the issuer of a bundle writes into it is not what the trust list says of that issuer.
    let claiming = world
        .person()
        .set("/contact", forged.clone())
        .set("/objection", forged.clone());
    let own = Plan::small(&world).build();
    assert_eq!(contact(&own, &claiming.present(LOOK), &never), expected);

    // Beside what is signed: in the snapshot, in the trust list around its payload, and in the text itself.
    let beside = |change: &dyn Fn(&mut Value)| {
        let platform = Plan::small(&world).build_with(|_| {}, |snapshot| change(snapshot));
        let decided = decided(
            &verifier(&platform),
            &[("credit", &person)],
            &asking_for(&never),
        );
        match decided {
            Ok(decision) => document(&decision)["contact"].clone(),
            Err(error) => json!(error.code().as_str()),
        }
    };
    let found = beside(&|snapshot| snapshot["contact"] = forged.clone());
    assert_eq!(found, "format.schema");
    let found = beside(&|snapshot| snapshot["trust_list"]["entries"] = json!([forged]));
    assert_eq!(found, "format.structure");
    let found = beside(&|snapshot| {
        let mut list = Plan::small(&world).trust_list;
        list["entries"][0]["objection"]["url"] = json!(FORGED);
        snapshot["trust_list"]["payload"] = json!(base64url(list.to_string().as_bytes()));
    });
    assert_eq!(found, "trust.threshold");

    // An entry of one issuer says nothing of another's.
    let mut plan = Plan::small(&world);
    let mut stranger = plan.city().clone();
    stranger["issuer"] = json!(STRANGER);
    stranger["objection"]["url"] = json!(FORGED);
    stranger["keys"] = json!([entry_key("bundle-1", "bundle", &world.stranger)]);
    plan.entries().insert(0, stranger);
    assert_eq!(contact(&plan.build(), &person, &never), expected);
}
