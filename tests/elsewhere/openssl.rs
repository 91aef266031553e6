//! A platform whose keys OpenSSL has.

use std::fs;
use std::process::Command;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use testkit::desk::{Desk, blocks, told};
use testkit::programmes;
use xinyi::holder::Binding;
use xinyi::issuer::{self, Signatory, Signer, SystemRandom, VerifyingKey};
use xinyi::{Error, Instant, Object};

use crate::{NOW, URI, build, payload, read, there_is, verifies};

const NOW_UNIX: i64 = 1_795_140_000;

/// The name of a key, how OpenSSL makes one, its type and curve as JWK, and how OpenSSL signs with it.
const KINDS: [(&str, &str, [&str; 2]); 3] = [
    ("ed25519", "-algorithm ED25519", ["OKP", "Ed25519"]),
    (
        "es256",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        ["EC", "P-256"],
    ),
    ("sm2", "-algorithm SM2", ["EC", "SM2"]),
];

/// A desk with a key of each algorithm, and what signs with it.
fn office() -> Desk {
    let desk = testkit::desk!(&[]);
    for (name, options, _) in KINDS {
        desk.sh(&format!("openssl genpkey {options} -out {name}.pem"));
        write_jwk(&desk, name, name);
    }
    desk.sh(&blocks("docs/operate.md", "sh elsewhere"));
    desk.sh(&blocks("docs/operate.md", "sh openssl"));
    desk
}

/// The public key of a private one, by OpenSSL.
fn write_jwk(desk: &Desk, key: &str, kind: &str) {
    let public = Command::new("openssl")
        .args(["pkey", "-pubout", "-outform", "DER", "-in"])
        .arg(format!("{key}.pem"))
        .current_dir(desk.path())
        .output()
        .expect("openssl")
        .stdout;
    let (_, _, [kty, crv]) = KINDS
        .into_iter()
        .find(|(name, ..)| *name == kind)
        .expect("a kind");
    let numbers = if kty == "EC" { 2 } else { 1 };
    let point = &public[public.len() - numbers * 32..];
    let mut jwk = json!({ "kty": kty, "crv": crv });
    for (name, number) in ["x", "y"].iter().zip(point.chunks(32)) {
        jwk[name] = json!(BASE64URL_NOPAD.encode(number));
    }
    let path = desk.path().join(format!("{key}.jwk"));
    fs::write(path, jwk.to_string()).expect("written");
}

/// The arguments for a key of a kind.
fn by<'a>(kind: &str, words: &'a mut Vec<String>) -> Vec<&'a str> {
    *words = vec![
        "--public-key".to_owned(),
        format!("{kind}.jwk"),
        "--sign-command".to_owned(),
        format!("sh sign-{kind}.sh"),
    ];
    words.iter().map(String::as_str).collect()
}

/// Of Ed25519 there is one signature; of the others, one that verifies as well.
#[test]
fn what_a_command_signs_verifies_as_what_the_key_signs() {
    if !there_is("openssl") {
        return;
    }
    let desk = office();
    for (kind, ..) in KINDS {
        let (a, b) = (format!("{kind}-a.jwt"), format!("{kind}-b.jwt"));
        let output = build(&desk, &["--key", &format!("{kind}.pem")], &a);
        assert!(output.status.success(), "{}", told(&output));
        let mut words = Vec::new();
        let output = build(&desk, &by(kind, &mut words), &b);
        assert!(output.status.success(), "{}", told(&output));
        let [by_key, by_command] = [&a, &b].map(|name| read(&desk, name));
        assert_eq!(payload(&by_key), payload(&by_command));
        if kind == "ed25519" {
            assert_eq!(by_key, by_command);
        }
        for token in [&a, &b] {
            verifies(&desk, &format!("{kind}.jwk"), token);
        }
    }
}

#[test]
fn a_public_key_is_read_as_openssl_writes_it() {
    if !there_is("openssl") {
        return;
    }
    let desk = office();
    for (kind, ..) in KINDS {
        for form in ["PEM", "DER"] {
            desk.sh(&format!(
                "openssl pkey -pubout -outform {form} -in {kind}.pem -out {kind}.{form}"
            ));
            let (public, out) = (format!("{kind}.{form}"), format!("{kind}-{form}.jwt"));
            let command = format!("sh sign-{kind}.sh");
            let signer = ["--public-key", &public, "--sign-command", &command];
            let output = build(&desk, &signer, &out);
            assert!(output.status.success(), "{}", told(&output));
            verifies(&desk, &format!("{kind}.jwk"), &out);
        }
    }
}

