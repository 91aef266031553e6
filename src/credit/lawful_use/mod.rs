//! The lawful-use filter: whether the law lets a record count on a given day, and until when.
//!
//! No rule sees a record that the law keeps out on the day of the decision. The filter asks, in this order, and
//! the first "no" sets the record aside with its ground:
//!
//! 1. Is it over, by its own word: repaired, withdrawn, ended, settled?
//! 2. Does it count here: is it national, of the programme's province, or recognised there in this field?
//! 3. Is the term over that the law gives its list? Listings alone.
//! 4. May it still be kept and used (信息保存期限)? The earlier end of the two regions' laws.
//! 5. May it still be public (公示期限)? Penalties alone.
//! 6. Was its subject of age when it happened?
//!
//! What the law says is data: rows of an [`Edition`]. This module reads records, and asks the rows.
//!
//! Say that a firm was fined by a market regulator, and that the fine may be public for one year. A rule asks for no
//! penalty in the field `market`. Within the year it sees the fine, and is false. After it the fine is set
//! aside (`publicity_ended`), and the rule is true of the same bundle.
//!
//! While a newer edition is in force than the one here, what tests 2 to 6 would set aside is *there-or-not*, which
//! is explained next.
//!
//! Where the filter needs what the bundle does not show, the record is *there-or-not*: its content is known, and
//! whether it counts is not. Whatever holds only without it, or only with it, is then unknown. Hiding favours nobody.
//!
//! What the filter says depends on the record, its subject's age and the place of the decision, never on a rule.
//! Every day on which it may say something else is among [`LawfulUse::change_points`].

mod capacity;
mod exit;
mod exits;
mod publicity;
mod recognition;
mod retention;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use exit::Exit;
pub(in crate::credit) use recognition::Grade;
pub(crate) use recognition::{Forum, Recognition};

pub(crate) use rows::Rows;

use std::sync::Arc;

use super::claims::Claims;
use super::complete::Extent;
use super::record::{ByName, Record};
use super::vocabulary::name::{
    BROKEN_ON, DETERMINED_ON, GROUND, LIST, RECOGNISED_IN, SETTLED_ON, SINCE, STATE, UNTIL,
};
use super::vocabulary::{Adverse, ListType};
use crate::law::{Edition, Ground, Law, ListRule, Of, Source};
use crate::sorted;
use crate::time::Day;
use crate::work::Work;

/// How a record stands on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether its subject had full capacity before coming of age.
    Capacity,
    /// When it happened.
    Date,
    /// What a newer edition of the law says, which is in force and not here.
    Law,
    /// On what ground its subject was listed, and so for how long.
    Term,
    /// Whether its subject is on a serious list, for so long as it is kept.
    Listed(ListedDoubt),
    /// Until when it may be public: rules of its sector say so, or how long a ban lasts.
    Publicity,
}

/// Why it is not known whether somebody is on a serious list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListedDoubt {
    /// The list is hidden.
    Hidden,
    /// The record of that number is hidden.
    HiddenRecord(usize),
    /// An objection to the record of that number is pending.
    Disputed(usize),
    /// A code of the record of that number is not known.
    OutsideCatalogue(usize),
    /// Whether the record of that number counts is not known, or not here.
    Doubtful(usize),
    /// The issuer does not know of every listing.
    Incomplete,
}

/// Why a record is set aside, with the law that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exclusion {
    pub(crate) ground: Ground,
    pub(crate) basis: Arc<str>,
    /// The day from which it has not counted, where that can be known.
    pub(crate) since: Option<Day>,
    /// Whether that law was found in a source.
    pub(crate) confirmed: bool,
}

/// What lies ahead of a record that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub(crate) law: &'a Law,
    pub(crate) rows: Rows,
    /// What follows from what the bundle lacks; `None` of plain facts, which are complete as written.
    pub(crate) extent: Option<Extent<'a>>,
    pub(crate) work: &'a Work,
}

