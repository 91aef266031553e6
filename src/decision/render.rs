//! From a decided case to its document, with no more in it than may be told.

use super::conditions::Rule;
use super::decided::{Decided, DecidedReason};
use super::format::{
    Contact, Decision, FORMAT, ProgrammeVersion, Provenance, Reason, Remedy, RemedyOutcome,
    SetAside, Step, Upgrade, Warning,
};
use super::outcome::{Explain, Outcome, WarningCode};
use super::remedy::{DecidedRemedy, DecidedStep};
use crate::bilingual::Texts;
use crate::credit;
use crate::json::Value;
use crate::names::Names;
use crate::programme::{Programme, Tier};
use crate::rules::{Verdict, Why};
use crate::visible::{shown, shown_value};

/// Writes decisions under one programme. Invisible characters in texts of programmes, records and requests are
/// replaced here, so that every host gives the same.
pub(super) struct Renderer<'a> {
    pub(super) programme: &'a Programme,
    pub(super) explain: Explain,
}

impl Renderer<'_> {
    /// The document. The warnings of the bundles come first.
    pub(super) fn decision(&self, decided: &Decided, provenance: Provenance) -> Decision {
        let Provenance {
            mut warnings,
            objection,
            evidence,
        } = provenance;
        // What rests on a row that was not confirmed may be what was set aside, and so may a penalty.
        let told = |code: &WarningCode| {
            let of_records = matches!(
                code,
                WarningCode::LawUnconfirmed | WarningCode::LawPublishUntil
            );
            self.is_full() || !of_records
        };
        let own = decided.warnings.iter().copied().filter(told);
        warnings.extend(own.map(Warning::from));
        let tier = decided.answer.tier.and_then(|t| self.tier(t));
        let upgrade = decided.upgrade.as_ref();
        Decision {
            decision: FORMAT,
            outcome: decided.answer.outcome,
            programme: ProgrammeVersion {
                id: shown(&self.programme.id),
                version: self.programme.version,
            },
            titles: shown_value(&self.programme.titles),
            tier: tier.map(|t| shown(&t.id)),
            benefit: tier.map(|t| shown_value(&t.benefit)),
            reasons: self.reasons(&decided.reasons),
            missing: all_shown(&decided.missing),
            set_aside: self.set_aside(&decided.set_aside),
            remedies: self.remedies(&decided.remedies),
            eligible_from: decided.eligible_from,
            valid_until: decided.valid_until,
            upgrade: upgrade.and_then(|upgrade| {
                let better = self.tier(upgrade.tier)?;
                Some(Upgrade {
                    tier: shown(&better.id),
                    benefit: shown_value(&better.benefit),
                    missing: all_shown(&upgrade.missing),
                })
            }),
            manual_review: decided.manual_review,
            warnings,
            contact: (decided.answer.outcome != Outcome::Granted).then(|| Contact {
                programme: shown(&self.programme.contact),
                objection,
            }),
            evidence,
        }
    }

    fn is_full(&self) -> bool {
        self.explain == Explain::Full
    }

    fn tier(&self, index: usize) -> Option<&Tier> {
        self.programme.tiers.get(index)
    }

    /// Reasons that differ only by what is not told are given once. Where several tiers fail by one fact that is
    /// short of each, or beyond each, the last of them is told of, which asks for least.
    fn reasons(&self, decided: &[DecidedReason]) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = decided.iter().rev().map(|one| self.reason(one)).collect();
        let mut seen = Names::default();
        reasons.retain(|reason| seen.add(&identity(reason)));
        reasons.reverse();
        reasons
    }

    fn reason(&self, decided: &DecidedReason) -> Reason {
        let DecidedReason {
            rule,
            reason,
            outlook,
        } = decided;
        let requirement = match rule {
            Rule::Requirement(i) => self.programme.requirements.get(*i),
            _ => None,
        };
        let id = match rule {
            Rule::Member(name) => name,
            Rule::Requirement(_) => requirement.map_or("", |r| r.id.as_str()),
            Rule::Tier(i) => self.tier(*i).map_or("", |t| t.id.as_str()),
        };
        let own_text = requirement
            .filter(|_| reason.verdict == Verdict::False)
            .and_then(|r| r.unmet.as_ref());
        let list = reason.path.split_once('[').map(|(list, _)| list);
        // The number of a record tells that there are others before it.
        let path = list.filter(|_| !self.is_full()).unwrap_or(&reason.path);
        let others = list.filter(|_| self.is_full() && !reason.others.is_empty());
        let full = |value: &Value| self.is_full().then(|| shown_value(value));
        // That an older law would set a record aside tells of the record. That a newer law is missing is a warning.
        let why = match reason.why {
            Why::LawNewer if !self.is_full() => Why::Undecided,
            why => why,
        };
        Reason {
            rule: shown(id),
            code: shown(&format!("{}.{}", reason.claim, why.as_str())),
            verdict: reason.verdict,
            path: shown(path),
            kind: reason.kind.as_deref().map(shown),
            op: reason.op,
            others: others.map(|list| {
                let others = reason.others.iter();
                others.map(|i| shown(&format!("{list}[{i}]"))).collect()
            }),
            expected: full(&reason.expected),
            actual: full(&reason.actual),
            message: own_text.map_or_else(Texts::default, Texts::shown),
            basis: requirement.and_then(|r| r.basis.as_deref()).map(shown),
            record: outlook.filter(|_| self.is_full()),
        }
    }

    /// Empty with [`Explain::Codes`]: that a record may no longer be used must not be told either.
    fn set_aside(&self, set_aside: &[credit::SetAsideRecord]) -> Vec<SetAside> {
        let told = set_aside.iter().filter(|_| self.is_full());
        let each = told.map(|credit::SetAsideRecord { path, reason }| SetAside {
            path: shown(path),
            ground: reason.ground,
            basis: shown(&reason.basis),
            since: reason.since,
        });
        each.collect()
    }

    /// Remedies that differ only in what is not told are told once.
    fn remedies(&self, remedies: &[DecidedRemedy]) -> Vec<Remedy> {
        let mut told: Vec<Remedy> = Vec::new();
        for remedy in remedies.iter().map(|remedy| self.remedy(remedy)) {
            if !told.contains(&remedy) {
                told.push(remedy);
            }
        }
        told
    }

    fn remedy(&self, remedy: &DecidedRemedy) -> Remedy {
        let tier = self.tier(remedy.tier);
        Remedy {
            steps: match self.is_full() {
                true => remedy.steps.iter().map(|step| self.step(step)).collect(),
                false => Vec::new(),
            },
            on: remedy.on,
            then: RemedyOutcome {
                outcome: Outcome::Granted,
                tier: tier.map_or_else(String::new, |t| shown(&t.id)),
                benefit: tier.map_or(Value::Null, |t| shown_value(&t.benefit)),
            },
        }
    }

    fn step(&self, step: &DecidedStep) -> Step {
        Step {
            path: shown(&step.path),
            action: step.exit.action,
            earliest: step.earliest,
            duties: step.exit.duties.clone(),
            basis: shown(&step.exit.basis),
            confirmed: step.exit.confirmed,
        }
    }
}

/// The members by which two reasons are told apart. The others follow from these. What is short of one bound, or
/// beyond it, is so of any that is further away: it does not matter which.
fn identity(reason: &Reason) -> String {
    let cause = reason.code.rsplit('.').next();
    let is_ordered = matches!(cause, Some("above" | "below" | "too_early" | "too_late"));
    let written = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    let verdict = match reason.verdict {
        Verdict::True => "true",
        Verdict::False => "false",
        Verdict::Unknown => "unknown",
    };
    let mut parts = vec![
        if is_ordered { "" } else { &*reason.rule },
        &reason.code,
        verdict,
        &reason.path,
        reason.kind.as_deref().unwrap_or_default(),
        reason.op,
    ];
    if let Some(others) = &reason.others {
        parts.extend(others.iter().map(String::as_str));
    }
    // Texts are shown without control characters.
    [
        parts.join("\n"),
        if is_ordered {
            String::new()
        } else {
            written(&reason.expected)
        },
        written(&reason.actual),
    ]
    .join("\n\n")
}

fn all_shown(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| shown(text)).collect()
}
