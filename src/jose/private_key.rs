//! Private keys as documents in DER: PKCS #8 (RFC 5958) and the ECPrivateKey within it (RFC 5915).

use der::asn1::{AnyRef, BitStringRef, ContextSpecific, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode as _, Reader, SliceReader, Tag, TagNumber};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{PrivateKeyInfo, PrivateKeyInfoRef};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use super::curve::{Curve, EC_PUBLIC_KEY, spells, unpadded};
use super::{Algorithm, PublicKey, SecureRandom};
use crate::error::{Code, Error, Problem};

/// RFC 8410 §3.
pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// What a private key comes to in every algorithm: 32 bytes, and the public key that belongs to them.
pub(super) struct PrivateKey {
    /// The number d of a curve, or the seed of Ed25519 (RFC 8032 §5.1.5).
    pub(super) secret: Zeroizing<[u8; 32]>,
    pub(super) public: PublicKey,
}

impl PrivateKey {
    /// # Errors
    /// `host.random` if `random` fails; `input.unsupported` for SM2 without the feature `sm2`.
    pub(super) fn generate(algorithm: Algorithm, random: &dyn SecureRandom) -> Result<Self, Error> {
        // All but one in 2³² strings of 32 bytes are private keys of a curve.
        for _ in 0..4 {
            let mut secret = Zeroizing::new([0; 32]);
            random.fill(&mut *secret)?;
            match Self::new(algorithm, secret) {
                Err(error) if error.code() == Code::SignatureKey => {}
                made => return made,
            }
        }
        Err(Error::of_random(
            "the generator gives no number that is a key",
        ))
    }

    /// # Errors
    /// `signature.key` for a number that is no private key of its curve; `input.unsupported` for SM2 without the
    /// feature `sm2`.
    pub(super) fn new(algorithm: Algorithm, secret: Zeroizing<[u8; 32]>) -> Result<Self, Error> {
        let public = match Curve::of(algorithm) {
            Some(curve) => curve.public_of(&secret)?,
            None => {
                let pair =
                    Ed25519KeyPair::from_seed_unchecked(&*secret).map_err(|_| malformed())?;
                let public = pair.public_key().as_ref().try_into();
                PublicKey::Ed25519(public.map_err(|_| malformed())?)
            }
        };
        Ok(Self { secret, public })
    }

    /// Reads a PKCS #8 document.
    ///
    /// # Errors
    /// `signature.key`; `input.unsupported` for SM2 without the feature `sm2`.
    pub(super) fn from_pkcs8(document: &[u8]) -> Result<Self, Error> {
        let Parts {
            algorithm,
            private_key,
            public_key,
        } = Parts::read(document).map_err(|_| malformed())?;
        let key = match (algorithm.oid, algorithm.parameters) {
            (ED25519, None) => {
                let seed = <&OctetStringRef>::from_der(private_key).map_err(|_| malformed())?;
                let seed = seed.as_bytes().try_into().map_err(|_| malformed())?;
                Self::new(Algorithm::Ed25519, Zeroizing::new(seed))?
            }
            (EC_PUBLIC_KEY, parameters) => {
                let curve = parameters.filter(|any| !any.is_null());
                let curve = curve.map(Curve::of_parameters).transpose()?;
                Self::from_ec_private_key(private_key, curve)?
            }
            (ED25519, Some(_)) => return Err(malformed()),
            (other, _) => {
                return Err(Error::new(Code::SignatureKey)
                    .because(Problem::UnknownKeyType)
                    .with("found", other.to_string()));
            }
        };
        key.check_public(public_key)?;
        Ok(key)
    }

    /// Reads an ECPrivateKey. It may say its curve itself, and then says the same as `curve`.
    ///
    /// # Errors
    /// `signature.key`, with the problem `algorithm_mismatch` if two curves are said and `missing` if none is;
    /// `input.unsupported` for SM2 without the feature `sm2`.
    pub(super) fn from_ec_private_key(
        document: &[u8],
        curve: Option<Curve>,
    ) -> Result<Self, Error> {
        let EcParts {
            private_key,
            parameters,
            public_key,
        } = EcParts::read(document).map_err(|_| malformed())?;
        let own = parameters.map(Curve::of_parameters).transpose()?;
        let refused = |problem| Error::new(Code::SignatureKey).because(problem);
        let curve = match (curve, own) {
            (Some(said), Some(own)) if said != own => {
                return Err(refused(Problem::AlgorithmMismatch));
            }
            (said, own) => said.or(own).ok_or_else(|| refused(Problem::Missing))?,
        };
        let key = Self::new(curve.algorithm(), number(private_key)?)?;
        key.check_public(public_key)?;
        Ok(key)
    }

