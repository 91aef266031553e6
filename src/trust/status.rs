//! Which status list applies to a bundle.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use super::checks::not_from_the_future;
use super::issuer::Issuer;
use super::metadata::TrustMetadata;
use super::seen::ListName;
use super::store::TrustStore;
use crate::error::{Code, Error, Stage};
use crate::status_list::{Checkpoints, Status, StatusList, Token};
use crate::time::Instant;

/// The status list that applies to a bundle.
pub(crate) struct ApplicableStatusList<'a> {
    list: Source<'a>,
    /// If it was loaded: its number, and the checkpoints of loaded lists. One that came with the call is inflated
    /// from its start.
    loaded: Option<(usize, &'a Checkpoints)>,
}

impl ApplicableStatusList<'_> {
    /// The status at an index.
    ///
    /// # Errors
    /// `status.index`, `status.list`, `limit.inflated`.
    pub(crate) fn status(&self, idx: u64) -> Result<Status, Error> {
        match self.loaded {
            Some((number, checkpoints)) => checkpoints.status(number, self, idx),
            None => (**self).status(idx),
        }
    }
}

impl Deref for ApplicableStatusList<'_> {
    type Target = StatusList;

    fn deref(&self) -> &StatusList {
        match &self.list {
            Source::Loaded(list) => list,
            Source::Stapled(list) => list,
        }
    }
}

/// The status lists that came with a call.
pub(crate) struct Stapled<'a> {
    lists: &'a [String],
    /// The URIs of the status lists of all bundles of the call. Each list is for at least one of them.
    uris: &'a [&'a str],
    /// The URI that each list says it is for, where there are several bundles. `None` if it cannot be read.
    claimed_uris: Vec<Option<String>>,
    /// The newest by signer and URI, as far as it was looked for: several bundles may have one list.
    newest: RefCell<Vec<(String, String, Newest)>>,
}

/// The newest of the lists that are for a URI, or what is wrong with the first that is not good.
type Newest = Result<Option<Rc<StatusList>>, Error>;

/// Where it came from.
enum Source<'a> {
    Loaded(&'a StatusList),
    Stapled(Rc<StatusList>),
}

impl<'a> Stapled<'a> {
    /// `uris` are those of the status lists of all bundles of the call.
    pub(crate) fn new(lists: &'a [String], uris: &'a [&'a str]) -> Self {
        let read = |list: &String| {
            let token = Token::parse(list).ok()?;
            Some(token.unverified_uri().to_owned())
        };
        // With one bundle, every list is verified for it.
        let claimed = lists.iter().filter(|_| uris.len() > 1);
        Self {
            lists,
            uris,
            claimed_uris: claimed.map(read).collect(),
            newest: RefCell::default(),
        }
    }

    /// Whether the list of a number has to be verified for `uri`: it says so, or cannot be read.
    ///
    /// # Errors
    /// `status.subject` if it says that it is for none of the bundles.
    fn is_for(&self, uri: &str, number: usize, list: &str) -> Result<bool, Error> {
        match self.claimed_uris.get(number).and_then(Option::as_deref) {
            None => Ok(true),
            Some(meant) if meant == uri => Ok(true),
            Some(meant) if self.uris.contains(&meant) => Ok(false),
            Some(_) => Token::parse(list)?.check_unverified_uri(uri).map(|()| true),
        }
    }

    /// The newest list for a URI by a signer. Each is looked for once.
    fn newest(&self, metadata: &TrustMetadata, signer: &Issuer, uri: &str, now: Instant) -> Newest {
        let mut all = self.newest.borrow_mut();
        let mut known = all.iter();
        let known = known.find(|(by, of, _)| *by == signer.id && of == uri);
        if let Some((_, _, newest)) = known {
            return newest.clone();
        }
        let newest = self.find_newest(metadata, signer, uri, now);
        all.push((signer.id.clone(), uri.to_owned(), newest.clone()));
        newest
    }

    fn find_newest(
        &self,
        metadata: &TrustMetadata,
        signer: &Issuer,
        uri: &str,
        now: Instant,
    ) -> Newest {
        let mut newest: Option<StatusList> = None;
        for (number, text) in self.lists.iter().enumerate() {
            if !self.is_for(uri, number, text)? {
                continue;
            }
            let list = metadata
                .verify_stapled(text, signer, now)
                .and_then(|list| list.check_uri(uri).map(|()| list))
                .map_err(|e| e.at(Stage::StatusList))?;
            if newest.as_ref().is_none_or(|n| n.iat() < list.iat()) {
                newest = Some(list);
            }
        }
        Ok(newest.map(Rc::new))
    }
}

impl TrustStore {
    /// The newest status list for a URI by the issuer that answers for it, among those loaded and
    /// those that came with the call.
    ///
    /// # Errors
    /// `status.missing`; whatever is wrong with a list that came with the call; `time.rollback` if the newest comes
    /// from the future: the clock is behind then, and cannot tell what has ended.
    pub(crate) fn status_list(
        &self,
        of: &Issuer,
        uri: &str,
        stapled: &Stapled<'_>,
        now: Instant,
    ) -> Result<ApplicableStatusList<'_>, Error> {
        let signer = of.status_issuer.as_deref().unwrap_or(&of.id);
        // One from the future counts as well: it shows that no older one is the newest.
        let loaded = self
            .status_lists
            .iter()
            .enumerate()
            .filter(|(_, l)| l.issuers.iter().any(|i| i == signer) && l.list.uri() == uri)
            .map(|(number, l)| ApplicableStatusList {
                list: Source::Loaded(&l.list),
                loaded: Some((number, &self.checkpoints)),
            });
        let mut newest = loaded.max_by_key(|list| list.iat());
        let signer = self.issuer(signer)?;
        let stapled = stapled.newest(self.metadata()?, signer, uri, now)?;
        if let Some(list) = stapled
            && newest.as_ref().is_none_or(|n| n.iat() < list.iat())
        {
            newest = Some(ApplicableStatusList {
                list: Source::Stapled(list),
                loaded: None,
            });
        }
        let newest = newest.ok_or_else(|| Error::new(Code::StatusMissing).with("uri", uri));
        newest
            .and_then(|list| {
                not_from_the_future(list.iat(), now)?;
                let name = ListName::of(&signer.id, list.uri());
                self.state.check_status_list(&name, &list, now)?;
                Ok(list)
            })
            .map_err(|e| e.at(Stage::StatusList))
    }
}
