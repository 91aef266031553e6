//! From a programme to the rows of a sheet.

use super::cell;
use super::condition::Headers;
use super::facts::operator_of;
use super::operator::of_money;
use super::words::{
    ALIAS, BENEFIT, CONDITION, GRADES, ID, INPUT, Kind, Member, NAME, OFFICER, PROGRAMME,
    PROGRAMME_COLUMNS, REQUESTED, REQUIREMENT, RULE, Section, TIER, VALUE, Word,
};
use crate::json::{Object, Value};
use crate::languages::LANGUAGES;

type Rows = Vec<Vec<String>>;

/// The rows of a programme that was read without an error.
pub(super) fn rows(programme: &Value, headers: &Headers<'_>) -> Rows {
    let mut rows = begun(Section::Programme);
    rows.push(PROGRAMME_COLUMNS.map(chinese).to_vec());
    for member in PROGRAMME {
        members(programme, member, &mut rows);
    }
    let object = |name: &str| programme.member(name).and_then(Value::as_object);
    let list = |name: &str| programme.member(name).and_then(Value::as_array);
    let mut add = |section: Section, body: Option<Rows>| {
        if let Some(body) = body {
            rows.push(Vec::new());
            rows.extend(begun(section));
            rows.extend(body);
        }
    };
    add(Section::Inputs, object("inputs").map(inputs));
    add(Section::Request, object("request").map(request));
    add(Section::Scales, object("scales").map(scales));
    let applies = programme.member("applies_when");
    add(Section::Applies, applies.map(|rule| applied(rule, headers)));
    let requirements = list("requirements").map(|all| required(all, headers));
    add(Section::Requirements, requirements);
    add(
        Section::Tiers,
        list("tiers").map(|all| tiered(all, headers)),
    );
    for row in &mut rows {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    }
    rows
}

fn begun(section: Section) -> Rows {
    vec![vec![chinese(section.word())]]
}

fn chinese(word: Word) -> String {
    word.chinese.to_owned()
}

/// The rows of a member of the programme.
fn members(programme: &Value, member: &'static Member, rows: &mut Rows) {
    let Some(value) = programme.member(member.name) else {
        return;
    };
    let name = chinese(member.word);
    match (member.kind, value) {
        // There is one language so far, which nobody has to write.
        _ if member.name == "language" => {}
        (Kind::TextRows, Value::Array(texts)) if !texts.is_empty() => {
            for text in texts {
                rows.push(vec![name.clone(), written(Kind::Text, text)]);
            }
        }
        _ => {
            let mut row = vec![name];
            row.extend(cells(value, member));
            rows.push(row);
        }
    }
}

/// The cells of a member: one, or one for each language.
fn cells(value: &Value, member: &Member) -> Vec<String> {
    if member.english.is_none() {
        return vec![written(member.kind, value)];
    }
    let said = |language| value.member(language).map(|text| written(Kind::Text, text));
    LANGUAGES
        .map(|language| said(language).unwrap_or_default())
        .to_vec()
}

fn written(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Coded(codes), Value::String(text)) => called(text, codes),
        (Kind::CodedList(codes), Value::Array(texts)) => {
            let texts = texts.iter().filter_map(Value::as_str);
            let texts: Vec<String> = texts.map(|text| called(text, codes)).collect();
            cell::of_texts(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        }
        (Kind::Text, Value::String(text)) => cell::of_text(text),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(is_true)) => cell::of_boolean(*is_true).to_owned(),
        (_, Value::Array(texts)) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            cell::of_texts(&texts)
        }
        (Kind::Money, Value::Object(members)) => of_money(members).unwrap_or_default(),
        (_, other) => other.to_string(),
    }
}

/// The Chinese name of a code.
fn called(code: &str, codes: &[(&str, Word)]) -> String {
    let known = codes.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, word)| chinese(*word))
}

/// The columns of members that some of the objects have: their names first, and then a row for each object.
struct Columns {
    members: Vec<&'static Member>,
}

impl Columns {
    fn of<'v>(
        members: &'static [Member],
        objects: impl Iterator<Item = &'v Value> + Clone,
    ) -> Self {
        let has = |member: &&Member| objects.clone().any(|o| o.member(member.name).is_some());
        Self {
            members: members.iter().filter(has).collect(),
        }
    }

    fn names(&self) -> Vec<String> {
        let both = |member: &&Member| [Some(member.word), member.english].into_iter().flatten();
        let names = self.members.iter().flat_map(both);
        names.map(chinese).collect()
    }

    fn row(&self, object: Option<&Value>) -> Vec<String> {
        let cells = self.members.iter().flat_map(|member| {
            let value = object.and_then(|object| object.member(member.name));
            let width = 1 + usize::from(member.english.is_some());
            value.map_or_else(|| vec![String::new(); width], |value| cells(value, member))
        });
        cells.collect()
    }
}

fn values(objects: &Object) -> impl Iterator<Item = &Value> + Clone {
    let values: Vec<&Value> = objects.iter().map(|(_, value)| value).collect();
    values.into_iter()
}

fn inputs(inputs: &Object) -> Rows {
    let columns = Columns::of(INPUT, values(inputs));
    let officers = || values(inputs).filter_map(|input| input.member("is"));
    let officer = Columns::of(OFFICER, officers().collect::<Vec<_>>().into_iter());
    let mut rows = vec![[vec![chinese(ALIAS)], columns.names(), officer.names()].concat()];
    for (alias, input) in inputs.iter() {
        let (input_cells, officer_cells) =
            (columns.row(Some(input)), officer.row(input.member("is")));
        rows.push([vec![cell::of_text(alias)], input_cells, officer_cells].concat());
    }
    rows
}

