//! Commitments that come with a presentation, and rules on what they promise.

use serde_json::{Value, json};
use testkit::commitments::{Commitment, TEXT};
use testkit::jose::sha256;
use testkit::world::*;

use super::vector::{Suite, Vector};

pub fn add(suite: &mut Suite<'_>) {
    rules(suite);
    holders(suite);
    signatures(suite);
    bindings(suite);
    members(suite);
    calls(suite);
}

/// A programme that asks for a commitment to the text.
fn asking() -> Value {
    programme_requiring(json!({ "some": [{ "var": "promised" }, to_the_text()] }))
}

fn to_the_text() -> Value {
    json!({ "and": [
        { "==": [{ "var": "type" }, "approval_replacing"] },
        { "==": [{ "var": "text_sha256" }, sha256(TEXT.as_bytes())] },
    ] })
}

/// The standard person, of whom the programme asks for a commitment, with these.
fn with<'s>(
    suite: &'s mut Suite<'_>,
    name: &str,
    description: &'static str,
    commitments: &[String],
) -> &'s mut Vector {
    suite
        .add(name, description)
        .programme(asking())
        .check("commitments", json!(commitments))
}

fn rules(suite: &mut Suite<'_>) {
    let holder = &suite.world.holder;
    let other = Commitment::by(holder).claiming("text_sha256", json!(sha256(b"another text")));
    let one = Commitment::by(holder).sign(holder);
    let other = other.sign(holder);
    let on = |when: Value| programme_requiring(json!(when));

    with(
        suite,
        "promised",
        "The holder promises what is asked.",
        std::slice::from_ref(&one),
    )
    .granted("only");
    suite
        .add("not-promised", "What was not promised may still be.")
        .programme(asking())
        .undetermined(&["promise.undisclosed"], &["promised"]);
    with(suite, "none-given", "An empty list is no promise.", &[])
        .undetermined(&["promise.undisclosed"], &["promised"]);
    with(
        suite,
        "to-another-text",
        "Somebody who promises something else may still promise this.",
        std::slice::from_ref(&other),
    )
    .undetermined(&["promise.undisclosed"], &["promised"]);
    with(
        suite,
        "one-of-two",
        "What else is promised does no harm.",
        &[other.clone(), one.clone()],
    )
    .granted("only");
    with(
        suite,
        "counted",
        "Two promises are two.",
        &[one.clone(), other.clone()],
    )
    .check(
        "programme",
        on(json!({ ">=": [{ "count": [{ "var": "promised" }, true] }, 2] })),
    )
    .granted("only");
    with(
        suite,
        "made-on-the-day",
        "The day is that of the signature, in China.",
        std::slice::from_ref(&one),
    )
    .check(
        "programme",
        on(json!({ "some": [{ "var": "promised" }, { "==": [{ "var": "made_on" }, TODAY] }] })),
    )
    .granted("only");
    with(
        suite,
        "excluded",
        "That nothing of a kind is promised is never known.",
        std::slice::from_ref(&other),
    )
    .check(
        "programme",
        on(json!({ "none": [{ "var": "promised" }, to_the_text()] })),
    )
    .undetermined(&["promise.undisclosed"], &["promised"]);
    with(
        suite,
        "excluded-and-promised",
        "It is promised all the same.",
        std::slice::from_ref(&one),
    )
    .check(
        "programme",
        on(json!({ "none": [{ "var": "promised" }, to_the_text()] })),
    )
    .not_granted(&["promise.present"]);
    with(
        suite,
        "not-asked-for",
        "A programme may ask for no promise.",
        std::slice::from_ref(&one),
    )
    .check("programme", on(not_listed()))
    .granted("only");
}

