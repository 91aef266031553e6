//! What the law asks of rules about adverse records: that they rest on a law, and look back no further than it lets
//! records count.

use super::finding::finding;
use super::written::Written;
use crate::credit::{SUBJECT_KINDS, list_at};
use crate::error::Code;
use crate::json::pointer_to;
use crate::law::{Adverse, Law, Of};
use crate::programme::Programme;
use crate::rules::Findings;
use crate::rules::analysis::{self, LookBack};
use crate::time::Period;

/// Looks at each rule.
pub(super) fn look(written: &Written<'_>, programme: &Programme, law: &Law, found: &mut Findings) {
    for (number, requirement) in programme.requirements.iter().enumerate() {
        let lists = analysis::lists(&requirement.when);
        let adverse = lists.into_iter().find(|list| is_adverse(list));
        let basis = requirement.basis.as_deref().unwrap_or_default();
        if let (Some(list), true) = (adverse, basis.trim().is_empty()) {
            let place = pointer_to(&["requirements", &number.to_string()]);
            let error = finding(Code::ProgrammeBasis, &place);
            found.warnings.push(error.with("list", list));
        }
    }
    for (number, rule) in written.rules.iter().enumerate() {
        for look_back in analysis::look_backs(rule) {
            let longest = longest(&look_back, programme, law);
            let Some((limit, basis)) =
                longest.filter(|(limit, _)| is_longer(look_back.period, *limit))
            else {
                continue;
            };
            let pointer = written.pointer(number, &look_back.place);
            found.warnings.push(
                finding(Code::ProgrammeLookBack, &pointer)
                    .with("list", look_back.list)
                    .with("found", written.operand(number, &look_back.place, 1))
                    .with("limit", i64::from(limit))
                    .with("basis", basis),
            );
        }
    }
}

fn is_adverse(list: &str) -> bool {
    list_at(list).is_some_and(|list| list.is_adverse())
}

/// Whether a period surely goes beyond so many months, which have 31 days at most.
fn is_longer(period: Period, limit: u32) -> bool {
    match period {
        Period::Calendar { months, days } => {
            months > limit || u64::from(days) > u64::from(limit.saturating_sub(months)) * 31
        }
        Period::WorkingDays(_) => false,
    }
}

/// The most months for which records of a list count in a programme's regions, and by what law: for as long as they
/// may be kept, and penalties for as long as they may be public at most.
fn longest(look_back: &LookBack, programme: &Programme, law: &Law) -> Option<(u32, String)> {
    let list = list_at(&look_back.list)?;
    let day = programme.window.1;
    let adverse = list.adverse?;
    if !matches!(adverse, Adverse::Penalty | Adverse::Promise) {
        return None;
    }
    let kinds: Vec<&str> = match programme.subject_kinds.as_slice() {
        [] => SUBJECT_KINDS.to_vec(),
        kinds => kinds.iter().map(String::as_str).collect(),
    };
    let mut kept: Option<(u32, String)> = None;
    for region in &programme.regions {
        // The longest of all that the region's law may say of such a record: of whom it is about.
        let mut of_region: Option<(u32, String)> = None;
        for subject_kind in &kinds {
            let of = Of {
                records: list.name,
                region,
                field: None,
                subject_kind,
            };
            let row = law.edition.retention(of, day)?;
            if of_region
                .as_ref()
                .is_none_or(|(most, _)| *most < row.months)
            {
                of_region = Some((row.months, row.source.basis.to_string()));
            }
        }
        // Whichever region's law ends first.
        if let Some(own) = of_region
            && kept.as_ref().is_none_or(|(least, _)| own.0 < *least)
        {
            kept = Some(own);
        }
    }
    let regimes = law.edition.regimes.iter();
    let public = regimes.filter(|_| adverse == Adverse::Penalty);
    let public = public.filter_map(|regime| Some((regime.longest()?, &regime.source)));
    let public = public.max_by_key(|(months, _)| *months);
    let public = public.map(|(months, source)| (months, source.basis.to_string()));
    [kept, public]
        .into_iter()
        .flatten()
        .min_by_key(|(months, _)| *months)
}
