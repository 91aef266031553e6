//! Whether bundles are about one person: by one identity code, and nothing in which they contradict
//! each other; and whom the app expects.

use serde_json::{Value, json};
use testkit::world::*;

use super::{ANOTHER_ID, ID, SCORE, add_both};
use crate::vector::{Suite, Vector};

/// What the two bundles are needed for, and whatever they say of their subject.
const LOOK_AND_SUBJECT: &[&str] = &[
    "/evaluations/sh-public",
    "/listings",
    "/subject/age_over",
    "/subject/birthdate",
    "/subject/id",
    "/subject/id_tail",
    LINK_TO_AGENCY,
    "/subject/name",
    "/subject/residence",
];
const SCORE_AND_SUBJECT: &[&str] = &[
    "/evaluations/zhima",
    "/subject/age_over",
    "/subject/birthdate",
    "/subject/id",
    "/subject/id_tail",
    "/subject/link",
    "/subject/name",
    "/subject/residence",
];

pub fn add(suite: &mut Suite<'_>) {
    ties(suite);
    copies(suite);
    contradictions(suite);
    several(suite);
    expected(suite);
}

fn ties(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = |subject: Value| world.person().set("/subject", subject);
    let market = |subject: Value| world.market().set("/subject", subject);
    let elsewhere = |subject: Value| market(subject).held_by(&world.stranger);
    let show = |one: Sketch<'_>, other: Sketch<'_>| {
        [
            one.present(LOOK_AND_SUBJECT),
            other.present(SCORE_AND_SUBJECT),
        ]
    };
    let mut add = |name: &str, description, bundles: [String; 2], code: Option<&str>| {
        let vector = add_both(suite, name, description, bundles.each_ref().map(|b| &**b));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("only"),
        }
    };
    add(
        "one-identity-and-two-keys",
        "Two devices of one person, whose identity code both bundles show.",
        show(credit(json!({ "id": ID })), elsewhere(json!({ "id": ID }))),
        None,
    );
    // The specimen of GB 11643.
    add(
        "one-identity-in-another-case",
        "The check character may be written in lower case.",
        show(
            credit(json!({ "id": "11010519491231002X" })),
            elsewhere(json!({ "id": "11010519491231002x" })),
        ),
        None,
    );
    add(
        "one-key-and-nothing-else",
        "Whoever holds a key can have it bound to a friend's bundle.",
        [world.person().present(LOOK), world.market().present(SCORE)],
        Some("binding.unlinked"),
    );
    add(
        "two-people",
        "Somebody with a clean record, and somebody else's score.",
        [
            world.person().present(LOOK),
            world.market().held_by(&world.stranger).present(SCORE),
        ],
        Some("binding.unlinked"),
    );
    add(
        "two-people-and-their-identities",
        "Whoever shows both identity codes shows that they are two.",
        show(
            credit(json!({ "id": ID })),
            elsewhere(json!({ "id": ANOTHER_ID })),
        ),
        Some("binding.conflict"),
    );
    add(
        "one-identity-shown-once",
        "The one code says nothing of whom the other bundle is about.",
        [
            credit(json!({ "id": ID, "age_over": { "18": true } })).present(LOOK_AND_SUBJECT),
            market(json!({ "id": ID })).present(SCORE),
        ],
        Some("binding.unlinked"),
    );
    let alike = json!({
        "name": "张三", "birthdate": "1995-05-05", "id_tail": "0013", "residence": "310115",
    });
    add(
        "alike-but-for-the-identity",
        "Name, birthdate, residence and the end of a code are not one person's alone, nor is a key.",
        show(credit(alike.clone()), market(alike)),
        Some("binding.unlinked"),
    );
}

/// Where the app says that any copy will do.
fn copies(suite: &mut Suite<'_>) {
    let world = suite.world;
    let subject = json!({ "id": ID });
    let credit = world.person().set("/subject", subject.clone()).linked();
    let market = world.market().set("/subject", subject).linked();
    let (credit, market) = (credit.sign(), market.sign());
    add_both(
        suite,
        "one-identity-of-copies",
        "The identity code ties copies as it does originals.",
        [
            &credit.show(&["/evaluations/sh-public", "/listings", "/subject/id"]),
            &market.show(&["/evaluations/zhima", "/subject/id"]),
        ],
    )
    .check("holder", json!("unbound"))
    .granted("only");
    add_both(
        suite,
        "one-link-of-copies",
        "So does a link.",
        [
            &world.person().linked().sign().show(LOOK_AND_LINK),
            &market.show(SCORE_AND_LINK),
        ],
    )
    .check("holder", json!("unbound"))
    .granted("only");
}

