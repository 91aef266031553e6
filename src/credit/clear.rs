//! Statements of absence (`clear`): on the day on which the data was drawn, the issuer has no record of some kind that
//! may lawfully be used.
//!
//! A list that is hidden may hold any record. Once a statement about it is shown, it may hold only what the statement
//! leaves open. So somebody can show that he is on no serious list, and nothing else of what the list holds.
//!
//! A record may lawfully be used here if the law of its own region lets it count. That of the region where a decision
//! is made can only make it count for less long. A statement also is about records of other regions that are
//! recognised in one of its own, by their own word: where it is relied on, they would count.
//!
//! A hidden statement says nothing. In its place may be a decoy, which is there for subjects of whom the statement
//! would not be true.

use super::claims::Claims;
use super::complete::{Extent, Possible, gaps, text};
use super::lawful_use::{Forum, LawfulUse, Rows, Standing, is_adverse, is_national};
use super::record::{ByName, Record};
use super::statement::Statement;
use super::vocabulary::name::RECOGNISED_IN;
use super::vocabulary::{CLEAR, LISTINGS, ListType};
use crate::error::{Code, Error, Problem};
use crate::law::{Edition, Law};
use crate::region::{COUNTRY, NATIONAL_SCOPE};
use crate::time::Day;
use crate::work::Work;

impl Statement {
    /// Whether a record is of those that it says there is none of.
    fn denies(&self, claims: &Claims, list: &ListType, record: &Record, law: &Edition) -> bool {
        if !self.is_about(list) {
            return false;
        }
        if let Some((name, _)) = list.degrees()
            && !record
                .text(name)
                .is_some_and(|code| self.is_of_degree(code))
        {
            return false;
        }
        let field = record.field();
        let reach = &self.reach;
        reach.reaches(home(claims, record), field)
            || is_national(law, claims, list, record) && reach.reaches(COUNTRY, field)
            || reach.is_of(field) && reach.is_recognised(record.texts(RECOGNISED_IN))
    }
}

/// The severity of the lists for which others records are kept longer.
const SERIOUS: &str = "serious";

/// The region that a record is from.
fn home<'r>(claims: &'r Claims, record: &'r Record) -> &'r str {
    match record.place() {
        Some(NATIONAL_SCOPE) => COUNTRY,
        place => place.unwrap_or(&claims.jurisdiction),
    }
}

impl Claims {
    /// What a list may hold that is not shown, of all that could count in a place on a day: what the statements about
    /// it leave open. `None` where none is about it: then it may hold anything.
    pub(super) fn left_open(
        &self,
        list: &ListType,
        forum: Forum<'_>,
        day: Day,
        law: &Law,
        work: &Work,
    ) -> Option<Vec<Possible>> {
        let about: Vec<&Statement> = self.clear.iter().filter(|s| s.is_about(list)).collect();
        // By a newer edition than is here records of other places may count.
        if about.is_empty() || law.is_superseded {
            return None;
        }
        let mut left_open = Vec::new();
        let (name, degrees) = match list.degrees() {
            Some((name, degrees)) => (Some(name), degrees),
            None => (None, &[""][..]),
        };
        for degree in degrees {
            let mut rows = Vec::new();
            for statement in &about {
                if statement.is_of_degree(degree) {
                    rows.push(&statement.reach);
                }
            }
            for mut possible in gaps(&rows, list, forum, day, law, work) {
                possible.extend(name.map(|name| text(name, degree)));
                left_open.push(possible);
            }
        }
        Some(left_open)
    }

