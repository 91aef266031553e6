//! A programme beside others: the trust list whose issuers it reads, and its earlier versions.

use super::context::Beside;
use super::finding::finding;
use crate::credit::EVALUATIONS_NAME;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{Object, ObjectReader, Value, pointer_to};
use crate::programme::{Input, Programme};
use crate::region::any_covers;
use crate::rules::Findings;
use crate::time::Day;

/// Looks at the programme beside each.
///
/// # Errors
/// `format.schema` for what cannot be read.
pub(super) fn look(
    document: &ObjectReader<'_>,
    programme: &Programme,
    beside: Beside<'_>,
    found: &mut Findings,
) -> Result<(), Error> {
    if let Some(list) = beside.trust_list {
        issuers(document, programme, list, found)?;
    }
    for previous in beside.previous {
        succession(programme, previous, found)?;
    }
    Ok(())
}

/// What an entry of a trust list may sign.
struct Entry {
    issuer: String,
    /// Whether it has a key for programmes.
    publishes: bool,
    vct: Vec<String>,
    regions: Vec<String>,
    schemes: Vec<String>,
}

fn issuers(
    document: &ObjectReader<'_>,
    programme: &Programme,
    list: &Object,
    found: &mut Findings,
) -> Result<(), Error> {
    let list = Value::from(list.clone());
    let list = ObjectReader::of(&list, Code::FormatSchema)?;
    let mut entries = Vec::new();
    if list.names().all(|name| name != "entries") {
        let error = Error::of_value(Code::FormatSchema, "/entries", Problem::Missing);
        return Err(error.at(Stage::TrustList));
    }
    for entry in list.each("entries").map_err(|e| e.at(Stage::TrustList))? {
        let texts = |name: &str| -> Result<Vec<String>, Error> {
            let texts = entry.maybe(name).map_err(|e| e.at(Stage::TrustList))?;
            Ok(texts.unwrap_or_default())
        };
        let issuer = entry.read("issuer").map_err(|e| e.at(Stage::TrustList))?;
        let mut publishes = false;
        for key in entry.each("keys").map_err(|e| e.at(Stage::TrustList))? {
            let is_for_programmes = key
                .read::<&str>("use")
                .is_ok_and(|used| used == "programme");
            publishes |= is_for_programmes && key.names().all(|name| name != "revoked");
        }
        entries.push(Entry {
            issuer,
            publishes,
            vct: texts("vct")?,
            regions: texts("regions")?,
            schemes: texts("schemes")?,
        });
    }
    publisher(document, programme, &entries, found);
    for input in &programme.inputs {
        let may_sign: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.may_sign(input))
            .collect();
        let place = pointer_to(&["inputs", &input.alias]);
        if may_sign.is_empty() {
            let error = finding(Code::ProgrammeNoIssuer, &place);
            found.warnings.push(error.with("name", input.vct.as_str()));
            continue;
        }
        let prefix = [&input.alias, ".", EVALUATIONS_NAME, "."].concat();
        for (pointer, path) in paths(document) {
            let scheme = path
                .strip_prefix(&prefix)
                .map(|rest| rest.split('.').next());
            let Some(Some(scheme)) = scheme else { continue };
            let is_signed = |entry: &&Entry| entry.schemes.iter().any(|known| known == scheme);
            if !may_sign.iter().any(is_signed) {
                let error = finding(Code::ProgrammeNoIssuer, &pointer);
                found.warnings.push(error.with("name", scheme));
            }
        }
    }
    Ok(())
}

/// Whoever signs the programme signs for its own regions alone.
fn publisher(
    document: &ObjectReader<'_>,
    programme: &Programme,
    entries: &[Entry],
    found: &mut Findings,
) {
    let Ok(Some(iss)) = document.maybe::<&str>("iss") else {
        return;
    };
    let mut known = entries.iter();
    let Some(entry) = known.find(|entry| entry.publishes && entry.issuer == iss) else {
        let error = finding(Code::ProgrammeNoIssuer, "/iss").because(Problem::Missing);
        found.warnings.push(error.with("name", iss));
        return;
    };
    for (number, region) in programme.regions.iter().enumerate() {
        if !any_covers(&entry.regions, region) {
            let place = pointer_to(&["regions", &number.to_string()]);
            let error = finding(Code::ProgrammeNoIssuer, &place).because(Problem::Region);
            found
                .warnings
                .push(error.with("name", iss).with("found", region.as_str()));
        }
    }
}

impl Entry {
    /// Whether it may sign a bundle for an input: of its type, and of one of the places that it names.
    fn may_sign(&self, input: &Input) -> bool {
        let is_of_type = self.vct.iter().any(|vct| vct == input.vct.as_str());
        let mut places = input.jurisdictions.iter();
        // It may be of a place within, or of one that is around it.
        let is_of_place = input.jurisdictions.is_empty()
            || places.any(|place| {
                let around = any_covers(&self.regions, place);
                let within = |region: &String| any_covers(std::slice::from_ref(place), region);
                around || self.regions.iter().any(within)
            });
        is_of_type && is_of_place
    }
}

/// Every path that rules read, with the pointer to it.
fn paths(document: &ObjectReader<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rule = |part: &ObjectReader<'_>, name: &str| {
        if let Ok(Some(rule)) = part.maybe::<&Value>(name) {
            vars(rule, &part.place(name), &mut found);
        }
    };
    rule(document, "applies_when");
    for list in ["requirements", "tiers"] {
        for part in document.each(list).unwrap_or_default() {
            rule(&part, "when");
        }
    }
    found
}

fn vars(value: &Value, pointer: &str, into: &mut Vec<(String, String)>) {
    match value {
        Value::Array(parts) => {
            for (number, part) in parts.iter().enumerate() {
                vars(part, &format!("{pointer}/{number}"), into);
            }
        }
        Value::Object(members) => {
            for (name, part) in members.iter() {
                let mut pointer = pointer.to_owned();
                crate::json::pointer_push(&mut pointer, name);
                // `{"var": x}` is short for `{"var": [x]}`.
                let operand = match part {
                    Value::Array(one) if one.len() == 1 => one.first().and_then(Value::as_str),
                    part => part.as_str(),
                };
                match operand.filter(|_| name == "var") {
                    Some(path) => into.push((pointer, path.to_owned())),
                    None => vars(part, &pointer, into),
                }
            }
        }
        _ => {}
    }
}

fn succession(programme: &Programme, previous: &Object, found: &mut Findings) -> Result<(), Error> {
    let previous = Value::from(previous.clone());
    let reader = ObjectReader::of(&previous, Code::FormatSchema)?;
    let read = || -> Result<(String, u64, Day), Error> {
        Ok((
            reader.read("id")?,
            reader.read("version")?,
            reader.read("valid_until")?,
        ))
    };
    let (id, version, until) = read().map_err(|e| e.at(Stage::Programme))?;
    if id != programme.id {
        let error = reader
            .fail("id", Problem::Value)
            .with("expected", programme.id.as_str());
        return Err(error.at(Stage::Programme));
    }
    let number = |version: u64| Value::from(i64::try_from(version).unwrap_or(i64::MAX));
    if programme.version <= version {
        found.warnings.push(
            finding(Code::ProgrammeVersion, "/version")
                .with("found", number(programme.version))
                .with("previous", number(version)),
        );
    }
    let from = programme.window.0;
    if until.next() != Some(from) {
        found.warnings.push(
            finding(Code::ProgrammeSuccession, "/valid_from")
                .with("previous", number(version))
                .with("until", until.to_string())
                .with("from", from.to_string()),
        );
    }
    Ok(())
}
