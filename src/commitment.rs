//! Commitments (信用承诺) that a holder signs for whoever decides.

use crate::credit::Promise;
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{Compact, HashAlgorithm};
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::time::{Day, Instant};

/// The `typ` of a commitment.
pub(crate) const TYP: &str = "xinyi-commitment+jwt";

/// The members of a payload. All of them have to be there, and no other.
const MEMBERS: &[&str] = &[
    "type",
    "item",
    "text_sha256",
    "programme",
    "aud",
    "nonce",
    "iat",
    "exp",
];

/// What a holder commits to, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Its type: `approval_replacing`, `self_publicised`, `industry_self_discipline`, `credit_repair` or `proof_item`.
    pub kind: String,
    /// What for: a code of the programme's, `[a-z0-9_-]{1,40}`.
    pub item: String,
    /// The SHA-256 of the text that the holder agrees to, in UTF-8, in base64url.
    pub text_sha256: String,
    /// The id of the programme that it is made for.
    pub programme: String,
    /// The version of that programme. It counts for no other.
    pub version: u64,
    /// Whom it is made for.
    pub audience: String,
    /// The nonce that they made for this request.
    pub nonce: String,
    /// When it is made. It is accepted as long as a presentation of that time is.
    pub iat: Instant,
    /// When it ends. No decision on it holds longer.
    pub until: Instant,
}

impl Commitment {
    /// The SHA-256 of a text in UTF-8, in base64url, as [`text_sha256`](Self::text_sha256) has it and programmes pin it.
    pub fn sha256_of(text: &str) -> String {
        HashAlgorithm::Sha256.digest_base64url(text)
    }

    /// What a signed commitment says, for a holder who plans with it. The signature is not looked at.
    ///
    /// # Errors
    /// `limit.bytes`, `format.*`; `claim.invalid` with a pointer. At the stage `commitment`.
    pub fn in_signed(text: &str) -> Result<Self, Error> {
        let read = || {
            let token = Compact::parse(text, limits::COMMITMENT_BYTES)?;
            let payload = json::parse(token.unverified_payload(), limits::COMMITMENT_BYTES)?;
            let given = ObjectReader::of(&payload, Code::ClaimInvalid)?;
            let (programme, version) = Signed::read(&payload)?.programme;
            Ok(Self {
                kind: given.read("type")?,
                item: given.read("item")?,
                text_sha256: given.read("text_sha256")?,
                programme,
                version,
                audience: given.read("aud")?,
                nonce: given.read("nonce")?,
                iat: given.read("iat")?,
                until: given.read("exp")?,
            })
        };
        read().map_err(|e: Error| e.at(Stage::Commitment))
    }

    /// What it promises once it is signed.
    ///
    /// # Errors
    /// As [`claims`](Self::claims).
    pub(crate) fn promise(&self) -> Result<Promise, Error> {
        Ok(Signed::read(&self.claims()?.into())?.promise)
    }

    /// The payload.
    ///
    /// # Errors
    /// `input.holder` for an audience or nonce that is empty; `input.options` with the pointer to what no verifier
    /// would accept: `/type`, `/item`, `/text_sha256`, `/until`.
    pub(crate) fn claims(&self) -> Result<Object, Error> {
        if self.audience.is_empty() || self.nonce.is_empty() {
            return Err(Error::new(Code::InputHolder).at(Stage::Input));
        }
        if self.until <= self.iat {
            return Err(Error::of_option("/until", Problem::Value));
        }
        let version = i64::try_from(self.version)
            .map_err(|_| Error::of_option("/programme/version", Problem::TooLarge))?;
        let programme = Object::from([
            ("id", Value::from(self.programme.as_str())),
            ("version", version.into()),
        ]);
        let claims = Object::from([
            ("type", Value::from(self.kind.as_str())),
            ("item", self.item.as_str().into()),
            ("text_sha256", self.text_sha256.as_str().into()),
            ("programme", programme.into()),
            ("aud", self.audience.as_str().into()),
            ("nonce", self.nonce.as_str().into()),
            ("iat", self.iat.into()),
            ("exp", self.until.into()),
        ]);
        let claims = Value::from(claims);
        let given = ObjectReader::of(&claims, Code::InputOptions)?;
        Promise::read(&given, Day::of(self.iat)).map_err(|e| e.at(Stage::Input))?;
        match claims {
            Value::Object(claims) => Ok(claims),
            _ => Err(Error::of_option("", Problem::ObjectExpected)),
        }
    }
}

/// A commitment whose signature verified, as far as it can be read by itself.
pub(crate) struct Signed {
    pub(crate) promise: Promise,
    /// The id and the version of its programme.
    pub(crate) programme: (String, u64),
    pub(crate) exp: Instant,
}

impl Signed {
    /// Reads a payload.
    ///
    /// # Errors
    /// `claim.invalid` with a pointer for a member that is missing, unknown or of the wrong form; `null` among them.
    pub(crate) fn read(payload: &Value) -> Result<Self, Error> {
        let given = ObjectReader::of(payload, Code::ClaimInvalid)?;
        given.only(MEMBERS)?;
        let programme = given.object("programme")?;
        programme.only(&["id", "version"])?;
        // What they have to be, the holder policy says.
        for name in ["aud", "nonce"] {
            given.read::<&str>(name)?;
        }
        Ok(Self {
            promise: Promise::read(&given, Day::of(given.read("iat")?))?,
            programme: (programme.read("id")?, programme.read("version")?),
            exp: given.read("exp")?,
        })
    }
}
