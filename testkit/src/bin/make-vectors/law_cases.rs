//! The cases of `tests/law-cases` as signed bundles: those of the vectors' own day, with records
//! that speak against their subject, or grades that stand for others. Whoever is not held back by one
//! of the former, and has one of the latter, is granted.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use testkit::jose::digest;
use testkit::platform::Plan;
use testkit::world::*;

use super::vector::Suite;

/// What rules read of lists that may speak against somebody, and how reasons name their records.
const LISTS: [(&str, &str, &str); 4] = [
    ("listings", "listing", "active"),
    ("penalties", "penalty", "active"),
    ("commitments", "commitment", "broken"),
    ("obligations", "obligation", "active"),
];

/// Of evaluations that the platform may make, where a case does not say.
const SCHEMES: [&str; 4] = ["sh-public", "js-public", "national", "tax"];

/// The provinces of GB/T 2260.
const PROVINCES: &str = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82";

pub fn add(suite: &mut Suite<'_>) {
    let folder = testkit::in_repository("tests/law-cases");
    let base = read(&folder.join("base.json"));
    let mut platforms: Vec<(Law, Value)> = Vec::new();
    for rule in entries(&folder).iter().filter(|path| path.is_dir()) {
        for path in entries(rule) {
            let case = read(&path);
            if is_of_our_day(&case) && (has_records(&case) || has_grades(&case)) {
                let place = path.with_extension("");
                let place = place.strip_prefix(&folder).expect("a case").display();
                let name = place.to_string().replace('/', "-");
                add_case(suite, &name, &case, &base, &mut platforms);
            }
        }
    }
}

/// What the trust list says: agreements, and the schemes of the one platform.
type Law = (Value, Value);

/// Decided on the day of the vectors.
fn is_of_our_day(case: &Value) -> bool {
    case["today"] == TODAY && case["credit"]["subject"]["$undisclosed"] != true
}

fn has_records(case: &Value) -> bool {
    let credit = &case["credit"];
    LISTS.iter().any(|(list, ..)| credit.get(list).is_some())
}

/// Grades that stand for others. What a bundle hides has no name.
fn has_grades(case: &Value) -> bool {
    let grades = case["credit"]["evaluations"].as_object();
    case["recognition"][0].get("grades").is_some()
        && grades.is_some_and(|grades| grades.values().all(|g| g.get("$undisclosed").is_none()))
}

fn add_case(
    suite: &mut Suite<'_>,
    name: &str,
    case: &Value,
    base: &Value,
    platforms: &mut Vec<(Law, Value)>,
) {
    let world = suite.world;
    let recognition = case.get("recognition").cloned().unwrap_or(json!([]));
    let schemes = case.get("schemes").cloned();
    let law = (recognition, schemes.unwrap_or(json!(SCHEMES)));
    let bundle = bundle(world, &case["credit"], base, &law.1);
    let known = platforms.iter().position(|(of, _)| *of == law);
    let number = known.unwrap_or_else(|| {
        let platform = platform(world, &law);
        platforms.push((law, platform));
        platforms.len() - 1
    });
    let (law, platform) = platforms[number].clone();
    // A name that stays when other cases come and go.
    let hash = digest(json!(law).to_string().as_bytes());
    let law: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let vector = suite.add(
        name,
        case["says"].as_str().expect("a text").to_owned().leak(),
    );
    vector
        .on_shared(&format!("law-{law}"), &platform)
        .bundle(bundle)
        .programme(programme(requirements(case)));
    let expected = case["expect"].as_object().expect("what is expected");
    if has_grades(case) {
        let grade = &expected.get("evaluations.sh-public");
        match grade.map(|standing| (standing, standing["unknown"].as_str())) {
            None => vector.not_granted(&["evaluation.absent"]),
            Some((_, None)) => vector.granted("only"),
            Some((standing, Some(cause))) => {
                let own = vec![json!("evaluations.sh-public")];
                let units = standing["units"].as_array().unwrap_or(&own).iter();
                let units = units.map(|unit| format!("credit.{}", unit.as_str().expect("a unit")));
                let mut missing: Vec<String> = units.filter(|_| cause == "undisclosed").collect();
                missing.sort();
                let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
                vector.undetermined(&[&format!("evaluation.{cause}")], &missing);
            }
        }
        return;
    }
    let all = |what: &str| {
        LISTS.iter().find_map(|(list, record, _)| {
            let standing = expected.iter().find(|(path, standing)| {
                path.starts_with(list) && standing.get(what).is_some() && is_adverse(case, path)
            });
            standing.map(|(_, standing)| (record, standing))
        })
    };
    match (all("counts"), all("unknown")) {
        (Some((record, _)), _) => vector.not_granted(&[&format!("{record}.present")]),
        (None, Some((record, standing))) => {
            let cause = standing["unknown"].as_str().expect("a cause");
            let units = standing["units"].as_array().into_iter().flatten();
            let units = units.map(|unit| format!("credit.{}", unit.as_str().expect("a unit")));
            let missing: Vec<String> = units.collect();
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            let of_subject = missing
                .iter()
                .any(|unit| unit.starts_with("credit.subject."));
            let noun = if of_subject { "subject" } else { record };
            vector.undetermined(&[&format!("{noun}.{cause}")], &missing);
        }
        (None, None) => vector.granted("only"),
    }
}

