//! What a rule would come to with another verdict of a leaf, and how near it is to one.

use super::generate::rule;
use super::hidden::facts_with_hidden;
use super::*;
use crate::law;
use crate::rules::NEAREST;
use testkit::random::{Random, cases};

/// The places of the leaves that stand inside of no other, among all.
fn outer(expr: &Expr, written: &Value) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (number, leaf) in expr.leaves(written, "").into_iter().enumerate() {
        let is_inside =
            |(_, outer): &(usize, String)| leaf.pointer.starts_with(&format!("{outer}/"));
        if leaf.lists.is_empty() && !found.iter().any(is_inside) {
            found.push((number, leaf.pointer));
        }
    }
    found
}

/// The rule with a constant in the place of a leaf.
fn with_constant(written: &Value, pointer: &str, constant: bool) -> Value {
    let Some((token, rest)) = pointer.strip_prefix('/').map(|rest| {
        let end = rest.find('/').unwrap_or(rest.len());
        rest.split_at(end)
    }) else {
        return constant.into();
    };
    match written {
        Value::Array(parts) => {
            let at: usize = token.parse().expect("a place");
            let mut parts = parts.clone();
            parts[at] = with_constant(&parts[at], rest, constant);
            parts.into()
        }
        Value::Object(members) => {
            let mut members = members.clone();
            let inner = with_constant(members.get(token).expect(token), rest, constant);
            members.set(token, inner);
            members.into()
        }
        _ => panic!("{pointer}"),
    }
}

#[test]
fn a_leaf_that_is_supposed_otherwise_is_as_one_that_is_otherwise() {
    let mut random = Random::seeded("supposed leaves");
    let [mut same, mut changed] = [0; 2];
    for _ in 0..cases(2_000) {
        let text = rule(&mut random, 4);
        let written = parse(&text);
        let expr = read(&written).unwrap_or_else(|e| panic!("{text}: {e}"));
        let hidden = random.below(3);
        let members = facts_with_hidden(&mut random, hidden).filled(&mut |_| None);
        let Some(members) = members else { continue };
        let members = facts(&members);
        let calendar = &law::built_in().calendar;
        let work = Work::of(u64::MAX);
        let environment = Environment {
            root: &members,
            vocabulary: &TestVocabulary,
            today: day("2026-11-22"),
            calendar,
            work: &work,
        };
        let verdict = expr.evaluate(environment);
        let leaves = expr.leaf_verdicts(environment);
        for wanted in [true, false] {
            let is_there = expr.nearness(environment, wanted) == NEAREST;
            assert_eq!(
                is_there,
                verdict == wanted.into(),
                "{text} {wanted} {members:?}"
            );
        }
        for (number, pointer) in outer(&expr, &written) {
            let own = Verdict::ALL
                .iter()
                .find(|own| leaves[number].own.has(**own));
            assert_eq!(
                expr.verdict_if(&leaves, number, *own.expect("a verdict")),
                verdict,
                "{text} {pointer}"
            );
            for constant in [true, false] {
                let other = with_constant(&written, &pointer, constant);
                let other = read(&other).unwrap_or_else(|e| panic!("{text} {pointer}: {e}"));
                let supposed = expr.verdict_if(&leaves, number, constant.into());
                assert_eq!(
                    supposed,
                    other.evaluate(environment),
                    "{text} {pointer} {constant}"
                );
                match supposed == verdict {
                    true => same += 1,
                    false => changed += 1,
                }
            }
        }
    }
    assert!(same > 100 && changed > 100, "{same} {changed}");
}
