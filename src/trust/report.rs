//! What became of each part of a snapshot.

use serde::Serialize;

use crate::error::{Error, string_enum};

/// What became of each part of the last snapshot, and of the state that was given.
///
/// A part that was not given is `None`, and left out of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The state that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Part>,
    /// Why nothing of the snapshot could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Part>,
    /// The newest root that was reached from the pinned one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<Part>,
    /// The manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Part>,
    /// The trust list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_list: Option<Part>,
    /// The edition of the law that the manifest pins, with the version of the one that decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<Part>,
    /// The entries of a new trust list that are invalid, or exceed their parents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped_issuers: Option<Vec<Part>>,
    /// The programmes of the snapshot, and those that the manifest pins and that are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmes: Option<Vec<Part>>,
    /// The status lists of the snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_lists: Option<Vec<Part>>,
    /// The keys that this version does not understand, and so ignores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_keys: Vec<IgnoredKey>,
    /// Whether [`Verifier::export_state`](crate::Verifier::export_state) returns something else than the app has
    /// stored.
    pub state_changed: bool,
}

impl Report {
    /// Every part, with the name of the member in which it is.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &Part)> {
        let single = [
            ("state", &self.state),
            ("snapshot", &self.snapshot),
            ("root", &self.root),
            ("manifest", &self.manifest),
            ("trust_list", &self.trust_list),
            ("law", &self.law),
        ];
        let lists = [
            ("dropped_issuers", &self.dropped_issuers),
            ("programmes", &self.programmes),
            ("status_lists", &self.status_lists),
        ];
        let single = single
            .into_iter()
            .filter_map(|(name, part)| Some((name, part.as_ref()?)));
        let lists = lists
            .into_iter()
            .flat_map(|(name, parts)| parts.iter().flatten().map(move |part| (name, part)));
        single.chain(lists)
    }
}

string_enum! {
    /// What became of a part.
    PartResult {
        /// It is new, and counts from now on.
        Accepted = "accepted",
        /// What was there is as new or newer, and stays.
        Kept = "kept",
        /// It does not count; what was there stays.
        Refused = "refused",
    }
}

/// What became of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// What became of it.
    pub result: PartResult,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// Of an entry: whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Of a programme: its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The version that counts now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Of a status list: where it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Of a status list: when it was issued, in UNIX seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
}

impl Part {
    fn of(result: PartResult) -> Self {
        Self {
            result,
            error: None,
            issuer: None,
            id: None,
            version: None,
            uri: None,
            iat: None,
        }
    }

    pub(crate) fn kept() -> Self {
        Self::of(PartResult::Kept)
    }

    pub(crate) fn accepted() -> Self {
        Self::of(PartResult::Accepted)
    }

    /// Accepted if it is new, and else kept.
    pub(crate) fn accepted_if(is_new: bool) -> Self {
        match is_new {
            true => Self::accepted(),
            false => Self::kept(),
        }
    }

    pub(crate) fn refused(error: Error) -> Self {
        Self {
            error: Some(error),
            ..Self::of(PartResult::Refused)
        }
    }

    pub(crate) fn with_version(self, version: u64) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }

    pub(crate) fn with_id(self, id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            ..self
        }
    }

    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        self.result == PartResult::Refused
    }
}

/// A key that only later versions of this software understand. It is ignored, so that an issuer can have one before
/// every app understands it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IgnoredKey {
    pub(super) result: Ignored,
    /// Of a root: its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<u64>,
    /// Of an entry: whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Which key; none if it is all keys of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The algorithm that is not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// The use that is not understood.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub key_use: Option<String>,
    /// The role that is not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// What the `result` of each says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ignored {
    #[default]
    Ignored,
}
