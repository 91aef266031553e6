//! From facts and a programme to an outcome, on one day.

use super::case::{BundleInput, Case, Time};
use super::conditions::{Condition, Conditions, Rule};
use super::outcome::Answer;
use crate::credit::{
    AGE_OVER, Context, Facts, JURISDICTION, Rows, SUBJECT, SUBJECT_KIND, SetAside, Vct, are_of_age,
    facts,
};
use crate::json::Value;
use crate::region::any_covers;
use crate::rules::{self, Members, Reason, Verdict, Vocabulary, Why};
use crate::time::Day;
use crate::work::Work;

/// What a case comes to, and what that rests on.
#[derive(Debug)]
pub(super) struct Assessment {
    pub(super) answer: Answer,
    /// The first better tier that is still open, and what would settle it.
    pub(super) upgrade: Option<(usize, Vec<Reason>)>,
    /// With the rule that each belongs to.
    pub(super) reasons: Vec<(Rule, Reason)>,
    pub(super) set_aside: Vec<SetAside>,
    /// As [`Case::is_estimated`] would say of the same time.
    pub(super) is_estimated: bool,
}

/// The facts of a case on one day.
pub(super) struct Scene<'a> {
    pub(super) today: Day,
    pub(super) root: Members,
    vocabulary: &'a dyn Vocabulary,
    bundles: Vec<Facts>,
    pub(super) work: &'a Work,
}

impl Scene<'_> {
    pub(super) fn facts(&self) -> rules::Facts<'_> {
        rules::Facts {
            root: &self.root,
            vocabulary: self.vocabulary,
            today: self.today,
            work: self.work,
        }
    }
}

