//! How long a penalty may be public (行政处罚信息公示期限), by the regimes that were and are in force.
//!
//! What may no longer be public may no longer be used, also when the holder shows it.

use super::exit::{Action, Duty, Exit};
use super::rows::Rows;
use crate::credit::record::{ByName, Record};
use crate::credit::region;
use crate::credit::vocabulary::name::{
    ALSO, CLASS, DETERMINED_ON, KIND, OBLIGATIONS_MET, PROCEDURE, PUBLISH_UNTIL, PUBLISHED_ON,
    REGIME,
};
use crate::time::Day;

/// One set of rules on publicity and repair.
#[derive(Debug)]
struct Regime {
    /// As records name it.
    code: &'static str,
    /// The first day on which a determination fell under it; none: any before `until`.
    from: Option<&'static str>,
    /// The last such day.
    until: Option<&'static str>,
    /// The province that it is the law of; none: the country's.
    province: Option<&'static str>,
    /// The fields that it is for; empty: all.
    fields: &'static [&'static str],
    clock: Clock,
    minor: Row,
    general: Row,
    serious: Row,
    /// The least time in matters of food and drugs, where that is longer.
    vital: Option<u8>,
    /// Kinds of penalty whose publicity cannot be shortened.
    fixed: &'static [&'static str],
    /// Whether a serious one is repaired with training or a report.
    training: bool,
    basis: &'static str,
    /// Whether everything in it was found in a source.
    confirmed: bool,
}

/// From when publicity is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// The day of the decision (认定之日).
    Determination,
    /// The day on which it was published (公示之日).
    Publication,
}

/// Months of publicity of one class.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// After which it may be repaired; none where no source says.
    min: Option<u8>,
    max: u8,
}

const fn row(min: u8, max: u8) -> Row {
    Row {
        min: Some(min),
        max,
    }
}

const fn without_repair(max: u8) -> Row {
    Row { min: None, max }
}

/// 信用修复管理办法: the regime for all that is determined from 2026-04-01, the last in the table.
const ORDER_36_FROM: &str = "2026-04-01";

const REGIMES: &[Regime] = &[
    // What was determined before it is treated as its own. A class `minor` it does not know.
    Regime {
        code: "cn-2019",
        from: None,
        until: Some("2023-04-30"),
        province: None,
        fields: &[],
        clock: Clock::Determination,
        minor: row(3, 12),
        general: row(3, 12),
        serious: row(6, 36),
        vital: None,
        fixed: &[],
        training: true,
        basis: "发改办财金〔2019〕527号",
        confirmed: false,
    },
    // No source was found for its least times.
    Regime {
        code: "samr-45",
        from: Some("2021-09-01"),
        until: None,
        province: None,
        fields: &["market", "food_drug", "product_quality"],
        clock: Clock::Publication,
        minor: without_repair(3),
        general: without_repair(36),
        serious: without_repair(36),
        vital: None,
        fixed: &["suspension", "licence_revocation", "practice_ban"],
        training: false,
        basis: "市场监督管理行政处罚信息公示规定（市场监管总局令第45号）",
        confirmed: true,
    },
    Regime {
        code: "ndrc-58",
        from: Some("2023-05-01"),
        until: Some("2026-03-31"),
        province: None,
        fields: &[],
        clock: Clock::Determination,
        minor: row(3, 36),
        general: row(3, 36),
        serious: row(3, 36),
        vital: Some(12),
        fixed: &[],
        training: false,
        basis: "失信行为纠正后的信用信息修复管理办法（试行）（国家发展改革委令第58号）",
        confirmed: true,
    },
    // From which day the years run, and since when, was not found.
    Regime {
        code: "sh-2024",
        from: Some("2024-11-01"),
        until: None,
        province: Some("31"),
        fields: &[],
        clock: Clock::Determination,
        minor: row(3, 36),
        general: row(3, 36),
        serious: without_repair(36),
        vital: Some(12),
        fixed: &[],
        training: false,
        basis: "上海市优化营商环境条例 第六十五条至第六十七条",
        confirmed: false,
    },
    Regime {
        code: "ndrc-36",
        from: Some(ORDER_36_FROM),
        until: None,
        province: None,
        fields: &[],
        clock: Clock::Determination,
        minor: row(0, 3),
        general: row(3, 12),
        serious: row(12, 36),
        vital: None,
        fixed: &[],
        training: false,
        basis: ORDER_36,
        confirmed: true,
    },
];

