//! The signed list (§5.1).

use super::Packed;
use super::Status;
use super::entry::{self, BITS};
use super::inflate::{self, Checkpoint};
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{self, Compact, VerifyingKey, base64url};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::time::Instant;

/// The `typ` of a status list token.
const TYP: &str = "statuslist+jwt";

/// A status list token whose signature has not been verified.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    token: Compact<'a>,
    list: StatusList,
}

/// A verified list, still compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusList {
    iss: Option<String>,
    uri: String,
    iat: Instant,
    exp: Option<Instant>,
    ttl: Option<i64>,
    bits: u8,
    compressed: Vec<u8>,
}

impl<'a> Token<'a> {
    /// Takes a token apart; nothing is inflated.
    ///
    /// # Errors
    /// `limit.bytes`, `format.*`, `signature.algorithm`; `claim.required` and `claim.invalid`
    /// with the pointer.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        Self::read(text.trim_ascii()).map_err(|e| e.at(Stage::StatusList))
    }

    fn read(text: &'a str) -> Result<Self, Error> {
        let token = Compact::parse(text, limits::STATUS_LIST_BYTES)?;
        token.header().expect_typ(TYP)?;
        let claims = json::parse(token.unverified_payload(), limits::STATUS_LIST_BYTES)?;
        let claims = claims
            .as_object()
            .ok_or_else(|| Error::new(Code::FormatStructure).with("expected", "a JSON object"))?;
        let list = StatusList::read(claims)?;
        Ok(Self { token, list })
    }

    /// The name of the key.
    pub(crate) fn kid(&self) -> Option<&str> {
        self.token.header().kid.as_deref()
    }

    /// Whose the list says it is, if it does.
    pub(crate) fn unverified_iss(&self) -> Option<&str> {
        self.list.iss()
    }

    /// The URI that the list says it is for.
    pub(crate) fn unverified_uri(&self) -> &str {
        &self.list.uri
    }

    /// As [`StatusList::check_uri`], of what the list says.
    ///
    /// # Errors
    /// `status.subject`.
    pub(crate) fn check_unverified_uri(&self, uri: &str) -> Result<(), Error> {
        self.list.check_uri(uri)
    }

    /// When the list says it was issued.
    pub(crate) fn unverified_iat(&self) -> Instant {
        self.list.iat
    }

    /// Verifies the signature.
    ///
    /// # Errors
    /// `signature.algorithm`, `signature.invalid`.
    pub(crate) fn verify(self, key: &VerifyingKey) -> Result<StatusList, Error> {
        self.token
            .verify(key)
            .map_err(|e| e.at(Stage::StatusList))?;
        Ok(self.list)
    }

    /// Verifies the signature by the first of these keys that made it, and says which.
    ///
    /// # Errors
    /// As [`verify`](Self::verify), of the last key; `signature.invalid` if there is none.
    pub(crate) fn verify_by_one_of<'k>(
        self,
        keys: impl IntoIterator<Item = &'k VerifyingKey>,
    ) -> Result<(usize, StatusList), Error> {
        let mut failure = Error::new(Code::SignatureInvalid);
        for (number, key) in keys.into_iter().enumerate() {
            match self.token.verify(key) {
                Ok(_) => return Ok((number, self.list)),
                Err(error) => failure = error,
            }
        }
        Err(failure.at(Stage::StatusList))
    }

    /// As [`verify`](Self::verify), and says what is wrong with an SM2 signature.
    ///
    /// # Errors
    /// `signature.*`.
    pub(crate) fn verify_or_diagnose(self, key: &VerifyingKey) -> Result<StatusList, Error> {
        self.token
            .verify_or_diagnose(key)
            .map_err(|e| e.at(Stage::StatusList))?;
        Ok(self.list)
    }
}

impl StatusList {
    /// Whose it is: its `iss`, if it has one.
    pub(crate) fn iss(&self) -> Option<&str> {
        self.iss.as_deref()
    }

    /// The URI that it is for: its `sub`.
    pub(crate) fn uri(&self) -> &str {
        &self.uri
    }

    /// When it was issued.
    pub(crate) fn iat(&self) -> Instant {
        self.iat
    }

    /// For how many seconds from `iat` on there is no need to ask for a newer one.
    pub(crate) fn ttl(&self) -> Option<i64> {
        self.ttl
    }

    /// From when on it is not to be used: `exp`, or `max_age` seconds after `iat`, whichever
    /// comes first. Without either it has no end.
    pub(crate) fn end(&self, max_age: Option<i64>) -> Option<Instant> {
        let by_age = max_age.map(|age| self.iat.add_seconds(age).unwrap_or(Instant::MAX));
        self.exp.into_iter().chain(by_age).min()
    }

