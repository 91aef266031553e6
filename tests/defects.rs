//! What an analysis of a whole programme finds: a defect of every kind is planted, and found; beside each stands a
//! programme that is right, of which nothing is said.

use serde_json::{Value, json};
use testkit::{programmes, world};
use xinyi::authoring::{Beside, Lint};
use xinyi::{LawEdition, Object};

fn built_in() -> LawEdition {
    LawEdition::built_in().expect("the built-in edition")
}

fn object(value: &Value) -> Object {
    let text = value.to_string();
    let value = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
    value.as_object().expect("an object").clone()
}

/// The findings that are no errors, as the code, the pointer and the rest.
fn findings(lint: &Lint) -> Vec<(String, String, Value)> {
    assert_eq!(lint.errors(), &[], "errors");
    let all = lint.defects().iter().chain(lint.warnings());
    all.map(|finding| {
        let details = xinyi::Value::from(finding.details().clone()).to_string();
        let details: Value = serde_json::from_str(&details).expect("JSON");
        let pointer = details["pointer"].as_str().expect("a pointer").to_owned();
        (finding.code().as_str().to_owned(), pointer, details)
    })
    .collect()
}

#[track_caller]
fn said(programme: &Value) -> Vec<(String, String, Value)> {
    findings(&Lint::of(&programme.to_string()).expect("a document"))
}

#[track_caller]
fn codes(programme: &Value) -> Vec<(String, String)> {
    let said = said(programme).into_iter();
    said.map(|(code, pointer, _)| (code, pointer)).collect()
}

fn score() -> Value {
    json!({"var": "credit.evaluations.sh-public.score"})
}

fn discount(percent: i64) -> Value {
    json!({"kind": "discount", "percent_off": percent})
}

/// Tiers of a score: each a condition and a percentage.
fn tiers(tiers: &[(Value, i64)]) -> Value {
    let tiers = tiers.iter().enumerate().map(|(number, (when, percent))| {
        json!({"id": format!("t{number}"), "when": when, "benefit": discount(*percent)})
    });
    programmes::programme(json!({"tiers": tiers.collect::<Vec<_>>()}))
}

/// One tier, with this requirement, which rests on a law.
fn requiring(when: Value) -> Value {
    programmes::programme(json!({"requirements": [{"id": "r", "when": when, "basis": "示例"}]}))
}

/// A planted defect: the programme, what is said of it, and one that is right.
struct Planted {
    wrong: Value,
    code: &'static str,
    pointer: &'static str,
    right: Value,
}

