//! The search for what is missing: which facts are tried, and in what order.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Boundary, MissingCases};
use super::features::{self, Feature, wanted};
use super::slots::{self, Key, LeafSlots, Slots, of_leaves};
use super::values;
use crate::authoring::cases::file::Cases;
use crate::authoring::cases::run::{Run, rule_verdicts};
use crate::authoring::patch;
use crate::authoring::plain::{self, State, undisclosed};
use crate::authoring::prose::Wording;
use crate::authoring::source::{Source, SourceRule};
use crate::decision::{Outcome, RuleVerdicts};
use crate::json::{Object, Value};
use crate::law::{Law, LawEdition};
use crate::limits;
use crate::rules::{NOW, Type, Verdict};
use crate::time::{Day, Instant};

/// Combinations of values that are tried for a leaf, or for one record.
const TRIED: usize = 400;

/// Records of one list that are tried with one of them changed.
const COUNTED: usize = 3;

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
    of_leaf: &'a [BTreeMap<Key, Vec<Value>>],
    pub(super) now: Instant,
    /// Of each tier, facts that are granted it.
    granted: Vec<Option<Start>>,
    origin: Origin,
    wanted: BTreeSet<Feature>,
    /// What some case shows.
    shown: BTreeSet<Feature>,
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
    fn features_of(&self, facts: &Object, now: Instant, run: &Run) -> BTreeSet<Feature> {
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
    fn offer(&mut self, facts: Object, now: Instant) {
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
    fn put(
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

    /// Whether one more may be decided on.
    pub(super) fn spend(&mut self) -> bool {
        let may = self.spent < limits::CASES_TRIED;
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
    fn start_of(&self, leaf: usize) -> Start {
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

    /// Somebody who is granted each tier.
    fn tiers(&mut self) {
        for (tier, granted) in self.granted.clone().into_iter().enumerate() {
            let feature = Feature::Granted(tier);
            let granted = granted.filter(|_| !self.shown.contains(&feature));
            let Some((facts, now)) = granted else {
                continue;
            };
            let whole = facts.clone().into();
            if let Ok(run) = Run::of(self.law, self.source, &whole, now) {
                let features = self.features_of(&facts, now, &run);
                self.put(&feature, features, &run, facts, now);
            }
        }
    }

    /// Each value by itself: on each constant and beside it, hidden and absent.
    fn one_by_one(&mut self) {
        for (number, leaf) in self.leaves.iter().enumerate() {
            let (start, now) = self.start_of(number);
            let is_plain =
                |(key, slot): &(&Key, &slots::Slot)| key.list.is_none() && slot.of != Type::List;
            let plain: Vec<&Key> = leaf
                .slots
                .iter()
                .filter(is_plain)
                .map(|(key, _)| key)
                .collect();
            let own = self.of_leaf.get(number);
            let choices = plain.iter().map(|key| {
                let values = own.and_then(|own| own.get(*key)).into_iter().flatten();
                let states = values.map(|value| State::Value(value.clone()));
                states.chain([State::Hidden, State::Absent]).collect()
            });
            let choices: Vec<Vec<State>> = choices.collect();
            let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
            for combination in together(&lengths).into_iter().chain(combinations(&lengths)) {
                let mut chosen = combination.iter().enumerate();
                let made = chosen.try_fold((start.clone(), now), |(facts, now), (at, choice)| {
                    let state = choice.and_then(|choice| choices.get(at)?.get(choice));
                    match (plain.get(at), state) {
                        (Some(key), Some(state)) => self.changed(&facts, now, key, state),
                        _ => Some((facts, now)),
                    }
                });
                if let Some((facts, now)) = made {
                    self.offer(facts, now);
                }
            }
        }
    }

    /// A change of the facts, or of the day.
    pub(super) fn changed(
        &self,
        facts: &Object,
        now: Instant,
        key: &Key,
        state: &State,
    ) -> Option<(Object, Instant)> {
        if key.path != NOW {
            let facts = plain::with(
                facts,
                &key.path,
                state,
                &self.source.programme,
                self.today(),
            )?;
            return Some((facts, now));
        }
        let State::Value(day) = state else {
            return None;
        };
        // Whoever comes another day shows what was drawn that day.
        let day = Day::parse(day.as_str()?)?;
        let mut facts = facts.clone();
        for (name, claims) in facts.iter_mut() {
            if let (true, Value::Object(claims)) =
                (self.source.programme.input(name).is_some(), claims)
            {
                claims.set("as_of", day.to_string());
            }
        }
        let since_midnight = now.unix() - Day::of(now).start().unix();
        Some((facts, day.start().add_seconds(since_midnight)?))
    }

    /// Each list empty, hidden, with one record that counts and with one that does not, and with as many as the rules
    /// ask for.
    fn lists(&mut self) {
        for (number, leaf) in self.leaves.iter().enumerate() {
            let start = self.start_of(number);
            let is_list =
                |(key, slot): &(&Key, &slots::Slot)| slot.of == Type::List && key.list.is_none();
            for (key, slot) in leaf.slots.iter().filter(is_list) {
                let list = |records: Vec<Value>| State::Value(records.into());
                for state in [list(Vec::new()), State::Hidden, list(vec![undisclosed()])] {
                    self.offer_list(&start, key, &state);
                }
                let is_own = leaf.list.as_deref() == Some(&*key.path);
                let near = match is_own {
                    true => self.near_satisfying(number),
                    false => Vec::new(),
                };
                // So many records as the rule counts to, of which one is changed.
                let counts = values::counts(slot).into_iter();
                let others: Vec<usize> = counts.filter(|count| *count <= COUNTED).collect();
                for record in &near {
                    for count in &others {
                        let mut records = vec![Value::from(record.clone())];
                        let others = near.first().map(|same| Value::from(same.clone()));
                        records.extend(vec![others.unwrap_or_default(); count - 1]);
                        self.offer_list(&start, key, &list(records));
                    }
                }
                for record in self.records(&key.path, &leaf.slots) {
                    self.offer_list(&start, key, &list(vec![record.into()]));
                }
                if let Some(record) = self.satisfying(number).filter(|_| is_own) {
                    for count in values::counts(slot) {
                        let records = vec![record.clone().into(); count];
                        self.offer_list(&start, key, &list(records));
                    }
                }
            }
        }
    }

    fn offer_list(&mut self, (facts, now): &Start, key: &Key, state: &State) {
        if let Some((facts, now)) = self.changed(facts, *now, key, state) {
            self.offer(facts, now);
        }
    }

    /// For each leaf that is never seen to come to a verdict, combinations of what it reads.
    fn leaf_by_leaf(&mut self) {
        for number in 0..self.leaves.len() {
            for verdict in Verdict::ALL {
                self.look_for(number, *verdict);
            }
        }
    }

    fn look_for(&mut self, number: usize, verdict: Verdict) {
        let feature = Feature::Comes(number, verdict);
        let Some(leaf) = self
            .leaves
            .get(number)
            .filter(|_| !self.shown.contains(&feature))
        else {
            return;
        };
        let roots: Vec<(&Key, Type)> = leaf
            .slots
            .iter()
            .filter(|(key, _)| key.list.is_none())
            .map(|(key, slot)| (key, slot.of))
            .collect();
        let choices: Vec<Vec<State>> = roots
            .iter()
            .map(|(key, of)| self.choices(number, key, *of, &leaf.slots))
            .collect();
        let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
        let start = self.start_of(number);
        for combination in combinations(&lengths) {
            let mut chosen = combination.iter().enumerate();
            let made = chosen.try_fold(start.clone(), |(facts, now), (at, choice)| {
                let state = choice.and_then(|choice| choices.get(at)?.get(choice));
                match (roots.get(at), state) {
                    (Some((key, _)), Some(state)) => self.changed(&facts, now, key, state),
                    _ => Some((facts, now)),
                }
            });
            if let Some((facts, now)) = made {
                self.offer(facts, now);
            }
            if self.shown.contains(&feature) || !self.is_whole {
                return;
            }
        }
    }

    /// The states in which a fact is tried together with others.
    pub(super) fn choices(
        &mut self,
        number: usize,
        key: &Key,
        of: Type,
        slots: &Slots,
    ) -> Vec<State> {
        if of != Type::List {
            let values = self.values.get(key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            return states.chain([State::Hidden, State::Absent]).collect();
        }
        /// Of lists fewer, since each record has choices of its own.
        const MOST: usize = 40;
        let list = |records: Vec<Value>| State::Value(records.into());
        let mut states = vec![list(Vec::new()), State::Hidden, list(vec![undisclosed()])];
        let leaf = self.leaves.get(number);
        let is_own = leaf.is_some_and(|leaf| leaf.list.as_deref() == Some(&*key.path));
        let near = match is_own {
            true => self.near_satisfying(number),
            false => Vec::new(),
        };
        let records = near.into_iter().chain(self.records(&key.path, slots));
        let records = records.take(MOST);
        states.extend(records.map(|record| list(vec![record.into()])));
        if let (Some(slot), Some(record)) =
            (slots.get(key), self.satisfying(number).filter(|_| is_own))
        {
            let counts = values::counts(slot).into_iter().filter(|count| *count > 1);
            states.extend(counts.map(|count| list(vec![record.clone().into(); count])));
        }
        states
    }
}

/// Of each the first choice, of each the second, and so on: facts that are compared with one another are on their
/// boundary together, and below and above it.
fn together(lengths: &[usize]) -> Vec<Vec<Option<usize>>> {
    let least = lengths.iter().min().copied().unwrap_or_default();
    let several = 0..least * usize::from(lengths.len() > 1);
    several
        .map(|choice| vec![Some(choice); lengths.len()])
        .collect()
}

/// Combinations of choices, of each at most one, the fewest first; `None` leaves what is as it is.
pub(super) fn combinations(lengths: &[usize]) -> Vec<Vec<Option<usize>>> {
    let mut all = vec![vec![None; lengths.len()]];
    let mut from = 0;
    while from < all.len() && all.len() < TRIED {
        let Some(known) = all.get(from).cloned() else {
            break;
        };
        // Only places after the last that is chosen, so that each combination is made once.
        let first = known
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |at| at + 1);
        for (at, length) in lengths.iter().enumerate().skip(first) {
            for choice in 0..*length {
                let mut next = known.clone();
                if let Some(place) = next.get_mut(at) {
                    *place = Some(choice);
                }
                all.push(next);
            }
        }
        from += 1;
    }
    all.truncate(TRIED);
    all
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn combinations_are_each_made_once_and_the_fewest_changes_come_first() {
        let all = combinations(&[2, 1]);
        assert_eq!(
            all,
            [
                vec![None, None],
                vec![Some(0), None],
                vec![Some(1), None],
                vec![None, Some(0)],
                vec![Some(0), Some(0)],
                vec![Some(1), Some(0)],
            ]
        );
    }
}