fn holders(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, description, key) in [
        (
            "by-es256",
            "A holder's key in the secure hardware of a telephone.",
            "holder-es256",
        ),
        (
            "by-sm2",
            "A holder's key in a domestic token.",
            "holder-sm2",
        ),
    ] {
        let key = test_key(key);
        let person = world.person().held_by(&key).present(LOOK);
        with(suite, name, description, &[Commitment::by(&key).sign(&key)])
            .bundle(person)
            .granted("only");
    }
    let person = world.person().linked().present(LOOK_AND_LINK);
    let score = world.market().linked().held_by(&world.stranger);
    let bundles = [
        ("credit", &*person),
        ("market", &score.present(SCORE_AND_LINK)),
    ];
    let wanted = json!([{ "id": "required", "when": { "some": [{ "var": "promised" }, true] } }]);
    with(
        suite,
        "by-the-key-of-another-bundle",
        "The key of any bundle in the call will do.",
        &[Commitment::by(&world.stranger).sign(&world.stranger)],
    )
    .bundles(&bundles)
    .check("programme", both(json!({ "requirements": wanted })))
    .granted("only");
}

/// Refused, and for what.
fn refused(
    suite: &mut Suite<'_>,
    name: &str,
    description: &'static str,
    commitment: String,
    code: &str,
) {
    with(suite, name, description, &[commitment]).refused(code);
}

fn signatures(suite: &mut Suite<'_>) {
    let World {
        holder, stranger, ..
    } = suite.world;
    let good = || Commitment::by(holder);
    let one = good().sign(holder);
    let parts: Vec<&str> = one.split('.').collect();
    let changed = |part: usize| {
        let mut parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let swapped = if parts[part].as_bytes()[10] == b'A' {
            "B"
        } else {
            "A"
        };
        parts[part].replace_range(10..11, swapped);
        parts.join(".")
    };
    let later = good().claiming("exp", json!(NOW + 2 * HOUR)).sign(holder);
    let rewritten = [
        parts[0],
        later.split('.').nth(1).unwrap_or_default(),
        parts[2],
    ]
    .join(".");
    for (name, description, commitment, code) in [
        (
            "rewritten",
            "The payload was changed after it was signed.",
            rewritten,
            "signature.invalid",
        ),
        (
            "signature-changed",
            "One character of the signature is another.",
            changed(2),
            "signature.invalid",
        ),
        (
            "signed-by-another-key",
            "Somebody else signs in the holder's name.",
            good().sign(stranger),
            "signature.invalid",
        ),
        (
            "of-a-key-of-no-bundle",
            "Somebody promises who presents nothing.",
            Commitment::by(stranger).sign(stranger),
            "binding.holder",
        ),
        (
            "key-not-named",
            "The key is named, and no other is tried.",
            {
                let mut unnamed = good();
                unnamed.header = json!({ "alg": "Ed25519", "typ": "xinyi-commitment+jwt" });
                unnamed.sign(holder)
            },
            "format.header",
        ),
        (
            "algorithm-of-another-key",
            "The key says by what it signs, and not the header.",
            good().headed("alg", json!("ES256")).sign(holder),
            "signature.algorithm",
        ),
        (
            "of-another-type",
            "What was signed as something else is no promise.",
            good().headed("typ", json!("kb+jwt")).sign(holder),
            "format.typ",
        ),
        (
            "unsigned",
            "Nobody has signed it.",
            [parts[0], ".", parts[1], "."].concat(),
            "signature.encoding",
        ),
        (
            "no-token",
            "A text that is no token.",
            TEXT.to_owned(),
            "format.structure",
        ),
        (
            "too-long",
            "As long as that no commitment is.",
            good().headed("x", json!("x".repeat(4_096))).sign(holder),
            "limit.bytes",
        ),
    ] {
        refused(suite, name, description, commitment, code);
    }
}

