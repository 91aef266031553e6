//! Random people and random programmes.

pub mod ways;

use serde_json::{Map, Value, json};

use crate::programmes;
use crate::random::Random;

pub const NOW: &str = "2026-11-22T12:00:00Z";

/// Days around the ones that matter: today, yesterday's and tomorrow's birthdays, the ends.
const DAYS: &[&str] = &[
    "2019-05-05",
    "2024-02-29",
    "2024-11-22",
    "2025-11-21",
    "2026-06-30",
    "2026-08-31",
    "2026-11-21",
    "2026-11-22",
    "2026-11-23",
    "2027-03-01",
];

const BIRTHS: &[&str] = &[
    "1960-02-29",
    "1991-11-22",
    "1991-11-23",
    "2001-07-01",
    "2008-11-21",
    "2008-11-22",
    "2008-11-23",
    "2010-01-01",
];

/// A day on which something may have happened that is on record.
fn past(random: &mut Random) -> &'static str {
    let past: Vec<&'static str> = DAYS
        .iter()
        .copied()
        .filter(|day| *day <= "2026-11-22")
        .collect();
    random.pick(&past)
}

pub fn person(random: &mut Random, disputes: bool) -> Value {
    let disputed = |random: &mut Random, record: &mut Map<String, Value>| {
        if disputes && random.chance(15) {
            record.insert("disputed".to_owned(), json!(true));
        }
    };
    let records = |random: &mut Random, make: &dyn Fn(&mut Random) -> Value| -> Value {
        let count = random.below(3);
        let made = (0..count).map(|_| {
            let mut record = make(random);
            disputed(random, record.as_object_mut().unwrap());
            record
        });
        Value::Array(made.collect())
    };
    let state = |random: &mut Random| random.pick(&["active", "active", "repaired", "ended"]);
    let listings = records(random, &|random| {
        let mut record = json!({
            "list": random.pick(&["judgment_defaulter", "market_serious", "not_in_the_table"]),
            "field": random.pick(&["market", "judicial"]), "severity": random.pick(&["serious", "attention"]),
            "scope": random.pick(&["national", "310000", "320000"]), "since": past(random),
            "state": state(random),
            "authority": "a", "basis": "b",
        });
        let until = random.pick(DAYS);
        if random.chance(40) && record["since"].as_str() <= Some(until) {
            record["until"] = json!(until);
        }
        record
    });
    let penalties = records(random, &|random| {
        let mut record = json!({
            "document": "d", "kind": "fine", "field": "market", "class": random.pick(&["general", "serious"]),
            "procedure": random.pick(&["general", "general", "simple"]), "determined_on": past(random),
            "state": state(random),
            "authority": "a", "basis": "b",
        });
        if random.chance(50) {
            record["regime"] = json!(random.pick(&["cn-2019", "ndrc-58", "ndrc-36"]));
        }
        if random.chance(30) {
            record["obligations_met"] = json!(random.chance(50));
        }
        if random.chance(40) {
            record["amount"] =
                json!({"currency": "CNY", "amount": random.pick(&["500.00", "50000.00"])});
        }
        record
    });
    let commitments = records(random, &|random| {
        let mut record = json!({
            "type": "proof_item", "item": "i", "made_on": random.pick(DAYS),
            "state": random.pick(&["performing", "fulfilled", "broken", "remedied"]), "authority": "a",
        });
        let was_broken = matches!(record["state"].as_str(), Some("broken" | "remedied"));
        let broken = past(random);
        if random.chance(50) && was_broken && record["made_on"].as_str() <= Some(broken) {
            record["broken_on"] = json!(broken);
        }
        record
    });
    let honours = records(random, &|random| {
        json!({
            "kind": "recognition", "list": random.pick(&["volunteer", "tax-a"]), "scope": "310000",
            "since": random.pick(DAYS), "until": random.pick(DAYS), "authority": "a",
        })
    });
    let obligations = records(random, &|random| {
        let mut record = json!({
            "kind": random.pick(&["arrears", "policy_promise", "contract"]), "due": random.pick(DAYS),
            "state": state(random), "authority": "a", "basis": "b",
        });
        if random.chance(30) {
            record["settled_on"] = json!(random.pick(DAYS));
        }
        if random.chance(40) {
            record["amount"] =
                json!({"currency": "CNY", "amount": random.pick(&["500.00", "50000.00"])});
        }
        record
    });
    let licences = records(random, &|random| {
        let mut record = json!({
            "document": "d", "kind": random.pick(&["food", "fire"]), "valid_from": random.pick(DAYS),
            "state": random.pick(&["active", "active", "revoked"]), "authority": "a",
        });
        let until = random.pick(DAYS);
        if random.chance(50) && record["valid_from"].as_str() <= Some(until) {
            record["valid_until"] = json!(until);
        }
        record
    });
    let activities = records(
        random,
        &|random| json!({"kind": "hours", "value": random.below(300), "as_of": random.pick(DAYS)}),
    );
    let mut evaluation = json!({"score": 550 + random.below(200)});
    if random.chance(70) {
        // The last is on no scale.
        evaluation["grade"] = json!(random.pick(&["C", "B", "A", "E"]));
    }
    if random.chance(30) {
        evaluation["valid_until"] = json!(random.pick(DAYS));
    }
    disputed(random, evaluation.as_object_mut().unwrap());

    let birth = random.pick(BIRTHS);
    let mut subject = json!({ "residence": random.pick(&["310115", "320500"]) });
    if random.chance(70) {
        subject["birthdate"] = json!(birth);
    }
    // As of the day on which the data are drawn, which is today.
    let over = |years: u32| {
        let (year, day) = birth.split_once('-').unwrap();
        let reached = format!("{}-{day}", year.parse::<u32>().unwrap() + years);
        reached.as_str() <= "2026-11-22"
    };
    if random.chance(70) {
        subject["age_over"] = json!({"18": over(18), "35": over(35)});
    }
    let mut credit = json!({
        "subject_kind": "natural_person", "jurisdiction": "310000",
        "catalogue": random.pick(&["CN-2025", "CN-2025", "CN-2031"]), "as_of": "2026-11-22",
        "subject": subject, "evaluations": {"sh-public": evaluation},
        "listings": listings, "penalties": penalties, "commitments": commitments,
        "honours": honours, "licences": licences, "activities": activities,
    });
    if random.chance(80) {
        credit["obligations"] = obligations;
    }
    if random.chance(50) {
        let mut registration = json!({"status": random.pick(&["normal", "cancelled"])});
        disputed(random, registration.as_object_mut().unwrap());
        credit["registration"] = registration;
    }
    if random.chance(20) {
        credit["evaluations"] = json!({});
    }
    json!({ "credit": credit })
}

