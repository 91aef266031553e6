//! What ties bundles to one subject, and what is missing where nothing does.

use super::*;

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
