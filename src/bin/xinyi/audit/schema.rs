//! The schema of a file: which of its columns means what.

use xinyi::Code;

use super::columns::{Column, Content, Edition, Form, Match, RowKind, fold};
use super::forms::FORMS;
use crate::failure::Failure;

/// How the form of the rows is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormKnown {
    /// The command line says so.
    Given,
    /// By its own columns.
    Marked,
    /// There are columns of both forms.
    Mixed,
    /// There is no column that only one of the forms has.
    Unmarked,
}

/// What a column of the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Column,
    /// A number that is another code in each form, and the form is not known.
    Ambiguous,
    Unknown,
}

pub(super) struct Schema {
    pub(super) form: &'static Form,
    pub(super) form_known: FormKnown,
    /// Where in the file the form's columns are.
    places: Vec<Option<usize>>,
    meanings: Vec<Meaning>,
    /// The columns' names in the file, folded.
    names: Vec<String>,
}

impl Schema {
    /// The schema of a file with these column names.
    ///
    /// # Errors
    /// `input.columns` where the names are not those of one kind of row; `input.duplicate_column`.
    pub(super) fn new(
        names: &[String],
        kind: Option<RowKind>,
        edition: Option<Edition>,
    ) -> Result<Self, Failure> {
        let kind = match kind {
            Some(kind) => kind,
            None => detect_kind(names)?,
        };
        let forms = || FORMS.iter().filter(|form| form.kind == kind);
        let is_marked = |form: &&Form| names.iter().any(|name| form.is_marked_by(name));
        let mut marked = forms().filter(is_marked);
        let (form, known) = match (edition, marked.next(), marked.next()) {
            (Some(edition), ..) => {
                let given = forms().find(|form| form.edition == Some(edition));
                (given, FormKnown::Given)
            }
            (None, Some(form), None) => (Some(form), FormKnown::Marked),
            (None, Some(_), Some(_)) => (forms().next(), FormKnown::Mixed),
            (None, None, _) => (forms().next(), FormKnown::Unmarked),
        };
        // Registers have no such form.
        let Some(form) = form else {
            let problem = "--form is for licences and penalties".to_owned();
            return Err(Failure::Other(problem));
        };
        let mut schema = Self {
            form,
            form_known: known,
            places: vec![None; form.columns.len()],
            meanings: Vec::new(),
            names: Vec::new(),
        };
        schema.extend(names)?;
        if schema.places.iter().all(Option::is_none) {
            return Err(no_kind(names));
        }
        Ok(schema)
    }

    /// Takes the columns that the file has beyond those known here.
    pub(super) fn extend(&mut self, names: &[String]) -> Result<(), Failure> {
        for (place, name) in names.iter().enumerate().skip(self.meanings.len()) {
            self.names.push(fold(name));
            let index = match self.form.match_name(name) {
                Match::Column(index) => Some(index),
                // The first and the fourth are the same in both forms.
                Match::Number(number) if self.is_form_certain() || matches!(number, '1' | '4') => {
                    self.form.numbered(number)
                }
                Match::Number(_) => {
                    self.meanings.push(Meaning::Ambiguous);
                    continue;
                }
                Match::Unknown => None,
            };
            let Some(index) = index else {
                self.meanings.push(Meaning::Unknown);
                continue;
            };
            self.meanings.push(Meaning::Column);
            let taken = self.places.get_mut(index).and_then(|p| p.replace(place));
            if taken.is_some() {
                let title = self.form.columns.get(index).map(Column::title);
                let name = title.unwrap_or_default().into();
                return Err(Failure::of_input(
                    Code::InputDuplicateColumn,
                    [("name", name)],
                ));
            }
        }
        Ok(())
    }

    pub(super) fn is_form_certain(&self) -> bool {
        matches!(self.form_known, FormKnown::Given | FormKnown::Marked)
    }

    /// Whether a cell has a name of the column that it stands in.
    pub(super) fn is_named(&self, place: usize, text: &str) -> bool {
        let is_of_form = match self.form.match_name(text) {
            Match::Column(index) => self.place(index) == Some(place),
            Match::Number(number) => self
                .form
                .numbered(number)
                .is_some_and(|index| self.place(index) == Some(place)),
            Match::Unknown => false,
        };
        is_of_form
            || self
                .names
                .get(place)
                .is_some_and(|name| *name == fold(text))
    }

    /// Where in the file a column of the form is.
    pub(super) fn place(&self, index: usize) -> Option<usize> {
        self.places.get(index).copied().flatten()
    }

    /// The form's column with that content, if the file has it.
    pub(super) fn find(&self, content: Content) -> Option<FoundColumn> {
        let index = self
            .form
            .columns
            .iter()
            .position(|c| c.content == content)?;
        let place = self.place(index)?;
        Some(FoundColumn { index, place })
    }