#[test]
fn an_sm2_signer_without_the_identifier_is_told_so() {
    if !there_is("openssl") {
        return;
    }
    let desk = office();
    desk.sh("sed 's/-sigopt [^ ]*//' sign-sm2.sh > sign-wrong.sh");
    let signer = [
        "--public-key",
        "sm2.jwk",
        "--sign-command",
        "sh sign-wrong.sh",
    ];
    let output = build(&desk, &signer, "wrong.jwt");
    let told = told(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("signature.sm2_identifier"), "{told}");
    assert!(!desk.path().join("wrong.jwt").exists());
}

/// A signer in Rust: OpenSSL, asked without a shell.
struct OpenSsl<'a> {
    desk: &'a Desk,
    key: &'a str,
    digest: &'a [&'a str],
    public: VerifyingKey,
}

impl<'a> OpenSsl<'a> {
    fn new(desk: &'a Desk, key: &'a str, digest: &'a [&'a str]) -> Self {
        let jwk = object(&read(desk, &format!("{key}.jwk")));
        let public = VerifyingKey::from_jwk(&jwk.into(), None).expect("a public key");
        Self {
            desk,
            key,
            digest,
            public,
        }
    }
}

impl Signer for OpenSsl<'_> {
    fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        fs::write(self.desk.path().join("message"), message).map_err(Error::of_signer)?;
        let signed = Command::new("openssl")
            .arg("dgst")
            .args(self.digest)
            .args(["-sign", &format!("{}.pem", self.key), "message"])
            .current_dir(self.desk.path())
            .output()
            .map_err(Error::of_signer)?;
        match signed.status.success() {
            true => Ok(signed.stdout),
            false => Err(Error::of_signer("openssl has failed")),
        }
    }
}

fn object(text: &str) -> Object {
    let read = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
    read.as_object().expect("an object").clone()
}

