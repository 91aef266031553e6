//! `xinyi programme test`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::authoring::{Boundary, CaseResult, Cases, MissingCases, TestReport};
use xinyi::{Instant, LawEdition, Object, Value, messages};

use super::columns;
use super::source::read_programme;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{self, Access, read};
use crate::json::{document, filled, object, pretty};
use crate::terminal::say;
use crate::{law, print, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programmes. The cases of `NAME.json` are in `NAME.cases.json`
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where the cases of the one programme are instead
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// The file to write the missing cases into; there must be none. Without a file of cases this is a first one
    #[arg(long, value_name = "FILE")]
    suggest: Option<PathBuf>,
    /// The time of the first cases, where there is no file of cases: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time, requires = "suggest")]
    now: Option<Instant>,
    /// The edition of the law to decide by, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// Print one JSON document: `[{"file", "cases_file", "programme", "cases": […], "coverage": […], "never_granted": […], "missing": […], "missing_whole"}]`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: in every case that came out which had to; 1: not in every; 2: a file cannot be used.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.files.len() > 1 && (args.cases.is_some() || args.suggest.is_some()) {
        let problem = "--cases and --suggest are for one programme";
        return Err(Failure::Other(problem.to_owned()));
    }
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let mut documents = Vec::new();
    let mut status = 0;
    for file in &args.files {
        let tested = Tested::of(args, &law, file)?;
        status = status.max(tested.status());
        match args.json {
            true => documents.push(Value::from(tested.to_json())),
            false => tested.print(),
        }
        if let Some(path) = &args.suggest {
            tested.write(path)?;
        }
    }
    if args.json {
        terminal::json(&documents.into());
    }
    Ok(ExitCode::from(status))
}

/// The file of cases beside a programme.
pub(super) fn beside(programme: &Path) -> PathBuf {
    programme.with_extension("cases.json")
}

/// One programme with its cases.
struct Tested<'a> {
    file: &'a Path,
    /// None, if there is no such file yet.
    cases_file: Option<PathBuf>,
    cases: Cases,
    report: TestReport,
    missing: MissingCases,
}

impl<'a> Tested<'a> {
    fn of(args: &Args, law: &LawEdition, file: &'a Path) -> Result<Self, Failure> {
        let programme = read_programme(file)?;
        let path = args.cases.clone().unwrap_or_else(|| beside(file));
        let is_first = args.suggest.is_some() && args.cases.is_none() && !path.exists();
        let in_programme = |error: xinyi::Error| error.in_file(&file.display().to_string());
        let in_cases = |error: xinyi::Error| error.in_file(&path.display().to_string());
        let named = |error: xinyi::Error| match error.code() {
            xinyi::Code::ProgrammeCases | xinyi::Code::InputOptions => in_cases(error),
            _ => in_programme(error),
        };
        let cases = match is_first {
            true => {
                let now = now_or_clock(args.now)?;
                Cases::empty(law, &programme, now).map_err(in_programme)?
            }
            false => Cases::read(&read(&path)?).map_err(in_cases)?,
        };
        Ok(Self {
            file,
            report: cases.run(law, &programme).map_err(named)?,
            missing: cases.missing(law, &programme).map_err(named)?,
            cases_file: (!is_first).then_some(path),
            cases,
        })
    }

    fn status(&self) -> u8 {
        match self.report.cases.iter().any(|case| case.error.is_some()) {
            true => 2,
            false => u8::from(!self.report.is_ok()),
        }
    }

    fn to_json(&self) -> Object {
        let mut document = object! {
            "file": self.file.display().to_string(),
            "cases_file": self.cases_file.as_ref().map(|path| path.display().to_string()),
        };
        if let Value::Object(report) = document_of(&self.report) {
            document.extend(report);
        }
        let missing = self.missing.cases.iter().map(Boundary::to_json);
        document.set("missing", missing.collect::<Vec<_>>());
        document.set("missing_whole", self.missing.is_whole);
        document
    }

