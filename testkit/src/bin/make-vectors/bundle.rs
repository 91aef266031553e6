//! Bundles that are damaged, forged, malformed, out of date, or beyond what their issuer may say.

mod audience;
mod claims;
mod digests;
mod disclosures;
mod entitlement;
mod forbidden;
mod json;
mod keys;
mod records;
pub mod signatures;
mod times;
mod visible;

use serde_json::{Value, json};
use testkit::jose::{base64url, header, jwk, signing_input};
use testkit::sd_jwt::SdJwt;
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    damaged(suite);
    json::add(suite);
    headers(suite);
    signatures::add(suite);
    keys::add(suite);
    digests::add(suite);
    disclosures::add(suite);
    visible::add(suite);
    claims::add(suite);
    records::add(suite);
    forbidden::add(suite);
    audience::add(suite);
    entitlement::add(suite);
    times::add(suite);
}

fn damaged(suite: &mut Suite<'_>) {
    let world = suite.world;
    let sd_jwt = world.person().sign();
    let whole = world.bind(&sd_jwt.show(LOOK));
    let [head, payload, signature] = parts(&sd_jwt.token);
    let rest = whole
        .strip_prefix(&sd_jwt.token)
        .expect("the token stands first")
        .to_owned();

    let mut refused = |name: &str, description, bundle: String, code: &str| {
        suite.add(name, description).bundle(bundle).refused(code);
    };
    refused(
        "empty",
        "Nothing at all.",
        String::new(),
        "format.structure",
    );
    refused(
        "garbage",
        "Something that is no bundle.",
        "to whom it may concern".to_owned(),
        "format.structure",
    );
    refused(
        "only-separators",
        "Nothing between the separators.",
        "~~~".to_owned(),
        "format.structure",
    );
    refused(
        "truncated-token",
        "Cut off within the issuer's JWT.",
        sd_jwt.token[..200].to_owned(),
        "format.structure",
    );
    refused(
        "without-final-tilde",
        "A bare JWT.",
        sd_jwt.token.clone(),
        "format.structure",
    );
    refused(
        "truncated-disclosure",
        "Cut off within the last disclosure.",
        sd_jwt.show(LOOK).trim_end_matches(|c| c != 'W').to_owned(),
        "format.structure",
    );
    refused(
        "empty-disclosure",
        "Two separators in a row.",
        format!("{}~{rest}", sd_jwt.token),
        "format.structure",
    );
    refused(
        "four-parts",
        "A JWT has three parts.",
        format!("{}.{signature}{rest}", sd_jwt.token),
        "format.structure",
    );
    refused(
        "padded-base64",
        "base64url has no padding here.",
        format!("{head}.{payload}.{signature}={rest}"),
        "format.base64",
    );
    refused(
        "base64-with-a-space",
        "No character outside the alphabet.",
        format!("{head}.{payload}.{signature} {rest}"),
        "format.base64",
    );
    let other = world.person().set("/exp", json!(NOW + 9 * DAY)).sign();
    let [.., other_signature] = parts(&other.token);
    refused(
        "signature-of-another-bundle",
        "A genuine signature, of something else.",
        format!("{head}.{payload}.{other_signature}{rest}"),
        "signature.invalid",
    );
    refused(
        "payload-changed",
        "The payload was changed after it was signed.",
        {
            let longer = world
                .person()
                .set("/exp", json!(NOW + 90 * DAY))
                .draft()
                .payload;
            format!(
                "{head}.{}.{signature}{rest}",
                base64url(longer.to_string().as_bytes())
            )
        },
        "signature.invalid",
    );
    refused(
        "signature-left-out",
        "An empty signature.",
        format!("{head}.{payload}.{rest}"),
        "signature.encoding",
    );
    refused(
        "signed-by-a-stranger",
        "Another key than the one that is named.",
        world
            .person()
            .signed_by("bundle-1", &world.stranger)
            .present(LOOK),
        "signature.invalid",
    );
}

