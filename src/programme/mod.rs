//! Programmes: published credit-easy rule sets, with tiers and benefits.

mod benefit;
mod read;
#[cfg(test)]
mod schema;
mod text;

use std::sync::Arc;

use crate::bilingual::Texts;
use crate::credit::{CreditVocabulary, Vct};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem, Stage, string_enum};
use crate::json::{Object, Readable, Value, expecting, pointer_to};
use crate::money::Money;
use crate::rules::{Cause, Codes, Expr, Fact, Members, Scalar, Type, Unknown};
use crate::time::{Day, Period};

pub(crate) use benefit::BenefitKind;
#[cfg(feature = "authoring")]
pub(crate) use benefit::check as check_benefit;
#[cfg(feature = "authoring")]
pub(crate) use read::{MEMBERS, Names};
#[cfg(feature = "authoring")]
pub(crate) use text::is_draft;

/// A programme that parsed and type-checked.
#[derive(Debug)]
pub(crate) struct Programme {
    pub(crate) id: String,
    pub(crate) version: u64,
    /// Whom to ask about it.
    pub(crate) contact: String,
    /// The first and the last day on which it is in force.
    pub(crate) window: (Day, Day),
    pub(crate) regions: Vec<String>,
    /// Empty: the programme names none.
    pub(crate) fields: Vec<String>,
    /// Empty: any.
    pub(crate) subject_kinds: Vec<String>,
    pub(crate) inputs: Vec<Input>,
    /// The names that its rules can use.
    pub(crate) vocabulary: CreditVocabulary,
    pub(crate) max_age: Period,
    pub(crate) allows_minors: bool,
    /// The ages that its rules ask for by `age_over`.
    pub(crate) ages: Vec<i64>,
    pub(crate) applies_when: Option<Expr>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) tiers: Vec<Tier>,
    /// What people are told in place of ids and aliases, as decisions have it: the texts of the `programme`, of
    /// `tiers` by id and of `inputs` by alias.
    pub(crate) titles: Value,
    request: Vec<RequestMember>,
}

/// A bundle that the rules read.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) alias: String,
    pub(crate) vct: Vct,
    /// Whether it may be left out. Nothing is known of it then.
    pub(crate) optional: bool,
    /// Empty: any.
    pub(crate) jurisdictions: Vec<String>,
    /// Whom it is about. None: the subject that the programme is for.
    pub(crate) is: Option<Officer>,
}

/// An officer of the subject, whom an input is about. All inputs with equal members are about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Officer {
    /// The alias of the input with the firm, which is about the programme's subject.
    pub(crate) of: String,
    /// One of [`OFFICER_ROLES`](crate::credit::OFFICER_ROLES).
    pub(crate) role: &'static str,
}

/// What must hold whichever tier is asked for.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) when: Expr,
    /// What a subject is told that does not meet it, in both languages.
    pub(crate) unmet: Option<Texts>,
    pub(crate) basis: Option<String>,
}

/// A level of the benefit. The first that holds is granted.
#[derive(Debug)]
pub(crate) struct Tier {
    pub(crate) id: String,
    pub(crate) when: Expr,
    pub(crate) benefit: Value,
}

string_enum! {
    /// The type of a member of `request`.
    RequestType {
        /// A boolean.
        Boolean = "boolean",
        /// A day.
        Date = "date",
        /// Money, or a decimal string that stands for yuan.
        Money = "money",
        /// A number, or a decimal string.
        Number = "number",
        /// A string.
        Text = "string",
    }
}

#[derive(Debug)]
struct RequestMember {
    name: String,
    request_type: RequestType,
}

impl Programme {
    /// The rules, in the order in which they are written.
    pub(crate) fn rules(&self) -> Vec<&Expr> {
        let mut rules: Vec<_> = self.applies_when.iter().collect();
        rules.extend(self.requirements.iter().map(|r| &r.when));
        rules.extend(self.tiers.iter().map(|t| &t.when));
        rules
    }

