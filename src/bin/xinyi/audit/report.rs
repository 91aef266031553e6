//! The report, as one JSON document and for people. It has no cell of the file, only counts and line numbers,
//! so that its readers need not be allowed to see persons' numbers.

use std::collections::BTreeMap;

use xinyi::{Object, Value};

use super::columns::{Column, Content, Edition, Need, RowKind, masked, masked_sheet};
use super::examine::Population;
use super::problem::Problem;
use super::rows::Rows;
use super::schema::{FormKnown, Schema};
use super::tally::{Count, Lines, Tally, Verdict, per_mille};
use crate::json::object;

/// What a report is made of.
pub(super) struct Report<'a> {
    pub(super) rows: &'a Rows,
    pub(super) schema: &'a Schema,
    pub(super) tally: &'a Tally,
    pub(super) needed: &'a [u64],
}

impl Report<'_> {
    /// Whether the file conforms: rates are within 1‰, no required column or cell is missing, and the form is
    /// certain and in use.
    pub(super) fn conforms(&self) -> bool {
        let counts = [&self.tally.legal_persons, &self.tally.self_employed];
        let verdicts = counts.map(Count::verdict);
        let is_fine = |v: &Verdict| matches!(v, Verdict::Within | Verdict::NoRows);
        self.tally.rows > 0
            && verdicts.iter().all(is_fine)
            && !self.has_missing()
            && self.has_current_form()
    }

    fn has_missing(&self) -> bool {
        let empty = self.tally.problems.contains_key(&Problem::Empty);
        empty || self.missing_columns().next().is_some()
    }

    /// Registers have no form.
    fn has_current_form(&self) -> bool {
        let form = self.schema.form;
        form.kind == RowKind::Registry
            || form.edition == Some(Edition::Form2018) && self.schema.form_known != FormKnown::Mixed
    }

    /// Columns that rows of this file need and that it does not have.
    fn missing_columns(&self) -> impl Iterator<Item = &'static Column> {
        let absent = self
            .schema
            .columns()
            .filter(|(_, _, place)| place.is_none());
        let needed = absent
            .filter(|(index, column, _)| column.need == Need::Always || self.needed_by(*index) > 0);
        needed.map(|(_, column, _)| column)
    }

    fn needed_by(&self, index: usize) -> u64 {
        self.needed.get(index).copied().unwrap_or(0)
    }

    pub(super) fn to_json(&self) -> Object {
        let Self {
            rows,
            schema,
            tally,
            ..
        } = self;
        let names = |places: Vec<usize>| -> Vec<String> {
            let names = places.iter().filter_map(|place| rows.columns().get(*place));
            // A column without a name is told by nothing.
            let names = names.filter(|name| !name.trim().is_empty());
            names.map(|name| masked(name)).collect()
        };
        let missing: Vec<&str> = self.missing_columns().map(|column| column.name).collect();
        object! {
            "conforms": self.conforms(),
            "rows_of": schema.form.kind.as_str(),
            "form": schema.form.edition.map(Edition::as_str),
            "form_known": form_known(schema.form_known, schema.form.kind),
            "format": rows.format().as_str(),
            "separator": rows.separator(),
            "header_line": rows.header_line().map(number),
            "encoding": rows.encoding(),
            "sheet": rows.sheet().map(masked_sheet),
            "other_sheets": rows.other_sheets().to_vec(),
            "rows": number(tally.rows),
            "bad_rows": number(tally.bad_rows),
            "unreadable_rows": number(tally.unreadable),
            "limit_per_mille": "1",
            "populations": vec![
                population(Population::LegalPerson, &tally.legal_persons),
                population(Population::SelfEmployed, &tally.self_employed),
                population(Population::NaturalPerson, &tally.natural_persons),
            ],
            "duplicates": object! {
                "rows": number(tally.duplicates()),
                "groups": number(tally.duplicate_groups),
                "key": self.key(),
            },
            "problems": by_code(&tally.problems),
            "notes": by_code(&tally.notes),
            "missing_columns": missing,
            "columns": self.columns(),
            "ambiguous_columns": names(schema.ambiguous()),
            "unknown_columns": names(schema.unknown()),
        }
    }

    /// The columns that make a row the same record as another.
    fn key(&self) -> Vec<&'static str> {
        let parts: &[Content] = match self.schema.form.kind {
            RowKind::Registry => &[Content::Code],
            RowKind::Licence | RowKind::Penalty => &[Content::Document, Content::Code],
        };
        let columns = self.schema.form.columns.iter();
        columns
            .filter(|c| parts.contains(&c.content))
            .map(|c| c.name)
            .collect()
    }

    fn columns(&self) -> Vec<Object> {
        let each = self.schema.columns().map(|(index, column, place)| {
            let cells = self.tally.column(index);
            object! {
                "name": column.name,
                "label": column.title(),
                "required": column.need.as_str(),
                "unconfirmed": self.unconfirmed(column),
                "present": place.is_some(),
                "needed": number(self.needed_by(index)),
                "empty": number(cells.empty),
                "malformed": number(cells.malformed),
            }
        });
        each.collect()
    }

    /// What of a column was not found in a source.
    fn unconfirmed(&self, column: &Column) -> Vec<&'static str> {
        let mut unconfirmed = Vec::new();
        if !self.schema.form.names_confirmed {
            unconfirmed.push("name");
        }
        if column.need != Need::Optional {
            unconfirmed.push("required");
        }
        let has_values = [Content::LicenceKind, Content::PenaltyKinds, Content::State];
        if has_values.contains(&column.content) {
            unconfirmed.push("values");
        }
        unconfirmed
    }

    pub(super) fn for_people(&self) -> String {
        let mut text = String::new();
        let mut line = |words: String| {
            text.push_str(&words);
            text.push('\n');
        };
        line(match self.conforms() {
            true => "符合要求 / conforms".to_owned(),
            false => "不符合要求 / does not conform".to_owned(),
        });
        line(format!("  {}", self.what_it_is()));
        let others = self.rows.other_sheets();
        if !others.is_empty() {
            line(format!(
                "  未核查的其他工作表 / other sheets, not audited: {}",
                others.join(", ")
            ));
        }
        line(format!(
            "  {} 行，其中 {} 行有问题，{} 行无法读取 / rows, so many with a problem, so many unreadable",
            self.tally.rows, self.tally.bad_rows, self.tally.unreadable
        ));
        line("\n重错码率（不高于 1‰）/ duplicate and wrong codes, at most 1‰:".to_owned());
        for (names, count) in [
            (
                "法人及非法人组织 / legal persons",
                &self.tally.legal_persons,
            ),
            ("个体工商户 / self-employed", &self.tally.self_employed),
        ] {
            line(format!("  {names}: {}", rate(count)));
        }
        let persons = &self.tally.natural_persons;
        if persons.rows > 0 {
            line(format!(
                "  自然人 / natural persons: {} 行 / rows, {} 重复 / duplicates (不计入 / not part of it)",
                persons.rows, persons.duplicates
            ));
        }
        let (problems, notes) = (&self.tally.problems, &self.tally.notes);
        line(format!("\n发现的问题 / problems found: {}", problems.len()));
        for_each_line(problems, &mut line);
        if !notes.is_empty() {
            line("\n已正常读取，供参考 / read all the same, for your information:".to_owned());
            for_each_line(notes, &mut line);
        }
        let columns = self.column_lines();
        if !columns.is_empty() {
            line(
                "\n列 / columns (* 是否必填未经证实 / whether required is unconfirmed):".to_owned(),
            );
            columns.into_iter().for_each(&mut line);
        }
        for (places, zh, en) in [
            (
                self.schema.ambiguous(),
                "含义取决于表格版本、未读取的列",
                "columns whose meaning depends on the form, not read",
            ),
            (
                self.schema.unknown(),
                "不认识的列",
                "columns that the form does not have",
            ),
        ] {
            let names = places
                .iter()
                .filter_map(|place| self.rows.columns().get(*place))
                .filter(|name| !name.trim().is_empty());
            let names: Vec<String> = names.map(|name| masked(name)).collect();
            if !names.is_empty() {
                line(format!("\n{zh} / {en}:\n  {}", names.join(", ")));
            }
        }
        text
    }

    fn what_it_is(&self) -> String {
        let kind = match self.schema.form.kind {
            RowKind::Licence => "行政许可 / licences",
            RowKind::Penalty => "行政处罚 / penalties",
            RowKind::Registry => "登记注册 / register",
        };
        let form = match (self.schema.form.edition, self.schema.form_known) {
            (None, _) => String::new(),
            (_, FormKnown::Mixed) => ", 两版表格的列混用 / columns of both forms".to_owned(),
            (_, FormKnown::Unmarked) => {
                ", 无法判断表格版本，按 2018 年版 / form not told, taken for that of 2018"
                    .to_owned()
            }
            (Some(Edition::Form2016), _) => ", 2016 年旧版表格 / the older form of 2016".to_owned(),
            (Some(Edition::Form2018), _) => ", 2018 年版表格 / form of 2018".to_owned(),
        };
        let mut words = vec![
            format!("{kind}{form}"),
            self.rows.format().as_str().to_owned(),
        ];
        words.extend(self.rows.encoding().map(str::to_owned));
        if let Some(sheet) = self.rows.sheet() {
            words.push(format!("工作表 / sheet {}", masked_sheet(sheet)));
        }
        words.join(", ")
    }

    fn column_lines(&self) -> Vec<String> {
        let missing: Vec<&str> = self.missing_columns().map(|column| column.name).collect();
        let each = self.schema.columns().filter_map(|(index, column, _)| {
            let cells = self.tally.column(index);
            let mut words = Vec::new();
            if missing.contains(&column.name) {
                words.push("缺少此列 / missing".to_owned());
            }
            if cells.empty > 0 {
                words.push(format!("{} 行为空 / empty", cells.empty));
            }
            if cells.malformed > 0 {
                words.push(format!("{} 行有误 / malformed", cells.malformed));
            }
            let mark = if column.need == Need::Optional {
                ""
            } else {
                "*"
            };
            let title = format!("  {} {}{mark}: ", column.name, column.title());
            (!words.is_empty()).then(|| title + &words.join(", "))
        });
        each.collect()
    }
}

