//! The law edition that the manifest pins, and the one by which it is decided.

use std::sync::Arc;

use super::checks::{not_from_the_future, pin_differs, signed};
use super::format::Pin;
use super::report::Part;
use super::root::{Role, Root};
use crate::error::{Code, Error, Stage};
use crate::jose::{base64url, sha256};
use crate::json::Value;
use crate::law::{Edition, Law};
use crate::limits;
use crate::time::Instant;

/// The law as far as a store has it.
#[derive(Debug)]
pub(super) struct HeldLaw {
    /// What decides where no later one is signed.
    built_in: Law,
    /// A signed edition that the manifest pins, or did.
    signed: Option<SignedEdition>,
    /// The later of that one and the built-in one.
    pub(super) in_force: Law,
}

#[derive(Debug)]
struct SignedEdition {
    /// As it was signed.
    text: Value,
    sha256: String,
    edition: Arc<Edition>,
}

impl HeldLaw {
    /// Of a store that has loaded nothing yet.
    pub(super) fn new(built_in: Law) -> Self {
        Self {
            signed: None,
            in_force: built_in.clone(),
            built_in,
        }
    }

    /// The signed edition, as it was signed.
    pub(super) fn text(&self) -> Option<&Value> {
        self.signed.as_ref().map(|signed| &signed.text)
    }

    /// Takes the edition that the manifest pins, if it is here and verifies. Otherwise the one that was held
    /// stays, and whatever it sets aside is doubtful: the newer one may let it count. Returns what became of it;
    /// `None` if there is none and none is wanted.
    pub(super) fn update(
        &mut self,
        given: Option<&Value>,
        pin: Option<&Pin>,
        root: &Root,
        now: Instant,
    ) -> Option<Part> {
        let former = self.signed.take();
        let is_pinned = |held: &SignedEdition| pin.is_some_and(|pin| pin.sha256 == held.sha256);
        let was_held = former.as_ref().is_some_and(is_pinned);
        let taken = given.map(|text| SignedEdition::verified(text, pin, root, now));
        // A newer root may have taken the keys away that signed it.
        let former = former.filter(|held| SignedEdition::is_signed(&held.text, root));
        let (signed, part) = match taken {
            Some(Ok(taken)) => (Some(taken), Some(Part::accepted_if(!was_held))),
            // An older snapshot, which takes nothing away.
            Some(Err(error)) if was_held && error.code() == Code::TrustPin => {
                (former, Some(Part::kept()))
            }
            Some(Err(error)) => (former, Some(Part::refused(error.at(Stage::Law)))),
            None if pin.is_none() => (former, None),
            None if former.as_ref().is_some_and(is_pinned) => (former, Some(Part::kept())),
            None => {
                let missing = Error::new(Code::LawMissing).at(Stage::Law);
                (former, Some(Part::refused(missing)))
            }
        };
        let is_held = pin.is_none() || signed.as_ref().is_some_and(is_pinned);
        let built_in = &self.built_in.edition;
        let newest = match &signed {
            Some(signed) if signed.edition.replaces(built_in) => &signed.edition,
            _ => built_in,
        };
        self.in_force = Law {
            edition: newest.clone(),
            is_superseded: !is_held,
        };
        self.signed = signed;
        part.map(|part| part.with_version(self.in_force.version))
    }
}

impl SignedEdition {
    /// # Errors
    /// `limit.bytes`, `format.*`, `trust.threshold`, `trust.unsupported`, `trust.pin`, `law.unsupported`,
    /// `time.rollback`.
    fn verified(text: &Value, pin: Option<&Pin>, root: &Root, now: Instant) -> Result<Self, Error> {
        let signed = signed(text, limits::SIGNED_LAW_BYTES)?;
        let payload = root.verify(Role::Law, &signed)?;
        let sha256 = base64url::encode(&sha256(payload));
        let pinned = pin.filter(|pin| pin.sha256 == sha256);
        let differs = || pin_differs(pin.map_or("", |pin| &pin.sha256), &sha256);
        let pin = pinned.ok_or_else(differs)?;
        let edition = Edition::parse(payload)?;
        if edition.version != pin.version {
            return Err(differs());
        }
        not_from_the_future(edition.iat, now)?;
        Ok(Self {
            text: text.clone(),
            sha256,
            edition: Arc::new(edition),
        })
    }

    /// Whether enough of a root's keys signed it.
    fn is_signed(text: &Value, root: &Root) -> bool {
        let signed = signed(text, limits::SIGNED_LAW_BYTES);
        signed.is_ok_and(|signed| root.verify(Role::Law, &signed).is_ok())
    }
}
