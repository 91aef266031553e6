//! Recognition between regions (跨区域互认): where a record, or a grade, of one region counts besides.

use crate::credit::fields::Fields;
use crate::error::{Code, Error, Problem};
use crate::identity::provinces;
use crate::json::{ObjectReader, Value};
use crate::limits;
use crate::region::{NATIONAL_SCOPE, any_covers, is_national, is_region};
use crate::sorted;
use crate::time::Day;

/// An agreement between regions, as the trust list has it.
#[derive(Debug)]
pub(crate) struct Recognition {
    home: Vec<String>,
    /// Where what comes from `home` counts as well.
    regions: Vec<String>,
    fields: Fields,
    /// Which grade of one scheme stands for which of another.
    grades: Vec<GradePair>,
    valid_from: Option<Day>,
    /// The last day.
    valid_until: Option<Day>,
}

#[derive(Debug)]
struct GradePair {
    from: Grade,
    to: Grade,
}

/// A grade of a scheme of evaluation.
#[derive(Debug)]
pub(in crate::credit) struct Grade {
    pub(in crate::credit) scheme: String,
    pub(in crate::credit) grade: String,
}

impl Recognition {
    /// Reads `{home[], in[], fields[]|"*", grades?, valid_from?, valid_until?, basis}`.
    ///
    /// # Errors
    /// `format.schema` and `limit.items`, with a pointer. An agreement that was passed over would let records go
    /// unnoticed that count.
    pub(crate) fn read(value: &Value) -> Result<Self, Error> {
        let written = ObjectReader::of(value, Code::FormatSchema)?;
        for name in ["home", "in", "fields", "grades"] {
            let listed = value.member(name).and_then(Value::as_array);
            let found = listed.map_or(0, <[Value]>::len);
            Error::check_items(limits::LISTED, found, || written.place(name))?;
        }
        let regions = |name: &str| {
            let regions: Vec<String> = written.read(name)?;
            match !regions.is_empty() && regions.iter().all(|r| is_region(r)) {
                true => Ok(regions),
                false => Err(written.fail(name, Problem::Value)),
            }
        };
        let mut grades = Vec::new();
        for pair in written.each("grades")? {
            let [from, to] = ["from", "to"].map(|name| {
                let grade = pair.object(name)?;
                Ok::<_, Error>(Grade {
                    scheme: grade.read("scheme")?,
                    grade: grade.read("grade")?,
                })
            });
            grades.push(GradePair {
                from: from?,
                to: to?,
            });
        }
        written.read::<&str>("basis")?;
        Ok(Self {
            home: regions("home")?,
            regions: regions("in")?,
            fields: written.read("fields")?,
            grades,
            valid_from: written.maybe("valid_from")?,
            valid_until: written.maybe("valid_until")?,
        })
    }

    fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }

    fn reaches(&self, home: &str, region: &str) -> bool {
        any_covers(&self.home, home) && any_covers(&self.regions, region)
    }

    /// How many regions and fields it names.
    fn names(&self) -> usize {
        let fields = match &self.fields {
            Fields::All => 1,
            Fields::Named(fields) => fields.len(),
        };
        self.home.len() + self.regions.len() + fields
    }

    /// The days on which it begins and has ended.
    pub(in crate::credit) fn change_points(&self, days: &mut Vec<Day>) {
        sorted::extend(days, self.valid_from);
        sorted::extend(days, self.valid_until.and_then(Day::next));
    }
}

/// Where a decision is made, and what for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forum<'a> {
    /// The programme's regions.
    pub(crate) regions: &'a [String],
    /// The programme's fields; none, if it names none.
    pub(crate) fields: &'a [String],
    /// The agreements of the trust list.
    pub(crate) recognition: &'a [Recognition],
}

