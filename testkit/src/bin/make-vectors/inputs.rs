//! Several bundles in one call: which input each is for, and whether they belong together.

mod ages;
mod links;
mod officers;
mod people;

use serde_json::{Value, json};
use testkit::jose::{base64url, header, sign};
use testkit::platform::StatusList;
use testkit::sd_jwt::{KeyBinding, SdJwt};
use testkit::world::*;

use crate::bundle::signatures::take_other_s;
use crate::vector::{Suite, Vector};

pub fn add(suite: &mut Suite<'_>) {
    aliases(suite);
    texts(suite);
    two_of_one_type(suite);
    people::add(suite);
    links::add(suite);
    ages::add(suite);
    officers::add(suite);
    each_by_itself(suite);
    optional(suite);
    status_lists(suite);
}

/// What the market's bundle shows.
const SCORE: &[&str] = &["/evaluations/zhima"];
/// The same with the link to the public one, and the age.
const SCORE_AND_AGE: &[&str] = &["/evaluations/zhima", "/subject/age_over", "/subject/link"];

/// Identity codes of nobody: no region has this number.
const ID: &str = "310199199505050013";
const ANOTHER_ID: &str = "31019919950505003X";

/// Bundles for a programme that asks for public record and market credit.
fn add_both<'s>(
    suite: &'s mut Suite<'_>,
    name: &str,
    description: &'static str,
    [credit, market]: [&str; 2],
) -> &'s mut Vector {
    suite
        .add(name, description)
        .programme(both(json!({})))
        .bundles(&[("credit", credit), ("market", market)])
}

