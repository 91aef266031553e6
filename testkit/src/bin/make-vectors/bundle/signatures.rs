//! Signatures in every algorithm, right and wrong.

use serde_json::{Value, json};
use testkit::jose::{SM3, header, sign};
use testkit::platform::{Plan, StatusList};
use testkit::sm2::{Sm2Signer, der};
use testkit::world::*;
use xinyi::issuer::SigningKey;

use crate::vector::Suite;

/// The order of P-256's group (SEC 2 §2.4.2), big-endian.
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The order of Ed25519's group (RFC 8032 §5.1), little-endian.
const ED25519_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

pub fn add(suite: &mut Suite<'_>) {
    ed25519(suite);
    es256(suite);
    sm2(suite);
    sm2_identifiers(suite);
}

/// A signature that is then changed.
fn changed(key: &SigningKey, change: impl FnOnce(&mut Vec<u8>)) -> impl FnOnce(&[u8]) -> Vec<u8> {
    move |input| {
        let mut signature = sign(key, input);
        change(&mut signature);
        signature
    }
}

/// Makes of an ECDSA signature (r, s) the other one, (r, n − s).
pub fn take_other_s(signature: &mut [u8]) {
    let mut borrow = 0;
    for (byte, order) in signature[32..].iter_mut().zip(P256_ORDER).rev() {
        let difference = i16::from(order) - i16::from(*byte) - borrow;
        (*byte, borrow) = (difference.to_le_bytes()[0], i16::from(difference < 0));
    }
}

fn ed25519(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Vec<u8>), code: &str| {
        let header = header("dc+sd-jwt", "bundle-1", &world.city);
        let draft = world.person().draft();
        let sd_jwt = draft.sign_with(&header, changed(&world.city, change));
        suite
            .add(name, description)
            .bundle(world.bind(&sd_jwt.show(LOOK)))
            .refused(code);
    };
    refused(
        "ed25519-not-reduced",
        "The same signature with a scalar beyond the group's order.",
        &|signature| {
            let mut carry = 0;
            for (byte, order) in signature[32..].iter_mut().zip(ED25519_ORDER) {
                let sum = u16::from(*byte) + u16::from(order) + carry;
                (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
            }
        },
        "signature.invalid",
    );
    refused(
        "signature-of-63-bytes",
        "A byte is missing.",
        &|signature| signature.truncate(63),
        "signature.encoding",
    );
    refused(
        "signature-of-65-bytes",
        "A byte too many.",
        &|signature| signature.push(0),
        "signature.encoding",
    );
    refused(
        "signature-of-zeros",
        "Nothing but zeros.",
        &|signature| signature.fill(0),
        "signature.invalid",
    );
}

fn es256(suite: &mut Suite<'_>) {
    let world = suite.world;
    let signed = |change: &dyn Fn(&mut Vec<u8>)| {
        let header = header("dc+sd-jwt", "bundle-1", &world.district);
        let draft = world.firm().draft();
        let sd_jwt = draft.sign_with(&header, changed(&world.district, change));
        world.bind(&sd_jwt.show(&["/subject/established", "/registration"]))
    };
    let of_firms = || programme(json!({ "subject_kinds": ["enterprise"] }));
    suite
        .add("es256", "A signature by ES256.")
        .bundle(signed(&|_| {}))
        .programme(of_firms())
        .granted("only");
    suite
        .add(
            "es256-with-the-other-s",
            "A second signature that anybody can make of the first: no token's hash is its name.",
        )
        .bundle(signed(&|signature| take_other_s(signature)))
        .programme(of_firms())
        .granted("only");
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Vec<u8>), code: &str| {
        suite
            .add(name, description)
            .bundle(signed(change))
            .programme(of_firms())
            .refused(code);
    };
    refused(
        "es256-in-der",
        "An ASN.1 sequence, where JOSE has r and s.",
        &|signature| *signature = der(signature),
        "signature.encoding",
    );
    refused(
        "es256-with-r-of-zero",
        "A signature that would fit anything.",
        &|signature| signature[..32].fill(0),
        "signature.invalid",
    );
    refused(
        "es256-with-s-of-zero",
        "The same by the other half.",
        &|signature| signature[32..].fill(0),
        "signature.invalid",
    );
    refused(
        "es256-with-s-of-the-order",
        "Zero in another spelling.",
        &|signature| signature[32..].copy_from_slice(&P256_ORDER),
        "signature.invalid",
    );
    refused(
        "es256-with-halves-exchanged",
        "s before r.",
        &|signature| signature.rotate_left(32),
        "signature.invalid",
    );
}

/// A programme for the people of Suzhou.
fn of_suzhou() -> Value {
    merged(
        programme_when(score_at_least(700)),
        &json!({ "regions": ["320500"] }),
    )
}

