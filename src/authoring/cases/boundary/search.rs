//! The search for what is missing: which facts are tried, and in what order.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Boundary, MissingCases};
use super::features::{self, Feature, wanted};
use super::slots::{self, Key, LeafSlots, Slots, of_leaves};
use super::values;
use crate::authoring::cases::file::Cases;
use crate::authoring::cases::run::{Run, rule_verdicts};
use crate::authoring::patch;
use crate::authoring::prose::Wording;
use crate::authoring::source::{Source, SourceRule};
use crate::decision::{Outcome, RuleVerdicts};
use crate::json::{Object, Value};
use crate::law::{Law, LawEdition};
use crate::limits;
use crate::rules::Verdict;
use crate::time::{Day, Instant};

/// The cases that are missing.
pub(super) fn missing(cases: &Cases, edition: &LawEdition, source: &Source) -> MissingCases {
    let Some(now) = cases.now.or(cases.cases.first().map(|case| case.now)) else {
        return MissingCases {
            cases: Vec::new(),
            is_whole: true,
        };
    };
    let read = Read::of(source, edition.law(), now);
    let mut search = Search::new(cases, edition, source, now, &read);
    for case in &cases.cases {
        if let Value::Object(facts) = cases.facts_of(case) {
            search.note(&facts, case.now);
        }
    }
    search.granted = search.granted_of_each_tier();
    search.tiers();
    for origin in [Origin::Granted, Origin::Common] {
        search.origin = origin;
        search.one_by_one();
        search.lists();
        search.leaf_by_leaf();
    }
    MissingCases {
        cases: search.found,
        is_whole: search.is_whole,
    }
}

/// Facts that are granted the best tier that any are found for, on the day of these.
pub(super) fn first_granted(
    cases: &Cases,
    edition: &LawEdition,
    source: &Source,
    now: Instant,
) -> Option<Object> {
    let read = Read::of(source, edition.law(), now);
    let mut search = Search::new(cases, edition, source, now, &read);
    let tiers = 0..source.programme.tiers.len();
    let mut granted = tiers.filter_map(|tier| search.granting(tier));
    granted.find_map(|(facts, day)| (day == now).then_some(facts))
}

/// Facts, and when they are decided.
pub(super) type Start = (Object, Instant);

/// Whose facts are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Those of somebody who is granted the tier that is asked about, or else the best tier.
    Granted,
    /// Those that all cases have in common.
    Common,
}

/// What the rules read, and the values that it is tried with.
struct Read {
    leaves: Vec<LeafSlots>,
    slots: Slots,
    values: BTreeMap<Key, Vec<Value>>,
    /// The same of each leaf.
    of_leaf: Vec<BTreeMap<Key, Vec<Value>>>,
}

impl Read {
    fn of(source: &Source, law: &Law, now: Instant) -> Self {
        let leaves = of_leaves(source, Day::of(now), &law.calendar);
        let mut slots = Slots::new();
        for leaf in &leaves {
            for (key, slot) in &leaf.slots {
                let known = slots.entry(key.clone()).or_insert_with(|| slots::Slot {
                    of: slot.of,
                    targets: Vec::new(),
                });
                for target in &slot.targets {
                    if !known.targets.contains(target) {
                        known.targets.push(target.clone());
                    }
                }
            }
        }
        let values = slots.iter().map(|(key, slot)| {
            let values = values::of(key, slot, &slots, source);
            (key.clone(), values)
        });
        let of_leaf = leaves.iter().map(|leaf| {
            let of = |(key, slot): (&Key, &slots::Slot)| {
                (key.clone(), values::of(key, slot, &slots, source))
            };
            leaf.slots.iter().map(of).collect()
        });
        Self {
            values: values.collect(),
            of_leaf: of_leaf.collect(),
            leaves,
            slots,
        }
    }
}

pub(super) struct Search<'a> {
    cases: &'a Cases,
    pub(super) law: &'a Law,
    pub(super) source: &'a Source,
    rules: Vec<SourceRule<'a>>,
    pub(super) leaves: &'a [LeafSlots],
    pub(super) slots: &'a Slots,
    pub(super) values: &'a BTreeMap<Key, Vec<Value>>,
    pub(super) of_leaf: &'a [BTreeMap<Key, Vec<Value>>],
    pub(super) now: Instant,
    /// Of each tier, facts that are granted it.
    pub(super) granted: Vec<Option<Start>>,
    origin: Origin,
    wanted: BTreeSet<Feature>,
    /// What some case shows.
    pub(super) shown: BTreeSet<Feature>,
    names: BTreeSet<String>,
    tried: BTreeSet<String>,
    /// How many facts were decided on, and how many on the way to somebody who shows something.
    spent: usize,
    climbed: usize,
    /// By the number of a leaf, a record for which the condition inside of it holds, if one was found.
    pub(super) counted: BTreeMap<usize, Option<Object>>,
    /// The least record of a list that counts.
    pub(super) least: BTreeMap<String, Object>,
    found: Vec<Boundary>,
    is_whole: bool,
    wording: Option<Wording<'a>>,
}