    /// The input of an alias.
    pub(crate) fn input(&self, alias: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.alias == alias)
    }

    /// The first input that is missing where these are given: every required one is needed, at
    /// least one, and with an officer the firm.
    pub(crate) fn missing_input(&self, is_given: impl Fn(&str) -> bool) -> Option<&str> {
        let needed = self.inputs.iter().find_map(|input| {
            let given = is_given(&input.alias);
            match &input.is {
                _ if !given && !input.optional => Some(&input.alias),
                Some(officer) if given && !is_given(&officer.of) => Some(&officer.of),
                _ => None,
            }
        });
        // At least one bundle is needed, to know whether the programme is for its subject.
        let none = || !self.inputs.iter().any(|input| is_given(&input.alias));
        let first = || self.inputs.first().filter(|_| none());
        needed
            .or_else(|| first().map(|input| &input.alias))
            .map(String::as_str)
    }

    /// Reads the app's `request`. A member that is not given is unknown, even if it may be left out: no rule
    /// may come out in favour because something was withheld.
    ///
    /// # Errors
    /// `input.request` with a `pointer`.
    pub(crate) fn request(&self, given: Option<&Object>) -> Result<Fact, Error> {
        let mut members = Members::default();
        let nothing = Object::new();
        let given = given.unwrap_or(&nothing);
        for (name, _) in given.iter() {
            if !self.request.iter().any(|m| m.name == name) {
                let names: Vec<&str> = self.request.iter().map(|m| m.name.as_str()).collect();
                return Err(expecting(bad_request(name, Problem::Unknown), name, &names));
            }
        }
        for member in &self.request {
            let fact = match given.get(&member.name) {
                Some(value) => Fact::Known(
                    member
                        .request_type
                        .read(value)
                        .map_err(|problem| bad_request(&member.name, problem))?,
                ),
                None => Fact::Unknown(vec![Unknown {
                    cause: Cause::Undisclosed,
                    unit: format!("request.{}", member.name).into(),
                }]),
            };
            members.known.push((member.name.clone().into(), fact));
        }
        Ok(Fact::Object(members))
    }
}

impl Tier {
    /// Whether its benefit states a clean record, and gives nothing.
    pub(crate) fn states_clean_record(&self) -> bool {
        let kind = self.benefit.member("kind").and_then(Value::as_str);
        kind == Some(BenefitKind::CleanRecord.as_str())
    }
}

impl RequestMember {
    fn rule_type(&self) -> Type {
        match self.request_type {
            RequestType::Boolean => Type::Bool,
            RequestType::Date => Type::Day,
            RequestType::Money => Type::Money,
            RequestType::Number => Type::Number,
            RequestType::Text => Type::Text(Codes::Any),
        }
    }
}

impl RequestType {
    /// Reads what the app gave.
    ///
    /// # Errors
    /// What would be right.
    fn read(self, value: &Value) -> Result<Scalar, Problem> {
        let (read, problem) = match self {
            Self::Boolean => (
                bool::read(value).ok().map(Scalar::Bool),
                Problem::BooleanExpected,
            ),
            Self::Date => (Day::read(value).ok().map(Scalar::Day), Problem::Date),
            Self::Money => {
                let problem = match value {
                    // A fraction in a number of JavaScript is not exact: sums give 99.10000000000001.
                    Value::Number(amount) if amount.to_i64().is_none() => Problem::FractionAsText,
                    Value::Object(money)
                        if money.get("currency").is_some_and(|c| *c != "CNY".into()) =>
                    {
                        Problem::Currency
                    }
                    _ => Problem::Money,
                };
                (yuan(value).map(Scalar::Money), problem)
            }
            Self::Number => {
                let read = match value {
                    Value::Number(number) => Some(*number),
                    text => Decimal::read(text).ok(),
                };
                (read.map(Scalar::Number), Problem::NumberExpected)
            }
            Self::Text => {
                let text = value.as_str().map(|text| Scalar::Text(Arc::from(text)));
                (text, Problem::StringExpected)
            }
        };
        read.ok_or(problem)
    }
}

/// An amount of yuan, not below zero: a whole number, a text such as `"99.50"`, or an object with the currency.
fn yuan(value: &Value) -> Option<Money> {
    let money = match value {
        Value::Number(amount) => amount.to_i64().map(|_| Money::yuan(*amount)),
        Value::String(amount) => Money::parse("CNY", amount),
        money => Money::read(money).ok(),
    };
    money.filter(|money| !money.amount().is_negative())
}

fn bad_request(name: &str, problem: Problem) -> Error {
    Error::of_value(Code::InputRequest, pointer_to(&[name]), problem).at(Stage::Input)
}
