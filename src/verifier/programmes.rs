//! The programmes of the snapshot, and which version of one decides.
//!
//! The manifest says which versions there are. One that it pins and that is not to be had, whoever
//! is to blame, never lets an older one decide in its place: what is newer is often stricter.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Code, Error, Stage};
use crate::json::{Object, Value};
use crate::programme::Programme;
use crate::time::Day;
use crate::trust::{self, Part, Trust};

/// As of the last load.
#[derive(Debug, Default)]
pub(super) struct Programmes {
    held: Vec<Published>,
    lacking: Vec<Lacking>,
}

/// A programme that verified and was read.
#[derive(Debug)]
struct Published {
    programme: Programme,
    sha256: String,
}

/// A version that the manifest pins and that is of no use here.
#[derive(Debug)]
struct Lacking {
    id: String,
    version: u64,
    /// The first day on which it is in force; at once, if the manifest does not say.
    from: Option<Day>,
    /// Whether it is not here, or cannot be read here.
    code: Code,
}

/// The programme that decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) programme: &'a Programme,
    /// None for the app's own, which nobody has signed.
    pub(super) sha256: Option<&'a str>,
    /// The day on which a later version takes its place, of a programme that was asked for by its id.
    pub(super) replaced_on: Option<Day>,
}

impl Programmes {
    /// Reads the programmes that verified, and adds to the report what became of them.
    pub(super) fn read(trust: &mut Trust) -> Self {
        let mut held: Vec<Published> = Vec::new();
        let mut unreadable = Vec::new();
        let mut lines = Vec::new();
        for signed in trust.programmes() {
            let entitled = |programme: Programme| {
                let issuer = trust.issuer(&signed.issuer)?;
                trust::check_regions(issuer, &programme.regions)?;
                Ok(programme)
            };
            let read = Programme::read(&signed.document);
            if read.is_err() {
                unreadable.push((signed.id.clone(), signed.version));
            }
            let line = match read.and_then(entitled) {
                Ok(programme) => {
                    let mut line = trust::taken(signed.part == Part::New);
                    line.set("id", programme.id.as_str());
                    line.set("version", trust::version(programme.version));
                    held.push(Published {
                        programme,
                        sha256: signed.sha256.clone(),
                    });
                    line
                }
                Err(error) => trust::refused(&error.at(Stage::Programme)),
            };
            if signed.part != Part::Held {
                lines.push(Value::from(line));
            }
        }
        let mut lacking = Vec::new();
        for pinned in trust.pinned_programmes() {
            let (id, version) = (&pinned.id, pinned.pin.version);
            let is_it = |(of, number): &(String, u64)| of == id && *number == version;
            if held.iter().any(|p| p.is(id, version)) {
                continue;
            }
            lacking.push(Lacking {
                id: id.clone(),
                version,
                from: pinned.valid_from,
                code: match unreadable.iter().any(is_it) {
                    true => Code::ProgrammeUnsupported,
                    false => Code::ProgrammeMissing,
                },
            });
        }
        let refused = lacking.iter().map(|l| l.line().into()).collect();
        trust.report_programmes(lines, refused);
        Self { held, lacking }
    }

    /// The highest version that has begun.
    ///
    /// # Errors
    /// `programme.missing`, `programme.unsupported` if that is none that is of use here;
    /// `programme.none_in_force` if it has ended, or none has begun. `None` if there is none of this
    /// id at all.
    pub(super) fn in_force(&self, id: &str, today: Day) -> Option<Result<Chosen<'_>, Error>> {
        let held: Vec<&Published> = self.held.iter().filter(|p| p.programme.id == id).collect();
        let lacking: Vec<&Lacking> = self.lacking.iter().filter(|l| l.id == id).collect();
        if held.is_empty() && lacking.is_empty() {
            return None;
        }
        let begun = held.iter().filter(|p| p.programme.window.0 <= today);
        let newest = begun.max_by_key(|p| p.programme.version);
        let number = newest.map_or(0, |p| p.programme.version);
        let in_its_place = lacking
            .iter()
            .filter(|l| l.version > number && l.from.is_none_or(|from| from <= today))
            .max_by_key(|l| l.version);
        if let Some(lacking) = in_its_place {
            return Some(Err(lacking.error()));
        }
        let newest = newest.filter(|p| today <= p.programme.window.1);
        let later = held
            .iter()
            .map(|p| (p.programme.version, Some(p.programme.window.0)))
            .chain(lacking.iter().map(|l| (l.version, l.from)))
            .filter(|(version, _)| *version > number);
        let replaced_on = later.filter_map(|(_, from)| from).min();
        let chosen = newest.map(|published| Chosen {
            replaced_on,
            ..published.chosen()
        });
        Some(chosen.ok_or_else(|| {
            Error::new(Code::ProgrammeNoneInForce)
                .with("id", id)
                .at(Stage::Programme)
        }))
    }

    /// One version, whatever others there are, and whether it is in force or not.
    ///
    /// # Errors
    /// As [`in_force`](Self::in_force), but for `programme.none_in_force`.
    pub(super) fn version(&self, id: &str, version: u64) -> Option<Result<Chosen<'_>, Error>> {
        let held = self.held.iter().find(|p| p.is(id, version));
        let lacking = || {
            let mut lacking = self.lacking.iter();
            lacking.find(|l| l.id == id && l.version == version)
        };
        match held {
            Some(published) => Some(Ok(published.chosen())),
            None => lacking().map(|lacking| Err(lacking.error())),
        }
    }
}

impl Published {
    fn is(&self, id: &str, version: u64) -> bool {
        self.programme.id == id && self.programme.version == version
    }

    fn chosen(&self) -> Chosen<'_> {
        Chosen {
            programme: &self.programme,
            sha256: Some(&self.sha256),
            replaced_on: None,
        }
    }
}

impl Lacking {
    fn error(&self) -> Error {
        Error::new(self.code)
            .with("id", self.id.as_str())
            .with("version", trust::version(self.version))
            .at(Stage::Programme)
    }

    fn line(&self) -> Object {
        let mut line = trust::refused(&self.error());
        line.push("id", self.id.as_str().into());
        line.push("version", trust::version(self.version));
        line
    }
}
