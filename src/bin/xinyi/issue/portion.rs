//! So many lines, which are read, written down, signed and answered together.

use std::time::Duration;

use rayon::prelude::*;
use rusqlite::Connection;
use xinyi::issuer::{SecureRandom, Signatory, Signer};
use xinyi::{Error, Family, LawEdition, Stage, Value};

use super::input::{Input, Line};
use super::subject::{self, Said, Subject};
use super::tables::Tables;
use crate::failure::Failure;
use crate::json::object;
use crate::register::{
    Chance, Lists, Progress, Reserved, Run, Settlement, Trouble, Wanted, reserve,
};
use crate::token::refusal;

/// Lines of a portion. Each portion takes a transaction, and a call to have the output on the disk: it is to be long for
/// whoever issues millions, and short where each signature takes long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size(usize);

impl Size {
    pub(super) const FIRST: Self = Self(64);
    const LEAST: usize = 16;
    const MOST: usize = 4_096;

    /// The next, after one that took so long.
    pub(super) fn after(self, took: Duration) -> Self {
        Self(match took.as_millis() {
            0..250 => self.0.saturating_mul(2).min(Self::MOST),
            250..1_000 => self.0,
            _ => (self.0 / 2).max(Self::LEAST),
        })
    }
}

/// What signing takes.
pub(super) struct Signing<'a> {
    pub(super) said: Said<'a>,
    pub(super) signer: &'a (dyn Signer + Sync),
    pub(super) kid: &'a str,
    pub(super) law: Option<&'a LawEdition>,
    pub(super) tables: Option<&'a Tables>,
    pub(super) renews: bool,
}

#[derive(Default)]
pub(super) struct Portion {
    pieces: Vec<Piece>,
    /// The number of its last line, and the digest of the input up to there.
    last: u64,
    input: Vec<u8>,
}

/// A line, and what becomes of it.
struct Piece {
    line: u64,
    id: Option<Value>,
    asked: Result<Asked, Error>,
    reserved: Reserved,
}

struct Asked {
    subject: Subject,
    /// Records of tables that may not be passed on.
    left_out: Vec<Value>,
    claims: [u8; 32],
    records: [u8; 32],
}

/// The answers to the lines of a portion.
#[derive(Default)]
pub(super) struct Answers(Vec<Answer>);

struct Answer {
    text: String,
    bundles: usize,
}

impl Answers {
    pub(super) fn lines(&self) -> Vec<&str> {
        self.0.iter().map(|answer| &*answer.text).collect()
    }
}

impl Portion {
    /// Reads the next lines. None: there are no more.
    pub(super) fn read(
        lines: &mut Input<'_>,
        size: Size,
        signing: &Signing<'_>,
    ) -> Result<Self, Failure> {
        let mut read = Vec::with_capacity(size.0);
        while read.len() < size.0
            && let Some(line) = lines.next()?
        {
            read.push(line);
        }
        Ok(Self {
            last: read.last().map_or(0, Line::number),
            input: lines.digest(),
            pieces: read
                .into_par_iter()
                .map(|line| Piece::read(line, signing))
                .collect(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Writes down which entries its bundles have.
    pub(super) fn reserve(
        &mut self,
        db: &Connection,
        run: &Run,
        lists: &mut Lists,
        random: &mut Chance,
    ) -> Result<(), Trouble> {
        for piece in &mut self.pieces {
            let Ok(asked) = &piece.asked else {
                continue;
            };
            let wanted = Wanted {
                subject: &asked.subject.name,
                line: piece.line,
                holders: asked.subject.holders.as_deref(),
                claims: &asked.claims,
                records: &asked.records,
            };
            match reserve(db, &wanted, run, lists, random)? {
                Ok(reserved) => piece.reserved = reserved,
                Err(error) => piece.asked = Err(error),
            }
        }
        Ok(())
    }

    /// Signs its bundles, and answers its lines in order.
    ///
    /// # Errors
    /// What is wrong with the signer or the machine, and so with no line.
    pub(super) fn sign(
        &self,
        signing: &Signing<'_>,
        random: &(dyn SecureRandom + Sync),
    ) -> Result<Answers, Error> {
        let answers = self.pieces.par_iter();
        let answers = answers.map(|piece| piece.sign(signing, random));
        Ok(Answers(answers.collect::<Result<_, _>>()?))
    }

    /// What is to be written down now that its lines are answered.
    pub(super) fn settle(&self, answers: &Answers, settlement: &mut Settlement) {
        for (piece, answer) in self.pieces.iter().zip(&answers.0) {
            settlement.add(&piece.reserved, answer.bundles > 0);
        }
    }

    /// Counts it among what was done.
    pub(super) fn count(&self, answers: &Answers, bytes: u64, done: &mut Progress) {
        if self.is_empty() {
            return;
        }
        done.lines = self.last;
        done.input.clone_from(&self.input);
        done.output_bytes += bytes;
        for answer in &answers.0 {
            done.bundles += answer.bundles as u64;
            done.refused += u64::from(answer.bundles == 0);
        }
    }
}

impl Piece {
    fn read(line: Line, signing: &Signing<'_>) -> Self {
        let (number, mut id) = (line.number(), None);
        let read = line.document().and_then(|document| {
            id = subject::id(&document).cloned();
            let mut subject = Subject::read(document, signing.said.settings, signing.renews)?;
            let mut left_out = Vec::new();
            if let Some(tables) = signing.tables {
                tables.add(&mut subject.claims)?;
                left_out = subject.leave_out(tables.lists(), &signing.said, signing.law);
            }
            Ok((subject, left_out))
        });
        let asked = read.map(|(subject, left_out)| {
            let (claims, records) = subject.digests();
            Asked {
                subject,
                left_out,
                claims,
                records,
            }
        });
        Self {
            line: number,
            id,
            asked,
            reserved: Reserved::default(),
        }
    }

    fn sign(&self, signing: &Signing<'_>, random: &dyn SecureRandom) -> Result<Answer, Error> {
        let signatory = Signatory::new(signing.signer, signing.kid);
        let signatory = match signing.law {
            Some(law) => signatory.by_law(law),
            None => signatory,
        };
        let signed = match &self.asked {
            Ok(asked) => {
                asked
                    .subject
                    .sign(&self.reserved.entries, &signing.said, signatory, random)
            }
            Err(error) => Err(error.clone()),
        };
        if let Err(error) = &signed
            && (error.stage() == Stage::Signer || error.code().family() == Family::Host)
        {
            return Err(error.clone());
        }
        let mut answer = object! { "line": i64::try_from(self.line).unwrap_or(i64::MAX) };
        if let Some(id) = &self.id {
            answer.set("id", id.clone());
        }
        let bundles = signed.as_ref().map_or(0, Vec::len);
        match signed {
            Ok(bundles) => {
                // As a credential response of OpenID for Verifiable Credential Issuance 1.0 has it (section 8.3).
                let credential = |bundle| Value::from(object! { "credential": bundle });
                let credentials: Vec<Value> = bundles.into_iter().map(credential).collect();
                answer.set("ok", true);
                answer.set("credentials", credentials);
                if let Ok(asked) = &self.asked
                    && !asked.left_out.is_empty()
                {
                    answer.set("left_out", asked.left_out.clone());
                }
            }
            Err(error) => {
                if let Value::Object(refusal) = refusal(&error) {
                    answer.extend(refusal);
                }
            }
        }
        Ok(Answer {
            text: Value::from(answer).to_string(),
            bundles,
        })
    }
}
