//! The lawful-use filter: whether the law lets a record count on a given day, and until when.
//!
//! No rule sees a record that the law keeps out on the day of the decision. The filter asks, in this order, and
//! the first "no" sets the record aside with its ground:
//!
//! 1. Is it over, by its own word: repaired, withdrawn, ended, settled?
//! 2. Does it count here: is it national, of the programme's province, or recognised there in this field?
//! 3. May it still be kept and used (信息保存期限)? The earlier end of the two regions' laws.
//! 4. May it still be public (公示期限)? Penalties alone.
//! 5. Was its subject of age when it happened (民法典 第十八条)?
//!
//! Say that a firm was fined by a market regulator, and that the fine may be public for one year. A rule asks for no
//! penalty in the field `market`. Within the year it sees the fine, and is false. After it the fine is set
//! aside (`publicity_ended`), and the rule is true of the same bundle.
//!
//! Where the filter needs what the bundle does not show, the record is *there-or-not*: its content is known, and
//! whether it counts is not. Whatever holds only without it, or only with it, is then unknown. Hiding favours nobody.
//!
//! What the filter says depends on the record, its subject's age and the place of the decision, never on a rule.
//! Every day on which it may say something else is among [`LawfulUse::turning_days`].

mod exit;
mod exits;
mod publicity;
mod recognition;
mod retention;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use exit::Exit;
pub use exit::{Action, Duty};
pub(in crate::credit) use recognition::Grade;
pub(crate) use recognition::{Forum, Recognition};

pub(crate) use rows::Rows;

use std::collections::BTreeSet;

use self::publicity::Publicity;
use super::claims::Claims;
use super::record::{ByName, Record};
use super::vocabulary::name::{BROKEN_ON, RECOGNISED_IN, SETTLED_ON, STATE};
use super::vocabulary::{Adverse, ListType};
use crate::error::string_enum;
use crate::rules::Verdict;
use crate::time::Day;
use crate::work::Work;

string_enum! {
    /// Why a record is set aside.
    Ground {
        /// Its end has come.
        Ended = "ended",
        /// Its subject was not of age.
        Minor = "minor",
        /// It is of a kind that is not made public at all.
        NeverPublic = "never_public",
        /// It is another region's, and not recognised here.
        NotRecognised = "not_recognised",
        /// Its beginning has not come.
        NotYet = "not_yet",
        /// It may no longer be public.
        PublicityEnded = "publicity_ended",
        /// It was repaired.
        Repaired = "repaired",
        /// It may no longer be kept.
        RetentionEnded = "retention_ended",
        /// The obligation was met.
        Settled = "settled",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// How a record stands on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It counts.
    Counts,
    /// Something that is not said or shown decides whether it counts.
    Doubtful(Doubt),
    /// The law keeps it out of the decision.
    SetAside(Exclusion),
}

/// What would have to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// When its subject was born.
    Age,
    /// When it happened.
    Date,
}

/// Why a record is set aside, with the law that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exclusion {
    pub(crate) ground: Ground,
    pub(crate) basis: &'static str,
    /// The day from which it has not counted, where that can be known.
    pub(crate) since: Option<Day>,
    /// Whether that law was found in a source.
    pub(crate) confirmed: bool,
}

/// What lies ahead of a record that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prospects {
    /// The last day on which it counts, as things stand; none: it has no end.
    pub(crate) counts_until: Option<Day>,
    /// How it can be got rid of before; none where the law excludes it or does not say.
    pub(crate) exit: Option<Exit>,
}

/// The law as it applies to one bundle in one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LawfulUse<'a> {
    pub(crate) claims: &'a Claims,
    pub(crate) forum: Forum<'a>,
    pub(crate) rows: Rows,
    pub(crate) work: &'a Work,
}

