//! Facts that policies name in Chinese, and the paths that they stand for.

use crate::credit::Vct;
use crate::json::{Object, Value};

/// A fact by its Chinese name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) name: &'static str,
    vct: Vct,
    means: Means,
}

#[derive(Debug, Clone, Copy)]
enum Means {
    /// Completed years since the day at this path.
    Age(&'static str),
    /// The fact at this path.
    Fact(&'static str),
    /// Whether the list has a record whose field is this code.
    Record(&'static str, &'static str, &'static str),
}

const fn fact(name: &'static str, vct: Vct, path: &'static str) -> Named {
    let means = Means::Fact(path);
    Named { name, vct, means }
}

const fn record(name: &'static str, [list, field, code]: [&'static str; 3]) -> Named {
    let means = Means::Record(list, field, code);
    let vct = Vct::CreditStatus;
    Named { name, vct, means }
}

/// The guide has this table, too.
pub(super) const NAMED: &[Named] = &[
    fact("芝麻分", Vct::MarketCredit, "evaluations.zhima.score"),
    fact(
        "综合评价等级",
        Vct::CreditStatus,
        "evaluations.national.grade",
    ),
    fact("纳税信用等级", Vct::CreditStatus, "evaluations.tax.grade"),
    Named {
        name: "年龄",
        vct: Vct::CreditStatus,
        means: Means::Age("subject.birthdate"),
    },
    fact("居住地", Vct::CreditStatus, "subject.residence"),
    fact("成立日期", Vct::CreditStatus, "subject.established"),
    fact("登记状态", Vct::CreditStatus, "registration.status"),
    fact("纳税人状态", Vct::CreditStatus, "registration.tax_status"),
    fact("营业收入", Vct::CreditStatus, "finance.revenue"),
    record("严重失信名单", ["listings", "severity", "serious"]),
    record("失信被执行人", ["listings", "list", "judgment_defaulter"]),
    record("红名单", ["honours", "kind", "red_list"]),
];

/// What a Chinese name stands for, of the input with an alias.
pub(super) enum Meaning {
    /// A value, to be compared.
    Value(Value),
    /// Whether there is such a record: the list and the condition of a quantifier.
    Record([Value; 2]),
}

impl Named {
    /// The fact that is called so, alone or after an alias and a point.
    pub(super) fn called(text: &str) -> Option<(&'static Self, Option<&str>)> {
        let (alias, name) = match text.rsplit_once('.') {
            Some((alias, name)) => (Some(alias), name),
            None => (None, text),
        };
        let named = NAMED.iter().find(|named| named.name == name)?;
        Some((named, alias))
    }

    /// The aliases of the inputs that it can be of.
    pub(super) fn aliases<'i>(&self, inputs: &'i [(String, Vct)]) -> Vec<&'i str> {
        let of_type = inputs.iter().filter(|(_, vct)| *vct == self.vct);
        of_type.map(|(alias, _)| alias.as_str()).collect()
    }

    /// How a meaning of its is written: its name alone where there is one input that it can be of.
    pub(super) fn written(
        &self,
        inputs: &[(String, Vct)],
        is_it: impl Fn(&Meaning) -> bool,
    ) -> Option<String> {
        let aliases = self.aliases(inputs);
        let alias = aliases.iter().find(|alias| is_it(&self.of(alias)))?;
        Some(match aliases.len() {
            1 => self.name.to_owned(),
            _ => format!("{alias}.{}", self.name),
        })
    }

    pub(super) fn of(&self, alias: &str) -> Meaning {
        let at = |path: &str| var(&format!("{alias}.{path}"));
        match self.means {
            Means::Age(path) => Meaning::Value(age(at(path))),
            Means::Fact(path) => Meaning::Value(at(path)),
            Means::Record(list, field, code) => {
                let is_it = operation("==", vec![var(field), code.into()]);
                Meaning::Record([at(list), is_it])
            }
        }
    }
}

/// A fact, or a field of a record.
pub(super) fn var(path: &str) -> Value {
    Object::from([("var", Value::from(path))]).into()
}

/// Completed years since a day.
pub(super) fn age(day: Value) -> Value {
    Object::from([("age", day)]).into()
}

/// The condition does not hold.
pub(super) fn not(condition: Value) -> Value {
    Object::from([("!", condition)]).into()
}

pub(super) fn operation(operator: &str, operands: Vec<Value>) -> Value {
    Object::from([(operator, Value::Array(operands))]).into()
}

/// The operator of a rule and its operands.
pub(super) fn operator_of(rule: &Value) -> Option<(&str, &[Value])> {
    let members = rule.as_object().filter(|members| members.len() == 1)?;
    let (operator, operands) = members.iter().next()?;
    Some((operator, operands.as_array()?))
}

/// The path of a fact.
pub(super) fn path_of(rule: &Value) -> Option<&str> {
    let members = rule.as_object().filter(|members| members.len() == 1)?;
    members.get("var")?.as_str()
}
