//! Rules that do not type-check.

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, when: Value, code: &str, at: &str| {
        let pointer = format!("/tiers/0/when{at}");
        suite
            .add(name, description)
            .programme(programme_when(when))
            .refused_at(code, &pointer);
    };
    let var = |path: &str| json!({ "var": path });
    let listings = || var("credit.listings");
    let score = || var("credit.evaluations.sh-public.score");
    let (operator, path, value, wrong) = (
        "programme.operator",
        "programme.path",
        "programme.value",
        "programme.type",
    );

    refused(
        "unknown-operator",
        "No such operator.",
        json!({ "=>": [score(), 1] }),
        operator,
        "",
    );
    refused(
        "two-operators",
        "One operator for each object.",
        json!({ "<": [1, 2], ">": [2, 1] }),
        operator,
        "",
    );
    refused(
        "no-operator",
        "One operator for each object.",
        json!({}),
        operator,
        "",
    );
    refused(
        "one-operand-too-many",
        "Equality has two.",
        json!({ "==": [1, 1, 1] }),
        operator,
        "",
    );
    refused(
        "one-operand-too-few",
        "Order has at least two.",
        json!({ "<": [score()] }),
        operator,
        "",
    );
    refused(
        "count-of-no-list",
        "A score has no elements.",
        json!({ ">": [{ "count": [score(), true] }, 1] }),
        wrong,
        "/>/0/count/0",
    );
    refused(
        "count-for-a-condition",
        "There is no truthiness.",
        json!({ "count": [listings(), true] }),
        wrong,
        "",
    );
    refused(
        "sum-of-days",
        "Numbers and money are added up.",
        json!({ ">": [{ "sum": [listings(), true, "since"] }, 1] }),
        wrong,
        "/>/0/sum/2",
    );
    refused(
        "sum-of-unknown-field",
        "No such member.",
        json!({ ">": [{ "sum": [listings(), true, "amount"] }, 1] }),
        path,
        "/>/0/sum/2",
    );
    refused(
        "before-a-number",
        "Days come before days.",
        json!({ "before": [var("now"), score()] }),
        wrong,
        "/before/1",
    );
    refused(
        "codes-of-two-lists",
        "No code is in both lists.",
        json!({ "some": [listings(), { "==": [var("list"), var("severity")] }] }),
        wrong,
        "/some/1/==/1",
    );
    refused(
        "undeclared-scale",
        "No such order of grades.",
        json!({ "at-least": ["A", "B", "tax"] }),
        value,
        "/at-least/2",
    );

    refused(
        "unknown-fact",
        "No such claim.",
        json!({ "==": [var("credit.score"), 1] }),
        path,
        "/==/0/var",
    );
    refused(
        "unknown-alias",
        "No such input.",
        json!({ "exists": var("market.evaluations.zhima") }),
        path,
        "/exists/var",
    );
    refused(
        "unknown-field-of-a-record",
        "No such member.",
        json!({ "some": [listings(), { "==": [var("severty"), "serious"] }] }),
        path,
        "/some/1/==/0/var",
    );
    refused(
        "state-of-a-record",
        "The law has dealt with it: rules may not read it again.",
        json!({ "some": [listings(), { "==": [var("state"), "active"] }] }),
        path,
        "/some/1/==/0/var",
    );
    refused(
        "end-of-a-record",
        "The same for when it ends.",
        json!({ "some": [listings(), { "<": [var("until"), var("now")] }] }),
        path,
        "/some/1/</0/var",
    );
    let licences =
        |field: &str| json!({ "none": [var("credit.licences"), { "exists": var(field) }] });
    refused(
        "state-of-a-licence",
        "A revoked licence is not in the list: that there is none would always hold.",
        json!({ "none": [var("credit.licences"), { "in": [var("state"), ["suspended", "revoked"]] }] }),
        path,
        "/none/1/in/0/var",
    );
    refused(
        "beginning-of-a-licence",
        "One that does not hold yet is not in the list.",
        licences("valid_from"),
        path,
        "/none/1/exists/var",
    );
    refused(
        "end-of-a-licence",
        "One that no longer holds is not in the list.",
        licences("valid_until"),
        path,
        "/none/1/exists/var",
    );
    refused(
        "end-of-an-honour",
        "One that has ended is not in the list.",
        json!({ "some": [var("credit.honours"), { "after": [var("until"), var("now")] }] }),
        path,
        "/some/1/after/0/var",
    );
    refused(
        "element-outside",
        "There is no element here.",
        json!({ "==": [var(""), 1] }),
        path,
        "/==/0/var",
    );
    refused(
        "unknown-request",
        "The programme asks for no such thing.",
        json!({ "==": [var("request.deposit"), 1] }),
        path,
        "/==/0/var",
    );

    refused(
        "number-for-a-condition",
        "There is no truthiness.",
        json!(1),
        wrong,
        "",
    );
    refused(
        "text-for-a-condition",
        "There is no truthiness.",
        json!({ "and": [true, "yes"] }),
        wrong,
        "/and/1",
    );
    refused(
        "score-for-a-condition",
        "There is no truthiness.",
        score(),
        wrong,
        "",
    );
    refused(
        "null-in-a-rule",
        "Nothing is `null`.",
        json!({ "==": [score(), null] }),
        wrong,
        "/==/1",
    );
    refused(
        "number-and-text",
        "Values of two types do not compare.",
        json!({ "==": [score(), "700"] }),
        wrong,
        "/==/1",
    );
    refused(
        "order-of-text",
        "The alphabet is no order of grades.",
        json!({ "<": [var("credit.evaluations.tax.grade"), "B"] }),
        wrong,
        "",
    );
    refused(
        "some-of-no-list",
        "A score has no elements.",
        json!({ "some": [score(), true] }),
        wrong,
        "/some/0",
    );
    refused(
        "equality-of-objects",
        "Only what is simple compares.",
        json!({ "==": [var("credit.finance"), var("credit.finance")] }),
        wrong,
        "",
    );
    refused(
        "age-of-a-number",
        "An age is reckoned from a day.",
        json!({ "<": [{ "age": score() }, 18] }),
        wrong,
        "/</0/age",
    );
    refused(
        "list-of-no-literals",
        "What may be in a list is written out.",
        json!({ "in": [score(), [score()]] }),
        wrong,
        "/in/1/0",
    );

    refused(
        "unknown-code",
        "No such severity: it would never be met.",
        json!({ "some": [listings(), { "==": [var("severity"), "severe"] }] }),
        value,
        "/some/1/==/1",
    );
    refused(
        "unknown-code-in-a-list",
        "No such field.",
        json!({ "some": [listings(), { "in": [var("field"), ["tax", "taxes"]] }] }),
        value,
        "/some/1/in/1/1",
    );
    refused(
        "no-such-day-in-a-rule",
        "A day that does not exist.",
        json!({ "<": [var("credit.subject.birthdate"), "2008-02-30"] }),
        value,
        "/</1",
    );
    refused(
        "period-misspelt",
        "Not a period.",
        json!({ "within": [var("credit.subject.established"), "2Y"] }),
        value,
        "/within/1",
    );
    refused(
        "amount-misspelt",
        "Not an amount.",
        json!({ "<": [var("credit.finance.revenue"), yuan("1,000")] }),
        value,
        "/</1",
    );

    let negations = |depth: usize| (0..depth).fold(json!(true), |inner, _| json!({ "!": inner }));
    refused(
        "33-deep",
        "Deeper than any author needs.",
        negations(33),
        "limit.depth",
        &"/!".repeat(33),
    );
    let all = |body: Value| json!({ "all": [listings(), body] });
    refused(
        "three-quantifiers-deep",
        "The cost is a product.",
        all(all(all(json!(true)))),
        "limit.depth",
        "/all/1/all/1",
    );
    suite
        .add("4097-nodes", "More than any author needs.")
        .programme(programme_when(json!({ "or": vec![true; 4_096] })))
        .refused("limit.nodes");
    suite
        .add("32-deep", "As deep as is allowed.")
        .programme(programme_when(negations(32)))
        .granted("only");
}
