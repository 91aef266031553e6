//! Encrypted PKCS #8: PBES2 (RFC 8018 §6.2), with what OpenSSL, GmSSL and Bouncy Castle write by it.
//!
//! The crate `pkcs5` has neither SM4 nor HMAC-SM3.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, KeyInit, KeyIvInit as _};
use der::asn1::{AnyRef, OctetStringRef};
use der::{Tag, Tagged as _};
use pbkdf2::pbkdf2_hmac;
use xinyi::issuer::{Algorithm, SigningKey};
use xinyi::token::VerifyingKey;
use zeroize::Zeroizing;

use super::asn1::{children, identifier, name, sequence};
use super::fault::{Fault, Kind};
use super::form::{Form, check_algorithm};
use super::pair::check_pair;

/// A private key that a passphrase opens.
pub(crate) struct Encrypted {
    pub(crate) form: Form,
    /// The public keys that stand in the same file.
    pub(super) public: Vec<VerifyingKey>,
    kdf: Kdf,
    cipher: Cipher,
    iv: [u8; 16],
    content: Vec<u8>,
}

/// How the passphrase becomes a key.
#[derive(Debug, PartialEq, Eq)]
enum Kdf {
    /// RFC 8018 §5.2.
    Pbkdf2 {
        salt: Vec<u8>,
        iterations: u32,
        prf: Prf,
    },
    /// RFC 7914.
    Scrypt {
        salt: Vec<u8>,
        log_n: u8,
        r: u32,
        p: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prf {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
    Sm3,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Sm4,
}

/// Some seconds of a machine. OpenSSL writes 2,048 by default, and those who are careful two million at most.
const MAX_ITERATIONS: u32 = 5_000_000;

/// What scrypt may take of memory: 128 · r · (N + p) bytes (RFC 7914 §6). These are 256 MB, and one for the p blocks
/// beside it. OpenSSL writes 16 MB by default.
const MAX_SCRYPT_BYTES: u64 = 257 << 20;

/// What r and p may be. OpenSSL writes 8 and 1 by default.
const MAX_SCRYPT_FACTOR: u32 = 1024;

/// What it may go through in all: 128 · r · N · p bytes.
const MAX_SCRYPT_WORK: u64 = 1 << 30;

impl Encrypted {
    /// Reads an EncryptedPrivateKeyInfo (RFC 5958 §3), so that what cannot be opened is told before anybody is asked for
    /// a passphrase.
    pub(super) fn read(bytes: &[u8], form: Form) -> Result<Self, Fault> {
        let damaged = || Fault::found(Kind::Damaged, "ENCRYPTED PRIVATE KEY");
        let parts = children(bytes).ok_or_else(damaged)?;
        let [algorithm, content] = parts.as_slice() else {
            return Err(damaged());
        };
        let (oid, parameters) = algorithm_of(*algorithm).ok_or_else(damaged)?;
        if oid != "1.2.840.113549.1.5.13" {
            return Err(Fault::found(Kind::Cipher, scheme_name(&oid)));
        }
        let parts = parameters.and_then(sequence).ok_or_else(damaged)?;
        let [kdf, cipher] = parts.as_slice() else {
            return Err(damaged());
        };
        let (oid, parameters) = algorithm_of(*cipher).ok_or_else(damaged)?;
        let cipher = match oid.as_str() {
            "2.16.840.1.101.3.4.1.2" => Cipher::Aes128,
            "2.16.840.1.101.3.4.1.22" => Cipher::Aes192,
            "2.16.840.1.101.3.4.1.42" => Cipher::Aes256,
            "1.2.156.10197.1.104.2" => Cipher::Sm4,
            other => return Err(Fault::found(Kind::Cipher, scheme_name(other))),
        };
        let iv = parameters.and_then(octets).ok_or_else(damaged)?;
        Ok(Self {
            form,
            public: Vec::new(),
            kdf: Kdf::read(*kdf, cipher)?,
            cipher,
            iv: iv.try_into().map_err(|_| damaged())?,
            content: octets(*content).ok_or_else(damaged)?.to_vec(),
        })
    }

    /// The private key.
    ///
    /// # Errors
    /// For another passphrase, which cannot be told from a damaged file; for a key of another algorithm than is said; for
    /// a public key beside it that is another's.
    pub(crate) fn open(
        &self,
        passphrase: &[u8],
        algorithm: Option<Algorithm>,
    ) -> Result<SigningKey, Fault> {
        let key = self.kdf.derive(passphrase, self.cipher.key_bytes())?;
        let opened = match self.cipher {
            Cipher::Aes128 => decrypt::<aes::Aes128>(&key, &self.iv, &self.content),
            Cipher::Aes192 => decrypt::<aes::Aes192>(&key, &self.iv, &self.content),
            Cipher::Aes256 => decrypt::<aes::Aes256>(&key, &self.iv, &self.content),
            Cipher::Sm4 => decrypt::<sm4::Sm4>(&key, &self.iv, &self.content),
        };
        // One wrong passphrase in 256 gives something that looks padded.
        let opened = opened.filter(|bytes| children(bytes).is_some());
        let pkcs8 = opened.ok_or(Kind::Passphrase)?;
        let key = SigningKey::from_pkcs8(&pkcs8)?;
        check_algorithm(key.algorithm(), algorithm)?;
        check_pair(&key, &self.public)?;
        Ok(key)
    }

    /// By what it is encrypted, such as `PBKDF2-HMAC-SHA256 (2048), AES-256-CBC`.
    pub(crate) fn scheme(&self) -> String {
        let kdf = match &self.kdf {
            Kdf::Pbkdf2 {
                iterations, prf, ..
            } => {
                format!("PBKDF2-HMAC-{} ({iterations})", prf.name())
            }
            Kdf::Scrypt { log_n, r, p, .. } => format!("scrypt ({}, {r}, {p})", 1_u64 << log_n),
        };
        let cipher = match self.cipher {
            Cipher::Aes128 => "AES-128-CBC",
            Cipher::Aes192 => "AES-192-CBC",
            Cipher::Aes256 => "AES-256-CBC",
            Cipher::Sm4 => "SM4-CBC",
        };
        format!("{kdf}, {cipher}")
    }
}

impl Kdf {
    fn read(algorithm: AnyRef<'_>, cipher: Cipher) -> Result<Self, Fault> {
        let damaged = || Fault::found(Kind::Damaged, "ENCRYPTED PRIVATE KEY");
        let (oid, parameters) = algorithm_of(algorithm).ok_or_else(damaged)?;
        let parts = parameters.and_then(sequence).ok_or_else(damaged)?;
        let kdf = match oid.as_str() {
            "1.2.840.113549.1.5.12" => Self::pbkdf2(&parts, cipher)?,
            "1.3.6.1.4.1.11591.4.11" => Self::scrypt(&parts, cipher)?,
            other => return Err(Fault::found(Kind::Cipher, scheme_name(other))),
        };
        kdf.ok_or_else(damaged)
    }

    fn pbkdf2(parts: &[AnyRef<'_>], cipher: Cipher) -> Result<Option<Self>, Fault> {
        let [salt, iterations, rest @ ..] = parts else {
            return Ok(None);
        };
        let (length, prf) = match rest {
            [] => (None, None),
            [length] if length.tag() == Tag::Integer => (Some(*length), None),
            [prf] => (None, Some(*prf)),
            [length, prf] => (Some(*length), Some(*prf)),
            _ => return Ok(None),
        };
        let prf = match prf.map(algorithm_of) {
            // The default of RFC 8018 §A.2.
            None => Prf::Sha1,
            Some(None) => return Ok(None),
            Some(Some((oid, _))) => match oid.as_str() {
                "1.2.840.113549.2.7" => Prf::Sha1,
                "1.2.840.113549.2.9" => Prf::Sha256,
                "1.2.840.113549.2.10" => Prf::Sha384,
                "1.2.840.113549.2.11" => Prf::Sha512,
                "1.2.156.10197.1.401.2" => Prf::Sm3,
                other => return Err(Fault::found(Kind::Cipher, scheme_name(other))),
            },
        };
        let (Some(salt), true) = (octets(*salt), cipher.fits(length)) else {
            return Ok(None);
        };
        let iterations = iterations.decode_as().ok();
        let iterations = iterations.filter(|n| (1..=MAX_ITERATIONS).contains(n));
        Ok(Some(Self::Pbkdf2 {
            salt: salt.to_vec(),
            iterations: iterations.ok_or(Kind::Work)?,
            prf,
        }))
    }

    fn scrypt(parts: &[AnyRef<'_>], cipher: Cipher) -> Result<Option<Self>, Fault> {
        let [salt, n, r, p, length @ ..] = parts else {
            return Ok(None);
        };
        let (Some(salt), true) = (octets(*salt), cipher.fits(length.first().copied())) else {
            return Ok(None);
        };
        let number = |any: &AnyRef<'_>| any.decode_as::<u32>().ok();
        let [Some(n), Some(r), Some(p)] = [n, r, p].map(number) else {
            return Err(Kind::Work.into());
        };
        let factors = 1..=MAX_SCRYPT_FACTOR;
        if !(factors.contains(&r) && factors.contains(&p)) {
            return Err(Kind::Work.into());
        }
        let block = 128 * u64::from(r);
        let [n_blocks, p_blocks] = [n, p].map(|count| block.saturating_mul(u64::from(count)));
        let is_within = n.is_power_of_two()
            && n > 1
            && n_blocks.saturating_add(p_blocks) <= MAX_SCRYPT_BYTES
            && n_blocks.saturating_mul(u64::from(p)) <= MAX_SCRYPT_WORK;
        if !is_within {
            return Err(Kind::Work.into());
        }
        Ok(Some(Self::Scrypt {
            salt: salt.to_vec(),
            log_n: n.trailing_zeros() as u8,
            r,
            p,
        }))
    }

    fn derive(&self, passphrase: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let mut key = Zeroizing::new(vec![0; length]);
        match self {
            Self::Pbkdf2 {
                salt,
                iterations,
                prf,
            } => {
                let derive = match prf {
                    Prf::Sha1 => pbkdf2_hmac::<sha1::Sha1>,
                    Prf::Sha256 => pbkdf2_hmac::<sha2::Sha256>,
                    Prf::Sha384 => pbkdf2_hmac::<sha2::Sha384>,
                    Prf::Sha512 => pbkdf2_hmac::<sha2::Sha512>,
                    Prf::Sm3 => pbkdf2_hmac::<sm3::Sm3>,
                };
                derive(passphrase, salt, *iterations, &mut key);
            }
            Self::Scrypt { salt, log_n, r, p } => {
                let params = scrypt::Params::new(*log_n, *r, *p).map_err(|_| Kind::Work)?;
                scrypt::scrypt(passphrase, salt, &params, &mut key).map_err(|_| Kind::Work)?;
            }
        }
        Ok(key)
    }
}

impl Prf {
    fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha384 => "SHA384",
            Self::Sha512 => "SHA512",
            Self::Sm3 => "SM3",
        }
    }
}

impl Cipher {
    fn key_bytes(self) -> usize {
        match self {
            Self::Aes128 | Self::Sm4 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// Whether a length of key, where one is said, is that of this cipher.
    fn fits(self, length: Option<AnyRef<'_>>) -> bool {
        length.is_none_or(|any| {
            any.decode_as::<u16>()
                .is_ok_and(|n| usize::from(n) == self.key_bytes())
        })
    }
}

/// An AlgorithmIdentifier: its identifier, and its parameters.
fn algorithm_of(any: AnyRef<'_>) -> Option<(String, Option<AnyRef<'_>>)> {
    let parts = sequence(any)?;
    let (oid, rest) = parts.split_first()?;
    Some((identifier(*oid)?.to_string(), rest.first().copied()))
}

fn octets(any: AnyRef<'_>) -> Option<&[u8]> {
    any.decode_as::<&OctetStringRef>()
        .ok()
        .map(OctetStringRef::as_bytes)
}

/// The name of a way to encrypt that is not read, or its digits.
fn scheme_name(oid: &str) -> &str {
    match oid {
        "1.2.840.113549.1.5.3" => "PBES1 (MD5, DES)",
        "1.2.840.113549.1.5.10" => "PBES1 (SHA1, DES)",
        "1.2.840.113549.1.5.11" => "PBES1 (SHA1, RC2)",
        "1.2.840.113549.1.12.1.1" => "PKCS #12 (SHA1, RC4-128)",
        "1.2.840.113549.1.12.1.3" => "PKCS #12 (SHA1, 3DES)",
        "1.2.840.113549.1.12.1.6" => "PKCS #12 (SHA1, RC2-40)",
        "1.2.840.113549.3.7" => "3DES-CBC",
        "1.3.14.3.2.7" => "DES-CBC",
        "1.2.840.113549.2.8" => "HMAC-SHA224",
        "1.2.840.113549.2.13" => "HMAC-SHA512/256",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        "2.16.840.1.101.3.4.1.6" => "AES-128-GCM",
        other => name(other),
    }
}

fn decrypt<C>(key: &[u8], iv: &[u8; 16], content: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: BlockCipherDecrypt + KeyInit,
    Decryptor<C>: cbc::cipher::KeyIvInit + cbc::cipher::BlockModeDecrypt,
{
    let cipher = Decryptor::<C>::new_from_slices(key, iv).ok()?;
    let opened = cipher.decrypt_padded_vec::<Pkcs7>(content).ok()?;
    Some(Zeroizing::new(opened))
}

#[cfg(test)]
mod tests {
    use super::*;
    use der::Decode as _;

    const SALT: &[u8] = b"\x04\x02ab";

    fn parts<'a>(numbers: &[&'a [u8]]) -> Vec<AnyRef<'a>> {
        let all = [&[SALT], numbers].concat();
        let read = |part: &&'a [u8]| AnyRef::from_der(part).expect("DER");
        all.iter().map(read).collect()
    }

    #[test]
    fn a_file_cannot_ask_for_much_work() {
        let pbkdf2 = |n: &[u8]| Kdf::pbkdf2(&parts(&[n]), Cipher::Aes256).map(|kdf| kdf.is_some());
        for within in [&b"\x02\x01\x01"[..], b"\x02\x03\x4c\x4b\x40"] {
            assert_eq!(pbkdf2(within), Ok(true));
        }
        for beyond in [
            &b"\x02\x01\x00"[..],
            b"\x02\x01\xff",
            b"\x02\x03\x4c\x4b\x41",
            b"\x02\x05\x01\x00\x00\x00\x01",
        ] {
            assert_eq!(pbkdf2(beyond), Err(Kind::Work.into()), "{beyond:02x?}");
        }

        let scrypt = |[n, r, p]: [&[u8]; 3]| {
            Kdf::scrypt(&parts(&[n, r, p]), Cipher::Aes256).map(|kdf| kdf.is_some())
        };
        let (n, r, p) = (b"\x02\x02\x40\x00", b"\x02\x01\x08", b"\x02\x01\x01");
        assert_eq!(scrypt([n, r, p]), Ok(true));
        // 256 MB, four times.
        let most = [&b"\x02\x03\x04\x00\x00"[..], r, b"\x02\x01\x04"];
        assert_eq!(scrypt(most), Ok(true));
        let wide = [
            &b"\x02\x01\x02"[..],
            b"\x02\x02\x04\x00",
            b"\x02\x02\x04\x00",
        ];
        assert_eq!(scrypt(wide), Ok(true));
        for beyond in [
            [&b"\x02\x03\x08\x00\x00"[..], r, p],
            [b"\x02\x03\x04\x00\x00", b"\x02\x01\x09", p],
            [b"\x02\x02\x40\x01", r, p],
            [b"\x02\x01\x01", r, p],
            [n, b"\x02\x01\x00", p],
            [n, r, b"\x02\x01\x41"],
            [b"\x02\x03\x04\x00\x00", r, b"\x02\x01\x05"],
            [n, r, b"\x02\x01\x00"],
            // Little for N alone, and much for r or p: 1025, 1 MiB and 4 Mi.
            [b"\x02\x01\x02", b"\x02\x02\x04\x01", p],
            [b"\x02\x01\x02", b"\x02\x03\x10\x00\x00", p],
            [b"\x02\x01\x02", b"\x02\x01\x01", b"\x02\x02\x04\x01"],
            [b"\x02\x01\x02", b"\x02\x01\x01", b"\x02\x03\x40\x00\x00"],
            [
                b"\x02\x05\x00\x80\x00\x00\x00",
                b"\x02\x05\x00\x80\x00\x00\x00",
                p,
            ],
        ] {
            assert_eq!(scrypt(beyond), Err(Kind::Work.into()), "{beyond:02x?}");
        }
    }

    #[test]
    fn the_length_of_a_key_is_its_ciphers() {
        let pbkdf2 = |length: &[u8], cipher| {
            Kdf::pbkdf2(&parts(&[b"\x02\x01\x01", length]), cipher).map(|kdf| kdf.is_some())
        };
        assert_eq!(pbkdf2(b"\x02\x01\x20", Cipher::Aes256), Ok(true));
        assert_eq!(pbkdf2(b"\x02\x01\x20", Cipher::Sm4), Ok(false));
    }
}
