//! When what is trusted ends. Apps refuse to decide from then on, so that whoever publishes has to know it before.

use serde::Serialize;

use super::format::KeyUse;
use super::store::TrustStore;
use crate::error::string_enum;
use crate::time::{Day, Instant};

string_enum! {
    /// What ends.
    EndingPart {
        /// The announced holidays: in a later year every day counts as a working day.
        Calendar = "calendar",
        /// An issuer's keys for one use.
        Key = "key",
        /// The manifest.
        Manifest = "manifest",
        /// A programme, unless a later version takes its place.
        Programme = "programme",
        /// The newest root.
        Root = "root",
        /// A status list.
        StatusList = "status_list",
        /// The trust list.
        TrustList = "trust_list",
    }
}

/// That something ends, and when. Members that its part does not have are left out of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct End {
    /// What ends.
    pub part: EndingPart,
    /// The first instant at which it does not hold any more.
    pub ends: Instant,
    /// Of a key: whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Of a key: what it signs.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub key_use: Option<&'static str>,
    /// Of a key: the last of those that follow one another without a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Of a programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Of root, manifest, trust list and programme; of the calendar, that of its edition of the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Of a status list: where it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

impl End {
    pub(crate) fn of(part: EndingPart, ends: Instant) -> Self {
        Self {
            part,
            ends,
            issuer: None,
            key_use: None,
            kid: None,
            id: None,
            version: None,
            uri: None,
        }
    }

    pub(crate) fn with_version(self, version: u64) -> Self {
        let version = Some(version);
        Self { version, ..self }
    }

    pub(crate) fn with_id(self, id: &str) -> Self {
        let id = Some(id.to_owned());
        Self { id, ..self }
    }
}

impl TrustStore {
    /// The ends of all that is trusted, but for programmes. Nothing, where there is no trust list.
    pub(crate) fn ends(&self, status_max_age: i64, now: Instant) -> Vec<End> {
        let Ok(metadata) = self.metadata() else {
            return Vec::new();
        };
        let root = self.state.root();
        let (manifest, list) = (&metadata.manifest, &metadata.trust_list);
        let law = &self.law().edition;
        let calendar = law.calendar.known_until(Day::of(now)).start();
        let mut ends = vec![
            End::of(EndingPart::Root, root.exp).with_version(root.version),
            End::of(EndingPart::Manifest, manifest.exp).with_version(manifest.version),
            End::of(EndingPart::TrustList, list.exp).with_version(list.version),
            End::of(EndingPart::Calendar, calendar).with_version(law.version),
        ];
        for loaded in &self.status_lists {
            if let Some(end) = loaded.list.end(Some(status_max_age)) {
                let uri = Some(loaded.list.uri().to_owned());
                ends.push(End {
                    uri,
                    ..End::of(EndingPart::StatusList, end)
                });
            }
        }
        for issuer in list.issuers.iter() {
            for key_use in KeyUse::ALL {
                if let Some((kid, end)) = issuer.vouches_until(*key_use, now) {
                    ends.push(End {
                        issuer: Some(issuer.id.clone()),
                        key_use: Some(key_use.as_str()),
                        kid: Some(kid.to_owned()),
                        ..End::of(EndingPart::Key, end)
                    });
                }
            }
        }
        ends
    }
}
