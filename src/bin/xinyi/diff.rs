//! `xinyi diff`: what changed on record of a subject, and what changes with it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use xinyi::{
    Code, CompareOptions, Difference, Error, Holder, Instant, Object, Reply, Value, Verifier,
    VerifierOptions, messages,
};

use super::check::{Explain, refusal_status};
use super::files::{read, read_object, read_token};
use super::json::filled;
use super::print;
use super::terminal::{self, say};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;

#[derive(clap::Args)]
#[command(group = ArgGroup::new("holder").args(["aud", "unbound"]))]
pub(super) struct Args {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list, programmes and status lists
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme to decide for both; any number of them [default: all of the snapshot that a bundle of this
    /// type can answer]
    #[arg(long = "programme", value_name = "ID")]
    programmes: Vec<String>,
    /// Whom the later presentation must be made for
    #[arg(long, requires = "nonce")]
    aud: Option<String>,
    /// The nonce that it must answer
    // One in 64 begins like an option.
    #[arg(long, requires = "aud", allow_hyphen_values = true)]
    nonce: Option<String>,
    /// Accept the later bundle from whoever has it
    #[arg(long)]
    unbound: bool,
    /// How much is told: `codes` is for whoever is not the person, and tells nothing of what may not be used any more
    #[arg(long, value_enum, default_value = "full")]
    explain: Explain,
    /// The identity code that both must be about
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    /// A file with what is asked for, of each programme that is named
    #[arg(long, requires = "programmes")]
    request: Option<PathBuf>,
    /// A file with a status list that came with a bundle; may be given several times
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// How old a status list may be, in seconds [default: 259200]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    status_max_age: Option<i64>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The earlier bundle. It may have ended, or been set to invalid since, which is told
    #[arg(value_name = "A")]
    earlier: PathBuf,
    /// The later one, by the same issuer. Both have to show `subject.id`
    #[arg(value_name = "B")]
    later: PathBuf,
}

/// Exit status 0: nothing changes; 1: something does, or a bundle is refused; 2: nothing to go by.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let mut create = VerifierOptions::at(now);
    create.allow_demo_root = true;
    if let Some(seconds) = args.status_max_age {
        create.status_max_age = seconds;
    }
    let snapshot = read(&args.snapshot)?;
    let verifier = Verifier::new(&read(&args.root)?, Some(&snapshot), &create)?;
    if verifier.is_demo() {
        print::demo();
    }
    let options = CompareOptions {
        programmes: (!args.programmes.is_empty()).then(|| args.programmes.clone()),
        subject: args.subject.clone(),
        request: args.request.as_deref().map(read_object).transpose()?,
        status_lists: status_lists(args)?,
        explain: args.explain.into(),
        ..CompareOptions::new(holder(args)?, now)
    };
    let found = match (read_token(&args.earlier)?, read_token(&args.later)?) {
        (Ok(earlier), Ok(later)) => verifier.compare_all(&earlier, &later, &options),
        (Err(error), _) | (_, Err(error)) => Err(vec![error]),
    };
    let changes = found.as_ref().is_ok_and(Difference::changes_something);
    let document = filled(&Reply::new("difference", found));
    match (args.json, document.member("difference")) {
        (true, _) => terminal::json(&document),
        (false, Some(difference)) => show(difference),
        (false, None) => print::result(&document),
    }
    let refused = refusal_status(&document);
    Ok(refused.unwrap_or_else(|| ExitCode::from(u8::from(changes))))
}

fn holder(args: &Args) -> Result<Holder, Failure> {
    match (&args.aud, &args.nonce) {
        (Some(audience), Some(nonce)) => Ok(Holder::Bound {
            audience: audience.clone(),
            nonce: nonce.clone(),
            window: None,
            ahead: None,
            presented_at: None,
        }),
        _ if args.unbound => Ok(Holder::Unbound),
        _ => Err(Error::of_input(Code::InputHolder, Object::new()).into()),
    }
}

fn status_lists(args: &Args) -> Result<Vec<String>, Failure> {
    let lists = args.status.iter();
    let lists = lists.map(|path| Ok(read(path)?.trim().to_owned()));
    lists.collect()
}

