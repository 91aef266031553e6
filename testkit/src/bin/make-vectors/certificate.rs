//! Certificates: presentations that a firm prints or stores, for whoever reads them.

use serde_json::{Value, json};
use testkit::platform::{Plan, StatusList};
use testkit::sd_jwt::KeyBinding;
use testkit::world::*;

use super::vector::{Suite, Vector};

/// What a certificate shows.
const SHOWN: &[&str] = &["/subject/id", "/listings", "/penalties"];

const CERTIFICATE: &str = "urn:xinyi:certificate";

pub fn add(suite: &mut Suite<'_>) {
    terms(suite);
    whose(suite);
    programmes(suite);
    other_holders(suite);
    documents(suite);
}

/// Until when it holds.
fn terms(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut from_to = |name: &str, description, iat: i64, exp: i64, code: Option<&str>| {
        let bundle = certificate(&firm(world), SHOWN, |claims| {
            claims["iat"] = json!(iat);
            claims["exp"] = json!(exp);
        });
        let vector = add_one(suite, name, description, bundle);
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("only"),
        }
    };
    from_to(
        "good",
        "Signed today, for 90 days.",
        NOW,
        NOW + 90 * DAY,
        None,
    );
    from_to(
        "too-long",
        "Signed for a second more than 90 days.",
        NOW,
        NOW + 90 * DAY + 1,
        Some("binding.certificate_term"),
    );
    from_to(
        "last-second",
        "It ends in a second.",
        NOW - DAY,
        NOW + 1,
        None,
    );
    from_to(
        "past-its-end",
        "It has ended.",
        NOW - DAY,
        NOW,
        Some("time.expired"),
    );
    from_to(
        "from-the-future",
        "Signed by a clock that is more than an hour ahead.",
        NOW + HOUR + 1,
        NOW + 2 * DAY,
        Some("time.rollback"),
    );
    add_one(
        suite,
        "without-an-end",
        "A presentation for ever.",
        certificate(&firm(world), SHOWN, |claims| {
            claims
                .as_object_mut()
                .and_then(|claims| claims.remove("exp"))
                .expect("an end");
        }),
    )
    .refused_at("claim.required", "/exp");
    add_one(
        suite,
        "without-a-nonce",
        "Any nonce will do; none will not.",
        certificate(&firm(world), SHOWN, |claims| {
            claims
                .as_object_mut()
                .and_then(|claims| claims.remove("nonce"))
                .expect("a nonce");
        }),
    )
    .refused_at("claim.required", "/nonce");
    add_one(
        suite,
        "bundle-ends-earlier",
        "The bundle ends a second before the certificate.",
        certificate(
            &firm(world).set("/exp", json!(NOW + 90 * DAY - 1)),
            SHOWN,
            |_| {},
        ),
    )
    .refused("binding.certificate_bundle");

    let drawn = |days: i64, day: &str| {
        let drawn = firm(world)
            .set("/iat", json!(NOW - days * DAY))
            .set("/as_of", json!(day));
        certificate(&drawn, SHOWN, |claims| {
            claims["iat"] = json!(NOW - days * DAY);
            claims["exp"] = json!(NOW + DAY);
        })
    };
    add_one(
        suite,
        "months-old",
        "Signed 80 days ago on data of that day, and not revoked since.",
        drawn(80, "2026-09-01"),
    )
    .granted("only");
}

/// Whom it is about.
fn whose(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, description, kind) in [
        (
            "of-a-person",
            "What is on record of a person is shown when it is asked for.",
            "natural_person",
        ),
        (
            "of-a-self-employed-business",
            "A self-employed business is a natural person in law.",
            "self_employed",
        ),
    ] {
        let mut somebody = firm(world).set("/subject_kind", json!(kind));
        if kind == "natural_person" {
            somebody = somebody.set("/subject", json!({ "id": "310199199505050013" }));
        }
        let bundle = certificate(&somebody, SHOWN, |_| {});
        add_one(suite, name, description, bundle).refused("binding.certificate_person");
    }
    for (name, description, kind) in [
        (
            "of-a-public-institution",
            "An organisation of another kind.",
            "public_institution",
        ),
        (
            "of-a-social-organisation",
            "An organisation of another kind.",
            "social_organisation",
        ),
    ] {
        let other = firm(world).set("/subject_kind", json!(kind));
        let bundle = certificate(&other, SHOWN, |_| {});
        add_one(suite, name, description, bundle).granted("only");
    }
    let hidden = certificate(&firm(world), &["/listings", "/penalties"], |_| {});
    add_one(
        suite,
        "identity-hidden",
        "A clean record, and nobody can say whose.",
        hidden,
    )
    .refused("binding.certificate_subject");
}

/// Programmes that are none for certificates.
fn programmes(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, programme: Value, code: &str| {
        let bundle = certificate(&firm(world), SHOWN, |_| {});
        add_one(suite, name, description, bundle)
            .programme(programme)
            .refused(code);
    };
    let tier = |id: &str, benefit: Value| json!({ "id": id, "when": true, "benefit": benefit });
    refused(
        "another-benefit",
        "A certificate is no ticket.",
        programme(merged(
            clean_record(),
            &json!({ "tiers": [tier("only", perk())] }),
        )),
        "programme.certificate_benefit",
    );
    refused(
        "another-benefit-beside",
        "One of two tiers gives something.",
        programme(merged(
            clean_record(),
            &json!({ "tiers": [tier("clean", benefit()), tier("other", perk())] }),
        )),
        "programme.certificate_benefit",
    );
    let mut without = clean_record();
    without
        .as_object_mut()
        .and_then(|members| members.remove("max_age"))
        .expect("max_age");
    refused(
        "max-age-missing",
        "Data of three working days would do for three days.",
        programme(without),
        "programme.certificate_max_age",
    );
    refused(
        "max-age-longer",
        "Longer than certificates hold.",
        programme(merged(clean_record(), &json!({ "max_age": "P66B" }))),
        "programme.certificate_max_age",
    );
}

