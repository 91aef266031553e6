//! No claim about rules of any form is false.

use super::generate::rule;
use super::hidden::facts_with_hidden;
use super::*;
use crate::law;
use crate::rules::analysis::{Analysis, Better, Claim, Domains, Given, Presence, Rules};
use testkit::random::{Random, cases};

/// Subjects that each set of rules is asked about.
const SUBJECTS: usize = 60;

impl Domains for TestVocabulary {
    fn vocabulary(&self) -> &dyn Vocabulary {
        self
    }

    fn presence(&self, _: Option<&str>, _: &[Arc<str>]) -> Presence {
        Presence::Maybe
    }

    fn latest(&self, _: Option<&str>, _: &[Arc<str>], _: Day) -> Option<Day> {
        None
    }

    fn codes(&self, _: Option<&str>, _: &[Arc<str>]) -> Option<Vec<&str>> {
        None
    }

    fn is_entangled(&self, _: &[Arc<str>]) -> bool {
        false
    }

    fn better(&self, path: &[Arc<str>]) -> Option<Better> {
        (path.last()?.as_ref() == "score").then_some(Better::More)
    }

    fn better_record(&self, _: &str, _: &Given) -> Option<Better> {
        Some(Better::Less)
    }
}

#[test]
fn no_claim_about_random_rules_is_false() {
    let mut random = Random::seeded("claims of any rules");
    let window = (day("2026-11-01"), day("2026-11-08"));
    let calendar = &law::built_in().calendar;
    let (mut analysed, mut constants, mut others) = (0, 0, 0);
    let all = cases(20);
    for _ in 0..all {
        // Small ones come to the same more often than large ones.
        let texts: Vec<String> = (0..3)
            .map(|_| {
                let depth = 1 + random.below(2);
                let text = rule(&mut random, depth);
                match random.below(4) {
                    0 => format!(r#"{{"or":[{text},{{"!":{text}}}]}}"#),
                    1 => format!(r#"{{"and":[{text},{{"!":{text}}}]}}"#),
                    _ => text,
                }
            })
            .collect();
        let rules = texts.iter().map(|text| read(&parse(text)).expect(text));
        let rules: Vec<Expr> = rules.collect();
        let by_part = Rules {
            applies_when: None,
            requirements: vec![0],
            tiers: vec![1, 2],
        };
        let mut claims = Vec::new();
        let found = Analysis::of(rules.iter().collect(), &TestVocabulary, window, calendar);
        let found = found
            .and_then(|analysis| analysis.claims(&by_part, &|one, other| one > other, &mut claims));
        analysed += usize::from(found.is_ok());
        for claim in &claims {
            match claim {
                Claim::Constant { .. } => constants += 1,
                _ => others += 1,
            }
        }
        for _ in 0..SUBJECTS {
            let partial = facts_with_hidden(&mut random, 0);
            let known = partial.filled(&mut |_| None).expect("an object");
            let members = facts(&known);
            let today = window.0.add_days(random.below(8) as i64).expect("a day");
            let verdicts = rules.iter().map(|rule| {
                rule.evaluate(Environment {
                    root: &members,
                    vocabulary: &TestVocabulary,
                    today,
                    calendar,
                    work: &Work::of(u64::MAX),
                })
            });
            let verdicts: Vec<Verdict> = verdicts.collect();
            let holds = |rule: usize| verdicts[rule] == Verdict::True;
            for claim in &claims {
                let is_so = match claim {
                    Claim::Constant { rule, always } => holds(*rule) == *always,
                    Claim::Nobody => !holds(0),
                    Claim::Unreachable { tier, .. } => {
                        let earlier = *tier == 1 && holds(1);
                        !(holds(0) && holds(1 + tier) && !earlier)
                    }
                    // What is so for somebody, the evaluator has said.
                    _ => true,
                };
                let shown = || json::write(&known);
                assert!(is_so, "{claim:?}\n{texts:#?}\nin {} on {today}", shown());
            }
        }
    }
    println!("{analysed} of {all} analysed, {constants} constant rules, {others} other claims");
    assert!(analysed * 2 > all && constants > 0);
}
