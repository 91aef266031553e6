//! Conditions: a fact with an operator, as columns have it, and the value of a cell.

use super::cell;
use super::facts::{Meaning, NAMED, Named, age, not, operation, operator_of, path_of, var};
use super::findings::Fault;
use super::operator::{EXISTS, HOLDS, Operator, tokens};
use super::words::{Word, word};
use crate::credit::CreditVocabulary;
use crate::error::Problem;
use crate::json::{Object, Value};
use crate::rules::{Lookup, NOW, Type, Vocabulary};
use crate::suggestion::suggestion_for;

/// A condition that lacks what its cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    around: Option<Around>,
    test: Test,
}

/// The quantifier around a test, with further conditions on the same record.
#[derive(Debug, Clone, PartialEq)]
struct Around {
    quantifier: &'static str,
    list: Value,
    further: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// A value that is compared with that of the cell.
    Compare(Value, Operator, Option<Type>),
    /// Whether there is such a record: the cell says 有 or 无.
    Record([Value; 2]),
    /// The cell says whether it holds.
    Whole(Value),
}

const QUANTIFIERS: [(&str, Word); 3] = [
    ("none", word("没有", "none")),
    ("some", word("存在", "some")),
    ("all", word("全部", "all")),
];
const COUNT: Word = word("次数", "count");
const SUM: Word = word("合计", "sum");
const AGE: Word = word("周岁", "age");
const AND: Word = word("且", "and");
const OF: Word = word("的", "of");

/// Whether there is a record.
const THERE: Word = word("有", "some");
const NOT_THERE: Word = word("无", "none");

/// Reads headers by the names that a programme's rules can use.
pub(super) struct Headers<'v> {
    vocabulary: &'v CreditVocabulary,
    /// Whether they are all known.
    is_complete: bool,
}

/// A fact and its type, where that is known.
type Typed = (Value, Option<Type>);

impl<'v> Headers<'v> {
    pub(super) fn new(vocabulary: &'v CreditVocabulary, is_complete: bool) -> Self {
        Self {
            vocabulary,
            is_complete,
        }
    }

    /// Reads a header. `columns` are the names of the other columns, of which one may be meant.
    pub(super) fn read(&self, header: &str, columns: &[Word]) -> Result<Condition, Fault> {
        let tokens = tokens(header);
        let Some((first, rest)) = tokens.split_first() else {
            return Err(Fault::new(Problem::Header));
        };
        if let Some((quantifier, _)) = QUANTIFIERS.iter().find(|(_, word)| word.is(first)) {
            return self.quantified(quantifier, rest);
        }
        if COUNT.is(first) || SUM.is(first) {
            return self.total(SUM.is(first), rest);
        }
        if let (Some(Meaning::Record(record)), []) = (self.meaning(first)?, rest) {
            return Ok(Condition::of(Test::Record(record)));
        }
        let (fact, of, rest) = match rest.split_first() {
            Some((path, rest)) if AGE.is(first) => {
                let (day, _) = self.fact(path)?;
                (age(day), Some(Type::Number), rest)
            }
            _ => {
                let has_operator = rest.first().is_some_and(|word| Operator::is_word(word));
                if !has_operator && !self.is_known(first) {
                    return Err(self.unknown(header, first, columns));
                }
                let (fact, of) = self.fact(first)?;
                (fact, of, rest)
            }
        };
        match rest {
            [operator] if EXISTS.is(operator) => {
                let exists = Object::from([("exists", fact)]);
                Ok(Condition::of(Test::Whole(exists.into())))
            }
            [operator] if HOLDS.is(operator) => Ok(Condition::of(Test::Whole(fact))),
            _ => Ok(Condition::of(self.compare(fact, of, rest)?)),
        }
    }

    /// A value and an operator, with nothing behind it.
    fn compare(&self, fact: Value, of: Option<Type>, rest: &[String]) -> Result<Test, Fault> {
        if let Some((operator, other)) = Operator::read_share(rest) {
            let (other, _) = self.fact(other)?;
            let operator = Operator::Percent {
                operator,
                of: other,
            };
            return Ok(Test::Compare(fact, operator, of));
        }
        match Operator::read(rest, of, &self.scales()) {
            Some((operator, used)) if used == rest.len() => Ok(Test::Compare(fact, operator, of)),
            _ => Err(Fault::new(Problem::OperatorMissing)),
        }
    }

