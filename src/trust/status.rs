//! Which status list counts for a bundle.
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use super::documents::{Documents, not_from_the_future};
use super::issuer::Issuer;
use super::load::Trust;
use super::seen::ListName;
use crate::error::{Code, Error, Stage};
use crate::status_list::{Seek, Status, StatusList, Token};
use crate::time::Instant;

/// The status list that counts.
pub(crate) struct Found<'a> {
    list: List<'a>,
    /// Its number among those that were loaded, with what is known of them. One that came with the
    /// call is inflated from its start.
    loaded: Option<(usize, &'a Seek)>,
}

enum List<'a> {
    Loaded(&'a StatusList),
    Stapled(Rc<StatusList>),
}

impl Found<'_> {
    /// One entry.
    ///
    /// # Errors
    /// `status.index`, `status.list`, `limit.inflated`.
    pub(crate) fn status(&self, idx: u64) -> Result<Status, Error> {
        match self.loaded {
            Some((number, seek)) => seek.status(number, self, idx),
            None => (**self).status(idx),
        }
    }
}

impl Deref for Found<'_> {
    type Target = StatusList;

    fn deref(&self) -> &StatusList {
        match &self.list {
            List::Loaded(list) => list,
            List::Stapled(list) => list,
        }
    }
}

/// The status lists that came with a call.
pub(crate) struct Stapled<'a> {
    lists: &'a [String],
    /// Where the statuses of all bundles of the call stand: each list is for at least one.
    uris: &'a [&'a str],
    /// What each list says that it is for, where there are several bundles. What cannot be read is
    /// nobody's.
    says: Vec<Option<String>>,
    /// What was found for a signer and a URI: there may be as many bundles as lists, about one list.
    found: RefCell<Vec<(String, String, Newest)>>,
}

/// The newest of the lists that are for a URI, or what is wrong with the first that is not good.
type Newest = Result<Option<Rc<StatusList>>, Error>;

impl<'a> Stapled<'a> {
    /// `uris` are where the statuses of all bundles of the call stand.
    pub(crate) fn new(lists: &'a [String], uris: &'a [&'a str]) -> Self {
        let read = |list: &String| {
            let token = Token::parse(list).ok()?;
            Some(token.unverified_uri().to_owned())
        };
        // With one bundle there is nobody else to leave one to.
        let said = lists.iter().filter(|_| uris.len() > 1);
        Self {
            lists,
            uris,
            says: said.map(read).collect(),
            found: RefCell::default(),
        }
    }

    /// Whether the list of a number is to be verified for `uri`, and not for another bundle alone.
    ///
    /// # Errors
    /// `status.subject` if it says that it is for none of them.
    fn is_for(&self, uri: &str, number: usize, list: &str) -> Result<bool, Error> {
        match self.says.get(number).and_then(Option::as_deref) {
            None => Ok(true),
            Some(meant) if meant == uri => Ok(true),
            Some(meant) if self.uris.contains(&meant) => Ok(false),
            Some(_) => Token::parse(list)?.check_unverified_uri(uri).map(|()| true),
        }
    }

    /// The newest for a URI by its signer, each verified once.
    fn newest(&self, documents: &Documents, signer: &Issuer, uri: &str, now: Instant) -> Newest {
        let mut found = self.found.borrow_mut();
        let mut known = found.iter();
        let known = known.find(|(by, of, _)| *by == signer.id && of == uri);
        if let Some((_, _, newest)) = known {
            return newest.clone();
        }
        let newest = self.find_newest(documents, signer, uri, now);
        found.push((signer.id.clone(), uri.to_owned(), newest.clone()));
        newest
    }

    fn find_newest(
        &self,
        documents: &Documents,
        signer: &Issuer,
        uri: &str,
        now: Instant,
    ) -> Newest {
        let mut newest: Option<StatusList> = None;
        for (number, text) in self.lists.iter().enumerate() {
            if !self.is_for(uri, number, text)? {
                continue;
            }
            let list = documents
                .stapled(text, signer, now)
                .and_then(|list| list.check_uri(uri).map(|()| list))
                .map_err(|e| e.at(Stage::StatusList))?;
            if newest.as_ref().is_none_or(|n| n.iat() < list.iat()) {
                newest = Some(list);
            }
        }
        Ok(newest.map(Rc::new))
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
        stapled: &Stapled<'_>,
        now: Instant,
    ) -> Result<Found<'_>, Error> {
        let signer = of.status_issuer.as_deref().unwrap_or(&of.id);
        // One that is to come counts as well: it shows that no older one is the newest.
        let loaded = self
            .status_lists
            .iter()
            .enumerate()
            .filter(|(_, l)| l.issuers.iter().any(|i| i == signer) && l.list.uri() == uri)
            .map(|(number, l)| Found {
                list: List::Loaded(&l.list),
                loaded: Some((number, &self.seek)),
            });
        let mut newest = loaded.max_by_key(|list| list.iat());
        let signer = self.issuer(signer)?;
        let stapled = stapled.newest(self.documents()?, signer, uri, now)?;
        if let Some(list) = stapled
            && newest.as_ref().is_none_or(|n| n.iat() < list.iat())
        {
            newest = Some(Found {
                list: List::Stapled(list),
                loaded: None,
            });
        }
        let newest = newest.ok_or_else(|| Error::new(Code::StatusMissing).with("uri", uri));
        newest
            .and_then(|list| {
                not_from_the_future(list.iat(), now)?;
                let name = ListName::of(&signer.id, list.uri());
                self.known.check_status_list(&name, &list, now)?;
                Ok(list)
            })
            .map_err(|e| e.at(Stage::StatusList))
    }
}
