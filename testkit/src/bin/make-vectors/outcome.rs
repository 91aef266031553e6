//! What a decision says: tiers, requirements, what is hidden, and whom a programme is for.

use serde_json::json;
use testkit::world::*;

use super::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    tiers(suite);
    hidden(suite);
    not_applicable(suite);
    issuers(suite);
    versions(suite);
    subjects(suite);
}

const LOOK_AND_HONOURS: &[&str] = &[
    "/subject/age_over",
    "/evaluations/sh-public",
    "/listings",
    "/honours",
];

fn tiers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let scoring = |score: i64| {
        world
            .person()
            .set("/evaluations/sh-public/score", json!(score))
    };

    suite
        .add(
            "first-tier",
            "A score well above the bound of the first tier.",
        )
        .granted("gold");
    suite
        .add(
            "first-tier-exactly",
            "A score at the very bound of the first tier.",
        )
        .bundle(scoring(700).present(LOOK))
        .granted("gold");
    suite
        .add("second-tier", "A score between the bounds, and no honours.")
        .bundle(scoring(699).present(LOOK_AND_HONOURS))
        .granted("silver");
    suite
        .add(
            "second-tier-with-upgrade",
            "Honours that are not shown might lead to the first tier.",
        )
        .bundle(scoring(699).present(LOOK))
        .granted_with_upgrade("silver", "gold");
    suite
        .add("below-every-tier", "A score below the bounds of all tiers.")
        .bundle(scoring(599).present(LOOK_AND_HONOURS))
        .not_granted(&["evaluation.below"]);
    suite
        .add(
            "score-below-bound-by-a-hundredth",
            "Decimals are compared exactly.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/score", json!(699.99))
                .present(LOOK_AND_HONOURS),
        )
        .granted("silver");
    suite
        .add(
            "requirement-not-met",
            "A serious listing stands against the subject, whatever the score.",
        )
        .bundle(world.listed(&json!({})).present(LOOK_AT_LISTING))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "requirement-not-met-explained",
            "The same, with everything that the decision rests on.",
        )
        .bundle(world.listed(&json!({})).present(LOOK_AT_LISTING))
        .check("explain", json!("full"))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "listing-of-attention-only",
            "A listing that is not serious is no obstacle here.",
        )
        .bundle(
            world
                .listed(&json!({ "severity": "attention" }))
                .present(LOOK_AT_LISTING),
        )
        .granted("gold");
    suite
        .add(
            "request-above-every-tier",
            "A deposit higher than any that is waived.",
        )
        .check("request", json!({ "deposit": "299.01" }))
        .not_granted(&["request.above"]);
    suite
        .add(
            "request-as-money",
            "A deposit as an amount with its currency.",
        )
        .check(
            "request",
            json!({ "deposit": { "currency": "CNY", "amount": "299.00" } }),
        )
        .granted("gold");
    suite
        .add(
            "request-in-another-currency",
            "Amounts are in yuan: others could not be compared.",
        )
        .check(
            "request",
            json!({ "deposit": { "currency": "USD", "amount": "1.00" } }),
        )
        .refused("input.request");
}

