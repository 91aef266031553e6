//! The same facade in JSON text: what crosses into and out of WebAssembly, and what the command
//! line prints with `--json`. Numbers stay exact, and every host sees the same bytes.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::all::all;
use crate::decision::Explain;
use crate::error::{Code, Error, Stage};
use crate::forecast::Forecast;
use crate::json::{self, Object, ObjectReader, Value, write};
use crate::limits;
use crate::programme::Lint;
use crate::time::Instant;
use crate::trial::Trial;
use crate::trust::Minimum;
use crate::verifier::{
    self, CheckOptions, ExpectedSubject, Holder, Presentations, ProgrammeChoice, VerifierOptions,
};

/// Options that are known but that this version does not have.
const UNSUPPORTED_TO_CREATE: &[&str] = &["requireConsent", "storage"];
const UNSUPPORTED_TO_CHECK: &[&str] = &["commitments"];

const TO_CHECK: &[&str] = &[
    "programme",
    "holder",
    "now",
    "subject",
    "request",
    "statusLists",
    "explain",
];

/// A verifier, or why there is none.
#[derive(Debug)]
pub struct Verifier(Result<verifier::Verifier, Error>);

impl Verifier {
    /// Pins a root and loads a snapshot.
    ///
    /// `options`: `{"now": seconds, "minimum"?: {"root"?, "manifest"?, "trust_list"?, "time"?},
    /// "state"?: text, "statusMaxAge"?: seconds, "allowDemoRoot"?: boolean}`.
    ///
    /// Does not fail: what goes wrong is said by [`report`](Self::report) and
    /// [`check`](Self::check).
    pub fn new(root: &str, snapshot: Option<&str>, options: &str) -> Self {
        let created = create_options(options)
            .and_then(|options| verifier::Verifier::new(root, snapshot, &options));
        Self(created)
    }

    /// Whether its root is one of a demo platform.
    pub fn is_demo(&self) -> bool {
        self.0.as_ref().is_ok_and(verifier::Verifier::is_demo)
    }

    /// `{"ok":true,"report":{…}}` or `{"ok":false,"error":{…},"errors":[…]}`.
    pub fn report(&self) -> String {
        match &self.0 {
            Ok(verifier) => accepted("report", verifier.report().clone().into()),
            Err(error) => refusal(error),
        }
    }

    /// Loads a further snapshot. `options`: `{"now": seconds, "state"?: text}`; `state` is what is
    /// stored by now. Gives what [`report`](Self::report) gives.
    pub fn load(&mut self, snapshot: &str, options: &str) -> String {
        let Ok(verifier) = &mut self.0 else {
            return self.report();
        };
        let given = read(options, &[]).and_then(|options| {
            let given = typed(&options)?;
            given.only(&["now", "state"])?;
            Ok((given.read("now")?, given.maybe::<String>("state")?))
        });
        match given {
            Ok((now, state)) => {
                if let Some(state) = state {
                    verifier.absorb_state(&state);
                }
                verifier.load(Some(snapshot), now);
                self.report()
            }
            Err(error) => refusal(&error),
        }
    }

    /// `{"state": text, "snapshot": text | null}` for the app to store in one write; empty if there
    /// is no verifier.
    pub fn export(&self) -> String {
        let Ok(verifier) = &self.0 else {
            return String::new();
        };
        let document = Object::from([
            ("state", Value::from(verifier.export_state())),
            ("snapshot", verifier.export_snapshot().into()),
        ]);
        write(&document.into())
    }

    /// Verifies and decides.
    ///
    /// `bundle`: one presentation, or `{alias: presentation, …}` as JSON.
    ///
    /// `options`: `{"programme": id | {"id", "version"} | document, "holder": {"audience",
    /// "nonce", "window"?} | "unbound", "now": seconds, "subject"?: id | {alias: id, …},
    /// "request"?: {…}, "statusLists"?: […], "explain"?: "codes" | "full"}`.
    ///
    /// Gives `{"ok":true,"decision":{…}}` or `{"ok":false,"error":{…},"errors":[…]}`, texts left
    /// empty.
    pub fn check(&self, bundle: &str, options: &str) -> String {
        with_presented(bundle, &|presented| {
            self.check_presented(presented, options)
        })
    }

    /// As [`check`](Self::check), presentations by the aliases of their inputs.
    pub fn check_by_alias(&self, bundles: &[(&str, &str)], options: &str) -> String {
        self.check_presented(bundles.into(), options)
    }

    /// Verifies, and forecasts what would be decided later ([`Forecast`]).
    ///
    /// Arguments and result are those of [`check`](Self::check), but for one more option, `"at":
    /// seconds`, and for evidence that says `"verified": false` and `"projection": true`.
    pub fn forecast(&self, bundle: &str, options: &str) -> String {
        with_presented(bundle, &|presented| {
            self.decided(&|verifier| {
                let (options, at) = forecast_options(options)?;
                let forecast = Forecast::all_of(verifier, presented, &options, at)?;
                Ok(forecast.decision().to_json())
            })
        })
    }

