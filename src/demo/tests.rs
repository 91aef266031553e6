use super::*;
use crate::error::{Code, Error};
use crate::issuer::{self, Algorithm, Binding, SigningKey};
use crate::jose::{self, base64url};
use crate::json::{Object, Value, document};
use crate::time::Instant;
use crate::verifier::{CheckOptions, Holder, Presentations, Verifier, VerifierOptions};

const AUDIENCE: &str = "https://app.example";
const NONCE: &str = "bm9uY2Ugb2Ygb25jZQ";
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// In the middle of a week; at the end of a year beyond the calendar; on a leap day; ten years on.
const TIMES: [i64; 4] = [1_795_140_000, 1_893_455_999, 1_835_406_000, 2_110_759_200];
const NOW: i64 = TIMES[0];

fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).unwrap()
}

fn platform(now: i64) -> Platform {
    Platform::new(b"the tests", at(now)).unwrap()
}

fn verifier(platform: &Platform, now: i64) -> Verifier {
    let mut options = VerifierOptions::at(at(now));
    options.allow_demo_root = true;
    let root = platform.root().unwrap();
    Verifier::new(&root, Some(&platform.snapshot().unwrap()), &options).unwrap()
}

fn presenting(now: i64) -> Presenting<'static> {
    Presenting::new(AUDIENCE, NONCE, at(now))
}

/// What comes of a wallet, as [`Expected`] writes it.
fn outcome(verifier: &Verifier, wallet: &Wallet, presenting: &Presenting<'_>) -> Value {
    let presented = wallet.present(presenting).unwrap();
    found(verifier, wallet, presented, presenting.now)
}

/// What comes of presentations by alias, as [`Expected`] writes it.
fn found(
    verifier: &Verifier,
    wallet: &Wallet,
    presented: Vec<(&'static str, String)>,
    now: Instant,
) -> Value {
    let presented = presented.into_iter();
    let bundles = Object::from_iter(presented.map(|(alias, text)| (alias, text.into())));
    let holder = Holder::Bound {
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    };
    let mut options = CheckOptions::new(wallet.programme().id(), holder, now);
    options.request = wallet.programme().request();
    let bundles = Value::from(bundles).to_string();
    let bundles = Presentations::parse(&bundles).unwrap();
    match verifier.check_all(bundles, &options) {
        Err(errors) => object! { "error": errors[0].code().as_str() }.into(),
        Ok(decision) => {
            let decision = document(&decision);
            let upgrade = decision.member("upgrade").and_then(|u| u.member("tier"));
            let parts = [
                ("outcome", decision.member("outcome")),
                ("tier", decision.member("tier")),
                ("upgrade", upgrade),
            ];
            let parts = parts
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)));
            let parts = parts.filter(|(_, value)| **value != Value::Null);
            Object::from_iter(parts.map(|(name, value)| (name, value.clone()))).into()
        }
    }
}

#[track_caller]
fn all_as_expected(platform: &Platform, verifier: &Verifier, now: i64) {
    for wallet in platform.wallets() {
        let found = outcome(verifier, wallet, &presenting(now));
        assert_eq!(
            found,
            wallet.expected().to_json(),
            "{} at {now}",
            wallet.name()
        );
    }
}

/// Everything that it gives, as one text.
fn everything(platform: &Platform) -> String {
    let mut all = vec![platform.root().unwrap(), platform.snapshot().unwrap()];
    for wallet in platform.wallets() {
        all.extend(wallet.bundles().map(|(_, whole)| whole.to_owned()));
        let presented = wallet.present(&presenting(platform.now().unix())).unwrap();
        all.extend(presented.into_iter().map(|(_, text)| text));
    }
    all.join("\n")
}

#[test]
fn the_same_seed_and_time_give_the_same_bytes_and_no_others_do() {
    let once = everything(&platform(NOW));
    assert_eq!(everything(&platform(NOW)), once);
    assert_ne!(everything(&platform(NOW + 1)), once);
    let other = Platform::new(b"the test", at(NOW)).unwrap();
    let own = platform(NOW);
    let keys = |platform: &Platform| -> Vec<String> {
        let holders = platform.wallets().iter().map(|w| w.holder().thumbprint());
        platform
            .keys()
            .map(|(_, key)| key.thumbprint())
            .chain(holders)
            .collect()
    };
    let mut all = [keys(&own), keys(&other)].concat();
    let found = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), found, "two keys are the same");
}

