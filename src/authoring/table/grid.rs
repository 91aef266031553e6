//! The cells of a sheet without the space around them, by section.

use super::findings::{Fault, Findings};
use super::sheet::{Place, Sheet};
use super::words::{PROGRAMME, SECTIONS, Section, meant, named};
use crate::error::{Error, Problem, Stage};

/// What spreadsheets show of a formula that came to nothing.
const FORMULA_ERRORS: [&str; 10] = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
];

pub(super) struct Grid {
    cells: Vec<Vec<String>>,
    pub(super) blocks: Vec<Block>,
}

/// The rows of a section.
pub(super) struct Block {
    pub(super) section: Section,
    /// The cell that names it.
    pub(super) place: Place,
    /// The rows below, but for empty ones.
    pub(super) rows: Vec<usize>,
}

impl Grid {
    /// Looks through the cells of a sheet, and finds its sections.
    pub(super) fn of(sheet: &Sheet, findings: &mut Findings) -> Self {
        let mut grid = Self {
            cells: Vec::new(),
            blocks: Vec::new(),
        };
        let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (limit, found) in [(Sheet::ROWS, sheet.rows.len()), (Sheet::COLUMNS, columns)] {
            if let Err(error) = Error::check_items(limit, found, String::new) {
                findings.add_error(Place { row: 0, column: 0 }, error.at(Stage::Programme));
                return grid;
            }
        }
        for (first, last) in &sheet.merged {
            let area = format!("{first}:{last}");
            findings.error(*first, &area, Fault::new(Problem::Merged));
        }
        for (row, cells) in sheet.rows.iter().enumerate() {
            let cells = cells.iter().enumerate();
            let cells = cells.map(|(column, text)| clean(text, Place { row, column }, findings));
            grid.cells.push(cells.collect());
        }
        grid.find_sections(findings);
        grid
    }

    fn find_sections(&mut self, findings: &mut Findings) {
        let mut blank = None;
        // Rows below what names no section are of none.
        let mut is_lost = false;
        for row in 0..self.cells.len() {
            let place = Place { row, column: 0 };
            let first = self.cell(row, 0);
            let leftmost: Vec<usize> = self.filled(row).take(2).collect();
            if leftmost.is_empty() {
                blank.get_or_insert(place);
                continue;
            }
            let is_alone = leftmost == [0];
            let section = named(&SECTIONS, first).filter(|_| is_alone);
            let is_member = PROGRAMME.iter().any(|member| member.word.is(first));
            match (section, self.blocks.last_mut()) {
                (Some(section), _) => {
                    is_lost = false;
                    if self.blocks.iter().any(|block| block.section == section) {
                        findings.error(place, self.cell(row, 0), Fault::new(Problem::Duplicate));
                    }
                    self.blocks.push(Block {
                        section,
                        place,
                        rows: Vec::new(),
                    });
                }
                _ if is_lost => {}
                // Alone in its row may stand the name of the only column, or of a member that is left empty.
                (None, Some(block))
                    if !is_alone
                        || block.rows.is_empty()
                        || is_member && block.section == Section::Programme =>
                {
                    if let Some(blank) = blank.filter(|_| !block.rows.is_empty()) {
                        findings.warning(blank, "", Fault::new(Problem::EmptyRow));
                    }
                    block.rows.push(row);
                }
                (None, _) => {
                    is_lost = true;
                    let first = self.cell(row, 0).to_owned();
                    findings.error(place, &first, unknown_section(&first));
                }
            }
            blank = None;
        }
    }

    /// The text of a cell; empty where the row has no such column.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let cell = self.cells.get(row).and_then(|row| row.get(column));
        cell.map_or("", String::as_str)
    }

    /// The columns of a row in which something stands.
    pub(super) fn filled(&self, row: usize) -> impl Iterator<Item = usize> {
        let cells = self.cells.get(row).map_or(&[][..], Vec::as_slice);
        let filled = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty());
        filled.map(|(column, _)| column)
    }
}

/// The error that no section is called so.
fn unknown_section(found: &str) -> Fault {
    let words = SECTIONS.map(|(_, word)| word);
    let fault = Fault::new(Problem::Section);
    match meant(words.into_iter(), found) {
        Some(near) => fault.suggesting(near),
        None => fault,
    }
}

/// The text of a cell without the space around it, which is told.
fn clean(text: &str, place: Place, findings: &mut Findings) -> String {
    let trimmed = text.trim();
    if FORMULA_ERRORS.contains(&trimmed) {
        findings.error(place, trimmed, Fault::new(Problem::Formula));
        return String::new();
    }
    if trimmed.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let one_line: Vec<&str> = trimmed.split_whitespace().collect();
        let fault = Fault::new(Problem::LineBreak).suggesting(one_line.join(" "));
        findings.error(place, trimmed, fault);
        return one_line.join(" ");
    }
    if trimmed.len() < text.len() && !trimmed.is_empty() {
        let fault = Fault::new(Problem::Spaces).suggesting(trimmed);
        findings.warning(place, text, fault);
    }
    trimmed.to_owned()
}
