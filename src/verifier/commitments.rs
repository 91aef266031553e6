//! The commitments that come with a presentation: whether they hold here, and what they promise.

use super::bundle::expected;
use super::options::CheckOptions;
use crate::commitment::{Commitment, Signed, TYP};
use crate::credit::{Promise, promised};
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{Compact, VerifyingKey};
use crate::json;
use crate::limits;
use crate::programme::Programme;
use crate::rules::Fact;
use crate::time::Instant;
use crate::trust::{self, kid_of};

/// What is promised to whoever decides.
#[derive(Debug)]
pub(super) struct Commitments {
    pub(super) promised: Fact,
    /// The first end of one of them.
    pub(super) end: Option<Instant>,
}

impl Commitments {
    /// Verifies those of a call: each signed by one of the holders' keys, for the programme that decides and for the same
    /// request.
    ///
    /// # Errors
    /// All that was found wrong, each with the `index` of its commitment; `input.options` for one that promises what an
    /// earlier one does, which would then count as two.
    pub(super) fn verify(
        options: &CheckOptions,
        programme: &Programme,
        holders: &[&VerifyingKey],
    ) -> Result<Self, Vec<Error>> {
        let mut keys: Vec<(String, &VerifyingKey)> = Vec::new();
        if !options.commitments.is_empty() {
            for key in holders {
                keys.push((key.thumbprint(), key));
            }
        }
        let mut errors = Vec::new();
        let mut promises: Vec<(&str, Promise)> = Vec::new();
        let mut end: Option<Instant> = None;
        for (index, text) in options.commitments.iter().enumerate() {
            let found = signed(text, options, programme, &keys);
            match found.map_err(|e| e.at(Stage::Commitment).with("index", index)) {
                Err(error) => errors.push(error),
                Ok((by, signed)) => {
                    end = Some(end.map_or(signed.exp, |end| end.min(signed.exp)));
                    let is_like = |(other, promise): &(&str, Promise)| {
                        *other == by && promise.is_like(&signed.promise)
                    };
                    if promises.iter().any(is_like) {
                        let error = Error::of_option("/commitments", Problem::GivenTwice);
                        errors.push(error.under_last(index));
                    }
                    promises.push((by, signed.promise));
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let promises = promises.into_iter().map(|(_, promise)| promise);
        Ok(Self {
            promised: promised(promises.collect(), true),
            end,
        })
    }
}

impl Commitments {
    /// Those that a holder means to sign, as if they were signed.
    ///
    /// # Errors
    /// `limit.items`; `input.options` with the pointer to what no verifier would accept.
    pub(super) fn planned(commitments: &[Commitment]) -> Result<Self, Error> {
        let pointer = || "/commitments".to_owned();
        Error::check_items(limits::COMMITMENTS, commitments.len(), pointer)
            .map_err(|e| e.at(Stage::Input))?;
        let mut promises = Vec::new();
        let mut end: Option<Instant> = None;
        for (index, commitment) in commitments.iter().enumerate() {
            let promise = commitment.promise();
            promises.push(promise.map_err(|e| e.under(&format!("/commitments/{index}")))?);
            end = Some(end.map_or(commitment.until, |end| end.min(commitment.until)));
        }
        Ok(Self {
            promised: promised(promises, true),
            end,
        })
    }
}

/// A commitment that verifies under one of these keys, and the thumbprint of that.
fn signed<'k>(
    text: &str,
    options: &CheckOptions,
    programme: &Programme,
    keys: &'k [(String, &VerifyingKey)],
) -> Result<(&'k str, Signed), Error> {
    let token = Compact::parse(text, limits::COMMITMENT_BYTES)?;
    token.header().expect_typ(TYP)?;
    // The header names the key. No other is tried, so that it can be said whose signature is missing.
    let kid = kid_of(token.header().kid.as_deref())?;
    let (by, key) = keys
        .iter()
        .find(|(thumbprint, _)| thumbprint == kid)
        .ok_or_else(|| Error::new(Code::BindingHolder).with("kid", kid))?;
    let payload = token.verify_or_diagnose(key)?;
    let payload = json::parse(payload, limits::COMMITMENT_BYTES)?;
    let signed = Signed::read(&payload)?;
    let (id, version) = &signed.programme;
    if (id, version) != (&programme.id, &programme.version) {
        return Err(Error::new(Code::BindingProgramme)
            .with("expected", programme.id.as_str())
            .with("found", id.as_str())
            .with("expected_version", trust::version(programme.version))
            .with("found_version", trust::version(*version)));
    }
    // What nobody asked for is bound to nobody; the options were checked for that.
    let expected = expected(&options.holder).ok_or_else(|| Error::new(Code::InputHolder))?;
    let claims = payload
        .as_object()
        .ok_or_else(|| Error::new(Code::ClaimInvalid))?;
    expected.check(claims, options.now)?;
    Ok((by, signed))
}
