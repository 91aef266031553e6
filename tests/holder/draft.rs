//! Presentations in two steps, and what a verifier says of them.

use serde_json::json;
use testkit::keys::test_key;
use testkit::verifying::at;
use testkit::world::*;
use xinyi::holder::{Binding, Consent, Draft};
use xinyi::issuer::{self, Algorithm, SigningKey, SystemRandom};
use xinyi::{
    CheckOptions, Code, Error, Holder, Object, Outcome, Problem, Stage, Value, Verifier,
    VerifierOptions,
};

use super::{bound, verifier};

const DISCLOSE: [&str; 3] = ["/subject/age_over", "/evaluations/sh-public", "/listings"];

fn binding() -> Binding {
    Binding::new(AUDIENCE, NONCE, at(NOW))
}

fn options(holder: Holder) -> CheckOptions {
    let mut options = CheckOptions::new("test.bike", holder, at(NOW));
    options.request = Some(Object::from_iter([("deposit", "99.00".into())]));
    options
}

#[track_caller]
fn is_of_signer<T: std::fmt::Debug>(result: Result<T, Error>, code: Code) -> Error {
    let error = result.expect_err("finished");
    assert_eq!((error.code(), error.stage()), (code, Stage::Signer));
    error
}

#[test]
fn what_the_holders_key_signed_is_accepted() {
    let world = World::new();
    let verifier = verifier(&world);
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256, Algorithm::Sm2] {
        let key = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let bundle = world.person().held_by(&key).sign().show_all();
        let draft = Draft::new(&bundle, &DISCLOSE, &binding()).unwrap();
        assert_eq!(draft.algorithm(), algorithm);
        let signature = key.sign(draft.signing_input().as_bytes()).unwrap();
        let presentation = draft.finish(&signature).unwrap();
        let decision = verifier.check(&presentation, &options(bound())).unwrap();
        assert_eq!(decision.outcome(), Outcome::Granted);
        assert!(decision.evidence().proof.as_ref().unwrap().bundles[0].holder_bound);
        // Whoever has the key at hand comes to the same, but for signatures that are random.
        let disclose = |pointer: &str| DISCLOSE.contains(&pointer);
        let in_one = issuer::present(&bundle, disclose, Some((&key, &binding()))).unwrap();
        let unsigned = |text: &str| text.rsplit_once('.').unwrap().0.to_owned();
        assert_eq!(unsigned(&presentation), unsigned(&in_one));
    }
}

#[test]
fn a_signature_is_verified_before_it_is_used() {
    let world = World::new();
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256, Algorithm::Sm2] {
        let key = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let other = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let bundle = world.person().held_by(&key).sign().show_all();
        let draft = Draft::new(&bundle, &DISCLOSE, &binding()).unwrap();
        let good = key.sign(draft.signing_input().as_bytes()).unwrap();
        let by_another = other.sign(draft.signing_input().as_bytes()).unwrap();
        let of_another = key.sign(b"something else").unwrap();
        let mut flipped = good.clone();
        flipped[40] ^= 1;
        for wrong in [by_another, of_another, flipped, vec![0; 64]] {
            is_of_signer(draft.finish(&wrong), Code::SignatureInvalid);
        }
        for wrong in [&good[..63], &[], &[good.as_slice(), &[0]].concat()] {
            is_of_signer(draft.finish(wrong), Code::SignatureEncoding);
        }
        let disclose = |pointer: &str| DISCLOSE.contains(&pointer);
        let presented = issuer::present(&bundle, disclose, Some((&other, &binding())));
        is_of_signer(presented, Code::SignatureInvalid);
    }
}

#[test]
fn der_is_told_as_that() {
    let world = World::new();
    let key = test_key("holder");
    let bundle = world.person().held_by(&key).sign().show_all();
    let draft = Draft::new(&bundle, &DISCLOSE, &binding()).unwrap();
    let number = |first: u8| [&[2, 32, first][..], &[1; 31]].concat();
    let der = [&[0x30, 68][..], &number(1), &number(2)].concat();
    let error = is_of_signer(draft.finish(&der), Code::SignatureEncoding);
    assert_eq!(error.problem(), Some(Problem::Der));
}

#[test]
fn a_pointer_that_leads_nowhere_is_no_choice() {
    let world = World::new();
    let bundle = world.person().sign().show_all();
    for (pointer, suggestion) in [
        ("/evaluations/shpublic", Some("/evaluations/sh-public")),
        ("/listings/0", None),
        ("/iss", None),
        ("", None),
    ] {
        let disclose = ["/listings", pointer];
        let error = Draft::new(&bundle, &disclose, &binding()).unwrap_err();
        assert_eq!(error.code(), Code::InputOptions, "{pointer}");
        assert_eq!(error.problem(), Some(Problem::Unknown));
        let detail = |name: &str| error.details().get(name).and_then(Value::as_str);
        assert_eq!(detail("pointer"), Some("/disclose/1"));
        if suggestion.is_some() {
            assert_eq!(detail("suggestion"), suggestion);
        }
    }
    let nothing: [&str; 0] = [];
    assert!(Draft::new(&bundle, &nothing, &binding()).is_ok());
}

#[test]
fn what_binds_to_nobody_is_refused() {
    let world = World::new();
    let bundle = world.person().sign().show_all();
    for binding in [
        Binding::new("", NONCE, at(NOW)),
        Binding::new(AUDIENCE, "", at(NOW)),
    ] {
        let error = Draft::new(&bundle, &DISCLOSE, &binding).unwrap_err();
        assert_eq!(error.code(), Code::InputHolder);
    }
    let error = Draft::new("no bundle", &DISCLOSE, &binding()).unwrap_err();
    assert_eq!(error.code(), Code::FormatStructure);
}

