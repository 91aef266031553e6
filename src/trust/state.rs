//! What must not be forgotten between two runs of an app: how far everything had come.
//!
//! It raises minimums and does nothing else. One that was lost, spoilt or swapped costs protection
//! against old documents, and never makes anything be believed.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::documents::check_not_older;
use super::root::{Role, Root};
use crate::error::{Code, Error};
use crate::jose::{base64url, sha256};
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::Instant;

/// How far everything had come, for one root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    root_id: String,
    root: u64,
    root_iat: Instant,
    manifest: Option<Seen>,
    /// Of the newest manifest under this root: it is known to be later than that.
    manifest_iat: Option<Instant>,
    trust_list: Option<Seen>,
    status_lists: Vec<SeenList>,
}

/// A version of a document, and the keys under which it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    version: u64,
    keys: String,
}

/// The newest status list by one issuer for one URI.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SeenList {
    name: String,
    iat: Instant,
}

/// What a state begins with: its kind and the version of its form.
const PREFIX: &str = "xys1.";
/// A checksum against accidents. Whoever can write the state can write this too.
const CHECKSUM_BYTES: usize = 8;

impl Known {
    /// Of a root alone.
    pub(super) fn of(root: &Root) -> Self {
        Self {
            root_id: root.id.clone(),
            root: root.version,
            root_iat: root.iat,
            manifest: None,
            manifest_iat: None,
            trust_list: None,
            status_lists: Vec::new(),
        }
    }