    fn scales(&self) -> Vec<&str> {
        let scales = self.vocabulary.scales.iter();
        scales.map(|scale| scale.name.as_str()).collect()
    }

    fn quantified(&self, quantifier: &'static str, rest: &[String]) -> Result<Condition, Fault> {
        let Some((list, rest)) = rest.split_first() else {
            return Err(Fault::new(Problem::Header));
        };
        let (list_fact, _) = self.fact(list)?;
        let (further, open) = self.of_record(list, rest)?;
        let around = Around {
            quantifier,
            list: list_fact,
            further,
        };
        Ok(match open {
            Some(test) => Condition {
                around: Some(around),
                test,
            },
            None => Condition::of(Test::Whole(around.with(None))),
        })
    }

    /// `count LIST [conditions] OPERATOR`, `sum LIST [conditions] of FIELD OPERATOR`.
    fn total(&self, is_sum: bool, rest: &[String]) -> Result<Condition, Fault> {
        let header = || Fault::new(Problem::Header);
        let (list, rest) = rest.split_first().ok_or_else(header)?;
        let (conditions, field, rest) = match is_sum {
            true => {
                let at = rest.iter().position(|word| OF.is(word));
                let (conditions, rest) = rest
                    .split_at_checked(at.ok_or_else(header)?)
                    .ok_or_else(header)?;
                let [_, field, operator @ ..] = rest else {
                    return Err(header());
                };
                (conditions, Some(field), operator)
            }
            false => {
                let (operator, conditions) = rest.split_last().ok_or_else(header)?;
                (conditions, None, core::slice::from_ref(operator))
            }
        };
        let (list_fact, _) = self.fact(list)?;
        let (mut each, open) = self.of_record(list, conditions)?;
        if open.is_some() {
            return Err(Fault::new(Problem::OperatorMissing));
        }
        let condition = match each.len() {
            0 => true.into(),
            1 => each.remove(0),
            _ => operation("and", each),
        };
        let (total, of) = match field {
            None => (
                operation("count", vec![list_fact, condition]),
                Some(Type::Number),
            ),
            Some(field) => {
                let (_, of) = self.field(list, field)?;
                let operands = vec![list_fact, condition, field.as_str().into()];
                (operation("sum", operands), of)
            }
        };
        Ok(Condition::of(self.compare(total, of, rest)?))
    }

    /// `FIELD OPERATOR VALUE and …` about one record; the last value may be left to the cell.
    fn of_record(
        &self,
        list: &str,
        mut rest: &[String],
    ) -> Result<(Vec<Value>, Option<Test>), Fault> {
        let mut each = Vec::new();
        while let Some((field, after)) = rest.split_first() {
            let (fact, of) = self.field(list, field)?;
            let whole = after.first().and_then(|word| match () {
                () if EXISTS.is(word) => Some(Object::from([("exists", fact.clone())]).into()),
                () if HOLDS.is(word) => Some(fact.clone()),
                () => None,
            });
            let (test, used) = match (whole, Operator::read(after, of, &self.scales())) {
                (Some(whole), _) => (Test::Whole(whole), 1),
                (None, Some((operator, used))) => (Test::Compare(fact, operator, of), used),
                (None, None) => return Err(Fault::new(Problem::OperatorMissing)),
            };
            match after.get(used..).unwrap_or_default() {
                [] => return Ok((each, Some(test))),
                [value] => {
                    each.push(Condition::of(test).rule(value)?.0);
                    rest = &[];
                }
                [value, and, after @ ..] if AND.is(and) && !after.is_empty() => {
                    each.push(Condition::of(test).rule(value)?.0);
                    rest = after;
                }
                _ => return Err(Fault::new(Problem::Header)),
            }
        }
        Ok((each, None))
    }

    /// What a Chinese name stands for. Of several inputs of its type one has to be named.
    fn meaning(&self, name: &str) -> Result<Option<Meaning>, Fault> {
        let Some((named, alias)) = Named::called(name) else {
            return Ok(None);
        };
        match (alias, named.aliases(&self.vocabulary.inputs).as_slice()) {
            (Some(alias), _) | (None, &[alias]) => Ok(Some(named.of(alias))),
            (None, &[]) => Ok(None),
            (None, &[first, ..]) => {
                let fault = Fault::new(Problem::Ambiguous);
                Err(fault.suggesting(format!("{first}.{name}")))
            }
        }
    }