fn by_code(problems: &BTreeMap<Problem, Lines>) -> Vec<Object> {
    let each = problems.iter().map(|(problem, lines)| {
        let first: Vec<Value> = lines.first.iter().map(|line| number(*line)).collect();
        object! {
            "code": problem.code(),
            "rows": number(lines.rows),
            "first_lines": first,
        }
    });
    each.collect()
}

fn for_each_line(problems: &BTreeMap<Problem, Lines>, line: &mut impl FnMut(String)) {
    for (problem, lines) in problems {
        let (zh, en) = problem.text();
        let first: Vec<String> = lines.first.iter().map(u64::to_string).collect();
        let more = if lines.rows > first.len() as u64 {
            " …"
        } else {
            ""
        };
        let first = first.join(", ");
        line(format!("{:>12}  {zh}", lines.rows));
        line(format!("              {en}"));
        line(format!(
            "              [{}: 行 / lines {first}{more}]",
            problem.code()
        ));
    }
}

fn population(population: Population, count: &Count) -> Object {
    let mut object = object! {
        "population": population.as_str(),
        "rows": number(count.rows),
        "wrong": number(count.wrong),
        "doubtful": number(count.doubtful),
        "duplicates": number(count.duplicates),
    };
    // The standard is for the other two.
    if population != Population::NaturalPerson {
        object.set("certain", number(count.certain()));
        object.set("possible", number(count.possible()));
        object.set("per_mille", per_mille(count.certain(), count.rows));
        object.set(
            "possible_per_mille",
            per_mille(count.possible(), count.rows),
        );
        object.set("verdict", count.verdict().as_str());
    }
    object
}

fn rate(count: &Count) -> String {
    let Some(share) = per_mille(count.certain(), count.rows) else {
        return "没有数据 / no rows".to_owned();
    };
    let verdict = match count.verdict() {
        Verdict::Exceeded => "超出 / above",
        Verdict::Undetermined => "取决于存疑代码 / depends on the doubtful codes",
        Verdict::NoRows | Verdict::Within => "符合 / within",
    };
    format!(
        "{share}‰ {verdict} ({} / {} 行 rows: {} 错码 wrong, {} 重复 duplicates, {} 存疑 doubtful)",
        count.certain(),
        count.rows,
        count.wrong,
        count.duplicates,
        count.doubtful
    )
}

fn form_known(known: FormKnown, kind: RowKind) -> Option<&'static str> {
    if kind == RowKind::Registry {
        return None;
    }
    Some(match known {
        FormKnown::Given => "given",
        FormKnown::Marked => "marked",
        FormKnown::Mixed => "mixed",
        FormKnown::Unmarked => "unmarked",
    })
}

fn number(number: u64) -> Value {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}