/// The same two in tests/js/testing.test.js: keys and signatures are those of the module.
#[test]
fn a_seed_stands_for_the_same_keys_on_every_host_and_in_every_version() {
    let platform = Platform::new(b"a seed", at(1_795_140_000)).unwrap();
    let root = jose::sha256(platform.root().unwrap().as_bytes());
    assert_eq!(
        base64url::encode(&root),
        "sfzUE_cpfdzJGfKu5pfsqZy-KXNC4dzZDH_2LquVKms"
    );
    let jwk = platform.wallets()[0].holder().to_jwk();
    let x = jwk.get("x").and_then(Value::as_str);
    assert_eq!(x, Some("Cvv-8PJrKhHM7ZmRGDWCubXDzmiPMPVzINU6PWexLFc"));
}

#[test]
fn an_hour_later_everything_holds_and_four_days_later_once_it_is_refreshed() {
    for now in TIMES {
        let mut platform = platform(now);
        let mut verifier = verifier(&platform, now);
        all_as_expected(&platform, &verifier, now);
        all_as_expected(&platform, &verifier, now + HOUR);

        let later = now + 4 * DAY;
        let first = &platform.wallets()[0];
        let stale = outcome(&verifier, first, &presenting(later));
        assert_eq!(stale, object! { "error": "status.expired" }.into());
        platform.refresh(at(later)).unwrap();
        verifier.load(Some(&platform.snapshot().unwrap()), at(later));
        all_as_expected(&platform, &verifier, later);
    }
}

#[test]
fn a_platform_made_anew_of_its_seed_goes_on_where_the_other_was() {
    let former = platform(NOW);
    let mut verifier = verifier(&former, NOW);
    let later = platform(NOW + DAY);
    verifier.load(Some(&later.snapshot().unwrap()), at(NOW + DAY));
    all_as_expected(&later, &verifier, NOW + DAY);
    // And not back.
    let mut options = VerifierOptions::at(at(NOW + DAY));
    options.allow_demo_root = true;
    options.state = Some(verifier.export_state());
    let root = former.root().unwrap();
    let snapshot = former.snapshot().unwrap();
    let verifier = Verifier::new(&root, Some(&snapshot), &options).unwrap();
    let first = &former.wallets()[0];
    let found = outcome(&verifier, first, &presenting(NOW + DAY));
    assert_eq!(found, object! { "error": "trust.rollback" }.into());
}

#[test]
fn two_platforms_refuse_each_other() {
    let own = platform(NOW);
    let other = Platform::new(b"another", at(NOW)).unwrap();
    let verifier = verifier(&own, NOW);
    let found = outcome(&verifier, &other.wallets()[0], &presenting(NOW));
    assert_eq!(found, object! { "error": "signature.invalid" }.into());
}

#[test]
fn a_status_is_published_and_stays() {
    let mut platform = platform(NOW);
    let mut verifier = verifier(&platform, NOW);
    let mut found = |platform: &Platform, now| {
        verifier.load(Some(&platform.snapshot().unwrap()), at(now));
        let wallet = platform.wallet("jiang-two-bundles").unwrap();
        outcome(&verifier, wallet, &presenting(now))
            .member("error")
            .cloned()
    };
    let name = "jiang-two-bundles";
    // Three times within the second in which the platform was made.
    platform.set_status(name, 2, at(NOW)).unwrap();
    assert_eq!(found(&platform, NOW), Some("status.suspended".into()));
    platform.set_status(name, 0, at(NOW)).unwrap();
    assert_eq!(found(&platform, NOW), None);
    platform.set_status(name, 1, at(NOW)).unwrap();
    assert_eq!(found(&platform, NOW), Some("status.invalid".into()));
    platform.refresh(at(NOW + DAY)).unwrap();
    assert_eq!(found(&platform, NOW + DAY), Some("status.invalid".into()));
    for (name, status, code) in [
        (name, 0, Code::StatusInvalid),
        (name, 3, Code::ClaimInvalid),
        ("jiang-two-bundle", 1, Code::InputOptions),
    ] {
        let now = platform.now();
        let refused: Error = platform.set_status(name, status, now).unwrap_err();
        assert_eq!(refused.code(), code);
        assert_eq!(platform.now(), now);
    }
}

#[test]
fn what_is_chosen_is_shown_and_what_is_not_there_is_refused() {
    let platform = platform(NOW);
    let verifier = verifier(&platform, NOW);
    let wallet = platform.wallet("zhao-listed").unwrap();
    let chosen = |alias: &str, pointers: &[&str]| {
        let pointers = pointers.iter().map(|&p| p.to_owned()).collect();
        [(alias.to_owned(), pointers)]
    };
    let everything_but_the_record = chosen(
        "credit",
        &["/subject/age_over", "/evaluations/sh-public", "/listings"],
    );
    let mut hiding = presenting(NOW);
    hiding.disclose = Some(&everything_but_the_record);
    let found = outcome(&verifier, wallet, &hiding);
    assert_eq!(found, object! { "outcome": "undetermined" }.into());

    for (disclose, pointer) in [
        (
            chosen("credit", &["/listings", "/listings/0", "/listings/1"]),
            "/disclose/credit/2",
        ),
        (chosen("credits", &[]), "/disclose/credits"),
    ] {
        let mut wrong = presenting(NOW);
        wrong.disclose = Some(&disclose);
        let error = wallet.present(&wrong).unwrap_err();
        assert_eq!(error.code(), Code::InputOptions);
        assert_eq!(error.details().get("pointer"), Some(&pointer.into()));
    }
}

