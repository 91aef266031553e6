//! The programmes of the snapshot, and which version of one decides.
//!
//! The manifest says which versions there are. If it pins a version that is missing here, for whatever reason,
//! no older version decides in its place: the newer one may be stricter.

use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, expecting};
use crate::names::Names;
use crate::programme::Programme;
use crate::time::Day;
use crate::trust::{self, InSnapshot, Part, TrustStore};
#[cfg(feature = "issuer")]
use crate::trust::{End, EndingPart};

/// Every version that the manifest pins, as of the last load.
#[derive(Debug, Default)]
pub(super) struct Programmes(Vec<Version>);

/// The programme that decides, as it was chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) programme: &'a Programme,
    /// Of the signed payload, in base64url. None for the app's own programme, which nobody has signed.
    pub(super) sha256: Option<&'a str>,
    /// The day on which a later version replaces it, if it was asked for by its id.
    pub(super) replaced_on: Option<Day>,
}

/// A version of a programme.
#[derive(Debug)]
struct Version {
    id: String,
    number: u64,
    /// The first day on which it is in force. None: at once, as far as is known here.
    from: Option<Day>,
    /// Or why it cannot be used: it is missing, or cannot be read by this version.
    published: Result<Published, Code>,
}

/// A programme that verified and was read.
#[derive(Debug)]
struct Published {
    programme: Programme,
    sha256: String,
}

impl Programmes {
    /// Reads the programmes that verified, and adds to the report what became of them.
    pub(super) fn read(trust: &mut TrustStore) -> Self {
        let mut versions: Vec<Version> = Vec::new();
        let mut unreadable = Vec::new();
        let mut parts = Vec::new();
        for signed in trust.programmes() {
            let entitled = |programme: Programme| {
                let issuer = trust.issuer(&signed.issuer)?;
                trust::check_regions(issuer, &programme.regions)?;
                Ok(programme)
            };
            let read = Programme::read(&signed.document, &trust.law().edition);
            if read.is_err() {
                unreadable.push((signed.id.clone(), signed.version));
            }
            let part = match read.and_then(entitled) {
                Ok(programme) => {
                    let part = Part::accepted_if(signed.in_snapshot == InSnapshot::New)
                        .with_id(&programme.id)
                        .with_version(programme.version);
                    versions.push(Version {
                        id: programme.id.clone(),
                        number: programme.version,
                        from: Some(programme.window.0),
                        published: Ok(Published {
                            programme,
                            sha256: signed.sha256.clone(),
                        }),
                    });
                    part
                }
                Err(error) => Part::refused(error.at(Stage::Programme)),
            };
            if signed.in_snapshot != InSnapshot::Absent {
                parts.push(part);
            }
        }
        let mut missing = Vec::new();
        for pinned in trust.pinned_programmes() {
            let (id, number) = (&pinned.id, pinned.pin.version);
            if versions.iter().any(|v| v.is(id, number)) {
                continue;
            }
            let mut unreadable = unreadable.iter();
            let code = match unreadable.any(|(of, version)| of == id && *version == number) {
                true => Code::ProgrammeUnsupported,
                false => Code::ProgrammeMissing,
            };
            let version = Version {
                id: id.clone(),
                number,
                from: pinned.valid_from,
                published: Err(code),
            };
            missing.push(version.refusal(code));
            versions.push(version);
        }
        trust.report_programmes(parts, missing);
        Self(versions)
    }

    /// The ids of all, each once.
    pub(super) fn ids(&self) -> Vec<String> {
        let ids: Names = self.0.iter().map(|v| v.id.as_str()).collect();
        ids.iter().map(|(id, _)| id.to_owned()).collect()
    }

