//! Values: literals, facts, and what operators compute.

use std::sync::Arc;

use super::super::expr::{Operand, Path, Quantity};
use super::super::fact::Scalar;
use super::super::literal::{Typed, fit, literal, literal_type};
use super::super::operators::Meaning;
use super::super::syntax::{At, Call, SyntaxNode};
use super::super::vocabulary::{Codes, Lookup, REQUEST, Type};
use super::checker::Checker;
use super::name::{ElementType, Named, Scope};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem};
use crate::json::Value;
use crate::region::is_region;
use crate::suggestion::suggestion_for;
use crate::time::Period;

impl Checker<'_> {
    /// A value to compare.
    pub(super) fn value(
        &mut self,
        value: &Value,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Typed, Error> {
        let call = match SyntaxNode::read(value, at, self.budget)? {
            SyntaxNode::Call(call) => call,
            node => {
                let found = literal_type(&node);
                return literal(node).ok_or_else(|| at.wrong_type("value", found));
            }
        };
        let (operand, of) = match call.operator.meaning {
            Meaning::Var => match self.named(&call, at, scope)? {
                Named::Fact(path, of) => (Operand::Fact(path), of),
                Named::Element => return Err(at.wrong_type("value", Type::Object.name())),
                Named::Today => (Operand::Today, Type::Day),
            },
            Meaning::Age => {
                let birth = self.operand_day(&call, 0, at, scope)?;
                (Operand::Age(Box::new(birth)), Type::Number)
            }
            Meaning::PercentOf => self.percent_of(&call, at, scope)?,
            Meaning::PlusTime => {
                let date = self.operand_day(&call, 0, at, scope)?;
                let period = self.operand_period(&call, 1, at)?;
                (Operand::Plus(Box::new(date), period), Type::Day)
            }
            Meaning::Count | Meaning::Sum => self.quantity(&call, at, scope)?,
            _ => {
                let condition = self.condition_of(&call, at, scope)?;
                (Operand::Condition(Box::new(condition)), Type::Bool)
            }
        };
        Ok(Typed { operand, of })
    }

    fn percent_of(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<(Operand, Type), Error> {
        let kind = call.operator.operand(0);
        let percent = call.operand_at(at, 0, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::Number(percent) if is_percentage(percent) => Ok(percent),
                SyntaxNode::Number(percent) => Err(at
                    .bad_value(&percent.to_string())
                    .with("expected", kind.name())),
                other => Err(at.wrong_type(kind.name(), literal_type(&other))),
            }
        })?;
        let of = call.operand_at(at, 1, |value, at| {
            let typed = self.value(value, at, scope)?;
            match typed.of {
                // Each share has more digits, and what has too many is not known, though nothing is hidden.
                _ if matches!(typed.operand, Operand::Percent(..)) => {
                    Err(at.wrong_type("number or money", kind.name()))
                }
                Type::Number | Type::Money => Ok(typed),
                other => Err(at.wrong_type("number or money", other.name())),
            }
        })?;
        Ok((Operand::Percent(percent, Box::new(of.operand)), of.of))
    }

    /// A value as one of a type. A lint is told of literals that are hardly meant.
    pub(super) fn fit(&mut self, typed: Typed, of: Type, at: &At<'_>) -> Result<Operand, Error> {
        let operand = fit(typed, of, at, self.vocabulary)?;
        if self.reporter.warns()
            && let Operand::Literal(Scalar::Text(text)) = &operand
            && let Type::Text(Codes::Formed(form)) = of
            && let Some((problem, meant)) = self.vocabulary.doubtful(form, text)
        {
            let warning = at.bad_value(text).because(problem).suggesting(meant);
            self.reporter.warn(warning);
        }
        Ok(operand)
    }

    fn quantity(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<(Operand, Type), Error> {
        let (list, (body, field)) = self.over_list(call, at, scope, |checker, inner| {
            let body = checker.operand_condition(call, 1, at, inner)?;
            let field = match call.operator.meaning {
                Meaning::Sum => Some(checker.summed(call, at, inner)?),
                _ => None,
            };
            Ok((body, field))
        })?;
        let of = field.as_ref().map_or(Type::Number, |(_, of)| *of);
        let quantity = Quantity {
            list,
            body,
            field: field.map(|(path, _)| path),
            money: of == Type::Money,
        };
        Ok((Operand::Quantity(Box::new(quantity)), of))
    }

    /// The field that `sum` adds up: numbers or money.
    fn summed(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<(Path, Type), Error> {
        let Some(ElementType::Record(list)) = scope.element else {
            let texts = Type::Texts(Codes::Any).name();
            return call.operand_at(at, 0, |_, at| Err(at.wrong_type("list", texts)));
        };
        let name = self.operand_text(call, 2, at)?;
        call.operand_at(at, 2, |_, at| match self.vocabulary.field(list, name) {
            Lookup::Found(of @ (Type::Number | Type::Money)) => Ok((Path::in_element(name), of)),
            Lookup::Found(of) => Err(at.wrong_type("number or money", of.name())),
            Lookup::Forbidden(why) => Err(at.bad_path(name, why)),
            Lookup::Missing => {
                let suggestion = self.vocabulary.suggestion(Some(list), name);
                Err(at.bad_path(name, Problem::Unknown).suggesting(suggestion))
            }
        })
    }

    /// The elements of a literal list, all of one type.
    pub(super) fn literals(
        &mut self,
        elements: &[Value],
        of: Type,
        at: &At<'_>,
    ) -> Result<Vec<Scalar>, Error> {
        let mut literals = Vec::with_capacity(elements.len());
        for (i, element) in elements.iter().enumerate() {
            let at = &at.index(i);
            let node = SyntaxNode::read(element, at, self.budget)?;
            let found = literal_type(&node);
            let typed = literal(node).ok_or_else(|| at.wrong_type("literal", found))?;
            match self.fit(typed, of, at)? {
                Operand::Literal(scalar) => literals.push(scalar),
                _ => return Err(at.wrong_type("literal", found)),
            }
        }
        Ok(literals)
    }

    /// The regions of a literal list.
    pub(super) fn regions(
        &mut self,
        elements: &[Value],
        of: Type,
        at: &At<'_>,
    ) -> Result<Vec<Arc<str>>, Error> {
        let literals = self.literals(elements, of, at)?;
        let regions = literals.into_iter().enumerate();
        let regions = regions.map(|(i, literal)| match literal {
            Scalar::Text(region) if is_region(&region) => Ok(region),
            Scalar::Text(other) => Err(at.index(i).bad_value(&other).because(Problem::Region)),
            _ => Err(at.index(i).wrong_type("region", "literal")),
        });
        regions.collect()
    }

    /// An operand that is a day.
    pub(super) fn operand_day(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Operand, Error> {
        call.operand_at(at, index, |value, at| {
            let typed = self.value(value, at, scope)?;
            self.fit(typed, Type::Day, at)
        })
    }

    pub(super) fn operand_period(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
    ) -> Result<Period, Error> {
        let text = self.operand_text(call, index, at)?;
        Period::parse(text).ok_or_else(|| {
            let upper = text.to_ascii_uppercase();
            let meant = ["P", upper.strip_prefix('P').unwrap_or(&upper)].concat();
            call.operand_at(at, index, |_, at| at.fail(Code::ProgrammeValue))
                .with("value", text)
                .with("expected", "period")
                .suggesting(Period::parse(&meant).map(|_| meant))
        })
    }

    /// An operand that is a literal string.
    pub(super) fn operand_text<'v>(
        &mut self,
        call: &Call<'v>,
        index: usize,
        at: &At<'_>,
    ) -> Result<&'v str, Error> {
        let kind = call.operator.operand(index);
        call.operand_at(at, index, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::Text(text) => Ok(text),
                other => Err(at.wrong_type(kind.name(), literal_type(&other))),
            }
        })
    }
}

impl Operand {
    /// Whether it is a member of `request`.
    pub(super) fn is_request(&self) -> bool {
        match self {
            Self::Fact(path) => path
                .segments
                .first()
                .is_some_and(|first| **first == *REQUEST),
            _ => false,
        }
    }
}

/// Above 0, or nothing would be left of what is hidden; and of few digits, for those of the product are limited.
fn is_percentage(number: Decimal) -> bool {
    number > Decimal::ZERO && number <= Decimal::from(1000) && number.scale() <= 4
}

impl At<'_> {
    /// A name that is none of those declared.
    pub(super) fn no_such<'k>(
        &self,
        expected: &'static str,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> Error {
        self.fail(Code::ProgrammeValue)
            .with("value", name)
            .with("expected", expected)
            .suggesting(suggestion_for(name, known))
    }
}
