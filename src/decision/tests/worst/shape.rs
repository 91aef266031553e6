//! Programmes and bundles of every shape, as numbers that can grow.

use super::super::*;
use crate::limits;
use crate::time::Day;

/// What there is of everything that rules and the law go through, as numbers that can grow.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    numbers: [usize; NUMBERS],
    leaves: Vec<LeafShape>,
}

#[derive(Debug, Clone)]
struct LeafShape {
    kind: usize,
    list: usize,
    size: usize,
    times: usize,
    /// Where it stands: a tier, a requirement, or a part of either.
    place: usize,
}

/// The numbers, each with the most that it can be.
const MOST: [(&str, usize); NUMBERS] = [
    ("listings", limits::RECORDS),
    ("penalties", limits::RECORDS),
    ("commitments", limits::RECORDS),
    ("obligations", limits::RECORDS),
    ("activities", limits::RECORDS),
    ("officers", limits::OFFICERS + 1),
    ("recognised_in", limits::LISTED + 1),
    ("also", limits::LISTED + 1),
    ("evaluations", limits::EVALUATIONS + 1),
    ("regions", limits::LISTED + 1),
    ("jurisdictions", limits::LISTED + 1),
    ("fields", limits::LISTED + 1),
    ("agreements", limits::RECOGNITIONS),
    ("homes", limits::LISTED + 1),
    ("grades", limits::LISTED + 1),
    ("schemes", 4_096),
    ("grades of a scale", limits::LISTED + 1),
    ("request", limits::DECLARED + 1),
    ("ages", 99),
    ("days apart", 3_000),
    ("hidden", limits::RECORDS),
    ("kinds of subject", limits::LISTED + 1),
    ("tiers", 8),
    ("lists hidden", 2),
    ("away", 2),
];
const NUMBERS: usize = 25;
const LISTS: [(&str, &str); 5] = [
    ("listings", "since"),
    ("penalties", "determined_on"),
    ("commitments", "made_on"),
    ("obligations", "due"),
    ("activities", "as_of"),
];
pub(super) const KINDS: usize = 20;

impl Shape {
    pub(super) fn random(random: &mut Random) -> Self {
        let mut shape = Self {
            numbers: MOST.map(|(_, most)| some(random, most)),
            leaves: Vec::new(),
        };
        for _ in 0..1 + random.below(4) {
            shape.leaves.push(LeafShape::random(random));
        }
        shape
    }

    /// Something of everything, and one condition of a kind.
    pub(super) fn of_kind(kind: usize) -> Self {
        let some = |name: &str| match name {
            "officers" => 150,
            "listings" | "penalties" => 60,
            "recognised_in" | "evaluations" | "regions" => 24,
            "hidden" | "lists hidden" | "away" | "kinds of subject" => 0,
            "tiers" => 1,
            _ => 8,
        };
        Self {
            numbers: MOST.map(|(name, most)| some(name).min(most)),
            leaves: vec![LeafShape {
                kind,
                list: 0,
                size: 63,
                times: 1,
                place: 0,
            }],
        }
    }

    /// With something changed.
    pub(super) fn changed(&self, random: &mut Random) -> Self {
        let mut shape = self.clone();
        for _ in 0..1 + random.below(3) {
            let at = random.below(shape.leaves.len());
            match random.below(8) {
                0 if shape.leaves.len() < 12 => shape.leaves.push(LeafShape::random(random)),
                1 if shape.leaves.len() > 1 => drop(shape.leaves.remove(at)),
                2 => shape.leaves[at] = LeafShape::random(random),
                3 => shape.leaves[at].times = some(random, 300),
                4 => shape.leaves[at].size = some(random, 1_000),
                _ => {
                    let number = random.below(NUMBERS);
                    shape.numbers[number] = match random.below(3) {
                        0 => some(random, MOST[number].1),
                        1 => shape.numbers[number] * 2 + 1,
                        _ => shape.numbers[number] / 2,
                    }
                    .min(MOST[number].1);
                }
            }
        }
        shape
    }

