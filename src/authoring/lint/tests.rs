//! What is claimed of random programmes agrees with every cell of their thresholds, one by one.
//!
//! The cells are made here, by the constants that the generator below knows of, and decided by the evaluator. Nothing
//! of the analysis is used.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use testkit::random::{Random, cases};

use super::Lint;
use crate::authoring::benefit::order;
use crate::decimal::Decimal;
use crate::error::Error;
use crate::json::{self, Value};
use crate::law;
use crate::money::Money;
use crate::programme::Programme;
use crate::rules::{
    Budget, Element, Environment, Expr, Fact, List, Members, Scalar, Verdict, Vocabulary,
};
use crate::work::Work;

const SCORES: &[i64] = &[600, 601, 650, 700];
const GRADES: &[&str] = &["D", "C", "B", "A"];
const CLASSES: &[&str] = &["minor", "general", "serious"];
const AMOUNTS: &[i64] = &[1000];
const SCORE: &str = "credit.evaluations.sh-public.score";
const GRADE: &str = "credit.evaluations.tax.grade";

/// The facts beside the score, with the place of the grade on its scale, if it has one.
type Rest<'f> = (Option<usize>, Vec<(&'f str, Fact)>);

/// A score, if there is one, and the tier that is granted with it.
type Band = (Option<Decimal>, Option<usize>);

/// What a programme asks about beside the score.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Beside {
    Grade,
    Honours,
    Penalties,
}

fn score_leaf(random: &mut Random) -> Json {
    let score = json!({"var": SCORE});
    let (a, b) = (random.pick(SCORES), random.pick(SCORES));
    match random.below(8) {
        0 => json!({"<=": [a, score, b]}),
        1 => json!({">": [score, a]}),
        2 => json!({"<": [score, a]}),
        3 => json!({"in": [score, [a, b]]}),
        4 => json!({"exists": score}),
        5 => json!({"!=": [score, a]}),
        _ => json!({">=": [score, a]}),
    }
}

fn beside_leaf(random: &mut Random, beside: Beside) -> Json {
    let grade = json!({"var": GRADE});
    match beside {
        Beside::Grade => match random.below(4) {
            0 => json!({"==": [grade, random.pick(GRADES)]}),
            1 => json!({"in": [grade, [random.pick(GRADES), random.pick(GRADES)]]}),
            _ => json!({"at-least": [grade, random.pick(GRADES), "tax"]}),
        },
        Beside::Honours => {
            let body = json!({"==": [{"var": "kind"}, random.pick(&["red_list", "recognition"])]});
            over(random, "credit.honours", body)
        }
        Beside::Penalties => {
            let class = json!({"==": [{"var": "class"}, random.pick(CLASSES)]});
            let amount = json!({"currency": "CNY", "amount": random.pick(AMOUNTS).to_string()});
            let order = random.pick(&["<", ">=", "<="]);
            let fine = json!({order: [{"var": "amount"}, amount]});
            let body = match random.below(4) {
                0 => json!({"and": [class, fine]}),
                1 => json!({"or": [class, fine]}),
                2 => json!({"!": fine}),
                _ => class,
            };
            over(random, "credit.penalties", body)
        }
    }
}

fn over(random: &mut Random, list: &str, body: Json) -> Json {
    let body = if random.one_in(5) { json!(true) } else { body };
    let list = json!({"var": list});
    match random.below(5) {
        0 => json!({"some": [list, body]}),
        1 => json!({"none": [list, body]}),
        2 => json!({"all": [list, body]}),
        _ => {
            let order = random.pick(&["<=", ">=", "==", "<"]);
            // Of the many kinds of penalties not as many can be had in one list.
            let most = if list == json!({"var": "credit.penalties"}) {
                2
            } else {
                3
            };
            json!({order: [{"count": [list, body]}, random.below(most)]})
        }
    }
}

fn condition(random: &mut Random, beside: Beside, depth: usize) -> Json {
    if depth == 0 || random.one_in(3) {
        return match random.one_in(2) {
            true => score_leaf(random),
            false => beside_leaf(random, beside),
        };
    }
    let mut part = || condition(random, beside, depth - 1);
    let (a, b) = (part(), part());
    match random.below(5) {
        0 => json!({"!": a}),
        1 | 2 => json!({"or": [a, b]}),
        _ => json!({"and": [a, b]}),
    }
}

