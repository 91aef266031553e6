//! Whether bundles are about one subject by links, where no identity code is shown.

use serde_json::json;
use testkit::world::*;

use super::{ID, SCORE, add_both};
use crate::vector::{Suite, Vector};

pub fn add(suite: &mut Suite<'_>) {
    ties(suite);
    forms(suite);
    several(suite);
}

fn ties(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = world.person().linked().sign();
    let market = world.market().linked().sign();
    let [credit_linking, credit] =
        [LOOK_AND_LINK, LOOK].map(|shown| world.bind(&credit.show(shown)));
    let [market_linked, market] =
        [SCORE_AND_LINK, SCORE].map(|shown| world.bind(&market.show(shown)));
    let mut unlinked = |name: &str, description, bundles: [&str; 2]| {
        add_both(suite, name, description, bundles).refused("binding.unlinked");
    };
    unlinked(
        "link-hidden",
        "The platform's bundle shows its link, and the agency's does not.",
        [&credit_linking, &market],
    );
    unlinked(
        "link-to-the-agency-hidden",
        "The agency's bundle shows its link, and the platform's does not.",
        [&credit, &market_linked],
    );
    unlinked(
        "links-both-hidden",
        "That there are links is not that they are equal.",
        [&credit, &market],
    );
    unlinked(
        "links-that-differ",
        "Somebody else's score.",
        [
            &credit_linking,
            &world
                .market()
                .linked_by(ANOTHER_LINK)
                .present(SCORE_AND_LINK),
        ],
    );
    let other_name = |issuer: &str| {
        let sketch = world
            .person()
            .set("/subject/links", json!({ issuer: LINK }));
        let link = format!("/subject/links/{issuer}");
        sketch.present(&[LOOK, &[&link]].concat())
    };
    unlinked(
        "link-to-another-issuer",
        "The value was made for a bank.",
        [&other_name("https://bank.example"), &market_linked],
    );
    unlinked(
        "link-to-an-issuer-by-another-spelling",
        "An issuer has one name, letter by letter.",
        [&other_name("https://agency.example/"), &market_linked],
    );
    unlinked(
        "link-to-the-platform-itself",
        "The value was made for the platform's own other bundles.",
        [&other_name(CITY), &market_linked],
    );
    let several = json!({ "https://bank.example": ANOTHER_LINK, AGENCY: LINK });
    let several = world.person().set("/subject/links", several);
    add_both(
        suite,
        "link-among-others",
        "What is for other issuers stays hidden.",
        [&several.present(LOOK_AND_LINK), &market_linked],
    )
    .granted("only");
    let held_by_two = world.market().linked().held_by(&world.stranger);
    add_both(
        suite,
        "one-link-and-two-keys",
        "A bundle on another device.",
        [&credit_linking, &held_by_two.present(SCORE_AND_LINK)],
    )
    .granted("only");
    suite
        .add(
            "links-that-no-rule-reads",
            "They tie bundles, and are no facts.",
        )
        .programme(programme_when(
            json!({ "exists": { "var": "credit.subject.link" } }),
        ))
        .refused("programme.path");
}

/// What is no link, and links where none may be.
fn forms(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, bundles: [String; 2], at: &str| {
        add_both(suite, name, description, bundles.each_ref().map(|b| &**b))
            .refused_at("claim.invalid", at);
    };
    let credit = || world.person().linked().present(LOOK_AND_LINK);
    let market = || world.market().linked().present(SCORE_AND_LINK);
    let shown: &[&str] = &["/subject/link", "/subject/links", LINK_TO_AGENCY];
    refused(
        "link-in-a-public-bundle",
        "A public platform is linked to nobody.",
        [
            world
                .person()
                .set("/subject/link", json!(LINK))
                .present(shown),
            market(),
        ],
        "/subject/link",
    );
    refused(
        "links-in-an-agencys-bundle",
        "Only a public platform says whose another's bundle is.",
        [
            credit(),
            world
                .market()
                .set("/subject/links", json!({ CITY: LINK }))
                .present(shown),
        ],
        "/subject/links",
    );
    refused(
        "links-no-object",
        "One value for all.",
        [
            world
                .person()
                .set("/subject/links", json!(LINK))
                .present(shown),
            market(),
        ],
        "/subject/links",
    );
    for (name, description, value) in [
        (
            "of-15-bytes",
            "Easier to guess.",
            json!("b25lIGFuZCB0aGUgc2Ft"),
        ),
        (
            "of-17-bytes",
            "A value has one length.",
            json!("b25lIGFuZCB0aGUgc2FtZSE"),
        ),
        (
            "padded",
            "A value has one spelling.",
            json!("b25lIGFuZCB0aGUgc2FtZQ=="),
        ),
        (
            "with-bits-to-spare",
            "A value has one spelling.",
            json!("b25lIGFuZCB0aGUgc2FtZR"),
        ),
        (
            "in-base64",
            "Of the other alphabet.",
            json!("b25lIGFuZCB0aGUgc2Ft+/"),
        ),
        ("empty", "No value.", json!("")),
        ("no-text", "A number that anybody has.", json!(1)),
        ("in-a-list", "Which of them?", json!([LINK])),
    ] {
        refused(
            &format!("link-{name}"),
            description,
            [
                credit(),
                world
                    .market()
                    .set("/subject/link", value.clone())
                    .present(SCORE_AND_LINK),
            ],
            "/subject/link",
        );
        refused(
            &format!("link-to-the-agency-{name}"),
            description,
            [
                world
                    .person()
                    .set("/subject/links", json!({ AGENCY: value }))
                    .present(LOOK_AND_LINK),
                market(),
            ],
            "/subject/links/https:~1~1agency.example",
        );
    }
    let as_one = world
        .person()
        .linked()
        .draft_hiding(|pointer| match pointer {
            "/subject/links" => true,
            LINK_TO_AGENCY => false,
            other => is_disclosure(other),
        });
    let as_one = as_one
        .sign("bundle-1", &world.city)
        .show(&[LOOK, &["/subject/links"]].concat());
    add_both(
        suite,
        "links-disclosed-as-one",
        "Whoever shows one of them would show all.",
        [&world.bind(&as_one), &market()],
    )
    .refused_at("claim.protected", "/subject/links");
}

