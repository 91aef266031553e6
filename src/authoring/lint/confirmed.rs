//! Whether an example shows what is claimed once the law was applied to it. An analysis knows of rules alone: of what it
//! makes up a record may be one that may not be used.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::example::written_fact;
use crate::authoring::patch;
use crate::authoring::plain::{self, LeastRecords, State, least_facts};
use crate::credit::{AGE_OVER, BIRTHDATE, NATURAL_PERSON, SUBJECT};
use crate::decision::{Explain, Outcome};
use crate::json::{Object, Value};
use crate::law::Law;
use crate::limits;
use crate::programme::Programme;
use crate::rules::analysis::{Claim, Example};
use crate::rules::{Fact, Verdict};
use crate::time::{Day, Instant};
use crate::trial::{Trial, with_case};

/// Records that are tried in the place of one that is made up: they differ in what no rule asks.
const RECORDS: usize = 256;

/// Days on which these are made.
const DAYS: usize = 16;

/// Seconds from the beginning of a day to its noon.
const NOON: i64 = 12 * 60 * 60;

/// What the rules come to on facts.
struct Decided {
    facts: Value,
    now: Instant,
    /// `applies_when` and the requirements together.
    base: Verdict,
    tiers: Vec<Verdict>,
}

impl Decided {
    /// The tier that is granted by the rules.
    fn granted(&self) -> Option<usize> {
        let mut tiers = self.tiers.iter();
        let first = tiers.position(|tier| *tier != Verdict::False)?;
        let is_granted = self.base == Verdict::True && self.holds(first);
        is_granted.then_some(first)
    }

    fn holds(&self, tier: usize) -> bool {
        self.tiers.get(tier) == Some(&Verdict::True)
    }

    /// Whether no tier holds, whatever is unknown.
    fn is_in_none(&self) -> bool {
        self.tiers.iter().all(|tier| *tier == Verdict::False)
    }
}

/// The programme that an example is of, and the law.
pub(super) struct Confirmer<'p> {
    programme: &'p Programme,
    law: &'p Law,
    /// The days that the rules name: an analysis takes any day of a time, and mostly one of long ago.
    days: Vec<Day>,
    /// Facts that may still be decided on.
    left: Cell<usize>,
    /// Records by their list and the day on which they are made.
    records: RefCell<BTreeMap<(String, Day), Vec<Object>>>,
}

/// How the records of examples are made whole. What no rule asks about them is that of one of the records that there can
/// be, by its number; and if there is a day, all of their days are that.
#[derive(Clone, Copy)]
struct Whole {
    record: usize,
    day: Option<Day>,
}

/// Whether a claim is shown by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Yes,
    /// Not by anybody that was tried.
    No,
    /// There was more to try than is tried.
    Open,
}

impl<'p> Confirmer<'p> {
    pub(super) fn new(programme: &'p Programme, law: &'p Law, days: Vec<Day>) -> Self {
        Self {
            programme,
            law,
            days,
            left: Cell::new(limits::EXAMPLES_TRIED),
            records: RefCell::new(BTreeMap::new()),
        }
    }

    /// Whether somebody shows a claim. Those that are about everybody nobody has to show.
    pub(super) fn shows(&self, claim: &Claim) -> Shown {
        match claim {
            Claim::Constant { .. }
            | Claim::Part { .. }
            | Claim::Nobody
            | Claim::Unreachable { .. } => Shown::Yes,
            Claim::Gap { example, .. } => self.any([example], &|[shown]| {
                let is_gap = shown.base == Verdict::True && shown.is_in_none();
                is_gap && self.comes_to(shown, None)
            }),
            Claim::Overlap {
                first,
                second,
                example,
                ..
            } => self.any([example], &|[shown]| {
                let both = [*first, *second].iter().all(|tier| shown.holds(*tier));
                both && shown
                    .granted()
                    .is_some_and(|tier| self.comes_to(shown, Some(tier)))
            }),
            Claim::Order {
                first,
                second,
                example,
            } => self.any([example], &|[shown]| {
                let is_first = shown.granted() == Some(*first) && shown.holds(*second);
                is_first && self.comes_to(shown, Some(*first))
            }),
            Claim::Worse {
                tier,
                instead,
                worse,
                better,
                ..
            } => self.any([worse, better], &|[worse, better]| {
                let is_worse = worse.granted() == Some(*tier)
                    && match instead {
                        Some(other) => better.granted() == Some(*other),
                        None => better.base == Verdict::False || better.is_in_none(),
                    };
                is_worse && self.comes_to(worse, Some(*tier)) && self.comes_to(better, *instead)
            }),
        }
    }

