//! Several bundles in one call: which input each is for, and whether they belong together.

mod ages;
mod aliases;
mod faults;
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
    aliases::aliases(suite);
    aliases::texts(suite);
    aliases::two_of_one_type(suite);
    people::add(suite);
    links::add(suite);
    ages::add(suite);
    officers::add(suite);
    faults::each_by_itself(suite);
    optional(suite);
    faults::status_lists(suite);
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