/// Three bundles, of which no one shows who the others are about but a public one.
fn several(suite: &mut Suite<'_>) {
    let world = suite.world;
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        vcts: [&str; 3],
        [one, two, three]: [&str; 3],
    ) -> &'s mut Vector {
        let [vct_one, vct_two, vct_three] = vcts.map(|vct| json!({ "vct": vct }));
        suite
            .add(name, description)
            .programme(programme(json!({
                "inputs": { "one": vct_one, "two": vct_two, "three": vct_three },
                "allows_minors": true,
            })))
            .bundles(&[("one", one), ("two", two), ("three", three)])
    }
    let id: &[&str] = &["/subject/id"];
    fn with_id(sketch: Sketch<'_>) -> Sketch<'_> {
        sketch.set("/subject", json!({ "id": ID })).linked()
    }
    let city = || with_id(world.person());
    let suzhou = || with_id(world.in_suzhou());
    let score = || with_id(world.market());
    // Bundles that say the same are still as many.
    let further = |idx: u8| with_id(world.market().set("/status/status_list/idx", json!(idx)));
    let (linking, linked): (&[&str], &[&str]) = (&[LINK_TO_AGENCY], &["/subject/link"]);
    let one_platform = [CREDIT_STATUS, MARKET_CREDIT, MARKET_CREDIT];
    add(
        suite,
        "two-linked-by-one-platform",
        "The platform's bundle says of each of them that it is about the same.",
        one_platform,
        [
            &city().present(linking),
            &score().present(linked),
            &further(1).present(linked),
        ],
    )
    .granted("only");
    add(
        suite,
        "one-linked-and-one-not",
        "The third may be about somebody else.",
        one_platform,
        [
            &city().present(linking),
            &score().present(linked),
            &further(1).present(&[]),
        ],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "one-linked-and-one-identified-by-it",
        "The third shows whom the second is about, and nobody shows whom the first is about.",
        one_platform,
        [
            &city().present(linking),
            &score().present(&[id, linked].concat()),
            &further(1).present(id),
        ],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "one-linked-and-one-with-the-platforms-identity",
        "The platform's bundle is tied to each of them.",
        one_platform,
        [
            &city().present(&[id, linking].concat()),
            &score().present(linked),
            &further(1).present(id),
        ],
    )
    .granted("only");
    add(
        suite,
        "linked-with-each-other",
        "One value in both, and no platform to say whose it is.",
        [MARKET_CREDIT; 3],
        [
            &score().present(linked),
            &further(1).present(linked),
            &further(2).present(linked),
        ],
    )
    .refused("binding.unlinked");

    let two_platforms = [CREDIT_STATUS, MARKET_CREDIT, CREDIT_STATUS];
    add(
        suite,
        "two-platforms-tied-by-the-agency",
        "The agency is linked to the one, and shows the identity that the other shows.",
        two_platforms,
        [
            &city().present(linking),
            &score().present(&[id, linked].concat()),
            &suzhou().present(id),
        ],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "two-platforms-linked-to-the-agency",
        "Each platform says whose the score is, and neither whose the other's record is.",
        two_platforms,
        [
            &city().present(linking),
            &score().present(linked),
            &suzhou().present(linking),
        ],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "two-platforms-and-a-link",
        "The platforms by the identity, the agency by the link of the one.",
        two_platforms,
        [
            &city().present(&[id, linking].concat()),
            &score().present(linked),
            &suzhou().present(id),
        ],
    )
    .granted("only");
}
