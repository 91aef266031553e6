//! A programme that is asked for by its id is in force until a later version takes its place: what is
//! decided by one holds no longer than that, and nothing is promised beyond.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::verifying::{asking_for, at};
use testkit::world::*;
use xinyi::{CheckOptions, Error, Forecast, Instant, ProgrammeChoice, Verifier};

const ID: &str = "test.unpunished";

/// Whoever has no penalty on record.
fn version(number: i64, changes: Value) -> Value {
    let none = json!({ "none": [{ "var": "credit.penalties" }, true] });
    let base = merged(
        programme_requiring(none),
        &json!({ "id": ID, "iss": CITY, "version": number, "valid_until": "2036-12-31" }),
    );
    merged(base, &changes)
}

/// Two versions, of which the second begins on a day.
struct Desk {
    world: World,
    /// With both, and with the pin alone of the second.
    verifiers: [Verifier; 2],
}

impl Desk {
    fn new(second: Value) -> Self {
        let world = World::new();
        let verifier = |is_held: bool| {
            let mut plan = Plan::small(&world);
            plan.programmes = [version(1, json!({})), version(2, second.clone())]
                .map(|document| (document, "programme-1", &world.city_programme))
                .into();
            let platform = plan.build_with(
                |_| {},
                |snapshot| {
                    let programmes = snapshot["programmes"].as_array_mut();
                    programmes
                        .expect("programmes")
                        .truncate(1 + usize::from(is_held));
                },
            );
            testkit::verifying::verifier(&platform)
        };
        let verifiers = [true, false].map(verifier);
        Self { world, verifiers }
    }

    fn from(day: &str) -> Self {
        Self::new(json!({ "valid_from": day }))
    }

    fn clean(&self) -> String {
        let person = self.world.person();
        person.present(&["/subject/age_over", "/penalties"])
    }

    fn punished(&self) -> String {
        let days = json!({
            "regime": "ndrc-36", "determined_on": "2026-10-10", "published_on": "2026-10-10",
            "publish_until": "2027-05-06",
        });
        let penalty = merged(penalty(), &days);
        let person = self.world.person().set("/penalties/0", penalty);
        person.present(&["/subject/age_over", "/penalties", "/penalties/0"])
    }
}

fn by_id() -> CheckOptions {
    let mut options = asking_for(&json!({}));
    options.programme = ProgrammeChoice::Id(ID.to_owned());
    options
}

fn by_number(version: u64) -> CheckOptions {
    let mut options = by_id();
    options.programme = ProgrammeChoice::Version {
        id: ID.to_owned(),
        version,
    };
    options
}

fn decide(verifier: &Verifier, presentation: &str, options: &CheckOptions) -> Value {
    let decision = verifier.check(presentation, options).expect("a decision");
    serde_json::to_value(decision).expect("JSON")
}

fn forecast(verifier: &Verifier, presentation: &str, at: Instant) -> Result<Value, Error> {
    let forecast = Forecast::of(verifier, presentation, &by_id(), at)?;
    Ok(serde_json::to_value(forecast.decision()).expect("JSON"))
}

fn midnight(day: &str) -> Instant {
    xinyi::Day::parse(day).expect("a day").start()
}

#[test]
fn a_grant_ends_when_a_later_version_begins() {
    let desk = Desk::from("2026-11-22");
    let clean = desk.clean();
    for verifier in &desk.verifiers {
        let granted = decide(verifier, &clean, &by_id());
        assert_eq!(granted["outcome"], "granted", "{granted}");
        assert_eq!(granted["programme"]["version"], 1);
        assert_eq!(granted["valid_until"], "2026-11-21T16:00:00Z");
        // Whoever names the version means that one: the status list ends first.
        let granted = decide(verifier, &clean, &by_number(1));
        assert_eq!(granted["valid_until"], at(NOW - HOUR + 3 * DAY).to_string());
    }
    // One that begins later than the list ends is of no account.
    let desk = Desk::from("2026-11-24");
    for verifier in &desk.verifiers {
        let granted = decide(verifier, &desk.clean(), &by_id());
        assert_eq!(granted["valid_until"], at(NOW - HOUR + 3 * DAY).to_string());
    }
}

