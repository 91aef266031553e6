//! What somebody can do so that a record no longer counts, other than wait.

use super::exit::Exit;
use super::{LawfulUse, is_adverse};
use crate::credit::record::{ByName, Claim, Record};
use crate::credit::vocabulary::name::{CORRECTED_ON, GROUND, LIST, STATE};
use crate::credit::vocabulary::{Adverse, ListType};
use crate::law::{Action, Of};
use crate::time::Day;

impl LawfulUse<'_> {
    /// The way out of an adverse record, asked on a day; none where the law excludes one or does not say.
    pub(crate) fn exit(&self, list: &ListType, record: &Record, day: Day) -> Option<Exit> {
        // What is not in our edition of the catalogue may be what the law lets nobody repair.
        if !is_adverse(list, record) || record.is_outside_catalogue() {
            return None;
        }
        // The newer law may have closed it, or opened it later.
        if self.law.is_superseded {
            return None;
        }
        let at_once = |action| {
            let of = self.of(list, record, self.home(record));
            self.law.exit(action, of, day).map(Exit::by)
        };
        match list.adverse? {
            Adverse::Listing => self.leave(list, record),
            Adverse::Obligation => at_once(Action::SettleObligation),
            Adverse::Penalty => self.repair(list, record, day),
            Adverse::Promise => at_once(Action::FulfilCommitment),
        }
    }

    /// A fresh bundle in place of one that is out of date.
    pub(crate) fn refresh(&self, day: Day) -> Option<Exit> {
        let of = Of {
            records: "",
            region: &self.claims.jurisdiction,
            field: None,
            subject_kind: &self.claims.subject_kind,
        };
        self.law.exit(Action::Refresh, of, day).map(Exit::by)
    }

    fn leave(&self, list: &ListType, record: &Record) -> Option<Exit> {
        let (rule, since) = self.list_rule(list, record)?;
        let way = rule.exit(record.text(GROUND))?;
        if way.not_on_repeat && self.is_listed_again(list, record) {
            return None;
        }
        let start = match way.from_correction {
            true => record.day(CORRECTED_ON)?,
            false => since,
        };
        let earliest = match way.months {
            0 => None,
            months => Some(start.add_months(i64::from(months))?.next()?),
        };
        let mut exit = Exit::new(way.action, &rule.source);
        exit.earliest = earliest;
        exit.duties = way.duties.clone();
        exit.handling = way.handling;
        Some(exit)
    }

    /// Whether the bundle shows another place on the same list.
    fn is_listed_again(&self, list: &ListType, record: &Record) -> bool {
        if !self.work.spend(self.claims.count() / 4) {
            return true;
        }
        let code = record.text(LIST);
        let hides = |claim: &Claim<Vec<Claim<Record>>>| match claim {
            Claim::Known(records) => records.contains(&Claim::Hidden),
            Claim::Hidden => true,
            Claim::Absent => false,
        };
        let mut lists = self.claims.lists.iter();
        if lists.any(|(other, claim)| other.name == list.name && hides(claim)) {
            return true;
        }
        let mut others = self.claims.records();
        others.any(|(other_list, _, other)| {
            let stood = other.text(STATE) != Some("withdrawn");
            other_list.name == list.name
                && other.text(LIST) == code
                && !std::ptr::eq(other, record)
                && stood
        })
    }
}
