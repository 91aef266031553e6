//! The law read a second time: from the JSON of the edition and of the records, as DESIGN words it, for
//! listings and penalties. Nothing is taken from the code that is tested but days.

use serde_json::Value;

use super::*;
use crate::law::{Edition, Law};

/// How a record stands, as far as the reference tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Counts,
    Open,
    Out,
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value[name].as_str()
}

fn day_of(value: &Value, name: &str) -> Option<Day> {
    text(value, name).and_then(Day::parse)
}

fn names(value: &Value, name: &str, what: &str) -> bool {
    let named = value[name].as_array();
    named.is_some_and(|named| named.iter().any(|n| n == what))
}

/// Until when a penalty is public by one regime.
struct End {
    last: Day,
    /// Also for whoever has not corrected.
    stops: bool,
    /// It lasts as long as a ban of which that is not said.
    is_ban: bool,
}

struct Reference<'a> {
    edition: &'a Value,
    regions: &'a [&'a str],
    credit: &'a Value,
}

impl Reference<'_> {
    fn rows(&self, part: &str) -> impl Iterator<Item = &Value> {
        self.edition[part].as_array().expect("rows").iter()
    }

    fn province(region: &str) -> &str {
        region.get(..2).unwrap_or_default()
    }

    /// Whether a row is about a record of a place.
    fn about(&self, row: &Value, list: &str, record: &Value, place: &str) -> bool {
        let about = &row["about"];
        let kind = text(self.credit, "subject_kind").expect("a kind");
        let field = text(record, "field").unwrap_or_default();
        let open = |name: &str| about.get(name).is_none();
        (open("records") || names(about, "records", list))
            && (open("regions")
                || about["regions"]
                    .as_array()
                    .expect("regions")
                    .iter()
                    .any(|region| {
                        Self::province(region.as_str().expect("a region")) == Self::province(place)
                    }))
            && (open("fields") || names(about, "fields", field))
            && !names(about, "except_fields", field)
            && (open("subject_kinds") || names(about, "subject_kinds", kind))
    }

    fn in_force(row: &Value, day: Day) -> bool {
        let in_force = &row["in_force"];
        day_of(in_force, "from").is_none_or(|from| day >= from)
            && day_of(in_force, "until").is_none_or(|until| day <= until)
    }

    fn home<'r>(&'r self, record: &'r Value) -> &'r str {
        let own = text(record, "scope").or(text(record, "region"));
        own.unwrap_or_else(|| text(self.credit, "jurisdiction").expect("a place"))
    }

    fn is_here(&self, list: &str, record: &Value, made: Day) -> bool {
        let home = self.home(record);
        home == "national"
            || self
                .regions
                .iter()
                .any(|r| Self::province(r) == Self::province(home))
            || self
                .rows("national")
                .any(|row| self.about(row, list, record, home) && Self::in_force(row, made))
    }

    fn listing(&self, record: &Value, today: Day) -> Told {
        let since = day_of(record, "since").expect("a day");
        match self.is_here("listings", record, since) {
            true => self.stands(record, since, today),
            false => Told::Out,
        }
    }

    /// How a listing stands wherever it counts.
    fn stands(&self, record: &Value, since: Day, today: Day) -> Told {
        let until = day_of(record, "until");
        if text(record, "state") != Some("active") || until.is_some_and(|until| today > until) {
            return Told::Out;
        }
        let rule = self.rows("lists").find(|row| {
            row["code"] == record["list"]
                && self.about(row, "listings", record, self.home(record))
                && Self::in_force(row, since)
        });
        let Some(rule) = rule else {
            return Told::Counts;
        };
        let ground = text(record, "ground");
        let terms = rule["terms"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|term| {
                term.get("grounds").is_none() || ground.is_none_or(|g| names(term, "grounds", g))
            });
        let terms: Vec<&Value> = terms.collect();
        let months = |term: &Value, name: &str| term[name].as_i64();
        let ends = |months: i64| since.add_months(months).expect("a day");
        let all_end = !terms.is_empty() && terms.iter().all(|t| months(t, "longest").is_some());
        let longest = terms.iter().filter_map(|t| months(t, "longest")).max();
        if all_end && longest.is_some_and(|longest| today > ends(longest)) {
            return Told::Out;
        }
        let shortest = terms.iter().filter_map(|t| months(t, "shortest")).min();
        match shortest.is_some_and(|shortest| today > ends(shortest)) && until.is_none() {
            true => Told::Open,
            false => Told::Counts,
        }
    }

    /// Whether the subject is on a serious list: every listing of the random cases is a serious one.
    fn is_listed(&self, today: Day) -> Told {
        let mut listed = Told::Out;
        for record in self.credit["listings"].as_array().into_iter().flatten() {
            let since = day_of(record, "since").expect("a day");
            let is_here = self.is_here("listings", record, since);
            // Of another province's list the code does not look on, which leaves more open.
            let is_active = text(record, "state") == Some("active");
            let is_over = day_of(record, "until").is_some_and(|until| today > until);
            match self.stands(record, since, today) {
                Told::Counts if is_here && record["disputed"] != true => return Told::Counts,
                Told::Out if is_here || !is_active || is_over => {}
                _ => listed = Told::Open,
            }
        }
        listed
    }

    fn penalty(&self, record: &Value, today: Day) -> Told {
        let determined = day_of(record, "determined_on").expect("a day");
        let home = self.home(record);
        if text(record, "state") != Some("active") || !self.is_here("penalties", record, determined)
        {
            return Told::Out;
        }
        let mut told = Told::Counts;
        for place in self.regions.iter().copied().chain([home]) {
            let holding = |own: bool| {
                self.rows("retention").find(|row| {
                    row.get("about").is_some() == own
                        && self.about(row, "penalties", record, place)
                        && Self::in_force(row, today)
                })
            };
            let row = holding(true).or_else(|| holding(false)).expect("a law");
            let ended =
                day_of(record, "behaviour_ended_on").filter(|_| row["clock"] == "end_of_behaviour");
            let start = ended.unwrap_or(determined);
            if today
                <= start
                    .add_months(row["months"].as_i64().expect("months"))
                    .expect("a day")
            {
                continue;
            }
            match (row["while_listed"] == true, self.is_listed(today)) {
                (false, _) | (true, Told::Out) => return Told::Out,
                (true, Told::Open) => told = Told::Open,
                (true, Told::Counts) => {}
            }
        }
        let kind = text(record, "kind").expect("a kind");
        let is_published = ["published_on", "publish_until"]
            .iter()
            .any(|m| record.get(m).is_some());
        let holding =
            |row: &&Value| self.about(row, "penalties", record, home) && Self::in_force(row, today);
        let with_consent = self
            .rows("never_public")
            .filter(holding)
            .any(|row| row["with_consent"] == true);
        for row in self.rows("never_public") {
            let of_it = self.about(row, "penalties", record, home)
                && Self::in_force(row, today)
                && row
                    .get("procedure")
                    .is_none_or(|p| *p == record["procedure"])
                && row.get("class").is_none_or(|c| *c == record["class"])
                && (row.get("kinds").is_none() || names(row, "kinds", kind))
                && !(row["unpublished"] == true && (is_published || with_consent));
            if of_it && row["with_consent"] != true {
                return Told::Out;
            }
        }
        if with_consent {
            return told;
        }
        let uncorrected = record["obligations_met"] == false;
        let said = day_of(record, "publish_until");
        let ends = self.ends(record, determined, home);
        let is_open = |end: &End| end.is_ban || uncorrected && !end.stops;
        let stops = ends.iter().filter(|end| !is_open(end)).map(|end| end.last);
        let last = stops.chain(said).min();
        if last.is_some_and(|last| today > last) {
            return Told::Out;
        }
        match ends.iter().any(|end| is_open(end) && today > end.last) {
            true => Told::Open,
            false => told,
        }
    }

    /// The end of the publicity of a penalty by each regime that may apply.
    fn ends(&self, record: &Value, determined: Day, home: &str) -> Vec<End> {
        let one = |regime: &Value| {
            let start = day_of(record, "published_on").filter(|_| regime["clock"] == "publication");
            let start = start.unwrap_or(determined);
            let mut last = start
                .add_months(self.longest(regime, record, determined, home))
                .expect("a day");
            let is_ban = names(regime, "own_term", text(record, "kind").expect("a kind"));
            let own = day_of(record, "publish_until").filter(|_| is_ban);
            last = last.max(own.unwrap_or(last));
            End {
                last,
                stops: regime["uncorrected"] == "stops",
                is_ban: is_ban && own.is_none(),
            }
        };
        if let Some(code) = text(record, "regime") {
            let named = self.rows("regimes").filter(|row| row["code"] == code);
            return named.map(one).collect();
        }
        let fits = |row: &&Value| {
            self.about(row, "penalties", record, home) && Self::in_force(row, determined)
        };
        let firm: Vec<&Value> = self
            .rows("regimes")
            .filter(fits)
            .filter(|r| r["yields"] != true)
            .collect();
        let fitting = match firm.is_empty() {
            true => self.rows("regimes").filter(fits).collect(),
            false => firm,
        };
        let mut ends: Vec<End> = fitting.into_iter().map(one).collect();
        for row in self
            .rows("regimes")
            .filter(|row| row["carries_over"] == true)
        {
            let from = day_of(&row["in_force"], "from").expect("a day");
            let was_public = ends.iter().all(|end| end.last >= from);
            if self.about(row, "penalties", record, home) && determined < from && was_public {
                let mut end = one(row);
                end.last = end.last.max(from.add_days(-1).expect("a day"));
                ends.push(end);
            }
        }
        ends
    }

    fn longest(&self, regime: &Value, record: &Value, determined: Day, home: &str) -> i64 {
        let term = |class: &str| {
            let terms = regime["terms"].as_array().expect("terms").iter();
            let mut of_it = terms.filter(|term| names(term, "classes", class));
            of_it
                .next()
                .map(|term| term["longest"].as_i64().expect("months"))
        };
        let whole = || {
            let terms = regime["terms"].as_array().expect("terms").iter();
            terms
                .map(|term| term["longest"].as_i64().expect("months"))
                .max()
                .expect("one")
        };
        let by_class = term(text(record, "class").expect("a class")).unwrap_or_else(whole);
        let Some(low) = regime.get("low_fine") else {
            return by_class;
        };
        let shorter = low["longest"].as_i64().expect("months");
        match text(record, "kind").expect("a kind") {
            kind if !names(low, "kinds", kind) && by_class > shorter => by_class,
            kind if !names(low, "kinds", kind) => whole(),
            "fine" => {
                let thresholds = low["thresholds"].as_array().expect("thresholds").iter();
                let mut own = thresholds.filter(|row| {
                    self.about(row, "penalties", record, home) && Self::in_force(row, determined)
                });
                let (Some(row), Some(amount)) = (own.next(), text(&record["amount"], "amount"))
                else {
                    return by_class;
                };
                // In fen, as the amounts of the cases have two digits after the point.
                let fen = |yuan: &str| yuan.replace('.', "").parse::<i64>().expect("a number");
                let below = fen(text(row, "below").expect("an amount")) * 100;
                let is_low =
                    fen(amount) < below || row["inclusive"] == true && fen(amount) == below;
                match is_low {
                    true => shorter,
                    false if by_class > shorter => by_class,
                    false => whole(),
                }
            }
            _ => shorter,
        }
    }
}

