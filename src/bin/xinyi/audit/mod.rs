//! `xinyi audit`: duplicate and wrong codes in rows of licences, penalties or a register.
//!
//! What a file is, its content says ([`kind`](crate::tabular::kind), [`rows`]). Rows are read one at a time, of a text
//! ([`source`](crate::tabular::source), [`text`]) or of a table ([`table`]), and each is examined by itself ([`examine`]). What has
//! to be kept of each to find duplicates goes to disk once there is much of it ([`duplicates`]). So memory does
//! not grow with the file, but for a 256th of the different keys. Only for `--bad-rows` is the file read a
//! second time; standard input is copied to a temporary file for that.

mod asked;
mod bad_rows;
mod cells;
mod columns;
mod duplicates;
mod examine;
mod format;
mod forms;
mod header;
mod problem;
mod report;
mod row;
mod rows;
mod schema;
mod spelling;
mod spill;
mod table;
mod tally;
mod text;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Day, Instant};

// `xinyi id` reads codes as cells, and says the same of them.
pub(crate) use self::cells::is_rounded;
pub(crate) use self::problem::Problem;
pub(crate) use self::spelling::{left_out, plain_code};
// `xinyi issue` takes records from rows.
pub(crate) use self::asked::Asked;
pub(crate) use self::cells::{begins_no_data, day, is_amount, is_empty};
pub(crate) use self::format::Format;
pub(crate) use self::forms::places_of;
pub(crate) use self::row::{Next, Row};
pub(crate) use self::rows::Rows;

use self::bad_rows::Again;
use self::columns::{Edition, RowKind};
use self::duplicates::{Duplicates, Marks, Trace};
use self::examine::Examiner;
use self::report::Report;
use self::schema::Schema;
use self::tally::{Tally, note_of};
use super::json::object;
use super::terminal::{self, say};
use super::token::refusal;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::tabular::encoding::Encoding;
use crate::tabular::source::{Passes, Source};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The rows; `-` is standard input
    file: PathBuf,
    /// The format of a text [default: by its first characters]; xlsx and xls are told by their content
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The encoding of a text [default: by its beginning]
    #[arg(long, value_enum)]
    encoding: Option<Encoding>,
    /// The line of the columns' names, in a workbook their row, from 1 [default: the first of twenty with such names]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    header_row: Option<u64>,
    /// The sheet of a workbook [default: the first that has such names]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What the rows are [default: by the columns]
    #[arg(long, value_enum)]
    rows: Option<RowKind>,
    /// Which form of licences and penalties [default: by the columns]
    #[arg(long, value_enum)]
    form: Option<Edition>,
    /// Write the bad rows with their problems, formulas as text, to a CSV file for its owner alone;
    /// one that is there is replaced
    #[arg(long, value_name = "FILE.csv")]
    bad_rows: Option<PathBuf>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match audit(args) {
        Err(Failure::Refused(error)) if args.json => {
            terminal::json(&refusal(&error));
            Ok(ExitCode::from(2))
        }
        result => result,
    }
}

fn audit(args: &Args) -> Result<ExitCode, Failure> {
    if let Some(path) = &args.bad_rows {
        bad_rows::check_place(path, &args.file)?;
    }
    let today = Day::of(now_or_clock(args.now)?);
    let passes = match args.bad_rows {
        Some(_) => Passes::Two,
        None => Passes::One,
    };
    let source = Source::open(&args.file, passes)?;
    let asked = Asked {
        format: args.format,
        encoding: args.encoding,
        header_row: args.header_row,
        sheet: args.sheet.as_deref(),
        columns: Vec::new(),
    };
    let mut rows = Rows::open(source, &asked)?;
    let mut schema = Schema::new(rows.columns(), args.rows, args.form)?;
    let mut examiner = Examiner::new(today);
    let mut tally = Tally::default();
    for line in rows.before_header() {
        tally.note_no_data(*line);
    }
    let mut duplicates = Duplicates::default();
    let spilled = |e: io::Error| Failure::Other(format!("the temporary file: {e}"));

    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Next::End => break,
            Next::Unreadable(problem) => tally.note_unreadable(problem, row.line),
            Next::Row => {
                schema.extend(rows.columns())?;
                examiner.examine(&row, &schema);
                let finding = &examiner.finding;
                if !finding.is_data {
                    tally.note_no_data(row.line);
                    continue;
                }
                tally.note(finding, row.line);
                let trace = Trace {
                    line: row.line,
                    note: note_of(finding),
                    digest: finding.digest,
                    key: &finding.key,
                };
                duplicates.push(&trace).map_err(spilled)?;
            }
        }
    }
    let needed = core::mem::take(&mut examiner.needed);
    let mut marks = Marks::default();
    let each = |duplicate| {
        tally.note_duplicate(&duplicate);
        match args.bad_rows {
            Some(_) => marks.push(&duplicate),
            None => Ok(()),
        }
    };
    duplicates.find(each).map_err(spilled)?;

    if let Some(path) = &args.bad_rows {
        rows.rewind()?;
        let again = Again {
            rows: &mut rows,
            schema: &schema,
            examiner: &mut examiner,
            marks: &mut marks,
        };
        bad_rows::write(path, again, tally.bad_rows)?;
    }
    rows.source().check_unchanged()?;
    let report = Report {
        rows: &rows,
        schema: &schema,
        tally: &tally,
        needed: &needed,
    };
    let status = match report.conforms() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    };
    match args.json {
        true => terminal::json(&object! { "ok": true, "audit": report.to_json() }.into()),
        false => report
            .for_people()
            .lines()
            .for_each(|line| say!("{}", line)),
    }
    Ok(status)
}
