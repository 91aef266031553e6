//! How the records of plain facts stand under an edition of the law: what `xinyi law diff` compares.

use serde::Serialize;

use crate::credit::{Claims, Forum, LawfulUse, Rows, Standing, Vct, is_adverse};
use crate::error::{Error, Problem};
use crate::json;
use crate::law::LawEdition;
use crate::limits;
use crate::rules::{PROMISED, REQUEST, Verdict};
use crate::time::Day;
use crate::work::Work;

/// How one adverse record stands under an edition of the law, on a day, in the province of its bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecordUnderLaw {
    /// Which record: `credit.listings[0]`.
    pub path: String,
    /// Whether it counts; unknown: what is not said or shown decides.
    pub counts: Verdict,
    /// If it does not count: the law, as decisions cite it.
    pub basis: Option<String>,
    /// The last day on which it counts; none: it has no end, or does not count.
    pub counts_until: Option<Day>,
    /// The first day on which it can be repaired, fulfilled or settled; none: the law gives no way, or no day.
    pub open_from: Option<Day>,
}

impl LawEdition {
    /// How each adverse record of plain facts stands on a day: `{"credit": {…}, …}`, bundles of public credit
    /// status by alias.
    ///
    /// # Errors
    /// `input.options` for what is no such facts; what is wrong with the claims, with a pointer.
    pub fn records(&self, facts: &str, day: Day) -> Result<Vec<RecordUnderLaw>, Error> {
        let facts = json::parse(facts.as_bytes(), limits::OPTIONS_BYTES)?;
        let facts = facts
            .as_object()
            .ok_or_else(|| Error::of_option("", Problem::Value))?;
        let mut found = Vec::new();
        let of_bundles = |(alias, _): &(&str, _)| ![PROMISED, REQUEST].contains(alias);
        for (alias, written) in facts.iter().filter(of_bundles) {
            let claims = Claims::from_plain(Vct::CreditStatus, written, self.law())
                .map_err(|e| e.under(&json::pointer_to(&[alias])))?;
            self.records_of(alias, &claims, day, &mut found);
        }
        Ok(found)
    }

    fn records_of(&self, alias: &str, claims: &Claims, day: Day, found: &mut Vec<RecordUnderLaw>) {
        let regions = [claims.jurisdiction.to_string()];
        let work = Work::of_a_decision();
        let law = LawfulUse {
            claims,
            forum: Forum {
                regions: &regions,
                ..Forum::NOWHERE
            },
            law: self.law(),
            rows: Rows::All,
            extent: None,
            work: &work,
        };
        for (list, index, record) in claims.records() {
            if !is_adverse(list, record) {
                continue;
            }
            let (counts, basis) = match law.standing(list, record, day) {
                Standing::Counts => (Verdict::True, None),
                Standing::Doubtful(_) => (Verdict::Unknown, None),
                Standing::SetAside(why) => (Verdict::False, Some(why.basis.to_string())),
            };
            let prospects = law.prospects(list, record, day);
            let exit = prospects.as_ref().and_then(|p| p.exit.as_ref());
            found.push(RecordUnderLaw {
                path: format!("{alias}.{}[{index}]", list.name),
                counts,
                basis,
                counts_until: prospects.as_ref().and_then(|p| p.counts_until),
                open_from: exit.map(|exit| exit.earliest.unwrap_or(day)),
            });
        }
    }
}