    /// Reads what [`to_text`](Self::to_text) wrote.
    ///
    /// # Errors
    /// `state.unreadable`; `state.root` if it is of another root; `limit.bytes`.
    pub(super) fn parse(text: &str, root_id: &str) -> Result<Self, Error> {
        if text.len() > limits::STATE_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::STATE_BYTES)
                .with("found", text.len()));
        }
        let known = Self::read(text).ok_or_else(|| Error::new(Code::StateUnreadable))?;
        if known.root_id != root_id {
            return Err(Error::new(Code::StateRoot)
                .with("expected", root_id)
                .with("found", known.root_id));
        }
        Ok(known)
    }

    /// The state as the app stores it.
    pub(super) fn to_text(&self) -> String {
        let seen = |seen: &Seen| {
            Object::from([
                ("version", super::version(seen.version)),
                ("keys", seen.keys.as_str().into()),
            ])
        };
        let lists: Vec<Object> = self
            .status_lists
            .iter()
            .map(|list| {
                Object::from([
                    ("name", Value::from(list.name.as_str())),
                    ("iat", list.iat.unix().into()),
                ])
            })
            .collect();
        let mut document = Object::from([
            ("root_id", Value::from(self.root_id.as_str())),
            ("root", super::version(self.root)),
            ("root_iat", self.root_iat.unix().into()),
            ("status_lists", lists.into()),
        ]);
        for (name, member) in [
            ("manifest", self.manifest.as_ref().map(|s| seen(s).into())),
            ("manifest_iat", self.manifest_iat.map(|i| i.unix().into())),
            (
                "trust_list",
                self.trust_list.as_ref().map(|s| seen(s).into()),
            ),
        ] {
            if let Some(member) = member {
                document.push(name, member);
            }
        }
        let document = base64url::encode(json::write(&document.into()).as_bytes());
        let checksum = checksum(&document);
        [PREFIX, &document, ".", &checksum].concat()
    }

    /// The newest of two of the same root: what either knows to have happened has happened.
    pub(super) fn merge(&mut self, mut other: Self) {
        // What the keys of an older root signed counts where the newer one still has those keys.
        if other.root > self.root {
            core::mem::swap(self, &mut other);
        }
        let same_root = other.root == self.root;
        for list in other.status_lists {
            self.see_list(list);
        }
        let newest = |mine: &mut Option<Seen>, other: Option<Seen>| match (&mut *mine, other) {
            (Some(mine), Some(other)) if mine.keys == other.keys => {
                mine.version = mine.version.max(other.version);
            }
            (None, other) if same_root => *mine = other,
            _ => {}
        };
        newest(&mut self.manifest, other.manifest);
        newest(&mut self.trust_list, other.trust_list);
        if same_root {
            self.manifest_iat = self.manifest_iat.max(other.manifest_iat);
        }
    }

    /// The least version of the root.
    pub(super) fn root(&self) -> u64 {
        self.root
    }

    /// The least version of the manifest.
    pub(super) fn manifest(&self) -> u64 {
        self.manifest.as_ref().map_or(0, |seen| seen.version)
    }

    /// The least version of the trust list.
    pub(super) fn trust_list(&self) -> u64 {
        self.trust_list.as_ref().map_or(0, |seen| seen.version)
    }

    /// Checks that an issuer's status list is no older than the newest that was accepted.
    ///
    /// # Errors
    /// `trust.rollback`.
    pub(super) fn check_status_list(&self, issuer: &str, list: &StatusList) -> Result<(), Error> {
        let newest = self.newest(issuer, list.uri());
        newest.map_or(Ok(()), |newest| check_not_older(list, newest))
    }

    /// When the newest status list was issued that was accepted from an issuer for a URI.
    pub(super) fn newest(&self, issuer: &str, uri: &str) -> Option<Instant> {
        let name = list_name(issuer, uri);
        let mut seen = self.status_lists.iter();
        seen.find(|seen| seen.name == name).map(|seen| seen.iat)
    }

    /// It is known to be later than this. The device's clock never raises it: a clock that once
    /// ran ahead would lock the app out.
    pub(super) fn floor(&self) -> Instant {
        self.manifest_iat
            .map_or(self.root_iat, |iat| iat.max(self.root_iat))
    }

    /// A newer root was accepted. Where the keys of a role changed, versions that the former keys
    /// signed are forgotten: a stolen key may have signed one so high that no honest one would
    /// ever pass it.
    pub(super) fn see_root(&mut self, root: &Root) {
        if root.version <= self.root {
            return;
        }
        self.root = root.version;
        self.root_iat = root.iat;
        self.manifest_iat = None;
        let same = |seen: &Seen, role| seen.keys == keys_of(root, role);
        self.manifest = self.manifest.take().filter(|s| same(s, Role::Manifest));
        let trust_list = self.trust_list.take();
        self.trust_list = trust_list.filter(|s| same(s, Role::TrustList));
    }

    /// A manifest was accepted under the root.
    pub(super) fn see_manifest(&mut self, root: &Root, version: u64, iat: Instant) {
        self.manifest_iat = self.manifest_iat.max(Some(iat));
        raise(&mut self.manifest, version, keys_of(root, Role::Manifest));
    }

    /// A trust list was accepted under the root.
    pub(super) fn see_trust_list(&mut self, root: &Root, version: u64) {
        raise(
            &mut self.trust_list,
            version,
            keys_of(root, Role::TrustList),
        );
    }

    /// A status list was accepted.
    pub(super) fn see_status_list(&mut self, issuer: &str, uri: &str, iat: Instant) {
        let name = list_name(issuer, uri);
        self.see_list(SeenList { name, iat });
    }

    fn see_list(&mut self, list: SeenList) {
        let mut known = self.status_lists.iter_mut();
        match known.find(|known| known.name == list.name) {
            Some(known) => known.iat = known.iat.max(list.iat),
            None => self.status_lists.push(list),
        }
        if self.status_lists.len() > limits::STATUS_LISTS {
            self.forget_list();
        }
    }

    /// The oldest of the issuer that has most of them goes: nobody's lists are pushed out by another's.
    fn forget_list(&mut self) {
        // No two have one name, and a name begins with its issuer's.
        let names = in_order(self.status_lists.iter().map(|list| list.name.clone()));
        let each = names.chunk_by(|one, other| issuer_in(one) == issuer_in(other));
        let most = each.max_by_key(|same| same.len());
        let most = most.and_then(|same| same.first());
        let most = most.map(|name| issuer_in(name));
        let oldest = self.status_lists.iter().enumerate();
        let oldest = oldest.filter(|(_, list)| Some(issuer_in(&list.name)) == most);
        if let Some((index, _)) = oldest.min_by_key(|(_, list)| list.iat) {
            self.status_lists.remove(index);
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (document, found) = text.strip_prefix(PREFIX)?.split_once('.')?;
        if checksum(document) != found {
            return None;
        }
        let bytes = base64url::decode(document).ok()?;
        let document = json::parse(&bytes, limits::STATE_BYTES).ok()?;
        Self::from_document(&document).ok()
    }

    fn from_document(document: &Value) -> Result<Self, Error> {
        let document = ObjectReader::of(document, Code::StateUnreadable)?;
        let seen = |name: &str| {
            if document.maybe::<&Object>(name)?.is_none() {
                return Ok(None);
            }
            let seen = document.object(name)?;
            Ok(Some(Seen {
                version: seen.read("version")?,
                keys: seen.read("keys")?,
            }))
        };
        let mut status_lists = Vec::new();
        for list in document.each("status_lists")? {
            status_lists.push(SeenList {
                name: list.read("name")?,
                iat: list.read("iat")?,
            });
        }
        status_lists.truncate(limits::STATUS_LISTS);
        Ok(Self {
            root_id: document.read("root_id")?,
            root: document.read("root")?,
            root_iat: document.read("root_iat")?,
            manifest: seen("manifest")?,
            manifest_iat: document.maybe("manifest_iat")?,
            trust_list: seen("trust_list")?,
            status_lists,
        })
    }
}