fn sm2(suite: &mut Suite<'_>) {
    let world = suite.world;
    let signer = Sm2Signer::of(&world.suzhou);
    let signed = |alg: &str, sign: &dyn Fn(&[u8]) -> Vec<u8>| {
        let mut header = header("dc+sd-jwt", "bundle-1", &world.suzhou);
        header["alg"] = json!(alg);
        let sd_jwt = world.in_suzhou().draft().sign_with(&header, sign);
        world.bind(&sd_jwt.show(LOOK))
    };
    let right = |input: &[u8]| sign(&world.suzhou, input);
    for (name, description, alg) in [
        ("sm2", "The name in use among issuers.", "SGD_SM3_SM2"),
        ("sm2-by-its-short-name", "The other name in use.", "SM2"),
    ] {
        suite
            .add(name, description)
            .bundle(signed(alg, &right))
            .programme(of_suzhou())
            .granted("only");
    }
    let by_sm3 = world.in_suzhou().draft_by(SM3, is_disclosure);
    let by_sm3 = by_sm3.sign("bundle-1", &world.suzhou).show(LOOK);
    let mut binding = world.binding(&by_sm3);
    suite
        .add(
            "sm3-digests-bound-by-sha-256",
            "The holder's hash is made with the bundle's own algorithm.",
        )
        .bundle(binding.sign(&by_sm3, &world.holder))
        .programme(of_suzhou())
        .refused("binding.sd_hash");
    binding.claims["sd_hash"] = json!((SM3.digest)(by_sm3.as_bytes()));
    suite
        .add("sm3-digests", "Disclosures and the holder's hash by SM3.")
        .bundle(binding.sign(&by_sm3, &world.holder))
        .programme(of_suzhou())
        .granted("only");
    let mut refused = |name: &str, description, sign: &dyn Fn(&[u8]) -> Vec<u8>, code: &str| {
        suite
            .add(name, description)
            .bundle(signed("SGD_SM3_SM2", sign))
            .programme(of_suzhou())
            .refused(code);
    };
    refused(
        "sm2-in-der",
        "An ASN.1 sequence, as OpenSSL writes it.",
        &|input| der(&right(input)),
        "signature.encoding",
    );
    refused(
        "sm2-with-an-empty-identifier",
        "The default of OpenSSL's command line.",
        &|input| signer.with_identifier("", input),
        "signature.sm2_identifier",
    );
    refused(
        "sm2-with-an-identifier-that-was-not-agreed",
        "Whose it might be cannot be known.",
        &|input| signer.with_identifier("platform@suzhou.example", input),
        "signature.invalid",
    );
    refused(
        "sm2-without-za",
        "Over the message alone, without identifier and key.",
        &|input| signer.without_za(input),
        "signature.sm2_za",
    );
    refused(
        "sm2-of-the-hash",
        "Hashed twice.",
        &|input| signer.of_the_hash(input),
        "signature.sm2_double_hash",
    );
    refused(
        "sm2-with-halves-exchanged",
        "s before r.",
        &|input| {
            let mut signature = right(input);
            signature.rotate_left(32);
            signature
        },
        "signature.invalid",
    );
    refused(
        "sm2-of-zeros",
        "Nothing but zeros.",
        &|_| vec![0; 64],
        "signature.invalid",
    );
    suite
        .add(
            "sm2-said-to-be-es256",
            "A curve of the same size, and another algorithm.",
        )
        .bundle(signed("ES256", &right))
        .programme(of_suzhou())
        .refused("signature.algorithm");
}

/// A platform that has agreed on an identifier of its own.
fn sm2_identifiers(suite: &mut Suite<'_>) {
    const ID: &str = "platform@suzhou.example";
    let world = suite.world;
    let platform = || {
        let mut plan = Plan::base(world);
        let suzhou = plan.entries().last_mut().expect("the entry of Suzhou");
        suzhou["keys"][0]["sm2_id"] = json!(ID);
        suzhou["keys"][0]["jwk"]["crv"] = json!("SM2-P-256");
        let list = StatusList::new(&suzhou_status_uri(), 1, &[0]);
        plan.status_lists = vec![list.sign("status-1", &world.suzhou_status)];
        plan.manifest["status_lists"] = json!([]);
        plan.programmes.clear();
        plan.build()
    };
    let signer = Sm2Signer::of(&world.suzhou);
    let signed = |id: &str| {
        let header = header("dc+sd-jwt", "bundle-1", &world.suzhou);
        let sign = |input: &[u8]| signer.with_identifier(id, input);
        let sd_jwt = world.in_suzhou().draft().sign_with(&header, sign);
        world.bind(&sd_jwt.show(LOOK))
    };
    suite
        .add(
            "sm2-with-the-identifier-of-the-trust-list",
            "The identifier that the key's entry names.",
        )
        .on(platform())
        .bundle(signed(ID))
        .programme(of_suzhou())
        .granted("only");
    suite
        .add(
            "sm2-with-the-default-where-another-is-agreed",
            "The usual identifier, which this platform does not use.",
        )
        .on(platform())
        .bundle(signed("1234567812345678"))
        .programme(of_suzhou())
        .refused("signature.sm2_identifier");
}
