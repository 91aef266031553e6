//! From the claims of a bundle to the facts that rules may read on a given day.
//!
//! The law is applied before any rule reads a fact. A programme cannot leave it out, nor read what is set aside.

mod builder;
mod evaluations;
mod freshness;

use std::sync::Arc;

pub(crate) use self::builder::{Context, SetAsideRecord};
pub(crate) use self::freshness::{FreshUntil, fresh_until, kept_up_until};

use self::builder::Builder;
use super::claims::Claims;
use super::complete::Possible;
use super::lawful_use::{Doubt, Forum, LawfulUse, ListedDoubt, Rows, Standing};
use super::record::{ByName, Claim, Record};
use super::vocabulary::name::{AGE_OVER, BIRTHDATE, FULL_CAPACITY, VALID_UNTIL};
use super::vocabulary::{
    AS_OF, EVALUATIONS, JURISDICTION, LISTINGS, ListType, SUBJECT, SUBJECT_KIND,
};
use crate::law::{Capacity, Law};
use crate::rules::{
    Cause, Element, Fact, FactName, Further, List, Members, Scalar, Unknown, Verdict,
};
use crate::sorted;
use crate::time::Day;
use crate::work::Work;

/// The facts of one bundle on one day.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) members: Members,
    pub(crate) set_aside: Vec<SetAsideRecord>,
    /// A row of the law leaves it open whether some record counts.
    pub(crate) is_open_by_law: bool,
    /// The disclosure that would tell whether the subject is of age.
    pub(crate) age_unit: Unknown,
    /// Whether the bundle may have that disclosure.
    pub(crate) hides_age: bool,
}

/// Adds the change points of a bundle: the days on which the law may treat it otherwise than on the day before.
pub(crate) fn change_points(law: LawfulUse<'_>, ages: &[i64], days: &mut Vec<Day>) {
    let claims = law.claims;
    let named = claims.evaluations.known.len() + law.forum.recognition.len();
    if !law.work.spend(2 * (ages.len() + 1 + named)) {
        return;
    }
    let mut ages = ages.to_vec();
    if let Some(capacity) = &law.law.capacity {
        ages.extend_from_slice(&[capacity.partial, capacity.full]);
    }
    for born in [claims.birth.earliest, claims.birth.latest] {
        for years in &ages {
            sorted::extend(days, born.add_months(12 * years));
        }
    }
    for (_, evaluation) in &claims.evaluations.known {
        if let Fact::Object(members) = evaluation {
            sorted::extend(days, members.day(VALID_UNTIL).and_then(Day::next));
        }
    }
    for agreement in law.forum.recognition {
        agreement.change_points(days);
    }
    for (list, _, record) in claims.records() {
        law.change_points(list, record, days);
    }
}

/// Every fact of a bundle, whatever the law says of it. It is for finding the change points of rules, and never
/// for deciding.
pub(crate) fn unfiltered(claims: &Claims, alias: &str, law: &Law, work: &Work) -> Members {
    let context = Context {
        alias,
        forum: Forum::NOWHERE,
        law,
        rows: Rows::All,
        today: claims.as_of,
        stale: false,
        drawn_on: claims.as_of,
        ages: &[],
        extent: None,
        work,
    };
    let mut members = facts(claims, context).members;
    if !work.spend(claims.copy_steps()) {
        return members;
    }
    for (name, fact) in &mut members.known {
        let list = claims.lists.iter().find(|(list, _)| **name == *list.name);
        if let (Fact::List(facts), Some((list, claim))) = (&mut *fact, list) {
            if let Claim::Known(records) = claim {
                facts.elements = elements(records);
            }
            // A rule has change points for records that are not disclosed as well.
            let any = Unknown {
                cause: Cause::Undisclosed,
                unit: list.name.into(),
            };
            facts.open = vec![any.into()];
        } else if **name == *EVALUATIONS.name {
            *fact = Fact::Object(Members {
                known: claims.evaluations.known.clone(),
                open: None,
            });
        }
    }
    members
}

