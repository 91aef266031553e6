//! Texts for QR codes: a presentation from the holder's phone to whoever decides, without a network.
//!
//! | text | what it carries |
//! |---|---|
//! | `XY1:` *body* | a presentation, whole |
//! | `XY1/`*hash*`/`*i*`/`*n*`:` *body* | part *i* of *n* of one, counted from 1, at most [`QR_PARTS`](limits::QR_PARTS) |
//!
//! What is carried is one presentation as text, or several as a JSON object by alias. A body is base45 (RFC 9285) of
//! raw deflate (RFC 1951) of it, or of a part of these deflated bytes. The hash is the first 8 characters of the
//! base64url of the SHA-256 of all the deflated bytes. It tells parts of different presentations apart; what is
//! genuine is told by signatures.
//!
//! The text of a request, which is short, is `XYQ1:` and such a body: [`RequestText`](crate::RequestText).
//!
//! This module makes and reads texts. To draw and to photograph codes is the host's.

use super::base45;
use super::deflate::{deflate, inflate};
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{base64url, sha256};
use crate::json;
use crate::limits;
use crate::verifier::{Presentations, QrOptions};

const PRESENTATION: &str = "XY1";
/// What the text of a [request](super::RequestText) begins with.
const REQUEST: &str = "XYQ1:";
const HASH_CHARACTERS: usize = 8;

/// The texts of as many codes as it takes to carry what is presented: one, or several parts of about equal length.
///
/// # Errors
/// `input.options` for a length that no code has; `limit.bytes` for more than [`QR_INFLATED`](limits::QR_INFLATED) bytes;
/// `limit.items` for more than [`QR_PARTS`](limits::QR_PARTS) parts.
pub fn encode<'p>(
    presented: impl Into<Presentations<'p>>,
    options: &QrOptions,
) -> Result<Vec<String>, Error> {
    options.check()?;
    let payload = match &presented.into() {
        Presentations::One(text) => (*text).to_owned(),
        several => json::write(&several.into()),
    };
    encode_text(&payload, options.max_length).map_err(|error| error.at(Stage::Bundle))
}

fn encode_text(payload: &str, max_length: usize) -> Result<Vec<String>, Error> {
    check_bytes(payload, limits::QR_INFLATED)?;
    let deflated = deflate(payload);
    let body = base45::encode(&deflated);
    if PRESENTATION.len() + 1 + body.len() <= max_length {
        return Ok(vec![[PRESENTATION, ":", &body].concat()]);
    }
    // Numbers of two digits, and bodies of whole groups of three characters.
    let room = max_length - (PRESENTATION.len() + HASH_CHARACTERS + 8);
    let of = body.len().div_ceil(room / 3 * 3);
    check_parts(of)?;
    let each = body.len().div_ceil(3).div_ceil(of) * 3;
    let hash = hash_of(&deflated);
    let of = of.to_string();
    let mut texts = Vec::new();
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (part, after) = rest.split_at_checked(each).unwrap_or((rest, ""));
        let number = (texts.len() + 1).to_string();
        texts.push([PRESENTATION, "/", &hash, "/", &number, "/", &of, ":", part].concat());
        rest = after;
    }
    Ok(texts)
}

/// What the texts of codes carry, for [`Presentations::parse`]: one presentation, or several as JSON by alias.
///
/// Parts may come in any order and several times, with white space around each, as scanners add it.
///
/// # Errors
/// - `format.qr` with the `problem`: `qr_prefix` for another text; `checksum` for parts that were changed; `deflate` for
///   what is damaged.
/// - `format.qr_parts`: `missing`, with the numbers of the `missing` parts and how many there are `of`; `mixed` for
///   parts of several presentations.
/// - `format.base45` with the offset, and with `upper_case_expected` for a text in lower case.
/// - `limit.items` for a part of more than there may be; `limit.bytes` for a text that no code holds;
///   `limit.inflated`; `format.utf8`.
pub fn decode(texts: &[&str]) -> Result<String, Error> {
    decode_parts(texts).map_err(|error| error.at(Stage::Bundle))
}

