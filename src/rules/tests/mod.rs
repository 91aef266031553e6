//! Tests of the language as a whole, on a small vocabulary of its own.

#[cfg(feature = "authoring")]
mod analysis;
mod change_points;
mod evaluation;
mod generate;
mod hidden;
mod least_reasons;
mod needs;
mod reference;
mod refused;
mod schema;
mod soundness;
mod supposed;

use std::sync::{Arc, LazyLock};

pub(crate) use self::schema::operators_schema;

use super::*;
use crate::error::Problem;
use crate::json;
use crate::suggestion::suggestion_for;
use crate::work::Work;

const GRADES: &[&str] = &["A", "B", "C", "D", "M"];
const LISTS: &[&str] = &["judgment_defaulter", "tax_violation", "wage_arrears"];
const SEVERITIES: &[&str] = &["serious", "attention"];

/// Fields of listings, and what they are.
const FIELDS: &[(&str, Lookup)] = &[
    ("list", Lookup::Found(Type::Text(Codes::Closed(LISTS)))),
    (
        "severity",
        Lookup::Found(Type::Text(Codes::Closed(SEVERITIES))),
    ),
    ("since", Lookup::Found(Type::Day)),
    ("points", Lookup::Found(Type::Number)),
    ("fine", Lookup::Found(Type::Money)),
    ("final", Lookup::Found(Type::Bool)),
    ("recognised_in", Lookup::Found(Type::Texts(Codes::Any))),
    ("via", Lookup::Found(Type::Object)),
    ("via.role", Lookup::Found(Type::Text(Codes::Any))),
    ("state", Lookup::Forbidden(Problem::Forbidden)),
    ("request", Lookup::Found(Type::Number)),
];

/// Facts by path. Evaluations are open: any scheme has a `score` and a `grade`.
const FACTS: &[(&str, Lookup)] = &[
    ("credit", Lookup::Found(Type::Object)),
    ("credit.as_of", Lookup::Found(Type::Day)),
    ("credit.subject.birthdate", Lookup::Found(Type::Day)),
    (
        "credit.subject.residence",
        Lookup::Found(Type::Text(Codes::Formed("region"))),
    ),
    ("credit.registration.frozen", Lookup::Found(Type::Bool)),
    ("credit.registration.notice_from", Lookup::Found(Type::Day)),
    ("credit.finance.revenue", Lookup::Found(Type::Money)),
    ("credit.finance.as_of", Lookup::Found(Type::Day)),
    ("credit.tags", Lookup::Found(Type::Texts(Codes::Any))),
    ("credit.listings", Lookup::Found(Type::List)),
    ("credit.penalties", Lookup::Found(Type::List)),
    ("request", Lookup::Found(Type::Object)),
    ("request.deposit", Lookup::Found(Type::Money)),
    ("request.days", Lookup::Found(Type::Number)),
];

/// `M` is on no scale.
static SCALES: LazyLock<Vec<Arc<Scale>>> = LazyLock::new(|| {
    let grades = ["D", "C", "B", "A"];
    vec![Arc::new(Scale {
        name: "tax".to_owned(),
        grades: grades.map(Arc::from).to_vec(),
    })]
});

/// What reasons call the elements of lists and the members of groups.
const NOUNS: &[(&str, &str)] = &[
    ("", "programme"),
    ("evaluations", "evaluation"),
    ("listings", "listing"),
    ("penalties", "penalty"),
];

struct TestVocabulary;

impl Vocabulary for TestVocabulary {
    fn lookup(&self, path: &str) -> Lookup {
        if let Some(evaluation) = path.strip_prefix("credit.evaluations.") {
            return match evaluation.split_once('.') {
                None => Lookup::Found(Type::Object),
                Some((_, "score")) => Lookup::Found(Type::Number),
                Some((_, "grade")) => Lookup::Found(Type::Text(Codes::Closed(GRADES))),
                Some(_) => Lookup::Missing,
            };
        }
        if path.starts_with("credit.flags.") {
            return Lookup::Found(Type::Bool);
        }
        find(FACTS, path)
    }

    fn field(&self, list: &str, field: &str) -> Lookup {
        match list {
            "credit.listings" | "credit.penalties" => find(FIELDS, field),
            _ => Lookup::Missing,
        }
    }

    fn moves(&self, path: &str) -> bool {
        path == "credit.as_of"
    }

    fn noun<'p>(&self, path: &'p str) -> &'p str {
        let mut segments = path.split(['.', '[']);
        let alias = segments.next().unwrap_or_default();
        let name = match RESERVED.contains(&alias) {
            true => alias,
            false => segments.next().unwrap_or(alias),
        };
        let noun = NOUNS.iter().find(|(known, _)| *known == name);
        noun.map_or(name, |(_, noun)| noun)
    }

    fn codes(&self, _: &str) -> &[String] {
        &[]
    }

    fn bound(&self, _: Option<&str>, _: &[Arc<str>]) -> Option<Bound> {
        None
    }

    fn misformed(&self, _: &str, _: &str) -> Option<Fault> {
        None
    }

    fn is_region(&self, form: &str) -> bool {
        form == "region"
    }

    fn doubtful(&self, _: &str, _: &str) -> Option<Fault> {
        None
    }

    fn scales(&self) -> &[Arc<Scale>] {
        &SCALES
    }

    fn suggestion(&self, list: Option<&str>, path: &str) -> Option<String> {
        let fields = FIELDS.iter().filter(|_| list.is_some());
        let names = fields.chain(FACTS).map(|(name, _)| *name);
        suggestion_for(path, names).map(str::to_owned)
    }
}

