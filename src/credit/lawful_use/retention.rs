//! How long adverse information may be kept and used (失信信息保存、查询期限), by province.

use super::rows::Rows;
use crate::credit::record::{ByName, Record};
use crate::credit::region;
use crate::credit::vocabulary::name::{BEHAVIOUR_ENDED_ON, BROKEN_ON, DETERMINED_ON, MADE_ON};
use crate::time::Day;

/// The law of one province.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Retention {
    /// The first two digits of its regions.
    province: &'static str,
    years: i64,
    clock: Clock,
    pub(super) basis: &'static str,
    /// Whether the row was found in a source.
    pub(super) confirmed: bool,
}

/// From when the years are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// The end of the behaviour; its determination, where the record does not say when that was.
    BehaviourEnd,
    /// The day on which it was determined.
    Determination,
}

const fn row(province: &'static str, clock: Clock, basis: &'static str) -> Retention {
    Retention {
        province,
        years: 5,
        clock,
        basis,
        confirmed: true,
    }
}

const fn unconfirmed(province: &'static str, basis: &'static str) -> Retention {
    Retention {
        confirmed: false,
        ..row(province, Clock::BehaviourEnd, basis)
    }
}

const PROVINCES: &[Retention] = &[
    row("31", Clock::BehaviourEnd, "上海市社会信用条例 第三十五条"),
    unconfirmed("32", "江苏省社会信用条例"),
    row(
        "33",
        Clock::Determination,
        "浙江省公共信用信息管理条例 第十六条",
    ),
    unconfirmed("34", "安徽省社会信用条例"),
    row("37", Clock::BehaviourEnd, "山东省社会信用条例 第三十八条"),
];

/// Where a province has no row, and for the country: the term that credit reporting law has.
const NATIONAL: Retention = unconfirmed("", "征信业管理条例 第十六条（参照）");

/// The last day on which a record may be used, by whichever law ends first: its home's or that of a
/// region of the programme. `None` while nothing has started the clock.
pub(super) fn last_day<'a>(
    record: &Record,
    home: &'a str,
    regions: impl Iterator<Item = &'a str>,
    rows: Rows,
) -> Option<(Day, &'static Retention)> {
    first_end(home, regions, rows, &|law| law.start(record))
}

/// The first day that [`last_day`] could be for a promise of which it is not said when it was
/// broken: it was made before.
pub(super) fn earliest_last_day<'a>(
    record: &Record,
    home: &'a str,
    regions: impl Iterator<Item = &'a str>,
    rows: Rows,
) -> Option<Day> {
    let made = record.day(MADE_ON);
    first_end(home, regions, rows, &|_| made).map(|(day, _)| day)
}

fn first_end<'a>(
    home: &'a str,
    regions: impl Iterator<Item = &'a str>,
    rows: Rows,
    start: &dyn Fn(&Retention) -> Option<Day>,
) -> Option<(Day, &'static Retention)> {
    let laws = regions.chain([home]).map(law_of);
    let laws = laws.filter(|law| rows.has(law.confirmed));
    let ends = laws.filter_map(|law| Some((start(law)?.add_months(12 * law.years)?, law)));
    // A confirmed law is the better ground of two that end on one day.
    ends.min_by_key(|(end, law)| (*end, !law.confirmed))
}

fn law_of(place: &str) -> &'static Retention {
    PROVINCES
        .iter()
        .find(|law| region::is_region(place) && place.starts_with(law.province))
        .unwrap_or(&NATIONAL)
}

impl Retention {
    fn start(&self, record: &Record) -> Option<Day> {
        let ended = record.day(BEHAVIOUR_ENDED_ON);
        let determined = record.day(DETERMINED_ON);
        match self.clock {
            Clock::BehaviourEnd => ended.or(determined),
            Clock::Determination => determined,
        }
        .or_else(|| record.day(BROKEN_ON))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The table as the documentation has it.
    pub(in super::super) fn rows() -> Vec<String> {
        let names = ["31 上海", "32 江苏", "33 浙江", "34 安徽", "37 山东"];
        assert_eq!(names.len(), PROVINCES.len());
        let provinces = PROVINCES.iter().zip(names);
        let others = [(&NATIONAL, "others, and the country")];
        let all = provinces.chain(others);
        all.map(|(law, name)| law.documented(name)).collect()
    }

    impl Retention {
        fn documented(&self, name: &str) -> String {
            assert!(name.starts_with(self.province));
            let clock = match self.clock {
                Clock::BehaviourEnd => "the end of the behaviour, else its determination",
                Clock::Determination => "its determination",
            };
            format!(
                "| {name} | {} | {clock} | {} | {}",
                self.years,
                self.basis,
                if self.confirmed { "|" } else { "unconfirmed |" },
            )
        }
    }
}
