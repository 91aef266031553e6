//! How far an issuer's lists are complete, and what may exist besides.
//!
//! That a bundle lacks a record shows that there is none only as far as its issuer would know of one. To choose
//! an issuer that does not know is a way of hiding, and no favour follows from hiding. So the records that the
//! issuer may not know of are added to the lists as possible elements, with the field and the scope that they
//! would have.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::completeness::Completeness;
use super::lawful_use::Forum;
use super::vocabulary::name::{FIELD, LIST, Name, SCOPE};
use super::vocabulary::{Adverse, ListType};
use crate::law::{CodeList, Law};
use crate::region::NATIONAL_SCOPE;
use crate::rules::{Fact, FactName, Scalar};
use crate::time::Day;
use crate::work::Work;

/// What an issuer knows of, and so what follows if its bundle lacks something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent<'a> {
    /// The issuer's own.
    pub(crate) regions: &'a [String],
    pub(crate) complete: &'a [Completeness],
    /// The optional claims that the issuer always issues, empty if there is nothing: `registration`,
    /// `evaluations.tax`, or `subject` for all of its members.
    pub(crate) knows: &'a [String],
    /// The schemes of which it may issue evaluations.
    pub(crate) schemes: &'a [String],
}

/// Stands for every code that is in no table, such as one of a local supplement of the catalogue. It equals no code
/// that a rule can name.
const OUTSIDE: &str = "";

/// Steps of making an element that may be there.
const ELEMENT: usize = 12;

/// The members of an element that may be there, as far as they are known.
pub(super) type Possible = Vec<(FactName, Fact)>;

impl<'a> Extent<'a> {
    /// The most gaps that a list can have: one for each list in each of its fields.
    #[cfg(test)]
    const MOST_GAPS: usize = 50;

    /// Whether a claim that a bundle lacks is known not to exist: the claim, or the object that it is a member
    /// of, is always issued.
    pub(super) fn knows(&self, claim: &str) -> bool {
        self.knows.iter().any(|known| {
            let member = claim.strip_prefix(known.as_str());
            member.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// The members of an object that are always issued, by their names.
    pub(super) fn known_members<'n>(
        self,
        object: &'n str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.knows.iter().filter_map(move |known| {
            let member = known.strip_prefix(object)?.strip_prefix('.')?;
            Some(member.split('.').next().unwrap_or(member))
        })
    }

    /// Whether a row has every record that the issuer's lists can hold: those of its own regions, those that it
    /// passes on, and those of the whole country.
    pub(super) fn is_within(&self, row: &Completeness, work: &Work) -> bool {
        let passed_on = || self.complete.iter().flat_map(|row| &row.regions);
        let places = self.regions.len() + passed_on().count();
        work.spend(1 + places.saturating_mul(row.names()) / 8)
            && row.has_all_of(self.regions.iter().chain(passed_on()))
    }

    /// The [gaps] of a list: what it may hold besides.
    pub(super) fn gaps(
        &self,
        list: &ListType,
        forum: Forum<'_>,
        day: Day,
        law: &Law,
        work: &Work,
    ) -> Vec<Possible> {
        let rows: Vec<&Completeness> = self.complete.iter().collect();
        gaps(&rows, list, forum, day, law, work)
    }
}

/// What an adverse list may hold that no row has, of all that could count in a place on a day. There is one gap for
/// each field (for listings, for each list and field that go together in the catalogue). Of each there may be any
/// number of records.
pub(super) fn gaps(
    rows: &[&Completeness],
    list: &ListType,
    forum: Forum<'_>,
    day: Day,
    law: &Law,
    work: &Work,
) -> Vec<Possible> {
    let mut gaps = Vec::new();
    if !list.is_adverse() {
        return gaps;
    }
    let is_listing = list.adverse == Some(Adverse::Listing);
    let homes = Homes::new(forum, day);
    if !list.has_field() {
        gaps.extend(gap(rows, None, &homes, work).map(|_| Vec::new()));
        return gaps;
    }
    let fields = law.catalogue.codes(CodeList::Fields).iter();
    let of_fields = fields.map(|field| (field.as_str(), Some(field.as_str())));
    // Whoever knows of every field at once leaves none open but for agreements on some.
    let outside = gap(rows, None, &homes, work);
    for (name, field) in of_fields.chain([(OUTSIDE, None)]) {
        let origin = match homes.are_common(field) {
            true if field.is_none() || outside.is_none() => outside,
            _ => gap(rows, field, &homes, work),
        };
        let Some(origin) = origin else {
            continue;
        };
        // A newer edition may have fields that are none here: what is outside may be any.
        let mut possible = match field.is_none() && law.is_superseded {
            true => Vec::new(),
            false => vec![text(FIELD, name)],
        };
        // Where everything of the place is known, only records of the whole country are missing.
        if is_listing && origin == Origin::Country {
            possible.push(text(SCOPE, NATIONAL_SCOPE));
        }
        // Which lists go with a field, a newer edition may say otherwise.
        if !is_listing || law.is_superseded {
            gaps.push(possible);
            continue;
        }
        for list in law.catalogue.lists_of(name).chain([OUTSIDE]) {
            let mut possible = possible.clone();
            work.spend(ELEMENT);
            possible.push(text(LIST, list));
            gaps.push(possible);
        }
    }
    gaps
}

