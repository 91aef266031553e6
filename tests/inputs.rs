//! Several bundles in one call: what the decision says of each, and how long it holds.
#![cfg(all(feature = "issuer", feature = "sm2"))]

#[cfg(feature = "cli")]
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
fn evidence_lists_each_bundle_in_the_order_of_the_programme() {
    let desk = Desk::new();
    let (credit, market) = (desk.world.person().linked(), desk.world.market().linked());
    let market = market.set("/exp", json!(NOW + 5 * DAY));
    let (credit, market) = (
        credit.present(LOOK_AND_LINK),
        market.present(SCORE_AND_LINK),
    );
    let given = [("market", market.as_str()), ("credit", &credit)];
    let decision = desk.check_with(&both(json!({})), &given, |_| {}).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);
    let evidence = &json(&decision)["evidence"];
    let hash = |text: &str| json!(testkit::jose::sha256(text.as_bytes()));
    let list = NOW - HOUR;
    assert_eq!(
        evidence["bundles"],
        json!([
            {
                "input": "credit", "issuer": CITY, "kid": "bundle-1", "alg": "Ed25519",
                "sha256": hash(&credit), "iat": NOW - HOUR, "exp": NOW + 10 * DAY,
                "status_list_iat": list, "holder_bound": true,
            },
            {
                "input": "market", "issuer": AGENCY, "kid": "bundle-1", "alg": "ES256",
                "sha256": hash(&market), "iat": NOW - HOUR, "exp": NOW + 5 * DAY,
                "status_list_iat": list, "holder_bound": true,
            },
        ])
    );
    // The app's own programme, unsigned.
    assert_eq!(evidence["programme_sha256"], Value::Null);
    assert_eq!(evidence["programme_signed"], Value::Bool(false));
    // The platform is no demo.
    assert_eq!(evidence.get("demo"), None);
}

#[test]
fn one_bundle_has_its_input_in_evidence_too() {
    let desk = Desk::new();
    let credit = desk.world.person().present(LOOK);
    let given = [("credit", credit.as_str())];
    let named = desk.check_with(&optional_market(), &given, |_| {});
    let named = json(&named.unwrap());
    assert_eq!(named["evidence"]["bundles"].as_array().unwrap().len(), 1);
    assert_eq!(named["evidence"]["bundles"][0]["input"], "credit");
    assert_eq!(named["tier"], "silver");
    assert_eq!(
        named["upgrade"]["missing"],
        json!(["market.evaluations.zhima"])
    );
}

/// Whichever bundle or list ends first ends the grant.
#[test]
fn a_grant_ends_with_the_first_of_all_that_it_rests_on() {
    let desk = Desk::new();
    let world = &desk.world;
    let until = |credit: &str, market: &str| {
        let decision = desk.check(&both(json!({})), credit, market).unwrap();
        assert_eq!(decision.outcome(), Outcome::Granted);
        let until = json(&decision)["valid_until"].clone();
        let until = Instant::parse(until.as_str().expect("an end")).expect("a time");
        until.unix() - NOW
    };
    let (person, score) = (|| world.person().linked(), || world.market().linked());
    let credit = |exp: i64| {
        let sketch = person().set("/exp", json!(NOW + exp));
        sketch.present(LOOK_AND_LINK)
    };
    let market = |exp: i64| {
        let sketch = score().set("/exp", json!(NOW + exp));
        sketch.present(SCORE_AND_LINK)
    };
    assert_eq!(until(&credit(10 * HOUR), &market(20 * HOUR)), 10 * HOUR);
    assert_eq!(until(&credit(20 * HOUR), &market(10 * HOUR)), 10 * HOUR);

    // The status lists end three days after they were made, an hour ago; the data is fresh for
    // longer, through Wednesday.
    let both_last = until(&credit(10 * DAY), &market(10 * DAY));
    assert_eq!(both_last, 3 * DAY - HOUR);

    // Data of Tuesday the 17th is stale after Friday, 14 hours from now.
    let stale = score().set("/as_of", json!("2026-11-17"));
    let stale = stale.set("/iat", json!(NOW - 2 * DAY));
    let stale = stale.present(SCORE_AND_LINK);
    assert_eq!(until(&credit(10 * DAY), &stale), 14 * HOUR);

    // A consent that was given for the second alone.
    let shown = score().sign().show(SCORE_AND_LINK);
    let mut binding = world.binding(&shown);
    binding.claims["xinyi_consent"] = json!({ "programme": "test.inline", "until": NOW + HOUR });
    let consented = binding.sign(&shown, &world.holder);
    assert_eq!(until(&credit(10 * DAY), &consented), HOUR);

    // An evaluation that ends today.
    let ending = score().set(
        "/evaluations/zhima",
        json!({ "score": 701, "valid_until": TODAY }),
    );
    let ending = ending.present(SCORE_AND_LINK);
    assert_eq!(until(&credit(10 * DAY), &ending), 14 * HOUR);
}

