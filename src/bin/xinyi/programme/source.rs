//! Reading a programme that was given by its file.

use std::ffi::OsStr;
use std::path::Path;

use crate::failure::Failure;
use crate::files;
use crate::terminal::aside;

/// The text of a programme. Of a table, which is none, it is said what to do first.
pub(super) fn read_programme(path: &Path) -> Result<String, Failure> {
    hint_at_table(path);
    files::read(path)
}

/// Where a table stands in the place of a programme.
pub(super) fn hint_at_table(path: &Path) {
    let ends = ["csv", "xls", "xlsx"];
    let is_table = |end: &OsStr| ends.iter().any(|table| end.eq_ignore_ascii_case(table));
    if path.extension().is_some_and(is_table) {
        let file = path.display();
        let made = path.with_extension("json");
        aside!("{} 是表格，请先由它生成项目：", file);
        aside!("{} is a table; make a programme of it first:", file);
        aside!(
            "  xinyi programme from-table {} --out {}",
            file,
            made.display()
        );
    }
}
