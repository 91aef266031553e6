//! The trust documents as they are written: manifest, trust list, and the parts that root and trust list share.
//!
//! Unknown members are ignored, so that an older app can read the documents of a newer platform. Known members are
//! read strictly.

use super::report::IgnoredKey;
use crate::credit::Recognition;
use crate::error::{Code, Error, Problem, string_enum};
use crate::jose::{Algorithm, PublicKey, VerifyingKey};
use crate::json::{Identifier, ObjectReader, Uri, Value};
use crate::limits;
use crate::time::{Day, Instant};
use crate::visible::visible;

/// The manifest: which versions of everything else belong together.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) version: u64,
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    pub(crate) trust_list: Pin,
    /// Of the edition of the law, if there is a signed one.
    pub(crate) law: Option<Pin>,
    pub(crate) programmes: Vec<ProgrammePin>,
    /// For each URI, the least `iat` that its status list may have.
    pub(crate) status_lists: Vec<(String, Instant)>,
}

/// A version, and the SHA-256 of its JWS payload in base64url.
#[derive(Debug)]
pub(crate) struct Pin {
    pub(crate) version: u64,
    pub(crate) sha256: String,
}

/// What the manifest says of a version of a programme, whether the snapshot has it or not.
#[derive(Debug)]
pub(crate) struct ProgrammePin {
    pub(crate) id: String,
    pub(crate) pin: Pin,
    /// The first day on which it is in force. None: at once.
    pub(crate) valid_from: Option<Day>,
}

impl Manifest {
    pub(super) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let mut programmes = Vec::new();
        for programme in document.each("programmes")? {
            let Identifier(id) = programme.read("id")?;
            programmes.push(ProgrammePin {
                id,
                pin: Pin::read(&programme)?,
                valid_from: programme.maybe("valid_from")?,
            });
        }
        let mut status_lists = Vec::new();
        for list in document.each("status_lists")? {
            let Uri(uri) = list.read("uri")?;
            status_lists.push((uri, list.read("min_iat")?));
        }
        Ok(Self {
            version: document.read("version")?,
            iat: document.read("iat")?,
            exp: document.read("exp")?,
            trust_list: Pin::read(&document.object("trust_list")?)?,
            law: match document.maybe_object("law")? {
                Some(law) => Some(Pin::read(&law)?),
                None => None,
            },
            programmes,
            status_lists,
        })
    }
}

impl Manifest {
    /// The version of the edition of the law that it pins; 0: it pins none.
    pub(super) fn law_version(&self) -> u64 {
        self.law.as_ref().map_or(0, |pin| pin.version)
    }
}

impl Pin {
    fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        Ok(Self {
            version: document.read("version")?,
            sha256: document.read("sha256")?,
        })
    }
}

/// A trust list: who may sign what.
#[derive(Debug)]
pub(crate) struct TrustList<'a> {
    pub(crate) version: u64,
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    /// Each is read by itself, so that an invalid one is dropped alone.
    pub(crate) entries: &'a [Value],
    /// Agreements between regions.
    pub(crate) recognition: Vec<Recognition>,
}

impl<'a> TrustList<'a> {
    pub(super) fn read(document: &ObjectReader<'a>) -> Result<Self, Error> {
        Ok(Self {
            version: document.read("version")?,
            iat: document.read("iat")?,
            exp: document.read("exp")?,
            entries: document.read("entries")?,
            recognition: recognition(document)?,
        })
    }
}

string_enum! {
    /// What an issuer is.
    EntryKind {
        /// An industry association (行业协会).
        Association = "association",
        /// A department that keeps records of its own.
        Authority = "authority",
        /// A licensed credit agency (信用服务机构).
        CreditAgency = "credit_agency",
        /// A district's sub-platform.
        District = "district",
        /// A city's platform.
        Municipal = "municipal",
        /// A platform of several provinces.
        Regional = "regional",
    }
}