fn find(table: &[(&str, Lookup)], name: &str) -> Lookup {
    let row = table.iter().find(|(known, _)| *known == name);
    row.map_or(Lookup::Missing, |(_, lookup)| *lookup)
}

#[track_caller]
fn parse(text: &str) -> Value {
    json::parse(text.as_bytes(), 1 << 20).expect(text)
}

#[track_caller]
fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

fn read(value: &Value) -> Result<Expr, Error> {
    Expr::read(value, "", &TestVocabulary, &mut Budget::new())
}

/// Facts from JSON. `{"$unknown": CAUSE}` stands for a hidden value, `"$open": CAUSE` among the
/// members of an object for further ones, `{"$more": CAUSE}` in a list for further elements, of which
/// each would hold what stands beside; `"$doubt": CAUSE` in a record for one that may not count, `{"$gone": true}` for a place in the
/// numbering that nothing has.
fn facts(value: &Value) -> Members {
    members(value, &Place::Root)
}

/// Where facts stand: what their types and units follow from.
enum Place<'p> {
    Root,
    Path(&'p str),
    /// A record of a list: its path, the record's unit, the path within the record.
    Record(&'p str, &'p str, &'p str),
}

impl Place<'_> {
    fn unit(&self) -> &str {
        match self {
            Self::Root => "",
            Self::Path(unit) | Self::Record(_, unit, _) => unit,
        }
    }
}

fn members(value: &Value, place: &Place<'_>) -> Members {
    let mut members = Members::default();
    for (name, value) in value.as_object().expect("an object").iter() {
        let under = |path: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        let fact = match (name, place) {
            ("$doubt" | "$more", _) => continue,
            ("$open", _) => {
                members.open = Some(unknown(value, place.unit()));
                continue;
            }
            (_, Place::Root) => fact(value, &Place::Path(name)),
            (_, Place::Path(path)) => fact(value, &Place::Path(&under(path))),
            (_, Place::Record(list, unit, path)) => {
                fact(value, &Place::Record(list, unit, &under(path)))
            }
        };
        members.known.push((name.to_owned().into(), fact));
    }
    members
}

fn fact(value: &Value, place: &Place<'_>) -> Fact {
    if let Some(cause) = value.member("$unknown") {
        return Fact::Unknown(vec![unknown(cause, place.unit())]);
    }
    let lookup = match place {
        Place::Root => Lookup::Missing,
        Place::Path(path) => TestVocabulary.lookup(path),
        Place::Record(list, _, path) => TestVocabulary.field(list, path),
    };
    match (lookup, value) {
        (Lookup::Found(Type::List), Value::Array(elements)) => {
            Fact::List(records(elements, place.unit()))
        }
        (Lookup::Found(Type::Money), money) => {
            let member = |name| money.member(name).and_then(Value::as_str).expect("money");
            let money = crate::money::Money::parse(member("currency"), member("amount"));
            Fact::Known(Scalar::Money(money.expect("money")))
        }
        (_, Value::Object(_)) => Fact::Object(members(value, place)),
        (Lookup::Found(Type::Day), Value::String(text)) => Fact::Known(Scalar::Day(day(text))),
        (_, Value::String(text)) => Fact::Known(Scalar::Text(text.as_str().into())),
        (_, Value::Bool(value)) => Fact::Known(Scalar::Bool(*value)),
        (_, Value::Number(number)) => Fact::Known(Scalar::Number(*number)),
        (_, Value::Array(texts)) => {
            let texts = texts
                .iter()
                .map(|text| text.as_str().expect("a string").into());
            Fact::Known(Scalar::Texts(texts.collect()))
        }
        (_, Value::Null) => Fact::Absent,
    }
}

fn records(elements: &[Value], path: &str) -> List {
    let mut list = List::default();
    for (index, element) in elements.iter().enumerate() {
        let unit = format!("{path}[{index}]");
        if let Some(cause) = element.member("$more") {
            // What each of them would hold stands beside.
            list.open.push(Further {
                why: unknown(cause, path),
                known: members(element, &Place::Record(path, &unit, "")).known,
            });
        } else if let Some(cause) = element.member("$unknown") {
            list.elements.push(Element {
                index,
                doubt: Some(unknown(cause, &unit)),
                record: None,
            });
        } else if element.member("$gone").is_none() {
            list.elements.push(Element {
                index,
                doubt: element.member("$doubt").map(|cause| unknown(cause, &unit)),
                record: Some(members(element, &Place::Record(path, &unit, "")).into()),
            });
        }
    }
    list
}

fn unknown(cause: &Value, unit: &str) -> Unknown {
    let cause = match cause.as_str() {
        Some("disputed") => Cause::Disputed,
        Some("stale") => Cause::Stale,
        Some("incomplete") => Cause::Incomplete,
        Some("catalogue_newer") => Cause::CatalogueNewer,
        Some("unknown_grade") => Cause::UnknownGrade,
        _ => Cause::Undisclosed,
    };
    Unknown {
        cause,
        unit: unit.into(),
    }
}

/// The fewest leaves that explain the verdict.
fn least_reasons(expr: &Expr, facts: Environment<'_>) -> Vec<LeafReason> {
    let mut reasons = LeafReasons::default();
    let explanations = expr.explanations(facts, &mut reasons);
    reasons.least(explanations)
}