impl LawfulUse<'_> {
    /// How a record stands on a day. The tests are in the order in which their grounds are given.
    ///
    /// A code that is not known here stands for nothing: what keeps such a record out keeps it out
    /// whatever the code means.
    pub(crate) fn standing(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        if !self.work.spend(self.steps(list, record)) {
            return Standing::Counts;
        }
        let ended = over(list, record, day);
        if let Some(reason) = ended {
            return Standing::SetAside(reason);
        }
        if !is_adverse(list, record) {
            return Standing::Counts;
        }
        let kept_out = self
            .not_recognised(list, record, day)
            .or_else(|| self.retention_ended(list, record, day))
            .or_else(|| self.not_public(list, record, day));
        if let Some(reason) = kept_out {
            return Standing::SetAside(reason);
        }
        let undated = self.may_be_too_old(list, record, day);
        match (self.as_a_minor(list, record), undated) {
            (Standing::Counts, true) => Standing::Doubtful(Doubt::Date),
            (standing, _) => standing,
        }
    }

    /// Whether a record counts on a day, or may.
    pub(crate) fn may_count(&self, list: &ListType, record: &Record, day: Day) -> bool {
        !matches!(self.standing(list, record, day), Standing::SetAside(_))
    }

    /// Adds the days on which [`standing`](Self::standing) may be another than on the day before.
    pub(crate) fn turning_days(&self, list: &ListType, record: &Record, days: &mut BTreeSet<Day>) {
        let agreements = self.forum.recognition.len();
        if !self.work.spend(self.steps(list, record) + 2 * agreements) {
            return;
        }
        days.extend(list.first_day(record));
        days.extend(record.day(SETTLED_ON));
        let mut after = |day: Option<Day>| days.extend(day.and_then(Day::next));
        after(list.last_day(record));
        if !is_adverse(list, record) {
            return;
        }
        let home = self.home(record);
        after(retention::last_day(record, home, self.places(), self.rows).map(|(day, _)| day));
        if is_undated(list, record) {
            after(retention::earliest_last_day(
                record,
                home,
                self.places(),
                self.rows,
            ));
        }
        if list.adverse == Some(Adverse::Penalty)
            && let Publicity::Until { last, .. } = publicity::publicity(record, home, self.rows)
        {
            after(last);
        }
        for agreement in self.forum.recognition {
            agreement.turning_days(days);
        }
    }

    /// The first day after `today` on which a record will not count, as things stand.
    fn stops_on(&self, list: &ListType, record: &Record, today: Day) -> Option<Day> {
        let mut days = BTreeSet::new();
        self.turning_days(list, record, &mut days);
        let later = days.into_iter().filter(|day| *day > today);
        let mut later = later.skip_while(|day| self.may_count(list, record, *day));
        later.next()
    }

    /// The day after `today` from which nothing is left of a record for rules to see, for good.
    pub(crate) fn gone_on(&self, list: &ListType, record: &Record, today: Day) -> Option<Day> {
        // A promise is there after it was made good.
        if list.adverse == Some(Adverse::Promise) {
            return None;
        }
        let mut days = BTreeSet::new();
        self.turning_days(list, record, &mut days);
        let later = days.into_iter().rev();
        let later = later.take_while(|day| *day > today && !self.may_count(list, record, *day));
        later.last()
    }

    /// What lies ahead of an adverse record that counts on a day, or may.
    pub(crate) fn prospects(
        &self,
        list: &ListType,
        record: &Record,
        day: Day,
    ) -> Option<Prospects> {
        let counts = is_adverse(list, record) && self.may_count(list, record, day);
        counts.then(|| Prospects {
            counts_until: self
                .stops_on(list, record, day)
                .and_then(|stops| stops.add_days(-1)),
            exit: self.exit(list, record),
        })
    }

    /// What it takes to see how a record stands on a day, in [steps](crate::limits::WORK): looks at its
    /// members and, if it is adverse, the law of each region of the programme; of a record from elsewhere
    /// also whether it is recognised in each of these.
    fn steps(&self, list: &ListType, record: &Record) -> usize {
        const STATE: usize = 2;
        const LAW: usize = 8;
        if !is_adverse(list, record) {
            return STATE;
        }
        let home = self.home(record);
        let recognition = match self.forum.is_at_home(home) {
            true => 0,
            false => {
                let fields = match record.is_of_unknown_field() {
                    true => self.forum.fields.len(),
                    false => 1,
                };
                let each = self
                    .forum
                    .recognition_steps(record.texts(RECOGNISED_IN).len());
                fields.saturating_mul(each) + self.forum.fields.len() / 16
            }
        };
        LAW.saturating_add(self.forum.regions.len())
            .saturating_add(recognition)
    }

    /// Where a record comes from.
    fn home<'r>(&'r self, record: &'r Record) -> &'r str {
        record.place().unwrap_or(&self.claims.jurisdiction)
    }

    fn places(&self) -> impl Iterator<Item = &str> {
        self.forum.regions.iter().map(String::as_str)
    }

    fn not_recognised(&self, list: &ListType, record: &Record, day: Day) -> Option<Exclusion> {
        let home = self.home(record);
        if self.forum.is_at_home(home) {
            return None;
        }
        let regions = record.texts(RECOGNISED_IN);
        // Promises and debts are of no field, so nothing can recognise them.
        let field = record.field().filter(|_| list.has_field());
        let recognised = field.is_some_and(|field| {
            match record.is_of_unknown_field() {
                // It may be any.
                true => self.forum.may_recognise(home, regions, day),
                false => self.forum.recognises(home, field, regions, day),
            }
        });
        (!recognised).then(|| Exclusion::new(Ground::NotRecognised, "国办发〔2020〕49号"))
    }

    fn retention_ended(&self, list: &ListType, record: &Record, day: Day) -> Option<Exclusion> {
        // A listing is kept for as long as it lasts, a debt for as long as it is owed.
        if !matches!(list.adverse, Some(Adverse::Penalty | Adverse::Promise)) {
            return None;
        }
        let (last, law) = retention::last_day(record, self.home(record), self.places(), self.rows)?;
        (day > last).then(|| Exclusion {
            since: last.next(),
            confirmed: law.confirmed,
            ..Exclusion::new(Ground::RetentionEnded, law.basis)
        })
    }

    fn may_be_too_old(&self, list: &ListType, record: &Record, day: Day) -> bool {
        is_undated(list, record)
            && retention::earliest_last_day(record, self.home(record), self.places(), self.rows)
                .is_some_and(|last| day > last)
    }

    fn not_public(&self, list: &ListType, record: &Record, day: Day) -> Option<Exclusion> {
        if list.adverse != Some(Adverse::Penalty) {
            return None;
        }
        match publicity::publicity(record, self.home(record), self.rows) {
            Publicity::Never { basis } => Some(Exclusion::new(Ground::NeverPublic, basis)),
            Publicity::Until {
                last: Some(last),
                basis,
                confirmed,
            } if day > last => Some(Exclusion {
                since: last.next(),
                confirmed,
                ..Exclusion::new(Ground::PublicityEnded, basis)
            }),
            Publicity::Until { .. } => None,
        }
    }

    /// Nobody is a subject of credit before the eighteenth birthday; what was done before then
    /// does not count afterwards either.
    fn as_a_minor(&self, list: &ListType, record: &Record) -> Standing {
        if !self.claims.is_of_person() {
            return Standing::Counts;
        }
        let done = list.done_on(record);
        // A promise is broken later than it was made, a debt run up at its due day or later.
        let after = list.done_after(record);
        let adult = |day: Day| self.claims.birth.is_adult(day);
        let then = match (done, after) {
            (Some(day), _) => adult(day),
            (None, Some(day)) if adult(day) != Verdict::False => adult(day),
            _ => return Standing::Doubtful(Doubt::Date),
        };
        match then {
            Verdict::True => Standing::Counts,
            Verdict::False => Standing::SetAside(Exclusion {
                since: done,
                ..Exclusion::new(Ground::Minor, "上海市社会信用条例 第二条")
            }),
            Verdict::Unknown => Standing::Doubtful(Doubt::Age),
        }
    }
}

