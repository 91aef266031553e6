//! `xinyi records prune`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::{Day, Instant, Value};

use super::folder::Folder;
use super::format::{DOCUMENTS, Record};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{failed, read};
use crate::json::object;
use crate::print;
use crate::terminal::{aside, say};

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

/// Deletes the records whose term is over, and then the documents that no record needs. Where a record cannot be read
/// nobody knows its term and what it needs: it stays, and so do all documents.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let today = Day::of(now_or_clock(args.now)?);
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
    let unneeded = documents.into_iter().filter(|path| !needed.contains(path));
    deleted.extend(unneeded);
    // Nobody is writing: what is half written was left by a command that was killed.
    for part in [folder.records(), folder.documents()] {
        deleted.extend(files_in(&part, is_half_written)?);
    }
    if !args.dry_run {
        for path in &deleted {
            fs::remove_file(path).map_err(|e| failed(path, &e.to_string()))?;
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
