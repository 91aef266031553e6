//! How long a penalty may be public (行政处罚信息公示期限), by the regimes that were and are in force.
//!
//! What may no longer be public may no longer be used, also when the holder shows it.

use std::sync::Arc;

use super::exit::Exit;
use super::{Doubt, Exclusion, LawfulUse, Standing};
use crate::credit::record::{ByName, Record};
use crate::credit::vocabulary::name::{
    ALSO, AMOUNT, CLASS, DETERMINED_ON, KIND, OBLIGATIONS_MET, PROCEDURE, PUBLISH_UNTIL,
    PUBLISHED_ON, REGIME, STATE,
};
use crate::credit::vocabulary::{Adverse, ListType};
use crate::law::{Action, Clock, Duty, Ground, Penalty, Regime, Uncorrected};
use crate::sorted;
use crate::time::Day;

/// A regime that a penalty falls under, or may.
struct Fitting<'a> {
    regime: &'a Regime,
    start: Day,
    last: Day,
    /// It lasts for as long as the penalty itself, and how long that is is not said.
    is_open: bool,
    /// Whether all of that was found in a source.
    is_confirmed: bool,
    /// It was determined under another, before this one: that this one applies was not confirmed.
    carried_over: bool,
}

/// Until when a penalty may be public.
#[derive(Debug, Default)]
struct End {
    /// The last day, with the law that says so and whether that is confirmed; none: for as long as it may be kept.
    last: Option<(Day, Arc<str>, bool)>,
    /// The last day on which that is certain, of what was not corrected, or of a ban whose end is not said.
    certain: Option<Day>,
}

