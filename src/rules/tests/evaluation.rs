//! Every operator on what is known, absent and hidden: the verdict and its reasons.

use super::*;
use crate::law;

#[test]
fn verdicts_and_reasons() {
    let mut members = Members::default();
    let mut cases = 0;
    for block in include_str!("evaluation.txt").split("\n\n") {
        let lines = block.lines().filter(|line| !line.starts_with('#'));
        let lines: Vec<&str> = lines.collect();
        match lines.as_slice() {
            [] => {}
            ["facts", json @ ..] => members = facts(&parse(&json.concat())),
            [rule, verdict, reasons @ ..] => {
                cases += 1;
                check(&members, rule, verdict, reasons);
            }
            [rule] => panic!("no verdict: {rule}"),
        }
    }
    assert!(cases > 80, "{cases}");
}

#[track_caller]
fn check(root: &Members, rule: &str, verdict: &str, reasons: &[&str]) {
    let today = day("2026-11-22");
    let facts = Environment {
        root,
        vocabulary: &TestVocabulary,
        today,
        calendar: &law::built_in().calendar,
        work: &Work::of_a_decision(),
    };
    let expr = read(&parse(rule)).unwrap_or_else(|e| panic!("{rule}: {e}"));
    let found = format!("= {}", expr.evaluate(facts).as_str());
    assert_eq!(found, verdict, "{rule}");
    let found: Vec<String> = least_reasons(&expr, facts).iter().map(shown).collect();
    assert_eq!(found, reasons, "{rule}");
}

/// A reason in one line.
fn shown(reason: &LeafReason) -> String {
    let not = if reason.negated { "!" } else { "" };
    let why = reason.why.as_str();
    let expected = json::write(&reason.expected);
    let actual = json::write(&reason.actual);
    let LeafReason {
        op, claim, path, ..
    } = reason;
    let mut line = format!("{not}{op} {claim}.{why} {path} {expected}~{actual}");
    for index in &reason.others {
        line.push_str(&format!(" +[{index}]"));
    }
    for unknown in &reason.unknowns {
        line.push(' ');
        line.push_str(&unknown.unit);
    }
    line
}
