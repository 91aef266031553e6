//! What `check` decides and `present` plans: bundles, a programme, and by whose documents.

use std::path::{Path, PathBuf};

use clap::ArgGroup;
use xinyi::{
    Code, Error, ExpectedSubject, Instant, Object, Presentations, Problem, ProgrammeChoice, Value,
    Verifier, VerifierOptions,
};

use super::files::{read, read_json, read_token};
use super::json::object;
use super::print;
use crate::clock::time;
use crate::failure::Failure;

/// A programme, what is asked of it, and by whose documents.
#[derive(clap::Args)]
#[command(group = ArgGroup::new("rules").args(["programme", "programme_file"]).required(true))]
pub(super) struct ProgrammeArgs {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list, programmes and status lists
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme in the snapshot, whatever files of that name there are
    #[arg(long, value_name = "ID")]
    programme: Option<String>,
    /// A file with a programme that nobody has signed; the answer says so. `-` is standard input
    #[arg(long, value_name = "FILE")]
    programme_file: Option<PathBuf>,
    /// A file with what is asked for, as the programme's `request` declares it
    #[arg(long)]
    request: Option<PathBuf>,
    /// The time of the decision: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    pub(super) now: Option<Instant>,
}

#[derive(clap::Args)]
pub(super) struct AskedArgs {
    #[command(flatten)]
    pub(super) by: ProgrammeArgs,
    /// The identity that the bundle must be about; with an alias, that of one bundle of several
    #[arg(long, value_name = "ID | ALIAS=ID")]
    subject: Vec<String>,
    /// A file with a status list that came with the presentation; may be given several times
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// A file with a commitment that the holder signed for this request; may be given several times
    #[arg(long, value_name = "FILE")]
    commitment: Vec<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    /// The bundle, or each by its input's alias in the programme. A file may hold several as JSON by alias
    #[arg(value_name = "BUNDLE | ALIAS=BUNDLE", required = true)]
    bundles: Vec<String>,
}

/// The bundles that were named.
pub(super) enum Bundles {
    /// One file, which may hold several.
    One(String),
    /// One file for each alias.
    ByAlias(Vec<(String, String)>),
}

impl ProgrammeArgs {
    /// How the verifier is made, unless more is asked for.
    pub(super) fn creation(now: Instant) -> VerifierOptions {
        let mut create = VerifierOptions::at(now);
        create.allow_demo_root = true;
        create
    }

    pub(super) fn root(&self) -> Result<String, Failure> {
        read(&self.root)
    }

    pub(super) fn verifier(
        &self,
        root: &str,
        create: &VerifierOptions,
    ) -> Result<Verifier, Failure> {
        let snapshot = read(&self.snapshot)?;
        let verifier = Verifier::new(root, Some(&snapshot), create)?;
        if verifier.is_demo() {
            print::demo();
        }
        Ok(verifier)
    }

    /// Whether one of the files is standard input.
    pub(super) fn reads_standard_input(&self) -> bool {
        let given = [&self.programme_file, &self.request];
        let optional = given.into_iter().flatten();
        let mut files = [&self.root, &self.snapshot].into_iter().chain(optional);
        files.any(|path| path == Path::new("-"))
    }

    /// The name of a signed one, or an unsigned one as a whole. A file that holds no more than a name
    /// names nothing.
    pub(super) fn programme(&self) -> Result<ProgrammeChoice, Failure> {
        let Some(path) = &self.programme_file else {
            let id = self.programme.clone().unwrap_or_default();
            return Ok(ProgrammeChoice::Id(id));
        };
        match read_json(path)? {
            Value::Object(document) if document.contains("tiers") => {
                Ok(ProgrammeChoice::Document(document.into()))
            }
            _ => {
                let place = object! { "pointer": "/tiers" };
                let error = Error::of_input(Code::ProgrammeSchema, place);
                Err(error.because(Problem::Missing).into())
            }
        }
    }

    /// What is asked for.
    pub(super) fn request(&self) -> Result<Option<Object>, Failure> {
        let Some(path) = &self.request else {
            return Ok(None);
        };
        match read_json(path)? {
            Value::Object(request) => Ok(Some(request)),
            _ => {
                let place = object! { "pointer": "/request" };
                let error = Error::of_input(Code::InputOptions, place);
                Err(error.because(Problem::Type).into())
            }
        }
    }
}

impl AskedArgs {
    pub(super) fn bundles(&self) -> Result<Bundles, Failure> {
        Bundles::read(&self.bundles)
    }

    pub(super) fn status_lists(&self) -> Result<Vec<String>, Failure> {
        let lists = self.status.iter();
        let lists = lists.map(|path| Ok(read(path)?.trim().to_owned()));
        lists.collect()
    }

    pub(super) fn commitments(&self) -> Result<Vec<String>, Failure> {
        let mut commitments = Vec::new();
        for path in &self.commitment {
            commitments.push(read_token(path)??);
        }
        Ok(commitments)
    }

    pub(super) fn subject(&self) -> Result<Option<ExpectedSubject>, Failure> {
        match self.subject.as_slice() {
            [] => return Ok(None),
            [id] if by_alias(id).is_none() => return Ok(Some(ExpectedSubject::One(id.clone()))),
            _ => {}
        }
        let mut subjects: Vec<(String, String)> = Vec::new();
        for given in &self.subject {
            let (alias, id) = by_alias(given).ok_or_else(|| unnamed("subject", given))?;
            if subjects.iter().any(|(known, _)| known == alias) {
                return Err(Failure::Other(format!("'{alias}' has two subjects")));
            }
            subjects.push((alias.to_owned(), id.to_owned()));
        }
        Ok(Some(ExpectedSubject::ByAlias(subjects)))
    }
}

impl Bundles {
    /// Reads them: one file, or a file for each alias.
    pub(super) fn read(given: &[String]) -> Result<Self, Failure> {
        if let [path] = given
            && by_alias(path).is_none()
        {
            return Ok(Bundles::One(read_token(Path::new(path))??));
        }
        let mut bundles = Vec::new();
        for one in given {
            let (alias, path) = by_alias(one).ok_or_else(|| unnamed("bundle", one))?;
            bundles.push((alias.to_owned(), read_token(Path::new(path))??));
        }
        Ok(Bundles::ByAlias(bundles))
    }

    /// As they came: one text, which may hold several, or each by its alias.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::One(text) => text.as_str().into(),
            Self::ByAlias(bundles) => {
                let each = bundles.iter();
                let each = each.map(|(alias, text)| (alias.as_str(), text.as_str().into()));
                Object::from_iter(each).into()
            }
        }
    }

    /// As they are given to the library.
    pub(super) fn presented(&self) -> Result<Presentations<'_>, Error> {
        match self {
            Self::One(text) => Presentations::parse(text),
            Self::ByAlias(bundles) => {
                let each = bundles.iter();
                let each = each.map(|(alias, text)| (alias.into(), text.into()));
                Ok(Presentations::ByAlias(each.collect()))
            }
        }
    }
}

/// `alias=…`, in the letters that an alias may have. A file of such a name is `./alias=…`.
pub(super) fn by_alias(given: &str) -> Option<(&str, &str)> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    given
        .split_once('=')
        .filter(|(alias, _)| !alias.is_empty() && alias.bytes().all(letter))
}

pub(super) fn unnamed(what: &str, given: &str) -> Failure {
    Failure::Other(format!(
        "'{given}': one {what} of several is given as ALIAS={given}"
    ))
}