impl Forum<'_> {
    /// For what no place is needed.
    pub(crate) const NOWHERE: Self = Self {
        regions: &[],
        fields: &[],
        recognition: &[],
    };

    /// Whether what comes from `home` counts here by itself: it is national, the programme is, or
    /// both lie in one province.
    pub(super) fn is_at_home(&self, home: &str) -> bool {
        fn province(region: &str) -> Option<&str> {
            region.get(..2)
        }
        let national = |region: &str| region == NATIONAL_SCOPE || is_national(region);
        national(home)
            || self
                .regions
                .iter()
                .any(|region| national(region) || province(region) == province(home))
    }

    /// What it takes to see whether a record that names so many regions is recognised here, in
    /// [steps](crate::limits::WORK): sixteen names are compared in one.
    pub(super) fn recognition_steps(&self, named: usize) -> usize {
        let names = self.recognition.iter().map(Recognition::names);
        let names = names.fold(named, usize::saturating_add);
        1 + self.regions.len().saturating_mul(1 + names) / 16
    }

    /// What it takes to find the [homes](Self::homes) of records in a field.
    pub(in crate::credit) fn homes_steps(&self) -> usize {
        const COUNTRY: usize = 64;
        let homes = self.recognition.iter().flat_map(|a| &a.home);
        let named = || self.regions.iter().chain(homes.clone());
        let country = match named().any(|region| is_national(region)) {
            true => COUNTRY,
            false => 0,
        };
        2 + self.fields.len() / 16 + 4 * named().count() + country + self.recognition_steps(0)
    }

    /// What it takes to find which [grades](Self::grades) stand for others.
    pub(in crate::credit) fn grades_steps(&self) -> usize {
        let grades = self.recognition.iter().map(|a| a.grades.len());
        let named = self.recognition.iter().map(Recognition::names);
        let compared = named.map(|names| names.saturating_mul(self.fields.len()) / 16);
        grades
            .chain(compared)
            .fold(self.recognition_steps(0), usize::saturating_add)
    }

    /// Whether a record of another province, in a field, is recognised here: by what the record
    /// itself says or by an agreement, and only for what the programme is about (不当联结之禁止).
    pub(super) fn recognises(
        &self,
        home: &str,
        field: &str,
        recognised_in: &[impl AsRef<str>],
        day: Day,
    ) -> bool {
        self.fields.iter().any(|f| f == field)
            && self.recognises_in_own(home, field, recognised_in, day)
    }

    /// The same of a field that is one of the programme's.
    fn recognises_in_own(
        &self,
        home: &str,
        field: &str,
        recognised_in: &[impl AsRef<str>],
        day: Day,
    ) -> bool {
        let here = |region: &String| {
            any_covers(recognised_in, region)
                || self.recognition.iter().any(|agreement| {
                    agreement.holds_on(day)
                        && agreement.fields.covers(field)
                        && agreement.reaches(home, region)
                })
        };
        self.regions.iter().any(here)
    }

    /// The regions of which a record in a field could count here without being the whole country's:
    /// the provinces of the programme's regions, and those whose records are recognised by agreement.
    /// A record of any other place that says itself that it is recognised counts where it is shown.
    ///
    /// Each is there once.
    pub(in crate::credit) fn homes(&self, field: Option<&str>, day: Day) -> Vec<String> {
        let mut homes: Vec<String> = Vec::new();
        let mut is_country = false;
        let mut add = |region: &str| match is_national(region) {
            true => is_country = true,
            false => sorted::insert(&mut homes, region.to_owned()),
        };
        for region in self.regions {
            match region.get(..2) {
                Some(province) if !is_national(region) => add(&[province, "0000"].concat()),
                _ => add(region),
            }
        }
        let relevant = |field: &&str| self.fields.iter().any(|f| f == field);
        if let Some(field) = field.filter(relevant) {
            let agreements = self.recognition.iter().filter(|agreement| {
                agreement.holds_on(day)
                    && agreement.fields.covers(field)
                    && self
                        .regions
                        .iter()
                        .any(|r| any_covers(&agreement.regions, r))
            });
            agreements.flat_map(|a| &a.home).for_each(|home| add(home));
        }
        if is_country {
            sorted::extend(&mut homes, provinces());
        }
        homes
    }

    /// Whether a record of another province could be recognised here, whatever its field.
    pub(super) fn may_recognise(
        &self,
        home: &str,
        recognised_in: &[impl AsRef<str>],
        day: Day,
    ) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| self.recognises_in_own(home, field, recognised_in, day))
    }

    /// The grades that stand for others here on a day, from a bundle of that jurisdiction: the one
    /// it has, and the one it stands for.
    pub(in crate::credit) fn grades(
        &self,
        home: &str,
        day: Day,
    ) -> impl Iterator<Item = (&Grade, &Grade)> {
        let wanted = Fields::of_programme(self.fields);
        let holding = self.recognition.iter().filter(move |agreement| {
            agreement.holds_on(day)
                && agreement.fields.cover_all(&wanted)
                && self.regions.iter().any(|r| agreement.reaches(home, r))
        });
        holding.flat_map(|agreement| agreement.grades.iter().map(|pair| (&pair.from, &pair.to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Object;

    #[test]
    fn an_agreement_names_no_more_than_can_be_gone_through() {
        let agreement = |name: &str, count: usize| {
            let mut written: Vec<(&str, Value)> = vec![("basis", "x".into())];
            for list in ["home", "in", "fields", "grades"] {
                let one = match list {
                    "fields" => r#""market""#,
                    "grades" => {
                        r#"{"from": {"scheme": "a", "grade": "1"}, "to": {"scheme": "b", "grade": "1"}}"#
                    }
                    _ => r#""310000""#,
                };
                let times = if list == name { count } else { 1 };
                let text = format!("[{}]", vec![one; times].join(","));
                let listed = Value::parse(text.as_bytes(), text.len()).expect("JSON");
                written.push((list, listed));
            }
            Recognition::read(&Object::from_iter(written).into())
        };
        for name in ["home", "in", "fields", "grades"] {
            assert!(agreement(name, limits::LISTED).is_ok(), "{name}");
            let error = agreement(name, limits::LISTED + 1).expect_err(name);
            assert_eq!(error.code(), Code::LimitItems);
            let pointer = error.details().get("pointer").and_then(Value::as_str);
            assert_eq!(pointer, Some(&*format!("/{name}")));
        }
    }
}