#[test]
fn what_another_key_signed_is_refused() {
    let platform = platform(NOW);
    let verifier = verifier(&platform, NOW);
    let wallet = platform.wallet("zhang-gold").unwrap();
    let mut stolen = presenting(NOW);
    stolen.signer = Some(platform.wallet("li-silver").unwrap());
    let found = outcome(&verifier, wallet, &stolen);
    assert_eq!(found, object! { "error": "signature.invalid" }.into());
}

#[test]
fn no_time_is_too_late_for_an_answer() {
    for unix in [0, 1, 253_402_300_799] {
        // An error, or a platform: no panic.
        if let Ok(mut platform) = Platform::new(b"", at(unix)) {
            let _ = platform.snapshot();
            let _ = platform.refresh(Instant::MAX);
        }
    }
}

#[test]
fn bundles_are_issued_to_a_key_from_elsewhere() {
    let platform = platform(NOW);
    let verifier = verifier(&platform, NOW);
    let wallet = platform.wallet("jiang-two-bundles").unwrap();
    for algorithm in [Algorithm::Es256, Algorithm::Ed25519, Algorithm::Sm2] {
        let key = SigningKey::from_secret(algorithm, &[7; 32]).unwrap();
        let issue = || platform.issue(wallet.name(), key.verifying_key()).unwrap();
        let issued = issue();
        assert_eq!(issue(), issued);
        let binding = Binding::new(AUDIENCE, NONCE, at(NOW));
        let present = |signer: &SigningKey| -> Result<Vec<_>, Error> {
            let present = |(alias, whole): &(&'static str, String)| {
                let text = issuer::present(whole, |_| true, Some((signer, &binding)));
                text.map(|text| (*alias, text))
            };
            issued.iter().map(present).collect()
        };
        let found = found(&verifier, wallet, present(&key).unwrap(), at(NOW));
        assert_eq!(found, wallet.expected().to_json());
        // The wallet's own key does not sign for these.
        assert!(present(wallet.holder()).is_err());
        // No disclosure tells that the wallet's own bundle is about the same subject.
        for ((_, whole), (_, own)) in issued.iter().zip(wallet.bundles()) {
            let own: Vec<&str> = own.split('~').filter(|part| !part.is_empty()).collect();
            assert!(whole.split('~').all(|part| !own.contains(&part)));
        }
    }
    let key = SigningKey::from_secret(Algorithm::Es256, &[7; 32]).unwrap();
    let refused = platform.issue("jiang", key.verifying_key()).unwrap_err();
    assert_eq!(refused.code(), Code::InputOptions);
}

#[test]
fn what_is_published_is_in_every_snapshot_from_then_on() {
    let mut platform = platform(NOW);
    // What is accepted, with what is said of it.
    let ids = |platform: &Platform, now: i64| -> Vec<String> {
        let report = document(verifier(platform, now).report());
        let listed = report.member("programmes").and_then(Value::as_array);
        let listed = listed.unwrap().iter();
        let accepted = listed.filter(|p| p.member("result") == Some(&"accepted".into()));
        accepted.map(Value::to_string).collect()
    };
    let before = ids(&platform, NOW).len();
    let today = crate::time::Day::of(at(NOW));
    let programme = |id: &str, version: usize, region: &str| {
        let mut document = programmes::BIKE.document(today).unwrap();
        document.set("id", id);
        document.set("version", version);
        document.set("regions", vec![region]);
        document
    };
    platform
        .publish(programme("own.bike", 1, "310115"))
        .unwrap();
    platform
        .publish(programme("own.bike", 2, "310000"))
        .unwrap();
    assert_eq!(ids(&platform, NOW).len(), before + 1);
    platform.refresh(at(NOW + DAY)).unwrap();
    let own = |listed: &String| listed.contains("own.bike") && listed.contains(r#""version":2"#);
    assert!(ids(&platform, NOW + DAY).iter().any(own));
    // Another's place, and the demo's own.
    for (refused, pointer) in [
        (programme("own.other", 1, "320500"), "/regions/0"),
        (programme("demo.xinyi-zu.shared-bike", 2, "310000"), "/id"),
    ] {
        let error = platform.publish(refused).unwrap_err();
        assert_eq!(error.code(), Code::InputOptions);
        assert_eq!(error.details().get("pointer"), Some(&pointer.into()));
    }
    assert_eq!(ids(&platform, NOW + DAY).len(), before + 1);
}
