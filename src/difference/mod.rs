//! What changed on record of a subject between an earlier and a later bundle, and what changes with it: for whoever
//! watches somebody with their leave, and for the person who wants to see it.
//!
//! The later bundle passes every check. The earlier one has to be genuine: that it has ended, or was set to invalid, is
//! what happens whenever something changes, and is told.

mod records;

use std::collections::BTreeSet;

use serde::Serialize;

use self::records::changes;
pub use self::records::{Change, ChangeKind, MemberChange};
use crate::credit;
use crate::decision::{Decision, Explain, Outcome, ProgrammeVersion};
use crate::error::Error;
use crate::json::pointer_to;
use crate::time::{Day, Instant};
use crate::verifier::{CompareOptions, Verifier, most_useful};

/// The version of the format.
const FORMAT: u32 = 1;

/// What differs between two bundles of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The version of the format: 1.
    pub difference: u32,
    /// When they were compared.
    pub compared_at: Instant,
    /// The earlier bundle, and how it stands by now.
    pub earlier: Standing,
    /// The later one.
    pub later: Standing,
    /// What changed on record. With codes, what the law sets aside is not among it, and so nothing that is gone.
    pub changes: Vec<Change>,
    /// The programmes, whether anything changes or not.
    pub programmes: Vec<ProgrammeChange>,
}

/// A bundle that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// Who signed it.
    pub issuer: String,
    /// The SHA-256 of its text, in base64url.
    pub sha256: String,
    /// When it was signed, in UNIX seconds.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// The day on which its data was drawn.
    pub as_of: Option<Day>,
    /// Whether it has ended.
    pub expired: bool,
    /// Its status: `VALID`, `INVALID`, `SUSPENDED`, `APPLICATION_SPECIFIC`; None where no list that holds says it.
    pub status: Option<&'static str>,
}

/// What a programme comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProgrammeChange {
    /// Its id.
    pub id: String,
    /// What the records of the earlier bundle lead to, if a bundle with these were drawn today. With codes, adverse
    /// records are left out that are not in the later bundle too, or that the law sets aside there: an outcome that rests
    /// on one would tell that there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Prospect>,
    /// The same of the later one. By the same day, law and version: what differs is due to the records, and to what of
    /// them is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Prospect>,
    /// The members in which the two differ.
    pub changed: Vec<&'static str>,
    /// What a check of the later bundle gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Why the programme could not be decided, most useful first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
}

/// Outcome, tier and dates. It is no decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Prospect {
    /// The version that decides.
    pub programme: ProgrammeVersion,
    /// What it comes to.
    pub outcome: Outcome,
    /// The tier, if it is granted.
    pub tier: Option<String>,
    /// The first instant at which outcome or tier would change by time alone.
    pub valid_until: Option<Instant>,
    /// The first instant at which it would be granted.
    pub eligible_from: Option<Instant>,
}

impl Difference {
    /// Whether anything changed on record, or any programme comes to something else, or could not be decided.
    pub fn changes_something(&self) -> bool {
        let mut programmes = self.programmes.iter();
        let changes = |programme: &ProgrammeChange| {
            !programme.changed.is_empty() || !programme.errors.is_empty()
        };
        !self.changes.is_empty() || programmes.any(changes)
    }
}

impl Prospect {
    fn of(decision: &Decision) -> Self {
        Self {
            programme: decision.programme().clone(),
            outcome: decision.outcome(),
            tier: decision.tier().map(str::to_owned),
            valid_until: decision.valid_until(),
            eligible_from: decision.eligible_from(),
        }
    }

    fn differs_from(&self, other: &Self) -> Vec<&'static str> {
        let members = [
            ("outcome", self.outcome != other.outcome),
            ("tier", self.tier != other.tier),
            ("valid_until", self.valid_until != other.valid_until),
            ("eligible_from", self.eligible_from != other.eligible_from),
        ];
        let differing = members.into_iter().filter(|(_, differs)| *differs);
        differing.map(|(name, _)| name).collect()
    }
}

impl Verifier {
    /// Compares two bundles of one subject, by one issuer: an earlier one, which has to be genuine, and a later one, which
    /// has to pass every check. Both have to show `subject.id`.
    ///
    /// # Errors
    /// What is wrong with one of them, named by `bundle` among the details; `binding.unlinked`, `binding.conflict`,
    /// `binding.subject`; `input.options` where the earlier one is the later. Errors of one programme are among the
    /// programmes.
    pub fn compare(
        &self,
        earlier: &str,
        later: &str,
        options: &CompareOptions,
    ) -> Result<Difference, Error> {
        self.compare_all(earlier, later, options)
            .map_err(most_useful)
    }