/// What is a certificate and is not asked for as one, and the reverse.
fn other_holders(suite: &mut Suite<'_>) {
    let world = suite.world;
    let bundle = certificate(&firm(world), SHOWN, |_| {});
    add_one(
        suite,
        "with-an-ordinary-holder",
        "A certificate answers nobody's request.",
        bundle.clone(),
    )
    .check("holder", json!({ "audience": AUDIENCE, "nonce": NONCE }))
    .refused("binding.audience");
    add_one(
        suite,
        "unbound",
        "Any copy will do, whatever its holder signed: what is said of certificates is not asked.",
        certificate(&firm(world), SHOWN, |claims| claims["exp"] = json!(NOW - 1)),
    )
    .check("holder", json!("unbound"))
    .granted("only");
    add_one(
        suite,
        "answer-to-an-app",
        "What was shown to one app is no certificate.",
        certificate(&firm(world), SHOWN, |claims| {
            claims["aud"] = json!(AUDIENCE);
        }),
    )
    .refused("binding.audience");
    let shown = firm(world).sign().show(SHOWN);
    add_one(suite, "not-signed-by-the-holder", "A copy.", shown.clone()).refused("binding.missing");
    add_one(
        suite,
        "by-another-key",
        "Whoever has a copy makes a certificate of it.",
        KeyBinding::new(&shown, CERTIFICATE, NONCE, NOW, &world.stranger)
            .sign(&shown, &world.stranger),
    )
    .refused("signature.invalid");
    let less = certificate(&firm(world), &["/subject/id", "/listings"], |_| {});
    let signed = less.rsplit('~').next().expect("a key binding");
    add_one(
        suite,
        "disclosure-added",
        "Whoever has a copy adds what another presentation discloses.",
        shown + signed,
    )
    .refused("binding.sd_hash");
    add_one(
        suite,
        "issued-for-an-app",
        "The issuer means the bundle for one app alone.",
        certificate(&firm(world).set("/aud", json!(AUDIENCE)), SHOWN, |_| {}),
    )
    .refused("claim.audience");
}

/// The status list by which it is checked.
fn documents(suite: &mut Suite<'_>) {
    let world = suite.world;
    let status = |idx: u64| json!({ "status_list": { "uri": status_uri(2), "idx": idx } });
    for (name, description, idx, code) in [
        (
            "revoked",
            "Revoked since it was printed.",
            1,
            "status.invalid",
        ),
        ("suspended", "Suspended, for now.", 2, "status.suspended"),
    ] {
        let one = firm(world).set("/status", status(idx));
        let bundle = certificate(&one, SHOWN, |_| {});
        add_one(suite, name, description, bundle).refused(code);
    }
    let mut plan = Plan::base(world);
    plan.manifest["status_lists"] = json!([]);
    let list = StatusList::new(&status_uri(2), 2, &[0, 1, 2, 3])
        .set("iat", json!(NOW - 6 * DAY))
        .set("exp", json!(NOW + 30 * DAY));
    plan.status_lists = vec![list.sign_for(world)];
    add_one(
        suite,
        "status-list-older-than-three-working-days",
        "The app takes old status lists; a certificate may have been revoked since.",
        certificate(&firm(world), SHOWN, |_| {}),
    )
    .on(plan.build())
    .create(json!({ "statusMaxAge": 30 * DAY }))
    .refused("status.expired");
}

/// A firm of Pudong whose bundle ends in a hundred days.
fn firm(world: &World) -> Sketch<'_> {
    world.firm().set("/exp", json!(NOW + 100 * DAY))
}

/// What its holder signs for whoever reads it, today and for 90 days.
fn certificate(sketch: &Sketch<'_>, shown: &[&str], change: impl FnOnce(&mut Value)) -> String {
    sketch.present_as(shown, |binding| {
        binding.claims["aud"] = json!(CERTIFICATE);
        binding.claims["nonce"] = json!("YW55IG5vbmNl");
        binding.claims["exp"] = json!(NOW + 90 * DAY);
        change(&mut binding.claims);
    })
}

fn add_one<'s>(
    suite: &'s mut Suite<'_>,
    name: &str,
    description: &'static str,
    bundle: String,
) -> &'s mut Vector {
    suite
        .add(name, description)
        .bundle(bundle)
        .programme(programme(clean_record()))
        .check("holder", json!("certificate"))
}

fn benefit() -> Value {
    json!({ "kind": "clean_record", "field": "market", "period": "P2Y" })
}

/// The members of a programme that states a clean record.
fn clean_record() -> Value {
    json!({
        "id": "test.clean-record", "family": "certificate", "max_age": "P65B",
        "requirements": [
            { "id": "not-listed", "when": not_listed() },
            { "id": "no-penalty", "when": { "none": [
                { "var": "credit.penalties" }, { "within": [{ "var": "determined_on" }, "P2Y"] },
            ] } },
        ],
        "tiers": [{ "id": "only", "when": true, "benefit": benefit() }],
    })
}
