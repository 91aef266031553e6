//! Nothing of a file, a token or an argument reaches a terminal that is not seen, or that moves what
//! is: whatever command prints it, on standard output or standard error.
#![cfg(feature = "cli")]

mod watched;

use std::fs;
use std::path::Path;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::world::{AUDIENCE, LOOK, NONCE, World};
use testkit::{facts, programmes};
use xinyi::holder::Binding;
use xinyi::issuer::{self, Algorithm, Signatory, SigningKey, SystemRandom};

use watched::{HOSTILE, NOW, NOW_UNIX, Watched, commands, value};

/// They are not given together with a key.
const IN_PLACE_OF_KEY: [&str; 3] = ["--sign-command", "--public-key", "--sign-timeout"];

fn b64(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(bytes.as_ref())
}

/// A token that says hostile things of itself, with a disclosure.
fn token(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let input = [b64(header.to_string()), b64(payload.to_string())].join(".");
    let signature = key.sign(input.as_bytes()).expect("a signature");
    [input, b64(signature)].join(".")
}

fn key() -> SigningKey {
    SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).expect("a key")
}

#[test]
fn whatever_every_command_is_given() {
    let key = key();
    let header = json!({ "alg": "EdDSA", "typ": HOSTILE, "kid": HOSTILE, HOSTILE: HOSTILE });
    let disclosure = b64(json!(["salt", HOSTILE, { HOSTILE: HOSTILE }]).to_string());
    let jws = token(&key, &header, &json!({ "iss": HOSTILE, HOSTILE: HOSTILE }));
    let contents = [
        HOSTILE.to_owned(),
        json!({ HOSTILE: HOSTILE, "payload": HOSTILE, "signatures": [] }).to_string(),
        json!([HOSTILE]).to_string(),
        format!("{jws}~{disclosure}~"),
        jws,
        format!("\"{HOSTILE}\",\"{HOSTILE}\"\n\"{HOSTILE}\",1\n"),
        String::new(),
    ];
    let desk = Watched::with(&[]);
    let all = commands(&desk, &[]);
    assert!(all.len() >= 20, "{all:?}");
    let mut ran = 0;
    for usage in &all {
        let command: Vec<&str> = usage.command.iter().map(String::as_str).collect();
        desk.run(&[&command[..], &[&format!("--{HOSTILE}")]].concat());
        desk.run(&[&command[..], &[HOSTILE; 9]].concat());
        for (option, ..) in &usage.options {
            desk.run(&[&command[..], &[option, HOSTILE]].concat());
            desk.run(&[&command[..], &[&format!("{option}={HOSTILE}")]].concat());
        }
        for content in &contents {
            for (file, json) in [(HOSTILE, false), (HOSTILE, true), ("-", false), ("-", true)] {
                fs::write(desk.path().join(HOSTILE), content).expect("a file");
                let mut arguments = command.clone();
                let values: Vec<(&str, String)> = usage
                    .options
                    .iter()
                    .filter(|(name, _, few)| !few && !IN_PLACE_OF_KEY.contains(&name.as_str()))
                    .map(|(name, of, _)| (name.as_str(), value(name, of, file)))
                    .collect();
                for (name, value) in &values {
                    arguments.extend([*name, value]);
                }
                let flags = usage.flags.iter().map(String::as_str);
                arguments.extend(flags.filter(|flag| *flag == "--json" && json));
                arguments.extend(vec![file; usage.arguments]);
                // Of codes each line is one, and answered by one.
                let input = match command[..] {
                    ["id"] => content.replace(['\r', '\n'], ""),
                    _ => content.clone(),
                };
                desk.run_with(&arguments, &input);
                ran += 1;
            }
        }
    }
    desk.run(&[HOSTILE]);
    desk.run(&["programme", HOSTILE]);
    desk.run(&["batch", HOSTILE]);
    assert!(ran > 500, "{ran}");
    assert!(desk.shown.get() > 250, "{}", desk.shown.get());
}

#[test]
fn what_a_command_answers_in_place_of_a_signature() {
    let desk = Watched::with(&[("answer", HOSTILE)]);
    desk.run(&["key", "generate", "--out", "key.pem"]);
    let build = [
        "status",
        "build",
        "--issuer",
        "i",
        "--uri",
        "u",
        "--entries",
        "8",
        "--kid",
        "k",
    ];
    let signer = [
        "--out",
        "out",
        "--public-key",
        "key.jwk",
        "--sign-command",
        "cat answer",
    ];
    let told = desk.run(&[&build[..], &signer].concat());
    assert!(told.contains("issuer.signer"), "{told}");
    // It may be a secret, and is not shown at all.
    assert!(!told.contains("granted"), "{told}");
    assert_eq!(desk.shown.get(), 0, "{told}");
}

