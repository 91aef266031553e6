//! Key binding (RFC 9901 §4.3, §7.3): proof that the presentation was made by the bundle's holder, for this
//! verifier, and now.

use super::{Processed, SdJwt};
use crate::error::{Code, Error, Stage};
use crate::jose::{self, Algorithm, Compact, HashAlgorithm};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::time::Instant;

/// The `typ` of a key binding JWT.
pub(crate) const TYP: &str = "kb+jwt";

/// What a verifier expects of a key binding JWT. It is settled before a presentation is looked at. A verifier that
/// expects none does not call [`verify`]; a key binding JWT is not evaluated then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// The `aud` that it must have.
    pub audience: &'a str,
    /// The verifier's own number, used once.
    pub nonce: &'a str,
    /// How far `iat` may be from now.
    pub window: Window,
}

/// How far a key binding JWT's `iat` may be from now, in seconds; both ends are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// In the future. 60 by default: clocks differ.
    pub ahead: i64,
    /// In the past. 300 by default.
    pub old: i64,
    /// When the presentation was received, from which both are counted. By default now.
    pub from: Option<Instant>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            ahead: 60,
            old: 300,
            from: None,
        }
    }
}

/// A key binding JWT that has been verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyBinding {
    /// When it was made.
    pub iat: Instant,
    /// All its claims.
    pub claims: Object,
}

/// Verifies the key binding JWT of a presentation. Its `exp` and `nbf`, where it has them, are
/// honoured.
///
/// # Errors
/// `binding.missing`; `format.*` and `signature.*` of the JWT; `claim.required` and
/// `claim.invalid` for its own claims; `binding.sd_hash`, `binding.audience`, `binding.nonce`,
/// `binding.window`; `time.expired`, `time.not_yet_valid`; what
/// [`holder_key`](Processed::holder_key) refuses.
pub(crate) fn verify(
    presentation: &Processed<'_>,
    expected: &Expected<'_>,
    now: Instant,
) -> Result<KeyBinding, Error> {
    let Expected { audience, .. } = *expected;
    check(presentation, audience, Some(expected), now).map_err(|e| e.at(Stage::KeyBinding))
}

/// As [`verify`], of a presentation that answers nobody's request: it may have any nonce and any age.
///
/// # Errors
/// As [`verify`], but for `binding.nonce` and `binding.window`.
pub(crate) fn verify_unasked(
    presentation: &Processed<'_>,
    audience: &str,
    now: Instant,
) -> Result<KeyBinding, Error> {
    check(presentation, audience, None, now).map_err(|e| e.at(Stage::KeyBinding))
}

/// What a holder signs to present `selected`, a token with disclosures up to the last `~`: the header and payload of a
/// key binding JWT with these claims and the hash, in base64url and joined by a dot. Appending this, a dot and the
/// signature makes the presentation.
pub(super) fn signing_input(
    selected: &str,
    hash: HashAlgorithm,
    algorithm: Algorithm,
    mut claims: Object,
) -> String {
    let header = Object::from([("alg", Value::from(algorithm.name())), ("typ", TYP.into())]);
    claims.set("sd_hash", hash.digest_base64url(selected));
    jose::signing_input(header, claims)
}

fn check(
    presentation: &Processed<'_>,
    audience: &str,
    asked: Option<&Expected<'_>>,
    now: Instant,
) -> Result<KeyBinding, Error> {
    let sd_jwt: &SdJwt<'_> = presentation.sd_jwt;
    let text = sd_jwt
        .key_binding()
        .ok_or_else(|| Error::new(Code::BindingMissing))?;
    let token = Compact::parse(text, limits::BUNDLE_BYTES)?;
    token.header().expect_typ(TYP)?;
    let holder = presentation.holder_key()?;
    let payload = token.verify_or_diagnose(&holder)?;
    let Value::Object(claims) = json::parse(payload, limits::BUNDLE_BYTES)? else {
        return Err(Error::new(Code::FormatStructure).with("expected", "a JSON object"));
    };

    let sd_hash = jose::required_string(&claims, "sd_hash")?;
    let bound = sd_jwt.without_key_binding();
    if sd_hash != presentation.hash.digest_base64url(bound) {
        return Err(Error::new(Code::BindingSdHash));
    }
    let iat = match asked {
        Some(expected) => expected.check(&claims, now)?,
        None => {
            check_audience(&claims, audience)?;
            jose::required_string(&claims, "nonce")?;
            let iat = jose::required_numeric_date(&claims, "iat")?;
            jose::check_validity(&claims, now)?;
            iat
        }
    };
    Ok(KeyBinding { iat, claims })
}

/// Checks whom something was signed for. One string: an array would let one presentation be meant for several
/// verifiers, each of which could pass it on to the others.
///
/// # Errors
/// `claim.required`, `claim.invalid`, `binding.audience`.
fn check_audience(claims: &Object, audience: &str) -> Result<(), Error> {
    let found = jose::required_string(claims, "aud")?;
    match found == audience {
        true => Ok(()),
        false => Err(Error::new(Code::BindingAudience)
            .with("expected", audience)
            .with("found", found)),
    }
}

impl Expected<'_> {
    /// Checks whom something was signed for that its holder signed, in answer to what, and when. Returns when.
    ///
    /// # Errors
    /// `claim.required` and `claim.invalid`; `binding.audience`, `binding.nonce`, `binding.window`; `time.expired`,
    /// `time.not_yet_valid`.
    pub(crate) fn check(&self, claims: &Object, now: Instant) -> Result<Instant, Error> {
        check_audience(claims, self.audience)?;
        if jose::required_string(claims, "nonce")? != self.nonce {
            return Err(Error::new(Code::BindingNonce));
        }
        let iat = jose::required_numeric_date(claims, "iat")?;
        let Window { ahead, old, from } = self.window;
        let received = from.unwrap_or(now);
        let is_within = |earlier: Instant, later: Instant, most: i64| {
            // Beyond the year 9999 lies nothing that could be later.
            earlier.add_seconds(most).is_none_or(|last| later <= last)
        };
        // Nothing is received after it is decided, but for clocks that differ.
        let is_later = !is_within(now, received, ahead);
        if is_later || !is_within(received, iat, ahead) || !is_within(iat, received, old) {
            return Err(Error::new(Code::BindingWindow)
                .with("iat", iat)
                .with("now", received)
                .with("ahead", ahead)
                .with("old", old));
        }
        jose::check_validity(claims, now)?;
        Ok(iat)
    }
}
