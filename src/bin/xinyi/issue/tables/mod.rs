//! Records that come as tables, such as exports of 双公示: read once, and looked up for each subject.
//!
//! A row that cannot be used is told with its line, and its subject gets no bundle: one without the record would say
//! that there is none.

mod mapping;
mod record;
mod subjects;

use std::path::Path;
use std::sync::Mutex;

use data_encoding::HEXLOWER;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use xinyi::{Code, Day, Error, Object, Problem, Value};

pub(super) use self::mapping::LineMapping;
use self::mapping::Mapping;
use self::record::{Placed, Reading};
pub(super) use self::subjects::{SubjectRow, SubjectRows};
use super::rejected::{Fault, Rejected};
use crate::audit::{Asked, Format, Next, Problem as RowProblem, Row, Rows, begins_no_data};
use crate::failure::Failure;
use crate::files::{failed, folder_of};
use crate::json::object;
use crate::tabular::source::{Passes, Source};
use crate::terminal::aside;

/// The records of tables, by the code of their subject.
pub(super) struct Tables {
    db: Mutex<Connection>,
    /// The lists that the tables are of.
    lists: Vec<String>,
    /// Of all that they say.
    digest: String,
    today: Day,
}

/// Records, each with its list.
type Found = Vec<(String, Value)>;

impl Tables {
    /// Reads tables, each given as `MAPPING=FILE`, and writes the rows that were not used to `rejected`.
    pub(super) fn read(
        tables: &[String],
        rejected: &mut Rejected,
        (despite_nobody, despite_empty): (bool, bool),
        today: Day,
    ) -> Result<Self, Failure> {
        // In a file that is deleted with the connection; in memory while it is small.
        let db = Connection::open("").map_err(database)?;
        db.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536; BEGIN;
             CREATE TABLE records (subject TEXT, list TEXT, document TEXT, record TEXT, file INTEGER, line INTEGER) STRICT;
             CREATE TABLE unusable (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",
        )
        .map_err(database)?;
        let mut lists = Vec::new();
        let mut files = Vec::new();
        for table in tables {
            let (mapping, file) = table.split_once('=').ok_or_else(|| {
                Failure::Other(format!("--table: MAPPING=FILE expected, not {table}"))
            })?;
            let mapping = Mapping::read(mapping)?;
            let used = load(&db, &mapping, files.len(), file, today, rejected)?;
            if used == 0 && !despite_empty {
                let problem = "no row can be used, and so nobody would have such a record; if that is so, add --despite-empty-table";
                rejected.write()?;
                return Err(failed(Path::new(file), problem));
            }
            if !lists.contains(&mapping.list) {
                lists.push(mapping.list);
            }
            files.push(file.to_owned());
        }
        db.execute_batch("CREATE INDEX by_subject ON records (subject, list, document);")
            .map_err(database)?;
        contradictions(&db, &files, rejected)?;
        db.execute_batch("COMMIT").map_err(database)?;
        rejected.write()?;
        if rejected.of_nobody > 0 && !despite_nobody {
            let problem = format!(
                "{} rows are about nobody who can be told, and whoever they are about would get a bundle without them; mend them, or add --despite-rows-of-nobody",
                rejected.of_nobody
            );
            return Err(Failure::Other(problem));
        }
        let digest = digest(&db, &lists).map_err(database)?;
        Ok(Self {
            db: Mutex::new(db),
            lists,
            digest,
            today,
        })
    }

    /// The lists that they are of.
    pub(super) fn lists(&self) -> &[String] {
        &self.lists
    }

    /// The digest of all that the tables say.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Adds the records of a subject to its claims.
    ///
    /// # Errors
    /// `input.options` for claims that have such a list already, or no code; and where a row of the subject could not
    /// be used.
    pub(super) fn add(&self, claims: &mut Object) -> Result<(), Error> {
        let wrong = |pointer: &str, problem| {
            Error::of_input(Code::InputOptions, object! { "pointer": pointer }).because(problem)
        };
        for list in &self.lists {
            if claims.contains(list) {
                return Err(wrong(&format!("/claims/{list}"), Problem::GivenTwice));
            }
        }
        let code = claims
            .get("subject")
            .and_then(|subject| subject.member("id")?.as_str());
        let code = code.ok_or_else(|| wrong("/claims/subject/id", Problem::Missing))?;
        // Rows are found by the one spelling of a code.
        if !record::is_code(code, self.today) {
            return Err(wrong("/claims/subject/id", Problem::IdentityCode));
        }
        let lost = |_| Error::of_input(Code::HostStorage, Object::new());
        let found = self.of(code).map_err(lost)?;
        let Some(records) = found else {
            return Err(wrong("/claims/subject/id", Problem::RowsRejected));
        };
        for list in &self.lists {
            let of_list = records.iter().filter(|(of, _)| of == list);
            let of_list: Vec<Value> = of_list.map(|(_, record)| record.clone()).collect();
            claims.set(list, of_list);
        }
        Ok(())
    }

    /// The records of a subject with their lists; none, if a row of it could not be used.
    fn of(&self, subject: &str) -> Result<Option<Found>, Box<dyn core::error::Error>> {
        let db = self.db.lock().map_err(|e| e.to_string())?;
        let unusable: i64 = db
            .prepare_cached("SELECT count(*) FROM unusable WHERE subject = ?")?
            .query_row([subject], |row| row.get(0))?;
        if unusable > 0 {
            return Ok(None);
        }
        let mut rows = db.prepare_cached(
            "SELECT DISTINCT list, record FROM records WHERE subject = ? ORDER BY list, document",
        )?;
        let mut rows = rows.query([subject])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            records.push((row.get(0)?, Value::parse(text.as_bytes(), text.len())?));
        }
        Ok(Some(records))
    }
}

