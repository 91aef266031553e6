//! Which status list counts for a bundle.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;

use super::documents::not_from_the_future;
use super::issuer::Issuer;
use super::load::Trust;
use crate::error::{Code, Error, Stage};
use crate::status_list::{Seek, Status, StatusList, Token};
use crate::time::Instant;

/// The status list that counts.
pub(crate) struct Found<'a> {
    list: Cow<'a, StatusList>,
    /// Its number among those that were loaded, with what is known of them. One that came with the
    /// call is inflated once.
    loaded: Option<(usize, &'a Seek)>,
}

impl Found<'_> {
    /// One entry.
    ///
    /// # Errors
    /// `status.index`, `status.list`, `limit.inflated`.
    pub(crate) fn status(&self, idx: u64) -> Result<Status, Error> {
        match self.loaded {
            Some((number, seek)) => seek.status(number, &self.list, idx),
            None => self.list.status(idx),
        }
    }
}

impl Deref for Found<'_> {
    type Target = StatusList;

    fn deref(&self) -> &StatusList {
        &self.list
    }
}

/// The status lists that came with a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stapled<'a> {
    pub(crate) lists: &'a [String],
    /// Where the statuses of all bundles of the call stand: each list is for at least one.
    pub(crate) uris: &'a [&'a str],
}

impl Stapled<'_> {
    /// Whether a list is to be verified for `uri`, and not for another bundle alone.
    ///
    /// # Errors
    /// `status.subject` if it says that it is for none of them.
    fn is_for(&self, uri: &str, list: &str) -> Result<bool, Error> {
        // With one bundle there is nobody else to leave it to. What cannot be read is nobody's.
        let Some(token) = Token::parse(list).ok().filter(|_| self.uris.len() > 1) else {
            return Ok(true);
        };
        match token.unverified_uri() {
            meant if meant == uri => Ok(true),
            meant if self.uris.contains(&meant) => Ok(false),
            _ => token.check_unverified_uri(uri).map(|()| true),
        }
    }
}

impl Trust {
    /// The newest status list for a URI by the issuer that answers for it, among those loaded and
    /// those that came with the call.
    ///
    /// # Errors
    /// `status.missing`; whatever is wrong with a list that came with the call; `time.rollback` if
    /// the newest comes from the future: the clock is behind, and tells nothing of what has ended.
    pub(crate) fn status_list(
        &self,
        of: &Issuer,
        uri: &str,
        stapled: Stapled<'_>,
        now: Instant,
    ) -> Result<Found<'_>, Error> {
        let signer = of.status_issuer.as_deref().unwrap_or(&of.id);
        let (to_come, loaded): (Vec<_>, Vec<_>) = self
            .status_lists
            .iter()
            .enumerate()
            .filter(|(_, l)| l.issuers.iter().any(|i| i == signer) && l.list.uri() == uri)
            .partition(|(_, l)| l.is_to_come(now));
        let loaded = loaded.into_iter().map(|(number, l)| Found {
            list: Cow::Borrowed(&l.list),
            loaded: Some((number, &self.seek)),
        });
        let mut newest = loaded.max_by_key(|list| list.iat());
        let signer = self.issuer(signer)?;
        let documents = self.documents()?;
        for text in stapled.lists {
            if !stapled.is_for(uri, text)? {
                continue;
            }
            let list = documents
                .stapled(text, signer, now)
                .and_then(|list| list.check_uri(uri).map(|()| list))
                .map_err(|e| e.at(Stage::StatusList))?;
            if newest.as_ref().is_none_or(|n| n.iat() < list.iat()) {
                newest = Some(Found {
                    list: Cow::Owned(list),
                    loaded: None,
                });
            }
        }
        let newest = newest.ok_or_else(|| {
            let mut to_come = to_come.iter();
            let behind = to_come.find_map(|(_, l)| not_from_the_future(l.list.iat(), now).err());
            behind.unwrap_or_else(|| Error::new(Code::StatusMissing).with("uri", uri))
        });
        newest
            .and_then(|list| {
                not_from_the_future(list.iat(), now)?;
                self.known.check_status_list(&signer.id, &list, now)?;
                Ok(list)
            })
            .map_err(|e| e.at(Stage::StatusList))
    }
}
