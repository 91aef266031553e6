//! Documents in DER, told apart by what they are made of.

use der::asn1::AnyRef;
use der::{Tag, Tagged as _};
use xinyi::Problem;
use xinyi::issuer::{Algorithm, SigningKey};
use xinyi::token::VerifyingKey;

use super::asn1::{children, sequence};
use super::encrypted::Encrypted;
use super::fault::{Fault, Kind};
use super::form::Form;
use super::found::KeyFile;

/// What a document is.
enum Document {
    Pkcs8,
    Sec1,
    Spki,
    Encrypted,
    Other(Kind),
    Rsa,
    Dsa,
}

/// Reads a document; `parameters` are what stood before it in a block of their own.
pub(super) fn read(
    bytes: &[u8],
    parameters: Option<&[u8]>,
    container: &'static str,
    algorithm: Option<Algorithm>,
) -> Result<KeyFile, Fault> {
    let found = read_in(bytes, parameters, container, algorithm);
    found.map_err(|fault| fault.within(container))
}

fn read_in(
    bytes: &[u8],
    parameters: Option<&[u8]>,
    container: &'static str,
    algorithm: Option<Algorithm>,
) -> Result<KeyFile, Fault> {
    let form = |document| Form {
        document,
        container,
        program: None,
    };
    let of_type = |found: &str| Err(Fault::found(Kind::Type, found));
    match document(bytes) {
        Some(Document::Pkcs8) => {
            let key = SigningKey::from_pkcs8(bytes)?;
            Ok(KeyFile::Private(key, form("pkcs8")))
        }
        Some(Document::Sec1) => {
            let said = parameters.map(Algorithm::from_ec_parameters).transpose()?;
            let key = match SigningKey::from_sec1(bytes, said) {
                // What the file says itself comes first.
                Err(error) if error.problem() == Some(Problem::Missing) => {
                    SigningKey::from_sec1(bytes, algorithm)?
                }
                read => read?,
            };
            Ok(KeyFile::Private(key, form("sec1")))
        }
        Some(Document::Spki) => {
            let key = VerifyingKey::from_spki(bytes)?;
            Ok(KeyFile::Public(key, form("spki")))
        }
        Some(Document::Encrypted) => Encrypted::read(bytes, form("pkcs8")).map(KeyFile::Encrypted),
        Some(Document::Rsa) => of_type("RSA"),
        Some(Document::Dsa) => of_type("DSA"),
        Some(Document::Other(kind)) => Err(kind.into()),
        None => Err(Kind::Unrecognised.into()),
    }
}

fn document(bytes: &[u8]) -> Option<Document> {
    const SEQUENCE: Tag = Tag::Sequence;
    let parts = children(bytes)?;
    let tags: Vec<Tag> = parts.iter().map(AnyRef::tag).collect();
    let found = match tags.as_slice() {
        [Tag::Integer, SEQUENCE, Tag::OctetString, ..] => Document::Pkcs8,
        [Tag::Integer, Tag::OctetString, ..] => Document::Sec1,
        // PKCS #1 has nine numbers, or two in a public key, and OpenSSL's form of DSA six.
        numbers if numbers.iter().all(|tag| *tag == Tag::Integer) => match numbers.len() {
            2 | 9 => Document::Rsa,
            6 => Document::Dsa,
            _ => return None,
        },
        [Tag::Integer, SEQUENCE, ..] => Document::Other(Kind::Pkcs12),
        [SEQUENCE, Tag::OctetString] => Document::Encrypted,
        [SEQUENCE, Tag::BitString] => Document::Spki,
        [SEQUENCE, SEQUENCE, Tag::BitString] => Document::Other(signed(parts[0])),
        // A name, of PKCS #7.
        [Tag::ObjectIdentifier, ..] => Document::Other(Kind::Pkcs7),
        _ => return None,
    };
    Some(found)
}

/// What a signed document of X.509 is, by its content: a request has its subject where a certificate has its number.
fn signed(content: AnyRef<'_>) -> Kind {
    let parts = sequence(content).unwrap_or_default();
    let tags: Vec<Tag> = parts.iter().map(AnyRef::tag).collect();
    match tags.as_slice() {
        [Tag::Integer, Tag::Sequence, Tag::Sequence, rest @ ..] if rest.len() < 2 => Kind::Request,
        _ => Kind::Certificate,
    }
}