impl LawfulUse<'_> {
    pub(super) fn publicity(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        let Some(penalty) = self.penalty(list, record) else {
            return Standing::Counts;
        };
        let procedure = record.text(PROCEDURE).unwrap_or_default();
        // Whoever says until when it is public says that it is.
        let published = [PUBLISHED_ON, PUBLISH_UNTIL].map(|name| record.day(name));
        let is_published = published.iter().any(Option::is_some);
        let unpublished = self
            .law
            .never_public(&penalty, procedure, is_published, day);
        let unpublished = unpublished.filter(|row| self.rows.has(row.source.confirmed));
        let (with_consent, never): (Vec<_>, Vec<_>) = unpublished.partition(|row| row.with_consent);
        // What is never published, though it may be shown, is not left out for not having been.
        let mut never = never.into_iter();
        let never = never
            .by_ref()
            .filter(|row| !row.unpublished || with_consent.is_empty());
        // Of two laws that say so the confirmed one is cited.
        if let Some(row) = never.min_by_key(|row| !row.source.confirmed) {
            return Standing::SetAside(Exclusion::by(Ground::NeverPublic, &row.source, None));
        }
        if !with_consent.is_empty() {
            return Standing::Counts;
        }
        let end = self.publicity_end(record, &penalty);
        match end.last {
            Some((last, basis, confirmed)) if day > last => Standing::SetAside(Exclusion {
                ground: Ground::PublicityEnded,
                basis,
                since: last.next(),
                confirmed,
            }),
            _ if end.certain.is_some_and(|certain| day > certain) => {
                Standing::Doubtful(Doubt::Publicity)
            }
            _ => Standing::Counts,
        }
    }

    /// Whether a penalty that stands is said to be public until another day than the longest time of any regime that
    /// it may fall under. The earliest of these days counts.
    pub(crate) fn says_another_end(&self) -> bool {
        let mut records = self.claims.records();
        records.any(|(list, _, record)| self.is_another_end(list, record))
    }

    fn is_another_end(&self, list: &ListType, record: &Record) -> bool {
        let Some(said) = record.day(PUBLISH_UNTIL) else {
            return false;
        };
        // What was repaired is public no longer, whatever the law gave it.
        if record.text(STATE) != Some("active") || !self.work.spend(self.steps(list, record)) {
            return false;
        }
        let Some(penalty) = self.penalty(list, record) else {
            return false;
        };
        let by_law = self.fitting(record, &penalty);
        !by_law.is_empty() && by_law.iter().all(|found| found.last != said)
    }

    /// Adds the days on which that may be otherwise than on the day before.
    pub(super) fn publicity_days(&self, list: &ListType, record: &Record, days: &mut Vec<Day>) {
        let Some(penalty) = self.penalty(list, record) else {
            return;
        };
        let end = self.publicity_end(record, &penalty);
        let last = end.last.map(|(last, ..)| last);
        for last in [last, end.certain].into_iter().flatten() {
            sorted::extend(days, last.next());
        }
    }

    /// How a penalty can be repaired, from the day after the longest of the least times of the regimes that
    /// could apply (最短公示期届满后). `None` where one of them excludes it, where no source says after how
    /// long, and where it is not said when that time began: it could be later than the others say.
    pub(super) fn repair(&self, list: &ListType, record: &Record, day: Day) -> Option<Exit> {
        let penalty = self.penalty(list, record)?;
        let fitting = self.fitting(record, &penalty);
        let stands = |listed: bool| self.stands_beside(list, record, listed, day);
        let is_barred = |found: &Fitting<'_>| {
            found.regime.not_while_listed && stands(true)
                || found.regime.not_on_repeat && stands(false)
        };
        if fitting.iter().any(is_barred) {
            return None;
        }
        let each = fitting.iter().map(|found| {
            let is_dated =
                found.regime.clock == Clock::Determination || record.day(PUBLISHED_ON).is_some();
            let least = found.regime.least(&penalty).filter(|_| is_dated)?;
            let earliest = match least {
                // As soon as the duties are done.
                0 => found.start,
                months => found.start.add_months(i64::from(months))?.next()?,
            };
            Some((earliest, found))
        });
        let each: Vec<_> = each.collect::<Option<_>>()?;
        let confirmed =
            |found: &Fitting<'_>| found.regime.repair().confirmed && !found.carried_over;
        let last = |(earliest, found): &(Day, &Fitting<'_>)| (*earliest, confirmed(found));
        let handling = fitting.iter().map(|found| found.regime.handling).max();
        let (earliest, found) = each.into_iter().max_by_key(last)?;
        let performed = record.flag(OBLIGATIONS_MET) == Some(true);
        let duties = found.regime.term(&penalty)?.duties.iter().copied();
        let mut exit = Exit::new(Action::CreditRepair, found.regime.repair());
        exit.earliest = Some(earliest);
        exit.duties = duties
            .filter(|duty| !(performed && *duty == Duty::PerformDuties))
            .collect();
        exit.confirmed = confirmed(found);
        exit.handling = handling.unwrap_or(0);
        Some(exit)
    }

    /// Whether the bundle shows a place on a list, or else another penalty of the same field, that counts on a
    /// day or may.
    fn stands_beside(&self, list: &ListType, record: &Record, listed: bool, day: Day) -> bool {
        if !self.work.spend(self.claims.count() / 8) {
            return true;
        }
        let mut others = self.claims.records();
        others.any(|(other_list, _, other)| {
            let is_of_kind = match listed {
                true => other_list.adverse == Some(Adverse::Listing),
                false => {
                    let is_other = other_list.name == list.name && !std::ptr::eq(other, record);
                    is_other && other.field() == record.field()
                }
            };
            is_of_kind && self.may_count(other_list, other, day)
        })
    }

    fn penalty<'r>(&'r self, list: &ListType, record: &'r Record) -> Option<Penalty<'r>> {
        if list.adverse != Some(Adverse::Penalty) {
            return None;
        }
        let also = record.texts(ALSO).iter().map(|kind| &**kind);
        Some(Penalty {
            of: self.of(list, record, self.home(record)),
            class: record.text(CLASS)?,
            kinds: record.text(KIND).into_iter().chain(also).collect(),
            amount: record.money(AMOUNT).map(|money| money.amount()),
            determined: record.day(DETERMINED_ON)?,
        })
    }

    /// The earliest of the ends of the regimes that could apply, and of what the issuer itself says.
    fn publicity_end(&self, record: &Record, penalty: &Penalty<'_>) -> End {
        let said = record.day(PUBLISH_UNTIL);
        let uncorrected = record.flag(OBLIGATIONS_MET) == Some(false);
        let mut fitting = self.fitting(record, penalty);
        fitting.retain(|found| self.rows.has(found.is_confirmed));
        let soonest = |found: &&Fitting<'_>| (found.last, !found.is_confirmed);
        let first = fitting.iter().min_by_key(soonest);
        let is_open = |found: &Fitting<'_>| {
            found.is_open || uncorrected && found.regime.uncorrected == Uncorrected::Unknown
        };
        let stops = |found: &&Fitting<'_>| !is_open(found);
        let last = fitting.iter().filter(stops).min_by_key(soonest);
        let by_law = last.map(|found| {
            (
                found.last,
                found.regime.source.basis.clone(),
                found.is_confirmed,
            )
        });
        let by_issuer = said.map(|said| {
            let own = || self.law.ground(Ground::PublicityEnded, penalty.of, said);
            let basis = match first {
                Some(found) => found.regime.source.basis.clone(),
                None => own().map_or_else(Arc::default, |law| law.basis.clone()),
            };
            (said, basis, true)
        });
        let last = [by_issuer, by_law].into_iter().flatten();
        End {
            last: last.min_by_key(|(last, _, confirmed)| (*last, !*confirmed)),
            certain: fitting
                .iter()
                .filter(|found| is_open(found))
                .map(|found| found.last)
                .min(),
        }
    }

    fn fitting<'s>(&'s self, record: &'s Record, penalty: &Penalty<'_>) -> Vec<Fitting<'s>> {
        let mut found: Vec<Fitting<'_>> = Vec::new();
        match record.text(REGIME) {
            Some(code) => {
                // The record says by which rules it was published: they may be older than its day.
                let mut named: Vec<&Regime> = self.law.regimes_of(code).collect();
                let in_force = |regime: &&Regime| regime.source.is_in_force(penalty.determined);
                if named.iter().any(in_force) {
                    named.retain(in_force);
                }
                found.extend(
                    named
                        .into_iter()
                        .filter_map(|regime| fit(regime, record, penalty)),
                );
            }
            None => {
                let covers = |regime: &&Regime| regime.covers(penalty);
                let may_apply = || self.law.regimes.iter().filter(covers);
                let firm = may_apply().any(|regime| !regime.yields);
                let may_apply = may_apply().filter(|regime| !(firm && regime.yields));
                found.extend(may_apply.filter_map(|regime| fit(regime, record, penalty)));
                self.carry_over(record, penalty, &mut found);
            }
        }
        found
    }

    /// Regimes that are taken to apply to what was still public when they came into force. What was public
    /// until then had been so lawfully, so that it ends no earlier.
    fn carry_over<'s>(
        &'s self,
        record: &Record,
        penalty: &Penalty<'_>,
        found: &mut Vec<Fitting<'s>>,
    ) {
        // In the order in which they came into force.
        for regime in self.law.regimes.iter().filter(|regime| regime.carries_over) {
            let about = regime.about.covers(penalty.of);
            let Some(from) = regime
                .source
                .from
                .filter(|from| about && penalty.determined < *from)
            else {
                continue;
            };
            let still_public = found.iter().all(|earlier| earlier.last >= from);
            if let (true, Some(fitting), Some(eve)) = (
                still_public,
                fit(regime, record, penalty),
                from.add_days(-1),
            ) {
                found.push(Fitting {
                    last: fitting.last.max(eve),
                    is_confirmed: false,
                    carried_over: true,
                    ..fitting
                });
            }
        }
    }
}

fn fit<'e>(regime: &'e Regime, record: &Record, penalty: &Penalty<'_>) -> Option<Fitting<'e>> {
    let start = match regime.clock {
        Clock::Determination => penalty.determined,
        Clock::Publication => record.day(PUBLISHED_ON).unwrap_or(penalty.determined),
    };
    let longest = i64::from(regime.term(penalty)?.longest);
    let last = start.add_months(longest).unwrap_or(Day::MAX);
    let lasts = regime.lasts_as_long_as_itself(penalty);
    let own_end = record.day(PUBLISH_UNTIL).filter(|_| lasts);
    Some(Fitting {
        regime,
        start,
        last: own_end.map_or(last, |own| own.max(last)),
        is_open: lasts && own_end.is_none(),
        is_confirmed: regime.is_confirmed(penalty),
        carried_over: false,
    })
}
