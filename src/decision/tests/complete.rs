//! What an issuer does not know of may be there: whatever is granted by its bundle is granted by one
//! that shows every record that it may not know of, too.
//!
//! What may be there is told here anew, record by record, from what a row of `complete` says. Nothing
//! is taken from the code that finds the gaps.

use super::*;
use crate::credit::Completeness;
use crate::json::ObjectReader;

/// A row of an issuer's `complete`.
pub(super) struct Row {
    pub(super) regions: Vec<&'static str>,
    /// None: all.
    pub(super) fields: Option<Vec<&'static str>>,
    pub(super) nationwide: bool,
}

pub(super) const REGIONS: &[&str] = &["310000", "310115", "310104", "320000", "320500", "330000"];
/// With a field of each, as the catalogue has them together.
const LISTS: &[(&str, &str)] = &[
    ("judgment_defaulter", "judicial"),
    ("tax_violation", "tax"),
    ("abnormal_operation", "market"),
    ("market_serious", "market"),
    ("market_serious", "food_drug"),
    ("culture_tourism", "tourism"),
    ("wage_arrears", "labour"),
];
pub(super) const FIELDS: &[&str] = &[
    "judicial",
    "tax",
    "market",
    "food_drug",
    "tourism",
    "labour",
];

impl Row {
    pub(super) fn random(random: &mut Random) -> Self {
        let some = |random: &mut Random, of: &[&'static str], most: usize| {
            let count = 1 + random.below(most);
            (0..count).map(|_| random.pick(of)).collect::<Vec<_>>()
        };
        Self {
            regions: match random.below(4) {
                0 => vec!["310000", "320000", "330000"],
                1 => vec!["310000"],
                _ => some(random, REGIONS, 3),
            },
            fields: (!random.one_in(2)).then(|| some(random, FIELDS, 3)),
            nationwide: !random.one_in(3),
        }
    }

    pub(super) fn written(&self) -> Value {
        let fields = self.fields.as_deref().map_or("\"*\"".to_owned(), listed);
        let (regions, nationwide) = (listed(&self.regions), self.nationwide);
        parse(&format!(
            r#"{{"regions": {regions}, "fields": {fields}, "nationwide": {nationwide}}}"#
        ))
    }

    /// Whether the issuer has every record of a place in a field, which may be the country's wherever it
    /// is from.
    pub(super) fn has(&self, place: &str, field: Option<&str>, is_national: bool) -> bool {
        let fields = match (&self.fields, field) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(fields), Some(field)) => fields.contains(&field),
        };
        let within = |region: &&str| is_within(place, region);
        fields
            && match place {
                "national" => self.nationwide,
                _ => self.nationwide && is_national || self.regions.iter().any(within),
            }
    }
}

/// Names as JSON.
pub(super) fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("[{}]", names.join(","))
}

/// Whether a place lies in a region.
pub(super) fn is_within(place: &str, region: &str) -> bool {
    match region.strip_suffix("0000") {
        Some(province) => place.starts_with(province),
        None => match region.strip_suffix("00") {
            Some(prefecture) => place.starts_with(prefecture),
            None => place == region,
        },
    }
}

/// A record of one list, with where and in what field it is.
#[derive(PartialEq)]
pub(super) struct Further {
    pub(super) list: &'static str,
    pub(super) place: &'static str,
    pub(super) field: Option<&'static str>,
    pub(super) record: String,
}

impl Further {
    /// Whether the law makes it the whole country's: what market and drug regulators impose is recorded under the firm
    /// (SAMR Order 45).
    pub(super) fn is_national(&self) -> bool {
        let national = ["market", "food_drug"].map(Some).contains(&self.field);
        national && self.list == "penalties"
    }