impl LawfulUse<'_> {
    /// How a record stands on a day. The tests are in the order in which their grounds are given.
    ///
    /// A code that is not known here stands for nothing: what keeps such a record out keeps it out
    /// whatever the code means.
    pub(crate) fn standing(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        type Test<'a> = fn(&LawfulUse<'a>, &ListType, &Record, Day) -> Standing;
        if !self.work.spend(self.steps(list, record)) {
            return Standing::Counts;
        }
        if let Some(exclusion) = self.over(list, record, day) {
            return Standing::SetAside(exclusion);
        }
        if !is_adverse(list, record) {
            return Standing::Counts;
        }
        let tests: [Test<'_>; 5] = [
            Self::recognition,
            Self::term,
            Self::retention,
            Self::publicity,
            Self::capacity,
        ];
        let mut standing = Standing::Counts;
        for test in tests {
            match test(self, list, record, day) {
                Standing::Counts => {}
                // The last doubt is told: about an age, which a disclosure can settle.
                doubtful @ Standing::Doubtful(_) => standing = doubtful,
                // The newer law may let it count, and no disclosure tells.
                Standing::SetAside(_) if self.law.is_superseded => {
                    return Standing::Doubtful(Doubt::Law);
                }
                set_aside @ Standing::SetAside(_) => return set_aside,
            }
        }
        standing
    }

    /// Why the law lets nobody pass a record on any more on a day: it is over or repaired, or past its term, its
    /// retention or its publicity. Where it would count is not asked.
    #[cfg(feature = "issuer")]
    pub(crate) fn not_shareable(
        &self,
        list: &ListType,
        record: &Record,
        day: Day,
    ) -> Option<Exclusion> {
        if !is_adverse(list, record) {
            return None;
        }
        if let Some(exclusion) = self.over(list, record, day) {
            return Some(exclusion);
        }
        let tests = [Self::term, Self::retention, Self::publicity];
        tests
            .iter()
            .find_map(|test| match test(self, list, record, day) {
                Standing::SetAside(exclusion) => Some(exclusion),
                Standing::Counts | Standing::Doubtful(_) => None,
            })
    }

    /// Whether a record counts on a day, or may.
    pub(crate) fn may_count(&self, list: &ListType, record: &Record, day: Day) -> bool {
        !matches!(self.standing(list, record, day), Standing::SetAside(_))
    }

    /// Adds the days on which [`standing`](Self::standing) may be another than on the day before.
    pub(crate) fn change_points(&self, list: &ListType, record: &Record, days: &mut Vec<Day>) {
        let agreements = self.forum.recognition.len() + self.law.changes.len();
        if !self.work.spend(self.steps(list, record) + 2 * agreements) {
            return;
        }
        sorted::extend(days, list.first_day(record));
        sorted::extend(days, record.day(SETTLED_ON));
        sorted::extend(days, list.last_day(record).and_then(Day::next));
        if !is_adverse(list, record) {
            return;
        }
        sorted::extend(days, self.law.changes.iter().copied());
        for last in self.term_ends(list, record).into_iter().flatten() {
            sorted::extend(days, last.next());
        }
        self.retention_days(list, record, days);
        self.publicity_days(list, record, days);
        for agreement in self.forum.recognition {
            agreement.change_points(days);
        }
    }

    /// The first day after `today` on which a record will not count, as things stand.
    fn stops_on(&self, list: &ListType, record: &Record, today: Day) -> Option<Day> {
        let mut days = Vec::new();
        self.change_points(list, record, &mut days);
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
        let mut days = Vec::new();
        self.change_points(list, record, &mut days);
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
            exit: self.exit(list, record, day),
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
        LAW.saturating_add(self.law.steps())
            .saturating_add(self.forum.regions.len())
            .saturating_add(recognition)
    }

    /// Where a record comes from.
    fn home<'r>(&'r self, record: &'r Record) -> &'r str {
        record.place().unwrap_or(&self.claims.jurisdiction)
    }

    /// What a row of the law is asked about.
    fn of<'r>(&'r self, list: &ListType, record: &'r Record, region: &'r str) -> Of<'r> {
        of(self.claims, list, record, region)
    }

    fn recognition(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        let home = self.home(record);
        if self.forum.is_at_home(home) || is_national(self.law, self.claims, list, record) {
            return Standing::Counts;
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
        let of = self.of(list, record, home);
        match self.law.ground(Ground::NotRecognised, of, day) {
            Some(law) if !recognised && self.rows.has(law.confirmed) => {
                Standing::SetAside(Exclusion::by(Ground::NotRecognised, law, None))
            }
            _ => Standing::Counts,
        }
    }

    /// What the law says of the list that a record is a place on.
    fn list_rule(&self, list: &ListType, record: &Record) -> Option<(&ListRule, Day)> {
        if list.adverse != Some(Adverse::Listing) {
            return None;
        }
        let since = record.day(SINCE)?;
        let of = self.of(list, record, self.home(record));
        let rule = self.law.list(record.text(LIST)?, of, since)?;
        Some((rule, since))
    }

    /// The last day of the shortest and of the longest term of a listing.
    fn term_ends(&self, list: &ListType, record: &Record) -> [Option<Day>; 2] {
        let Some((rule, since)) = self.list_rule(list, record) else {
            return [None, None];
        };
        let (shortest, longest) = rule.term(record.text(GROUND));
        [shortest, longest].map(|months| since.add_months(i64::from(months?)))
    }

    fn term(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        let Some((rule, _)) = self.list_rule(list, record) else {
            return Standing::Counts;
        };
        if !self.rows.has(rule.source.confirmed) {
            return Standing::Counts;
        }
        let [shortest, longest] = self.term_ends(list, record);
        let is_over = |last: Option<Day>| last.filter(|last| day > *last);
        if let Some(last) = is_over(longest) {
            let since = last.next();
            return Standing::SetAside(Exclusion::by(Ground::TermEnded, &rule.source, since));
        }
        // A record that says its own end leaves nothing open.
        match is_over(shortest).filter(|_| record.day(UNTIL).is_none()) {
            Some(_) => Standing::Doubtful(Doubt::Term),
            None => Standing::Counts,
        }
    }

    /// What its own state and dates say, of records of every kind.
    fn over(&self, list: &ListType, record: &Record, day: Day) -> Option<Exclusion> {
        let by = |ground, since| {
            let law = self
                .law
                .ground(ground, self.of(list, record, self.home(record)), day);
            Some(Exclusion {
                ground,
                basis: law.map_or_else(Arc::default, |law| law.basis.clone()),
                since,
                // The record says so, whatever law is cited for it.
                confirmed: true,
            })
        };
        match record.text(STATE) {
            Some("repaired") => return by(Ground::Repaired, None),
            Some("withdrawn") => return by(Ground::Withdrawn, None),
            Some("ended" | "suspended" | "revoked" | "cancelled") => {
                return by(Ground::Ended, None);
            }
            _ => {}
        }
        if let Some(last) = list.last_day(record).filter(|last| day > *last) {
            return by(Ground::Ended, last.next());
        }
        // An adverse record is there from when it was drawn.
        let first = list.first_day(record).filter(|_| !list.is_adverse());
        if first.is_some_and(|first| day < first) {
            return by(Ground::NotYet, None);
        }
        let settled = record.day(SETTLED_ON).filter(|settled| *settled <= day)?;
        by(Ground::Settled, Some(settled))
    }
}

impl Exclusion {
    fn by(ground: Ground, law: &Source, since: Option<Day>) -> Self {
        Self {
            ground,
            basis: law.basis.clone(),
            since,
            confirmed: law.confirmed,
        }
    }
}

fn of<'r>(claims: &'r Claims, list: &ListType, record: &'r Record, region: &'r str) -> Of<'r> {
    Of {
        records: list.name,
        region,
        field: record.field(),
        subject_kind: &claims.subject_kind,
    }
}

/// Whether the law makes a record the whole country's, wherever it is from.
pub(crate) fn is_national(
    law: &Edition,
    claims: &Claims,
    list: &ListType,
    record: &Record,
) -> bool {
    let mut days = [DETERMINED_ON, SINCE, BROKEN_ON].into_iter();
    let Some(made) = days.find_map(|name| record.day(name)) else {
        return false;
    };
    let of = of(
        claims,
        list,
        record,
        record.place().unwrap_or(&claims.jurisdiction),
    );
    // Of a field that is not known it may be any.
    let field = of.field.filter(|_| !record.is_of_unknown_field());
    law.is_national(Of { field, ..of }, made)
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
