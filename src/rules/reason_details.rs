//! The details of a reason: which fact decided a leaf, what was expected of it, and how it differs from that.

use super::explain::Why;
use super::expr::{Condition, Leaf, Operand, Path, Values};
use super::fact::Scalar;
use super::operators::{Meaning, OPERATORS, Quantifier, Relation};
use super::range::Range;
use super::reading::{Reading, order};
use super::verdict::Verdict;
use super::view::View;
use super::vocabulary::NOW;
use crate::decimal::Decimal;
use crate::json::{Object, Value};
use crate::time::Day;

/// What a reason says of its leaf, beside the verdict.
pub(super) struct ReasonDetails {
    /// The fact, or the element of a list, that decided.
    pub(super) path: String,
    /// The kind of records that a list is asked for, such as `volunteer_hours`.
    pub(super) kind: Option<String>,
    /// The indexes of the elements that decide it as the one at `path` does.
    pub(super) others: Vec<usize>,
    /// How the fact differs from what was expected. Of use only where it does.
    pub(super) mismatch: Why,
    pub(super) expected: Value,
    pub(super) actual: Value,
    /// Whether what was counted or summed came to zero.
    pub(super) is_nothing: bool,
}

impl ReasonDetails {
    fn new(path: String, mismatch: Why, expected: Value, actual: Value) -> Self {
        Self {
            path,
            kind: None,
            others: Vec::new(),
            mismatch,
            expected,
            actual,
            is_nothing: false,
        }
    }
}

impl<'f> View<'f> {
    /// The details of a leaf that comes to `verdict` by itself. It is `negated` if it stands under an odd
    /// number of `!`.
    pub(super) fn reason_details(
        &self,
        leaf: &'f Leaf,
        verdict: Verdict,
        negated: bool,
    ) -> ReasonDetails {
        match leaf {
            Leaf::AtLeast {
                grade,
                threshold,
                scale,
            } => {
                let reading = self.read(grade);
                let mismatch = match verdict {
                    Verdict::True => Why::Above,
                    Verdict::False | Verdict::Unknown => Why::Below,
                };
                let expected = scale
                    .grades
                    .get(*threshold)
                    .map(|grade| Value::from(&**grade));
                ReasonDetails::new(
                    grade.path(),
                    reading.mismatch(mismatch),
                    expected.into(),
                    reading.to_json(),
                )
            }
            Leaf::Compare {
                relation, operands, ..
            } => self.comparison(*relation, operands, verdict),
            Leaf::Exists(path) => ReasonDetails::new(
                path.to_string(),
                if negated { Why::Present } else { Why::Absent },
                (!negated).into(),
                match verdict {
                    Verdict::False => false.into(),
                    Verdict::True => true.into(),
                    Verdict::Unknown => Value::Null,
                },
            ),
            Leaf::Flag(path) => {
                let reading = self.fact(path);
                ReasonDetails::new(
                    path.to_string(),
                    reading.mismatch(Why::WrongValue),
                    (!negated).into(),
                    reading.to_json(),
                )
            }
            Leaf::In { item, values } => self.member(item, values, verdict),
            Leaf::Quantified {
                quantifier,
                list,
                body,
            } => {
                let mut deciding = self.deciding(*quantifier, list, body).into_iter();
                let path = match deciding.next() {
                    Some(index) => format!("{list}[{index}]"),
                    None => list.to_string(),
                };
                let mismatch = quantifier.mismatch(verdict);
                ReasonDetails {
                    kind: body.kind(),
                    others: deciding.collect(),
                    ..ReasonDetails::new(path, mismatch, Value::Null, Value::Null)
                }
            }
            Leaf::Within { date, period } => {
                let reading = self.read(date);
                let mismatch = match reading.day() {
                    Some(_) if verdict == Verdict::True => Why::WrongValue,
                    Some(day) if self.today < day => Why::TooLate,
                    _ => Why::TooEarly,
                };
                ReasonDetails::new(
                    date.path(),
                    reading.mismatch(mismatch),
                    period.to_string().into(),
                    reading.to_json(),
                )
            }
        }
    }

