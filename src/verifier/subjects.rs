//! Whom the bundles of one call are about: one subject, or a firm and its officers.

use std::ptr;

use super::options::ExpectedSubject;
use crate::credit::{Claims, ID, LINK, LINKS, OFFICERS, SUBJECT, Vct};
use crate::error::{Code, Error, Problem, Stage};
use crate::identity::is_same;
use crate::json::pointer_to;
use crate::programme::{Input, Officer, Programme};
use crate::rules::{Cause, Unknown};

/// A bundle, as far as it tells whom it is about.
pub(crate) struct Party<'a> {
    pub(crate) input: &'a Input,
    pub(crate) claims: &'a Claims,
    /// Who signed it. None for facts that somebody wrote by hand.
    pub(crate) issuer: Option<&'a str>,
}

/// What it takes for bundles to belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkProof {
    /// They have to prove it.
    Required,
    /// It is assumed unless something contradicts it: for facts that somebody wrote by hand.
    Assumed,
}

/// Checks that the bundles belong together.
///
/// Two bundles are about one subject if both disclose the same identity code, or if one of public credit status
/// discloses the link to the other's issuer and the other discloses the same link. Nothing else links them: nothing
/// that many people share, such as a name or the end of a code, and no key, since whoever holds a key can have it
/// bound to a friend's bundle.
///
/// Of several bundles, one has to be linked to each of the others. A link counts from the bundle that has the
/// `links`, and in no other direction: an agency to which two platforms link cannot say that both are about one
/// subject.
///
/// An officer's bundles have to prove an identity code that the firm's bundle discloses among its officers, in that
/// role.
///
/// # Errors
/// `binding.conflict` with `inputs` and the `pointer` to what differs; `binding.unlinked` with
/// `inputs` and, as `missing`, what would have to be disclosed.
pub(crate) fn check_linked(parties: &[Party<'_>], proof: LinkProof) -> Result<(), Error> {
    let mut subjects: Vec<Vec<&Party<'_>>> = Vec::new();
    for party in parties {
        let is_same = |same: &&mut Vec<&Party<'_>>| {
            let first = same.first();
            first.is_some_and(|first| first.input.is == party.input.is)
        };
        match subjects.iter_mut().find(is_same) {
            Some(same) => same.push(party),
            None => subjects.push(vec![party]),
        }
    }
    for same in &subjects {
        check_consistent(same)?;
        if proof == LinkProof::Required {
            check_one_links_all(same)?;
        }
    }
    for same in &subjects {
        if let Some(Officer { of, role }) = same.first().and_then(|p| p.input.is.as_ref())
            && let Some(firm) = parties.iter().find(|party| party.input.alias == *of)
        {
            check_officer(same, firm, role, proof)?;
        }
    }
    Ok(())
}

/// Checks that the bundles are about whom the app expects. Each has to prove it: by its own identity code, or
/// by that of a bundle of public credit status that links to it. What is expected of one input is expected of
/// every other that is about the same subject. Returns what would have to be disclosed where that is not
/// proven.
///
/// # Errors
/// `binding.subject`.
pub(super) fn unproven_subjects(
    expected: Option<&ExpectedSubject>,
    parties: &[Party<'_>],
) -> Result<Vec<Unknown>, Error> {
    let mut unproven = Vec::new();
    let mut prove = |is: Option<&Officer>, id: &str| {
        let same: Vec<_> = parties
            .iter()
            .filter(|party| party.input.is.as_ref() == is)
            .collect();
        for party in &same {
            match party.claims.id() {
                Some(shown) if is_same(shown, id) => {}
                Some(_) => return Err(Error::new(Code::BindingSubject).at(Stage::Bundle)),
                // It is about the same subject as the bundle that links to it, which is checked itself.
                None if same.iter().any(|other| other.links_to(party)) => {}
                None => add_unproven(&mut unproven, &party.input.alias),
            }
        }
        Ok(())
    };
    match expected {
        None => {}
        Some(ExpectedSubject::One(id)) => prove(None, id)?,
        Some(ExpectedSubject::ByAlias(expected)) => {
            let mut absent = Vec::new();
            for (alias, id) in expected {
                match parties.iter().find(|party| party.input.alias == *alias) {
                    Some(party) => prove(party.input.is.as_ref(), id)?,
                    None => absent.push(alias),
                }
            }
            for alias in absent {
                add_unproven(&mut unproven, alias);
            }
        }
    }
    Ok(unproven)
}

/// Checks that the app names somebody, for inputs that the programme has.
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
    let unknown = expected
        .iter()
        .find(|(alias, _)| programme.input(alias).is_none());
    match unknown {
        Some((alias, _)) => {
            let pointer = pointer_to(&["subject", alias]);
            Err(Error::of_option(pointer, Problem::Unknown))
        }
        None if expected.is_empty() => Err(Error::of_option("/subject", Problem::Missing)),
        None => Ok(()),
    }
}

