//! What a rule needs: with nothing else known, it still comes out true.

use super::generate::rule;
use super::hidden::facts_with_hidden;
use super::*;
use crate::law;
use testkit::random::{Random, cases};

const MOST: usize = 32;

fn unknown() -> Unknown {
    Unknown {
        cause: Cause::Undisclosed,
        unit: "hidden".into(),
    }
}

/// The facts of which nothing is known but what stands at these paths.
fn masked(members: &Members, paths: &[&str]) -> Members {
    let mut masked = Members {
        known: Vec::new(),
        open: Some(unknown()),
    };
    let mut names: Vec<&str> = members.known.iter().map(|(name, _)| &**name).collect();
    names.extend(paths.iter().map(|path| path.split('.').next().unwrap()));
    names.sort_unstable();
    names.dedup();
    for name in names {
        let within: Vec<&str> = paths
            .iter()
            .filter_map(|path| path.strip_prefix(name)?.strip_prefix('.'))
            .collect();
        let fact = members.known.iter().find(|(known, _)| **known == *name);
        let fact = match fact.map_or(&Fact::Absent, |(_, fact)| fact) {
            fact if paths.contains(&name) => fact.clone(),
            Fact::Object(members) if !within.is_empty() => {
                Fact::Object(self::masked(members, &within))
            }
            fact if !within.is_empty() => fact.clone(),
            _ => Fact::Unknown(vec![unknown()]),
        };
        masked.known.push((name.to_owned().into(), fact));
    }
    masked
}

fn evaluate(expr: &Expr, members: &Members) -> Verdict {
    expr.evaluate(Environment {
        root: members,
        vocabulary: &TestVocabulary,
        today: day("2026-11-22"),
        calendar: &law::built_in().calendar,
        work: &Work::of_a_decision(),
    })
}

#[test]
fn one_of_the_sets_suffices_for_what_is_true() {
    let mut random = Random::seeded("needs of rules");
    let [mut held, mut several, mut less] = [0; 3];
    for _ in 0..cases(6_000) {
        let text = rule(&mut random, 4);
        let expr = read(&parse(&text)).unwrap_or_else(|e| panic!("{text}: {e}"));
        let sets = expr.needs(MOST).sets;
        let whole = facts_with_hidden(&mut random, 0).filled(&mut |_| None);
        let whole = facts(&whole.expect("an object"));
        if evaluate(&expr, &whole) != Verdict::True {
            continue;
        }
        held += 1;
        several += usize::from(sets.len() > 1);
        assert!(sets.len() <= MOST);
        let mut each = sets.iter().map(|set| {
            let paths: Vec<&str> = set.iter().map(String::as_str).collect();
            evaluate(&expr, &masked(&whole, &paths))
        });
        let suffices: Vec<bool> = each
            .by_ref()
            .map(|verdict| verdict == Verdict::True)
            .collect();
        assert!(suffices.contains(&true), "{text}\n{sets:?}\n{whole:?}");
        less += usize::from(suffices.contains(&false));
    }
    println!("{held} true, {several} in several ways, {less} of them not in each");
    assert!(held > 100 && several > held / 10 && less > 0);
}

/// The sets of a rule over names that have no other meaning here.
fn sets(text: &str, most: usize) -> Vec<Vec<String>> {
    read(&parse(text)).expect(text).needs(most).sets
}

#[test]
fn either_is_one_of_two_and_both_are_one() {
    let a = r#"{">=":[{"var":"credit.evaluations.tax.score"},1]}"#;
    let b = r#"{"var":"credit.flags.b"}"#;
    let [score, flag] = ["credit.evaluations.tax.score", "credit.flags.b"];
    for (text, want) in [
        (
            format!(r#"{{"or":[{a},{b}]}}"#),
            vec![vec![score], vec![flag]],
        ),
        (format!(r#"{{"and":[{a},{b}]}}"#), vec![vec![score, flag]]),
        (
            format!(r#"{{"!":{{"and":[{a},{b}]}}}}"#),
            vec![vec![score], vec![flag]],
        ),
        (
            format!(r#"{{"!":{{"or":[{a},{b}]}}}}"#),
            vec![vec![score, flag]],
        ),
        (format!(r#"{{"or":[{a},{a}]}}"#), vec![vec![score]]),
        (format!(r#"{{"and":[{a},false]}}"#), vec![]),
        (format!(r#"{{"or":[{a},true]}}"#), vec![vec![score], vec![]]),
    ] {
        assert_eq!(sets(&text, MOST), want, "{text}");
    }
    // Where there would be too many, all of them are one.
    let either = format!(r#"{{"or":[{a},{b}]}}"#);
    assert_eq!(sets(&either, 1), [[score, flag]]);
}
