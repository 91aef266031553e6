//! Programmes as tables: there and back unchanged, and what is said of a table that is not in order.

mod back;
mod faults;
#[cfg(feature = "cli")]
mod files;

use std::sync::OnceLock;

use serde_json::Value;
use xinyi::LawEdition;
use xinyi::authoring::table::{Sheet, Table, to_rows};

type Rows = Vec<Vec<String>>;

fn value(document: &Value) -> xinyi::Value {
    let text = document.to_string();
    xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON")
}

fn json(value: &xinyi::Value) -> Value {
    serde_json::from_str(&value.to_string()).expect("JSON")
}

fn law() -> &'static LawEdition {
    static LAW: OnceLock<LawEdition> = OnceLock::new();
    LAW.get_or_init(|| LawEdition::built_in().expect("the edition of this build"))
}

fn rows_of(programme: &xinyi::Value) -> Rows {
    let rows = to_rows(programme, law());
    rows.unwrap_or_else(|error| panic!("{error}: {programme}"))
}

fn read(rows: &Rows) -> Table {
    Table::read(&Sheet::of(rows.clone()), law())
}
