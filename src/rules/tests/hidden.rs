//! Random facts of which some are hidden, and what these may turn out to be.

use super::generate::SCHEMES;
use super::*;
use testkit::random::Random;

/// Values of each cell that the rules' constants make, and their boundaries.
const NUMBER_CELLS: &[&str] = &["599", "600", "620", "650.5", "651", "700", "701"];
const DAY_CELLS: &[&str] = &[
    "2008-02-29",
    "2008-11-23",
    "2024-02-28",
    "2024-02-29",
    "2025-11-22",
    "2026-01-01",
    "2026-10-01",
    "2026-11-17",
    "2026-11-22",
    "2026-11-23",
];
const AMOUNT_CELLS: &[&str] = &["98", "99", "100", "100.5", "200"];
const REGION_CELLS: &[&str] = &["310000", "310115", "310101", "320500", "330000"];

/// Facts, parts of which are hidden.
#[derive(Debug)]
pub(super) enum Partial {
    Object(Vec<(String, Partial)>),
    Array(Vec<Partial>),
    Choice(Choice),
}

/// One fact: known, or hidden and one of several.
#[derive(Debug)]
pub(super) struct Choice {
    /// The unit that would disclose it.
    pub(super) unit: String,
    /// How it stands in facts while it is hidden; `None` where something else says so.
    hidden: Option<Value>,
    /// What it may be; `None` for nothing at all.
    pub(super) may_be: Vec<Option<Value>>,
}

impl Partial {
    /// Calls `see` on every choice, in order.
    pub(super) fn choices<'p>(&'p self, see: &mut impl FnMut(&'p Choice)) {
        match self {
            Self::Object(members) => members.iter().for_each(|(_, m)| m.choices(see)),
            Self::Array(elements) => elements.iter().for_each(|e| e.choices(see)),
            Self::Choice(choice) => see(choice),
        }
    }

    /// The facts as JSON, with every choice made, or left hidden where `choose` gives `None`.
    pub(super) fn filled(
        &self,
        choose: &mut impl FnMut(&Choice) -> Option<usize>,
    ) -> Option<Value> {
        Some(match self {
            Self::Object(members) => {
                let members = members.iter();
                let filled = members.filter_map(|(n, m)| Some((n.as_str(), m.filled(choose)?)));
                Value::Object(filled.collect())
            }
            Self::Array(elements) => {
                let gone = || parse(r#"{"$gone":true}"#);
                let filled = elements
                    .iter()
                    .map(|e| e.filled(choose).unwrap_or_else(gone));
                Value::Array(filled.collect())
            }
            Self::Choice(choice) => match choose(choice) {
                Some(chosen) => choice.may_be[chosen].clone()?,
                None => choice.hidden.clone()?,
            },
        })
    }
}

/// Random facts with up to `hidden` hidden ones.
pub(super) fn facts_with_hidden(random: &mut Random, hidden: usize) -> Partial {
    Facts { random, hidden }.root()
}

struct Facts<'r> {
    random: &'r mut Random,
    /// How many more may be hidden.
    hidden: usize,
}

