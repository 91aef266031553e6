//! The bytes of a file or of standard input, read through a window that moves on, so that memory does not grow
//! with the file. A stream cannot be read twice. If a second pass will be needed, it is copied to a temporary
//! file as it is read.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::time::SystemTime;

use encoding_rs::{Decoder, Encoding};
use indicatif::ProgressBar;

use crate::failure::Failure;
use crate::files::failed;
use crate::progress;

/// How much is read at a time, in bytes.
const CHUNK: u64 = 256 * 1024;

pub(crate) struct Source {
    origin: Origin,
    window: Vec<u8>,
    /// What turns the bytes into UTF-8 before they come into the window.
    decoder: Option<Decoder>,
    /// Bytes that are to be decoded.
    raw: Vec<u8>,
    /// Where in the window the bytes begin that are not consumed yet.
    start: usize,
    ended: bool,
    /// How many bytes were consumed.
    offset: u64,
    /// The physical line on which `start` lies, from 1.
    line: u64,
    after_cr: bool,
    bar: ProgressBar,
    name: String,
}

/// How often a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passes {
    One,
    Two,
}

/// Where the bytes come from.
enum Origin {
    /// What it was like when it was opened, to notice that somebody wrote to it meanwhile.
    File(File, Stamp),
    /// Standard input, a named pipe.
    Stream(Box<dyn Read + Send>, Option<File>),
    /// The copy of a stream.
    TempCopy(File),
}

impl Origin {
    /// How many bytes there are, if that is known.
    fn bytes(&self) -> Option<u64> {
        match self {
            Self::File(_, stamp) => Some(stamp.bytes),
            Self::Stream(..) | Self::TempCopy(_) => None,
        }
    }
}