    /// A fact by its Chinese name or its path.
    fn fact(&self, name: &str) -> Result<Typed, Fault> {
        if let Some(Meaning::Value(fact)) = self.meaning(name)? {
            let of = match path_of(&fact) {
                Some(path) => self.typed(self.vocabulary.lookup(path), name, None)?,
                None => Some(Type::Number),
            };
            return Ok((fact, of));
        }
        let of = match name {
            NOW => Some(Type::Day),
            _ => self.typed(self.vocabulary.lookup(name), name, None)?,
        };
        Ok((var(name), of))
    }

    /// A field of the records of a list.
    fn field(&self, list: &str, field: &str) -> Result<Typed, Fault> {
        let of = self.typed(self.vocabulary.field(list, field), field, Some(list))?;
        Ok((var(field), of))
    }

    fn typed(&self, found: Lookup, name: &str, list: Option<&str>) -> Result<Option<Type>, Fault> {
        match found {
            Lookup::Found(of) => Ok(Some(of)),
            Lookup::Missing if self.is_complete => {
                let fault = Fault::new(Problem::FactUnknown);
                let named = NAMED.iter().map(|named| named.name);
                let near = suggestion_for(name, named).map(str::to_owned);
                Err(
                    match near.or_else(|| self.vocabulary.suggestion(list, name)) {
                        Some(near) => fault.suggesting(near),
                        None => fault,
                    },
                )
            }
            // The inputs are at fault, or a lint says why rules may not read it.
            Lookup::Missing | Lookup::Forbidden(_) => Ok(None),
        }
    }

    fn is_known(&self, name: &str) -> bool {
        let is_found = matches!(self.vocabulary.lookup(name), Lookup::Found(_));
        is_found || name == NOW || Named::called(name).is_some()
    }

    /// A header that is no column's name and no fact's.
    fn unknown(&self, header: &str, first: &str, columns: &[Word]) -> Fault {
        let fault = Fault::new(Problem::Header);
        let names = columns.iter().map(|word| word.chinese);
        let english = columns.iter().map(|word| word.english);
        let names = names
            .chain(english)
            .chain(NAMED.iter().map(|named| named.name));
        let near = suggestion_for(header, names).map(str::to_owned);
        match near.or_else(|| self.vocabulary.suggestion(None, first)) {
            Some(near) => fault.suggesting(near),
            None => fault,
        }
    }

    /// The header and the cell that make a rule, if there are such.
    pub(super) fn written(&self, rule: &Value) -> Option<(String, String)> {
        let (header, cell) = self.described(rule)?;
        let is_same = || {
            let condition = self.read(&header, &[]).ok()?;
            let (read, note) = condition.rule(&cell).ok()?;
            Some(note.is_none() && read == *rule && !cell::is_any(&cell))
        };
        // Whatever has no form of its own, such as a short form of JSON, is left to the column of rules.
        is_same()?.then_some((header, cell))
    }

    fn described(&self, rule: &Value) -> Option<(String, String)> {
        let negated = rule.member("!");
        let said = cell::of_boolean(negated.is_none()).to_owned();
        let inner = negated.unwrap_or(rule);
        if let Some(path) = path_of(inner) {
            return Some((format!("{} {}", self.named(inner)?, HOLDS.chinese), said))
                .filter(|_| path != NOW);
        }
        if let Some(fact) = inner.member("exists") {
            return Some((format!("{} {}", self.named(fact)?, EXISTS.chinese), said));
        }
        let (operator, operands) = operator_of(inner)?;
        if let Some((quantifier, _)) = QUANTIFIERS.iter().find(|(known, _)| *known == operator) {
            let [list, condition] = operands else {
                return None;
            };
            if let Some(written) = self.record(quantifier, operands) {
                return Some(written).filter(|_| negated.is_none());
            }
            let list = path_of(list)?;
            if *condition == Value::Bool(true) {
                return Some((format!("{quantifier} {list}"), said));
            }
            let (further, last) = match operator_of(condition) {
                Some(("and", all)) => all.split_last().map(|(last, all)| (all, last))?,
                _ => (&[][..], condition),
            };
            let (fact, operator, cell) = of_field(last)?;
            let mut header = format!("{quantifier} {list} ");
            for condition in further {
                header += &format!("{} {} ", fixed(condition)?, AND.english);
            }
            header += &format!("{fact} {}", operator.written());
            return Some((header, cell)).filter(|_| negated.is_none());
        }
        let (fact, operator, cell) = Operator::of_rule(operator, operands)?;
        let header = format!("{} {}", self.left(fact)?, operator.written());
        Some((header, cell)).filter(|_| negated.is_none())
    }

