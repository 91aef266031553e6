//! Several bundles in one call: what the decision says of each, and how long it holds.
#![cfg(all(feature = "issuer", feature = "sm2"))]

mod evidence;
mod lists;
mod subjects;

use serde_json::{Value, json};
use testkit::facts;
use testkit::platform::{Plan, StatusList};
use testkit::programmes::{both, optional_market, programme};
use testkit::verifying::asking_for;
use testkit::world::*;
use xinyi::{
    CheckOptions, Decision, Error, ExpectedSubject, Explain, Instant, Outcome, Reply, Trial,
    Verifier, VerifierOptions,
};

const SCORE: &[&str] = &["/evaluations/zhima"];

struct Desk {
    world: World,
    verifier: Verifier,
}

impl Desk {
    fn new() -> Self {
        let world = World::new();
        let platform = Plan::base(&world).build();
        let verifier = testkit::verifying::verifier(&platform);
        Self { world, verifier }
    }

    fn check(&self, programme: &Value, credit: &str, market: &str) -> Result<Decision, Error> {
        self.check_with(programme, &[("credit", credit), ("market", market)], |_| {})
    }

    fn check_with(
        &self,
        programme: &Value,
        bundles: &[(&str, &str)],
        change: impl FnOnce(&mut CheckOptions),
    ) -> Result<Decision, Error> {
        let mut options = asking_for(programme);
        change(&mut options);
        self.verifier.check(bundles, &options)
    }
}

fn json(decision: &Decision) -> Value {
    serde_json::to_value(decision).expect("JSON")
}

#[test]
fn all_that_is_wrong_with_each_is_reported() {
    let world = World::new();
    let platform = Plan::base(&world).build();
    let text = |name: &str| platform[name].as_str().expect(name);
    let create = VerifierOptions::at(Instant::from_unix(NOW).expect("a time"));
    let verifier = Verifier::new(text("root"), Some(text("snapshot")), &create).expect("a root");
    let reference = json!({ "status_list": { "uri": status_uri(2), "idx": 1 } });
    let credit = world
        .person()
        .set("/status", reference)
        .set("/exp", json!(NOW - 1))
        .present(LOOK);
    let market = world.market().sign().show(SCORE);
    let options = json!({
        "programme": both(json!({})), "now": NOW,
        "holder": { "audience": AUDIENCE, "nonce": NONCE },
    });
    let options: CheckOptions = serde_json::from_value(options).expect("options");
    let check = |given: &[(&str, &str)]| {
        let reply = Reply::from(verifier.check_all(given, &options));
        serde_json::to_value(&reply).expect("JSON")
    };
    let result = check(&[("credit", &credit), ("market", &market)]);
    let found: Vec<(&str, &str)> = result["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|e| {
            let code = e["code"].as_str().unwrap_or_default();
            (code, e["details"]["input"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("time.expired", "credit"),
            ("status.invalid", "credit"),
            ("binding.missing", "market"),
        ]
    );
    // The order in which they are given is nothing.
    let again = check(&[("market", &market), ("credit", &credit)]);
    assert_eq!(again, result);
    // Nor is one named twice taken for two.
    let twice = check(&[
        ("credit", &credit),
        ("market", &market),
        ("market", &market),
    ]);
    assert_eq!(twice["error"]["code"], "input.options");
    assert_eq!(
        twice["error"]["details"],
        json!({ "pointer": "/bundle/market", "problem": "given_twice" })
    );
}

#[test]
fn no_more_are_looked_at_than_a_programme_can_have_inputs() {
    let desk = Desk::new();
    // What `limits.rs` says.
    let limit = 16;
    let presentation = desk.world.person().present(LOOK);
    let code = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("input{n}")).collect();
        let given: Vec<(&str, &str)> = names.iter().map(|n| (&**n, &*presentation)).collect();
        let inputs: serde_json::Map<String, Value> = names
            .iter()
            .take(limit)
            .map(|name| (name.clone(), json!({ "vct": CREDIT_STATUS })))
            .collect();
        let programme = programme(json!({ "inputs": inputs }));
        let refused = desk.check_with(&programme, &given, |_| {});
        refused.expect_err("refused").code().as_str()
    };
    // They are one bundle, and so it is said of as many as there may be.
    assert_eq!(code(limit), "input.options");
    assert_eq!(code(limit + 1), "limit.items");
}

