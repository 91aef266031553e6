//! `xinyi programme diff`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::authoring::{Answered, Cases, Comparison, Difference, Effect, ProgrammeChanges};
use xinyi::{Error, Instant, Object, Texts, Value};

use super::source::read_programme;
use super::{cases, columns};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{self, read};
use crate::json::{document, filled, object};
use crate::terminal::say;
use crate::{law, print, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programme before
    before: PathBuf,
    /// The programme after
    after: PathBuf,
    /// FACTS of many: a folder with a file for each (`*.json`), or a file with one on each line (`*.ndjson`)
    #[arg(long, value_name = "DIR|FILE")]
    facts: Option<PathBuf>,
    /// The time of the decisions on them: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The edition of the law to decide by, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// Print one JSON document: `{"programme": {…}, "counts": {…}, "facts": [{"name", "effect", "before", "after"}]}`
    #[arg(long)]
    json: bool,
}

/// Somebody's facts, and what comes of them.
struct Compared {
    name: String,
    difference: Result<Difference, Error>,
}

/// Exit status 0: nothing is otherwise after; 1: something is; 2: there are facts that neither can be decided on.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let [before, after] = [&args.before, &args.after].map(|file| read_programme(file));
    let comparison = Comparison::of(&law, &before?, &after?)?;
    let changes = comparison.changes();
    let mut compared = Vec::new();
    if let Some(path) = &args.facts {
        let now = now_or_clock(args.now)?;
        for (name, facts) in facts_in(path)? {
            let difference = comparison.on(&facts, now);
            compared.push(Compared { name, difference });
        }
    }
    for programme in [&args.before, &args.after] {
        let file = cases::beside(programme);
        if file.exists() {
            let cases =
                Cases::read(&read(&file)?).map_err(|e| e.in_file(&file.display().to_string()))?;
            let short = file.file_name().unwrap_or_default().to_string_lossy();
            compared.extend(cases.facts().map(|case| Compared {
                name: format!("{short}: {}", case.name),
                difference: Ok(comparison.on_facts(&case.facts, case.now)),
            }));
        }
    }
    let is_same = changes.members.is_empty()
        && changes.parts.is_empty()
        && compared
            .iter()
            .all(|one| one.effect() == Some(Effect::Same));
    match args.json {
        true => terminal::json(&to_json(&changes, &compared).into()),
        false => print(&changes, &compared),
    }
    let is_unusable = compared.iter().any(Compared::is_unusable);
    Ok(ExitCode::from(match is_unusable {
        true => 2,
        false => u8::from(!is_same),
    }))
}

/// The facts in a folder by the names of the files, or in a file by the numbers of its lines.
fn facts_in(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    if path.is_dir() {
        let mut found = Vec::new();
        for file in law::facts_files(path)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            found.push((name.into_owned(), read(&file)?));
        }
        return Ok(found);
    }
    let text = read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let found: Vec<_> = lines
        .map(|(i, line)| (format!("{name}:{}", i + 1), line.to_owned()))
        .collect();
    match found.is_empty() {
        true => Err(files::failed(path, "no facts in it")),
        false => Ok(found),
    }
}

impl Compared {
    fn effect(&self) -> Option<Effect> {
        self.difference.as_ref().ok()?.effect
    }

    /// Why one of the programmes cannot be decided on the facts.
    fn error(&self) -> Option<&Error> {
        let difference = match &self.difference {
            Ok(difference) => difference,
            Err(error) => return Some(error),
        };
        let both = [&difference.before, &difference.after].into_iter();
        both.filter_map(|answered| answered.as_ref().err()).next()
    }

    /// Whether neither can.
    fn is_unusable(&self) -> bool {
        self.difference
            .as_ref()
            .map_or(true, |d| d.before.is_err() && d.after.is_err())
    }

    fn to_json(&self) -> Object {
        let mut one = object! { "name": self.name.as_str() };
        match &self.difference {
            Ok(difference) => {
                if let Value::Object(members) = document(difference) {
                    one.extend(members);
                }
            }
            Err(error) => one.set("error", error.to_json()),
        }
        one
    }

