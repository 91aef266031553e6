//! `xinyi id`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use xinyi::identity::{CodeKind, CodeVerdict, Examination, Regions, examine, examine_as};
use xinyi::{Day, Instant, Object, Value};

use super::files::read;
use super::json::object;
use crate::audit::{Problem, is_rounded, left_out, plain_code};
use crate::clock::{now_or_clock, time};
use crate::code_texts::{kind_text, problem_text, verdict_text};
use crate::failure::Failure;
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(super) struct Args {
    /// What the codes are said to be [default: whatever they turn out to be]
    #[arg(long, value_enum)]
    kind: Option<KindArg>,
    /// The time, after which nobody was born: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Unified social credit codes, resident numbers, permanent residence cards; `-` reads them
    /// from standard input, one a line, which keeps persons' numbers out of the shell's history.
    /// They are read as cells of a table are: without invisible characters, quotation marks and
    /// spaces, which is noted
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum KindArg {
    PermanentResidentId,
    ResidentId,
    Uscc,
}

/// 0: every code is valid. 1: one is not, be it legacy or unrecognised.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let today = Day::of(now_or_clock(args.now)?);
    let regions = Regions::built_in();
    let codes = codes(&args.codes)?;
    let mut all_valid = true;
    let mut documents = Vec::new();
    for code in &codes {
        let read = Read::of(code, args.kind, today, &regions);
        all_valid &= read.found.verdict == CodeVerdict::Valid;
        if args.json {
            documents.push(Value::from(read.document(&regions)));
        } else {
            read.for_people(&regions);
        }
    }
    if args.json {
        terminal::json(&documents.into());
    }
    Ok(ExitCode::from(u8::from(!all_valid)))
}

/// The codes, with the lines of standard input in the place of `-`.
fn codes(arguments: &[String]) -> Result<Vec<String>, Failure> {
    let mut codes = Vec::new();
    for argument in arguments {
        if argument == "-" {
            let text = read(Path::new("-"))?;
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            codes.extend(lines.map(str::to_owned));
        } else {
            codes.push(argument.clone());
        }
    }
    if codes.is_empty() {
        return Err(Failure::Other("no code on standard input".to_owned()));
    }
    Ok(codes)
}

/// A code as it was given, and what was read of it.
struct Read<'i> {
    input: &'i str,
    found: Examination,
    /// Whether a spreadsheet has rounded it, which is why it is wrong.
    is_rounded: bool,
    /// What stood around it or in it, and was left out; and that it was rounded.
    notes: Vec<Problem>,
}

impl<'i> Read<'i> {
    fn of(input: &'i str, kind: Option<KindArg>, today: Day, regions: &Regions) -> Self {
        let cell = input.trim();
        let code = plain_code(cell);
        let found = regions.check(match kind {
            Some(kind) => examine_as(kind.into(), &code, today),
            None => examine(&code, today),
        });
        let is_rounded = found.verdict == CodeVerdict::Invalid && is_rounded(&code);
        let rounded = is_rounded.then_some(Problem::CodeRounded);
        Self {
            input,
            found,
            is_rounded,
            notes: left_out(cell, true).chain(rounded).collect(),
        }
    }

    fn document(&self, regions: &Regions) -> Object {
        let found = &self.found;
        let problems = found.problems.iter();
        let notes = self.notes.iter();
        let region = found.region.as_deref();
        object! {
            "input": self.input,
            "kind": found.kind.as_str(),
            "verdict": found.verdict.as_str(),
            "problems": problems.map(|p| p.as_str().into()).collect::<Vec<Value>>(),
            "notes": notes.map(|note| note.code().into()).collect::<Vec<Value>>(),
            "normalised": found.normalised.as_deref(),
            "replacement": found.replacement.as_deref(),
            "authority": found.authority.as_deref(),
            "region": region,
            "region_name": region.and_then(|code| regions.full_name(code)),
            "organisation_code": found.organisation_code.as_deref(),
            "birthdate": found.birthdate.map(|day| day.to_string()),
        }
    }

    fn for_people(&self, regions: &Regions) {
        let found = &self.found;
        let (kind, verdict) = (kind_text(found.kind), verdict_text(found.verdict));
        say!("{}: {} ({})", self.input, verdict, kind);
        // Of a rounded number nothing else is worth to be told.
        let problems = found.problems.iter().filter(|_| !self.is_rounded);
        for problem in problems {
            let (zh, en) = problem_text(*problem);
            say!("  - {}\n    {} [{}]", zh, en, problem.as_str());
        }
        for note in &self.notes {
            let (zh, en) = note.text();
            say!("  注 / note: {}\n    {} [{}]", zh, en, note.code());
        }
        let region = found.region.as_deref().map(|code| {
            let name = regions.full_name(code).unwrap_or_default();
            format!("{code} {name}").trim_end().to_owned()
        });
        for (label, value) in [
            (
                "规范写法 / normalised",
                found.normalised.clone().filter(|n| n != self.input),
            ),
            ("现行号码 / replacement", found.replacement.clone()),
            ("登记地或户籍地 / region", region),
            (
                "组织机构代码 / organisation code",
                found.organisation_code.clone(),
            ),
            (
                "出生日期 / born",
                found.birthdate.map(|day| day.to_string()),
            ),
        ] {
            if let Some(value) = value {
                say!("  {}: {}", label, value);
            }
        }
    }
}

impl From<KindArg> for CodeKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::PermanentResidentId => Self::PermanentResidentId,
            KindArg::ResidentId => Self::ResidentId,
            KindArg::Uscc => Self::Uscc,
        }
    }
}