impl<'a> Search<'a> {
    fn new(
        cases: &'a Cases,
        edition: &'a LawEdition,
        source: &'a Source,
        now: Instant,
        read: &'a Read,
    ) -> Self {
        Self {
            wanted: wanted(&read.slots, &read.values, &read.leaves, &read.of_leaf),
            shown: BTreeSet::new(),
            names: cases.cases.iter().map(|case| case.name.clone()).collect(),
            tried: BTreeSet::new(),
            spent: 0,
            climbed: 0,
            counted: BTreeMap::new(),
            least: BTreeMap::new(),
            found: Vec::new(),
            is_whole: true,
            wording: Wording::of(source, edition),
            granted: Vec::new(),
            origin: Origin::Common,
            cases,
            law: edition.law(),
            source,
            leaves: &read.leaves,
            slots: &read.slots,
            values: &read.values,
            of_leaf: &read.of_leaf,
            rules: source.rules(),
            now,
        }
    }

    pub(super) fn today(&self) -> Day {
        Day::of(self.now)
    }

    pub(super) fn base(&self) -> &Object {
        &self.cases.facts
    }

    /// What a case shows on which the rules come to this.
    fn features(&self, facts: &Object, now: Instant, rules: &[RuleVerdicts]) -> BTreeSet<Feature> {
        let decides = |leaf: &LeafSlots| self.decides(leaf, rules);
        let leaves = rules.iter().flat_map(|rule| rule.leaves.iter().copied());
        let leaves: Vec<_> = leaves.collect();
        features::of(facts, now, self.slots, self.leaves, &leaves, &decides)
    }

    /// The same of a case that was decided. Where something else than the rules has decided, such as whom the programme
    /// is for, no leaf has.
    pub(super) fn features_of(&self, facts: &Object, now: Instant, run: &Run) -> BTreeSet<Feature> {
        let mut features = self.features(facts, now, &run.rules);
        let verdicts: Vec<Verdict> = run.rules.iter().map(|rule| rule.verdict).collect();
        let decision = run.trial.decision();
        if self.comes_out(&verdicts) != (decision.outcome(), self.tier_of(run)) {
            features.retain(|feature| !matches!(feature, Feature::Decides(..)));
        }
        features.extend(self.tier_of(run).map(Feature::Granted));
        features
    }

    /// Whether something else would come out, were the leaf to come to the opposite.
    fn decides(&self, leaf: &LeafSlots, rules: &[RuleVerdicts]) -> bool {
        let (number, own) = leaf.place;
        let (Some(rule), Some(came)) = (self.rules.get(number), rules.get(number)) else {
            return false;
        };
        let [one, other] = [Verdict::True, Verdict::False].map(|verdict| {
            let supposed = rule.expr.verdict_if(&came.leaves, own, verdict);
            let each = rules.iter().enumerate();
            let each = each.map(|(at, rule)| if at == number { supposed } else { rule.verdict });
            self.comes_out(&each.collect::<Vec<Verdict>>())
        });
        one != other
    }

    /// What comes out by the rules alone, and the tier that is granted.
    fn comes_out(&self, rules: &[Verdict]) -> (Outcome, Option<usize>) {
        let programme = &self.source.programme;
        let applies = usize::from(programme.applies_when.is_some());
        let (applies, rules) = rules.split_at_checked(applies).unwrap_or((&[], rules));
        let requirements = programme.requirements.len();
        let (requirements, tiers) = rules.split_at_checked(requirements).unwrap_or((rules, &[]));
        let granted = tiers.iter().position(|tier| *tier == Verdict::True);
        let may_be_granted = tiers.iter().any(|tier| *tier != Verdict::False);
        match () {
            () if applies.contains(&Verdict::False) => (Outcome::NotApplicable, None),
            () if applies.contains(&Verdict::Unknown) => (Outcome::Undetermined, None),
            () if requirements.contains(&Verdict::False) => (Outcome::NotGranted, None),
            () if !may_be_granted => (Outcome::NotGranted, None),
            () if requirements.contains(&Verdict::Unknown) => (Outcome::Undetermined, None),
            () if granted.is_none() => (Outcome::Undetermined, None),
            () => (Outcome::Granted, granted),
        }
    }

    fn note(&mut self, facts: &Object, now: Instant) {
        let whole = facts.clone().into();
        if let Ok(run) = Run::of(self.law, self.source, &whole, now) {
            let features = self.features_of(facts, now, &run);
            self.shown.extend(features);
        }
    }

    /// What is wanted and shown by no case so far.
    fn first_new(&self, features: &BTreeSet<Feature>) -> Option<Feature> {
        let mut new = features
            .iter()
            .filter(|feature| self.wanted.contains(feature) && !self.shown.contains(feature));
        new.next().cloned()
    }

