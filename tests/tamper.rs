//! Nothing of a bundle can be changed, cut off or left out to its subject's advantage.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::sd_jwt::SdJwt;
use testkit::world::{AUDIENCE, NONCE, NOW, World, listing, merged};
use xinyi::{CheckOptions, Code, Decision, Error, Holder, Instant, Outcome};
use xinyi::{Object, Verifier, VerifierOptions};

/// A bundle that is granted the first tier by its honours, and everything that it needs for it.
struct Case {
    verifier: Verifier,
    world: World,
    bundle: SdJwt,
}

/// What it shows.
const SHOWN: [&str; 6] = [
    "/subject/age_over",
    "/evaluations/sh-public",
    "/honours",
    "/honours/0",
    "/listings",
    "/listings/0",
];

/// The statement that there is no serious listing.
const STATEMENT: &str = "/clear/0";

impl Case {
    fn new() -> Self {
        let world = World::new();
        let honour = json!({
            "kind": "red_list", "list": "tax_a", "scope": "310000", "since": "2025-04-30",
            "authority": "示例区税务局",
        });
        let bundle = world
            .person()
            .set("/evaluations/sh-public/score", json!(650))
            .set("/honours/0", honour)
            .set(
                "/listings/0",
                merged(listing(), &json!({ "severity": "attention" })),
            )
            .set(
                "/clear",
                json!([{
                    "list": "listings", "severity": "serious", "fields": "*",
                    "regions": ["310000", "100000"],
                }]),
            )
            .sign();
        let platform = Plan::small(&world).build();
        Self {
            verifier: testkit::verifying::verifier(&platform),
            world,
            bundle,
        }
    }

    fn check(&self, bundle: &str, holder: Holder) -> Result<Decision, Error> {
        let mut options = CheckOptions::new("test.bike", holder, now());
        options.request = Some(Object::from_iter([("deposit", "99.00".into())]));
        self.verifier.check(bundle, &options)
    }

    #[track_caller]
    fn assert_granted(&self, bundle: &str, holder: Holder) {
        let decision = self.check(bundle, holder).expect("a decision");
        assert_eq!(decision.outcome(), Outcome::Granted);
        assert_eq!(decision.tier(), Some("gold"));
    }
}

fn now() -> Instant {
    Instant::from_unix(NOW).expect("in range")
}

fn bound() -> Holder {
    Holder::Bound {
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    }
}

#[test]
fn no_byte_can_be_flipped() {
    let case = Case::new();
    // Unbound, so that it is the issuer's signature and the digests that have to notice.
    let bundle = case.bundle.show(&[&SHOWN[..], &[STATEMENT]].concat());
    case.assert_granted(&bundle, Holder::Unbound);
    for at in 0..bundle.len() {
        for flip in [0x01, 0x02, 0x10, 0x40] {
            let mut bytes = bundle.clone().into_bytes();
            bytes[at] ^= flip;
            let changed = String::from_utf8(bytes).expect("ASCII stays ASCII");
            let result = case.check(&changed, Holder::Unbound);
            assert!(result.is_err(), "byte {at}, {flip:#04x}: {changed}");
        }
    }
}

#[test]
fn no_byte_of_a_presentation_can_be_flipped() {
    let case = Case::new();
    let shown = case.bundle.show(&SHOWN);
    let presentation = case.world.bind(&shown);
    case.assert_granted(&presentation, bound());
    for at in shown.len()..presentation.len() {
        for flip in [0x01, 0x20] {
            let mut bytes = presentation.clone().into_bytes();
            bytes[at] ^= flip;
            let changed = String::from_utf8(bytes).expect("ASCII stays ASCII");
            assert!(
                case.check(&changed, bound()).is_err(),
                "byte {at}, {flip:#04x}"
            );
        }
    }
}

#[test]
fn nothing_can_be_cut_off() {
    let case = Case::new();
    let presentation = case.world.bind(&case.bundle.show(&SHOWN));
    for length in 0..presentation.len() {
        let result = case.check(&presentation[..length], bound());
        assert!(result.is_err(), "{length} bytes");
    }
}

#[test]
fn no_disclosure_of_another_bundle_is_accepted() {
    let case = Case::new();
    let other = case.world.person().sign();
    let mut replaced = 0;
    for own in &case.bundle.disclosures {
        for foreign in &other.disclosures {
            let shown = case.bundle.show(&SHOWN).replace(&own.text, &foreign.text);
            if shown.contains(&foreign.text) {
                replaced += 1;
                let error = case
                    .check(&shown, Holder::Unbound)
                    .expect_err("a foreign disclosure");
                assert_eq!(error.code(), Code::FormatUnreferencedDisclosure);
            }
        }
    }
    assert_eq!(replaced, SHOWN.len() * other.disclosures.len());
}

#[test]
fn leaving_out_a_disclosure_is_never_a_no() {
    let case = Case::new();
    for left_out in SHOWN {
        let kept: Vec<&str> = SHOWN
            .into_iter()
            .filter(|pointer| !pointer.starts_with(left_out))
            .collect();
        let decision = case
            .check(&case.bundle.show(&kept), Holder::Unbound)
            .expect(left_out);
        let document: Value = serde_json::to_value(&decision).expect("JSON");
        let missing = match decision.outcome() {
            Outcome::Undetermined => &document["missing"],
            Outcome::Granted => {
                assert_eq!(decision.tier(), Some("silver"), "{left_out}");
                &document["upgrade"]["missing"]
            }
            other => panic!("{left_out}: {other:?}"),
        };
        let unit = unit(left_out);
        let named = missing.as_array().is_some_and(|m| m.contains(&json!(unit)));
        assert!(named, "{unit} is not in {missing}");
    }
}

#[test]
fn a_list_may_be_left_out_if_a_statement_stands_for_it() {
    let case = Case::new();
    let without_list: Vec<&str> = SHOWN
        .into_iter()
        .filter(|pointer| !pointer.starts_with("/listings"))
        .collect();
    let with_statement = [&without_list[..], &[STATEMENT]].concat();
    case.assert_granted(&case.bundle.show(&with_statement), Holder::Unbound);
    let neither = case.bundle.show(&without_list);
    let decision = case.check(&neither, Holder::Unbound).expect("a decision");
    assert_eq!(decision.outcome(), Outcome::Undetermined);
}

/// `/listings/0` as decisions name it: `credit.listings[0]`.
fn unit(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1);
    parts.fold("credit".to_owned(), |unit, part| {
        match part.parse::<usize>() {
            Ok(index) => format!("{unit}[{index}]"),
            Err(_) => format!("{unit}.{part}"),
        }
    })
}

#[test]
fn ten_megabytes_of_garbage_are_refused() {
    let case = Case::new();
    for byte in ["~", ".", "[", "A", "\0", "信"] {
        let garbage = byte.repeat(10 * 1024 * 1024 / byte.len());
        let error = case.check(&garbage, Holder::Unbound).expect_err(byte);
        assert_eq!(error.code(), Code::LimitBytes);
        let options = VerifierOptions::at(now());
        assert!(Verifier::new(&garbage, None, &options).is_err());
    }
}