/// Promises speak against somebody once they are broken.
fn is_adverse(case: &Value, path: &str) -> bool {
    let Some(index) = path.strip_prefix("commitments[") else {
        return true;
    };
    let index: usize = index.trim_end_matches(']').parse().expect("an index");
    let state = &case["credit"]["commitments"][index]["state"];
    state.is_null() || state == "broken"
}

/// One city for the whole country, so that records of every province can be its own.
fn platform(world: &World, (recognition, schemes): &Law) -> Value {
    let mut plan = Plan::small(world);
    plan.city()["regions"] = json!(["100000"]);
    let provinces = PROVINCES.split(' ').map(|code| format!("{code}0000"));
    let provinces: Vec<String> = provinces.collect();
    plan.city()["complete"] = json!([{ "regions": provinces, "fields": "*", "nationwide": true }]);
    plan.city()["schemes"] = schemes.clone();
    plan.trust_list["recognition"] = recognition.clone();
    plan.build()
}

fn bundle(world: &World, credit: &Value, base: &Value, schemes: &Value) -> String {
    let mut sketch = world.person().remove("/subject").remove("/evaluations");
    for (name, value) in base["credit"].as_object().expect("an object") {
        sketch = sketch.set(&format!("/{name}"), value.clone());
    }
    let mut shown = Vec::new();
    for (name, value) in credit.as_object().expect("an object") {
        let mut value = value.clone();
        if let (Some(defaults), Some(records)) = (base["records"].get(name), value.as_array_mut()) {
            for (index, record) in records.iter_mut().enumerate() {
                *record = filled(defaults, record);
                shown.push(format!("/{name}/{index}"));
            }
            shown.push(format!("/{name}"));
        }
        if let Some(members) = value.as_object_mut() {
            let hides = members.remove("$undisclosed").is_some();
            shown.extend(members.keys().map(|member| format!("/{name}/{member}")));
            if hides {
                let schemes = schemes.as_array().expect("a list").iter().rev();
                let mut schemes = schemes.filter_map(Value::as_str);
                let hidden = schemes.find(|scheme| !members.contains_key(*scheme));
                let hidden = hidden.expect("one more scheme").to_owned();
                members.insert(hidden, json!({ "grade": "差" }));
            }
        }
        sketch = sketch.set(&format!("/{name}"), value);
    }
    for (list, ..) in LISTS {
        let place = format!("/{list}");
        if list != "obligations" && !shown.contains(&place) {
            shown.push(place);
        }
    }
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    sketch.present(&shown)
}

fn filled(defaults: &Value, record: &Value) -> Value {
    let mut filled: Map<String, Value> = defaults.as_object().cloned().expect("an object");
    filled.extend(record.as_object().cloned().expect("an object"));
    filled.retain(|_, value| !value.is_null());
    filled.into()
}

/// The place of the case, and that nothing of the lists that it is about holds anybody back.
fn requirements(case: &Value) -> Value {
    let lists = LISTS
        .iter()
        .filter(|(list, ..)| case["credit"].get(list).is_some());
    let mut requirements: Vec<Value> = lists
        .enumerate()
        .map(|(index, (list, _, state))| {
            let there = match *state {
                "broken" => json!({ "==": [{ "var": "state" }, "broken"] }),
                _ => json!({ "!=": [{ "var": "authority" }, ""] }),
            };
            let none = json!({ "none": [{ "var": format!("credit.{list}") }, there] });
            json!({ "id": format!("r{index}"), "when": none })
        })
        .collect();
    if has_grades(case) {
        let graded = json!({ "exists": { "var": "credit.evaluations.sh-public.grade" } });
        requirements.push(json!({ "id": "graded", "when": graded }));
    }
    let mut changes = case["programme"].clone();
    changes["requirements"] = requirements.into();
    changes
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut entries: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