fn hidden(suite: &mut Suite<'_>) {
    let world = suite.world;
    suite
        .add("list-hidden", "A list that is not shown may hold anything.")
        .bundle(
            world
                .person()
                .present(&["/subject/age_over", "/evaluations/sh-public"]),
        )
        .undetermined(&["listing.undisclosed"], &["credit.listings"]);
    suite
        .add(
            "record-hidden",
            "A record that is not shown may be a serious one.",
        )
        .bundle(
            world
                .listed(&json!({ "severity": "attention" }))
                .present(LOOK),
        )
        .undetermined(&["listing.undisclosed"], &["credit.listings[0]"]);
    suite
        .add(
            "serious-record-hidden",
            "Hiding a serious record is no better than showing it.",
        )
        .bundle(world.listed(&json!({})).present(LOOK))
        .undetermined(&["listing.undisclosed"], &["credit.listings[0]"]);
    let two = world.listed(&json!({})).set("/listings/1", listing());
    suite
        .add(
            "one-record-shown-and-one-hidden",
            "What is shown suffices for a no.",
        )
        .bundle(two.present(LOOK_AT_LISTING))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "scheme-hidden",
            "The evaluation that the tier reads is not shown.",
        )
        .bundle(world.person().present(&["/subject/age_over"]))
        .programme(programme_when(score_at_least(600)))
        .undetermined(
            &["evaluation.undisclosed"],
            &["credit.evaluations.sh-public"],
        );
    suite
        .add(
            "scheme-absent",
            "There is no such evaluation, and none is hidden.",
        )
        .bundle(world.person().set("/evaluations", json!({})).present(LOOK))
        .programme(programme_when(score_at_least(600)))
        .not_granted(&["evaluation.absent"]);
    suite
        .add(
            "hidden-but-irrelevant",
            "What is hidden cannot change an alternative that holds.",
        )
        .bundle(
            world
                .person()
                .present(&["/subject/age_over", "/evaluations/sh-public"]),
        )
        .programme(programme_when(
            json!({ "or": [not_listed(), score_at_least(600)] }),
        ))
        .granted("only");
    suite
        .add(
            "hidden-requirement-without-a-tier",
            "No tier could hold, so what is hidden does not matter.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/score", json!(400))
                .present(&["/subject/age_over", "/evaluations/sh-public"]),
        )
        .programme(merged(
            programme_when(score_at_least(600)),
            &json!({ "requirements": [{ "id": "not-listed", "when": not_listed() }] }),
        ))
        .not_granted(&["evaluation.below"]);
    suite
        .add("request-left-out", "What is asked for was not said.")
        .check_without("request")
        .undetermined(&["request.undisclosed"], &["request.deposit"]);
    suite
        .add(
            "residence-hidden",
            "Whether the programme applies is not known.",
        )
        .programme(programme(json!({
            "applies_when": { "in": [{ "var": "credit.subject.residence" }, ["310115"]] },
        })))
        .undetermined(&["subject.undisclosed"], &["credit.subject.residence"]);
}

fn not_applicable(suite: &mut Suite<'_>) {
    let world = suite.world;
    suite
        .add(
            "not-for-firms",
            "The bundle is about a firm, the programme is for people.",
        )
        .bundle(world.firm().present(&["/listings"]))
        .programme(programme(json!({ "subject_kinds": ["natural_person"] })))
        .not_applicable(&["subject_kind.not_member"]);
    suite
        .add("not-for-other-places", "The bundle is of another province.")
        .bundle(world.in_suzhou().present(LOOK))
        .not_applicable(&["jurisdiction.not_member"]);
    suite
        .add(
            "does-not-apply",
            "The programme's own condition does not hold.",
        )
        .bundle(
            world
                .person()
                .present(&["/subject/age_over", "/subject/residence"]),
        )
        .programme(programme(json!({
            "applies_when": { "in": [{ "var": "credit.subject.residence" }, ["310104"]] },
        })))
        .not_applicable(&["subject.not_member"]);
    suite
        .add(
            "programme-ended-yesterday",
            "The programme is no longer in force.",
        )
        .programme(programme(json!({ "valid_until": "2026-11-19" })))
        .not_applicable(&["programme.not_in_force"]);
    suite
        .add(
            "programme-ends-today",
            "The last day of a programme is one of its days.",
        )
        .programme(programme(json!({ "valid_until": TODAY })))
        .granted("only");
    suite
        .add(
            "programme-begins-tomorrow",
            "The programme is not in force yet.",
        )
        .programme(programme(json!({ "valid_from": "2026-11-21" })))
        .not_applicable(&["programme.not_in_force"]);
    suite
        .add(
            "programme-begins-today",
            "The first day of a programme is one of its days.",
        )
        .programme(programme(json!({ "valid_from": TODAY })))
        .granted("only");
}

