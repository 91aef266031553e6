//! Random rules.

use super::*;
use crate::limits;
use testkit::random::Random;

/// The constants of rules, which cut the values of facts into cells.
const NUMBERS: &[&str] = &["600", "650.5", "700"];
const DAYS: &[&str] = &["2024-02-29", "2026-01-01", "2026-11-22"];
const PERIODS: &[&str] = &["P1Y", "P9M", "P30D", "P3B", "P0D"];
const AMOUNTS: &[&str] = &["99", "100.50"];
const TEXTS: &[&str] = &["310000", "320000"];
pub(super) const SCHEMES: &[&str] = &["zhima", "tax"];

/// A boolean rule over the test vocabulary, as text.
pub(super) fn rule(random: &mut Random, depth: usize) -> String {
    condition(random, depth, None, 0)
}

fn condition(
    random: &mut Random,
    depth: usize,
    element: Option<&'static str>,
    quantifiers: usize,
) -> String {
    if depth > 0 && !random.one_in(4) {
        let inner = depth - 1;
        let part = |random: &mut Random| condition(random, inner, element, quantifiers);
        return match random.below(5) {
            0 => format!(r#"{{"!":{}}}"#, part(random)),
            1 | 2 => format!(r#"{{"and":[{},{}]}}"#, part(random), part(random)),
            3 => format!(
                r#"{{"or":[{},{},{}]}}"#,
                part(random),
                part(random),
                part(random)
            ),
            _ => format!(r#"{{"==":[{},{}]}}"#, part(random), random.one_in(2)),
        };
    }
    let in_record = element == Some("record") && !random.one_in(4);
    if element == Some("text") && !random.one_in(4) {
        return format!(r#"{{"==":[{{"var":""}},"{}"]}}"#, random.pick(TEXTS));
    }
    let number = var(if in_record {
        "points".to_owned()
    } else {
        let scheme = random.pick(SCHEMES);
        random
            .pick(&[
                "request.days",
                &format!("credit.evaluations.{scheme}.score"),
            ])
            .to_owned()
    });
    let date = var(if in_record {
        "since".to_owned()
    } else {
        let paths = [
            "credit.subject.birthdate",
            "credit.registration.notice_from",
            "now",
        ];
        random.pick(&paths).to_owned()
    });
    let codes = if in_record {
        (var("severity".to_owned()), SEVERITIES)
    } else {
        (var("credit.evaluations.tax.grade".to_owned()), GRADES)
    };
    let flag = var(if in_record {
        "final"
    } else {
        "credit.registration.frozen"
    }
    .to_owned());
    let texts = var(if in_record {
        "recognised_in"
    } else {
        "credit.tags"
    }
    .to_owned());
    let order = random.pick(&["<", "<=", ">", ">="]);
    let relation = random.pick(&["<", "<=", ">", ">=", "==", "!="]);
    match random.below(24) {
        22 => {
            let residence = var("credit.subject.residence".to_owned());
            let region = random.pick(&["310000", "310100", "320000", "310115"]);
            format!(r#"{{"in-region":[{residence},["{region}"]]}}"#)
        }
        23 => {
            let percent = random.pick(&["30", "12.5", "250"]);
            match random.below(3) {
                0 => {
                    let deposit = var("request.deposit".to_owned());
                    let revenue = var("credit.finance.revenue".to_owned());
                    format!(
                        r#"{{"{relation}":[{deposit},{{"percent-of":[{percent},{revenue}]}}]}}"#
                    )
                }
                1 if quantifiers < limits::RULE_QUANTIFIERS => {
                    let quantity = quantity(random, depth, quantifiers);
                    format!(
                        r#"{{"{relation}":[{{"percent-of":[{percent},{quantity}]}},{number}]}}"#
                    )
                }
                _ => {
                    format!(r#"{{"{relation}":[{number},{{"percent-of":[{percent},{number}]}}]}}"#)
                }
            }
        }
        0 => format!(r#"{{"{relation}":[{number},{}]}}"#, random.pick(NUMBERS)),
        1 => {
            let (low, high) = (random.pick(NUMBERS), random.pick(NUMBERS));
            format!(r#"{{"{order}":[{low},{number},{high}]}}"#)
        }
        2 => format!(r#"{{"{relation}":[{number},{{"var":"request.days"}}]}}"#),
        3 => format!(r#"{{"{relation}":[{date},"{}"]}}"#, random.pick(DAYS)),
        4 => format!(r#"{{"{relation}":[{{"var":"now"}},{date}]}}"#),
        5 => format!(
            r#"{{"{order}":["{}",{date},{{"var":"now"}}]}}"#,
            random.pick(DAYS)
        ),
        6 => format!(r#"{{"within":[{date},"{}"]}}"#, random.pick(PERIODS)),
        7 => format!(
            r#"{{"{relation}":[{{"age":{date}}},{}]}}"#,
            random.pick(&["0", "1", "18"])
        ),
        8 => format!(r#"{{"in":[{},["{}"]]}}"#, codes.0, random.pick(codes.1)),
        9 => format!(r#"{{"!=":[{},"{}"]}}"#, codes.0, random.pick(codes.1)),
        10 => format!(r#"{{"in":["{}",{texts}]}}"#, random.pick(TEXTS)),
        11 => {
            let (deposit, amount) = (var("request.deposit".to_owned()), random.pick(AMOUNTS));
            let currency = "CNY";
            format!(
                r#"{{"{relation}":[{deposit},{{"currency":"{currency}","amount":"{amount}"}}]}}"#
            )
        }
        12 => flag,
        14 => {
            let days = random.pick(&["before", "after", "not-before", "not-after"]);
            let third = match random.below(3) {
                0 => format!(r#","{}""#, random.pick(DAYS)),
                _ => String::new(),
            };
            let shifted = shifted(random, &date);
            format!(r#"{{"{days}":[{shifted},{date}{third}]}}"#)
        }
        15 => {
            let shifted = shifted(random, &date);
            let constant = random.pick(DAYS);
            format!(r#"{{"{relation}":["{constant}",{shifted}]}}"#)
        }
        16 => {
            let shifted = shifted(random, &date);
            format!(
                r#"{{"{order}":[{{"age":{shifted}}},{}]}}"#,
                random.pick(&["0", "1", "18"])
            )
        }
        17 if !in_record => {
            let grade = var("credit.evaluations.tax.grade".to_owned());
            let threshold = random.pick(&["A", "B", "C", "D"]);
            format!(r#"{{"at-least":[{grade},"{threshold}","tax"]}}"#)
        }
        18 | 19 if quantifiers < limits::RULE_QUANTIFIERS => {
            let quantity = quantity(random, depth, quantifiers);
            let bound = random.pick(&["0", "1", "2", "600", "1249.5"]);
            match random.below(6) {
                0 => format!(r#"{{"in":[{quantity},[0,2,{bound}]]}}"#),
                1 => format!(r#"{{"{order}":[0,{quantity},{bound}]}}"#),
                2 => format!(r#"{{"{relation}":[{number},{quantity}]}}"#),
                _ => format!(r#"{{"{relation}":[{quantity},{bound}]}}"#),
            }
        }
        13 => {
            let tax = var("credit.evaluations.tax".to_owned());
            format!(
                r#"{{"exists":{}}}"#,
                random.pick(&[&number, &tax, &flag, &texts])
            )
        }
        _ if quantifiers == limits::RULE_QUANTIFIERS => flag,
        _ => {
            let listings = var("credit.listings".to_owned());
            let over_records = random.below(3) > 0;
            let element = if over_records { "record" } else { "text" };
            let body = condition(random, depth.min(1), Some(element), quantifiers + 1);
            let list = if over_records { listings } else { texts };
            let quantifier = random.pick(&["some", "all", "none"]);
            format!(r#"{{"{quantifier}":[{list},{body}]}}"#)
        }
    }
}

/// A day that lies a period after another.
fn shifted(random: &mut Random, date: &str) -> String {
    let period = random.pick(PERIODS);
    match random.below(4) {
        0 => date.to_owned(),
        1 => format!(r#"{{"plus-time":[{{"plus-time":[{date},"P1M"]}},"{period}"]}}"#),
        _ => format!(r#"{{"plus-time":[{date},"{period}"]}}"#),
    }
}

/// A number of listings, or what their points come to.
fn quantity(random: &mut Random, depth: usize, quantifiers: usize) -> String {
    let listings = var("credit.listings".to_owned());
    let body = match random.below(3) {
        0 => "true".to_owned(),
        _ => condition(random, depth.min(1), Some("record"), quantifiers + 1),
    };
    match random.below(2) {
        0 => format!(r#"{{"count":[{listings},{body}]}}"#),
        _ => format!(r#"{{"sum":[{listings},{body},"points"]}}"#),
    }
}

fn var(path: String) -> String {
    format!(r#"{{"var":"{path}"}}"#)
}
