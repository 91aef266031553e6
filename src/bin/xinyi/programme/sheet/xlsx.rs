//! Tables in workbooks.

use core::fmt::Write;
use std::fs::File;
use std::io::BufReader;

use calamine::{DataType, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use xinyi::Code;
use xinyi::authoring::table::{Place, Sheet};

use super::limit::too_many;
use crate::failure::Failure;
use crate::tabular::{kind, parts, value};

type Book = Xlsx<BufReader<File>>;

/// Reads the sheet with that name, or the first that has a section of a programme; hidden ones come last.
pub(super) fn read(file: File, name: Option<&str>) -> Result<Sheet, Failure> {
    let again = file
        .try_clone()
        .map_err(|e| Failure::Other(e.to_string()))?;
    parts::check(again)?;
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| failure(&e))?;
    let sheets = book.sheets_metadata().iter();
    let mut sheets: Vec<(bool, String)> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.visible != SheetVisible::Visible, sheet.name.clone()))
        .collect();
    sheets.sort_by_key(|(is_hidden, _)| *is_hidden);
    if let Some(name) = name {
        return match sheets.iter().any(|(_, known)| known == name) {
            true => read_sheet(&mut book, name),
            false => {
                let names: Vec<&str> = sheets.iter().map(|(_, name)| name.as_str()).collect();
                let details = [
                    ("name", name.into()),
                    ("problem", xinyi::Problem::Missing.as_str().into()),
                    ("sheets", names.join(", ").into()),
                ];
                Err(Failure::of_input(Code::InputSheet, details))
            }
        };
    }
    let mut first = None;
    for (_, name) in &sheets {
        let sheet = read_sheet(&mut book, name)?;
        if sheet.has_sections() {
            return Ok(sheet);
        }
        if !sheet.rows.is_empty() {
            first.get_or_insert(sheet);
        }
    }
    first.ok_or_else(|| Failure::of_input(Code::InputEmpty, []))
}

fn read_sheet(book: &mut Book, name: &str) -> Result<Sheet, Failure> {
    let place = |(row, column): (u32, u32)| Place {
        row: row as usize,
        column: column as usize,
    };
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|e| failure(&e))?;
    let mut sheet = Sheet {
        name: Some(name.to_owned()),
        rows: Vec::new(),
        merged: merged
            .iter()
            .map(|area| (place(area.start), place(area.end)))
            .collect(),
    };
    let formulas = book.worksheet_formula(name).map_err(|e| failure(&e))?;
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| failure(&e))?;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|e| failure(&e))? {
        let text = text(cell.get_value(), cells.styles().get(style));
        if !text.is_empty() {
            put(&mut sheet, place(cell.get_position()), text)?;
        }
    }
    // What no spreadsheet has computed yet is no empty cell, which would ask for nothing.
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        let at = Place {
            row: row + top as usize,
            column: column + left as usize,
        };
        let cell = sheet.rows.get(at.row).and_then(|row| row.get(at.column));
        if !formula.is_empty() && cell.is_none_or(String::is_empty) {
            put(&mut sheet, at, NOT_COMPUTED.to_owned())?;
        }
    }
    Ok(sheet)
}

/// What spreadsheets show while they compute.
const NOT_COMPUTED: &str = "#GETTING_DATA";

fn put(sheet: &mut Sheet, Place { row, column }: Place, text: String) -> Result<(), Failure> {
    for (limit, found) in [(Sheet::ROWS, row + 1), (Sheet::COLUMNS, column + 1)] {
        if found > limit {
            return Err(too_many(limit, found));
        }
    }
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    let cells = &mut sheet.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    Ok(())
}

/// What a cell says: a number as exactly as the workbook has it, a percentage with its sign, an amount of another
/// currency with that one's, a day as rules have it.
fn text(cell: &impl DataType, style: Option<&Style>) -> String {
    let mut text = String::new();
    if let Some(number) = cell.get_float() {
        let format = style.and_then(|style| style.number_format.as_ref());
        let format = format.map_or("", |format| format.format_code.as_str());
        if format.contains('%') {
            // As it is shown: 0.3 is 30%.
            value::number(number * 100.0, &mut text);
            text.push('%');
        } else {
            text.extend(foreign_sign(format));
            // Writing to a string does not fail.
            let _ = write!(text, "{number}");
        }
        return text;
    }
    value::write(cell, &mut text);
    match cell.get_datetime() {
        Some(_) => text.replace('/', "-"),
        None => text,
    }
}

/// The sign of a currency that is not yuan, of the format of a number. `[$-804]` names a language alone, `[$¥-804]` and
/// `[$CNY]` yuan.
fn foreign_sign(format: &str) -> Option<char> {
    let of_yuan = ['¥', '￥'];
    let is_yuan = format.contains(of_yuan) || format.contains("CNY") || format.contains("RMB");
    let format = format.replace("[$-", "[-");
    format
        .chars()
        .find(|c| !is_yuan && matches!(c, '€' | '£'))
        .or_else(|| {
            let is_dollar =
                format.contains("\"$\"") || format.contains("[$$") || format.contains("\\$");
            (is_dollar && !is_yuan).then_some('$')
        })
}

/// One sheet, all cells of which are texts: what is typed into them stays as it is typed.
pub(super) fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let problem = |e: rust_xlsxwriter::XlsxError| Failure::Other(e.to_string());
    let mut book = Workbook::new();
    // The same bytes whenever it is made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(problem)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let plain = Format::new().set_num_format("@");
    let title = plain.clone().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET).map_err(problem)?;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns.max(COLUMNS) {
        let column = u16::try_from(column).map_err(|_| too_many(Sheet::COLUMNS, columns))?;
        sheet.set_column_format(column, &plain).map_err(problem)?;
        sheet.set_column_width(column, WIDTH).map_err(problem)?;
    }
    for (row, cells) in rows.iter().enumerate() {
        let number = u32::try_from(row).map_err(|_| too_many(Sheet::ROWS, rows.len()))?;
        for (column, text) in (0..).zip(cells) {
            let format = if cells.len() == 1 { &title } else { &plain };
            if !text.is_empty() {
                let written = sheet.write_string_with_format(number, column, text, format);
                written.map_err(problem)?;
            }
        }
    }
    book.save_to_buffer().map_err(problem)
}

/// The name of the sheet.
const SHEET: &str = "信易项目";
/// How many columns are made ready, and how wide, in characters.
const COLUMNS: usize = 26;
const WIDTH: f64 = 18.0;

fn failure(error: &XlsxError) -> Failure {
    match error {
        XlsxError::Password => kind::encrypted("xlsx"),
        _ => kind::damaged("xlsx"),
    }
}
