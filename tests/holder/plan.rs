//! What a plan shows, and what it keeps back.

use serde_json::{Value, json};
use testkit::world::*;
use xinyi::holder::{Plan, UnitKind};
use xinyi::{Code, ExpectedSubject, Object, Outcome, PlanOptions};

use super::{asked, bound, disclosed, planned_for, verifier};

/// Of 31 years.
const PERSON: &str = "110105199512310007";

fn document(of: &Plan) -> Value {
    let text = serde_json::to_string(of).expect("JSON");
    serde_json::from_str(&text).expect("a value")
}

/// A programme with tiers of these conditions, one better than the next.
fn tiers(conditions: &[Value]) -> Value {
    let tiers = conditions
        .iter()
        .enumerate()
        .map(|(n, when)| json!({ "id": format!("t{n}"), "when": when, "benefit": perk() }));
    programme(json!({ "tiers": tiers.collect::<Vec<_>>() }))
}

#[track_caller]
fn shows(sketch: &Sketch<'_>, programme: &Value, expected: &[&str]) -> Plan {
    let world = World::new();
    let bundle = sketch.sign().show_all();
    let plan = verifier(&world)
        .plan(&bundle, &planned_for(programme))
        .unwrap();
    let mut expected: Vec<String> = expected.iter().map(|p| format!("credit{p}")).collect();
    expected.sort();
    assert_eq!(disclosed(&plan), expected);
    assert!(plan.is_exact());
    plan
}

#[test]
fn a_plan_shows_what_the_rules_and_the_law_need() {
    let world = World::new();
    let plan = shows(
        &world.person(),
        &programme_requiring(not_listed()),
        &["/subject/age_over", "/listings"],
    );
    assert_eq!(plan.decision().outcome(), Outcome::Granted);
    let kinds: Vec<(&str, UnitKind)> = plan.shown().iter().map(|u| (&*u.path, u.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("credit.subject.age_over", UnitKind::Claim),
            ("credit.listings", UnitKind::List)
        ]
    );
    let hidden: Vec<&str> = plan.hidden().iter().map(|unit| &*unit.path).collect();
    assert!(
        hidden.contains(&"credit.evaluations.sh-public"),
        "{hidden:?}"
    );
    assert_eq!(hidden.len(), 7);
    let visible: Vec<&str> = plan.visible().iter().map(|unit| &*unit.path).collect();
    for path in [
        "credit.iss",
        "credit.cnf",
        "credit.as_of",
        "credit.subject_kind",
    ] {
        assert!(visible.contains(&path), "{visible:?}");
    }
    assert!(!visible.contains(&"credit.subject"), "{visible:?}");
    let document = document(&plan);
    assert_eq!(document["plan"], 1);
    assert_eq!(document["exact"], true);
    assert_eq!(
        document["disclose"],
        json!({ "credit": ["/subject/age_over", "/listings"] })
    );
    assert_eq!(
        document["shown"][1],
        json!({ "input": "credit", "pointer": "/listings", "path": "credit.listings", "kind": "list" })
    );
}

#[test]
fn without_a_grant_there_is_nothing_to_show() {
    let world = World::new();
    let bundle = world.listed(&json!({})).sign().show_all();
    let programme = programme_requiring(not_listed());
    let plan = verifier(&world)
        .plan(&bundle, &planned_for(&programme))
        .unwrap();
    assert_eq!(plan.decision().outcome(), Outcome::NotGranted);
    // The holder is told everything.
    assert!(plan.decision().reasons()[0].record.is_some());
    assert_eq!(
        (plan.disclose(), plan.shown(), plan.valid_until()),
        (None, &[][..], None)
    );
    assert_eq!(document(&plan)["disclose"], Value::Null);
    assert!(plan.visible().is_empty() && !plan.hidden().is_empty());
}

