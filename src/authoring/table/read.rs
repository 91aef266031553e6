//! From the sections of a sheet to a programme.

use super::cell;
use super::condition::{Condition, Headers};
use super::facts::{operation, path_of};
use super::findings::{Fault, Findings};
use super::grid::{Block, Grid};
use super::sheet::Place;
use super::words::{
    ALIAS, BENEFIT, CONDITION, GRADES, ID, INPUT, Kind, Member, NAME, OFFICER, PROGRAMME,
    PROGRAMME_COLUMNS, REQUESTED, REQUIREMENT, RULE, Section, TIER, VALUE, Word, meant,
};
use crate::credit::{CreditVocabulary, Vct};
use crate::error::{Code, Problem};
use crate::json::{Object, ObjectReader, Value, pointer_push, pointer_to};
use crate::languages::LANGUAGES;
use crate::law::Law;
use crate::programme::{MEMBERS, Names};

/// In which cell each part of the programme stands, by JSON pointer.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(String, Place)>);

impl Places {
    fn add(&mut self, pointer: impl Into<String>, place: Place) {
        self.0.push((pointer.into(), place));
    }

    /// The cell of what a pointer leads to, or of the least that holds it.
    pub(super) fn of(&self, pointer: &str) -> Place {
        let holds = |held: &str| {
            let rest = pointer.strip_prefix(held);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let holding = self.0.iter().filter(|(held, _)| holds(held));
        let closest = holding.max_by_key(|(held, _)| held.len());
        closest.map_or(Place { row: 0, column: 0 }, |(_, place)| *place)
    }
}

/// Reads the sections of a sheet. What is wrong with them is among the findings; the programme has the rest.
pub(super) fn read(grid: &Grid, law: &Law, findings: &mut Findings) -> (Value, Places) {
    let mut reader = Reader {
        grid,
        findings,
        places: Places::default(),
        is_draft: true,
    };
    let mut programme = reader.programme(law);
    let mut ordered = Object::new();
    for name in MEMBERS {
        if let Some(value) = programme.remove(name) {
            ordered.push(*name, value);
        }
    }
    (ordered.into(), reader.places)
}

struct Reader<'a> {
    grid: &'a Grid,
    findings: &'a mut Findings,
    places: Places,
    is_draft: bool,
}

/// What a column holds.
#[derive(Clone, PartialEq)]
enum Column {
    /// What tells a row from the others.
    Key,
    Member(&'static Member),
    English(&'static Member),
    Condition(Condition),
    /// A condition that stands in each row, and the value for it.
    RowCondition,
    RowValue,
    Rule,
}

/// The columns of a section, and the rows below their names.
struct Table<'a> {
    columns: Vec<(usize, Column)>,
    rows: &'a [usize],
}

/// A part of a rule, the cell that says what is compared, and the cell that says with what.
struct Conjunct {
    rule: Value,
    fact: Place,
    value: Place,
}

impl<'a> Reader<'a> {
    fn programme(&mut self, law: &Law) -> Object {
        let mut programme = Object::new();
        programme.push("language", 1_i64.into());
        match self.block(Section::Programme) {
            Some(block) => self.members(block, &mut programme),
            // Where it is called something else, that is told already.
            None if !self.findings.has_errors() => {
                let place = Place { row: 0, column: 0 };
                self.findings.error(place, "", Fault::new(Problem::Missing));
            }
            None => {}
        }
        if let Some(block) = self.block(Section::Inputs) {
            let inputs = self.inputs(block);
            programme.push("inputs", inputs.into());
        }
        if let Some(block) = self.block(Section::Request) {
            let request = self.request(block);
            programme.push("request", request.into());
        }
        if let Some(block) = self.block(Section::Scales) {
            let scales = self.scales(block);
            programme.push("scales", scales.into());
        }
        let document = Value::from(programme.clone());
        let (vocabulary, is_complete) = vocabulary(&document, law);
        let headers = Headers::new(&vocabulary, is_complete);
        if let Some(block) = self.block(Section::Applies) {
            let applies = self.applies(block, &headers);
            programme.push("applies_when", applies);
        }
        if let Some(block) = self.block(Section::Requirements) {
            let requirements = self.requirements(block, &headers);
            programme.push("requirements", requirements.into());
        }
        if let Some(block) = self.block(Section::Tiers) {
            let tiers = self.tiers(block, &headers);
            programme.push("tiers", tiers.into());
        }
        programme
    }

