//! Cases that are missing.
//!
//! `slots` says which facts each leaf reads and what it compares them with, `values` makes values of that, and
//! `plain` changes facts accordingly: those of somebody who is granted something, whom `granting` finds, since of
//! somebody who gets nothing anyway a change mostly shows nothing. What a case shows is a set of features, such as
//! that a fact is just below a constant, or that a leaf is unknown. A case is offered if it shows a feature that no case
//! before it does.

mod case;
mod combinations;
mod features;
mod granting;
mod passes;
mod records;
mod search;
mod slots;
mod values;

use super::file::Cases;
use super::read::fits;
use crate::authoring::source::Source;
use crate::decision::Explain;
use crate::error::{Error, Problem};
use crate::json::{Object, Value};
use crate::law::LawEdition;
use crate::time::{Day, Instant};
use crate::trial::Trial;

use crate::authoring::plain::least_facts;
use search::{first_granted, missing};

pub use case::{Boundary, MissingCases};

impl Cases {
    /// A file without any case, about somebody who is granted the best tier that is found to be granted to anybody;
    /// else about the least that somebody can show to whom the programme may apply.
    ///
    /// # Errors
    /// Those for which the programme is refused; `input.options` for a day on which it is not in force: nobody would
    /// get anything.
    pub fn empty(law: &LawEdition, programme: &str, now: Instant) -> Result<Self, Error> {
        let source = Source::read(law.law(), programme)?;
        let (from, until) = source.programme.window;
        if !(from..=until).contains(&Day::of(now)) {
            let error = Error::of_option("/now", Problem::Value);
            return Err(error.with("expected", format!("{from} ~ {until}")));
        }
        let mut cases = Self {
            programme: source.programme.id.clone(),
            now: Some(now),
            facts: least_facts(&source.programme, now),
            cases: Vec::new(),
        };
        if let Some(facts) = first_granted(&cases, law, &source, now) {
            cases.facts = facts;
        }
        Ok(cases)
    }

    /// The cases that are missing: at each threshold of the rules and on either side of it, each list empty, hidden
    /// and with one entry, each value hidden and absent; and what else makes a leaf come to a verdict that it came to
    /// in no case.
    ///
    /// # Errors
    /// As [`run`](Self::run); `input.options` for a member of the common facts that is unknown.
    pub fn missing(&self, law: &LawEdition, programme: &str) -> Result<MissingCases, Error> {
        let source = Source::read(law.law(), programme)?;
        fits(self, &source)?;
        self.knows_its_facts(law, &source)?;
        Ok(missing(self, law, &source))
    }

    /// Whether all that the cases have in common is known: what is misspelt would be missing in every case that is
    /// offered.
    fn knows_its_facts(&self, law: &LawEdition, source: &Source) -> Result<(), Error> {
        let Some(now) = self.now.or(self.cases.first().map(|case| case.now)) else {
            return Ok(());
        };
        let facts = self.facts.clone().into();
        let trial = Trial::of_known(law.law(), &source.programme, &facts, now, Explain::Codes);
        match trial {
            Err(error)
                if error.details().get("problem") == Some(&Problem::Unknown.as_str().into()) =>
            {
                Err(error.under("/facts"))
            }
            // They may lack what each case adds.
            _ => Ok(()),
        }
    }

    /// The file with these cases at its end, as JSON.
    pub fn with(&self, further: &[Boundary]) -> Value {
        let mut document = Object::new();
        document.set("programme", self.programme.as_str());
        if let Some(now) = self.now {
            document.set("now", now.to_string());
        }
        document.set("facts", self.facts.clone());
        let cases = further.iter().map(Boundary::to_json);
        document.set("cases", cases.collect::<Vec<_>>());
        document.into()
    }
}