    /// The outcome before and after, or that there is none.
    fn answers(&self) -> [String; 2] {
        match &self.difference {
            Ok(difference) => {
                [&difference.before, &difference.after].map(|answered| match answered {
                    Ok(answered) => told(answered),
                    Err(error) => error.code().as_str().to_owned(),
                })
            }
            Err(error) => [error.code().as_str(), ""].map(str::to_owned),
        }
    }
}

/// The outcome, the tier and the benefit.
fn told(answered: &Answered) -> String {
    let mut told = answered.outcome.as_str().to_owned();
    if let Some(tier) = &answered.tier {
        told.push(' ');
        told.push_str(tier);
    }
    if let Some(benefit) = &answered.benefit {
        let text = xinyi::messages::benefit(benefit);
        let text = text.member("zh-CN").and_then(Value::as_str);
        told.push_str(&format!("（{}）", text.unwrap_or_default()));
    }
    told
}

/// How many there are of each effect. Those of which none can be said are `unusable`.
fn counts(compared: &[Compared]) -> Vec<(&'static str, usize)> {
    let count =
        |effect: Option<Effect>| compared.iter().filter(|one| one.effect() == effect).count();
    let effects = Effect::ALL
        .iter()
        .map(|effect| (effect.as_str(), count(Some(*effect))));
    effects.chain([("unusable", count(None))]).collect()
}

fn to_json(changes: &ProgrammeChanges, compared: &[Compared]) -> Object {
    let counts = counts(compared).into_iter();
    let counts = counts.map(|(name, count)| (name, Value::from(count)));
    object! {
        "programme": document(changes),
        "counts": counts.collect::<Object>(),
        "facts": compared.iter().map(Compared::to_json).collect::<Vec<_>>(),
    }
}

fn print(changes: &ProgrammeChanges, compared: &[Compared]) {
    for (sign, programme) in [('-', &changes.before), ('+', &changes.after)] {
        say!("{} {} ({})", sign, programme.id, programme.version);
    }
    for change in &changes.members {
        for (sign, value) in [('-', &change.before), ('+', &change.after)] {
            if let Some(value) = value {
                say!("{} {}: {}", sign, change.name, value);
            }
        }
    }
    for change in &changes.parts {
        say!("{} {}", change.list, change.id);
        for (sign, words) in [('-', &change.before), ('+', &change.after)] {
            for line in words.iter().flat_map(|words: &Texts| words.chinese.lines()) {
                say!("  {} {}", sign, line);
            }
        }
    }
    if !compared.is_empty() {
        let changed = compared
            .iter()
            .filter(|one| one.effect() != Some(Effect::Same));
        let rows = changed.map(|one| {
            let [before, after] = one.answers();
            [
                effect_name(one.effect()).to_owned(),
                one.name.clone(),
                before,
                after,
            ]
        });
        let head = ["影响 / effect", "材料 / facts", "旧 / before", "新 / after"];
        for line in columns::lines(&[head.map(str::to_owned)], rows) {
            say!("{}", line);
        }
        for (one, error) in compared.iter().filter_map(|one| Some((one, one.error()?))) {
            say!("✗ {}", one.name);
            print::error(&filled(error));
        }
        for (name, count) in counts(compared).into_iter().filter(|(_, count)| *count > 0) {
            say!("{}: {}", named(name), count);
        }
    }
    let is_same = changes.members.is_empty() && changes.parts.is_empty();
    if is_same
        && compared
            .iter()
            .all(|one| one.effect() == Some(Effect::Same))
    {
        say!("没有变化 / nothing changes");
    }
}

fn effect_name(effect: Option<Effect>) -> &'static str {
    named(effect.map_or("unusable", Effect::as_str))
}

fn named(effect: &str) -> &'static str {
    match effect {
        "better" => "优惠提高 / better",
        "gains" => "新获优惠 / gains",
        "loses" => "失去优惠 / loses",
        "same" => "不变 / same",
        "worse" => "优惠降低 / worse",
        "other" => "其他变化 / other",
        _ => "无法判断 / unusable",
    }
}
