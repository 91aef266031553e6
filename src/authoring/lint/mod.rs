//! Linting a programme: all errors, all defects and all warnings, for its author.

mod analysed;
mod benefits;
mod beside;
mod confirmed;
mod context;
mod example;
mod finding;
mod kinds;
mod lawful;
mod parts;
#[cfg(test)]
mod tests;
mod texts;
mod written;

use serde::Serialize;

use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, ObjectReader, Value};
use crate::law::{self, Law, LawEdition};
use crate::limits;
use crate::programme::Programme;
use crate::rules::Findings;
use crate::verifier::check_certificate_programme;

use self::kinds::Weight;

pub use self::context::Beside;

/// The findings about a programme, for its author.
///
/// A programme with errors is refused everywhere. One with defects can be tried, but `xinyi programme sign` does not
/// sign it. Warnings are about what is allowed but hardly meant. It serialises as `{"errors": [error…], "defects": [error…], "warnings": [error…]}`,
/// texts left empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lint {
    errors: Vec<Error>,
    defects: Vec<Error>,
    warnings: Vec<Error>,
}

impl Lint {
    /// Looks through a programme.
    ///
    /// # Errors
    /// `limit.bytes`, `format.*`, if it is no JSON document that findings could point into.
    pub fn of(programme: &str) -> Result<Self, Error> {
        Self::under(law::built_in(), programme, Some(Beside::default()))
    }

    /// The same by the codes of another edition of the law.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn by_law(law: &LawEdition, programme: &str) -> Result<Self, Error> {
        Self::under(law.law(), programme, Some(Beside::default()))
    }

    /// Looks at each part by itself alone, which takes next to no time: for an editor, while somebody writes.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn of_parts(law: &LawEdition, programme: &str) -> Result<Self, Error> {
        Self::under(law.law(), programme, None)
    }

    /// The same as [`by_law`](Self::by_law), beside a trust list and other versions of the programme.
    ///
    /// # Errors
    /// As [`of`](Self::of); `format.schema` for a trust list or a version that cannot be read.
    pub fn beside(law: &LawEdition, programme: &str, beside: Beside<'_>) -> Result<Self, Error> {
        Self::under(law.law(), programme, Some(beside))
    }

    fn under(law: &Law, programme: &str, beside: Option<Beside<'_>>) -> Result<Self, Error> {
        let document = json::parse(programme.as_bytes(), limits::PROGRAMME_BYTES)
            .map_err(|e| e.at(Stage::Programme))?;
        let mut found = Findings::default();
        let read = Programme::read(&document, &law.edition);
        // Certificates are shown for months: what is as old counts by the status list, and not by `max_age`.
        let certifies = |programme: &Programme| check_certificate_programme(programme).is_ok();
        if let Ok(reader) = ObjectReader::of(&document, Code::ProgrammeSchema) {
            parts::look(&reader, law, &mut found);
            if !read.as_ref().is_ok_and(certifies) {
                parts::max_age(&reader, &mut found);
            }
        }
        match (&read, beside) {
            (Ok(programme), Some(beside)) if found.errors.is_empty() => {
                whole(&document, programme, law, beside, &mut found)?;
            }
            (Ok(_), _) => {}
            (Err(error), _) => found.errors.insert(0, error.clone()),
        }
        Ok(Self::sorted(found))
    }

    /// Findings by their weight, each once. Of two about one place what is known of the whole tells more than what
    /// is seen of the part.
    fn sorted(found: Findings) -> Self {
        let (defects, warnings): (Vec<_>, Vec<_>) =
            each_once(found.warnings).into_iter().partition(|finding| {
                let problem = finding.details().get("problem").and_then(Value::as_str);
                let is_confirmed = problem != Some(Problem::RecordsUnusable.as_str());
                is_confirmed && kinds::weight(finding.code()) == Weight::Defect
            });
        let pointer = |finding: &Error| finding.details().get("pointer").cloned();
        let told: Vec<_> = defects.iter().map(pointer).collect();
        let is_told = |finding: &Error| {
            finding.code() == Code::ProgrammeConstant && told.contains(&pointer(finding))
        };
        Self {
            errors: each_once(found.errors),
            warnings: warnings.into_iter().filter(|w| !is_told(w)).collect(),
            defects,
        }
    }

    /// Everything for which the programme is refused: all of its rules and benefits, and the first
    /// of the rest. Each has a `pointer` among its [details](Error::details) and, where there is
    /// one, a `suggestion`.
    pub fn errors(&self) -> &[Error] {
        &self.errors
    }

    /// What is not signed, in the same form. Where two parts are concerned, `beside` points to the other; where
    /// somebody shows it, `example` has that subject's facts by their paths.
    pub fn defects(&self) -> &[Error] {
        &self.defects
    }

    /// What is allowed but hardly meant, in the same form.
    pub fn warnings(&self) -> &[Error] {
        &self.warnings
    }
}

/// Checks the programme as a whole.
fn whole(
    document: &Value,
    programme: &Programme,
    law: &Law,
    beside: Beside<'_>,
    found: &mut Findings,
) -> Result<(), Error> {
    let Ok(reader) = ObjectReader::of(document, Code::ProgrammeSchema) else {
        return Ok(());
    };
    let written = written::Written::of(document, programme);
    analysed::look(&written, programme, law, found);
    lawful::look(&written, programme, law, found);
    benefits::look(&reader, found);
    texts::look(&reader, found);
    beside::look(&reader, programme, beside, found)
}

fn each_once(errors: Vec<Error>) -> Vec<Error> {
    let mut kept: Vec<Error> = Vec::new();
    for error in errors {
        if !kept.contains(&error) {
            kept.push(error);
        }
    }
    kept
}
