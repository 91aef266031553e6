//! Cases that are missing.
//!
//! `slots` says which facts each leaf reads and what it compares them with, `values` makes values of that, and
//! `facts` changes the common facts of the file accordingly. What a case shows is a set of features, such as
//! that a fact is just below a constant, or that a leaf is unknown. A case is offered if it shows a feature that no case
//! before it does.

mod facts;
mod features;
mod least;
mod slots;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::file::Cases;
use super::read::fits;
use super::run::{Run, rule_verdicts};
use crate::authoring::patch;
use crate::authoring::prose::Wording;
use crate::authoring::source::Source;
use crate::error::Error;
use crate::json::{Object, Value};
use crate::law::{Law, LawEdition};
use crate::limits;
use crate::rules::{NOW, Type, Verdict};
use crate::time::{Day, Instant};
use crate::trial::Trial;

use facts::{State, undisclosed};
use features::{Feature, wanted};
use least::{LeastRecords, least_facts};
use slots::{Key, LeafSlots, Slots, of_leaves};

/// A case that is missing. What comes out today is what it expects, and it is marked as not confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    name: String,
    with: Object,
    /// None, where it is decided when the others are.
    now: Option<Instant>,
    expected: Value,
}

/// Combinations of values that are tried for a leaf, or for one record.
const TRIED: usize = 400;

/// Combinations of codes that are tried for a record that counts.
const RECORDS: usize = 256;

impl Cases {
    /// A file without any case, about the least that somebody can show to whom the programme may apply.
    ///
    /// # Errors
    /// Those for which the programme is refused.
    pub fn empty(law: &LawEdition, programme: &str, now: Instant) -> Result<Self, Error> {
        let source = Source::read(law.law(), programme)?;
        Ok(Self {
            programme: source.programme.id.clone(),
            now: Some(now),
            facts: least_facts(&source, now),
            cases: Vec::new(),
        })
    }

    /// The cases that are missing: at each threshold of the rules and on either side of it, each list empty, hidden
    /// and with one entry, each value hidden and absent; and what else makes a leaf come to a verdict that it came to
    /// in no case.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn missing(&self, law: &LawEdition, programme: &str) -> Result<MissingCases, Error> {
        let source = Source::read(law.law(), programme)?;
        fits(self, &source)?;
        Ok(missing(self, law, &source))
    }

    /// The file with these cases at its end, as JSON.
    pub fn with(&self, further: &[Boundary]) -> Value {
        let mut document = Object::new();
        document.set("programme", self.programme.as_str());
        if let Some(now) = self.now {
            document.set("now", now.to_string());
        }
        document.set("facts", self.facts.clone());
        let cases = further.iter().map(Boundary::to_json);
        document.set("cases", cases.collect::<Vec<_>>());
        document.into()
    }
}

/// The cases that are missing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MissingCases {
    /// Each is about something that no case of the file shows.
    pub cases: Vec<Boundary>,
    /// Whether everything was looked for: [as many](limits::CASES_TRIED) are tried at most.
    pub is_whole: bool,
}

impl Boundary {
    /// What it is about, which is unique in its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What comes out today.
    pub fn expected(&self) -> &Value {
        &self.expected
    }

    /// The case, to be pasted.
    pub fn to_json(&self) -> Value {
        let mut case = Object::new();
        case.set("name", self.name.as_str());
        case.set("with", self.with.clone());
        if let Some(now) = self.now {
            case.set("now", now.to_string());
        }
        case.set("expect", self.expected.clone());
        case.set("confirmed", false);
        case.into()
    }
}

