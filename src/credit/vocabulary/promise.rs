//! What a holder promises to whoever decides: the records that rules read under `promised`. No bundle has them.

use super::codes::COMMITMENT_TYPES;
use super::form::{Field, ValueKind, must};
use super::name::MADE_ON;

/// One of them is called this in reasons.
pub(crate) const PROMISE_NOUN: &str = "promise";

/// A promise.
pub(crate) static PROMISE: &[Field] = &[
    must(
        "type",
        ValueKind::Code(COMMITMENT_TYPES),
        [
            "承诺类型",
            "its type",
            "2019年上海市社会信用体系建设工作要点",
        ],
    ),
    must(
        "item",
        ValueKind::Token,
        ["承诺事项", "what for, a code of the programme's", ""],
    ),
    must(
        "text_sha256",
        ValueKind::Digest,
        [
            "承诺书全文摘要",
            "the SHA-256 of the text that was agreed to, in base64url",
            "",
        ],
    ),
    must(
        MADE_ON.text,
        ValueKind::Day,
        ["承诺日期", "when it was signed", ""],
    ),
];