    fn block(&mut self, section: Section) -> Option<&'a Block> {
        let grid = self.grid;
        let block = grid.blocks.iter().find(|block| block.section == section)?;
        self.places
            .add(pointer_to(&[section.member()]), block.place);
        if section == Section::Programme {
            self.places.add("", block.place);
        }
        Some(block)
    }

    /// The first section, which has a row for each member.
    fn members(&mut self, block: &'a Block, programme: &mut Object) {
        let grid = self.grid;
        let is_named = |row: usize, word: Word| word.is(grid.cell(row, 0));
        let named_iss = |row: &&usize| is_named(**row, PROGRAMME[1].word);
        let iss = block.rows.iter().find(named_iss);
        self.is_draft = iss.is_none_or(|row| cell::is_any(grid.cell(*row, 1)));
        let [title, _, _] = PROGRAMME_COLUMNS;
        for row in &block.rows {
            let place = |column| Place { row: *row, column };
            let name = grid.cell(*row, 0);
            if title.is(name) {
                continue;
            }
            let Some(member) = PROGRAMME.iter().find(|member| member.word.is(name)) else {
                self.unknown_member(name, place(0));
                continue;
            };
            let pointer = pointer_to(&[member.name]);
            let is_list = member.kind == Kind::TextRows;
            if programme.contains(member.name) && !is_list && member.name != "language" {
                self.findings
                    .error(place(0), name, Fault::new(Problem::Duplicate));
            }
            let width = 2 + usize::from(member.english.is_some());
            self.nothing_beyond(*row, width);
            let value = match member.english {
                Some(_) => self.bilingual(place(1), place(2)),
                None => self.value(member.kind, place(1)),
            };
            let Some(value) = value else {
                continue;
            };
            match (programme.get(member.name), value) {
                (Some(Value::Array(texts)), Value::Array(more)) if is_list => {
                    let mut texts = texts.clone();
                    let at = format!("{pointer}/{}", texts.len());
                    self.places.add(at, place(1));
                    texts.extend(more);
                    programme.set(member.name, texts);
                }
                (_, value) => {
                    self.places.add(pointer, place(1));
                    programme.set(member.name, value);
                }
            }
        }
    }

    /// A row of the first section that no member is called by.
    fn unknown_member(&mut self, name: &str, place: Place) {
        let fault = Fault::new(Problem::Header);
        let fault = match meant(PROGRAMME.iter().map(|member| member.word), name) {
            Some(near) => fault.suggesting(near),
            None => fault,
        };
        self.findings.error(place, name, fault);
    }

    /// Cells that no column names.
    fn nothing_beyond(&mut self, row: usize, width: usize) {
        let grid = self.grid;
        for column in grid.filled(row).filter(|column| *column >= width) {
            let fault = Fault::new(Problem::HeaderMissing);
            let place = Place { row, column };
            self.findings.error(place, grid.cell(row, column), fault);
        }
    }

    fn inputs(&mut self, block: &'a Block) -> Object {
        let mut inputs = Object::new();
        let table = self.table(block, ALIAS, &[INPUT, OFFICER], None);
        self.each_named(&table, "inputs", |reader, row, pointer, alias| {
            let mut input = Object::new();
            reader.fill(&mut input, INPUT, &table, row, pointer);
            let mut officer = Object::new();
            let at = format!("{pointer}/is");
            reader.fill(&mut officer, OFFICER, &table, row, &at);
            if !officer.is_empty() {
                reader.places.add(at, Place { row, column: 0 });
                input.push("is", officer.into());
            }
            inputs.set(&alias, input);
        });
        inputs
    }