fn missing(cases: &Cases, edition: &LawEdition, source: &Source) -> MissingCases {
    let Some(now) = cases.now.or(cases.cases.first().map(|case| case.now)) else {
        return MissingCases {
            cases: Vec::new(),
            is_whole: true,
        };
    };
    let law = edition.law();
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
    let values: BTreeMap<Key, Vec<Value>> = values.collect();
    let mut search = Search {
        wanted: wanted(&slots, &values, &leaves),
        shown: BTreeSet::new(),
        names: cases.cases.iter().map(|case| case.name.clone()).collect(),
        tried: BTreeSet::new(),
        counted: BTreeMap::new(),
        least: BTreeMap::new(),
        found: Vec::new(),
        is_whole: true,
        wording: Wording::of(source, edition),
        cases,
        law,
        source,
        leaves: &leaves,
        slots: &slots,
        values: &values,
        now,
    };
    for case in &cases.cases {
        if let Value::Object(facts) = cases.facts_of(case) {
            search.note(&facts, case.now);
        }
    }
    search.one_by_one();
    search.lists();
    search.leaf_by_leaf();
    MissingCases {
        cases: search.found,
        is_whole: search.is_whole,
    }
}

struct Search<'a> {
    cases: &'a Cases,
    law: &'a Law,
    source: &'a Source,
    leaves: &'a [LeafSlots],
    slots: &'a Slots,
    values: &'a BTreeMap<Key, Vec<Value>>,
    now: Instant,
    wanted: BTreeSet<Feature>,
    /// What some case shows.
    shown: BTreeSet<Feature>,
    names: BTreeSet<String>,
    tried: BTreeSet<String>,
    /// By the number of a leaf, a record for which the condition inside of it holds.
    counted: BTreeMap<usize, Object>,
    /// The least record of a list that counts.
    least: BTreeMap<String, Object>,
    found: Vec<Boundary>,
    is_whole: bool,
    wording: Option<Wording<'a>>,
}

