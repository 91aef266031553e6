//! Key binding: who presents, to whom, in answer to what, and when.

mod holders;

use serde_json::{Value, json};
use testkit::jose::{compact_with, jwk, sha256};
use testkit::sd_jwt::KeyBinding;
use testkit::world::*;

use super::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let shown = world.person().sign().show(LOOK);
    let changed = |change: &dyn Fn(&mut KeyBinding)| {
        let mut binding = world.binding(&shown);
        change(&mut binding);
        binding.sign(&shown, &world.holder)
    };
    let claiming = |name: &str, value: Value| changed(&|b| b.claims[name] = value.clone());
    let without = |name: &str| {
        changed(&|b| {
            b.claims
                .as_object_mut()
                .and_then(|claims| claims.remove(name))
                .expect("a claim");
        })
    };

    suite
        .add("missing", "A copied bundle, without proof of who sends it.")
        .bundle(shown.clone())
        .refused("binding.missing");
    suite
        .add("not-asked-for", "The app says that any copy will do.")
        .bundle(shown.clone())
        .check("holder", json!("unbound"))
        .granted("gold");
    suite
        .add(
            "not-asked-for-and-not-looked-at",
            "Whoever does not ask for key binding does not judge it.",
        )
        .bundle(claiming("aud", json!("https://another-app.example")))
        .check("holder", json!("unbound"))
        .granted("gold");
    suite
        .add(
            "for-another-audience",
            "Shown to one app, and passed on to another.",
        )
        .bundle(claiming("aud", json!("https://another-app.example")))
        .refused("binding.audience");
    suite
        .add("for-several-audiences", "An audience is one string.")
        .bundle(claiming("aud", json!([AUDIENCE])))
        .refused_at("claim.invalid", "/aud");
    suite
        .add("for-another-nonce", "Shown once, and sent again.")
        .bundle(claiming("nonce", json!("c29tZSBvdGhlciBub25jZQ")))
        .refused("binding.nonce");
    suite
        .add("nonce-left-out", "A presentation that answers nothing.")
        .bundle(without("nonce"))
        .refused_at("claim.required", "/nonce");
    suite
        .add(
            "audience-left-out",
            "A presentation for nobody in particular.",
        )
        .bundle(without("aud"))
        .refused_at("claim.required", "/aud");

    for (name, description, claim, value) in [
        ("nonce-no-string", "A nonce is text.", "nonce", json!(1)),
        (
            "audience-no-string",
            "An audience is text.",
            "aud",
            json!(1),
        ),
        (
            "time-as-text",
            "A time is a number.",
            "iat",
            json!(NOW.to_string()),
        ),
        (
            "time-in-milliseconds",
            "A clock that counts seconds is asked for.",
            "iat",
            json!(NOW * 1_000),
        ),
        ("hash-no-string", "A hash is text.", "sd_hash", json!([])),
    ] {
        suite
            .add(name, description)
            .bundle(claiming(claim, value))
            .refused_at("claim.invalid", &format!("/{claim}"));
    }
    for (name, description, time, is_in_time) in [
        (
            "time-with-a-fraction",
            "RFC 7519 §2 allows it.",
            json!(NOW as f64 - 0.5),
            true,
        ),
        (
            "time-ahead-by-a-fraction",
            "Half a second more than is allowed.",
            json!(NOW as f64 + 60.5),
            false,
        ),
    ] {
        let vector = suite.add(name, description).bundle(claiming("iat", time));
        match is_in_time {
            true => vector.granted("gold"),
            false => vector.refused("binding.window"),
        };
    }
    suite
        .add("time-left-out", "A presentation that was never made.")
        .bundle(without("iat"))
        .refused_at("claim.required", "/iat");
    suite
        .add("hash-left-out", "A presentation of nothing in particular.")
        .bundle(without("sd_hash"))
        .refused_at("claim.required", "/sd_hash");
    suite
        .add("nonce-empty", "An empty nonce is not the verifier's.")
        .bundle(claiming("nonce", json!("")))
        .refused("binding.nonce");
    suite
        .add(
            "audience-by-another-spelling",
            "Names are compared letter by letter.",
        )
        .bundle(claiming("aud", json!(format!("{AUDIENCE}/"))))
        .refused("binding.audience");
    suite
        .add("300-seconds-old", "As old as is allowed.")
        .bundle(claiming("iat", json!(NOW - 300)))
        .granted("gold");
    suite
        .add("301-seconds-old", "Older than is allowed.")
        .bundle(claiming("iat", json!(NOW - 301)))
        .refused("binding.window");
    suite
        .add("60-seconds-ahead", "Clocks differ.")
        .bundle(claiming("iat", json!(NOW + 60)))
        .granted("gold");
    suite
        .add("61-seconds-ahead", "Clocks do not differ so much.")
        .bundle(claiming("iat", json!(NOW + 61)))
        .refused("binding.window");
    suite
        .add(
            "older-than-the-apps-window",
            "The app allows less than the default.",
        )
        .bundle(claiming("iat", json!(NOW - 11)))
        .check(
            "holder",
            json!({ "audience": AUDIENCE, "nonce": NONCE, "window": 10 }),
        )
        .refused("binding.window");
    let ahead = json!({ "audience": AUDIENCE, "nonce": NONCE, "ahead": 120 });
    suite
        .add(
            "as-far-ahead-as-the-app-allows",
            "The app allows more than the default.",
        )
        .bundle(claiming("iat", json!(NOW + 120)))
        .check("holder", ahead.clone())
        .granted("gold");
    suite
        .add(
            "further-ahead-than-the-app-allows",
            "What the app allows has an end.",
        )
        .bundle(claiming("iat", json!(NOW + 121)))
        .check("holder", ahead)
        .refused("binding.window");
    suite
        .add("ahead-of-now-by-less-than-nothing", "No app means that.")
        .bundle(claiming("iat", json!(NOW)))
        .check(
            "holder",
            json!({ "audience": AUDIENCE, "nonce": NONCE, "ahead": -1 }),
        )
        .refused("input.holder");
    let received =
        |at: i64| json!({ "audience": AUDIENCE, "nonce": NONCE, "presentedAt": NOW + at });
    suite
        .add(
            "received-earlier-than-decided",
            "It was as old as is allowed when it was received.",
        )
        .bundle(claiming("iat", json!(NOW - 3_000)))
        .check("holder", received(-2_700))
        .granted("gold");
    suite
        .add(
            "too-old-when-received",
            "It was older than is allowed when it was received.",
        )
        .bundle(claiming("iat", json!(NOW - 3_000)))
        .check("holder", received(-2_699))
        .refused("binding.window");
    suite
        .add(
            "received-before-it-was-made",
            "Clocks do not differ so much.",
        )
        .bundle(claiming("iat", json!(NOW - 3_000)))
        .check("holder", received(-3_061))
        .refused("binding.window");
    suite
        .add(
            "received-after-it-is-decided",
            "Nothing is decided before it is received.",
        )
        .bundle(claiming("iat", json!(NOW)))
        .check("holder", received(61))
        .refused("binding.window");
    suite
        .add("expired", "Whoever presents may say until when.")
        .bundle(claiming("exp", json!(NOW)))
        .refused("time.expired");

    suite
        .add("not-yet-valid", "Whoever presents may say from when.")
        .bundle(claiming("nbf", json!(NOW + 1)))
        .refused("time.not_yet_valid");

    let other = world.person().sign().show(&LOOK[1..]);
    suite
        .add(
            "of-other-disclosures",
            "Something was left out after it was signed.",
        )
        .bundle(claiming("sd_hash", json!(sha256(other.as_bytes()))))
        .refused("binding.sd_hash");
    suite
        .add(
            "disclosure-removed",
            "The last disclosure was cut off on the way.",
        )
        .bundle({
            let sd_jwt = world.person().sign();
            let listings = format!("{}~", sd_jwt.disclosure("/listings"));
            world.bind(&sd_jwt.show(LOOK)).replace(&listings, "")
        })
        .refused("binding.sd_hash");
    // Made for fewer disclosures, and for somebody else's bundle.
    let fewer = world.person().sign().show(&LOOK[..2]);
    let signed_for = |bundle: &str| {
        let presentation = world.bind(bundle);
        let signed = presentation.strip_prefix(bundle);
        signed.expect("the bundle stands first").to_owned()
    };
    suite
        .add(
            "disclosure-added",
            "A disclosure was put back that the holder had left out.",
        )
        .bundle(shown.clone() + &signed_for(&fewer))
        .refused("binding.sd_hash");
    suite
        .add(
            "of-two-presentations",
            "The holder's answer for one bundle, put behind another of the same holder.",
        )
        .bundle({
            let another = world.person().set("/subject/id_tail", json!("0026"));
            shown.clone() + &signed_for(&another.sign().show(LOOK))
        })
        .refused("binding.sd_hash");
    suite
        .add(
            "signature-of-another-presentation",
            "The claims of one answer with the signature of another.",
        )
        .bundle({
            let (good, other) = (signed_for(&shown), signed_for(&fewer));
            let cut = |answer: &str| {
                let (claims, signature) = answer.rsplit_once('.').expect("a JWT");
                (claims.to_owned(), signature.to_owned())
            };
            let ((claims, _), (_, signature)) = (cut(&good), cut(&other));
            format!("{shown}{claims}.{signature}")
        })
        .refused("signature.invalid");
    suite
        .add(
            "by-another-key",
            "Signed by somebody who has a copy of the bundle.",
        )
        .bundle(world.binding(&shown).sign(&shown, &world.stranger))
        .refused("signature.invalid");
    suite
        .add(
            "by-another-algorithm",
            "The header names another algorithm than the holder's key has.",
        )
        .bundle(changed(&|b| b.header["alg"] = json!("ES256")))
        .refused("signature.algorithm");
    suite
        .add("unsigned", "The header says that it is not signed.")
        .bundle(changed(&|b| b.header["alg"] = json!("none")))
        .refused("signature.algorithm");
    suite
        .add(
            "of-another-kind",
            "Another document that the holder signed.",
        )
        .bundle(changed(&|b| b.header["typ"] = json!("JWT")))
        .refused("format.typ");

    the_jwt(suite, &shown);
    holders::add(suite);

    suite
        .add(
            "another-subject",
            "The bundle is about another firm than the app expects.",
        )
        .bundle(world.firm().present(&["/subject/id"]))
        .programme(programme(json!({})))
        .check("subject", json!("91310115MA10001800"))
        .refused("binding.subject");
    suite
        .add(
            "subject-with-letters-for-digits",
            "The app expects a code in which an O stands for a zero.",
        )
        .bundle(world.firm().present(&["/subject/id"]))
        .programme(programme(json!({})))
        .check("subject", json!("91310115MA1OOO367Y"))
        .refused("binding.subject");
    // Nobody's: the sequence 000 is not given out.
    let person = world
        .person()
        .set("/subject/id", json!("310115199503070005"));
    let person = person.present(&["/subject/id", "/subject/age_over"]);
    suite
        .add(
            "subject-with-another-former-number",
            "The app expects a number of 15 digits that the bundle's has not replaced.",
        )
        .bundle(person.clone())
        .check("subject", json!("310115950308000"))
        .refused("binding.subject");
    suite
        .add(
            "subject-with-another-check-character",
            "The app expects the same number but for its last character.",
        )
        .bundle(person)
        .check("subject", json!("310115199503070001"))
        .refused("binding.subject");

    let consent = |programme: &str, until: i64| {
        claiming(
            "xinyi_consent",
            json!({ "programme": programme, "until": until }),
        )
    };
    suite
        .add(
            "consent",
            "The holder agreed to be evaluated for this programme.",
        )
        .bundle(consent("test.bike", NOW + HOUR))
        .granted("gold");
    suite
        .add(
            "consent-to-another-programme",
            "The holder agreed to something else.",
        )
        .bundle(consent("test.loan", NOW + HOUR))
        .refused("binding.consent");
    suite
        .add("consent-that-has-ended", "The holder agreed until now.")
        .bundle(consent("test.bike", NOW))
        .refused("binding.consent");
    let requiring = || json!({ "requireConsent": true });
    suite
        .add(
            "consent-required",
            "The app asks for it, and the holder agreed.",
        )
        .bundle(consent("test.bike", NOW + HOUR))
        .create(requiring())
        .granted("gold");
    suite
        .add(
            "consent-required-and-left-out",
            "The holder showed the bundle, and agreed to nothing.",
        )
        .bundle(world.bind(&shown))
        .create(requiring())
        .refused("binding.consent");
    suite
        .add(
            "consent-required-of-nobody",
            "Who does not sign cannot have agreed.",
        )
        .bundle(consent("test.bike", NOW + HOUR))
        .create(requiring())
        .check("holder", json!("unbound"))
        .refused("binding.consent");
    suite
        .add(
            "consent-malformed",
            "The holder agreed to nothing that can be read.",
        )
        .bundle(claiming(
            "xinyi_consent",
            json!({ "programme": "test.bike" }),
        ))
        .refused_at("claim.invalid", "/xinyi_consent/until");
}