    /// The version that decides on a day: the highest that has begun. `None` if the id is not known.
    ///
    /// # Errors
    /// As [`begun`](Self::begun); `programme.none_in_force` if it has ended.
    pub(super) fn in_force(&self, id: &str, today: Day) -> Option<Result<Chosen<'_>, Error>> {
        let begun = self.begun(id, today)?;
        Some(
            begun.and_then(|chosen| match today <= chosen.programme.window.1 {
                true => Ok(chosen),
                false => Err(none_in_force(id)),
            }),
        )
    }

    /// The highest version that has begun, whether it has ended or not. `None` if the id is not known.
    ///
    /// # Errors
    /// `programme.missing`, `programme.unsupported` if that version cannot be used here;
    /// `programme.none_in_force` if none has begun.
    pub(super) fn begun(&self, id: &str, today: Day) -> Option<Result<Chosen<'_>, Error>> {
        let versions = || self.0.iter().filter(|v| v.id == id);
        versions().next()?;
        let begun = versions().filter(|v| v.from.is_none_or(|from| from <= today));
        let Some(newest) = begun.max_by_key(|v| v.number) else {
            return Some(Err(none_in_force(id)));
        };
        let later = versions().filter(|v| v.number > newest.number);
        let replaced_on = later.filter_map(|v| v.from).min();
        Some(newest.chosen().map(|chosen| Chosen {
            replaced_on,
            ..chosen
        }))
    }

    /// The end of each programme that has begun: of its version of the day, or of the later ones that take its place
    /// before it ends.
    #[cfg(feature = "issuer")]
    pub(super) fn ends(&self, today: Day) -> Vec<End> {
        let ids: Names = self.0.iter().map(|v| v.id.as_str()).collect();
        let ends = ids.iter().filter_map(|(id, _)| {
            let versions = || self.0.iter().filter(move |v| v.id == id);
            let begun = versions().filter(|v| v.from.is_none_or(|from| from <= today));
            let mut version = begun.max_by_key(|v| v.number)?;
            let end = loop {
                let Ok(published) = &version.published else {
                    // Nobody can use it here, from its first day on.
                    break version.from.unwrap_or(today);
                };
                let end = published.programme.window.1.next().unwrap_or(Day::MAX);
                let later = versions().filter(|v| v.number > version.number);
                let in_time = later.filter(|v| v.from.is_none_or(|from| from <= end));
                match in_time.min_by_key(|v| (v.from, v.number)) {
                    Some(next) => version = next,
                    None => break end,
                }
            };
            let end = End::of(EndingPart::Programme, end.start());
            Some(end.with_id(id).with_version(version.number))
        });
        ends.collect()
    }

    /// The error that there is no such programme, or none of this version: with the versions that there are, or with
    /// the programme that may have been meant.
    pub(super) fn unknown(&self, id: &str) -> Error {
        let error = Error::new(Code::ProgrammeUnknown).with("id", id);
        let versions = self.0.iter().filter(|v| v.id == id);
        let versions: Vec<String> = versions
            .map(|v| json::write(&trust::version(v.number)))
            .collect();
        if !versions.is_empty() {
            let known = error.because(Problem::Version);
            return known.with("expected", versions.join(", "));
        }
        let ids: Names = self.0.iter().map(|v| v.id.as_str()).collect();
        let ids: Vec<&str> = ids.iter().map(|(id, _)| id).collect();
        expecting(error.because(Problem::Unknown), id, &ids)
    }

    /// A version by its number, whatever others there are, and whether it is in force or not.
    ///
    /// # Errors
    /// `programme.missing`, `programme.unsupported`.
    pub(super) fn version(&self, id: &str, number: u64) -> Option<Result<Chosen<'_>, Error>> {
        let version = self.0.iter().find(|v| v.is(id, number))?;
        Some(version.chosen())
    }
}

impl Version {
    fn is(&self, id: &str, number: u64) -> bool {
        self.id == id && self.number == number
    }

    fn chosen(&self) -> Result<Chosen<'_>, Error> {
        match &self.published {
            Ok(Published { programme, sha256 }) => Ok(Chosen {
                programme,
                sha256: Some(sha256),
                replaced_on: None,
            }),
            Err(code) => Err(self.error(*code)),
        }
    }

    fn error(&self, code: Code) -> Error {
        Error::new(code)
            .with("id", self.id.as_str())
            .with("version", trust::version(self.number))
            .at(Stage::Programme)
    }

    /// The report on one that cannot be used here.
    fn refusal(&self, code: Code) -> Part {
        Part::refused(self.error(code))
            .with_id(&self.id)
            .with_version(self.number)
    }
}

fn none_in_force(id: &str) -> Error {
    Error::new(Code::ProgrammeNoneInForce)
        .with("id", id)
        .at(Stage::Programme)
}