fn decode_parts(texts: &[&str]) -> Result<String, Error> {
    // Scanners give some of them again and again; nobody has more than this to hold.
    Error::check_items(limits::QR_TEXTS, texts.len(), || "/texts".to_owned())?;
    let mut first: Option<Part<'_>> = None;
    let mut bodies: Vec<Option<Part<'_>>> = Vec::new();
    for text in texts {
        let part = Part::read(text)?;
        let first = *first.get_or_insert(part);
        bodies.resize(first.of, None);
        let place = bodies.get_mut(part.number - 1);
        match place.filter(|_| part.hash == first.hash && part.of == first.of) {
            Some(place) if place.is_none_or(|known| known.body == part.body) => *place = Some(part),
            _ => return Err(Error::new(Code::FormatQrParts).because(Problem::Mixed)),
        }
    }
    let Some(first) = first else {
        return Err(other_text());
    };
    let mut missing = Vec::new();
    let mut deflated = Vec::new();
    for (place, part) in bodies.iter().enumerate() {
        match part {
            Some(part) => deflated.extend(part.bytes()?),
            None => missing.push((place + 1).to_string()),
        }
    }
    if !missing.is_empty() {
        return Err(Error::new(Code::FormatQrParts)
            .because(Problem::Missing)
            .with("missing", missing.join(", "))
            .with("of", first.of));
    }
    if !first.hash.is_empty() && first.hash != hash_of(&deflated) {
        return Err(Error::new(Code::FormatQr).because(Problem::Checksum));
    }
    inflate(&deflated)
}

/// The text of a request.
///
/// # Errors
/// `limit.bytes` for one that no code holds.
pub(super) fn encode_request(document: &str) -> Result<String, Error> {
    let text = [REQUEST, &base45::encode(&deflate(document))].concat();
    check_bytes(&text, limits::QR_BYTES)?;
    Ok(text)
}

/// The document of a request. The prefix is not that of presentations, so that neither is taken for the other.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_request(text: &str) -> Result<String, Error> {
    let text = text.trim_ascii();
    check_bytes(text, limits::QR_BYTES)?;
    let body = text.strip_prefix(REQUEST).ok_or_else(other_text)?;
    inflate(&bytes_after(REQUEST.len(), body)?)
}

/// Part of a presentation, as its text has it.
#[derive(Clone, Copy)]
struct Part<'t> {
    /// Empty for a whole one.
    hash: &'t str,
    /// From 1 on.
    number: usize,
    of: usize,
    /// How many characters stand before the body.
    before: usize,
    body: &'t str,
}

impl<'t> Part<'t> {
    fn read(text: &'t str) -> Result<Self, Error> {
        let text = text.trim_ascii();
        check_bytes(text, limits::QR_BYTES)?;
        let after = text.strip_prefix(PRESENTATION).ok_or_else(other_text)?;
        let (head, body) = after.split_once(':').ok_or_else(other_text)?;
        let before = text.len() - body.len();
        if head.is_empty() {
            return Ok(Self {
                hash: "",
                number: 1,
                of: 1,
                before,
                body,
            });
        }
        let mut members = head.split('/');
        let (Some(""), Some(hash), Some(number), Some(of), None) = (
            members.next(),
            members.next(),
            members.next(),
            members.next(),
            members.next(),
        ) else {
            return Err(other_text());
        };
        let (Some(number), Some(of)) = (count(number), count(of)) else {
            return Err(other_text());
        };
        if hash.len() != HASH_CHARACTERS || number > of {
            return Err(other_text());
        }
        check_parts(of)?;
        Ok(Self {
            hash,
            number,
            of,
            before,
            body,
        })
    }

    fn bytes(&self) -> Result<Vec<u8>, Error> {
        bytes_after(self.before, self.body)
    }
}

/// The bytes of a body. The offset in an error is that in the whole text.
fn bytes_after(before: usize, body: &str) -> Result<Vec<u8>, Error> {
    base45::decode(body).map_err(|error| {
        let offset = error.details().get("offset").and_then(json::Value::as_i64);
        let problem = error.problem();
        let error =
            Error::new(Code::FormatBase45).with("offset", before as i64 + offset.unwrap_or(0));
        match problem {
            Some(problem) => error.because(problem),
            None => error,
        }
    })
}

/// A number from 1 to 99 in its one spelling.
fn count(text: &str) -> Option<usize> {
    let mut number = 0;
    for digit in text.bytes() {
        if !digit.is_ascii_digit() || number == 0 && digit == b'0' {
            return None;
        }
        number = number * 10 + usize::from(digit - b'0');
    }
    (1..=99)
        .contains(&number)
        .then_some(number)
        .filter(|_| text.len() <= 2)
}

fn hash_of(deflated: &[u8]) -> String {
    let hash = base64url::encode(&sha256(deflated));
    hash.get(..HASH_CHARACTERS).unwrap_or_default().to_owned()
}

fn check_parts(of: usize) -> Result<(), Error> {
    match of <= limits::QR_PARTS {
        true => Ok(()),
        false => Err(Error::new(Code::LimitItems)
            .with("limit", limits::QR_PARTS)
            .with("found", of)),
    }
}

fn check_bytes(text: &str, limit: usize) -> Result<(), Error> {
    match text.len() <= limit {
        true => Ok(()),
        false => Err(Error::new(Code::LimitBytes)
            .with("limit", limit)
            .with("found", text.len())),
    }
}

fn other_text() -> Error {
    Error::new(Code::FormatQr).because(Problem::QrPrefix)
}

#[cfg(test)]
mod tests;