fn planted() -> Vec<Planted> {
    let new = |code, pointer, wrong, right| Planted {
        wrong,
        code,
        pointer,
        right,
    };
    let at_least = |n: i64| json!({">=": [score(), n]});
    let band =
        |low: i64, high: i64| json!({"and": [{">=": [score(), low]}, {"<": [score(), high]}]});
    let to = |low: i64, high: i64| json!({"<=": [low, score(), high]});
    let penalties = json!({"var": "credit.penalties"});
    let within = |field: &str, period: &str| json!({"within": [{"var": field}, period]});
    let graded = |grades: [&str; 3]| {
        let at_least = |grade: &str| json!({"at-least": [{"var": "credit.evaluations.tax.grade"}, grade, "tax"]});
        let mut programme = tiers(&[
            (at_least(grades[0]), 9),
            (
                json!({"and": [at_least(grades[1]), {"!": at_least(grades[2])}]}),
                5,
            ),
        ]);
        programme["scales"] = json!({"tax": ["D", "C", "B", "A"]});
        programme
    };
    let with_requirement = |basis: Value| {
        let mut requirement = json!({"id": "r", "when": programmes::not_listed()});
        if basis != Value::Null {
            requirement["basis"] = basis;
        }
        programmes::programme(json!({"requirements": [requirement]}))
    };
    let when = |when: Value| tiers(&[(when, 5)]);
    vec![
        new(
            "programme.unreachable",
            "/tiers/1",
            tiers(&[(at_least(600), 5), (at_least(700), 5)]),
            tiers(&[(at_least(700), 9), (at_least(600), 5)]),
        ),
        new(
            "programme.never",
            "/requirements/0/when",
            requiring(json!({"and": [at_least(700), {"<": [score(), 700]}]})),
            requiring(json!({"and": [at_least(700), {">": [score(), 600]}]})),
        ),
        new(
            "programme.never",
            "/applies_when",
            programmes::programme(json!({"applies_when": {"some": [penalties, {"and": [
                {"==": [{"var": "class"}, "minor"]}, {"==": [{"var": "class"}, "serious"]}]}]}})),
            programmes::programme(json!({"applies_when": {"and": [
                {"some": [penalties, {"==": [{"var": "class"}, "minor"]}]},
                {"some": [penalties, {"==": [{"var": "class"}, "serious"]}]}]}})),
        ),
        new(
            "programme.never",
            "/requirements",
            programmes::programme(json!({"requirements": [
                {"id": "a", "when": {"<=": [score(), 699]}}, {"id": "b", "when": at_least(700)}]})),
            programmes::programme(json!({"requirements": [
                {"id": "a", "when": {"exists": score()}}, {"id": "b", "when": at_least(700)}]})),
        ),
        new(
            "programme.always",
            "/requirements/0/when",
            requiring(json!({"or": [{"none": [penalties, true]}, {"some": [penalties, true]}]})),
            requiring(json!({"none": [penalties, true]})),
        ),
        new(
            "programme.always",
            "/tiers/0/when",
            when(json!({"or": [{"exists": score()}, {"!": {"exists": score()}}]})),
            when(json!({"exists": score()})),
        ),
        new(
            "programme.constant",
            "/tiers/0/when/or/1",
            when(json!({"or": [at_least(700), {"and": [at_least(600), {"<": [score(), 500]}]}]})),
            when(
                json!({"or": [at_least(700), {"and": [at_least(600), {"exists": {"var": "credit.registration"}}]}]}),
            ),
        ),
        new(
            "programme.gap",
            "/tiers/0",
            tiers(&[(at_least(700), 9), (to(600, 699), 5)]),
            tiers(&[(at_least(700), 9), (band(600, 700), 5)]),
        ),
        new(
            "programme.overlap",
            "/tiers/1",
            tiers(&[(at_least(700), 9), (to(600, 700), 5)]),
            tiers(&[(at_least(700), 9), (band(600, 700), 5)]),
        ),
        new(
            "programme.worse",
            "/tiers/0",
            tiers(&[(band(600, 700), 9), (at_least(700), 5)]),
            tiers(&[(at_least(700), 9), (band(600, 700), 5)]),
        ),
        new(
            "programme.worse",
            "/tiers/1",
            graded(["A", "C", "B"]),
            graded(["A", "C", "A"]),
        ),
        new(
            "programme.worse",
            "/tiers/0",
            when(
                json!({"some": [{"var": "credit.penalties"}, {"==": [{"var": "class"}, "minor"]}]}),
            ),
            when(
                json!({"none": [{"var": "credit.penalties"}, {"==": [{"var": "class"}, "serious"]}]}),
            ),
        ),
        new(
            "programme.worse",
            "/tiers/1",
            tiers(&[
                (json!({"some": [{"var": "credit.honours"}, true]}), 1),
                (json!({"none": [{"var": "credit.honours"}, true]}), 5),
            ]),
            tiers(&[
                (json!({"some": [{"var": "credit.honours"}, true]}), 5),
                (json!(true), 1),
            ]),
        ),
        new(
            "programme.order",
            "/tiers/0",
            tiers(&[
                (json!({"==": [{"var": "credit.jurisdiction"}, "310115"]}), 1),
                (at_least(700), 5),
            ])
            .with_residence(),
            tiers(&[
                (json!({"==": [{"var": "credit.jurisdiction"}, "310115"]}), 5),
                (at_least(700), 1),
            ])
            .with_residence(),
        ),
        new(
            "programme.empty_list",
            "/tiers/0/when",
            when(json!({"all": [{"var": "credit.licences"}, {"==": [{"var": "kind"}, "food"]}]})),
            when(
                json!({"and": [{"all": [{"var": "credit.licences"}, {"==": [{"var": "kind"}, "food"]}]},
                {"some": [{"var": "credit.licences"}, true]}]}),
            ),
        ),
        new(
            "programme.absent",
            "/tiers/0/when/!",
            when(json!({"!": {"in": [{"var": "credit.subject.residence"}, ["310104"]]}})),
            when(
                json!({"and": [{"exists": {"var": "credit.subject.residence"}},
                {"!": {"in": [{"var": "credit.subject.residence"}, ["310104"]]}}]}),
            ),
        ),
        new(
            "programme.absent",
            "/requirements/0/when/none/1",
            requiring(
                json!({"none": [penalties, {">": [{"var": "amount"}, {"currency": "CNY", "amount": "1000"}]}]}),
            ),
            requiring(
                json!({"none": [penalties, {"or": [{"!": {"exists": {"var": "amount"}}},
                {">": [{"var": "amount"}, {"currency": "CNY", "amount": "1000"}]}]}]}),
            ),
        ),
        new(
            "programme.absent",
            "/tiers/0/when",
            when(json!({"!=": [{"var": "credit.registration.tax_status"}, "abnormal"]})),
            when(json!({"==": [{"var": "credit.registration.tax_status"}, "normal"]})),
        ),
        new(
            "programme.basis",
            "/requirements/0",
            with_requirement(Value::Null),
            with_requirement(json!("全国失信惩戒措施基础清单（2024年版）")),
        ),
        new(
            "programme.look_back",
            "/requirements/0/when/none/1",
            requiring(json!({"none": [penalties, within("determined_on", "P10Y")]})),
            requiring(json!({"none": [penalties, within("determined_on", "P2Y")]})),
        ),
        new(
            "programme.language",
            "/title",
            programmes::programme(json!({"title": {"zh-CN": "测试"}})).replaced("title"),
            programmes::programme_when(at_least(700)),
        ),
        new(
            "programme.figure",
            "/tiers/0/benefit/percent_off",
            tiers(&[(at_least(700), 0)]),
            tiers(&[(at_least(700), 1)]),
        ),
    ]
}