fn rule(random: &mut Random, depth: u32) -> Value {
    if depth > 0 && random.chance(55) {
        return match random.below(3) {
            0 => json!({"and": [rule(random, depth - 1), rule(random, depth - 1)]}),
            1 => json!({"or": [rule(random, depth - 1), rule(random, depth - 1)]}),
            _ => json!({"!": rule(random, depth - 1)}),
        };
    }
    let score = json!({"var": "credit.evaluations.sh-public.score"});
    let birth = json!({"var": "credit.subject.birthdate"});
    let quantifier = random.pick(&["some", "none", "all"]);
    let bound = 550 + random.below(200);
    let listings = json!({"var": "credit.listings"});
    let penalties = json!({"var": "credit.penalties"});
    let serious = json!({"==": [{"var": "severity"}, "serious"]});
    let relation = random.pick(&["<", "<=", ">", ">=", "==", "!="]);
    let period = random.pick(&["P1Y", "P18Y", "P6M", "P3B", "P0D"]);
    let days = random.pick(&["before", "after", "not-before", "not-after"]);
    match random.below(23) {
        20 => {
            let kind = random.pick(&["arrears", "contract"]);
            json!({quantifier: [{"var": "credit.obligations"}, {"==": [{"var": "kind"}, kind]}]})
        }
        21 => {
            let bound = json!({"currency": "CNY", "amount": random.pick(&["0", "500", "50000"])});
            let overdue = json!({"before": [{"var": "due"}, {"var": "now"}]});
            json!({"<=": [{"sum": [{"var": "credit.obligations"}, overdue, "amount"]}, bound]})
        }
        22 => {
            json!({quantifier: [{"var": "credit.licences"}, {"==": [{"var": "kind"}, "food"]}]})
        }
        13 => {
            let body = random.pick(&[json!(true), serious]);
            json!({relation: [{"count": [listings, body]}, random.below(3)]})
        }
        14 => {
            let bound = random.pick(&["0", "500", "1000", "50000"]);
            let bound = json!({"currency": "CNY", "amount": bound});
            let body = json!({relation: [{"var": "class"}, "general"]});
            let body = if ["==", "!="].contains(&relation) {
                body
            } else {
                json!(true)
            };
            json!({relation: [{"sum": [penalties, body, "amount"]}, bound]})
        }
        15 => {
            let activities = json!({"var": "credit.activities"});
            json!({relation: [{"sum": [activities, true, "value"]}, random.below(400)]})
        }
        16 => json!({days: [{"plus-time": [birth, period]}, {"var": "now"}]}),
        17 => {
            let since = json!({"plus-time": [{"var": "determined_on"}, period]});
            let body = json!({days: [since, {"var": "now"}]});
            json!({relation: [{"count": [penalties, body]}, random.below(3)]})
        }
        18 => {
            let grade = json!({"var": "credit.evaluations.sh-public.grade"});
            json!({"at-least": [grade, random.pick(&["A", "B", "C"]), "letters"]})
        }
        0 => json!({">=": [score, bound]}),
        1 => json!({"<": [score, bound]}),
        2 => json!({"exists": score}),
        3 => json!({"exists": {"var": "credit.registration"}}),
        4 => json!({"==": [{"var": "credit.registration.status"}, "normal"]}),
        5 => json!({"var": format!("credit.subject.age_over.{}", random.pick(&[18, 35, 60]))}),
        6 => json!({">=": [{"age": birth}, random.pick(&[18, 25, 35])]}),
        7 => json!({"in": [{"var": "credit.subject.residence"}, ["310115", "310104"]]}),
        8 => {
            json!({quantifier: [{"var": "credit.listings"}, {"==": [{"var": "severity"}, "serious"]}]})
        }
        9 => {
            json!({quantifier: [{"var": "credit.penalties"}, {">": [{"var": "amount"}, {"currency": "CNY", "amount": "1000"}]}]})
        }
        10 => {
            json!({quantifier: [{"var": "credit.commitments"}, {"==": [{"var": "state"}, "broken"]}]})
        }
        11 => {
            json!({quantifier: [{"var": "credit.honours"}, {"within": [{"var": "since"}, "P2Y"]}]})
        }
        12 => json!({quantifier: [{"var": "credit.activities"}, {">=": [{"var": "value"}, 100]}]}),
        _ => json!({"<=": [{"var": "request.deposit"}, {"currency": "CNY", "amount": "300"}]}),
    }
}

pub fn programme(random: &mut Random) -> Value {
    let tier = |id: &str, when: Value| json!({"id": id, "when": when, "benefit": {"kind": "discount", "percent_off": 5}});
    programmes::programme(json!({
        "valid_until": "2030-12-31", "allows_minors": random.chance(50),
        "request": {"deposit": {"type": "money"}}, "scales": {"letters": ["C", "B", "A"]},
        "applies_when": rule(random, 1),
        "requirements": [{"id": "r", "when": rule(random, 2)}],
        "tiers": [tier("first", rule(random, 2)), tier("second", rule(random, 2))],
    }))
}
