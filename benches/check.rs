//! Where the time of a check goes, natively. Called by `benches/check.mjs` with the file of
//! `make-bench-check`; prints one JSON document, times in microseconds.
//!
//! Each stage is the difference between two checks, the one refused before it and the other after
//! it, so that what is measured is what everybody calls.

use std::fs;
use std::time::Instant as Clock;

use serde_json::{Map, Value, json};
use testkit::surface;
use xinyi::token::{SdJwtOptions, VerifyingKey, verify_sd_jwt};
use xinyi::{CheckOptions, Error, Holder, Instant, Verifier, VerifierOptions};

const ROUNDS: usize = 601;
const WARM_UP: usize = 50;

fn main() {
    let path = std::env::args_os().nth(1);
    let path = path.expect("usage: bench-check FILE");
    let file = fs::read_to_string(path).expect("a file of make-bench-check");
    let document: Value = serde_json::from_str(&file).expect("JSON");
    let holders = document["holders"].as_array().expect("holders");
    let stages = holders.iter().map(|holder| {
        let alg = text_of(&holder["alg"]).to_owned();
        (alg, stages(&document, holder))
    });
    println!("{}", Value::from_iter(stages));
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// The stages of an unbound check, what a key binding adds, and the whole of both.
fn stages(document: &Value, holder: &Value) -> Value {
    check_claims(document, holder);
    let platform = &document["platform"];
    let [root, snapshot] = ["root", "snapshot"].map(|name| text_of(&platform[name]));
    let seconds = document["now"].as_i64().expect("seconds");
    let now = Instant::from_unix(seconds).expect("a time");
    let created = Verifier::new(root, Some(snapshot), &VerifierOptions::at(now));
    let verifier = created.expect("a verifier");
    let by_text = {
        let options = json!({ "now": seconds }).to_string();
        surface::Verifier::new(root, Some(snapshot), &options)
    };

    let six_tiers = text_of(&document["programme"]["id"]);
    let unbound = CheckOptions::new(six_tiers, Holder::Unbound, now);
    let one_tier = CheckOptions::new(text_of(&document["one_tier"]), Holder::Unbound, now);
    let binding = Holder::Bound {
        audience: text_of(&document["audience"]).to_owned(),
        nonce: text_of(&document["nonce"]).to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    };
    let bound = CheckOptions::new(six_tiers, binding, now);
    let as_text =
        json!({ "programme": six_tiers, "holder": "unbound", "now": seconds }).to_string();

    let [presented, presented_bound] = ["unbound", "bound"].map(|name| text_of(&holder[name]));
    let granted = |presented, options: &CheckOptions| {
        let decision = verifier.check(presented, options).expect("a decision");
        decision.tier().map(str::to_owned)
    };
    let tier = document["tier"].as_str().map(str::to_owned);
    assert_eq!(granted(presented, &unbound), tier);
    assert_eq!(granted(presented_bound, &bound), tier);
    assert_eq!(granted(presented, &one_tier).as_deref(), Some("only"));

    let check = |presented, options: &CheckOptions| -> Result<(), Error> {
        verifier.check(presented, options).map(drop)
    };
    let refused = |name: &str| {
        let [presented, code] = [0, 1].map(|i| text_of(&holder["refused"][name][i]));
        let error = check(presented, &unbound).expect_err(name);
        assert_eq!(error.code().as_str(), code, "{name}");
        let unbound = &unbound;
        move || assert!(check(presented, unbound).is_err())
    };
    let [parsed, signed, disclosed] = ["parsed", "signed", "disclosed"].map(refused);
    let verified = refused("verified");
    let [no_key, no_claims, no_status] =
        ["without_key", "without_claims", "without_status"].map(refused);
    let mut runs: Vec<(&str, &dyn Fn())> = vec![
        ("parsed", &parsed),
        ("signed", &signed),
        ("disclosed", &disclosed),
        ("verified", &verified),
        ("without_key", &no_key),
        ("without_claims", &no_claims),
        ("without_status", &no_status),
    ];
    let trivial = || assert!(check(presented, &one_tier).is_ok());
    let whole = || assert!(check(presented, &unbound).is_ok());
    let whole_bound = || assert!(check(presented_bound, &bound).is_ok());
    let written = || assert!(by_text.check(presented, &as_text).contains("granted"));
    runs.extend([
        ("trivial", &trivial as &dyn Fn()),
        ("whole", &whole),
        ("bound", &whole_bound),
        ("written", &written),
    ]);
    let medians = measure(&runs);
    let of = |name: &str| medians[name].as_f64().expect("a time");
    let after = |name: &str, before: &str| of(name) - of(before);
    let key = after("verified", "without_key");
    let claims = after("verified", "without_claims");
    let status = after("verified", "without_status");
    json!({
        "stages": [
            ["parse", of("parsed")],
            ["issuer's signature", after("signed", "parsed")],
            ["disclosures", after("disclosed", "signed")],
            ["holder's key", key],
            ["claims", claims],
            ["status list", status],
            ["times and the like", after("verified", "disclosed") - key - claims - status],
            ["facts, by law", after("trivial", "verified")],
            ["rules, with their days", after("whole", "trivial")],
            ["document", after("written", "whole")],
        ],
        "unbound": of("written"),
        "binding": after("bound", "whole"),
    })
}

/// The disclosed claims are those that went in.
fn check_claims(document: &Value, holder: &Value) {
    let jwk = document["keys"]["bundle"].to_string();
    let jwk = xinyi::Value::parse(jwk.as_bytes(), jwk.len()).expect("JSON");
    let key = VerifyingKey::from_jwk(&jwk, None).expect("a key");
    let now = document["now"].as_i64().and_then(Instant::from_unix);
    let options = SdJwtOptions::at(now.expect("a time"));
    let claims = verify_sd_jwt(text_of(&holder["unbound"]), &key, &options);
    let claims = xinyi::Value::from(claims.expect("a payload")).to_string();
    let claims: Value = serde_json::from_str(&claims).expect("JSON");
    assert_eq!(claims, holder["claims"]);
}

/// The median of each, in turn, so that whatever else the machine does is spread over all.
fn measure(runs: &[(&str, &dyn Fn())]) -> Map<String, Value> {
    let mut times = vec![Vec::new(); runs.len()];
    for round in 0..WARM_UP + ROUNDS {
        for i in 0..runs.len() {
            let at = (i + round) % runs.len();
            let start = Clock::now();
            runs[at].1();
            let time = start.elapsed().as_secs_f64() * 1e6;
            if round >= WARM_UP {
                times[at].push(time);
            }
        }
    }
    let medians = runs.iter().zip(times).map(|((name, _), mut times)| {
        times.sort_by(f64::total_cmp);
        ((*name).to_owned(), json!(times[ROUNDS / 2]))
    });
    medians.collect()
}
