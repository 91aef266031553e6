//! Platforms: root and snapshot, each part of which can be made wrong.

use serde_json::{Value, json};
use xinyi::issuer::SigningKey;

use crate::jose::{base64url, compact, general, header, jwk, sha256};
use crate::world::*;

/// Names of keys with the keys.
pub type Signers<'w> = Vec<(&'w str, &'w SigningKey)>;

/// A platform before it is signed.
pub struct Plan<'w> {
    pub root: Value,
    pub root_signers: Signers<'w>,
    /// Roots after the pinned one, signed.
    pub roots: Vec<Value>,
    pub trust_list: Value,
    pub trust_list_signers: Signers<'w>,
    /// An edition of the law, which the keys of the trust list sign.
    pub law: Option<Value>,
    /// Without pins: those are added when it is signed.
    pub manifest: Value,
    pub manifest_signers: Signers<'w>,
    /// Documents with the name of the key and the key that sign them.
    pub programmes: Vec<(Value, &'w str, &'w SigningKey)>,
    pub status_lists: Vec<String>,
}

impl<'w> Plan<'w> {
    /// The platform that most vectors are for: every issuer, status lists of every width.
    pub fn base(world: &'w World) -> Self {
        let mut plan = Self::small(world);
        let mut entries = vec![
            authority_entry(world),
            agency_entry(world),
            suzhou_entry(world),
        ];
        plan.entries().append(&mut entries);
        let signed = |document| (document, "programme-1", &world.city_programme);
        let ended = programme(json!({
            "id": "test.ended", "iss": CITY, "valid_from": "2025-01-01", "valid_until": "2025-12-31",
        }));
        let next_version = programme(json!({
            "id": "test.bike", "iss": CITY, "version": 2,
            "valid_from": "2027-01-01", "valid_until": "2027-12-31",
        }));
        let pair = firm_and_officer(json!({ "iss": CITY }));
        let later = [loan(), ended, next_version, pair];
        plan.programmes.extend(later.map(signed));
        plan.status_lists.extend([
            StatusList::new(&status_uri(1), 1, &[0, 1]).sign_for(world),
            StatusList::new(&status_uri(4), 4, &[0, 1, 2, 3, 5, 12]).sign_for(world),
            StatusList::new(&status_uri(8), 8, &[0, 1, 2, 3, 5, 12, 128]).sign_for(world),
            StatusList::new(&agency_status_uri(), 1, &[0]).sign("status-1", &world.agency),
            StatusList::new(&suzhou_status_uri(), 1, &[0]).sign("status-1", &world.suzhou_status),
        ]);
        plan
    }

    /// The city and its district, one programme and one status list.
    pub fn small(world: &'w World) -> Self {
        Self {
            root: root(world),
            root_signers: root_signers(world),
            roots: Vec::new(),
            trust_list: json!({
                "version": 3, "iat": NOW - DAY, "exp": NOW + 90 * DAY,
                "entries": [city_entry(world), district_entry(world)],
            }),
            trust_list_signers: root_signers(world),
            law: None,
            manifest: json!({
                "version": 5, "iat": NOW - 2 * HOUR, "exp": NOW + 14 * DAY,
                "status_lists": [{ "uri": status_uri(2), "min_iat": NOW - 6 * HOUR }],
            }),
            manifest_signers: vec![("manifest-1", &world.manifest)],
            programmes: vec![(bike(), "programme-1", &world.city_programme)],
            status_lists: vec![StatusList::new(&status_uri(2), 2, &[0, 1, 2, 3]).sign_for(world)],
        }
    }

    /// The entries of the trust list.
    pub fn entries(&mut self) -> &mut Vec<Value> {
        self.trust_list["entries"].as_array_mut().expect("entries")
    }

    /// The city's entry.
    pub fn city(&mut self) -> &mut Value {
        &mut self.entries()[0]
    }

    /// The district's entry.
    pub fn district(&mut self) -> &mut Value {
        &mut self.entries()[1]
    }

    /// Signed.
    pub fn build(self) -> Value {
        self.build_with(|_| {}, |_| {})
    }

