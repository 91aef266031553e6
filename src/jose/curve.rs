//! The curves of keys in DER: by their names, or by their parameters spelt out.

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Decode as _, Reader as _, Tag, Tagged as _};
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{self, AffinePoint, CurveArithmetic, FieldBytesSize};

use super::point::Point;
use super::{Algorithm, PublicKey};
use crate::error::{Code, Error, Problem};

/// The algorithm of every key on a curve (RFC 5480 §2.1.1).
pub(super) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// A field of integers modulo a prime (RFC 3279 §2.3.5).
const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

/// A curve whose keys can sign here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    Sm2,
}

/// What a curve is when nothing but numbers names it. The cofactor is 1.
pub(super) struct Domain {
    pub(super) p: [u8; 32],
    pub(super) a: [u8; 32],
    pub(super) b: [u8; 32],
    pub(super) g: Point,
    pub(super) n: [u8; 32],
    /// What `b` was made of, where the standard says it.
    pub(super) seed: Option<[u8; 20]>,
}

/// SP 800-186 §3.2.1.3; the seed is that of FIPS 186-4 §D.1.2.3.
const P256: Domain = Domain {
    p: hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
    a: hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
    b: hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
    g: hex(concat!(
        "04",
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )),
    n: hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    seed: Some(hex("c49d360886e704936a6678e1139d26b7819f7e90")),
};

/// GB/T 32918.5 §2.
const SM2: Domain = Domain {
    p: hex("fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff"),
    a: hex("fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"),
    b: hex("28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"),
    g: hex(concat!(
        "04",
        "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
        "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
    )),
    n: hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"),
    seed: None,
};

impl Curve {
    const ALL: [Self; 2] = [Self::P256, Self::Sm2];

    /// `None` for the algorithm that has no choice of curves.
    pub(super) fn of(algorithm: Algorithm) -> Option<Self> {
        match algorithm {
            Algorithm::Ed25519 => None,
            Algorithm::Es256 => Some(Self::P256),
            Algorithm::Sm2 => Some(Self::Sm2),
        }
    }

    pub(super) fn algorithm(self) -> Algorithm {
        match self {
            Self::P256 => Algorithm::Es256,
            Self::Sm2 => Algorithm::Sm2,
        }
    }

    /// Its name (RFC 5480 §2.1.1.1; GM/T 0006).
    pub(super) fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Self::Sm2 => ObjectIdentifier::new_unwrap("1.2.156.10197.1.301"),
        }
    }

    /// The curve that some parameters name, or spell out to the last bit (RFC 3279 §2.3.5).
    ///
    /// # Errors
    /// `signature.key` with the problem `unknown_key_type`, and the curve's name as `found`, if it has one.
    pub(super) fn of_parameters(parameters: AnyRef<'_>) -> Result<Self, Error> {
        let unknown = || Error::new(Code::SignatureKey).because(Problem::UnknownKeyType);
        let found = match parameters.tag() {
            Tag::ObjectIdentifier => {
                let oid = parameters
                    .decode_as::<ObjectIdentifier>()
                    .map_err(|_| unknown())?;
                let named = Self::ALL.into_iter().find(|curve| curve.oid() == oid);
                return named.ok_or_else(|| unknown().with("found", oid.to_string()));
            }
            _ => Self::ALL
                .into_iter()
                .find(|curve| curve.domain().is_spelt_out(parameters) == Ok(true)),
        };
        found.ok_or_else(unknown)
    }

    pub(super) fn domain(self) -> &'static Domain {
        match self {
            Self::P256 => &P256,
            Self::Sm2 => &SM2,
        }
    }

    /// The public key of a private one, which is from 1 to n − 1 (for SM2 to n − 2).
    ///
    /// # Errors
    /// `input.unsupported` for SM2 without the feature `sm2`; `signature.key`.
    pub(super) fn public_of(self, secret: &[u8; 32]) -> Result<PublicKey, Error> {
        let public = match self {
            // 1 + d has no inverse then, by which SM2 signs.
            Self::Sm2 if secret[..31] == SM2.n[..31] && secret[31] == SM2.n[31] - 1 => None,
            Self::P256 => public_of::<p256::NistP256>(secret).map(PublicKey::P256),
            #[cfg(feature = "sm2")]
            Self::Sm2 => public_of::<sm2::Sm2>(secret).map(PublicKey::Sm2),
            #[cfg(not(feature = "sm2"))]
            Self::Sm2 => return Err(Error::new(Code::InputUnsupported).with("name", "sm2")),
        };
        public.ok_or_else(|| {
            Error::new(Code::SignatureKey)
                .because(Problem::Value)
                .with("member", "privateKey")
        })
    }

    /// The public key that some bytes spell, compressed (33) or not (65) (SEC 1 §2.3.3).
    ///
    /// # Errors
    /// `input.unsupported` for SM2 without the feature `sm2`; `signature.key` with the problem `off_curve`.
    pub(super) fn public_key(self, spelt: &[u8]) -> Result<PublicKey, Error> {
        let public = match self {
            Self::P256 => public_key::<p256::NistP256>(spelt).map(PublicKey::P256),
            #[cfg(feature = "sm2")]
            Self::Sm2 => public_key::<sm2::Sm2>(spelt).map(PublicKey::Sm2),
            #[cfg(not(feature = "sm2"))]
            Self::Sm2 => return Err(Error::new(Code::InputUnsupported).with("name", "sm2")),
        };
        public.ok_or_else(|| Error::new(Code::SignatureKey).because(Problem::OffCurve))
    }
}

