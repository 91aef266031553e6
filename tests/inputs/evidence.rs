//! What a decision tells of each bundle.

use super::*;

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