impl Search<'_> {
    fn today(&self) -> Day {
        Day::of(self.now)
    }

    fn base(&self) -> &Object {
        &self.cases.facts
    }

    /// What a case shows; none if it cannot be decided.
    fn features(&self, facts: &Object, now: Instant) -> Option<BTreeSet<Feature>> {
        let rules = rule_verdicts(self.law, self.source, &facts.clone().into(), now).ok()?;
        let leaves: Vec<_> = rules.into_iter().flat_map(|rule| rule.leaves).collect();
        Some(features::of(facts, now, self.slots, self.leaves, &leaves))
    }

    fn note(&mut self, facts: &Object, now: Instant) {
        if let Some(features) = self.features(facts, now) {
            self.shown.extend(features);
        }
    }

    /// Offers the case, if it shows anything that is wanted and that no other does.
    fn offer(&mut self, facts: Object, now: Instant) {
        if self.tried.len() >= limits::CASES_TRIED {
            self.is_whole = false;
            return;
        }
        if !self
            .tried
            .insert(format!("{now} {}", Value::from(facts.clone())))
        {
            return;
        }
        let Some(features) = self.features(&facts, now) else {
            return;
        };
        for feature in &features {
            if let Feature::Count(leaf, 1) = feature
                && let Some(record) = self.only_record(*leaf, &facts)
            {
                self.counted.entry(*leaf).or_insert(record);
            }
        }
        let mut new = features
            .iter()
            .filter(|feature| self.wanted.contains(feature) && !self.shown.contains(feature));
        let Some(first) = new.next().cloned() else {
            return;
        };
        let whole = facts.clone().into();
        let Ok(run) = Run::of(self.law, self.source, &whole, now) else {
            return;
        };
        self.shown.extend(features);
        let found = run.found(self.source);
        let mut expected = Object::from([("outcome", Value::from(found.outcome.as_str()))]);
        if let Some(tier) = found.tier {
            expected.set("tier", tier);
        }
        let name = self.name_of(&first);
        self.found.push(Boundary {
            name,
            with: patch::between(self.base(), &facts),
            now: Some(now).filter(|now| Some(*now) != self.cases.now),
            expected: expected.into(),
        });
    }

    fn only_record(&self, leaf: usize, facts: &Object) -> Option<Object> {
        let list = self.leaves.get(leaf)?.list.as_ref()?;
        match facts::look(facts, list) {
            facts::Seen::Value(Value::Array(records)) => records.first()?.as_object().cloned(),
            _ => None,
        }
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

    /// Each value by itself: on each constant and beside it, hidden and absent.
    fn one_by_one(&mut self) {
        for (key, slot) in self.slots {
            if key.list.is_some() || slot.of == Type::List {
                continue;
            }
            let values = self.values.get(key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            for state in states.chain([State::Hidden, State::Absent]) {
                if let Some((facts, now)) = self.changed(self.base(), self.now, key, &state) {
                    self.offer(facts, now);
                }
            }
        }
    }

    /// A change of the facts, or of the day.
    fn changed(
        &self,
        facts: &Object,
        now: Instant,
        key: &Key,
        state: &State,
    ) -> Option<(Object, Instant)> {
        if key.path != NOW {
            let facts = facts::with(facts, &key.path, state, self.source, self.today())?;
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
        let lists = self
            .slots
            .iter()
            .filter(|(key, slot)| slot.of == Type::List && key.list.is_none());
        let lists: Vec<&Key> = lists.map(|(key, _)| key).collect();
        for key in lists {
            let list = |records: Vec<Value>| State::Value(records.into());
            for state in [list(Vec::new()), State::Hidden, list(vec![undisclosed()])] {
                self.offer_list(key, &state);
            }
            for (number, leaf) in self.leaves.iter().enumerate() {
                if !leaf.slots.contains_key(key) {
                    continue;
                }
                for record in self.records(&key.path, &leaf.slots) {
                    self.offer_list(key, &list(vec![record.into()]));
                }
                let slot = leaf
                    .slots
                    .get(key)
                    .filter(|_| leaf.list.as_deref() == Some(&*key.path));
                if let (Some(slot), Some(record)) = (slot, self.counted.get(&number).cloned()) {
                    for count in values::counts(slot) {
                        self.offer_list(key, &list(vec![record.clone().into(); count]));
                    }
                }
            }
        }
    }

    fn offer_list(&mut self, key: &Key, state: &State) {
        if let Some((facts, now)) = self.changed(self.base(), self.now, key, state) {
            self.offer(facts, now);
        }
    }

    /// Records of a list with every combination of the values that these slots have, the fewest changes first.
    fn records(&mut self, list: &str, slots: &Slots) -> Vec<Object> {
        let Some(least) = self.least_record(list) else {
            return Vec::new();
        };
        let own = slots.keys().filter(|key| key.list.as_deref() == Some(list));
        let own: Vec<&Key> = own.filter(|key| !key.path.is_empty()).collect();
        let choices = own.iter().map(|key| {
            let values = self.values.get(*key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            states.chain([State::Absent]).collect::<Vec<State>>()
        });
        let choices: Vec<Vec<State>> = choices.collect();
        let whole = self.whole_record(list);
        let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
        let combinations = combinations(&lengths).into_iter().map(|combination| {
            let chosen = combination.iter().enumerate();
            chosen.fold(least.clone(), |record, (at, choice)| {
                let state = choice.and_then(|choice| choices.get(at)?.get(choice));
                match (own.get(at), state) {
                    (Some(key), Some(state)) => {
                        facts::record_with(&record, &key.path, state, &whole)
                    }
                    _ => record,
                }
            })
        });
        combinations.collect()
    }

    /// The least record of a list that counts, if there is one that would also count if it were older: windows of rules
    /// look back for a year, or for two.
    fn least_record(&mut self, list: &str) -> Option<Object> {
        if let Some(known) = self.least.get(list) {
            return Some(known.clone());
        }
        let drawn_on = self.drawn_on(list);
        let made_on =
            |day| LeastRecords::of(self.source, list, day).map(|made| made.records(RECORDS));
        let records = made_on(drawn_on)?;
        let older = [13, 24].map(|months| {
            let day = drawn_on.add_months(-months).unwrap_or(drawn_on);
            made_on(day).unwrap_or_default()
        });
        let counts = |record: &Object| {
            let state = State::Value(vec![Value::from(record.clone())].into());
            let facts = facts::with(self.base(), list, &state, self.source, self.today());
            facts.is_some_and(|facts| self.counts(&facts.into()))
        };
        let counting: Vec<usize> = (0..records.len())
            .filter(|at| records.get(*at).is_some_and(&counts))
            .collect();
        let is_lasting = |at: &&usize| {
            let mut older = older.iter();
            older.all(|records| records.get(**at).is_some_and(&counts))
        };
        let lasting = counting.iter().find(is_lasting);
        let at = lasting.or(counting.first()).copied().unwrap_or_default();
        let record = records.get(at)?.clone();
        self.least.insert(list.to_owned(), record.clone());
        Some(record)
    }

    /// The day on which the facts with a list were drawn. No record is of a later day.
    fn drawn_on(&self, list: &str) -> Day {
        let input = list
            .split('.')
            .next()
            .and_then(|alias| self.base().get(alias));
        let day = input
            .and_then(|claims| claims.member("as_of"))
            .and_then(Value::as_str);
        day.and_then(Day::parse).unwrap_or_else(|| self.today())
    }

    /// Whether no record is set aside.
    fn counts(&self, facts: &Value) -> bool {
        let programme = &self.source.programme;
        let explain = crate::decision::Explain::Full;
        let trial = Trial::of(self.law, programme, facts, self.now, explain);
        trial.is_ok_and(|trial| trial.decision().set_aside().is_empty())
    }

    /// The objects that the records of a list may hold, each with all that it must have.
    fn whole_record(&self, list: &str) -> Object {
        let fields = least::fields_of(list).unwrap_or_default().iter();
        let fields = fields.map(|field| {
            let value = least::least_value(field.kind, self.source, self.drawn_on(list));
            (field.name, value)
        });
        fields.collect()
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
        for combination in combinations(&lengths) {
            let mut chosen = combination.iter().enumerate();
            let made = chosen.try_fold(
                (self.base().clone(), self.now),
                |(facts, now), (at, choice)| {
                    let state = choice.and_then(|choice| choices.get(at)?.get(choice));
                    match (roots.get(at), state) {
                        (Some((key, _)), Some(state)) => self.changed(&facts, now, key, state),
                        _ => Some((facts, now)),
                    }
                },
            );
            if let Some((facts, now)) = made {
                self.offer(facts, now);
            }
            if self.shown.contains(&feature) || !self.is_whole {
                return;
            }
        }
    }

    /// The states in which a fact is tried together with others.
    fn choices(&mut self, number: usize, key: &Key, of: Type, slots: &Slots) -> Vec<State> {
        if of != Type::List {
            let values = self.values.get(key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            return states.chain([State::Hidden, State::Absent]).collect();
        }
        /// Of lists fewer, since each record has choices of its own.
        const MOST: usize = 40;
        let list = |records: Vec<Value>| State::Value(records.into());
        let mut states = vec![list(Vec::new()), State::Hidden, list(vec![undisclosed()])];
        let records = self.records(&key.path, slots).into_iter().take(MOST);
        states.extend(records.map(|record| list(vec![record.into()])));
        if let (Some(slot), Some(record)) = (slots.get(key), self.counted.get(&number)) {
            let counts = values::counts(slot).into_iter().filter(|count| *count > 1);
            states.extend(counts.map(|count| list(vec![record.clone().into(); count])));
        }
        states
    }
}

/// Combinations of choices, of each at most one, the fewest first; `None` leaves what is as it is.
fn combinations(lengths: &[usize]) -> Vec<Vec<Option<usize>>> {
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