trait Changed {
    fn with_residence(self) -> Self;
    fn replaced(self, name: &str) -> Self;
}

impl Changed for Value {
    /// Where somebody lives tells no better from no worse, and may be shown.
    fn with_residence(self) -> Self {
        let text = self.to_string();
        let text = text.replace("credit.jurisdiction", "credit.subject.residence");
        serde_json::from_str(&text).expect("JSON")
    }

    /// A text in Chinese alone.
    fn replaced(mut self, name: &str) -> Self {
        self[name] = json!({"zh-CN": "测试"});
        self
    }
}

#[test]
fn a_planted_defect_of_every_kind_is_found_where_it_is() {
    for Planted {
        wrong,
        code,
        pointer,
        right,
    } in planted()
    {
        let found = codes(&wrong);
        let is_it = |(c, p): &(String, String)| c == code && p.starts_with(pointer);
        assert!(
            found.iter().any(is_it),
            "{code} {pointer}: {found:?}\n{wrong}"
        );
        assert_eq!(codes(&right), [], "{code}\n{right}");
    }
}

#[test]
fn nothing_is_said_of_programmes_that_are_right() {
    let built_in = [
        include_str!("../src/demo/programmes/clean-record.json"),
        include_str!("../src/demo/programmes/power-bank.json"),
        include_str!("../src/demo/programmes/shared-bike.json"),
        include_str!("../src/demo/programmes/small-firm-loan.json"),
        include_str!("../src/demo/programmes/young-volunteer.json"),
    ];
    for text in built_in {
        let text = text
            .replace("{issuer}", world::CITY)
            .replace("{valid_from}", "2026-01-01")
            .replace("{valid_until}", "2027-12-31");
        let programme: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(said(&programme), [], "{}", programme["id"]);
    }
    // Some of these name no law that a requirement rests on, or declare more than they read: they are about something
    // else.
    for programme in [
        programmes::bike(),
        programmes::loan(),
        programmes::both(json!({})),
        programmes::optional_market(),
        programmes::firm_and_officer(json!({})),
    ] {
        let mut found = codes(&programme);
        found.retain(|(code, _)| code != "programme.basis" && code != "programme.unused");
        assert_eq!(found, [], "{}", programme["id"]);
    }
}

