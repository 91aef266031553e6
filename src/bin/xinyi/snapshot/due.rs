//! `xinyi snapshot due`: what ends soon, for a system that watches others.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Instant, Object, Value};

use super::loaded::{Loaded, exit, options};
use crate::clock::{span, time};
use crate::failure::Failure;
use crate::files;
use crate::json::{document, object};
use crate::print;
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The root that apps pin
    #[arg(long)]
    root: PathBuf,
    /// How long before an end to tell of it, such as 36h or 3d
    #[arg(long, value_name = "TIME", value_parser = span)]
    within: i64,
    /// How old a status list apps take, in seconds [default: 259200]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    status_max_age: Option<i64>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The snapshot, as apps get it; `-` is standard input
    file: PathBuf,
}

/// Exit status 0: all parts are good, and none ends soon; 1: somebody has to do something.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut options = options(args.now)?;
    if let Some(age) = args.status_max_age {
        options.status_max_age = age;
    }
    let now = options.now;
    let snapshot = files::read(&args.file)?;
    let loaded = Loaded::of(&files::read(&args.root)?, &snapshot, &options)?;
    let ends: Vec<Object> = loaded
        .verifier
        .ends(now)
        .iter()
        .filter_map(|end| {
            let left = end.ends.unix() - now.unix();
            let Value::Object(mut members) = document(end) else {
                return None;
            };
            members.set("left", left);
            members.set("due", left <= args.within);
            Some(members)
        })
        .collect();
    let is_due = |end: &&Object| end.get("due") == Some(&Value::from(true));
    let is_good = loaded.is_good && !ends.iter().any(|end| is_due(&end));
    let refused = loaded.refused();
    if args.json {
        terminal::json(&Value::from(object! {
            "ok": is_good,
            "now": now.to_string(),
            "within": args.within,
            "ends": ends,
            "refused": refused,
        }));
        return Ok(exit(is_good));
    }
    for part in &refused {
        say!(
            "! {}",
            part.member("part")
                .and_then(Value::as_str)
                .unwrap_or_default()
        );
        print::error(part.member("error").unwrap_or(&Value::Null));
    }
    for end in &ends {
        line(end, is_due(&end));
    }
    Ok(exit(is_good))
}

fn line(end: &Object, is_due: bool) {
    let text = |name| end.get(name).and_then(Value::as_str);
    let part = text("part").unwrap_or_default();
    let chinese = match part {
        "calendar" => "节假日安排",
        "key" => "密钥",
        "manifest" => "发布清单",
        "programme" => "项目",
        "root" => "信任根",
        "status_list" => "状态列表",
        "trust_list" => "信任列表",
        _ => "",
    };
    let version = end.get("version").map(Value::to_string);
    let names = ["issuer", "use", "kid", "id", "uri"].map(text);
    let mut names: Vec<&str> = names.into_iter().flatten().collect();
    names.extend(version.as_deref());
    let left = end.get("left").and_then(Value::as_i64).unwrap_or_default();
    let (chinese_left, english_left) = match left {
        ..=0 => ("已到期".to_owned(), "ended".to_owned()),
        _ => {
            let (days, hours) = (left / 86_400, left % 86_400 / 3_600);
            (
                format!("还有 {days} 天 {hours} 小时"),
                format!("{days} d {hours} h left"),
            )
        }
    };
    say!(
        "{} {} / {} {}: {}, {} / {}",
        if is_due { "!" } else { " " },
        chinese,
        part,
        names.join(" "),
        text("ends").unwrap_or_default(),
        chinese_left,
        english_left
    );
}
