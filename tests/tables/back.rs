//! Any programme is a table and becomes itself again.

use serde_json::{Value, json};
use testkit::people;
use testkit::programmes::{self, yuan};
use testkit::random::{Random, cases};

use super::{Rows, json, read, rows_of, value};

/// A programme becomes the rows that are given, and these become it.
#[track_caller]
fn comes_back(programme: &xinyi::Value) -> Rows {
    let rows = rows_of(programme);
    let table = read(&rows);
    assert_eq!(table.errors(), [], "{programme}\n{rows:#?}");
    let back = table.programme().expect("a programme");
    assert_eq!(json(back), json(programme), "{rows:#?}");
    // The order of these is part of what a programme says.
    for name in ["inputs", "request", "scales"] {
        let names = |of: &xinyi::Value| -> Vec<String> {
            let members = of.member(name).and_then(xinyi::Value::as_object);
            let members = members.into_iter().flat_map(|members| members.iter());
            members.map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(names(back), names(programme), "{name}");
    }
    // The rows are in their normal form.
    assert_eq!(rows_of(back), rows);
    rows
}

#[test]
fn programmes_of_random_rules_come_back() {
    let mut random = Random::seeded("tables");
    for _ in 0..cases(30) {
        comes_back(&value(&people::programme(&mut random)));
    }
}

/// Texts that could be taken for something else in a cell.
const TEXTS: [&str; 14] = [
    "甲",
    "A",
    "甲、乙",
    "a|b",
    "—",
    "不限",
    " a ",
    "a\nb",
    "\"a\"",
    "[]",
    "=1+1",
    "#N/A",
    "是",
    "１２３",
];

fn text(random: &mut Random) -> Value {
    let mut text = json!({"zh-CN": random.pick(&TEXTS)});
    if random.chance(70) {
        text["en"] = random.pick(&TEXTS).into();
    }
    text
}

/// A part of a rule that a column can mostly say.
fn part(random: &mut Random) -> Value {
    let var = |path: &str| json!({"var": path});
    let relation = random.pick(&["<", "<=", ">", ">=", "==", "!="]);
    let number = random.pick(&[json!(0), json!(650), json!(-1.5), json!(0.123456789012345)]);
    let day = random.pick(&[json!("2026-01-05"), var("now")]);
    let quantifier = random.pick(&["some", "all", "none"]);
    let grades = random.pick(&[
        json!(["A"]),
        json!(["A", "B"]),
        json!(["甲、乙", "B"]),
        json!(["１", " "]),
    ]);
    let serious = json!({"==": [var("severity"), "serious"]});
    let recent = json!({"within": [var("since"), "P2Y"]});
    let grade = var("credit.evaluations.tax.grade");
    let text_value = random.pick(&TEXTS);
    match random.below(26) {
        0 => json!({relation: [var("market.evaluations.zhima.score"), number]}),
        1 => {
            json!({relation: [var("request.deposit"), yuan(random.pick(&["0", "99.5", "500.00"]))]})
        }
        2 => json!({relation: [var("credit.subject.established"), day]}),
        3 => json!({"<=": [20, {"age": var("credit.subject.birthdate")}, 65]}),
        4 => json!({relation: [{"age": [var("credit.subject.birthdate")]}, number]}),
        5 => {
            json!({"at-least": [grade, random.pick(&["A", "甲、乙"]), random.pick(&["tax", "a b"])]})
        }
        6 => json!({"in": [grade, grades]}),
        7 => json!({"==": [grade, text_value]}),
        8 => json!({"==": [text_value, grade]}),
        9 => json!({quantifier: [var("credit.listings"), serious]}),
        10 => json!({quantifier: [var("credit.listings"), {"and": [serious, recent]}]}),
        11 => json!({quantifier: [var("credit.listings"), {"and": [recent]}]}),
        12 => json!({quantifier: [var("credit.honours"), {"!=": [var("list"), "b-1"]}]}),
        13 => json!({"!": {quantifier: [var("credit.listings"), true]}}),
        14 => {
            json!({relation: [{"count": [var("credit.listings"), random.pick(&[serious, json!(true)])]}, 1]})
        }
        15 => {
            json!({relation: [{"sum": [var("credit.activities"), {"==": [var("kind"), "volunteer_hours"]}, "value"]}, number]})
        }
        16 => json!({relation: [{"sum": [var("credit.penalties"), true, "amount"]}, yuan("1")]}),
        17 => random.pick(&[
            var("credit.registration.frozen"),
            json!({"!": var("credit.registration.frozen")}),
            json!({"!": [var("request.new")]}),
        ]),
        18 => json!({"exists": random.pick(&[grade.clone(), json!([grade])])}),
        19 => {
            json!({random.pick(&["before", "not-before", "after", "not-after"]): [var("now"), "2026-06-30"]})
        }
        20 => json!({"==": [var("credit.registration.frozen"), random.chance(50)]}),
        21 => json!({"or": [{"<": [1, 2]}, part(random)]}),
        22 => {
            json!({"within": [var("credit.subject.established"), random.pick(&["P2Y", "P3B", "P1Y6M"])]})
        }
        23 => {
            let share = json!({"percent-of": [random.pick(&[json!(20), json!(0.5)]), var("credit.finance.revenue")]});
            let operands = [
                json!([var("request.deposit"), share]),
                json!([share, var("request.deposit")]),
            ];
            json!({relation: random.pick(&operands)})
        }
        24 => {
            json!({"in-region": [var("credit.subject.residence"), random.pick(&[json!(["310000"]), json!(["310115", "320500"])])]})
        }
        _ => json!({"in": [var("credit.subject.residence"), ["310115", "310104"]]}),
    }
}

fn when(random: &mut Random) -> Value {
    match random.below(8) {
        0 => json!(true),
        1 => part(random),
        2 => json!({"and": [part(random)]}),
        3 => json!({"and": [part(random), true]}),
        _ => {
            let parts = 2 + random.below(4);
            json!({"and": (0..parts).map(|_| part(random)).collect::<Vec<_>>()})
        }
    }
}

fn benefit(random: &mut Random) -> Value {
    let amount = yuan(random.pick(&["0", "99.9", "500.00"]));
    let percent = random.pick(&[json!(0), json!(12.5), json!(100)]);
    match random.below(9) {
        0 => json!({"kind": "deposit_waiver", "max": amount}),
        1 => json!({"kind": "discount", "percent_off": percent}),
        2 => json!({"kind": "free_allowance", "quantity": 3, "unit": text(random)}),
        3 => json!({"kind": "deferred_payment", "max": amount, "days": 30}),
        4 => json!({"kind": "loan_prequalification", "max_amount": amount, "max_months": 12}),
        5 => {
            json!({"kind": "fast_track", "lane": text(random), "documents_waived": random.chance(50)})
        }
        6 => json!({"kind": "inspection", "frequency_percent": percent}),
        7 => json!({"kind": "clean_record", "field": "market", "period": "P2Y"}),
        _ => json!({"kind": "perk", "code": random.pick(&TEXTS), "text": text(random)}),
    }
}

fn programme(random: &mut Random) -> Value {
    let mut programme = programmes::programme(json!({
        "title": text(random), "owner": random.pick(&TEXTS),
        "inputs": {
            "credit": {"vct": "urn:xinyi:credit-status:1", "jurisdictions": random.pick(&[json!([]), json!(["310000", "320000"])])},
            "market": {"vct": "urn:xinyi:market-credit:1", "optional": random.chance(50), "label": text(random)},
            "boss": {"vct": "urn:xinyi:credit-status:1", "is": {"of": "credit", "role": "legal_representative"}},
        },
        "request": {"deposit": {"type": "money"}, "new": {"type": "boolean", "optional": random.chance(50)}},
        "scales": {"tax": ["D", "甲、乙", "A"], "a b": ["甲、乙", "A"]},
        "basis": random.pick(&[json!([]), json!(["第一条、第二条"]), json!(["—", "a", "\n"])]),
        "requirements": (0..random.below(4)).map(|i| {
            let mut requirement = json!({"id": format!("r{i}"), "when": when(random)});
            if random.chance(50) {
                requirement["unmet"] = text(random);
            }
            if random.chance(50) {
                requirement["basis"] = random.pick(&TEXTS).into();
            }
            requirement
        }).collect::<Vec<_>>(),
        "tiers": (0..1 + random.below(5)).map(|i| {
            let mut tier = json!({"id": format!("t{i}"), "when": when(random), "benefit": benefit(random)});
            if random.chance(50) {
                tier["title"] = text(random);
            }
            tier
        }).collect::<Vec<_>>(),
    }));
    let further = [
        ("applies_when", when(random)),
        ("max_age", json!("P1D")),
        ("allows_minors", json!(random.chance(50))),
        (
            "fields",
            random.pick(&[json!([]), json!(["market", "tax"])]),
        ),
        ("subject_kinds", json!(["enterprise", "natural_person"])),
    ];
    for (name, value) in further {
        if random.chance(50) {
            programme[name] = value;
        }
    }
    for name in ["requirements", "request", "scales"] {
        // Empty is not the same as left out.
        if random.one_in(30) {
            programme[name] = if name == "requirements" {
                json!([])
            } else {
                json!({})
            };
        }
    }
    programme
}

/// Not every one of these is a programme: some compare a text with a text. Those are left out.
#[test]
fn programmes_of_every_form_come_back() {
    let mut random = Random::seeded("tables");
    let (count, mut seen) = (cases(60), 0);
    for _ in 0..count {
        let document = programme(&mut random);
        let document = value(&document);
        if xinyi::authoring::table::to_rows(&document, super::law()).is_err() {
            continue;
        }
        seen += 1;
        comes_back(&document);
    }
    assert!(seen * 2 > count, "{seen} of {count}");
}

#[test]
fn the_programmes_of_the_demo_come_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/programmes");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).expect(folder) {
        let template = std::fs::read_to_string(file.expect(folder).path()).expect("a template");
        let text = template
            .replace("{issuer}", "https://credit.example")
            .replace("{valid_from}", "2026-01-01")
            .replace("{valid_until}", "2026-12-31");
        let programme = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
        comes_back(&programme);
        seen += 1;
    }
    assert!(seen >= 5, "{seen}");
}