    /// Whether a statement says that the subject is on no serious list, of all that its issuer could tell of, from
    /// wherever. Of plain facts nobody knows whose they are.
    pub(super) fn is_on_no_serious_list(&self, extent: Option<Extent<'_>>, work: &Work) -> bool {
        let is_said = |statement: &Statement, extent: Extent<'_>| {
            statement.is_about(&LISTINGS)
                && statement.is_of_degree(SERIOUS)
                && extent.is_within(&statement.reach, work)
        };
        extent.is_some_and(|extent| self.clear.iter().any(|said| is_said(said, extent)))
    }

    /// Checks that no record that is shown is one that a statement denies. What is in doubt contradicts nothing.
    ///
    /// # Errors
    /// `claim.conflict` with the pointer of the statement, and that of the record as `record`.
    pub(super) fn check_statements(&self, law: &Law) -> Result<(), Error> {
        match self.denied(law, false)?.first() {
            Some((place, record)) => {
                let pointer = ["/", CLEAR, "/", &place.to_string()].concat();
                Err(
                    Error::of_value(Code::ClaimConflict, pointer, Problem::RecordShown)
                        .with("record", record.as_str()),
                )
            }
            None => Ok(()),
        }
    }

    /// Which of the statements may be made, in their order: those that no record speaks against, be it in doubt whether
    /// it may be used, and of whose list nothing is hidden.
    #[cfg(feature = "issuer")]
    pub(super) fn statements_to_make(&self, law: &Law) -> Result<Vec<bool>, Error> {
        use super::record::Claim;
        let denied = self.denied(law, true)?;
        let is_hidden = |statement: &Statement| {
            self.lists.iter().any(|(list, claim)| {
                let is_open = match claim {
                    Claim::Known(records) => records.iter().any(|r| !matches!(r, Claim::Known(_))),
                    Claim::Hidden => true,
                    Claim::Absent => false,
                };
                is_open && statement.is_about(list)
            })
        };
        let may_be_made = |statement: &Statement| {
            let is_denied = denied.iter().any(|(place, _)| *place == statement.place);
            !is_denied && !is_hidden(statement)
        };
        Ok(self.clear.iter().map(may_be_made).collect())
    }

    /// What the statement at a place says there is none of, if it is shown: `listings.serious`.
    pub(crate) fn denied_by(&self, place: usize) -> Option<String> {
        let mut statements = self.clear.iter();
        let statement = statements.find(|statement| statement.place == place);
        statement.map(|statement| statement.about())
    }

    /// What it takes to hold the records that are shown against the statements, in [steps](crate::limits::WORK).
    pub(crate) fn statement_steps(&self) -> usize {
        let mut named = 0;
        for statement in self.clear.iter() {
            named += statement.reach.names();
        }
        let mut steps = 0;
        for (_, _, record) in self.records() {
            steps += named * (1 + record.texts(RECOGNISED_IN).len()) / 8;
        }
        steps
    }

    /// The statements that a record speaks against, by their places, with its JSON pointer: one that may lawfully be
    /// used on the day on which the data was drawn, or of which that is in doubt, if doubts are wanted.
    fn denied(&self, law: &Law, with_doubts: bool) -> Result<Vec<(usize, String)>, Error> {
        let work = Work::of_a_decision();
        let mut denied = Vec::new();
        for (list, index, record) in self.records() {
            let is_in_doubt = record.is_disputed() || record.is_outside_catalogue();
            if !is_adverse(list, record) || is_in_doubt && !with_doubts {
                continue;
            }
            let mut of_it = Vec::new();
            let recognised = record.texts(RECOGNISED_IN).len();
            for statement in self.clear.iter() {
                if !work.spend(1 + statement.reach.names() * (1 + recognised) / 8) {
                    break;
                }
                if statement.denies(self, list, record, law) {
                    of_it.push(statement.place);
                }
            }
            if !of_it.is_empty() && self.may_be_used(list, record, law, with_doubts, &work) {
                let pointer = ["/", list.name, "/", &index.to_string()].concat();
                denied.extend(of_it.into_iter().map(|place| (place, pointer.clone())));
            }
        }
        work.check()?;
        Ok(denied)
    }

    /// Whether the law of a record's own region lets it count on the day on which the data was drawn.
    fn may_be_used(
        &self,
        list: &ListType,
        record: &Record,
        law: &Law,
        if_in_doubt: bool,
        work: &Work,
    ) -> bool {
        let at_home = LawfulUse {
            claims: self,
            forum: Forum {
                regions: &[home(self, record).to_owned()],
                ..Forum::NOWHERE
            },
            law,
            rows: Rows::All,
            extent: None,
            work,
        };
        match at_home.standing(list, record, self.as_of) {
            Standing::Counts => true,
            Standing::Doubtful(_) => if_in_doubt,
            Standing::SetAside(_) => false,
        }
    }
}