    fn comparison(
        &self,
        relation: Relation,
        operands: &'f [Operand],
        verdict: Verdict,
    ) -> ReasonDetails {
        let readings: Vec<Reading<'_>> = operands.iter().map(|o| self.read(o)).collect();
        let failed = readings.windows(2).position(|pair| match pair {
            [Reading::Absent, _] | [_, Reading::Absent] => false,
            [a, b] => relation.relates(a, b) == Verdict::False,
            _ => false,
        });
        let first = |wanted: fn(&Reading<'_>) -> bool| readings.iter().position(wanted);
        let hidden = match verdict {
            Verdict::Unknown => first(|r| matches!(r, Reading::Hidden | Reading::Between(_))),
            _ => None,
        };
        // The reason is about the operand that is not a bound: one of the pair that fails, else of all.
        let from = failed.unwrap_or(0);
        let span = failed.map_or(operands.len(), |_| 2);
        let mut span = operands.iter().enumerate().skip(from).take(span);
        let fact = span.find(|(_, operand)| !operand.is_bound());
        let subject = first(|r| matches!(r, Reading::Absent))
            .or(hidden)
            .or(fact.map(|(i, _)| i))
            .unwrap_or(from);
        let quantity = matches!(operands.get(subject), Some(Operand::Quantity(_)));
        let mismatch = match (failed, readings.as_slice()) {
            // The comparison holds, and a `!` around it asks that it should not.
            (None, [a, b]) => relation.inverse().mismatch(a, b, subject == 0),
            (Some(i), _) => match readings.get(i..) {
                // That there are too many records says more than that the number is another.
                Some([a, b, ..]) if quantity && relation == Relation::Equal => {
                    match Relation::Greater.relates(a, b) == Verdict::True {
                        true => Relation::LessOrEqual.mismatch(a, b, subject == i),
                        false => Relation::GreaterOrEqual.mismatch(a, b, subject == i),
                    }
                }
                Some([a, b, ..]) => relation.mismatch(a, b, subject == i),
                _ => Why::WrongValue,
            },
            _ => Why::WrongValue,
        };
        let reading = readings.get(subject).unwrap_or(&Reading::Absent);
        let nothing = Range::point(Decimal::ZERO);
        let others = readings.iter().enumerate().filter(|(i, _)| *i != subject);
        let mut bounds: Vec<Value> = others.map(|(_, reading)| reading.to_json()).collect();
        let operand = operands.get(subject);
        // A reader knows the day that stands in the record, and not the one that a period after it leads to.
        let mut actual = reading.to_json();
        let mut inner = operand;
        while let Some(Operand::Plus(date, period)) = inner {
            bounds.push(period.to_string().into());
            actual = self.read(date).to_json();
            inner = Some(date);
        }
        let expected = match <[Value; 1]>::try_from(bounds) {
            Ok([bound]) => bound,
            Err(bounds) => bounds.into(),
        };
        let path = operand.map(Operand::path);
        ReasonDetails {
            kind: match operand {
                Some(Operand::Quantity(quantity)) => quantity.body.kind(),
                _ => None,
            },
            is_nothing: quantity && reading.range() == Some(nothing),
            ..ReasonDetails::new(
                path.unwrap_or_default(),
                reading.mismatch(mismatch),
                expected,
                actual,
            )
        }
    }

    fn member(&self, item: &'f Operand, values: &'f Values, verdict: Verdict) -> ReasonDetails {
        let reading = self.read(item);
        let mismatch = match verdict {
            Verdict::True => Why::WrongValue,
            Verdict::False | Verdict::Unknown => Why::NotMember,
        };
        let expected = match values {
            Values::Literal(list) => Value::Array(list.iter().map(Scalar::to_json).collect()),
            Values::Regions(regions) => Value::Array(
                regions
                    .iter()
                    .map(|region| Value::from(&**region))
                    .collect(),
            ),
            Values::Fact(path) => {
                // The reason is about the list, unless the item is what is absent or hidden.
                let list = self.fact(path);
                let item_decides = match verdict {
                    Verdict::Unknown => !matches!(list, Reading::Hidden),
                    _ => matches!(reading, Reading::Absent),
                };
                if !item_decides {
                    return ReasonDetails::new(
                        path.to_string(),
                        list.mismatch(mismatch),
                        reading.to_json(),
                        list.to_json(),
                    );
                }
                list.to_json()
            }
        };
        ReasonDetails::new(
            item.path(),
            reading.mismatch(mismatch),
            expected,
            reading.to_json(),
        )
    }

    /// The indexes of the elements each of which decides the quantifier alone.
    fn deciding(&self, quantifier: Quantifier, list: &'f Path, body: &'f Condition) -> Vec<usize> {
        let candidates = self.candidates(list);
        let deciding = candidates.iter().filter(|candidate| {
            candidate.certain && self.hit(quantifier, body, candidate) == Verdict::True
        });
        deciding.filter_map(|candidate| candidate.index).collect()
    }
}

impl Leaf {
    /// The operator's name.
    pub(super) fn op(&self) -> &'static str {
        let meaning = match self {
            Self::AtLeast { .. } => Meaning::AtLeast,
            Self::Compare { op, .. } => return op,
            Self::Exists(_) => Meaning::Exists,
            Self::Flag(_) => Meaning::Var,
            Self::In {
                values: Values::Regions(_),
                ..
            } => Meaning::InRegion,
            Self::In { .. } => Meaning::In,
            Self::Quantified { quantifier, .. } => Meaning::Quantify(*quantifier),
            Self::Within { .. } => Meaning::Within,
        };
        let operator = OPERATORS.iter().find(|o| o.meaning == meaning);
        operator.map_or("", |operator| operator.name)
    }

