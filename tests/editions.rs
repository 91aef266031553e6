//! Editions of the law: what changes between two, who signs one, and by which is decided.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::path::Path;

use serde_json::{Value, json};
use testkit::facts;
use testkit::platform::Plan;
use testkit::programmes::programme_when;
use testkit::world::{LOOK, World, yuan};
use xinyi::{CheckOptions, Explain, Instant, LawEdition, Trial, Verifier, VerifierOptions};

fn built_in() -> Value {
    serde_json::to_value(LawEdition::built_in().expect("an edition")).expect("JSON")
}

fn edition(document: &Value) -> LawEdition {
    LawEdition::parse(document.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

/// Of the law as this crate had it before it was data, and as it is.
#[test]
fn a_diff_says_who_gains_and_who_loses_and_when() {
    let desk = testkit::desk!(&[]);
    let path = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let paths = [
        path("tests/law-editions/2026-11-01.json"),
        path("src/law/edition.json"),
        path("tests/law-editions/facts"),
    ];
    let [before, after, facts] = paths.each_ref().map(|path| path.to_str().expect("UTF-8"));
    let diff = |more: &[&str]| {
        let asked = ["law", "diff", before, after, "--facts", facts];
        let at = ["--now", "2026-11-29T04:00:00Z"];
        desk.xinyi(&[&asked[..], &at, more].concat())
    };
    let output = diff(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let records = answer["records"].as_array().expect("records").iter();
    let told: Vec<Value> = records
        .map(|record| {
            let days = |record: &Value| {
                json!([
                    record["counts"],
                    record["counts_until"],
                    record["open_from"]
                ])
            };
            json!([
                record["file"],
                record["path"],
                record["effect"],
                days(&record["before"]),
                days(&record["after"]),
            ])
        })
        .collect();
    assert_eq!(
        json!(told),
        json!([
            // The rule of 2025-12-25 lets it be repaired after three months, the one before after six.
            [
                "firm-fined-in-2026.json",
                "credit.penalties[0]",
                "gains",
                ["true", "2027-02-02", "2026-08-06"],
                ["true", "2027-02-02", "2026-05-06"]
            ],
            // Five years of retention, in place of three that no source has.
            [
                "firm-of-anhui.json",
                "credit.commitments[0]",
                "loses",
                ["false", null, null],
                ["true", "2028-06-01", "2026-11-29"]
            ],
            // Three years on the list are over.
            [
                "firm-on-a-list-since-2022.json",
                "credit.listings[0]",
                "gains",
                ["true", null, null],
                ["false", null, null]
            ],
        ])
    );
    let rows = answer["rows"].as_array().expect("rows");
    let is_new = |row: &&Value| row["in"] == "after" && row["row"]["code"] == "samr-107";
    assert_eq!(
        rows.iter().filter(is_new).count(),
        2,
        "the code and the rule"
    );
    let text = String::from_utf8(diff(&[]).stdout).expect("UTF-8");
    for told in [
        "firm-of-anhui.json credit.commitments[0]: 对当事人不利",
        "2028-06-01",
    ] {
        assert!(text.contains(told), "{text}");
    }
    // Nothing changes between an edition and itself.
    let same = desk.xinyi(&["law", "diff", after, after, "--facts", facts]);
    assert_eq!(same.status.code(), Some(0));
}

/// A notice of the State Council for a year that this version does not know.
#[test]
fn a_calendar_comes_with_an_edition() {
    let mut document = built_in();
    document["edition"] = json!("2026-12-20");
    document["version"] = json!(2);
    let year = json!({
        "year": 2027, "workdays": [], "notice": "made up",
        "holidays": [{ "from": "2027-01-01", "until": "2027-01-03" }],
    });
    document["calendar"]
        .as_array_mut()
        .expect("years")
        .push(year);
    let mut programme = programme_when(json!({
        "none": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }]
    }));
    programme["valid_until"] = json!("2027-12-31");
    let programme = programme.to_string();
    // A Tuesday: the third working day after it is the first Monday of the year.
    let person = json!({ "as_of": "2026-12-29", "subject": { "birthdate": "1990-01-02" } });
    let facts = json!({ "credit": facts::person(person) }).to_string();
    let at = |day: &str| Instant::parse(&format!("{day}T04:00:00Z")).expect("an instant");
    let outcome = |law: &LawEdition, day: &str| {
        let trial = Trial::run_by(law, &programme, &facts, at(day), Explain::Full);
        let trial = serde_json::to_value(trial.expect("a trial")).expect("JSON");
        let warned = trial["warnings"].to_string();
        let warned = warned.contains("time.estimated_working_days");
        (
            trial["outcome"].as_str().expect("an outcome").to_owned(),
            warned,
        )
    };
    let (old, new) = (edition(&built_in()), edition(&document));
    // In a year that is not known every day counts: 30, 31, 1.
    assert_eq!(outcome(&old, "2027-01-01"), ("granted".to_owned(), true));
    assert_eq!(
        outcome(&old, "2027-01-02"),
        ("undetermined".to_owned(), true)
    );
    assert_eq!(outcome(&new, "2027-01-04"), ("granted".to_owned(), false));
    assert_eq!(
        outcome(&new, "2027-01-05"),
        ("undetermined".to_owned(), false)
    );
}

/// What `evidence` says is what decided.
#[test]
fn the_evidence_names_the_edition_that_decided() {
    let world = World::new();
    let mut plan = Plan::small(&world);
    plan.law = Some(testkit::law::edition());
    let platform = plan.build();
    let now = Instant::from_unix(testkit::world::NOW).expect("an instant");
    let text = |name: &str| platform[name].as_str().expect(name).to_owned();
    let options = VerifierOptions::at(now);
    let verifier = Verifier::new(&text("root"), Some(&text("snapshot")), &options);
    let verifier = verifier.expect("a verifier");
    let report = serde_json::to_value(verifier.report()).expect("JSON");
    assert_eq!(report["law"], json!({ "result": "accepted", "version": 2 }));
    // It is exported with the rest, and what is exported is whole.
    let exported = verifier.export_snapshot().expect("a snapshot");
    let again = Verifier::new(&text("root"), Some(&exported), &options).expect("a verifier");
    assert_eq!(again.report(), verifier.report());
    let options: CheckOptions = serde_json::from_value(json!({
        "programme": "test.bike", "holder": "unbound", "now": testkit::world::NOW,
        "request": { "deposit": yuan("99.00") },
    }))
    .expect("options");
    let bundle = world.person().present(LOOK);
    let decision = again.check(bundle.as_str(), &options).expect("a decision");
    let decision = serde_json::to_value(decision).expect("JSON");
    assert_eq!(
        decision["evidence"]["law"],
        json!({ "edition": "2099-01-01", "version": 2 })
    );
}
