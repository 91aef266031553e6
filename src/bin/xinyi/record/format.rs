//! The document of a record.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};
use xinyi::{CheckOptions, Code, Day, Error, LawEdition, Object, Problem, Value, VerifierOptions};

use crate::json::{document, object};

/// The version of the format.
const FORMAT: i64 = 1;

/// The members of a record, in their order. Each but the first and the last two has a digest of its own, so that a
/// change can be named.
const PARTS: [&str; 8] = [
    "engine",
    "keep_until",
    "documents",
    "law",
    "verifier",
    "presentation",
    "options",
    "decision",
];

/// The documents beside a record.
pub(crate) const DOCUMENTS: [&str; 3] = ["root", "snapshot", "law"];

/// What was decided, and by what.
pub(crate) struct Decided<'a> {
    pub(crate) root: &'a str,
    pub(crate) snapshot: &'a str,
    pub(crate) law: &'a LawEdition,
    pub(crate) verifier: &'a VerifierOptions,
    /// A text, or texts by alias.
    pub(crate) presentation: &'a Value,
    pub(crate) options: &'a CheckOptions,
    /// As it was told, texts filled in.
    pub(crate) decision: &'a Value,
    /// The last day on which the record may be kept.
    pub(crate) keep_until: Option<Day>,
}

/// A record as it was written, or as it was found.
pub(crate) struct Record(Object);

impl Record {
    /// The record of a decision.
    pub(crate) fn of(decided: &Decided<'_>) -> Self {
        let engine = decided.decision.member("evidence");
        let engine = engine.and_then(|evidence| evidence.member("engine"));
        let mut record = object! {
            "record": FORMAT,
            "engine": engine.cloned().unwrap_or_default(),
            "keep_until": decided.keep_until.map(|day| day.to_string()),
            "documents": Object::from_iter(decided.documents().map(|(name, text)| (name, digest(&text).into()))),
            "law": object! {
                "edition": decided.law.edition().to_string(),
                "version": i64::try_from(decided.law.version()).unwrap_or(i64::MAX),
            },
            "verifier": object! {
                "statusMaxAge": decided.verifier.status_max_age,
                "allowDemoRoot": decided.verifier.allow_demo_root,
                "requireConsent": decided.verifier.require_consent,
            },
            "presentation": decided.presentation.clone(),
            "options": document(decided.options),
            "decision": decided.decision.clone(),
        };
        let digests = digests(&record);
        record.set("sha256", digest(&Value::from(digests.clone()).to_string()));
        record.set("digests", digests);
        Self(record)
    }

    /// Reads a record, and says which parts of it are not as they were written.
    ///
    /// # Errors
    /// What is no JSON, and what is no record.
    pub(crate) fn read(text: &str) -> Result<(Self, Vec<String>), Error> {
        let Value::Object(record) = Value::parse(text.as_bytes(), text.len())? else {
            return Err(Error::of_input(Code::FormatStructure, Object::new()));
        };
        let version = record.get("record").and_then(Value::as_i64);
        if version != Some(FORMAT) {
            let place = object! { "pointer": "/record", "expected": FORMAT };
            let error = Error::of_input(Code::FormatSchema, place);
            return Err(error.because(Problem::Value));
        }
        let mut damaged = Vec::new();
        let found = digests(&record);
        let told = record.get("digests").and_then(Value::as_object);
        for (part, digest) in found.iter() {
            if told.and_then(|told| told.get(part)) != Some(digest) {
                damaged.push(["/", part].concat());
            }
        }
        let digests = Value::from(found).to_string();
        if damaged.is_empty() && record.get("sha256") != Some(&digest(&digests).into()) {
            damaged.push("/sha256".to_owned());
        }
        // Then what no digest is of: white space, escapes, the order of members, others than there are.
        let read = Self(record);
        if damaged.is_empty() && read.to_text() != text {
            let written = read.to_text();
            let mut bytes = written.bytes().zip(text.bytes());
            let shorter = written.len().min(text.len());
            let at = bytes.position(|(a, b)| a != b).unwrap_or(shorter);
            damaged.push(format!("byte {at}"));
        }
        let names: Vec<&str> = read.0.iter().map(|(name, _)| name).collect();
        let expected = [&["record"], &PARTS[..], &["sha256", "digests"]].concat();
        if let Some(other) = names.iter().find(|name| !expected.contains(name)) {
            damaged.push(["/", other].concat());
        }
        Ok((read, damaged))
    }

    /// The text of the record: one line.
    pub(crate) fn to_text(&self) -> String {
        Value::from(self.0.clone()).to_string() + "\n"
    }

    /// The digest of a document beside it.
    pub(crate) fn digest_of(&self, document: &str) -> Option<&str> {
        self.0.get("documents")?.member(document)?.as_str()
    }

    pub(crate) fn part(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// The last day on which it may be kept.
    pub(crate) fn keep_until(&self) -> Option<Day> {
        self.part("keep_until").as_str().and_then(Day::parse)
    }
}

impl Decided<'_> {
    /// The documents that lie beside the record, each with its text.
    pub(crate) fn documents(&self) -> [(&'static str, String); 3] {
        let [root, snapshot, law] = DOCUMENTS;
        [
            (root, self.root.to_owned()),
            (snapshot, self.snapshot.to_owned()),
            (law, document(self.law).to_string()),
        ]
    }
}

fn digests(record: &Object) -> Object {
    let each = PARTS.into_iter().map(|part| {
        let value = record.get(part).unwrap_or(&Value::Null);
        (part, digest(&value.to_string()).into())
    });
    Object::from_iter(each)
}

/// Whether a text is of the form of a digest.
pub(crate) fn is_digest(text: &str) -> bool {
    let digest = BASE64URL_NOPAD.decode(text.as_bytes());
    digest.is_ok_and(|digest| digest.len() == Sha256::output_size())
}

/// The SHA-256 of a text, in base64url.
pub(crate) fn digest(text: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinyi::{Holder, Instant};

    fn record() -> String {
        let now = Instant::from_unix(1_795_140_000).expect("a time");
        let decision = object! {
            "outcome": "granted",
            "evidence": object! { "engine": "xinyi/0.0.0" },
        };
        let record = Record::of(&Decided {
            root: "a root",
            snapshot: "a snapshot",
            law: &LawEdition::built_in().expect("an edition"),
            verifier: &VerifierOptions::at(now),
            presentation: &"a presentation".into(),
            options: &CheckOptions::new("a.programme", Holder::Unbound, now),
            decision: &decision.into(),
            keep_until: Day::parse("2029-12-31"),
        });
        record.to_text()
    }

    #[test]
    fn one_byte_that_was_changed_is_named() {
        let good = record();
        let (read, damaged) = Record::read(&good).expect("a record");
        assert_eq!((read.to_text(), damaged), (good.clone(), Vec::new()));
        for at in 0..good.len() {
            for to in ["0", "}", " ", "~"] {
                let mut bad = good.clone();
                bad.replace_range(at..=at, to);
                if bad == good {
                    continue;
                }
                // Else it is no record, which is said as well.
                if let Ok((_, damaged)) = Record::read(&bad) {
                    assert!(!damaged.is_empty(), "{at} {to}: {bad}");
                }
            }
        }
        for at in 0..good.len() {
            let bad = [&good[..at], &good[at + 1..]].concat();
            if let Ok((_, damaged)) = Record::read(&bad) {
                assert!(!damaged.is_empty(), "without {at}: {bad}");
            }
        }
    }
}
