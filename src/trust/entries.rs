//! The entries of a trust list, and the issuers that they make.

use super::format::EntryKind;
use super::issuer::Issuer;
use super::report::{IgnoredKey, Part};
use crate::error::{Code, Error, Problem};
use crate::json::Value;
use crate::limits;
use crate::names::Names;
use crate::visible::visible;

/// The entries of a trust list.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// The valid ones.
    pub(super) issuers: Issuers,
    /// The others, each with its error, for the report.
    pub(super) dropped: Vec<Part>,
    /// The keys that this version does not understand, for the report.
    pub(super) ignored: Vec<IgnoredKey>,
}

impl Entries {
    /// Reads the entries. One that is invalid, or exceeds its parent, is dropped alone.
    ///
    /// # Errors
    /// `format.schema` if two are for one issuer: nobody can tell which is meant. `limit.items`.
    pub(super) fn read(written: &[Value]) -> Result<Self, Error> {
        if written.len() > limits::TRUST_ENTRIES {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::TRUST_ENTRIES)
                .with("found", written.len()));
        }
        let mut names = Names::default();
        let named = written.iter().filter_map(|e| e.member("issuer")?.as_str());
        for name in named {
            if !names.add(name) {
                return Err(
                    Error::of_value(Code::FormatSchema, "/entries", Problem::Value)
                        .with("issuer", name),
                );
            }
        }
        let mut entries = Self::default();
        let mut read = Vec::new();
        for entry in written {
            match Issuer::read(entry) {
                Ok(issuer) => read.push(issuer),
                Err(error) => {
                    let name = entry.member("issuer").and_then(Value::as_str);
                    entries.drop_one(name.unwrap_or_default(), error);
                }
            }
        }
        let read = Issuers::of(read);
        let within: Vec<bool> = read
            .iter()
            .map(|issuer| match &issuer.parent {
                // A district always has a parent.
                None => issuer.kind != EntryKind::District,
                Some(parent) => issuer.within(read.get(parent)),
            })
            .collect();
        let mut issuers = Vec::new();
        for (issuer, within) in read.in_order.into_iter().zip(within) {
            if within {
                entries.ignored.extend(issuer.ignored_keys());
                issuers.push(issuer);
            } else {
                entries.drop_one(&issuer.id, Error::new(Code::TrustDelegation));
            }
        }
        entries.issuers = Issuers::of(issuers);
        Ok(entries)
    }

    fn drop_one(&mut self, issuer: &str, error: Error) {
        self.dropped.push(Part {
            issuer: Some(visible(issuer).into_owned()),
            ..Part::refused(error)
        });
    }
}

/// Issuers, with an index by name: a load may look up thousands among thousands.
#[derive(Debug, Default)]
pub(super) struct Issuers {
    /// In the order of the trust list.
    in_order: Vec<Issuer>,
    by_name: Names,
}

impl Issuers {
    fn of(in_order: Vec<Issuer>) -> Self {
        let by_name = in_order.iter().map(|issuer| issuer.id.as_str()).collect();
        Self { in_order, by_name }
    }

    /// The issuer of that name.
    ///
    /// # Errors
    /// `trust.issuer`.
    pub(super) fn find(&self, id: &str) -> Result<&Issuer, Error> {
        let found = self.get(id);
        found.ok_or_else(|| Error::new(Code::TrustIssuer).with("issuer", id))
    }

    fn get(&self, id: &str) -> Option<&Issuer> {
        let index = self.by_name.get(id)?;
        self.in_order.get(index)
    }

    /// In the order of the trust list.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Issuer> {
        self.in_order.iter()
    }
}
