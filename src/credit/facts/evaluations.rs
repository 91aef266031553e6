//! Evaluations, and the grades by which agreements between regions recognise others.

use std::borrow::Cow;

use super::builder::{Builder, Context};
use crate::credit::lawful_use::Grade;
use crate::credit::record::ByName;
use crate::credit::vocabulary::EVALUATIONS;
use crate::credit::vocabulary::name::{GRADE, VALID_UNTIL};
use crate::names::Names;
use crate::rules::{Cause, Fact, FactName, Members, Scalar};

/// A grade, and the grade as which an agreement recognises it.
type Agreed<'a> = (&'a Grade, &'a Grade);

impl Builder<'_> {
    pub(super) fn evaluations(&self) -> Fact {
        if self.context.stale {
            return Fact::Object(Members {
                known: Vec::new(),
                open: Some(self.unknown(Cause::Stale, EVALUATIONS.name)),
            });
        }
        let Fact::Object(mut members) = self.named(&EVALUATIONS, &self.claims.evaluations) else {
            return Fact::Absent;
        };
        for (scheme, fact) in &mut members.known {
            let Fact::Object(evaluation) = fact else {
                continue;
            };
            let unit = unit(scheme);
            let ended = evaluation
                .day(VALID_UNTIL)
                .is_some_and(|day| day < self.context.today);
            if evaluation.is_disputed() {
                *fact = Fact::Unknown(vec![self.unknown(Cause::Disputed, &unit)]);
            } else if ended {
                *fact = Fact::Unknown(vec![self.unknown(Cause::Stale, &unit)]);
            }
        }
        self.recognise_grades(&mut members);
        Fact::Object(members)
    }

    /// Adds the grades as which others are recognised here. One that is itself only recognised is not
    /// recognised as a third.
    fn recognise_grades(&self, members: &mut Members) {
        let Context {
            forum, today, work, ..
        } = self.context;
        if !work.spend(forum.grades_steps()) {
            return;
        }
        let mut numbers = Names::default();
        let mut agreed: Vec<Vec<Agreed<'_>>> = Vec::new();
        for (from, to) in forum.grades(&self.claims.jurisdiction, today) {
            match agreed.get_mut(numbers.number(&to.scheme)) {
                Some(agreed) => agreed.push((from, to)),
                None => agreed.push(vec![(from, to)]),
            }
        }
        // By their names, so that the facts are in one order whatever that of the agreements.
        let recognised = numbers.iter().filter_map(|(scheme, number)| {
            let agreed = agreed.get(number)?;
            Some((scheme, self.recognised(members, agreed, scheme)?))
        });
        let recognised: Vec<(&str, Fact)> = recognised.collect();
        let is_recognised = |name: &str| recognised.iter().any(|(scheme, _)| *scheme == name);
        members.known.retain(|(name, _)| !is_recognised(name));
        let recognised = recognised.into_iter();
        members
            .known
            .extend(recognised.map(|(scheme, fact)| (scheme.to_owned().into(), fact)));
    }

    /// The evaluation by a scheme through agreements, the first that applies. `None` where they do not apply:
    /// the bundle has an evaluation by this scheme itself.
    ///
    /// If that evaluation may be hidden, or the grade that an agreement would recognise, the result is unknown,
    /// and each of them would have to be known.
    fn recognised(&self, members: &Members, agreed: &[Agreed<'_>], scheme: &str) -> Option<Fact> {
        let mut open = match self.evaluation(members, scheme).into_owned() {
            Fact::Absent => Vec::new(),
            Fact::Unknown(own) if own.iter().all(|unknown| is_not_there(unknown.cause)) => own,
            _ => return None,
        };
        for (from, to) in agreed {
            if !self.context.work.spend(1 + open.len() / 8) {
                return None;
            }
            match &*self.evaluation(members, &from.scheme) {
                Fact::Unknown(hidden) => {
                    let further = hidden.iter().filter(|unknown| !open.contains(unknown));
                    let further: Vec<_> = further.cloned().collect();
                    open.extend(further);
                }
                Fact::Object(evaluation) if evaluation.known.contains(&graded(&from.grade)) => {
                    let stands_for = Fact::Object(Members {
                        known: vec![graded(&to.grade)],
                        open: None,
                    });
                    return Some(match open.is_empty() {
                        true => stands_for,
                        false => Fact::Unknown(open),
                    });
                }
                _ => {}
            }
        }
        (!open.is_empty()).then_some(Fact::Unknown(open))
    }

    /// The evaluation by a scheme that the bundle has, or may have.
    fn evaluation<'m>(&self, members: &'m Members, scheme: &str) -> Cow<'m, Fact> {
        let known = members.known.iter().find(|(name, _)| **name == *scheme);
        let extent = self.context.extent;
        let schemes = extent.map_or(0, |extent| extent.schemes.len());
        self.context
            .work
            .spend(4 + (members.known.len() + schemes) / 8);
        let is_issued = extent.is_none_or(|e| e.schemes.iter().any(|s| s == scheme));
        match (known, &members.open) {
            (Some((_, fact)), _) => Cow::Borrowed(fact),
            (None, Some(open)) if is_issued => {
                let unknown = self.unknown(open.cause, &unit(scheme));
                Cow::Owned(Fact::Unknown(vec![unknown]))
            }
            (None, _) => Cow::Owned(Fact::Absent),
        }
    }
}

/// Whether it is unknown if the evaluation exists at all.
fn is_not_there(cause: Cause) -> bool {
    matches!(cause, Cause::Undisclosed | Cause::Incomplete)
}

fn graded(grade: &str) -> (FactName, Fact) {
    (GRADE.text.into(), Fact::Known(Scalar::Text(grade.into())))
}

/// The disclosure unit of the evaluation by a scheme.
fn unit(scheme: &str) -> String {
    [EVALUATIONS.name, ".", scheme].concat()
}
