//! How a table's columns become the members of records, or of subjects' lines.

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
    /// What a cell stands for, mostly a code: each with its own; with `*` at its end, whatever begins so.
    #[serde(default)]
    codes: Option<Value>,
    /// Pairs of what a cell may contain and what it stands for; the first that fits.
    #[serde(default)]
    pub(super) contains: Vec<(String, Value)>,
    /// What every other cell stands for. Without it, a row with another is refused.
    #[serde(default)]
    pub(super) otherwise: Option<Value>,
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
    /// An identity code, in its one spelling.
    Code,
    /// An exact number.
    Number,
    /// A public key: a JWK, or another form of text that keys have.
    Key,
    /// The name of a file with such a key, in the folder of the table or below it.
    KeyFile,
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

    /// The columns that it names.
    pub(super) fn columns(&self) -> Vec<&str> {
        let subject = self.subject.iter().map(String::as_str);
        subject.chain(columns(&self.members)).collect()
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let document = Document::deserialize(Value::parse(text.as_bytes(), text.len())?)?;
        let members = members(document.mapping, document.members)?;
        if document.subject.is_empty() {
            return Err(wrong("/subject".to_owned(), Problem::Missing));
        }
        Ok(Self {
            list: document.list,
            subject: document.subject,
            members,
        })
    }
}

/// The file of a mapping by which rows become lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinesDocument {
    mapping: u8,
    members: Value,
}

/// A mapping by which each row of a table becomes the line of a subject.
#[derive(Debug)]
pub(in super::super) struct LineMapping {
    /// The file as it stands.
    pub(in super::super) text: String,
    /// Members of the line by their JSON pointers.
    pub(super) members: Vec<(String, Member)>,
}

impl LineMapping {
    /// Reads the file of one.
    pub(in super::super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = files::read(path)?;
        let read = Self::parse(text);
        Ok(read.map_err(|error| error.in_file(&path.display().to_string()))?)
    }

    /// The columns that it names.
    pub(super) fn columns(&self) -> Vec<&str> {
        columns(&self.members).collect()
    }

    fn parse(text: String) -> Result<Self, Error> {
        let document = LinesDocument::deserialize(Value::parse(text.as_bytes(), text.len())?)?;
        let members = members(document.mapping, document.members)?;
        // No member may lie within another, nor be there twice.
        let mut names: Vec<&str> = Vec::new();
        for (name, member) in &members {
            for name in [Some(name), member.rest.as_ref()].into_iter().flatten() {
                let within = |of: &str, inner: &str| {
                    let rest = inner.strip_prefix(of);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                let clashes = names.iter().any(|n| within(n, name) || within(name, n));
                if clashes || !is_of_line(name) {
                    return Err(wrong(format!("/members/{name}"), Problem::Value));
                }
                names.push(name);
            }
        }
        Ok(Self { text, members })
    }
}

fn columns(members: &[(String, Member)]) -> impl Iterator<Item = &str> {
    let columns = members.iter().map(|(_, member)| member.column.as_deref());
    columns.flatten()
}

/// Whether a JSON pointer is of a member that the line of a subject may have. Of what has an element for each key, the
/// number says no more than which comes first.
fn is_of_line(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.split('/').collect();
    let are_names = |names: &[&str]| {
        let mut names = names.iter();
        names.all(|name| !name.is_empty() && !name.contains('~'))
    };
    match parts.as_slice() {
        ["", "id" | "subject"] => true,
        ["", "keys", number] => number.parse::<u16>().is_ok(),
        ["", "claims", names @ ..] => !names.is_empty() && are_names(names),
        _ => false,
    }
}

/// The members of a mapping, and where each comes from.
fn members(version: u8, members: Value) -> Result<Vec<(String, Member)>, Error> {
    if version != 1 {
        return Err(wrong("/mapping".to_owned(), Problem::Version));
    }
    let Value::Object(members) = members else {
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
    Ok(read)
}

impl Member {
    /// What a cell stands for as a whole.
    pub(super) fn exact(&self, cell: &str) -> Option<&Value> {
        self.codes.as_ref()?.member(cell)
    }

    /// What a cell stands for, if it has codes. `Some(None)`: for nothing that the mapping knows.
    pub(super) fn code_of(&self, cell: &str) -> Option<Option<&Value>> {
        if self.codes.is_none() && self.contains.is_empty() {
            return None;
        }
        let begins = || {
            let codes = self.codes.as_ref()?.as_object()?;
            let mut prefixes = codes.iter().filter_map(|(name, code)| {
                let prefix = name.strip_suffix('*')?;
                cell.starts_with(prefix).then_some(code)
            });
            prefixes.next()
        };
        let contains = || {
            let mut pairs = self.contains.iter();
            let found = pairs.find(|(part, _)| cell.contains(part.as_str()));
            found.map(|(_, code)| code)
        };
        let code = self.exact(cell).or_else(begins).or_else(contains);
        Some(code.or(self.otherwise.as_ref()))
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
    fn members_of_lines_are_told_by_pointers_that_do_not_clash() {
        let parse = |members: &str| {
            LineMapping::parse(format!(r#"{{"mapping":1,"members":{{{members}}}}}"#))
        };
        let good = r#""/id":{"column":"a"},"/keys/0":{"column":"b","form":"key"},"/claims/subject/id":{"column":"c"}"#;
        assert_eq!(parse(good).expect("a mapping").members.len(), 3);
        for (members, pointer) in [
            (r#""id":{"column":"a"}"#, "/members/id"),
            (r#""/claims":{"column":"a"}"#, "/members//claims"),
            (r#""/claims/":{"column":"a"}"#, "/members//claims/"),
            (r#""/keys/x":{"column":"a"}"#, "/members//keys/x"),
            (r#""/exp":{"column":"a"}"#, "/members//exp"),
            (
                r#""/claims/subject":{"value":{}},"/claims/subject/id":{"column":"a"}"#,
                "/members//claims/subject/id",
            ),
            (
                r#""/claims/a/b":{"column":"a"},"/claims/a":{"column":"b"}"#,
                "/members//claims/a",
            ),
            (
                r#""/claims/a":{"column":"a","split":true,"rest":"b"}"#,
                "/members/b",
            ),
        ] {
            let error = parse(members).expect_err(members);
            let found = error.details().get("pointer").and_then(Value::as_str);
            assert_eq!(found, Some(pointer), "{members}");
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
