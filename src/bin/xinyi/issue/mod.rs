//! `xinyi issue`: bundles for one subject or for millions, signed on all cores.
//!
//! Lines are taken in portions. Entries of the status list are in the register before a portion is signed; its bundles
//! are on the disk before the register says that its lines are answered. So whatever ends a run, the same command goes
//! on with it: nobody is left out, and no entry is used twice.

mod input;
mod output;
mod portion;
mod rejected;
mod settings;
mod subject;
mod tables;

use std::mem::take;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use xinyi::issuer::{self, Signer, SystemRandom};
use xinyi::{Day, Instant, LawEdition};

use self::input::Input;
use self::output::{Found, Output};
use self::portion::{Portion, Signing, Size};
use self::rejected::Rejected;
use self::settings::Settings;
use self::subject::Said;
use self::tables::{LineMapping, Tables};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{self, failed};
use crate::json::document;
use crate::progress;
use crate::register::{Chance, Lists, Progress, Register, Run, RunKind, Settlement};
use crate::signer::SignerArgs;
use crate::terminal::aside;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    signer: SignerArgs,
    /// The name that the trust list has for the key, which is one for bundles
    #[arg(long)]
    kid: String,
    /// What the platform's bundles have in common
    #[arg(long, value_name = "FILE")]
    settings: PathBuf,
    /// The database of entries in status lists
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// Make the register, which is not there yet
    #[arg(long)]
    new_register: bool,
    /// The day on which the data were drawn [default: today in China]
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
    /// Make the next bundles for the keys that each subject has. The lines have no keys
    #[arg(long)]
    renew: bool,
    /// Give up a run that has not ended: its file is deleted, and its entries are never used
    #[arg(long)]
    abandon: bool,
    /// The edition of the law by which the platform works [default: the one that is built in]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// How many bundles are signed at a time [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// A table with records of subjects, which have to be told by `subject.id`: its mapping, which is `penalties` or
    /// `licences` of the national form (双公示) or a file, and its own file. May be given several times
    #[arg(long = "table", value_name = "MAPPING=FILE")]
    tables: Vec<String>,
    /// Where rows of tables are told that could not be used, a line of JSON each [default: standard error]
    #[arg(long, value_name = "FILE")]
    rejected_rows: Option<PathBuf>,
    /// Go on though rows of tables are about nobody who can be told: their records are in no bundle
    #[arg(long, requires = "tables")]
    despite_rows_of_nobody: bool,
    /// Go on though a table has no rows: nobody has such a record then
    #[arg(long, requires = "tables")]
    despite_empty_table: bool,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// IN is a table of subjects, and this file the mapping of its columns
    #[arg(long, value_name = "MAPPING")]
    subjects: Option<PathBuf>,
    /// Lines of JSON, one for each subject: `{"id"?, "subject"?, "claims", "keys"}`; with --subjects a table. `-` is
    /// standard input
    #[arg(value_name = "IN", default_value = "-")]
    input: PathBuf,
    /// The file of bundles, a line for each: `{"line", "id"?, "ok", "credentials" | "error"}` [default: standard output]
    #[arg(value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Exit status 0: everybody has bundles; 1: not everybody; 2: it could not begin, or not go on.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    if args.abandon {
        return abandon(&mut Register::open(&args.register)?, now);
    }
    let settings = Settings::read(&args.settings)?;
    let law = args.law.as_deref().map(read_law).transpose()?;
    let jobs = args.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = pool.map_err(|e| Failure::Other(e.to_string()))?;
    let mapping = args
        .subjects
        .as_deref()
        .map(LineMapping::read)
        .transpose()?;
    if args.rejected_rows.is_some() && args.tables.is_empty() && mapping.is_none() {
        let problem = "--rejected-rows: there are no rows without --table or --subjects";
        return Err(Failure::Other(problem.to_owned()));
    }
    let mut rejected = Rejected::told_in(args.rejected_rows.as_deref());
    let tables = match args.tables.is_empty() {
        true => None,
        false => {
            let despite = (args.despite_rows_of_nobody, args.despite_empty_table);
            let today = Day::of(now);
            Some(Tables::read(&args.tables, &mut rejected, despite, today)?)
        }
    };
    for list in tables.iter().flat_map(Tables::lists) {
        if settings.speaks_of_fields_in(list) {
            let problem = format!(
                "clear: a statement about some fields of {list} could be false, since tables do not say the field"
            );
            return Err(failed(&args.settings, &problem));
        }
    }
    let mut register = match args.new_register {
        true => Register::create(&args.register)?,
        false => Register::open(&args.register)?,
    };
    args.signer.with(|signer| {
        let issuing = Issuing {
            args,
            settings: &settings,
            law: law.as_ref(),
            tables: tables.as_ref(),
            mapping: mapping.as_ref(),
            signer,
            now,
        };
        pool.install(|| issuing.run(&mut register, &mut rejected))
    })
}