/// Applies the law of one day to one bundle.
pub(crate) fn facts(claims: &Claims, context: Context<'_>) -> Facts {
    let mut builder = Builder {
        claims,
        context,
        natural: claims.is_of_person(),
        set_aside: Vec::new(),
        is_open_by_law: false,
    };
    Facts {
        members: builder.members(),
        age_unit: builder.age_unit(),
        hides_age: AGE.iter().any(|name| builder.hides(name)),
        set_aside: builder.set_aside,
        is_open_by_law: builder.is_open_by_law,
    }
}

fn elements(records: &[Claim<Record>]) -> Vec<Element> {
    let known = records
        .iter()
        .enumerate()
        .filter_map(|(index, record)| match record {
            Claim::Known(record) => Some(Element {
                index,
                doubt: None,
                record: Some(record.members.clone()),
            }),
            _ => None,
        });
    known.collect()
}

/// What tells an age, the least first.
const AGE: [&str; 2] = [AGE_OVER.text, BIRTHDATE.text];

impl Builder<'_> {
    fn members(&mut self) -> Members {
        const CLAIMS: usize = 16;
        let claims = self.claims;
        let ages = self.context.ages.len();
        let named = claims.subject.copy_steps() + claims.evaluations.copy_steps();
        let lacking = self
            .context
            .extent
            .map_or(0, |extent| extent.knows.len() + extent.schemes.len());
        self.context
            .work
            .spend(CLAIMS + named + 2 * ages + lacking / 4);
        let text = |text: &Arc<str>| Fact::Known(Scalar::Text(text.clone()));
        let mut known: Vec<(FactName, Fact)> = vec![
            (SUBJECT_KIND.name.into(), text(&claims.subject_kind)),
            (JURISDICTION.name.into(), text(&claims.jurisdiction)),
            (
                AS_OF.name.into(),
                Fact::Known(Scalar::Day(self.context.drawn_on)),
            ),
            (SUBJECT.name.into(), self.subject()),
            (EVALUATIONS.name.into(), self.evaluations()),
        ];
        for (of, claim) in &claims.wholes {
            known.push((of.name.into(), self.whole(of.name, claim)));
        }
        for (list, claim) in &claims.lists {
            known.push((list.name.into(), self.list(list, claim)));
        }
        Members { known, open: None }
    }

    /// `subject`, with `age_over` computed for the day from all that is known of the birth. What a bundle says
    /// of an age holds on the day on which it was drawn, and it does not list every age.
    fn subject(&self) -> Fact {
        let mut fact = self.named(&SUBJECT, &self.claims.subject);
        let Fact::Object(members) = &mut fact else {
            return fact;
        };
        if self.natural {
            let mut ages = Members::default();
            for years in self.context.ages {
                let known = self.claims.birth.is_of_age(*years, self.context.today);
                let fact = match known {
                    Verdict::Unknown => Fact::Unknown(vec![self.age_unit()]),
                    known => Fact::Known(Scalar::Bool(known == Verdict::True)),
                };
                ages.known.push((years.to_string().into(), fact));
            }
            let name = AGE_OVER.text;
            members.known.retain(|(known, _)| **known != *name);
            members.known.push((name.into(), Fact::Object(ages)));
        }
        fact
    }

    /// What would tell whether the subject is of age.
    fn age_unit(&self) -> Unknown {
        self.birth_unit(AGE)
    }

    /// The first of two members of `subject` that is not disclosed, if possible one that may be there.
    fn birth_unit(&self, names: [&str; 2]) -> Unknown {
        let untold = |name: &&&str| self.claims.subject.fact(name).is_none();
        let mut names = names.iter();
        let hidden = names.clone().find(|name| self.hides(name));
        let name = hidden.or(names.find(untold));
        let name = name.copied().unwrap_or(BIRTHDATE.text);
        self.undisclosed(&[SUBJECT.name, ".", name].concat())
    }

    /// Whether a member of `subject` may be there that is not disclosed.
    fn hides(&self, name: &str) -> bool {
        let subject = &self.claims.subject;
        let named = subject.hidden.iter().any(|hidden| **hidden == *name);
        subject.fact(name).is_none() && (subject.open || named)
    }

    fn whole(&self, name: &str, claim: &Claim<Members>) -> Fact {
        match claim {
            _ if self.context.stale => Fact::Unknown(vec![self.unknown(Cause::Stale, name)]),
            Claim::Absent => match self.lacking(name) {
                Some(lacking) => Fact::Unknown(vec![lacking]),
                None => Fact::Absent,
            },
            Claim::Hidden => Fact::Unknown(vec![self.undisclosed(name)]),
            Claim::Known(members) if members.is_disputed() => {
                Fact::Unknown(vec![self.unknown(Cause::Disputed, name)])
            }
            Claim::Known(members) => Fact::Object(members.clone()),
        }
    }

    fn list(&mut self, list: &'static ListType, claim: &Claim<Vec<Claim<Record>>>) -> Fact {
        let mut facts = List::default();
        // Of somebody who is no subject of credit yet there is nothing to ask for.
        if list.is_adverse() && self.is_child() {
            // What is not shown nobody asks for; a newer edition may let it count.
            let mut is_open = !matches!(claim, Claim::Absent | Claim::Known(_));
            if let Claim::Known(records) = claim {
                for (index, record) in records.iter().enumerate() {
                    match record {
                        Claim::Known(_) => {
                            facts.elements.extend(self.element(list, index, record));
                        }
                        _ => is_open = true,
                    }
                }
            }
            if self.context.law.is_superseded && is_open {
                let unknown = self.unknown(Cause::LawNewer, list.name);
                facts.open.push(unknown.into());
            }
            return Fact::List(facts);
        }
        if self.context.stale {
            facts
                .open
                .push(self.unknown(Cause::Stale, list.name).into());
            return Fact::List(facts);
        }
        match claim {
            Claim::Absent => {
                let lacking = self.lacking(list.name).filter(|_| !list.always_issued);
                if let Some(lacking) = lacking {
                    facts.open = self.not_shown(list, lacking);
                }
            }
            Claim::Hidden => facts.open = self.not_shown(list, self.undisclosed(list.name)),
            Claim::Known(records) => {
                let is_hidden = |record: &Claim<Record>| !matches!(record, Claim::Known(_));
                // What may still be hidden in it is told of the whole list alone.
                let hides_none = records.iter().any(is_hidden)
                    && self
                        .left_open(list)
                        .is_some_and(|left_open| left_open.is_empty());
                for (index, record) in records.iter().enumerate() {
                    if !(hides_none && is_hidden(record)) {
                        facts.elements.extend(self.element(list, index, record));
                    }
                }
            }
        }
        if let Some(extent) = self.context.extent {
            let Context {
                forum,
                today,
                law,
                work,
                ..
            } = self.context;
            let gaps = extent.gaps(list, forum, today, law, work);
            facts.open.extend(gaps.into_iter().map(|known| Further {
                why: self.unknown(Cause::Incomplete, list.name),
                known,
            }));
        }
        Fact::List(facts)
    }

    /// What a list that is not shown may hold.
    fn not_shown(&self, list: &ListType, why: Unknown) -> Vec<Further> {
        let Some(left_open) = self.left_open(list) else {
            return vec![why.into()];
        };
        let left_open = left_open.into_iter();
        let further = left_open.map(|known| Further {
            why: why.clone(),
            known,
        });
        further.collect()
    }

    /// What the statements of absence about a list leave open; `None` where there is none.
    fn left_open(&self, list: &ListType) -> Option<Vec<Possible>> {
        let Context {
            forum,
            today,
            law,
            work,
            ..
        } = self.context;
        self.claims.left_open(list, forum, today, law, work)
    }

    fn element(
        &mut self,
        list: &ListType,
        index: usize,
        record: &Claim<Record>,
    ) -> Option<Element> {
        let steps = match record {
            Claim::Known(record) => record.copy_steps(),
            _ => 2,
        };
        if !self.context.work.spend(steps) {
            return None;
        }
        // Told of few records, so made for these alone.
        let name = || format!("{}[{index}]", list.name);
        let Claim::Known(record) = record else {
            return Some(Element {
                index,
                doubt: Some(self.undisclosed(&name())),
                record: None,
            });
        };
        let mut doubt = match self.law().standing(list, record, self.context.today) {
            Standing::Counts => None,
            Standing::Doubtful(Doubt::Age) => {
                Some(self.birth_unit([BIRTHDATE.text, AGE_OVER.text]))
            }
            Standing::Doubtful(Doubt::Capacity) => {
                let name = [SUBJECT.name, ".", FULL_CAPACITY.text].concat();
                Some(self.undisclosed(&name))
            }
            Standing::Doubtful(Doubt::Law) => Some(self.unknown(Cause::LawNewer, &name())),
            Standing::Doubtful(Doubt::Listed(why)) => {
                self.is_open_by_law = true;
                Some(self.listed_unit(why))
            }
            Standing::Doubtful(Doubt::Date | Doubt::Term | Doubt::Publicity) => {
                self.is_open_by_law = true;
                Some(self.unknown(Cause::Incomplete, &name()))
            }
            Standing::SetAside(reason) => {
                self.set_aside.push(SetAsideRecord {
                    path: [self.context.alias, ".", &name()].concat(),
                    reason,
                });
                return None;
            }
        };
        let mut members = record.members.clone();
        // A doubt that a disclosure would settle is named before the unknown code and the dispute, which remain
        // after it.
        if record.is_outside_catalogue() {
            let cause = self.outside_catalogue();
            let unknown = self.unknown(cause, &name());
            for (member, fact) in &mut Arc::make_mut(&mut members).known {
                if record.outside_catalogue.iter().any(|n| member == n) {
                    *fact = Fact::Unknown(vec![unknown.clone()]);
                }
            }
            doubt = doubt.or(Some(unknown));
        }
        if record.is_disputed() && doubt.is_none() {
            doubt = Some(self.unknown(Cause::Disputed, &name()));
        }
        Some(Element {
            index,
            doubt,
            record: Some(members),
        })
    }

    /// What would tell whether the subject is on a serious list.
    fn listed_unit(&self, why: ListedDoubt) -> Unknown {
        let name = LISTINGS.name;
        let of = |cause, index: usize| self.unknown(cause, &format!("{name}[{index}]"));
        match why {
            ListedDoubt::Hidden => self.undisclosed(name),
            ListedDoubt::HiddenRecord(index) => of(Cause::Undisclosed, index),
            ListedDoubt::Disputed(index) => of(Cause::Disputed, index),
            ListedDoubt::OutsideCatalogue(index) => of(self.outside_catalogue(), index),
            ListedDoubt::Doubtful(index) => of(Cause::Incomplete, index),
            ListedDoubt::Incomplete => self.unknown(Cause::Incomplete, name),
        }
    }

    fn outside_catalogue(&self) -> Cause {
        match self.claims.is_of_newer_edition(self.context.law) {
            true => Cause::CatalogueNewer,
            false => Cause::OutsideCatalogue,
        }
    }

    /// Whether the bundle itself shows its subject to be too young to be a subject of credit.
    fn is_child(&self) -> bool {
        let Context { law, today, .. } = self.context;
        let young = |capacity: &Capacity| {
            self.claims.birth.is_of_age(capacity.partial, today) == Verdict::False
        };
        self.natural && law.capacity.as_ref().is_some_and(young)
    }

    fn law(&self) -> LawfulUse<'_> {
        LawfulUse {
            claims: self.claims,
            forum: self.context.forum,
            law: self.context.law,
            rows: self.context.rows,
            extent: self.context.extent,
            work: self.context.work,
        }
    }
}
