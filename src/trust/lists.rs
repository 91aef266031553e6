//! Which status lists of a snapshot are taken, and who answers for them.
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::document::KeyUse;
use super::documents::{Documents, Issuers, check_not_older, kid_of, not_from_the_future};
use super::issuer::Issuer;
use super::report::Part;
use super::seen::{ListName, short_hash};
use super::state::Known;
use crate::error::{Code, Error, Stage};
use crate::jose::VerifyingKey;
use crate::limits;
use crate::status_list::{StatusList, Token};
use crate::time::Instant;

/// A status list that verified.
#[derive(Debug)]
pub(super) struct LoadedStatusList {
    /// Those who have the key that signed it.
    pub(super) issuers: Vec<String>,
    pub(super) list: StatusList,
    text: String,
    /// By which a state knows it of each of them, until it does.
    names: Vec<ListName>,
}

impl LoadedStatusList {
    /// As it was signed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is the same text, signed alike: the signature stands last, and tells most apart.
    fn is(&self, text: &str) -> bool {
        self.text.len() == text.len() && self.text.bytes().rev().eq(text.bytes().rev())
    }

    /// Whether wherever the other is asked for this one is to be taken: for the same URI, by all
    /// the same issuers, and no older.
    fn stands_for(&self, other: &Self) -> bool {
        // Both are in the order of the trust list.
        let mut issuers = self.issuers.iter();
        self.list.uri() == other.list.uri()
            && self.list.iat() >= other.list.iat()
            && other
                .issuers
                .iter()
                .all(|theirs| issuers.any(|issuer| issuer == theirs))
    }
}

/// The status lists of one load.
pub(super) struct Lists<'a> {
    now: Instant,
    known: &'a mut Known,
    documents: &'a Documents,
    signers: Vec<Signer<'a>>,
    /// How many more keys may be tried, beyond each list's own.
    tries: usize,
    /// How many more issuers may answer for lists.
    issuers: usize,
}

/// A key for status lists, with those who have it under one name.
struct Signer<'a> {
    kid: &'a str,
    key: &'a VerifyingKey,
    issuers: Vec<&'a Issuer>,
}

/// A key that may have signed a list.
struct Candidate<'a> {
    key: &'a VerifyingKey,
    /// Those who may use it.
    issuers: Vec<&'a Issuer>,
    likeness: usize,
}

impl<'a> Lists<'a> {
    pub(super) fn new(now: Instant, known: &'a mut Known, documents: &'a Documents) -> Self {
        Self {
            now,
            known,
            documents,
            signers: signers(&documents.list.issuers),
            tries: limits::STATUS_LIST_TRIES,
            issuers: limits::STATUS_LIST_ISSUERS,
        }
    }

    /// The newest status lists of the snapshot and of those that were there, with what became of
    /// those of the snapshot.
    pub(super) fn take(
        mut self,
        texts: &[String],
        held: Vec<LoadedStatusList>,
    ) -> (Vec<LoadedStatusList>, Vec<Part>) {
        let mut lists: Vec<LoadedStatusList> = Vec::new();
        for former in held {
            // Its issuer may no longer be listed, or its key revoked.
            lists.extend(self.read(&former.text, &former.issuers));
        }
        let mut lines = Vec::new();
        for text in texts {
            lines.push(self.take_one(text, &mut lists));
        }
        // All of them have to be loadable as one snapshot again.
        lists.drain(..lists.len().saturating_sub(limits::STATUS_LISTS));
        self.known
            .see_status_lists(lists.iter_mut().flat_map(|loaded| {
                let iat = loaded.list.iat();
                let names = mem::take(&mut loaded.names);
                names.into_iter().map(move |name| (name, iat))
            }));
        (lists, lines)
    }

    fn take_one(&mut self, text: &str, lists: &mut Vec<LoadedStatusList>) -> Part {
        // One that is there already has been verified just now.
        let mut there = lists.iter().position(|l| l.is(text));
        if there.is_none() {
            let loaded = match self.read(text, &[]) {
                Ok(loaded) => loaded,
                Err(error) => return not_taken(text, error, lists),
            };
            there = lists.iter().position(|l| l.stands_for(&loaded));
            if there.is_none() {
                lists.retain(|l| !loaded.stands_for(l));
                let line = named(Part::accepted(), loaded.list.uri(), loaded.list.iat());
                lists.push(loaded);
                return line;
            }
        }
        // What came last stands last.
        let stays = there.map(|there| lists.remove(there));
        let line = match stays.as_ref().map(|stays| &stays.list) {
            Some(list) => named(Part::kept(), list.uri(), list.iat()),
            None => Part::kept(),
        };
        lists.extend(stays);
        line
    }

