//! The records of a workbook of Excel 97 to 2003 that hold cells, and nothing else of it.
//!
//! The crate that reads these workbooks makes room for as many cells as a record says that there are, keeps every
//! sheet as a rectangle in memory, and reads formulas, of which nothing is wanted here but their values. So it is
//! given a workbook with the records that matter, in order, and of a size that was added up before. Records are
//! those of [MS-XLS].

use xinyi::Code;

use crate::failure::Failure;
use crate::tabular::kind;

/// How many cells all sheets may have, empty ones among them, in the rectangle of each: one sheet of all rows and 128
/// columns. One takes 64 bytes of memory for a moment.
const CELLS: u64 = 65_536 * 128;
/// How many sheets there may be.
const SHEETS: usize = 1_000;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const BOUND_SHEET: u16 = 0x0085;
const FILE_PASS: u16 = 0x002F;
const FORMULA: u16 = 0x0006;
const MUL_RK: u16 = 0x00BD;
/// Code page, date system, number formats, cell formats, texts.
const OF_WORKBOOK: [u16; 5] = [0x0042, 0x0022, 0x041E, 0x00E0, 0x00FC];
/// Number, label, label with runs, truth or error, RK number, several of them, label by index, formula: all begin
/// with the row and the column.
const OF_CELLS: [u16; 8] = [
    0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, MUL_RK, 0x00FD, FORMULA,
];
/// The text of the formula before.
const FORMULA_TEXT: u16 = 0x0207;

/// # Errors
/// `input.kind` if it is encrypted; `input.damaged`, `limit.items`.
pub(super) fn cleared(stream: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut cleared = Vec::new();
    let mut sheets = Vec::new();
    let mut is_kept = false;
    for record in Records::at(stream, 0)? {
        match record.kind {
            FILE_PASS if record.data != [0, 0] => return Err(kind::encrypted("xls")),
            // Charts, macros and modules have no rows.
            BOUND_SHEET if record.data.get(5) == Some(&0) => {
                let position = record
                    .data
                    .first_chunk()
                    .map_or(0, |p| u32::from_le_bytes(*p));
                sheets.push((position, cleared.len() + 4));
                record.write(&mut cleared);
                is_kept = false;
            }
            CONTINUE if !is_kept => {}
            BOF | EOF | CONTINUE => record.write(&mut cleared),
            kind => {
                is_kept = OF_WORKBOOK.contains(&kind);
                if is_kept {
                    record.write(&mut cleared);
                }
            }
        }
    }
    if sheets.is_empty() || sheets.len() > SHEETS {
        return Err(kind::damaged("xls"));
    }
    let mut cells = 0;
    // Several names may stand for one sheet, which is not to be written for each of them.
    let most = stream.len().saturating_mul(2).saturating_add(1 << 20);
    for (position, place) in sheets {
        let begin = u32::try_from(cleared.len()).map_err(|_| kind::damaged("xls"))?;
        cells += sheet(stream, position as usize, &mut cleared)?;
        if let Some(place) = cleared.get_mut(place..place + 4) {
            place.copy_from_slice(&begin.to_le_bytes());
        }
        if cells > CELLS {
            let limit = [("limit", (CELLS as i64).into())];
            return Err(Failure::of_input(Code::LimitItems, limit));
        }
        if cleared.len() > most {
            return Err(kind::damaged("xls"));
        }
    }
    Ok(cleared)
}

/// Adds the cells of the sheet that begins there, and gives how many are in their rectangle.
fn sheet(stream: &[u8], position: usize, cleared: &mut Vec<u8>) -> Result<u64, Failure> {
    let mut corners: Option<[u16; 4]> = None;
    // Charts within the sheet have records of their own.
    let mut depth = 0_usize;
    let mut is_closed = false;
    for record in Records::at(stream, position)? {
        let is_cell = OF_CELLS.contains(&record.kind);
        match record.kind {
            BOF => {
                depth += 1;
                if depth == 1 {
                    record.write(cleared);
                }
            }
            EOF => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    is_closed = true;
                    break;
                }
            }
            _ if depth > 1 => {}
            _ if is_cell => {
                let [row, first, last] = record.place().ok_or_else(|| kind::damaged("xls"))?;
                let [top, left, bottom, right] = corners.unwrap_or([row, first, row, last]);
                corners = Some([
                    top.min(row),
                    left.min(first),
                    bottom.max(row),
                    right.max(last),
                ]);
                match record.kind {
                    FORMULA => record.write_value(cleared),
                    _ => record.write(cleared),
                }
            }
            FORMULA_TEXT => record.write(cleared),
            _ => {}
        }
    }
    if !is_closed {
        return Err(kind::damaged("xls"));
    }
    cleared.extend_from_slice(&EOF.to_le_bytes());
    cleared.extend_from_slice(&[0, 0]);
    let area = |[top, left, bottom, right]: [u16; 4]| {
        (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
    };
    Ok(corners.map_or(0, area))
}

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl Record<'_> {
    fn write(&self, into: &mut Vec<u8>) {
        // It came with such a length.
        let length = u16::try_from(self.data.len()).unwrap_or(u16::MAX);
        into.extend_from_slice(&self.kind.to_le_bytes());
        into.extend_from_slice(&length.to_le_bytes());
        into.extend_from_slice(self.data);
    }

    /// The same of a formula, with no expression in it.
    fn write_value(&self, into: &mut Vec<u8>) {
        const VALUE: usize = 20;
        let value = self.data.get(..VALUE).unwrap_or(self.data);
        let data = [value, &[0, 0]].concat();
        let kind = self.kind;
        Record { kind, data: &data }.write(into);
    }

    /// The row, and the first and last column, of cells.
    fn place(&self) -> Option<[u16; 3]> {
        let number = |at: usize| {
            let bytes = self.data.get(at..)?.first_chunk()?;
            Some(u16::from_le_bytes(*bytes))
        };
        let (row, first) = (number(0)?, number(2)?);
        let last = match self.kind {
            MUL_RK => number(self.data.len().checked_sub(2)?)?,
            _ => first,
        };
        (first <= last).then_some([row, first, last])
    }
}

/// Records from a place on, up to the end of the stream or, of the workbook's own, to their end.
struct Records<'a> {
    rest: &'a [u8],
    is_workbook: bool,
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], position: usize) -> Result<Self, Failure> {
        match stream.get(position..) {
            Some(rest) => Ok(Self {
                rest,
                is_workbook: position == 0,
            }),
            None => Err(kind::damaged("xls")),
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        let [kind, length] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_le_bytes);
        let (data, rest) = rest.split_at_checked(usize::from(length))?;
        self.rest = if self.is_workbook && kind == EOF {
            &[]
        } else {
            rest
        };
        Some(Record { kind, data })
    }
}
