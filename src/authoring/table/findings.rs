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
    pub(super) errors: Vec<Error>,
    pub(super) warnings: Vec<Error>,
}

impl Findings {
    pub(super) fn of(sheet: Option<&str>) -> Self {
        Self {
            sheet: sheet.map(str::to_owned),
            ..Self::default()
        }
    }

    pub(super) fn error(&mut self, place: Place, found: &str, fault: Fault) {
        let error = self.located(of_fault(found, fault), place);
        self.errors.push(error);
    }

    pub(super) fn warning(&mut self, place: Place, found: &str, fault: Fault) {
        let warning = self.located(of_fault(found, fault), place);
        self.warnings.push(warning);
    }

    /// Says in which cell the part of the programme stands that a finding is about.
    pub(super) fn located(&self, error: Error, place: Place) -> Error {
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