/// What stands around the claims: header, text, and the place of the JWT.
fn the_jwt(suite: &mut Suite<'_>, shown: &str) {
    let world = suite.world;
    let binding = || world.binding(shown);
    let signed = |header: &str, claims: &str| {
        let sign = |input: &[u8]| world.holder.sign(input).expect("a signature");
        format!("{shown}{}", compact_with(header, claims.as_bytes(), sign))
    };
    let header = |change: &dyn Fn(&mut Value)| {
        let mut binding = binding();
        change(&mut binding.header);
        binding.sign(shown, &world.holder)
    };
    let whole = binding().sign(shown, &world.holder);
    let jwt = whole.strip_prefix(shown).expect("the bundle stands first");
    let [head, claims] = [binding().header, binding().claims].map(|part| part.to_string());

    let mut refused = |name: &str, description, bundle: String, code: &str| {
        suite.add(name, description).bundle(bundle).refused(code);
    };
    refused(
        "of-no-kind",
        "A JWT that does not say what it is.",
        header(&|h| {
            h.as_object_mut()
                .and_then(|h| h.remove("typ"))
                .expect("typ");
        }),
        "format.typ",
    );
    refused(
        "critical-extension",
        "An extension that must be understood, and is not.",
        header(&|h| h["crit"] = json!(["exp"])),
        "format.header",
    );
    refused(
        "key-brought-along",
        "The key is the one in the bundle, whatever the JWT brings.",
        {
            let mut binding = binding();
            binding.header["jwk"] = jwk(&world.stranger);
            binding.sign(shown, &world.stranger)
        },
        "signature.invalid",
    );
    refused(
        "by-the-issuer",
        "The issuer is not the holder.",
        binding().sign(shown, &world.city),
        "signature.invalid",
    );
    refused(
        "member-given-twice",
        "Two nonces: which one is meant?",
        signed(&head, &claims.replacen('{', r#"{"nonce":"another","#, 1)),
        "format.duplicate_member",
    );
    refused(
        "with-trailing-data",
        "Two documents.",
        signed(&head, &format!("{claims}{{}}")),
        "format.json",
    );
    refused(
        "no-object",
        "A list of claims.",
        signed(&head, &format!("[{claims}]")),
        "format.structure",
    );
    refused(
        "header-member-given-twice",
        "Two kinds: which one is meant?",
        signed(&head.replacen('{', r#"{"typ":"JWT","#, 1), &claims),
        "format.duplicate_member",
    );
    refused(
        "given-twice",
        "One after the other.",
        format!("{whole}~{jwt}"),
        "format.base64",
    );
    refused(
        "in-the-place-of-a-disclosure",
        "Followed by a separator, as though more were to come.",
        format!("{whole}~"),
        "format.base64",
    );
    refused(
        "truncated",
        "Cut off on the way.",
        whole[..whole.len() - 1].to_owned(),
        "format.base64",
    );
    refused(
        "of-two-parts",
        "Without a signature.",
        whole[..whole.rfind('.').expect("a JWT")].to_owned(),
        "format.structure",
    );
    refused(
        "padded",
        "base64url has no padding here.",
        format!("{whole}="),
        "format.base64",
    );
}