    /// What is compared, as headers have it.
    fn left(&self, value: &Value) -> Option<String> {
        if let Some(name) = self.named(value) {
            return Some(name);
        }
        if let Some(day) = value.member("age") {
            return Some(format!("{} {}", AGE.english, path_of(day)?));
        }
        let (operator, operands) = operator_of(value)?;
        let (list, condition) = (path_of(operands.first()?)?, operands.get(1)?);
        let each = match (condition, operator_of(condition)) {
            (Value::Bool(true), _) => Vec::new(),
            (_, Some(("and", all))) => all.iter().map(fixed).collect::<Option<Vec<String>>>()?,
            _ => vec![fixed(condition)?],
        };
        let mut words = vec![operator.to_owned(), list.to_owned()];
        if !each.is_empty() {
            words.push(each.join(&format!(" {} ", AND.english)));
        }
        match (operator, operands.get(2)) {
            ("count", None) => {}
            ("sum", Some(field)) => {
                words.extend([OF.english.to_owned(), field.as_str()?.to_owned()]);
            }
            _ => return None,
        }
        Some(words.join(" "))
    }

    /// A fact's Chinese name, or else its path.
    fn named(&self, fact: &Value) -> Option<String> {
        let is_it = |meaning: &Meaning| matches!(meaning, Meaning::Value(value) if value == fact);
        let mut names = NAMED.iter();
        let name = names.find_map(|named| named.written(&self.vocabulary.inputs, is_it));
        name.or_else(|| path_of(fact).map(str::to_owned))
    }

    /// A record by its Chinese name, and whether it is there.
    fn record(&self, quantifier: &str, operands: &[Value]) -> Option<(String, String)> {
        let word = match quantifier {
            "none" => NOT_THERE,
            "some" => THERE,
            _ => return None,
        };
        let is_it = |meaning: &Meaning| match meaning {
            Meaning::Record(record) => record == operands,
            Meaning::Value(_) => false,
        };
        let mut names = NAMED.iter();
        let name = names.find_map(|named| named.written(&self.vocabulary.inputs, is_it))?;
        Some((name, word.chinese.to_owned()))
    }
}

/// A condition about a field of a record: the field, its operator and the cell.
fn of_field(rule: &Value) -> Option<(&str, Operator, String)> {
    let (operator, operands) = operator_of(rule)?;
    let (fact, operator, cell) = Operator::of_rule(operator, operands)?;
    Some((path_of(fact)?, operator, cell))
}

/// A condition about a field of a record, whole.
fn fixed(rule: &Value) -> Option<String> {
    let (field, operator, cell) = of_field(rule)?;
    Some(format!("{field} {} {cell}", operator.written()))
}

impl Around {
    /// The quantifier of its conditions and one more.
    fn with(&self, last: Option<Value>) -> Value {
        let mut each = self.further.clone();
        each.extend(last);
        let condition = match each.len() {
            0 => true.into(),
            1 => each.remove(0),
            _ => operation("and", each),
        };
        operation(self.quantifier, vec![self.list.clone(), condition])
    }
}

impl Condition {
    fn of(test: Test) -> Self {
        Self { around: None, test }
    }

    /// The rule that it makes with a cell.
    pub(super) fn rule(&self, text: &str) -> cell::Read {
        let (rule, note) = match &self.test {
            Test::Compare(fact, operator, of) => operator.rule(fact, *of, text)?,
            Test::Record(record) => {
                let quantifier = match () {
                    () if THERE.is(text) => "some",
                    () if NOT_THERE.is(text) => "none",
                    () => {
                        let words = [NOT_THERE.chinese, THERE.chinese];
                        return Err(Fault::new(Problem::Unknown).expecting(&words));
                    }
                };
                (operation(quantifier, record.to_vec()), None)
            }
            Test::Whole(rule) => match cell::boolean(text)? {
                true => (rule.clone(), None),
                false => (not(rule.clone()), None),
            },
        };
        match &self.around {
            Some(around) => Ok((around.with(Some(rule)), note)),
            None => Ok((rule, note)),
        }
    }
}