/// Opens a table whose header has some of these columns.
///
/// # Errors
/// For JSON, which has no columns until it was read to its end; and where there is anything on further sheets.
fn open(path: &Path, columns: &[&str], source: impl Fn(Source) -> Source) -> Result<Rows, Failure> {
    let asked = Asked {
        format: None,
        encoding: None,
        header_row: None,
        sheet: None,
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
    };
    let rows = Rows::open(source(Source::open(path, Passes::One)?), &asked)?;
    if matches!(rows.format(), Format::Json | Format::Ndjson) {
        let problem = "a table expected, and this is JSON: CSV, xlsx, xls or a page";
        return Err(failed(path, problem));
    }
    if rows.other_sheets().is_empty() {
        return Ok(rows);
    }
    let problem = format!(
        "there is something on further sheets too, which would not be read: {}; put rows into files of their own, and delete what is none",
        rows.other_sheets().join(", ")
    );
    Err(failed(path, &problem))
}

fn load(
    db: &Connection,
    mapping: &Mapping,
    number: usize,
    file: &str,
    today: Day,
    rejected: &mut Rejected,
) -> Result<u64, Failure> {
    let path = Path::new(file);
    let mut rows = open(path, &mapping.columns(), |source| source)?;
    let folder = folder_of(path).to_owned();
    let placed = Placed::of(mapping, rows.columns(), Reading { today, folder })
        .map_err(|problem| failed(path, &problem))?;
    let mut insert = db
        .prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)")
        .map_err(database)?;
    let mut row = Row::default();
    let (mut used, before) = (0_u64, rejected.count);
    loop {
        match rows.next(&mut row)? {
            Next::End => break,
            Next::Unreadable(problem) => {
                rejected.of_nobody += 1;
                rejected.tell(file, row.line, None, &[(String::new(), problem)])?;
            }
            Next::Row => {
                let subject = placed.subject(&row);
                // A total, or a note under the table.
                if subject.is_none() && begins_no_data(row.cell(0)) {
                    continue;
                }
                let of_code = match &subject {
                    None => Some(RowProblem::CodeMissing),
                    Some(subject) => placed.problem_of(subject),
                };
                rejected.of_nobody += u64::from(of_code.is_some());
                let of_code = of_code.map(|problem| (placed.subject_columns(), problem));
                let bad_bytes = row.problems.iter().filter(|problem| !problem.is_note());
                let mut faults: Vec<Fault> = bad_bytes
                    .map(|problem| (String::new(), *problem))
                    .chain(of_code)
                    .collect();
                let record = placed.record(&row).map_err(|more| faults.extend(more));
                let line = i64::try_from(row.line).unwrap_or(i64::MAX);
                match (record, faults.is_empty(), &subject) {
                    (Ok(record), true, Some(subject)) => {
                        let document = record.get("document").and_then(Value::as_str);
                        let document = document.unwrap_or_default().to_owned();
                        let record = Value::from(record).to_string();
                        let number = u16::try_from(number).unwrap_or(u16::MAX);
                        insert
                            .execute(params![
                                subject,
                                mapping.list,
                                document,
                                record,
                                number,
                                line
                            ])
                            .map_err(database)?;
                        used += 1;
                    }
                    _ => {
                        if let Some(subject) = &subject {
                            unusable(db, subject)?;
                        }
                        rejected.tell(file, row.line, subject.as_deref(), &faults)?;
                    }
                }
            }
        }
    }
    rows.source().check_unchanged()?;
    let refused = rejected.count - before;
    aside!(
        "{}: {} rows used, {} refused",
        path.display(),
        used,
        refused
    );
    Ok(used)
}

/// Rows of one decision that say different things.
fn contradictions(
    db: &Connection,
    files: &[String],
    rejected: &mut Rejected,
) -> Result<(), Failure> {
    let found = || {
        let mut rows = db.prepare(
            "SELECT r.subject, r.file, r.line FROM records r JOIN (
               SELECT subject, list, document FROM records WHERE document <> ''
               GROUP BY subject, list, document HAVING count(DISTINCT record) > 1
             ) USING (subject, list, document) ORDER BY r.file, r.line",
        )?;
        let rows = rows.query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, u16>(1)?.into(),
                row.get::<_, i64>(2)?.unsigned_abs(),
            ))
        })?;
        rows.collect::<Result<Vec<(String, usize, u64)>, _>>()
    };
    for (subject, file, line) in found().map_err(database)? {
        unusable(db, &subject)?;
        let file = files.get(file).map_or("", |file| file);
        let fault = (String::new(), RowProblem::DuplicateKey);
        rejected.tell(file, line, Some(&subject), &[fault])?;
    }
    Ok(())
}

fn digest(db: &Connection, lists: &[String]) -> Result<String, rusqlite::Error> {
    let mut digest = Sha256::new();
    let mut add = |text: &str| digest.update(Sha256::digest(text.as_bytes()));
    lists.iter().for_each(|list| add(list));
    for sql in [
        "SELECT subject || ' ' || list || ' ' || record FROM records ORDER BY file, line",
        "SELECT subject FROM unusable ORDER BY subject",
    ] {
        let mut rows = db.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            add(&row.get::<_, String>(0)?);
        }
        add("");
    }
    Ok(HEXLOWER.encode(&digest.finalize()))
}

fn unusable(db: &Connection, subject: &str) -> Result<(), Failure> {
    db.prepare_cached("INSERT OR IGNORE INTO unusable VALUES (?)")
        .and_then(|mut insert| insert.execute([subject]))
        .map_err(database)?;
    Ok(())
}

fn database(error: rusqlite::Error) -> Failure {
    Failure::Other(format!("the temporary database: {error}"))
}
