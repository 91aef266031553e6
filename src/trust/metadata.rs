//! The manifest and the trust list that are in force, and the programmes that verify by them.

use super::checks::{kid_of, pin_differs, signed};
use super::entries::Issuers;
use super::format::{KeyUse, Manifest, ProgrammePin};
use super::report::{IgnoredKey, Part};
use super::root::{Role, Root};
use crate::credit::Recognition;
use crate::error::{Code, Error};
use crate::jose::{Compact, base64url, sha256};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::time::{Day, Instant};

/// The manifest and the trust list that are in force. They are only ever taken together: each version of the
/// manifest names one version of the trust list.
#[derive(Debug)]
pub(super) struct TrustMetadata {
    pub(super) manifest: Manifest,
    /// The manifest as it was signed.
    pub(super) signed_manifest: Value,
    /// The SHA-256 of its payload, in base64url.
    pub(super) manifest_sha256: String,
    pub(super) trust_list: VerifiedTrustList,
    /// The trust list as it was signed.
    pub(super) signed_trust_list: Value,
}

/// A trust list that verified.
#[derive(Debug)]
pub(super) struct VerifiedTrustList {
    pub(super) version: u64,
    pub(super) exp: Instant,
    pub(super) issuers: Issuers,
    /// Of its payload, in base64url.
    pub(super) sha256: String,
    /// The entries that were dropped, with the error of each.
    pub(super) dropped: Vec<Part>,
    /// The keys that this version does not understand.
    pub(super) ignored: Vec<IgnoredKey>,
    pub(super) recognition: Vec<Recognition>,
}

/// A programme whose signature and pin verified. What it says is read elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct VerifiedProgramme {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) issuer: String,
    pub(crate) document: Value,
    pub(crate) sha256: String,
    /// As it was signed.
    pub(super) text: String,
    pub(crate) in_snapshot: InSnapshot,
}

/// Whether the last snapshot brought something that is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InSnapshot {
    /// It was not in the snapshot.
    Absent,
    /// It was in the snapshot, and known before.
    Known,
    /// It was in the snapshot, and is new.
    New,
}

impl TrustMetadata {
    /// Verifies a programme: by its pin in the manifest, and by its issuer's key.
    ///
    /// # Errors
    /// `trust.pin`, `trust.issuer`, `trust.key`, `trust.key_window`, `signature.*`, `format.*`, `programme.schema`.
    pub(super) fn programme(&self, text: &str) -> Result<VerifiedProgramme, Error> {
        // base64url takes four characters for three bytes; the rest is room for the header.
        let signed = Compact::parse(text.trim_ascii(), limits::PROGRAMME_BYTES * 3 / 2)?;
        signed.header().expect_typ("xinyi-programme+jwt")?;
        let payload = signed.unverified_payload();
        let sha256 = base64url::encode(&sha256(payload));
        let document = json::parse(payload, limits::PROGRAMME_BYTES)?;
        let member = |name| document.member(name).and_then(Value::as_str);
        let (Some(iss), Some(id)) = (member("iss"), member("id")) else {
            return Err(Error::new(Code::ProgrammeSchema).with("pointer", "/iss"));
        };
        let written = document.member("version").and_then(Value::as_i64);
        let mut pins = self.manifest.programmes.iter();
        let is_its =
            |pin: &&ProgrammePin| pin.id == id && i64::try_from(pin.pin.version).ok() == written;
        let pinned = match pins.find(is_its) {
            Some(pinned) if pinned.pin.sha256 == sha256 => pinned,
            other => {
                let expected = other.map_or("", |pinned| pinned.pin.sha256.as_str());
                return Err(pin_differs(expected, &sha256).with("id", id));
            }
        };
        // An app that lacks the programme goes by the day in the pin, so that both have to be the same.
        if let Some(day) = pinned.valid_from
            && member("valid_from").and_then(Day::parse) != Some(day)
        {
            let found = member("valid_from").unwrap_or_default();
            return Err(pin_differs(&day.to_string(), found).with("id", id));
        }
        let issuer = self.trust_list.issuers.find(iss)?;
        // A programme has no `iat`. The `iat` of the manifest that pins it stands for one.
        let kid = kid_of(signed.header().kid.as_deref())?;
        let key = issuer.key(kid, KeyUse::Programme, self.manifest.iat)?;
        signed.verify(&key.verifying)?;
        let issuer = iss.to_owned();
        Ok(VerifiedProgramme {
            id: id.to_owned(),
            version: pinned.pin.version,
            issuer,
            document,
            sha256,
            text: text.to_owned(),
            in_snapshot: InSnapshot::New,
        })
    }
}

impl Manifest {
    /// A manifest that enough of a root's keys signed, at whatever time, with the SHA-256 of its payload in
    /// base64url.
    ///
    /// # Errors
    /// `trust.threshold`, `trust.unsupported`, `limit.bytes`, `format.*`.
    pub(super) fn verified(text: &Value, root: &Root) -> Result<(Self, String), Error> {
        let signed = signed(text, limits::MANIFEST_BYTES)?;
        let payload = root.verify(Role::Manifest, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::MANIFEST_BYTES)?;
        let manifest = Self::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        Ok((manifest, found))
    }
}