    /// As [`compare`](Self::compare), with all that was found wrong, most useful first.
    ///
    /// # Errors
    /// As [`compare`](Self::compare), at least one.
    pub fn compare_all(
        &self,
        earlier: &str,
        later: &str,
        options: &CompareOptions,
    ) -> Result<Difference, Vec<Error>> {
        let mut pair = self.pair([earlier, later], options)?;
        let mut all = changes(&pair.earlier.plain(), &pair.later.plain());
        let untold = |list: &str, place: usize, after: &Decision| {
            options.explain == Explain::Codes && is_untold(&all, list, place, after)
        };
        let mut told = Told::default();
        let mut programmes = Vec::new();
        let (ids, is_named) = self.compared(options);
        for id in ids {
            let change = match self.outcomes(&mut pair, &id, is_named, &untold, options) {
                Ok(None) => continue,
                Ok(Some(found)) => {
                    told.add(&found.after);
                    let (before, after) = (Prospect::of(&found.before), Prospect::of(&found.after));
                    ProgrammeChange {
                        id,
                        changed: before.differs_from(&after),
                        before: Some(before),
                        after: Some(after),
                        decision: Some(found.decision),
                        errors: Vec::new(),
                    }
                }
                Err(errors) => ProgrammeChange {
                    id,
                    before: None,
                    after: None,
                    changed: Vec::new(),
                    decision: None,
                    errors,
                },
            };
            programmes.push(change);
        }
        all.retain(|change| !change.is_none());
        let changes = match options.explain {
            Explain::Full => all,
            Explain::Codes => told.of(all),
        };
        let standing = |side: &crate::verifier::Side<'_>, expired, status| {
            let evidence = side.evidence();
            Standing {
                issuer: evidence.map(|e| e.issuer.clone()).unwrap_or_default(),
                sha256: evidence.map(|e| e.sha256.clone()).unwrap_or_default(),
                iat: evidence.map(|e| e.iat).unwrap_or_default(),
                exp: evidence.map(|e| e.exp).unwrap_or_default(),
                as_of: side.as_of(),
                expired,
                status,
            }
        };
        Ok(Difference {
            difference: FORMAT,
            compared_at: options.now,
            earlier: standing(&pair.earlier, pair.kept.expired, pair.kept.status),
            later: standing(&pair.later, false, Some("VALID")),
            changes,
            programmes,
        })
    }
}

/// Whether a record in a place of the earlier bundle is not in the later one for all to see, or is set aside there, be it
/// the same: by another jurisdiction, or by what else is shown, the law may set aside what it did not before.
fn is_untold(all: &[Change], list: &str, place: usize, after: &Decision) -> bool {
    let of_list = pointer_to(&[list]);
    let of_record = pointer_to(&[list, &place.to_string()]);
    let mut here = all.iter().filter(|change| {
        let earlier = change.earlier.as_deref();
        earlier == Some(&of_record) || earlier == Some(&of_list)
    });
    here.any(|change| match change.change {
        ChangeKind::Changed => change.later_path().is_some_and(|later| {
            let mut set_aside = after.set_aside().iter();
            set_aside.any(|record| path_in_bundle(&record.path) == Some(&later))
        }),
        _ => true,
    })
}

/// The path of a record without the name of the input.
fn path_in_bundle(path: &str) -> Option<&str> {
    path.split_once('.').map(|(_, path)| path)
}

/// What may be told to others: records that no programme sets aside.
#[derive(Default)]
struct Told {
    /// The records that some programme sets aside.
    set_aside: BTreeSet<String>,
    /// How many programmes look at the records.
    programmes: usize,
}

impl Told {
    fn add(&mut self, decision: &Decision) {
        // It may have looked at nothing.
        if decision.outcome() == Outcome::NotApplicable {
            return;
        }
        self.programmes += 1;
        for record in decision.set_aside() {
            let path = path_in_bundle(&record.path);
            self.set_aside.extend(path.map(str::to_owned));
        }
    }

    /// Each claim with what happened to it, once. A record that is gone is none that may be used.
    fn of(&self, all: Vec<Change>) -> Vec<Change> {
        let mut seen = BTreeSet::new();
        let mut told = Vec::new();
        for change in all {
            let is_record = credit::list_type(&change.claim).is_some() && change.is_of_a_record();
            let may_be_told = !is_record
                || change
                    .later_path()
                    .is_some_and(|path| self.programmes > 0 && !self.set_aside.contains(&path));
            if may_be_told && seen.insert((change.claim.clone(), change.change)) {
                told.push(change.by_name_alone());
            }
        }
        told
    }
}
