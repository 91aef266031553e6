//! Programmes as tables, for authors who work with spreadsheets.
//!
//! A sheet has sections, each begun by a row with its name alone. [`Table::read`] makes a programme of one, and knows
//! in which cell each part of it stands; [`to_rows`] makes the rows of a programme. What no column can say stands in
//! the column of rules, as JSON, so that every programme can be a table and becomes itself again. Nothing here reads
//! files: whoever does hands over a [`Sheet`].

mod cell;
mod condition;
mod facts;
mod findings;
mod grid;
mod operator;
mod read;
mod sheet;
mod words;
mod write;

use serde::Serialize;

use self::condition::Headers;
use self::findings::Findings;
use self::grid::Grid;
use super::Lint;
use crate::error::{Code, Error, Stage};
use crate::json::{ObjectReader, Value};
use crate::law::LawEdition;
use crate::programme::{Names, Programme};

pub use sheet::{Place, Sheet};

/// A sheet that was read, with the programme that it says and all findings about it.
///
/// It serialises as `{"programme": {…} or null, "errors": [error…], "defects": [error…], "warnings": [error…]}`, texts
/// left empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    programme: Option<Value>,
    errors: Vec<Error>,
    defects: Vec<Error>,
    warnings: Vec<Error>,
}

impl Table {
    /// Reads a sheet, and lints the programme that it says, by the codes of an edition of the law.
    pub fn read(sheet: &Sheet, law: &LawEdition) -> Self {
        let mut findings = Findings::of(sheet.name.as_deref());
        let grid = Grid::of(sheet, &mut findings);
        let (programme, places) = read::read(&grid, law.law(), &mut findings);
        // A cell that could not be read leaves a hole, of which the lint would only tell the same once more.
        if !findings.has_errors() {
            let cell_of = |error: &Error| {
                let pointer = error.details().get("pointer").and_then(Value::as_str);
                places.of(pointer.unwrap_or_default())
            };
            match Lint::by_law(law, &programme.to_string()) {
                Ok(lint) => {
                    for error in lint.errors() {
                        findings.add_error(cell_of(error), error.clone());
                    }
                    for defect in lint.defects() {
                        findings.add_defect(cell_of(defect), defect.clone());
                    }
                    // A text in one language the table has told of already, by the cell that is empty.
                    let is_new = |warning: &&Error| warning.code() != Code::ProgrammeLanguage;
                    for warning in lint.warnings().iter().filter(is_new) {
                        findings.add_warning(cell_of(warning), warning.clone());
                    }
                }
                Err(error) => findings.add_error(cell_of(&error), error),
            }
        }
        let [errors, defects, warnings] = findings.sorted();
        Self {
            programme: errors.is_empty().then_some(programme),
            errors,
            defects,
            warnings,
        }
    }

    /// The programme, if there are no errors.
    pub fn programme(&self) -> Option<&Value> {
        self.programme.as_ref()
    }

    /// Why the sheet is no programme: `programme.table` with the `problem` of a cell, or an error of the lint. Each has
    /// the `cell` among its [details](Error::details), such as `C7`, and the `sheet` where that has a name.
    pub fn errors(&self) -> &[Error] {
        &self.errors
    }

    /// What is not signed, in the same form, as [`Lint::defects`] has it.
    pub fn defects(&self) -> &[Error] {
        &self.defects
    }

    /// What is allowed but hardly meant, in the same form.
    pub fn warnings(&self) -> &[Error] {
        &self.warnings
    }
}

/// The Chinese words that tables are written with: the names of sections, members and columns, of codes, and of facts. For
/// editors, and for the guide, which has them all.
pub fn words() -> impl Iterator<Item = &'static str> {
    let facts = facts::NAMED.iter().map(|named| named.name);
    words::all().into_iter().chain(facts)
}

/// The rows of a programme, which [`Table::read`] makes the same programme of: the same JSON, with the members of objects
/// in the order of the documentation.
///
/// # Errors
/// Those for which the programme is refused everywhere, such as `programme.schema`.
pub fn to_rows(programme: &Value, law: &LawEdition) -> Result<Vec<Vec<String>>, Error> {
    let edition = &law.law().edition;
    Programme::read(programme, edition)?;
    let reader = ObjectReader::of(programme, Code::ProgrammeSchema);
    let names = reader.and_then(|reader| Names::read(&reader));
    let vocabulary = names
        .map_err(|e| e.at(Stage::Programme))?
        .vocabulary(edition);
    Ok(write::rows(programme, &Headers::new(&vocabulary, true)))
}