    /// The key as PKCS #8 in the form that every tool reads: the curve by its name, the public key uncompressed and
    /// within the ECPrivateKey; Ed25519 without the public key, since OpenSSL reads none with it.
    pub(super) fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (oid, curve, point) = match &self.public {
            PublicKey::Ed25519(_) => (ED25519, None, None),
            PublicKey::P256(point) => (EC_PUBLIC_KEY, Some(Curve::P256), Some(point)),
            PublicKey::Sm2(point) => (EC_PUBLIC_KEY, Some(Curve::Sm2), Some(point)),
        };
        let inner = match point {
            None => OctetStringRef::new(&*self.secret).and_then(|secret| secret.to_der()),
            Some(point) => EcPrivateKey {
                private_key: &*self.secret,
                parameters: None,
                public_key: Some(point),
            }
            .to_der(),
        };
        let curve = curve.map(Curve::oid);
        let written = inner.map(Zeroizing::new).and_then(|inner| {
            let algorithm = AlgorithmIdentifierRef {
                oid,
                parameters: curve.as_ref().map(Into::into),
            };
            let info: PrivateKeyInfoRef<'_> =
                PrivateKeyInfo::new(algorithm, OctetStringRef::new(&inner)?);
            info.to_der().map(Zeroizing::new)
        });
        // Fails for a document longer than memory.
        written.map_err(|_| malformed())
    }

    /// A public key that is beside the private one has to belong to it: it is what others are told to verify with.
    fn check_public(&self, found: Option<BitStringRef<'_>>) -> Result<(), Error> {
        let Some(found) = found else { return Ok(()) };
        let belongs = found.as_bytes().is_some_and(|found| match &self.public {
            PublicKey::Ed25519(own) => found == own,
            PublicKey::P256(own) | PublicKey::Sm2(own) => spells(found, own),
        });
        if belongs {
            return Ok(());
        }
        Err(Error::new(Code::SignatureKey)
            .because(Problem::Value)
            .with("member", "publicKey"))
    }
}

/// A PKCS #8 document taken apart.
struct Parts<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    private_key: &'a [u8],
    public_key: Option<BitStringRef<'a>>,
}

impl<'a> Parts<'a> {
    fn read(document: &'a [u8]) -> der::Result<Self> {
        match PrivateKeyInfoRef::from_der(document) {
            Ok(info) => Ok(Self {
                algorithm: info.algorithm,
                private_key: info.private_key.as_bytes(),
                public_key: info.public_key,
            }),
            Err(error) => Self::with_tagged_public_key(document).map_err(|_| error),
        }
    }

    /// As `ring` writes keys of Ed25519: the public key stands in a tag of its own (EXPLICIT), where RFC 5958 has
    /// none.
    fn with_tagged_public_key(document: &'a [u8]) -> der::Result<Self> {
        whole(document, |reader| {
            reader.sequence(|reader| {
                let _version = pkcs8::Version::decode(reader)?;
                let algorithm = AlgorithmIdentifierRef::decode(reader)?;
                let private_key = <&OctetStringRef>::decode(reader)?.as_bytes();
                let public_key = ContextSpecific::<BitStringRef<'_>>::decode(reader)?;
                Ok::<_, der::Error>(Self {
                    algorithm,
                    private_key,
                    public_key: (public_key.tag_number == TagNumber(1)).then_some(public_key.value),
                })
            })
        })
    }
}

/// An ECPrivateKey taken apart. `sec1` has this type, but knows no parameters other than names.
struct EcParts<'a> {
    private_key: &'a [u8],
    parameters: Option<AnyRef<'a>>,
    public_key: Option<BitStringRef<'a>>,
}

impl<'a> EcParts<'a> {
    fn read(document: &'a [u8]) -> der::Result<Self> {
        const VERSION: u8 = 1;
        const PARAMETERS: TagNumber = TagNumber(0);
        const PUBLIC_KEY: TagNumber = TagNumber(1);
        whole(document, |reader| {
            reader.sequence(|reader| {
                if u8::decode(reader)? != VERSION {
                    return Err(reader.error(Tag::Integer.value_error()));
                }
                let private_key = <&OctetStringRef>::decode(reader)?.as_bytes();
                let parameters = ContextSpecific::decode_explicit(reader, PARAMETERS)?;
                let public_key = ContextSpecific::decode_explicit(reader, PUBLIC_KEY)?;
                Ok::<_, der::Error>(Self {
                    private_key,
                    parameters: parameters.map(|tagged| tagged.value),
                    public_key: public_key.map(|tagged| tagged.value),
                })
            })
        })
    }
}

/// Reads a document to its end.
fn whole<'a, T>(
    document: &'a [u8],
    read: impl FnOnce(&mut SliceReader<'a>) -> der::Result<T>,
) -> der::Result<T> {
    let mut reader = SliceReader::new(document)?;
    let found = read(&mut reader)?;
    reader.finish()?;
    Ok(found)
}

/// A number of 32 bytes. Some programs write it without the zeros before it, or with one more.
fn number(bytes: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
    let digits = unpadded(bytes);
    let mut secret = Zeroizing::new([0; 32]);
    match secret.len().checked_sub(digits.len()) {
        Some(zeros) if !bytes.is_empty() => secret[zeros..].copy_from_slice(digits),
        _ => return Err(malformed()),
    }
    Ok(secret)
}

fn malformed() -> Error {
    Error::new(Code::SignatureKey).because(Problem::NotPkcs8)
}

#[cfg(test)]
mod tests;
