//! The issuers, keys and programmes that the vectors are about, and a bundle to start from.

use serde_json::{Value, json};
use xinyi::issuer::SigningKey;

use crate::jose::{Hash, SHA_256, compact_with, header, jwk, sign};
pub use crate::keys::test_key;
pub use crate::programmes::*;
use crate::sd_jwt::{Draft, KeyBinding, SdJwt};

/// Friday, 20 November 2026, 10:00 in China.
pub const NOW: i64 = 1_795_140_000;
pub const TODAY: &str = "2026-11-20";
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 86_400;

pub const AUDIENCE: &str = "https://app.example";
pub const NONCE: &str = "d2hhdCBldmVyIGl0IGlz";

/// The municipal platform of Shanghai, and that of its district Pudong.
pub const CITY: &str = "https://credit.shanghai.example";
pub const DISTRICT: &str = "https://credit.pudong.example";
/// An authority of Shanghai that knows of the field `market` alone.
pub const AUTHORITY: &str = "https://market.shanghai.example";
/// A market credit agency.
pub const AGENCY: &str = "https://agency.example";
/// The municipal platform of Suzhou, which signs with SM2.
pub const SUZHOU: &str = "https://credit.suzhou.example";
/// Nobody that the trust list names.
pub const STRANGER: &str = "https://credit.stranger.example";

pub const CREDIT_STATUS: &str = "urn:xinyi:credit-status:1";
pub const MARKET_CREDIT: &str = "urn:xinyi:market-credit:1";

/// What the standard person shows.
pub const LOOK: &[&str] = &["/subject/age_over", "/evaluations/sh-public", "/listings"];
/// The same with the link to the agency.
pub const LOOK_AND_LINK: &[&str] = &[
    "/subject/age_over",
    "/evaluations/sh-public",
    "/listings",
    LINK_TO_AGENCY,
];
/// What the agency's bundle shows: its score, and the link.
pub const SCORE_AND_LINK: &[&str] = &["/evaluations/zhima", "/subject/link"];

/// The link of a public bundle to the agency, as [`Draft`] names its claims.
pub const LINK_TO_AGENCY: &str = "/subject/links/https://agency.example";
/// By which a bundle of the agency is about the same subject as a public one.
pub const LINK: &str = "b25lIGFuZCB0aGUgc2FtZQ";
/// The same of somebody else.
pub const ANOTHER_LINK: &str = "c29tZWJvZHkgZWxzZSdzMQ";

/// The same with the first listing.
pub const LOOK_AT_LISTING: &[&str] = &[
    "/subject/age_over",
    "/evaluations/sh-public",
    "/listings",
    "/listings/0",
];

/// All keys, which are committed test keys.
pub struct World {
    pub roots: [SigningKey; 3],
    pub manifest: SigningKey,
    pub city: SigningKey,
    /// Superseded ten days ago.
    pub city_old: SigningKey,
    /// Revoked as compromised ten days ago.
    pub city_lost: SigningKey,
    /// Valid from tomorrow on.
    pub city_next: SigningKey,
    pub city_status: SigningKey,
    pub city_programme: SigningKey,
    pub district: SigningKey,
    pub authority: SigningKey,
    pub agency: SigningKey,
    pub suzhou: SigningKey,
    pub suzhou_status: SigningKey,
    pub holder: SigningKey,
    /// Whoever else there is.
    pub stranger: SigningKey,
}

impl World {
    pub fn new() -> Self {
        Self {
            roots: ["root-1", "root-2", "root-3"].map(test_key),
            manifest: test_key("manifest"),
            city: test_key("city"),
            city_old: test_key("city-old"),
            city_lost: test_key("city-lost"),
            city_next: test_key("city-next"),
            city_status: test_key("city-status"),
            city_programme: test_key("city-programme"),
            district: test_key("district"),
            authority: test_key("authority"),
            agency: test_key("agency"),
            suzhou: test_key("suzhou"),
            suzhou_status: test_key("suzhou-status"),
            holder: test_key("holder"),
            stranger: test_key("stranger"),
        }
    }