#[test]
fn of_what_does_as_well_the_less_telling_is_shown() {
    let world = World::new();
    let person = world
        .person()
        .set("/subject/birthdate", json!("1996-05-20"));
    shows(&person, &tiers(&[json!(true)]), &["/subject/age_over"]);
    // The same, where the rules ask for a year that the other does not tell.
    let of_age = json!({ ">=": [{ "age": [{ "var": "credit.subject.birthdate" }] }, 18] });
    shows(&person, &tiers(&[of_age]), &["/subject/birthdate"]);
    // An evaluation before a list, and a list before a name.
    let either = |other: Value| json!({ "or": [other, score_at_least(700)] });
    let scored = &["/subject/age_over", "/evaluations/sh-public"];
    shows(
        &person,
        &tiers(&[either(
            json!({ "exists": { "var": "credit.subject.id_tail" } }),
        )]),
        scored,
    );
    let honoured =
        json!({ "none": [{ "var": "credit.honours" }, { "==": [{ "var": "kind" }, "red_list"] }] });
    shows(&person, &tiers(&[either(honoured)]), scored);
}

#[test]
fn as_little_as_possible_is_shown_before_what_holds_longer() {
    let world = World::new();
    let scored = |until: &str| json!({ "score": 742, "valid_until": until });
    let person = world
        .person()
        .set("/evaluations/sh-public", scored("2026-11-21"))
        .set("/evaluations/national", scored("2026-11-23"));
    let of = |scheme: &str| json!({ ">=": [{ "var": format!("credit.evaluations.{scheme}.score") }, 700] });
    let either = json!({ "or": [of("sh-public"), of("national")] });
    let plan = shows(
        &person,
        &tiers(&[either]),
        &["/subject/age_over", "/evaluations/national"],
    );
    assert_eq!(
        plan.valid_until().map(|at| at.to_string()).as_deref(),
        // The end of the status list, which is before that of the evaluation.
        Some("2026-11-23T01:00:00Z"),
    );
}

#[test]
fn a_record_is_shown_with_its_list_and_no_other() {
    let world = World::new();
    let hours = |value: u32| json!({ "kind": "volunteer_hours", "value": value, "as_of": TODAY });
    let person = world
        .person()
        .set("/activities", json!([hours(10), hours(120), hours(20)]));
    let volunteer =
        json!({ "some": [{ "var": "credit.activities" }, { ">=": [{ "var": "value" }, 100] }] });
    shows(
        &person,
        &tiers(&[volunteer]),
        &["/subject/age_over", "/activities", "/activities/1"],
    );
}

#[test]
fn the_tier_of_the_whole_is_kept_and_an_earlier_one_may_stay_open() {
    let world = World::new();
    let best = score_at_least(800);
    shows(
        &world.person(),
        &tiers(&[best, score_at_least(700)]),
        &["/subject/age_over", "/evaluations/sh-public"],
    );
    let unknown = json!({ "exists": { "var": "credit.subject.name" } });
    let plan = shows(
        &world.person(),
        &tiers(&[unknown, json!(true)]),
        &["/subject/age_over"],
    );
    assert_eq!(plan.decision().tier(), Some("t1"));
}

#[test]
fn an_optional_bundle_that_is_not_needed_is_not_presented() {
    let world = World::new();
    let credit = world.person().linked().sign().show_all();
    let market = world.market().linked().sign().show_all();
    let verifier = verifier(&world);
    let given = [("credit", &*credit), ("market", &*market)];
    let plan = |programme: &Value| verifier.plan(&given, &planned_for(programme)).unwrap();
    // The score of the agency is needed for gold.
    let gold = plan(&optional_market());
    assert_eq!(gold.decision().tier(), Some("gold"));
    assert_eq!(
        disclosed(&gold),
        [
            "credit/listings",
            "credit/subject/age_over",
            &format!("credit{}", LINK_TO_AGENCY.replace("https://", "https:~1~1")),
            "market/evaluations/zhima",
            "market/subject/link",
        ]
    );
    let mut silver = optional_market();
    silver["tiers"].as_array_mut().unwrap().remove(0);
    let silver = plan(&silver);
    assert_eq!(silver.decision().tier(), Some("silver"));
    assert_eq!(silver.disclose_of("market"), None);
    assert!(
        silver
            .hidden()
            .iter()
            .any(|unit| unit.path == "market.evaluations.zhima")
    );
    assert!(silver.visible().iter().all(|unit| unit.input == "credit"));
    assert_eq!(
        disclosed(&silver),
        [
            "credit/evaluations/sh-public",
            "credit/listings",
            "credit/subject/age_over"
        ]
    );
}