/// A band of the score, with or without something beside.
fn band(random: &mut Random, beside: Beside) -> Json {
    let score = json!({"var": SCORE});
    let (a, b) = (random.pick(SCORES), random.pick(SCORES));
    let (low, high) = (a.min(b), a.max(b));
    let band = match random.below(4) {
        0 => json!({">=": [score, low]}),
        1 => json!({"<=": [low, score, high]}),
        2 => json!({"and": [{">=": [score, low]}, {"<": [score, high]}]}),
        _ => json!({"and": [{">": [score, low]}, {"<=": [score, high]}]}),
    };
    match random.one_in(3) {
        true => json!({"and": [band, beside_leaf(random, beside)]}),
        false => band,
    }
}

fn programme(random: &mut Random, beside: Beside) -> Json {
    let in_bands = random.one_in(2);
    let tiers = (0..1 + random.below(3)).map(|number| {
        let when = match in_bands {
            true => band(random, beside),
            false => condition(random, beside, 2),
        };
        let benefit = json!({"kind": "discount", "percent_off": 1 + random.below(3)});
        json!({"id": format!("t{number}"), "when": when, "benefit": benefit})
    });
    let tiers: Vec<Json> = tiers.collect();
    let requirements = (0..random.below(2)).map(|number| {
        json!({"id": format!("r{number}"), "when": condition(random, beside, 1), "basis": "示例"})
    });
    let requirements: Vec<Json> = requirements.collect();
    testkit::programmes::programme(json!({
        "scales": {"tax": GRADES}, "requirements": requirements, "tiers": tiers,
    }))
}

/// Facts of one cell, and the score.
struct Cell {
    facts: Members,
    score: Option<Decimal>,
    grade: Option<usize>,
    rest: usize,
}

fn named(members: Vec<(&str, Fact)>) -> Members {
    Members {
        known: members
            .into_iter()
            .map(|(name, fact)| (name.to_owned().into(), fact))
            .collect(),
        open: None,
    }
}

fn text(text: &str) -> Fact {
    Fact::Known(Scalar::Text(text.into()))
}

/// All lists of up to so many of these elements, in whatever order.
fn lists(kinds: &[Members], most: usize) -> Vec<List> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..most {
        let mut longer = Vec::new();
        for list in &last {
            for kind in list.last().copied().unwrap_or(0)..kinds.len() {
                let mut list = list.clone();
                list.push(kind);
                longer.push(list);
            }
        }
        all.extend(longer.iter().cloned());
        last = longer;
    }
    let element = |(index, kind): (usize, &usize)| Element {
        index,
        doubt: None,
        record: Some(kinds[*kind].clone().into()),
    };
    let list = |list: &Vec<usize>| List {
        elements: list.iter().enumerate().map(element).collect(),
        open: Vec::new(),
    };
    all.iter().map(list).collect()
}

/// Every cell: the values at each threshold and beside it, and absent ones.
fn cells(beside: Beside) -> Vec<Cell> {
    cells_of(beside, 3)
}

