//! The status lists of a load: which are accepted, and who answers for each.

use std::mem;

use super::checks::{check_not_older, kid_of, not_from_the_future};
use super::entries::Issuers;
use super::format::KeyUse;
use super::issuer::Issuer;
use super::metadata::TrustMetadata;
use super::report::Part;
use super::seen::{ListName, short_hash};
use super::state::TrustState;
use crate::error::{Code, Error, Stage};
use crate::jose::VerifyingKey;
use crate::limits;
use crate::names::Names;
use crate::status_list::{StatusList, Token};
use crate::time::Instant;

/// A status list that verified.
#[derive(Debug)]
pub(super) struct LoadedStatusList {
    /// The issuers that answer for it: those who have the key that signed it.
    pub(super) issuers: Vec<String>,
    pub(super) list: StatusList,
    text: String,
    /// Its name in the state for each of these issuers, until it is recorded there.
    names: Vec<ListName>,
}

impl LoadedStatusList {
    /// The list as it was signed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is the same text. They are compared from the end, where the signatures differ.
    fn is(&self, text: &str) -> bool {
        self.text.len() == text.len() && self.text.bytes().rev().eq(text.bytes().rev())
    }

    /// Whether it replaces another: for the same URI, by all issuers of the other, and no older.
    fn replaces(&self, other: &Self) -> bool {
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

/// Updates the status lists in one load.
pub(super) struct StatusListUpdater<'a> {
    now: Instant,
    state: &'a mut TrustState,
    metadata: &'a TrustMetadata,
    signers: Vec<StatusKey<'a>>,
    /// How many more keys may be tried, beyond those that each list has of its own.
    tries: usize,
    /// How many more issuers may answer for lists.
    issuers: usize,
}

/// A key for status lists, with the issuers that have it under this name.
struct StatusKey<'a> {
    kid: &'a str,
    key: &'a VerifyingKey,
    issuers: Vec<&'a Issuer>,
}

/// A key that may have signed a list.
struct KeyCandidate<'a> {
    key: &'a VerifyingKey,
    /// The issuers that may use it.
    issuers: Vec<&'a Issuer>,
    /// How much the name of one of them is like the URI of the list.
    likeness: usize,
}

impl<'a> StatusListUpdater<'a> {
    pub(super) fn new(
        now: Instant,
        state: &'a mut TrustState,
        metadata: &'a TrustMetadata,
    ) -> Self {
        Self {
            now,
            state,
            metadata,
            signers: signers(&metadata.trust_list.issuers),
            tries: limits::STATUS_LIST_TRIES,
            issuers: limits::STATUS_LIST_ISSUERS,
        }
    }

    /// The newest status lists of the snapshot and of those that were there before, with a report on those of the
    /// snapshot.
    pub(super) fn update(
        mut self,
        texts: &[String],
        former: Vec<LoadedStatusList>,
    ) -> (Vec<LoadedStatusList>, Vec<Part>) {
        let mut lists: Vec<LoadedStatusList> = Vec::new();
        for list in former {
            // Verified anew: its issuer may no longer be listed, or its key may be revoked.
            lists.extend(self.verify(&list.text, &list.issuers));
        }
        let mut parts = Vec::new();
        for text in texts {
            parts.push(self.update_one(text, &mut lists));
        }
        // The app must be able to load all of them again as one snapshot.
        lists.drain(..lists.len().saturating_sub(limits::STATUS_LISTS));
        let mut seen = Vec::new();
        for loaded in &mut lists {
            for name in mem::take(&mut loaded.names) {
                seen.push((name, loaded.list.iat()));
            }
        }
        self.state.record_status_lists(seen.into_iter());
        (lists, parts)
    }

    fn update_one(&mut self, text: &str, lists: &mut Vec<LoadedStatusList>) -> Part {
        // One that is there already has just been verified.
        let mut there = lists.iter().position(|l| l.is(text));
        if there.is_none() {
            let loaded = match self.verify(text, &[]) {
                Ok(loaded) => loaded,
                Err(error) => return refused_or_kept(text, error, lists),
            };
            there = lists.iter().position(|l| l.replaces(&loaded));
            if there.is_none() {
                lists.retain(|l| !loaded.replaces(l));
                let part = named(Part::accepted(), loaded.list.uri(), loaded.list.iat());
                lists.push(loaded);
                return part;
            }
        }
        // The order is that in which they came last: an export that lacks room leaves out the first.
        let stays = there.map(|there| lists.remove(there));
        let part = match stays.as_ref().map(|stays| &stays.list) {
            Some(list) => named(Part::kept(), list.uri(), list.iat()),
            None => Part::kept(),
        };
        lists.extend(stays);
        part
    }

