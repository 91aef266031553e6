//! The platform's trust documents and its status list.

use super::issuers::{AGENCY, CITY, DISTRICT, STATUS_LIST};
use super::keys::{BUNDLE_KID, Keys, MANIFEST_KID, PROGRAMME_KID, ROOT_KIDS, STATUS_KID, listed};
use super::programmes::PROGRAMMES;
use crate::error::Error;
use crate::issuer::{self, Signatory, SigningKey, Snapshot, StatusList};
use crate::json::{Object, Value};
use crate::time::{Day, Instant};

/// How many bundles the status list has room for.
const STATUS_ENTRIES: u64 = 20_000;

const DAY: i64 = 86_400;

/// What is in every bundle of somebody who has it.
const KNOWS: [&str; 4] = ["activities", "evaluations", "registration", "subject"];

/// Every record of Shanghai, and what the country's lists have.
fn all_of_shanghai() -> Object {
    object! { "regions": vec!["310000"], "fields": "*", "nationwide": true }
}

/// UNIX seconds, so many days from a time.
pub(super) fn in_days(now: Instant, days: i64) -> i64 {
    now.unix() + days * DAY
}

/// What is signed at one time.
pub(super) struct TrustDocuments<'a> {
    pub(super) keys: &'a Keys,
    /// Programmes beside those of the demo.
    pub(super) further: &'a [Object],
    pub(super) now: Instant,
}

