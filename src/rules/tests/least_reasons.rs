//! Reasons against brute force over the leaves.

use crate::law;
use std::collections::{BTreeMap, BTreeSet};

use super::*;
use testkit::random::{Random, cases};

const TREES: usize = 2_000;
/// At most so many leaves: their subsets and assignments are enumerated.
const LEAVES: usize = 8;

/// A tree whose leaves are flags, some of which stand in several places, and constants when places
/// run out.
enum Tree {
    Constant(bool),
    Flag(Place),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

/// A flag in one of its places.
struct Place {
    path: String,
    number: usize,
}

impl Tree {
    fn random(random: &mut Random, depth: usize, places: &mut std::ops::Range<usize>) -> Self {
        let leaf = depth == 0 || places.len() < 2 || random.one_in(4);
        if leaf {
            return match places.next() {
                Some(number) => {
                    let flag = match random.one_in(3) {
                        true => random.below(number + 1),
                        false => number,
                    };
                    let path = format!("credit.flags.f{flag}");
                    Self::Flag(Place { path, number })
                }
                None => Self::Constant(random.one_in(2)),
            };
        }
        let mut part = |random: &mut Random| Self::random(random, depth - 1, places);
        match random.below(5) {
            0 => Self::Not(Box::new(part(random))),
            n => {
                let parts = (0..2 + n % 2).map(|_| part(random)).collect();
                if n < 3 {
                    Self::And(parts)
                } else {
                    Self::Or(parts)
                }
            }
        }
    }

    fn rule(&self) -> String {
        let all = |parts: &[Self]| parts.iter().map(Self::rule).collect::<Vec<_>>().join(",");
        match self {
            Self::Constant(value) => value.to_string(),
            Self::Flag(place) => format!(r#"{{"var":"{}"}}"#, place.path),
            Self::Not(inner) => format!(r#"{{"!":{}}}"#, inner.rule()),
            Self::And(parts) => format!(r#"{{"and":[{}]}}"#, all(parts)),
            Self::Or(parts) => format!(r#"{{"or":[{}]}}"#, all(parts)),
        }
    }

    fn places<'t>(&'t self, into: &mut Vec<&'t Place>) {
        match self {
            Self::Constant(_) => {}
            Self::Flag(place) => into.push(place),
            Self::Not(inner) => inner.places(into),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|p| p.places(into)),
        }
    }

    fn verdict(&self, of: &dyn Fn(&Place) -> Verdict) -> Verdict {
        let each = match self {
            Self::And(parts) | Self::Or(parts) => parts.iter(),
            _ => [].iter(),
        };
        match self {
            Self::Constant(value) => (*value).into(),
            Self::Flag(place) => of(place),
            Self::Not(inner) => !inner.verdict(of),
            Self::And(_) => each.fold(Verdict::True, |all, part| all.and(part.verdict(of))),
            Self::Or(_) => each.fold(Verdict::False, |any, part| any.or(part.verdict(of))),
        }
    }
}

type Known<'t> = BTreeMap<&'t str, Verdict>;

fn of_known(known: &Known<'_>, place: &Place) -> Verdict {
    known.get(&*place.path).copied().unwrap_or(Verdict::Unknown)
}

#[test]
fn reasons_are_the_least_leaves_or_all_that_can_still_change_it() {
    let mut random = Random::seeded("least reasons");
    for _ in 0..cases(TREES) {
        let tree = Tree::random(&mut random, 4, &mut (0..LEAVES));
        let mut places = Vec::new();
        tree.places(&mut places);
        let leaves: BTreeSet<&str> = places.iter().map(|place| &*place.path).collect();
        let states = [r#"true"#, "false", r#"{"$unknown":"undisclosed"}"#];
        let flags: Vec<(&str, &str)> = leaves
            .iter()
            .map(|leaf| (*leaf, random.pick(&states)))
            .collect();
        let members = flags.iter().map(|(leaf, state)| {
            let name = leaf.rsplit('.').next().unwrap_or_default();
            format!(r#""{name}":{state}"#)
        });
        let text = members.collect::<Vec<_>>().join(",");
        let members = facts(&parse(&format!(r#"{{"credit":{{"flags":{{{text}}}}}}}"#)));
        let known = flags.iter().filter_map(|(leaf, state)| match *state {
            "true" => Some((*leaf, Verdict::True)),
            "false" => Some((*leaf, Verdict::False)),
            _ => None,
        });
        let known: Known<'_> = known.collect();
        let verdict = tree.verdict(&|place| of_known(&known, place));

        let rule = tree.rule();
        let expr = read(&parse(&rule)).expect(&rule);
        let work = Work::of_a_decision();
        let facts = Environment {
            root: &members,
            vocabulary: &TestVocabulary,
            today: day("2026-11-22"),
            calendar: &law::built_in().calendar,
            work: &work,
        };
        assert_eq!(expr.evaluate(facts), verdict, "{rule} on {text}");
        let reasons = least_reasons(&expr, facts);
        let mut paths: Vec<&str> = reasons.iter().map(|r| &*r.path).collect();
        paths.sort_unstable();
        if verdict == Verdict::Unknown {
            // What is open may matter both ways, plainly and under a `!`.
            paths.dedup();
            assert_eq!(paths, relevant(&tree, &places, &known), "{rule} on {text}");
        } else {
            let kept = |leaf: &str| paths.contains(&leaf);
            assert_eq!(only(&tree, &known, kept), verdict, "{rule} on {text}");
            assert_eq!(
                paths.len(),
                fewest(&tree, &known, verdict),
                "{rule} on {text}"
            );
        }
    }
}

/// The verdict when only some of the known leaves are.
fn only(tree: &Tree, known: &Known<'_>, kept: impl Fn(&str) -> bool) -> Verdict {
    tree.verdict(&|place| match kept(&place.path) {
        true => of_known(known, place),
        false => Verdict::Unknown,
    })
}

/// How many of the known leaves suffice.
fn fewest(tree: &Tree, known: &Known<'_>, verdict: Verdict) -> usize {
    let names: Vec<&str> = known.keys().copied().collect();
    let subsets = 0..1_usize << names.len();
    let sufficient = subsets.filter(|subset| {
        let kept = |leaf: &str| {
            let at = names.iter().position(|name| *name == leaf);
            at.is_some_and(|at| subset >> at & 1 == 1)
        };
        only(tree, known, kept) == verdict
    });
    let sizes = sufficient.map(|subset| subset.count_ones() as usize);
    sizes.min().unwrap_or(usize::MAX)
}

/// The unknown leaves that change the verdict under some assignment of the other unknown ones, each
/// place taken as independent of the others.
fn relevant<'t>(tree: &Tree, places: &[&'t Place], known: &Known<'_>) -> Vec<&'t str> {
    let unknown: Vec<&Place> = places
        .iter()
        .copied()
        .filter(|place| !known.contains_key(&*place.path))
        .collect();
    let assigned = |bits: usize| {
        tree.verdict(&|place| {
            let at = unknown
                .iter()
                .position(|other| other.number == place.number);
            at.map_or(of_known(known, place), |at| (bits >> at & 1 == 1).into())
        })
    };
    let changes = |at: usize| {
        (0..1_usize << unknown.len()).any(|bits| assigned(bits) != assigned(bits ^ (1 << at)))
    };
    let relevant = (0..unknown.len()).filter(|at| changes(*at));
    let relevant: BTreeSet<&str> = relevant.map(|at| &*unknown[at].path).collect();
    relevant.into_iter().collect()
}
