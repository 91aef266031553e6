//! Whom the bundles of one call are about: one subject, or a firm and its officers.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::options::ExpectedSubject;
use crate::credit::Claims;
use crate::error::{Code, Error, Stage};
use crate::identity::is_same;
use crate::jose::PublicKey;
use crate::json::pointer_push;
use crate::programme::{Input, Officer, Programme};
use crate::rules::{Cause, Unknown};

/// A bundle as far as it tells whom it is about.
pub(crate) struct Party<'a> {
    pub(crate) input: &'a Input,
    pub(crate) claims: &'a mut Claims,
    /// The key that whoever presents it has proved to hold. A key that nobody proved to hold ties
    /// nothing: it is only written there.
    pub(crate) key: Option<PublicKey>,
}

/// What it takes for bundles to belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    /// It has to be shown.
    Shown,
    /// It is taken for granted unless something speaks against it: of facts that somebody wrote.
    Assumed,
}

/// Checks that the bundles belong together, and lets those about one person share what is known of
/// the birth.
///
/// Two bundles are about one subject if one key was proved to be held for both (equal keys are
/// those with equal thumbprints, RFC 7638), or if both disclose one identity code; nothing else of
/// a person is that person's alone. An officer's bundle discloses an identity code that the firm's
/// discloses among its officers, in that role: who holds which key shows nothing of an office.
///
/// # Errors
/// `binding.conflict` with `inputs` and the `pointer` to what differs; `binding.unlinked` with
/// `inputs` and, as `missing`, what would have to be disclosed.
pub(crate) fn tie(parties: &mut [Party<'_>], ties: Ties) -> Result<(), Error> {
    let mut subjects: Vec<Vec<&mut Party<'_>>> = Vec::new();
    for party in parties {
        let is_same = |same: &&mut Vec<&mut Party<'_>>| {
            let first = same.first();
            first.is_some_and(|first| first.input.is == party.input.is)
        };
        match subjects.iter_mut().find(is_same) {
            Some(same) => same.push(party),
            None => subjects.push(vec![party]),
        }
    }
    for same in &mut subjects {
        check_consistent(same)?;
        if ties == Ties::Shown {
            check_tied(same)?;
        }
        share_birth(same);
    }
    for same in &subjects {
        if let Some(Officer { of, role }) = same.first().and_then(|p| p.input.is.as_ref()) {
            let mut all = subjects.iter().flatten();
            if let Some(firm) = all.find(|party| party.input.alias == *of) {
                check_officer(same, firm, role, ties)?;
            }
        }
    }
    Ok(())
}

