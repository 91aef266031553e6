//! The operators of columns.

use super::cell;
use super::facts::{operation, operator_of, path_of, var};
use super::findings::Fault;
use super::words::{Word, word};
use crate::decimal::Decimal;
use crate::error::Problem;
use crate::json::{Object, Value};
use crate::rules::{NOW, Type};

/// What a fact is compared with a cell by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operator {
    /// The grade of the cell or a better one, on this scale.
    AtLeast(String),
    /// Two values, and what lies between them.
    Between,
    /// One of the values of the cell.
    In,
    /// One of the regions of the cell, or in one.
    InRegion,
    /// An operator of rules of a fact and a share of another: as many hundredths as the cell says.
    Percent { operator: &'static str, of: Value },
    /// An operator of rules of a fact and a value; of several values of `==`, one of them.
    Plain(&'static str),
    /// No longer ago than the period of the cell.
    Within,
}

/// Operators of rules, as columns write them first, and in what other ways they may be written.
const PLAIN: &[(&str, &[&str])] = &[
    (">=", &["≥", ">=", "不少于", "不小于"]),
    (">", &[">", "高于", "大于", "超过", "more-than"]),
    (
        "<=",
        &["≤", "<=", "不高于", "不超过", "不大于", "不多于", "at-most"],
    ),
    ("<", &["<", "低于", "小于", "less-than"]),
    ("==", &["=", "==", "等于", "为", "is"]),
    ("!=", &["≠", "!=", "不等于", "不为", "is-not"]),
    ("not-before", &["不早于", "not-before"]),
    ("not-after", &["不晚于", "not-after"]),
    ("before", &["早于", "before"]),
    ("after", &["晚于", "after"]),
];

const AT_LEAST: Word = word("不低于", "at-least");
const BETWEEN: Word = word("介于", "between");
const IN: Word = word("属于", "in");
const IN_REGION: Word = word("位于", "in-region");
const WITHIN: Word = word("期限内", "within");
/// A share of another fact; Chinese stands after the fact, English before it.
const PERCENT: Word = word("的百分比", "percent-of");
/// Whether a fact is there, and whether a fact that is true or false is true: the cell says yes or no.
pub(super) const EXISTS: Word = word("有记录", "exists");
pub(super) const HOLDS: Word = word("成立", "holds");

const OTHERS: [Word; 7] = [AT_LEAST, BETWEEN, IN, IN_REGION, WITHIN, EXISTS, HOLDS];

/// What stands between two bounds. The first is how it is written.
const TO: [char; 3] = ['~', '～', '至'];

/// Today, in a cell of a day.
const TODAY: Word = word("今天", "now");

/// The characters of which operators are made that need no space before them.
const SYMBOLS: [char; 6] = ['≥', '≤', '≠', '>', '<', '='];

/// The words of a header. Operators need no space around them.
pub(super) fn tokens(header: &str) -> Vec<String> {
    let half = |c: char| match c {
        '＞' => '>',
        '＜' => '<',
        '＝' => '=',
        '！' => '!',
        c => c,
    };
    let mut spaced = String::new();
    let mut before = ' ';
    for c in header.chars().map(half) {
        let is_symbol = |c: char| SYMBOLS.contains(&c) || c == '!';
        if is_symbol(c) != is_symbol(before) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let mut tokens: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    // Chinese is written without spaces.
    if let [.., last] = tokens.as_slice()
        && let Some((fact, word)) = words().find_map(|word| Some((last.strip_suffix(word)?, word)))
        && !fact.is_empty()
        && !word.is_ascii()
    {
        let fact = fact.to_owned();
        tokens.pop();
        tokens.extend([fact, word.to_owned()]);
    }
    tokens
}

/// All words of operators, longer ones before those that they end with.
fn words() -> impl Iterator<Item = &'static str> {
    let others = OTHERS.into_iter().map(|word| word.chinese);
    let plain = PLAIN.iter().flat_map(|(_, words)| words.iter().copied());
    let mut words: Vec<&str> = others.chain(plain).collect();
    words.sort_by_key(|word| core::cmp::Reverse(word.len()));
    words.into_iter()
}

impl Operator {
    /// Whether it is a word of an operator.
    pub(super) fn is_word(text: &str) -> bool {
        OTHERS.iter().any(|word| word.is(text)) || plain(text).is_some()
    }

    /// The operator at the front of some words, for a fact of a type, and how many of the words it is. Grades need the
    /// name of their scale; where only one is declared, that one is meant.
    pub(super) fn read(
        words: &[String],
        of: Option<Type>,
        scales: &[&str],
    ) -> Option<(Self, usize)> {
        let (first, rest) = words.split_first()?;
        let is_text = matches!(of, Some(Type::Text(_)) | None);
        if AT_LEAST.is(first) && is_text {
            return match (rest.first(), scales) {
                (Some(scale), _) if scales.contains(&scale.as_str()) || scales.len() != 1 => {
                    Some((Self::AtLeast(scale.clone()), 2))
                }
                (_, [only]) => Some((Self::AtLeast((*only).to_owned()), 1)),
                _ => None,
            };
        }
        let operator = match () {
            () if AT_LEAST.is(first) => Self::Plain(">="),
            () if BETWEEN.is(first) => Self::Between,
            () if IN.is(first) => Self::In,
            () if IN_REGION.is(first) => Self::InRegion,
            () if WITHIN.is(first) => Self::Within,
            () => Self::Plain(plain(first)?),
        };
        Some((operator, 1))
    }

    /// Of the words after a fact, the operator and the fact of which a share is meant, if one is.
    pub(super) fn read_share(words: &[String]) -> Option<(&'static str, &str)> {
        let (operator, rest) = words.split_first()?;
        let operator = plain_or_at_least(operator)?;
        let fact = match rest {
            [fact] => fact.strip_suffix(PERCENT.chinese)?,
            [fact, share] if PERCENT.chinese == share => fact,
            [share, fact] if PERCENT.english == share => fact,
            _ => return None,
        };
        Some((operator, fact)).filter(|(_, fact)| !fact.is_empty())
    }

    /// How it is written in a header.
    pub(super) fn written(&self) -> String {
        match self {
            Self::AtLeast(scale) => format!("{} {scale}", AT_LEAST.chinese),
            Self::Between => BETWEEN.chinese.to_owned(),
            Self::In => IN.chinese.to_owned(),
            Self::InRegion => IN_REGION.chinese.to_owned(),
            Self::Percent { operator, of } => {
                let operator = Self::Plain(operator).written();
                format!(
                    "{operator} {} {}",
                    PERCENT.english,
                    path_of(of).unwrap_or_default()
                )
            }
            Self::Within => WITHIN.chinese.to_owned(),
            Self::Plain(operator) => {
                let row = PLAIN.iter().find(|(known, _)| known == operator);
                row.map_or(*operator, |(_, words)| words[0]).to_owned()
            }
        }
    }

    /// The rule that a fact of a type and a cell make.
    pub(super) fn rule(&self, fact: &Value, of: Option<Type>, text: &str) -> cell::Read {
        match self {
            Self::AtLeast(scale) => {
                let (grade, note) = literal(of, text)?;
                let operands = vec![fact.clone(), grade, scale.as_str().into()];
                Ok((operation("at-least", operands), note))
            }
            Self::Between => {
                let Some((from, to)) = text.split_once(TO) else {
                    return Err(Fault::new(Problem::Bounds));
                };
                let (from, note) = literal(of, from.trim())?;
                let (to, other) = literal(of, to.trim())?;
                Ok((
                    operation("<=", vec![from, fact.clone(), to]),
                    note.or(other),
                ))
            }
            Self::Within => {
                let (period, note) = cell::period(text)?;
                Ok((operation("within", vec![fact.clone(), period]), note))
            }
            Self::Plain(operator) => {
                let (mut values, note) = literals(of, text)?;
                let rule = match (*operator, values.len()) {
                    (_, 1) => operation(operator, vec![fact.clone(), values.remove(0)]),
                    ("==", _) => operation("in", vec![fact.clone(), values.into()]),
                    _ => return Err(Fault::new(Problem::Several)),
                };
                Ok((rule, note))
            }
            Self::InRegion => {
                let regions = cell::texts(text)?;
                let regions = regions.iter().map(|region| cell::region(region));
                let regions: Vec<String> = regions.collect::<Result<_, Fault>>()?;
                Ok((
                    operation("in-region", vec![fact.clone(), regions.into()]),
                    None,
                ))
            }
            Self::Percent { operator, of } => {
                let (percent, note) = cell::number(text)?;
                let share = operation("percent-of", vec![percent, of.clone()]);
                Ok((operation(operator, vec![fact.clone(), share]), note))
            }
            Self::In => {
                let (values, note) = literals(of, text)?;
                Ok((operation("in", vec![fact.clone(), values.into()]), note))
            }
        }
    }

    /// The fact, the operator and the cell that make a rule, if there are such.
    pub(super) fn of_rule<'r>(
        operator: &str,
        operands: &'r [Value],
    ) -> Option<(&'r Value, Self, String)> {
        let (fact, rest) = operands.split_first()?;
        match (operator, rest) {
            ("at-least", [grade, scale]) => {
                let operator = Self::AtLeast(scale.as_str()?.to_owned());
                Some((fact, operator, of_literal(grade)?))
            }
            ("within", [period]) => Some((fact, Self::Within, period.as_str()?.to_owned())),
            ("in-region", [list]) => {
                let regions: Option<Vec<&str>> =
                    list.as_array()?.iter().map(Value::as_str).collect();
                Some((fact, Self::InRegion, cell::of_texts(&regions?)))
            }
            ("in", [list]) => {
                let values = list.as_array()?;
                let texts: Option<Vec<String>> = values.iter().map(of_literal).collect();
                let operator = match values.len() {
                    1 => Self::In,
                    _ => Self::Plain("=="),
                };
                Some((
                    fact,
                    operator,
                    texts?.join(&cell::SEPARATORS[0].to_string()),
                ))
            }
            ("<=", [fact_between, to]) => {
                let bounds = [of_literal(fact)?, of_literal(to)?];
                Some((
                    fact_between,
                    Self::Between,
                    bounds.join(&format!(" {} ", TO[0])),
                ))
            }
            (operator, [value]) => {
                let (known, _) = PLAIN.iter().find(|(known, _)| *known == operator)?;
                if let Some(("percent-of", [percent, of])) = operator_of(value) {
                    let of = of.clone();
                    let operator = Self::Percent {
                        operator: known,
                        of,
                    };
                    return Some((fact, operator, of_literal(percent)?));
                }
                Some((fact, Self::Plain(known), of_literal(value)?))
            }
            _ => None,
        }
    }
}

