//! Which claims of a bundle a programme needs: sets, any of which a wallet may answer with.

use crate::credit::{
    AGE_OVER, AS_OF, BIRTHDATE, ID, LINK, LINKS, LISTINGS, NATURAL_PERSON, OFFICERS, SUBJECT, Vct,
    disclosed_by, list_type,
};
use crate::law::Edition;
use crate::limits;
use crate::programme::{Input, Programme};
use crate::rules::{Expr, Needs};
use crate::sorted;

/// The names of claims, as paths with a point between the members: `evaluations.tax`.
pub(super) type ClaimSet = Vec<String>;

/// The sets of an input, the one that serves best first. A wallet answers with the first that it can fill.
///
/// What it takes for a tier may be known in several ways, and a wallet may have what it takes for some of them. The
/// set of all that it has for any tier comes before every smaller one, so that no better tier and no way to it is
/// lost. Sets for better tiers come before others. Each shows what a tier takes, so that a holder may choose a smaller
/// one. The last is of claims that every bundle has, but not for an input that may be left out.
///
/// None for an input that may be left out and that no tier needs.
pub(super) fn claim_sets(programme: &Programme, law: &Edition, input: &Input) -> Vec<ClaimSet> {
    let ways = ways(programme, law, input);
    let subject = SubjectClaims::of(programme, law, input);
    let mut sets = Vec::new();
    for way in unions(&ways) {
        for mut set in subject.choices(way) {
            if set.is_empty() {
                set.push(AS_OF.name.to_owned());
            }
            add(&mut sets, set);
        }
    }
    sets.truncate(limits::CLAIM_SETS - 1);
    if !input.optional {
        add(&mut sets, always_issued(programme, input));
    }
    sets
}