    /// A person of 25 to 35 with a score of 742 and nothing on record.
    pub fn person(&self) -> Sketch<'_> {
        let claims = json!({
            "iss": CITY, "vct": CREDIT_STATUS,
            "iat": NOW - HOUR, "exp": NOW + 10 * DAY,
            "cnf": { "jwk": jwk(&self.holder) },
            "status": { "status_list": { "uri": status_uri(2), "idx": 0 } },
            "subject_kind": "natural_person", "jurisdiction": "310000",
            "catalogue": "CN-2025", "as_of": TODAY,
            "subject": {
                "id_tail": "0018", "residence": "310115",
                "age_over": { "18": true, "25": true, "36": false },
            },
            "evaluations": { "sh-public": { "score": 742 } },
            "listings": [], "penalties": [], "commitments": [], "honours": [], "licences": [],
        });
        Sketch {
            world: self,
            claims,
            kid: "bundle-1",
            key: &self.city,
            holder: &self.holder,
            decoys: 2,
        }
    }

    /// The standard person with listings of these kinds.
    pub fn listed(&self, changes: &Value) -> Sketch<'_> {
        self.person()
            .set("/listings", json!([merged(listing(), changes)]))
    }

    /// A firm of Pudong, founded in 2020, with a tax grade of A.
    pub fn firm(&self) -> Sketch<'_> {
        let sketch = self
            .person()
            .set("/iss", json!(DISTRICT))
            .set("/jurisdiction", json!("310115"))
            .set("/subject_kind", json!("enterprise"))
            .set(
                "/subject",
                json!({ "id": "91310115MA1000367Y", "established": "2020-03-02" }),
            )
            .set("/evaluations", json!({ "tax": { "grade": "A" } }))
            .set(
                "/registration",
                json!({ "status": "active", "tax_status": "normal" }),
            );
        Sketch {
            key: &self.district,
            ..sketch
        }
    }

    /// What the market authority knows of the firm.
    pub fn by_authority(&self) -> Sketch<'_> {
        let sketch = self
            .firm()
            .set("/iss", json!(AUTHORITY))
            .set("/jurisdiction", json!("310000"))
            .set("/evaluations", json!({}));
        Sketch {
            key: &self.authority,
            ..sketch
        }
    }

    /// A score of 701 by the agency.
    pub fn market(&self) -> Sketch<'_> {
        let mut sketch = self
            .person()
            .set("/iss", json!(AGENCY))
            .set("/vct", json!(MARKET_CREDIT))
            .set("/status/status_list/uri", json!(agency_status_uri()))
            .set("/evaluations", json!({ "zhima": { "score": 701 } }));
        for list in [
            "listings",
            "penalties",
            "commitments",
            "honours",
            "licences",
        ] {
            sketch = sketch.remove(&format!("/{list}"));
        }
        Sketch {
            key: &self.agency,
            ..sketch
        }
    }

    /// The standard person, in Suzhou.
    pub fn in_suzhou(&self) -> Sketch<'_> {
        let sketch = self
            .person()
            .set("/iss", json!(SUZHOU))
            .set("/jurisdiction", json!("320500"))
            .set("/status/status_list/uri", json!(suzhou_status_uri()));
        Sketch {
            key: &self.suzhou,
            ..sketch
        }
    }

    /// A presentation of `shown`, made now for the standard request.
    pub fn bind(&self, shown: &str) -> String {
        self.binding(shown).sign(shown, &self.holder)
    }

    /// The same, to be made wrong before it is signed.
    pub fn binding(&self, shown: &str) -> KeyBinding {
        KeyBinding::new(shown, AUDIENCE, NONCE, NOW, &self.holder)
    }
}

/// A bundle before it is issued.
pub struct Sketch<'w> {
    world: &'w World,
    pub claims: Value,
    kid: &'w str,
    key: &'w SigningKey,
    holder: &'w SigningKey,
    decoys: usize,
}

