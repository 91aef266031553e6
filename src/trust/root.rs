//! The root: whose signatures count for the other trust documents, and how many it takes.

use super::format::Keys;
use super::report::IgnoredKey;
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{General, VerifyingKey};
use crate::json::{self, Identifier, ObjectReader};
use crate::limits;
use crate::names::Names;
use crate::sorted;
use crate::time::Instant;
use crate::visible::visible;

/// A document that keys of the root sign. The keys of the trust list sign the law edition too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An edition of the law.
    Law,
    /// The manifest.
    Manifest,
    /// The root itself, and its next version.
    Root,
    /// The trust list.
    TrustList,
}

impl Role {
    /// Those that a root has keys of their own for.
    const ALL: [Self; 3] = [Self::Manifest, Self::Root, Self::TrustList];

    /// The name in a root of the keys that sign it.
    fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Root => "root",
            Self::Law | Self::TrustList => "trust_list",
        }
    }

    /// How long its document may be in its serialised form, in bytes.
    #[cfg(feature = "issuer")]
    pub(super) fn max_bytes(self) -> usize {
        match self {
            Self::Law => limits::SIGNED_LAW_BYTES,
            Self::Manifest => limits::MANIFEST_BYTES,
            Self::Root => limits::ROOT_BYTES,
            Self::TrustList => limits::TRUST_LIST_BYTES,
        }
    }

    /// The `typ` of its document.
    pub(super) fn typ(self) -> &'static str {
        match self {
            Self::Law => "xinyi-law+jwt",
            Self::Manifest => "xinyi-manifest+jwt",
            Self::Root => "xinyi-root+jwt",
            Self::TrustList => "xinyi-trust-list+jwt",
        }
    }

    #[cfg(feature = "issuer")]
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::Law => Stage::Law,
            Self::Manifest => Stage::Manifest,
            Self::Root => Stage::Root,
            Self::TrustList => Stage::TrustList,
        }
    }
}

/// A root that verified.
#[derive(Debug, Clone)]
pub(super) struct Root {
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) iat: Instant,
    pub(super) exp: Instant,
    /// Its keys and roles that this version does not understand.
    pub(super) ignored: Vec<IgnoredKey>,
    root: Quorum,
    manifest: Quorum,
    trust_list: Quorum,
}

/// The keys of a role, and how many of them have to sign.
#[derive(Debug, Clone)]
struct Quorum {
    /// The keys that are understood, with the `kid` of each. There may be fewer of them than the threshold.
    keys: Vec<(String, VerifyingKey)>,
    threshold: usize,
}

impl Root {
    /// The root that the app ships. It has to be signed as it says itself, so that one which was damaged on its way
    /// into the app is noticed.
    pub(super) fn pinned(signed: &General) -> Result<Self, Error> {
        let root = Self::unverified(signed)?;
        root.verify(Role::Root, signed)?;
        Ok(root)
    }

    /// The next version of this root, signed as both versions ask, with the numbers of the signatures that
    /// count. It may have expired: of a chain, only the last root must not have.
    pub(super) fn next(&self, signed: &General) -> Result<(Self, Vec<usize>), Error> {
        let next = Self::unverified(signed)?;
        // Checked before the signatures, so that the error names the version that is missing.
        self.check_next(&next)?;
        let mut signers = self.signers(Role::Root, signed)?;
        for signer in next.signers(Role::Root, signed)? {
            // One signature may be by a key of both.
            if !signers.contains(&signer) {
                signers.push(signer);
            }
        }
        Ok((next, signers))
    }

    /// Checks that another root says to be the next version of this one.
    pub(super) fn check_next(&self, next: &Self) -> Result<(), Error> {
        if next.id != self.id {
            return Err(Error::of_value(Code::FormatSchema, "/id", Problem::Value).at(Stage::Root));
        }
        let expected = self.version.checked_add(1);
        if Some(next.version) != expected {
            return Err(Error::new(Code::TrustRollback)
                .with("expected", version(expected.unwrap_or(u64::MAX)))
                .with("found", version(next.version))
                .at(Stage::Root));
        }
        Ok(())
    }

