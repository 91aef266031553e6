//! The lawful-use filter: from a bundle's claims to what rules may see on a given day.
//!
//! Law comes before rules. A programme cannot forget what is here, nor read what is set aside.

use std::sync::Arc;

use super::birth::ADULT_YEARS;
use super::claims::{Claim, Claims, Named, Record, is_disputed};
use super::vocabulary::{self, CATALOGUE_EDITIONS, ListType};
use crate::error::string_enum;
use crate::rules::{Cause, Element, Fact, List, Members, Scalar, Unknown, Verdict};
use crate::sorted_set::SortedSet;
use crate::time::{BeyondCalendar, Day, Instant, Period, working_days_after};

/// The legal deletion deadline after a repair or a revocation is three working days: older data
/// may already be unlawful to use (上海市社会信用条例 第三十七条, 第三十八条).
const DELETION_DEADLINE: Period = Period::WorkingDays(3);

/// In whose light one bundle is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The input's name in the programme.
    pub(crate) alias: &'a str,
    pub(crate) today: Day,
    /// Lists, evaluations and the like were drawn too long ago.
    pub(crate) stale: bool,
    /// What rules are told of when that was.
    pub(crate) drawn_on: Day,
    /// The issuer's lists say "and nothing else" for the programme's regions and fields.
    pub(crate) complete: Completeness,
    /// The ages that the rules ask for by `age_over`.
    pub(crate) ages: &'a [i64],
}

/// For which lists an issuer says "and nothing else".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Completeness {
    /// Listings and penalties, which have a field.
    pub(crate) with_field: bool,
    /// Commitments and obligations, which have none.
    pub(crate) without_field: bool,
}

impl Completeness {
    /// Plain facts are complete as written.
    pub(crate) const ALL: Self = Self {
        with_field: true,
        without_field: true,
    };
}

/// What rules may see of one bundle on one day.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) members: Members,
    pub(crate) set_aside: Vec<SetAside>,
    /// Whether the subject is of age. True for whatever is not a natural person.
    pub(crate) adult: Verdict,
    /// What would tell, where `adult` is unknown.
    pub(crate) age_unit: Unknown,
}

/// A record that the law keeps out of the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetAside {
    /// `credit.penalties[1]`, in the issuer's numbering.
    pub(crate) path: String,
    pub(crate) ground: Ground,
    /// The day from which it has not counted, where that can be known.
    pub(crate) since: Option<Day>,
}

