//! What is wrong with a table, each finding with its cell.

use super::sheet::Place;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::Value;

/// What is wrong with the text of a cell, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    problem: Problem,
    suggestion: Option<String>,
    expected: Option<String>,
}

impl Fault {
    pub(super) fn new(problem: Problem) -> Self {
        Self {
            problem,
            suggestion: None,
            expected: None,
        }
    }

    /// What to write instead.
    pub(super) fn suggesting(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }

    /// All that could be written.
    pub(super) fn expecting(mut self, texts: &[&str]) -> Self {
        self.expected = Some(texts.join("、"));
        self
    }
}

#[derive(Debug, Default)]
pub(super) struct Findings {
    sheet: Option<String>,
    errors: Vec<(Place, Error)>,
    defects: Vec<(Place, Error)>,
    warnings: Vec<(Place, Error)>,
}

impl Findings {
    pub(super) fn of(sheet: Option<&str>) -> Self {
        Self {
            sheet: sheet.map(str::to_owned),
            ..Self::default()
        }
    }

    pub(super) fn error(&mut self, place: Place, found: &str, fault: Fault) {
        self.add_error(place, of_fault(found, fault));
    }

    pub(super) fn warning(&mut self, place: Place, found: &str, fault: Fault) {
        self.add_warning(place, of_fault(found, fault));
    }

    /// Adds an error about what stands in a cell.
    pub(super) fn add_error(&mut self, place: Place, error: Error) {
        let error = self.located(error, place);
        self.errors.push((place, error));
    }

    /// Adds what is not signed about what stands in a cell.
    pub(super) fn add_defect(&mut self, place: Place, defect: Error) {
        let defect = self.located(defect, place);
        self.defects.push((place, defect));
    }

    /// Adds a warning about what stands in a cell.
    pub(super) fn add_warning(&mut self, place: Place, warning: Error) {
        let warning = self.located(warning, place);
        self.warnings.push((place, warning));
    }

    pub(super) fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    /// Errors, defects and warnings, each in the order of their cells.
    pub(super) fn sorted(self) -> [Vec<Error>; 3] {
        [self.errors, self.defects, self.warnings].map(|mut all| {
            all.sort_by_key(|(place, _)| *place);
            all.into_iter().map(|(_, error)| error).collect()
        })
    }

    fn located(&self, error: Error, place: Place) -> Error {
        let error = error.with("cell", place.to_string());
        match &self.sheet {
            Some(sheet) => error.with("sheet", sheet.as_str()),
            None => error,
        }
    }
}

fn of_fault(found: &str, fault: Fault) -> Error {
    let mut error = Error::new(Code::ProgrammeTable)
        .because(fault.problem)
        .at(Stage::Programme);
    let details = [
        ("found", (!found.is_empty()).then(|| found.to_owned())),
        ("expected", fault.expected),
        ("suggestion", fault.suggestion),
    ];
    for (name, text) in details {
        if let Some(text) = text {
            error = error.with(name, Value::from(text));
        }
    }
    error
}
