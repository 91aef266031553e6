//! Reading the codes of an edition.

use super::catalogue::{Catalogue, CodeList, catalogue_year};
use super::reader::Row;
use crate::error::Problem;
use crate::json::is_token;

/// Reads `{edition, codes{fields[], kinds[], lists[], regimes[]}}`, each code `{code, title{zh-CN, en}}` and of
/// a list also its `fields`.
pub(super) fn catalogue(row: &Row<'_>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    row.only(&["edition", "codes"]);
    match catalogue_year(row.text("edition")) {
        Some(year) => catalogue.year = year,
        None => row.fail("edition", Problem::Value),
    }
    let Some(codes) = row.part("codes") else {
        return catalogue;
    };
    codes.only(&CodeList::ALL.map(CodeList::as_str));
    for list in CodeList::ALL {
        codes.each(list.as_str(), &mut |row| add(&mut catalogue, list, row));
    }
    catalogue
}

fn add(catalogue: &mut Catalogue, list: CodeList, row: &Row<'_>) {
    let own: &[&str] = match list {
        CodeList::Lists => &["code", "title", "fields"],
        _ => &["code", "title"],
    };
    row.only(own);
    let code = row.text("code");
    if !is_token(code) {
        row.fail("code", Problem::Value);
    } else if catalogue.has(list, code) {
        row.fail("code", Problem::Duplicate);
    }
    if let Some(title) = row.part("title") {
        title.only(&["zh-CN", "en"]);
        title.text("zh-CN");
        title.text("en");
    }
    let fields = row.texts("fields");
    let is_known = |field: &String| catalogue.has(CodeList::Fields, field);
    // What may be missing from a bundle is told by list and field together.
    if list == CodeList::Lists && (fields.is_empty() || !fields.iter().all(is_known)) {
        row.fail("fields", Problem::Value);
    }
    catalogue.add(list, code, fields);
}
