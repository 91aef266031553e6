//! Keys that other programs wrote: what each file gives, and that what is signed with it verifies elsewhere.
//!
//! `files` and `expected.json` are made by `make`. Test keys; their passphrase is `test`.
#![cfg(all(feature = "cli", feature = "sm2"))]

mod openssl;

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Map, Value, json};
use testkit::desk::Desk;

use openssl::Openssl;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keys/files")
}

fn expected() -> Map<String, Value> {
    let text = fs::read_to_string(folder().with_file_name("expected.json")).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

/// A desk with the files and the passphrase.
fn desk() -> Desk {
    let desk = testkit::desk!(&[("passphrase", "test\n")]);
    for name in expected().keys() {
        fs::copy(folder().join(name), desk.path().join(name)).expect(name);
    }
    desk
}

/// The arguments of a command on a file, with what has to be said of it.
fn arguments<'a>(command: &[&'a str], file: &'a str, about: &'a Value) -> Vec<&'a str> {
    let mut all = [
        command,
        &[file, "--json", "--passphrase-file", "passphrase"],
    ]
    .concat();
    if let Some(algorithm) = about["say"].as_str() {
        all.extend(["--algorithm", algorithm]);
    }
    all
}

#[test]
fn every_file_gives_what_its_program_says() {
    let desk = desk();
    let expected = expected();
    assert!(expected.len() > 150);
    for (file, about) in &expected {
        let (shown, status) = desk.answer(&arguments(&["key", "show"], file, about));
        if let Some(code) = about["code"].as_str() {
            let error = &shown["error"];
            assert_eq!((&shown["ok"], status), (&json!(false), 2), "{file}");
            assert_eq!(error["code"], code, "{file}: {shown}");
            assert!(about["found"].is_null() || about["found"] == error["details"]["found"]);
            for language in ["zh-CN", "en"] {
                let text = error["messages"][language].as_str().expect("a text");
                assert!(!text.is_empty() && !text.contains('{'), "{text}");
            }
            continue;
        }
        assert_eq!(status, 0, "{file}: {shown}");
        for name in ["algorithm", "thumbprint"] {
            assert_eq!(shown[name], about[name], "{file}: {shown}");
        }
        let (kind, encrypted) = match about["kind"].as_str() {
            Some("encrypted") => ("private", true),
            Some(kind) => (kind, false),
            None => panic!("{file}: no kind"),
        };
        assert_eq!(shown["kind"], kind, "{file}");
        assert_eq!(shown["encrypted"], encrypted, "{file}");
        assert_eq!(shown["jwk"]["d"], Value::Null);
    }
}

/// `--key` takes what needs no further word, and says of the rest what it is.
#[test]
fn every_file_signs_or_is_refused() {
    let desk = desk();
    let mut signed = 0;
    for (file, about) in &expected() {
        let token = format!("{file}.jwt");
        let output = desk.xinyi(&sign(file, &token));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let code = match (about["kind"].as_str(), about["say"].as_str()) {
            (Some("private"), None) => {
                assert!(output.status.success(), "{file}: {text}");
                signed += 1;
                continue;
            }
            (_, Some(_)) if file == "broken-other-algorithm.txt" => continue,
            (_, Some(_)) => "key.algorithm_needed",
            (Some("encrypted"), _) => "key.encrypted",
            (Some(_), _) => "key.public",
            (None, _) => about["code"].as_str().expect("a code"),
        };
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(text.contains(&format!(": {code}\n")), "{file}: {text}");
        assert!(!desk.path().join(&token).exists());
    }
    assert!(signed > 50, "{signed}");
}

fn sign<'a>(key: &'a str, out: &'a str) -> Vec<&'a str> {
    let start =
        "status build --issuer https://i.example --uri https://i.example/1 --entries 8 --kid k";
    let options = ["--key", key, "--out", out];
    start.split(' ').chain(options).collect()
}

