//! From facts and a programme to an answer, on one day.

use super::case::{BundleInput, Case, EvaluationTime};
use super::conditions::{Conditions, EvaluatedCondition, Rule};
use super::outcome::Answer;
use crate::credit::{
    AGE_OVER, Context, Facts, JURISDICTION, Rows, SUBJECT, SUBJECT_KIND, SetAsideRecord, Vct,
    are_of_age, facts,
};
use crate::json::Value;
use crate::region::any_covers;
use crate::rules::{self, LeafReason, Members, Verdict, Vocabulary, Why};
use crate::time::{Calendar, Day};
use crate::work::Work;

/// The answer of a case at one time, and what it rests on.
#[derive(Debug)]
pub(super) struct Assessment {
    pub(super) answer: Answer,
    /// The first better tier that is still open, with the reasons that leave it open.
    pub(super) upgrade: Option<(usize, Vec<LeafReason>)>,
    /// The reasons of the answer, each with the rule that it belongs to.
    pub(super) reasons: Vec<(Rule, LeafReason)>,
    pub(super) set_aside: Vec<SetAsideRecord>,
    /// A row of the law leaves it open whether some record counts.
    is_open_by_law: bool,
    /// As [`Case::is_estimated`] would say of the same time.
    pub(super) is_estimated: bool,
}

/// The facts of a case on one day, with the law of that day applied.
pub(super) struct DayFacts<'a> {
    pub(super) today: Day,
    pub(super) root: Members,
    vocabulary: &'a dyn Vocabulary,
    calendar: &'a Calendar,
    bundles: Vec<Facts>,
    pub(super) work: &'a Work,
}

impl DayFacts<'_> {
    /// What the rules are evaluated over.
    pub(super) fn environment(&self) -> rules::Environment<'_> {
        rules::Environment {
            root: &self.root,
            vocabulary: self.vocabulary,
            today: self.today,
            calendar: self.calendar,
            work: self.work,
        }
    }
}