impl Case<'_> {
    /// The facts, with the law of the day applied.
    pub(super) fn scene(&self, time: Time, rows: Rows) -> Scene<'_> {
        let today = match time {
            Time::At(now) => Day::of(now),
            Time::Renewed(day) => day,
        };
        let bundles = self.bundles.iter().map(|bundle| {
            let context = Context {
                alias: &bundle.input.alias,
                forum: self.lawful_use(bundle).forum,
                law: self.law,
                rows,
                today,
                stale: match time {
                    Time::At(now) => now >= bundle.fresh_until,
                    Time::Renewed(_) => false,
                },
                drawn_on: match time {
                    Time::At(_) => bundle.claims.as_of,
                    Time::Renewed(day) => day,
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
        Scene {
            today,
            root,
            vocabulary: &self.programme.vocabulary,
            bundles,
            work: self.work,
        }
    }

    /// Decides.
    pub(super) fn answer(&self, time: Time, rows: Rows) -> Answer {
        self.conditions(&self.scene(time, rows), time).answer()
    }

    /// Decides, and says why. The reasons are those of the verdict: the least that suffice where it
    /// is known, all that leave it open where it is not.
    pub(super) fn decide(&self, time: Time) -> Assessment {
        let scene = self.scene(time, Rows::All);
        let conditions = self.conditions(&scene, time);
        let set_aside = scene.bundles.iter().flat_map(|b| &b.set_aside);
        Assessment {
            answer: conditions.answer(),
            upgrade: conditions.upgrade(),
            reasons: conditions.reasons(),
            set_aside: set_aside.cloned().collect(),
            is_estimated: self.is_estimated_in(&scene),
        }
    }

    /// Whether it would come to something else, were the law not what no source has.
    pub(super) fn rests_on_unconfirmed(&self, found: &Assessment, time: Time) -> bool {
        found.set_aside.iter().any(|s| !s.reason.confirmed)
            && self.answer(time, Rows::Confirmed) != found.answer
    }

    /// Whether a rule then counts working days in a year whose holidays are not announced.
    pub(super) fn is_estimated(&self, time: Time) -> bool {
        self.is_estimated_in(&self.scene(time, Rows::All))
    }

    fn is_estimated_in(&self, scene: &Scene<'_>) -> bool {
        let mut rules = self.programme.rules();
        rules.any(|rule| rule.is_estimated(scene.facts()))
    }

    fn conditions<'s>(&'s self, scene: &'s Scene<'_>, time: Time) -> Conditions<'s> {
        Conditions {
            facts: scene.facts(),
            applies: self.applies(scene, time),
            requirements: self.requirements(scene),
            tiers: self.tiers(scene),
        }
    }

    /// The conditions under which the programme has anything to say.
    fn applies<'s>(&'s self, scene: &'s Scene<'_>, time: Time) -> Vec<Condition<'s>> {
        let programme = self.programme;
        let (first, last) = programme.window;
        // One that is prolonged goes on until it is replaced.
        let replaced = self.replaced_on.is_some_and(|day| day <= scene.today);
        let ended = replaced || time != Time::Renewed(scene.today) && scene.today > last;
        let begun = first <= scene.today;
        let mut applies = vec![Condition::plain(
            Rule::Member(if begun { "valid_until" } else { "valid_from" }),
            (begun && !ended).into(),
            ("programme", Why::NotInForce),
            (
                "programme",
                Value::Null,
                Value::from(scene.today.to_string()),
            ),
        )];
        for bundle in &self.bundles {
            let alias = bundle.input.alias.as_str();
            let kind = &*bundle.claims.subject_kind;
            let kinds = &programme.subject_kinds;
            let places = &bundle.input.jurisdictions;
            // What each is held against is copied, to be told.
            self.work.spend(8 + 2 * (kinds.len() + places.len()));
            // Whom the programme is for; an officer is somebody else.
            let for_all = kinds.is_empty() || bundle.input.is.is_some();
            applies.push(Condition::plain(
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
            applies.push(Condition::plain(
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
            applies.extend(self.of_age(scene));
        }
        let own = programme.applies_when.iter();
        applies.extend(
            own.map(|when| Condition::of(Rule::Member("applies_when"), when, scene.facts())),
        );
        applies
    }

    /// Whether each person is of age, which is asked once: of the bundles of public credit status
    /// that are about that person together, or of all bundles if there is none. Whoever issues
    /// another answers for a score, and not for whose public record may be looked at.
    fn of_age<'s>(&'s self, scene: &'s Scene<'_>) -> Vec<Condition<'s>> {
        let mut asked_once = Vec::new();
        let bundles = || self.bundles.iter().zip(&scene.bundles);
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
            let verdict = are_of_age(asked.iter().map(|(b, _)| b.claims), years, scene.today);
            // Whose age the reason is about: one that tells it, or else one that might.
            let tells = |(bundle, facts): &&(&BundleInput<'_>, &Facts)| match verdict {
                Verdict::Unknown => facts.hides_age,
                told => are_of_age([bundle.claims].into_iter(), years, scene.today) == told,
            };
            let teller = asked.iter().find(tells).or(asked.first());
            let (bundle, facts) = teller.copied().unwrap_or((bundle, own));
            let mut condition = Condition::plain(
                Rule::Member("allows_minors"),
                verdict,
                (SUBJECT.noun, Why::Minor),
                (
                    &[&bundle.input.alias, SUBJECT.name, AGE_OVER.text].join("."),
                    Value::Null,
                    Value::Null,
                ),
            );
            if verdict == Verdict::Unknown {
                condition.open(facts.age_unit.clone());
            }
            asked_once.push(condition);
        }
        asked_once
    }

    fn requirements(&self, scene: &Scene<'_>) -> Vec<Condition<'_>> {
        let written = self.programme.requirements.iter().enumerate();
        let mut requirements: Vec<Condition<'_>> = written
            .map(|(i, requirement)| {
                Condition::of(Rule::Requirement(i), &requirement.when, scene.facts())
            })
            .collect();
        for unknown in &self.unproven_subjects {
            let mut condition = Condition::plain(
                Rule::Member("subject"),
                Verdict::Unknown,
                (SUBJECT.noun, Why::Undisclosed),
                (&unknown.unit, Value::Null, Value::Null),
            );
            condition.open(unknown.clone());
            requirements.push(condition);
        }
        requirements
    }

    fn tiers(&self, scene: &Scene<'_>) -> Vec<Condition<'_>> {
        let tiers = self.programme.tiers.iter().enumerate();
        tiers
            .map(|(i, tier)| Condition::of(Rule::Tier(i), &tier.when, scene.facts()))
            .collect()
    }
}
