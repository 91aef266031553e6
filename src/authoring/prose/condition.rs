//! Rules as numbered sentences.

use super::line::Line;
use super::names::{Names, Scope};
use crate::credit::{BIRTHDATE, SUBJECT};
use crate::rules::{
    Condition, Leaf, Operand, Path, Quantifier, Quantity, Relation, Scalar, Values,
};

/// The operands of one leaf that are told under it. Each has a name: 甲, 乙, 丙.
#[derive(Default)]
struct Told(Vec<Line>);

impl Names<'_> {
    /// A condition: a line, with its parts under it.
    pub(super) fn condition(&self, condition: &Condition, scope: Scope<'_>) -> Line {
        match condition {
            Condition::All(parts) => self.group("all", parts, scope),
            Condition::Any(parts) => self.group("any", parts, scope),
            Condition::Constant(value) => {
                let name = if *value { "always" } else { "never" };
                Line::of(self.put("lines", name, &[]))
            }
            Condition::Leaf(leaf) => self.leaf(leaf, scope),
            Condition::Not(inner) => Line {
                text: self.put("lines", "not", &[]),
                children: vec![self.condition(inner, scope)],
            },
        }
    }

    fn group(&self, name: &str, parts: &[Condition], scope: Scope<'_>) -> Line {
        Line {
            text: self.put("lines", name, &[]),
            children: parts
                .iter()
                .map(|part| self.condition(part, scope))
                .collect(),
        }
    }

    fn leaf(&self, leaf: &Leaf, scope: Scope<'_>) -> Line {
        let mut told = Told::default();
        let text = match leaf {
            Leaf::AtLeast {
                grade,
                threshold,
                scale,
            } => {
                let quoted = |grade: &str| self.quoted(grade);
                let grades: Vec<String> = scale.grades.iter().map(|grade| quoted(grade)).collect();
                let threshold = scale.grades.get(*threshold).map(|grade| &**grade);
                let a = self.operand(grade, None, scope, &mut told);
                let facts = [
                    ("a", &*a),
                    ("grade", threshold.unwrap_or_default()),
                    ("scale", &self.joined(&grades)),
                ];
                self.phrase("at-least", &facts)
            }
            Leaf::Compare {
                relation, operands, ..
            } => self.comparison(*relation, operands, scope, &mut told),
            Leaf::Exists(path) => self.phrase("exists", &[("a", &self.fact(path, scope))]),
            Leaf::Flag(path) => self.phrase("flag", &[("a", &self.fact(path, scope))]),
            Leaf::In { item, values } => {
                let against = match values {
                    Values::Fact(path) => Some(Operand::Fact(path.clone())),
                    Values::Literal(_) | Values::Regions(_) => None,
                };
                let a = self.operand(item, against.as_ref(), scope, &mut told);
                match values {
                    Values::Fact(path) => {
                        let facts = [("a", &*a), ("b", &self.fact(path, scope))];
                        self.phrase("in.fact", &facts)
                    }
                    Values::Literal(list) if list.is_empty() => {
                        self.phrase("in.nothing", &[("a", &a)])
                    }
                    Values::Regions(regions) if regions.is_empty() => {
                        self.phrase("in.nothing", &[("a", &a)])
                    }
                    Values::Regions(regions) => {
                        let regions = regions.iter().cloned().map(Scalar::Text);
                        let regions = regions.map(|v| self.literal(&v, Some(item), scope));
                        let values = self.joined(&regions.collect::<Vec<_>>());
                        self.phrase("in.regions", &[("a", &a), ("values", &values)])
                    }
                    Values::Literal(list) => {
                        let values = list.iter().map(|v| self.literal(v, Some(item), scope));
                        let values = self.joined(&values.collect::<Vec<_>>());
                        self.phrase("in", &[("a", &a), ("values", &values)])
                    }
                }
            }
            Leaf::Quantified {
                quantifier,
                list,
                body,
            } => return self.quantified(*quantifier, list, body, scope),
            Leaf::Within { date, period } => {
                let a = self.operand(date, None, scope, &mut told);
                let period = period.to_string();
                let period = self.words.period(&period).unwrap_or_else(|| self.zero());
                self.phrase("within", &[("a", &a), ("period", &period)])
            }
        };
        Line {
            text,
            children: told.0,
        }
    }

    /// A period of no length.
    fn zero(&self) -> String {
        self.words.put("periods", "days", &[("count", "0")])
    }

    /// Of three operands, each with the next. A constant before a fact is said after it, the other way round.
    fn comparison(
        &self,
        relation: Relation,
        operands: &[Operand],
        scope: Scope<'_>,
        told: &mut Told,
    ) -> String {
        let said: Vec<String> = operands
            .iter()
            .enumerate()
            .map(|(i, operand)| {
                let of = i.checked_sub(1).and_then(|before| operands.get(before));
                let of = operands.get(i + 1).or(of);
                self.operand(operand, of, scope, told)
            })
            .collect();
        let pairs = operands.iter().zip(&said);
        let pairs = pairs.clone().zip(pairs.skip(1)).map(|(a, b)| {
            let is_constant =
                |operand: &Operand| matches!(operand, Operand::Literal(_) | Operand::Today);
            let (relation, [a, b]) = match is_constant(a.0) && !is_constant(b.0) {
                true => (mirrored(relation), [b, a]),
                false => (relation, [a, b]),
            };
            let are_days = self.is_day(a.0, scope) || self.is_day(b.0, scope);
            let name = match (relation, are_days) {
                (Relation::Equal, _) => "==",
                (Relation::NotEqual, _) => "!=",
                (Relation::Less, false) => "number.<",
                (Relation::LessOrEqual, false) => "number.<=",
                (Relation::Greater, false) => "number.>",
                (Relation::GreaterOrEqual, false) => "number.>=",
                (Relation::Less, true) => "day.<",
                (Relation::LessOrEqual, true) => "day.<=",
                (Relation::Greater, true) => "day.>",
                (Relation::GreaterOrEqual, true) => "day.>=",
            };
            self.phrase(name, &[("a", a.1), ("b", b.1)])
        });
        let pairs: Vec<String> = pairs.collect();
        pairs.join(self.text("phrases", "and").unwrap_or_default())
    }

    /// A value. `of` is what it is compared with.
    fn operand(
        &self,
        operand: &Operand,
        of: Option<&Operand>,
        scope: Scope<'_>,
        told: &mut Told,
    ) -> String {
        match operand {
            Operand::Age(birth) => self.persons_age(birth).unwrap_or_else(|| {
                let a = self.operand(birth, None, scope, told);
                self.phrase("age", &[("a", &a)])
            }),
            Operand::Condition(condition) => match self.inline(condition, scope) {
                Some(body) => self.phrase("truth", &[("body", &body)]),
                None => {
                    let what = self.phrase("truth.where", &[]);
                    self.told(&what, self.condition(condition, scope), told)
                }
            },
            Operand::Fact(path) => self.fact(path, scope),
            Operand::Literal(scalar) => self.literal(scalar, of, scope),
            Operand::Percent(percent, whole) => {
                let a = self.operand(whole, None, scope, told);
                let percent = percent.to_string();
                self.phrase("percent", &[("a", &a), ("percent", &percent)])
            }
            Operand::Plus(date, period) => {
                let a = self.operand(date, None, scope, told);
                let period = period.to_string();
                let period = self.words.period(&period).unwrap_or_else(|| self.zero());
                self.phrase("plus", &[("a", &a), ("period", &period)])
            }
            Operand::Quantity(quantity) => self.quantity(quantity, scope, told),
            Operand::Today => self.phrase("today", &[]),
        }
    }

    /// The age of a person, which has a name of its own.
    fn persons_age(&self, birth: &Operand) -> Option<String> {
        let Operand::Fact(path) = birth else {
            return None;
        };
        let path = path.to_string();
        let (alias, claim) = path.split_once('.')?;
        let is_birth = claim == [SUBJECT.name, ".", BIRTHDATE.text].concat();
        is_birth.then(|| self.of_input(alias, self.phrase("age.person", &[])))
    }

    fn quantity(&self, quantity: &Quantity, scope: Scope<'_>, told: &mut Told) -> String {
        let list = self.list(&quantity.list, scope);
        let path = quantity.list.to_string();
        let inner = inner_scope(&quantity.list, &path);
        let (kind, field) = match (&quantity.field, inner) {
            (Some(field), Scope::List(list)) => ("sum", self.field(list, &field.to_string())),
            (Some(field), _) => ("sum", field.to_string()),
            (None, _) => ("count", String::new()),
        };
        let facts = [("list", &*list), ("field", &*field)];
        if quantity.body == Condition::Constant(true) {
            return self.phrase(kind, &facts);
        }
        match self.inline(&quantity.body, inner) {
            Some(body) => {
                let facts = [&facts[..], &[("body", &*body)]].concat();
                self.phrase(&[kind, ".of"].concat(), &facts)
            }
            None => {
                let what = self.phrase(&[kind, ".where"].concat(), &facts);
                self.told(&what, self.condition(&quantity.body, inner), told)
            }
        }
    }

    /// Gives something a name, and says under the leaf what it stands for.
    fn told(&self, what: &str, condition: Line, told: &mut Told) -> String {
        let refs = self.text("phrases", "refs").unwrap_or_default();
        let number = told.0.len();
        let name = refs.chars().nth(number).unwrap_or('?');
        let name = self.quoted(&name.to_string());
        told.0.push(Line {
            text: self.put("lines", "where", &[("ref", &name), ("what", what)]),
            children: vec![condition],
        });
        name
    }

    fn quantified(
        &self,
        quantifier: Quantifier,
        list: &Path,
        body: &Condition,
        scope: Scope<'_>,
    ) -> Line {
        let name = match quantifier {
            Quantifier::All => "every",
            Quantifier::Any => "some",
            Quantifier::No => "none",
        };
        let path = list.to_string();
        let inner = inner_scope(list, &path);
        let list = self.list(list, scope);
        let unit = match inner {
            Scope::List(_) => self.phrase("record", &[]),
            Scope::Root | Scope::Strings => self.phrase("item", &[]),
        };
        let facts = [("list", &*list), ("unit", &*unit)];
        match self.inline(body, inner) {
            Some(body) => {
                let facts = [&facts[..], &[("body", &*body)]].concat();
                Line::of(self.phrase(name, &facts))
            }
            None => Line {
                text: self.put("lines", name, &facts),
                children: vec![self.condition(body, inner)],
            },
        }
    }

    /// A condition that can stand inside of a sentence: a leaf that has no other inside of it.
    fn inline(&self, condition: &Condition, scope: Scope<'_>) -> Option<String> {
        let Condition::Leaf(leaf) = condition else {
            return None;
        };
        let is_plain =
            |operand: &Operand| !matches!(operand, Operand::Condition(_) | Operand::Quantity(_));
        let is_plain = match leaf {
            Leaf::AtLeast { grade, .. } => is_plain(grade),
            Leaf::Compare { operands, .. } => operands.iter().all(is_plain),
            Leaf::In { item, .. } => is_plain(item),
            Leaf::Exists(_) | Leaf::Flag(_) | Leaf::Within { .. } => true,
            Leaf::Quantified { .. } => false,
        };
        is_plain.then(|| self.leaf(leaf, scope).text)
    }
}

/// What a body over a list sees.
fn inner_scope<'a>(list: &Path, path: &'a str) -> Scope<'a> {
    // Lists inside of records, and those of strings at the root, have strings alone.
    match list.in_element {
        true => Scope::Strings,
        false => Scope::List(path),
    }
}

/// How the second operand stands to the first.
fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Equal | Relation::NotEqual => relation,
        Relation::Greater => Relation::Less,
        Relation::GreaterOrEqual => Relation::LessOrEqual,
        Relation::Less => Relation::Greater,
        Relation::LessOrEqual => Relation::GreaterOrEqual,
    }
}