#[cfg(feature = "cli")]
#[test]
fn several_bundles_on_the_command_line() {
    let world = World::new();
    let platform = Plan::base(&world).build();
    let text = |name: &str| platform[name].as_str().expect(name);
    let id = "310199199505050013";
    let person = |key| {
        let sketch = world.person().held_by(key);
        sketch.set("/subject", json!({ "id": id, "age_over": { "18": true } }))
    };
    let firm = world.firm().set(
        "/subject/officers",
        json!([{ "role": "legal_representative", "id": id }]),
    );
    let firm = firm.present(&["/listings", "/subject/id", "/subject/officers"]);
    let officer =
        person(&world.stranger).present(&["/listings", "/subject/age_over", "/subject/id"]);
    let list = |uri: &str, iat: i64| {
        let list = StatusList::new(uri, 2, &[0]).set("iat", json!(iat));
        list.sign_for(&world)
    };
    let desk = testkit::desk!(&[
        ("root", text("root")),
        ("snapshot", text("snapshot")),
        ("firm", &format!("{firm}\n")),
        ("officer", &officer),
        ("officer=2", &officer),
        ("list", &list(&status_uri(2), NOW - 60)),
        (
            "other",
            &list("https://credit.shanghai.example/other", NOW - 60),
        ),
    ]);
    let now = NOW.to_string();
    let check = |more: &[&'static str]| {
        let start = [
            "check",
            "--json",
            "--root",
            "root",
            "--snapshot",
            "snapshot",
            "--now",
            &now,
            "--programme",
            "test.firm-and-officer",
            "--aud",
            AUDIENCE,
            "--nonce",
            NONCE,
        ];
        [&start[..], more]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let answer = |more: &[&'static str]| {
        let arguments = check(more);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        desk.answer(&arguments)
    };
    let refused = |more: &[&'static str], code: &str, status: i32| {
        let (found, found_status) = answer(more);
        assert_eq!(
            (&found["error"]["code"], found_status),
            (&json!(code), status),
            "{more:?}"
        );
    };
    let both = ["firm=firm", "officer=officer"];
    let (granted, status) = answer(&both);
    assert_eq!(
        (&granted["decision"]["outcome"], status),
        (&json!("granted"), 0)
    );
    // The same in another order, and by a file with such a name.
    assert_eq!(answer(&["officer=officer=2", "firm=./firm"]).0, granted);
    let expected = "--subject=91310115MA1000367Y";
    assert_eq!(answer(&[expected, both[0], both[1]]).0, granted);
    let each = [
        "--subject=firm=91310115MA1000367Y",
        "--subject=officer=310199199505050013",
    ];
    assert_eq!(answer(&[each[0], each[1], both[0], both[1]]).0, granted);
    let (stapled, _) = answer(&["--status=list", both[0], both[1]]);
    assert_eq!(
        stapled["decision"]["evidence"]["bundles"][1]["status_list_iat"],
        NOW - 60
    );

    refused(
        &["--subject=officer=91310115MA1000367Y", both[0], both[1]],
        "binding.subject",
        1,
    );
    refused(
        &["--status=list", "--status=other", both[0], both[1]],
        "status.subject",
        1,
    );
    refused(&["firm"], "input.options", 2);
    refused(&["firm=firm"], "input.options", 2);
    refused(
        &["firm=firm", "officer=officer", "firm=officer"],
        "input.options",
        2,
    );
    refused(&["firm=officer", "officer=firm"], "binding.unlinked", 1);
    // One file is the whole of it, whatever it is called.
    refused(&["./officer=2"], "input.options", 2);
    for usage in [
        &["firm", "officer"][..],
        &["firm=firm", "officer"],
        &["--subject=1", "--subject=2", "firm=firm"],
        &["--subject=firm=1", "--subject=firm=2", "firm=firm"],
    ] {
        let arguments = check(usage);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = desk.xinyi(&arguments);
        assert_eq!(output.status.code(), Some(2), "{usage:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{usage:?}"
        );
    }
}

#[test]
fn options_that_were_not_read_from_json_have_the_same_limits() {
    let world = World::new();
    let platform = Plan::base(&world).build();
    let text = |name: &str| platform[name].as_str().expect(name);
    let mut create = VerifierOptions::at(Instant::from_unix(NOW).expect("a time"));
    let made =
        |create: &VerifierOptions| Verifier::new(text("root"), Some(text("snapshot")), create);
    let verifier = made(&create).expect("a verifier");
    let credit = world.person().present(LOOK);
    let refused = |change: &dyn Fn(&mut CheckOptions)| {
        let mut options = asking_for(&programme(json!({})));
        change(&mut options);
        let error = verifier.check(&credit, &options).expect_err("no decision");
        error.code().as_str()
    };
    let long = "x".repeat(xinyi::limits::OPTIONS_BYTES / 3 + 1);
    assert!(
        long.len() < xinyi::limits::STATUS_LIST_BYTES,
        "each of them may be so long"
    );
    assert_eq!(
        refused(&|o| o.status_lists = vec![long.clone(); 3]),
        "limit.bytes"
    );
    let many = xinyi::limits::STATUS_LISTS + 1;
    assert_eq!(
        refused(&|o| o.status_lists = vec![String::new(); many]),
        "limit.items"
    );
    let nobody = xinyi::Holder::Bound {
        audience: String::new(),
        nonce: NONCE.to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    };
    assert_eq!(refused(&|o| o.holder = nobody.clone()), "input.holder");
    create.status_max_age = 0;
    let error = made(&create).expect_err("no verifier");
    assert_eq!(error.code().as_str(), "input.options");
}
