//! Documents in DER, taken apart without knowing what they are, and the names of what is in them.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};

/// Names of types of keys that do not sign here, and of curves.
const NAMES: [(&str, &str); 17] = [
    ("1.2.840.113549.1.1.1", "RSA"),
    ("1.2.840.113549.1.1.10", "RSA-PSS"),
    ("1.2.840.10040.4.1", "DSA"),
    ("1.2.840.113549.1.3.1", "DH"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.113", "Ed448"),
    ("1.2.840.10045.3.1.1", "P-192"),
    ("1.3.132.0.33", "P-224"),
    ("1.3.132.0.34", "P-384"),
    ("1.3.132.0.35", "P-521"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
    ("1.2.156.10197.1.302", "SM9"),
    ("1.2.156.10197.1.301.101", "wapip192v1"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
];

/// The name of what an identifier stands for, or its digits.
pub(super) fn name(oid: &str) -> &str {
    let known = NAMES.iter().find(|(digits, _)| *digits == oid);
    known.map_or(oid, |(_, name)| name)
}

/// Whether the bytes are one SEQUENCE of DER, and nothing else.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    children(bytes).is_some()
}

/// The parts of a SEQUENCE.
pub(super) fn children(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    sequence(AnyRef::from_der(bytes).ok()?)
}

/// The same of one that stands within another.
pub(super) fn sequence(any: AnyRef<'_>) -> Option<Vec<AnyRef<'_>>> {
    if any.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(any.value()).ok()?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(parts)
}

/// What a part is, if it is an identifier.
pub(super) fn identifier(any: AnyRef<'_>) -> Option<ObjectIdentifier> {
    any.decode_as().ok()
}