const ORDER_36: &str = "信用修复管理办法（国家发展改革委令第36号）";

/// What the law says of the publicity of one penalty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Publicity {
    /// It is not to be published at all.
    Never { basis: &'static str },
    /// It may be public through a day; `None`: for as long as it may be kept.
    Until {
        last: Option<Day>,
        basis: &'static str,
        confirmed: bool,
    },
}

/// What the law says of a penalty whose home is that region.
pub(super) fn publicity(record: &Record, home: &str, rows: Rows) -> Publicity {
    if is_never_public(record) {
        return Publicity::Never { basis: ORDER_36 };
    }
    let first = fitting(record, home)
        .into_iter()
        .filter(|found| rows.has(found.is_confirmed()))
        .min_by_key(|found| (found.last, !found.is_confirmed()));
    let uncorrected = record.flag(OBLIGATIONS_MET) == Some(false);
    match (record.day(PUBLISH_UNTIL), first) {
        (Some(last), first) => Publicity::Until {
            last: Some(last),
            basis: first.map_or(ORDER_36, |found| found.regime.basis),
            confirmed: true,
        },
        (None, Some(found)) => Publicity::Until {
            last: Some(found.last).filter(|_| !uncorrected),
            basis: found.regime.basis,
            confirmed: found.is_confirmed(),
        },
        (None, None) => Publicity::Until {
            last: None,
            basis: ORDER_36,
            confirmed: false,
        },
    }
}

/// How a penalty can be repaired, from the day after the longest of the least times of the regimes that
/// could apply (最短公示期届满后). `None` where one of them excludes it, or no source says after how long:
/// it could be later than the others say.
pub(super) fn exit(record: &Record, home: &str) -> Option<Exit> {
    let class = record.text(CLASS)?;
    let is_vital = record.field() == Some("food_drug");
    let fitting = fitting(record, home);
    if fitting.iter().any(|found| found.regime.excludes(record)) {
        return None;
    }
    let each = fitting.into_iter().map(|found| {
        let min = found.regime.row(class).min?;
        let vital = found.regime.vital.filter(|_| is_vital).unwrap_or(0);
        let earliest = match min.max(vital) {
            // As soon as the duties are done.
            0 => found.start,
            months => found.start.add_months(i64::from(months))?.next()?,
        };
        Some((earliest, found))
    });
    let each: Vec<_> = each.collect::<Option<_>>()?;
    let last = |(earliest, found): &(Day, Fitting)| (*earliest, found.is_confirmed());
    let (earliest, found) = each.into_iter().max_by_key(last)?;
    let performed = record.flag(OBLIGATIONS_MET) == Some(true);
    let trained = found.regime.training && class == "serious";
    Some(Exit {
        action: Action::CreditRepair,
        earliest: Some(earliest),
        duties: match (performed, trained) {
            (false, false) => &[Duty::PerformDuties, Duty::PublicCommitment],
            (false, true) => &[Duty::PerformDuties, Duty::PublicCommitment, Duty::Training],
            (true, false) => &[Duty::PublicCommitment],
            (true, true) => &[Duty::PublicCommitment, Duty::Training],
        },
        basis: found.regime.basis,
        confirmed: found.is_confirmed(),
    })
}

/// A regime that a penalty falls under, or may.
struct Fitting {
    regime: &'static Regime,
    start: Day,
    last: Day,
    /// It was determined under another, before this one: that this one applies was not confirmed.
    carried_over: bool,
}

impl Fitting {
    fn is_confirmed(&self) -> bool {
        self.regime.confirmed && !self.carried_over
    }
}

fn fitting(record: &Record, home: &str) -> Vec<Fitting> {
    let mut found = Vec::new();
    let Some(determined) = record.day(DETERMINED_ON) else {
        return found;
    };
    match record.text(REGIME) {
        Some(code) => {
            let named = REGIMES.iter().filter(|regime| regime.code == code);
            found.extend(named.filter_map(|regime| regime.fit(record)));
        }
        None => {
            let may_apply = REGIMES
                .iter()
                .filter(|regime| regime.covers(record, home, determined));
            found.extend(may_apply.filter_map(|regime| regime.fit(record)));
            carry_over(record, determined, &mut found);
        }
    }
    found
}