    fn request(&mut self, block: &'a Block) -> Object {
        let mut request = Object::new();
        let table = self.table(block, NAME, &[REQUESTED], None);
        self.each_named(&table, "request", |reader, row, pointer, name| {
            let mut member = Object::new();
            reader.fill(&mut member, REQUESTED, &table, row, pointer);
            request.set(&name, member);
        });
        request
    }

    fn scales(&mut self, block: &'a Block) -> Object {
        let mut scales = Object::new();
        let table = self.table(block, NAME, &[SCALE], None);
        self.each_named(&table, "scales", |reader, row, pointer, name| {
            let mut scale = Object::new();
            reader.fill(&mut scale, SCALE, &table, row, pointer);
            if let Some(grades) = scale.remove(SCALE[0].name) {
                scales.set(&name, grades);
            }
        });
        scales
    }

    fn applies(&mut self, block: &'a Block, headers: &Headers<'_>) -> Value {
        let table = self.conditions(block, &[]);
        let mut conjuncts = Vec::new();
        for row in table.rows {
            self.row_condition(&table, *row, headers, &mut conjuncts);
        }
        self.rule("/applies_when", conjuncts)
    }

    /// A requirement has a row for each of its conditions; those after the first have no id.
    fn requirements(&mut self, block: &'a Block, headers: &Headers<'_>) -> Vec<Value> {
        let grid = self.grid;
        let table = self.conditions(block, REQUIREMENT);
        let key = table.column(|column| *column == Column::Key).unwrap_or(0);
        let mut requirements = Vec::new();
        let mut ids = Vec::new();
        let mut rows = table.rows.iter().peekable();
        while let Some(row) = rows.next() {
            let pointer = pointer_to(&["requirements", &requirements.len().to_string()]);
            let mut requirement = Object::new();
            if let Some(id) = self.key(&table, *row, &mut ids) {
                self.places.add(
                    pointer.clone() + "/id",
                    Place {
                        row: *row,
                        column: key,
                    },
                );
                requirement.push("id", id.into());
            }
            self.places.add(
                pointer.clone(),
                Place {
                    row: *row,
                    column: key,
                },
            );
            let mut conjuncts = Vec::new();
            self.row_condition(&table, *row, headers, &mut conjuncts);
            let is_further = |row: &&usize| cell::is_any(grid.cell(**row, key));
            let first = *row;
            while let Some(row) = rows.next_if(is_further) {
                self.row_condition(&table, *row, headers, &mut conjuncts);
                for (column, of) in &table.columns {
                    let is_of_first = matches!(of, Column::Member(_) | Column::English(_));
                    if is_of_first && !cell::is_any(grid.cell(*row, *column)) {
                        let place = Place {
                            row: *row,
                            column: key,
                        };
                        self.findings.error(place, "", Fault::new(Problem::Missing));
                    }
                }
            }
            let rule = self.rule(&(pointer.clone() + "/when"), conjuncts);
            requirement.push("when", rule);
            self.fill(&mut requirement, REQUIREMENT, &table, first, &pointer);
            requirements.push(requirement.into());
        }
        requirements
    }

