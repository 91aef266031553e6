//! A verdict that is known stays so whatever the hidden facts turn out to be.

use crate::law;
use std::collections::BTreeSet;

use super::generate::rule;
use super::hidden::{Choice, Partial, facts_with_hidden};
use super::reference::World;
use super::*;
use testkit::random::{Random, cases};

const TODAY: &str = "2026-11-22";
/// Completions of one case: all of them up to so many; of more, a sixteenth of that at random.
const COMPLETIONS: usize = 4096;

#[test]
fn known_verdicts_hold_for_every_completion() {
    let mut random = Random::seeded("soundness");
    let mut count = [0; 3];
    for _ in 0..cases(6_000) {
        let text = rule(&mut random, 3);
        let value = parse(&text);
        let expr = read(&value).unwrap_or_else(|e| panic!("{text}: {e}"));
        let hidden = random.below(11);
        let partial = facts_with_hidden(&mut random, hidden);
        let masked = partial.filled(&mut |_| None).expect("an object");
        let members = facts(&masked);
        let verdict = evaluate(&expr, &members);
        count[verdict as usize] += 1;
        let context = || format!("{text}\nunder {}", json::write(&masked));
        for_completions(&partial, &text, &mut random, |world, first| {
            let [no, yes] = [false, true]
                .map(|off_scale| World::new(world, day(TODAY), off_scale).holds(&value));
            if verdict != Verdict::Unknown {
                assert_eq!(
                    [verdict; 2],
                    [no.into(), yes.into()],
                    "{}\nin {}",
                    context(),
                    json::write(world)
                );
            }
            if first {
                let evaluated = evaluate(&expr, &facts(world));
                let off_scale = text.contains("at-least") && is_off_scale(world);
                let agrees = match evaluated {
                    Verdict::Unknown => off_scale,
                    known => no == yes && known == no.into(),
                };
                assert!(
                    agrees,
                    "{evaluated:?}, {no} or {yes}: {text}\nin {}",
                    json::write(world)
                );
            }
        });
        if verdict == Verdict::Unknown {
            assert_missing_suffices(&expr, &members, &partial, &mut random, &context);
        }
    }
    println!("false, true, unknown: {count:?}");
    assert!(count.iter().all(|n| *n > 0));
}

fn is_off_scale(world: &Value) -> bool {
    let evaluations = world.member("credit").and_then(|c| c.member("evaluations"));
    let grade = evaluations
        .and_then(|e| e.member("tax"))
        .and_then(|t| t.member("grade"));
    grade.and_then(Value::as_str) == Some("M")
}

fn evaluate(expr: &Expr, members: &Members) -> Verdict {
    expr.evaluate(Environment {
        root: members,
        vocabulary: &TestVocabulary,
        today: day(TODAY),
        calendar: &law::built_in().calendar,
        work: &Work::of_a_decision(),
    })
}

/// Disclosing anything but what the reasons ask for leaves the verdict unknown.
fn assert_missing_suffices(
    expr: &Expr,
    members: &Members,
    partial: &Partial,
    random: &mut Random,
    context: &dyn Fn() -> String,
) {
    let facts_today = Environment {
        root: members,
        vocabulary: &TestVocabulary,
        today: day(TODAY),
        calendar: &law::built_in().calendar,
        work: &Work::of_a_decision(),
    };
    let reasons = least_reasons(expr, facts_today);
    assert!(
        reasons.iter().all(|r| !r.unknowns.is_empty()),
        "{}",
        context()
    );
    let units = reasons.iter().flat_map(|r| &r.unknowns);
    let missing: BTreeSet<&str> = units.map(|unknown| &*unknown.unit).collect();
    for _ in 0..4 {
        let disclosed = partial.filled(&mut |choice| {
            // That there are further schemes is no unit.
            let kept = missing.contains(&*choice.unit) || choice.unit == "credit.evaluations";
            (!kept).then(|| random.below(choice.may_be.len()))
        });
        let disclosed = disclosed.expect("an object");
        let verdict = evaluate(expr, &facts(&disclosed));
        assert_eq!(
            verdict,
            Verdict::Unknown,
            "{}\nmissing {missing:?}\nwith {}",
            context(),
            json::write(&disclosed)
        );
    }
}

/// Calls `see` with worlds that the facts may turn out to be, and whether it is the first. What
/// the rule does not name stays as it is first.
fn for_completions(
    partial: &Partial,
    rule: &str,
    random: &mut Random,
    mut see: impl FnMut(&Value, bool),
) {
    let matters = |choice: &Choice| {
        let unit = choice.unit.split('[').next().unwrap_or_default();
        choice.may_be.len() > 1 && rule.contains(unit)
    };
    let mut sizes = Vec::new();
    partial.choices(&mut |choice| {
        if matters(choice) {
            sizes.push(choice.may_be.len());
        }
    });
    let all = sizes
        .iter()
        .try_fold(1_usize, |product, size| product.checked_mul(*size));
    let all = all.filter(|all| *all <= COMPLETIONS);
    let sampled = COMPLETIONS / 16;
    for n in 0..all.unwrap_or(sampled) {
        let mut rest = n;
        let world = partial.filled(&mut |choice| {
            let size = choice.may_be.len();
            Some(match (matters(choice), all) {
                (false, _) => 0,
                (true, None) => random.below(size),
                (true, Some(_)) => {
                    let chosen = rest % size;
                    rest /= size;
                    chosen
                }
            })
        });
        see(&world.expect("an object"), n == 0);
    }
}