/// The ways to the tiers, best tier first: the claims of this input that each takes.
fn ways(programme: &Programme, law: &Edition, input: &Input) -> Vec<ClaimSet> {
    let most = limits::CLAIM_SETS;
    let needs = |rule: &Expr| rule.needs(most);
    let mut common = Needs::nothing(most);
    let requirements = programme.requirements.iter().map(|r| &r.when);
    for rule in programme.applies_when.iter().chain(requirements) {
        common = common.and(&needs(rule));
    }
    let mut ways: Vec<ClaimSet> = Vec::new();
    for tier in &programme.tiers {
        for paths in common.and(&needs(&tier.when)).sets {
            let mut way = claims_of(input, &paths);
            let kept = |list: &String| law.keeps_while_listed(list, &programme.regions);
            if way.iter().any(kept) {
                insert(&mut way, LISTINGS.name);
            }
            let is_needed = !way.is_empty() || !input.optional;
            if is_needed && !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    ways
}

/// The claims of an input that show the facts at these paths.
fn claims_of(input: &Input, paths: &[String]) -> ClaimSet {
    let mut claims = ClaimSet::new();
    for path in paths {
        if let Some((alias, path)) = path.split_once('.')
            && alias == input.alias
            && let Some(claim) = disclosed_by(path)
        {
            insert(&mut claims, claim);
        }
    }
    claims
}

/// Every union of the ways, which are given best first: those with a better one before others, and each before what is
/// part of it. Where that would be too many, each way, and the union of each with all after it, by their size.
fn unions(ways: &[ClaimSet]) -> Vec<ClaimSet> {
    const FEW: usize = 4;
    let few = ways.len() <= FEW;
    let mut unions: Vec<ClaimSet> = Vec::new();
    let mut others_before = 0;
    for (best, way) in ways.iter().enumerate() {
        let after = ways.get(best + 1..).unwrap_or_default();
        let subsets = if few { 1 << after.len() } else { 2 };
        for subset in 0..subsets {
            let mut union = way.clone();
            for (place, other) in after.iter().enumerate() {
                let is_part = if few {
                    subset >> place & 1 == 1
                } else {
                    subset == 1
                };
                if is_part {
                    sorted::extend(&mut union, other.iter().cloned());
                }
            }
            let with_it = unions.get(others_before..).unwrap_or_default();
            let larger = with_it.partition_point(|other| other.len() >= union.len());
            unions.insert(others_before + larger, union);
        }
        if few {
            others_before = unions.len();
        }
    }
    unions
}

/// What is asked of the subject beside what rules read.
struct SubjectClaims {
    /// The age in years from which it is asked whether somebody is of age.
    of_age: Option<i64>,
    /// Whether the subject may be somebody who has no age.
    may_have_none: bool,
    /// What ties the bundle to the others, any of these.
    ties: Vec<Option<&'static str>>,
    /// The same of a firm and its officer.
    officers: Vec<Option<&'static str>>,
}

impl SubjectClaims {
    fn of(programme: &Programme, law: &Edition, input: &Input) -> Self {
        let kinds = &programme.subject_kinds;
        let is_person = |kind: &String| kind == NATURAL_PERSON;
        let has_persons = input.is.is_some() || kinds.is_empty() || kinds.iter().any(is_person);
        let is_public = |input: &&Input| input.vct == Vct::CreditStatus;
        let inputs = || programme.inputs.iter();
        let same = || inputs().filter(|other| other.is == input.is);
        let others = || same().filter(|other| other.alias != input.alias);
        // The bundles of public credit status tell the age, where there are some.
        let is_asked = is_public(&input) || !same().any(|other| is_public(&other));
        let years = law.capacity.as_ref().map(|capacity| capacity.full);
        let of_age = years.filter(|_| has_persons && is_asked && !programme.allows_minors);

        let mut ties = Vec::new();
        let is_tied = others().next().is_some();
        // An officer is told by the identity number alone.
        if is_tied && input.is.is_none() && same().filter(is_public).count() == 1 {
            ties.push(Some(if is_public(&input) { LINKS } else { LINK }));
        }
        if is_tied || input.is.is_some() {
            ties.push(Some(ID.text));
        }
        if input.is.is_none() && others().all(|other| other.optional) {
            // It may stand alone.
            ties.push(None);
        }
        let of_this = |other: &&Input| other.is.as_ref().is_some_and(|is| is.of == input.alias);
        let mut officers = Vec::new();
        if inputs().any(|other| of_this(&other)) {
            officers.push(Some(OFFICERS.text));
        }
        if inputs().filter(of_this).all(|officer| officer.optional) {
            officers.push(None);
        }
        Self {
            of_age,
            may_have_none: input.is.is_none() && (kinds.is_empty() || !kinds.iter().all(is_person)),
            ties,
            officers,
        }
    }

    /// A set with each choice of these claims.
    fn choices(&self, way: ClaimSet) -> Vec<ClaimSet> {
        let mut sets = Vec::new();
        for tie in &self.ties {
            for officers in &self.officers {
                let mut set = way.clone();
                for member in [tie, officers].into_iter().flatten() {
                    insert(&mut set, &of_subject(member));
                }
                sets.extend(self.with_age(set));
            }
        }
        sets
    }

    /// An age is told by the identity number and the day of birth, or else by `age_over` alone.
    fn with_age(&self, mut set: ClaimSet) -> Vec<ClaimSet> {
        let [id, birthdate, ages] = [ID.text, BIRTHDATE.text, AGE_OVER.text].map(of_subject);
        let is_age = |claim: &String| claim.starts_with(&ages);
        if set.contains(&birthdate) || set.contains(&id) {
            set.retain(|claim| !is_age(claim));
            return vec![set];
        }
        let is_read = set.iter().any(is_age);
        if self.of_age.is_none() && !is_read {
            return vec![set];
        }
        let mut rest = set.clone();
        rest.retain(|claim| !is_age(claim));
        let mut by_birthdate = rest.clone();
        insert(&mut by_birthdate, &birthdate);
        if let Some(years) = self.of_age {
            insert(&mut set, &[&ages, ".", &years.to_string()].concat());
        }
        let mut sets = vec![set, by_birthdate];
        if self.may_have_none && !is_read {
            sets.push(rest);
        }
        sets
    }
}

/// The claims that rules read of this input and every bundle has; what is in the open, if there are none.
fn always_issued(programme: &Programme, input: &Input) -> ClaimSet {
    let mut set = ClaimSet::new();
    for rule in programme.rules() {
        for paths in rule.needs(1).sets {
            sorted::extend(&mut set, claims_of(input, &paths));
        }
    }
    set.retain(|claim| list_type(claim).is_some_and(|list| list.is_always_in(input.vct)));
    if set.is_empty() {
        set.push(AS_OF.name.to_owned());
    }
    set
}

/// Adds a set, unless whoever can fill it can fill one before it.
fn add(sets: &mut Vec<ClaimSet>, set: ClaimSet) {
    let is_part = |before: &ClaimSet| before.iter().all(|claim| set.contains(claim));
    if !sets.iter().any(is_part) {
        sets.push(set);
    }
}

fn insert(set: &mut ClaimSet, claim: &str) {
    sorted::insert(set, claim.to_owned());
}

fn of_subject(member: &str) -> String {
    [SUBJECT.name, ".", member].concat()
}