    /// Verifies that enough of a role's keys signed a document, and returns its payload.
    ///
    /// # Errors
    /// `trust.threshold`; `trust.unsupported` if there are not enough keys that are understood.
    pub(super) fn verify<'a>(&self, name: Role, signed: &'a General) -> Result<&'a [u8], Error> {
        self.signers(name, signed)?;
        Ok(signed.unverified_payload())
    }

    /// The numbers of the signatures that count, if there are enough.
    fn signers(&self, name: Role, signed: &General) -> Result<Vec<usize>, Error> {
        let role = self.role(name);
        if role.keys.len() < role.threshold {
            return Err(Error::new(Code::TrustUnsupported)
                .with("role", name.name())
                .with("required", role.threshold)
                .with("found", role.keys.len()));
        }
        let keys = role.keys.iter().map(|(k, v)| (k.as_str(), v));
        let signers = signed.signers(keys, name.typ());
        if signers.len() < role.threshold {
            return Err(Error::new(Code::TrustThreshold)
                .with("required", role.threshold)
                .with("found", signers.len()));
        }
        Ok(signers)
    }

    /// The keys of a role with their names.
    #[cfg(feature = "issuer")]
    pub(super) fn keys(&self, role: Role) -> &[(String, VerifyingKey)] {
        &self.role(role).keys
    }

    /// How many keys of a role have to sign.
    #[cfg(feature = "issuer")]
    pub(super) fn threshold(&self, role: Role) -> usize {
        self.role(role).threshold
    }

    /// The keys of a role, by RFC 7638 thumbprint, in the order of these.
    pub(super) fn thumbprints(&self, name: Role) -> Vec<String> {
        let keys = self.role(name).keys.iter();
        let mut all = Vec::new();
        sorted::extend(&mut all, keys.map(|(_, key)| key.public().thumbprint()));
        all
    }

    fn role(&self, name: Role) -> &Quorum {
        match name {
            Role::Manifest => &self.manifest,
            Role::Root => &self.root,
            Role::Law | Role::TrustList => &self.trust_list,
        }
    }

    /// Reads a root, whoever signed it.
    pub(super) fn unverified(signed: &General) -> Result<Self, Error> {
        Self::read(signed.unverified_payload()).map_err(|e| e.at(Stage::Root))
    }

    fn read(payload: &[u8]) -> Result<Self, Error> {
        let payload = json::parse(payload, limits::ROOT_BYTES)?;
        let document = &ObjectReader::of(&payload, Code::FormatSchema)?;
        let keys = Keys::read(document)?;
        let roles = document.object("roles")?;
        let role = |role: Role| Quorum::read(&roles.object(role.name())?, &keys);
        Ok(Self {
            root: role(Role::Root)?,
            manifest: role(Role::Manifest)?,
            trust_list: role(Role::TrustList)?,
            id: document.read("id").map(|Identifier(id)| id)?,
            version: document.read("version")?,
            iat: document.read("iat")?,
            exp: document.read("exp")?,
            ignored: {
                let mut ignored = keys.ignored.clone();
                let is_ours = |name: &str| Role::ALL.iter().any(|role| role.name() == name);
                let others = roles.names().filter(|name| !is_ours(name));
                ignored.extend(others.map(|role| IgnoredKey {
                    role: Some(visible(role).into_owned()),
                    ..IgnoredKey::default()
                }));
                ignored
            },
        })
    }

    /// The keys and roles that this version does not understand, for the report.
    pub(super) fn ignored_keys(&self) -> impl Iterator<Item = IgnoredKey> {
        self.ignored.iter().map(|key| IgnoredKey {
            root: Some(self.version),
            ..key.clone()
        })
    }
}

impl Quorum {
    fn read(role: &ObjectReader<'_>, keys: &Keys<'_>) -> Result<Self, Error> {
        let kids: Vec<String> = role.read("kids")?;
        // A threshold of none would let anybody sign.
        let threshold: u64 = role.read("threshold")?;
        let threshold = usize::try_from(threshold).ok();
        let threshold = threshold.filter(|threshold| (1..=kids.len()).contains(threshold));
        let threshold = threshold.ok_or_else(|| role.fail("threshold", Problem::Value))?;
        let mut known: Vec<(String, VerifyingKey)> = Vec::new();
        let mut seen = Names::default();
        for kid in kids {
            if !seen.add(&kid) {
                return Err(role.fail("kids", Problem::Value));
            }
            match keys.known.iter().find(|(of, ..)| *of == kid) {
                Some((_, key, _)) => known.push((kid, key.clone())),
                None if keys.is_ignored(&kid) => {}
                None => return Err(role.fail("kids", Problem::Value)),
            }
        }
        Ok(Self {
            keys: known,
            threshold,
        })
    }
}

/// Versions are counts; one that no JSON number can hold is shown as the largest that one can.
pub(crate) fn version(version: u64) -> json::Value {
    i64::try_from(version).unwrap_or(i64::MAX).into()
}
