//! Keys in a security module, as docs/operate.md has it.

use testkit::desk::blocks;

use crate::{NOW, payload, read, there_is, verifies};

#[test]
fn a_module_in_software_signs() {
    if !["softhsm2-util", "pkcs11-tool", "openssl"]
        .into_iter()
        .all(there_is)
    {
        return;
    }
    let desk = testkit::desk!(&[]);
    let page = |fence: &str| blocks("docs/operate.md", fence);
    // Tokens of its own, in this folder.
    let environment = "mkdir tokens
        printf 'directories.tokendir = %s/tokens\\nlog.level = ERROR\\n' \"$PWD\" > softhsm2.conf
        export SOFTHSM2_CONF=$PWD/softhsm2.conf PIN=1234 SO_PIN=56785678\n";
    let more = format!(
        "xinyi status build --issuer https://credit.city.example --uri {uri} --entries 8 --now {NOW} \
           --public-key manifest.jwk --sign-command 'sh sign-manifest.sh' --kid m --out by-ed25519.jwt
         xinyi status build --issuer https://credit.city.example --uri {uri} --entries 8 --now {NOW} \
           --public-key status.jwk --sign-command 'sh sign-status.sh' --kid s --out by-es256.jwt
         ! xinyi status build --issuer https://credit.city.example --uri {uri} --entries 8 --now {NOW} \
           --public-key status.jwk --sign-command 'PIN=9999 sh sign-status.sh' --kid s --out no.jwt
         test ! -e no.jwt",
        uri = crate::URI
    );
    desk.sh(&[
        environment,
        &page("sh elsewhere"),
        &page("sh softhsm"),
        &more,
    ]
    .concat());
    verifies(&desk, "manifest.jwk", "by-ed25519.jwt");
    verifies(&desk, "status.jwk", "by-es256.jwt");
    assert_eq!(payload(&read(&desk, "status.jwt"))["sub"], crate::URI);
}
