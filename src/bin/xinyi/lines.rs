//! Lines of JSON (NDJSON), one by one, in memory that does not grow with them. A file that is one object over several
//! lines counts as one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use xinyi::{Code, Error, Value};

use crate::failure::Failure;
use crate::files::{self, failed};
use crate::json::object;

/// The longest line that is read.
const LINE_BYTES: usize = 4 << 20;

/// A line that is not blank.
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u64,
    /// None: it is too long.
    bytes: Option<Vec<u8>>,
}

impl Line {
    /// What is on it.
    ///
    /// # Errors
    /// `limit.bytes`, and what is wrong with the JSON.
    pub(crate) fn document(&self) -> Result<Value, Error> {
        match &self.bytes {
            Some(bytes) => Value::parse(bytes.trim_ascii(), LINE_BYTES),
            None => {
                let limit = object! { "limit": LINE_BYTES };
                Err(Error::of_input(Code::LimitBytes, limit))
            }
        }
    }
}

pub(crate) struct Lines {
    path: PathBuf,
    input: Box<dyn BufRead + Send>,
    number: u64,
    /// Whether the rest of a line that is too long is still to come.
    skips: bool,
    /// The whole file, where it is one document over several lines.
    whole: Option<Vec<u8>>,
    /// How many bytes there are, and how many were read.
    bytes: Option<u64>,
    read: u64,
    /// Of all bytes that were read, and of those up to the line that was returned last.
    digest: Sha256,
    returned: Sha256,
}

impl Lines {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let problem = |e: io::Error| failed(path, &e.to_string());
        let mut bytes = None;
        let mut whole = None;
        let input: Box<dyn BufRead + Send> = match path == Path::new("-") {
            true => Box::new(BufReader::new(io::stdin())),
            false => {
                let file = File::open(path).map_err(problem)?;
                let metadata = file.metadata().map_err(problem)?;
                bytes = metadata.is_file().then_some(metadata.len());
                if bytes.is_some_and(|bytes| bytes <= LINE_BYTES as u64) {
                    whole = one_document(path)?;
                }
                Box::new(BufReader::with_capacity(1 << 18, file))
            }
        };
        Ok(Self {
            path: path.to_owned(),
            input,
            number: 0,
            skips: false,
            whole,
            bytes,
            read: 0,
            digest: Sha256::new(),
            returned: Sha256::new(),
        })
    }

    /// How many bytes the file has, if it is one.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// How many bytes were read.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// The digest of the bytes up to the last line that was returned; of one that is too long, up to there.
    pub(crate) fn digest(&self) -> Vec<u8> {
        self.returned.clone().finalize().to_vec()
    }

    /// The next line, if there is one.
    pub(crate) fn next(&mut self) -> Result<Option<Line>, Failure> {
        if let Some(bytes) = self.whole.take() {
            self.read = bytes.len() as u64;
            self.digest.update(&bytes);
            self.input = Box::new(io::empty());
            self.number = 1;
            self.returned = self.digest.clone();
            let (number, bytes) = (1, Some(bytes));
            return Ok(Some(Line { number, bytes }));
        }
        let problem = |e: io::Error| failed(&self.path, &e.to_string());
        loop {
            let mut bytes = Vec::new();
            let most = LINE_BYTES as u64 + 1;
            let read = (&mut self.input).take(most).read_until(b'\n', &mut bytes);
            let read = read.map_err(problem)?;
            if read == 0 {
                return Ok(None);
            }
            self.read += read as u64;
            self.digest.update(&bytes);
            let is_whole = bytes.ends_with(b"\n") || bytes.len() <= LINE_BYTES;
            let skipped = self.skips;
            self.skips = !is_whole;
            if skipped {
                continue;
            }
            self.number += 1;
            // Programs on Windows begin a text with it.
            let text = match self.number {
                1 => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes),
                _ => &bytes,
            };
            if is_whole && text.trim_ascii().is_empty() {
                continue;
            }
            let bytes = text.to_vec();
            self.returned = self.digest.clone();
            return Ok(Some(Line {
                number: self.number,
                bytes: is_whole.then_some(bytes),
            }));
        }
    }
}

/// The bytes of a file that is one JSON object, laid out for reading.
fn one_document(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let bytes = files::read_bytes(path)?;
    let text = bytes.trim_ascii();
    let is_one =
        text.contains(&b'\n') && matches!(Value::parse(text, LINE_BYTES), Ok(Value::Object(_)));
    Ok(is_one.then_some(bytes))
}