fn raise(seen: &mut Option<Seen>, version: u64, keys: String) {
    let least = seen.as_ref().map_or(0, |seen| seen.version);
    *seen = Some(Seen {
        version: version.max(least),
        keys,
    });
}

/// The keys of a role, by one short name for all of them.
fn keys_of(root: &Root, role: Role) -> String {
    short_hash(&in_order(root.thumbprints(role)).concat())
}

/// Each once. Not by sorting, which nothing else in the module needs.
fn in_order(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut set = BTreeSet::new();
    for text in texts {
        set.insert(text);
    }
    set.into_iter().collect()
}

/// The issuer, as far as the name of its list tells.
fn issuer_in(name: &str) -> &str {
    name.split_once('.').map_or("", |(issuer, _)| issuer)
}

/// One short name for a status list: an issuer may call it by as long a URI as it likes, and must
/// not make the state longer than can be read again by it.
fn list_name(issuer: &str, uri: &str) -> String {
    [&short_hash(issuer), ".", &short_hash(uri)].concat()
}

fn checksum(text: &str) -> String {
    short_hash(text)
}

fn short_hash(text: &str) -> String {
    let hash = sha256(text.as_bytes());
    base64url::encode(hash.get(..CHECKSUM_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_can_be_read_again_whatever_issuers_call_their_lists() {
        let at = |seconds| Instant::from_unix(seconds).unwrap();
        let mut known = Known {
            root_id: "urn:root".to_owned(),
            root: 1,
            root_iat: at(0),
            manifest: None,
            manifest_iat: None,
            trust_list: None,
            status_lists: Vec::new(),
        };
        let lists = i64::try_from(limits::STATUS_LISTS).unwrap();
        for number in 0..=lists {
            let uri = number.to_string().repeat(5_000);
            known.see_status_list("https://issuer.example", &uri, at(number));
        }
        let text = known.to_text();
        assert!(text.len() < 100_000, "{}", text.len());
        assert_eq!(Known::parse(&text, "urn:root"), Ok(known.clone()));
        // The oldest was given up.
        let newest = |known: &Known, number: i64| {
            known.newest("https://issuer.example", &number.to_string().repeat(5_000))
        };
        assert_eq!([0, 1].map(|n| newest(&known, n)), [None, Some(at(1))]);
        assert_eq!(newest(&known, lists), Some(at(lists)));
        assert_eq!(
            known.newest("https://issuer.exampl", &["e", &"1".repeat(5_000)].concat()),
            None
        );

        // Another issuer's is kept, though it is older than all of them.
        known.see_status_list("https://other.example", "only", at(0));
        for number in lists + 1..lists + 10 {
            known.see_status_list("https://issuer.example", &number.to_string(), at(number));
        }
        assert_eq!(known.newest("https://other.example", "only"), Some(at(0)));
        assert_eq!([10, 11].map(|n| newest(&known, n)), [None, Some(at(11))]);
    }
}