/// Imported, each key is one that openssl reads, and what it signs is verified by openssl.
#[test]
fn an_imported_key_is_one_of_ours() {
    let desk = desk();
    let openssl = Openssl::at(desk.path());
    let mut imported = 0;
    for (file, about) in &expected() {
        if about["kind"].is_null() {
            continue;
        }
        let (private, public) = (format!("{file}.key.pem"), format!("{file}.key.jwk"));
        let import = [
            &arguments(&["key", "import"], file, about)[..],
            &["--out", &private],
        ]
        .concat();
        let (shown, status) = desk.answer(&import);
        assert_eq!(status, 0, "{file}: {shown}");
        assert_eq!(shown["thumbprint"], about["thumbprint"], "{file}");
        let jwk = fs::read_to_string(desk.path().join(&public)).expect("the public key");
        let jwk: Value = serde_json::from_str(&jwk).expect("JSON");
        assert_eq!(jwk, shown["jwk"]);
        assert_eq!(jwk["alg"], about["algorithm"]);
        assert_eq!(jwk["d"], Value::Null);

        // Nothing is written over.
        let (again, status) = (desk.xinyi(&import), Some(2));
        assert_eq!(again.status.code(), status, "{file}");

        if about["kind"] == "public" {
            assert!(!desk.path().join(&private).exists());
            continue;
        }
        assert_private(&desk.path().join(&private));
        imported += 1;
        if let Some(openssl) = &openssl {
            let token = format!("{file}.jwt");
            assert!(
                desk.xinyi(&sign(&private, &token)).status.success(),
                "{file}"
            );
            openssl.verifies(&private, &desk.path().join(&token), &jwk);
        }
    }
    assert!(imported > 70, "{imported}");
}

