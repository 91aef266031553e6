//! The rule language on a verified bundle.

use serde_json::{Value, json};
use testkit::world::*;

use super::vector::Suite;

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

    let count = |least: i64| json!({ "count": [activities(), hours(least)] });
    let sum = || json!({ "sum": [activities(), true, "value"] });
    holds(
        "count",
        "How many elements satisfy.",
        json!({ "==": [count(320), 1] }),
    );
    holds(
        "count-of-nothing",
        "None of an empty list.",
        json!({ "==": [{ "count": [{ "var": "credit.listings" }, true] }, 0] }),
    );
    holds(
        "sum",
        "What a member of the elements comes to.",
        json!({ "==": [sum(), 322] }),
    );
    holds(
        "sum-between",
        "A sum within bounds.",
        json!({ "<": [321.5, sum(), 322.5] }),
    );
    holds(
        "before-and-after",
        "Days in their order.",
        json!({ "and": [
            { "before": [birthdate(), "2000-03-01", { "var": "now" }] },
            { "after": [{ "var": "now" }, birthdate()] },
            { "not-before": [{ "var": "now" }, TODAY] },
            { "not-after": [{ "var": "now" }, TODAY] },
        ] }),
    );
    holds(
        "plus-time",
        "A year after 29 February is 28 February.",
        json!({ "==": [{ "plus-time": [birthdate(), "P1Y"] }, "2001-02-28"] }),
    );
    holds(
        "plus-working-days",
        "Three working days from a Friday over a Saturday that is worked.",
        json!({ "==": [{ "plus-time": ["2026-10-09", "P3B"] }, "2026-10-13"] }),
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
        "count-too-many",
        "More than are allowed.",
        json!({ "<": [{ "count": [activities(), true] }, 2] }),
        &["activity.above"],
    );
    fails(
        "sum-too-little",
        "Less than is asked for.",
        json!({ ">=": [{ "sum": [activities(), hours(321), "value"] }, 1] }),
        &["activity.below"],
    );
    fails(
        "before-the-same-day",
        "A day is not before itself.",
        json!({ "before": [{ "var": "now" }, TODAY] }),
        &["now.too_late"],
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
        "count-of-what-is-hidden",
        "One more may be there.",
        json!({ "==": [{ "count": [activities(), true] }, 1] }),
        &["activity.undisclosed"],
        &["credit.activities[0]"],
    );
    open(
        "sum-of-what-is-hidden",
        "It may come to more.",
        json!({ ">": [{ "sum": [activities(), true, "value"] }, 2] }),
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
            "count-whatever-is-hidden",
            "There are at most two, whatever the hidden one is.",
        )
        .bundle(hidden.clone())
        .programme(programme_when(
            json!({ "<=": [{ "count": [activities(), true] }, 2] }),
        ))
        .granted("only");
    let graded = |grade: &str| {
        world
            .person()
            .set("/evaluations/sh-public", json!({ "grade": grade }))
            .present(&["/subject/age_over", "/evaluations/sh-public"])
    };
    let on_scale = |threshold: &str| {
        let grade = json!({ "var": "credit.evaluations.sh-public.grade" });
        let mut document = programme_when(json!({ "at-least": [grade, threshold, "letters"] }));
        document["scales"] = json!({ "letters": ["D", "C", "B", "A"] });
        document
    };
    suite
        .add("at-least", "The threshold is reached.")
        .bundle(graded("B"))
        .programme(on_scale("B"))
        .granted("only");
    suite
        .add("at-least-and-below", "The grade is worse.")
        .bundle(graded("C"))
        .programme(on_scale("B"))
        .not_granted(&["evaluation.below"]);
    suite
        .add("grade-off-the-scale", "Nobody can say what it is worth.")
        .bundle(graded("AAA"))
        .programme(on_scale("B"))
        .undetermined(&["evaluation.unknown_grade"], &[]);
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