    /// Offers the case, if it shows anything that is wanted and that no other does.
    pub(super) fn offer(&mut self, facts: Object, now: Instant) {
        let text = format!("{now} {}", Value::from(facts.clone()));
        if self.tried.contains(&text) || !self.spend() {
            return;
        }
        self.tried.insert(text);
        let whole = facts.clone().into();
        // The rules alone are cheaper than a decision, and mostly there is nothing new.
        let Ok(rules) = rule_verdicts(self.law, self.source, &whole, now) else {
            return;
        };
        if self
            .first_new(&self.features(&facts, now, &rules))
            .is_some()
            && let Ok(run) = Run::of(self.law, self.source, &whole, now)
        {
            let features = self.features_of(&facts, now, &run);
            if let Some(first) = self.first_new(&features) {
                self.put(&first, features, &run, facts, now);
            }
        }
    }

    /// Offers the case, and says that it is about `feature`.
    pub(super) fn put(
        &mut self,
        feature: &Feature,
        features: BTreeSet<Feature>,
        run: &Run,
        facts: Object,
        now: Instant,
    ) {
        self.shown.extend(features);
        let found = run.found(self.source);
        let mut expected = Object::from([("outcome", Value::from(found.outcome.as_str()))]);
        if let Some(tier) = found.tier {
            expected.set("tier", tier);
        }
        // Nobody who is refused for one reason should pass for somebody who is refused for another.
        if found.outcome == Outcome::NotGranted {
            expected.set("requirements", found.requirements);
        }
        let name = self.name_of(feature);
        self.found.push(Boundary {
            name,
            with: patch::between(self.base(), &facts),
            now: Some(now).filter(|now| Some(*now) != self.cases.now),
            expected: expected.into(),
        });
    }

    /// Whether nothing more is tried.
    pub(super) fn is_spent(&self) -> bool {
        self.spent >= limits::CASES_TRIED
    }

    /// Whether one more may be decided on.
    fn spend(&mut self) -> bool {
        let may = !self.is_spent();
        self.spent += 1;
        self.is_whole &= may;
        may
    }

    /// Whether one more may be decided on in search of somebody who shows something.
    pub(super) fn climb(&mut self) -> bool {
        self.climbed += 1;
        let may = self.climbed <= limits::CASES_TRIED;
        self.is_whole &= may;
        may
    }

    fn tier_of(&self, run: &Run) -> Option<usize> {
        let tier = run.trial.decision().tier()?;
        let mut tiers = self.source.programme.tiers.iter();
        tiers.position(|known| known.id == tier)
    }

    fn granted_of_each_tier(&mut self) -> Vec<Option<Start>> {
        let tiers = 0..self.source.programme.tiers.len();
        tiers.map(|tier| self.granting(tier)).collect()
    }

    /// What is changed in search of what a leaf comes to.
    pub(super) fn start_of(&self, leaf: usize) -> Start {
        let own = self.leaves.get(leaf).and_then(|leaf| leaf.tier);
        let own = own.and_then(|tier| self.granted.get(tier)?.as_ref());
        let best = || self.granted.iter().flatten().next();
        let start = Some(self.origin).filter(|origin| *origin == Origin::Granted);
        let start = start.and_then(|_| own.or_else(best)).cloned();
        start.unwrap_or_else(|| (self.base().clone(), self.now))
    }

    /// A name for what a case shows, which no other case of the file has.
    fn name_of(&mut self, feature: &Feature) -> String {
        let pointer = |leaf: &usize| {
            let leaf = self.leaves.get(*leaf);
            leaf.map(|leaf| leaf.pointer.clone()).unwrap_or_default()
        };
        let list = |leaf: &usize| {
            let leaf = self.leaves.get(*leaf);
            leaf.and_then(|leaf| leaf.list.clone()).unwrap_or_default()
        };
        let words = self.wording.as_ref();
        let said = words.map(|words| match feature {
            Feature::Granted(tier) => {
                let tier = self.source.programme.tiers.get(*tier);
                words.granted(tier.map_or("", |tier| &tier.id))
            }
            Feature::Decides(leaf, key, value) => {
                let said = words.value(key.list.as_deref(), &key.path, value);
                let rule = self
                    .leaves
                    .get(*leaf)
                    .and_then(|leaf| self.rules.get(leaf.place.0));
                words.deciding(&said, rule.map_or("", |rule| rule.id))
            }
            Feature::Value(key, value) => words.value(key.list.as_deref(), &key.path, value),
            Feature::Absent(key) => words.state("absent", key.list.as_deref(), &key.path),
            Feature::Hidden(key) => words.state("hidden", key.list.as_deref(), &key.path),
            Feature::Empty(key) => words.state("empty", None, &key.path),
            Feature::HiddenEntry(key) => words.state("entry", None, &key.path),
            Feature::Count(leaf, count) => words.counted(&list(leaf), *count, &pointer(leaf)),
            Feature::Off(leaf) => words.off(&list(leaf), &pointer(leaf)),
            Feature::Comes(leaf, verdict) => words.comes(verdict.as_str(), &pointer(leaf)),
        });
        let said = said.unwrap_or_default();
        let mut name = said.clone();
        let mut n = 2;
        while !self.names.insert(name.clone()) {
            name = words.map_or_else(|| n.to_string(), |words| words.again(&said, n));
            n += 1;
        }
        name
    }
}