impl Case<'_> {
    /// The facts, with the law of the day applied.
    pub(super) fn day_facts(&self, time: EvaluationTime, rows: Rows) -> DayFacts<'_> {
        let today = match time {
            EvaluationTime::At(now) => Day::of(now),
            EvaluationTime::Renewed(day) => day,
        };
        let bundles = self.bundles.iter().map(|bundle| {
            let context = Context {
                alias: &bundle.input.alias,
                forum: self.lawful_use(bundle).forum,
                law: self.law,
                rows,
                today,
                stale: match time {
                    EvaluationTime::At(now) => now >= bundle.fresh_until.at,
                    EvaluationTime::Renewed(_) => false,
                },
                drawn_on: match time {
                    EvaluationTime::At(_) => bundle.claims.as_of,
                    EvaluationTime::Renewed(day) => day,
                },
                ages: &self.programme.ages,
                extent: bundle.extent,
                work: self.work,
            };
            facts(bundle.claims, context)
        });
        let mut bundles: Vec<Facts> = bundles.collect();
        let members = bundles.iter_mut().map(|b| std::mem::take(&mut b.members));
        let root = self.root(members);
        DayFacts {
            today,
            root,
            vocabulary: &self.programme.vocabulary,
            calendar: &self.law.calendar,
            bundles,
            work: self.work,
        }
    }

    /// The answer alone, by these rows of the law.
    pub(super) fn answer(&self, time: EvaluationTime, rows: Rows) -> Answer {
        self.conditions(&self.day_facts(time, rows), time).answer()
    }

    /// The answer with its reasons: the fewest that suffice for an outcome that is settled, and all that leave
    /// open one that is not.
    pub(super) fn assess(&self, time: EvaluationTime) -> Assessment {
        let facts = self.day_facts(time, Rows::All);
        let conditions = self.conditions(&facts, time);
        let set_aside = facts.bundles.iter().flat_map(|b| &b.set_aside);
        Assessment {
            answer: conditions.answer(),
            upgrade: conditions.upgrade(),
            reasons: conditions.reasons(),
            set_aside: set_aside.cloned().collect(),
            is_open_by_law: facts.bundles.iter().any(|b| b.is_open_by_law),
            is_estimated: self.is_estimated_in(&facts),
        }
    }

    /// Whether the answer would be another without the rows of the law that were not found in a source.
    pub(super) fn rests_on_unconfirmed(
        &self,
        assessment: &Assessment,
        time: EvaluationTime,
    ) -> bool {
        let by_law = assessment.set_aside.iter().any(|s| !s.reason.confirmed);
        (by_law || assessment.is_open_by_law)
            && self.answer(time, Rows::Confirmed) != assessment.answer
    }

    /// Whether a rule counts working days in a year whose holidays have not been announced.
    pub(super) fn is_estimated(&self, time: EvaluationTime) -> bool {
        self.is_estimated_in(&self.day_facts(time, Rows::All))
    }

    fn is_estimated_in(&self, facts: &DayFacts<'_>) -> bool {
        let rules = self.programme.rules();
        let environment = facts.environment();
        rules.iter().any(|rule| rule.is_estimated(environment))
    }

    fn conditions<'s>(&'s self, facts: &'s DayFacts<'_>, time: EvaluationTime) -> Conditions<'s> {
        Conditions {
            environment: facts.environment(),
            applies: self.applies(facts, time),
            requirements: self.requirements(facts),
            tiers: self.tiers(facts),
        }
    }

    /// The conditions under which the programme applies at all.
    fn applies<'s>(
        &'s self,
        facts: &'s DayFacts<'_>,
        time: EvaluationTime,
    ) -> Vec<EvaluatedCondition<'s>> {
        let programme = self.programme;
        let (first, last) = programme.window;
        // A programme that is taken to be prolonged goes on until another version replaces it.
        let replaced = self.replaced_on.is_some_and(|day| day <= facts.today);
        let ended = replaced || time != EvaluationTime::Renewed(facts.today) && facts.today > last;
        let begun = first <= facts.today;
        let mut applies = vec![EvaluatedCondition::built_in(
            Rule::Member(if begun { "valid_until" } else { "valid_from" }),
            (begun && !ended).into(),
            ("programme", Why::NotInForce),
            (
                "programme",
                Value::Null,
                Value::from(facts.today.to_string()),
            ),
        )];
        for bundle in &self.bundles {
            let alias = bundle.input.alias.as_str();
            let kind = &*bundle.claims.subject_kind;
            let kinds = &programme.subject_kinds;
            let places = &bundle.input.jurisdictions;
            // The values that each is compared with are copied into its reason.
            self.work.spend(8 + 2 * (kinds.len() + places.len()));
            // `subject_kinds` says whom the programme is for. An officer is somebody else.
            let for_all = kinds.is_empty() || bundle.input.is.is_some();
            applies.push(EvaluatedCondition::built_in(
                Rule::Member("subject_kinds"),
                (for_all || kinds.iter().any(|k| k == kind)).into(),
                (SUBJECT_KIND.noun, Why::NotMember),
                (
                    &[alias, ".", SUBJECT_KIND.name].concat(),
                    kinds.clone().into(),
                    kind.into(),
                ),
            ));
            let place = &*bundle.claims.jurisdiction;
            applies.push(EvaluatedCondition::built_in(
                Rule::Member("jurisdictions"),
                (places.is_empty() || any_covers(places, place)).into(),
                (JURISDICTION.noun, Why::NotMember),
                (
                    &[alias, ".", JURISDICTION.name].concat(),
                    places.clone().into(),
                    place.into(),
                ),
            ));
        }
        if !programme.allows_minors {
            applies.extend(self.of_age(facts));
        }
        let own = programme.applies_when.iter();
        applies.extend(own.map(|when| {
            EvaluatedCondition::of(Rule::Member("applies_when"), when, facts.environment())
        }));
        applies
    }

    /// Whether each person is of age. It is asked once of each: of all bundles of public credit status that are
    /// about that person, together; without one, of all their bundles. The issuer of another type answers for a
    /// score, and not for whether a public record may be looked at.
    fn of_age<'s>(&'s self, facts: &'s DayFacts<'_>) -> Vec<EvaluatedCondition<'s>> {
        let mut asked_once = Vec::new();
        let bundles = || self.bundles.iter().zip(&facts.bundles);
        for (index, (bundle, own)) in bundles().enumerate() {
            let is_same = |other: &BundleInput<'_>| other.input.is == bundle.input.is;
            if self.bundles.iter().take(index).any(is_same) {
                continue;
            }
            let mut asked: Vec<_> = bundles().filter(|(other, _)| is_same(other)).collect();
            let is_public = |bundle: &BundleInput<'_>| bundle.input.vct == Vct::CreditStatus;
            if asked.iter().any(|(bundle, _)| is_public(bundle)) {
                asked.retain(|(bundle, _)| is_public(bundle));
            }
            let years = self
                .law
                .capacity
                .as_ref()
                .map_or(i64::MAX, |capacity| capacity.full);
            let verdict = are_of_age(asked.iter().map(|(b, _)| b.claims), years, facts.today);
            // The reason is about the bundle that tells the age, or else about one that may hide it.
            let tells = |(bundle, own): &&(&BundleInput<'_>, &Facts)| match verdict {
                Verdict::Unknown => own.hides_age,
                told => are_of_age([bundle.claims].into_iter(), years, facts.today) == told,
            };
            let teller = asked.iter().find(tells).or(asked.first());
            let (bundle, own) = teller.copied().unwrap_or((bundle, own));
            let mut path = [&bundle.input.alias, SUBJECT.name, AGE_OVER.text].join(".");
            let mut actual = Value::Null;
            let denied = bundle.claims.denied_age(years);
            if verdict == Verdict::False && denied > 0 {
                path = format!("{path}.{denied}");
                actual = false.into();
            }
            let mut condition = EvaluatedCondition::built_in(
                Rule::Member("allows_minors"),
                verdict,
                (SUBJECT.noun, Why::Minor),
                (&path, years.to_string().into(), actual),
            );
            if verdict == Verdict::Unknown {
                condition.add_unknown(own.age_unit.clone());
            }
            asked_once.push(condition);
        }
        asked_once
    }

    fn requirements(&self, facts: &DayFacts<'_>) -> Vec<EvaluatedCondition<'_>> {
        let written = self.programme.requirements.iter().enumerate();
        let mut requirements: Vec<EvaluatedCondition<'_>> = written
            .map(|(i, requirement)| {
                EvaluatedCondition::of(Rule::Requirement(i), &requirement.when, facts.environment())
            })
            .collect();
        for unknown in &self.unproven_subjects {
            let mut condition = EvaluatedCondition::built_in(
                Rule::Member("subject"),
                Verdict::Unknown,
                (SUBJECT.noun, Why::Undisclosed),
                (&unknown.unit, Value::Null, Value::Null),
            );
            condition.add_unknown(unknown.clone());
            requirements.push(condition);
        }
        requirements
    }

    fn tiers(&self, facts: &DayFacts<'_>) -> Vec<EvaluatedCondition<'_>> {
        let tiers = self.programme.tiers.iter().enumerate();
        tiers
            .map(|(i, tier)| EvaluatedCondition::of(Rule::Tier(i), &tier.when, facts.environment()))
            .collect()
    }
}
