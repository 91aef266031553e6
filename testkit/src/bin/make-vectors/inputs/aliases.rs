//! Which bundle is for which input.

use super::*;

/// Which bundle is for which input.
pub fn aliases(suite: &mut Suite<'_>) {
    let world = suite.world;
    let (credit, market) = (
        world.person().linked().present(LOOK_AND_LINK),
        world.market().linked().present(SCORE_AND_LINK),
    );
    let pair = [credit.as_str(), &market];

    add_both(
        suite,
        "two-issuers",
        "Two issuers know one person: what the city has for the agency, the agency has too.",
        pair,
    )
    .granted("only");
    add_both(
        suite,
        "two-issuers-explained",
        "The same, with everything that the decision rests on.",
        pair,
    )
    .check("explain", json!("full"))
    .granted("only");
    add_both(
        suite,
        "exchanged",
        "Each under the name of the other.",
        [&market, &credit],
    )
    .refused_at("claim.invalid", "/vct");
    add_both(
        suite,
        "one-under-both-names",
        "The public record in place of the market's.",
        [&credit, &credit],
    )
    .refused_at("input.options", "/bundle/market");

    let mut refused = |name: &str, description, bundles: &[(&str, &str)], pointer: &str| {
        suite
            .add(name, description)
            .programme(both(json!({})))
            .bundles(bundles)
            .refused_at("input.options", pointer);
    };
    refused(
        "unknown-alias",
        "The programme has no such input.",
        &[("credit", &credit), ("bank", &market)],
        "/bundle/bank",
    );
    refused(
        "one-too-many",
        "A further bundle, which nobody asked for.",
        &[("credit", &credit), ("market", &market), ("bank", &market)],
        "/bundle/bank",
    );
    refused(
        "required-left-out",
        "The programme asks for both.",
        &[("credit", &credit)],
        "/bundle/market",
    );
    refused(
        "none-at-all",
        "The programme asks for both.",
        &[],
        "/bundle/credit",
    );
    suite
        .add(
            "none-of-optional-ones",
            "Somebody must be meant, though each may be left out.",
        )
        .programme(both(json!({ "inputs": {
            "credit": { "vct": CREDIT_STATUS, "optional": true },
            "market": { "vct": MARKET_CREDIT, "optional": true },
        } })))
        .bundles(&[])
        .refused_at("input.options", "/bundle/credit");
    suite
        .add(
            "one-alone-where-two-are-required",
            "It has its place by its type, and the other's is empty.",
        )
        .programme(both(json!({})))
        .bundle(credit.clone())
        .refused_at("input.options", "/bundle/market");
    suite
        .add("one-alone-of-no-input", "The programme reads no such type.")
        .programme(programme(json!({})))
        .bundle(market.clone())
        .refused_at("claim.invalid", "/vct");
    suite
        .add("one-alone-by-its-alias", "One may be named as well.")
        .bundles(&[("credit", &credit)])
        .granted("gold");
}

/// The same as text, as an app may have received it.
pub fn texts(suite: &mut Suite<'_>) {
    let world = suite.world;
    let (credit, market) = (
        world.person().linked().present(LOOK_AND_LINK),
        world.market().linked().present(SCORE_AND_LINK),
    );
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        text: String,
    ) -> &'s mut Vector {
        let vector = suite.add(name, description);
        vector.programme(both(json!({}))).bundle(text)
    }
    add(
        suite,
        "text",
        "Several bundles as one text, in whatever order.",
        format!(r#" {{"market":"{market}","credit":"{credit}"}}"#),
    )
    .granted("only");
    add(
        suite,
        "text-that-is-no-json",
        "It begins like several bundles.",
        "{credit}".to_owned(),
    )
    .refused("format.json");
    add(
        suite,
        "text-with-a-name-given-twice",
        "Which of the two is meant?",
        format!(r#"{{"credit":"{credit}","market":"{market}","market":""}}"#),
    )
    .refused("format.duplicate_member");
    add(
        suite,
        "text-with-a-number",
        "A presentation is text.",
        format!(r#"{{"credit":"{credit}","market":7}}"#),
    )
    .refused_at("input.options", "/bundle/market");
}

/// Inputs of one type, told apart by their aliases and their regions.
pub fn two_of_one_type(suite: &mut Suite<'_>) {
    let world = suite.world;
    const SHOWN: &[&str] = &["/listings", "/subject/id"];
    fn two() -> Value {
        let input = |place| json!({ "vct": CREDIT_STATUS, "jurisdictions": [place] });
        let none_listed = |list| json!({ "none": [{ "var": list }, true] });
        let market = json!({ "==": [{ "var": "field" }, "market"] });
        let none_of_market = |list| json!({ "none": [{ "var": list }, market] });
        programme(json!({
            "inputs": { "district": input("310115"), "authority": input("310000") },
            "regions": ["310115"], "fields": ["market"],
            "requirements": [
                { "id": "district", "when": none_listed("district.listings") },
                { "id": "authority", "when": none_of_market("authority.listings") },
            ],
        }))
    }
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        [district, authority]: [&str; 2],
    ) -> &'s mut Vector {
        suite
            .add(name, description)
            .programme(two())
            .bundles(&[("district", district), ("authority", authority)])
    }
    let district = world.firm().sign();
    let shown = world.bind(&district.show(SHOWN));
    let authority = world.by_authority().present(SHOWN);
    add(
        suite,
        "two-of-one-type",
        "Two platforms, neither of which knows anything against the firm.",
        [&shown, &authority],
    )
    .granted("only");
    let listed = world
        .by_authority()
        .set("/listings/0", listing_on("market_serious", "market"));
    add(
        suite,
        "two-of-one-type-and-one-listing",
        "What the authority knows counts beside what the district does not.",
        [
            &shown,
            &listed.present(&["/listings", "/listings/0", "/subject/id"]),
        ],
    )
    .not_granted(&["listing.present"]);
    add(
        suite,
        "two-of-one-type-exchanged",
        "The authority's bundle is of no district.",
        [&authority, &shown],
    )
    .not_applicable(&["jurisdiction.not_member"]);
    suite
        .add("one-alone-that-fits-two", "Which input is it for?")
        .programme(two())
        .bundle(shown.clone())
        .refused_at("input.options", "/bundle");

    add(
        suite,
        "one-in-both-places",
        "The district's word for what the authority would have said.",
        [&shown, &shown],
    )
    .refused_at("input.options", "/bundle/district");
    add(
        suite,
        "one-in-both-places-showing-less",
        "Two presentations of one bundle.",
        [&shown, &world.bind(&district.show(&[]))],
    )
    .refused_at("input.options", "/bundle/district");
    let mut signature = Vec::new();
    let header = header("dc+sd-jwt", "bundle-1", &world.district);
    let one = world.firm().draft().sign_with(&header, |input| {
        signature = sign(&world.district, input);
        signature.clone()
    });
    take_other_s(&mut signature);
    let (signed, _) = one.token.rsplit_once('.').expect("a JWS");
    let other = SdJwt {
        token: format!("{signed}.{}", base64url(&signature)),
        disclosures: one.disclosures.clone(),
    };
    let both = [one, other].map(|sd_jwt| world.bind(&sd_jwt.show(SHOWN)));
    add(
        suite,
        "one-in-both-places-by-the-other-signature",
        "The second signature that anybody can make of the first.",
        [&both[0], &both[1]],
    )
    .refused_at("input.options", "/bundle/district");
}