/// The records of a random case without agreements, an adult's or a firm's.
fn case(random: &mut Random, base: &crate::json::Value) -> (Claims, Value) {
    loop {
        let mut case = random_case(random);
        if let crate::json::Value::Object(members) = &mut case {
            members.remove("recognition");
            if let Some(crate::json::Value::Object(credit)) = members.get("credit") {
                let mut credit = credit.clone();
                for name in [
                    "commitments",
                    "obligations",
                    "honours",
                    "licences",
                    "subject",
                ] {
                    credit.remove(name);
                }
                if credit.get("subject_kind").is_some() {
                    let born = [("birthdate", crate::json::Value::from("1970-06-15"))];
                    credit.set("subject", Object::from_iter(born));
                }
                members.set("credit", credit);
            }
        }
        if let Ok(found) = claims(&case, base, law::built_in()) {
            let written = credit(&case, base).to_string();
            return (found, serde_json::from_str(&written).expect("JSON"));
        }
    }
}

fn told(standing: &Standing) -> Told {
    match standing {
        Standing::Counts => Told::Counts,
        Standing::Doubtful(_) => Told::Open,
        Standing::SetAside(_) => Told::Out,
    }
}

const REGIONS: [&[&str]; 4] = [&["310000"], &["330000"], &["410000", "310000"], &["520000"]];