impl Domain {
    /// Whether an ECParameters of explicit values is this curve (SEC 1 §C.2).
    fn is_spelt_out(&self, parameters: AnyRef<'_>) -> der::Result<bool> {
        let same = |bytes: &[u8], own: &[u8; 32]| unpadded(bytes) == unpadded(own);
        parameters.sequence(|reader| {
            let _version = u8::decode(reader)?;
            let field = reader.sequence(|reader| {
                let kind = ObjectIdentifier::decode(reader)?;
                Ok::<_, der::Error>(
                    kind == PRIME_FIELD && same(UintRef::decode(reader)?.as_bytes(), &self.p),
                )
            })?;
            let curve = reader.sequence(|reader| {
                let a = <&OctetStringRef>::decode(reader)?;
                let b = <&OctetStringRef>::decode(reader)?;
                let seed = Option::<BitStringRef<'_>>::decode(reader)?;
                let own = self.seed.as_ref().map(<[u8; 20]>::as_slice);
                let is_seed = seed.is_none_or(|seed| own.is_some() && seed.as_bytes() == own);
                Ok::<_, der::Error>(
                    same(a.as_bytes(), &self.a) && same(b.as_bytes(), &self.b) && is_seed,
                )
            })?;
            let base = <&OctetStringRef>::decode(reader)?;
            let order = UintRef::decode(reader)?;
            let cofactor = Option::<UintRef<'_>>::decode(reader)?;
            Ok(field
                && curve
                && spells(base.as_bytes(), &self.g)
                && same(order.as_bytes(), &self.n)
                && cofactor.is_none_or(|cofactor| cofactor.as_bytes() == [1]))
        })
    }
}

/// Whether some bytes spell a point: uncompressed, compressed, or in the hybrid form of X9.62 §4.3.6.
pub(super) fn spells(spelt: &[u8], point: &Point) -> bool {
    let (x, y) = point[1..].split_at(32);
    let odd = y[31] & 1;
    match spelt {
        [4, rest @ ..] => rest == &point[1..],
        [form @ (6 | 7), rest @ ..] => *form == 6 + odd && rest == &point[1..],
        [form @ (2 | 3), rest @ ..] => *form == 2 + odd && rest == x,
        _ => false,
    }
}

/// Without the zeros before a number.
pub(super) fn unpadded(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

fn public_of<C>(secret: &[u8; 32]) -> Option<Point>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let secret = elliptic_curve::SecretKey::<C>::from_slice(secret).ok()?;
    let point = secret.public_key().to_sec1_point(false);
    point.as_bytes().try_into().ok()
}

fn public_key<C>(spelt: &[u8]) -> Option<Point>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    // Hybrid points are uncompressed ones that say the sign of y twice.
    let mut plain = spelt.to_vec();
    if let [form @ (6 | 7), .., last] = plain.as_mut_slice()
        && (*form == 6) == (*last & 1 == 0)
    {
        *form = 4;
    }
    let key = elliptic_curve::PublicKey::<C>::from_sec1_bytes(&plain).ok()?;
    let point = key.to_sec1_point(false);
    point.as_bytes().try_into().ok()
}

const fn hex<const N: usize>(digits: &str) -> [u8; N] {
    const fn value(digit: u8) -> u8 {
        match digit {
            b'0'..=b'9' => digit - b'0',
            _ => digit - b'a' + 10,
        }
    }
    let digits = digits.as_bytes();
    assert!(digits.len() == 2 * N);
    let mut bytes = [0; N];
    let mut i = 0;
    while i < N {
        bytes[i] = value(digits[2 * i]) << 4 | value(digits[2 * i + 1]);
        i += 1;
    }
    bytes
}