string_enum! {
    /// What a key may sign.
    KeyUse {
        /// Credit status bundles.
        Bundle = "bundle",
        /// Programmes.
        Programme = "programme",
        /// Status lists.
        Status = "status",
    }
}

/// Why a key was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RevocationReason {
    /// Somebody else may have it.
    Compromised,
    /// It was merely replaced.
    Superseded,
}

/// That a key was revoked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Revocation {
    pub(crate) at: Instant,
    /// `compromised` unless it says `superseded`.
    pub(crate) reason: RevocationReason,
}

impl Revocation {
    pub(super) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let said: Option<&str> = document.maybe("reason")?;
        Ok(Self {
            at: document.read("at")?,
            reason: match said {
                Some("superseded") => RevocationReason::Superseded,
                // A reason that is left out or not known is taken for the worst.
                _ => RevocationReason::Compromised,
            },
        })
    }
}

/// The keys of a root or an entry, each `{kid, alg, jwk, sm2_id?, …}`. No `kid` stands there twice.
pub(super) struct Keys<'a> {
    /// Those that are understood, with their further members.
    pub(super) known: Vec<(String, VerifyingKey, ObjectReader<'a>)>,
    pub(super) ignored: Vec<IgnoredKey>,
}

impl<'a> Keys<'a> {
    /// # Errors
    /// `format.schema`; `signature.key` for one that is malformed though its algorithm is known.
    pub(super) fn read(document: &ObjectReader<'a>) -> Result<Self, Error> {
        let mut keys = Self {
            known: Vec::new(),
            ignored: Vec::new(),
        };
        let written = document.each("keys")?;
        if written.len() > limits::KEYS {
            return Err(document
                .fail("keys", Problem::Value)
                .with("limit", limits::KEYS));
        }
        for key in written {
            let Identifier(kid) = key.read("kid")?;
            if keys.known.iter().any(|(known, ..)| *known == kid) || keys.is_ignored(&kid) {
                return Err(key.fail("kid", Problem::Value));
            }
            match verifying(&key)? {
                Some(verifying) => keys.known.push((kid, verifying, key)),
                None => keys.ignored.push(IgnoredKey {
                    kid: Some(kid),
                    alg: Some(visible(key.read("alg")?).into_owned()),
                    ..IgnoredKey::default()
                }),
            }
        }
        Ok(keys)
    }

    pub(super) fn is_ignored(&self, kid: &str) -> bool {
        let mut ignored = self.ignored.iter();
        ignored.any(|key| key.kid.as_deref() == Some(kid))
    }
}

/// The key, or `None` if its algorithm is not known.
fn verifying(key: &ObjectReader<'_>) -> Result<Option<VerifyingKey>, Error> {
    let name: &str = key.read("alg")?;
    let Some(algorithm) = Algorithm::from_name(name) else {
        return Ok(None);
    };
    let jwk: &Value = key.read("jwk")?;
    // `EdDSA` is the name of Ed448 as well, which is not understood (RFC 8037 §3.1).
    let curve = jwk.member("crv").and_then(Value::as_str);
    if name == "EdDSA" && curve == Some("Ed448") {
        return Ok(None);
    }
    let public = PublicKey::from_jwk(jwk)?;
    match VerifyingKey::new(public, algorithm, key.maybe("sm2_id")?) {
        // This build leaves the algorithm out.
        Err(error) if error.code() == Code::InputUnsupported => Ok(None),
        read => read.map(Some),
    }
}

fn recognition(document: &ObjectReader<'_>) -> Result<Vec<Recognition>, Error> {
    let written: Option<&[Value]> = document.maybe("recognition")?;
    let written = written.unwrap_or_default();
    if written.len() > limits::RECOGNITIONS {
        return Err(Error::new(Code::LimitItems)
            .with("limit", limits::RECOGNITIONS)
            .with("found", written.len()));
    }
    let read = written.iter().enumerate().map(|(index, agreement)| {
        let place = |e: Error| e.under(&format!("{}/{index}", document.place("recognition")));
        Recognition::read(agreement).map_err(place)
    });
    read.collect()
}
