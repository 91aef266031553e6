//! Editions of the law: what changes between two, who signs one, and by which is decided.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::path::Path;

use serde_json::{Value, json};
use testkit::facts;
use testkit::jose::{general, jwk};
use testkit::platform::{Plan, StatusList};
use testkit::programmes::{not_listed, programme_requiring, programme_when};
use testkit::world::{
    CITY, DAY, LOOK, LOOK_AT_LISTING, NOW, World, listing, listing_on, merged, penalty, status_uri,
    yuan,
};
use xinyi::issuer::{self, Signatory};
use xinyi::{CheckOptions, Explain, Instant, LawEdition, Trial, Verifier, VerifierOptions};

fn built_in() -> Value {
    serde_json::to_value(LawEdition::built_in().expect("an edition")).expect("JSON")
}

fn edition(document: &Value) -> LawEdition {
    LawEdition::parse(document.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

/// Of the law as this crate had it before it was data, and as it is.
#[test]
fn a_diff_says_who_gains_and_who_loses_and_when() {
    let desk = testkit::desk!(&[]);
    let path = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let paths = [
        path("tests/law-editions/2026-11-01.json"),
        path("src/law/edition.json"),
        path("tests/law-editions/facts"),
    ];
    let [before, after, facts] = paths.each_ref().map(|path| path.to_str().expect("UTF-8"));
    let diff = |more: &[&str]| {
        let asked = ["law", "diff", before, after, "--facts", facts];
        let at = ["--now", "2026-11-29T04:00:00Z"];
        desk.xinyi(&[&asked[..], &at, more].concat())
    };
    let output = diff(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let records = answer["records"].as_array().expect("records").iter();
    let told: Vec<Value> = records
        .map(|record| {
            let days = |record: &Value| {
                json!([
                    record["counts"],
                    record["counts_until"],
                    record["open_from"]
                ])
            };
            json!([
                record["file"],
                record["path"],
                record["effect"],
                days(&record["before"]),
                days(&record["after"]),
            ])
        })
        .collect();
    assert_eq!(
        json!(told),
        json!([
            // The rule of 2025-12-25 lets it be repaired after three months, the one before after six.
            [
                "firm-fined-in-2026.json",
                "credit.penalties[0]",
                "gains",
                ["true", "2027-02-02", "2026-08-06"],
                ["true", "2027-02-02", "2026-05-06"]
            ],
            // Five years of retention, in place of three that no source has.
            [
                "firm-of-anhui.json",
                "credit.commitments[0]",
                "loses",
                ["false", null, null],
                ["true", "2028-06-01", "2026-11-29"]
            ],
            // Three years on the list are over.
            [
                "firm-on-a-list-since-2022.json",
                "credit.listings[0]",
                "gains",
                ["true", null, null],
                ["false", null, null]
            ],
        ])
    );
    let rows = answer["rows"].as_array().expect("rows");
    let is_new = |row: &&Value| row["in"] == "after" && row["row"]["code"] == "samr-107";
    assert_eq!(
        rows.iter().filter(is_new).count(),
        2,
        "the code and the rule"
    );
    let text = String::from_utf8(diff(&[]).stdout).expect("UTF-8");
    for told in [
        "firm-of-anhui.json credit.commitments[0]: 对当事人不利",
        "2028-06-01",
    ] {
        assert!(text.contains(told), "{text}");
    }
    // What only one of them can read is told, and not the end of it.
    let new = json!({ "credit": facts::firm(json!({ "penalties": [
        merged(penalty(), &json!({ "regime": "samr-107" })),
    ] })) });
    let folder = desk.path().join("facts");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("new.json"), new.to_string()).expect("a file");
    let output = desk.xinyi(&["law", "diff", before, after, "--facts", "facts", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let refused = &answer["refused"][0];
    assert_eq!([&refused["by"], &refused["file"]], ["before", "new.json"]);
    assert_eq!(refused["error"]["code"], "claim.invalid");
    // Nothing changes between an edition and itself.
    let same = desk.xinyi(&["law", "diff", after, after, "--facts", facts]);
    assert_eq!(same.status.code(), Some(0));
}

/// A notice of the State Council for a year that this version does not know.
#[test]
fn a_calendar_comes_with_an_edition() {
    let mut document = built_in();
    document["edition"] = json!("2026-12-20");
    document["version"] = json!(2);
    let year = json!({
        "year": 2027, "notice": "made up",
        "holidays": [{ "from": "2027-01-01", "until": "2027-01-03" }],
    });
    document["calendar"]
        .as_array_mut()
        .expect("years")
        .push(year);
    let mut programme = programme_when(json!({ "and": [
        { "none": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }] },
        // Working days of a rule are those of the edition too.
        { "within": [{ "var": "credit.as_of" }, "P3B"] },
    ] }));
    programme["valid_until"] = json!("2027-12-31");
    let programme = programme.to_string();
    // A Tuesday: the third working day after it is the first Monday of the year.
    let person = json!({ "as_of": "2026-12-29", "subject": { "birthdate": "1990-01-02" } });
    let facts = json!({ "credit": facts::person(person) }).to_string();
    let at = |day: &str| Instant::parse(&format!("{day}T04:00:00Z")).expect("an instant");
    let outcome = |law: &LawEdition, day: &str| {
        let trial = Trial::run_by_law(law, &programme, &facts, at(day), Explain::Full);
        let trial = serde_json::to_value(trial.expect("a trial")).expect("JSON");
        let warned = trial["warnings"].to_string();
        let warned = warned.contains("time.estimated_working_days");
        (trial["outcome"] == "granted", warned)
    };
    let (old, new) = (edition(&built_in()), edition(&document));
    // In a year that is not known every day counts: 30, 31, 1.
    assert_eq!(outcome(&old, "2027-01-01"), (true, true));
    assert_eq!(outcome(&old, "2027-01-02"), (false, true));
    assert_eq!(outcome(&new, "2027-01-04"), (true, false));
    assert_eq!(outcome(&new, "2027-01-05"), (false, false));
}

/// What `evidence` says is what decided.
#[test]
fn the_evidence_names_the_edition_that_decided() {
    let world = World::new();
    let mut plan = Plan::small(&world);
    plan.law = Some(testkit::law::edition());
    let platform = plan.build();
    let now = Instant::from_unix(NOW).expect("an instant");
    let text = |name: &str| platform[name].as_str().expect(name).to_owned();
    let options = VerifierOptions::at(now);
    let verifier = Verifier::new(&text("root"), Some(&text("snapshot")), &options);
    let verifier = verifier.expect("a verifier");
    let report = serde_json::to_value(verifier.report()).expect("JSON");
    assert_eq!(report["law"], json!({ "result": "accepted", "version": 2 }));
    // It is exported with the rest, and what is exported is whole.
    let exported = verifier.export_snapshot().expect("a snapshot");
    let again = Verifier::new(&text("root"), Some(&exported), &options).expect("a verifier");
    assert_eq!(again.report(), verifier.report());
    let options: CheckOptions = serde_json::from_value(json!({
        "programme": "test.bike", "holder": "unbound", "now": NOW,
        "request": { "deposit": yuan("99.00") },
    }))
    .expect("options");
    let bundle = world.person().present(LOOK);
    let decision = again.check(bundle.as_str(), &options).expect("a decision");
    let decision = serde_json::to_value(decision).expect("JSON");
    assert_eq!(
        decision["evidence"]["law"],
        json!({ "edition": "2099-01-01", "version": 2 })
    );
}

fn now() -> Instant {
    Instant::from_unix(NOW).expect("an instant")
}

fn part(platform: &Value, name: &str) -> String {
    platform[name].as_str().expect(name).to_owned()
}

/// An app that starts with a platform's root and snapshot.
fn app(platform: &Value, state: Option<String>) -> Verifier {
    let mut options = VerifierOptions::at(now());
    options.state = state;
    let (root, snapshot) = (part(platform, "root"), part(platform, "snapshot"));
    Verifier::new(&root, Some(&snapshot), &options).expect("a verifier")
}

fn load(app: &mut Verifier, platform: &Value) {
    app.load(Some(&part(platform, "snapshot")), now());
}

/// What became of a part, by its code if it was refused.
fn became(app: &Verifier, name: &str) -> String {
    let report = serde_json::to_value(app.report()).expect("JSON");
    let part = &report[name];
    let told = part["error"]["code"].as_str().or(part["result"].as_str());
    told.unwrap_or("absent").to_owned()
}

/// The decision, or the code of what is thrown.
fn check(app: &Verifier, bundle: &str, programme: &Value) -> Value {
    let options = json!({
        "programme": programme, "holder": "unbound", "now": NOW, "explain": "full",
    });
    let options: CheckOptions = serde_json::from_value(options).expect("options");
    match app.check(bundle, &options) {
        Ok(decision) => serde_json::to_value(decision).expect("JSON"),
        Err(error) => json!({ "outcome": error.code().as_str() }),
    }
}

fn outcome(app: &Verifier, bundle: &str, programme: &Value) -> String {
    let decision = check(app, bundle, programme);
    decision["outcome"].as_str().expect("an outcome").to_owned()
}

fn pinning(world: &World, manifest: u64, edition: Option<Value>) -> Plan<'_> {
    let mut plan = Plan::small(world);
    plan.manifest["version"] = json!(manifest);
    plan.law = edition;
    plan
}

/// The platform of a plan, without the edition that its manifest pins.
fn without_it(plan: Plan<'_>) -> Value {
    plan.build_with(
        |_| {},
        |snapshot| drop(snapshot.as_object_mut().expect("a snapshot").remove("law")),
    )
}

/// The built-in edition, as a platform would go on from it.
fn next_edition() -> Value {
    let mut edition = built_in();
    edition["edition"] = json!("2099-01-01");
    edition["version"] = json!(2);
    edition["iat"] = json!(NOW - DAY);
    edition
}

/// On a list for four years, where the built-in edition says three and that of the testkit five.
fn listed(world: &World) -> String {
    let since = json!({ "since": "2022-11-01" });
    let listing = merged(listing_on("market_serious", "market"), &since);
    let person = world.person().set("/listings", json!([listing]));
    person.present(LOOK_AT_LISTING)
}

fn not_on_a_serious_list() -> Value {
    programme_requiring(not_listed())
}

#[test]
fn no_state_of_another_instance_brings_an_older_law_back() {
    let world = World::new();
    let third = merged(testkit::law::edition(), &json!({ "version": 3 }));
    let good = pinning(&world, 5, Some(third)).build();
    let none = pinning(&world, 6, None).build();
    let programme = not_on_a_serious_list();
    let mut one = app(&good, None);
    assert_eq!(outcome(&one, &listed(&world), &programme), "not_granted");
    // Another began with nothing, and so takes the manifest that pins no law.
    let other = app(&none, None);
    assert_eq!(outcome(&other, &listed(&world), &programme), "granted");
    one.absorb_state(&other.export_state());
    load(&mut one, &none);
    assert_eq!(became(&one, "manifest"), "trust.rollback");
    assert_eq!(outcome(&one, &listed(&world), &programme), "not_granted");
    let again = app(&none, Some(one.export_state()));
    assert_eq!(became(&again, "manifest"), "trust.rollback");
    assert_eq!(
        outcome(&again, &listed(&world), &programme),
        "trust.rollback"
    );
}

/// The edition that a key of before signed goes with that key, and programmes are read by the law that is left.
#[test]
fn a_newer_root_that_is_only_heard_of_takes_the_edition_away() {
    let world = World::new();
    let mut edition = next_edition();
    let fields = edition["catalogue"]["codes"]["fields"].as_array_mut();
    let fields = fields.expect("fields");
    let known: Vec<Value> = fields.iter().map(|field| field["code"].clone()).collect();
    fields.push(json!({ "code": "sports", "title": { "zh-CN": "体育", "en": "sports" } }));
    let mut programme = programme_requiring(json!({
        "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "field" }, "sports"] }],
    }));
    programme["iss"] = json!(CITY);
    programme["id"] = json!("test.sports");
    let [first, second, third] = &world.roots;
    let two = vec![("root-1", first), ("root-2", second)];
    let platform = |roots: Vec<Value>| {
        let mut plan = pinning(&world, 5, Some(edition.clone()));
        plan.city()["complete"] =
            json!([{ "regions": ["310000"], "fields": known, "nationwide": true }]);
        plan.trust_list_signers = vec![("root-1", first), ("root-2", second), ("root-3", third)];
        let key = &world.city_programme;
        plan.programmes
            .push((programme.clone(), "programme-1", key));
        plan.roots = roots;
        let signed = general("xinyi-law+jwt", &edition, &two);
        plan.build_with(|_| {}, |snapshot| snapshot["law"] = signed)
    };
    let mut root = testkit::platform::root(&world);
    root["version"] = json!(2);
    root["iat"] = json!(NOW - DAY);
    let added = json!({
        "kid": "root-5", "alg": world.stranger.algorithm().name(), "jwk": jwk(&world.stranger),
    });
    root["keys"].as_array_mut().expect("keys").push(added);
    root["roles"]["trust_list"] = json!({ "kids": ["root-2", "root-3", "root-5"], "threshold": 2 });
    let next = general("xinyi-root+jwt", &root, &two);
    let bundle = world
        .person()
        .present(&["/subject/age_over", "/penalties", "/listings"]);
    let id = json!("test.sports");
    let mut one = app(&platform(Vec::new()), None);
    assert_eq!(became(&one, "law"), "accepted");
    assert_eq!(outcome(&one, &bundle, &id), "undetermined");
    one.absorb_state(&app(&platform(vec![next]), None).export_state());
    assert_eq!(became(&one, "law"), "law.missing");
    assert_eq!(outcome(&one, &bundle, &id), "programme.unsupported");
}

/// What the newer edition says of codes matters as much as its terms.
#[test]
fn an_edition_that_is_left_out_helps_to_no_grant_by_its_codes() {
    let world = World::new();
    let mut edition = next_edition();
    let codes = &mut edition["catalogue"]["codes"];
    let fields = codes["fields"].as_array().expect("fields").iter();
    let fields: Vec<Value> = fields.map(|field| field["code"].clone()).collect();
    let known: Vec<&Value> = fields.iter().filter(|field| **field != "other").collect();
    for list in codes["lists"].as_array_mut().expect("lists") {
        if list["code"] == "abnormal_operation" {
            list["fields"] = json!(["market", "other"]);
        }
    }
    let programme = programme_requiring(json!({
        "none": [{ "var": "credit.listings" }, { "==": [{ "var": "list" }, "abnormal_operation"] }],
    }));
    let bundle = world.person().present(&["/subject/age_over", "/listings"]);
    let plan = || {
        let mut plan = pinning(&world, 5, Some(edition.clone()));
        plan.city()["complete"] =
            json!([{ "regions": ["310000"], "fields": known, "nationwide": true }]);
        plan
    };
    let here = app(&plan().build(), None);
    assert_eq!(outcome(&here, &bundle, &programme), "undetermined");
    let lost = app(&without_it(plan()), None);
    assert_eq!(outcome(&lost, &bundle, &programme), "undetermined");
}

#[test]
fn a_child_whose_lists_are_shown_is_not_kept_out_by_a_lost_edition() {
    let world = World::new();
    let mut programme = not_on_a_serious_list();
    programme["allows_minors"] = json!(true);
    let child = world
        .person()
        .set("/subject/birthdate", json!("2012-05-05"))
        .set("/subject/age_over", json!({ "14": true, "18": false }));
    let edition = || Some(testkit::law::edition());
    let here = app(&pinning(&world, 5, edition()).build(), None);
    let lost = app(&without_it(pinning(&world, 5, edition())), None);
    let age = ["/subject/age_over", "/subject/birthdate"];
    let shown = child.present(&[&age[..], &["/listings"]].concat());
    assert_eq!(outcome(&here, &shown, &programme), "granted");
    let decision = check(&lost, &shown, &programme);
    assert_eq!(decision["outcome"], "granted");
    let warnings = decision["warnings"].to_string();
    assert!(warnings.contains("law.superseded"), "{warnings}");
    // Nobody asks for a list that is hidden, and nothing is granted on it.
    let hidden = child.present(&age);
    assert_eq!(outcome(&here, &hidden, &programme), "granted");
    let decision = check(&lost, &hidden, &programme);
    assert_eq!(decision["outcome"], "undetermined");
    assert_eq!(decision["missing"], json!([]));
    assert_eq!(decision["reasons"][0]["code"], "listing.law_newer");
}

/// A code that only the newer edition has rejects no bundle where that edition is known to be missing.
#[test]
fn a_code_of_a_lost_edition_leaves_its_record_open() {
    let world = World::new();
    let mut edition = next_edition();
    let new = json!({ "code": "cn-2027", "title": { "zh-CN": "测试规定", "en": "Test rules" } });
    let codes = &mut edition["catalogue"]["codes"];
    codes["regimes"].as_array_mut().expect("regimes").push(new);
    let mut regime = edition["regimes"][5].clone();
    regime["code"] = json!("cn-2027");
    let regimes = edition["regimes"].as_array_mut();
    regimes.expect("regimes").push(regime);
    let grounds = edition["lists"][0]["grounds"].as_array_mut();
    grounds.expect("grounds").push(json!("1.7"));
    let plan = || pinning(&world, 5, Some(edition.clone()));
    let (here, lost) = (app(&plan().build(), None), app(&without_it(plan()), None));
    let none = app(&pinning(&world, 5, None).build(), None);
    let shown = ["/subject/age_over", "/listings", "/penalties"];
    let by_regime = |state: &str| {
        let penalty = merged(penalty(), &json!({ "regime": "cn-2027", "state": state }));
        let person = world.person().set("/penalties", json!([penalty]));
        person.present(&[&shown[..], &["/penalties/0"]].concat())
    };
    let by_ground = |state: &str| {
        let listing = merged(listing(), &json!({ "ground": "1.7", "state": state }));
        let person = world.person().set("/listings", json!([listing]));
        person.present(&[&shown[..], &["/listings/0"]].concat())
    };
    let programme = programme_requiring(json!({ "and": [
        not_listed(),
        { "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "field" }, "market"] }] },
    ] }));
    for (bundle, with_it, without) in [
        (by_regime("repaired"), "granted", "granted"),
        (by_ground("repaired"), "granted", "granted"),
        (by_regime("active"), "not_granted", "undetermined"),
        (by_ground("active"), "not_granted", "undetermined"),
    ] {
        assert_eq!(outcome(&here, &bundle, &programme), with_it);
        assert_eq!(outcome(&lost, &bundle, &programme), without);
        assert_eq!(outcome(&none, &bundle, &programme), "claim.invalid");
    }
}

#[test]
fn of_the_same_day_and_version_what_the_platform_pins_decides() {
    let world = World::new();
    let mut edition = testkit::law::edition();
    for name in ["edition", "version"] {
        edition[name] = built_in()[name].clone();
    }
    let app = app(&pinning(&world, 5, Some(edition)).build(), None);
    let programme = not_on_a_serious_list();
    assert_eq!(outcome(&app, &listed(&world), &programme), "not_granted");
}

#[test]
fn an_older_snapshot_takes_no_edition_away() {
    let world = World::new();
    let third = merged(testkit::law::edition(), &json!({ "version": 3 }));
    let new = pinning(&world, 6, Some(third)).build();
    let old = pinning(&world, 5, Some(testkit::law::edition())).build();
    let mut app = app(&new, None);
    load(&mut app, &old);
    for name in ["manifest", "law"] {
        assert_eq!(became(&app, name), "kept");
    }
}

/// A pin has to be that of the edition itself, version and all.
#[test]
fn a_pin_of_another_version_is_not_its() {
    let world = World::new();
    let platform = pinning(&world, 5, Some(testkit::law::edition()));
    let platform = platform.build_with(|manifest| manifest["law"]["version"] = json!(9), |_| {});
    assert_eq!(became(&app(&platform, None), "law"), "trust.pin");
}

/// Whoever publishes an edition signs by it too.
#[test]
fn an_issuer_signs_by_the_edition_that_is_published() {
    let world = World::new();
    let since = json!({ "since": "2022-11-01" });
    let listing = merged(listing_on("market_serious", "market"), &since);
    let claims = world.person().set("/listings", json!([listing])).claims;
    let claims = xinyi::Value::parse(claims.to_string().as_bytes(), 1 << 16).expect("JSON");
    let claims = claims.as_object().expect("claims");
    let signatory = Signatory::new(&world.city, "bundle-1");
    let random = issuer::SystemRandom::new();
    let error = issuer::sign_bundle(claims, 2, signatory, &random).expect_err("past its term");
    assert_eq!(error.code().as_str(), "issuer.not_shareable");
    let published = edition(&testkit::law::edition());
    let signed = issuer::sign_bundle(claims, 2, signatory.by_law(&published), &random);
    assert!(signed.is_ok(), "{signed:?}");

    let mut edition = next_edition();
    let fields = edition["catalogue"]["codes"]["fields"].as_array_mut();
    let sports = json!({ "code": "sports", "title": { "zh-CN": "体育", "en": "sports" } });
    fields.expect("fields").push(sports);
    let programme = programme_requiring(json!({
        "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "field" }, "sports"] }],
    }));
    let desk = testkit::desk!(&[
        ("law.json", &edition.to_string()),
        ("programme.json", &programme.to_string()),
        (
            "facts.json",
            &json!({ "credit": facts::person(json!({})) }).to_string()
        ),
    ]);
    for command in [
        &["programme", "lint", "programme.json"][..],
        &[
            "programme",
            "try",
            "programme.json",
            "--facts",
            "facts.json",
        ],
    ] {
        let refused = desk.xinyi(&[command, &["--json"]].concat());
        let told = String::from_utf8_lossy(&refused.stdout).into_owned();
        assert!(told.contains("programme.value"), "{told}");
        let taken = desk.xinyi(&[command, &["--json", "--law", "law.json"]].concat());
        let told = String::from_utf8_lossy(&taken.stdout).into_owned();
        assert!(!told.contains("programme.value"), "{told}");
    }
}

/// Over the holidays of a year that only the signed edition knows.
#[test]
fn a_signed_calendar_keeps_a_bundle_fresh_over_the_holidays() {
    let world = World::new();
    let monday = Instant::parse("2027-01-04T04:00:00Z").expect("an instant");
    let unix = |day: &str| Instant::parse(&format!("{day}T02:00:00Z")).map(|at| at.unix());
    let drawn = unix("2026-12-29").expect("an instant");
    let mut edition = next_edition();
    edition["calendar"]
        .as_array_mut()
        .expect("years")
        .push(json!({
            "year": 2027, "notice": "made up",
            "holidays": [{ "from": "2027-01-01", "until": "2027-01-03" }],
        }));
    let bundle = world
        .person()
        .set("/as_of", json!("2026-12-29"))
        .set("/iat", json!(drawn))
        .set("/exp", json!(drawn + 10 * DAY))
        .present(LOOK);
    let mut programme = not_on_a_serious_list();
    programme["valid_until"] = json!("2027-12-31");
    let options = json!({
        "programme": programme, "holder": "unbound", "now": monday.unix(),
    });
    let options: CheckOptions = serde_json::from_value(options).expect("options");
    let outcome = |edition: Option<Value>| {
        let mut plan = pinning(&world, 5, edition);
        plan.manifest["exp"] = json!(drawn + 20 * DAY);
        let list = StatusList::new(&status_uri(2), 2, &[0, 1, 2, 3]);
        let list = list
            .set("iat", json!(drawn))
            .set("exp", json!(drawn + 20 * DAY));
        plan.status_lists = vec![list.sign_for(&world)];
        let platform = plan.build();
        let mut at = VerifierOptions::at(monday);
        at.status_max_age = 20 * DAY;
        let snapshot = part(&platform, "snapshot");
        let app = Verifier::new(&part(&platform, "root"), Some(&snapshot), &at);
        let decision = app.expect("a verifier").check(bundle.as_str(), &options);
        let decision = serde_json::to_value(decision.expect("a decision")).expect("JSON");
        decision["outcome"].clone()
    };
    assert_eq!(outcome(None), "undetermined");
    assert_eq!(outcome(Some(edition)), "granted");
}

/// A stolen key of the trust list may have signed the highest version that there is. A root without it ends that.
#[test]
fn a_root_with_other_keys_for_the_trust_list_lets_the_law_begin_anew() {
    let world = World::new();
    let [first, second, third] = &world.roots;
    let two = vec![("root-1", first), ("root-2", second)];
    let third_version = merged(testkit::law::edition(), &json!({ "version": 3 }));
    let mut one = app(&pinning(&world, 5, Some(third_version)).build(), None);
    let mut root = testkit::platform::root(&world);
    root["version"] = json!(2);
    root["iat"] = json!(NOW - DAY / 24);
    root["roles"]["trust_list"] = json!({ "kids": ["root-2", "root-3"], "threshold": 2 });
    let next = general("xinyi-root+jwt", &root, &two);
    let mut plan = pinning(&world, 6, None);
    plan.manifest["iat"] = json!(NOW - DAY / 48);
    plan.trust_list_signers = vec![("root-2", second), ("root-3", third)];
    plan.roots = vec![next];
    load(&mut one, &plan.build());
    assert_eq!(became(&one, "manifest"), "accepted");
    assert_eq!(
        outcome(&one, &listed(&world), &not_on_a_serious_list()),
        "granted"
    );
}
