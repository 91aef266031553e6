//! A firm and its officer: two subjects, tied by what the firm's bundle says.

use serde_json::{Value, json};
use testkit::sd_jwt::KeyBinding;
use testkit::world::*;

use super::{ANOTHER_ID, ID};
use crate::vector::{Suite, Vector};

const FIRM: &[&str] = &["/listings", "/subject/officers"];
const OFFICER: &[&str] = &["/listings", "/subject/age_over", "/subject/id"];

pub fn add(suite: &mut Suite<'_>) {
    ties(suite);
    left_out(suite);
    conditions(suite);
    of_two_bundles(suite);
}

/// A firm with these officers.
fn firm_with<'w>(world: &'w World, officers: Value) -> Sketch<'w> {
    world.firm().set("/subject/officers", officers)
}

/// A director, and this legal representative.
fn officers(legal_representative: &str) -> Value {
    json!([
        { "role": "director", "id": ANOTHER_ID },
        { "role": "legal_representative", "id": legal_representative },
    ])
}

/// Somebody with an identity code and a key of their own.
fn person<'w>(world: &'w World, id: &str) -> Sketch<'w> {
    let subject = json!({ "id": id, "age_over": { "18": true } });
    let sketch = world.person().set("/subject", subject);
    sketch.held_by(&world.stranger)
}

/// A presentation with the officer's own key.
fn bind(world: &World, shown: &str) -> String {
    let key = &world.stranger;
    KeyBinding::new(shown, AUDIENCE, NONCE, NOW, key).sign(shown, key)
}

fn add_pair<'s>(
    suite: &'s mut Suite<'_>,
    name: &str,
    description: &'static str,
    [firm, officer]: [&str; 2],
) -> &'s mut Vector {
    suite
        .add(name, description)
        .programme(firm_and_officer(json!({})))
        .bundles(&[("firm", firm), ("officer", officer)])
}

fn ties(suite: &mut Suite<'_>) {
    let world = suite.world;
    let firm = firm_with(world, officers(ID)).sign();
    let firm_hiding = world.bind(&firm.show(&["/listings"]));
    let firm = world.bind(&firm.show(FIRM));
    let officer = person(world, ID).sign();
    let officer_hiding = bind(world, &officer.show(&["/listings", "/subject/age_over"]));
    let officer = bind(world, &officer.show(OFFICER));

    add_pair(
        suite,
        "firm-and-officer",
        "Whom the firm names as its legal representative, each with a key of their own.",
        [&firm, &officer],
    )
    .granted("only");
    suite
        .add(
            "firm-and-officer-by-a-published-programme",
            "The same by a programme that the city has signed.",
        )
        .programme(json!("test.firm-and-officer"))
        .bundles(&[("firm", &firm), ("officer", &officer)])
        .granted("only");
    let with_the_same_key = person(world, ID).held_by(&world.holder).present(OFFICER);
    add_pair(
        suite,
        "firm-and-officer-with-one-key",
        "The officer holds the firm's key as well.",
        [&firm, &with_the_same_key],
    )
    .granted("only");

    let mut unlinked = |name: &str, description, bundles: [&str; 2]| {
        add_pair(suite, name, description, bundles).refused("binding.unlinked");
    };
    unlinked(
        "officer-of-another-firm",
        "Somebody with a clean record, who has nothing to do with the firm.",
        [&firm, &person(world, "310199198803030024").present(OFFICER)],
    );
    unlinked(
        "officer-in-another-role",
        "A director is not the legal representative.",
        [&firm, &person(world, ANOTHER_ID).present(OFFICER)],
    );
    unlinked(
        "not-the-officer-with-the-firms-key",
        "Whoever holds the firm's key need not be its legal representative.",
        [
            &firm,
            &person(world, ANOTHER_ID)
                .held_by(&world.holder)
                .present(OFFICER),
        ],
    );
    unlinked(
        "officer-who-does-not-say-who-it-is",
        "The identity code is not shown.",
        [&firm, &officer_hiding],
    );
    unlinked(
        "firm-that-does-not-name-its-officers",
        "The officers are not shown.",
        [&firm_hiding, &officer],
    );
    unlinked(
        "firm-without-officers",
        "There is nobody of that role.",
        [&firm_with(world, json!([])).present(FIRM), &officer],
    );
    unlinked(
        "firm-and-officer-exchanged",
        "Each in the place of the other.",
        [&officer, &firm],
    );
    add_pair(
        suite,
        "firm-in-both-places",
        "The firm as its own officer.",
        [&firm, &firm],
    )
    .refused_at("input.options", "/bundle/officer");
    add_pair(
        suite,
        "firm-in-both-places-by-two-platforms",
        "The firm as its own officer, by another platform's word.",
        [
            &firm,
            &world.by_authority().present(&["/listings", "/subject/id"]),
        ],
    )
    .refused("binding.unlinked");
}

fn left_out(suite: &mut Suite<'_>) {
    let world = suite.world;
    let firm = firm_with(world, officers(ID)).present(FIRM);
    let officer = person(world, ID).present(OFFICER);
    let optional = |firm: bool, officer: bool| {
        let is = json!({ "of": "firm", "role": "legal_representative" });
        firm_and_officer(json!({ "inputs": {
            "firm": { "vct": CREDIT_STATUS, "optional": firm },
            "officer": { "vct": CREDIT_STATUS, "optional": officer, "is": is },
        } }))
    };
    suite
        .add("firm-without-its-officer", "The programme asks for both.")
        .programme(optional(false, false))
        .bundle(firm.clone())
        .refused_at("input.options", "/bundle/officer");
    suite
        .add(
            "officer-left-out",
            "An officer who need not come is unknown; one bundle alone is the firm's.",
        )
        .programme(optional(false, true))
        .bundle(firm.clone())
        .undetermined(&["listing.undisclosed"], &["officer.listings"]);
    suite
        .add(
            "officer-without-the-firm",
            "Nobody is an officer by himself.",
        )
        .programme(optional(true, true))
        .bundles(&[("officer", &officer)])
        .refused_at("input.options", "/bundle/firm");
}

