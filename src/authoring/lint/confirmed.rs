//! Whether an example shows what is claimed once the law was applied to it. An analysis knows of rules alone: of what it
//! makes up a record may be one that may not be used.

use super::example::written_fact;
use crate::authoring::patch;
use crate::authoring::plain::{self, LeastRecords, State, least_facts};
use crate::credit::{AGE_OVER, BIRTHDATE, NATURAL_PERSON, SUBJECT};
use crate::json::{Object, Value};
use crate::law::Law;
use crate::programme::Programme;
use crate::rules::analysis::{Claim, Example};
use crate::rules::{Fact, Verdict};
use crate::time::{Day, Instant};
use crate::trial::with_case;

/// Records that are tried in the place of one that is made up: they differ in what no rule asks.
const RECORDS: usize = 256;

/// Days on which these are made.
const DAYS: usize = 16;

/// Seconds from the beginning of a day to its noon.
const NOON: i64 = 12 * 60 * 60;

/// What comes of facts: whether the programme applies and its requirements hold, and the tiers that hold.
type Decided = (bool, Vec<usize>);

/// The programme that an example is of, and the law.
pub(super) struct Confirmer<'p> {
    pub(super) programme: &'p Programme,
    pub(super) law: &'p Law,
    /// The days that the rules name: an analysis takes any day of a time, and mostly one of long ago.
    pub(super) days: Vec<Day>,
}

/// How an example is made whole: with the `record`th of the records that its own can be, all of this day if there is one.
#[derive(Clone, Copy)]
struct Whole {
    record: usize,
    day: Option<Day>,
}

impl Confirmer<'_> {
    /// Whether somebody shows a claim. Those that are about everybody nobody has to show.
    pub(super) fn is_shown(&self, claim: &Claim) -> bool {
        let decided = |example: &Example, whole: Whole| self.decided(example, whole);
        match claim {
            Claim::Constant { .. }
            | Claim::Part { .. }
            | Claim::Nobody
            | Claim::Unreachable { .. } => true,
            Claim::Gap { example, .. } => self.any(example, &|whole| {
                Some(decided(example, whole)? == (true, Vec::new()))
            }),
            Claim::Overlap {
                first,
                second,
                example,
                ..
            } => self.any(example, &|whole| {
                let (applies, held) = decided(example, whole)?;
                Some(applies && held.contains(first) && held.contains(second))
            }),
            Claim::Order {
                first,
                second,
                example,
            } => self.any(example, &|whole| {
                let (applies, held) = decided(example, whole)?;
                Some(applies && held.first() == Some(first) && held.contains(second))
            }),
            Claim::Worse {
                tier,
                instead,
                worse,
                better,
                ..
            } => self.any(worse, &|whole| {
                let (applies, held) = decided(worse, whole)?;
                let (better_applies, better_held) = decided(better, whole)?;
                let first = better_held.first().copied().filter(|_| better_applies);
                Some(applies && held.first() == Some(tier) && first == *instead)
            }),
        }
    }

    /// Whether the example shows it, made whole in one way or another. `shows` says nothing where there is no such way.
    fn any(&self, (_, today): &Example, shows: &dyn Fn(Whole) -> Option<bool>) -> bool {
        let near = |days: i64| self.days.iter().filter_map(move |day| day.add_days(days));
        let named = [0, -1, 1].into_iter().flat_map(near);
        let mut days: Vec<Day> = named.chain([*today]).filter(|day| day <= today).collect();
        days.sort_unstable();
        days.dedup();
        // What is young may be used soonest.
        let days = days.into_iter().rev().take(DAYS).map(Some);
        let days = [None].into_iter().chain(days);
        days.into_iter().any(|day| {
            let records = 0..RECORDS;
            let mut shown = records.map_while(|record| shows(Whole { record, day }));
            shown.any(|is_shown| is_shown)
        })
    }

    /// What comes of an example; none where there is no such record.
    fn decided(&self, example: &Example, whole: Whole) -> Option<Decided> {
        let (_, day) = example;
        let nothing = (false, Vec::new());
        let Some(facts) = self.facts_of(example, whole)? else {
            return Some(nothing);
        };
        let now = day.start().add_seconds(NOON)?;
        Some(self.verdicts(&facts.into(), now).unwrap_or(nothing))
    }

    fn verdicts(&self, facts: &Value, now: Instant) -> Option<Decided> {
        let (law, programme) = (self.law, self.programme);
        let rules = with_case(law, programme, facts, now, &mut |case| {
            case.rule_verdicts(now)
        });
        let held: Vec<bool> = rules
            .ok()?
            .iter()
            .map(|rule| rule.verdict == Verdict::True)
            .collect();
        let (before, tiers) =
            held.split_at_checked(held.len().checked_sub(programme.tiers.len())?)?;
        let tiers = tiers.iter().enumerate().filter(|(_, holds)| **holds);
        let applies = before.iter().all(|holds| *holds);
        Some((applies, tiers.map(|(number, _)| number).collect()))
    }

    /// The example as facts, with the least beside it; `Some(None)` if nobody can show them.
    fn facts_of(&self, (given, day): &Example, whole: Whole) -> Option<Option<Object>> {
        let programme = self.programme;
        let start = day.start().add_seconds(NOON)?;
        let mut facts = Some(least_facts(programme, start));
        let mut has_records = false;
        for (path, fact) in given {
            let path = path.join(".");
            let state = match fact {
                Fact::Absent | Fact::Unknown(_) => State::Absent,
                Fact::List(list) if !list.elements.is_empty() => {
                    has_records = true;
                    State::Value(self.records(&written_fact(fact), &path, whole, *day)?)
                }
                fact => State::Value(written_fact(fact)),
            };
            facts = facts.and_then(|facts| plain::with(&facts, &path, &state, programme, *day));
        }
        let asks_age = given
            .iter()
            .any(|(path, _)| path.iter().any(|name| **name == *AGE_OVER.text));
        if let Some(facts) = facts.as_mut().filter(|_| !asks_age) {
            of_age(facts);
        }
        // Without a record there is one way to write it.
        (has_records || whole.record == 0 && whole.day.is_none()).then_some(facts)
    }

    /// The records of an example, with the members that they must have as well.
    fn records(&self, shown: &Value, list: &str, whole: Whole, today: Day) -> Option<Value> {
        let made_on = whole.day.unwrap_or(today);
        let least = LeastRecords::of(self.programme, list, made_on)?.records(RECORDS);
        let least = Value::from(least.get(whole.record)?.clone());
        let shown = shown.as_array()?.iter();
        let records = shown.map(|record| {
            let mut record = record.as_object().cloned().unwrap_or_default();
            for (_, value) in record.iter_mut() {
                if let Some(day) = whole.day
                    && value.as_str().and_then(Day::parse).is_some()
                {
                    *value = day.to_string().into();
                }
            }
            patch::merged(&least, &record.into())
        });
        Some(records.collect::<Vec<Value>>().into())
    }
}

/// Of somebody without a day of birth: of whoever may be a minor, it is open which records may be used.
fn of_age(facts: &mut Object) {
    for (_, claims) in facts.iter_mut() {
        let Value::Object(claims) = claims else {
            continue;
        };
        let is_person = claims.get("subject_kind").and_then(Value::as_str) == Some(NATURAL_PERSON);
        let subject = claims.get(SUBJECT.name).and_then(Value::as_object);
        let mut subject = subject.cloned().unwrap_or_default();
        if is_person && !subject.contains(BIRTHDATE.text) {
            subject.set(AGE_OVER.text, Object::from([("18", Value::from(true))]));
            claims.set(SUBJECT.name, subject);
        }
    }
}
