//! The platform: its keys, its trust documents and its status list.

use xinyi::issuer::{self, Algorithm, Signatory, SigningKey, Snapshot, StatusList, SystemRandom};
use xinyi::{Day, Error, Instant, Object, Value};

use super::issuers::{AGENCY, CITY, DISTRICT, STATUS_LIST};
use super::programmes::PROGRAMMES;
use crate::json::object;

/// How many bundles the status list has room for.
const STATUS_ENTRIES: u64 = 10_000;

const DAY: i64 = 86_400;

/// Everything that the platform signs with.
pub(super) struct Platform {
    now: Instant,
    /// Of this one platform, so that no app takes one demo for another.
    root_id: String,
    nonce: String,
    roots: [SigningKey; 3],
    manifest: SigningKey,
    city_bundle: SigningKey,
    city_status: SigningKey,
    city_programme: SigningKey,
    district_bundle: SigningKey,
    agency_bundle: SigningKey,
    statuses: Vec<(u64, u8)>,
}

/// What is in every bundle of somebody who has it.
const KNOWS: [&str; 4] = ["activities", "evaluations", "registration", "subject"];

/// Every record of Shanghai, and what the country's lists have.
fn all_of_shanghai() -> Object {
    object! { "regions": vec!["310000"], "fields": "*", "nationwide": true }
}

/// The names of the keys.
const ROOT_KIDS: [&str; 3] = ["root-1", "root-2", "root-3"];
const MANIFEST_KID: &str = "manifest-1";
const BUNDLE_KID: &str = "bundle-1";
const STATUS_KID: &str = "status-1";
const PROGRAMME_KID: &str = "programme-1";

impl Platform {
    pub(super) fn new(now: Instant, random: &SystemRandom) -> Result<Self, Error> {
        let ed25519 = || SigningKey::generate(Algorithm::Ed25519, random);
        Ok(Self {
            now,
            root_id: format!("urn:xinyi:demo:{}", issuer::new_nonce(random)?),
            nonce: issuer::new_nonce(random)?,
            roots: [ed25519()?, ed25519()?, ed25519()?],
            manifest: ed25519()?,
            city_bundle: ed25519()?,
            city_status: ed25519()?,
            city_programme: ed25519()?,
            district_bundle: SigningKey::generate(Algorithm::Es256, random)?,
            agency_bundle: ed25519()?,
            statuses: Vec::new(),
        })
    }

    /// The nonce that all presentations of the demo answer. An app makes a new one each time.
    pub(super) fn nonce(&self) -> &str {
        &self.nonce
    }

    pub(super) fn now(&self) -> Instant {
        self.now
    }

    pub(super) fn today(&self) -> Day {
        Day::of(self.now)
    }

    /// UNIX seconds, so many days from now.
    pub(super) fn in_days(&self, days: i64) -> i64 {
        self.now.unix() + days * DAY
    }

    /// Every key with its name.
    pub(super) fn keys(&self) -> impl Iterator<Item = (String, &SigningKey)> {
        let named = [
            (MANIFEST_KID, &self.manifest),
            ("city-bundle-1", &self.city_bundle),
            ("city-status-1", &self.city_status),
            ("city-programme-1", &self.city_programme),
            ("district-bundle-1", &self.district_bundle),
            ("agency-bundle-1", &self.agency_bundle),
        ];
        let roots = ROOT_KIDS.into_iter().zip(&self.roots);
        roots.chain(named).map(|(name, key)| (name.to_owned(), key))
    }

