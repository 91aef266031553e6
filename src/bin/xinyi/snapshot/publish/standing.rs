//! Whether what stands in the folder is older. What apps have seen never gets older again: they would refuse it, and
//! those that start afresh would take what was withdrawn.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use xinyi::issuer;
use xinyi::{Code, Instant, Object, Part, Report, Value, Verifier, VerifierOptions};

use super::layout::{INDEX, SNAPSHOT};
use crate::failure::Failure;
use crate::files::{self, failed};
use crate::json::object;
use crate::snapshot::loaded::Loaded;

/// # Errors
/// Within: why the new snapshot may not take the place of the one that stands.
pub(super) fn check(
    folder: &Path,
    root: &str,
    snapshot: &str,
    new: &Loaded,
    options: &VerifierOptions,
) -> Result<Result<(), xinyi::Error>, Failure> {
    let mut standing = Vec::new();
    if let Some(index) = text_at(&folder.join(INDEX))? {
        let path = index_path(&index).ok_or_else(|| {
            let problem = "this is no index of ours: what stands here cannot be compared with what is to be published";
            failed(&folder.join(INDEX), problem)
        })?;
        let path = folder.join(path);
        let gone = || failed(&path, "the index names this file, and it is not there");
        standing.push(text_at(&path)?.ok_or_else(gone)?);
    }
    // Whoever was killed before the index was written has published this one.
    standing.extend(text_at(&folder.join(SNAPSHOT))?);
    let Some(first) = standing.first() else {
        return Ok(Ok(()));
    };
    let mut verifier = Verifier::new(root, Some(first), options)?;
    for text in &standing[1..] {
        verifier.load(Some(text), options.now);
    }
    verifier.load(Some(snapshot), options.now);
    let compared = compare(verifier.report(), new.verifier.report());
    Ok(compared.and_then(|()| compare_lists(&verifier, &new.verifier)))
}

/// The path of the snapshot that an index names.
fn index_path(index: &str) -> Option<String> {
    let index = Value::parse(index.as_bytes(), index.len()).ok()?;
    let path = index.member("snapshot")?.member("path")?.as_str()?;
    let is_ours = path.split('/').all(|name| !name.starts_with('.'));
    is_ours.then(|| path.to_owned())
}

fn text_at(path: &Path) -> Result<Option<String>, Failure> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        _ => files::read(path).map(Some),
    }
}

/// `after`: what became of the new snapshot beside the one that stands. `alone`: what it is by itself.
fn compare(after: &Report, alone: &Report) -> Result<(), xinyi::Error> {
    if let Some(error) = after.parts().find_map(|(_, part)| part.error.clone()) {
        return Err(error);
    }
    let version = |part: &Option<Part>| part.as_ref().and_then(|part| part.version);
    for (name, there, given) in [
        ("root", &after.root, &alone.root),
        ("manifest", &after.manifest, &alone.manifest),
        ("trust_list", &after.trust_list, &alone.trust_list),
        ("law", &after.law, &alone.law),
    ] {
        let (there, given) = (version(there), version(given));
        if there > given {
            let number = |version: Option<u64>| {
                i64::try_from(version.unwrap_or_default()).unwrap_or(i64::MAX)
            };
            return Err(older(
                object! { "part": name, "minimum": number(there), "found": number(given) },
            ));
        }
    }
    Ok(())
}

/// A list that stands and is newer was kept in the place of the given one, in which somebody may still be in order.
fn compare_lists(after: &Verifier, alone: &Verifier) -> Result<(), xinyi::Error> {
    let held = status_lists(after)?;
    for (uri, found) in status_lists(alone)? {
        let newer = held.iter().find(|(of, iat)| *of == uri && *iat > found);
        if let Some((_, least)) = newer {
            return Err(older(object! {
                "part": "status_list",
                "uri": uri,
                "minimum": least.unix(),
                "found": found.unix(),
            }));
        }
    }
    Ok(())
}

/// The status lists that a verifier holds: their URIs, and when they were issued.
fn status_lists(of: &Verifier) -> Result<Vec<(String, Instant)>, xinyi::Error> {
    let snapshot = of.export_snapshot().unwrap_or_default();
    let snapshot = Value::parse(snapshot.as_bytes(), snapshot.len())?;
    let lists = snapshot.member("status_lists").and_then(Value::as_array);
    let lists = lists.unwrap_or_default().iter().filter_map(Value::as_str);
    lists.map(issuer::status_list_name).collect()
}

fn older(details: Object) -> xinyi::Error {
    xinyi::Error::of_input(Code::TrustRollback, details)
}