    fn check_presented(&self, presented: Presentations<'_>, options: &str) -> String {
        self.decided(&|verifier| {
            let options = check_options(options)?;
            Ok(verifier.check_all(presented, &options)?.to_json())
        })
    }

    fn decided(&self, decide: &dyn Fn(&verifier::Verifier) -> Result<Value, Vec<Error>>) -> String {
        let decided = match &self.0 {
            Ok(verifier) => decide(verifier),
            Err(error) => Err(vec![error.clone()]),
        };
        decided.map_or_else(|errors| refused(&errors), |d| accepted("decision", d))
    }
}

/// Looks through a programme ([`Lint`]).
///
/// Gives `{"ok":true,"findings":{"errors":[…],"warnings":[…]}}` or
/// `{"ok":false,"error":{…},"errors":[…]}`, texts left empty.
pub fn lint(programme: &str) -> String {
    Lint::of(programme).map_or_else(
        |error| refusal(&error),
        |lint| accepted("findings", lint.to_json()),
    )
}

/// Decides a programme on facts that somebody wrote by hand ([`Trial`]).
///
/// `options`: `{"now": seconds, "explain"?: "codes" | "full"}`. Gives what [`Verifier::check`]
/// gives, but for evidence that says `"verified": false`.
pub fn try_programme(programme: &str, facts: &str, options: &str) -> String {
    trial_options(options)
        .and_then(|(now, explain)| Trial::run(programme, facts, now, explain))
        .map_or_else(
            |error| refusal(&error),
            |trial| accepted("decision", trial.decision().to_json()),
        )
}

/// Fills the texts into a result of this module.
pub fn fill_messages(result: &str) -> String {
    match json::parse(result.as_bytes(), result.len()) {
        Ok(mut document) => {
            crate::messages::fill(&mut document);
            write(&document)
        }
        Err(_) => result.to_owned(),
    }
}

/// The text of a file.
///
/// # Errors
/// `format.utf8` with the offset.
pub fn utf8(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes)
        .map_err(|e| Error::new(Code::FormatUtf8).with("offset", e.utf8_error().valid_up_to()))
}

/// `{"ok":true,…}`.
fn accepted(name: &str, value: Value) -> String {
    write(&Object::from([("ok", Value::from(true)), (name, value)]).into())
}

/// `{"ok":false,…}` for one error, texts left empty.
pub fn refusal(error: &Error) -> String {
    refused(core::slice::from_ref(error))
}

/// The most useful error stands apart as well.
fn refused(errors: &[Error]) -> String {
    let first = errors.first().map(Error::to_json);
    let all: Vec<Value> = errors.iter().map(Error::to_json).collect();
    write(
        &Object::from([
            ("ok", Value::from(false)),
            ("error", first.into()),
            ("errors", all.into()),
        ])
        .into(),
    )
}

