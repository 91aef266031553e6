//! What somebody can do so that a record no longer counts, other than wait.

use super::publicity;
use super::{LawfulUse, is_adverse};
use crate::credit::claims::Record;
use crate::credit::vocabulary::{self, ListType};
use crate::error::string_enum;
use crate::rules::{Fact, Scalar};
use crate::time::Day;

string_enum! {
    /// What is to be done about a record, or a bundle.
    Action {
        /// Credit repair (信用修复) is applied for.
        CreditRepair = "credit_repair",
        /// What was promised is done after all.
        FulfilCommitment = "fulfil_commitment",
        /// A bundle of today is asked for.
        Refresh = "refresh",
        /// What is owed, by law or by judgment, is done.
        SettleObligation = "settle_obligation",
    }
}

string_enum! {
    /// The subject's own part in an action, beside the action itself.
    Duty {
        /// To correct the behaviour and do all that the decision asks for (纠正失信行为、履行义务).
        PerformDuties = "perform_duties",
        /// To make a public commitment (公开作出信用承诺).
        PublicCommitment = "public_commitment",
        /// To take part in training, or submit a report (信用修复培训、信用报告).
        Training = "training",
    }
}

/// A way out, as the law has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit {
    pub(crate) action: Action,
    /// The first day on which it is open; none: at once.
    pub(crate) earliest: Option<Day>,
    pub(crate) duties: &'static [Duty],
    pub(crate) basis: &'static str,
    /// Whether that law was found in a source.
    pub(crate) confirmed: bool,
}

impl Exit {
    /// A fresh bundle is there for the asking.
    pub(crate) const REFRESH: Self = Self {
        action: Action::Refresh,
        earliest: None,
        duties: &[],
        basis: "上海市社会信用条例 第三十七条、第三十八条",
        confirmed: true,
    };
}

const REPAIR: &str = "上海市社会信用条例 第三十八条";
const REPAIR_ELSEWHERE: &str = "上海市社会信用条例 第三十八条（参照）";

/// How one leaves a list before its end, where another source says that this law says so: none of these
/// was found in its own text.
struct ListExit {
    list: &'static str,
    action: Action,
    /// Months on the list before that is open.
    months: i64,
    duties: &'static [Duty],
    basis: &'static str,
}

const LIST_EXITS: &[ListExit] = &[
    ListExit {
        list: "abnormal_operation",
        action: Action::CreditRepair,
        months: 0,
        duties: &[Duty::PerformDuties],
        basis: "企业信息公示暂行条例",
    },
    ListExit {
        list: "judgment_defaulter",
        action: Action::SettleObligation,
        months: 0,
        duties: &[],
        basis: "最高人民法院关于公布失信被执行人名单信息的若干规定",
    },
    ListExit {
        list: "wage_arrears",
        action: Action::CreditRepair,
        months: 6,
        duties: &[Duty::PerformDuties, Duty::PublicCommitment],
        basis: "拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人力资源社会保障部令第45号）",
    },
];

impl LawfulUse<'_> {
    /// The way out of an adverse record; none where the law excludes one or does not say.
    pub(crate) fn exit(&self, list: &ListType, record: &Record) -> Option<Exit> {
        // What is not in our edition of the catalogue may be what the law lets nobody repair.
        if !is_adverse(list, record) || record.is_outside_catalogue() {
            return None;
        }
        // Elsewhere by analogy: of other places no row was found.
        let here = self.home(record).starts_with("31");
        let at_once = |action| Exit {
            action,
            earliest: None,
            duties: &[],
            basis: if here { REPAIR } else { REPAIR_ELSEWHERE },
            confirmed: here,
        };
        if *list == vocabulary::PENALTIES {
            publicity::exit(record, self.home(record))
        } else if *list == vocabulary::COMMITMENTS {
            Some(at_once(Action::FulfilCommitment))
        } else if *list == vocabulary::OBLIGATIONS {
            Some(at_once(Action::SettleObligation))
        } else {
            leave(record)
        }
    }
}

fn leave(record: &Record) -> Option<Exit> {
    let list = record.text("list")?;
    let row = LIST_EXITS.iter().find(|row| row.list == list)?;
    let earliest = match row.months {
        0 => None,
        months => Some(record.day("since")?.add_months(months)?.next()?),
    };
    Some(Exit {
        action: row.action,
        earliest,
        duties: row.duties,
        basis: row.basis,
        confirmed: false,
    })
}

impl Action {
    /// The record as a bundle would have it once this is done, on a day.
    pub(crate) fn done(self, record: &mut Record, on: Day) {
        let state = match self {
            Self::CreditRepair => "repaired",
            Self::FulfilCommitment => "remedied",
            Self::SettleObligation => "ended",
            Self::Refresh => return,
        };
        let mut set = |name: &str, scalar| {
            let known = &mut record.members.known;
            known.retain(|(n, _)| **n != *name);
            known.push((name.into(), Fact::Known(scalar)));
        };
        set("state", Scalar::Text(state.into()));
        match self {
            Self::FulfilCommitment => set("remedied_on", Scalar::Day(on)),
            Self::SettleObligation => set("settled_on", Scalar::Day(on)),
            Self::CreditRepair | Self::Refresh => {}
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::credit::vocabulary::Kind;

    /// The lists that can be left, as the documentation has them.
    pub(in super::super) fn rows() -> Vec<String> {
        let row = |exit: &ListExit| {
            let lists = vocabulary::LISTINGS.fields.iter();
            let known = lists
                .map(|field| field.kind)
                .any(|kind| matches!(kind, Kind::Catalogued(codes) if codes.contains(&exit.list)));
            assert!(known, "{}", exit.list);
            let (by, months) = (exit.action.as_str(), exit.months);
            format!("| `{}` | `{by}` | {months} | {} |", exit.list, exit.basis)
        };
        LIST_EXITS.iter().map(row).collect()
    }
}
