//! `xinyi law diff`.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::{Day, Instant, LawEdition, Object, RecordUnderLaw, Value, Verdict};

use super::edition::edition_in;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files;
use crate::json::{document, object};
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(crate) struct DiffArgs {
    /// The edition before, signed or not
    before: PathBuf,
    /// The edition after
    after: PathBuf,
    /// A folder with FACTS files (`*.json`): each adverse record is told that stands otherwise after
    #[arg(long, value_name = "DIR")]
    facts: Option<PathBuf>,
    /// The day on which records are looked at: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document: `{"before", "after", "rows": […], "records": […], "refused": […]}`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: nothing is otherwise after; 1: something is.
pub(crate) fn diff(args: &DiffArgs) -> Result<ExitCode, Failure> {
    let (before, after) = (edition_in(&args.before)?, edition_in(&args.after)?);
    let rows = match (document(&before), document(&after)) {
        (Value::Object(before), Value::Object(after)) => changed_rows(&before, &after),
        _ => Vec::new(),
    };
    let (mut records, mut refused) = (Vec::new(), Vec::new());
    if let Some(folder) = &args.facts {
        let day = Day::of(now_or_clock(args.now)?);
        for file in facts_files(folder)? {
            let text = files::read(&file)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match (before.records(&text, day), after.records(&text, day)) {
                (Ok(before), Ok(after)) => {
                    let pairs = before.into_iter().zip(after);
                    let changes = pairs.filter_map(|(one, other)| Change::of(&name, one, other));
                    records.extend(changes);
                }
                // Such as a regime that only one of them has.
                (Err(error), Ok(_)) => refused.push(("before", name.into_owned(), error)),
                (Ok(_), Err(error)) => refused.push(("after", name.into_owned(), error)),
                (Err(error), Err(_)) => return Err(files::failed(&file, &error.to_string())),
            }
        }
    }
    let is_same = rows.is_empty() && records.is_empty() && refused.is_empty();
    if args.json {
        let edition = |law: &LawEdition| {
            object! { "edition": law.edition().to_string(), "version": law.version() as i64 }
        };
        terminal::json(
            &object! {
                "before": edition(&before),
                "after": edition(&after),
                "rows": rows.iter().map(Row::to_json).collect::<Vec<_>>(),
                "records": records.iter().map(Change::to_json).collect::<Vec<_>>(),
                "refused": refused
                    .iter()
                    .map(|(by, file, error)| {
                        object! { "by": *by, "file": file.as_str(), "error": error.to_json() }
                    })
                    .collect::<Vec<_>>(),
            }
            .into(),
        );
    } else {
        for (sign, law) in [('-', &before), ('+', &after)] {
            say!(
                "{} 法规版本 / edition {} ({})",
                sign,
                law.edition(),
                law.version()
            );
        }
        for row in &rows {
            say!("{} {} {}", row.sign, row.part, row.row);
        }
        for change in &records {
            change.print();
        }
        for (by, file, error) in &refused {
            let by = match *by {
                "before" => "旧版不认识 / refused by the one before",
                _ => "新版不认识 / refused by the one after",
            };
            say!("{}: {}: {}", file, by, error);
        }
        if is_same {
            say!("没有变化 / nothing changes");
        }
    }
    Ok(ExitCode::from(u8::from(!is_same)))
}

/// The FACTS files of a folder, by their names.
pub(crate) fn facts_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let problem = |error: std::io::Error| files::failed(folder, &error.to_string());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found.sort();
    match found.is_empty() {
        true => Err(files::failed(folder, "no *.json in it")),
        false => Ok(found),
    }
}

/// A row that one edition has and the other does not.
struct Row {
    /// `-` or `+`.
    sign: char,
    part: String,
    row: Value,
}

impl Row {
    fn to_json(&self) -> Object {
        let which = match self.sign {
            '-' => "before",
            _ => "after",
        };
        object! { "in": which, "part": self.part.as_str(), "row": self.row.clone() }
    }
}