#[test]
fn warnings_records_and_reasons_name_their_input() {
    let desk = Desk::new();
    let world = &desk.world;
    let repaired = merged(listing(), &json!({ "state": "repaired", "colour": "red" }));
    let credit = world
        .person()
        .set("/listings/0", repaired)
        .linked()
        .present(&[LOOK_AND_LINK, &["/listings/0"]].concat());
    let list = StatusList::new(&agency_status_uri(), 1, &[0])
        .set("iat", json!(NOW - 60))
        .set("ttl", json!(30));
    let list = list.sign("status-1", &world.agency);
    let market = world.market().linked().present(SCORE_AND_LINK);
    let given = [("credit", credit.as_str()), ("market", &market)];
    let decision = desk.check_with(&both(json!({})), &given, |o| o.status_lists.push(list));
    let decision = json(&decision.unwrap());
    assert_eq!(
        decision["warnings"],
        json!([
            {
                "code": "claim.ignored_member", "pointers": ["/listings/0/colour"],
                "input": "credit",
            },
            { "code": "status.past_ttl", "input": "market" },
        ])
    );
    assert_eq!(decision["set_aside"][0]["path"], "credit.listings[0]");
    let paths: Vec<&str> = decision["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["credit.listings", "market.evaluations.zhima.score"]);
}

#[test]
fn a_key_that_was_replaced_is_warned_of() {
    let desk = Desk::new();
    let issued = desk.world.person().set("/iat", json!(NOW - 11 * DAY));
    let issued = issued.set("/as_of", json!("2026-11-09"));
    let by_old = issued.signed_by("bundle-0", &desk.world.city_old);
    for (bundle, warnings) in [
        (
            by_old,
            json!([{ "code": "trust.superseded_key", "input": "credit" }]),
        ),
        (desk.world.person(), json!([])),
    ] {
        let presented = bundle.present(&["/subject/age_over"]);
        let given = [("credit", presented.as_str())];
        let decision = desk.check_with(&programme(json!({})), &given, |_| {});
        let decision = json(&decision.unwrap());
        assert_eq!(decision["outcome"], "granted");
        assert_eq!(decision["warnings"], warnings);
    }
}

#[test]
fn what_would_tie_bundles_together_is_said_by_name_and_never_by_value() {
    let desk = Desk::new();
    let world = &desk.world;
    let id = "310199199505050013";
    let details = |credit: &str, market: &str| {
        let error = desk.check(&both(json!({})), credit, market).unwrap_err();
        let details = xinyi::Value::from(error.details().clone()).to_string();
        for value in [id, LINK, ANOTHER_LINK] {
            assert!(!details.contains(value), "{details}");
        }
        let details: Value = serde_json::from_str(&details).expect("JSON");
        assert_eq!(details["inputs"], json!(["credit", "market"]));
        let code = error.code().as_str();
        let tells = if code == "binding.conflict" {
            "pointer"
        } else {
            "missing"
        };
        assert_eq!(details.as_object().expect("details").len(), 2, "{details}");
        (code, details[tells].clone())
    };
    let unlinked = |missing: &[&str]| ("binding.unlinked", json!(missing));
    let credit = world.person().set("/subject/id_tail", json!("0013"));
    let credit = credit.set("/subject/id", json!(id));
    let with_id: &[&str] = &["/subject/age_over", "/subject/id", "/listings"];
    // Without links, which stand in the open, there is one way alone.
    let hidden = world.market().present(SCORE);
    let ids = ["credit.subject.id", "market.subject.id"];
    assert_eq!(details(&credit.present(LOOK), &hidden), unlinked(&ids));
    assert_eq!(
        details(&credit.present(with_id), &hidden),
        unlinked(&ids[1..])
    );
    let other = world
        .market()
        .set("/subject/id", json!("31019919950505003X"));
    let other = other.present(&["/evaluations/zhima", "/subject/id"]);
    assert_eq!(
        details(&credit.present(with_id), &other),
        ("binding.conflict", json!("/subject/id"))
    );

    // With links there are two: what is missing for the one, then what is missing for the other.
    let credit = credit.linked();
    let (linked, without) = (world.market().linked(), world.market());
    let to_agency = "credit.subject.links.https://agency.example";
    assert_eq!(
        details(&credit.present(LOOK), &linked.present(SCORE)),
        unlinked(&[ids[0], ids[1], to_agency, "market.subject.link"])
    );
    assert_eq!(
        details(&credit.present(LOOK), &linked.present(SCORE_AND_LINK)),
        unlinked(&[ids[0], ids[1], to_agency])
    );
    assert_eq!(
        details(&credit.present(LOOK_AND_LINK), &linked.present(SCORE)),
        unlinked(&[ids[0], ids[1], "market.subject.link"])
    );
    // None can be missing where everything is shown, or where the links differ.
    let all = without.set("/subject", json!({ "age_over": { "18": true } }));
    let all = all.present(&["/evaluations/zhima", "/subject/age_over"]);
    assert_eq!(
        details(&credit.present(LOOK_AND_LINK), &all),
        unlinked(&ids)
    );
    let differing = world
        .market()
        .linked_by(ANOTHER_LINK)
        .present(SCORE_AND_LINK);
    assert_eq!(
        details(&credit.present(LOOK_AND_LINK), &differing),
        unlinked(&ids)
    );
}

/// Whichever of three is not tied, it is the platform's bundle that it would have to be tied to.
#[test]
fn of_several_the_one_that_is_loose_is_named() {
    let desk = Desk::new();
    let world = &desk.world;
    let programme = both(json!({ "inputs": {
        "score": { "vct": MARKET_CREDIT },
        "market": { "vct": MARKET_CREDIT },
        "credit": { "vct": CREDIT_STATUS },
    } }));
    let credit = world.person().linked().present(LOOK_AND_LINK);
    let linked = || world.market().linked().present(SCORE_AND_LINK);
    // Another bundle that says the same.
    let further = || {
        world
            .market()
            .set("/status/status_list/idx", json!(1))
            .linked()
    };
    let loose = further().present(SCORE);
    for alias in ["score", "market"] {
        let (score, market) = match alias {
            "score" => (loose.clone(), linked()),
            _ => (linked(), loose.clone()),
        };
        let given = [("score", &*score), ("market", &market), ("credit", &credit)];
        let error = desk.check_with(&programme, &given, |_| {}).unwrap_err();
        let detail = |name: &str| error.details().get(name).map(ToString::to_string);
        assert_eq!(detail("inputs"), Some(format!(r#"["credit","{alias}"]"#)));
        let ids = format!(r#""credit.subject.id","{alias}.subject.id""#);
        assert_eq!(
            detail("missing"),
            Some(format!(r#"[{ids},"{alias}.subject.link"]"#))
        );
    }
    let (score, market) = (linked(), further().present(SCORE_AND_LINK));
    let given = [("score", &*score), ("market", &market), ("credit", &credit)];
    let decision = desk.check_with(&programme, &given, |_| {}).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);
}

/// No link leads from one public platform to another, and none is asked for.
#[test]
fn of_two_public_records_the_identities_are_missing() {
    let desk = Desk::new();
    let credit = json!({ "vct": CREDIT_STATUS });
    let programme = programme(json!({ "inputs": { "here": credit, "there": credit } }));
    let here = desk.world.person().linked();
    let there = desk.world.person().linked();
    let there = there.set("/iat", json!(NOW - HOUR - 1));
    let (here, there) = (here.present(LOOK), there.present(LOOK));
    let given = [("here", &*here), ("there", &there)];
    let error = desk.check_with(&programme, &given, |_| {}).unwrap_err();
    assert_eq!(error.code().as_str(), "binding.unlinked");
    let missing = error.details().get("missing").map(ToString::to_string);
    let ids = r#"["here.subject.id","there.subject.id"]"#;
    assert_eq!(missing.as_deref(), Some(ids));
}

#[test]
fn an_officer_is_told_what_is_missing() {
    let desk = Desk::new();
    let world = &desk.world;
    let id = "310199199505050013";
    let firm = world.firm().set(
        "/subject/officers",
        json!([{ "role": "legal_representative", "id": id }]),
    );
    let officer = world.person().set("/subject/id_tail", json!("0013"));
    let officer = officer.set("/subject/id", json!(id));
    let programme = firm_and_officer(json!({}));
    let check = |firm_shows: &[&str], officer_shows: &[&str]| {
        let (firm, officer) = (firm.present(firm_shows), officer.present(officer_shows));
        let given = [("firm", firm.as_str()), ("officer", &officer)];
        desk.check_with(&programme, &given, |_| {})
    };
    let missing = |firm_shows: &[&str], officer_shows: &[&str]| {
        let error = check(firm_shows, officer_shows).unwrap_err();
        assert_eq!(error.code().as_str(), "binding.unlinked");
        let role = error.details().get("role").and_then(xinyi::Value::as_str);
        assert_eq!(role, Some("legal_representative"));
        error.details().get("missing").unwrap().to_string()
    };
    let names = ["/listings", "/subject/officers"];
    let says = ["/listings", "/subject/age_over", "/subject/id"];
    assert_eq!(missing(&names, &says[..2]), r#"["officer.subject.id"]"#);
    assert_eq!(missing(&names[..1], &says), r#"["firm.subject.officers"]"#);
    assert_eq!(
        missing(&names[..1], &says[..2]),
        r#"["firm.subject.officers","officer.subject.id"]"#
    );
    let decision = check(&names, &says).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);
}

/// Facts that somebody wrote belong together unless they say otherwise.
#[test]
fn an_officer_of_whom_nothing_is_written_is_taken_for_the_firms() {
    let programme = firm_and_officer(json!({})).to_string();
    let tried = |firm: Value, officer: Value| {
        let of_pudong = |subject: Value| json!({ "jurisdiction": "310115", "listings": [], "subject": subject });
        let facts = json!({
            "firm": facts::firm(of_pudong(firm)), "officer": facts::person(of_pudong(officer)),
        });
        let trial = Trial::run(
            &programme,
            &facts.to_string(),
            testkit::verifying::at(NOW),
            Explain::Full,
        );
        trial.map(|_| ()).map_err(|error| error.code().as_str())
    };
    let id = "310199199505050013";
    let officers = |id: &str| json!({ "officers": [{ "role": "legal_representative", "id": id }] });
    let person = json!({ "id": id });
    assert_eq!(tried(json!({}), json!({})), Ok(()));
    assert_eq!(tried(officers(id), json!({})), Ok(()));
    assert_eq!(
        tried(json!({ "$undisclosed": true }), person.clone()),
        Ok(())
    );
    assert_eq!(tried(officers(id), person.clone()), Ok(()));
    let other = officers("31019919950505003X");
    assert_eq!(tried(other, person), Err("binding.unlinked"));
}

/// What is missing of an identity that the app expects, of whatever input, is asked of each bundle
/// that cannot be proved by another.
#[test]
fn an_app_may_expect_somebody_of_each_bundle() {
    let desk = Desk::new();
    let world = &desk.world;
    let id = || "310199199505050013".to_owned();
    let subject = json!({ "id": id(), "age_over": { "18": true } });
    let credit = world.person().set("/subject", subject.clone()).linked();
    let market = world.market().set("/subject", subject).linked();
    let linked = [
        credit.present(LOOK_AND_LINK),
        market.present(SCORE_AND_LINK),
    ];
    let expected = |[credit, market]: &[String; 2], subject: ExpectedSubject| {
        let given = [("credit", credit.as_str()), ("market", market)];
        let decision = desk.check_with(&both(json!({})), &given, |options| {
            options.subject = Some(subject);
        });
        decision.map(|decision| json(&decision)["missing"].clone())
    };
    let one = || ExpectedSubject::One(id());
    let of = |aliases: &[&str]| {
        let each = aliases.iter().map(|alias| ((*alias).to_owned(), id()));
        ExpectedSubject::ByAlias(each.collect())
    };
    let platforms = json!(["credit.subject.id"]);
    assert_eq!(expected(&linked, one()).unwrap(), platforms);
    for aliases in [&["market"][..], &["credit"], &["market", "credit"]] {
        assert_eq!(expected(&linked, of(aliases)).unwrap(), platforms);
    }
    // Nobody is two people.
    let with_id = [&["/subject/id"], LOOK_AND_LINK].concat();
    let identified = [credit.present(&with_id), market.present(SCORE_AND_LINK)];
    assert_eq!(expected(&identified, one()).unwrap(), json!([]));
    let two = vec![
        ("credit".to_owned(), id()),
        ("market".to_owned(), "31019919950505003X".to_owned()),
    ];
    let error = expected(&identified, ExpectedSubject::ByAlias(two)).unwrap_err();
    assert_eq!(error.code().as_str(), "binding.subject");
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

/// Of two bundles and lists that come along, whichever is given first.
fn with_lists(
    desk: &Desk,
    programme: &Value,
    [one, other]: [(&str, &str); 2],
    lists: &[&String],
) -> [Result<Outcome, &'static str>; 2] {
    [[one, other], [other, one]].map(|given| {
        let lists = lists.iter().map(|list| (*list).clone());
        let decision = desk.check_with(programme, &given, |o| o.status_lists.extend(lists));
        let outcome = decision.map(|decision| decision.outcome());
        outcome.map_err(|error| error.code().as_str())
    })
}

/// Two issuers may call a list alike: what the one signed says nothing of the other's bundle.
#[test]
fn a_list_that_came_along_is_its_signers_alone() {
    let world = World::new();
    let uri = "https://lists.example/status/1";
    let mut plan = Plan::base(&world);
    let list = StatusList::new(uri, 1, &[0]);
    let of_city = list.sign_for(&world);
    let of_agency = list.sign("status-1", &world.agency);
    plan.status_lists.extend([of_city, of_agency]);
    let verifier = testkit::verifying::verifier(&plan.build());
    let desk = Desk { world, verifier };
    let world = &desk.world;
    let at = "/status/status_list/uri";
    let credit = world.person().linked().set(at, json!(uri));
    let market = world.market().linked().set(at, json!(uri));
    let (credit, market) = (
        credit.present(LOOK_AND_LINK),
        market.present(SCORE_AND_LINK),
    );
    let given = [("credit", &*credit), ("market", &*market)];
    let programme = both(json!({}));
    let granted = [Ok(Outcome::Granted); 2];
    assert_eq!(with_lists(&desk, &programme, given, &[]), granted);
    let newer = StatusList::new(uri, 1, &[0]).set("iat", json!(NOW - 60));
    for list in [newer.sign_for(world), newer.sign("status-1", &world.agency)] {
        let found = with_lists(&desk, &programme, given, &[&list]);
        assert_eq!(found, [Err("signature.algorithm"); 2]);
    }
}

/// An issuer may have many lists: each bundle goes by its own.
#[test]
fn of_an_issuers_lists_that_came_along_each_bundle_goes_by_its_own() {
    let desk = Desk::new();
    let world = &desk.world;
    let id = "310199199505050013";
    let officers = json!([{ "role": "legal_representative", "id": id }]);
    let firm = world.firm().set("/subject/officers", officers);
    let officer = world.person().set("/subject/id", json!(id));
    let officer = officer.set("/status/status_list/uri", json!(status_uri(1)));
    // The city answers for the status of both.
    let firm = firm.present(&["/listings", "/subject/officers"]);
    let officer = officer.present(&["/listings", "/subject/age_over", "/subject/id"]);
    let given = [("firm", &*firm), ("officer", &*officer)];
    let programme = firm_and_officer(json!({}));
    let list = |bits: u8, entry: u8| {
        let list = StatusList::new(&status_uri(bits), bits, &[entry]);
        list.set("iat", json!(NOW - 60)).sign_for(world)
    };
    let (good, bad) = ([list(1, 0), list(2, 0)], [list(1, 1), list(2, 1)]);
    let granted = [Ok(Outcome::Granted); 2];
    let invalid = [Err("status.invalid"); 2];
    for (lists, expected) in [
        (&[][..], granted),
        (&[&good[0], &good[1]], granted),
        (&[&bad[0]], invalid),
        (&[&bad[1]], invalid),
        (&[&bad[0], &good[1]], invalid),
        (&[&good[0], &bad[1]], invalid),
        (&[&good[1], &bad[0]], invalid),
        (&[&bad[1], &good[0]], invalid),
    ] {
        let found = with_lists(&desk, &programme, given, lists);
        assert_eq!(found, expected);
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
    };
    assert_eq!(refused(&|o| o.holder = nobody.clone()), "input.holder");
    create.status_max_age = 0;
    let error = made(&create).expect_err("no verifier");
    assert_eq!(error.code().as_str(), "input.options");
}
