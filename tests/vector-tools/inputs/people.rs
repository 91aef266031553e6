//! Whether bundles are about one person: by one key or one identity code, and nothing in which they
//! contradict each other.

use serde_json::{Value, json};

use super::{ANOTHER_ID, ID, SCORE, add_both};
use crate::vector::{Suite, Vector};
use crate::world::*;

/// What the two bundles are needed for, and whatever they say of their subject.
const LOOK_AND_SUBJECT: &[&str] = &[
    "/evaluations/sh-public",
    "/listings",
    "/subject/age_over",
    "/subject/birthdate",
    "/subject/id",
    "/subject/id_tail",
    "/subject/name",
    "/subject/residence",
];
const SCORE_AND_SUBJECT: &[&str] = &[
    "/evaluations/zhima",
    "/subject/age_over",
    "/subject/birthdate",
    "/subject/id",
    "/subject/id_tail",
    "/subject/name",
    "/subject/residence",
];

pub fn add(suite: &mut Suite<'_>) {
    ties(suite);
    copies(suite);
    contradictions(suite);
    chain(suite);
    ages(suite);
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
        "two-keys-and-one-identity-shown",
        "The one code says nothing of whom the other bundle is about.",
        [
            credit(json!({ "id": ID, "age_over": { "18": true } })).present(LOOK_AND_SUBJECT),
            elsewhere(json!({ "id": ID })).present(SCORE),
        ],
        Some("binding.unlinked"),
    );
    let alike = json!({
        "name": "张三", "birthdate": "1995-05-05", "id_tail": "0013", "residence": "310115",
    });
    add(
        "alike-but-for-the-key",
        "Name, birthdate, residence and the end of a code are not one person's alone.",
        show(credit(alike.clone()), elsewhere(alike)),
        Some("binding.unlinked"),
    );
}

/// Where the app says that any copy will do.
fn copies(suite: &mut Suite<'_>) {
    let world = suite.world;
    let identified = json!({ "id": ID });
    let credit = world.person().set("/subject", identified.clone()).sign();
    let market = world.market().set("/subject", identified).sign();
    add_both(
        suite,
        "one-key-that-nobody-proved-to-hold",
        "The keys are the same, and that is all: anybody may have written them.",
        [&credit.show(LOOK_AND_SUBJECT), &market.show(SCORE)],
    )
    .check("holder", json!("unbound"))
    .refused("binding.unlinked");
    add_both(
        suite,
        "one-identity-of-copies",
        "The identity code ties copies as it does originals.",
        [
            &credit.show(LOOK_AND_SUBJECT),
            &market.show(SCORE_AND_SUBJECT),
        ],
    )
    .check("holder", json!("unbound"))
    .granted("only");
}

/// One key, and yet not one person.
fn contradictions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = |subject: Value| world.person().set("/subject", subject);
    let market = |subject: Value| world.market().set("/subject", subject);
    let mut refused = |name: &str, description, one: Sketch<'_>, other: Sketch<'_>, at: &str| {
        let bundles = [
            one.present(LOOK_AND_SUBJECT),
            other.present(SCORE_AND_SUBJECT),
        ];
        add_both(suite, name, description, bundles.each_ref().map(|b| &**b))
            .refused_at("binding.conflict", at);
    };
    refused(
        "one-key-and-two-identities",
        "Two people who share a device.",
        credit(json!({ "id": ID })),
        market(json!({ "id": ANOTHER_ID })),
        "/subject/id",
    );
    refused(
        "one-key-and-two-names",
        "Two people who share a device.",
        credit(json!({ "name": "张三" })),
        market(json!({ "name": "李四" })),
        "/subject/name",
    );
    refused(
        "one-key-and-two-birthdates",
        "Two people who share a device.",
        credit(json!({ "birthdate": "1995-05-05" })),
        market(json!({ "birthdate": "1995-05-06" })),
        "/subject/birthdate",
    );
    refused(
        "one-key-and-two-residences",
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
        "person-and-firm-with-one-key",
        "Whoever acts for a firm is not the firm.",
        credit(json!({})),
        market(json!({})).set("/subject_kind", json!("enterprise")),
        "/subject_kind",
    );
}