/// A programme, all of whose texts are hostile, and facts that have every rule of it tell of theirs.
fn programme() -> Value {
    let texts = json!({ "zh-CN": HOSTILE, "en": HOSTILE });
    programmes::programme(json!({
        "title": texts, "owner": HOSTILE, "contact": HOSTILE, "basis": [HOSTILE],
        "scales": { "tax": [HOSTILE, "A"] },
        "requirements": [
            { "id": "name", "when": { "==": [{ "var": "credit.subject.name" }, format!("{HOSTILE}!")] },
              "unmet": texts, "basis": HOSTILE },
            { "id": "honour", "when": { "none": [{ "var": "credit.honours" }, { "==": [{ "var": "authority" }, HOSTILE] }] },
              "basis": HOSTILE },
            { "id": "grade", "when": { "at-least": [{ "var": "credit.evaluations.sh-public.grade" }, "A", "tax"] } }],
        "tiers": [{ "id": "only", "when": true, "benefit": { "kind": "perk", "code": HOSTILE, "text": texts } }]
    }))
}

fn honour() -> Value {
    json!({ "kind": "red_list", "list": "l", "scope": "310000", "since": "2025-01-01", "authority": HOSTILE, HOSTILE: HOSTILE })
}

fn credit() -> Value {
    facts::person(json!({
        "as_of": "2026-11-18",
        "subject": { "name": HOSTILE, "age_over": { "18": true } },
        "evaluations": { "sh-public": { "grade": HOSTILE } },
        "listings": [], "penalties": [], "commitments": [], "honours": [honour()], "licences": [],
    }))
}

#[test]
fn texts_that_a_decision_tells() {
    let facts = json!({ "credit": credit() }).to_string();
    let mut generous = programme();
    generous["requirements"] = json!([]);
    let mut wrong = programme();
    wrong[HOSTILE] = json!(HOSTILE);
    wrong["requirements"][0]["when"] = json!({ HOSTILE: [1, HOSTILE] });
    wrong["requirements"][1]["when"] = json!({ "==": [{ "var": HOSTILE }, HOSTILE] });
    wrong["requirements"][2]["when"] =
        json!({ "at-least": [{ "var": "credit.evaluations.sh-public.grade" }, HOSTILE, HOSTILE] });
    let [strict, generous, wrong] = [programme(), generous, wrong].map(|p| p.to_string());
    let desk = Watched::with(&[
        ("strict", &strict),
        ("generous", &generous),
        ("wrong", &wrong),
        ("facts", &facts),
    ]);
    for programme in ["strict", "generous", "wrong"] {
        for more in [&[][..], &["--json"], &["--explain", "codes"]] {
            let tried = [
                "programme",
                "try",
                programme,
                "--facts",
                "facts",
                "--now",
                NOW,
            ];
            desk.run(&[&tried[..], more].concat());
        }
        for more in [&[][..], &["--json"]] {
            desk.run(&[&["programme", "lint", programme][..], more].concat());
        }
    }
    // Every text was there to be shown.
    let tried = [
        "programme",
        "try",
        "strict",
        "--facts",
        "facts",
        "--now",
        NOW,
    ];
    let shown = desk.run(&tried);
    assert!(shown.matches("\\u{1b}[2J").count() >= 4, "{shown}");
    let granted = desk.run(&[
        "programme",
        "try",
        "generous",
        "--facts",
        "facts",
        "--now",
        NOW,
    ]);
    assert!(granted.contains("优惠："), "{granted}");
    assert!(granted.contains("\\u{202e}"), "{granted}");
    let wrong = desk.run(&["programme", "lint", "wrong"]);
    assert!(wrong.matches("\\u{1b}[2J").count() >= 6, "{wrong}");
}

