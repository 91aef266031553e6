//! Trying a programme on facts that somebody wrote by hand. Nothing is verified, and the result says so.

use serde::Serialize;

#[cfg(feature = "authoring")]
use crate::credit::names_beside;
use crate::credit::{Claims, Promise, fresh_until, promised};
use crate::decision::{BundleInput, Case, Decision, Explain, Provenance, Warning};
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, ObjectReader, Value};
use crate::law::{self, Law, LawEdition};
use crate::limits;
use crate::programme::Programme;
use crate::rules::{Fact, PROMISED, REQUEST};
use crate::time::{Day, Instant};
use crate::verifier::{LinkProof, Party, check_linked};
use crate::work::Work;

/// A decision on facts that nobody vouches for; its evidence says `"verified": false`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trial(Decision);

impl Trial {
    /// Decides a programme on plain facts: `{"credit": {…}, "request": {…}, "promised": […]}`, the inputs by alias. What
    /// is promised is complete as written, and open if it is left out.
    ///
    /// `{"$undisclosed": true}` stands for something hidden. Staleness and the law apply as they
    /// do to a bundle. Several inputs are taken to be about one subject, or about a firm and its
    /// officer, unless what is written speaks against it.
    ///
    /// # Errors
    /// What is wrong with the programme, the facts or the request, with a JSON pointer;
    /// `binding.conflict` and `binding.unlinked` for inputs that do not belong together.
    pub fn run(
        programme: &str,
        facts: &str,
        now: Instant,
        explain: Explain,
    ) -> Result<Self, Error> {
        Self::by(law::built_in(), programme, facts, now, explain)
    }

    /// The same by another edition of the law, as everybody will decide who has it.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_by_law(
        law: &LawEdition,
        programme: &str,
        facts: &str,
        now: Instant,
        explain: Explain,
    ) -> Result<Self, Error> {
        Self::by(law.law(), programme, facts, now, explain)
    }

    fn by(
        law: &Law,
        programme: &str,
        facts: &str,
        now: Instant,
        explain: Explain,
    ) -> Result<Self, Error> {
        let programme = json::parse(programme.as_bytes(), limits::PROGRAMME_BYTES)
            .map_err(|e| e.at(Stage::Programme))?;
        let programme = Programme::read(&programme, &law.edition)?;
        let facts =
            json::parse(facts.as_bytes(), limits::OPTIONS_BYTES).map_err(|e| e.at(Stage::Input))?;
        Self::of(law, &programme, &facts, now, explain)
    }

    /// The same of a programme and of facts that were read before.
    pub(crate) fn of(
        law: &Law,
        programme: &Programme,
        facts: &Value,
        now: Instant,
        explain: Explain,
    ) -> Result<Self, Error> {
        with_case(law, programme, facts, now, &mut |case| {
            Self::decided(case, now, explain)
        })
    }

    /// The same of facts in which every member is known: one that is misspelt would be a list without records, and a
    /// test of a programme that passes for nothing.
    ///
    /// # Errors
    /// As [`run`](Self::run); `input.options` for a member that is unknown.
    #[cfg(feature = "authoring")]
    pub(crate) fn of_known(
        law: &Law,
        programme: &Programme,
        facts: &Value,
        now: Instant,
        explain: Explain,
    ) -> Result<Self, Error> {
        with_case(law, programme, facts, now, &mut |case| {
            let mut bundles = case.bundles.iter();
            let unknown = bundles.find_map(|bundle| {
                let pointer = bundle.claims.ignored.first()?;
                Some((&bundle.input.alias, pointer))
            });
            match unknown {
                Some((alias, pointer)) => Err(unknown_member(alias, pointer)),
                None => Self::decided(case, now, explain),
            }
        })
    }

    /// Decides the case, and warns of members that are unknown.
    fn decided(case: &Case<'_>, now: Instant, explain: Explain) -> Result<Self, Error> {
        let mut provenance = Provenance::unproven(now, case.law);
        for bundle in &case.bundles {
            let warning = Warning::of_ignored(&bundle.claims.ignored, explain);
            provenance.warnings.extend(warning.map(|warning| Warning {
                input: Some(bundle.input.alias.clone()),
                ..warning
            }));
        }
        case.decision(now, None, explain, provenance).map(Self)
    }

    /// What the decision would be, were the facts proven.
    pub fn decision(&self) -> &Decision {
        &self.0
    }
}

/// Asks something of the case that plain facts make.
///
/// # Errors
/// As [`Trial::run`], and those of `ask`.
pub(crate) fn with_case<T>(
    law: &Law,
    programme: &Programme,
    written: &Value,
    now: Instant,
    ask: &mut dyn FnMut(&Case<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let facts = written
        .as_object()
        .ok_or_else(|| Error::of_option("", Problem::Value))?;
    for (name, _) in facts.iter() {
        if ![PROMISED, REQUEST].contains(&name) && !programme.inputs.iter().any(|i| i.alias == name)
        {
            return Err(wrong(name, Problem::Value));
        }
    }
    let request = match facts.get(REQUEST) {
        None => None,
        Some(Value::Object(request)) => Some(request),
        Some(_) => return Err(wrong(REQUEST, Problem::Value)),
    };
    if let Some(alias) = programme.missing_input(|alias| facts.contains(alias)) {
        return Err(wrong(alias, Problem::Missing));
    }
    let mut given = Vec::new();
    for input in &programme.inputs {
        if let Some(written) = facts.get(&input.alias) {
            let claims = Claims::from_plain(input.vct, written, law)
                .and_then(|claims| claims.drawn_by(Day::of(now)))
                .map_err(|e| e.under(&format!("/{}", input.alias)))?;
            given.push((input, claims));
        }
    }
    let parties = given.iter().map(|(input, claims)| Party {
        input,
        claims,
        issuer: None,
    });
    check_linked(&parties.collect::<Vec<_>>(), LinkProof::Assumed)?;
    let bundles = given.iter().map(|(input, claims)| BundleInput {
        input,
        claims,
        recognition: &[],
        fresh_until: fresh_until(claims.as_of, programme.max_age, None, &law.calendar),
        extent: None,
    });
    let work = Work::of_a_decision();
    let case = Case {
        programme,
        bundles: bundles.collect(),
        request: programme.request(request)?,
        promised: promises(written, Day::of(now)).map_err(|e| e.at(Stage::Input))?,
        unproven_subjects: Vec::new(),
        replaced_on: None,
        law,
        work: &work,
    };
    ask(&case)
}

/// What is promised: all of it, where it is written.
fn promises(facts: &Value, today: Day) -> Result<Fact, Error> {
    let facts = ObjectReader::of(facts, Code::InputOptions)?;
    let written = facts.each(PROMISED)?;
    Error::check_items(limits::COMMITMENTS, written.len(), || facts.place(PROMISED))?;
    let mut promises = Vec::new();
    for written in written {
        promises.push(Promise::from_plain(&written, today)?);
    }
    let is_open = facts.names().all(|name| name != PROMISED);
    Ok(promised(promises, is_open))
}

#[cfg(feature = "authoring")]
fn unknown_member(alias: &str, pointer: &str) -> Error {
    let names = names_beside(pointer);
    let word = pointer.rsplit('/').next().unwrap_or_default();
    let error = Error::of_option(pointer, Problem::Unknown);
    let error = json::expecting(error, word, &names);
    error.under(&json::pointer_to(&[alias]))
}

fn wrong(name: &str, problem: Problem) -> Error {
    Error::of_option(json::pointer_to(&[name]), problem)
}