    /// Verifies a list. Whose it is may be known from `former` loads.
    fn read(&mut self, text: &str, former: &[String]) -> Result<LoadedStatusList, Error> {
        let token = Token::parse(text)?;
        let (list, signers) = match token.unverified_iss() {
            Some(iss) => {
                let issuer = self.documents.list.issuers.find(iss)?;
                (verified(token, issuer)?, vec![issuer])
            }
            None => self.signed_by(token, former)?,
        };
        let Some(issuers) = self.issuers.checked_sub(signers.len()) else {
            return Err(Error::new(Code::LimitItems).with("limit", limits::STATUS_LIST_ISSUERS));
        };
        self.issuers = issuers;
        // It is the same for all of them.
        let least = self.documents.check_least(&list);
        let uri = short_hash(list.uri());
        let mut failure = None;
        let (mut issuers, mut names) = (Vec::new(), Vec::new());
        for issuer in signers {
            let name = ListName::with_hash(&issuer.id, &uri);
            match self.check(&name, &list, &least) {
                Ok(()) => {
                    issuers.push(issuer.id.clone());
                    names.push(name);
                }
                Err(error) => failure = Some(error),
            }
        }
        match failure {
            Some(failure) if issuers.is_empty() => Err(failure),
            _ => Ok(LoadedStatusList {
                issuers,
                list,
                text: text.to_owned(),
                names,
            }),
        }
    }

