//! The bad rows as a CSV file, for the people who have to correct them.
//!
//! It has the rows as they stand, persons' numbers too: the people who delivered the rows need them to find
//! their own. So only its owner can read it (mode 0600), and it does not appear before it is complete. What a
//! spreadsheet would run as a formula is written as text.

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::duplicates::Marks;
use super::examine::Examiner;
use super::problem::Problem;
use super::row::{Next, Row};
use super::rows::Rows;
use super::schema::Schema;
use super::spelling::inert;
use super::tally::duplicate_problem;
use crate::failure::Failure;
use crate::files::{self, Access, failed};

/// What stands before the columns of the file.
const OWN_COLUMNS: [&str; 3] = ["line", "problems", "first_line"];

/// What a second look at the rows takes.
pub(super) struct Again<'a> {
    pub(super) rows: &'a mut Rows,
    pub(super) schema: &'a Schema,
    pub(super) examiner: &'a mut Examiner,
    pub(super) marks: &'a mut Marks,
}

/// Goes through the rows again and writes those with a problem, of which there have to be `expected`.
pub(super) fn write(path: &Path, again: Again<'_>, expected: u64) -> Result<(), Failure> {
    let problem = |e: io::Error| failed(path, &e.to_string());
    let file = files::beside(path, Access::Owner).map_err(problem)?;
    let mut out = BufWriter::new(file);
    // Without a byte order mark, spreadsheets take UTF-8 for another encoding.
    out.write_all("\u{FEFF}".as_bytes()).map_err(problem)?;
    let mut writer = csv::Writer::from_writer(out);
    let written = write_rows(&mut writer, again, |e| failed(path, &e.to_string()))?;
    if written != expected {
        return Err(failed(path, "the rows changed while they were read"));
    }
    let out = writer.into_inner().map_err(|e| problem(e.into_error()))?;
    let file = out.into_inner().map_err(|e| problem(e.into_error()))?;
    file.as_file().sync_all().map_err(problem)?;
    file.persist(path).map_err(|e| problem(e.error))?;
    Ok(())
}

fn write_rows<W: Write>(
    writer: &mut csv::Writer<W>,
    again: Again<'_>,
    failed: impl Fn(csv::Error) -> Failure,
) -> Result<u64, Failure> {
    let Again {
        rows,
        schema,
        examiner,
        marks,
    } = again;
    let width = rows.columns().len();
    let names = rows.columns().iter().map(|name| inert(name));
    write_record(writer, OWN_COLUMNS, names).map_err(&failed)?;
    let mut row = Row::default();
    let mut written = 0;
    loop {
        let (problems, mark) = match rows.next(&mut row)? {
            Next::End => {
                rows.source().check_unchanged()?;
                return Ok(written);
            }
            Next::Unreadable(problem) => {
                // Of what cannot be read there are no cells.
                row.clear();
                (vec![problem.code()], None)
            }
            Next::Row => {
                examiner.examine(&row, schema);
                if !examiner.finding.is_data {
                    continue;
                }
                let mark = marks.get(row.line).map_err(|e| failed(e.into()))?;
                if !examiner.finding.is_bad() && mark.is_none() {
                    continue;
                }
                (problems(examiner, schema, mark), mark)
            }
        };
        let first_line = mark.map(|(first, _)| first.to_string());
        let own = [
            row.line.to_string(),
            problems.join("; "),
            first_line.unwrap_or_default(),
        ];
        let cells = (0..width).map(|index| inert(row.cell(index)));
        write_record(writer, own, cells).map_err(&failed)?;
        written += 1;
    }
}

fn write_record<'a, W: Write>(
    writer: &mut csv::Writer<W>,
    own: [impl AsRef<[u8]>; 3],
    cells: impl Iterator<Item = Cow<'a, str>>,
) -> csv::Result<()> {
    for cell in own {
        writer.write_field(cell)?;
    }
    for cell in cells {
        writer.write_field(cell.as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)
}

/// Each by its code, with the column where it is one column's.
fn problems(examiner: &Examiner, schema: &Schema, mark: Option<(u64, bool)>) -> Vec<String> {
    let describe = |(problem, column): &(Problem, Option<usize>)| {
        let column = column.and_then(|index| schema.form.columns.get(index));
        match column {
            Some(column) => format!("{} {}", problem.code(), column.name),
            None => problem.code(),
        }
    };
    let found = examiner.finding.problems.iter().map(describe);
    found
        .chain(mark.map(|(_, is_whole)| duplicate_problem(is_whole).code()))
        .collect()
}

/// Checks that the file of bad rows would not replace the file of rows.
pub(super) fn check_place(path: &Path, input: &Path) -> Result<(), Failure> {
    let place = fs::canonicalize(path);
    if place.is_ok_and(|place| fs::canonicalize(input).is_ok_and(|input| input == place)) {
        return Err(failed(
            path,
            "the bad rows cannot take the place of the file itself",
        ));
    }
    Ok(())
}