/// Which bundle is for which input.
fn aliases(suite: &mut Suite<'_>) {
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
fn texts(suite: &mut Suite<'_>) {
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
fn two_of_one_type(suite: &mut Suite<'_>) {
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
    let of_market = json!({ "list": "market_serious", "field": "market" });
    let listed = world
        .by_authority()
        .set("/listings/0", merged(listing(), &of_market));
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

/// What is wrong with one of them is wrong with all, whichever it is.
fn each_by_itself(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = || world.person().linked();
    let market = || world.market().linked();
    let (good, score) = (
        credit().present(LOOK_AND_LINK),
        market().present(SCORE_AND_LINK),
    );
    let status = |uri: String, idx: u64| json!({ "status_list": { "uri": uri, "idx": idx } });

    let mut refused = |name: &str, description, [one, other]: [&str; 2], code: &str| {
        add_both(suite, name, description, [one, other]).refused(code);
    };
    refused(
        "one-revoked",
        "The issuer has taken the first one back.",
        [
            &credit()
                .set("/status", status(status_uri(2), 1))
                .present(LOOK_AND_LINK),
            &score,
        ],
        "status.invalid",
    );
    refused(
        "one-expired",
        "The second one has ended.",
        [
            &good,
            &market().set("/exp", json!(NOW)).present(SCORE_AND_LINK),
        ],
        "time.expired",
    );
    refused(
        "one-revoked-and-one-expired",
        "What is out of date comes before what was taken back.",
        [
            &credit()
                .set("/status", status(status_uri(2), 1))
                .present(LOOK_AND_LINK),
            &market().set("/exp", json!(NOW)).present(SCORE_AND_LINK),
        ],
        "time.expired",
    );
    refused(
        "one-of-a-stranger",
        "The trust list names no such issuer.",
        [
            &good,
            &market()
                .set("/iss", json!(STRANGER))
                .present(SCORE_AND_LINK),
        ],
        "trust.issuer",
    );
    refused(
        "one-forged",
        "Signed by somebody else in the agency's name.",
        [
            &good,
            &market()
                .signed_by("bundle-1", &world.district)
                .present(SCORE_AND_LINK),
        ],
        "signature.invalid",
    );
    refused(
        "one-empty",
        "Nothing is presented in its place.",
        [&good, ""],
        "format.structure",
    );

    let unbound = market().sign().show(SCORE_AND_LINK);
    let binding = |change: &dyn Fn(&mut KeyBinding)| {
        let mut binding = world.binding(&unbound);
        change(&mut binding);
        binding.sign(&unbound, &world.holder)
    };
    refused(
        "one-copied",
        "The second one is a copy: nobody shows that it is theirs.",
        [&good, &unbound],
        "binding.missing",
    );
    refused(
        "one-for-another-nonce",
        "The second one answers another request.",
        [
            &good,
            &binding(&|b| b.claims["nonce"] = json!("c29tZSBvdGhlciBub25jZQ")),
        ],
        "binding.nonce",
    );
    refused(
        "one-for-another-audience",
        "The second one was shown to somebody else.",
        [
            &good,
            &binding(&|b| b.claims["aud"] = json!("https://another-app.example")),
        ],
        "binding.audience",
    );
    refused(
        "one-too-old",
        "The second one was signed too long ago.",
        [&good, &binding(&|b| b.claims["iat"] = json!(NOW - 301))],
        "binding.window",
    );
    let (_, jwt) = good.rsplit_once('~').expect("a key binding JWT");
    refused(
        "one-with-the-binding-of-the-other",
        "One signature for both would cover neither.",
        [&good, &format!("{unbound}{jwt}")],
        "binding.sd_hash",
    );

    let consent = |programme: &str, until: i64| {
        let consent = json!({ "programme": programme, "until": until });
        binding(&|b| b.claims["xinyi_consent"] = consent.clone())
    };
    refused(
        "consent-of-one-to-another-programme",
        "The holder agreed to something else for the second one.",
        [&good, &consent("test.loan", NOW + HOUR)],
        "binding.consent",
    );
    refused(
        "consent-of-one-that-has-ended",
        "For the second one the holder agreed until now.",
        [&good, &consent("test.inline", NOW)],
        "binding.consent",
    );
    add_both(
        suite,
        "consent-of-one",
        "For the second one the holder agreed, and of the first nothing is asked.",
        [&good, &consent("test.inline", NOW + HOUR)],
    )
    .granted("only");
    let stale = market().set("/iat", json!(NOW - 10 * DAY));
    add_both(
        suite,
        "one-stale",
        "A score of ten days ago is not known, however fresh the record is.",
        [
            &good,
            &stale
                .set("/as_of", json!("2026-11-10"))
                .present(SCORE_AND_LINK),
        ],
    )
    .undetermined(&["evaluation.stale"], &[]);
}

/// An input that may be left out.
fn optional(suite: &mut Suite<'_>) {
    let world = suite.world;
    let good = world.person().linked().present(LOOK_AND_LINK);
    let market = || world.market().linked();
    let needing = |when: Value| {
        let tiers = json!([{ "id": "only", "when": when, "benefit": perk() }]);
        merged(optional_market(), &json!({ "tiers": tiers }))
    };

    suite
        .add(
            "optional-left-out",
            "What it would say is not known, and might lead to the better tier.",
        )
        .programme(optional_market())
        .bundle(good.clone())
        .granted_with_upgrade("silver", "gold");
    suite
        .add(
            "optional-left-out-by-alias",
            "The same, the other being named.",
        )
        .programme(optional_market())
        .bundles(&[("credit", &good)])
        .granted_with_upgrade("silver", "gold");
    suite
        .add(
            "optional-left-out-and-needed",
            "What would settle it is said.",
        )
        .programme(needing(zhima_at_least(700)))
        .bundle(good.clone())
        .undetermined(&["evaluation.undisclosed"], &["market.evaluations.zhima"]);
    suite
        .add(
            "optional-left-out-in-a-negation",
            "That a score was not shown is not that there is a low one.",
        )
        .programme(needing(json!({ "!": zhima_at_least(700) })))
        .bundle(good.clone())
        .undetermined(&["evaluation.undisclosed"], &["market.evaluations.zhima"]);
    suite
        .add("optional-given", "It leads to the better tier.")
        .programme(optional_market())
        .bundles(&[
            ("credit", &good),
            ("market", &market().present(SCORE_AND_LINK)),
        ])
        .granted("gold");
    let revoking = StatusList::new(&agency_status_uri(), 1, &[1]).set("iat", json!(NOW - 60));
    suite
        .add(
            "optional-revoked",
            "What is given counts: left out, it would have been no obstacle.",
        )
        .programme(optional_market())
        .bundles(&[
            ("credit", &good),
            ("market", &market().present(SCORE_AND_LINK)),
        ])
        .check(
            "statusLists",
            json!([revoking.sign("status-1", &world.agency)]),
        )
        .refused("status.invalid");
    let mut refused = |name: &str, description, market: &str, code: &str| {
        let vector = suite.add(name, description).programme(optional_market());
        let bundles = [("credit", good.as_str()), ("market", market)];
        vector.bundles(&bundles).refused(code);
    };
    refused(
        "optional-expired",
        "What is given counts.",
        &market().set("/exp", json!(NOW)).present(SCORE_AND_LINK),
        "time.expired",
    );
    refused(
        "optional-of-somebody-else",
        "What is given counts.",
        &world
            .market()
            .linked_by(ANOTHER_LINK)
            .present(SCORE_AND_LINK),
        "binding.unlinked",
    );
    refused(
        "optional-of-another-type",
        "What is given counts.",
        &world.in_suzhou().present(LOOK),
        "claim.invalid",
    );
}

/// Status lists that came with the call, for one bundle or another.
fn status_lists(suite: &mut Suite<'_>) {
    let world = suite.world;
    let bundles = [
        world.person().linked().present(LOOK_AND_LINK),
        world.market().linked().present(SCORE_AND_LINK),
    ];
    let city = |entries: &[u8]| {
        let list = StatusList::new(&status_uri(2), 2, entries);
        list.set("iat", json!(NOW - 60)).sign_for(world)
    };
    let agency = |entries: &[u8]| {
        let list = StatusList::new(&agency_status_uri(), 1, entries);
        let list = list.set("iat", json!(NOW - 60));
        list.sign("status-1", &world.agency)
    };
    let mut staple = |name: &str, description, lists: Value, code: Option<&str>| {
        let [credit, market] = &bundles;
        let vector = add_both(suite, name, description, [credit, market]);
        let vector = vector.check("statusLists", lists);
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("only"),
        }
    };
    staple(
        "list-of-each",
        "A newer list for each of them, by its own issuer.",
        json!([agency(&[0]), city(&[0])]),
        None,
    );
    staple(
        "list-of-the-second",
        "A list for the second is none for the first.",
        json!([agency(&[0])]),
        None,
    );
    staple(
        "list-that-revokes-the-second",
        "The newer list is the one that counts.",
        json!([city(&[0]), agency(&[1])]),
        Some("status.invalid"),
    );
    staple(
        "list-of-neither",
        "A list for other bundles.",
        json!([
            StatusList::new("https://credit.shanghai.example/status/other", 1, &[0])
                .sign_for(world)
        ]),
        Some("status.subject"),
    );
    staple(
        "list-that-cannot-be-read",
        "Whose is it?",
        json!(["list"]),
        Some("format.structure"),
    );
    staple(
        "list-of-the-second-by-the-first-ones-issuer",
        "The city does not answer for the agency's bundles.",
        json!([StatusList::new(&agency_status_uri(), 1, &[0]).sign_for(world)]),
        Some("signature.algorithm"),
    );
}
