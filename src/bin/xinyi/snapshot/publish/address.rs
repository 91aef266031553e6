//! Where in the folder a status list is, so that its URI leads to it.

use super::layout::{FILES, INDEX, SNAPSHOT};

/// A URL of which the rest is looked for: scheme and host, and the path that the folder has.
pub(super) struct Base(String);

impl Base {
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(url: &str) -> Result<Self, String> {
        let url = url.strip_suffix('/').unwrap_or(url);
        match origin(url) {
            Some(_) if !url.contains(['?', '#']) => Ok(Self(url.to_owned())),
            _ => Err(format!("{url}: https:// and a host expected")),
        }
    }

    /// The one that all of these have in common, if there is one. Those that cannot be fetched have none.
    ///
    /// # Errors
    /// That they have several.
    pub(super) fn common(uris: &[String]) -> Result<Option<Self>, String> {
        let mut origins: Vec<&str> = uris.iter().filter_map(|uri| origin(uri)).collect();
        origins.sort_unstable();
        origins.dedup();
        match &*origins {
            [] => Ok(None),
            [one] => Ok(Some(Self((*one).to_owned()))),
            several => Err(format!(
                "status lists of several hosts ({}): say by --served-at which of them this folder is",
                several.join(", ")
            )),
        }
    }

    /// The path below it of a URI; `None` if the URI is elsewhere.
    ///
    /// # Errors
    /// That a file cannot be served there.
    pub(super) fn path_of<'u>(&self, uri: &'u str) -> Result<Option<&'u str>, String> {
        let rest = uri.strip_prefix(&self.0);
        let Some(path) = rest.and_then(|rest| rest.strip_prefix('/')) else {
            return Ok(None);
        };
        let is_name = |segment: &str| {
            let mut bytes = segment.bytes();
            // What is escaped is unescaped by servers, and some systems do not tell capitals from small letters.
            !segment.starts_with('.')
                && !segment.is_empty()
                && bytes.all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
        };
        let first = path.split('/').next().unwrap_or(path);
        let is_taken = [FILES, INDEX, SNAPSHOT]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(first));
        let is_variant = [".br", ".gz"].iter().any(|end| path.ends_with(end));
        match path.split('/').all(is_name) && !is_taken && !is_variant {
            true => Ok(Some(path)),
            false => Err(format!(
                "{uri}: no file can be served at the path of this status list"
            )),
        }
    }
}

/// Scheme and host.
fn origin(uri: &str) -> Option<&str> {
    let mut schemes = ["https://", "http://"].into_iter();
    let scheme = schemes.find(|scheme| uri.starts_with(scheme))?;
    let rest = &uri[scheme.len()..];
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (host > 0).then(|| &uri[..scheme.len() + host])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_leads_to_a_path_that_a_file_can_have() {
        let base = Base::read("https://credit.example/public/").unwrap();
        let path = |uri: &str| base.path_of(uri).map(|path| path.map(str::to_owned));
        assert_eq!(
            path("https://credit.example/public/status/1"),
            Ok(Some("status/1".to_owned()))
        );
        for elsewhere in [
            "https://credit.example/status/1",
            "https://credit.example/publicity/1",
            "https://credit.example.evil/public/1",
            "urn:status:1",
        ] {
            assert_eq!(path(elsewhere), Ok(None), "{elsewhere}");
        }
        for impossible in [
            "",
            "a//b",
            "a/",
            "../a",
            "a/..",
            ".publish",
            "a?b",
            "a#b",
            "a%2e",
            "files/a",
            "index.json",
            "INDEX.json",
            "Files/a",
            "snapshot.json",
            "a.br",
            "a/b.gz",
            "a b",
            "a\\b",
            "状态",
        ] {
            let uri = format!("https://credit.example/public/{impossible}");
            assert!(path(&uri).is_err(), "{impossible}");
        }
        for none in [
            "credit.example",
            "ftp://a",
            "https://",
            "https:///a",
            "https://a/?b",
        ] {
            assert!(Base::read(none).is_err(), "{none}");
        }
    }

    #[test]
    fn one_host_needs_no_word() {
        let of = |uris: &[&str]| {
            let uris: Vec<String> = uris.iter().map(|uri| (*uri).to_owned()).collect();
            Base::common(&uris).map(|base| base.map(|base| base.0))
        };
        let one = ["https://a.example/1", "https://a.example/2", "urn:b"];
        assert_eq!(of(&one), Ok(Some("https://a.example".to_owned())));
        assert_eq!(of(&["urn:b"]), Ok(None));
        assert!(of(&["https://a.example/1", "https://b.example/1"]).is_err());
    }
}
