//! Holders with every type of key.

use serde_json::json;
use testkit::jose::{jwk, sign};
use testkit::sd_jwt::KeyBinding;
use testkit::sm2::{Sm2Signer, der};
use testkit::world::*;
use xinyi::issuer::SigningKey;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let es256 = test_key("holder-es256");
    let sm2 = test_key("holder-sm2");
    // What a holder shows, and the JWT that goes with it before it is signed.
    let shown_by = |key: &SigningKey| {
        let sketch = world.person().set("/cnf", json!({ "jwk": jwk(key) }));
        let shown = sketch.sign().show(LOOK);
        let binding = KeyBinding::new(&shown, AUDIENCE, NONCE, NOW, key);
        (shown, binding)
    };
    let (by_es256, es256_binding) = shown_by(&es256);
    let (by_sm2, sm2_binding) = shown_by(&sm2);

    let mut granted = |name: &str, description, bundle: String| {
        suite.add(name, description).bundle(bundle).granted("gold");
    };
    granted(
        "by-es256",
        "A holder's key in the secure hardware of a telephone.",
        es256_binding.sign(&by_es256, &es256),
    );
    granted(
        "by-sm2",
        "A holder's key in a domestic token.",
        sm2_binding.sign(&by_sm2, &sm2),
    );

    let mut refused = |name: &str, description, bundle: String, code: &str| {
        suite.add(name, description).bundle(bundle).refused(code);
    };
    refused(
        "by-es256-in-der",
        "As the keystores of telephones write it.",
        es256_binding.sign_with(&by_es256, |input| der(&sign(&es256, input))),
        "signature.encoding",
    );
    let signer = Sm2Signer::of(&sm2);
    let wrong = |sign: &dyn Fn(&[u8]) -> Vec<u8>| sm2_binding.sign_with(&by_sm2, sign);
    refused(
        "by-sm2-in-der",
        "As OpenSSL writes it.",
        wrong(&|input| der(&sign(&sm2, input))),
        "signature.encoding",
    );
    refused(
        "by-sm2-with-an-empty-identifier",
        "The default of OpenSSL's command line.",
        wrong(&|input| signer.with_identifier("", input)),
        "signature.sm2_identifier",
    );
    refused(
        "by-sm2-without-za",
        "Over the message alone.",
        wrong(&|input| signer.without_za(input)),
        "signature.sm2_za",
    );
    refused(
        "by-sm2-of-the-hash",
        "Hashed twice.",
        wrong(&|input| signer.of_the_hash(input)),
        "signature.sm2_double_hash",
    );
    refused(
        "by-sm2-said-to-be-es256",
        "The key in the bundle decides the algorithm.",
        {
            let (shown, mut binding) = shown_by(&sm2);
            binding.header["alg"] = json!("ES256");
            binding.sign(&shown, &sm2)
        },
        "signature.algorithm",
    );
}
