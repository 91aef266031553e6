//! What an analysis of the rules tells: `rules::analysis`, in terms of the programme.

use std::cmp::Ordering;

use super::confirmed::{Confirmer, Shown};
use super::example::example;
use super::finding::finding;
use super::written::Written;
use crate::authoring::benefit::order;
use crate::credit::ProgrammeFacts;
use crate::error::{Code, Error, Problem};
use crate::json::pointer_to;
use crate::law::Law;
use crate::programme::Programme;
use crate::rules::Findings;
use crate::rules::analysis::{self, Analysis, Claim, Odd};

/// Looks at all rules together.
pub(super) fn look(written: &Written<'_>, programme: &Programme, law: &Law, found: &mut Findings) {
    let others = programme.inputs.iter().filter(|input| input.is.is_some());
    let facts = ProgrammeFacts {
        vocabulary: &programme.vocabulary,
        subject_kinds: programme.subject_kinds.clone(),
        officers: others.map(|input| input.alias.clone()).collect(),
    };
    let mut claims = Vec::new();
    let analysed = Analysis::of(
        written.rules.clone(),
        &facts,
        programme.window,
        &law.calendar,
    )
    .and_then(|analysis| {
        let gives_less = |one: usize, other: usize| {
            let benefit = |tier: usize| programme.tiers.get(tier).map(|tier| &tier.benefit);
            let both = benefit(one).zip(benefit(other));
            both.is_some_and(|(one, other)| order(one, other) == Some(Ordering::Less))
        };
        analysis.claims(&written.by_part, &gives_less, &mut claims)
    });
    // What was seen of a tier by itself is known better now.
    found
        .warnings
        .retain(|known| known.code() != Code::ProgrammeUnreachable || analysed.is_err());
    let confirmer = Confirmer::new(programme, law, written.days());
    let mut is_open = analysed.is_err();
    for claim in &claims {
        let finding = told(claim, written);
        let shown = confirmer.shows(claim);
        is_open |= shown == Shown::Open;
        found.warnings.push(match shown {
            Shown::Yes => finding,
            Shown::No | Shown::Open => finding.because(Problem::RecordsUnusable),
        });
    }
    if is_open {
        let warning = finding(Code::ProgrammeNotAnalysed, "");
        found.warnings.push(warning);
    }
    for (number, rule) in written.rules.iter().enumerate() {
        for odd in analysis::odd(rule, &facts) {
            found.warnings.push(match odd {
                Odd::AllOfNone { place, list } => {
                    finding(Code::ProgrammeEmptyList, &written.pointer(number, &place))
                        .with("list", list)
                }
                Odd::Absent { place, fact } => {
                    finding(Code::ProgrammeAbsent, &written.pointer(number, &place))
                        .with("fact", fact)
                }
            });
        }
    }
}

fn told(claim: &Claim, written: &Written<'_>) -> Error {
    let tier = |number: usize| pointer_to(&["tiers", &number.to_string()]);
    let constant = |always: bool, code: bool| match (code, always) {
        (true, true) => Code::ProgrammeAlways,
        (true, false) => Code::ProgrammeNever,
        (false, _) => Code::ProgrammeConstant,
    };
    match claim {
        Claim::Constant { rule, always } => {
            finding(constant(*always, true), &written.pointer(*rule, &[]))
        }
        Claim::Part {
            rule,
            place,
            always,
        } => {
            let pointer = written.pointer(*rule, place);
            let error = finding(constant(*always, false), &pointer);
            let operator = written.operator(*rule, place);
            error.with("operator", operator).with("always", *always)
        }
        Claim::Nobody => finding(Code::ProgrammeNever, "/requirements"),
        Claim::Unreachable { tier: of, by } => {
            let error = finding(Code::ProgrammeUnreachable, &tier(*of));
            match by {
                Some(by) => error.with("beside", tier(*by)),
                None => error,
            }
        }
        Claim::Gap {
            below,
            above,
            fact,
            example: shown,
        } => finding(Code::ProgrammeGap, &tier(*above))
            .with("beside", tier(*below))
            .with("fact", fact.as_str())
            .with("example", example(shown)),
        Claim::Overlap {
            first,
            second,
            fact,
            example: shown,
        } => finding(Code::ProgrammeOverlap, &tier(*second))
            .with("beside", tier(*first))
            .with("fact", fact.as_str())
            .with("example", example(shown)),
        Claim::Order {
            first,
            second,
            example: shown,
        } => finding(Code::ProgrammeOrder, &tier(*first))
            .with("beside", tier(*second))
            .with("example", example(shown)),
        Claim::Worse {
            tier: of,
            instead,
            fact,
            worse,
            better,
        } => {
            let error = finding(Code::ProgrammeWorse, &tier(*of));
            let error = match instead {
                Some(other) => error.with("beside", tier(*other)),
                None => error,
            };
            error
                .with("fact", fact.as_str())
                .with("example", example(worse))
                .with("better", example(better))
        }
    }
}