#[cfg(unix)]
fn assert_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).expect("the key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(not(unix))]
fn assert_private(_: &Path) {}

/// The lines are told with the file's name in them, and run as they are; the algorithm is left to be filled in.
#[test]
fn the_line_that_is_told_makes_a_key() {
    let desk = desk();
    let Some(openssl) = Openssl::at(desk.path()) else {
        return;
    };
    let expected = expected();
    let nothing_said = json!({});
    let mut codes = Vec::new();
    let mut tries: Vec<(String, Value)> = Vec::new();
    for (file, about) in &expected {
        let asked = arguments(&["key", "show"], file, &nothing_said);
        let (shown, _) = desk.answer(&asked);
        let line = shown["error"]["details"]["line"].as_str();
        // `keytool` asks for passphrases in its own way; the bytes of that one file are no key.
        let is_run = |line: &&str| !line.starts_with("keytool") && file != "broken-range.txt";
        if let Some(line) = line.filter(is_run).filter(|line| openssl.has_program(line)) {
            let code = shown["error"]["code"].as_str().expect("a code").to_owned();
            let mut line = line.to_owned();
            if code == "key.algorithm_needed" {
                assert!(line.contains(" --algorithm ALGORITHM "), "{line}");
                line = line.replace("ALGORITHM", about["say"].as_str().unwrap_or("SM2"));
            }
            tries.push((line, about.clone()));
            codes.push(code);
        }
    }
    for (line, about) in &tries {
        for made in ["NEW.pem", "NEW.jwk", "NEW.der"] {
            drop(fs::remove_file(desk.path().join(made)));
        }
        openssl.shell(line);
        let made = ["NEW.pem", "NEW.der", "NEW.jwk"];
        let made = made
            .into_iter()
            .find(|made| desk.path().join(made).exists());
        let made = made.expect(line);
        // What an import is told to make is there: of a public key no file ends in .pem.
        let told = line.split_once("--out ").map_or(made, |(_, told)| told);
        assert!(desk.path().join(told).exists(), "{line}");
        let arguments = [
            "key",
            "show",
            made,
            "--json",
            "--passphrase-file",
            "passphrase",
        ];
        let (shown, status) = desk.answer(&arguments);
        match about["to"].as_str() {
            Some(to) => assert_eq!(shown["thumbprint"], expected[to]["thumbprint"], "{line}"),
            // A certificate, of which the next line makes a public key.
            None if ["openssl pkcs7", "base64"]
                .iter()
                .any(|name| line.starts_with(name)) =>
            {
                assert_eq!(shown["error"]["code"], "key.certificate");
            }
            None => {
                assert_eq!(status, 0, "{line}: {shown}");
                let thumbprint = &about["thumbprint"];
                assert!(
                    thumbprint.is_null() || shown["thumbprint"] == *thumbprint,
                    "{line}"
                );
            }
        }
    }
    codes.sort();
    codes.dedup();
    let mut told = vec![
        "key.algorithm_needed",
        "key.certificate",
        "key.cipher",
        "key.openssh_public",
        "key.pem_encrypted",
        "key.pkcs12",
        "key.pkcs7",
        "key.request",
        "key.type",
        "key.work",
    ];
    told.retain(|code| *code != "key.openssh_public" || openssl.has_program("ssh-keygen"));
    assert_eq!(codes, told);
}

/// Forms that this machine's openssl writes today.
#[test]
fn keys_made_by_openssl_now() {
    let desk = testkit::desk!(&[("passphrase", "test\n")]);
    let Some(openssl) = Openssl::at(desk.path()) else {
        return;
    };
    for genpkey in [
        "-algorithm SM2",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
    ] {
        openssl.run(&format!("genpkey {genpkey} -out key.pem"));
        let thumbprint =
            &desk.answer(&["key", "show", "--json", "key.pem"]).0["thumbprint"].clone();
        for form in [
            "ec -in key.pem",
            "ec -in key.pem -param_enc explicit",
            "ec -in key.pem -conv_form compressed",
            "ec -in key.pem -conv_form hybrid",
            "ec -in key.pem -no_public",
            "ec -in key.pem -outform DER",
            "ec -in key.pem -pubout -conv_form compressed",
            "ec -in key.pem -pubout -param_enc explicit -outform DER",
            "pkey -in key.pem -text",
            "pkcs8 -in key.pem -topk8 -passout pass:test",
            "pkcs8 -in key.pem -topk8 -passout pass:test -v2 sm4-cbc",
            "pkcs8 -in key.pem -topk8 -passout pass:test -v2 aes-128-cbc -v2prf hmacWithSHA1",
            "pkcs8 -in key.pem -topk8 -passout pass:test -scrypt -scrypt_N 1024 -outform DER",
        ] {
            openssl.run(&format!("{form} -out form"));
            let show = [
                "key",
                "show",
                "--json",
                "form",
                "--passphrase-file",
                "passphrase",
            ];
            let (shown, status) = desk.answer(&show);
            assert_eq!(
                (&shown["thumbprint"], status),
                (thumbprint, 0),
                "{form}: {shown}"
            );
        }
    }
}

/// What the file says is compared with what is said of it, and not the other way round.
#[test]
fn another_algorithm_than_the_keys_is_refused() {
    let desk = desk();
    for (file, about) in &expected() {
        let Some(own) = about["algorithm"].as_str() else {
            continue;
        };
        for said in ["SM2", "ES256", "Ed25519"] {
            let is_own = own == said || (own, said) == ("SGD_SM3_SM2", "SM2");
            // To open a key takes seconds without optimisation: one of them is enough.
            let is_slow = about["kind"] == "encrypted" && file != "sm2-encrypted.der";
            if is_own || is_slow || about["say"].is_string() {
                continue;
            }
            let about = json!({ "say": said });
            let (shown, status) = desk.answer(&arguments(&["key", "show"], file, &about));
            assert_eq!(status, 2, "{file}");
            let code = shown["error"]["code"].as_str();
            // A bare point is read as one of what is said.
            let is_bare = file.ends_with(".hex");
            assert_eq!(
                code,
                Some(if is_bare {
                    "key.point"
                } else {
                    "key.algorithm"
                }),
                "{file}"
            );
        }
    }
}

#[test]
fn a_key_comes_on_standard_input() {
    let desk = testkit::desk!(&[]);
    let key = fs::read(folder().join("sm2.pem")).expect("a key");
    let shown = desk.xinyi_with(&["key", "show", "-", "--json"], &key);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(shown["thumbprint"], expected()["sm2.pem"]["thumbprint"]);
    let imported = desk.xinyi_with(&["key", "import", "-", "--out", "a.pem"], &key);
    assert!(imported.status.success());
    // Both cannot come from there.
    let both = [
        "key",
        "import",
        "-",
        "--passphrase-file",
        "-",
        "--out",
        "b.pem",
    ];
    let encrypted = fs::read(folder().join("sm2-encrypted-aes256.pem")).expect("a key");
    let refused = desk.xinyi_with(&both, &encrypted);
    assert_eq!(refused.status.code(), Some(2));
    let text = String::from_utf8(refused.stderr).expect("UTF-8");
    assert!(text.contains("standard input"), "{text}");
}

#[test]
fn a_passphrase_is_the_first_line_of_its_file() {
    let desk = desk();
    let key = "sm2-encrypted-aes256.pem";
    for (passphrase, code) in [
        (&b"test"[..], None),
        (b"test\r\nmore\n", None),
        (b"\xef\xbb\xbftest\n", None),
        (b"\xff\xfet\0e\0s\0t\0\n\0", None),
        (b"Test\n", Some("key.passphrase")),
        (b" test\n", Some("key.passphrase")),
        (b"", Some("key.passphrase")),
    ] {
        fs::write(desk.path().join("passphrase"), passphrase).expect("a file");
        let show = [
            "key",
            "show",
            key,
            "--json",
            "--passphrase-file",
            "passphrase",
        ];
        let (shown, status) = desk.answer(&show);
        assert_eq!(shown["error"]["code"].as_str(), code, "{passphrase:?}");
        assert_eq!(status == 0, code.is_none());
    }
    // Its bytes are those that were typed elsewhere, such as Chinese in GB 18030.
    if let Some(openssl) = Openssl::at(desk.path()) {
        fs::write(desk.path().join("passphrase"), b"\xbf\xda\xc1\xee\n").expect("a file");
        openssl.run("pkey -in sm2.pem -aes256 -passout file:passphrase -out gb.pem");
        let show = [
            "key",
            "show",
            "gb.pem",
            "--json",
            "--passphrase-file",
            "passphrase",
        ];
        let (shown, status) = desk.answer(&show);
        assert_eq!(status, 0, "{shown}");
    }
    // Without it a key is told to be encrypted, and by what.
    let (shown, status) = desk.answer(&["key", "show", key, "--json"]);
    assert_eq!((&shown["encrypted"], status), (&json!(true), 0));
    assert_eq!(shown["scheme"], "PBKDF2-HMAC-SHA256 (2048), AES-256-CBC");
    assert_eq!(shown["thumbprint"], Value::Null);
}

/// `setsid` takes the terminal away, `script` gives one.
#[cfg(target_os = "linux")]
#[test]
fn a_passphrase_is_asked_for_on_the_terminal_alone() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let desk = desk();
    let xinyi = env!("CARGO_BIN_EXE_xinyi");
    let import = [
        "key",
        "import",
        "sm2-encrypted-aes256.pem",
        "--out",
        "a.pem",
        "--json",
    ];
    let run = |program: &str, arguments: &[&str], typed: &str| {
        let child = Command::new(program)
            .args(arguments)
            .current_dir(desk.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no {program}");
            eprintln!("skipped: no {program}");
            return None;
        };
        let mut stdin = child.stdin.take().expect("its input");
        drop(stdin.write_all(typed.as_bytes()));
        drop(stdin);
        let output = child.wait_with_output().expect("an end");
        Some(String::from_utf8(output.stdout).expect("UTF-8"))
    };
    // Standard input is no terminal, whatever comes from there.
    if let Some(told) = run("setsid", &[&["-w", xinyi], &import[..]].concat(), "test\n") {
        let told: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(told["error"]["code"], "key.no_terminal");
        assert!(!desk.path().join("a.pem").exists());
    }
    let command = format!("{xinyi} {}", import.join(" "));
    if let Some(seen) = run("script", &["-qec", &command, "/dev/null"], "test\n") {
        assert!(seen.contains("passphrase: "), "{seen}");
        let document = &seen[seen.find('{').expect("the answer")..];
        let shown: Value = serde_json::from_str(document.trim()).expect("JSON");
        assert_eq!(shown["thumbprint"], expected()["sm2.pem"]["thumbprint"]);
        assert!(desk.path().join("a.pem").exists());
    }
}

