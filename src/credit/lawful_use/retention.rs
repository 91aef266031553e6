//! How long a record may be kept and used (失信信息保存、查询期限).

use super::{Doubt, Exclusion, LawfulUse, ListedDoubt, Standing, is_undated};
use crate::credit::record::{ByName, Claim, Record};
use crate::credit::vocabulary::name::{
    BEHAVIOUR_ENDED_ON, BROKEN_ON, DETERMINED_ON, MADE_ON, SEVERITY,
};
use crate::credit::vocabulary::{Adverse, LISTINGS, ListType};
use crate::law::{Ground, Retention, RetentionClock};
use crate::sorted;
use crate::time::Day;

/// The last day on which one law lets a record be kept.
struct End<'a> {
    last: Day,
    law: &'a Retention,
    /// It may be later: when the time began is not known.
    is_earliest: bool,
}

impl LawfulUse<'_> {
    /// By whichever law ends first: that of its home, or that of a region of the programme. A listing is
    /// kept for as long as it lasts, a debt for as long as it is owed.
    pub(super) fn retention(&self, list: &ListType, record: &Record, day: Day) -> Standing {
        let mut ended: Option<End<'_>> = None;
        let mut standing = Standing::Counts;
        let mut listed: Option<Listed> = None;
        for end in self.ends(list, record, day) {
            if day <= end.last {
                continue;
            }
            let goes_on = match end.law.while_listed {
                true => *listed.get_or_insert_with(|| self.is_listed(day)),
                false => Listed::No,
            };
            match goes_on {
                Listed::Yes => {}
                Listed::Perhaps(why) => standing = Standing::Doubtful(Doubt::Listed(why)),
                Listed::No if end.is_earliest => standing = Standing::Doubtful(Doubt::Date),
                Listed::No => {
                    // A confirmed law is the better ground of two that end on one day.
                    let order = |end: &End<'_>| (end.last, !end.law.source.confirmed);
                    if ended
                        .as_ref()
                        .is_none_or(|other| order(&end) < order(other))
                    {
                        ended = Some(end);
                    }
                }
            }
        }
        match ended {
            Some(End { last, law, .. }) => {
                // Of what was kept for longer it is not known from when it was not.
                let since = last
                    .next()
                    .filter(|_| !law.while_listed || self.has_no_listing());
                Standing::SetAside(Exclusion::by(Ground::RetentionEnded, &law.source, since))
            }
            None => standing,
        }
    }

    /// Adds the days on which that may be otherwise than on the day before.
    pub(super) fn retention_days(&self, list: &ListType, record: &Record, days: &mut Vec<Day>) {
        let laws = (self.law.changes.len() + 2).saturating_mul(self.forum.regions.len() + 1);
        if !self.work.spend(laws / 4) {
            return;
        }
        let mut is_prolonged = false;
        // Which law applies depends on the day: each that ever does.
        let asked = self.law.changes.iter().copied().chain([Day::MIN, Day::MAX]);
        for day in asked {
            for end in self.ends(list, record, day) {
                sorted::extend(days, end.last.next());
                is_prolonged |= end.law.while_listed;
            }
        }
        if is_prolonged {
            for (list, listing) in self.listings() {
                self.change_points(list, listing, days);
            }
        }
    }

    fn ends<'s>(&'s self, list: &'s ListType, record: &'s Record, day: Day) -> Vec<End<'s>> {
        let mut ends = Vec::new();
        if !matches!(list.adverse, Some(Adverse::Penalty | Adverse::Promise)) {
            return ends;
        }
        let is_earliest = is_undated(list, record);
        let regions = self.forum.regions.iter().map(String::as_str);
        for region in regions.chain([self.home(record)]) {
            let law = self.law.retention(self.of(list, record, region), day);
            let Some(law) = law.filter(|law| self.rows.has(law.source.confirmed)) else {
                continue;
            };
            let start = match is_earliest {
                true => record.day(MADE_ON),
                false => start(law, record),
            };
            let last = start.and_then(|start| start.add_months(i64::from(law.months)));
            ends.extend(last.map(|last| End {
                last,
                law,
                is_earliest,
            }));
        }
        ends
    }

    /// Whether the subject is on a serious list, here or elsewhere.
    fn is_listed(&self, day: Day) -> Listed {
        let mut listed = Listed::No;
        let knows_all = self.extent.is_none_or(|extent| {
            let gaps = extent.gaps(&LISTINGS, self.forum, day, self.law, self.work);
            gaps.is_empty()
        });
        // Of what cannot be looked at nothing is known.
        if !knows_all || !self.work.spend(self.claims.count() / 8) {
            listed = Listed::Perhaps(ListedDoubt::Incomplete);
        }
        let hides_none = self.claims.is_on_no_serious_list(self.extent, self.work);
        for (list, claim) in &self.claims.lists {
            if list.adverse != Some(Adverse::Listing) {
                continue;
            }
            let records = match claim {
                Claim::Absent => continue,
                Claim::Hidden if hides_none => continue,
                Claim::Hidden => return Listed::Perhaps(ListedDoubt::Hidden),
                Claim::Known(records) => records.iter().enumerate(),
            };
            for (index, record) in records {
                let doubt = match record {
                    Claim::Absent => continue,
                    Claim::Hidden if hides_none => continue,
                    Claim::Hidden => ListedDoubt::HiddenRecord(index),
                    Claim::Known(listing) if !is_serious(listing) => continue,
                    Claim::Known(listing) => match self.standing(list, listing, day) {
                        // Another province's list is a serious list all the same.
                        Standing::SetAside(Exclusion {
                            ground: Ground::NotRecognised,
                            ..
                        }) => ListedDoubt::Doubtful(index),
                        Standing::SetAside(_) => continue,
                        _ if listing.is_disputed() => ListedDoubt::Disputed(index),
                        _ if listing.is_outside_catalogue() => ListedDoubt::OutsideCatalogue(index),
                        Standing::Doubtful(_) => ListedDoubt::Doubtful(index),
                        Standing::Counts => return Listed::Yes,
                    },
                };
                listed = Listed::Perhaps(doubt);
            }
        }
        listed
    }

    fn has_no_listing(&self) -> bool {
        let mut lists = self.claims.lists.iter();
        lists.all(|(list, claim)| {
            let is_empty = match claim {
                Claim::Known(records) => records.is_empty(),
                Claim::Absent => true,
                Claim::Hidden => false,
            };
            list.adverse != Some(Adverse::Listing) || is_empty
        })
    }

    /// The places on serious lists that are shown.
    fn listings(&self) -> impl Iterator<Item = (&'static ListType, &Record)> {
        let listings = self.claims.records();
        listings
            .map(|(list, _, record)| (list, record))
            .filter(|(list, record)| list.adverse == Some(Adverse::Listing) && is_serious(record))
    }
}

/// Whether somebody is on a serious list.
#[derive(Debug, Clone, Copy)]
enum Listed {
    Yes,
    No,
    Perhaps(ListedDoubt),
}

fn is_serious(listing: &Record) -> bool {
    listing.text(SEVERITY) == Some("serious")
}

fn start(law: &Retention, record: &Record) -> Option<Day> {
    let ended = record.day(BEHAVIOUR_ENDED_ON);
    let determined = record.day(DETERMINED_ON);
    match law.clock {
        RetentionClock::EndOfBehaviour => ended.or(determined),
        RetentionClock::Determination => determined,
    }
    .or_else(|| record.day(BROKEN_ON))
}