    /// Finds who signed a list that does not say so: each key of the name is tried once, as far as
    /// one load may go, and those of issuers first whose own name is most like the list's.
    fn signed_by(
        &mut self,
        token: Token<'_>,
        former: &[String],
    ) -> Result<(StatusList, Vec<&'a Issuer>), Error> {
        let kid = kid_of(token.kid())?.to_owned();
        let mut known = BTreeSet::new();
        known.extend(former.iter().map(String::as_str));
        let mut failure = Error::new(Code::TrustKey).with("kid", kid.as_str());
        let mut candidates = Vec::new();
        for signer in self.signers.iter().filter(|signer| signer.kid == kid) {
            let mut issuers = Vec::new();
            let mut likeness = 0;
            for issuer in &signer.issuers {
                match issuer.key(&kid, KeyUse::Status, token.unverified_iat()) {
                    Ok(_) => issuers.push(*issuer),
                    Err(error) => failure = error,
                }
                likeness = likeness.max(match known.contains(issuer.id.as_str()) {
                    true => usize::MAX,
                    false => common(&issuer.id, token.unverified_uri()),
                });
            }
            if !issuers.is_empty() {
                candidates.push(Candidate {
                    key: signer.key,
                    issuers,
                    likeness,
                });
            }
        }
        let own = likeliest(&mut candidates, limits::STATUS_LIST_OWN_TRIES);
        let candidates = [own, candidates].map(Vec::into_iter).into_iter().flatten();
        let candidates: Vec<Candidate<'_>> = candidates.collect();
        if candidates.is_empty() {
            return Err(failure);
        }
        let all = candidates.len();
        let allowed = self.tries.saturating_add(limits::STATUS_LIST_OWN_TRIES);
        let keys = candidates.iter().map(|candidate| candidate.key);
        let found = token.verify_by_one_of(keys.take(allowed));
        let tried = found.as_ref().map_or(all, |(number, _)| number + 1);
        let further = tried.saturating_sub(limits::STATUS_LIST_OWN_TRIES);
        self.tries = self.tries.saturating_sub(further);
        match found {
            Ok((number, list)) => {
                let signer = candidates.into_iter().nth(number);
                Ok((
                    list,
                    signer.map(|signer| signer.issuers).unwrap_or_default(),
                ))
            }
            Err(_) if all > allowed => {
                Err(Error::new(Code::LimitSignatures).with("limit", limits::STATUS_LIST_TRIES))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether it is new enough, and not too new.
    fn check(
        &self,
        name: &ListName,
        list: &StatusList,
        least: &Result<(), Error>,
    ) -> Result<(), Error> {
        // What was there before is not given up for a clock that is behind, which decides nothing by it.
        let seen = self.known.newest_status_list(name);
        let now = seen.map_or(self.now, |seen| self.now.max(seen));
        not_from_the_future(list.iat(), now)?;
        least.clone()?;
        self.known.check_status_list(name, list, self.now)
    }
}

impl Documents {
    /// A status list that came with a call, of the issuer that is to answer for it.
    pub(super) fn stapled(
        &self,
        text: &str,
        signer: &Issuer,
        now: Instant,
    ) -> Result<StatusList, Error> {
        let token = Token::parse(text)?;
        if let Some(iss) = token.unverified_iss().filter(|iss| *iss != signer.id) {
            self.list.issuers.find(iss)?;
            return Err(Error::new(Code::TrustScope)
                .with("issuer", iss)
                .with("member", "sub")
                .with("found", token.unverified_uri()));
        }
        let list = verified(token, signer)?;
        not_from_the_future(list.iat(), now)?;
        self.check_least(&list)?;
        Ok(list)
    }

    /// Checks that a list is as new as the manifest asks.
    fn check_least(&self, list: &StatusList) -> Result<(), Error> {
        let pinned = self.manifest.status_lists.iter();
        let mut least = pinned.filter(|(uri, _)| uri == list.uri());
        least.try_for_each(|(_, least)| check_not_older(list, *least))
    }
}

/// A list by the issuer's key of the name that it says, and no other.
fn verified(token: Token<'_>, issuer: &Issuer) -> Result<StatusList, Error> {
    let kid = kid_of(token.kid())?;
    let key = issuer.key(kid, KeyUse::Status, token.unverified_iat())?;
    token.verify(&key.verifying)
}

/// The keys for status lists, each once by each of its names.
fn signers(issuers: &Issuers) -> Vec<Signer<'_>> {
    let mut signers: Vec<Signer<'_>> = Vec::new();
    let mut places = BTreeMap::new();
    for issuer in issuers.iter() {
        for key in issuer.status_keys() {
            let name = [&key.identity(), " ", &key.kid].concat();
            let place = *places.entry(name).or_insert(signers.len());
            match signers.get_mut(place) {
                Some(signer) => signer.issuers.push(issuer),
                None => signers.push(Signer {
                    kid: &key.kid,
                    key: &key.verifying,
                    issuers: vec![issuer],
                }),
            }
        }
    }
    signers
}

/// Takes out the likeliest, the likeliest first.
fn likeliest<'a>(candidates: &mut Vec<Candidate<'a>>, count: usize) -> Vec<Candidate<'a>> {
    let mut own = Vec::new();
    for _ in 0..count.min(candidates.len()) {
        let likeness = candidates.iter().map(|c| c.likeness).max();
        let place = candidates.iter().position(|c| Some(c.likeness) == likeness);
        own.extend(place.map(|place| candidates.remove(place)));
    }
    own
}

/// How many bytes two texts have in common at their beginnings, as far as addresses differ: every list
/// is compared with thousands of issuers.
fn common(one: &str, other: &str) -> usize {
    const FAR_ENOUGH: usize = 128;
    let pairs = one.bytes().zip(other.bytes()).take(FAR_ENOUGH);
    pairs.take_while(|(one, other)| one == other).count()
}

/// What is said of a list that is not taken: that it is kept, where there is a newer one for its URI.
fn not_taken(text: &str, error: Error, lists: &[LoadedStatusList]) -> Part {
    let is_older = error.code() == Code::TrustRollback;
    let line = Part::refused(error.at(Stage::StatusList));
    let Ok(token) = Token::parse(text) else {
        return line;
    };
    let (uri, iat) = (token.unverified_uri(), token.unverified_iat());
    if is_older && lists.iter().any(|l| l.list.uri() == uri) {
        return named(Part::kept(), uri, iat);
    }
    Part {
        uri: Some(uri.to_owned()),
        ..line
    }
}

fn named(part: Part, uri: &str, iat: Instant) -> Part {
    Part {
        uri: Some(uri.to_owned()),
        iat: Some(iat.unix()),
        ..part
    }
}