    /// Signed, the manifest changed before and the snapshot changed after.
    pub fn build_with(
        self,
        change_manifest: impl FnOnce(&mut Value),
        change_snapshot: impl FnOnce(&mut Value),
    ) -> Value {
        let root = general("xinyi-root+jwt", &self.root, &self.root_signers);
        let trust_list = general(
            "xinyi-trust-list+jwt",
            &self.trust_list,
            &self.trust_list_signers,
        );
        let mut manifest = self.manifest;
        manifest["trust_list"] = json!({
            "version": self.trust_list["version"],
            "sha256": sha256(self.trust_list.to_string().as_bytes()),
        });
        let pins = self.programmes.iter().map(|(document, ..)| {
            json!({
                "id": document["id"], "version": document["version"],
                "sha256": sha256(document.to_string().as_bytes()),
                "valid_from": document["valid_from"],
            })
        });
        manifest["programmes"] = pins.collect::<Vec<_>>().into();
        if let Some(law) = &self.law {
            manifest["law"] = json!({
                "version": law["version"], "sha256": sha256(law.to_string().as_bytes()),
            });
        }
        change_manifest(&mut manifest);
        let programmes = self.programmes.iter().map(|(document, kid, key)| {
            compact(
                &header("xinyi-programme+jwt", kid, key),
                &document.to_string(),
                key,
            )
        });
        let mut snapshot = json!({
            "snapshot": 1,
            "roots": self.roots,
            "manifest": general("xinyi-manifest+jwt", &manifest, &self.manifest_signers),
            "trust_list": trust_list,
            "programmes": programmes.collect::<Vec<_>>(),
            "status_lists": self.status_lists,
        });
        if let Some(law) = &self.law {
            snapshot["law"] = general("xinyi-law+jwt", law, &self.trust_list_signers);
        }
        change_snapshot(&mut snapshot);
        json!({ "root": root.to_string(), "snapshot": snapshot.to_string(), "now": NOW })
    }
}

/// Two of the three root keys.
pub fn root_signers(world: &World) -> Signers<'_> {
    vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])]
}

/// The first version of the root.
pub fn root(world: &World) -> Value {
    let key = |kid: &str, key: &SigningKey| json!({ "kid": kid, "alg": key.algorithm().name(), "jwk": jwk(key) });
    let two_of_three = json!({ "kids": ["root-1", "root-2", "root-3"], "threshold": 2 });
    json!({
        "id": "urn:xinyi:test", "version": 1, "iat": NOW - 30 * DAY, "exp": NOW + 365 * DAY,
        "keys": [
            key("root-1", &world.roots[0]), key("root-2", &world.roots[1]),
            key("root-3", &world.roots[2]), key("manifest-1", &world.manifest),
        ],
        "roles": {
            "root": two_of_three, "trust_list": two_of_three,
            "manifest": { "kids": ["manifest-1"], "threshold": 1 },
        },
    })
}

/// A key of a trust-list entry, valid for a year around now.
pub fn entry_key(kid: &str, key_use: &str, key: &SigningKey) -> Value {
    json!({
        "kid": kid, "use": key_use, "alg": key.algorithm().name(), "jwk": jwk(key),
        "not_before": NOW - 180 * DAY, "not_after": NOW + 180 * DAY,
    })
}

/// The optional claims that the public platforms always issue.
const CLAIMS: [&str; 6] = [
    "activities",
    "evaluations",
    "finance",
    "obligations",
    "registration",
    "subject",
];

fn city_entry(world: &World) -> Value {
    let mut old = entry_key("bundle-0", "bundle", &world.city_old);
    old["revoked"] = json!({ "at": NOW - 10 * DAY, "reason": "superseded" });
    let mut lost = entry_key("bundle-lost", "bundle", &world.city_lost);
    lost["revoked"] = json!({ "at": NOW - 10 * DAY });
    let mut next = entry_key("bundle-2", "bundle", &world.city_next);
    next["not_before"] = json!(NOW + DAY);
    json!({
        "issuer": CITY, "name": { "zh-CN": "测试·上海", "en": "Test: Shanghai" },
        "objection": {
            "url": "https://credit.shanghai.example/objection",
            "text": { "zh-CN": "可在网上或者信用服务窗口提交。", "en": "Object online or at a credit service desk." },
        },
        "kind": "municipal", "regions": ["310000"], "vct": [CREDIT_STATUS], "fields": "*",
        "schemes": ["sh-public", "national", "tax"],
        "complete": [{ "regions": ["310000"], "fields": "*", "nationwide": true }],
        "knows": CLAIMS,
        "keys": [
            entry_key("bundle-1", "bundle", &world.city), old, lost, next,
            entry_key("status-1", "status", &world.city_status),
            entry_key("programme-1", "programme", &world.city_programme),
        ],
    })
}