/// A case, and the places of a programme.
fn both(
    random: &mut Random,
    base: &crate::json::Value,
) -> (Claims, Value, &'static [&'static str]) {
    let (claims, credit) = case(random, base);
    (claims, credit, REGIONS[random.below(REGIONS.len())])
}

fn law_of<'a>(
    claims: &'a Claims,
    law: &'a Law,
    regions: &'a [String],
    work: &'a Work,
) -> LawfulUse<'a> {
    LawfulUse {
        claims,
        forum: Forum {
            regions,
            fields: &[],
            recognition: &[],
        },
        law,
        rows: Rows::All,
        extent: None,
        work,
    }
}

fn first_day() -> Day {
    Day::parse("2019-06-01").expect("a day")
}

/// Of 4,000 days every so many; all of them where as many cases are asked for as a claim rests on.
fn days(each: i64) -> impl Iterator<Item = Day> {
    let each = if cases_to_run(0) >= 1_000 { 1 } else { each };
    let days = (0..4_000 / each).map(move |step| first_day().add_days(each * step));
    days.map(|day| day.expect("a day"))
}

/// Thousands of days of random records, as a second reading of the same rows has it.
#[test]
fn the_filter_and_a_second_reading_of_the_law_agree() {
    let base = read(&folder().join("base.json"));
    let edition: Value =
        serde_json::from_str(include_str!("../../../law/edition.json")).expect("JSON");
    let mut random = Random::seeded("the law read twice");
    let [mut open, mut out, mut counts] = [0; 3];
    for _ in 0..cases_to_run(400) {
        let (claims, credit, regions) = both(&mut random, &base);
        let named: Vec<String> = regions.iter().map(|region| (*region).to_owned()).collect();
        let work = Work::of(u64::MAX);
        let law = law_of(&claims, law::built_in(), &named, &work);
        let reference = Reference {
            edition: &edition,
            regions,
            credit: &credit,
        };
        for (list, claim) in &claims.lists {
            let Claim::Known(records) = claim else {
                continue;
            };
            for (index, record) in records.iter().enumerate() {
                let Claim::Known(record) = record else {
                    continue;
                };
                let written = &credit[list.name][index];
                for day in days(13) {
                    let want = match list.name {
                        "listings" => reference.listing(written, day),
                        _ => reference.penalty(written, day),
                    };
                    let found = told(&law.standing(list, record, day));
                    assert_eq!(found, want, "{day} {regions:?}\n{written}\n{credit}");
                    match found {
                        Told::Counts => counts += 1,
                        Told::Open => open += 1,
                        Told::Out => out += 1,
                    }
                }
            }
        }
    }
    println!("{counts} count, {open} are open, {out} are out");
    assert!(counts > 0 && open > 0 && out > 0);
}

