//! `make-rows ROWS [csv|gb18030|ndjson]`: made-up rows of penalties on standard output, for measuring
//! `xinyi audit`. One row in 10,000 has a wrong or duplicate code, and one in 20,000 a malformed cell.

use std::io::{self, BufWriter};

use testkit::rows::{Defect, Form, Plan, write};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments
        .next()
        .and_then(|number| number.parse().ok())
        .expect("usage: make-rows ROWS [csv|gb18030|ndjson]");
    let form = match arguments.next().as_deref() {
        None | Some("csv") => Form::CsvUtf8,
        Some("gb18030") => Form::CsvGb18030,
        Some("ndjson") => Form::Ndjson,
        Some(other) => panic!("no such form: {other}"),
    };
    let each = rows / 100_000;
    let defects = [
        (Defect::CodeMissing, each),
        (Defect::Check, 3 * each),
        (Defect::OrganisationCheck, each),
        (Defect::PersonsNumber, each),
        (Defect::Short, each),
        (Defect::RowAgain, 2 * each),
        (Defect::KeyAgain, each),
        (Defect::UnknownPair, each),
        (Defect::Legacy, each),
        (Defect::Date, 2 * each),
        (Defect::Amount, 2 * each),
        (Defect::Order, each),
    ];
    let plan = Plan {
        rows,
        seed: 20_261_125,
        defects: &defects,
        form,
    };
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    write(&plan, &mut out, |_, _| {})
}