/// Linked, and yet not one person.
fn contradictions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = |subject: Value| world.person().set("/subject", subject).linked();
    let market = |subject: Value| world.market().set("/subject", subject).linked();
    let mut refused = |name: &str, description, one: Sketch<'_>, other: Sketch<'_>, at: &str| {
        let bundles = [
            one.present(LOOK_AND_SUBJECT),
            other.present(SCORE_AND_SUBJECT),
        ];
        add_both(suite, name, description, bundles.each_ref().map(|b| &**b))
            .refused_at("binding.conflict", at);
    };
    refused(
        "linked-with-two-identities",
        "The agency has taken somebody for somebody else.",
        credit(json!({ "id": ID })),
        market(json!({ "id": ANOTHER_ID })),
        "/subject/id",
    );
    refused(
        "linked-with-two-names",
        "The agency has taken somebody for somebody else.",
        credit(json!({ "name": "张三" })),
        market(json!({ "name": "李四" })),
        "/subject/name",
    );
    refused(
        "linked-with-two-birthdates",
        "The agency has taken somebody for somebody else.",
        credit(json!({ "birthdate": "1995-05-05" })),
        market(json!({ "birthdate": "1995-05-06" })),
        "/subject/birthdate",
    );
    refused(
        "linked-with-two-residences",
        "At least one of them is out of date.",
        credit(json!({ "residence": "310115" })),
        market(json!({ "residence": "310104" })),
        "/subject/residence",
    );
    refused(
        "identity-with-another-end",
        "The code does not end as the other bundle says.",
        credit(json!({ "id": ID })),
        market(json!({ "id_tail": "003X" })),
        "/subject/id_tail",
    );
    refused(
        "end-of-another-identity",
        "The same the other way round.",
        credit(json!({ "id_tail": "003X" })),
        market(json!({ "id": ID })),
        "/subject/id_tail",
    );
    refused(
        "age-and-birthdate-of-two",
        "Of age in the one bundle, a child in the other.",
        credit(json!({ "age_over": { "18": true } })),
        market(json!({ "birthdate": "2012-02-02" })),
        "/subject/age_over",
    );
    refused(
        "age-and-identity-of-two",
        "The birthdate is in the code.",
        credit(json!({ "age_over": { "36": true } })),
        market(json!({ "id": ID })),
        "/subject/age_over",
    );
    refused(
        "person-linked-with-a-firm",
        "Whoever acts for a firm is not the firm.",
        credit(json!({})),
        market(json!({})).set("/subject_kind", json!("enterprise")),
        "/subject_kind",
    );
}

/// Three bundles by their identity codes.
fn several(suite: &mut Suite<'_>) {
    let world = suite.world;
    const FIRM: &str = "91310115MA1000367Y";
    const ANOTHER_FIRM: &str = "91310115MA10001800";
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        [district, market, register]: [&str; 3],
    ) -> &'s mut Vector {
        suite
            .add(name, description)
            .programme(programme(json!({ "inputs": {
                "district": { "vct": CREDIT_STATUS },
                "market": { "vct": MARKET_CREDIT },
                "register": { "vct": CREDIT_STATUS },
            } })))
            .bundles(&[
                ("district", district),
                ("market", market),
                ("register", register),
            ])
    }
    let market = |id: &str| {
        let sketch = world.market().held_by(&world.stranger);
        let sketch = sketch.set("/subject_kind", json!("enterprise"));
        let sketch = sketch.set("/subject", json!({ "id": id }));
        sketch.present(&["/subject/id"])
    };
    let district = world.firm().present(&["/subject/id"]);
    let register = world.by_authority().present(&["/subject/id"]);
    add(
        suite,
        "three-with-one-identity",
        "Each shows the code.",
        [&district, &market(FIRM), &register],
    )
    .granted("only");
    add(
        suite,
        "one-of-three-loose",
        "The register's may be about another firm, whoever holds its key.",
        [&district, &market(FIRM), &world.by_authority().present(&[])],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "one-of-three-about-another",
        "The market's is about another firm.",
        [&district, &market(ANOTHER_FIRM), &register],
    )
    .refused_at("binding.conflict", "/subject/id");
}

