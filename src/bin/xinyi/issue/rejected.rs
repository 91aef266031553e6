//! Rows of tables that were not used: told in a file, or on standard error.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use xinyi::Value;

use crate::audit::Problem;
use crate::failure::Failure;
use crate::files::{self, Access, failed};
use crate::json::object;
use crate::terminal::aside;

/// What is wrong with a row, and in which column.
pub(super) type Fault = (String, Problem);

/// Where rows that were not used are told.
pub(super) struct Rejected {
    path: Option<PathBuf>,
    /// Those of tables with records, of which there are few.
    lines: Vec<u8>,
    /// The file of all, while rows are still to come.
    growing: Option<BufWriter<File>>,
    pub(super) count: u64,
    /// Those of which it is not known whom they are about.
    pub(super) of_nobody: u64,
}

impl Rejected {
    pub(super) fn told_in(path: Option<&Path>) -> Self {
        Self {
            path: path.map(Path::to_owned),
            lines: Vec::new(),
            growing: None,
            count: 0,
            of_nobody: 0,
        }
    }

    /// Tells a row that was not used: a line of JSON, with all that is wrong with it.
    pub(super) fn tell(
        &mut self,
        file: &str,
        line: u64,
        subject: Option<&str>,
        faults: &[Fault],
    ) -> Result<(), Failure> {
        self.count += 1;
        let Some(path) = &self.path else {
            let text = faults.iter().map(|(column, problem)| {
                let (chinese, english) = problem.text();
                format!("{column} {chinese} {english}")
            });
            let text: Vec<String> = text.collect();
            aside!("{}: line {}: {}", file, line, text.join("; "));
            return Ok(());
        };
        let each = faults.iter().map(|fault| {
            let (chinese, english) = fault.1.text();
            let mut told = in_short(fault);
            told.set("messages", object! { "zh-CN": chinese, "en": english });
            Value::from(told)
        });
        let each: Vec<Value> = each.collect();
        let mut told = object! { "file": file, "line": i64::try_from(line).unwrap_or(i64::MAX) };
        if let Some(subject) = subject {
            told.set("subject", subject);
        }
        told.set("problems", each);
        let told = Value::from(told).to_string();
        match &mut self.growing {
            Some(growing) => writeln!(growing, "{told}"),
            None => writeln!(self.lines, "{told}"),
        }
        .map_err(|e| failed(path, &e.to_string()))
    }

    /// Writes what was told so far.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let written = files::replace(path, &self.lines, Access::Owner);
        written.map_err(|e| failed(path, &e.to_string()))?;
        self.say(path);
        Ok(())
    }

    /// From now on rows come one by one, and any number of them. Until the last has come, the file has a name of its
    /// own; a run that was killed begins it anew.
    pub(super) fn grow(&mut self) -> Result<(), Failure> {
        if let Some(path) = &self.path {
            let partial = partial(path);
            let begun = files::create_for(&partial, Access::Owner).and_then(|file| {
                let mut file = BufWriter::new(file);
                file.write_all(&self.lines)?;
                Ok(file)
            });
            self.growing = Some(begun.map_err(|e| failed(&partial, &e.to_string()))?);
        }
        Ok(())
    }

    /// Gives the file its name: there are no more.
    pub(super) fn complete(&mut self) -> Result<(), Failure> {
        let (Some(path), Some(growing)) = (&self.path, self.growing.take()) else {
            return Ok(());
        };
        let complete = || -> io::Result<()> {
            let file = growing.into_inner().map_err(|e| e.into_error())?;
            file.sync_all()?;
            fs::rename(partial(path), path)
        };
        complete().map_err(|e| failed(path, &e.to_string()))?;
        self.say(path);
        Ok(())
    }

    fn say(&self, path: &Path) {
        if self.count > 0 {
            aside!("{}: {} rows that were not used", path.display(), self.count);
        }
    }
}

/// The code of what is wrong, and the column.
pub(super) fn in_short((column, problem): &Fault) -> xinyi::Object {
    let mut told = object! { "code": problem.code() };
    if !column.is_empty() {
        told.set("column", column.as_str());
    }
    told
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}
