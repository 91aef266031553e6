//! The trust documents as they are written. Members that a newer platform may add are ignored,
//! so that older apps can read it; what is known is read strictly.

use alloc::string::String;
use alloc::vec::Vec;

use crate::all::all;
use crate::credit::{Fields, Recognition};
use crate::error::{Code, Error, string_enum};
use crate::jose::{Algorithm, PublicKey, VerifyingKey};
use crate::json::{Identifier, ObjectReader, Uri, Value};
use crate::limits;
use crate::time::Instant;

/// What belongs together at one time.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) version: u64,
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    pub(crate) trust_list: Pin,
    /// With the programme's id.
    pub(crate) programmes: Vec<(String, Pin)>,
    /// The least `iat` of the list for each URI.
    pub(crate) status_lists: Vec<(String, Instant)>,
}

/// A version and the SHA-256 of its JWS payload, base64url.
#[derive(Debug)]
pub(crate) struct Pin {
    pub(crate) version: u64,
    pub(crate) sha256: String,
}

impl Manifest {
    pub(super) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let mut programmes = Vec::new();
        for programme in document.each("programmes")? {
            let Identifier(id) = programme.read("id")?;
            programmes.push((id, Pin::read(&programme)?));
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
            programmes,
            status_lists,
        })
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

/// Who may sign what.
#[derive(Debug)]
pub(crate) struct TrustList<'a> {
    pub(crate) version: u64,
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    /// Each is read by itself, so that one that is wrong is dropped alone.
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
    all(read)
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

string_enum! {
    /// Why a key was revoked.
    Reason {
        /// Somebody else may have it.
        Compromised = "compromised",
        /// It was merely replaced.
        Superseded = "superseded",
    }
}

/// That a key was revoked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Revocation {
    pub(crate) at: Instant,
    /// Unless it is said to be merely replaced, somebody else may have it.
    pub(crate) reason: Reason,
}

impl Revocation {
    pub(super) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        let said: Option<&Value> = document.maybe("reason")?;
        Ok(Self {
            at: document.read("at")?,
            reason: match said {
                None => Reason::Compromised,
                Some(_) => document.one_of("reason", Reason::ALL, Reason::as_str)?,
            },
        })
    }
}

/// How far an issuer's lists say "and nothing else".
#[derive(Debug)]
pub(crate) struct Completeness {
    pub(crate) regions: Vec<String>,
    pub(crate) fields: Fields,
}

impl Completeness {
    pub(super) fn read(document: &ObjectReader<'_>) -> Result<Self, Error> {
        Ok(Self {
            regions: document.read("regions")?,
            fields: document.read("fields")?,
        })
    }
}

/// A key as roots and entries write it: `{kid, alg, jwk, sm2_id?, …}`. No name is there twice.
pub(super) fn keys<'a>(
    document: &ObjectReader<'a>,
) -> Result<Vec<(String, VerifyingKey, ObjectReader<'a>)>, Error> {
    let mut keys: Vec<(String, VerifyingKey, ObjectReader<'a>)> = Vec::new();
    let written = document.each("keys")?;
    if written.len() > limits::KEYS {
        return Err(document.fail("keys", "value").with("limit", limits::KEYS));
    }
    for key in written {
        let Identifier(kid) = key.read("kid")?;
        if keys.iter().any(|(known, ..)| *known == kid) {
            return Err(key.fail("kid", "value"));
        }
        let algorithm = Algorithm::from_name(key.read("alg")?);
        let algorithm = algorithm.ok_or_else(|| key.fail("alg", "value"))?;
        let public = PublicKey::from_jwk(key.read("jwk")?)?;
        let verifying = VerifyingKey::new(public, algorithm, key.maybe("sm2_id")?)?;
        keys.push((kid, verifying, key));
    }
    Ok(keys)
}
