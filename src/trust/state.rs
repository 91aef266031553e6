//! What must not be forgotten between two runs of an app: how far everything had come.
//!
//! It raises minimums and does nothing else, and it proves what it says by the documents that it
//! carries: whoever can write an app's storage can make it forget, and cannot make it believe or refuse
//! anything. One that was lost, spoilt or swapped costs protection against old documents.

use super::chain::Chain;
use super::document::Manifest;
use super::documents::EVER;
use super::root::Root;
use super::seen::{ListName, SeenLists, short_hash};
use crate::error::{Code, Error};
use crate::jose::base64url;
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::Instant;

/// How far everything had come, for one root.
#[derive(Debug)]
pub(super) struct Known {
    chain: Chain,
    /// The newest that was accepted and is signed as the newest root asks. One whose keys a newer root
    /// has taken away is forgotten: a stolen key may have signed a version so high that no honest one
    /// would ever pass it.
    manifest: Option<Carried>,
    status_lists: SeenLists,
}

/// A manifest as it was signed, with what is to be known of it.
#[derive(Debug)]
struct Carried {
    text: Value,
    version: u64,
    iat: Instant,
    trust_list: u64,
}

/// What a state begins with: its kind and the version of its form.
const PREFIX: &str = "xys2.";

impl Known {
    /// Of a root alone.
    pub(super) fn of(root: Root) -> Self {
        Self {
            chain: Chain::pinned(root),
            manifest: None,
            status_lists: SeenLists::default(),
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

    /// Learns what [`to_text`](Self::to_text) wrote, here or in another instance of the app: what
    /// either knows to have happened has happened. Says whether it led to a newer root.
    ///
    /// # Errors
    /// `state.unreadable`; `state.root` if it is of another root; `state.unproven` if it says more
    /// than its documents show; `limit.bytes`. Then nothing of it is taken.
    pub(super) fn learn(&mut self, text: &str) -> Result<bool, Error> {
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
            .map(|text| Carried::read(text, chain.root()))
        {
            // The app may ship a newer root by now, or know of one, with other keys for manifests.
            Some(Err(_)) if stored.root < reached => None,
            read => read.transpose().map_err(unproven)?,
        };

        let is_newer = reached > self.root().version;
        self.chain = chain;
        if is_newer {
            self.drop_manifest_of_former_keys();
        }
        let version = |manifest: &Option<Carried>| manifest.as_ref().map(|m| m.version);
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

    /// What led to it from the pinned one.
    pub(super) fn links(&self) -> &[Value] {
        self.chain.links()
    }

    /// The least version of the manifest.
    pub(super) fn manifest(&self) -> u64 {
        self.manifest.as_ref().map_or(0, |m| m.version)
    }

    /// The least version of the trust list: that which the newest manifest names, unless a root
    /// that was made since gave the trust list other keys.
    pub(super) fn trust_list(&self) -> u64 {
        let since = self.chain.list_keys_since();
        let manifest = self.manifest.as_ref().filter(|m| m.iat >= since);
        manifest.map_or(0, |m| m.trust_list)
    }

    /// It is known to be later than this. The device's clock never raises it: a clock that once
    /// ran ahead would lock the app out.
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

    /// When the newest status list of a name was issued that was accepted.
    pub(super) fn newest_status_list(&self, name: &ListName) -> Option<Instant> {
        self.status_lists.newest(name)
    }

    /// Goes on to the newest of further roots, as far as they verify.
    ///
    /// # Errors
    /// As [`Chain::follow`], of the first that does not. What was reached stays.
    pub(super) fn follow(&mut self, links: &[Value], now: Instant) -> Result<(), Error> {
        let before = self.root().version;
        let followed = self.chain.follow(links, now);
        // By the newest alone: a manifest may be long, and the roots many.
        if self.root().version > before {
            self.drop_manifest_of_former_keys();
        }
        followed
    }

    /// A manifest and the trust list that it names were accepted under the root.
    pub(super) fn see_manifest(&mut self, text: &Value, manifest: &Manifest) {
        if self
            .manifest
            .as_ref()
            .is_some_and(|m| m.version >= manifest.version)
        {
            return;
        }
        self.manifest = Some(Carried::of(text, manifest));
        self.status_lists = SeenLists::default();
    }

    /// Status lists were accepted: name and time of each.
    pub(super) fn see_status_lists(&mut self, lists: impl Iterator<Item = (ListName, Instant)>) {
        self.status_lists.see(lists);
    }

    fn drop_manifest_of_former_keys(&mut self) {
        let root = self.chain.root();
        let stays = |m: &Carried| Carried::read(&m.text, root).is_ok();
        self.manifest = self.manifest.take().filter(stays);
    }
}

impl Carried {
    fn of(text: &Value, manifest: &Manifest) -> Self {
        Self {
            text: text.clone(),
            version: manifest.version,
            iat: manifest.iat,
            trust_list: manifest.trust_list.version,
        }
    }

    /// As long ago as it may have ended.
    fn read(text: &Value, root: &Root) -> Result<Self, Error> {
        let (manifest, _) = Manifest::verified(text, root)?;
        Ok(Self::of(text, &manifest))
    }
}

/// A state as it is written.
struct Stored<'a> {
    root_id: &'a str,
    /// The version of the newest root.
    root: u64,
    links: &'a [Value],
    manifest: Option<&'a Value>,
    status_lists: SeenLists,
}

impl<'a> Stored<'a> {
    fn read(document: &'a Value) -> Result<Self, Error> {
        let document = ObjectReader::of(document, Code::StateUnreadable)?;
        Ok(Self {
            root_id: document.read("root_id")?,
            root: document.read("root")?,
            links: document.read("links")?,
            manifest: document.maybe("manifest")?,
            status_lists: SeenLists::read(&document)?,
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
