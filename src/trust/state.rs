//! The state: what must not be forgotten between two runs of an app, namely the highest versions and times that it
//! has seen.
//!
//! A state raises minimums and does nothing else. It proves what it says by the documents that it carries. So
//! whoever can write an app's storage can make it forget, but cannot make it believe or refuse anything. A state
//! that is lost, damaged or replaced costs protection against old documents.

use super::chain::Chain;
use super::checks::EVER;
use super::format::Manifest;
use super::root::Root;
use super::seen::{ListName, SeenStatusLists, short_hash};
use crate::error::{Code, Error};
use crate::jose::base64url;
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::Instant;

/// The highest versions and times that were seen, for one root.
#[derive(Debug)]
pub(super) struct TrustState {
    chain: Chain,
    /// The newest manifest that was accepted and is signed as the newest root asks. One by keys that a newer
    /// root no longer names is forgotten: a stolen key may have signed a version so high that no honest one
    /// would ever exceed it.
    manifest: Option<SeenManifest>,
    status_lists: SeenStatusLists,
}

/// A manifest that was accepted: as it was signed, and what is needed of it.
#[derive(Debug)]
struct SeenManifest {
    text: Value,
    version: u64,
    iat: Instant,
    trust_list: u64,
    law: u64,
}

/// What a state begins with: its kind and the version of its form.
const PREFIX: &str = "xys2.";

impl TrustState {
    /// The state of an app that has seen its pinned root alone.
    pub(super) fn of(root: Root) -> Self {
        Self {
            chain: Chain::pinned(root),
            manifest: None,
            status_lists: SeenStatusLists::default(),
        }
    }

    /// The state as the app stores it.
    pub(super) fn to_text(&self) -> String {
        let root = self.root();
        let mut document = Object::from([
            ("root_id", Value::from(root.id.as_str())),
            ("root", super::version(root.version)),
            ("links", Value::Array(self.links().to_vec())),
            ("status_lists", self.status_lists.to_json()),
        ]);
        if let Some(manifest) = &self.manifest {
            document.push("manifest", manifest.text.clone());
        }
        let document = base64url::encode(json::write(&document.into()).as_bytes());
        let checksum = short_hash(&document);
        [PREFIX, &document, ".", &checksum].concat()
    }

