//! Reasons against brute force over the leaves.

use std::collections::BTreeMap;

use super::*;
use crate::random::{Random, cases};

const TREES: usize = 2_000;
/// At most so many leaves: their subsets and assignments are enumerated.
const LEAVES: usize = 8;

/// A tree whose leaves are flags, each named once, and constants when names run out.
enum Tree {
    Constant(bool),
    Flag(String),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

impl Tree {
    fn random(random: &mut Random, depth: usize, names: &mut std::ops::Range<usize>) -> Self {
        let leaf = depth == 0 || names.len() < 2 || random.one_in(4);
        if leaf {
            return match names.next() {
                Some(n) => Self::Flag(format!("credit.flags.f{n}")),
                None => Self::Constant(random.one_in(2)),
            };
        }
        let mut part = |random: &mut Random| Self::random(random, depth - 1, names);
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
            Self::Flag(path) => format!(r#"{{"var":"{path}"}}"#),
            Self::Not(inner) => format!(r#"{{"!":{}}}"#, inner.rule()),
            Self::And(parts) => format!(r#"{{"and":[{}]}}"#, all(parts)),
            Self::Or(parts) => format!(r#"{{"or":[{}]}}"#, all(parts)),
        }
    }

    fn leaves<'t>(&'t self, into: &mut Vec<&'t str>) {
        match self {
            Self::Constant(_) => {}
            Self::Flag(path) => into.push(path),
            Self::Not(inner) => inner.leaves(into),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|p| p.leaves(into)),
        }
    }

    fn verdict(&self, leaves: &BTreeMap<&str, Verdict>) -> Verdict {
        match self {
            Self::Constant(value) => (*value).into(),
            Self::Flag(path) => leaves.get(&**path).copied().unwrap_or(Verdict::Unknown),
            Self::Not(inner) => !inner.verdict(leaves),
            Self::And(parts) => parts
                .iter()
                .fold(Verdict::True, |all, part| all.and(part.verdict(leaves))),
            Self::Or(parts) => parts
                .iter()
                .fold(Verdict::False, |any, part| any.or(part.verdict(leaves))),
        }
    }
}

#[test]
fn reasons_are_the_least_leaves_or_all_that_can_still_change_it() {
    let mut random = Random::seeded("least reasons");
    for _ in 0..cases(TREES) {
        let tree = Tree::random(&mut random, 4, &mut (0..LEAVES));
        let mut leaves = Vec::new();
        tree.leaves(&mut leaves);
        leaves.sort_unstable();
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
        let known: BTreeMap<&str, Verdict> = known.collect();
        let verdict = tree.verdict(&known);

        let rule = tree.rule();
        let expr = read(&parse(&rule)).expect(&rule);
        let facts = Facts {
            root: &members,
            today: day("2026-11-22"),
        };
        assert_eq!(expr.evaluate(facts), verdict, "{rule} on {text}");
        let reasons = expr.reasons(facts);
        let mut paths: Vec<&str> = reasons.iter().map(|r| &*r.path).collect();
        paths.sort_unstable();
        if verdict == Verdict::Unknown {
            assert_eq!(paths, relevant(&tree, &leaves, &known), "{rule} on {text}");
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
fn only(tree: &Tree, known: &BTreeMap<&str, Verdict>, kept: impl Fn(&str) -> bool) -> Verdict {
    let kept = known.iter().filter(|(leaf, _)| kept(leaf));
    tree.verdict(&kept.map(|(leaf, verdict)| (*leaf, *verdict)).collect())
}

/// How many of the known leaves suffice.
fn fewest(tree: &Tree, known: &BTreeMap<&str, Verdict>, verdict: Verdict) -> usize {
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

/// The unknown leaves that change the verdict under some assignment of the other unknown ones.
fn relevant<'t>(
    tree: &Tree,
    leaves: &[&'t str],
    known: &BTreeMap<&'t str, Verdict>,
) -> Vec<&'t str> {
    let unknown: Vec<&str> = leaves
        .iter()
        .copied()
        .filter(|l| !known.contains_key(l))
        .collect();
    let assigned = |bits: usize| {
        let mut all = known.clone();
        for (at, leaf) in unknown.iter().enumerate() {
            all.insert(leaf, (bits >> at & 1 == 1).into());
        }
        tree.verdict(&all)
    };
    let changes = |at: usize| {
        (0..1_usize << unknown.len()).any(|bits| assigned(bits) != assigned(bits ^ (1 << at)))
    };
    let relevant = (0..unknown.len()).filter(|at| changes(*at));
    relevant.map(|at| unknown[at]).collect()
}