/// What is asked of each of the two.
fn conditions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let firm = firm_with(world, officers(ID));
    let shown = firm.present(FIRM);
    let listed = |sketch: Sketch<'_>, pointers: &[&str]| {
        let sketch = sketch.set("/listings/0", listing());
        sketch.present(&[pointers, &["/listings/0"]].concat())
    };
    add_pair(
        suite,
        "officer-on-a-list",
        "What stands against the officer counts.",
        [&shown, &listed(person(world, ID), OFFICER)],
    )
    .not_granted(&["listing.present"]);
    let minor = "310199201505050013";
    add_pair(
        suite,
        "officer-under-age",
        "Nobody under eighteen is a subject of credit, nor an officer.",
        [
            &firm_with(world, officers(minor)).present(FIRM),
            &world
                .person()
                .set(
                    "/subject",
                    json!({ "id": minor, "age_over": { "18": false } }),
                )
                .held_by(&world.stranger)
                .present(OFFICER),
        ],
    )
    .not_applicable(&["subject.minor"]);
    // A code that says nothing of a birth: that of a passport, for example.
    let abroad = "E00000000";
    add_pair(
        suite,
        "officer-of-unknown-age",
        "An age that is not known is never that of an adult.",
        [
            &firm_with(world, officers(abroad)).present(FIRM),
            &person(world, abroad).present(&["/listings", "/subject/id"]),
        ],
    )
    .undetermined(&["subject.undisclosed"], &["officer.subject.age_over"]);
    add_pair(
        suite,
        "person-in-the-place-of-the-firm",
        "The programme is for firms.",
        [
            &world
                .person()
                .set("/subject/officers", officers(ID))
                .present(&[FIRM, &["/subject/age_over"]].concat()),
            &person(world, ID).present(OFFICER),
        ],
    )
    .not_applicable(&["subject_kind.not_member"]);
    suite
        .add(
            "another-officer-than-expected",
            "The app knows who is sitting in front of it.",
        )
        .programme(firm_and_officer(json!({})))
        .bundles(&[
            ("firm", &shown),
            ("officer", &person(world, ID).present(OFFICER)),
        ])
        .check("subject", json!({ "officer": ANOTHER_ID }))
        .refused("binding.subject");
    suite
        .add(
            "expected-firm",
            "Who is expected is whom the programme is for, not the officer.",
        )
        .programme(firm_and_officer(json!({})))
        .bundles(&[
            ("firm", &firm.present(&[FIRM, &["/subject/id"]].concat())),
            ("officer", &person(world, ID).present(OFFICER)),
        ])
        .check("subject", json!("91310115MA1000367Y"))
        .granted("only");
}

/// An officer of whom two issuers know.
fn of_two_bundles(suite: &mut Suite<'_>) {
    let world = suite.world;
    let is = json!({ "of": "firm", "role": "legal_representative" });
    let inputs = json!({
        "firm": { "vct": CREDIT_STATUS },
        "officer": { "vct": CREDIT_STATUS, "is": is },
        "score": { "vct": MARKET_CREDIT, "is": is },
    });
    let firm = firm_with(
        world,
        json!([
            { "role": "legal_representative", "id": ID },
            { "role": "legal_representative", "id": ANOTHER_ID },
        ]),
    );
    let officer = person(world, ID).linked().sign();
    let linking = [OFFICER, &[LINK_TO_AGENCY]].concat();
    let hiding = &["/listings", "/subject/age_over", LINK_TO_AGENCY];
    let (officer, officer_hiding) = (
        bind(world, &officer.show(&linking)),
        bind(world, &officer.show(hiding)),
    );
    let firm = firm.present(FIRM);
    let score = |id: &str, link: &str, key| {
        let sketch = world.market().set("/subject", json!({ "id": id }));
        sketch.linked_by(link).held_by(key)
    };
    let mut add = |name: &str, description, officer: &str, score: String, code: Option<&str>| {
        let vector = suite
            .add(name, description)
            .programme(firm_and_officer(json!({ "inputs": inputs })))
            .bundles(&[("firm", &firm), ("officer", officer), ("score", &score)]);
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("only"),
        }
    };
    add(
        "officer-of-two-bundles",
        "Both are about the officer, who shows the identity code in the one that links to the other.",
        &officer,
        score(ID, LINK, &world.stranger).present(SCORE_AND_LINK),
        None,
    );
    add(
        "officer-named-by-the-agency",
        "The officer's own record does not show whose it is.",
        &officer_hiding,
        score(ID, LINK, &world.stranger).present(&[SCORE_AND_LINK, &["/subject/id"]].concat()),
        Some("binding.unlinked"),
    );
    add(
        "two-officers-for-one",
        "Both are the firm's legal representatives, but not one person.",
        &officer,
        score(ANOTHER_ID, LINK, &world.stranger)
            .present(&[SCORE_AND_LINK, &["/subject/id"]].concat()),
        Some("binding.conflict"),
    );
    add(
        "officer-and-somebody-elses-score",
        "Whose score is it? The key is the officer's.",
        &officer,
        score(ANOTHER_ID, ANOTHER_LINK, &world.stranger).present(SCORE_AND_LINK),
        Some("binding.unlinked"),
    );
}
