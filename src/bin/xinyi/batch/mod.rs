//! `xinyi batch`: many presentations, a line each, decided on all cores and answered in order.

pub(crate) mod question;
mod told;

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use xinyi::{CheckOptions, Code, Decision, Error, Instant, Object, ProgrammeChoice, Verifier};

use self::question::Question;
use self::told::Teller;
use super::asked::ProgrammeArgs;
use super::check::Explain;
use super::files::{self, Access, failed};
use super::json::object;
use super::terminal;
use crate::clock::now_or_clock;
use crate::coming::Coming;
use crate::failure::Failure;
use crate::lines::Line;
use crate::ordered;
use crate::state_file::StateFile;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    by: ProgrammeArgs,
    /// Accept bundles from whoever has them, where a line has no audience and nonce; the evidence says so
    #[arg(long)]
    unbound: bool,
    /// How old a presentation may be when it was received, in seconds [default: 300]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(0..))]
    window: Option<i64>,
    /// How far ahead of that time it may be signed, in seconds, for clocks differ [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(0..))]
    ahead: Option<i64>,
    /// Accept no presentation without the holder's consent to be evaluated
    #[arg(long)]
    require_consent: bool,
    /// How old a status list may be, in seconds [default: 259200]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    status_max_age: Option<i64>,
    /// A file in which the highest versions and times that were seen are kept from run to run, so that an older snapshot
    /// brings nothing back that was revoked
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Begin the file of --state, which is not there yet. Without it, a file that is gone ends the program: what it
    /// remembered is not forgotten without a word
    #[arg(long, requires = "state")]
    new_state: bool,
    /// How much each decision tells
    #[arg(long, value_enum, default_value = "codes")]
    explain: Explain,
    /// How many lines are decided at a time [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// A JSON object in each line: `bundle`, or bundles by alias, and `audience` and `nonce`; `id`, `presented_at`,
    /// `subject` and `request` where there are such. `-` is standard input
    #[arg(value_name = "IN", default_value = "-")]
    input: PathBuf,
    /// A file for the answers, for its owner alone, which is there once all are [default: standard output]. In each
    /// line: `line`, its number; `id`; `ok`; `decision`, or `error` and `errors`
    #[arg(value_name = "OUT")]
    output: Option<PathBuf>,
}

/// Exit status 0: every line was decided, whatever the outcomes; 1: not every one; 2: nothing to go by.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.input == Path::new("-") && args.by.reads_standard_input() {
        let problem = "standard input has the lines, and no other file";
        return Err(Failure::Other(problem.to_owned()));
    }
    if let Some(output) = &args.output
        && output
            .canonicalize()
            .is_ok_and(|out| args.input.canonicalize().is_ok_and(|i| i == out))
    {
        return Err(failed(
            output,
            "it has the lines: the answers would take its place",
        ));
    }
    let batch = Arc::new(Batch::of(args)?);
    let output = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let lines = Coming::open(&args.input, output.is_some())?;
    let undecided = match output {
        None => batch.answer(lines, args, &mut |answers| Ok(terminal::lines(answers)))?,
        Some(path) => batch.answer_into(path, lines, args)?,
    };
    Ok(ExitCode::from(u8::from(undecided)))
}

/// What all lines are decided by.
struct Batch {
    verifier: Verifier,
    programme: ProgrammeChoice,
    request: Option<Object>,
    unbound: bool,
    window: Option<i64>,
    ahead: Option<i64>,
    explain: xinyi::Explain,
    teller: Teller,
    /// The time of all decisions. None: each is decided when its line comes.
    now: Option<Instant>,
}

/// Answers, a line each, and whether there is a decision in all of them.
type Answers = (String, bool);