/// Checks who the app expects the bundles to be about. Gives what would have to be disclosed for
/// it where that is not shown.
///
/// # Errors
/// `binding.subject`.
pub(super) fn unproven_subjects(
    expected: Option<&ExpectedSubject>,
    parties: &[Party<'_>],
) -> Result<Vec<Unknown>, Error> {
    let mut unproven = Vec::new();
    match expected {
        None => {}
        Some(ExpectedSubject::One(id)) => {
            let subject = || parties.iter().filter(|party| party.input.is.is_none());
            let mut shown = false;
            for party in subject() {
                shown |= is_about(party, id)?;
            }
            if let (false, Some(first)) = (shown, subject().next()) {
                unproven.push(identity_of(&first.input.alias));
            }
        }
        Some(ExpectedSubject::ByAlias(expected)) => {
            for (alias, id) in expected {
                let party = parties.iter().find(|party| party.input.alias == *alias);
                if !party.map_or(Ok(false), |party| is_about(party, id))? {
                    unproven.push(identity_of(alias));
                }
            }
        }
    }
    Ok(unproven)
}

/// Checks that the app expects somebody, and of inputs that there are.
///
/// # Errors
/// `input.options` with the pointer.
pub(super) fn check_expected(
    expected: Option<&ExpectedSubject>,
    programme: &Programme,
) -> Result<(), Error> {
    let Some(ExpectedSubject::ByAlias(expected)) = expected else {
        return Ok(());
    };
    let mut pointer = "/subject".to_owned();
    let unknown = expected
        .iter()
        .find(|(alias, _)| programme.input(alias).is_none());
    let problem = match unknown {
        Some((alias, _)) => {
            pointer_push(&mut pointer, alias);
            "unknown"
        }
        None if expected.is_empty() => "missing",
        None => return Ok(()),
    };
    Err(Error::new(Code::InputOptions)
        .with("pointer", pointer)
        .with("problem", problem)
        .at(Stage::Input))
}

/// Whether it discloses that it is about whom the app expects.
fn is_about(party: &Party<'_>, expected: &str) -> Result<bool, Error> {
    match party.claims.id() {
        Some(id) if is_same(id, expected) => Ok(true),
        Some(_) => Err(Error::new(Code::BindingSubject).at(Stage::Bundle)),
        None => Ok(false),
    }
}

fn identity_of(alias: &str) -> Unknown {
    Unknown {
        cause: Cause::Undisclosed,
        unit: format!("{alias}.subject.id").into(),
    }
}

fn check_consistent(same: &[&mut Party<'_>]) -> Result<(), Error> {
    for (i, one) in same.iter().enumerate() {
        for other in same.iter().skip(i + 1) {
            if let Some(pointer) = one.claims.contradiction(other.claims) {
                return Err(of_inputs(Code::BindingConflict, one, other).with("pointer", pointer));
            }
        }
    }
    Ok(())
}

/// Each is tied to another, and so all to all.
fn check_tied(same: &[&mut Party<'_>]) -> Result<(), Error> {
    let mut tied: Vec<&Party<'_>> = Vec::new();
    let mut loose: Vec<&Party<'_>> = same.iter().map(|party| &**party).collect();
    while let Some(at) = loose
        .iter()
        .position(|party| tied.is_empty() || tied.iter().any(|other| are_tied(party, other)))
    {
        tied.push(loose.remove(at));
    }
    match (tied.first(), loose.first()) {
        (Some(first), Some(alone)) => {
            let hidden = [first, alone]
                .into_iter()
                .filter(|p| p.claims.id().is_none());
            let missing: Vec<String> = hidden.map(|p| unit(p, "id")).collect();
            Err(of_inputs(Code::BindingUnlinked, first, alone).with("missing", missing))
        }
        _ => Ok(()),
    }
}

fn are_tied(one: &Party<'_>, other: &Party<'_>) -> bool {
    let by_key = one.key.is_some() && one.key == other.key;
    let by_id = match (one.claims.id(), other.claims.id()) {
        (Some(one), Some(other)) => is_same(one, other),
        _ => false,
    };
    by_key || by_id
}

/// What one bundle tells of a person's age is known of the person. That there is a day that fits all
/// was checked for each two, which suffices for intervals.
fn share_birth(same: &mut [&mut Party<'_>]) {
    let births = same.iter().map(|party| party.claims.birth);
    let Some(birth) = births.reduce(|one, other| one.meet(other).unwrap_or(one)) else {
        return;
    };
    for party in same {
        party.claims.birth = birth;
    }
}

fn check_officer(
    officer: &[&mut Party<'_>],
    firm: &Party<'_>,
    role: &str,
    ties: Ties,
) -> Result<(), Error> {
    let Some(first) = officer.first() else {
        return Ok(());
    };
    let id = officer.iter().find_map(|party| party.claims.id());
    match id.and_then(|id| firm.claims.has_officer(role, id)) {
        Some(true) => return Ok(()),
        None if ties == Ties::Assumed => return Ok(()),
        _ => {}
    }
    let mut missing = Vec::new();
    if firm.claims.subject.get("officers").is_none() {
        missing.push(unit(firm, "officers"));
    }
    if id.is_none() {
        missing.push(unit(first, "id"));
    }
    Err(of_inputs(Code::BindingUnlinked, firm, first)
        .with("role", role)
        .with("missing", missing))
}

fn unit(party: &Party<'_>, member: &str) -> String {
    format!("{}.subject.{member}", party.input.alias)
}

fn of_inputs(code: Code, one: &Party<'_>, other: &Party<'_>) -> Error {
    let inputs = [one, other].map(|party| party.input.alias.as_str());
    Error::new(code)
        .with("inputs", inputs.to_vec())
        .at(Stage::Bundle)
}