/// One presentation, or several by alias as JSON.
fn with_presented(bundle: &str, answer: &dyn Fn(Presentations<'_>) -> String) -> String {
    // No presentation begins with a brace.
    if !bundle.trim_ascii_start().starts_with('{') {
        return answer(bundle.into());
    }
    match bundles_by_alias(bundle) {
        Ok(bundles) => answer((&*borrowed(&bundles)).into()),
        Err(error) => refusal(&error),
    }
}

/// Several presentations come as a JSON object by alias.
fn bundles_by_alias(text: &str) -> Result<Vec<(String, String)>, Error> {
    let bundles = json::parse(text.as_bytes(), limits::BUNDLES_BYTES);
    let bundles = bundles.map_err(|e| e.at(Stage::Bundle))?;
    texts_by_alias(&ObjectReader::of(&bundles, Code::InputOptions)?).map_err(|e| e.under("/bundle"))
}

fn texts_by_alias(object: &ObjectReader<'_>) -> Result<Vec<(String, String)>, Error> {
    let aliases = object.names();
    all(aliases.map(|alias| Ok((alias.to_owned(), object.read(alias)?))))
}

fn borrowed(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    let each = texts.iter();
    each.map(|(alias, text)| (alias.as_str(), text.as_str()))
        .collect()
}

fn create_options(text: &str) -> Result<VerifierOptions, Error> {
    let options = read(text, UNSUPPORTED_TO_CREATE)?;
    let given = typed(&options)?;
    given.only(&["now", "state", "minimum", "statusMaxAge", "allowDemoRoot"])?;
    let mut options = VerifierOptions::at(given.read("now")?);
    options.state = given.maybe("state")?;
    if given.maybe::<&Object>("minimum")?.is_some() {
        // Named as the documents are that it speaks of.
        let least = given.object("minimum")?;
        least.only(&["root", "manifest", "trust_list", "time"])?;
        options.minimum = Minimum {
            root: least.maybe("root")?.unwrap_or_default(),
            manifest: least.maybe("manifest")?.unwrap_or_default(),
            trust_list: least.maybe("trust_list")?.unwrap_or_default(),
            time: least.maybe("time")?,
        };
    }
    if let Some(seconds) = given.maybe("statusMaxAge")? {
        options.status_max_age = seconds;
        if seconds <= 0 {
            return Err(given.fail("statusMaxAge", "value"));
        }
    }
    options.allow_demo_root = given.maybe("allowDemoRoot")?.unwrap_or(false);
    Ok(options)
}

fn check_options(text: &str) -> Result<CheckOptions, Error> {
    let options = read(text, UNSUPPORTED_TO_CHECK)?;
    let given = typed(&options)?;
    given.only(TO_CHECK)?;
    how_to_check(&given)
}

/// Those of a check, and the time to decide for.
fn forecast_options(text: &str) -> Result<(CheckOptions, Instant), Error> {
    let options = read(text, UNSUPPORTED_TO_CHECK)?;
    let given = typed(&options)?;
    given.only(&[TO_CHECK, &["at"]].concat())?;
    Ok((how_to_check(&given)?, given.read("at")?))
}

fn trial_options(text: &str) -> Result<(Instant, Explain), Error> {
    let options = read(text, &[])?;
    let given = typed(&options)?;
    given.only(&["now", "explain"])?;
    Ok((given.read("now")?, explain(&given)?))
}

fn how_to_check(given: &ObjectReader<'_>) -> Result<CheckOptions, Error> {
    let status_lists: Vec<String> = given.maybe("statusLists")?.unwrap_or_default();
    if status_lists.len() > limits::STATUS_LISTS {
        return Err(Error::new(Code::LimitItems)
            .with("limit", limits::STATUS_LISTS)
            .with("found", status_lists.len()));
    }
    Ok(CheckOptions {
        programme: programme(given)?,
        holder: holder(given)?,
        now: given.read("now")?,
        subject: subject(given)?,
        request: given.maybe::<&Object>("request")?.cloned(),
        status_lists,
        explain: explain(given)?,
    })
}

fn explain(given: &ObjectReader<'_>) -> Result<Explain, Error> {
    match given.maybe::<&Value>("explain")? {
        Some(_) => given.one_of("explain", Explain::ALL, Explain::as_str),
        None => Ok(Explain::Codes),
    }
}

fn subject(given: &ObjectReader<'_>) -> Result<Option<ExpectedSubject>, Error> {
    Ok(match given.maybe::<&Value>("subject")? {
        None => None,
        Some(Value::String(id)) => Some(ExpectedSubject::One(id.clone())),
        Some(_) => {
            let by_alias = texts_by_alias(&given.object("subject")?)?;
            Some(ExpectedSubject::ByAlias(by_alias))
        }
    })
}

fn programme(given: &ObjectReader<'_>) -> Result<ProgrammeChoice, Error> {
    match given.read::<&Value>("programme")? {
        Value::String(id) => Ok(ProgrammeChoice::Id(id.clone())),
        // A reference has two members; a document has many more.
        Value::Object(members) if members.len() <= 2 => {
            let reference = given.object("programme")?;
            reference.only(&["id", "version"])?;
            Ok(ProgrammeChoice::Version {
                id: reference.read("id")?,
                version: reference.read("version")?,
            })
        }
        document @ Value::Object(_) => Ok(ProgrammeChoice::Document(document.clone())),
        _ => Err(given.fail("programme", "type")),
    }
}

/// The one option without which nothing is read: whether a copied bundle will do is never
/// guessed.
fn holder(given: &ObjectReader<'_>) -> Result<Holder, Error> {
    match given.maybe::<&Value>("holder")? {
        Some(Value::String(word)) if word == "unbound" => Ok(Holder::Unbound),
        Some(Value::String(word)) if word == "certificate" => Err(Error::unsupported(word)),
        Some(Value::Object(_)) => {
            let binding = given.object("holder")?;
            binding.only(&["audience", "nonce", "window"])?;
            let audience: String = binding.read("audience")?;
            let nonce: String = binding.read("nonce")?;
            let window: Option<i64> = binding.maybe("window")?;
            if audience.is_empty() || nonce.is_empty() || window.is_some_and(|w| w < 0) {
                return Err(Error::new(Code::InputHolder));
            }
            Ok(Holder::Bound {
                audience,
                nonce,
                window,
            })
        }
        _ => Err(Error::new(Code::InputHolder)),
    }
}

fn read(text: &str, unsupported_names: &[&str]) -> Result<Value, Error> {
    let options = json::parse(text.as_bytes(), limits::OPTIONS_BYTES)?;
    let known = options.as_object().and_then(|given| {
        let mut names = given.iter().map(|(name, _)| name);
        names.find(|name| unsupported_names.contains(name))
    });
    match known {
        Some(name) => Err(Error::unsupported(name)),
        None => Ok(options),
    }
}

fn typed(options: &Value) -> Result<ObjectReader<'_>, Error> {
    ObjectReader::of(options, Code::InputOptions)
}