    /// Verifies a list. `former` are its issuers as an earlier load found them, if there was one.
    fn verify(&mut self, text: &str, former: &[String]) -> Result<LoadedStatusList, Error> {
        let token = Token::parse(text)?;
        let (list, signers) = match token.unverified_iss() {
            Some(iss) => {
                let issuer = self.metadata.trust_list.issuers.find(iss)?;
                (verify_by(token, issuer)?, vec![issuer])
            }
            None => self.find_signer(token, former)?,
        };
        let Some(issuers) = self.issuers.checked_sub(signers.len()) else {
            return Err(Error::new(Code::LimitItems).with("limit", limits::STATUS_LIST_ISSUERS));
        };
        self.issuers = issuers;
        // The manifest asks the same of all issuers.
        let least = self.metadata.check_least(&list);
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

    /// Finds who signed a list that does not say so. Each key of its `kid` is tried once, within the budget of
    /// a load. Keys of issuers whose name is most like the URI of the list come first.
    fn find_signer(
        &mut self,
        token: Token<'_>,
        former: &[String],
    ) -> Result<(StatusList, Vec<&'a Issuer>), Error> {
        let kid = kid_of(token.kid())?.to_owned();
        let known: Names = former.iter().map(String::as_str).collect();
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
                likeness = likeness.max(match known.get(&issuer.id).is_some() {
                    true => usize::MAX,
                    false => common_prefix(&issuer.id, token.unverified_uri()),
                });
            }
            if !issuers.is_empty() {
                candidates.push(KeyCandidate {
                    key: signer.key,
                    issuers,
                    likeness,
                });
            }
        }
        let mut others = candidates;
        let mut candidates = likeliest(&mut others, limits::STATUS_LIST_OWN_TRIES);
        candidates.append(&mut others);
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

    /// Checks that a list of this name is new enough, and not from the future.
    fn check(
        &self,
        name: &ListName,
        list: &StatusList,
        least: &Result<(), Error>,
    ) -> Result<(), Error> {
        // A list that was accepted before is not given up because the clock is behind. Checks are refused then.
        let seen = self.state.newest_status_list(name);
        let now = seen.map_or(self.now, |seen| self.now.max(seen));
        not_from_the_future(list.iat(), now)?;
        least.clone()?;
        self.state.check_status_list(name, list, self.now)
    }
}

impl TrustMetadata {
    /// Verifies a status list that came with a call, by the issuer that has to answer for it.
    pub(super) fn verify_stapled(
        &self,
        text: &str,
        signer: &Issuer,
        now: Instant,
    ) -> Result<StatusList, Error> {
        let token = Token::parse(text)?;
        if let Some(iss) = token.unverified_iss().filter(|iss| *iss != signer.id) {
            self.trust_list.issuers.find(iss)?;
            return Err(Error::new(Code::TrustScope)
                .with("issuer", iss)
                .with("member", "sub")
                .with("found", token.unverified_uri()));
        }
        let list = verify_by(token, signer)?;
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

/// Verifies a list by the issuer's key of its `kid`, and by no other.
fn verify_by(token: Token<'_>, issuer: &Issuer) -> Result<StatusList, Error> {
    let kid = kid_of(token.kid())?;
    let key = issuer.key(kid, KeyUse::Status, token.unverified_iat())?;
    token.verify(&key.verifying)
}

/// The keys for status lists, once for each `kid` that a key has.
fn signers(issuers: &Issuers) -> Vec<StatusKey<'_>> {
    let mut signers: Vec<StatusKey<'_>> = Vec::new();
    let mut places = Names::default();
    for issuer in issuers.iter() {
        for key in issuer.status_keys() {
            let name = [&key.identity(), " ", &key.kid].concat();
            match signers.get_mut(places.number(&name)) {
                Some(signer) => signer.issuers.push(issuer),
                None => signers.push(StatusKey {
                    kid: &key.kid,
                    key: &key.verifying,
                    issuers: vec![issuer],
                }),
            }
        }
    }
    signers
}

/// Takes the likeliest candidates out, the likeliest first.
fn likeliest<'a>(candidates: &mut Vec<KeyCandidate<'a>>, count: usize) -> Vec<KeyCandidate<'a>> {
    let mut own = Vec::new();
    for _ in 0..count.min(candidates.len()) {
        let likeness = candidates.iter().map(|c| c.likeness).max();
        let place = candidates.iter().position(|c| Some(c.likeness) == likeness);
        own.extend(place.map(|place| candidates.remove(place)));
    }
    own
}

/// How many bytes two texts have in common at their beginnings, up to a length within which addresses differ:
/// every list is compared with thousands of issuers.
fn common_prefix(one: &str, other: &str) -> usize {
    const FAR_ENOUGH: usize = 128;
    let pairs = one.bytes().zip(other.bytes()).take(FAR_ENOUGH);
    pairs.take_while(|(one, other)| one == other).count()
}

/// The report on a list that did not verify: that another is kept, if this one is only older; else that it is
/// refused.
fn refused_or_kept(text: &str, error: Error, lists: &[LoadedStatusList]) -> Part {
    let is_older = error.code() == Code::TrustRollback;
    let part = Part::refused(error.at(Stage::StatusList));
    let Ok(token) = Token::parse(text) else {
        return part;
    };
    let (uri, iat) = (token.unverified_uri(), token.unverified_iat());
    if is_older && lists.iter().any(|l| l.list.uri() == uri) {
        return named(Part::kept(), uri, iat);
    }
    Part {
        uri: Some(uri.to_owned()),
        ..part
    }
}

fn named(part: Part, uri: &str, iat: Instant) -> Part {
    Part {
        uri: Some(uri.to_owned()),
        iat: Some(iat.unix()),
        ..part
    }
}