/// Three bundles, of which the first and the last have nothing in common but the second.
fn chain(suite: &mut Suite<'_>) {
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
    let district = world.firm().present(&["/subject/established"]);
    let identified = world.by_authority().present(&["/subject/id"]);
    add(
        suite,
        "tied-by-the-one-between",
        "The register's has the key of the district's and the identity code of the market's.",
        [&district, &market(FIRM), &identified],
    )
    .granted("only");
    add(
        suite,
        "one-of-three-loose",
        "The market's may be about another firm.",
        [&district, &market(FIRM), &world.by_authority().present(&[])],
    )
    .refused("binding.unlinked");
    add(
        suite,
        "one-of-three-about-another",
        "The market's is about another firm.",
        [&district, &market(ANOTHER_FIRM), &identified],
    )
    .refused_at("binding.conflict", "/subject/id");
}

/// What one bundle tells of an age is known of the person.
fn ages(suite: &mut Suite<'_>) {
    let world = suite.world;
    let without_age: &[&str] = &["/evaluations/sh-public", "/listings"];
    let score_and_age: &[&str] = &["/evaluations/zhima", "/subject/age_over"];
    add_both(
        suite,
        "age-in-the-other",
        "The age is shown once.",
        [
            &world.person().present(without_age),
            &world.market().present(score_and_age),
        ],
    )
    .granted("only");
    add_both(
        suite,
        "age-in-neither",
        "An age that is not known is never that of an adult.",
        [
            &world.person().present(without_age),
            &world.market().present(SCORE),
        ],
    )
    .undetermined(
        &["subject.undisclosed"],
        &["credit.subject.age_over", "market.subject.age_over"],
    );
    let minor = json!({ "age_over": { "18": false } });
    add_both(
        suite,
        "minor-in-the-other",
        "Nobody under eighteen is a subject of credit.",
        [
            &world.person().present(without_age),
            &world.market().set("/subject", minor).present(score_and_age),
        ],
    )
    .not_applicable(&["subject.minor"]);
}

/// Whom the app expects.
fn expected(suite: &mut Suite<'_>) {
    let world = suite.world;
    let subject = json!({ "id": ID, "age_over": { "18": true } });
    let credit = world.person().set("/subject", subject.clone()).sign();
    let market = world.market().set("/subject", subject).sign();
    let [with, without] = [LOOK_AND_SUBJECT, LOOK].map(|shown| world.bind(&credit.show(shown)));
    let [score_with, score] =
        [SCORE_AND_SUBJECT, SCORE].map(|shown| world.bind(&market.show(shown)));
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        bundles: [&str; 2],
        subject: Value,
    ) -> &'s mut Vector {
        add_both(suite, name, description, bundles).check("subject", subject)
    }
    add(
        suite,
        "expected-subject-shown-by-one",
        "The other is tied to it.",
        [&without, &score_with],
        json!(ID),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-shown-by-none",
        "They are about one person, but about whom?",
        [&without, &score],
        json!(ID),
    )
    .undetermined(&["subject.undisclosed"], &["credit.subject.id"]);
    add(
        suite,
        "another-subject-than-expected",
        "They are about somebody else.",
        [&without, &score_with],
        json!(ANOTHER_ID),
    )
    .refused("binding.subject");
    add(
        suite,
        "expected-subject-of-each",
        "Each has to show it by itself.",
        [&with, &score_with],
        json!({ "credit": ID, "market": ID }),
    )
    .granted("only");
    add(
        suite,
        "expected-subject-of-each-shown-by-one",
        "A tie is not enough where the app asks for each.",
        [&without, &score_with],
        json!({ "credit": ID, "market": ID }),
    )
    .undetermined(&["subject.undisclosed"], &["credit.subject.id"]);
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
        .undetermined(&["subject.undisclosed"], &["market.subject.id"]);
}