fn headers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let shown = |sd_jwt: &SdJwt| world.bind(&sd_jwt.show(LOOK));
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Value), code: &str| {
        let mut header = header("dc+sd-jwt", "bundle-1", &world.city);
        change(&mut header);
        let sd_jwt = world.person().draft().sign_as(&header, &world.city);
        suite
            .add(name, description)
            .bundle(shown(&sd_jwt))
            .refused(code);
    };
    refused(
        "alg-none",
        "Said not to be signed.",
        &|h| h["alg"] = json!("none"),
        "signature.algorithm",
    );
    refused(
        "alg-hs256",
        "Said to be signed with a shared secret.",
        &|h| h["alg"] = json!("HS256"),
        "signature.algorithm",
    );
    refused(
        "alg-of-another-key",
        "Another algorithm than the key is pinned to.",
        &|h| h["alg"] = json!("ES256"),
        "signature.algorithm",
    );
    refused(
        "alg-left-out",
        "No algorithm.",
        &|h| remove(h, "alg"),
        "format.header",
    );
    refused(
        "kid-left-out",
        "No key is named, and none is guessed.",
        &|h| remove(h, "kid"),
        "format.header",
    );
    refused(
        "kid-unknown",
        "The issuer has no such key.",
        &|h| h["kid"] = json!("bundle-9"),
        "trust.key",
    );
    refused(
        "kid-of-a-status-key",
        "A key for status lists signs no bundles.",
        &|h| h["kid"] = json!("status-1"),
        "trust.key",
    );
    refused(
        "kid-with-an-escape",
        "A name that a terminal obeys.",
        &|h| h["kid"] = json!("bundle-1\u{1b}[2J"),
        "format.header",
    );
    refused(
        "kid-of-the-wrong-type",
        "A name is a string.",
        &|h| h["kid"] = json!(1),
        "format.header",
    );
    refused(
        "typ-left-out",
        "No kind of document.",
        &|h| remove(h, "typ"),
        "format.typ",
    );
    refused(
        "typ-of-old",
        "The older name of the kind.",
        &|h| h["typ"] = json!("vc+sd-jwt"),
        "format.typ",
    );
    refused(
        "typ-of-a-programme",
        "Another kind of document.",
        &|h| h["typ"] = json!("xinyi-programme+jwt"),
        "format.typ",
    );
    refused(
        "alg-by-another-spelling",
        "Names are compared letter by letter.",
        &|h| h["alg"] = json!("ed25519"),
        "signature.algorithm",
    );
    refused(
        "alg-of-the-wrong-type",
        "A name is a string.",
        &|h| h["alg"] = json!(["Ed25519"]),
        "format.header",
    );
    refused(
        "critical-extension-of-none",
        "An empty list of extensions is none that may be there.",
        &|h| h["crit"] = json!([]),
        "format.header",
    );
    refused(
        "payload-unencoded",
        "An extension under which something else is signed.",
        &|h| h["b64"] = json!(false),
        "format.header",
    );
    refused(
        "critical-extension",
        "An extension that must be understood, and is not.",
        &|h| h["crit"] = json!(["exp"]),
        "format.header",
    );

    let own = jwk(&world.stranger);
    suite
        .add(
            "key-brought-along",
            "A token does not say by which key it is to be believed.",
        )
        .bundle({
            let mut header = header("dc+sd-jwt", "bundle-1", &world.stranger);
            header["jwk"] = own;
            shown(&world.person().draft().sign_as(&header, &world.stranger))
        })
        .refused("signature.invalid");
    suite
        .add(
            "key-by-address",
            "Where a token says that its key is to be found, nobody looks.",
        )
        .bundle({
            let mut header = header("dc+sd-jwt", "bundle-1", &world.city);
            header["jku"] = json!("https://credit.stranger.example/keys");
            header["x5c"] = json!(["MAo="]);
            header["x5u"] = json!("https://credit.stranger.example/chain");
            shown(&world.person().draft().sign_as(&header, &world.city))
        })
        .granted("gold");
    suite
        .add("eddsa", "The older name of Ed25519.")
        .bundle({
            let mut header = header("dc+sd-jwt", "bundle-1", &world.city);
            header["alg"] = json!("EdDSA");
            shown(&world.person().draft().sign_as(&header, &world.city))
        })
        .granted("gold");
    suite
        .add("header-no-json", "A header that is not JSON.")
        .bundle(format!("{}.AAAA~", signing_input("alg", "{}")))
        .refused("format.json");
}

fn parts(token: &str) -> [String; 3] {
    let parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts.try_into().expect("three parts")
}

fn remove(header: &mut Value, name: &str) {
    header
        .as_object_mut()
        .and_then(|header| header.remove(name))
        .expect("a member");
}