/// The same, with so many penalties at most.
fn cells_of(beside: Beside, penalties: usize) -> Vec<Cell> {
    let mut scores: Vec<Option<Decimal>> = vec![None];
    for score in SCORES {
        for text in [
            format!("{}.5", score - 1),
            score.to_string(),
            format!("{score}.5"),
        ] {
            let score = Decimal::parse(&text);
            if !scores.contains(&score) {
                scores.push(score);
            }
        }
    }
    let mut others: Vec<Rest<'_>> = Vec::new();
    match beside {
        Beside::Grade => {
            others.push((None, Vec::new()));
            for (place, grade) in GRADES.iter().chain([&"X"]).enumerate() {
                let tax = Fact::Object(named(vec![("grade", text(grade))]));
                let place = (place < GRADES.len()).then_some(place);
                others.push((place, vec![("tax", tax)]));
            }
        }
        Beside::Honours => {
            let kinds = ["red_list", "recognition"];
            let kinds = kinds.map(|kind| named(vec![("kind", text(kind))]));
            let lists = lists(&kinds, 4).into_iter();
            others.extend(lists.map(|list| (None, vec![("honours", Fact::List(list))])));
        }
        Beside::Penalties => {
            let mut kinds = Vec::new();
            for class in CLASSES {
                kinds.push(named(vec![("class", text(class))]));
                for amount in ["999.99", "1000", "1000.01"] {
                    let amount = Money::yuan(Decimal::parse(amount).expect(amount));
                    let amount = Fact::Known(Scalar::Money(amount));
                    kinds.push(named(vec![("class", text(class)), ("amount", amount)]));
                }
            }
            let lists = lists(&kinds, penalties).into_iter();
            others.extend(lists.map(|list| (None, vec![("penalties", Fact::List(list))])));
        }
    }
    let mut cells = Vec::new();
    for score in scores {
        for (rest, (grade, other)) in others.iter().enumerate() {
            let mut evaluations = Vec::new();
            let mut credit = Vec::new();
            if let Some(score) = score {
                let score = Fact::Known(Scalar::Number(score));
                evaluations.push(("sh-public", Fact::Object(named(vec![("score", score)]))));
            }
            for (name, fact) in other {
                match *name {
                    "tax" => evaluations.push(("tax", fact.clone())),
                    name => credit.push((name, fact.clone())),
                }
            }
            credit.push(("evaluations", Fact::Object(named(evaluations))));
            cells.push(Cell {
                facts: named(vec![("credit", Fact::Object(named(credit)))]),
                score,
                grade: *grade,
                rest,
            });
        }
    }
    cells
}

struct Decided {
    requirements: Vec<Verdict>,
    tiers: Vec<Verdict>,
}

impl Decided {
    fn base(&self) -> bool {
        self.requirements.iter().all(|v| *v == Verdict::True)
    }

    fn has(&self, tier: usize) -> bool {
        self.tiers.get(tier) == Some(&Verdict::True)
    }

    fn granted(&self) -> Option<usize> {
        let first = self.tiers.iter().position(|v| *v == Verdict::True);
        first.filter(|_| self.base())
    }
}

fn evaluate(rule: &Expr, vocabulary: &dyn Vocabulary, facts: &Members) -> Verdict {
    let law = law::built_in();
    let work = Work::of(u64::MAX);
    rule.evaluate(Environment {
        root: facts,
        vocabulary,
        today: crate::time::Day::parse("2026-06-01").expect("a day"),
        calendar: &law.calendar,
        work: &work,
    })
}

/// What a programme comes to in each cell.
fn decided(programme: &Programme, cells: &[Cell]) -> Vec<Decided> {
    let each = cells.iter().map(|cell| {
        let verdict = |rule: &Expr| evaluate(rule, &programme.vocabulary, &cell.facts);
        let requirements = programme.requirements.iter();
        Decided {
            requirements: requirements.map(|r| verdict(&r.when)).collect(),
            tiers: programme.tiers.iter().map(|t| verdict(&t.when)).collect(),
        }
    });
    each.collect()
}

/// A claim in words: what, where, and about which fact.
type Said = BTreeSet<String>;