impl TrustDocuments<'_> {
    fn in_days(&self, days: i64) -> i64 {
        in_days(self.now, days)
    }

    /// Of manifest and trust list: higher each time, even if the platform is made anew of its seed.
    fn version(&self) -> i64 {
        self.now.unix()
    }

    /// The root that apps pin. It stays as it was made: no app has to be told of another.
    pub(super) fn root(&self, id: &str) -> Result<String, Error> {
        let keys = ROOT_KIDS.iter().zip(&self.keys.roots);
        let keys: Vec<Object> = keys
            .chain([(&MANIFEST_KID, &self.keys.manifest)])
            .map(|(kid, key)| listed(key, kid))
            .collect();
        let two_of_three = || object! { "kids": ROOT_KIDS.to_vec(), "threshold": 2_i64 };
        let root = object! {
            "id": id,
            "version": 1_i64,
            "iat": self.in_days(-30),
            "exp": self.in_days(365),
            "keys": keys,
            "roles": object! {
                "root": two_of_three(),
                "trust_list": two_of_three(),
                "manifest": object! { "kids": vec![MANIFEST_KID], "threshold": 1_i64 },
            },
        };
        issuer::sign_root(&root, &self.keys.root_signatories())
    }

    /// Everything else that an app needs.
    pub(super) fn snapshot(&self, statuses: &[(u64, u8)]) -> Result<String, Error> {
        let trust_list =
            issuer::sign_trust_list(&self.trust_list(), &self.keys.root_signatories())?;
        let programmes = self.programmes()?;
        let manifest = self.manifest(&trust_list, &programmes)?;
        let signatory = Signatory::new(&self.keys.manifest, MANIFEST_KID);
        let manifest = issuer::sign_manifest(&manifest, &[signatory])?;
        let snapshot = Snapshot {
            roots: &[],
            manifest: &manifest,
            law: None,
            trust_list: &trust_list,
            programmes: &programmes,
            status_lists: &[self.status_list(statuses)?],
        };
        snapshot.write()
    }

    fn trust_list(&self) -> Object {
        let city = object! {
            "issuer": CITY,
            "name": object! { "zh-CN": "演示·上海市信用平台", "en": "Demo: Shanghai credit platform" },
            "objection": object! {
                "url": "https://credit.shanghai.example/objection",
                "text": object! {
                    "zh-CN": "可在网上提交，也可持身份证件或营业执照到信用服务窗口提交。",
                    "en": "Object online, or at a credit service desk with your identity card or business licence.",
                },
            },
            "kind": "municipal",
            "regions": vec!["310000"],
            "vct": vec!["urn:xinyi:credit-status:1"],
            "fields": "*",
            "schemes": vec!["sh-public", "national", "tax"],
            "complete": vec![all_of_shanghai()],
            "knows": KNOWS.to_vec(),
            "keys": vec![
                self.entry_key(&self.keys.city_bundle, BUNDLE_KID, "bundle"),
                self.entry_key(&self.keys.city_status, STATUS_KID, "status"),
                self.entry_key(&self.keys.city_programme, PROGRAMME_KID, "programme"),
            ],
        };
        let district = object! {
            "issuer": DISTRICT,
            "name": object! { "zh-CN": "演示·浦东新区信用子平台", "en": "Demo: Pudong credit sub-platform" },
            "objection": object! {
                "text": object! {
                    "zh-CN": "请到浦东新区信用服务窗口提交。",
                    "en": "Object at the credit service desk of Pudong.",
                },
            },
            "kind": "district",
            "regions": vec!["310115"],
            "parent": CITY,
            "status_issuer": CITY,
            "vct": vec!["urn:xinyi:credit-status:1"],
            "fields": "*",
            "schemes": vec!["sh-public", "national", "tax"],
            // It gets the city's records every night, and so knows more than it decides.
            "complete": vec![all_of_shanghai()],
            "knows": KNOWS.to_vec(),
            "keys": vec![self.entry_key(&self.keys.district_bundle, BUNDLE_KID, "bundle")],
        };
        let agency = object! {
            "issuer": AGENCY,
            "name": object! { "zh-CN": "演示·征信机构", "en": "Demo: a credit agency" },
            "kind": "credit_agency",
            "regions": vec!["100000"],
            "status_issuer": CITY,
            "vct": vec!["urn:xinyi:market-credit:1"],
            "fields": Vec::<Value>::new(),
            "schemes": vec!["demo-score"],
            "keys": vec![self.entry_key(&self.keys.agency_bundle, BUNDLE_KID, "bundle")],
        };
        object! {
            "version": self.version(),
            "iat": self.in_days(0),
            "exp": self.in_days(90),
            "entries": vec![city, district, agency],
        }
    }

    fn entry_key(&self, key: &SigningKey, kid: &str, key_use: &str) -> Object {
        let mut entry = listed(key, kid);
        entry.set("use", key_use);
        entry.set("not_before", self.in_days(-365));
        entry.set("not_after", self.in_days(365));
        entry
    }

    fn programmes(&self) -> Result<Vec<String>, Error> {
        let signatory = Signatory::new(&self.keys.city_programme, PROGRAMME_KID);
        let documents = PROGRAMMES.iter().map(|p| p.document(Day::of(self.now)));
        let further = self.further.iter().cloned().map(Ok);
        documents
            .chain(further)
            .map(|document| issuer::sign_programme(&document?, signatory))
            .collect()
    }

    fn manifest(&self, trust_list: &str, programmes: &[String]) -> Result<Object, Error> {
        let programmes = programmes.iter().map(|signed| issuer::pin(signed));
        Ok(object! {
            "version": self.version(),
            "iat": self.in_days(0),
            "exp": self.in_days(14),
            "trust_list": issuer::pin(trust_list)?,
            "programmes": programmes.collect::<Result<Vec<_>, _>>()?,
            "status_lists": vec![object! { "uri": STATUS_LIST, "min_iat": self.in_days(0) }],
        })
    }

    fn status_list(&self, statuses: &[(u64, u8)]) -> Result<String, Error> {
        let list = StatusList {
            iss: CITY,
            uri: STATUS_LIST,
            bits: 2,
            entries: STATUS_ENTRIES,
            statuses,
            iat: self.now,
            exp: Instant::from_unix(self.in_days(3)),
            ttl: Some(DAY / 2),
        };
        issuer::sign_status_list(&list, Signatory::new(&self.keys.city_status, STATUS_KID))
    }
}