fn check_consistent(same: &[&Party<'_>]) -> Result<(), Error> {
    let mut others = same.iter();
    while let Some(one) = others.next() {
        for other in others.clone() {
            if let Some(pointer) = one.claims.contradiction(other.claims) {
                return Err(of_inputs(Code::BindingConflict, one, other).with("pointer", pointer));
            }
        }
    }
    Ok(())
}

/// Checks that one of them is linked to each of the others. The error names the one
/// that is linked to the most of them, and the first to which it is not.
fn check_one_links_all(same: &[&Party<'_>]) -> Result<(), Error> {
    let unlinked = |centre: &Party<'_>| {
        let others = same.iter().filter(|other| !ptr::eq(**other, centre));
        let unlinked = others.filter(|other| !is_linked_to(centre, other));
        unlinked.copied().collect::<Vec<_>>()
    };
    let each = same.iter().map(|centre| (*centre, unlinked(centre)));
    let best = each.min_by_key(|(centre, unlinked)| (unlinked.len(), !centre.is_public()));
    let Some((centre, Some(alone))) =
        best.map(|(centre, unlinked)| (centre, unlinked.first().copied()))
    else {
        return Ok(());
    };
    let mut missing = Vec::new();
    for party in [centre, alone] {
        if party.claims.id().is_none() {
            missing.push(party.unit(ID.text));
        }
    }
    missing.extend(missing_links(centre, alone));
    Err(of_inputs(Code::BindingUnlinked, centre, alone).with("missing", missing))
}

fn is_linked_to(centre: &Party<'_>, other: &Party<'_>) -> bool {
    centre.shares_id_with(other) || centre.links_to(other)
}

/// What the two would have to disclose for a link between them, as far as there may be one.
fn missing_links(platform: &Party<'_>, other: &Party<'_>) -> Vec<String> {
    let Some(issuer) = other.issuer.filter(|_| !other.is_public()) else {
        return Vec::new();
    };
    let (to, own) = (&platform.claims.links, &other.claims.links);
    let hides_to = to.to(issuer).is_none();
    let hides_own = own.own().is_none();
    let possible = (!hides_to || to.hides_some()) && (!hides_own || other.claims.subject.open);
    if !possible {
        return Vec::new();
    }
    let to = hides_to.then(|| platform.unit(&format!("{LINKS}.{issuer}")));
    to.into_iter()
        .chain(hides_own.then(|| other.unit(LINK)))
        .collect()
}

fn check_officer(
    officer: &[&Party<'_>],
    firm: &Party<'_>,
    role: &str,
    proof: LinkProof,
) -> Result<(), Error> {
    for party in officer {
        let mut linking = officer.iter().filter(|other| other.links_to(party));
        let id = party.claims.id();
        let id = id.or_else(|| linking.clone().find_map(|other| other.claims.id()));
        match id.and_then(|id| firm.claims.has_officer(role, id)) {
            Some(true) => continue,
            None if proof == LinkProof::Assumed => continue,
            _ => {}
        }
        let mut missing = Vec::new();
        if !firm.claims.shows_officers() {
            missing.push(firm.unit(OFFICERS.text));
        }
        if id.is_none() {
            missing.push(linking.next().unwrap_or(party).unit(ID.text));
        }
        return Err(of_inputs(Code::BindingUnlinked, firm, party)
            .with("role", role)
            .with("missing", missing));
    }
    Ok(())
}

fn of_inputs(code: Code, one: &Party<'_>, other: &Party<'_>) -> Error {
    let inputs = [one, other].map(|party| party.input.alias.as_str());
    Error::new(code)
        .with("inputs", inputs.to_vec())
        .at(Stage::Bundle)
}

impl Party<'_> {
    fn is_public(&self) -> bool {
        self.input.vct == Vct::CreditStatus
    }

    /// Whether this one's platform says, by a link, that the other is about the same subject.
    fn links_to(&self, other: &Self) -> bool {
        let link = other.issuer.and_then(|issuer| self.claims.links.to(issuer));
        link.is_some() && link == other.claims.links.own()
    }

    /// Whether both disclose one identity code.
    fn shares_id_with(&self, other: &Self) -> bool {
        let ids = self.claims.id().zip(other.claims.id());
        ids.is_some_and(|(one, other)| is_same(one, other))
    }

    /// What the bundle would have to disclose.
    fn unit(&self, member: &str) -> String {
        unit(&self.input.alias, member)
    }
}

fn unit(alias: &str, member: &str) -> String {
    [alias, SUBJECT.name, member].join(".")
}

fn add_unproven(unproven: &mut Vec<Unknown>, alias: &str) {
    let identity = Unknown {
        cause: Cause::Undisclosed,
        unit: unit(alias, ID.text).into(),
    };
    if !unproven.contains(&identity) {
        unproven.push(identity);
    }
}

#[cfg(test)]
mod tests;
