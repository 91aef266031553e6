//! Statements of absence (`clear`): what the issuer says that it has no record of.

use super::codes::{ABSENT_LISTS, CLASSES, SEVERITIES};
use super::form::{Field, ValueKind, may, must};
use super::name::{CLASS, FIELDS, LIST, REGIONS, SEVERITY};
use crate::credit::vct::Vct;

/// The claim that holds them. It is in the open, and each statement is a disclosure.
pub(crate) const CLEAR: &str = "clear";

/// The types of bundles that may hold them.
pub(crate) const CLEAR_VCTS: &[Vct] = &[Vct::CreditStatus];

/// A statement.
pub(crate) const STATEMENT: &[Field] = &[
    must(
        LIST.text,
        ValueKind::Code(ABSENT_LISTS),
        ["记录类别", "the list that it is about", ""],
    ),
    may(
        SEVERITY.text,
        ValueKind::Code(SEVERITIES),
        [
            "严重程度",
            "of listings: of which severity; absent: of any",
            "国办发〔2020〕49号",
        ],
    ),
    may(
        CLASS.text,
        ValueKind::Code(CLASSES),
        [
            "失信行为分类",
            "of penalties: of which class; absent: of any",
            "国家发展改革委令第36号",
        ],
    ),
    must(
        FIELDS.text,
        ValueKind::Fields,
        [
            "领域",
            "in which fields; of obligations and commitments, which have none, `\"*\"`",
            "",
        ],
    ),
    must(
        REGIONS.text,
        ValueKind::Regions,
        [
            "地区",
            "of which regions; `100000`: of what counts in the whole country",
            "",
        ],
    ),
];