    fn number(&self, name: &str) -> usize {
        let at = MOST.iter().position(|(known, _)| *known == name);
        self.numbers[at.unwrap_or_else(|| panic!("{name}"))]
    }

    pub(super) fn programme(&self) -> String {
        let tiers = 1 + self.number("tiers");
        let mut places = vec![Vec::new(); 2 * tiers];
        for leaf in &self.leaves {
            let place = leaf.place % places.len();
            let times = leaf.times.max(1);
            places[place].extend((0..times).map(|n| self.condition(leaf, n)));
        }
        let joined = |n: usize, op: &str, parts: &Vec<String>| match parts.as_slice() {
            [] => if n == 0 { "false" } else { "true" }.to_owned(),
            parts => format!(r#"{{"{op}": [{}]}}"#, parts.join(",")),
        };
        let op = |n: usize| if n.is_multiple_of(3) { "or" } else { "and" };
        let tier = |n: usize| joined(n, op(n), &places[n]);
        let conditions: Vec<String> = (0..tiers).map(tier).collect();
        let required = (tiers..2 * tiers).map(|n| {
            let when = joined(n, op(n + 1), &places[n]);
            format!(r#"{{"id": "r{n}", "when": {when}}}"#)
        });
        let required: Vec<String> = required.collect();
        let listed = |count: usize, one: &dyn Fn(usize) -> String| {
            let all: Vec<String> = (0..count).map(|n| format!("\"{}\"", one(n))).collect();
            all.join(",")
        };
        let request: Vec<String> = (0..self.number("request"))
            .map(|n| format!(r#""m{n}": {{"type": "boolean"}}"#))
            .collect();
        let regions = listed(1 + self.number("regions"), &|n| region(310_000, n));
        let far = listed(self.number("jurisdictions"), &|n| region(320_000, n));
        let fields = vec![r#""market""#; 1 + self.number("fields")].join(",");
        let kinds = vec![r#""enterprise""#; self.number("kinds of subject")].join(",");
        let scale = listed(1 + self.number("grades of a scale"), &|n| format!("g{n}"));
        let further = format!(
            r#", "requirements": [{}], "request": {{{}}}, "subject_kinds": [{kinds}],
              "scales": {{"s": [{scale}]}}"#,
            required.join(","),
            request.join(","),
        );
        programme(&conditions, &further)
            .replace(
                r#""regions": ["310000"]"#,
                &format!(r#""regions": [{regions}]"#),
            )
            .replace(
                r#""fields": ["market"]"#,
                &format!(r#""fields": [{fields}]"#),
            )
            .replace(
                r#"{"vct": "urn:xinyi:credit-status:1"}"#,
                &format!(r#"{{"vct": "urn:xinyi:credit-status:1", "jurisdictions": [{far}]}}"#),
            )
            .replace("2027-12-31", "2060-12-31")
    }

    fn condition(&self, leaf: &LeafShape, n: usize) -> String {
        let (list, day) = LISTS[leaf.list % LISTS.len()];
        let size = leaf.size.max(1);
        let period = 1 + size % 250;
        let officers = r#"{"var": "credit.subject.officers"}"#;
        let records = format!(r#"{{"var": "credit.{list}"}}"#);
        let day = format!(r#"{{"var": "{day}"}}"#);
        let op = ["none", "some", "all"][size % 3];
        let over = |list: &str, body: &str| format!(r#"{{"{op}": [{list}, {body}]}}"#);
        let inner = |list: &str, body: &str| format!(r#"{{"some": [{list}, {body}]}}"#);
        let director = r#"{"==": [{"var": "role"}, "supervisor"]}"#;
        let many = |one: &dyn Fn(usize) -> String| {
            let all: Vec<String> = (0..size).map(one).collect();
            all.join(",")
        };
        let moved =
            format!(r#"{{"before": [{{"plus-time": [{{"var": "now"}}, "P{period}B"]}}, {day}]}}"#);
        match leaf.kind % KINDS {
            0 => format!(r#"{{"var": "credit.subject.age_over.{}"}}"#, 1 + n % 99),
            1 => format!(
                r#"{{">": [{{"var": "credit.evaluations.e{}.score"}}, {n}]}}"#,
                n % 70
            ),
            2 => {
                let literals = many(&|i| format!("\"x{i}\""));
                let within = format!(r#"{{"in": [{{"var": "authority"}}, [{literals}]]}}"#);
                over(r#"{"var": "credit.listings"}"#, &within)
            }
            3 => over(
                r#"{"var": "credit.penalties"}"#,
                r#"{"in": ["other", {"var": "also"}]}"#,
            ),
            4 => format!(
                r#"{{"at-least": [{{"var": "credit.evaluations.e{}.grade"}}, "g0", "s"]}}"#,
                n % 70
            ),
            5 => over(&records, &format!(r#"{{"within": [{day}, "P{period}M"]}}"#)),
            6 => over(&records, &moved),
            7 => over(&records, &format!(r#"{{">": [{{"age": [{day}]}}, {n}]}}"#)),
            8 => over(
                &records,
                &format!(r#"{{"after": [{day}, {{"var": "now"}}]}}"#),
            ),
            9 => over(
                &records,
                &over(&records, &format!(r#"{{"exists": {day}}}"#)),
            ),
            10 => over(
                r#"{"var": "credit.listings"}"#,
                &over(
                    r#"{"var": "recognised_in"}"#,
                    r#"{"==": [{"var": ""}, "990000"]}"#,
                ),
            ),
            11 => format!(r#"{{">": [{{"count": [{records}, {{"exists": {day}}}]}}, 999]}}"#),
            12 => format!(
                r#"{{">": [{{"sum": [{{"var": "credit.activities"}}, true, "value"]}}, {n}]}}"#
            ),
            13 => over(officers, &inner(officers, director)),
            14 => over(officers, director),
            15 => format!(
                "{}{}{}",
                r#"{"!": "#.repeat(size % 20),
                moved_now(n),
                "}".repeat(size % 20)
            ),
            16 => format!(r#"{{"var": "request.m{}"}}"#, n % 64),
            17 => {
                let literals = many(&|i| format!("\"20{:02}-01-01\"", i % 80));
                format!(
                    r#"{{"in": [{{"plus-time": [{{"var": "now"}}, "P{period}B"]}}, [{literals}]]}}"#
                )
            }
            18 => {
                let parts =
                    many(&|i| format!(r#"{{"exists": {{"var": "credit.evaluations.e{i}"}}}}"#));
                format!(r#"{{"or": [{parts}]}}"#)
            }
            _ => over(&records, &inner(officers, director)),
        }
    }

    /// Unless they are more than a bundle may be.
    pub(super) fn facts(&self) -> Option<Value> {
        let away = self.number("away") > 0;
        let home = if away { "320000" } else { "310000" };
        let apart = self.number("days apart");
        let hidden = self.number("hidden");
        let day = |n: usize| {
            let on = Day::parse("2021-06-01").expect("a day");
            on.add_days((n * apart % 1_900) as i64).expect("a day")
        };
        let mut further = String::new();
        let mut at = 0;
        for (list, _) in LISTS {
            if self.number("lists hidden") > 1 && list == "listings" {
                further += r#", "listings": {"$undisclosed": true}"#;
                continue;
            }
            let records = (0..self.number(list)).map(|n| {
                at += 1;
                match at % 256 < hidden {
                    true => r#"{"$undisclosed": true}"#.to_owned(),
                    false => self.record(list, home, day(at), n),
                }
            });
            let records: Vec<String> = records.collect();
            further += &format!(r#", "{list}": [{}]"#, records.join(","));
        }
        let evaluations: Vec<String> = (0..self.number("evaluations"))
            .map(|n| format!(r#""e{n}": {{"grade": "g{}", "score": {n}}}"#, n % 400))
            .collect();
        let officers: Vec<String> = (0..self.number("officers"))
            .map(|n| format!(r#"{{"role": "director", "id": "{n:018}"}}"#))
            .collect();
        further += &format!(
            r#", "evaluations": {{{}}}, "subject": {{"officers": [{}]}}"#,
            evaluations.join(","),
            officers.join(",")
        );
        // A token is base64url of it.
        (further.len() <= limits::BUNDLE_BYTES * 7 / 10).then(|| firm(home, &further))
    }

    fn record(&self, list: &str, home: &str, day: Day, n: usize) -> String {
        let regions: Vec<String> = (0..self.number("recognised_in"))
            .map(|n| format!("\"{}\"", region(330_000, n)))
            .collect();
        let also = vec![r#""warning""#; self.number("also")].join(",");
        match list {
            "listings" => format!(
                r#"{{"list": "wage_arrears", "field": "market", "severity": "serious",
                  "scope": "{home}", "since": "{day}", "recognised_in": [{}], "state": "active",
                  "authority": "y{n}", "basis": "x"}}"#,
                regions.join(",")
            ),
            "penalties" => format!(
                r#"{{"document": "{n}", "kind": "fine", "also": [{also}], "field": "market",
                  "class": "serious", "procedure": "general", "region": "{home}",
                  "determined_on": "{day}", "published_on": "{day}", "regime": "ndrc-36",
                  "state": "active", "authority": "x", "basis": "x"}}"#
            ),
            "commitments" => format!(
                r#"{{"type": "approval_replacing", "item": "x", "region": "{home}",
                  "made_on": "{day}", "broken_on": "{day}", "state": "broken", "authority": "x"}}"#
            ),
            "obligations" => format!(
                r#"{{"kind": "arrears", "due": "{day}", "state": "active", "authority": "x",
                  "basis": "x"}}"#
            ),
            _ => format!(r#"{{"kind": "k", "value": {n}, "as_of": "{day}"}}"#),
        }
    }

    pub(super) fn agreements(&self) -> Vec<Value> {
        let homes: Vec<String> = (0..1 + self.number("homes"))
            .map(|n| format!("\"{}\"", region(330_000 - 10_000 * (n % 2), n)))
            .collect();
        let grades: Vec<String> = (0..self.number("grades"))
            .map(|n| {
                format!(
                    r#"{{"from": {{"scheme": "e{n}", "grade": "g{n}"}}, "to": {{"scheme": "t{n}", "grade": "g1"}}}}"#
                )
            })
            .collect();
        let one = |n: usize| {
            parse(&format!(
                r#"{{"home": [{}], "in": ["310000"], "fields": ["market"], "basis": "x",
                  "grades": [{}], "valid_until": "20{:02}-01-0{}"}}"#,
                homes.join(","),
                grades.join(","),
                30 + n % 60,
                1 + n % 9
            ))
        };
        (0..self.number("agreements")).map(one).collect()
    }

    pub(super) fn schemes(&self) -> Vec<String> {
        let given = (0..self.number("evaluations")).map(|n| format!("e{n}"));
        let further = (0..self.number("schemes")).map(|n| format!("s{n}"));
        given.chain(further).collect()
    }
}

impl LeafShape {
    fn random(random: &mut Random) -> Self {
        Self {
            kind: random.below(KINDS),
            list: random.below(LISTS.len()),
            size: some(random, 1_000),
            times: some(random, 300),
            place: random.below(64),
        }
    }
}

fn moved_now(n: usize) -> String {
    format!(
        r#"{{"before": [{{"plus-time": [{{"var": "now"}}, "P{}B"]}}, "2031-01-01"]}}"#,
        1 + n % 250
    )
}

/// Of every size as often: few as well as many.
fn some(random: &mut Random, most: usize) -> usize {
    let bits = most.ilog2() + 1;
    let bits = random.below(bits as usize + 1);
    random.below(1 << bits).min(most)
}

fn region(from: usize, n: usize) -> String {
    (from + n % 10_000).to_string()
}
