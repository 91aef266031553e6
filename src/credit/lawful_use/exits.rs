//! What somebody can do so that a record no longer counts, other than wait.

use super::exit::{Action, Duty, Exit};
use super::publicity;
use super::{LawfulUse, is_adverse};
use crate::credit::record::{ByName, Record};
use crate::credit::vocabulary::name::{LIST, SINCE};
use crate::credit::vocabulary::{Adverse, ListType};

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
        match list.adverse? {
            Adverse::Listing => leave(record),
            Adverse::Obligation => Some(at_once(Action::SettleObligation)),
            Adverse::Penalty => publicity::exit(record, self.home(record)),
            Adverse::Promise => Some(at_once(Action::FulfilCommitment)),
        }
    }
}

fn leave(record: &Record) -> Option<Exit> {
    let list = record.text(LIST)?;
    let row = LIST_EXITS.iter().find(|row| row.list == list)?;
    let earliest = match row.months {
        0 => None,
        months => Some(record.day(SINCE)?.add_months(months)?.next()?),
    };
    Some(Exit {
        action: row.action,
        earliest,
        duties: row.duties,
        basis: row.basis,
        confirmed: false,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::credit::vocabulary::{LIST_TYPES, ValueKind};

    /// The lists that can be left, as the documentation has them.
    pub(in super::super) fn rows() -> Vec<String> {
        let row = |exit: &ListExit| {
            let lists = LIST_TYPES.iter().flat_map(|list| list.fields);
            let known = lists.map(|field| field.kind).any(
                |kind| matches!(kind, ValueKind::Catalogued(codes) if codes.contains(&exit.list)),
            );
            assert!(known, "{}", exit.list);
            let (by, months) = (exit.action.as_str(), exit.months);
            format!("| `{}` | `{by}` | {months} | {} |", exit.list, exit.basis)
        };
        LIST_EXITS.iter().map(row).collect()
    }
}
