//! The `openssl` of this machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

/// `openssl`, run in a folder.
pub(crate) struct Openssl<'a>(&'a Path);

impl<'a> Openssl<'a> {
    /// `None` where there is none that knows SM2, with a line that says so; a failure in CI.
    pub(crate) fn at(folder: &'a Path) -> Option<Self> {
        let curves = Command::new("openssl")
            .args(["ecparam", "-list_curves"])
            .output();
        if curves.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("SM2")) {
            return Some(Self(folder));
        }
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no openssl");
        eprintln!("skipped: no openssl that knows SM2");
        None
    }

    /// Whether the program of a line is there; a line says so where it is not.
    pub(crate) fn has_program(&self, line: &str) -> bool {
        let program = line.split(' ').next().unwrap_or_default();
        let found = Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .output();
        let is_there = program == "xinyi" || found.is_ok_and(|output| output.status.success());
        if !is_there {
            eprintln!("skipped: no {program}");
        }
        is_there
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &str) {
        self.shell(&format!("openssl {arguments}"));
    }

    /// Runs a line in a shell, in which `xinyi` is the one that is tested, and the passphrase is typed where it would be
    /// asked for.
    #[track_caller]
    pub(crate) fn shell(&self, line: &str) {
        let asks = ["openssl pkcs8", "openssl pkcs12"];
        let passphrases = match asks.iter().any(|command| line.starts_with(command)) {
            true => " -passin pass:test -passout pass:test",
            false => "",
        };
        let program = Path::new(env!("CARGO_BIN_EXE_xinyi"));
        let folder = program.parent().expect("a folder").to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(folder).chain(std::env::split_paths(&path));
        let output = Command::new("sh")
            .args(["-c", &format!("{line}{passphrases}")])
            .env("PATH", std::env::join_paths(paths).expect("a path"))
            .current_dir(self.0)
            .output()
            .expect("a shell");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {told}");
    }

    /// Checks a key, and the signature of a compact JWS by it, with the public key that openssl has of it.
    #[track_caller]
    pub(crate) fn verifies(&self, key: &str, token: &Path, jwk: &Value) {
        self.run(&format!("pkey -in {key} -check -noout"));
        self.run(&format!("pkey -in {key} -pubout -out public.pem"));
        let token = fs::read_to_string(token).expect("a token");
        let (input, signature) = token.trim().rsplit_once('.').expect("a JWS");
        let raw = BASE64URL_NOPAD
            .decode(signature.as_bytes())
            .expect("base64url");
        let (signature, options) = match jwk["crv"].as_str() {
            Some("Ed25519") => (raw, ""),
            Some("P-256") => (der(&raw), "-digest sha256"),
            _ => (der(&raw), "-digest sm3 -pkeyopt distid:1234567812345678"),
        };
        fs::write(self.0.join("input"), input).expect("a file");
        fs::write(self.0.join("signature"), signature).expect("a file");
        self.run(&format!(
            "pkeyutl -verify -pubin -inkey public.pem -rawin {options} -in input -sigfile signature"
        ));
    }
}

/// The two numbers of a signature as openssl wants them.
fn der(raw: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let digits = &bytes[zeros..];
        let sign = if digits[0] >= 0x80 { &[0][..] } else { &[] };
        let length = u8::try_from(sign.len() + digits.len()).expect("short");
        [&[2, length][..], sign, digits].concat()
    };
    let body = [number(&raw[..32]), number(&raw[32..])].concat();
    let length = u8::try_from(body.len()).expect("short");
    [&[0x30, length][..], &body].concat()
}