/// Whom the app expects.
fn expected(suite: &mut Suite<'_>) {
    let world = suite.world;
    let subject = json!({ "id": ID, "age_over": { "18": true } });
    let credit = world.person().set("/subject", subject.clone()).linked();
    let market = world.market().set("/subject", subject).linked();
    let (credit, market) = (credit.sign(), market.sign());
    let [with, without] =
        [LOOK_AND_SUBJECT, LOOK_AND_LINK].map(|shown| world.bind(&credit.show(shown)));
    let [score_with, score] =
        [SCORE_AND_SUBJECT, SCORE_AND_LINK].map(|shown| world.bind(&market.show(shown)));
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        bundles: [&str; 2],
        subject: Value,
    ) -> &'s mut Vector {
        add_both(suite, name, description, bundles).check("subject", subject)
    }
    let not_shown = &["subject.undisclosed"];
    add(
        suite,
        "expected-subject-shown-by-both",
        "Each shows it by itself.",
        [&with, &score_with],
        json!(ID),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-shown-by-the-platform",
        "The agency's is about whomever the platform's is about, which has the link to it.",
        [&with, &score],
        json!(ID),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-shown-by-the-agency",
        "An agency does not say whose public record somebody else's bundle is.",
        [&without, &score_with],
        json!(ID),
    )
    .undetermined(not_shown, &["credit.subject.id"]);
    add(
        suite,
        "expected-subject-shown-by-none",
        "They are about one person, but about whom?",
        [&without, &score],
        json!(ID),
    )
    .undetermined(not_shown, &["credit.subject.id"]);
    for (name, bundles) in [
        ("another-subject-than-expected", [&with, &score_with]),
        (
            "another-subject-than-expected-by-the-platform",
            [&with, &score],
        ),
        (
            "another-subject-than-expected-by-the-agency",
            [&without, &score_with],
        ),
    ] {
        let description = "They are about somebody else.";
        add(
            suite,
            name,
            description,
            bundles.map(|b| &**b),
            json!(ANOTHER_ID),
        )
        .refused("binding.subject");
    }
    add(
        suite,
        "expected-subject-of-each",
        "Each shows it by itself.",
        [&with, &score_with],
        json!({ "credit": ID, "market": ID }),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-of-each-shown-by-the-platform",
        "The agency's is about the same.",
        [&with, &score],
        json!({ "credit": ID, "market": ID }),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-of-the-agencys",
        "Whom the app expects of one bundle it expects of the other, which does not show it.",
        [&without, &score_with],
        json!({ "market": ID }),
    )
    .undetermined(not_shown, &["credit.subject.id"]);
    add(
        suite,
        "another-subject-than-expected-of-one",
        "It is about somebody else.",
        [&with, &score],
        json!({ "credit": ANOTHER_ID }),
    )
    .refused("binding.subject");
    suite
        .add(
            "expected-subject-of-one-left-out",
            "Whoever is expected has to come.",
        )
        .programme(optional_market())
        .bundle(with.clone())
        .check("subject", json!({ "market": ID }))
        .undetermined(not_shown, &["market.subject.id"]);
    suite
        .add(
            "expected-subject-of-a-link-to-nobody",
            "A link shows nothing where the bundle is not there that it leads to.",
        )
        .programme(programme(json!({
            "inputs": { "market": { "vct": MARKET_CREDIT } },
            "tiers": [{ "id": "only", "when": zhima_at_least(700), "benefit": perk() }],
        })))
        .bundle(world.bind(&market.show(&[SCORE_AND_LINK, &["/subject/age_over"]].concat())))
        .check("subject", json!(ID))
        .undetermined(not_shown, &["market.subject.id"]);

    let friend = world.person().set("/subject/id", json!(ANOTHER_ID));
    let friend_linked = friend.linked_by(ANOTHER_LINK);
    add(
        suite,
        "friends-clean-record-with-ones-own-key",
        "The friend had it issued for my key, and hides whose it is; the identity shown is mine.",
        [&friend_linked.present(LOOK), &score_with],
        json!(ID),
    )
    .refused("binding.unlinked");
    add(
        suite,
        "friends-clean-record-with-a-link-of-its-own",
        "The friend's record is linked to the friend's score, and not to mine.",
        [&friend_linked.present(LOOK_AND_LINK), &score_with],
        json!(ID),
    )
    .refused("binding.unlinked");
}