    /// The first path that it reads; empty if it reads none.
    fn path(&self) -> String {
        match self {
            Self::AtLeast { grade, .. } => grade.path(),
            Self::Compare { operands, .. } => operands
                .iter()
                .map(Operand::path)
                .find(|path| !path.is_empty())
                .unwrap_or_default(),
            Self::Exists(path) | Self::Flag(path) => path.to_string(),
            Self::In { item, values } => match (item.path(), values) {
                (path, Values::Fact(list)) if path.is_empty() => list.to_string(),
                (path, _) => path,
            },
            Self::Quantified { list, .. } => list.to_string(),
            Self::Within { date, .. } => date.path(),
        }
    }
}

impl Condition {
    fn path(&self) -> String {
        match self {
            Self::All(parts) | Self::Any(parts) => parts
                .iter()
                .map(Self::path)
                .find(|path| !path.is_empty())
                .unwrap_or_default(),
            Self::Constant(_) => String::new(),
            Self::Leaf(leaf) => leaf.path(),
            Self::Not(inner) => inner.path(),
        }
    }

    /// The kind of records that satisfy it, where it names one.
    fn kind(&self) -> Option<String> {
        match self {
            Self::All(parts) => parts.iter().find_map(Self::kind),
            Self::Leaf(Leaf::Compare {
                relation: Relation::Equal,
                operands,
                ..
            }) => match operands.as_slice() {
                [Operand::Fact(path), Operand::Literal(Scalar::Text(kind))]
                | [Operand::Literal(Scalar::Text(kind)), Operand::Fact(path)]
                    if path.in_element && path.to_string() == "kind" =>
                {
                    Some((**kind).to_owned())
                }
                _ => None,
            },
            _ => None,
        }
    }
}

impl Operand {
    /// Whether it is a bound that facts are compared with, and no fact itself.
    fn is_bound(&self) -> bool {
        match self {
            Self::Literal(_) | Self::Today => true,
            // A share of a fact is what another is held against.
            Self::Percent(..) => true,
            Self::Plus(inner, _) => inner.is_bound(),
            _ => false,
        }
    }

    pub(super) fn path(&self) -> String {
        match self {
            Self::Age(inner) | Self::Percent(_, inner) | Self::Plus(inner, _) => inner.path(),
            Self::Condition(condition) => condition.path(),
            Self::Fact(path) => path.to_string(),
            Self::Literal(_) => String::new(),
            Self::Quantity(quantity) => quantity.list.to_string(),
            Self::Today => NOW.to_owned(),
        }
    }
}

impl Relation {
    /// The relation that holds exactly where this one does not.
    fn inverse(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::NotEqual => Self::Equal,
        }
    }

    /// How the left value, or else the right one, fails this relation.
    fn mismatch(self, a: &Reading<'_>, b: &Reading<'_>, left: bool) -> Why {
        let above = match self {
            Self::Less | Self::LessOrEqual => left,
            Self::Greater | Self::GreaterOrEqual => !left,
            Self::Equal | Self::NotEqual => return Why::WrongValue,
        };
        let ordered = match (a, b) {
            (Reading::Known(a), Reading::Known(b)) => order(a, b).is_some(),
            (a, b) => a.range().is_some() && b.range().is_some(),
        };
        match (a.day(), above) {
            _ if !ordered => Why::WrongValue,
            (Some(_), true) => Why::TooLate,
            (Some(_), false) => Why::TooEarly,
            (None, true) => Why::Above,
            (None, false) => Why::Below,
        }
    }
}

impl Quantifier {
    /// How a quantifier that comes to `verdict` differs from the opposite, which was expected.
    fn mismatch(self, verdict: Verdict) -> Why {
        match (self, verdict == Verdict::True) {
            (Self::All, false) => Why::WrongValue,
            (Self::No, false) | (Self::Any, true) => Why::Present,
            (Self::Any, false) | (Self::No | Self::All, true) => Why::Absent,
        }
    }
}

impl Reading<'_> {
    fn day(&self) -> Option<Day> {
        match self {
            Self::Known(scalar) => match **scalar {
                Scalar::Day(day) => Some(day),
                _ => None,
            },
            _ => None,
        }
    }

    /// `Absent` if it is absent, else what is given.
    fn mismatch(&self, otherwise: Why) -> Why {
        match self {
            Self::Absent => Why::Absent,
            _ => otherwise,
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Known(scalar) => scalar.to_json(),
            Self::Between(range) => Object::from([
                ("at_least", Value::from(range.low.to_string())),
                ("at_most", range.high.map(|high| high.to_string()).into()),
            ])
            .into(),
            Self::Absent | Self::Hidden => Value::Null,
        }
    }
}

impl Scalar {
    /// As decisions show it. Numbers are strings, since a JSON number loses digits in many hosts.
    fn to_json(&self) -> Value {
        match self {
            Self::Bool(value) => (*value).into(),
            Self::Number(number) => number.to_string().into(),
            Self::Text(text) => (&**text).into(),
            Self::Day(day) => day.to_string().into(),
            Self::Money(money) => money.to_json(),
            Self::Texts(texts) => {
                Value::Array(texts.iter().map(|text| Value::from(&**text)).collect())
            }
        }
    }
}