string_enum! {
    /// Why a record is set aside.
    Ground {
        /// Its end has come.
        Ended = "ended",
        /// Its subject was not of age.
        Minor = "minor",
        /// Its beginning has not come.
        NotYet = "not_yet",
        /// It is of a kind that may not be collected.
        OutsideCatalogue = "outside_catalogue",
        /// It was repaired.
        Repaired = "repaired",
        /// The obligation was met.
        Settled = "settled",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

impl Ground {
    /// The law that says so.
    pub(crate) fn basis(self) -> &'static str {
        match self {
            Self::Ended | Self::NotYet => "上海市社会信用条例 第三十五条",
            Self::Minor => "上海市社会信用条例 第二条",
            Self::OutsideCatalogue => "上海市社会信用条例 第十一条",
            Self::Repaired | Self::Settled => "上海市社会信用条例 第三十八条",
            Self::Withdrawn => "上海市社会信用条例 第三十七条",
        }
    }
}

/// The instant from which a bundle's lists are stale: the day after the last day on which it is
/// fresh, 00:00 in China.
///
/// A programme may shorten the deletion deadline. A longer `max_age` holds only while the status
/// list used is itself that fresh, since it is what tells of records added or corrected.
pub(crate) fn fresh_until(
    as_of: Day,
    max_age: Period,
    status_list_iat: Option<Instant>,
) -> Instant {
    let after = |from: Day, period: Period| {
        let last = match period {
            Period::WorkingDays(n) => {
                working_days_after(from, n, BeyondCalendar::EveryDay).map(|reached| reached.day)
            }
            period => from.plus(period),
        };
        last.unwrap_or(Day::MAX)
    };
    let allowed = after(as_of, max_age);
    let lawful = after(as_of, DELETION_DEADLINE);
    let kept_up = status_list_iat.map_or(lawful, |iat| after(Day::of(iat), DELETION_DEADLINE));
    let last = allowed.min(lawful.max(kept_up));
    last.next().unwrap_or(Day::MAX).start()
}

/// Adds the days on which the law of this module may treat a bundle otherwise than on the day
/// before.
pub(crate) fn turning_days(claims: &Claims, ages: &[i64], days: &mut SortedSet<Day>) {
    for born in [claims.birth.earliest, claims.birth.latest] {
        for years in ages.iter().chain([&ADULT_YEARS]) {
            days.extend(born.add_months(12 * years));
        }
    }
    let mut add = |members: &Members| {
        for (name, fact) in &members.known {
            let Fact::Known(Scalar::Day(day)) = fact else {
                continue;
            };
            match &**name {
                "since" | "valid_from" | "settled_on" => days.insert(*day),
                "until" | "valid_until" => days.extend(day.next()),
                _ => {}
            }
        }
    };
    for (_, evaluation) in &claims.evaluations.known {
        if let Fact::Object(members) = evaluation {
            add(members);
        }
    }
    for record in claims.records() {
        add(&record.members);
    }
}

/// Every fact of a bundle whatever the law says of it: not for deciding, but for finding the days
/// on which a rule may turn.
pub(crate) fn unfiltered(claims: &Claims, alias: &str) -> Members {
    let context = Context {
        alias,
        today: claims.as_of,
        stale: false,
        drawn_on: claims.as_of,
        complete: Completeness::ALL,
        ages: &[],
    };
    let mut members = facts(claims, context).members;
    for (name, fact) in &mut members.known {
        let list = claims.lists.iter().find(|(list, _)| **name == *list.name);
        if let (Fact::List(facts), Some((_, Claim::Known(records)))) = (&mut *fact, list) {
            facts.elements = elements(records);
        } else if **name == *"evaluations" {
            *fact = Fact::Object(Members {
                known: claims.evaluations.known.clone(),
                open: None,
            });
        }
    }
    members
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

/// Applies the law of one day to one bundle.
pub(crate) fn facts(claims: &Claims, context: Context<'_>) -> Facts {
    let mut builder = Builder {
        claims,
        context,
        natural: &*claims.subject_kind == "natural_person",
        set_aside: Vec::new(),
    };
    Facts {
        members: builder.members(),
        adult: match builder.natural {
            true => claims.birth.is_adult(context.today),
            false => Verdict::True,
        },
        age_unit: builder.age_unit(),
        set_aside: builder.set_aside,
    }
}

struct Builder<'a> {
    claims: &'a Claims,
    context: Context<'a>,
    natural: bool,
    set_aside: Vec<SetAside>,
}

impl Builder<'_> {
    fn unknown(&self, cause: Cause, name: &str) -> Unknown {
        Unknown {
            cause,
            unit: format!("{}.{name}", self.context.alias).into(),
        }
    }

    fn undisclosed(&self, name: &str) -> Unknown {
        self.unknown(Cause::Undisclosed, name)
    }

    fn members(&mut self) -> Members {
        let claims = self.claims;
        let text = |text: &Arc<str>| Fact::Known(Scalar::Text(text.clone()));
        let mut known: Vec<(Arc<str>, Fact)> = vec![
            ("subject_kind".into(), text(&claims.subject_kind)),
            ("jurisdiction".into(), text(&claims.jurisdiction)),
            (
                "as_of".into(),
                Fact::Known(Scalar::Day(self.context.drawn_on)),
            ),
            ("subject".into(), self.subject()),
            ("evaluations".into(), self.evaluations()),
            (
                "registration".into(),
                self.object("registration", &claims.registration),
            ),
            ("finance".into(), self.object("finance", &claims.finance)),
        ];
        for (list, claim) in &claims.lists {
            known.push((list.name.into(), self.list(list, claim)));
        }
        Members { known, open: None }
    }

    /// An object whose members are each a disclosure.
    fn named(&self, name: &str, named: &Named) -> Fact {
        let mut members = Members {
            known: named.known.clone(),
            open: named.open.then(|| self.undisclosed(name)),
        };
        for hidden in &named.hidden {
            let unknown = self.undisclosed(&format!("{name}.{hidden}"));
            members.known.push((hidden.clone(), Fact::Unknown(unknown)));
        }
        Fact::Object(members)
    }

    /// `age_over` is worked out for the day from all that is known of the birth: what a bundle says
    /// of an age holds on the day it was drawn, and it does not list every age.
    fn subject(&self) -> Fact {
        let mut fact = self.named("subject", &self.claims.subject);
        let Fact::Object(members) = &mut fact else {
            return fact;
        };
        if self.natural {
            let mut ages = Members::default();
            for years in self.context.ages {
                let known = self.claims.birth.is_of_age(*years, self.context.today);
                let fact = match known {
                    Verdict::Unknown => Fact::Unknown(self.age_unit()),
                    known => Fact::Known(Scalar::Bool(known == Verdict::True)),
                };
                ages.known.push((years.to_string().into(), fact));
            }
            members.known.retain(|(name, _)| **name != *"age_over");
            members.known.push(("age_over".into(), Fact::Object(ages)));
        }
        fact
    }

    /// What would tell the age; what is disclosed already would not.
    fn age_unit(&self) -> Unknown {
        self.undisclosed(match self.claims.subject.get("age_over") {
            None => "subject.age_over",
            Some(_) => "subject.birthdate",
        })
    }

    fn evaluations(&self) -> Fact {
        if self.context.stale {
            return Fact::Object(Members {
                known: Vec::new(),
                open: Some(self.unknown(Cause::Stale, "evaluations")),
            });
        }
        let Fact::Object(mut members) = self.named("evaluations", &self.claims.evaluations) else {
            return Fact::Absent;
        };
        for (scheme, fact) in &mut members.known {
            let Fact::Object(evaluation) = fact else {
                continue;
            };
            let unit = format!("evaluations.{scheme}");
            let ended = evaluation.known.iter().any(|(name, value)| {
                **name == *"valid_until"
                    && matches!(value, Fact::Known(Scalar::Day(day)) if *day < self.context.today)
            });
            if is_disputed(evaluation) {
                *fact = Fact::Unknown(self.unknown(Cause::Disputed, &unit));
            } else if ended {
                *fact = Fact::Unknown(self.unknown(Cause::Stale, &unit));
            }
        }
        Fact::Object(members)
    }

    fn object(&self, name: &str, claim: &Claim<Members>) -> Fact {
        match claim {
            _ if self.context.stale => Fact::Unknown(self.unknown(Cause::Stale, name)),
            Claim::Absent => Fact::Absent,
            Claim::Hidden => Fact::Unknown(self.undisclosed(name)),
            Claim::Known(members) if is_disputed(members) => {
                Fact::Unknown(self.unknown(Cause::Disputed, name))
            }
            Claim::Known(members) => Fact::Object(members.clone()),
        }
    }

    fn list(&mut self, list: &'static ListType, claim: &Claim<Vec<Claim<Record>>>) -> Fact {
        let mut facts = List::default();
        if self.context.stale {
            facts.open.push(self.unknown(Cause::Stale, list.name));
            return Fact::List(facts);
        }
        match claim {
            Claim::Absent => {}
            Claim::Hidden => facts.open.push(self.undisclosed(list.name)),
            Claim::Known(records) => {
                for (index, record) in records.iter().enumerate() {
                    facts.elements.extend(self.element(list, index, record));
                }
            }
        }
        let complete = match list.name {
            _ if !list.adverse => true,
            "commitments" | "obligations" => self.context.complete.without_field,
            _ => self.context.complete.with_field,
        };
        if !complete {
            facts.open.push(self.unknown(Cause::Incomplete, list.name));
        }
        Fact::List(facts)
    }

    fn element(
        &mut self,
        list: &ListType,
        index: usize,
        record: &Claim<Record>,
    ) -> Option<Element> {
        let name = format!("{}[{index}]", list.name);
        let Claim::Known(record) = record else {
            return Some(Element {
                index,
                doubt: Some(self.undisclosed(&name)),
                record: None,
            });
        };
        if record.outside_catalogue && !CATALOGUE_EDITIONS.contains(&self.claims.catalogue_year) {
            return Some(Element {
                index,
                doubt: Some(self.unknown(Cause::CatalogueNewer, &name)),
                record: None,
            });
        }
        let (ground, mut doubt) = self.standing(list, index, record);
        if let Some((ground, since)) = ground {
            self.set_aside.push(SetAside {
                path: format!("{}.{name}", self.context.alias),
                ground,
                since,
            });
            return None;
        }
        // What a disclosure would settle is said first; the dispute is still there after it.
        if record.is_disputed() && doubt.is_none() {
            doubt = Some(self.unknown(Cause::Disputed, &name));
        }
        Some(Element {
            index,
            doubt,
            record: Some(record.members.clone()),
        })
    }

    /// Whether a record is set aside, and if not, what keeps us from saying that it counts.
    fn standing(
        &self,
        list: &ListType,
        index: usize,
        record: &Record,
    ) -> (Option<(Ground, Option<Day>)>, Option<Unknown>) {
        let today = self.context.today;
        if record.outside_catalogue {
            return (Some((Ground::OutsideCatalogue, None)), None);
        }
        let past = |name: &str| {
            record
                .day(name)
                .filter(|day| *day < today)
                .and_then(Day::next)
        };
        let state = record.text("state");
        let ended = match list.name {
            "honours" => past("until"),
            "licences" => past("valid_until"),
            _ => past("until"),
        };
        let starts = match list.name {
            "honours" => record.day("since"),
            "licences" => record.day("valid_from"),
            _ => None,
        };
        let ground = match state {
            Some("repaired") => Some((Ground::Repaired, None)),
            Some("withdrawn") => Some((Ground::Withdrawn, None)),
            Some("ended" | "suspended" | "revoked" | "cancelled") => Some((Ground::Ended, None)),
            _ if ended.is_some() => Some((Ground::Ended, ended)),
            _ if starts.is_some_and(|day| day > today) => Some((Ground::NotYet, None)),
            _ => record
                .day("settled_on")
                .filter(|day| list.adverse && *day <= today)
                .map(|day| (Ground::Settled, Some(day))),
        };
        if ground.is_some() || !is_adverse(list, record) || !self.natural {
            return (ground, None);
        }
        self.as_a_minor(list, index, record)
    }

    /// Nobody is a subject of credit before the eighteenth birthday; what was done before then
    /// does not count afterwards either.
    fn as_a_minor(
        &self,
        list: &ListType,
        index: usize,
        record: &Record,
    ) -> (Option<(Ground, Option<Day>)>, Option<Unknown>) {
        let known = |names: &[&str]| names.iter().find_map(|name| record.day(name));
        let done = known(&["behaviour_ended_on", "determined_on", "since", "broken_on"]);
        // A promise is broken, and a debt run up, at its due day or later; later than it was made.
        let after = known(&["due", "made_on"]);
        let adult = |day: Day| self.claims.birth.is_adult(day);
        let then = match (done, after) {
            (Some(day), _) => adult(day),
            (None, Some(day)) if adult(day) != Verdict::False => adult(day),
            _ => {
                let name = format!("{}[{index}]", list.name);
                return (None, Some(self.unknown(Cause::Incomplete, &name)));
            }
        };
        match then {
            Verdict::True => (None, None),
            Verdict::False => (Some((Ground::Minor, done)), None),
            Verdict::Unknown => (None, Some(self.undisclosed("subject.birthdate"))),
        }
    }
}

/// Listings, penalties, obligations, and commitments that were broken.
fn is_adverse(list: &ListType, record: &Record) -> bool {
    list.adverse && (*list != vocabulary::COMMITMENTS || record.text("state") == Some("broken"))
}