impl<'w> Sketch<'w> {
    /// Sets the claim at a JSON pointer; its parent must be there.
    pub fn set(mut self, pointer: &str, value: Value) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        match self
            .claims
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("{pointer}"))
        {
            Value::Array(elements) => elements.push(value),
            parent => parent[name] = value,
        }
        self
    }

    /// Removes the claim at a JSON pointer.
    pub fn remove(mut self, pointer: &str) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = self
            .claims
            .pointer_mut(parent)
            .and_then(Value::as_object_mut);
        parent
            .and_then(|parent| parent.remove(name))
            .unwrap_or_else(|| panic!("{pointer}"));
        self
    }

    /// With the link that ties a public bundle and one of the agency.
    pub fn linked(self) -> Self {
        self.linked_by(LINK)
    }

    /// The same with another link.
    pub fn linked_by(self, link: &str) -> Self {
        match self.claims["vct"] == CREDIT_STATUS {
            true => self.set("/subject/links", json!({ AGENCY: link })),
            false => self.set("/subject/link", json!(link)),
        }
    }

    /// Signed with another key, or by another name.
    pub fn signed_by(self, kid: &'w str, key: &'w SigningKey) -> Self {
        Self { kid, key, ..self }
    }

    /// Issued to somebody's own key, who presents it with that.
    pub fn held_by(self, holder: &'w SigningKey) -> Self {
        let sketch = self.set("/cnf", json!({ "jwk": jwk(holder) }));
        Self { holder, ..sketch }
    }

    /// Without digests of nothing.
    pub fn without_decoys(self) -> Self {
        Self { decoys: 0, ..self }
    }

    /// The SD-JWT before it is signed, with the disclosures that the profile asks for.
    pub fn draft(&self) -> Draft {
        self.draft_hiding(is_disclosure)
    }

    /// The SD-JWT before it is signed, with whatever disclosures.
    pub fn draft_hiding(&self, is_selective: impl Fn(&str) -> bool) -> Draft {
        self.draft_by(SHA_256, is_selective)
    }

    /// The same with digests of whatever kind.
    pub fn draft_by(&self, hash: Hash, is_selective: impl Fn(&str) -> bool) -> Draft {
        let draft = Draft::new(&self.claims, hash, is_selective);
        (0..self.decoys).fold(draft, |draft, _| draft.decoy())
    }

    pub fn sign(&self) -> SdJwt {
        self.draft().sign(self.kid, self.key)
    }

    /// Issued, and presented with the disclosures of these pointers.
    pub fn present(&self, pointers: &[&str]) -> String {
        self.present_as(pointers, |_| {})
    }

    /// The same with another key binding.
    pub fn present_as(&self, pointers: &[&str], change: impl FnOnce(&mut KeyBinding)) -> String {
        let shown = self.sign().show(pointers);
        let mut binding = KeyBinding::new(&shown, AUDIENCE, NONCE, NOW, self.holder);
        change(&mut binding);
        binding.sign(&shown, self.holder)
    }

    /// Issued with a payload whose text was changed before it was signed, and presented as usual.
    pub fn present_text(&self, change: impl FnOnce(&str) -> String) -> String {
        let draft = self.draft();
        let header = header("dc+sd-jwt", self.kid, self.key).to_string();
        let payload = change(&draft.payload.to_string());
        let sign = |input: &[u8]| sign(self.key, input);
        let sd_jwt = SdJwt {
            token: compact_with(&header, payload.as_bytes(), sign),
            disclosures: draft.disclosures,
        };
        self.world.bind(&sd_jwt.show(LOOK))
    }

    /// Issued with a payload that was changed after the digests were made, and presented with
    /// everything.
    pub fn present_changed(&self, change: impl FnOnce(&mut Draft)) -> String {
        let mut draft = self.draft();
        change(&mut draft);
        self.world.bind(&draft.sign(self.kid, self.key).show_all())
    }
}

/// What the profile makes disclosures of.
pub fn is_disclosure(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    const LISTS: [&str; 7] = [
        "listings",
        "penalties",
        "commitments",
        "honours",
        "licences",
        "obligations",
        "activities",
    ];
    match parts.as_slice() {
        // The name of an issuer is an address.
        ["subject", "links", issuer @ ..] => !issuer.is_empty(),
        ["subject" | "evaluations" | "clear", _] | ["registration" | "finance"] => true,
        [list] | [list, _] => LISTS.contains(list),
        _ => false,
    }
}

/// A status list of the city with so many bits per entry.
pub fn status_uri(bits: u8) -> String {
    format!("{CITY}/status/{bits}-bit")
}

pub fn agency_status_uri() -> String {
    format!("{AGENCY}/status/1")
}

pub fn suzhou_status_uri() -> String {
    format!("{SUZHOU}/status/1")
}

/// On a list of serious dishonesty, since 2024.
pub fn listing() -> Value {
    json!({
        "list": "judgment_defaulter", "ground": "1.1", "field": "judicial", "severity": "serious",
        "scope": "310000", "since": "2024-05-06", "state": "active",
        "authority": "示例区人民法院", "basis": "最高人民法院关于公布失信被执行人名单信息的若干规定",
    })
}

/// The same on another list, whose end depends on no ground.
pub fn listing_on(list: &str, field: &str) -> Value {
    let mut listing = merged(listing(), &json!({ "list": list, "field": field }));
    listing.as_object_mut().expect("a listing").remove("ground");
    listing
}

/// A fine of the general class, of this year.
pub fn penalty() -> Value {
    json!({
        "document": "示例罚〔2026〕1号", "kind": "fine", "field": "market", "class": "general",
        "procedure": "general", "region": "310115", "determined_on": "2026-05-06",
        "published_on": "2026-05-08", "publish_until": "2027-05-06", "state": "active",
        "authority": "示例区市场监督管理局", "basis": "中华人民共和国行政处罚法",
    })
}

/// `base` with the members of `changes` in place of its own.
pub fn merged(mut base: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().expect("an object") {
        base[name] = value.clone();
    }
    base
}
