//! Random programmes and facts, for tests of what authors work with.

use testkit::random::Random;

use crate::json::{self, Value};

/// A programme with a few tiers of random rules, as text.
pub(super) fn programme(random: &mut Random) -> String {
    let rules: Vec<String> = (0..1 + random.below(3)).map(|_| rule(random, 2)).collect();
    programme_of(&rules)
}

/// A programme with one tier for each rule.
pub(super) fn programme_of(rules: &[String]) -> String {
    let tiers = rules.iter().enumerate().map(|(i, rule)| {
        let text = r#"{"zh-CN":"测试","en":"A test"}"#;
        format!(r#"{{"id":"t{i}","when":{rule},"benefit":{{"kind":"perk","code":"c{i}","text":{text}}}}}"#)
    });
    let tiers = tiers.collect::<Vec<_>>().join(",");
    format!(
        r#"{{"id":"test.random","version":1,"language":1,"family":"other","title":{{"zh-CN":"测试项目"}},
        "owner":"示例单位","contact":"12345","basis":["示例"],"valid_from":"2026-01-01","valid_until":"2027-12-31",
        "regions":["310000"],"inputs":{{"credit":{{"vct":"urn:xinyi:credit-status:1"}}}},
        "request":{{"deposit":{{"type":"money"}},"days":{{"type":"number"}}}},
        "scales":{{"tax":["D","C","B","A"]}},"tiers":[{tiers}]}}"#
    )
}

