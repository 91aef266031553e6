//! Whose word counts for an age: for a record, that of the bundle with the record; for whether the
//! programme applies, that of the public platforms.

use serde_json::{Value, json};
use testkit::world::*;

use super::{ID, SCORE_AND_AGE, add_both};
use crate::vector::{Suite, Vector};

/// A code that says nothing of a birth: that of a passport, for example.
const ABROAD: &str = "E00000000";

const WITHOUT_AGE: &[&str] = &["/evaluations/sh-public", "/listings", LINK_TO_AGENCY];

pub fn add(suite: &mut Suite<'_>) {
    applies(suite);
    platforms(suite);
    agencies(suite);
    set_aside(suite);
}

fn applies(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = world.person().linked().present(WITHOUT_AGE);
    let not_shown = &["subject.undisclosed"];
    add_both(
        suite,
        "age-in-neither",
        "An age that is not known is never that of an adult; the platform's bundle is asked for it.",
        [&credit, &world.market().linked().present(SCORE_AND_LINK)],
    )
    .undetermined(not_shown, &["credit.subject.age_over"]);
    add_both(
        suite,
        "age-in-the-agencys",
        "An agency does not say whose public record may be looked at.",
        [&credit, &world.market().linked().present(SCORE_AND_AGE)],
    )
    .undetermined(not_shown, &["credit.subject.age_over"]);
    let minor = world
        .market()
        .set("/subject", json!({ "age_over": { "18": false } }));
    add_both(
        suite,
        "minor-in-the-agencys",
        "Nor that it may not.",
        [&credit, &minor.linked().present(SCORE_AND_AGE)],
    )
    .undetermined(not_shown, &["credit.subject.age_over"]);
    let minor = world
        .person()
        .set("/subject", json!({ "age_over": { "18": false } }));
    add_both(
        suite,
        "minor-in-the-platforms",
        "Nobody under eighteen is a subject of credit.",
        [
            &minor.linked().present(LOOK_AND_LINK),
            &world.market().linked().present(SCORE_AND_LINK),
        ],
    )
    .not_applicable(&["subject.minor"]);
}

/// Two public platforms, of which the one tells what the other does not.
fn platforms(suite: &mut Suite<'_>) {
    let world = suite.world;
    fn add<'s>(
        suite: &'s mut Suite<'_>,
        name: &str,
        description: &'static str,
        [city, suzhou]: [&str; 2],
    ) -> &'s mut Vector {
        suite
            .add(name, description)
            .programme(programme(json!({ "inputs": {
                "city": { "vct": CREDIT_STATUS, "jurisdictions": ["310000"] },
                "suzhou": { "vct": CREDIT_STATUS, "jurisdictions": ["320500"] },
            } })))
            .bundles(&[("city", city), ("suzhou", suzhou)])
    }
    let of_age = json!({ "id": ABROAD, "age_over": { "18": true } });
    let id: &[&str] = &["/subject/id"];
    let and_age: &[&str] = &["/subject/id", "/subject/age_over"];
    let city = world.person().set("/subject", of_age.clone()).sign();
    let suzhou = world.in_suzhou().set("/subject", of_age).sign();
    let [city, city_with_age] = [id, and_age].map(|shown| world.bind(&city.show(shown)));
    let [suzhou, suzhou_with_age] = [id, and_age].map(|shown| world.bind(&suzhou.show(shown)));
    add(
        suite,
        "age-in-the-other-platforms",
        "The age is asked once, and shown once.",
        [&city, &suzhou_with_age],
    )
    .granted("only");
    add(
        suite,
        "age-in-the-first-platforms",
        "The same the other way round.",
        [&city_with_age, &suzhou],
    )
    .granted("only");
    add(
        suite,
        "age-in-no-platforms",
        "One of them is asked for it.",
        [&city, &suzhou],
    )
    .undetermined(&["subject.undisclosed"], &["city.subject.age_over"]);
    let without = world.person().set("/subject", json!({ "id": ABROAD }));
    let without = without
        .set("/subject/birthdate", json!("2001-02-03"))
        .sign();
    let telling_nothing = world.person().set("/subject", json!({ "id": ABROAD }));
    add(
        suite,
        "age-asked-of-the-platform-that-may-know-it",
        "The first hides nothing of its subject.",
        [&telling_nothing.present(id), &suzhou],
    )
    .undetermined(&["subject.undisclosed"], &["suzhou.subject.age_over"]);
    add(
        suite,
        "birthdate-in-one-and-age-in-the-other-platforms",
        "What both say fits together.",
        [
            &world.bind(&without.show(&["/subject/id", "/subject/birthdate"])),
            &suzhou_with_age,
        ],
    )
    .granted("only");
}