/// Where a row gives a month more, nothing that counted is set aside.
#[test]
fn a_longer_term_sets_no_more_aside() {
    let base = read(&folder().join("base.json"));
    let edition: Value =
        serde_json::from_str(include_str!("../../../law/edition.json")).expect("JSON");
    let mut random = Random::seeded("longer terms");
    let mut later = 0;
    let (cases, mut seen) = (cases_to_run(600), 0);
    // Few terms matter to a record, so that a small run may have met none.
    while seen < cases || later == 0 && seen < 20 * cases {
        seen += 1;
        let mut longer = edition.clone();
        let (part, path) =
            random.pick(&[("regimes", "terms"), ("lists", "terms"), ("retention", "")]);
        let rows = longer[part].as_array_mut().expect("rows");
        let index = random.below(rows.len());
        let row = &mut rows[index];
        let longer_by = |value: &mut Value| {
            if let Some(months) = value.as_i64() {
                *value = (months + 1).into();
            }
        };
        match path {
            "" => longer_by(&mut row["months"]),
            path => {
                let terms = row.get_mut(path).and_then(Value::as_array_mut);
                for term in terms.into_iter().flatten() {
                    for name in ["shortest", "longest"] {
                        if let Some(months) = term.get_mut(name) {
                            longer_by(months);
                        }
                    }
                }
            }
        }
        let longer = Edition::parse(longer.to_string().as_bytes()).expect("an edition");
        let longer = Law::of(longer.into());
        let (claims, credit, regions) = both(&mut random, &base);
        let named: Vec<String> = regions.iter().map(|region| (*region).to_owned()).collect();
        let work = Work::of(u64::MAX);
        let before = law_of(&claims, law::built_in(), &named, &work);
        let after = law_of(&claims, &longer, &named, &work);
        for (list, _, record) in claims.records() {
            for day in days(10) {
                let (before, after) = (
                    before.standing(list, record, day),
                    after.standing(list, record, day),
                );
                let is_lost = !is_out(&before) && is_out(&after);
                assert!(!is_lost, "{part}/{index} on {day}: {credit}");
                later += usize::from(is_out(&before) && !is_out(&after));
            }
        }
    }
    assert!(later > 0);
}