/// From where there may be records in a field that no row has; `None` if the rows have all.
fn gap(
    rows: &[&Completeness],
    field: Option<&str>,
    homes: &Homes<'_>,
    work: &Work,
) -> Option<Origin> {
    if !work.spend(homes.forum.homes_steps() + ELEMENT) {
        return None;
    }
    let known = |home: &str| rows.iter().any(|row| row.reaches(home, field));
    let homes = homes.of(field);
    let named: usize = rows.iter().map(|row| row.names()).sum();
    if !work.spend(homes.len().saturating_mul(1 + named) / 8) {
        return None;
    }
    if !homes.iter().all(|home| known(home)) {
        return Some(Origin::Anywhere);
    }
    let nationwide = |row: &&Completeness| row.nationwide && row.is_of(field);
    (!rows.iter().any(nationwide)).then_some(Origin::Country)
}

/// Where records can come from that count in a forum on a day.
struct Homes<'a> {
    forum: Forum<'a>,
    day: Day,
    /// Those of all fields that no agreement is about, found once.
    common: OnceCell<Vec<String>>,
}

impl<'a> Homes<'a> {
    fn new(forum: Forum<'a>, day: Day) -> Self {
        Self {
            forum,
            day,
            common: OnceCell::new(),
        }
    }

    fn of(&self, field: Option<&str>) -> Cow<'_, [String]> {
        let Self { forum, day, .. } = self;
        match self.are_common(field) {
            true => Cow::Borrowed(self.common.get_or_init(|| forum.homes(None, *day))),
            false => Cow::Owned(forum.homes(field, *day)),
        }
    }

    /// Whether those of a field are those of all fields: an agreement counts for the programme's own.
    fn are_common(&self, field: Option<&str>) -> bool {
        let of_programme = |field: &str| self.forum.fields.iter().any(|own| own == field);
        self.forum.recognition.is_empty() || !field.is_some_and(of_programme)
    }
}

/// Where a record may come from that the issuer does not know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Anywhere,
    /// The whole country: to know the records of every place is not to know those that count everywhere.
    Country,
}

pub(super) fn text(name: Name<str>, value: &str) -> (FactName, Fact) {
    (name.text.into(), Fact::Known(Scalar::Text(value.into())))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::credit::fields::Fields;
    use crate::credit::vocabulary::{CLAIM_TYPES, LIST_TYPES};
    use crate::identity::provinces;
    use crate::law;

    static EVERYTHING: LazyLock<[Completeness; 1]> = LazyLock::new(|| {
        [Completeness {
            regions: provinces().collect(),
            fields: Fields::All,
            nationwide: true,
        }]
    });
    static PROVINCES: LazyLock<Vec<String>> = LazyLock::new(|| provinces().collect());
    static CLAIMS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let lists = LIST_TYPES.iter().map(|list| list.name);
        let claims = CLAIM_TYPES.iter().map(|claim| claim.name);
        lists.chain(claims).map(String::from).collect()
    });

    #[test]
    fn no_more_may_be_there_than_is_counted() {
        let nobody = Extent {
            regions: &[],
            complete: &[],
            knows: &[],
            schemes: &[],
        };
        let regions = ["310000".to_owned()];
        let forum = Forum {
            regions: &regions,
            ..Forum::NOWHERE
        };
        let today = Day::parse("2026-11-22").expect("a day");
        for list in LIST_TYPES {
            let gaps = nobody
                .gaps(list, forum, today, law::built_in(), &Work::of_a_decision())
                .len();
            assert!(gaps <= Extent::MOST_GAPS, "{}: {gaps}", list.name);
            assert_eq!(gaps > 0, list.is_adverse(), "{}", list.name);
        }
    }

    impl<'a> Extent<'a> {
        /// Of somebody who knows everything, and evaluates by these schemes.
        pub(crate) fn of_everything(schemes: &'a [String]) -> Self {
            Self {
                regions: &PROVINCES,
                complete: &*EVERYTHING,
                knows: &CLAIMS,
                schemes,
            }
        }
    }
}
