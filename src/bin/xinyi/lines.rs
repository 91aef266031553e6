//! Lines of JSON (NDJSON), as they come, in memory that does not grow with them. A file that is one object over several
//! lines counts as one.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use xinyi::{Code, Error, Value};

use crate::failure::Failure;
use crate::files::{self, failed};
use crate::json::object;

/// The longest line that is read: room for all presentations of one call at their largest, and for what goes with them.
const LINE_BYTES: usize = xinyi::limits::BUNDLES_BYTES + 64 * 1024;

/// What is read at a time.
const BUFFER: usize = 256 * 1024;

/// A line that is not blank.
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u64,
    /// None if it is too long.
    bytes: Option<Vec<u8>>,
}

impl Line {
    /// What stands in it.
    ///
    /// # Errors
    /// `limit.bytes`; `format.*` for what is no JSON.
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

/// The lines of a file.
pub(crate) struct Lines {
    path: PathBuf,
    input: BufReader<Box<dyn io::Read + Send>>,
    /// The whole file, where it is one document over several lines.
    whole: Option<Vec<u8>>,
    number: u64,
    /// How many bytes there are, and how many were read.
    bytes: Option<u64>,
    read: u64,
    digest: Option<Digests>,
}

/// Of all bytes that were read, and of those up to the line that was returned last.
#[derive(Default)]
struct Digests {
    read: Sha256,
    returned: Sha256,
}

impl Lines {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let problem = |e: io::Error| failed(path, &e.to_string());
        let mut bytes = None;
        let mut whole = None;
        let input: Box<dyn io::Read + Send> = match path == Path::new("-") {
            true => Box::new(io::stdin()),
            false => {
                let file = File::open(path).map_err(problem)?;
                let metadata = file.metadata().map_err(problem)?;
                bytes = metadata.is_file().then_some(metadata.len());
                if bytes.is_some_and(|bytes| bytes <= LINE_BYTES as u64) {
                    whole = one_document(path)?;
                }
                Box::new(file)
            }
        };
        Ok(Self {
            path: path.to_owned(),
            input: BufReader::with_capacity(BUFFER, input),
            whole,
            number: 0,
            bytes,
            read: 0,
            digest: None,
        })
    }

    /// The same with a digest of what is read.
    pub(crate) fn digested(self) -> Self {
        Self {
            digest: Some(Digests::default()),
            ..self
        }
    }

    /// How many bytes the file has, if it is one.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// How many bytes were read.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// The digest of the bytes up to the end of the last line that was returned; nothing where none was asked for.
    pub(crate) fn digest(&self) -> Vec<u8> {
        let digest = self.digest.as_ref();
        digest.map_or_else(Vec::new, |digest| {
            digest.returned.clone().finalize().to_vec()
        })
    }

    /// Whether the next line has come already, so that nobody waits for it.
    pub(crate) fn has_next(&self) -> bool {
        let buffer = self.input.buffer();
        let end = buffer.iter().rposition(|byte| *byte == b'\n');
        let mut lines = buffer
            .get(..end.unwrap_or_default())
            .unwrap_or_default()
            .split(|b| *b == b'\n');
        lines.any(|line| !line.trim_ascii().is_empty())
    }

    /// The next line that is not blank, if there is one.
    pub(crate) fn next(&mut self) -> Result<Option<Line>, Failure> {
        if let Some(bytes) = self.whole.take() {
            self.note(&bytes);
            self.input = BufReader::new(Box::new(io::empty()));
            self.number = 1;
            return Ok(Some(self.returned(Some(bytes))));
        }
        loop {
            let mut bytes = Vec::new();
            let most = LINE_BYTES as u64 + 1;
            let read = (&mut self.input).take(most).read_until(b'\n', &mut bytes);
            if read.map_err(|e| self.failed(&e))? == 0 {
                return Ok(None);
            }
            self.note(&bytes);
            self.number += 1;
            // Programs on Windows begin a text with it.
            if self.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            if !bytes.ends_with(b"\n") && bytes.len() > LINE_BYTES {
                self.skip()?;
                return Ok(Some(self.returned(None)));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(self.returned(Some(bytes))));
            }
        }
    }

    fn returned(&mut self, bytes: Option<Vec<u8>>) -> Line {
        if let Some(digest) = &mut self.digest {
            digest.returned = digest.read.clone();
        }
        Line {
            number: self.number,
            bytes,
        }
    }

    /// Passes over the rest of a line, however long.
    fn skip(&mut self) -> Result<(), Failure> {
        loop {
            let mut bytes = Vec::new();
            let piece = (&mut self.input)
                .take(BUFFER as u64)
                .read_until(b'\n', &mut bytes);
            piece.map_err(|e| self.failed(&e))?;
            self.note(&bytes);
            if bytes.is_empty() || bytes.ends_with(b"\n") {
                return Ok(());
            }
        }
    }

    fn note(&mut self, bytes: &[u8]) {
        self.read += bytes.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.read.update(bytes);
        }
    }

    fn failed(&self, error: &io::Error) -> Failure {
        failed(&self.path, &error.to_string())
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
