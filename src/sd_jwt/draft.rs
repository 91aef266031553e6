//! A presentation on its way: chosen, and still to be signed by its holder.

use super::parse::SdJwt;
use super::{holder_key, key_binding, process_and_check};
use crate::error::{Error, Stage};
use crate::jose::{self, Algorithm, VerifyingKey, base64url};
use crate::json::{Object, Value};

/// What lacks its holder's signature: a presentation, or a statement that goes with one.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// What stands before it: token and disclosures, up to the last `~`.
    selected: String,
    /// Header and payload.
    signing_input: String,
    key: VerifyingKey,
}

impl SdJwt<'_> {
    /// Chooses what to disclose, as [`select`](Self::select) does, to be signed by the holder of `cnf.jwk` with these
    /// claims and the hash of what was chosen.
    ///
    /// # Errors
    /// As [`Verified::process`](super::Verified::process) and [`Processed::holder_key`](super::Processed::holder_key).
    pub(crate) fn draft(
        &self,
        keep: &mut dyn FnMut(&str) -> bool,
        binding: Object,
    ) -> Result<Draft, Error> {
        let (hash, claims, placements) = process_and_check(self)?;
        let key = holder_key(&claims).map_err(|e| e.at(Stage::Bundle))?;
        let selected = self.selected(&placements, keep);
        let signing_input = key_binding::signing_input(&selected, hash, key.algorithm(), binding);
        Ok(Draft {
            selected,
            signing_input,
            key,
        })
    }

    /// A statement beside a presentation, to be signed by the holder of `cnf.jwk`: a compact JWS of this `typ`, which
    /// names the key by its RFC 7638 thumbprint.
    ///
    /// # Errors
    /// As [`draft`](Self::draft).
    pub(crate) fn statement(&self, typ: &str, claims: Object) -> Result<Draft, Error> {
        let (_, token, _) = process_and_check(self)?;
        let key = holder_key(&token).map_err(|e| e.at(Stage::Bundle))?;
        let header = Object::from([
            ("alg", Value::from(key.algorithm().name())),
            ("typ", typ.into()),
            ("kid", key.thumbprint().into()),
        ]);
        Ok(Draft {
            selected: String::new(),
            signing_input: jose::signing_input(header, claims),
            key,
        })
    }
}

impl Draft {
    /// What the holder has to sign, whole and not hashed before.
    pub(crate) fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The algorithm of the holder's key.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.key.algorithm()
    }

    /// The whole with this signature, raw and of 64 bytes, which is verified first.
    ///
    /// # Errors
    /// `signature.encoding`, `signature.invalid`, `signature.sm2_*`, at the stage `signer`.
    pub(crate) fn finish(&self, signature: &[u8]) -> Result<String, Error> {
        let verified = self
            .key
            .verify_or_diagnose(self.signing_input.as_bytes(), signature);
        verified.map_err(|e| e.at(Stage::Signer))?;
        let parts = [
            &*self.selected,
            &self.signing_input,
            ".",
            &base64url::encode(signature),
        ];
        Ok(parts.concat())
    }
}