    /// The form's columns with their indexes and whether the file has them.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &'static Column, Option<usize>)> {
        let places = self.places.iter().copied();
        let each = self.form.columns.iter().zip(places).enumerate();
        each.map(|(index, (column, place))| (index, column, place))
    }

    /// The places of the file's columns that are not read since the form is not known.
    pub(super) fn ambiguous(&self) -> Vec<usize> {
        self.that_are(Meaning::Ambiguous)
    }

    /// The places of the file's columns that the form does not have.
    pub(super) fn unknown(&self) -> Vec<usize> {
        self.that_are(Meaning::Unknown)
    }

    fn that_are(&self, meaning: Meaning) -> Vec<usize> {
        let each = self.meanings.iter().enumerate();
        each.filter(|(_, m)| **m == meaning)
            .map(|(i, _)| i)
            .collect()
    }
}

/// A column of the form and of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundColumn {
    pub(super) index: usize,
    pub(super) place: usize,
}

/// The kind of rows that most of the names belong to. There is none if two kinds have equally many: licences and
/// penalties share the columns that say whom they are about.
fn detect_kind(names: &[String]) -> Result<RowKind, Failure> {
    let score = |kind: RowKind| {
        let forms = FORMS.iter().filter(move |form| form.kind == kind);
        let matched = |form: &Form| {
            names
                .iter()
                .filter(|n| form.match_name(n) != Match::Unknown)
                .count()
        };
        forms.map(matched).max().unwrap_or(0)
    };
    let mut scores =
        [RowKind::Licence, RowKind::Penalty, RowKind::Registry].map(|kind| (score(kind), kind));
    scores.sort_by_key(|(score, _)| core::cmp::Reverse(*score));
    match scores {
        [(best, kind), (next, _), _] if best > next && best >= 2 => Ok(kind),
        _ => Err(no_kind(names)),
    }
}

/// The error that there is no such kind. It does not show the names: if a file has no header, they are
/// somebody's data.
fn no_kind(names: &[String]) -> Failure {
    Failure::of_input(Code::InputColumns, [("found", names.len().into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(names: &[&str], edition: Option<Edition>) -> Schema {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        Schema::new(&names, None, edition).unwrap_or_else(|_| panic!("{names:?}"))
    }

    fn place(schema: &Schema, name: &str) -> Option<usize> {
        schema.columns().find(|(_, c, _)| c.name == name)?.2
    }

    const PENALTY: [&str; 5] = [
        "行政处罚决定书文号",
        "行政相对人名称",
        "行政相对人代码_1",
        "行政相对人代码_2",
        "处罚决定日期",
    ];

    #[test]
    fn a_bare_number_is_read_by_the_form_of_the_others() {
        let of_2016 = schema(&[&PENALTY[..], &["地方编码"]].concat(), None);
        assert_eq!(
            (of_2016.form.edition, of_2016.form_known),
            (Some(Edition::Form2016), FormKnown::Marked)
        );
        assert_eq!(place(&of_2016, "cf_xdr_zdm"), Some(3));
        let of_2018 = schema(&[&PENALTY[..], &["行政相对人类别"]].concat(), None);
        assert_eq!(
            (of_2018.form.edition, of_2018.form_known),
            (Some(Edition::Form2018), FormKnown::Marked)
        );
        assert_eq!(place(&of_2018, "cf_xdr_gszc"), Some(3));
    }

    #[test]
    fn a_bare_number_is_not_read_where_the_form_is_not_known() {
        for (more, known) in [
            (&[][..], FormKnown::Unmarked),
            (&["地方编码", "行政相对人类别"][..], FormKnown::Mixed),
        ] {
            let found = schema(&[&PENALTY[..], more].concat(), None);
            assert_eq!(found.form_known, known);
            assert_eq!(found.ambiguous(), [3]);
            assert_eq!(place(&found, "cf_xdr_gszc"), None);
            // The first is the same in both.
            assert_eq!(place(&found, "cf_xdr_shxym"), Some(2));
        }
        let given = schema(&PENALTY, Some(Edition::Form2016));
        assert_eq!(place(&given, "cf_xdr_zdm"), Some(3));
    }

    #[test]
    fn the_kind_is_that_of_most_columns() {
        assert_eq!(
            schema(&["统一社会信用代码", "企业名称"], None).form.kind,
            RowKind::Registry
        );
        assert_eq!(
            schema(&["xk_wsh", "xk_xdr_shxym"], None).form.kind,
            RowKind::Licence
        );
        for names in [
            &["行政相对人名称", "行政相对人代码_1", "行政相对人类别"][..],
            &["a", "b"],
            &["统一社会信用代码"],
        ] {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            assert!(Schema::new(&names, None, None).is_err());
        }
    }
}
