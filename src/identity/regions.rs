//! All regions that GB/T 2260 has had, for tools that can afford the table.

use super::examination::{CodeKind, CodeProblem, Examination};
use crate::json::Value;

/// Every six-digit code that was found to have been in use since the first edition of GB/T 2260, on
/// resident numbers at least, with its names and years. `docs/identity.md` says where they come from. There
/// are gaps: a code that is not here may have been in use.
#[derive(Debug, Clone)]
pub struct Regions(Vec<Region>);

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Region {
    /// Six digits.
    pub code: String,
    /// The name of the region; all names, with slashes between them, if the code has had several.
    pub name: String,
    /// The year of the code's first use. `None` if that is not known, or it was there from the
    /// beginning.
    pub since: Option<i64>,
    /// The year in which the code was given up. `None` if it is in use, or no source has the year.
    pub until: Option<i64>,
}

impl Regions {
    /// The table that this version comes with.
    pub fn built_in() -> Self {
        let text = include_str!("regions.json");
        let document = Value::parse(text.as_bytes(), text.len()).unwrap_or(Value::Null);
        let regions = document.member("regions").and_then(Value::as_object);
        let mut all: Vec<Region> = regions
            .into_iter()
            .flat_map(|regions| regions.iter())
            .filter_map(|(code, region)| Region::read(code, region.as_array()?))
            .collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        Self(all)
    }

    /// The region of a code.
    pub fn find(&self, code: &str) -> Option<&Region> {
        let at = self
            .0
            .binary_search_by(|region| region.code.as_str().cmp(code));
        self.0.get(at.ok()?)
    }

    /// The name of the region of a code after that of its province: `上海市 浦东新区`.
    pub fn full_name(&self, code: &str) -> Option<String> {
        let own = self.find(code)?;
        let province = code.get(..2).map(|province| format!("{province}0000"));
        Some(match province.filter(|province| province != code) {
            Some(province) => format!("{} {}", self.find(&province)?.name, own.name),
            None => own.name.clone(),
        })
    }

    /// The region in use that is called so: `浦东新区`, `浦东`, `上海市浦东新区`, `上海`. None where several are. A name
    /// that a region has today comes before one that it had, and then a province before a city, and a city before a
    /// district.
    pub(crate) fn in_use(&self, text: &str) -> Option<&Region> {
        let called: Vec<&Region> = self
            .iter()
            .filter(|region| region.until.is_none() && self.is_called(region, text))
            .collect();
        if called.is_empty() {
            return self.formerly(text);
        }
        let zeros =
            |region: &Region| region.code.chars().rev().take_while(|c| *c == '0').count() / 2;
        let highest = called.iter().map(|region| zeros(region)).max()?;
        of_one_city(called.into_iter().filter(|region| zeros(region) == highest))
    }

    /// The region in use that once had just this name, and no region of another city ever.
    fn formerly(&self, text: &str) -> Option<&Region> {
        // What stood for the districts of a city is no name of one.
        if text == "市区" {
            return None;
        }
        let had = |region: &&Region| region.name.split('/').any(|name| name == text);
        of_one_city(self.iter().filter(had)).filter(|region| region.until.is_none())
    }

    fn is_called(&self, region: &Region, text: &str) -> bool {
        let name = region.name_today();
        if region.is_province() {
            return text.chars().nth(1).is_some() && name.starts_with(text);
        }
        let above = |digits, zeros| {
            let code = region
                .code
                .get(..digits)
                .map(|code| format!("{code}{zeros}"));
            code.and_then(|code| self.find(&code))
                .map(Region::name_today)
        };
        let (province, city) = (above(2, "0000"), above(4, "00"));
        let rest = province.and_then(|province| text.strip_prefix(province));
        let rest = rest.unwrap_or(text);
        let rest = city
            .and_then(|city| rest.strip_prefix(city))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(rest);
        let ending = name.strip_prefix(rest).filter(|_| !rest.is_empty());
        ending.is_some_and(|ending| matches!(ending, "" | "市" | "区" | "县" | "新区"))
    }

    /// Every region, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.0.iter()
    }

    /// Adds what the table says of a resident number: `region_unknown`, or `region_ended` if the
    /// code was given up before the year of birth.
    ///
    /// A code that came up later is no problem: a number has the code of where its holder was
    /// registered when it was given, which for people born before 1984 was never at birth. Nor does
    /// the region of a USCC count, for registries have codes of their own.
    #[must_use]
    pub fn check(&self, mut found: Examination) -> Examination {
        let of_regions = [CodeProblem::RegionUnknown, CodeProblem::RegionUnused];
        if found.kind != CodeKind::ResidentId
            || found.problems.iter().any(|p| of_regions.contains(p))
        {
            return found;
        }
        let Some(code) = found.region.as_deref() else {
            return found;
        };
        let born = found.birthdate.map(|day| day.parts().0);
        match self.find(code) {
            None => found.add(CodeProblem::RegionUnknown),
            Some(Region { until, .. }) if born.zip(*until).is_some_and(|(b, u)| b > u) => {
                found.add(CodeProblem::RegionEnded);
            }
            Some(_) => {}
        }
        found
    }
}

