//! Whether what stands in the folder is older. What apps have seen never gets older again: they would refuse it, and
//! those that start afresh would take what was withdrawn.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use xinyi::issuer;
use xinyi::{Code, Instant, Object, Part, Report, Value, Verifier, VerifierOptions};

use super::layout::{INDEX, SNAPSHOT};
use super::site::Site;
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
    site: &Site,
    new: &Loaded,
    options: &VerifierOptions,
    dropped: &[String],
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
    if let Err(error) = compare_served(folder, site)? {
        return Ok(Err(error));
    }
    let Some(first) = standing.first() else {
        return Ok(Ok(()));
    };
    let mut verifier = Verifier::new(root, Some(first), options)?;
    see_through(folder, verifier.report())?;
    for text in &standing[1..] {
        verifier.load(Some(text), options.now);
        see_through(folder, verifier.report())?;
    }
    verifier.load(Some(snapshot), options.now);
    let compared = compare(verifier.report(), new.verifier.report());
    Ok(compared.and_then(|()| compare_lists(&verifier, &new.verifier, dropped)))
}

/// What stands there can be compared only if it verifies, but for having ended: it may be damaged, or of another platform.
fn see_through(folder: &Path, report: &Report) -> Result<(), Failure> {
    let error = report.manifest.as_ref().map(|part| part.error.as_ref());
    match error {
        Some(None) => Ok(()),
        Some(Some(error)) if error.code() == Code::TrustExpired => Ok(()),
        _ => Err(failed(
            folder,
            "此处现有的内容不能用这个信任根验证，可能已损坏，或者属于其他平台；没有写入任何内容。确认后请删去其中的 index.json 和 snapshot.json / what stands here does not verify by this root: it is damaged, or of another platform; nothing was written. If that is right, delete index.json and snapshot.json in it",
        )),
    }
}

/// A list that stands at its URI and is newer: whoever was killed before the snapshot was written has put it there.
fn compare_served(folder: &Path, site: &Site) -> Result<Result<(), xinyi::Error>, Failure> {
    for (path, list) in site.served_lists() {
        let Some(found) = text_at(&folder.join(path))? else {
            continue;
        };
        let (uri, given) = issuer::status_list_name(list)?;
        let standing = issuer::status_list_name(found.trim());
        if let Ok((name, least)) = standing
            && name == uri
            && least > given
        {
            return Ok(Err(older(object! {
                "part": "status_list",
                "uri": uri,
                "minimum": least.unix(),
                "found": given.unix(),
            })));
        }
    }
    Ok(Ok(()))
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

/// A list that stands and is newer was kept in the place of the given one, in which somebody may still be in order. One
/// that is not given any more leaves bundles behind that nobody can accept.
fn compare_lists(
    after: &Verifier,
    alone: &Verifier,
    dropped: &[String],
) -> Result<(), xinyi::Error> {
    let held = status_lists(after)?;
    let given = status_lists(alone)?;
    let is_given = |uri: &String| given.iter().any(|(of, _)| of == uri) || dropped.contains(uri);
    if let Some((uri, _)) = held.iter().find(|(uri, _)| !is_given(uri)) {
        let details = object! { "uri": uri.as_str() };
        return Err(xinyi::Error::of_input(Code::StatusMissing, details));
    }
    for (uri, found) in given {
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