#[test]
fn whom_the_verifier_expects_is_proven() {
    let world = World::new();
    let bundle = world
        .person()
        .set("/subject/id", json!(PERSON))
        .sign()
        .show_all();
    let mut options = planned_for(&tiers(&[json!(true)]));
    options.subject = Some(ExpectedSubject::One(PERSON.to_owned()));
    let verifier = verifier(&world);
    let plan = verifier.plan(&bundle, &options).unwrap();
    // The number tells the age as well.
    assert_eq!(disclosed(&plan), ["credit/subject/id"]);
    options.subject = Some(ExpectedSubject::One("110105194912310038".to_owned()));
    let error = verifier.plan(&bundle, &options).unwrap_err();
    assert_eq!(error.code(), Code::BindingSubject);
}

#[test]
fn the_holders_bundles_are_verified_like_any() {
    let world = World::new();
    let verifier = verifier(&world);
    let options = planned_for(&tiers(&[json!(true)]));
    let expired = world.person().set("/exp", json!(NOW)).sign().show_all();
    let forged = world
        .person()
        .signed_by("bundle-1", &world.stranger)
        .sign()
        .show_all();
    for (bundle, code) in [
        (expired.as_str(), Code::TimeExpired),
        (forged.as_str(), Code::SignatureInvalid),
        ("", Code::FormatStructure),
    ] {
        assert_eq!(verifier.plan(bundle, &options).unwrap_err().code(), code);
    }
    let mut options = PlanOptions::new("test.nothing", options.now);
    let good = world.person().sign().show_all();
    let error = verifier.plan(&good, &options).unwrap_err();
    assert_eq!(error.code(), Code::ProgrammeUnknown);
    options = PlanOptions::new("test.bike", options.now);
    options.request = Some(Object::from_iter([("deposit", "99.00".into())]));
    let plan = verifier.plan(&good, &options).unwrap();
    assert_eq!(plan.decision().tier(), Some("gold"));
    assert!(verifier.check(&good, &asked(&options, bound())).is_err());
}

/// Dozens of records of which any six do: too many combinations to be sure, and none of those shown is idle.
#[test]
fn a_search_that_ends_early_leaves_nothing_idle() {
    let world = World::new();
    let hours = json!({ "kind": "volunteer_hours", "value": 10, "as_of": TODAY });
    let licence = json!({ "document": "d", "kind": "food", "valid_from": "2026-01-01", "state": "active", "authority": "a" });
    let person = world
        .person()
        .set("/activities", json!(vec![hours; 40]))
        .set("/licences", json!(vec![licence; 40]));
    let count = |list: &str, n: u32| json!({ ">=": [{ "count": [{ "var": format!("credit.{list}") }, true] }, n] });
    let either = json!({ "or": [count("activities", 13), count("licences", 12)] });
    let bundle = person.sign().show_all();
    let options = planned_for(&tiers(&[either]));
    let plan = verifier(&world).plan(&bundle, &options).unwrap();
    assert!(!plan.is_exact());
    // Age, one list and as many of it as are asked for.
    assert!(
        [14, 15].contains(&disclosed(&plan).len()),
        "{:?}",
        disclosed(&plan)
    );
}