    fn tiers(&mut self, block: &'a Block, headers: &Headers<'_>) -> Vec<Value> {
        let grid = self.grid;
        let table = self.table(block, ID, &[TIER, BENEFIT], Some(headers));
        let key = table.column(|column| *column == Column::Key).unwrap_or(0);
        let mut tiers = Vec::new();
        let mut ids = Vec::new();
        for row in table.rows {
            let pointer = pointer_to(&["tiers", &tiers.len().to_string()]);
            let mut tier = Object::new();
            let place = |column| Place { row: *row, column };
            self.places.add(pointer.clone(), place(key));
            if let Some(id) = self.key(&table, *row, &mut ids) {
                self.places.add(pointer.clone() + "/id", place(key));
                tier.push("id", id.into());
            }
            self.fill(&mut tier, TIER, &table, *row, &pointer);
            let mut conjuncts = Vec::new();
            for (column, of) in &table.columns {
                let text = grid.cell(*row, *column);
                if cell::is_any(text) {
                    continue;
                }
                match of {
                    Column::Condition(condition) => {
                        let header = Place {
                            row: block.rows[0],
                            column: *column,
                        };
                        self.conjunct(condition, text, header, place(*column), &mut conjuncts);
                    }
                    Column::Rule => self.rule_cell(text, place(*column), &mut conjuncts),
                    _ => {}
                }
            }
            let rule = self.rule(&(pointer.clone() + "/when"), conjuncts);
            tier.push("when", rule);
            let mut benefit = Object::new();
            let at = pointer + "/benefit";
            self.fill(&mut benefit, BENEFIT, &table, *row, &at);
            let kind = table.column(|column| *column == Column::Member(&BENEFIT[0]));
            self.places.add(at, place(kind.unwrap_or(key)));
            tier.push("benefit", benefit.into());
            tiers.push(tier.into());
        }
        tiers
    }