/// An officer sees what happens: the facts of somebody, or of two of whom one is better.
#[test]
fn findings_come_with_somebody_who_shows_them() {
    let at_least = |n: i64| json!({">=": [score(), n]});
    let gap = said(&tiers(&[
        (at_least(700), 9),
        (json!({"<=": [600, score(), 699]}), 5),
    ]));
    let gap = gap.iter().find(|(code, ..)| code == "programme.gap");
    let (.., details) = gap.expect("a gap");
    assert_eq!(details["beside"], "/tiers/1");
    assert_eq!(details["fact"], "credit.evaluations.sh-public.score");
    let shown = details["example"]["credit.evaluations.sh-public.score"].as_f64();
    assert!(
        shown.is_some_and(|score| 699.0 < score && score < 700.0),
        "{details}"
    );
    let honours =
        json!({"none": [{"var": "credit.honours"}, {"==": [{"var": "kind"}, "red_list"]}]});
    let worse = said(&tiers(&[(honours, 5)]));
    let (code, pointer, details) = &worse[0];
    assert_eq!(
        (code.as_str(), pointer.as_str()),
        ("programme.worse", "/tiers/0")
    );
    let better = &details["better"]["credit.honours"];
    assert_eq!(better[0]["kind"], "red_list", "{details}");
    assert_eq!(details["example"]["credit.honours"], json!([]), "{details}");
}

#[test]
fn a_programme_is_looked_at_beside_the_trust_list_and_its_earlier_versions() {
    let programme = programmes::programme_when(programmes::score_at_least(700));
    let entry = |vct: &str, schemes: Value| json!({"issuer": "https://a.example", "vct": [vct], "regions": ["310000"], "schemes": schemes});
    let list = |entry: Value| object(&json!({"entries": [entry]}));
    let lint = |beside: Beside<'_>| {
        let lint = Lint::beside(&built_in(), &programme.to_string(), beside);
        let found = findings(&lint.expect("a document")).into_iter();
        found
            .map(|(code, pointer, _)| (code, pointer))
            .collect::<Vec<_>>()
    };
    let one = |code: &str, pointer: &str| vec![(code.to_owned(), pointer.to_owned())];
    for (entry, want) in [
        (
            entry(world::CREDIT_STATUS, json!(["sh-public"])),
            Vec::new(),
        ),
        (
            entry(world::CREDIT_STATUS, json!(["tax"])),
            one("programme.no_issuer", "/tiers/0/when/>=/0/var"),
        ),
        (
            entry(world::MARKET_CREDIT, json!(["sh-public"])),
            one("programme.no_issuer", "/inputs/credit"),
        ),
    ] {
        let list = list(entry);
        let trust_list = Some(&list);
        assert_eq!(
            lint(Beside {
                trust_list,
                previous: &[]
            }),
            want
        );
    }
    // Who publishes it has a key for that, and speaks for its regions.
    let mut published = programme.clone();
    for (iss, regions, key, want) in [
        (
            "https://a.example",
            ["310000", "310115"],
            "programme",
            Vec::new(),
        ),
        (
            "https://a.example",
            ["310000", "320500"],
            "programme",
            one("programme.no_issuer", "/regions/1"),
        ),
        (
            "https://a.example",
            ["310000", "310115"],
            "bundle",
            one("programme.no_issuer", "/iss"),
        ),
        (
            "https://b.example",
            ["310000", "310115"],
            "programme",
            one("programme.no_issuer", "/iss"),
        ),
        (
            "https://a.example",
            ["310000", "310115"],
            "revoked",
            one("programme.no_issuer", "/iss"),
        ),
    ] {
        published["iss"] = json!(iss);
        published["regions"] = json!(regions);
        let mut entry = entry(world::CREDIT_STATUS, json!(["sh-public"]));
        entry["keys"] = match key {
            "revoked" => json!([{"use": "programme", "revoked": {"at": 1_700_000_000}}]),
            key => json!([{"use": key}]),
        };
        let list = list(entry);
        let beside = Beside {
            trust_list: Some(&list),
            previous: &[],
        };
        let lint = Lint::beside(&built_in(), &published.to_string(), beside).expect("a document");
        let found = findings(&lint)
            .into_iter()
            .map(|(code, pointer, _)| (code, pointer));
        assert_eq!(found.collect::<Vec<_>>(), want, "{iss}");
    }
    let previous = |version: i64, until: &str| {
        [object(
            &json!({"id": "test.inline", "version": version, "valid_until": until}),
        )]
    };
    let mut second = programme.clone();
    second["version"] = json!(2);
    for (version, until, want) in [
        (1, "2025-12-31", Vec::new()),
        (2, "2025-12-31", one("programme.version", "/version")),
        (3, "2025-12-31", one("programme.version", "/version")),
        (1, "2025-12-30", one("programme.succession", "/valid_from")),
        (1, "2026-01-01", one("programme.succession", "/valid_from")),
    ] {
        let previous = previous(version, until);
        let beside = Beside {
            trust_list: None,
            previous: &previous,
        };
        let found = Lint::beside(&built_in(), &second.to_string(), beside).expect("a document");
        let found = findings(&found).into_iter();
        let found: Vec<_> = found.map(|(code, pointer, _)| (code, pointer)).collect();
        assert_eq!(found, want, "{version} {until}");
    }
    let other = [object(
        &json!({"id": "other", "version": 1, "valid_until": "2025-12-31"}),
    )];
    let beside = Beside {
        trust_list: None,
        previous: &other,
    };
    let refused = Lint::beside(&built_in(), &programme.to_string(), beside);
    assert_eq!(refused.unwrap_err().code().as_str(), "format.schema");
}