/// Whoever signs a trust list can write anything into its names and texts.
#[test]
fn texts_of_whom_to_ask_and_where_to_object() {
    let world = World::new();
    let texts = json!({ "zh-CN": HOSTILE, "en": HOSTILE });
    let mut plan = Plan::small(&world);
    plan.city()["name"] = texts.clone();
    plan.city()["objection"] = json!({ "url": "https://credit.shanghai.example/", "text": texts });
    let platform = plan.build();
    let text = |name: &str| platform[name].as_str().expect(name);
    let never = json!([{ "id": "a", "when": false, "benefit": programmes::perk() }]);
    let never = programmes::programme(json!({ "contact": HOSTILE, "tiers": never }));
    let desk = Watched::with(&[
        ("root", text("root")),
        ("snapshot", text("snapshot")),
        ("programme", &never.to_string()),
        ("bundle", &world.person().present(LOOK)),
    ]);
    let now = testkit::world::NOW.to_string();
    let command = format!(
        "check --root root --snapshot snapshot --programme-file programme --aud {AUDIENCE} --nonce {NONCE} --now {now} bundle"
    );
    let command: Vec<&str> = command.split(' ').collect();
    let said = desk.run(&command);
    // Whom to ask; what the issuer is called, and how to object: each in both languages.
    assert_eq!(said.matches("\\u{1b}[2J").count(), 6, "{said}");
    assert_eq!(
        said.matches("https://credit.shanghai.example/").count(),
        2,
        "{said}"
    );
    for more in [&["--json"][..], &["--explain", "codes"]] {
        assert!(desk.run(&[&command[..], more].concat()).contains("1b"));
    }
}

#[test]
fn bundles_that_are_believed_and_bundles_that_are_not() {
    let desk = Watched::with(&[("programme.json", &programme().to_string())]);
    desk.run(&["demo", "--out", "demo", "--now", NOW]);
    let pem = fs::read_to_string(desk.path().join("demo/keys/city-bundle-1.pem")).expect("a key");
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let pkcs8 = BASE64.decode(body.as_bytes()).expect("PEM");
    let city = SigningKey::from_pkcs8(&pkcs8).expect("a key");
    let issued = fs::read_to_string(desk.path().join("demo/bundles/zhang-gold.sd-jwt"));
    let issued = issued.expect("a bundle");
    let open = |part: usize| -> Value {
        let part = issued.split(['.', '~']).nth(part).expect("a part");
        let decoded = BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url");
        serde_json::from_slice(&decoded).expect("JSON")
    };
    let (header, payload) = (open(0), open(1));
    let holder = key();
    let mut claims = credit();
    for name in ["iss", "vct", "iat", "exp", "status"] {
        claims[name] = payload[name].clone();
    }
    claims["cnf"] = serde_json::from_str(&format!(
        r#"{{"jwk":{}}}"#,
        xinyi::Value::from(holder.to_jwk())
    ))
    .expect("JSON");
    let read = |claims: &Value| {
        let text = claims.to_string();
        let read = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
        read.as_object().expect("an object").clone()
    };
    let kid = header["kid"].as_str().expect("a kid");
    let random = SystemRandom::new();
    let signed = issuer::sign_bundle(&read(&claims), 1, Signatory::new(&city, kid), &random);
    let binding = Binding::new(HOSTILE, HOSTILE, testkit::verifying::at(NOW_UNIX));
    let bundle = signed.expect("a bundle");
    let believed = issuer::present(&bundle, |_| true, Some((&holder, &binding)));
    let write = |name: &str, text: &str| fs::write(desk.path().join(name), text).expect(name);
    write("believed", &believed.expect("a presentation"));
    for (name, member, header_member) in [
        ("issuer", "iss", None),
        ("type", "vct", None),
        ("list", "status", None),
        ("key", "jti", Some("kid")),
        ("kind", "jti", Some("typ")),
        ("algorithm", "jti", Some("alg")),
    ] {
        let (mut header, mut payload) = (header.clone(), payload.clone());
        payload[member] = match member {
            "status" => json!({ "status_list": { "idx": 0, "uri": HOSTILE } }),
            _ => json!(HOSTILE),
        };
        if let Some(member) = header_member {
            header[member] = json!(HOSTILE);
        }
        let disclosure = b64(json!(["salt", HOSTILE, HOSTILE]).to_string());
        write(
            name,
            &format!("{}~{disclosure}~", token(&city, &header, &payload)),
        );
    }
    for bundle in [
        "believed",
        "issuer",
        "type",
        "list",
        "key",
        "kind",
        "algorithm",
    ] {
        let check = [
            "check",
            "--root",
            "demo/root.json",
            "--snapshot",
            "demo/snapshot.json",
            "--programme-file",
            "programme.json",
            "--now",
            NOW,
            bundle,
        ];
        for more in [
            &["--aud", HOSTILE, "--nonce", HOSTILE][..],
            &["--aud", HOSTILE, "--nonce", HOSTILE, "--json"],
            &["--aud", "a", "--nonce", HOSTILE, "--subject", HOSTILE],
            &["--unbound"],
            &["--unbound", "--explain", "codes"],
        ] {
            desk.run(&[&check[..], more].concat());
        }
        desk.run(&["inspect", "--now", NOW, bundle]);
        desk.run(&["inspect", "--now", NOW, "--json", bundle]);
    }
    let check = [
        "check",
        "--root",
        "demo/root.json",
        "--snapshot",
        "demo/snapshot.json",
        "--programme-file",
        "programme.json",
        "--now",
        NOW,
        "--aud",
        HOSTILE,
        "--nonce",
        HOSTILE,
        "believed",
    ];
    let shown = desk.run(&check);
    assert!(shown.contains("结果：不符合条件。\n"), "{shown}");
    assert!(shown.matches("\\u{1b}[2J").count() >= 4, "{shown}");
    let refused = desk.run(&["inspect", "--now", NOW, "issuer"]);
    assert!(refused.contains("claim.invalid"), "{refused}");
    assert!(refused.contains("/iss"), "{refused}");

    let snapshot = fs::read_to_string(desk.path().join("demo/snapshot.json")).expect("a snapshot");
    let mut snapshot: Value = serde_json::from_str(&snapshot).expect("JSON");
    let list = json!({ "iat": 1, "sub": HOSTILE, "status_list": { "bits": 1, "lst": "" } });
    let header = json!({ "alg": "EdDSA", "typ": "statuslist+jwt", "kid": HOSTILE });
    let programme = json!({ "id": HOSTILE, "iss": HOSTILE, "version": 1 });
    let signed = json!({ "alg": "EdDSA", "typ": "xinyi-programme+jwt", "kid": "k" });
    snapshot["status_lists"] = json!([HOSTILE, token(&city, &header, &list)]);
    snapshot["programmes"] = json!([HOSTILE, token(&city, &signed, &programme)]);
    write("snapshot.json", &snapshot.to_string());
    for more in [&[][..], &["--json"]] {
        let verify = [
            "snapshot",
            "verify",
            "--root",
            "demo/root.json",
            "--now",
            NOW,
            "snapshot.json",
        ];
        desk.run(&[&verify[..], more].concat());
    }
    assert!(desk.shown.get() > 30, "{}", desk.shown.get());
}

