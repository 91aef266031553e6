//! How a table's columns become the members of records.

use std::path::Path;

use serde::Deserialize;
use xinyi::{Code, Error, Problem, Value};

use crate::failure::Failure;
use crate::files;
use crate::json::object;

/// The mappings of the national forms of 2018 (双公示), by the names that a command has for them.
const BUILT_IN: [(&str, &str); 2] = [
    ("penalties", include_str!("penalties.json")),
    ("licences", include_str!("licences.json")),
];

/// The file of a mapping.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    mapping: u8,
    list: String,
    subject: Vec<String>,
    members: Value,
}

/// A mapping, read.
#[derive(Debug)]
pub(super) struct Mapping {
    /// The list that the rows are records of.
    pub(super) list: String,
    /// The columns with the subject's code: the first of a row that is not empty.
    pub(super) subject: Vec<String>,
    pub(super) members: Vec<(String, Member)>,
}

/// Where a member of a record comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    /// The same in every record.
    #[serde(default)]
    pub(super) value: Option<Value>,
    /// A column, by its name in letters or as the file has it.
    #[serde(default)]
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) form: Form,
    /// What a cell stands for: each with its code; with `*` at its end, whatever begins so.
    #[serde(default)]
    codes: Option<Value>,
    /// Pairs of what a cell may contain and the code that it stands for; the first that fits.
    #[serde(default)]
    pub(super) contains: Vec<(String, String)>,
    /// What every other cell stands for. Without it, a row with another is refused.
    #[serde(default)]
    pub(super) otherwise: Option<String>,
    /// The cell may hold several, between semicolons or commas.
    #[serde(default)]
    pub(super) split: bool,
    /// The member for the second and further ones.
    #[serde(default)]
    pub(super) rest: Option<String>,
    /// Of several codes, the first of these.
    #[serde(default)]
    pub(super) first_of: Vec<String>,
    /// The cell may be empty: the record then lacks the member.
    #[serde(default)]
    pub(super) optional: bool,
    /// Cells that say that there is none.
    #[serde(default)]
    pub(super) none: Vec<String>,
}

/// What a cell without codes is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    #[default]
    Text,
    /// As spreadsheets write days.
    Day,
    /// An amount in 万元.
    TenThousandYuan,
    /// The region in the unified social credit code of an authority.
    Region,
}

impl Mapping {
    /// Reads a mapping: one of the national forms by its name, or else a file.
    pub(super) fn read(name: &str) -> Result<Self, Failure> {
        let built_in = BUILT_IN.iter().find(|(own, _)| *own == name);
        Ok(match built_in {
            Some((_, text)) => Self::parse(text)?,
            None => {
                let text = files::read(Path::new(name))?;
                Self::parse(&text).map_err(|error| error.in_file(name))?
            }
        })
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let document = Document::deserialize(Value::parse(text.as_bytes(), text.len())?)?;
        if document.mapping != 1 {
            return Err(wrong("/mapping".to_owned(), Problem::Version));
        }
        let Value::Object(members) = document.members else {
            return Err(wrong("/members".to_owned(), Problem::ObjectExpected));
        };
        let mut read = Vec::new();
        for (name, member) in members {
            let pointer = || format!("/members/{name}");
            let member = Member::deserialize(member).map_err(|error| match error.problem() {
                Some(problem) => wrong(pointer(), problem),
                None => error,
            })?;
            if member.value.is_some() == member.column.is_some() {
                return Err(wrong(pointer(), Problem::Missing));
            }
            read.push((name, member));
        }
        if document.subject.is_empty() {
            return Err(wrong("/subject".to_owned(), Problem::Missing));
        }
        Ok(Self {
            list: document.list,
            subject: document.subject,
            members: read,
        })
    }
}

impl Member {
    /// What a cell stands for as a whole.
    pub(super) fn exact(&self, cell: &str) -> Option<&str> {
        self.codes.as_ref()?.member(cell)?.as_str()
    }

    /// What a cell stands for, if it has codes. `Some(None)`: for nothing that the mapping knows.
    pub(super) fn code_of(&self, cell: &str) -> Option<Option<&str>> {
        if self.codes.is_none() && self.contains.is_empty() {
            return None;
        }
        let begins = || {
            let codes = self.codes.as_ref()?.as_object()?;
            let mut prefixes = codes.iter().filter_map(|(name, code)| {
                let prefix = name.strip_suffix('*')?;
                cell.starts_with(prefix).then(|| code.as_str())?
            });
            prefixes.next()
        };
        let contains = || {
            let mut pairs = self.contains.iter();
            let found = pairs.find(|(part, _)| cell.contains(part.as_str()));
            found.map(|(_, code)| code.as_str())
        };
        let code = self.exact(cell).or_else(begins).or_else(contains);
        Some(code.or(self.otherwise.as_deref()))
    }
}

fn wrong(pointer: String, problem: Problem) -> Error {
    Error::of_input(Code::FormatSchema, object! { "pointer": pointer }).because(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mappings_of_the_national_forms_are_read() {
        for (name, _) in BUILT_IN {
            assert_eq!(Mapping::read(name).expect(name).list, name);
        }
    }

    #[test]
    fn a_mapping_with_a_mistake_is_refused() {
        for (text, pointer) in [
            (
                r#"{"mapping":2,"list":"penalties","subject":["a"],"members":{}}"#,
                "/mapping",
            ),
            (
                r#"{"mapping":1,"list":"penalties","subject":[],"members":{}}"#,
                "/subject",
            ),
            (
                r#"{"mapping":1,"list":"penalties","subject":["a"],"members":{"kind":{}}}"#,
                "/members/kind",
            ),
            (
                r#"{"mapping":1,"list":"penalties","subject":["a"],"members":{"kind":{"colum":"a"}}}"#,
                "/members/kind",
            ),
        ] {
            let error = Mapping::parse(text).expect_err(text);
            let found = error.details().get("pointer").and_then(Value::as_str);
            assert_eq!(found, Some(pointer), "{text}");
        }
    }
}