/// Who reaches the first tier by a record that is too old to be used reaches it in no decision.
#[test]
fn what_only_records_show_that_may_not_be_used_is_no_defect() {
    let found = |since: &str| {
        let mut document = json!({
            "id": "test.order", "version": 1, "language": 1, "family": "other", "title": {"zh-CN": "测试", "en": "A test"},
            "owner": "示例单位", "contact": "12345", "basis": ["示例"], "valid_from": "2026-01-01", "valid_until": "2026-12-31",
            "regions": ["310000"], "inputs": {"credit": {"vct": "urn:xinyi:credit-status:1"}},
            "tiers": [
                {"id": "few", "benefit": {"kind": "discount", "percent_off": 1}},
                {"id": "more", "when": {"==": [{"var": "credit.subject_kind"}, "enterprise"]}, "benefit": {"kind": "discount", "percent_off": 9}}],
        });
        document["tiers"][0]["when"] = json!({"some": [{"var": "credit.penalties"}, {"and": [
            {"==": [{"var": "class"}, "serious"]}, {"not-after": [{"var": "determined_on"}, since]}]}]});
        let lint = Lint::of(&document.to_string()).expect("a document");
        let order = |found: &[xinyi::Error]| {
            found
                .iter()
                .filter(|f| f.code().as_str() == "programme.order")
                .count()
        };
        (order(lint.defects()), order(lint.warnings()))
    };
    assert_eq!(found("2026-01-01"), (1, 0));
    assert_eq!(found("2010-01-01"), (0, 1));
}

/// Somebody who is on a list gets more than somebody who is on none: a record that may be used shows it.
#[test]
fn what_a_record_shows_that_may_be_used_is_a_defect() {
    for class in ["minor", "general", "serious"] {
        let mut document = json!({
            "id": "test.worse", "version": 1, "language": 1, "family": "other", "title": {"zh-CN": "测试", "en": "A test"},
            "owner": "示例单位", "contact": "12345", "basis": ["示例"], "valid_from": "2026-01-01", "valid_until": "2026-12-31",
            "regions": ["310000"], "subject_kinds": ["enterprise"], "inputs": {"credit": {"vct": "urn:xinyi:credit-status:1"}},
            "tiers": [
                {"id": "a", "benefit": {"kind": "deposit_waiver", "max": {"currency": "CNY", "amount": "1000.00"}}},
                {"id": "b", "when": true, "benefit": {"kind": "deposit_waiver", "max": {"currency": "CNY", "amount": "100.00"}}}],
        });
        document["tiers"][0]["when"] =
            json!({"some": [{"var": "credit.penalties"}, {"==": [{"var": "class"}, class]}]});
        let lint = Lint::of(&document.to_string()).expect("a document");
        let defects: Vec<&str> = lint.defects().iter().map(|f| f.code().as_str()).collect();
        assert!(
            defects.contains(&"programme.worse"),
            "{class}: {defects:?} {:?}",
            lint.warnings()
        );
    }
}