fn abandon(register: &mut Register, now: Instant) -> Result<ExitCode, Failure> {
    let is_complete = |path: &str, done: &Progress| {
        done.lines > 0 && output::is_complete(Path::new(path), done.output_bytes)
    };
    match register.all_or_nothing(|db| Run::abandon(db, now, is_complete))? {
        None => aside!("every run is at its end; there is none to give up"),
        Some(path) => {
            output::discard(Path::new(&path))?;
            aside!("{}: given up; nothing of it is to be used", path);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read_law(path: &Path) -> Result<LawEdition, Failure> {
    Ok(LawEdition::parse(&files::read_bytes(path)?)?)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "a day expected, such as 2026-11-30".to_owned())
}

/// What a call of the command has to do.
struct Issuing<'a> {
    args: &'a Args,
    settings: &'a Settings,
    law: Option<&'a LawEdition>,
    tables: Option<&'a Tables>,
    /// Of the table of subjects, where it is one.
    mapping: Option<&'a LineMapping>,
    signer: &'a (dyn Signer + Sync),
    now: Instant,
}

impl Issuing<'_> {
    fn run(&self, register: &mut Register, rejected: &mut Rejected) -> Result<ExitCode, Failure> {
        let kind = self.kind()?;
        let today = Day::of(self.now);
        let mut lines = Input::open(&self.args.input, self.mapping, today, rejected)?;
        let (mut run, mut lists) = register.all_or_nothing(|db| {
            let run = Run::begin(db, &kind, self.now, || Output::check_free(self.output()))?;
            Ok((run, Lists::open(db, self.settings.lists.clone())?))
        })?;
        let said = Said {
            settings: self.settings,
            iat: run.iat,
            exp: run.exp,
            as_of: self.as_of(run.iat),
        };
        let signing = Signing {
            said,
            signer: self.signer,
            kid: &self.args.kid,
            law: self.law,
            tables: self.tables,
            renews: self.args.renew,
        };
        go_on(&mut lines, &run, &self.args.input)?;
        let mut chance = Chance::of(SystemRandom::new());
        let mut output = match Output::open(self.output(), run.done.output_bytes)? {
            Found::Open(output) => output,
            Found::Complete => match lines.next()? {
                None => {
                    lines.complete()?;
                    return self.end(register, &run, Settlement::default(), None);
                }
                Some(_) => return Err(failed(&self.args.input, OTHER_LINES)),
            },
        };
        let bar = progress::of_lines(lines.bytes());

        // While a portion is signed, the next is read and has its entries written down.
        let mut signed = Portion::default();
        let mut size = Size::FIRST;
        let mut settlement = Settlement::default();
        loop {
            let begun = std::time::Instant::now();
            let (next, answers) = rayon::join(
                || {
                    let mut next = Portion::read(&mut lines, size, &signing)?;
                    register.all_or_nothing(|db| {
                        take(&mut settlement).apply(db, run.iat)?;
                        run.note(db)?;
                        next.reserve(db, &run, &mut lists, &mut chance)
                    })?;
                    Ok::<_, Failure>(next)
                },
                || signed.sign(&signing, &SystemRandom::new()),
            );
            let answers = answers?;
            signed.settle(&answers, &mut settlement);
            if matches!(output, Output::Stdout) {
                // What is printed cannot be taken back: the register knows of it before.
                signed.count(&answers, 0, &mut run.done);
                register.all_or_nothing(|db| {
                    take(&mut settlement).apply(db, run.iat)?;
                    run.note(db)
                })?;
                output.write(&answers.lines())?;
            } else {
                let bytes = output.write(&answers.lines())?;
                signed.count(&answers, bytes, &mut run.done);
            }
            show(&bar, &lines, &run);
            size = size.after(begun.elapsed());
            signed = next?;
            if signed.is_empty() {
                break;
            }
        }
        bar.finish_and_clear();
        lines.complete()?;
        self.end(register, &run, settlement, Some(output))
    }

    /// Completes the output, and says so in the register.
    fn end(
        &self,
        register: &mut Register,
        run: &Run,
        settlement: Settlement,
        output: Option<Output>,
    ) -> Result<ExitCode, Failure> {
        register.all_or_nothing(|db| {
            settlement.apply(db, run.iat)?;
            run.note(db)
        })?;
        if let Some(output) = output {
            output.complete()?;
        }
        register.all_or_nothing(|db| run.finish(db, self.now))?;
        let done = &run.done;
        if self.output().is_some() || done.refused > 0 {
            aside!(
                "{} bundles for {} lines, of which {} were refused",
                done.bundles,
                done.lines,
                done.refused
            );
        }
        Ok(ExitCode::from(u8::from(done.refused > 0)))
    }

    /// The file of bundles, if it is one.
    fn output(&self) -> Option<&Path> {
        self.args
            .output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    fn as_of(&self, iat: Instant) -> Day {
        self.args.as_of.unwrap_or_else(|| Day::of(iat))
    }

    fn kind(&self) -> Result<RunKind, Failure> {
        let as_of = self.as_of(self.now);
        let end = issuer::bundle_end(as_of, self.settings.valid, self.law);
        let exp = end.filter(|exp| *exp > self.now).ok_or_else(|| {
            Failure::Other(format!("bundles of data of {as_of} have ended already"))
        })?;
        let output = self.output().map(|path| {
            let absolute = std::path::absolute(path);
            let absolute = absolute.map_err(|e| failed(path, &e.to_string()))?;
            Ok::<_, Failure>(absolute.display().to_string())
        });
        let mut asked = Sha256::new();
        let key = self.signer.verifying_key().thumbprint();
        let as_of = self.args.as_of.map_or(String::new(), |day| day.to_string());
        let renew = self.args.renew.to_string();
        let law = self
            .law
            .map_or(String::new(), |law| document(law).to_string());
        let tables = self.tables.map_or("", Tables::digest);
        let mapping = self.mapping.map(LineMapping::digest);
        let parts = [
            self.settings.text.as_str(),
            &key,
            &self.args.kid,
            &as_of,
            &renew,
            &law,
            tables,
        ];
        for part in parts.into_iter().chain(mapping.as_deref()) {
            asked.update(Sha256::digest(part.as_bytes()));
        }
        Ok(RunKind {
            asked: asked.finalize().into(),
            iat: self.now,
            exp,
            output: output.transpose()?,
        })
    }
}

const OTHER_LINES: &str =
    "not the lines that the run has begun with; give it up with --abandon, or bring them back";

/// Passes over the lines that a run has answered.
///
/// # Errors
/// If they are not the lines that it has read.
fn go_on(lines: &mut Input<'_>, run: &Run, path: &Path) -> Result<(), Failure> {
    if run.done.lines == 0 {
        return Ok(());
    }
    let mut last = 0;
    while last < run.done.lines {
        match lines.next()? {
            Some(line) => last = line.number(),
            None => break,
        }
    }
    if last != run.done.lines || lines.digest() != run.done.input {
        return Err(failed(path, OTHER_LINES));
    }
    aside!("{}: goes on after line {}", path.display(), last);
    Ok(())
}

fn show(bar: &ProgressBar, lines: &Input<'_>, run: &Run) {
    bar.set_position(lines.read());
    let seconds = bar.elapsed().as_secs().max(1);
    let rate = run.done.bundles / seconds;
    bar.set_message(format!("{} bundles, {rate}/s", run.done.bundles));
}
