//! A snapshot as it is written.

use crate::error::{Code, Error};
use crate::json::{ObjectReader, Value};
use crate::limits;

/// The parts of a snapshot. It is not signed: they are.
pub(super) struct Snapshot<'a> {
    pub(super) roots: &'a [Value],
    pub(super) manifest: &'a Value,
    pub(super) trust_list: &'a Value,
    pub(super) law: Option<&'a Value>,
    pub(super) programmes: Vec<String>,
    pub(super) status_lists: Vec<String>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Error> {
        let document = ObjectReader::of(value, Code::FormatSchema)?;
        document.only(&[
            "snapshot",
            "roots",
            "manifest",
            "trust_list",
            "law",
            "programmes",
            "status_lists",
        ])?;
        if document.read::<u64>("snapshot")? != 1 {
            return Err(Error::unsupported("snapshot"));
        }
        let snapshot = Self {
            roots: document.maybe("roots")?.unwrap_or_default(),
            manifest: document.read("manifest")?,
            trust_list: document.read("trust_list")?,
            law: document.maybe("law")?,
            programmes: document.maybe("programmes")?.unwrap_or_default(),
            status_lists: document.maybe("status_lists")?.unwrap_or_default(),
        };
        for (found, limit) in [
            (snapshot.roots.len(), limits::ROOTS),
            (snapshot.programmes.len(), limits::PROGRAMMES),
            (snapshot.status_lists.len(), limits::STATUS_LISTS),
        ] {
            if found > limit {
                return Err(Error::new(Code::LimitItems)
                    .with("limit", limit)
                    .with("found", found));
            }
        }
        Ok(snapshot)
    }
}