/// The rows of each part that are not the same in both.
fn changed_rows(before: &Object, after: &Object) -> Vec<Row> {
    let (before, after) = (parts(before), parts(after));
    let mut rows = Vec::new();
    let mut only_in = |sign, these: &[(String, Vec<Value>)], those: &[(String, Vec<Value>)]| {
        for (part, own) in these {
            let other = those.iter().find(|(name, _)| name == part);
            let is_other = |row: &&Value| !other.is_some_and(|(_, other)| other.contains(row));
            rows.extend(own.iter().filter(is_other).map(|row| Row {
                sign,
                part: part.clone(),
                row: row.clone(),
            }));
        }
    };
    only_in('-', &before, &after);
    only_in('+', &after, &before);
    rows
}

/// The rows of an edition by their part; the codes of the catalogue each by its list.
fn parts(edition: &Object) -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for (part, value) in edition.iter() {
        match value {
            Value::Array(rows) => all.push((part.to_owned(), rows.clone())),
            Value::Object(catalogue) if part == "catalogue" => {
                let year = catalogue.get("edition").cloned();
                all.push(("catalogue.edition".to_owned(), Vec::from_iter(year)));
                let lists = catalogue.get("codes").and_then(Value::as_object);
                for (list, codes) in lists.into_iter().flat_map(Object::iter) {
                    let codes = codes.as_array().unwrap_or_default().to_vec();
                    all.push((format!("catalogue.{list}"), codes));
                }
            }
            row @ Value::Object(_) => all.push((part.to_owned(), vec![row.clone()])),
            _ => {}
        }
    }
    all
}

/// A record that stands otherwise under the edition after.
struct Change {
    file: String,
    before: RecordUnderLaw,
    after: RecordUnderLaw,
}

impl Change {
    fn of(file: &str, before: RecordUnderLaw, after: RecordUnderLaw) -> Option<Self> {
        (before != after).then(|| Self {
            file: file.to_owned(),
            before,
            after,
        })
    }

    /// Whether it is better for the person: it counts no longer, or ends or can be repaired earlier, and is in
    /// nothing worse.
    fn effect(&self) -> &'static str {
        let weight = |counts: Verdict| match counts {
            Verdict::False => 0,
            Verdict::True => 2,
            _ => 1,
        };
        // No end and no way out are later than any day.
        let later = |day: Option<Day>| day.unwrap_or(Day::MAX);
        let ends = |record: &RecordUnderLaw| match record.counts {
            Verdict::False => Day::MIN,
            _ => later(record.counts_until),
        };
        let opens = |record: &RecordUnderLaw| match record.counts {
            Verdict::False => Day::MIN,
            _ => later(record.open_from),
        };
        let (before, after) = (&self.before, &self.after);
        let compared = [
            weight(after.counts).cmp(&weight(before.counts)),
            ends(after).cmp(&ends(before)),
            opens(after).cmp(&opens(before)),
        ];
        match (
            compared.contains(&Ordering::Less),
            compared.contains(&Ordering::Greater),
        ) {
            (true, false) => "gains",
            (false, true) => "loses",
            (true, true) => "both",
            (false, false) => "basis",
        }
    }

    fn to_json(&self) -> Object {
        object! {
            "file": self.file.as_str(),
            "path": self.before.path.as_str(),
            "effect": self.effect(),
            "before": document(&self.before),
            "after": document(&self.after),
        }
    }

    fn print(&self) {
        let effect = match self.effect() {
            "gains" => "对当事人有利 / gains",
            "loses" => "对当事人不利 / loses",
            "both" => "有利有弊 / better and worse",
            _ => "依据变更 / another basis",
        };
        say!("{} {}: {}", self.file, self.before.path, effect);
        for (sign, record) in [('-', &self.before), ('+', &self.after)] {
            let counts = match record.counts {
                Verdict::True => "计入 / counts",
                Verdict::False => "不再计入 / set aside",
                _ => "有无存疑 / in doubt",
            };
            let day = |day: Option<Day>| day.map_or("—".to_owned(), |day| day.to_string());
            say!(
                "  {} {}; 计入至 / until {}; 可申请自 / open from {} {}",
                sign,
                counts,
                day(record.counts_until),
                day(record.open_from),
                record.basis.as_deref().unwrap_or_default()
            );
        }
    }
}
