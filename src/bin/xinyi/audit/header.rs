//! The search for the header, the row of the columns' names.

use super::forms::{known_columns, known_names, places_of};

/// Among how many rows the header is looked for.
pub(super) const HEADER_ROWS: usize = 20;

/// The row so far that has most names of columns, each row with its place.
pub(super) struct Search<'a, P> {
    columns: &'a [String],
    best: Option<(usize, P)>,
}

impl<'a, P> Search<'a, P> {
    /// For a header with these columns, as whoever reads the table calls them; without any, with those of the forms.
    pub(super) fn new(columns: &'a [String]) -> Self {
        Self {
            columns,
            best: None,
        }
    }

    /// Looks at a row. `true` if it is the header without doubt, which ends the search: mostly the first.
    pub(super) fn is_header(&mut self, names: &[String], place: P) -> bool {
        let (known, all) = match self.columns.len() {
            0 => (known_names(names), names.len()),
            all => (asked_columns(names, self.columns), all),
        };
        let is_certain = known >= 2 && known * 2 >= all;
        let most = self.best.as_ref().map_or(0, |(most, _)| *most);
        if is_certain || known > most {
            self.best = Some((known, place));
        }
        is_certain
    }

    /// How many names the best row has, and its place.
    pub(super) fn best(self) -> Option<(usize, P)> {
        self.best
    }
}

/// How many of the columns that are asked for are among some names.
fn asked_columns(names: &[String], columns: &[String]) -> usize {
    let is_there = |column: &&String| !places_of(names, column).is_empty();
    columns.iter().filter(is_there).count()
}

/// As [`known_columns`], of those that are asked for, where any are.
pub(super) fn known_or_asked(names: &[String], columns: &[String]) -> usize {
    match columns.is_empty() {
        true => known_columns(names),
        false => asked_columns(names, columns),
    }
}

/// The names of a header over two rows, groups above columns, if they name more columns than either row alone. A name
/// with none below it is that of its own column; one with names below it goes on until the next.
pub(super) fn joined(
    upper: &[String],
    lower: &[String],
    columns: &[String],
) -> Option<Vec<String>> {
    let width = upper.len().max(lower.len());
    let cell = |row: &[String], at: usize| row.get(at).map_or("", |name| name.trim()).to_owned();
    let mut group = String::new();
    let names = (0..width).map(|at| {
        let (above, below) = (cell(upper, at), cell(lower, at));
        if !above.is_empty() {
            group.clone_from(&above);
        }
        let both = format!("{group}{below}");
        let is_known = |name: &String| known_names(core::slice::from_ref(name)) > 0;
        match () {
            () if below.is_empty() => above,
            () if is_known(&both) => both,
            // Of 处罚机关, for example, which is a name's column itself.
            () if below == "名称" && is_known(&above) => above,
            () => below,
        }
    });
    let names: Vec<String> = names.collect();
    let known = |names: &[String]| known_or_asked(names, columns);
    let most = known(upper).max(known(lower));
    (known(&names) > most).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_header_over_two_rows_is_joined_where_that_tells_more() {
        let groups = row("行政相对人名称,证照,,备注,处罚机关,");
        let columns = row(",统一社会信用代码,工商注册号,,名称,统一社会信用代码");
        let names = joined(&groups, &columns, &[]);
        let want = row(
            "行政相对人名称,统一社会信用代码,工商注册号,备注,处罚机关,处罚机关统一社会信用代码",
        );
        assert_eq!(names, Some(want));
        // A row of data, a title, the same names in letters.
        let header = row("企业名称,统一社会信用代码,注册号");
        for other in ["甲,91310115,1", "登记信息,,", "entname,uscc,regno", ",,"] {
            assert_eq!(joined(&header, &row(other), &[]), None, "{other}");
            assert_eq!(joined(&row(other), &header, &[]), None, "{other}");
        }
    }
}