#[derive(PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Source {
    /// Opens a file; `-` is standard input. With two passes, [`Source::rewind`] works.
    pub(crate) fn open(path: &Path, passes: Passes) -> Result<Self, Failure> {
        let problem = |e: io::Error| failed(path, &e.to_string());
        let stream = |reader: Box<dyn Read + Send>| -> Result<Origin, Failure> {
            let copy = (passes == Passes::Two).then(tempfile::tempfile).transpose();
            Ok(Origin::Stream(reader, copy.map_err(problem)?))
        };
        let origin = if path == Path::new("-") {
            stream(Box::new(io::stdin()))?
        } else {
            let file = File::open(path).map_err(problem)?;
            let metadata = file.metadata().map_err(problem)?;
            if metadata.is_dir() {
                return Err(failed(path, "a folder"));
            }
            match metadata.is_file() {
                true => Origin::File(file, Stamp::of(&metadata)),
                false => stream(Box::new(file))?,
            }
        };
        Ok(Self {
            bar: progress::of_bytes(origin.bytes()),
            origin,
            window: Vec::new(),
            decoder: None,
            raw: Vec::new(),
            start: 0,
            ended: false,
            offset: 0,
            line: 1,
            after_cr: false,
            name: path.display().to_string(),
        })
    }

    /// The same where somebody else shows how far it is.
    pub(crate) fn without_progress(self) -> Self {
        self.bar.finish_and_clear();
        Self {
            bar: ProgressBar::hidden(),
            ..self
        }
    }

    /// How many bytes there are, if that is known.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.origin.bytes()
    }

    /// Goes back to the beginning.
    pub(crate) fn rewind(&mut self) -> Result<(), Failure> {
        if let Origin::Stream(_, copy) = &mut self.origin
            && let Some(copy) = copy.take()
        {
            self.origin = Origin::TempCopy(copy);
        }
        let begun = match &mut self.origin {
            Origin::File(file, _) | Origin::TempCopy(file) => file.rewind(),
            Origin::Stream(..) => Err(ErrorKind::NotSeekable.into()),
        };
        begun.map_err(|e| self.failed(&e.to_string()))?;
        if let Some(decoder) = &mut self.decoder {
            *decoder = decoder.encoding().new_decoder_without_bom_handling();
        }
        self.window.clear();
        self.start = 0;
        self.ended = false;
        self.offset = 0;
        self.line = 1;
        self.after_cr = false;
        self.bar = progress::of_bytes(self.origin.bytes());
        Ok(())
    }

    /// The file as a whole, from its beginning, for those who have to go back and forth in it. A stream is copied to a
    /// temporary file for that, after the first piece has been read.
    pub(crate) fn whole(&mut self) -> Result<File, Failure> {
        if let Origin::Stream(reader, copy) = &mut self.origin {
            let mut file = match copy.take() {
                Some(copy) => Ok(copy),
                None => {
                    let read = match self.decoder {
                        Some(_) => &self.raw,
                        None => &self.window,
                    };
                    tempfile::tempfile().and_then(|mut file| file.write_all(read).map(|()| file))
                }
            };
            if let Ok(file) = &mut file
                && let Err(e) = io::copy(reader, file)
            {
                return Err(self.failed(&e.to_string()));
            }
            self.origin = Origin::TempCopy(file.map_err(|e| self.failed(&e.to_string()))?);
        }
        self.bar.finish_and_clear();
        let whole = match &mut self.origin {
            Origin::File(file, _) | Origin::TempCopy(file) => {
                file.rewind().and_then(|()| file.try_clone())
            }
            Origin::Stream(..) => Err(ErrorKind::NotSeekable.into()),
        };
        whole.map_err(|e| self.failed(&e.to_string()))
    }

    /// Checks that nobody has written to the file since it was opened, by its length and its time.
    pub(crate) fn check_unchanged(&self) -> Result<(), Failure> {
        let Origin::File(file, stamp) = &self.origin else {
            return Ok(());
        };
        match file.metadata() {
            Ok(metadata) if Stamp::of(&metadata) == *stamp => Ok(()),
            Ok(_) => Err(self.failed("changed while it was read")),
            Err(e) => Err(self.failed(&e.to_string())),
        }
    }

    /// What is in the window and not consumed.
    pub(crate) fn rest(&self) -> &[u8] {
        self.window.get(self.start..).unwrap_or_default()
    }

    /// Whether nothing comes after what is in the window.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// The physical line of what comes next, from 1. A line ends with LF, CR LF or CR.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Moves the window on.
    pub(crate) fn fill(&mut self) -> Result<(), Failure> {
        if self.ended {
            return Ok(());
        }
        self.window.drain(..self.start);
        self.start = 0;
        self.raw.clear();
        let into = match self.decoder {
            Some(_) => &mut self.raw,
            None => &mut self.window,
        };
        let old = into.len();
        let read = match &mut self.origin {
            Origin::File(file, _) | Origin::TempCopy(file) => file.take(CHUNK).read_to_end(into),
            Origin::Stream(reader, copy) => {
                let read = reader.take(CHUNK).read_to_end(into);
                let new = into.get(old..).unwrap_or_default();
                let copied = copy.as_mut().map_or(Ok(()), |copy| copy.write_all(new));
                read.and_then(|n| copied.map(|()| n))
            }
        };
        let read = read.map_err(|e| self.failed(&e.to_string()))? as u64;
        self.ended = read < CHUNK;
        self.decode();
        self.bar.inc(read);
        if self.ended {
            self.bar.finish_and_clear();
        }
        Ok(())
    }

    /// Takes what was read, of which nothing may be consumed, and what comes to be in this encoding; from now on there is
    /// UTF-8 in the window.
    pub(crate) fn decode_from(&mut self, encoding: &'static Encoding) {
        self.decoder = Some(encoding.new_decoder_without_bom_handling());
        core::mem::swap(&mut self.raw, &mut self.window);
        self.window.clear();
        self.decode();
    }

    /// Adds what is in `raw` to the window.
    fn decode(&mut self) {
        let Some(decoder) = &mut self.decoder else {
            return;
        };
        let old = self.window.len();
        // Three bytes for two, and what is left of a pair.
        let most = decoder.max_utf8_buffer_length(self.raw.len());
        self.window.resize(old + most.unwrap_or(0), 0);
        let into = self.window.get_mut(old..).unwrap_or_default();
        let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, into, self.ended);
        self.window.truncate(old + written);
    }

    /// Goes on by so many bytes.
    pub(crate) fn consume(&mut self, bytes: usize) {
        let end = self.start.saturating_add(bytes).min(self.window.len());
        let gone = self.window.get(self.start..end).unwrap_or_default();
        for at in memchr::memchr2_iter(b'\r', b'\n', gone) {
            let before = match at.checked_sub(1) {
                Some(before) => gone.get(before) == Some(&b'\r'),
                None => self.after_cr,
            };
            // The second half of CR LF ends no further line.
            if !(before && gone.get(at) == Some(&b'\n')) {
                self.line += 1;
            }
        }
        if let Some(last) = gone.last() {
            self.after_cr = *last == b'\r';
        }
        self.offset += gone.len() as u64;
        self.start = end;
    }

    /// How many bytes were consumed.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// What went wrong with these bytes.
    pub(crate) fn failed(&self, problem: &str) -> Failure {
        Failure::Other(format!("{}: {problem}", self.name))
    }
}

impl Stamp {
    fn of(metadata: &std::fs::Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}
