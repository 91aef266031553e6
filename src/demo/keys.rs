//! What the platform signs with.

use super::seed::Seed;
use crate::error::Error;
use crate::issuer::{Algorithm, Signatory, SigningKey};
use crate::json::Object;

/// The names of the keys in the root.
pub(super) const ROOT_KIDS: [&str; 3] = ["root-1", "root-2", "root-3"];
pub(super) const MANIFEST_KID: &str = "manifest-1";
/// The names of the keys in the trust list, each within the entry of its issuer.
pub(super) const BUNDLE_KID: &str = "bundle-1";
pub(super) const STATUS_KID: &str = "status-1";
pub(super) const PROGRAMME_KID: &str = "programme-1";

/// Every private key of the platform.
pub(super) struct Keys {
    pub(super) roots: [SigningKey; 3],
    pub(super) manifest: SigningKey,
    pub(super) city_bundle: SigningKey,
    pub(super) city_status: SigningKey,
    pub(super) city_programme: SigningKey,
    pub(super) district_bundle: SigningKey,
    pub(super) agency_bundle: SigningKey,
}

impl Keys {
    pub(super) fn of(seed: &Seed) -> Result<Self, Error> {
        let key = |algorithm, name: &str| {
            SigningKey::generate(algorithm, &seed.stream(&["key ", name].concat()))
        };
        let ed25519 = |name| key(Algorithm::Ed25519, name);
        Ok(Self {
            roots: [
                ed25519(ROOT_KIDS[0])?,
                ed25519(ROOT_KIDS[1])?,
                ed25519(ROOT_KIDS[2])?,
            ],
            manifest: ed25519(MANIFEST_KID)?,
            city_bundle: ed25519("city-bundle-1")?,
            city_status: ed25519("city-status-1")?,
            city_programme: ed25519("city-programme-1")?,
            district_bundle: key(Algorithm::Es256, "district-bundle-1")?,
            agency_bundle: ed25519("agency-bundle-1")?,
        })
    }

    /// Every key with its name.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &SigningKey)> {
        let named = [
            (MANIFEST_KID, &self.manifest),
            ("city-bundle-1", &self.city_bundle),
            ("city-status-1", &self.city_status),
            ("city-programme-1", &self.city_programme),
            ("district-bundle-1", &self.district_bundle),
            ("agency-bundle-1", &self.agency_bundle),
        ];
        ROOT_KIDS.into_iter().zip(&self.roots).chain(named)
    }

    pub(super) fn city(&self) -> Signatory<'_> {
        Signatory::new(&self.city_bundle, BUNDLE_KID)
    }

    pub(super) fn district(&self) -> Signatory<'_> {
        Signatory::new(&self.district_bundle, BUNDLE_KID)
    }

    pub(super) fn agency(&self) -> Signatory<'_> {
        Signatory::new(&self.agency_bundle, BUNDLE_KID)
    }

    /// Two of the three, as many as have to.
    pub(super) fn root_signatories(&self) -> Vec<Signatory<'_>> {
        let holders = self.roots.iter().zip(ROOT_KIDS);
        holders
            .take(2)
            .map(|(key, kid)| Signatory::new(key, kid))
            .collect()
    }
}

/// A key as the root and the trust list have it.
pub(super) fn listed(key: &SigningKey, kid: &str) -> Object {
    object! { "kid": kid, "alg": key.algorithm().name(), "jwk": key.to_jwk() }
}