    /// Whether a member of it is this code.
    pub(super) fn is(&self, member: &str, code: &str) -> bool {
        self.record.contains(&format!(r#""{member}": "{code}""#))
    }

    pub(super) fn is_recognised_in_shanghai(&self) -> bool {
        self.record.contains("recognised_in")
    }
}

/// Records of every list, place and field that rules and the law tell apart.
pub(super) fn possible() -> Vec<Further> {
    let mut all = Vec::new();
    for place in REGIONS.iter().chain(&["national"]) {
        for (list, field) in LISTS {
            for severity in ["serious", "attention"] {
                all.push(Further {
                    list: "listings",
                    place,
                    field: Some(field),
                    record: format!(
                        r#"{{"list": "{list}", "field": "{field}", "severity": "{severity}", "scope": "{place}",
                          "since": "2026-05-05", "state": "active", "authority": "x", "basis": "x"}}"#
                    ),
                });
            }
        }
        // A penalty says where it was imposed by a region; the country's is 100000.
        let region = if *place == "national" {
            "100000"
        } else {
            place
        };
        for field in FIELDS {
            all.push(Further {
                list: "penalties",
                place,
                field: Some(field),
                record: format!(
                    r#"{{"document": "x", "kind": "fine", "field": "{field}", "class": "serious", "procedure": "general",
                      "region": "{region}", "determined_on": "2026-05-05", "published_on": "2026-05-05",
                      "state": "active", "authority": "x", "basis": "x"}}"#
                ),
            });
        }
        all.push(Further {
            list: "commitments",
            place,
            field: None,
            record: format!(
                r#"{{"type": "proof_item", "item": "x", "region": "{region}", "made_on": "2026-01-01",
                  "state": "broken", "broken_on": "2026-05-05", "authority": "x"}}"#
            ),
        });
    }
    all
}

