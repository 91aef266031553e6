//! `xinyi records prune`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use xinyi::{Day, Instant, Value};

use super::folder::Folder;
use super::format::{DOCUMENTS, Record};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{failed, read};
use crate::json::object;
use crate::print;
use crate::terminal::{aside, say};

/// How long nobody may need a document, and a file be half written, before it is deleted. Servers that keep records
/// themselves take no lock: a document of theirs is there before the record that needs it.
const GRACE: Duration = Duration::from_secs(3_600);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder that `xinyi check --record DIR` wrote to
    folder: PathBuf,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Say what would be deleted, and delete nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Deletes the records whose term is over, and then the documents that no record needs and that were not written just
/// now. Where a record cannot be read nobody knows its term and what it needs: it stays, and so do all documents.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let today = Day::of(now);
    let folder = Folder::at(&args.folder);
    if !args.folder.is_dir() {
        return Err(failed(&args.folder, "a folder expected"));
    }
    let _lock = folder.close()?;
    let (mut deleted, mut unreadable) = (Vec::new(), Vec::new());
    let (mut kept, mut without_term, mut needed) = (0_usize, 0_usize, BTreeSet::new());
    for path in files_in(&folder.records(), is_json)? {
        match read(&path).and_then(|text| Ok(Record::read(&text)?)) {
            // A date that was changed is no reason to delete what it stands on.
            Ok((record, damaged)) if damaged.is_empty() => {
                if record.keep_until().is_some_and(|last| last < today) {
                    deleted.push(path);
                    continue;
                }
                kept += 1;
                without_term += usize::from(record.keep_until().is_none());
                for name in DOCUMENTS {
                    let digest = record.digest_of(name).unwrap_or_default();
                    needed.insert(folder.document(name, digest));
                }
            }
            _ => unreadable.push(path),
        }
    }
    let documents = match unreadable.is_empty() {
        true => files_in(&folder.documents(), is_json)?,
        false => Vec::new(),
    };
    let mut useless = documents;
    useless.retain(|path| !needed.contains(path));
    for part in [folder.records(), folder.documents()] {
        useless.extend(files_in(&part, is_half_written)?);
    }
    let delete = |path: &PathBuf| match args.dry_run {
        true => Ok(()),
        false => remove(path).map_err(|e| failed(path, &e.to_string())),
    };
    deleted.iter().try_for_each(delete)?;
    // Its time is looked at last of all: a server may just have found it there, and have touched it.
    for path in useless {
        if is_older_than_grace(&path, now)? {
            delete(&path)?;
            deleted.push(path);
        }
    }
    let named = |paths: &[PathBuf]| -> Vec<Value> {
        let names = paths.iter().map(|path| path.display().to_string());
        names.map(Value::from).collect()
    };
    let document = object! {
        "ok": unreadable.is_empty(),
        "deleted": named(&deleted),
        "kept": kept,
        "without_term": without_term,
        "unreadable": named(&unreadable),
        "dry_run": args.dry_run,
    };
    print::shown(&document, args.json, || {
        let label = match args.dry_run {
            true => "到期，将删除 / would be deleted",
            false => "到期，已删除 / deleted",
        };
        for path in &deleted {
            say!("{}: {}", label, path.display());
        }
        say!("保留的记录 / records kept: {}", kept);
        say!(
            "其中未定保存期限的 / of these without a last day: {}",
            without_term
        );
    });
    for path in &unreadable {
        aside!(
            "{}: cannot be read, or was changed; it stays, and so do all documents",
            path.display()
        );
    }
    Ok(ExitCode::from(u8::from(!unreadable.is_empty())))
}

fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "json")
}

/// Whether a file is one that was to take the place of another once it was complete.
fn is_half_written(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.starts_with(".tmp"))
}

/// Whether a file was there, as it is, an hour before. One that is gone meanwhile is nothing to delete.
fn is_older_than_grace(path: &Path, now: Instant) -> Result<bool, Failure> {
    let written = match fs::metadata(path).and_then(|found| found.modified()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        found => found.map_err(|e| failed(path, &e.to_string()))?,
    };
    let now = u64::try_from(now.unix()).unwrap_or(0);
    let age = (SystemTime::UNIX_EPOCH + Duration::from_secs(now)).duration_since(written);
    // What was written after the time of the command is new as well.
    Ok(age.is_ok_and(|age| age >= GRACE))
}

/// Whoever wrote a file beside its place may have removed it already.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The files of a folder that are wanted, in the order of their names. A folder that is not there has none.
fn files_in(folder: &Path, is_wanted: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let list = || -> io::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if is_wanted(&path) {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        Ok(paths)
    };
    match list() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed.map_err(|e| failed(folder, &e.to_string())),
    }
}