fn issuers(suite: &mut Suite<'_>) {
    let world = suite.world;
    const FIRM: &[&str] = &[
        "/subject/established",
        "/registration",
        "/evaluations/tax",
        "/listings",
        "/penalties",
    ];
    suite
        .add(
            "district-with-es256",
            "A firm's bundle by the district, whose status list is the city's.",
        )
        .bundle(world.firm().present(FIRM))
        .programme(json!("test.loan"))
        .granted("a");
    suite
        .add(
            "firm-penalised",
            "A penalty of this year stands against the loan.",
        )
        .bundle(
            world
                .firm()
                .set("/penalties/0", penalty())
                .present(&[FIRM, &["/penalties/0"]].concat()),
        )
        .programme(json!("test.loan"))
        .not_granted(&["penalty.present"]);
    suite
        .add(
            "city-with-sm2",
            "A bundle and a status list signed with SM2.",
        )
        .bundle(world.in_suzhou().present(LOOK))
        .programme(merged(
            programme_when(score_at_least(700)),
            &json!({
                "regions": ["320500"],
                "requirements": [{ "id": "not-listed", "when": not_listed() }],
            }),
        ))
        .granted("only");
    suite
        .add("market-credit", "A score by a market credit agency.")
        .bundle(
            world
                .market()
                .present(&["/subject/age_over", "/evaluations/zhima"]),
        )
        .programme(merged(
            programme_when(json!({ ">=": [{ "var": "market.evaluations.zhima.score" }, 700] })),
            &json!({ "inputs": { "market": { "vct": MARKET_CREDIT } } }),
        ))
        .granted("only");
    suite
        .add(
            "superseded-key",
            "A key that was replaced after it signed still verifies.",
        )
        .bundle(
            world
                .person()
                .set("/iat", json!(NOW - 11 * DAY))
                .signed_by("bundle-0", &world.city_old)
                .set("/as_of", json!("2026-11-09"))
                .present(&["/subject/age_over"]),
        )
        .programme(programme(json!({})))
        .granted("only");
}

fn versions(suite: &mut Suite<'_>) {
    suite
        .add(
            "version-by-reference",
            "A version that is asked for is taken.",
        )
        .check("programme", json!({ "id": "test.bike", "version": 1 }))
        .granted("gold");
    suite
        .add(
            "version-of-next-year",
            "A version that is asked for is taken, in force or not yet.",
        )
        .programme(json!({ "id": "test.bike", "version": 2 }))
        .not_applicable(&["programme.not_in_force"]);
    suite
        .add("version-that-ended", "The same for one that has ended.")
        .programme(json!({ "id": "test.ended", "version": 1 }))
        .not_applicable(&["programme.not_in_force"]);
}

fn subjects(suite: &mut Suite<'_>) {
    let world = suite.world;
    let identified = world.firm().present(&["/subject/id"]);
    suite
        .add(
            "expected-subject",
            "The bundle is about whom the app expects.",
        )
        .bundle(identified.clone())
        .programme(programme(json!({})))
        .check("subject", json!("91310115MA1000367Y"))
        .granted("only");
    suite
        .add(
            "expected-subject-in-lower-case",
            "The check character may be written in lower case.",
        )
        .bundle(identified)
        .programme(programme(json!({})))
        .check("subject", json!("91310115MA1000367y"))
        .granted("only");
    suite
        .add(
            "expected-subject-in-full-width",
            "An input method's full-width digits and letters, and spaces around them.",
        )
        .bundle(world.firm().present(&["/subject/id"]))
        .programme(programme(json!({})))
        .check(
            "subject",
            json!("\u{3000}９１３１０１１５ｍａ１０００３６７Ｙ "),
        )
        .granted("only");
    // Nobody's: the sequence 000 is not given out.
    let person = world
        .person()
        .set("/subject/id", json!("310115199503070005"));
    suite
        .add(
            "expected-subject-by-its-former-number",
            "The app knows the person by the number of 15 digits, which the bundle's has replaced.",
        )
        .bundle(person.present(&["/subject/id", "/subject/age_over"]))
        .programme(programme(json!({})))
        .check("subject", json!("310115950307000"))
        .granted("only");
    suite
        .add(
            "expected-subject-hidden",
            "Whom the bundle is about is not shown.",
        )
        .bundle(world.firm().present(&["/subject/established"]))
        .programme(programme(json!({})))
        .check("subject", json!("91310115MA1000367Y"))
        .undetermined(&["subject.undisclosed"], &["credit.subject.id"]);
}