    /// The columns of conditions that stand in rows. Requirements have an id.
    fn conditions(&mut self, block: &'a Block, members: &'static [Member]) -> Table<'a> {
        let key = (!members.is_empty()).then_some(ID);
        let mut words: Vec<Word> = key.into_iter().collect();
        words.extend([CONDITION, VALUE, RULE]);
        words.extend(words_of(members));
        self.columns(block, |text| match () {
            () if key.is_some_and(|key| key.is(text)) => Ok(Column::Key),
            () if CONDITION.is(text) => Ok(Column::RowCondition),
            () if VALUE.is(text) => Ok(Column::RowValue),
            () if RULE.is(text) => Ok(Column::Rule),
            () => member_column(text, members).ok_or_else(|| unknown_column(text, &words)),
        })
    }

    /// The columns of a section whose rows have a key; with headers, facts with operators among them.
    fn table(
        &mut self,
        block: &'a Block,
        key: Word,
        members: &[&'static [Member]],
        headers: Option<&Headers<'_>>,
    ) -> Table<'a> {
        let mut words = vec![key];
        words.extend(headers.map(|_| RULE));
        words.extend(members.iter().flat_map(|members| words_of(members)));
        self.columns(block, |text| {
            if key.is(text) {
                return Ok(Column::Key);
            }
            let mut found = members
                .iter()
                .filter_map(|members| member_column(text, members));
            match (found.next(), headers) {
                (Some(column), _) => Ok(column),
                (None, Some(_)) if RULE.is(text) => Ok(Column::Rule),
                (None, Some(headers)) => headers.read(text, &words).map(Column::Condition),
                (None, None) => Err(unknown_column(text, &words)),
            }
        })
    }

    /// Reads the names of columns, which are in the first row.
    fn columns(
        &mut self,
        block: &'a Block,
        read: impl Fn(&str) -> Result<Column, Fault>,
    ) -> Table<'a> {
        let grid = self.grid;
        let mut columns: Vec<(usize, Column)> = Vec::new();
        let mut named = Vec::new();
        let (first, rows) = match block.rows.split_first() {
            Some((first, rows)) => (*first, rows),
            None => return Table { columns, rows: &[] },
        };
        for column in grid.filled(first) {
            named.push(column);
            let place = Place { row: first, column };
            let text = grid.cell(first, column);
            match read(text) {
                Ok(read) if columns.iter().any(|(_, other)| *other == read) => {
                    self.findings
                        .error(place, text, Fault::new(Problem::Duplicate));
                }
                Ok(read) => columns.push((column, read)),
                Err(fault) => self.findings.error(place, text, fault),
            }
        }
        for row in rows {
            for column in grid.filled(*row).filter(|column| !named.contains(column)) {
                let place = Place { row: *row, column };
                let fault = Fault::new(Problem::HeaderMissing);
                self.findings.error(place, grid.cell(*row, column), fault);
            }
        }
        Table { columns, rows }
    }

    /// The key of a row, which is another in each.
    fn key(&mut self, table: &Table<'_>, row: usize, known: &mut Vec<String>) -> Option<String> {
        let column = table.column(|column| *column == Column::Key).unwrap_or(0);
        let place = Place { row, column };
        let text = self.grid.cell(row, column);
        if cell::is_any(text) {
            self.findings.error(place, "", Fault::new(Problem::Missing));
            return None;
        }
        let key = self.told(cell::text(text), place)?;
        if known.contains(&key) {
            self.findings
                .error(place, text, Fault::new(Problem::Duplicate));
        }
        known.push(key.clone());
        Some(key)
    }

    fn each_named(
        &mut self,
        table: &Table<'_>,
        name: &str,
        mut each: impl FnMut(&mut Self, usize, &str, String),
    ) {
        let column = table.column(|column| *column == Column::Key).unwrap_or(0);
        let mut known = Vec::new();
        for row in table.rows {
            if let Some(key) = self.key(table, *row, &mut known) {
                let pointer = pointer_to(&[name, &key]);
                self.places
                    .add(pointer.clone(), Place { row: *row, column });
                each(self, *row, &pointer, key);
            }
        }
    }

    /// Sets the members that a row has.
    fn fill(
        &mut self,
        object: &mut Object,
        members: &'static [Member],
        table: &Table<'_>,
        row: usize,
        pointer: &str,
    ) {
        for member in members {
            let column = table.column(|column| *column == Column::Member(member));
            let english = table.column(|column| *column == Column::English(member));
            let place = |column| Place { row, column };
            let value = match (column, english, member.english) {
                (None, None, _) => None,
                (Some(column), _, None) => self.value(member.kind, place(column)),
                (column, other, _) => {
                    let column = column.or(other).unwrap_or(0);
                    // Without a column of its own the English is missing where the Chinese is.
                    self.bilingual(place(column), place(other.unwrap_or(column)))
                }
            };
            if let Some(value) = value {
                let mut at = pointer.to_owned();
                pointer_push(&mut at, member.name);
                self.places.add(at, place(column.or(english).unwrap_or(0)));
                object.push(member.name, value);
            }
        }
    }

    /// A text in both languages, or in Chinese alone, which a draft may have.
    fn bilingual(&mut self, chinese: Place, english: Place) -> Option<Value> {
        let grid = self.grid;
        let [zh, en] = [chinese, english].map(|place| grid.cell(place.row, place.column));
        let (has_chinese, has_english) =
            (!cell::is_any(zh), !cell::is_any(en) && english != chinese);
        let mut texts = Object::new();
        match (has_chinese, has_english) {
            (false, false) => return None,
            (false, true) => {
                let fault = Fault::new(Problem::LanguageChinese);
                self.findings.error(chinese, "", fault);
            }
            (true, false) => {
                let fault = Fault::new(Problem::LanguageEnglish);
                match self.is_draft {
                    true => self.findings.warning(english, "", fault),
                    false => self.findings.error(english, "", fault),
                }
            }
            (true, true) => {}
        }
        let [zh_name, en_name] = LANGUAGES;
        for (is_there, name, text, place) in [
            (has_chinese, zh_name, zh, chinese),
            (has_english, en_name, en, english),
        ] {
            if is_there {
                texts.push(name, self.told(cell::text(text), place)?.into());
            }
        }
        Some(texts.into())
    }

    /// What a cell of a kind says.
    fn value(&mut self, kind: Kind, place: Place) -> Option<Value> {
        let grid = self.grid;
        let text = grid.cell(place.row, place.column);
        if cell::is_any(text) {
            return None;
        }
        let read = match kind {
            Kind::Boolean => cell::boolean(text).map(|is_true| (is_true.into(), None)),
            Kind::Coded(codes) => coded(text, codes).map(|code| (code.into(), None)),
            Kind::Day => cell::day(text),
            Kind::Money => cell::money(text),
            Kind::Number => cell::number(text),
            Kind::Period => cell::period(text),
            Kind::Whole => cell::whole(text),
            Kind::Text => cell::text(text).map(|text| (text.into(), None)),
            Kind::TextRows if text == "[]" => Ok((Value::Array(Vec::new()), None)),
            Kind::TextRows => cell::text(text).map(|text| (vec![text].into(), None)),
            Kind::Texts => cell::texts(text).map(|texts| (texts.into(), None)),
            Kind::Codes => listed(text, |code| {
                cell::check_width(code).map(|()| code.to_owned())
            }),
            Kind::Regions => listed(text, cell::region),
        };
        let (value, note) = self.told(read, place)?;
        if let Some(note) = note {
            self.findings.warning(place, text, note);
        }
        Some(value)
    }

    /// Tells what is wrong with a cell.
    fn told<T>(&mut self, read: Result<T, Fault>, place: Place) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                let grid = self.grid;
                self.findings
                    .error(place, grid.cell(place.row, place.column), fault);
                None
            }
        }
    }

    /// A condition of a row: a fact with an operator and a value, or a rule.
    fn row_condition(
        &mut self,
        table: &Table<'_>,
        row: usize,
        headers: &Headers<'_>,
        conjuncts: &mut Vec<Conjunct>,
    ) {
        let grid = self.grid;
        let at = |wanted: Column| {
            let column = table.column(|column| *column == wanted);
            column.map(|column| Place { row, column })
        };
        let text = |place: Option<Place>| {
            let text = place.map_or("", |place| grid.cell(place.row, place.column));
            if cell::is_any(text) { "" } else { text }
        };
        let (fact, value, rule) = (
            at(Column::RowCondition),
            at(Column::RowValue),
            at(Column::Rule),
        );
        match (fact, text(fact)) {
            (Some(place), said) if !said.is_empty() => {
                if let Some(condition) = self.told(headers.read(said, &[]), place) {
                    let value_place = value.unwrap_or(place);
                    match text(value) {
                        "" => self
                            .findings
                            .error(value_place, "", Fault::new(Problem::Missing)),
                        text => self.conjunct(&condition, text, place, value_place, conjuncts),
                    }
                }
            }
            _ if !text(value).is_empty() => {
                let place = fact.or(value).unwrap_or(Place { row, column: 0 });
                self.findings.error(place, "", Fault::new(Problem::Missing));
            }
            _ => {}
        }
        match rule {
            Some(place) if !text(rule).is_empty() => self.rule_cell(text(rule), place, conjuncts),
            _ => {}
        }
    }

    fn conjunct(
        &mut self,
        condition: &Condition,
        text: &str,
        fact: Place,
        value: Place,
        conjuncts: &mut Vec<Conjunct>,
    ) {
        if let Some((rule, note)) = self.told(condition.rule(text), value) {
            if let Some(note) = note {
                self.findings.warning(value, text, note);
            }
            conjuncts.push(Conjunct { rule, fact, value });
        }
    }

    /// A rule in JSON, or an array of rules that all have to hold.
    fn rule_cell(&mut self, text: &str, place: Place, conjuncts: &mut Vec<Conjunct>) {
        let rules = match cell::parse(text) {
            Some(Value::Array(rules)) if !rules.is_empty() => rules,
            Some(rule @ (Value::Object(_) | Value::Bool(_))) => vec![rule],
            _ => {
                self.findings.error(place, text, Fault::new(Problem::Rule));
                return;
            }
        };
        let conjunct = |rule| Conjunct {
            rule,
            fact: place,
            value: place,
        };
        conjuncts.extend(rules.into_iter().map(conjunct));
    }

    /// The rule that all of these hold.
    fn rule(&mut self, pointer: &str, mut conjuncts: Vec<Conjunct>) -> Value {
        let is_one = conjuncts.len() == 1;
        for (index, conjunct) in conjuncts.iter().enumerate() {
            let at = match is_one {
                true => pointer.to_owned(),
                false => format!("{pointer}/and/{index}"),
            };
            let mut facts = Vec::new();
            facts_in(&conjunct.rule, &at, &mut facts);
            for fact in facts {
                self.places.add(fact, conjunct.fact);
            }
            self.places.add(at, conjunct.value);
        }
        match conjuncts.len() {
            0 => true.into(),
            1 => conjuncts.remove(0).rule,
            _ => operation("and", conjuncts.into_iter().map(|c| c.rule).collect()),
        }
    }
}

