//! Forecasts: what is verified today, decided on another day.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::surface;
use testkit::verifying::{asking_for, at};
use testkit::world::*;
use xinyi::{Error, Forecast, Instant, Verifier};

struct Desk {
    world: World,
    verifier: Verifier,
}

impl Desk {
    fn new() -> Self {
        let world = World::new();
        let platform = Plan::base(&world).build();
        let verifier = testkit::verifying::verifier(&platform);
        Self { world, verifier }
    }

    fn check(&self, programme: &Value, presentation: &str) -> Value {
        let decision = self.verifier.check(presentation, &asking_for(programme));
        json(&decision.expect("a decision"))
    }

    fn forecast(&self, programme: &Value, presentation: &str, at: Instant) -> Value {
        json(
            self.try_forecast(programme, presentation, at)
                .expect("a forecast")
                .decision(),
        )
    }

    fn try_forecast(
        &self,
        programme: &Value,
        presentation: &str,
        at: Instant,
    ) -> Result<Forecast, Error> {
        Forecast::of(&self.verifier, presentation, &asking_for(programme), at)
    }
}

fn json(decision: &xinyi::Decision) -> Value {
    serde_json::to_value(decision).expect("JSON")
}

/// Nothing on record; for as long as the tests look.
fn unpunished() -> Value {
    let none = json!({ "none": [{ "var": "credit.penalties" }, true] });
    merged(
        programme_requiring(none),
        &json!({ "valid_until": "2036-12-31" }),
    )
}

#[test]
fn a_forecast_of_the_day_that_is_told_is_a_grant_and_a_second_before_it_is_not() {
    let desk = Desk::new();
    let punished = desk.world.person().set("/penalties/0", penalty());
    let shown = ["/subject/age_over", "/penalties", "/penalties/0"];
    let presentation = punished.present(&shown);
    let decision = desk.check(&unpunished(), &presentation);
    assert_eq!(decision["outcome"], "not_granted", "{decision}");
    // The seventh of May 2027 in China.
    assert_eq!(decision["eligible_from"], "2027-05-06T16:00:00Z");
    let from = Instant::parse("2027-05-06T16:00:00Z").expect("a time");
    let then = desk.forecast(&unpunished(), &presentation, from);
    assert_eq!(then["outcome"], "granted", "{then}");
    // Its own bundle would be fresh as any is. Of a year whose holidays nobody has announced, every day
    // counts.
    assert_eq!(then["valid_until"], "2027-05-10T16:00:00Z");
    let before = from.add_seconds(-1).expect("a time");
    let before = desk.forecast(&unpunished(), &presentation, before);
    assert_eq!(before["outcome"], "not_granted", "{before}");
}

#[test]
fn a_forecast_says_that_it_is_one() {
    let desk = Desk::new();
    let presentation = desk
        .world
        .person()
        .present(&["/subject/age_over", "/penalties"]);
    let tomorrow = at(NOW + DAY);
    let forecast = desk.forecast(&unpunished(), &presentation, tomorrow);
    let evidence = &forecast["evidence"];
    assert_eq!(evidence["verified"], false);
    assert_eq!(evidence["projection"], true);
    assert_eq!(evidence["decided_at"], tomorrow.to_string());
    let decision = desk.check(&unpunished(), &presentation);
    assert_eq!(decision["evidence"]["verified"], true);
    assert_eq!(decision["evidence"]["projection"], Value::Null);
}

#[test]
fn what_is_hidden_and_what_is_not_in_force_stay_so() {
    let desk = Desk::new();
    let hiding = desk.world.person().present(&["/subject/age_over"]);
    let year = at(NOW + 365 * DAY);
    let forecast = desk.forecast(&unpunished(), &hiding, year);
    assert_eq!(forecast["missing"], json!(["credit.penalties"]));
    let shown = desk
        .world
        .person()
        .present(&["/subject/age_over", "/penalties"]);
    let this_year = merged(unpunished(), &json!({ "valid_until": "2026-12-31" }));
    let forecast = desk.forecast(&this_year, &shown, year);
    assert_eq!(forecast["outcome"], "not_applicable", "{forecast}");
}

#[test]
fn what_does_not_verify_today_has_no_forecast() {
    let desk = Desk::new();
    let shown = desk
        .world
        .person()
        .present(&["/subject/age_over", "/penalties"]);
    let code = |presentation: &str, unix: i64| {
        let refused = desk.try_forecast(&unpunished(), presentation, at(unix));
        refused.expect_err("refused").code().as_str()
    };
    assert_eq!(code(&shown, NOW - 1), "input.options");
    let ended = desk.world.person().set("/exp", json!(NOW - 1));
    assert_eq!(
        code(&ended.present(&["/penalties"]), NOW + DAY),
        "time.expired"
    );
    let forged = shown.replacen("ey", "eY", 1);
    assert_ne!(code(&forged, NOW + DAY), "input.options");
}

#[test]
fn in_text_it_is_the_same_and_a_check_knows_of_no_other_time() {
    let desk = Desk::new();
    let punished = desk.world.person().set("/penalties/0", penalty());
    let presentation = punished.present(&["/subject/age_over", "/penalties", "/penalties/0"]);
    let platform = Plan::base(&desk.world).build();
    let part = |name: &str| platform[name].as_str().expect(name);
    let created = json!({ "now": NOW }).to_string();
    let verifier = surface::Verifier::new(part("root"), Some(part("snapshot")), &created);
    let then = NOW + 365 * DAY;
    let options = json!({
        "programme": unpunished(), "holder": {"audience": AUDIENCE, "nonce": NONCE},
        "now": NOW, "explain": "full", "at": then,
    });
    let given = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
    let forecast = given(verifier.forecast(&presentation, &options.to_string()));
    let same =
        json!({ "ok": true, "decision": desk.forecast(&unpunished(), &presentation, at(then)) });
    assert_eq!(forecast, same);
    let checked = given(verifier.check(&presentation, &options.to_string()));
    assert_eq!(checked["error"]["code"], "input.options", "{checked}");
    assert_eq!(checked["error"]["details"]["pointer"], "/at");
}