#[test]
fn the_private_part_is_never_shown() {
    let desk = desk();
    let digits = fs::read_to_string(folder().join("sm-crypto.hex")).expect("a key");
    let bytes = HEXLOWER.decode(digits.as_bytes()).expect("digits");
    let secrets = [digits, BASE64URL_NOPAD.encode(&bytes)];
    for (file, say) in [
        ("sm-crypto.hex", &["--algorithm", "SM2"][..]),
        ("jwk-SM2.json", &[]),
    ] {
        for command in [&["key", "show"][..], &["key", "import", "--out", file]] {
            for json in [&["--json"][..], &[]] {
                let out = format!("{file}.{}.pem", json.len());
                let mut command: Vec<&str> = [command, json, &[file], say].concat();
                if let Some(at) = command.iter().position(|word| *word == "--out") {
                    command[at + 1] = &out;
                }
                let output = desk.xinyi(&command);
                assert!(output.status.success());
                let printed = [output.stdout, output.stderr].concat();
                let printed = String::from_utf8(printed).expect("UTF-8");
                for secret in &secrets {
                    assert!(!printed.contains(secret.as_str()), "{file}: {printed}");
                }
            }
        }
    }
}

#[test]
fn a_place_that_is_taken_is_told_before_a_passphrase_is_asked_for() {
    let desk = desk();
    fs::write(desk.path().join("a.jwk"), "{}").expect("a file");
    let import = |out| desk.xinyi(&["key", "import", "sm2-encrypted-aes256.pem", "--out", out]);
    fs::write(desk.path().join("c.pem"), "").expect("a file");
    for (out, told) in [
        ("a.pem", "a.jwk"),
        ("b.jwk", "another ending"),
        ("c.pem", "c.pem"),
    ] {
        let output = import(out);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(text.contains(told), "{text}");
    }
    assert_eq!(
        fs::read_to_string(desk.path().join("a.jwk")).expect("it"),
        "{}"
    );
}