/// What the cells say.
fn expected(programme: &Programme, cells: &[Cell], decided: &[Decided]) -> Said {
    let mut said = Said::new();
    let mut constant = |pointer: String, verdicts: &mut dyn Iterator<Item = Verdict>| {
        let verdicts: Vec<Verdict> = verdicts.collect();
        if verdicts.iter().all(|v| *v == Verdict::True) {
            said.insert(format!("always {pointer}"));
        }
        let never = verdicts.iter().all(|v| *v != Verdict::True);
        if never {
            said.insert(format!("never {pointer}"));
        }
        never
    };
    let mut is_hopeless = false;
    for number in 0..programme.requirements.len() {
        let pointer = format!("/requirements/{number}/when");
        is_hopeless |= constant(pointer, &mut decided.iter().map(|d| d.requirements[number]));
    }
    let tiers = 0..programme.tiers.len();
    let mut dead = Vec::new();
    for tier in tiers.clone() {
        let pointer = format!("/tiers/{tier}/when");
        dead.push(constant(
            pointer,
            &mut decided.iter().map(|d| d.tiers[tier]),
        ));
    }
    if !is_hopeless && !decided.iter().any(Decided::base) {
        said.insert("never /requirements".to_owned());
        is_hopeless = true;
    }
    let reached: BTreeSet<usize> = decided.iter().filter_map(Decided::granted).collect();
    for tier in tiers.clone() {
        if !is_hopeless && !dead[tier] && !reached.contains(&tier) {
            said.insert(format!("unreachable /tiers/{tier}"));
        }
    }
    let less = |one: usize, other: usize| {
        let benefit = |tier: usize| &programme.tiers[tier].benefit;
        order(benefit(one), benefit(other)) == Some(Ordering::Less)
    };
    for of in decided {
        if let Some(first) = of.granted() {
            for second in first + 1..programme.tiers.len() {
                if of.has(second) && reached.contains(&second) && less(first, second) {
                    said.insert(format!("order /tiers/{first} /tiers/{second}"));
                }
            }
        }
    }
    let score = |cell: &Cell| cell.score;
    let grade = |cell: &Cell| cell.grade.map(|place| Decimal::from(place as i64));
    bands(SCORE, &score, programme, cells, decided, &mut said);
    // Grades have an order only where they are compared on the scale.
    if format!("{programme:?}").contains("AtLeast") {
        bands(GRADE, &grade, programme, cells, decided, &mut said);
    }
    worse(cells, decided, &less, &mut said);
    said
}

fn bands(
    fact: &str,
    of: &dyn Fn(&Cell) -> Option<Decimal>,
    programme: &Programme,
    cells: &[Cell],
    decided: &[Decided],
    said: &mut Said,
) {
    let values: BTreeSet<Decimal> = cells.iter().filter_map(of).collect();
    let at = |value: Decimal| {
        let each = cells.iter().zip(decided);
        each.filter(move |(cell, _)| of(cell) == Some(value))
            .map(|(_, decided)| decided)
            .filter(|decided| decided.base())
    };
    let tiers = 0..programme.tiers.len();
    let has = |tier: usize, value: Decimal| at(value).any(|decided| decided.has(tier));
    let holding: Vec<(Decimal, Vec<usize>)> = values
        .iter()
        .map(|value| {
            (
                *value,
                tiers.clone().filter(|tier| has(*tier, *value)).collect(),
            )
        })
        .collect();
    for (place, (_, held)) in holding.iter().enumerate() {
        let before = holding[..place]
            .iter()
            .rposition(|(_, held)| !held.is_empty());
        let Some(before) = before.filter(|before| !held.is_empty() && before + 1 < place) else {
            continue;
        };
        let below = &holding[before].1;
        let mut inside = holding[before + 1..place].iter();
        let applies = inside.any(|(value, _)| at(*value).next().is_some());
        if applies && !below.iter().any(|tier| held.contains(tier)) {
            said.insert(format!("gap /tiers/{} /tiers/{} {fact}", held[0], below[0]));
        }
    }
    for second in tiers.clone() {
        for first in 0..second {
            let only = |one, other| values.iter().any(|v| has(one, *v) && !has(other, *v));
            let both = values
                .iter()
                .any(|v| at(*v).any(|decided| decided.has(first) && decided.has(second)));
            if only(first, second) && only(second, first) && both {
                said.insert(format!("overlap /tiers/{second} /tiers/{first} {fact}"));
            }
        }
    }
}

fn worse(
    cells: &[Cell],
    decided: &[Decided],
    less: &dyn Fn(usize, usize) -> bool,
    said: &mut Said,
) {
    let mut alike: BTreeMap<usize, Vec<Band>> = BTreeMap::new();
    for (cell, decided) in cells.iter().zip(decided) {
        let of = alike.entry(cell.rest).or_default();
        of.push((cell.score, decided.granted()));
    }
    for of in alike.values() {
        for (score, tier) in of {
            let Some(tier) = *tier else { continue };
            for (better, instead) in of {
                if score.is_none() || better <= score {
                    continue;
                }
                match instead {
                    None => said.insert(format!("worse /tiers/{tier} {SCORE}")),
                    Some(instead) if less(*instead, tier) => {
                        said.insert(format!("worse /tiers/{tier} /tiers/{instead} {SCORE}"))
                    }
                    Some(_) => false,
                };
            }
        }
    }
}