    /// Checks that it is the list that a bundle refers to.
    ///
    /// # Errors
    /// `status.subject` with `expected` and `found`.
    pub(crate) fn check_uri(&self, uri: &str) -> Result<(), Error> {
        if self.uri == uri {
            return Ok(());
        }
        Err(Error::new(Code::StatusSubject)
            .with("expected", uri)
            .with("found", self.uri.as_str())
            .at(Stage::StatusList))
    }

    /// Checks that it has not [ended](Self::end).
    ///
    /// # Errors
    /// `status.expired` with `iat`, `end` and `now`.
    pub(crate) fn check_end(&self, max_age: Option<i64>, now: Instant) -> Result<(), Error> {
        match self.end(max_age) {
            Some(end) if now >= end => Err(Error::new(Code::StatusExpired)
                .with("iat", self.iat)
                .with("end", end)
                .with("now", now)
                .at(Stage::StatusList)),
            _ => Ok(()),
        }
    }

    /// One entry. Inflates no further than to that entry, in bounded memory.
    ///
    /// # Errors
    /// `status.index`, `status.list`, `limit.inflated`.
    pub(crate) fn status(&self, idx: u64) -> Result<Status, Error> {
        self.status_from(idx, |_| None, &mut Vec::new())
    }

    /// As [`status`](Self::status), from the checkpoint that `from` has for a byte. The checkpoints passed are
    /// added to `passed`.
    pub(super) fn status_from(
        &self,
        idx: u64,
        from: impl FnOnce(u64) -> Option<Checkpoint>,
        passed: &mut Vec<Checkpoint>,
    ) -> Result<Status, Error> {
        let (at, shift) = entry::locate(self.bits, idx);
        let limit = limits::STATUS_LIST_INFLATED;
        inflate::byte_at(&self.compressed, at, limit, from(at), passed)
            .and_then(|byte| byte.ok_or_else(|| entry::out_of_range(idx)))
            .map(|byte| entry::extract(self.bits, byte, shift))
            .map_err(|e| e.at(Stage::StatusList))
    }

    /// All entries, the checksum verified and nothing after them.
    ///
    /// # Errors
    /// `status.list`, `limit.inflated`.
    pub(crate) fn read_to_end(&self) -> Result<Packed, Error> {
        inflate::to_end(&self.compressed, limits::STATUS_LIST_INFLATED)
            .map(|bytes| Packed::from_bytes(self.bits, bytes))
            .map_err(|e| e.at(Stage::StatusList))
    }

    #[cfg(all(test, feature = "issuer"))]
    pub(super) fn of(bits: u8, bytes: &[u8]) -> Self {
        Self {
            iss: None,
            uri: String::new(),
            iat: Instant::MIN,
            exp: None,
            ttl: None,
            bits,
            compressed: miniz_oxide::deflate::compress_to_vec_zlib(bytes, 1),
        }
    }

    /// The same with a wrong checksum.
    #[cfg(all(test, feature = "issuer"))]
    pub(super) fn damaged(mut self) -> Self {
        if let Some(last) = self.compressed.last_mut() {
            *last ^= 1;
        }
        self
    }

    fn read(claims: &Object) -> Result<Self, Error> {
        let at = |code, pointer: &'static str| Error::new(code).with("pointer", pointer);
        let list = claims
            .get("status_list")
            .ok_or_else(|| at(Code::ClaimRequired, "/status_list"))?
            .as_object()
            .ok_or_else(|| at(Code::ClaimInvalid, "/status_list"))?;
        let bits = list
            .get("bits")
            .ok_or_else(|| at(Code::ClaimRequired, "/status_list/bits"))?
            .as_i64()
            .and_then(|bits| u8::try_from(bits).ok())
            .filter(|bits| BITS.contains(bits))
            .ok_or_else(|| at(Code::ClaimInvalid, "/status_list/bits"))?;
        let lst = list
            .get("lst")
            .ok_or_else(|| at(Code::ClaimRequired, "/status_list/lst"))?
            .as_str()
            .ok_or_else(|| at(Code::ClaimInvalid, "/status_list/lst"))?;
        let ttl = match claims.get("ttl").map(Value::as_i64) {
            None => None,
            Some(Some(ttl @ 1..)) => Some(ttl),
            Some(_) => return Err(at(Code::ClaimInvalid, "/ttl").because(Problem::Value)),
        };
        let iss = claims.get("iss").map(|iss| {
            let iss = iss.as_str();
            iss.ok_or_else(|| at(Code::ClaimInvalid, "/iss"))
        });
        Ok(Self {
            iss: iss.transpose()?.map(ToOwned::to_owned),
            uri: jose::required_uri(claims, "sub")?.to_owned(),
            iat: jose::required_numeric_date(claims, "iat")?,
            exp: jose::numeric_date(claims, "exp")?,
            ttl,
            bits,
            compressed: base64url::decode(lst)?,
        })
    }
}