    fn print(&self) {
        let programme = &self.report.programme;
        say!(
            "{} {} ({})",
            self.file.display(),
            programme.id,
            programme.version
        );
        let rows = self.report.cases.iter().map(|case| {
            let mark = if case.ok { "✓" } else { "✗" };
            [
                [mark, " ", &case.name].concat(),
                answer(&case.expected),
                case.found
                    .as_ref()
                    .map_or("无法判断 / unusable".to_owned(), |found| {
                        answer(&document(found))
                    }),
            ]
        });
        let head = ["案例 / case", "应为 / expected", "实为 / found"].map(str::to_owned);
        for line in columns::lines(&[head], rows) {
            say!("{}", line);
        }
        self.report.cases.iter().for_each(print_difference);
        self.print_summary();
    }

    fn print_summary(&self) {
        let cases = &self.report.cases;
        let failed = cases.iter().filter(|case| !case.ok).count();
        say!(
            "案例 {} 个，不符 {} 个 / {} cases, {} not as expected",
            cases.len(),
            failed,
            cases.len(),
            failed
        );
        let open = cases.iter().filter(|case| !case.confirmed).count();
        if open > 0 {
            say!("待确认 {} 个 / {} to be confirmed", open, open);
        }
        let leaves = &self.report.coverage;
        let whole = leaves.iter().filter(|leaf| leaf.is_whole()).count();
        say!(
            "条件 {} 个，成立、不成立、不明三种情形都出现过的 {} 个 / {} leaves, {} seen true, false and unknown",
            leaves.len(),
            whole,
            leaves.len(),
            whole
        );
        for leaf in leaves.iter().filter(|leaf| !leaf.is_whole()) {
            let unseen = [
                (leaf.seen_true, "成立 / true"),
                (leaf.seen_false, "不成立 / false"),
                (leaf.seen_unknown, "不明 / unknown"),
            ];
            let unseen = unseen.into_iter().filter(|(seen, _)| !seen);
            let unseen: Vec<&str> = unseen.map(|(_, name)| name).collect();
            say!("  {}: 未见 / not seen: {}", leaf.pointer, unseen.join(", "));
        }
        if !self.report.never_granted.is_empty() {
            let tiers = self.report.never_granted.join(", ");
            say!(
                "没有一个案例给予的档次 / tiers that no case is granted: {}",
                tiers
            );
        }
        if !self.missing.cases.is_empty() {
            say!(
                "缺少的边界案例 {} 个（用 --suggest 写出） / {} boundary cases are missing (--suggest writes them)",
                self.missing.cases.len(),
                self.missing.cases.len()
            );
            for case in &self.missing.cases {
                say!("  + {} → {}", case.name(), answer(case.expected()));
            }
        }
        if !self.missing.is_whole {
            say!("没有全部查完，可能还缺案例 / not everything was tried, and more may be missing");
        }
    }

    fn write(&self, path: &Path) -> Result<(), Failure> {
        let document = self.cases.with(&self.missing.cases);
        files::create_output(path, &pretty(&document), Access::Anybody)
    }
}

/// A report, with the texts of its errors and decisions.
fn document_of(report: &TestReport) -> Value {
    let mut document = document(report);
    if let Value::Object(members) = &mut document {
        for (name, member) in members.iter_mut() {
            if let ("cases", Value::Array(cases)) = (name, member) {
                cases.iter_mut().for_each(messages::fill);
            }
        }
    }
    document
}

/// An outcome with its tier.
fn answer(document: &Value) -> String {
    let text = |name: &str| document.member(name).and_then(Value::as_str);
    let words = [text("outcome"), text("tier")];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    words.join(" ")
}

/// What came out otherwise, and why.
fn print_difference(case: &CaseResult) {
    if case.ok {
        return;
    }
    say!("✗ {}", case.name);
    if let Some(error) = &case.error {
        print::error(&filled(error));
    }
    let found = case.found.as_ref().map(document);
    for name in &case.differences {
        let shown = |document: Option<&Value>| {
            let value = document.and_then(|document| document.member(name));
            value.unwrap_or(&Value::Null).to_string()
        };
        say!(
            "  {}: 应为 / expected {}; 实为 / found {}",
            name,
            shown(Some(&case.expected)),
            shown(found.as_ref())
        );
    }
    if let Some(decision) = &case.decision {
        for line in messages::letter(&filled(decision), "zh-CN", false) {
            say!("    {}", line);
        }
    }
}