impl Table<'_> {
    fn column(&self, is_it: impl Fn(&Column) -> bool) -> Option<usize> {
        let found = self.columns.iter().find(|(_, column)| is_it(column));
        found.map(|(column, _)| *column)
    }
}

/// The only member of a row of scales.
const SCALE: &[Member] = &[Member {
    name: "grades",
    word: GRADES,
    kind: Kind::Texts,
    english: None,
}];

fn words_of(members: &'static [Member]) -> impl Iterator<Item = Word> {
    let both = |member: &'static Member| core::iter::once(member.word).chain(member.english);
    members.iter().flat_map(both)
}

fn member_column(text: &str, members: &'static [Member]) -> Option<Column> {
    members.iter().find_map(|member| match member.english {
        _ if member.word.is(text) => Some(Column::Member(member)),
        Some(english) if english.is(text) => Some(Column::English(member)),
        _ => None,
    })
}

fn unknown_column(text: &str, words: &[Word]) -> Fault {
    let fault = Fault::new(Problem::Header);
    match meant(words.iter().copied(), text) {
        Some(near) => fault.suggesting(near),
        None => fault,
    }
}

/// A code by its Chinese name, or by itself.
fn coded(text: &str, codes: &[(&'static str, Word)]) -> Result<&'static str, Fault> {
    let found = codes
        .iter()
        .find(|(code, word)| word.is(text) || *code == text);
    found.map(|(code, _)| *code).ok_or_else(|| {
        let words = codes.iter().map(|(_, word)| *word);
        let all: Vec<&str> = words.clone().map(|word| word.chinese).collect();
        let fault = Fault::new(Problem::Unknown).expecting(&all);
        match meant(words, text) {
            Some(near) => fault.suggesting(near),
            None => fault,
        }
    })
}

fn listed(text: &str, read: impl Fn(&str) -> Result<String, Fault>) -> cell::Read {
    let texts = cell::texts(text)?;
    let read: Result<Vec<String>, Fault> = texts.iter().map(|text| read(text)).collect();
    Ok((read?.into(), None))
}

/// The names that rules can use, and whether these are all that are declared.
fn vocabulary(document: &Value, law: &Law) -> (CreditVocabulary, bool) {
    let names = ObjectReader::of(document, Code::ProgrammeSchema).and_then(|d| Names::read(&d));
    if let Ok(names) = names {
        return (names.vocabulary(&law.edition), true);
    }
    let inputs = document.member("inputs").and_then(Value::as_object);
    let inputs = inputs.into_iter().flat_map(Object::iter);
    let typed = inputs.filter_map(|(alias, input)| {
        let vct = Vct::parse(input.member("vct")?.as_str()?)?;
        Some((alias.to_owned(), vct))
    });
    let vocabulary = CreditVocabulary {
        inputs: typed.collect(),
        request: Vec::new(),
        scales: Vec::new(),
        law: law.edition.clone(),
        window: None,
    };
    (vocabulary, false)
}

/// The JSON pointers of the facts of a rule.
fn facts_in(rule: &Value, pointer: &str, into: &mut Vec<String>) {
    if path_of(rule).is_some() {
        into.push(pointer.to_owned());
        return;
    }
    match rule {
        Value::Array(parts) => {
            for (index, part) in parts.iter().enumerate() {
                facts_in(part, &format!("{pointer}/{index}"), into);
            }
        }
        Value::Object(members) => {
            for (name, part) in members.iter() {
                let mut at = pointer.to_owned();
                pointer_push(&mut at, name);
                facts_in(part, &at, into);
            }
        }
        _ => {}
    }
}