    /// Merges a state that [`to_text`](Self::to_text) wrote, here or in another instance of the app: the higher
    /// versions and later times of both hold. Returns whether that led to a newer root.
    ///
    /// # Errors
    /// `state.unreadable`; `state.root` if it is of another root; `state.unproven` if it says more than its
    /// documents show; `limit.bytes`. Nothing of it is taken then.
    pub(super) fn merge(&mut self, text: &str) -> Result<bool, Error> {
        if text.len() > limits::STATE_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::STATE_BYTES)
                .with("found", text.len()));
        }
        let document = read(text).ok_or_else(|| Error::new(Code::StateUnreadable))?;
        let stored = Stored::read(&document).map_err(|_| Error::new(Code::StateUnreadable))?;
        if stored.root_id != self.root().id {
            return Err(Error::new(Code::StateRoot)
                .with("expected", self.root().id.as_str())
                .with("found", stored.root_id));
        }
        let unproven =
            |error: Error| Error::new(Code::StateUnproven).with("because", error.code().as_str());
        let mut chain = self.chain.clone();
        chain.follow(stored.links, EVER).map_err(unproven)?;
        let reached = chain.root().version;
        if reached < stored.root {
            return Err(unproven(Error::new(Code::TrustRollback)));
        }
        let theirs = match stored
            .manifest
            .map(|text| SeenManifest::read(text, chain.root()))
        {
            // This app has a newer root than the state, which may name other keys for manifests.
            Some(Err(_)) if stored.root < reached => None,
            read => read.transpose().map_err(unproven)?,
        };

        let is_newer = reached > self.root().version;
        self.chain = chain;
        if is_newer {
            self.drop_manifest_of_former_keys();
        }
        // A manifest that this app has to refuse is not taken from another instance, which may have begun with
        // nothing: the key of manifests alone brings no older trust list or law back.
        let (least_trust_list, least_law) = (self.least_trust_list(), self.least_law());
        let is_new_enough =
            |m: &SeenManifest| m.trust_list >= least_trust_list && m.law >= least_law;
        let theirs = theirs.filter(is_new_enough);
        let version = |manifest: &Option<SeenManifest>| manifest.as_ref().map(|m| m.version);
        if version(&theirs) > version(&self.manifest) {
            self.manifest = theirs;
            self.status_lists = stored.status_lists;
        } else if version(&theirs) == version(&self.manifest) {
            self.status_lists.merge(stored.status_lists);
        }
        Ok(is_newer)
    }

    /// The newest root.
    pub(super) fn root(&self) -> &Root {
        self.chain.root()
    }

    /// The links that led to it from the pinned one.
    pub(super) fn links(&self) -> &[Value] {
        self.chain.links()
    }

    /// The least version of the manifest that is accepted.
    pub(super) fn least_manifest(&self) -> u64 {
        self.manifest.as_ref().map_or(0, |m| m.version)
    }

    /// The least version of the trust list that is accepted: the one that the newest manifest names, unless a later
    /// root gave the trust list other keys.
    pub(super) fn least_trust_list(&self) -> u64 {
        self.by_list_keys().map_or(0, |m| m.trust_list)
    }

    /// The same of the edition of the law, which the keys of the trust list sign.
    pub(super) fn least_law(&self) -> u64 {
        self.by_list_keys().map_or(0, |m| m.law)
    }

    /// The newest manifest, unless a later root gave the trust list other keys.
    fn by_list_keys(&self) -> Option<&SeenManifest> {
        let since = self.chain.list_keys_since();
        self.manifest.as_ref().filter(|m| m.iat >= since)
    }

    /// The time floor: it is known to be later than this. The device's clock never raises it, since a clock that
    /// once ran ahead would lock the app out.
    pub(super) fn floor(&self) -> Instant {
        let root = self.root().iat;
        self.manifest.as_ref().map_or(root, |m| m.iat.max(root))
    }

    /// Checks that a status list of a name is no older than the newest that was accepted.
    ///
    /// # Errors
    /// `trust.rollback`.
    pub(super) fn check_status_list(
        &self,
        name: &ListName,
        list: &StatusList,
        now: Instant,
    ) -> Result<(), Error> {
        self.status_lists.check(name, list, now)
    }

    /// The `iat` of the newest status list of a name that was accepted.
    pub(super) fn newest_status_list(&self, name: &ListName) -> Option<Instant> {
        self.status_lists.newest(name)
    }

    /// Follows further roots as far as they verify.
    ///
    /// # Errors
    /// As [`Chain::follow`]. What was reached stays.
    pub(super) fn follow(&mut self, links: &[Value], now: Instant) -> Result<(), Error> {
        let before = self.root().version;
        let followed = self.chain.follow(links, now);
        // Once, by the newest root: a manifest may be long, and the roots many.
        if self.root().version > before {
            self.drop_manifest_of_former_keys();
        }
        followed
    }

    /// Records that a manifest and the trust list that it names were accepted.
    pub(super) fn record_manifest(&mut self, text: &Value, manifest: &Manifest) {
        if self
            .manifest
            .as_ref()
            .is_some_and(|m| m.version >= manifest.version)
        {
            return;
        }
        self.manifest = Some(SeenManifest::of(text, manifest));
        self.status_lists = SeenStatusLists::default();
    }

    /// Records that status lists were accepted: name and `iat` of each.
    pub(super) fn record_status_lists(&mut self, lists: impl Iterator<Item = (ListName, Instant)>) {
        self.status_lists.record(lists);
    }

    fn drop_manifest_of_former_keys(&mut self) {
        let root = self.chain.root();
        let stays = |m: &SeenManifest| SeenManifest::read(&m.text, root).is_ok();
        self.manifest = self.manifest.take().filter(stays);
    }
}

impl SeenManifest {
    fn of(text: &Value, manifest: &Manifest) -> Self {
        Self {
            text: text.clone(),
            version: manifest.version,
            iat: manifest.iat,
            trust_list: manifest.trust_list.version,
            law: manifest.law_version(),
        }
    }

    /// Verifies and reads a manifest, which may have ended long ago.
    fn read(text: &Value, root: &Root) -> Result<Self, Error> {
        let (manifest, _) = Manifest::verified(text, root)?;
        Ok(Self::of(text, &manifest))
    }
}

/// A state as it is stored.
struct Stored<'a> {
    root_id: &'a str,
    /// The version of the newest root.
    root: u64,
    links: &'a [Value],
    manifest: Option<&'a Value>,
    status_lists: SeenStatusLists,
}

impl<'a> Stored<'a> {
    fn read(document: &'a Value) -> Result<Self, Error> {
        let document = ObjectReader::of(document, Code::StateUnreadable)?;
        Ok(Self {
            root_id: document.read("root_id")?,
            root: document.read("root")?,
            links: document.read("links")?,
            manifest: document.maybe("manifest")?,
            status_lists: SeenStatusLists::read(&document)?,
        })
    }
}

fn read(text: &str) -> Option<Value> {
    let (document, checksum) = text.strip_prefix(PREFIX)?.split_once('.')?;
    // Against accidents: whoever can write the state can write this too.
    if short_hash(document) != checksum {
        return None;
    }
    let bytes = base64url::decode(document).ok()?;
    json::parse(&bytes, limits::STATE_BYTES).ok()
}
