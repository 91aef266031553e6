//! What is published: every file with its path, and the index that names them.

use sha2::{Digest as _, Sha256};
use xinyi::issuer::{self, Role};
use xinyi::{Object, Value};

use super::address::Base;
use super::layout::{FILES, INDEX, SNAPSHOT};
use crate::failure::Failure;
use crate::json::{object, pretty};
use crate::snapshot::parts::Documents;

pub(super) struct Site {
    files: Vec<(String, String)>,
    index: Object,
    elsewhere: Vec<String>,
}

impl Site {
    /// Of documents that verify.
    pub(super) fn of(
        documents: &Documents,
        snapshot: &str,
        served_at: Option<&str>,
    ) -> Result<Self, Failure> {
        let mut site = Self {
            files: Vec::new(),
            index: object! { "index": 1_i64 },
            elsewhere: Vec::new(),
        };
        let named = site.add("snapshot", "json", snapshot);
        site.index.set("snapshot", named);
        let mut roots = Vec::new();
        for root in [&documents.root].into_iter().chain(&documents.next_roots) {
            let mut named = site.add("root", "json", root);
            copy(&mut named, &issuer::contents(Role::Root, root)?);
            roots.push(named);
        }
        site.index.set("roots", roots);
        let trust = [
            ("manifest", Role::Manifest, Some(&documents.manifest)),
            ("trust_list", Role::TrustList, Some(&documents.trust_list)),
            ("law", Role::Law, documents.law.as_ref()),
        ];
        for (name, role, text) in trust {
            let Some(text) = text else { continue };
            let mut named = site.add(&name.replace('_', "-"), "json", text);
            copy(&mut named, &issuer::contents(role, text)?);
            site.index.set(name, named);
        }
        let mut programmes = Vec::new();
        for text in &documents.programmes {
            let mut named = site.add("programme", "jws", text);
            copy(&mut named, &issuer::pin(text)?);
            programmes.push(named);
        }
        site.index.set("programmes", programmes);
        site.add_status_lists(&documents.status_lists, served_at)?;
        site.files.push((SNAPSHOT.to_owned(), snapshot.to_owned()));
        let index = pretty(&Value::from(site.index.clone()));
        site.files.push((INDEX.to_owned(), index));
        Ok(site)
    }

    /// Every file, in the order in which they have to be written: what names others comes after them.
    pub(super) fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// The status lists at the paths of their URIs.
    pub(super) fn served_lists(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter();
        let is_other = |path: &str| {
            let first = path.split('/').next().unwrap_or(path);
            [FILES, INDEX, SNAPSHOT].contains(&first)
        };
        files
            .filter(move |(path, _)| !is_other(path))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(super) fn index(&self) -> &Object {
        &self.index
    }

    /// The URIs of status lists that the folder does not serve.
    pub(super) fn elsewhere(&self) -> &[String] {
        &self.elsewhere
    }

    fn add_status_lists(
        &mut self,
        lists: &[String],
        served_at: Option<&str>,
    ) -> Result<(), Failure> {
        let names = lists.iter().map(|list| issuer::status_list_name(list));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let uris: Vec<String> = names.iter().map(|(uri, _)| uri.clone()).collect();
        let base = match served_at {
            Some(url) => Base::read(url).map(Some),
            None => Base::common(&uris),
        };
        let base = base.map_err(Failure::Other)?;
        let (mut listed, mut at_uris): (Vec<Object>, Vec<(String, String)>) = Default::default();
        for (list, (uri, iat)) in lists.iter().zip(&names) {
            let mut named = self.add("status-list", "jwt", list);
            named.set("uri", uri.as_str());
            named.set("iat", iat.unix());
            let at = base.as_ref().map(|base| base.path_of(uri)).transpose();
            match at.map_err(Failure::Other)?.flatten() {
                Some(at) => {
                    // A file cannot be a folder as well.
                    // Some systems do not tell capitals from small letters.
                    let (at_lower, at_given) = (at.to_ascii_lowercase(), at);
                    let at = at_lower.as_str();
                    let is_in_the_way = |other: &str| {
                        let rest = other.strip_prefix(at);
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    };
                    let is_below = |other: &str| {
                        let rest = at.strip_prefix(other);
                        rest.is_some_and(|rest| rest.starts_with('/'))
                    };
                    if let Some((other, _)) = at_uris.iter().find(|(o, _)| {
                        let o = o.to_ascii_lowercase();
                        is_in_the_way(&o) || is_below(&o)
                    }) {
                        return Err(Failure::Other(format!(
                            "{uri}: another status list is at {other}"
                        )));
                    }
                    named.set("at", at_given);
                    at_uris.push((at_given.to_owned(), list.clone()));
                }
                None => self.elsewhere.push(uri.clone()),
            }
            listed.push(named);
        }
        self.files.append(&mut at_uris);
        self.index.set("status_lists", listed);
        Ok(())
    }

    /// Adds a file that never changes. Returns what the index says of it.
    fn add(&mut self, kind: &str, extension: &str, text: &str) -> Object {
        let digest = Sha256::digest(text.as_bytes());
        // 128 bits: nobody finds two documents of one name.
        let name: String = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = format!("{FILES}/{kind}-{name}.{extension}");
        let named = object! { "path": path.as_str(), "bytes": text.len() };
        if !self.files.iter().any(|(other, _)| *other == path) {
            self.files.push((path, text.to_owned()));
        }
        named
    }
}

/// What helps to choose a file without fetching it. Nothing of it is proven before the file verifies.
fn copy(named: &mut Object, document: &Object) {
    for name in ["id", "version", "iat", "exp"] {
        if let Some(value) = document.get(name) {
            named.set(name, value.clone());
        }
    }
}