/// For people, in both languages.
fn show(difference: &Value) {
    for (name, label) in [
        ("earlier", "较早的凭证 / earlier"),
        ("later", "较晚的凭证 / later"),
    ] {
        let Some(bundle) = difference.member(name) else {
            continue;
        };
        let ended = match bundle.member("expired") == Some(&Value::from(true)) {
            true => "，已到期 / ended",
            false => "",
        };
        let status = text(bundle, "status");
        let status = match status.is_empty() {
            true => "不明 / not known",
            false => status,
        };
        say!(
            "{}: {}{}，状态 / status {}",
            label,
            text(bundle, "as_of"),
            ended,
            status
        );
    }
    let changes: Vec<&Value> = elements(difference, "changes").collect();
    match changes.is_empty() {
        true => say!("记录没有变化 / nothing changed on record"),
        false => say!("记录的变化 / changes on record:"),
    }
    changes.into_iter().for_each(change);
    let (mut same, mut open) = (0, 0);
    for programme in elements(difference, "programmes") {
        if programme.member("before").is_none() {
            open += 1;
            say!("  ? {}", text(programme, "id"));
            elements(programme, "errors").take(1).for_each(print::error);
        } else if elements(programme, "changed").next().is_none() {
            same += 1;
        } else {
            outcome(programme);
        }
    }
    say!("不变的项目 / programmes that stay as they are: {}", same);
    if open > 0 {
        say!(
            "无法判断的项目 / programmes that could not be decided: {}",
            open
        );
    }
}

fn change(change: &Value) {
    let (kind, mark) = match text(change, "change") {
        "added" => ("新增 / added", "+"),
        "removed" => ("不再有 / removed", "-"),
        "hidden" => ("现在未出示，可能仍有 / hidden now, and may be there", "?"),
        "shown" => (
            "现在出示，以前可能已有 / shown now, and may have been there",
            "?",
        ),
        _ => ("变更 / changed", "~"),
    };
    let claim = text(change, "claim");
    let (list, member) = claim.split_once('.').unwrap_or((claim, ""));
    let noun = messages::named("things", list);
    let [chinese, english] = ["zh-CN", "en"].map(|language| text(&noun, language));
    let places = ["earlier", "later"].map(|side| text(change, side));
    let places: Vec<&str> = places
        .into_iter()
        .filter(|place| !place.is_empty())
        .collect();
    say!(
        "  {} {}: {} / {} {} [{}]",
        mark,
        kind,
        chinese,
        english,
        member,
        places.join(" → ")
    );
    if let Some(value) = change.member("value") {
        say!("      {}", value);
    }
    for member in elements(change, "members") {
        let side = |name| {
            member
                .member(name)
                .map_or_else(|| "–".to_owned(), Value::to_string)
        };
        say!(
            "      {}: {} → {}",
            text(member, "member"),
            side("earlier"),
            side("later")
        );
    }
}

fn outcome(programme: &Value) {
    let sides = ["before", "after"].map(|name| programme.member(name).unwrap_or(&Value::Null));
    say!("  {}:", text(programme, "id"));
    for (language, label) in [("zh-CN", "结论"), ("en", "outcome")] {
        let [before, after] = sides.map(|side| {
            let outcome = messages::named("outcomes", text(side, "outcome"));
            format!("{} {}", text(&outcome, language), text(side, "tier"))
        });
        say!(
            "      {}: {} → {}",
            label,
            before.trim_end(),
            after.trim_end()
        );
    }
    for (name, label) in [
        ("valid_until", "有效至 / valid until"),
        ("eligible_from", "最早可享受 / eligible from"),
    ] {
        let [before, after] = sides.map(|side| match text(side, name) {
            "" => "–",
            time => time,
        });
        if before != after {
            say!("      {}: {} → {}", label, before, after);
        }
    }
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of.member(name).and_then(Value::as_str).unwrap_or_default()
}

fn elements<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let elements = of.member(name).and_then(Value::as_array);
    elements.unwrap_or_default().iter()
}
