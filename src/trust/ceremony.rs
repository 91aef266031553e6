//! Signing trust documents by several people, each on a machine of their own: a file goes round, and everybody
//! adds a signature to it.

use super::entries::Entries;
use super::format::{Manifest, TrustList};
use super::report::{IgnoredKey, Part};
use super::root::{Role, Root};
use crate::error::{Code, Error};
use crate::jose::{self, General, Header, Signer, VerifyingKey};
use crate::json::{self, Object, ObjectReader, Value};
use crate::law::Edition;

/// A document in the form in which it goes round, with nobody's signature yet.
///
/// # Errors
/// As [`check`].
pub fn draft(role: Role, document: &Object) -> Result<String, Error> {
    let payload = json::write(&document.clone().into());
    let unsigned = json::write(&jose::sign_general::<dyn Signer>(payload.as_bytes(), &[])?);
    check(role, &unsigned)?;
    Ok(unsigned)
}

/// Adds a signature to a document, under the name that the signer's key has in a root. One that is there
/// under this name already is replaced.
///
/// # Errors
/// `format.*` and `limit.*` for what is no such document; what is wrong with the signer.
pub fn add_signature(
    role: Role,
    signed: &str,
    kid: &str,
    signer: &dyn Signer,
) -> Result<String, Error> {
    let general = parse(role, signed)?;
    let document = json::parse(signed.as_bytes(), role.max_bytes())?;
    let header = Object::from([("typ", Value::from(role.typ())), ("kid", kid.into())]);
    let mine = jose::sign_general(general.unverified_payload(), &[(signer, header)])?;
    let signatures = |document: &Value| {
        let signatures = document.member("signatures").and_then(Value::as_array);
        signatures.map(<[Value]>::to_vec).unwrap_or_default()
    };
    let is_other = |signature: &Value| {
        let header = signature.member("protected").and_then(Value::as_str);
        let header = header.and_then(|header| Header::parse(header).ok());
        header.and_then(|header| header.kid).as_deref() != Some(kid)
    };
    let mut all = signatures(&document);
    all.retain(is_other);
    all.append(&mut signatures(&mine));
    let payload = mine.member("payload").cloned().unwrap_or(Value::Null);
    let document = Object::from([("payload", payload), ("signatures", Value::Array(all))]);
    let text = json::write(&document.into());
    // One signature too many would make the file useless to everybody.
    parse(role, &text)?;
    Ok(text)
}

/// What a document says, whoever signed it.
///
/// # Errors
/// `format.*` and `limit.*` for what is no such document.
pub fn contents(role: Role, signed: &str) -> Result<Object, Error> {
    let general = parse(role, signed)?;
    let payload = json::parse(general.unverified_payload(), role.max_bytes())?;
    match payload {
        Value::Object(document) => Ok(document),
        _ => Err(Error::new(Code::FormatStructure)
            .with("expected", "a JSON object")
            .at(role.stage())),
    }
}

/// Reads a document as verifiers will. Returns the entries of a trust list that they would drop, and the keys that
/// they would ignore because they do not understand them yet.
///
/// # Errors
/// What would make verifiers refuse the whole document.
pub fn check(role: Role, signed: &str) -> Result<(Vec<Part>, Vec<IgnoredKey>), Error> {
    let document = Value::from(contents(role, signed)?);
    let read = || {
        let reader = ObjectReader::of(&document, Code::FormatSchema)?;
        match role {
            Role::Law => Edition::read(&document).map(|_| (Vec::new(), Vec::new())),
            Role::Manifest => Manifest::read(&reader).map(|_| (Vec::new(), Vec::new())),
            Role::Root => {
                let root = Root::unverified(&parse(role, signed)?)?;
                Ok((Vec::new(), root.ignored_keys().collect()))
            }
            Role::TrustList => {
                let entries = Entries::read(TrustList::read(&reader)?.entries)?;
                Ok((entries.dropped, entries.ignored))
            }
        }
    };
    read().map_err(|e: Error| e.at(role.stage()))
}

/// A root, to count signatures by. Nothing here verifies the root itself: the caller has it from somebody it
/// trusts.
#[derive(Debug)]
pub struct RootKeys(Root);

/// Who signed a document, of those whose signatures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many different keys have to sign.
    pub threshold: usize,
    /// How many have signed, each key counted once.
    pub found: usize,
    /// The names of those that have.
    pub signed: Vec<String>,
    /// The names of those that could.
    pub waiting: Vec<String>,
}

impl Tally {
    /// Whether enough have signed.
    pub fn is_enough(&self) -> bool {
        self.found >= self.threshold
    }
}

impl RootKeys {
    /// Reads a root, signed or not yet.
    ///
    /// # Errors
    /// `format.*` and `limit.*`.
    pub fn parse(root: &str) -> Result<Self, Error> {
        Root::unverified(&parse(Role::Root, root)?).map(Self)
    }

    /// Its version.
    pub fn version(&self) -> u64 {
        self.0.version
    }

    /// The names under which a key counts for a role.
    pub fn names(&self, role: Role, key: &VerifyingKey) -> Vec<String> {
        let thumbprint = key.thumbprint();
        let keys = self.0.keys(role).iter();
        keys.filter(|(_, known)| known.thumbprint() == thumbprint)
            .map(|(kid, _)| kid.clone())
            .collect()
    }

    /// Counts the signatures on a document.
    ///
    /// # Errors
    /// `format.*` and `limit.*` for what is no such document.
    pub fn tally(&self, role: Role, signed: &str) -> Result<Tally, Error> {
        let document = parse(role, signed)?;
        let keys = || {
            self.0
                .keys(role)
                .iter()
                .map(|(kid, key)| (kid.as_str(), key))
        };
        let (signed, waiting): (Vec<_>, Vec<_>) =
            keys().partition(|one| document.signers([*one], role.typ()).len() == 1);
        let names = |of: Vec<(&str, _)>| of.into_iter().map(|(kid, _)| kid.to_owned()).collect();
        Ok(Tally {
            threshold: self.0.threshold(role),
            found: document.signers(keys(), role.typ()).len(),
            signed: names(signed),
            waiting: names(waiting),
        })
    }

    /// Checks that a root is the next version of this one, whoever signed it.
    ///
    /// # Errors
    /// `format.schema` for another `id`; `trust.rollback` for another version than the next.
    pub fn check_next(&self, next: &Self) -> Result<(), Error> {
        self.0.check_next(&next.0)
    }
}

fn parse(role: Role, signed: &str) -> Result<General, Error> {
    General::parse(signed.as_bytes(), role.max_bytes()).map_err(|e| e.at(role.stage()))
}