fn bindings(suite: &mut Suite<'_>) {
    let holder = &suite.world.holder;
    let claiming =
        |name: &str, value: Value| Commitment::by(holder).claiming(name, value).sign(holder);
    for (name, description, commitment, code) in [
        (
            "for-another-programme",
            "A promise for another benefit.",
            claiming("programme", json!({ "id": "test.bike", "version": 1 })),
            "binding.programme",
        ),
        (
            "for-another-version",
            "A later version may ask for something else.",
            claiming("programme", json!({ "id": "test.inline", "version": 2 })),
            "binding.programme",
        ),
        (
            "for-another-audience",
            "Promised to one app, and passed on to another.",
            claiming("aud", json!("https://another-app.example")),
            "binding.audience",
        ),
        (
            "for-another-nonce",
            "Promised once, and sent again.",
            claiming("nonce", json!("c29tZSBvdGhlciBub25jZQ")),
            "binding.nonce",
        ),
        (
            "301-seconds-old",
            "Older than is allowed.",
            claiming("iat", json!(NOW - 301)),
            "binding.window",
        ),
        (
            "61-seconds-ahead",
            "Clocks do not differ so much.",
            claiming("iat", json!(NOW + 61)),
            "binding.window",
        ),
        (
            "past-its-date",
            "It ends at this second.",
            claiming("exp", json!(NOW)),
            "time.expired",
        ),
    ] {
        refused(suite, name, description, commitment, code);
    }
    for (name, description, claim, value) in [
        ("300-seconds-old", "As old as is allowed.", "iat", NOW - 300),
        ("60-seconds-ahead", "Clocks differ.", "iat", NOW + 60),
        (
            "about-to-end",
            "It holds for one second more.",
            "exp",
            NOW + 1,
        ),
    ] {
        with(suite, name, description, &[claiming(claim, json!(value))]).granted("only");
    }
}

fn members(suite: &mut Suite<'_>) {
    let holder = &suite.world.holder;
    for claim in [
        "type",
        "item",
        "text_sha256",
        "programme",
        "aud",
        "nonce",
        "iat",
        "exp",
    ] {
        with(
            suite,
            &format!("without-{}", claim.replace('_', "-")),
            "Each member has to be there.",
            &[Commitment::by(holder).without(claim).sign(holder)],
        )
        .refused_at("claim.invalid", &format!("/{claim}"));
    }
    for (name, description, claim, value) in [
        (
            "type-unknown",
            "No type of this name.",
            "type",
            json!("promise"),
        ),
        (
            "item-no-code",
            "A code, and no sentence.",
            "item",
            json!("Fire safety"),
        ),
        (
            "digest-too-short",
            "No SHA-256.",
            "text_sha256",
            json!("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF"),
        ),
        (
            "digest-in-hexadecimal",
            "The SHA-256 as programs print it.",
            "text_sha256",
            json!("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ),
        ("end-null", "Nothing is null.", "exp", json!(null)),
        (
            "end-as-text",
            "A time is a number.",
            "exp",
            json!("2026-12-31"),
        ),
        (
            "unknown-member",
            "It has eight members, and no other.",
            "nbf",
            json!(NOW),
        ),
        ("null-member", "Nothing is null.", "note", json!(null)),
        (
            "several-audiences",
            "An audience is one string.",
            "aud",
            json!([AUDIENCE]),
        ),
    ] {
        with(
            suite,
            name,
            description,
            &[Commitment::by(holder).claiming(claim, value).sign(holder)],
        )
        .refused_at("claim.invalid", &format!("/{claim}"));
    }
    with(
        suite,
        "unknown-member-of-the-programme",
        "A programme is named by id and version.",
        &[Commitment::by(holder)
            .claiming(
                "programme",
                json!({ "id": "test.inline", "version": 1, "tier": "only" }),
            )
            .sign(holder)],
    )
    .refused_at("claim.invalid", "/programme/tier");
}

fn calls(suite: &mut Suite<'_>) {
    let holder = &suite.world.holder;
    let one = Commitment::by(holder).sign(holder);
    with(
        suite,
        "given-twice",
        "One promise does not count as two.",
        &[
            one.clone(),
            Commitment::by(holder)
                .claiming("iat", json!(NOW - 1))
                .sign(holder),
        ],
    )
    .refused_at("input.options", "/commitments/1");
    with(
        suite,
        "unbound",
        "A promise to nobody in particular.",
        std::slice::from_ref(&one),
    )
    .check("holder", json!("unbound"))
    .refused_at("input.options", "/commitments");
    with(
        suite,
        "too-many",
        "More than a call may have.",
        &vec![one.clone(); 17],
    )
    .refused_at("limit.items", "/commitments");
    with(suite, "not-in-a-list", "A list, also of one.", &[])
        .check("commitments", json!(one))
        .refused_at("input.options", "/commitments");
    with(suite, "null", "Nothing is null.", &[])
        .check("commitments", json!(null))
        .refused_at("input.options", "/commitments");
}