impl Batch {
    fn of(args: &Args) -> Result<Self, Failure> {
        let mut create = ProgrammeArgs::creation(now_or_clock(args.by.now)?);
        create.require_consent = args.require_consent;
        if let Some(seconds) = args.status_max_age {
            create.status_max_age = seconds;
        }
        let root = args.by.root()?;
        let open = match args.new_state {
            true => StateFile::create,
            false => StateFile::open,
        };
        let state = args.state.as_deref().map(open).transpose()?;
        create.state = state
            .as_ref()
            .and_then(|state| state.text().map(str::to_owned));
        let mut verifier = args.by.verifier(&root, &create)?;
        // Before anything is answered: a run that is ended at any moment forgets nothing that it decided by.
        if let Some(state) = state {
            state.keep(&verifier)?;
        }
        verifier.inflate_status_lists();
        Ok(Self {
            verifier,
            programme: args.by.programme()?,
            request: args.by.request()?,
            unbound: args.unbound,
            window: args.window,
            ahead: args.ahead,
            explain: args.explain.into(),
            teller: Teller::new(args.explain.into()),
            now: args.by.now,
        })
    }

    /// Answers each line. `put` gets the answers in order, as far as somebody wants them. Returns whether some line was
    /// not decided.
    fn answer(
        self: &Arc<Self>,
        mut lines: Coming,
        args: &Args,
        put: &mut dyn FnMut(&str) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<bool, Failure> {
        let mut undecided = false;
        let batch = Arc::clone(self);
        ordered::run(
            args.jobs.map(usize::from),
            move || lines.next(),
            move |lines: Vec<Line>| batch.answer_all(&lines),
            |answers: Result<Answers, Failure>| {
                let (text, are_decided) = answers?;
                undecided |= !are_decided;
                put(&text)
            },
        )?;
        Ok(undecided)
    }

    /// The same into a file, which is there once it is complete.
    fn answer_into(
        self: &Arc<Self>,
        path: &Path,
        lines: Coming,
        args: &Args,
    ) -> Result<bool, Failure> {
        let problem = |e: io::Error| failed(path, &e.to_string());
        let mut out = BufWriter::new(files::beside(path, Access::Owner).map_err(problem)?);
        let undecided = self.answer(lines, args, &mut |answers| {
            writeln!(out, "{answers}").map_err(problem)?;
            Ok(ControlFlow::Continue(()))
        })?;
        let file = out.into_inner().map_err(|e| problem(e.into_error()))?;
        file.as_file().sync_all().map_err(problem)?;
        file.persist(path).map_err(|e| problem(e.error))?;
        Ok(undecided)
    }

    /// # Errors
    /// Where there is no time to decide at.
    fn answer_all(&self, lines: &[Line]) -> Result<Answers, Failure> {
        let (mut texts, mut are_decided) = (Vec::new(), true);
        for line in lines {
            let now = now_or_clock(self.now)?;
            // A fault of ours is the answer to one line, and no end of all others.
            let answered = catch_unwind(AssertUnwindSafe(|| self.answer_to(line, now)));
            let (about, result) = answered.unwrap_or_else(|_| {
                let number = i64::try_from(line.number).unwrap_or(i64::MAX);
                let fault = Error::of_input(Code::HostTrap, Object::new());
                (object! { "line": number }, Err(vec![fault]))
            });
            are_decided &= result.is_ok();
            texts.push(self.teller.answer(about, result));
        }
        Ok((texts.join("\n"), are_decided))
    }

    /// What the answer begins with, and the rest.
    fn answer_to(&self, line: &Line, now: Instant) -> (Object, Result<Decision, Vec<Error>>) {
        let number = i64::try_from(line.number).unwrap_or(i64::MAX);
        let mut about = object! { "line": number };
        let document = match line.document() {
            Ok(document) => document,
            Err(error) => return (about, Err(vec![error])),
        };
        if let Some(id) = question::id(&document) {
            about.set("id", id.clone());
        }
        let result = Question::read(&document)
            .map_err(|error| vec![error])
            .and_then(|question| self.decide(&question, now));
        (about, result)
    }

    fn decide(&self, question: &Question<'_>, now: Instant) -> Result<Decision, Vec<Error>> {
        let one = |error: Error| vec![error];
        let holder = question.holder(self.unbound, self.window, self.ahead);
        let holder = holder.map_err(one)?;
        let options = CheckOptions {
            programme: self.programme.clone(),
            holder,
            now,
            subject: question.subject.clone(),
            request: question.request.cloned().or_else(|| self.request.clone()),
            status_lists: Vec::new(),
            commitments: Vec::new(),
            explain: self.explain,
        };
        let presented = question.presented().map_err(one)?;
        self.verifier.check_all(presented, &options)
    }
}