/// A condition, as text.
pub(super) fn rule(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.one_in(3) {
        return leaf(random);
    }
    let mut parts = |n: usize| {
        let parts: Vec<String> = (0..n).map(|_| rule(random, depth - 1)).collect();
        parts.join(",")
    };
    let two = parts(2);
    let one = parts(1);
    match random.below(4) {
        0 => format!(r#"{{"and":[{two}]}}"#),
        1 => format!(r#"{{"or":[{two}]}}"#),
        2 => format!(r#"{{"!":{one}}}"#),
        _ => format!(r#"{{"and":[{one},{{"or":[{two}]}}]}}"#),
    }
}

fn var(path: &str) -> String {
    format!(r#"{{"var":"{path}"}}"#)
}

fn leaf(random: &mut Random) -> String {
    let score = var(random.pick(&[
        "credit.evaluations.zhima.score",
        "credit.evaluations.own.score",
    ]));
    let order = random.pick(&["<", "<=", ">", ">="]);
    let relation = random.pick(&["<", "<=", ">", ">=", "==", "!="]);
    let born = var("credit.subject.birthdate");
    let founded = var("credit.registration.notice_from");
    let grade = var("credit.evaluations.tax.grade");
    match random.below(16) {
        0 | 1 => format!(
            r#"{{"{relation}":[{score},{}]}}"#,
            random.pick(&["600", "650.5", "700"])
        ),
        2 => format!(r#"{{"{order}":[600,{score},700]}}"#),
        3 => format!(
            r#"{{"{order}":[{{"age":{born}}},{}]}}"#,
            random.pick(&["18", "60"])
        ),
        4 => format!(
            r#"{{"within":[{founded},"{}"]}}"#,
            random.pick(&["P2Y", "P45D", "P3B"])
        ),
        5 => format!(
            r#"{{"at-least":[{grade},"{}","tax"]}}"#,
            random.pick(&["B", "A", "C"])
        ),
        6 => format!(
            r#"{{"in":[{},["310104","310115"]]}}"#,
            var("credit.subject.residence")
        ),
        7 => {
            let amount = random.pick(&["99.00", "500"]);
            let money = format!(r#"{{"currency":"CNY","amount":"{amount}"}}"#);
            format!(r#"{{"{order}":[{},{money}]}}"#, var("request.deposit"))
        }
        8 => var("credit.registration.frozen"),
        14 => format!(
            r#"{{"in-region":[{},["{}","320500"]]}}"#,
            var("credit.subject.residence"),
            random.pick(&["310000", "310115"])
        ),
        15 => {
            let revenue = var("credit.finance.revenue");
            let percent = random.pick(&["30", "12.5"]);
            let share = format!(r#"{{"percent-of":[{percent},{revenue}]}}"#);
            format!(r#"{{"{order}":[{},{share}]}}"#, var("request.deposit"))
        }
        9 => format!(r#"{{"exists":{}}}"#, var("credit.registration.tax_status")),
        10 => format!(
            r#"{{"{relation}":[{{"plus-time":[{founded},"P6M"]}},{}]}}"#,
            var("now")
        ),
        11 => {
            let body = body(random);
            let bound = random.pick(&["0", "1", "2"]);
            format!(
                r#"{{"{relation}":[{{"count":[{},{body}]}},{bound}]}}"#,
                var("credit.penalties")
            )
        }
        12 => {
            let kind = random.pick(&["volunteer_hours", "donation"]);
            let of_kind = format!(r#"{{"==":[{},"{kind}"]}}"#, var("kind"));
            format!(
                r#"{{"{order}":[{{"sum":[{},{of_kind},"value"]}},100]}}"#,
                var("credit.activities")
            )
        }
        _ => {
            let quantifier = random.pick(&["some", "all", "none"]);
            let severity = random.pick(&["serious", "attention"]);
            let serious = format!(r#"{{"==":[{},"{severity}"]}}"#, var("severity"));
            match random.below(2) {
                0 => format!(
                    r#"{{"{quantifier}":[{},{serious}]}}"#,
                    var("credit.listings")
                ),
                _ => format!(
                    r#"{{"{quantifier}":[{},{}]}}"#,
                    var("credit.penalties"),
                    body(random)
                ),
            }
        }
    }
}

/// A condition on a penalty.
fn body(random: &mut Random) -> String {
    let recent = format!(r#"{{"within":[{},"P1Y"]}}"#, var("determined_on"));
    let class = format!(r#"{{"in":[{},["general","serious"]]}}"#, var("class"));
    let fine = format!(
        r#"{{">=":[{},{{"currency":"CNY","amount":"1000.00"}}]}}"#,
        var("amount")
    );
    match random.below(5) {
        0 => "true".to_owned(),
        1 => recent,
        2 => class,
        3 => format!(r#"{{"and":[{class},{{"!":{fine}}}]}}"#),
        _ => fine,
    }
}

/// Facts on which random rules come to this and that.
pub(super) fn facts(random: &mut Random) -> Value {
    let mut maybe = |texts: &[&str]| random.pick(texts).to_owned();
    let text = format!(
        r#"{{"credit":{{"subject_kind":"enterprise","jurisdiction":"310000","catalogue":"CN-2025","as_of":"2026-11-20",
        "subject":{{{}{}"established":"2020-01-01"}},
        "evaluations":{{"zhima":{{"score":{}}},"own":{{"score":{}}},"tax":{{"grade":"{}"}}}},
        "registration":{{"status":"normal","notice_from":"{}","frozen":{}{}}},
        "listings":{},"penalties":{},"activities":[{{"kind":"{}","value":{},"as_of":"2026-01-01"}}]}},
        "request":{{"deposit":"{}"}}}}"#,
        maybe(&[r#""residence":"310104","#, r#""residence":"310101","#, ""]),
        maybe(&["", r#""birthdate":{"$undisclosed":true},"#]),
        maybe(&["599", "600", "650", "650.5", "700", "701"]),
        maybe(&["599", "600", "650", "650.5", "700", "701"]),
        maybe(&["A", "B", "C", "D", "E"]),
        maybe(&[
            "2026-11-22",
            "2026-10-20",
            "2024-11-22",
            "2020-01-01",
            "2026-05-22"
        ]),
        maybe(&["true", "false"]),
        maybe(&["", r#","tax_status":"normal""#]),
        maybe(&[
            "[]",
            r#"{"$undisclosed":true}"#,
            &listing("serious"),
            &listing("attention")
        ]),
        maybe(&[
            "[]",
            &penalty("general", "2026-03-02", "999.99"),
            &penalty("serious", "2024-03-02", "1000.00")
        ]),
        maybe(&["volunteer_hours", "donation"]),
        maybe(&["99", "100", "101"]),
        maybe(&["98.99", "99.00", "500", "501"]),
    );
    json::parse(text.as_bytes(), text.len()).expect(&text)
}

fn listing(severity: &str) -> String {
    format!(
        r#"[{{"list":"market_serious","field":"market","severity":"{severity}","scope":"national","since":"2026-03-02",
        "state":"active","authority":"甲","basis":"乙"}}]"#
    )
}

fn penalty(class: &str, day: &str, amount: &str) -> String {
    format!(
        r#"[{{"document":"1","kind":"fine","field":"market","class":"{class}","procedure":"general","determined_on":"{day}",
        "published_on":"{day}","amount":{{"currency":"CNY","amount":"{amount}"}},"state":"active","authority":"甲",
        "basis":"乙"}}]"#
    )
}