/// The operator of rules of a word; 不低于 is meant of an amount.
fn plain_or_at_least(text: &str) -> Option<&'static str> {
    match AT_LEAST.is(text) {
        true => Some(">="),
        false => plain(text),
    }
}

fn plain(text: &str) -> Option<&'static str> {
    let row = PLAIN.iter().find(|(_, words)| words.contains(&text));
    row.map(|(operator, _)| *operator)
}

fn literals(of: Option<Type>, text: &str) -> Result<(Vec<Value>, Option<Fault>), Fault> {
    let parts: Vec<&str> = match text.starts_with('"') {
        true => vec![text],
        false => cell::parts(text).collect(),
    };
    let mut values = Vec::new();
    let mut note = None;
    for part in parts {
        let (value, of_part) = literal(of, part)?;
        values.push(value);
        note = note.or(of_part);
    }
    Ok((values, note))
}

/// A value that a fact of a type is compared with.
fn literal(of: Option<Type>, text: &str) -> cell::Read {
    if text.is_empty() {
        return Err(Fault::new(Problem::Missing));
    }
    match of {
        Some(Type::Number) => cell::number(text),
        Some(Type::Money) => cell::money(text),
        Some(Type::Day) if TODAY.is(text) => Ok((var(NOW), None)),
        Some(Type::Day) => cell::day(text),
        Some(Type::Bool) => Ok((cell::boolean(text)?.into(), None)),
        // What is wrong with the fact, a lint says.
        None if Decimal::parse(text).is_some() => cell::number(text),
        _ => {
            if !text.starts_with('"') {
                cell::check_width(text)?;
            }
            Ok((cell::text(text)?.into(), None))
        }
    }
}

fn of_literal(value: &Value) -> Option<String> {
    Some(match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => cell::of_text(text),
        Value::Bool(is_true) => cell::of_boolean(*is_true).to_owned(),
        Value::Object(members) => of_money(members).or_else(|| {
            let is_today = *value == var(NOW);
            is_today.then(|| TODAY.chinese.to_owned())
        })?,
        Value::Null | Value::Array(_) => return None,
    })
}

/// The amount of money, which is of yuan.
pub(super) fn of_money(members: &Object) -> Option<String> {
    let amount = members.get("amount")?.as_str()?;
    Some(amount.to_owned())
}
