//! Deciding cases: what came out, what had to, and which leaves were seen to do what.

use serde::Serialize;

use super::file::{Case, Cases, Expectation};
use super::read::fits;
use crate::authoring::source::{Source, at};
use crate::decision::{Explain, Outcome, ProgrammeVersion, RuleVerdicts};
use crate::error::Error;
use crate::json::{Object, Value, pointer_to};
use crate::law::{Law, LawEdition};
use crate::rules::{LeafVerdicts, Verdict};
use crate::time::Instant;
use crate::trial::{Trial, with_case};

/// What came of the cases of a programme.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TestReport {
    /// The programme that was decided.
    pub programme: ProgrammeVersion,
    /// Each case, in their order.
    pub cases: Vec<CaseResult>,
    /// Each leaf of each rule.
    pub coverage: Vec<LeafCoverage>,
    /// The ids of the tiers that are granted in no case, in their order.
    pub never_granted: Vec<String>,
}

/// What came of one case.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// Whether what had to come out did.
    pub ok: bool,
    /// Whether somebody has said that this is what has to come out.
    pub confirmed: bool,
    /// What had to come out: the members of `expect`.
    pub expected: Value,
    /// What came out. None if the facts cannot be decided on.
    pub found: Option<Found>,
    /// The members of `expect` that another thing came out for.
    pub differences: Vec<&'static str>,
    /// The whole decision, where there is a difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Trial>,
    /// Why it cannot be decided on the facts, with the pointer in the file of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

/// What came out, as far as a case can say what has to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Found {
    /// The outcome.
    pub outcome: Outcome,
    /// The id of the tier that is granted.
    pub tier: Option<String>,
    /// Until when the grant holds.
    pub valid_until: Option<Instant>,
    /// The first later instant at which it will be granted.
    pub eligible_from: Option<Instant>,
    /// What can still change the outcome.
    pub missing: Vec<String>,
    /// The ids of the requirements that are not met.
    pub requirements: Vec<String>,
    /// Whether only a person can settle it.
    pub manual_review: bool,
}

/// Which verdicts a leaf came to, in all cases together. Of one inside of a quantifier: on all elements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeafCoverage {
    /// Its JSON pointer in the programme.
    pub pointer: String,
    /// The id of the requirement or tier that it stands in, or the member of the programme.
    pub rule: String,
    /// Whether it was seen to hold.
    #[serde(rename = "true")]
    pub seen_true: bool,
    /// Whether it was seen not to hold.
    #[serde(rename = "false")]
    pub seen_false: bool,
    /// Whether it was seen unknown.
    #[serde(rename = "unknown")]
    pub seen_unknown: bool,
}

impl Cases {
    /// Decides each case, and compares with what has to come out.
    ///
    /// # Errors
    /// Those for which the programme is refused; `programme.cases` if they are about another programme, or name a
    /// tier or a requirement that it does not have. What is wrong with the facts of a case is in its result.
    pub fn run(&self, law: &LawEdition, programme: &str) -> Result<TestReport, Error> {
        let source = Source::read(law.law(), programme)?;
        fits(self, &source)?;
        Ok(report(self, law.law(), &source))
    }
}

impl TestReport {
    /// Whether in every case that came out which had to.
    pub fn is_ok(&self) -> bool {
        self.cases.iter().all(|case| case.ok)
    }
}

impl LeafCoverage {
    /// Whether it was seen true, false and unknown.
    pub fn is_whole(&self) -> bool {
        self.seen_true && self.seen_false && self.seen_unknown
    }
}

/// One run of a case: the decision, and what each rule came to.
pub(super) struct Run {
    pub(super) trial: Trial,
    pub(super) rules: Vec<RuleVerdicts>,
}

impl Run {
    pub(super) fn of(
        law: &Law,
        source: &Source,
        facts: &Value,
        now: Instant,
    ) -> Result<Self, Error> {
        Ok(Self {
            trial: Trial::of_known(law, &source.programme, facts, now, Explain::Full)?,
            rules: rule_verdicts(law, source, facts, now)?,
        })
    }

    pub(super) fn found(&self, source: &Source) -> Found {
        let decision = self.trial.decision();
        let requirements = &source.programme.requirements;
        let first = usize::from(source.programme.applies_when.is_some());
        let verdicts = self.rules.iter().skip(first);
        let failed = requirements.iter().zip(verdicts);
        let failed = failed.filter(|(_, rule)| rule.verdict == Verdict::False);
        Found {
            outcome: decision.outcome(),
            tier: decision.tier().map(str::to_owned),
            valid_until: decision.valid_until(),
            eligible_from: decision.eligible_from(),
            missing: decision.missing().to_vec(),
            requirements: failed.map(|(part, _)| part.id.clone()).collect(),
            manual_review: decision.manual_review(),
        }
    }

    /// Its leaves, of all rules one after the other.
    fn leaves(&self) -> impl Iterator<Item = LeafVerdicts> {
        self.rules
            .iter()
            .flat_map(|rule| rule.leaves.iter().copied())
    }
}

/// What each rule comes to.
pub(super) fn rule_verdicts(
    law: &Law,
    source: &Source,
    facts: &Value,
    now: Instant,
) -> Result<Vec<RuleVerdicts>, Error> {
    with_case(law, &source.programme, facts, now, &mut |case| {
        case.rule_verdicts(now)
    })
}