/// `key show` of a file with this text: its code, or nothing where it is a key.
#[track_caller]
fn refusal(desk: &Desk, text: &str) -> Option<String> {
    fs::write(desk.path().join("tried"), text).expect("a file");
    let show = [
        "key",
        "show",
        "tried",
        "--json",
        "--passphrase-file",
        "passphrase",
    ];
    let (shown, status) = desk.answer(&show);
    let code = shown["error"]["code"].as_str().map(str::to_owned);
    assert_eq!(status, if code.is_some() { 2 } else { 0 }, "{shown}");
    code
}

#[test]
fn a_public_key_beside_a_private_one_is_its_own() {
    let desk = desk();
    let Some(openssl) = Openssl::at(desk.path()) else {
        return;
    };
    let read = |name| fs::read_to_string(desk.path().join(name)).expect(name);
    openssl.run("pkey -in sm2.pem -pubout -out own.pem");
    openssl.run("genpkey -algorithm SM2 -out stranger.pem");
    openssl.run("pkey -in stranger.pem -pubout -out other.pem");
    let (own, other) = (read("own.pem"), read("other.pem"));
    for private in ["sm2.pem", "sm2-encrypted-aes256.pem"] {
        let key = read(private);
        for (text, code) in [
            (format!("{key}{own}"), None),
            (format!("{own}{key}{own}"), None),
            (format!("{key}{other}"), Some("key.mismatch")),
            (format!("{other}{key}"), Some("key.mismatch")),
            (format!("{other}{key}{own}"), Some("key.mismatch")),
            (format!("{own}{key}{other}"), Some("key.mismatch")),
        ] {
            assert_eq!(refusal(&desk, &text).as_deref(), code, "{private}: {text}");
        }
    }
}

#[test]
fn a_jwk_does_not_contradict_itself() {
    let desk = desk();
    let read = |name| {
        let text = fs::read_to_string(desk.path().join(name)).expect(name);
        serde_json::from_str::<Value>(&text).expect("JSON")
    };
    let (sm2, p256) = (read("jwk-SM2.json"), read("node-p256.jwk"));
    let ed25519 = read("node-ed25519.jwk");
    let public = {
        let mut public = p256.clone();
        public.as_object_mut().expect("a JWK").remove("d");
        public
    };
    let curves = Some("key.curves");
    for (jwk, member, value, code) in [
        (&sm2, "alg", json!("SM2"), None),
        (&sm2, "alg", json!("SM3withSM2"), None),
        (&sm2, "alg", json!("ES256"), curves),
        (&p256, "alg", json!("ES256"), None),
        (&p256, "alg", json!("SM2"), curves),
        (&p256, "alg", json!("ES384"), curves),
        (&p256, "alg", json!("RS256"), curves),
        (&ed25519, "alg", json!("EdDSA"), None),
        (&ed25519, "alg", json!("ES256"), curves),
        (&p256, "kty", json!("OKP"), curves),
        (&p256, "kty", json!("RSA"), curves),
        (&ed25519, "kty", json!("EC"), curves),
        (&p256, "key_ops", json!(["sign"]), None),
        (&p256, "key_ops", json!(["verify", "sign"]), None),
        (&p256, "key_ops", json!(["verify"]), Some("key.use")),
        (&p256, "key_ops", json!([]), Some("key.use")),
        (&public, "key_ops", json!(["verify"]), None),
        (&public, "key_ops", json!(["deriveBits"]), Some("key.use")),
        (&public, "alg", json!("SM2"), curves),
    ] {
        let mut jwk = jwk.clone();
        jwk[member] = value;
        assert_eq!(refusal(&desk, &jwk.to_string()).as_deref(), code, "{jwk}");
    }
}