impl Region {
    /// The last of the names that the code had.
    pub(crate) fn name_today(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    fn is_province(&self) -> bool {
        self.code.ends_with("0000")
    }

    fn read(code: &str, region: &[Value]) -> Option<Self> {
        let (name, years) = region.split_first()?;
        Some(Self {
            code: code.to_owned(),
            name: name.as_str()?.to_owned(),
            since: years.first().and_then(Value::as_i64),
            until: years.get(1).and_then(Value::as_i64),
        })
    }
}

/// The one region, or of several of one city the last: a code of the standard comes after one that stands on resident
/// numbers alone.
fn of_one_city<'r>(mut regions: impl Iterator<Item = &'r Region>) -> Option<&'r Region> {
    let first = regions.next()?;
    regions.try_fold(first, |before, region| {
        (before.code.get(..4) == region.code.get(..4)).then_some(region)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{examine, province};
    use crate::time::Day;

    #[test]
    fn the_table_is_whole_and_its_years_in_order() {
        let regions = Regions::built_in();
        assert_eq!(regions.iter().count(), 7237);
        for region in regions.iter() {
            let Region {
                code, since, until, ..
            } = region;
            assert_eq!(code.len(), 6);
            assert!(code.bytes().all(|b| b.is_ascii_digit()));
            assert!(!region.name.is_empty());
            let years = 1980..=2026;
            assert!(since.is_none_or(|y| years.contains(&y)), "{region:?}");
            assert!(until.is_none_or(|y| years.contains(&y)), "{region:?}");
            assert!(since.zip(*until).is_none_or(|(s, u)| s <= u), "{region:?}");
            let known = code == "830000" || province::is_province(&code[..2]);
            assert!(known, "{region:?}");
        }
    }

    // Shanghai's districts: 16 today, and those that there were.
    #[test]
    fn shanghai() {
        let regions = Regions::built_in();
        let today: Vec<&str> = regions
            .iter()
            .filter(|r| r.code.starts_with("3101") && r.code != "310100" && r.until.is_none())
            .map(|r| &r.code[4..])
            .collect();
        let want = "01 04 05 06 07 09 10 12 13 14 15 16 17 18 20 51";
        assert_eq!(today.join(" "), want);
        for (code, name, since, until) in [
            ("310102", "南市区", None, Some(2000)),
            ("310103", "卢湾区", None, Some(2011)),
            ("310108", "闸北区", None, Some(2015)),
            ("310119", "南汇区", Some(2001), Some(2009)),
            ("310225", "南汇县", Some(1982), Some(2001)),
        ] {
            let region = regions.find(code).unwrap();
            assert_eq!(region.name, name);
            assert_eq!((region.since, region.until), (since, until), "{code}");
        }
    }

    #[test]
    fn a_region_is_found_by_its_name_where_one_has_it() {
        let regions = Regions::built_in();
        for (name, code) in [
            ("浦东新区", Some("310115")),
            ("浦东", Some("310115")),
            ("上海市浦东新区", Some("310115")),
            ("上海", Some("310000")),
            ("上海市", Some("310000")),
            ("内蒙古", Some("150000")),
            ("吉林", Some("220000")),
            ("吉林市", Some("220200")),
            ("浙江省杭州市西湖区", Some("330106")),
            ("杭州市西湖区", Some("330106")),
            ("丹阳市", Some("321181")),
            // A city before its district, today's name before a former one, and a former one alone.
            ("襄阳", Some("420600")),
            ("黄山", Some("341000")),
            ("定安县", Some("469021")),
            ("白沙黎族自治县", Some("469025")),
            ("襄樊市", Some("420600")),
            ("江东区", None),
            ("市区", None),
            // Beijing's and Changchun's; given up; no region; not a name.
            ("朝阳区", None),
            ("北京市朝阳区", Some("110105")),
            ("闸北区", None),
            ("市辖区", None),
            ("区", None),
            ("某地", None),
            ("310115", None),
            ("", None),
        ] {
            let found = regions.in_use(name).map(|region| region.code.as_str());
            assert_eq!(found, code, "{name}");
        }
    }

    /// They are in no edition of the standard.
    #[test]
    fn codes_that_resident_numbers_alone_have() {
        let regions = Regions::built_in();
        for (code, name) in [
            ("230119", "阿城市"),
            ("320219", "江阴县"),
            ("321119", "丹阳市"),
            ("632824", "大柴旦行政委员会"),
            ("632825", "冷湖行政委员会"),
            ("632826", "茫崖行政委员会"),
        ] {
            let region = regions.find(code).unwrap();
            assert_eq!(region.name, name);
            assert_eq!((region.since, region.until), (None, None), "{code}");
        }
    }

    #[test]
    fn a_number_is_of_a_region_that_there_was() {
        let regions = Regions::built_in();
        let today = Day::parse("2026-11-25").unwrap();
        for (number, want) in [
            // Pudong; Nanhui, from before it was a district; Zhabei in its last year and after it.
            ("31011519850307001", None),
            ("31011919850307001", None),
            ("31010820150307001", None),
            ("31010820160307001", Some(CodeProblem::RegionEnded)),
            ("31019919850307001", Some(CodeProblem::RegionUnknown)),
            ("71000019920130002", Some(CodeProblem::RegionUnused)),
            ("81000019940823002", None),
            ("81000119940823002", Some(CodeProblem::RegionUnknown)),
        ] {
            let last = super::super::check::mod_11_2(number.as_bytes()).unwrap();
            let found = regions.check(examine(&format!("{number}{}", char::from(last)), today));
            assert_eq!(found.problems, Vec::from_iter(want), "{number}");
        }
    }
}