fn district_entry(world: &World) -> Value {
    json!({
        "issuer": DISTRICT, "name": { "zh-CN": "测试·浦东", "en": "Test: Pudong" },
        "kind": "district", "regions": ["310115"], "parent": CITY, "status_issuer": CITY,
        "vct": [CREDIT_STATUS], "fields": "*", "schemes": ["sh-public", "tax"],
        "complete": [{ "regions": ["310000"], "fields": "*", "nationwide": true }],
        "knows": CLAIMS,
        "keys": [entry_key("bundle-1", "bundle", &world.district)],
    })
}

fn authority_entry(world: &World) -> Value {
    json!({
        "issuer": AUTHORITY, "name": { "zh-CN": "测试·市场监管", "en": "Test: market regulation" },
        "kind": "authority", "regions": ["310000"], "status_issuer": CITY,
        "vct": [CREDIT_STATUS], "fields": ["market"], "schemes": [],
        "complete": [{ "regions": ["310000"], "fields": ["market"], "nationwide": true }],
        "knows": CLAIMS,
        "keys": [entry_key("bundle-1", "bundle", &world.authority)],
    })
}

fn agency_entry(world: &World) -> Value {
    json!({
        "issuer": AGENCY, "name": { "zh-CN": "测试·征信机构", "en": "Test: an agency" },
        "objection": { "text": { "zh-CN": "请致电客服。", "en": "Call the agency." } },
        "kind": "credit_agency", "regions": ["100000"], "vct": [MARKET_CREDIT], "fields": [],
        "schemes": ["zhima"], "knows": ["activities", "evaluations", "finance", "subject"],
        "keys": [
            entry_key("bundle-1", "bundle", &world.agency),
            entry_key("status-1", "status", &world.agency),
        ],
    })
}

fn suzhou_entry(world: &World) -> Value {
    json!({
        "issuer": SUZHOU, "name": { "zh-CN": "测试·苏州", "en": "Test: Suzhou" },
        "kind": "municipal", "regions": ["320500"], "vct": [CREDIT_STATUS], "fields": "*",
        "schemes": ["sh-public"], "knows": CLAIMS,
        "complete": [{ "regions": ["320000"], "fields": "*", "nationwide": true }],
        "keys": [
            entry_key("bundle-1", "bundle", &world.suzhou),
            entry_key("status-1", "status", &world.suzhou_status),
        ],
    })
}

/// A status list before it is signed.
pub struct StatusList {
    pub claims: Value,
}

impl StatusList {
    /// With these entries, made an hour ago, for three days.
    pub fn new(uri: &str, bits: u8, entries: &[u8]) -> Self {
        let per_byte = usize::from(8 / bits);
        let bytes: Vec<u8> = entries
            .chunks(per_byte)
            .map(|chunk| {
                let packed = chunk.iter().rev();
                packed.fold(0, |byte: u8, entry| {
                    byte.checked_shl(bits.into()).unwrap_or(0) | entry
                })
            })
            .collect();
        let lst = base64url(&miniz_oxide::deflate::compress_to_vec_zlib(&bytes, 9));
        Self {
            claims: json!({
                "sub": uri, "iat": NOW - HOUR, "exp": NOW + 3 * DAY, "ttl": DAY / 2,
                "status_list": { "bits": bits, "lst": lst },
            }),
        }
    }

    /// With another value of a claim.
    pub fn set(mut self, name: &str, value: Value) -> Self {
        self.claims[name] = value;
        self
    }

    /// Signed by the city.
    pub fn sign_for(&self, world: &World) -> String {
        self.sign("status-1", &world.city_status)
    }

    pub fn sign(&self, kid: &str, key: &SigningKey) -> String {
        compact(
            &header("statuslist+jwt", kid, key),
            &self.claims.to_string(),
            key,
        )
    }
}