/// Where no public platform is asked for anything.
fn agencies(suite: &mut Suite<'_>) {
    let world = suite.world;
    let subject = json!({ "id": ABROAD, "age_over": { "18": true } });
    let score = world.market().set("/subject", subject);
    suite
        .add(
            "age-where-no-platform-is-asked",
            "Then the age is asked of all.",
        )
        .programme(programme(json!({ "inputs": {
            "one": { "vct": MARKET_CREDIT }, "other": { "vct": MARKET_CREDIT },
        } })))
        .bundles(&[
            ("one", &score.present(&["/subject/id"])),
            (
                "other",
                &score.present(&["/subject/id", "/subject/age_over"]),
            ),
        ])
        .granted("only");
}

/// A record of some years ago, which the agency's word would set aside as a minor's.
fn set_aside(suite: &mut Suite<'_>) {
    let world = suite.world;
    let listing = merged(listing(), &json!({ "since": "2023-03-03" }));
    let credit = |subject: Value| {
        let sketch = world.person().set("/subject", subject);
        sketch.set("/listings/0", listing.clone()).linked()
    };
    let market = world
        .market()
        .set("/subject", json!({ "birthdate": "2008-02-02" }));
    let market = market
        .linked()
        .present(&[SCORE_AND_LINK, &["/subject/birthdate"]].concat());
    let shown: &[&str] = &["/listings", "/listings/0", LINK_TO_AGENCY];
    let of_age = credit(json!({ "age_over": { "18": true } }));
    let shown_of_age = [shown, &["/subject/age_over"]].concat();
    add_both(
        suite,
        "listing-of-a-minor-by-the-agencys-word",
        "Of age today, and a child when the listing was made, says the agency.",
        [&of_age.present(&shown_of_age), &market],
    )
    .undetermined(&["subject.undisclosed"], &["credit.subject.birthdate"]);
    suite
        .add(
            "listing-of-a-minor-by-the-agencys-word-and-no-age-shown",
            "The same for a programme that lets minors in.",
        )
        .programme(both(json!({ "allows_minors": true })))
        .bundles(&[("credit", &of_age.present(shown)), ("market", &market)])
        .undetermined(&["subject.undisclosed"], &["credit.subject.birthdate"]);
    let born = credit(json!({ "birthdate": "2008-02-02", "age_over": { "18": true } }));
    let shown_born = [&shown_of_age[..], &["/subject/birthdate"]].concat();
    add_both(
        suite,
        "listing-of-a-minor-by-the-platforms-word",
        "What the platform itself says of the birth sets its record aside.",
        [
            &born.present(&shown_born),
            &world.market().linked().present(SCORE_AND_LINK),
        ],
    )
    .granted("only");
    let id = json!({ "id": ID, "age_over": { "18": true } });
    add_both(
        suite,
        "listing-of-an-adult-by-the-platforms-word",
        "The birthdate is in the code.",
        [
            &credit(id).present(&[&shown_of_age[..], &["/subject/id"]].concat()),
            &world.market().linked().present(SCORE_AND_LINK),
        ],
    )
    .not_granted(&["listing.present"]);
}
