//! What a holder signs when presenting: for whom, in answer to what, and with which consent.

use crate::error::{Code, Error, Stage};
use crate::json::{Object, ObjectReader, Value};
use crate::time::Instant;

/// The audience of a certificate: a presentation that is printed or stored, for whoever reads it.
pub const CERTIFICATE_AUDIENCE: &str = "urn:xinyi:certificate";

/// How many days a certificate may hold from the day on which its holder signed it.
pub const CERTIFICATE_DAYS: i64 = 90;

/// The claim of a key binding JWT that holds the consent.
const CONSENT: &str = "xinyi_consent";

/// What binds a presentation to one verifier and to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The verifier that the presentation is for.
    pub audience: String,
    /// The nonce that the verifier made for this request.
    pub nonce: String,
    /// The time at which it is made. A verifier accepts it for five minutes unless it says otherwise.
    pub iat: Instant,
    /// When it ends. None by default: then its age alone counts. A certificate has to have one.
    pub exp: Option<Instant>,
    /// The holder's consent to be evaluated. None by default; a verifier may require one.
    pub consent: Option<Consent>,
}

/// The holder's consent to be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The id of the programme.
    pub programme: String,
    /// When it ends. No decision on it holds longer.
    pub until: Instant,
}

impl Binding {
    /// A binding without consent.
    pub fn new(audience: impl Into<String>, nonce: impl Into<String>, iat: Instant) -> Self {
        Self {
            audience: audience.into(),
            nonce: nonce.into(),
            iat,
            exp: None,
            consent: None,
        }
    }

    /// The claims of the key binding JWT, but for the hash of what it binds.
    ///
    /// # Errors
    /// `input.holder` for an audience or nonce that is empty: it would bind to nobody; and for the audience of
    /// certificates without an end.
    pub(crate) fn claims(&self) -> Result<Object, Error> {
        // What has no end is no certificate, and must not be taken for one.
        let is_endless = self.audience == CERTIFICATE_AUDIENCE && self.exp.is_none();
        if self.audience.is_empty() || self.nonce.is_empty() || is_endless {
            return Err(Error::new(Code::InputHolder).at(Stage::Input));
        }
        let mut claims = Object::from([
            ("iat", Value::from(self.iat.unix())),
            ("aud", self.audience.as_str().into()),
            ("nonce", self.nonce.as_str().into()),
        ]);
        if let Some(exp) = self.exp {
            claims.set("exp", exp.unix());
        }
        if let Some(Consent { programme, until }) = &self.consent {
            let consent = Object::from([
                ("programme", Value::from(programme.as_str())),
                ("until", until.unix().into()),
            ]);
            claims.set(CONSENT, consent);
        }
        Ok(claims)
    }
}

impl Consent {
    /// The consent in the claims of a key binding JWT, if they have one.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid` with a pointer.
    pub(crate) fn in_claims(claims: &Object) -> Result<Option<Self>, Error> {
        let read = |consent| Self::read(&ObjectReader::of(consent, Code::ClaimInvalid)?);
        let consent = claims.get(CONSENT).map(read).transpose();
        consent.map_err(|e: Error| e.under(&["/", CONSENT].concat()))
    }

    /// Reads `{"programme", "until"}`.
    ///
    /// # Errors
    /// Those of the reader, with a pointer.
    pub(crate) fn read(consent: &ObjectReader<'_>) -> Result<Self, Error> {
        consent.only(&["programme", "until"])?;
        Ok(Self {
            programme: consent.read("programme")?,
            until: consent.read("until")?,
        })
    }
}