impl Exclusion {
    const fn new(ground: Ground, basis: &'static str) -> Self {
        Self {
            ground,
            basis,
            since: None,
            confirmed: true,
        }
    }
}

/// What its own state and dates say, of records of every kind.
fn over(list: &ListType, record: &Record, day: Day) -> Option<Exclusion> {
    const QUERY: &str = "上海市社会信用条例 第三十五条";
    const REPAIR: &str = "上海市社会信用条例 第三十八条";
    match record.text(STATE) {
        Some("repaired") => return Some(Exclusion::new(Ground::Repaired, REPAIR)),
        Some("withdrawn") => {
            let basis = "上海市社会信用条例 第三十七条";
            return Some(Exclusion::new(Ground::Withdrawn, basis));
        }
        Some("ended" | "suspended" | "revoked" | "cancelled") => {
            return Some(Exclusion::new(Ground::Ended, QUERY));
        }
        _ => {}
    }
    if let Some(last) = list.last_day(record).filter(|last| day > *last) {
        return Some(Exclusion {
            since: last.next(),
            ..Exclusion::new(Ground::Ended, QUERY)
        });
    }
    // An adverse record is there from when it was drawn.
    let first = list.first_day(record).filter(|_| !list.is_adverse());
    if first.is_some_and(|first| day < first) {
        return Some(Exclusion::new(Ground::NotYet, QUERY));
    }
    let settled = record.day(SETTLED_ON).filter(|settled| *settled <= day);
    settled.map(|settled| Exclusion {
        since: Some(settled),
        ..Exclusion::new(Ground::Settled, REPAIR)
    })
}

/// Listings, penalties, obligations, and commitments that were broken.
pub(crate) fn is_adverse(list: &ListType, record: &Record) -> bool {
    match list.adverse {
        None => false,
        Some(Adverse::Promise) => record.text(STATE) == Some("broken"),
        Some(Adverse::Listing | Adverse::Obligation | Adverse::Penalty) => true,
    }
}

/// A promise of which it is not said when it was broken.
fn is_undated(list: &ListType, record: &Record) -> bool {
    list.adverse == Some(Adverse::Promise) && record.day(BROKEN_ON).is_none()
}