impl Facts<'_> {
    fn root(&mut self) -> Partial {
        let money = |amount: &str| format!(r#"{{"currency":"CNY","amount":"{amount}"}}"#);
        let amounts: Vec<String> = AMOUNT_CELLS.iter().map(|a| money(a)).collect();
        let amounts: Vec<&str> = amounts.iter().map(String::as_str).collect();
        let subject = vec![
            self.scalar("credit.subject", "birthdate", &quoted(DAY_CELLS)),
            self.scalar("credit.subject", "residence", &quoted(REGION_CELLS)),
        ];
        let finance = self.whole("credit.finance", |facts| {
            vec![facts.fixed("revenue", &owned(&amounts))]
        });
        let registration = self.whole("credit.registration", |facts| {
            let days = quoted(DAY_CELLS);
            vec![
                facts.fixed("frozen", &["true".to_owned(), "false".to_owned()]),
                facts.fixed("notice_from", &days),
            ]
        });
        let evaluations = self.evaluations();
        let tags = self.tags();
        let listings = self.listings();
        let credit = vec![
            ("subject".to_owned(), object(subject)),
            ("registration".to_owned(), registration),
            ("evaluations".to_owned(), evaluations),
            ("tags".to_owned(), tags),
            ("listings".to_owned(), listings),
            ("finance".to_owned(), finance),
        ];
        let request = vec![
            self.scalar("request", "days", &owned(NUMBER_CELLS)),
            self.scalar("request", "deposit", &owned(&amounts)),
        ];
        object(vec![
            ("credit".to_owned(), object(credit)),
            ("request".to_owned(), object(request)),
        ])
    }

    /// Whether to hide one more.
    fn hides(&mut self) -> bool {
        let hides = self.hidden > 0 && self.random.one_in(2);
        self.hidden -= usize::from(hides);
        hides
    }

    fn known_or_hidden(&mut self, unit: &str, may_be: Vec<Option<Value>>) -> Partial {
        if self.hides() {
            let cause = self
                .random
                .pick(&["undisclosed", "stale", "catalogue_newer"]);
            return choice(unit, &format!(r#"{{"$unknown":"{cause}"}}"#), may_be);
        }
        let known = may_be[self.random.below(may_be.len())].clone();
        Partial::Choice(Choice {
            unit: String::new(),
            hidden: known.clone(),
            may_be: vec![known],
        })
    }

    fn scalar(&mut self, parent: &str, name: &str, cells: &[String]) -> (String, Partial) {
        let values = cells.iter().map(|cell| Some(parse(cell)));
        let may_be = values.chain([None]).collect();
        let partial = self.known_or_hidden(&format!("{parent}.{name}"), may_be);
        (name.to_owned(), partial)
    }

    /// A member that is known.
    fn fixed(&mut self, name: &str, cells: &[String]) -> (String, Option<Value>) {
        let at = self.random.below(cells.len() + 1);
        (name.to_owned(), cells.get(at).map(|cell| parse(cell)))
    }

    /// An object that is disclosed whole or not at all.
    fn whole(
        &mut self,
        unit: &str,
        mut members: impl FnMut(&mut Self) -> Vec<(String, Option<Value>)>,
    ) -> Partial {
        let mut may_be = vec![None];
        for _ in 0..8 {
            may_be.push(Some(plain(members(self))));
        }
        self.known_or_hidden(unit, may_be)
    }

    /// Schemes of which each is hidden by itself, or by there being further ones.
    fn evaluations(&mut self) -> Partial {
        let mut members = Vec::new();
        let mut open = false;
        for scheme in SCHEMES {
            let unit = format!("credit.evaluations.{scheme}");
            let mut partial = self.whole(&unit, |facts| {
                vec![
                    facts.fixed("score", &owned(NUMBER_CELLS)),
                    facts.fixed("grade", &quoted(GRADES)),
                ]
            });
            if let Partial::Choice(choice) = &mut partial
                && choice.may_be.len() > 1
                && self.random.one_in(2)
            {
                choice.hidden = None;
                open = true;
            }
            members.push(((*scheme).to_owned(), partial));
        }
        if open {
            // Stands as long as anything is hidden by it, and is no member itself.
            let marker = choice("credit.evaluations", r#""undisclosed""#, vec![None]);
            members.push(("$open".to_owned(), marker));
        }
        object(members)
    }

    fn tags(&mut self) -> Partial {
        let lists = [
            "[]",
            r#"["310000"]"#,
            r#"["320000","330000"]"#,
            r#"["310000","320000"]"#,
        ];
        let may_be = lists.iter().map(|list| Some(parse(list))).chain([None]);
        self.known_or_hidden("credit.tags", may_be.collect())
    }

    fn listings(&mut self) -> Partial {
        let unit = "credit.listings";
        let may_be = |facts: &mut Self| {
            let lists = (0..6).map(|n| {
                let records = (0..n % 3).map(|_| facts.record());
                Some(Value::Array(records.collect()))
            });
            lists.chain([None]).collect::<Vec<_>>()
        };
        if self.random.one_in(8) {
            let may_be = may_be(self);
            return self.known_or_hidden(unit, may_be);
        }
        let mut elements = Vec::new();
        for index in 0..self.random.below(4) {
            let unit = format!("{unit}[{index}]");
            let record = self.record();
            let partial = match self.random.below(3) {
                0 if self.hides() => {
                    let records = (0..12).map(|_| Some(self.record()));
                    let may_be = records.chain([None]).collect();
                    choice(&unit, r#"{"$unknown":"undisclosed"}"#, may_be)
                }
                1 if self.hides() => {
                    let mut doubted = record.as_object().cloned().unwrap_or_default();
                    doubted.set("$doubt", "disputed");
                    Partial::Choice(Choice {
                        unit,
                        hidden: Some(doubted.into()),
                        may_be: vec![Some(record), None],
                    })
                }
                _ => Partial::Choice(Choice {
                    unit,
                    hidden: Some(record.clone()),
                    may_be: vec![Some(record)],
                }),
            };
            elements.push(partial);
        }
        if self.hides() {
            for _ in 0..2 {
                let records = (0..6).map(|_| Some(self.record()));
                let may_be = records.chain([None]).collect();
                elements.push(choice(unit, r#"{"$more":"incomplete"}"#, may_be));
            }
        }
        Partial::Array(elements)
    }

    fn record(&mut self) -> Value {
        let recognised = [r#"["310000"]"#.to_owned(), "[]".to_owned()];
        let members = vec![
            self.fixed("severity", &quoted(SEVERITIES)),
            self.fixed("since", &quoted(DAY_CELLS)),
            self.fixed("points", &owned(NUMBER_CELLS)),
            self.fixed("final", &["true".to_owned(), "false".to_owned()]),
            self.fixed("recognised_in", &recognised),
        ];
        plain(members)
    }
}

fn choice(unit: &str, hidden: &str, may_be: Vec<Option<Value>>) -> Partial {
    Partial::Choice(Choice {
        unit: unit.to_owned(),
        hidden: Some(parse(hidden)),
        may_be,
    })
}

fn object(members: Vec<(String, Partial)>) -> Partial {
    Partial::Object(members)
}

fn plain(members: Vec<(String, Option<Value>)>) -> Value {
    let present = members.into_iter().filter_map(|(n, v)| Some((n, v?)));
    Value::Object(present.collect())
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn quoted(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| format!("\"{text}\"")).collect()
}
