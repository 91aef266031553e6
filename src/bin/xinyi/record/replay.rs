//! `xinyi replay`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::{
    CheckOptions, Code, Error, LawEdition, Object, Presentations, Replay, Value, VerifierOptions,
};

use super::folder::Folder;
use super::format::{DOCUMENTS, Record, digest, is_digest};
use crate::failure::Failure;
use crate::files::read;
use crate::json::{filled, object};
use crate::print;
use crate::terminal::say;
use crate::token;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A record that `xinyi check --record DIR` wrote
    record: PathBuf,
    /// The folder with its root, snapshot and law [default: `documents` beside the record's own folder]
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// How a decision compares with the one that was kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is the same, byte for byte; but for `engine` where another release decides.
    Same,
    /// It is the same in other words, which a later release may have.
    Reworded,
    /// It is another.
    Other,
    /// There is none: something is wrong with what was presented, or with the documents.
    Refused,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Reworded => "reworded",
            Self::Other => "other",
            Self::Refused => "refused",
        }
    }

    /// In Chinese and English.
    fn texts(self) -> [&'static str; 2] {
        match self {
            Self::Same => [
                "重新判断的结果与留存的判断一致。",
                "Decided again, the decision is the one that was kept.",
            ],
            Self::Reworded => [
                "重新判断的结果与留存的判断一致，只是新版本的文字表述有所不同。",
                "Decided again, the decision is the one that was kept, in the words of another release.",
            ],
            Self::Other => [
                "重新判断的结果与留存的判断不一致。",
                "Decided again, the decision is another than the one that was kept.",
            ],
            Self::Refused => [
                "无法依据留存的材料重新作出判断。",
                "What was kept leads to no decision.",
            ],
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match decide_again(args) {
        // In one JSON document, as whoever asks for JSON expects.
        Err(Failure::Refused(error)) if args.json => Ok(token::refused(&error)),
        done => done,
    }
}

fn decide_again(args: &Args) -> Result<ExitCode, Failure> {
    let (record, mut damaged) = Record::read(&read(&args.record)?)?;
    let folder = documents_of(args);
    let mut texts = Vec::new();
    for name in DOCUMENTS {
        let expected = record.digest_of(name).unwrap_or_default();
        // What is no digest names no file of this folder.
        let text = match is_digest(expected) {
            true => read(&folder.join(format!("{name}-{expected}.json")))?,
            false => String::new(),
        };
        if digest(&text) != expected {
            damaged.push(["/documents/", name].concat());
        }
        texts.push(text);
    }
    let result = replay(&record, &texts);
    let kept = record.part("decision");
    let (verdict, differs) = match &result {
        Ok(decision) => compared(kept, decision),
        Err(_) => (Verdict::Refused, Vec::new()),
    };
    let is_same = damaged.is_empty() && matches!(verdict, Verdict::Same | Verdict::Reworded);
    let errors = match &result {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(filled).collect(),
    };
    let document = object! {
        "ok": is_same,
        "verdict": verdict.as_str(),
        "damaged": damaged.clone(),
        "differs": differs.clone(),
        "errors": errors.clone(),
        "decision": result.unwrap_or_default(),
    };
    print::shown(&document, args.json, || {
        for text in verdict.texts() {
            say!("{}", text);
        }
        for part in &damaged {
            say!("  已被改动 / changed since it was written: {}", part);
        }
        for pointer in &differs {
            say!("  不一致 / differs: {}", pointer);
        }
        errors.iter().for_each(print::told_error);
    });
    Ok(ExitCode::from(u8::from(!is_same)))
}

fn documents_of(args: &Args) -> PathBuf {
    if let Some(folder) = &args.documents {
        return folder.clone();
    }
    let records = args.record.parent().unwrap_or(Path::new("."));
    Folder::at(&records.join("..")).documents()
}

/// Decides again. The errors are those of the check, and of reading what it needs.
fn replay(record: &Record, texts: &[String]) -> Result<Value, Vec<Error>> {
    let [root, snapshot, law] = texts else {
        return Err(vec![Error::of_input(Code::FormatStructure, Object::new())]);
    };
    let law = LawEdition::parse(law.as_bytes())?;
    let check = CheckOptions::from_json(&record.part("options").to_string())?;
    let mut create = match record.part("verifier").clone() {
        Value::Object(settings) => settings,
        _ => Object::new(),
    };
    create.set(
        "now",
        record
            .part("options")
            .member("now")
            .cloned()
            .unwrap_or_default(),
    );
    let create = VerifierOptions::from_json(&Value::from(create).to_string())?;
    let presented = match record.part("presentation") {
        Value::String(text) => text.clone(),
        several => several.to_string(),
    };
    let presented = Presentations::parse(&presented)?;
    let replay = Replay::of(root, snapshot, &law, &create, presented, &check)?;
    Ok(
        filled(&object! { "decision": crate::json::document(&replay) })
            .member("decision")
            .cloned()
            .unwrap_or_default(),
    )
}

/// Whether two decisions are the same, and where they differ.
fn compared(kept: &Value, found: &Value) -> (Verdict, Vec<String>) {
    const ENGINE: &str = "/evidence/engine";
    let mut differs = Vec::new();
    differences(kept, found, &mut String::new(), &mut differs);
    let is_of_another_release = differs.iter().any(|pointer| pointer == ENGINE);
    differs.retain(|pointer| pointer != ENGINE);
    let is_text = |pointer: &String| {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        is_of_another_release && ["zh-CN", "en"].contains(&name)
    };
    let verdict = match differs.is_empty() {
        // The order of members is all that can differ where no member does.
        true if !is_of_another_release && kept.to_string() != found.to_string() => Verdict::Other,
        true => Verdict::Same,
        false if differs.iter().all(is_text) => Verdict::Reworded,
        false => Verdict::Other,
    };
    (verdict, differs)
}

/// Adds JSON pointers to what is in one and not, or otherwise, in the other.
fn differences(one: &Value, other: &Value, at: &mut String, found: &mut Vec<String>) {
    let length = at.len();
    match (one, other) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let added = theirs.iter().filter(|(name, _)| !ours.contains(name));
            let names = ours.iter().chain(added).map(|(name, _)| name);
            for name in names {
                at.push('/');
                at.push_str(name);
                match (ours.get(name), theirs.get(name)) {
                    (Some(one), Some(other)) => differences(one, other, at, found),
                    _ => found.push(at.clone()),
                }
                at.truncate(length);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (one, other)) in ours.iter().zip(theirs).enumerate() {
                at.push_str(&format!("/{index}"));
                differences(one, other, at, found);
                at.truncate(length);
            }
        }
        _ if one == other => {}
        _ => found.push(at.clone()),
    }
}