    /// Whether the whole decision says so, too: whom a programme is for is no rule.
    fn comes_to(&self, shown: &Decided, tier: Option<usize>) -> bool {
        let Decided { facts, now, .. } = shown;
        let trial = Trial::of(self.law, self.programme, facts, *now, Explain::Codes);
        let Ok(trial) = trial else { return false };
        let decision = trial.decision();
        match tier {
            None => decision.outcome() == Outcome::NotGranted,
            Some(tier) => {
                let tier = self.programme.tiers.get(tier).map(|tier| &*tier.id);
                decision.tier().is_some() && decision.tier() == tier
            }
        }
    }

    /// Whether the examples show it together, made whole in one way or another.
    fn any<const N: usize>(
        &self,
        examples: [&Example; N],
        shows: &dyn Fn([&Decided; N]) -> bool,
    ) -> Shown {
        let has_records = |(given, _): &Example| {
            let is_list =
                |fact: &Fact| matches!(fact, Fact::List(list) if !list.elements.is_empty());
            given.iter().any(|(_, fact)| is_list(fact))
        };
        let have_records = examples.map(has_records).contains(&true);
        let today = examples.first().map_or(Day::MAX, |(_, day)| *day);
        let ways = match have_records {
            true => self.days_of_records(today),
            // Without a record there is one way.
            false => vec![None],
        };
        for day in ways {
            let records = if have_records { RECORDS } else { 1 };
            for record in 0..records {
                let Some(left) = self.left.get().checked_sub(1) else {
                    return Shown::Open;
                };
                self.left.set(left);
                let whole = Whole { record, day };
                let mut decided = Vec::new();
                let mut is_last = false;
                for example in examples {
                    match self.facts_of(example, whole) {
                        Made::Facts(facts) => decided.extend(self.decided(facts, example)),
                        Made::Nobody => {}
                        Made::NoRecord => is_last = true,
                    }
                }
                if is_last {
                    break;
                }
                let all: Vec<&Decided> = decided.iter().collect();
                if <[&Decided; N]>::try_from(all).is_ok_and(shows) {
                    return Shown::Yes;
                }
            }
        }
        Shown::No
    }

    /// The days that records may be of: as the example has them, or else the youngest first, which may be used longest.
    fn days_of_records(&self, today: Day) -> Vec<Option<Day>> {
        let near = |days: i64| self.days.iter().filter_map(move |day| day.add_days(days));
        let named = [0, -1, 1].into_iter().flat_map(near);
        let mut days: Vec<Day> = named.chain([today]).filter(|day| *day <= today).collect();
        days.sort_unstable();
        days.dedup();
        let days = days.into_iter().rev().take(DAYS).map(Some);
        [None].into_iter().chain(days).collect()
    }

    /// What the rules come to; none if that cannot be decided.
    fn decided(&self, facts: Object, (_, day): &Example) -> Option<Decided> {
        let now = day.start().add_seconds(NOON)?;
        let facts = Value::from(facts);
        let rules = with_case(self.law, self.programme, &facts, now, &mut |case| {
            case.rule_verdicts(now)
        });
        let verdicts: Vec<Verdict> = rules.ok()?.iter().map(|rule| rule.verdict).collect();
        let before = verdicts.len().checked_sub(self.programme.tiers.len())?;
        let (before, tiers) = verdicts.split_at_checked(before)?;
        Some(Decided {
            base: before
                .iter()
                .fold(Verdict::True, |all, verdict| all.and(*verdict)),
            tiers: tiers.to_vec(),
            facts,
            now,
        })
    }

    /// The example as facts, with the least beside it.
    fn facts_of(&self, (given, day): &Example, whole: Whole) -> Made {
        let programme = self.programme;
        let mut facts = Some(least_facts(programme, day.start()));
        for (path, fact) in given {
            let path = path.join(".");
            let state = match fact {
                Fact::Absent | Fact::Unknown(_) => State::Absent,
                Fact::List(list) if !list.elements.is_empty() => {
                    match self.records(&written_fact(fact), &path, whole, *day) {
                        Some(records) => State::Value(records),
                        None => return Made::NoRecord,
                    }
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
        facts.map_or(Made::Nobody, Made::Facts)
    }

    /// The records of an example, with the members that they must have as well.
    fn records(&self, shown: &Value, list: &str, whole: Whole, today: Day) -> Option<Value> {
        let made_on = whole.day.unwrap_or(today);
        let mut known = self.records.borrow_mut();
        let least = known.entry((list.to_owned(), made_on)).or_insert_with(|| {
            let least = LeastRecords::of(self.programme, list, made_on);
            least
                .map(|least| least.records(RECORDS))
                .unwrap_or_default()
        });
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

/// What an example is made.
enum Made {
    Facts(Object),
    /// Nobody can show them.
    Nobody,
    /// There is no such record.
    NoRecord,
}