fn request(request: &Object) -> Rows {
    let columns = Columns::of(REQUESTED, values(request));
    let mut rows = vec![[vec![chinese(NAME)], columns.names()].concat()];
    for (name, member) in request.iter() {
        rows.push([vec![cell::of_text(name)], columns.row(Some(member))].concat());
    }
    rows
}

fn scales(scales: &Object) -> Rows {
    let mut rows = vec![vec![chinese(NAME), chinese(GRADES)]];
    for (name, grades) in scales.iter() {
        rows.push(vec![cell::of_text(name), written(Kind::Texts, grades)]);
    }
    rows
}

/// What has to hold together: the parts of an `and` of several, or the rule itself; nothing, if it always holds.
fn conjuncts(rule: &Value) -> &[Value] {
    match operator_of(rule) {
        Some(("and", parts)) if parts.len() > 1 => parts,
        _ if *rule == Value::Bool(true) => &[],
        _ => core::slice::from_ref(rule),
    }
}

/// A row of condition, value and rule for each part.
fn condition_rows(rule: &Value, headers: &Headers<'_>) -> Rows {
    let rows = conjuncts(rule)
        .iter()
        .map(|part| match headers.written(part) {
            Some((condition, value)) => vec![condition, value, String::new()],
            None => vec![String::new(), String::new(), part.to_string()],
        });
    let rows: Rows = rows.collect();
    match rows.is_empty() {
        true => vec![vec![String::new(), String::new(), rule.to_string()]],
        false => rows,
    }
}

/// Leaves out the column of rules where no row has one.
fn without_rules(rows: &mut Rows, column: usize) {
    let is_used = rows.iter().skip(1).any(|row| !row[column].is_empty());
    if !is_used {
        rows.iter_mut().for_each(|row| drop(row.remove(column)));
    }
}

fn applied(rule: &Value, headers: &Headers<'_>) -> Rows {
    let mut rows = vec![[CONDITION, VALUE, RULE].map(chinese).to_vec()];
    rows.extend(condition_rows(rule, headers));
    without_rules(&mut rows, 2);
    rows
}

fn required(requirements: &[Value], headers: &Headers<'_>) -> Rows {
    let columns = Columns::of(REQUIREMENT, requirements.iter());
    let names = [ID, CONDITION, VALUE, RULE].map(chinese).to_vec();
    let mut rows = vec![[names, columns.names()].concat()];
    for requirement in requirements {
        let id = requirement
            .member("id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let rule = requirement.member("when").unwrap_or(&Value::Null);
        let mut first = Some(requirement);
        for condition in condition_rows(rule, headers) {
            let object = first.take();
            let id = object.map_or_else(String::new, |_| cell::of_text(id));
            rows.push([vec![id], condition, columns.row(object)].concat());
        }
    }
    without_rules(&mut rows, 3);
    rows
}

fn tiered(tiers: &[Value], headers: &Headers<'_>) -> Rows {
    let titles = Columns::of(TIER, tiers.iter());
    let benefits = || tiers.iter().filter_map(|tier| tier.member("benefit"));
    let benefit = Columns::of(BENEFIT, benefits().collect::<Vec<_>>().into_iter());
    let mut conditions: Vec<String> = Vec::new();
    let whens: Vec<Vec<(String, String)>> = tiers
        .iter()
        .map(|tier| {
            let rule = tier.member("when").unwrap_or(&Value::Null);
            let cells = condition_cells(rule, headers);
            match placed(&conditions, &cells) {
                Some(placed) => {
                    conditions = placed;
                    cells
                }
                // Its conditions stand in another order than those of the tiers above.
                None => {
                    let whole = vec![(chinese(RULE), rule.to_string())];
                    if !conditions.contains(&whole[0].0) {
                        conditions.push(chinese(RULE));
                    }
                    whole
                }
            }
        })
        .collect();
    let mut rows = vec![
        [
            vec![chinese(ID)],
            conditions.clone(),
            titles.names(),
            benefit.names(),
        ]
        .concat(),
    ];
    for (tier, when) in tiers.iter().zip(whens) {
        let id = tier
            .member("id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let cell_of = |condition: &String| {
            let found = when.iter().find(|(header, _)| header == condition);
            found.map_or_else(String::new, |(_, cell)| cell.clone())
        };
        let cells = conditions.iter().map(cell_of).collect();
        let (title, given) = (titles.row(Some(tier)), benefit.row(tier.member("benefit")));
        rows.push([vec![cell::of_text(id)], cells, title, given].concat());
    }
    rows
}

/// The parts of a rule as columns and cells. Neighbours that no column can say share the column of rules.
fn condition_cells(rule: &Value, headers: &Headers<'_>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    let mut rules: Vec<Value> = Vec::new();
    let flush = |rules: &mut Vec<Value>, cells: &mut Vec<(String, String)>| {
        let cell = match rules.as_slice() {
            [] => return,
            [rule] => rule.to_string(),
            _ => Value::from(rules.clone()).to_string(),
        };
        rules.clear();
        cells.push((chinese(RULE), cell));
    };
    for part in conjuncts(rule) {
        match headers.written(part) {
            Some(written) => {
                flush(&mut rules, &mut cells);
                cells.push(written);
            }
            None => rules.push(part.clone()),
        }
    }
    flush(&mut rules, &mut cells);
    cells
}

/// The columns with those of a tier among them, if there is an order that suits all.
fn placed(columns: &[String], cells: &[(String, String)]) -> Option<Vec<String>> {
    let mut columns = columns.to_vec();
    let mut next = 0;
    for (header, _) in cells {
        match columns.iter().position(|column| column == header) {
            Some(at) if at >= next => next = at + 1,
            Some(_) => return None,
            None => {
                columns.insert(next, header.clone());
                next += 1;
            }
        }
    }
    Some(columns)
}
