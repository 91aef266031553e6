//! Signature algorithms.

/// A signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with P-256 and SHA-256 (RFC 7518 §3.4).
    Es256,
    /// EdDSA with Ed25519 (RFC 8032, RFC 9864 §2.2).
    Ed25519,
    /// SM2 with SM3 (GB/T 32918.2, GB/T 32905).
    Sm2,
}

impl Algorithm {
    /// The algorithm of an `alg`. Every algorithm but Ed25519 that `EdDSA` might stand for is
    /// ruled out by the type of the key. Neither name of SM2 is registered with IANA.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "Ed25519" | "EdDSA" => Some(Self::Ed25519),
            "ES256" => Some(Self::Es256),
            "SGD_SM3_SM2" | "SM2" => Some(Self::Sm2),
            _ => None,
        }
    }

    /// The one name under which it is issued and reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Ed25519 => "Ed25519",
            Self::Sm2 => "SGD_SM3_SM2",
        }
    }
}

/// The identifier that SM2 signatures are made with unless signer and verifier agree on another
/// (GB/T 35276 §10).
pub(crate) const SM2_DEFAULT_ID: &str = "1234567812345678";