/// What the lint says, in the same words.
fn claimed(lint: &Lint) -> Said {
    let text = |error: &Error, name: &str| {
        let value = error.details().get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let mut said = Said::new();
    for finding in lint.defects().iter().chain(lint.warnings()) {
        let kind = finding.code().as_str().trim_start_matches("programme.");
        let kinds = [
            "always",
            "gap",
            "never",
            "order",
            "overlap",
            "unreachable",
            "worse",
        ];
        assert_ne!(kind, "not_analysed");
        let fact = text(finding, "fact");
        // Of what is better beside the score the cells above say nothing.
        if !kinds.contains(&kind) || kind == "worse" && fact != SCORE {
            continue;
        }
        let beside = match kind {
            "unreachable" => String::new(),
            _ => text(finding, "beside"),
        };
        let words = [kind.to_owned(), text(finding, "pointer"), beside, fact];
        let words = words.into_iter().filter(|word| !word.is_empty());
        said.insert(words.collect::<Vec<String>>().join(" "));
    }
    said
}

/// What the analysis claims of rules and tiers: always, gap, never, order, overlap, unreachable, worse.
const KINDS: usize = 7;

#[test]
fn claims_agree_with_every_cell_of_all_thresholds() {
    let mut random = Random::seeded("claims of lint");
    let all = [Beside::Grade, Beside::Honours, Beside::Penalties];
    let by_kind = all.map(cells);
    let mut kinds = BTreeSet::new();
    let mut found = 0;
    // Some kinds are seldom met: the full number is gone over until all were, with an end.
    let (least, most) = (cases(100), cases(100).max(100) * 20);
    for case in 0..most {
        if case >= least && (least < 100 || kinds.len() == KINDS) {
            break;
        }
        let place = case % all.len();
        let written = programme(&mut random, all[place]);
        let document = written.to_string();
        let value = json::parse(document.as_bytes(), document.len()).expect("JSON");
        let law = law::built_in();
        let read =
            Programme::read(&value, &law.edition).unwrap_or_else(|e| panic!("{e:?} {written}"));
        let cells = &by_kind[place];
        let lint = Lint::of(&document).expect("a document");
        assert_eq!(lint.errors(), &[], "{written}");
        let said = claimed(&lint);
        let mut wanted = expected(&read, cells, &decided(&read, cells));
        if said != wanted && all[place] == Beside::Penalties {
            // Two counts and a record beside them may take more penalties than these cells have.
            let more = cells_of(Beside::Penalties, 5);
            wanted = expected(&read, &more, &decided(&read, &more));
        }
        assert_eq!(said, wanted, "case {case}: {written}");
        parts_are_constant(&lint, &written, &read, cells);
        kinds.extend(
            said.iter()
                .filter_map(|claim| claim.split(' ').next().map(str::to_owned)),
        );
        found += said.len();
    }
    println!("{found} claims of {kinds:?}");
    if least >= 100 {
        assert_eq!(kinds.len(), KINDS, "{kinds:?}");
    }
}

/// What is said of a part of a rule is so in every cell.
fn parts_are_constant(lint: &Lint, written: &Json, read: &Programme, cells: &[Cell]) {
    for finding in lint.warnings() {
        if finding.code() != crate::error::Code::ProgrammeConstant {
            continue;
        }
        let text = finding
            .details()
            .get("pointer")
            .and_then(Value::as_str)
            .expect("a pointer");
        let always = finding.details().get("always") == Some(&true.into());
        let part = written.pointer(text).expect(text).to_string();
        // A part of a body cannot be asked by itself.
        let part = json::parse(part.as_bytes(), part.len()).expect("JSON");
        let Ok(rule) = Expr::read(&part, "", &read.vocabulary, &mut Budget::new()) else {
            continue;
        };
        for cell in cells {
            let verdict = evaluate(&rule, &read.vocabulary, &cell.facts);
            assert_eq!(verdict == Verdict::True, always, "{text} {written}");
        }
    }
}
