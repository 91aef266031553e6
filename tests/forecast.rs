//! What a decision will be at a later time, of a bundle that verifies now.
#![cfg(all(feature = "issuer", feature = "sm2"))]

#[allow(dead_code, reason = "made for the vectors")]
#[path = "vector-tools/jose.rs"]
mod jose;
#[allow(dead_code, reason = "made for the vectors")]
#[path = "vector-tools/platform.rs"]
mod platform;
#[allow(dead_code, reason = "made for the vectors")]
#[path = "vector-tools/programmes.rs"]
mod programmes;
#[allow(dead_code, reason = "made for the vectors")]
#[path = "vector-tools/sd_jwt.rs"]
mod sd_jwt;
#[allow(dead_code, reason = "made for the vectors")]
#[path = "vector-tools/world.rs"]
mod world;

use serde_json::{Value, json};
use xinyi::{CheckOptions, Day, Error, Explain, Holder, Instant, ProgrammeChoice, Verifier};
use xinyi::{Object, VerifierOptions};

use platform::Plan;
use world::*;

const SHOWN: &[&str] = &[
    "/subject/age_over",
    "/evaluations/sh-public",
    "/listings",
    "/penalties",
    "/penalties/0",
];

fn noon(day: &str) -> Instant {
    let start = Day::parse(day).expect("a day").start();
    start.add_seconds(12 * 3_600).expect("an instant")
}

fn forecast(world: &World, bundle: &str, programme: &Value, at: Instant) -> Result<Value, Error> {
    let platform = Plan::base(world).build();
    let text = |name: &str| platform[name].as_str().expect(name).to_owned();
    let now = Instant::from_unix(NOW).expect("in range");
    let options = VerifierOptions::at(now);
    let verifier = Verifier::new(&text("root"), Some(&text("snapshot")), &options)?;
    let holder = Holder::Bound {
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        window: None,
    };
    let mut options = CheckOptions::new("", holder, now);
    let text = programme.to_string();
    options.programme =
        ProgrammeChoice::Document(xinyi::Value::parse(text.as_bytes(), text.len())?);
    options.request = Some(Object::new());
    options.explain = Explain::Full;
    let forecast = verifier.forecast(bundle, &options, at)?;
    Ok(serde_json::from_str(&forecast.decision().to_string()).expect("JSON"))
}

fn no_penalties() -> Value {
    let programme = programme_requiring(json!({
        "none": [{ "var": "credit.penalties" }, { "!=": [{ "var": "authority" }, ""] }],
    }));
    merged(
        programme,
        &json!({ "fields": ["market"], "valid_until": "2030-12-31" }),
    )
}

#[test]
fn the_same_records_are_looked_at_by_the_law_of_a_later_day() {
    let world = World::new();
    // Public through 2027-05-06.
    let bundle = world
        .person()
        .set("/penalties", json!([penalty()]))
        .present(SHOWN);
    for (day, outcome) in [
        (TODAY, "not_granted"),
        ("2027-05-06", "not_granted"),
        ("2027-05-07", "granted"),
    ] {
        let decision = forecast(&world, &bundle, &no_penalties(), noon(day)).expect("a forecast");
        assert_eq!(decision["outcome"], outcome, "{day}");
        let evidence = &decision["evidence"];
        assert_eq!(evidence["verified"], false);
        assert_eq!(evidence["projection"], true);
        assert_eq!(evidence["decided_at"], noon(day).to_string());
    }
}

#[test]
fn a_forecast_of_what_does_not_verify_is_refused() {
    let world = World::new();
    let bundle = world.person().set("/exp", json!(NOW - 60)).present(LOOK);
    let refused = forecast(&world, &bundle, &no_penalties(), noon("2027-05-07"));
    assert_eq!(
        refused.expect_err("refused").code().as_str(),
        "time.expired"
    );
}

#[test]
fn nothing_is_foretold_of_the_past() {
    let world = World::new();
    let bundle = world.person().present(LOOK);
    let refused = forecast(&world, &bundle, &no_penalties(), noon("2026-11-19"));
    assert_eq!(
        refused.expect_err("refused").code().as_str(),
        "input.options"
    );
}
