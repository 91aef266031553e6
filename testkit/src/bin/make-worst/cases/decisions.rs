//! Programmes with the facts that they are decided on, in bundles that were issued for them.

mod families;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testkit::platform::{Plan, entry_key};
use testkit::world::*;

use self::families::Family;
use super::{Case, Cases};
use xinyi::limits;

/// Who signs, and may sign everything.
const ISSUER: &str = "https://worst.example";

/// Those of the families, and those that a search has found.
pub fn add(cases: &mut Cases, world: &World, found: Option<&Path>) -> io::Result<()> {
    for (name, family) in families::ALL {
        cases.add(&largest(world, name, family))?;
    }
    let Some(folder) = found else { return Ok(()) };
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort_by_key(|file| (file.as_os_str().len(), file.clone()));
    for file in files {
        let case: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("decision found by the search: {name}");
        cases.add(&made(world, &name, &case))?;
    }
    Ok(())
}

/// The largest of a family that is not refused for its work, or the smallest if all are.
fn largest(world: &World, name: &str, family: Family) -> Case {
    let of = |size: usize| made(world, &format!("decision: {name}, {size}"), &family(size));
    let (mut fits, mut refused) = (1, 1_025);
    while fits + (fits / 16).max(1) < refused {
        let size = (fits + refused) / 2;
        match of(size).answer().contains("\"limit.work\"") {
            true => refused = size,
            false => fits = size,
        }
    }
    of(fits)
}

/// In a bundle, if it holds that much, and else on facts as they stand.
fn made(world: &World, name: &str, case: &Value) -> Case {
    let facts = &case["facts"];
    let claims = facts.get("credit").unwrap_or(facts);
    let now = now(claims);
    let programme = &case["programme"];
    match present(world, claims, now) {
        Ok(bundle) => {
            let mut options = json!({
                "programme": programme, "now": now, "explain": "full",
                "holder": { "audience": AUDIENCE, "nonce": NONCE },
            });
            if let Some(request) = facts.get("request") {
                options["request"] = request.clone();
            }
            let platform = platform(world, case, claims, now);
            let case = Case::creating(name, &platform).at(now);
            case.checking(bundle, &options)
        }
        Err(why) => {
            let facts = match facts.get("credit") {
                Some(_) => facts.clone(),
                None => json!({ "credit": claims }),
            };
            let options = json!({ "now": now, "explain": "full" });
            Case::trying(
                format!("{name} (on facts: {why})"),
                programme,
                &facts,
                &options,
            )
        }
    }
}

/// The day on which the facts were drawn, at noon.
fn now(claims: &Value) -> i64 {
    let day = claims["as_of"].as_str().and_then(unix_of_day);
    // Noon in China.
    let noon = day.map(|day| day + 4 * HOUR);
    noon.unwrap_or(NOW).max(NOW)
}

/// When a day begins, in UTC.
fn unix_of_day(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
    let [year, month, day] = [parts.next()??, parts.next()??, parts.next()??];
    // From March on, so that the day that some years have more comes last.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    Some((days - 719_468) * DAY)
}

/// The bundle with all that is not hidden, or why there cannot be one.
fn present(world: &World, facts: &Value, now: i64) -> Result<String, String> {
    let mut claims = facts.clone();
    let mut hidden = Vec::new();
    fill(&mut claims, "", &mut hidden);
    let own = json!({
        "iss": ISSUER, "vct": CREDIT_STATUS, "iat": now - HOUR, "exp": now + 10 * DAY,
        "status": { "status_list": { "uri": uri(), "idx": 0 } },
    });
    let mut sketch = world.person();
    let base = sketch.claims.clone();
    sketch.claims = merged(claims, &own);
    for list in [
        "listings",
        "penalties",
        "commitments",
        "honours",
        "licences",
        "cnf",
    ] {
        if sketch.claims.get(list).is_none() {
            sketch.claims[list] = base[list].clone();
        }
    }
    let draft = sketch.without_decoys().draft();
    let shown = draft
        .disclosures
        .iter()
        .filter(|d| !hidden.contains(&d.pointer));
    if shown.count() > limits::DISCLOSURES {
        return Err("more disclosures than a bundle has".to_owned());
    }
    if draft.disclosures.len() > limits::DIGESTS {
        return Err("more digests than a bundle has".to_owned());
    }
    let signed = draft.sign("bundle-1", &world.city);
    let shown = signed
        .disclosures
        .iter()
        .filter(|d| !hidden.contains(&d.pointer));
    let shown = signed.with(shown.map(|d| d.text.as_str()));
    let mut binding = world.binding(&shown);
    binding.claims["iat"] = json!(now);
    let bundle = binding.sign(&shown, &world.holder);
    match bundle.len() > limits::BUNDLE_BYTES {
        true => Err("longer than a bundle is".to_owned()),
        false => Ok(bundle),
    }
}

/// Puts something in the place of what is hidden, and notes where.
fn fill(value: &mut Value, at: &str, hidden: &mut Vec<String>) {
    if value.get("$undisclosed").is_some() {
        *value = json!([]);
        hidden.push(at.to_owned());
        return;
    }
    match value {
        Value::Array(elements) => {
            let each = elements.iter_mut().enumerate();
            each.for_each(|(i, element)| fill(element, &format!("{at}/{i}"), hidden));
        }
        Value::Object(members) => {
            let each = members.iter_mut();
            each.for_each(|(name, member)| fill(member, &format!("{at}/{name}"), hidden));
        }
        _ => {}
    }
}

fn uri() -> String {
    format!("{ISSUER}/status/1")
}

/// With an issuer that may say all of it.
fn platform(world: &World, case: &Value, claims: &Value, now: i64) -> Value {
    let mut plan = Plan::small(world);
    let provinces = [11..=15, 21..=23, 31..=37, 41..=46, 50..=54, 61..=65]
        .into_iter()
        .flatten();
    let provinces: Vec<String> = provinces.map(|code| format!("{code}0000")).collect();
    let shown = claims["evaluations"].as_object();
    let shown = shown.into_iter().flat_map(|schemes| schemes.keys());
    let said = case["schemes"].as_array();
    let said = said.into_iter().flatten().filter_map(Value::as_str);
    let schemes: BTreeSet<&str> = said.chain(shown.map(String::as_str)).collect();
    let knows = json!([
        "activities",
        "evaluations",
        "finance",
        "obligations",
        "registration",
        "subject"
    ]);
    plan.entries().push(json!({
        "issuer": ISSUER, "kind": "authority", "regions": ["100000"], "vct": [CREDIT_STATUS],
        "fields": "*", "schemes": schemes, "knows": case.get("knows").unwrap_or(&knows),
        "complete": [{ "regions": provinces, "fields": "*", "nationwide": true }],
        "keys": [
            entry_key("bundle-1", "bundle", &world.city),
            entry_key("status-1", "status", &world.city_status),
        ],
    }));
    plan.trust_list["recognition"] = case.get("recognition").cloned().unwrap_or(json!([]));
    let list = testkit::platform::StatusList::new(&uri(), 1, &[0]).set("iat", json!(now - HOUR));
    plan.status_lists.push(list.sign_for(world));
    plan.build()
}