/// From the root to a decision. Of its two holders one has a file, and the other a key elsewhere, as everybody else
/// has.
#[test]
fn a_platform_whose_keys_xinyi_never_reads() {
    if !there_is("openssl") {
        return;
    }
    let desk = office();
    desk.sh("xinyi key generate --out root-1.pem; mkdir away");
    let key = |kid: &str, jwk: &str| {
        json!({ "kid": kid, "use": kid, "alg": "SGD_SM3_SM2", "jwk": jwk,
            "not_before": NOW_UNIX - 1000, "not_after": NOW_UNIX + 1_000_000 })
    };
    let mut programme_key = key("programme", "es256.jwk");
    programme_key["alg"] = json!("ES256");
    let entry = json!({
        "issuer": "https://credit.city.example",
        "name": { "zh-CN": "示例市公共信用信息平台", "en": "Public credit platform of Example City" },
        "kind": "municipal", "regions": ["310000"], "vct": ["urn:xinyi:credit-status:1"],
        "fields": "*", "schemes": ["sh-public"],
        "complete": [{ "regions": ["310000"], "fields": "*", "nationwide": true }],
        "keys": [key("bundle", "sm2.jwk"), key("status", "sm2.jwk"), programme_key],
    });
    let programme = programmes::programme(json!({
        "id": "city.bike", "iss": "https://credit.city.example", "title": { "zh-CN": "甲", "en": "A" },
        "valid_from": "2026-01-01", "valid_until": "2027-12-31", "regions": ["310000"],
        "tiers": [{ "id": "one", "title": { "zh-CN": "一", "en": "One" },
            "when": { ">=": [{ "var": "credit.evaluations.sh-public.score" }, 600] },
            "benefit": { "kind": "deposit_waiver", "max": { "currency": "CNY", "amount": "199.00" } } }],
    }));
    let write = |name: &str, value: &Value| {
        fs::write(desk.path().join(name), value.to_string()).expect("written");
    };
    write("entries.json", &json!({ "entries": [entry] }));
    write("programme.json", &programme);
    let signed_by =
        |kind: &str| format!("--public-key {kind}.jwk --sign-command 'sh sign-{kind}.sh'");
    let [ed25519, es256, sm2] = KINDS.map(|(kind, ..)| signed_by(kind));
    // The keys are where the commands run, and where xinyi looks there is none.
    desk.sh(&format!(
        "mv ed25519.pem es256.pem sm2.pem away
         sed -i.bak 's|[a-z0-9]*\\.pem|away/&|' sign-ed25519.sh sign-es256.sh sign-sm2.sh
         xinyi trust root init --id urn:example:city --days 700 --now {NOW} \
           --key root-1=root-1.jwk --key root-2=es256.jwk --key manifest=ed25519.jwk \
           --root 2:root-1,root-2 --trust-list 2:root-1,root-2 --manifest 1:manifest --out root.json
         xinyi trust root sign root.json --key root-1.pem
         xinyi trust root sign root.json {es256}
         xinyi trust root verify root.json --now {NOW}
         xinyi trust list init --entries entries.json --days 90 --now {NOW} --out list.json
         xinyi trust list sign list.json --root root.json --key root-1.pem
         xinyi trust list sign list.json --root root.json {es256}
         xinyi law show --json > law.json
         xinyi trust law init law.json --now {NOW} --out law.1.json
         xinyi trust law sign law.1.json --root root.json --key root-1.pem
         xinyi trust law sign law.1.json --root root.json {es256}
         xinyi programme sign programme.json --kid programme {es256} --out programme.jws
         xinyi status build --issuer https://credit.city.example --uri {URI} --entries 100 \
           --kid status --now {NOW} {sm2} --out status.jwt
         xinyi status set status.jwt 9=INVALID --kid status --now 2026-11-20T02:00:01Z {sm2}
         xinyi trust manifest init --trust-list list.json --law law.1.json --programme programme.jws \
           --status-list status.jwt --days 14 --now {NOW} --out manifest.json
         xinyi trust manifest sign manifest.json --root root.json {ed25519}
         xinyi snapshot build --root root.json --manifest manifest.json --trust-list list.json \
           --law law.1.json --programme programme.jws --status-list status.jwt \
           --now 2026-11-20T02:01:00Z --out snapshot.json"
    ));

    // The holder's key is elsewhere as well.
    desk.sh(
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out holder.pem
         mv away/sm2.pem .",
    );
    write_jwk(&desk, "holder", "es256");
    let holder = OpenSsl::new(&desk, "holder", &["-sha256"]);
    let sm3 = ["-sm3", "-sigopt", "distid:1234567812345678"];
    let platform = OpenSsl::new(&desk, "sm2", &sm3);
    let claims = |idx: i64| {
        json!({
            "iss": "https://credit.city.example", "vct": "urn:xinyi:credit-status:1",
            "iat": NOW_UNIX, "exp": NOW_UNIX + 86_400,
            "status": { "status_list": { "uri": URI, "idx": idx } },
            "subject_kind": "natural_person", "jurisdiction": "310000",
            "catalogue": "CN-2025", "as_of": "2026-11-20",
            "subject": { "age_over": { "18": true } }, "evaluations": { "sh-public": { "score": 712 } },
            "listings": [], "penalties": [], "commitments": [], "honours": [], "licences": [],
            "cnf": { "jwk": serde_json::from_str::<Value>(&read(&desk, "holder.jwk")).expect("JSON") },
        })
    };
    for (idx, outcome) in [(3, "granted"), (9, "status.invalid")] {
        let claims = object(&claims(idx).to_string());
        let signatory = Signatory::new(&platform, "bundle");
        let bundle = issuer::sign_bundle(&claims, 3, signatory, &SystemRandom::new());
        let iat = Instant::from_unix(NOW_UNIX + 60).expect("a time");
        let binding = Binding::new("https://bikes.example", "n", iat);
        let holder: &dyn Signer = &holder;
        let shown = issuer::present(
            &bundle.expect("a bundle"),
            |_| true,
            Some((holder, &binding)),
        );
        fs::write(desk.path().join("shown"), shown.expect("presented")).expect("written");
        let check = "check --root root.json --snapshot snapshot.json --programme city.bike \
             --aud https://bikes.example --nonce n --now 2026-11-20T02:01:30Z --json shown";
        let (answer, _) = desk.answer(&check.split_whitespace().collect::<Vec<_>>());
        let found = [&answer["decision"]["outcome"], &answer["error"]["code"]];
        assert!(found.contains(&&json!(outcome)), "{answer}");
    }
}
