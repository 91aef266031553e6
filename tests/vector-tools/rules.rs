//! The rule language on a verified bundle.

use serde_json::{Value, json};

use super::vector::Suite;
use super::world::*;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let born =
        || {
            world
            .person()
            .set("/subject/birthdate", json!("2000-02-29"))
            .set("/activities", json!([
                { "kind": "volunteer_hours", "value": 320, "as_of": "2026-11-01" },
                { "kind": "library_days", "value": 2, "level": "city", "as_of": "2026-11-01" },
            ]))
        };
    let whole = born().present(&[
        "/subject/birthdate",
        "/subject/residence",
        "/evaluations/sh-public",
        "/listings",
        "/activities",
        "/activities/0",
        "/activities/1",
    ]);
    let birthdate = || json!({ "var": "credit.subject.birthdate" });
    let age = || json!({ "age": birthdate() });
    let score = || json!({ "var": "credit.evaluations.sh-public.score" });
    let activities = || json!({ "var": "credit.activities" });
    let hours = |least: i64| {
        json!({ "and": [
            { "==": [{ "var": "kind" }, "volunteer_hours"] }, { ">=": [{ "var": "value" }, least] },
        ] })
    };

    let mut holds = |name: &str, description, when: Value| {
        suite
            .add(name, description)
            .bundle(whole.clone())
            .programme(programme_when(when))
            .granted("only");
    };
    holds(
        "between",
        "Three operands: each holds to the next.",
        json!({ "<=": [700, score(), 742] }),
    );
    holds("age", "Completed years.", json!({ "==": [age(), 26] }));
    holds(
        "age-between",
        "An age within bounds.",
        json!({ "<=": [18, age(), 35] }),
    );
    holds(
        "all-of-nothing",
        "All of an empty list.",
        json!({
            "all": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }],
        }),
    );
    holds(
        "some",
        "Some element satisfies.",
        json!({ "some": [activities(), hours(320)] }),
    );
    holds(
        "all",
        "All elements satisfy.",
        json!({
            "all": [activities(), { ">": [{ "var": "value" }, 1] }],
        }),
    );
    holds(
        "exists",
        "A fact that is there.",
        json!({ "exists": { "var": "credit.evaluations.sh-public" } }),
    );
    holds(
        "short-operand",
        "One operand without its list.",
        json!({ "!": { "<": [score(), 700] } }),
    );
    holds(
        "in",
        "One of several values.",
        json!({
            "in": [{ "var": "credit.subject.residence" }, ["310104", "310115"]],
        }),
    );
    holds(
        "flag",
        "A boolean that is computed.",
        json!({ "==": [{ ">": [score(), 1] }, true] }),
    );
    holds(
        "outer-fact",
        "Inside a quantifier, facts of the bundle can still be read.",
        json!({
            "some": [activities(), { "<": [{ "var": "as_of" }, { "var": "credit.as_of" }] }],
        }),
    );
    holds(
        "now",
        "Today is a day.",
        json!({ "==": [{ "var": "now" }, TODAY] }),
    );
    holds(
        "within-on-the-last-day",
        "A period ends on the day that it reaches.",
        json!({
            "within": [{ "var": "credit.as_of" }, "P0D"],
        }),
    );
    holds(
        "within-years-months-days",
        "Years and months first, then days: it ends today.",
        json!({
            "within": [birthdate(), "P26Y8M22D"],
        }),
    );

    let mut fails = |name: &str, description, when: Value, codes: &[&str]| {
        suite
            .add(name, description)
            .bundle(whole.clone())
            .programme(programme_when(when))
            .not_granted(codes);
    };
    fails(
        "between-from-above",
        "Above the upper bound.",
        json!({ "<": [700, score(), 742] }),
        &["evaluation.above"],
    );
    fails(
        "not-equal-to-nothing",
        "Nothing is equal to what is absent, and nothing is not.",
        json!({
            "!=": [{ "var": "credit.evaluations.sh-public.grade" }, "A"],
        }),
        &["evaluation.absent"],
    );
    fails(
        "some-of-nothing",
        "Some of an empty list.",
        json!({
            "some": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }],
        }),
        &["listing.absent"],
    );
    fails(
        "none-is-present",
        "No element may satisfy, and one does.",
        json!({
            "none": [activities(), hours(300)],
        }),
        &["activity.present"],
    );
    fails(
        "within-a-day-too-late",
        "The period ended yesterday.",
        json!({
            "within": [birthdate(), "P26Y8M21D"],
        }),
        &["subject.too_early"],
    );
    fails(
        "equal-to-another-value",
        "Another value.",
        json!({
            "==": [{ "var": "credit.subject.residence" }, "310116"],
        }),
        &["subject.wrong_value"],
    );

    let hidden = born().present(&["/subject/birthdate", "/activities", "/activities/1"]);
    let mut open = |name: &str, description, when: Value, codes: &[&str], missing: &[&str]| {
        suite
            .add(name, description)
            .bundle(hidden.clone())
            .programme(programme_when(when))
            .undetermined(codes, missing);
    };
    open(
        "some-of-what-is-hidden",
        "The element that is not shown may satisfy.",
        json!({ "some": [activities(), hours(300)] }),
        &["activity.undisclosed"],
        &["credit.activities[0]"],
    );
    open(
        "exists-hidden",
        "What is hidden may be there or not.",
        json!({ "exists": { "var": "credit.evaluations.national" } }),
        &["evaluation.undisclosed"],
        &["credit.evaluations.national"],
    );
    open(
        "not-unknown",
        "The opposite of what is not known is not known.",
        json!({ "!": { "==": [{ "var": "credit.subject.residence" }, "310115"] } }),
        &["subject.undisclosed"],
        &["credit.subject.residence"],
    );
    open(
        "and-names-only-what-is-open",
        "What holds already is not missing.",
        json!({ "and": [{ ">=": [age(), 18] }, { ">=": [score(), 600] }] }),
        &["evaluation.undisclosed"],
        &["credit.evaluations.sh-public"],
    );
    suite
        .add(
            "and-with-one-that-fails",
            "What is hidden cannot make up for what fails.",
        )
        .bundle(hidden)
        .programme(programme_when(
            json!({ "and": [{ ">=": [score(), 600] }, { "<": [age(), 18] }] }),
        ))
        .not_granted(&["subject.above"]);
}