fn report(cases: &Cases, law: &Law, source: &Source) -> TestReport {
    let mut coverage = Coverage::of(source);
    let each = cases.cases.iter().enumerate();
    let results = each.map(|(i, case)| {
        let facts = cases.facts_of(case);
        match Run::of(law, source, &facts, case.now) {
            Ok(run) => {
                coverage.add(run.leaves());
                case.compared(run, source)
            }
            Err(error) => case.unusable(i, &cases.facts, error),
        }
    });
    let results: Vec<CaseResult> = results.collect();
    let granted = |tier: &str| {
        let mut found = results.iter().filter_map(|case| case.found.as_ref());
        found.any(|found| found.tier.as_deref() == Some(tier))
    };
    let tiers = source.programme.tiers.iter();
    let never_granted = tiers.filter(|tier| !granted(&tier.id));
    TestReport {
        never_granted: never_granted.map(|tier| tier.id.clone()).collect(),
        programme: ProgrammeVersion {
            id: source.programme.id.clone(),
            version: source.programme.version,
        },
        cases: results,
        coverage: coverage.0,
    }
}

/// The leaves of a programme, and what they came to so far.
struct Coverage(Vec<LeafCoverage>);

impl Coverage {
    fn of(source: &Source) -> Self {
        let mut all = Vec::new();
        for rule in source.rules() {
            for leaf in rule.expr.leaves(rule.written, &rule.pointer) {
                all.push(LeafCoverage {
                    pointer: leaf.pointer,
                    rule: rule.id.to_owned(),
                    seen_true: false,
                    seen_false: false,
                    seen_unknown: false,
                });
            }
        }
        Self(all)
    }

    fn add(&mut self, verdicts: impl Iterator<Item = LeafVerdicts>) {
        for (leaf, seen) in self.0.iter_mut().zip(verdicts) {
            leaf.seen_true |= seen.own.has(Verdict::True);
            leaf.seen_false |= seen.own.has(Verdict::False);
            leaf.seen_unknown |= seen.own.has(Verdict::Unknown);
        }
    }
}

impl Case {
    fn compared(&self, run: Run, source: &Source) -> CaseResult {
        let found = run.found(source);
        let differences = self.expect.differences(&found);
        CaseResult {
            name: self.name.clone(),
            ok: differences.is_empty(),
            confirmed: self.confirmed,
            expected: self.expect.to_json(),
            found: Some(found),
            decision: (!differences.is_empty()).then_some(run.trial),
            differences,
            error: None,
        }
    }

    /// Its facts are no facts. What is wrong stands in the patch, or else in what all cases have in common.
    fn unusable(&self, index: usize, common: &Object, error: Error) -> CaseResult {
        let pointer = error.details().get("pointer").and_then(Value::as_str);
        let own = pointer.is_some_and(|pointer| {
            let with = Value::from(self.with.clone());
            let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
            let is_in = |document: &Value, pointer: &str| *at(document, pointer) != Value::Null;
            is_in(&with, pointer)
                || is_in(&with, parent) && !is_in(&common.clone().into(), pointer)
                || is_replaced(&with, pointer)
        });
        let place = match own {
            true => pointer_to(&["cases", &index.to_string(), "with"]),
            false => pointer_to(&["facts"]),
        };
        CaseResult {
            name: self.name.clone(),
            ok: false,
            confirmed: self.confirmed,
            expected: self.expect.to_json(),
            found: None,
            differences: Vec::new(),
            decision: None,
            error: Some(error.under(&place)),
        }
    }
}

/// Whether a patch has a list on the way to a place: it takes the place of the whole list.
fn is_replaced(with: &Value, pointer: &str) -> bool {
    let ends = pointer.match_indices('/').map(|(end, _)| end);
    let mut above = ends.filter_map(|end| pointer.get(..end));
    above.any(|above| at(with, above).as_array().is_some())
}

impl Expectation {
    fn differences(&self, found: &Found) -> Vec<&'static str> {
        let same = |one: &[String], other: &[String]| {
            one.len() == other.len() && one.iter().all(|name| other.contains(name))
        };
        let checks = [
            ("outcome", self.outcome == found.outcome),
            ("tier", self.tier.as_ref().is_none_or(|t| *t == found.tier)),
            (
                "valid_until",
                self.valid_until.is_none_or(|t| t == found.valid_until),
            ),
            (
                "eligible_from",
                self.eligible_from.is_none_or(|t| t == found.eligible_from),
            ),
            (
                "missing",
                self.missing
                    .as_ref()
                    .is_none_or(|names| same(names, &found.missing)),
            ),
            (
                "requirements",
                self.requirements
                    .as_ref()
                    .is_none_or(|names| same(names, &found.requirements)),
            ),
            (
                "manual_review",
                self.manual_review.is_none_or(|m| m == found.manual_review),
            ),
        ];
        let failed = checks.into_iter().filter(|(_, holds)| !holds);
        failed.map(|(name, _)| name).collect()
    }

    /// As it is written.
    pub(super) fn to_json(&self) -> Value {
        let mut document = Object::new();
        document.set("outcome", self.outcome.as_str());
        if let Some(tier) = &self.tier {
            document.set("tier", tier.clone());
        }
        let time = |time: Option<Instant>| time.map(|time| time.to_string());
        if let Some(until) = self.valid_until {
            document.set("valid_until", time(until));
        }
        if let Some(from) = self.eligible_from {
            document.set("eligible_from", time(from));
        }
        for (name, names) in [
            ("missing", &self.missing),
            ("requirements", &self.requirements),
        ] {
            if let Some(names) = names {
                document.set(name, names.clone());
            }
        }
        if let Some(review) = self.manual_review {
            document.set("manual_review", review);
        }
        document.into()
    }
}
