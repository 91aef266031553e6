//! Statements of absence: whatever is granted while a list is hidden is granted under every list that the statements
//! about it, and what the issuer knows, leave possible.
//!
//! What a statement is about is told here anew, record by record. Nothing is taken from the code that reads them.

use super::complete::{
    FIELDS, Further, REGIONS, Row, agreement, body, is_within, listed, possible, regions,
};
use super::*;
use crate::credit::Completeness;
use crate::json::ObjectReader;

const LISTS: [&str; 4] = ["listings", "penalties", "commitments", "obligations"];

/// A statement of absence.
struct Said {
    list: &'static str,
    degree: Option<&'static str>,
    /// None: all.
    fields: Option<Vec<&'static str>>,
    regions: Vec<&'static str>,
}

impl Said {
    /// About a list that is hidden more often than about another, and for Shanghai and the country more often than
    /// for other places.
    fn random(random: &mut Random, hidden: &[&'static str]) -> Self {
        let list = match hidden {
            [_, ..] if !random.one_in(8) => random.pick(hidden),
            _ => random.pick(&LISTS),
        };
        let degree = match list {
            "listings" => random.pick(&[None, Some("serious"), Some("attention")]),
            "penalties" => random.pick(&[None, None, Some("serious"), Some("general")]),
            _ => None,
        };
        let has_field = matches!(list, "listings" | "penalties");
        let some = |random: &mut Random, of: &[&'static str]| {
            let count = 1 + random.below(3);
            (0..count).map(|_| random.pick(of)).collect::<Vec<_>>()
        };
        let named = has_field && random.one_in(3);
        Self {
            list,
            degree,
            fields: named.then(|| some(random, FIELDS)),
            regions: match random.below(8) {
                0..4 => vec!["310000", "100000"],
                4 => vec!["310000", "320000", "330000", "100000"],
                5 => vec![random.pick(&["310000", "100000"])],
                _ => some(random, REGIONS),
            },
        }
    }

    fn written(&self) -> String {
        let degree = match (self.list, self.degree) {
            ("listings", Some(code)) => format!(r#", "severity": "{code}""#),
            ("penalties", Some(code)) => format!(r#", "class": "{code}""#),
            _ => String::new(),
        };
        let fields = match &self.fields {
            Some(fields) => listed(fields),
            None => r#""*""#.to_owned(),
        };
        format!(
            r#"{{"list": "{}"{degree}, "fields": {fields}, "regions": {}}}"#,
            self.list,
            listed(&self.regions)
        )
    }

    /// Whether it says that there is no such record.
    fn denies(&self, record: &Further) -> bool {
        let member = match self.list {
            "listings" => "severity",
            _ => "class",
        };
        let is_of_degree = self.degree.is_none_or(|degree| record.is(member, degree));
        // What was promised and kept speaks against nobody.
        let is_adverse = record.list != "commitments" || record.is("state", "broken");
        let is_of_field = match (&self.fields, record.field) {
            (Some(fields), Some(field)) => fields.contains(&field),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let of_country = self.regions.contains(&"100000");
        let here = match record.place {
            "national" => of_country,
            place => {
                of_country && record.is_national()
                    || self.regions.iter().any(|region| {
                        *region != "100000"
                            && (is_within(place, region)
                                || record.is_recognised_in_shanghai()
                                    && is_within("310000", region)
                                || record.is_recognised_in_shanghai()
                                    && is_within(region, "310000"))
                    })
            }
        };
        record.list == self.list && is_of_degree && is_adverse && is_of_field && here
    }
}

/// A record that another place's law keeps for as long as its subject is on a serious list (浙江省公共信用信息管理条例).
fn kept_while_listed() -> Further {
    Further {
        list: "commitments",
        place: "330000",
        field: None,
        record: r#"{"type": "proof_item", "item": "x", "region": "330000", "made_on": "2020-01-01",
          "state": "broken", "broken_on": "2021-05-05", "authority": "x"}"#
            .to_owned(),
    }
}

/// What [`possible`] has, and records that differ in what statements are about.
fn every_possible() -> Vec<Further> {
    let mut all = possible();
    let others: Vec<Further> = all
        .iter()
        .filter_map(|further| {
            let other = |from: &str, to: &str| Further {
                record: further.record.replace(from, to),
                ..*further
            };
            match further.list {
                "listings" if further.place == "320000" => {
                    let recognised = r#""recognised_in": ["310000"], "since""#;
                    Some(other(r#""since""#, recognised))
                }
                "penalties" => Some(other(r#""class": "serious""#, r#""class": "general""#)),
                "commitments" => Some(other(
                    r#""state": "broken", "broken_on": "2026-05-05""#,
                    r#""state": "fulfilled""#,
                )),
                _ => None,
            }
        })
        .collect();
    all.extend(others);
    all.push(Further {
        list: "obligations",
        place: "310115",
        field: None,
        record: r#"{"kind": "arrears", "due": "2026-05-05", "state": "active", "authority": "x", "basis": "x"}"#.to_owned(),
    });
    all
}

fn rule(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.one_in(2) {
        let parts = [rule(random, depth - 1), rule(random, depth - 1)];
        let op = random.pick(&["and", "or"]);
        return format!(r#"{{"{op}": [{}]}}"#, parts.join(","));
    }
    let list = random.pick(&[
        "listings",
        "listings",
        "penalties",
        "commitments",
        "obligations",
    ]);
    let body = match list {
        "obligations" => r#"{"==": [{"var": "kind"}, "arrears"]}"#.to_owned(),
        "penalties" if random.one_in(2) => format!(
            r#"{{"==": [{{"var": "class"}}, "{}"]}}"#,
            random.pick(&["serious", "general"])
        ),
        list => body(random, list, 1),
    };
    let var = format!(r#"{{"var": "credit.{list}"}}"#);
    match random.below(8) {
        0 => format!(r#"{{"all": [{var}, {body}]}}"#),
        1 => format!(r#"{{"!": {{"some": [{var}, {body}]}}}}"#),
        2 => format!(r#"{{"none": [{var}, true]}}"#),
        3 => format!(r#"{{">=": [{{"count": [{var}, {body}]}}, 1]}}"#),
        4 => format!(r#"{{"<": [{{"count": [{var}, {body}]}}, 2]}}"#),
        _ => format!(r#"{{"none": [{var}, {body}]}}"#),
    }
}

/// A firm with these records in its lists; `None` in the place of one that is hidden, or of a hidden list.
fn firm_with(lists: &[(&str, Option<Vec<Option<&Further>>>)], statements: &[Said]) -> Value {
    const HIDDEN: &str = r#"{"$undisclosed": true}"#;
    let mut further = String::new();
    for (list, records) in lists {
        let records = match records {
            None => HIDDEN.to_owned(),
            Some(records) => {
                let each = records.iter().map(|r| r.map_or(HIDDEN, |r| &r.record));
                format!("[{}]", each.collect::<Vec<_>>().join(","))
            }
        };
        further.push_str(&format!(r#", "{list}": {records}"#));
    }
    let statements: Vec<String> = statements.iter().map(Said::written).collect();
    firm(
        "310115",
        &format!(r#"{further}, "clear": [{}]"#, statements.join(",")),
    )
}

#[test]
fn what_is_granted_holds_for_every_list_that_statements_leave_possible() {
    let mut random = Random::seeded("clear");
    let cases = cases(10_000);
    let (possible, kept) = (every_possible(), kept_while_listed());
    let (mut granted, mut by_statements, mut conflicts, mut worlds) =
        (0_usize, 0_usize, 0_usize, 0_usize);
    for number in 0..cases {
        let fields = random.pick(&[r#"["market"]"#, r#"["tourism", "tax"]"#, "[]"]);
        let is_of_zhejiang = random.one_in(5);
        let regions = match is_of_zhejiang {
            true => r#"["330000"]"#,
            false => regions(&mut random),
        };
        let written = programme(&[rule(&mut random, 1)], "").replace(
            r#""regions": ["310000"], "fields": ["market"]"#,
            &format!(r#""regions": {regions}, "fields": {fields}"#),
        );
        let mut setting = Setting::new(&written);
        if random.one_in(3) {
            setting.recognition.push(agreement(&mut random));
        }

        // The issuer: one of plain facts has no limits.
        let rows: Vec<Row> = match random.below(3) {
            0 => vec![Row::random(&mut random)],
            _ => vec![Row {
                regions: vec!["310000", "320000", "330000"],
                fields: None,
                nationwide: true,
            }],
        };
        let is_plain = random.one_in(6);
        let own = random.pick(&["310000", "310000", "310115", "330000"]);
        let has = |record: &Further| {
            let mut rows = rows.iter();
            is_plain || rows.any(|row| row.has(record.place, record.field, record.is_national()))
        };
        let passes_on = |record: &Further| {
            let is_listing_of_country = record.list == "listings" && record.place == "national";
            has(record) || is_listing_of_country || is_within(record.place, own)
        };

        // What is shown.
        let shows_kept = random.one_in(if is_of_zhejiang { 2 } else { 12 });
        let mut lists = Vec::new();
        let mut shown: Vec<&Further> = Vec::new();
        for list in LISTS {
            let of_list: Vec<&Further> = possible
                .iter()
                .filter(|r| r.list == list && passes_on(r))
                .collect();
            let mut records = Vec::new();
            if random.one_in(3) && !of_list.is_empty() {
                records.push(of_list[random.below(of_list.len())]);
            }
            let is_hidden = match shows_kept && list == "commitments" {
                true => {
                    records = vec![&kept];
                    false
                }
                false => !random.one_in(3),
            };
            if is_hidden {
                lists.push((list, None));
            } else {
                shown.extend(&records);
                let mut places: Vec<Option<&Further>> = records.into_iter().map(Some).collect();
                if random.one_in(3) {
                    places.push(None);
                }
                lists.push((list, Some(places)));
            }
        }
        let hidden: Vec<&'static str> = lists
            .iter()
            .filter(|(_, records)| records.is_none())
            .map(|(list, _)| *list)
            .collect();
        let statements: Vec<Said> = (0..random.below(7))
            .map(|_| Said::random(&mut random, &hidden))
            .collect();
        let part = firm_with(&lists, &statements);

        // A record that a statement denies is a contradiction; whether the old one may be used depends on more.
        let denied = |record: &&Further| statements.iter().any(|said| said.denies(record));
        let read = Claims::from_plain(Vct::CreditStatus, &part, law::built_in());
        let contradicts = shown.iter().any(denied);
        if !shows_kept || !contradicts {
            assert_eq!(read.is_err(), contradicts, "case {number}: {part}");
        }
        if let Err(error) = read {
            assert_eq!(error.code(), Code::ClaimConflict, "case {number}: {part}");
            conflicts += 1;
            continue;
        }

        let complete: Vec<Completeness> = rows
            .iter()
            .map(|row| {
                let written = row.written();
                let reader = ObjectReader::of(&written, Code::FormatSchema).expect("an object");
                Completeness::read(&reader).expect("a row")
            })
            .collect();
        let knows = ["subject", "evaluations", "registration"].map(str::to_owned);
        let own = [own.to_owned()];
        let extent = Extent {
            regions: &own,
            complete: &complete,
            knows: &knows,
            schemes: &[],
        };
        let answer = |credit: &Value, extent: Option<Extent<'_>>| {
            setting.with_extent(credit, extent, |case| {
                case.answer(EvaluationTime::At(now()), Rows::All).outcome
            })
        };
        let decided = answer(&part, (!is_plain).then_some(extent));
        if !matches!(decided, Outcome::Granted | Outcome::NotGranted) {
            continue;
        }
        granted += usize::from(decided == Outcome::Granted);
        let without = firm_with(&lists, &[]);
        by_statements +=
            usize::from(answer(&without, (!is_plain).then_some(extent)) == Outcome::Undetermined);

        // What the hidden lists and places may hold, and what there may be besides.
        let in_hidden = |record: &&Further| passes_on(record) && !denied(record);
        let may_be_in = |list: &str| match lists.iter().find(|(name, _)| *name == list) {
            Some((_, Some(records))) => records.contains(&None),
            _ => true,
        };
        let turns_out: Vec<&Further> = possible
            .iter()
            .filter(|record| may_be_in(record.list) && in_hidden(record))
            .collect();
        // How far an issuer is complete is not about promises that were kept, nor about records of other places that
        // count by their own word, or only prolong what is kept.
        let nobody_asks = |record: &Further| {
            record.is("state", "fulfilled")
                || record.is_recognised_in_shanghai()
                || shows_kept && record.list == "listings"
        };
        let unknown: Vec<&Further> = possible
            .iter()
            .filter(|record| !has(record) && !nobody_asks(record))
            .collect();
        for world in 0..12 {
            let mut further: Vec<&Further> = Vec::new();
            for _ in 0..=world % 3 {
                let pool = match random.one_in(4) {
                    true => &unknown,
                    false => &turns_out,
                };
                if !pool.is_empty() {
                    let record = pool[random.below(pool.len())];
                    let places = lists.iter().find(|(list, _)| *list == record.list);
                    let places = places.and_then(|(_, records)| records.as_ref());
                    // A place that is hidden is one record's.
                    let is_full = places.is_some()
                        && has(record)
                        && further.iter().any(|other| other.list == record.list);
                    if !is_full {
                        further.push(record);
                    }
                }
            }
            let whole: Vec<(&str, Option<Vec<Option<&Further>>>)> = lists
                .iter()
                .map(|(list, records)| {
                    let shown = records.iter().flatten().copied().flatten();
                    let further = further.iter().copied().filter(|r| r.list == *list);
                    (*list, Some(shown.chain(further).map(Some).collect()))
                })
                .collect();
            worlds += 1;
            let whole = firm_with(&whole, &[]);
            assert_eq!(
                answer(&whole, None),
                decided,
                "case {number}, issuer {own:?} {:?}\n{written}\n{part}\n{whole}",
                rows.iter().map(Row::written).collect::<Vec<_>>()
            );
        }
    }
    println!(
        "{granted} granted, {by_statements} decided by statements alone, {conflicts} conflicts, {worlds} worlds"
    );
    assert!(
        granted > cases / 20 && by_statements > cases / 20,
        "{granted} {by_statements}"
    );
    assert!(conflicts > cases / 100 && worlds > cases);
}
