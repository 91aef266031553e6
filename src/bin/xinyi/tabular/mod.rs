//! Files of rows, as spreadsheets and systems write them: what `xinyi audit` and `xinyi programme from-table` have in
//! common.

pub(crate) mod csv;
pub(crate) mod encoding;
pub(crate) mod kind;
pub(crate) mod parts;
pub(crate) mod source;
pub(crate) mod value;
