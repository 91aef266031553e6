//! The workbooks of today's spreadsheets.

use std::fs::File;
use std::io::BufReader;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::book::{Book, Each, Top};
use super::line::Line;
use crate::failure::Failure;
use crate::tabular::kind;
use crate::tabular::{parts, value};

pub(super) struct Workbook {
    workbook: Xlsx<BufReader<File>>,
    /// The names of the sheets of cells, and whether each is hidden.
    sheets: Vec<(String, bool)>,
}

impl Workbook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let again = file
            .try_clone()
            .map_err(|e| Failure::Other(e.to_string()))?;
        parts::check(again)?;
        let workbook = Xlsx::new(BufReader::new(file)).map_err(|e| failure(&e))?;
        let sheets = workbook.sheets_metadata().iter();
        let sheets = sheets
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        Ok(Self { workbook, sheets })
    }
}

impl Book for Workbook {
    fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure> {
        let sheets = self.sheets.clone();
        let each = sheets.into_iter().enumerate();
        each.map(|(index, (name, is_hidden))| {
            let mut top = Top::new(name, is_hidden, header_row);
            self.read(index, &mut |row| top.take(row))?;
            Ok(top)
        })
        .collect()
    }

    fn read(&mut self, index: usize, each: Each<'_>) -> Result<(), Failure> {
        let Some((name, _)) = self.sheets.get(index) else {
            return Ok(());
        };
        let cells = self.workbook.worksheet_cells_reader(name);
        let mut cells = cells.map_err(|e| failure(&e))?;
        let mut line = Line::default();
        while let Some(cell) = cells.next_cell().map_err(|e| failure(&e))? {
            let (row, column) = cell.get_position();
            let number = u64::from(row) + 1;
            if number != line.number {
                if let Some(row) = line.finish()
                    && each(row).is_break()
                {
                    return Ok(());
                }
                line.begin(number);
            }
            line.put(column as usize, |into| value::write(cell.get_value(), into));
        }
        if let Some(row) = line.finish() {
            let _ = each(row);
        }
        Ok(())
    }
}

fn failure(error: &XlsxError) -> Failure {
    match error {
        XlsxError::Password => kind::encrypted("xlsx"),
        _ => kind::damaged("xlsx"),
    }
}