/// A condition on a record of a list.
pub(super) fn body(random: &mut Random, list: &str, depth: usize) -> String {
    if depth > 0 && random.one_in(2) {
        let parts = [body(random, list, depth - 1), body(random, list, depth - 1)];
        return match random.below(3) {
            0 => format!(r#"{{"and": [{}]}}"#, parts.join(",")),
            1 => format!(r#"{{"or": [{}]}}"#, parts.join(",")),
            _ => format!(r#"{{"!": {}}}"#, parts[0]),
        };
    }
    let op = random.pick(&["==", "!="]);
    match (list, random.below(4)) {
        ("commitments", _) => format!(r#"{{"{op}": [{{"var": "state"}}, "broken"]}}"#),
        (_, 0 | 1) => format!(
            r#"{{"{op}": [{{"var": "field"}}, "{}"]}}"#,
            random.pick(FIELDS)
        ),
        ("listings", 2) => {
            let scope = random.pick(&["national", "310000", "310115", "320000"]);
            format!(r#"{{"{op}": [{{"var": "scope"}}, "{scope}"]}}"#)
        }
        ("listings", _) => match random.one_in(2) {
            true => format!(
                r#"{{"{op}": [{{"var": "list"}}, "{}"]}}"#,
                LISTS[random.below(LISTS.len())].0
            ),
            false => format!(r#"{{"{op}": [{{"var": "severity"}}, "serious"]}}"#),
        },
        (_, _) => format!(
            r#"{{"in": [{{"var": "region"}}, ["310115", "{}"]]}}"#,
            random.pick(REGIONS)
        ),
    }
}

fn rule(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.one_in(2) {
        let parts = [rule(random, depth - 1), rule(random, depth - 1)];
        let op = random.pick(&["and", "or"]);
        return format!(r#"{{"{op}": [{}]}}"#, parts.join(","));
    }
    let list = random.pick(&["listings", "listings", "penalties", "commitments"]);
    let body = body(random, list, 2);
    let var = format!(r#"{{"var": "credit.{list}"}}"#);
    match random.below(8) {
        0 => format!(r#"{{"some": [{var}, {body}]}}"#),
        1 => format!(r#"{{"all": [{var}, {body}]}}"#),
        2 => format!(r#"{{"!": {{"some": [{var}, {body}]}}}}"#),
        3 => format!(
            r#"{{"<": [{{"count": [{var}, {body}]}}, {}]}}"#,
            1 + random.below(2)
        ),
        4 => format!(r#"{{">=": [{{"count": [{var}, {body}]}}, 1]}}"#),
        _ => format!(r#"{{"none": [{var}, {body}]}}"#),
    }
}

pub(super) fn regions(random: &mut Random) -> &'static str {
    random.pick(&[
        r#"["310000"]"#,
        r#"["310000"]"#,
        r#"["310115"]"#,
        r#"["310000", "320000"]"#,
        r#"["320500"]"#,
        r#"["100000"]"#,
    ])
}

pub(super) fn agreement(random: &mut Random) -> Recognition {
    let fields = random.pick(&[r#""*""#, r#"["market"]"#, r#"["tourism", "tax"]"#]);
    let homes = random.pick(&[r#"["320000"]"#, r#"["330000", "320500"]"#]);
    let written =
        format!(r#"{{"home": {homes}, "in": ["310000"], "fields": {fields}, "basis": "x"}}"#);
    Recognition::read(&parse(&written)).expect("an agreement")
}

fn firm_with(records: &[&Further]) -> Value {
    let of = |list: &str| {
        let records = records.iter().filter(|further| further.list == list);
        records
            .map(|further| further.record.as_str())
            .collect::<Vec<_>>()
            .join(",")
    };
    firm(
        "310115",
        &format!(
            r#", "listings": [{}], "penalties": [{}], "commitments": [{}]"#,
            of("listings"),
            of("penalties"),
            of("commitments")
        ),
    )
}

#[test]
fn what_is_granted_holds_whatever_the_issuer_does_not_know_of() {
    let mut random = Random::seeded("complete");
    let cases = cases(10_000);
    let possible = possible();
    let (mut granted, mut open, mut worlds) = (0_usize, 0_usize, 0_usize);
    for number in 0..cases {
        let fields = random.pick(&[r#"["market"]"#, r#"["tourism", "tax"]"#, "[]"]);
        let written = programme(&[rule(&mut random, 1)], "").replace(
            r#""regions": ["310000"], "fields": ["market"]"#,
            &format!(r#""regions": {}, "fields": {fields}"#, regions(&mut random)),
        );
        let mut setting = Setting::new(&written);
        if random.one_in(2) {
            setting.recognition.push(agreement(&mut random));
        }
        let rows: Vec<Row> = (0..1 + random.below(2))
            .map(|_| Row::random(&mut random))
            .collect();
        let has = |further: &Further| {
            let mut rows = rows.iter();
            rows.any(|row| row.has(further.place, further.field, further.is_national()))
        };
        let complete: Vec<Completeness> = rows
            .iter()
            .map(|row| {
                let written = row.written();
                let reader = ObjectReader::of(&written, Code::FormatSchema).expect("an object");
                Completeness::read(&reader).expect("a row")
            })
            .collect();
        let shown: Vec<&Further> = (0..random.below(3))
            .map(|_| &possible[random.below(possible.len())])
            .collect();
        let knows = ["subject", "evaluations", "registration"].map(str::to_owned);
        let extent = Extent {
            regions: &[],
            complete: &complete,
            knows: &knows,
            schemes: &[],
        };
        let answer = |credit: &Value, extent: Option<Extent<'_>>| {
            setting.with_extent(credit, extent, |case| {
                case.answer(EvaluationTime::At(now()), Rows::All)
            })
        };
        let decided = answer(&firm_with(&shown), Some(extent));
        match decided.outcome {
            Outcome::Granted => granted += 1,
            Outcome::Undetermined => open += 1,
            _ => {}
        }
        if !matches!(decided.outcome, Outcome::Granted | Outcome::NotGranted) {
            continue;
        }
        let unknown: Vec<&Further> = possible.iter().filter(|further| !has(further)).collect();
        if unknown.is_empty() {
            continue;
        }
        for world in 0..12 {
            let mut records = shown.clone();
            for _ in 0..=world % 3 {
                records.push(unknown[random.below(unknown.len())]);
            }
            worlds += 1;
            let whole = answer(&firm_with(&records), None);
            let added: Vec<&str> = records[shown.len()..]
                .iter()
                .map(|f| f.record.as_str())
                .collect();
            let rows: Vec<Value> = rows.iter().map(Row::written).collect();
            assert_eq!(
                whole.outcome,
                decided.outcome,
                "case {number}: {written}\n{rows:?}\n{}\n{added:?}",
                firm_with(&shown)
            );
        }
    }
    println!("{granted} granted, {open} open, {worlds} further worlds");
    assert!(granted > cases / 20 && open > cases / 20 && worlds > cases);
}
