//! The root: whose signatures count for the other trust documents, and how many.

use alloc::string::String;
use alloc::vec::Vec;

use super::document;
use crate::error::{Code, Error, Stage};
use crate::jose::{General, VerifyingKey};
use crate::json::{self, Identifier, ObjectReader};
use crate::limits;
use crate::time::Instant;

/// What a root's keys sign, and by which of them it has to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The manifest.
    Manifest,
    /// The root itself, and its next version.
    Root,
    /// The trust list.
    TrustList,
}

impl Role {
    /// The `typ` of its document.
    pub(super) fn typ(self) -> &'static str {
        match self {
            Self::Manifest => "xinyi-manifest+jwt",
            Self::Root => "xinyi-root+jwt",
            Self::TrustList => "xinyi-trust-list+jwt",
        }
    }

    #[cfg(feature = "issuer")]
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::Manifest => Stage::Manifest,
            Self::Root => Stage::Root,
            Self::TrustList => Stage::TrustList,
        }
    }
}

/// A root that verified.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) iat: Instant,
    pub(super) exp: Instant,
    root: Quorum,
    manifest: Quorum,
    trust_list: Quorum,
}

#[derive(Debug)]
struct Quorum {
    /// With the `kid` that a signature names its key by.
    keys: Vec<(String, VerifyingKey)>,
    threshold: usize,
}

impl Root {
    /// The root that the app ships. It must at least be signed as it says itself, so that what
    /// was cut or mixed up on its way into the app is noticed.
    pub(super) fn pinned(signed: &General) -> Result<Self, Error> {
        let root = Self::unverified(signed)?;
        root.verify(Role::Root, signed)?;
        Ok(root)
    }

    /// The next version of this root, signed as both versions ask. It may have expired: only the
    /// last of a chain must not have.
    pub(super) fn next(&self, signed: &General) -> Result<Self, Error> {
        let next = Self::unverified(signed)?;
        // First, to name the version that is missing: whose signatures count is another matter.
        self.check_next(&next)?;
        self.verify(Role::Root, signed)?;
        next.verify(Role::Root, signed)?;
        Ok(next)
    }

    /// Checks that another root says to be the next version of this one.
    pub(super) fn check_next(&self, next: &Self) -> Result<(), Error> {
        if next.id != self.id {
            return Err(Error::new(Code::FormatSchema)
                .with("pointer", "/id")
                .with("problem", "value")
                .at(Stage::Root));
        }
        if next.version != self.version + 1 {
            return Err(Error::new(Code::TrustRollback)
                .with("expected", version(self.version + 1))
                .with("found", version(next.version))
                .at(Stage::Root));
        }
        Ok(())
    }

    /// Verifies that enough of a role's keys signed a document, and returns its payload.
    pub(super) fn verify<'a>(&self, name: Role, signed: &'a General) -> Result<&'a [u8], Error> {
        let role = self.role(name);
        let found =
            signed.count_signers(role.keys.iter().map(|(k, v)| (k.as_str(), v)), name.typ());
        if found < role.threshold {
            return Err(Error::new(Code::TrustThreshold)
                .with("required", role.threshold)
                .with("found", found));
        }
        Ok(signed.unverified_payload())
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

    /// The keys of a role, by RFC 7638 thumbprint.
    pub(super) fn thumbprints(&self, name: Role) -> Vec<String> {
        let keys = self.role(name).keys.iter();
        keys.map(|(_, key)| key.public().thumbprint()).collect()
    }

    fn role(&self, name: Role) -> &Quorum {
        match name {
            Role::Manifest => &self.manifest,
            Role::Root => &self.root,
            Role::TrustList => &self.trust_list,
        }
    }

    /// As a document says, whoever signed it.
    pub(super) fn unverified(signed: &General) -> Result<Self, Error> {
        Self::read(signed.unverified_payload()).map_err(|e| e.at(Stage::Root))
    }

    fn read(payload: &[u8]) -> Result<Self, Error> {
        let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
        let document = &ObjectReader::of(&payload, Code::FormatSchema)?;
        let keys = document::keys(document)?;
        let roles = document.object("roles")?;
        let role = |name: &str| {
            let written = roles.object(name)?;
            let kids: Vec<String> = written.read("kids")?;
            let mut of_role: Vec<(String, VerifyingKey)> = Vec::new();
            for kid in kids {
                let again = of_role.iter().any(|(known, _)| *known == kid);
                match keys.iter().find(|(known, ..)| *known == kid) {
                    Some((_, key, _)) if !again => of_role.push((kid, key.clone())),
                    _ => return Err(written.fail("kids", "value")),
                }
            }
            // A threshold of none would let anybody sign.
            let threshold: u64 = written.read("threshold")?;
            match usize::try_from(threshold) {
                Ok(threshold) if (1..=of_role.len()).contains(&threshold) => Ok(Quorum {
                    keys: of_role,
                    threshold,
                }),
                _ => Err(written.fail("threshold", "value")),
            }
        };
        Ok(Self {
            root: role("root")?,
            manifest: role("manifest")?,
            trust_list: role("trust_list")?,
            id: document.read("id").map(|Identifier(id)| id)?,
            version: document.read("version")?,
            iat: document.read("iat")?,
            exp: document.read("exp")?,
        })
    }
}

/// Versions are counts; one that no JSON number can hold is shown as the largest that one can.
pub(crate) fn version(version: u64) -> crate::json::Value {
    i64::try_from(version).unwrap_or(i64::MAX).into()
}
