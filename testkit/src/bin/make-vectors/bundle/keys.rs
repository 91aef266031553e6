//! The holder's key in `cnf`.

use serde_json::{Value, json};
use testkit::jose::{base64url, jwk};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let es256 = || jwk(&world.district);
    let ed25519 = |x: &[u8]| json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(x) });
    let with = |mut key: Value, name: &str, value: Value| {
        key[name] = value;
        key
    };

    let mut refused = |name: &str, description, key: Value| {
        let sketch = world.person().set("/cnf", json!({ "jwk": key }));
        suite
            .add(name, description)
            .bundle(sketch.present(LOOK))
            .refused("signature.key");
    };
    refused(
        "private-key-inside",
        "A private key that everybody sees is lost.",
        with(jwk(&world.holder), "d", json!(base64url(&[0; 32]))),
    );
    refused(
        "key-with-a-shared-secret",
        "A secret that everybody sees is none.",
        json!({ "kty": "oct", "k": base64url(&[1; 32]) }),
    );
    refused(
        "key-of-rsa",
        "A type of key that is not understood.",
        json!({ "kty": "RSA", "n": base64url(&[255; 256]), "e": "AQAB" }),
    );
    refused(
        "key-on-another-curve",
        "A curve that is not understood.",
        with(es256(), "crv", json!("secp256k1")),
    );
    refused(
        "key-of-another-type-than-its-curve",
        "Ed25519 is no curve of this type.",
        with(jwk(&world.holder), "kty", json!("EC")),
    );
    refused(
        "key-off-its-curve",
        "A point of the plane, not of P-256.",
        with(es256(), "y", json!(base64url(&[1; 32]))),
    );
    refused(
        "key-of-p-256-said-to-be-of-sm2",
        "A point of another curve of the same size.",
        with(with(es256(), "crv", json!("SM2")), "alg", json!("SM2")),
    );
    refused(
        "key-with-a-coordinate-of-31-bytes",
        "Leading zeros are not left out.",
        with(es256(), "x", json!(base64url(&[1; 31]))),
    );
    refused(
        "key-with-the-byte-of-a-point-before-it",
        "A coordinate, not a point as other formats write it.",
        with(es256(), "x", json!(base64url(&[4; 33]))),
    );
    refused(
        "key-with-padding",
        "base64url has no padding here.",
        with(es256(), "x", json!(format!("{}=", base64url(&[1; 32])))),
    );
    refused(
        "key-of-small-order",
        "A key for which one signature fits every message.",
        ed25519(&{
            let mut identity = [0; 32];
            identity[0] = 1;
            identity
        }),
    );
    refused(
        "key-beyond-the-field",
        "A coordinate larger than the field.",
        ed25519(&[0xff; 32]),
    );
    refused(
        "key-for-encryption",
        "A key that is not for signatures.",
        with(jwk(&world.holder), "use", json!("enc")),
    );
    refused(
        "key-of-another-algorithm",
        "An algorithm that this type of key does not have.",
        with(jwk(&world.holder), "alg", json!("ES256")),
    );

    let mut cnf = |name: &str, description, cnf: Value| {
        suite
            .add(name, description)
            .bundle(world.person().set("/cnf", cnf).present(LOOK))
            .refused_at("claim.invalid", "/cnf");
    };
    cnf(
        "cnf-by-address",
        "A key that would have to be fetched.",
        json!({ "jku": "https://holder.example/keys", "kid": "1" }),
    );
    cnf(
        "cnf-by-two-means",
        "Two ways to name a key: which one is meant?",
        json!({ "jwk": jwk(&world.holder), "kid": "holder-1" }),
    );
    cnf("cnf-empty", "No key at all.", json!({}));
    cnf("cnf-no-object", "No key at all.", json!("holder-1"));
    suite
        .add(
            "cnf-empty-where-no-holder-is-asked-for",
            "A bundle that could be bound to nobody is none, whatever is asked of it today.",
        )
        .bundle(world.person().set("/cnf", json!({})).present(LOOK))
        .check("holder", json!("unbound"))
        .refused_at("claim.invalid", "/cnf");
}