    pub(super) fn city(&self) -> Signatory<'_> {
        Signatory::new(&self.city_bundle, BUNDLE_KID)
    }

    pub(super) fn district(&self) -> Signatory<'_> {
        Signatory::new(&self.district_bundle, BUNDLE_KID)
    }

    pub(super) fn agency(&self) -> Signatory<'_> {
        Signatory::new(&self.agency_bundle, BUNDLE_KID)
    }

    /// Revokes or suspends the bundle with this index in the status list.
    pub(super) fn set_status(&mut self, idx: u64, status: u8) {
        self.statuses.push((idx, status));
    }

    /// The root that apps pin.
    pub(super) fn root(&self) -> Result<String, Error> {
        let keys = ROOT_KIDS.iter().zip(&self.roots);
        let keys: Vec<Object> = keys
            .chain([(&MANIFEST_KID, &self.manifest)])
            .map(|(kid, key)| object! { "kid": *kid, "alg": key.algorithm().name(), "jwk": key.to_jwk() })
            .collect();
        let two_of_three = || object! { "kids": ROOT_KIDS.to_vec(), "threshold": 2_i64 };
        let root = object! {
            "id": self.root_id.as_str(),
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
        issuer::sign_root(&root, &self.root_signatories())
    }

    /// Everything else that an app needs.
    pub(super) fn snapshot(&self) -> Result<String, Error> {
        let trust_list = issuer::sign_trust_list(&self.trust_list(), &self.root_signatories())?;
        let programmes = self.programmes()?;
        let manifest = self.manifest(&trust_list, &programmes)?;
        let manifest =
            issuer::sign_manifest(&manifest, &[Signatory::new(&self.manifest, MANIFEST_KID)])?;
        let snapshot = Snapshot {
            roots: &[],
            manifest: &manifest,
            law: None,
            trust_list: &trust_list,
            programmes: &programmes,
            status_lists: &[self.status_list()?],
        };
        snapshot.write()
    }

    /// Two of the three, as many as have to.
    fn root_signatories(&self) -> Vec<Signatory<'_>> {
        let holders = self.roots.iter().zip(ROOT_KIDS);
        holders
            .take(2)
            .map(|(key, kid)| Signatory::new(key, kid))
            .collect()
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
                self.entry_key(&self.city_bundle, BUNDLE_KID, "bundle"),
                self.entry_key(&self.city_status, STATUS_KID, "status"),
                self.entry_key(&self.city_programme, PROGRAMME_KID, "programme"),
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
            "keys": vec![self.entry_key(&self.district_bundle, BUNDLE_KID, "bundle")],
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
            "keys": vec![self.entry_key(&self.agency_bundle, BUNDLE_KID, "bundle")],
        };
        object! {
            "version": 1_i64,
            "iat": self.in_days(0),
            "exp": self.in_days(90),
            "entries": vec![city, district, agency],
        }
    }

    fn entry_key(&self, key: &SigningKey, kid: &str, key_use: &str) -> Object {
        object! {
            "kid": kid,
            "alg": key.algorithm().name(),
            "use": key_use,
            "jwk": key.to_jwk(),
            "not_before": self.in_days(-365),
            "not_after": self.in_days(365),
        }
    }

    fn programmes(&self) -> Result<Vec<String>, Error> {
        let signatory = Signatory::new(&self.city_programme, PROGRAMME_KID);
        let documents = PROGRAMMES.iter().map(|p| p.document(self.today()));
        documents
            .map(|document| match &document {
                Value::Object(document) => issuer::sign_programme(document, signatory),
                _ => unreachable!("a programme is an object"),
            })
            .collect()
    }

    fn manifest(&self, trust_list: &str, programmes: &[String]) -> Result<Object, Error> {
        let programmes = programmes.iter().map(|signed| issuer::pin(signed));
        Ok(object! {
            "version": 1_i64,
            "iat": self.in_days(0),
            "exp": self.in_days(14),
            "trust_list": issuer::pin(trust_list)?,
            "programmes": programmes.collect::<Result<Vec<_>, _>>()?,
            "status_lists": vec![object! { "uri": STATUS_LIST, "min_iat": self.in_days(0) }],
        })
    }

    fn status_list(&self) -> Result<String, Error> {
        let list = StatusList {
            iss: CITY,
            uri: STATUS_LIST,
            bits: 2,
            entries: STATUS_ENTRIES,
            statuses: &self.statuses,
            iat: self.now,
            exp: Instant::from_unix(self.in_days(3)),
            ttl: Some(DAY / 2),
        };
        issuer::sign_status_list(&list, Signatory::new(&self.city_status, STATUS_KID))
    }
}