/// Order 36 for what was still public when it came into force. What was public until then had been
/// so lawfully, so that it ends no earlier.
fn carry_over(record: &Record, determined: Day, found: &mut Vec<Fitting>) {
    let Some(from) = Day::parse(ORDER_36_FROM).filter(|from| determined < *from) else {
        return;
    };
    let still_public = found.iter().all(|earlier| earlier.last >= from);
    let order_36 = REGIMES.last().and_then(|regime| regime.fit(record));
    if let (true, Some(order_36), Some(eve)) = (still_public, order_36, from.add_days(-1)) {
        found.push(Fitting {
            last: order_36.last.max(eve),
            carried_over: true,
            ..order_36
        });
    }
}

impl Regime {
    /// Whether a penalty of that day, place and field falls under it.
    fn covers(&self, record: &Record, home: &str, determined: Day) -> bool {
        let day = |text: Option<&str>| text.and_then(Day::parse);
        let field = record.field().unwrap_or_default();
        day(self.from).is_none_or(|from| from <= determined)
            && day(self.until).is_none_or(|until| determined <= until)
            && self
                .province
                .is_none_or(|province| region::is_region(home) && home.starts_with(province))
            && (self.fields.is_empty() || self.fields.contains(&field))
    }

    fn fit(&'static self, record: &Record) -> Option<Fitting> {
        let determined = record.day(DETERMINED_ON)?;
        let start = match self.clock {
            Clock::Determination => determined,
            Clock::Publication => record.day(PUBLISHED_ON).unwrap_or(determined),
        };
        let max = self.row(record.text(CLASS)?).max;
        Some(Fitting {
            regime: self,
            start,
            last: start.add_months(i64::from(max)).unwrap_or(Day::MAX),
            carried_over: false,
        })
    }

    /// Whether it lets a penalty of these kinds not be repaired.
    fn excludes(&self, record: &Record) -> bool {
        let fixed = |kind: &str| self.fixed.contains(&kind);
        record.text(KIND).is_some_and(fixed) || record.texts(ALSO).iter().any(|kind| fixed(kind))
    }

    fn row(&self, class: &str) -> Row {
        match class {
            "minor" => self.minor,
            "general" => self.general,
            _ => self.serious,
        }
    }
}

/// By simple procedure; no more than a warning or a notice of criticism; or minor, and nobody has
/// published it.
fn is_never_public(record: &Record) -> bool {
    let mild = |kind: &str| matches!(kind, "warning" | "criticism_notice");
    let also_mild = record.texts(ALSO).iter().all(|kind| mild(kind));
    record.text(PROCEDURE) == Some("simple")
        || record.text(KIND).is_some_and(mild) && also_mild
        || record.text(CLASS) == Some("minor") && record.day(PUBLISHED_ON).is_none()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::credit::vocabulary::{LIST_TYPES, ValueKind};

    /// The table as the documentation has it.
    pub(in super::super) fn rows() -> Vec<String> {
        REGIMES.iter().map(Regime::documented).collect()
    }

    impl Regime {
        fn documented(&self) -> String {
            let determined = match (self.from, self.until) {
                (Some(from), Some(until)) => format!("{from} through {until}"),
                (Some(from), None) => format!("from {from}"),
                (None, Some(until)) => format!("through {until}"),
                (None, None) => "always".to_owned(),
            };
            let fields = match self.fields {
                [] => "all".to_owned(),
                fields => fields.join(", "),
            };
            let place = self.province.map(|p| format!(" in {p}"));
            let vital = self.vital.map(|v| format!("; food_drug at least {v}"));
            let clock = match self.clock {
                Clock::Determination => "determination",
                Clock::Publication => "publication",
            };
            let row = |row: Row| {
                let min = row.min.map(|min| min.to_string());
                format!("{}–{}", min.unwrap_or_default(), row.max)
            };
            format!(
                "| `{}` | {determined} | {fields}{}{} | {clock} | {} | {} | {} | {} | {}",
                self.code,
                place.unwrap_or_default(),
                vital.unwrap_or_default(),
                row(self.minor),
                row(self.general),
                row(self.serious),
                self.basis,
                if self.confirmed { "|" } else { "unconfirmed |" },
            )
        }
    }

    #[test]
    fn the_regimes_of_records_are_those_of_the_table() {
        let mut fields = LIST_TYPES.iter().flat_map(|list| list.fields);
        let field = fields.find(|field| field.name == REGIME.text);
        let codes: Vec<&str> = REGIMES.iter().map(|regime| regime.code).collect();
        match field.map(|field| field.kind) {
            Some(ValueKind::Code(known)) => assert_eq!(known, codes),
            other => panic!("{other:?}"),
        }
        assert_eq!(codes.last(), Some(&"ndrc-36"));
    }
}
