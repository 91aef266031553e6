//! From the sections of a sheet to a programme.

mod columns;
mod reader;
mod rules;

use self::columns::Column;
use self::reader::Reader;
use super::cell;
use super::condition::Headers;
use super::findings::{Fault, Findings};
use super::grid::{Block, Grid};
use super::sheet::Place;
use super::words::{
    ALIAS, BENEFIT, GRADES, ID, INPUT, Kind, Member, NAME, OFFICER, PROGRAMME, PROGRAMME_COLUMNS,
    REQUESTED, REQUIREMENT, Section, TIER, Word, meant,
};
use crate::credit::{CreditVocabulary, Vct};
use crate::error::{Code, Problem};
use crate::json::{Object, ObjectReader, Value, pointer_to};
use crate::law::Law;
use crate::programme::{MEMBERS, Names};

pub(super) use self::reader::Places;

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
            let errors = self.findings.error_count();
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
            // What everybody meets is written as a rule, `true`: an empty cell is one that was forgotten.
            if conjuncts.is_empty() && self.findings.error_count() == errors {
                let column = table.column(|column| *column == Column::RowCondition);
                let place = Place {
                    row: first,
                    column: column.unwrap_or(key),
                };
                self.findings.error(place, "", Fault::new(Problem::Missing));
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
}

/// The only member of a row of scales.
const SCALE: &[Member] = &[Member {
    name: "grades",
    word: GRADES,
    kind: Kind::Texts,
    english: None,
}];

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