#[test]
fn consent_is_signed_checked_and_can_be_required() {
    let world = World::new();
    let platform = testkit::platform::Plan::base(&world).build();
    let text = |name: &str| platform[name].as_str().unwrap();
    let mut create = VerifierOptions::at(at(NOW));
    create.require_consent = true;
    let requiring = Verifier::new(text("root"), Some(text("snapshot")), &create).unwrap();
    let bundle = world.person().sign().show_all();
    let present = |consent: Option<(&str, i64)>| {
        let mut binding = binding();
        binding.consent = consent.map(|(programme, until)| Consent {
            programme: programme.to_owned(),
            until: at(until),
        });
        let disclose = |pointer: &str| DISCLOSE.contains(&pointer);
        issuer::present(&bundle, disclose, Some((&world.holder, &binding))).unwrap()
    };
    let consented = present(Some(("test.bike", NOW + HOUR)));
    let decision = requiring.check(&consented, &options(bound())).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);
    assert_eq!(decision.valid_until(), Some(at(NOW + HOUR)));
    for presentation in [
        present(Some(("test.loan", NOW + HOUR))),
        present(Some(("test.bike", NOW))),
    ] {
        for verifier in [&requiring, &verifier(&world)] {
            let error = verifier
                .check(&presentation, &options(bound()))
                .unwrap_err();
            assert_eq!(error.code(), Code::BindingConsent);
            assert_eq!(error.problem(), None);
        }
    }
    for (presentation, holder) in [
        (present(None), bound()),
        // Whoever is not asked to sign has not consented to anything.
        (bundle.clone(), Holder::Unbound),
        (consented, Holder::Unbound),
    ] {
        let error = requiring
            .check(&presentation, &options(holder.clone()))
            .unwrap_err();
        assert_eq!(
            (error.code(), error.stage()),
            (Code::BindingConsent, Stage::KeyBinding)
        );
        assert_eq!(error.problem(), Some(Problem::Missing));
        assert!(
            verifier(&world)
                .check(&presentation, &options(holder))
                .is_ok()
        );
    }
    // The holder's own look needs no consent.
    let mut plan = xinyi::PlanOptions::new("test.bike", at(NOW));
    plan.request = options(bound()).request;
    assert!(requiring.plan(&bundle, &plan).unwrap().disclose().is_some());
}

/// Whatever somebody makes of presentations that were not meant for this request is refused, with its own code.
#[test]
fn a_presentation_is_for_one_request_and_as_it_was_signed() {
    let world = World::new();
    let verifier = verifier(&world);
    let bundle = world.person().sign().show_all();
    let present = |disclose: &[&str], binding: &Binding| {
        let draft = Draft::new(&bundle, disclose, binding).unwrap();
        let signature = world.holder.sign(draft.signing_input().as_bytes()).unwrap();
        draft.finish(&signature).unwrap()
    };
    let good = present(&DISCLOSE, &binding());
    let less = present(&DISCLOSE[..2], &binding());
    let cut = |text: &str| {
        let (bound, signed) = text.rsplit_once('~').unwrap();
        (format!("{bound}~"), signed.to_owned())
    };
    let ((all, signed), (fewer, signed_less)) = (cut(&good), cut(&less));
    let listings = all.split('~').find(|part| !fewer.contains(part)).unwrap();
    let added = fewer.clone() + listings + "~" + &signed_less;
    let (head, _) = signed.rsplit_once('.').unwrap();
    let mixed_signature = format!("{all}{head}.{}", signed_less.rsplit_once('.').unwrap().1);
    for (name, presentation, code) in [
        (
            "to another audience",
            present(
                &DISCLOSE,
                &Binding::new("https://other.example", NONCE, at(NOW)),
            ),
            Code::BindingAudience,
        ),
        (
            "to another request",
            present(&DISCLOSE, &Binding::new(AUDIENCE, "b3RoZXI", at(NOW))),
            Code::BindingNonce,
        ),
        (
            "after the window",
            present(&DISCLOSE, &Binding::new(AUDIENCE, NONCE, at(NOW - 301))),
            Code::BindingWindow,
        ),
        (
            "a disclosure removed",
            fewer.clone() + &signed,
            Code::BindingSdHash,
        ),
        ("a disclosure added", added, Code::BindingSdHash),
        ("without its signature", all, Code::BindingMissing),
        (
            "a signature of another presentation",
            mixed_signature,
            Code::SignatureInvalid,
        ),
    ] {
        let error = verifier
            .check(&presentation, &options(bound()))
            .expect_err(name);
        assert_eq!(error.code(), code, "{name}: {error}");
    }
    assert!(verifier.check(&good, &options(bound())).is_ok());
    // Of two bundles, each with the signature that belongs to the other.
    let other = world
        .person()
        .set("/subject/id_tail", json!("0026"))
        .sign()
        .show_all();
    let draft = Draft::new(&other, &DISCLOSE, &binding()).unwrap();
    let signature = world.holder.sign(draft.signing_input().as_bytes()).unwrap();
    let (others, _) = cut(&draft.finish(&signature).unwrap());
    let error = verifier
        .check(&(others + &signed), &options(bound()))
        .unwrap_err();
    assert_eq!(error.code(), Code::BindingSdHash);
}