/// An Ed25519 public key looks the same.
#[test]
fn a_bare_number_is_told_to_be_taken_as_a_private_key() {
    let desk = desk();
    let bare = ["sm-crypto.hex", "--algorithm", "SM2"];
    let import = ["key", "import", "--out"];
    for (command, has_note) in [
        ([&["key", "show"], &bare[..]].concat(), true),
        ([&import[..], &["a.pem"], &bare].concat(), true),
        (vec!["key", "show", "sm-crypto-public.hex"], false),
        (vec!["key", "show", "jwk-SM2.json"], false),
        ([&import[..], &["b.pem", "sm2.pem"]].concat(), false),
    ] {
        let (shown, _) = desk.answer(&[&command[..], &["--json"]].concat());
        let note = &shown["notes"][0];
        assert_eq!(note["code"] == "key.bare_number", has_note, "{shown}");
        if has_note {
            let text = |language| note["messages"][language].as_str().expect("a text");
            assert!(text("en").contains("An Ed25519 public key"), "{note}");
            assert!(text("zh-CN").contains("Ed25519 公钥"), "{note}");
        }
        for made in ["a.pem", "a.jwk", "b.pem", "b.jwk"] {
            drop(fs::remove_file(desk.path().join(made)));
        }
        let told = String::from_utf8(desk.xinyi(&command).stdout).expect("UTF-8");
        assert_eq!(told.contains("An Ed25519 public key"), has_note, "{told}");
        assert_eq!(told.contains("key.bare_number"), has_note, "{told}");
        assert!(!told.contains("notes"), "{told}");
    }
}

#[test]
fn a_file_of_more_than_a_mebibyte_is_not_read() {
    let desk = desk();
    let most = 1 << 20;
    let padded = |text: &str, length: usize| {
        let mut text = text.to_owned();
        text.extend(std::iter::repeat_n('\n', length - text.len()));
        text
    };
    let too_large = Some("key.too_large");
    let key = fs::read_to_string(desk.path().join("sm2.pem")).expect("a key");
    assert_eq!(refusal(&desk, &padded(&key, most)), None);
    let larger = padded(&key, most + 1);
    assert_eq!(refusal(&desk, &larger).as_deref(), too_large);
    let shown = desk.xinyi_with(&["key", "show", "-", "--json"], larger.as_bytes());
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(shown["error"]["code"].as_str(), too_large);
    let output = desk.xinyi(&sign("tried", "token"));
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(told.contains("key.too_large"), "{told}");

    fs::write(desk.path().join("passphrase"), padded("test\n", most + 1)).expect("a file");
    let encrypted = fs::read_to_string(desk.path().join("sm2-encrypted-aes256.pem"));
    let encrypted = encrypted.expect("a key");
    assert_eq!(refusal(&desk, &encrypted).as_deref(), too_large);
}

#[cfg(unix)]
#[test]
fn no_half_of_a_pair_is_left() {
    let desk = desk();
    let count = || fs::read_dir(desk.path()).expect("files").count();
    let before = count();
    // With .jwk, its name is longer than a file's may be.
    let long = "a".repeat(253);
    for command in [&["key", "generate"][..], &["key", "import", "sm2.pem"]] {
        let output = desk.xinyi(&[command, &["--out", &long]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(count(), before, "{command:?}");
    }
    // A link to nowhere takes a place as well.
    std::os::unix::fs::symlink("nowhere", desk.path().join("b.jwk")).expect("a link");
    let output = desk.xinyi(&["key", "generate", "--out", "b.pem"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.contains("b.jwk") && told.contains("already"), "{told}");
    assert_eq!(count(), before + 1);
}
