//! `xinyi snapshot publish`: a folder that any web server or CDN serves as it is.
//!
//! A file's name in `files/` comes from what it holds, so that it never changes and may be kept for ever by whoever has
//! fetched it. `index.json` names the current ones, and comes last: whoever reads it finds what it names. What it named
//! before stays until it is pruned, since somebody may just have read the index before.

mod address;
mod compressed;
mod layout;
mod ledger;
mod site;
mod standing;

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Instant, Value};

use self::ledger::Ledger;
use self::site::Site;
use super::loaded::{Loaded, exit, options};
use super::parts::Parts;
use crate::clock::{span, time};
use crate::failure::Failure;
use crate::files;
use crate::json::object;
use crate::print;
use crate::terminal::{self, aside, say};

/// Caches and apps that have read an index fetch what it names within this time.
const LEAST_GRACE: i64 = 3_600;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    parts: Parts,
    /// The folder to serve
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the folder is served. A status list whose URI begins with it is written at the rest of its path [default:
    /// where all status lists have one host, that]
    #[arg(long, value_name = "URL")]
    served_at: Option<String>,
    /// A status list that stood here, and is given no more: no bundle points to it any longer
    #[arg(long = "drop-status-list", value_name = "URI")]
    dropped: Vec<String>,
    /// A file with the URIs of such status lists, a line each: `ended`, as `xinyi status build` writes it
    #[arg(long, value_name = "FILE")]
    ended_status_lists: Option<PathBuf>,
    /// Delete files that no index has named for this time, such as 7d; an hour at least [default: delete nothing]
    #[arg(long, value_name = "TIME", value_parser = span)]
    prune: Option<i64>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl Args {
    /// The URIs of status lists that are not to be missed.
    fn dropped(&self) -> Result<Vec<String>, Failure> {
        let mut dropped = self.dropped.clone();
        if let Some(path) = &self.ended_status_lists {
            let text = files::read(path)?;
            let lines = text.lines().map(str::trim);
            dropped.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
        }
        Ok(dropped)
    }
}

/// Exit status 0: it stands in the folder; 1: it does not verify, or is older than what stands there.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.prune.is_some_and(|grace| grace < LEAST_GRACE) {
        let problem = "--prune: apps that have just read an index need an hour at least";
        return Err(Failure::Other(problem.to_owned()));
    }
    let dropped = args.dropped()?;
    let documents = args.parts.read()?;
    let snapshot = documents.snapshot()?;
    let options = options(args.now)?;
    let loaded = Loaded::of(&documents.root, &snapshot, &options)?;
    if !loaded.is_good {
        match args.json {
            true => terminal::json(&Value::from(
                object! { "ok": false, "report": loaded.report },
            )),
            false => loaded.print(),
        }
        aside!(
            "{}: 没有写入任何内容 / nothing was written",
            args.out.display()
        );
        return Ok(exit(false));
    }
    let site = Site::of(&documents, &snapshot, args.served_at.as_deref())?;
    let ledger = Ledger::open(&args.out)?;
    let standing = standing::check(
        &args.out,
        &documents.root,
        &snapshot,
        &site,
        &loaded,
        &options,
        &dropped,
    )?;
    if let Err(error) = standing {
        let mut refused = object! { "ok": false, "error": error.to_json() }.into();
        xinyi::messages::fill(&mut refused);
        match args.json {
            true => terminal::json(&refused),
            false => print::error(&error.to_json()),
        }
        aside!(
            "{}: 没有写入任何内容 / nothing was written",
            args.out.display()
        );
        return Ok(exit(false));
    }
    let done = ledger.publish(&site, options.now.unix(), args.prune)?;
    if args.json {
        terminal::json(&Value::from(object! {
            "ok": true,
            "index": site.index().clone(),
            "written": done.written,
            "unused": done.unused,
            "deleted": done.deleted,
        }));
        return Ok(exit(true));
    }
    for (label, paths) in [
        ("写入 / written", &done.written),
        (
            "不再引用，暂时保留 / not named any more, and kept for now",
            &done.unused,
        ),
        ("删除 / deleted", &done.deleted),
    ] {
        for path in paths {
            say!("{}: {}", label, path);
        }
    }
    if done.written.is_empty() {
        say!("没有变化 / nothing has changed");
    }
    for uri in site.elsewhere() {
        say!(
            "不在此处提供的状态列表 / a status list that is served elsewhere: {}",
            uri
        );
    }
    say!("{}", args.out.join(layout::INDEX).display());
    Ok(exit(true))
}