#[test]
fn tokens_that_verify() {
    let key = key();
    let header = json!({ "alg": "EdDSA", "typ": HOSTILE });
    let payload = json!({ HOSTILE: HOSTILE });
    let jws = token(&key, &header, &payload);
    let jwk = xinyi::Value::from(key.to_jwk()).to_string();
    let sd_jwt = format!("{jws}~");
    let desk = Watched::with(&[("key", &jwk), ("jws", &jws), ("sd-jwt", &sd_jwt)]);
    for more in [&[][..], &["--json"]] {
        let verify = ["sd-jwt", "verify", "--jwk", "key", "--now", NOW, "sd-jwt"];
        let shown = desk.run(&[&verify[..], more].concat());
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        // Escaped, and the same.
        assert_eq!(shown["payload"], payload);
        let verify = ["jws", "verify", "--jwk", "key", "jws"];
        desk.run(&[&verify[..], more].concat());
    }
    assert_eq!(desk.shown.get(), 2);
}

#[test]
fn rows_and_codes() {
    let header = "统一社会信用代码,企业名称";
    let quoted = HOSTILE.replace('"', "");
    let rows =
        format!("{header},\"{quoted}\"\n\"{quoted}\",\"{quoted}\",x\n91310115MA1000367Y,a\n");
    let twice = format!("{header},\"{quoted}\",\"{quoted}\"\n");
    let objects = format!(
        "{}\n",
        json!({ "统一社会信用代码": HOSTILE, HOSTILE: HOSTILE })
    );
    let desk = Watched::with(&[(HOSTILE, &rows), ("twice", &twice), ("objects", &objects)]);
    for file in [HOSTILE, "twice", "objects"] {
        for more in [
            &[][..],
            &["--json"],
            &["--rows", "registry", "--bad-rows", "bad.csv"],
        ] {
            desk.run(&[&["audit", "--now", NOW, file][..], more].concat());
        }
    }
    let report = desk.run(&["audit", "--now", NOW, "--rows", "registry", HOSTILE]);
    assert!(report.contains("\\u{1b}[2J"), "{report}");
    for more in [&[][..], &["--json"]] {
        desk.run(&[&["id", "--now", NOW, HOSTILE][..], more].concat());
    }
    assert!(desk.shown.get() >= 6, "{}", desk.shown.get());
}

/// What is hard to forget: everything is printed by one file.
#[test]
fn nothing_else_prints() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin/xinyi")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|e| e != "rs") || path.ends_with("terminal.rs") {
                continue;
            }
            files += 1;
            let text = fs::read_to_string(&path).expect("a source");
            for way in ["stdout()", "stderr()", "print!(", "println!(", "dbg!("] {
                assert!(!text.contains(way), "{}: {way}", path.display());
            }
        }
    }
    assert!(files > 30, "{files}");
}
