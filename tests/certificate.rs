//! `xinyi certificate` and `xinyi qr read`, as a person types them.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;

use testkit::desk::{Desk, told};

/// The demo's time.
const NOW: &str = "2026-11-18T02:00:00Z";
const PROGRAMME: &str = "demo.certificate.clean-record";
const CODE: &str = "91310115MA1000367Y";

fn desk() -> Desk {
    let desk = testkit::desk!(&[]);
    desk.sh(&format!("xinyi demo --out demo --now {NOW}"));
    desk
}

/// Makes a certificate of a demo firm, and gives the exit status and what was printed.
fn certify(desk: &Desk, wallet: &str, more: &str) -> (i32, String) {
    certify_by(desk, PROGRAMME, wallet, more)
}

fn certify_by(desk: &Desk, programme: &str, wallet: &str, more: &str) -> (i32, String) {
    let command = format!(
        "xinyi certificate --root demo/root.json --snapshot demo/snapshot.json --programme {programme} \
         --holder-key demo/keys/holder-{wallet}.pem --out page.html --now {NOW} {more} \
         demo/wallets/{wallet}.sd-jwt"
    );
    let output = desk.shell(&command);
    let printed = [output.stdout, output.stderr].concat();
    let status = output.status.code().expect("an exit status");
    (status, String::from_utf8(printed).expect("UTF-8"))
}

#[test]
fn a_page_is_made_of_a_clean_record_and_of_no_other() {
    let desk = desk();
    let page = || fs::read_to_string(desk.path().join("page.html"));
    let (status, printed) = certify(&desk, "firm-not-clean", "");
    assert_eq!(status, 1, "{printed}");
    assert!(
        printed.contains("no-recent-penalty") || printed.contains("行政处罚"),
        "{printed}"
    );
    for (wallet, more, code) in [
        ("zhang-gold", "", "binding.certificate_person"),
        ("wu-revoked", "", "status.invalid"),
        ("firm-clean", "--days 91", ""),
        ("firm-clean", "--days 0", ""),
    ] {
        let (status, printed) = certify(&desk, wallet, more);
        assert_ne!(status, 0, "{wallet} {more}: {printed}");
        assert!(printed.contains(code), "{wallet} {more}: {printed}");
    }
    let (status, printed) = certify_by(&desk, "demo.xinyi-dai.small-firm", "firm-loan", "");
    assert_eq!(status, 2, "{printed}");
    assert!(
        printed.contains("programme.certificate_benefit"),
        "{printed}"
    );
    assert!(page().is_err(), "a page of something that was refused");

    let (status, printed) = certify(&desk, "firm-clean", "");
    assert_eq!(status, 0, "{printed}");
    let with_name = page().expect("a page");
    for said in [
        CODE,
        "示例茶业有限公司",
        "依法可使用",
        PROGRAMME,
        "演示，没有效力",
    ] {
        assert!(with_name.contains(said), "{said}");
    }
    for foreign in ["<script", "src=", "href=", "url(", "http://www", "@import"] {
        assert!(!with_name.contains(foreign), "{foreign}");
    }
    let (status, printed) = certify(&desk, "firm-clean", "--without-name --days 30");
    assert_eq!(status, 0, "{printed}");
    assert!(printed.contains("2026-12-18 10:00"), "{printed}");
    let page = page().expect("a page");
    assert!(page.contains(CODE) && !page.contains("示例茶业有限公司"));
}

#[test]
fn another_key_signs_no_certificate() {
    let desk = desk();
    desk.sh("cp demo/keys/holder-firm-loan.pem demo/keys/holder-firm-clean.pem");
    let (status, printed) = certify(&desk, "firm-clean", "");
    assert_ne!(status, 0, "{printed}");
    assert!(printed.contains("signature.invalid"), "{printed}");
    assert!(!desk.path().join("page.html").exists());
}

#[test]
fn a_key_elsewhere_signs_by_a_command() {
    let desk = desk();
    if !desk.shell("openssl version").status.success() {
        testkit::skip("signing a certificate elsewhere: no openssl");
        return;
    }
    let script = r#"while IFS= read -r line; do
        text=$(printf %s "$line" | tr -- -_ +/)
        while [ $((${#text} % 4)) -ne 0 ]; do text="$text="; done
        printf %s "$text" | base64 -d | openssl dgst -sha256 -sign "$1" | base64 -w0
        echo
    done"#;
    fs::write(desk.path().join("sign.sh"), script).expect("written");
    let certify = |wallet: &str| {
        desk.shell(&format!(
            "xinyi certificate --root demo/root.json --snapshot demo/snapshot.json --programme {PROGRAMME} \
             --sign-command 'bash sign.sh demo/keys/holder-{wallet}.pem' --out page.html --now {NOW} \
             demo/wallets/firm-clean.sd-jwt"
        ))
    };
    let output = certify("firm-loan");
    assert!(
        !output.status.success() && told(&output).contains("signature.invalid"),
        "{}",
        told(&output)
    );
    assert!(!desk.path().join("page.html").exists());
    let output = certify("firm-clean");
    assert!(output.status.success(), "{}", told(&output));
    assert!(desk.path().join("page.html").exists());
}

#[test]
fn what_shows_no_code_is_told() {
    let desk = testkit::desk!(&[("text.png", "no image")]);
    let read = |file: &str| desk.xinyi(&["qr", "read", file]);
    for (file, told) in [("text.png", "PNG or JPEG"), ("nosuch.png", "nosuch.png")] {
        let output = read(file);
        assert_eq!(output.status.code(), Some(2));
        let printed = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(printed.contains(told), "{printed}");
    }
    image::GrayImage::new(64, 64)
        .save(desk.path().join("black.png"))
        .expect("saved");
    let output = read("black.png");
    assert_eq!(output.status.code(), Some(2));
    let printed = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(printed.contains("no code with a presentation"), "{printed}");
}