#[test]
fn nothing_is_promised_for_when_a_later_version_decides() {
    // The penalty counts until the sixth of May, and can be repaired before.
    let alone = Desk::from("2036-01-01");
    let decision = decide(&alone.verifiers[0], &alone.punished(), &by_id());
    assert_eq!(decision["outcome"], "not_granted", "{decision}");
    assert_eq!(
        decision["eligible_from"], "2027-05-06T16:00:00Z",
        "{decision}"
    );
    let repaired = decision["remedies"][0]["on"]
        .as_str()
        .unwrap_or_else(|| panic!("{decision}"));
    assert!(repaired < "2027-05-07", "{repaired}");

    let promised = |day: &str, options: &CheckOptions| {
        let desk = Desk::from(day);
        let punished = desk.punished();
        let both = desk.verifiers.each_ref().map(|verifier| {
            let decision = decide(verifier, &punished, options);
            let remedies = decision["remedies"].as_array().expect("remedies").len();
            (decision["eligible_from"].clone(), remedies)
        });
        assert_eq!(both[0], both[1], "{day}");
        both[0].clone()
    };
    let from = json!("2027-05-06T16:00:00Z");
    assert_eq!(promised("2027-05-08", &by_id()), (from.clone(), 1));
    assert_eq!(promised("2027-05-07", &by_id()), (Value::Null, 1));
    assert_eq!(promised(repaired, &by_id()), (Value::Null, 0));
    assert_eq!(promised(repaired, &by_number(1)), (from, 1));
}

#[test]
fn a_forecast_is_by_the_version_of_its_day() {
    let desk = Desk::from("2026-12-01");
    let clean = desk.clean();
    let [both, first] = &desk.verifiers;
    let of = |verifier, day| {
        let forecast = forecast(verifier, &clean, midnight(day));
        forecast.map(|f| f["programme"]["version"].clone())
    };
    assert_eq!(of(both, "2026-11-30"), Ok(json!(1)));
    assert_eq!(of(first, "2026-11-30"), Ok(json!(1)));
    assert_eq!(of(both, "2026-12-01"), Ok(json!(2)));
    let error = of(first, "2026-12-01").expect_err("nobody has it");
    assert_eq!(error.code().as_str(), "programme.missing");

    let ends = json!({ "valid_from": "2026-12-01", "valid_until": "2026-12-31" });
    let desk = Desk::new(ends);
    let ended = forecast(&desk.verifiers[0], &desk.clean(), midnight("2027-01-01"));
    let ended = ended.expect("a forecast");
    assert_eq!(
        ended["programme"]["version"], 2,
        "nor does the first one come back"
    );
    assert_eq!(ended["outcome"], "not_applicable", "{ended}");
}

#[test]
fn a_clock_that_is_wrong_is_said_before_what_is_missing_by_it() {
    let desk = Desk::from("2026-11-01");
    let code = |unix: i64| {
        let mut options = by_id();
        options.now = at(unix);
        let refused = desk.verifiers[1].check(&*desk.clean(), &options);
        refused.expect_err("refused").code().as_str()
    };
    assert_eq!(code(NOW), "programme.missing");
    assert_eq!(code(NOW - DAY), "time.rollback");
    assert_eq!(code(NOW + 100 * DAY), "trust.expired");
}

#[test]
fn the_report_names_what_is_pinned_and_not_here() {
    let desk = Desk::from("2026-12-01");
    let programmes = |verifier: &Verifier| {
        let report = serde_json::to_string(verifier.report()).expect("JSON");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        report["programmes"].clone()
    };
    let accepted = |version: i64| json!({ "result": "accepted", "id": ID, "version": version });
    assert_eq!(
        programmes(&desk.verifiers[0]),
        json!([accepted(1), accepted(2)])
    );
    let short = programmes(&desk.verifiers[1]);
    assert_eq!(short[0], accepted(1));
    let lacking = &short[1];
    assert_eq!(
        [
            &lacking["result"],
            &lacking["id"],
            &lacking["version"],
            &lacking["error"]["code"]
        ],
        [
            &json!("refused"),
            &json!(ID),
            &json!(2),
            &json!("programme.missing")
        ]
    );
    assert_eq!(
        lacking["error"]["details"],
        json!({ "id": ID, "version": 2 })
    );
}
