//! From when to when, and what a time is.

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    ends(suite);
    numeric_dates(suite);
}

fn ends(suite: &mut Suite<'_>) {
    let world = suite.world;
    let claiming = |name: &str, value: i64| world.person().set(name, json!(value)).present(LOOK);
    suite
        .add("expired", "At its very end it has ended.")
        .bundle(claiming("/exp", NOW))
        .refused("time.expired");
    suite
        .add("just-before-expiry", "A second before its end it holds.")
        .bundle(claiming("/exp", NOW + 1))
        .granted("gold");
    suite
        .add("not-yet-valid", "It holds from the next second on.")
        .bundle(claiming("/nbf", NOW + 1))
        .refused("time.not_yet_valid");
    suite
        .add("valid-from-now", "It holds from this second on.")
        .bundle(claiming("/nbf", NOW))
        .granted("gold");
    suite
        .add(
            "issued-in-the-future",
            "Issued more than an hour from now: the clock is behind.",
        )
        .bundle(claiming("/iat", NOW + HOUR + 1))
        .refused("time.rollback");
    suite
        .add("issued-within-the-hour", "Clocks differ by up to an hour.")
        .bundle(claiming("/iat", NOW + HOUR))
        .granted("gold");
    suite
        .add(
            "expired-and-forged",
            "That it is not genuine is said first.",
        )
        .bundle(
            world
                .person()
                .set("/exp", json!(NOW - DAY))
                .signed_by("bundle-1", &world.stranger)
                .present(LOOK),
        )
        .refused("signature.invalid");
    suite
        .add("expired-and-revoked", "That it has expired is said first.")
        .bundle(
            world
                .person()
                .set("/exp", json!(NOW - DAY))
                .set("/status/status_list/idx", json!(1))
                .present(LOOK),
        )
        .refused("time.expired");
}

fn numeric_dates(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut invalid = |name: &str, description, pointer: &str, value: Value| {
        suite
            .add(name, description)
            .bundle(world.person().set(pointer, value).present(LOOK))
            .refused_at("claim.invalid", pointer);
    };
    let text = NOW.to_string();
    invalid(
        "exp-as-text",
        "A time is a number.",
        "/exp",
        json!("2027-01-01"),
    );
    invalid("nbf-as-text", "A time is a number.", "/nbf", json!(text));
    invalid("iat-as-text", "A time is a number.", "/iat", json!(text));
    invalid("exp-null", "Nothing is `null`.", "/exp", Value::Null);
    invalid("exp-true", "A time is a number.", "/exp", json!(true));
    invalid("exp-as-list", "One time.", "/exp", json!([NOW + DAY]));
    invalid(
        "exp-before-1970",
        "No bundle ended before there were any.",
        "/exp",
        json!(-1),
    );
    invalid(
        "exp-in-the-year-10000",
        "A year that no calendar shows.",
        "/exp",
        json!(253_402_300_800_i64),
    );
    invalid(
        "exp-in-milliseconds",
        "A clock that counts seconds is asked for.",
        "/exp",
        json!((NOW + DAY) * 1_000),
    );
    let with = |pointer: &str, value: f64| world.person().set(pointer, json!(value)).present(LOOK);
    suite
        .add(
            "exp-with-a-fraction",
            "RFC 7519 §2 allows it. Half a second is left.",
        )
        .bundle(with("/exp", NOW as f64 + 0.5))
        .granted("gold");
    suite
        .add("exp-half-a-second-ago", "It has ended.")
        .bundle(with("/exp", NOW as f64 - 0.5))
        .refused("time.expired");
    suite
        .add("nbf-in-half-a-second", "It does not hold yet.")
        .bundle(with("/nbf", NOW as f64 + 0.5))
        .refused("time.not_yet_valid");
    suite
        .add("iat-half-a-second-too-far-ahead", "The clock is behind.")
        .bundle(with("/iat", (NOW + HOUR) as f64 + 0.5))
        .refused("time.rollback");

    // As text: what writes the vectors would not write such numbers.
    let written = |number: &str| {
        let mark = 1_899_999_999;
        let sketch = world.person().set("/exp", json!(mark));
        sketch.present_text(|payload| payload.replace(&mark.to_string(), number))
    };
    suite
        .add(
            "exp-beyond-all-numbers",
            "An end that a floating-point number would hold.",
        )
        .bundle(written("1e300"))
        .refused("format.number");
    suite
        .add(
            "exp-beyond-floating-point",
            "An end that would be read as infinite.",
        )
        .bundle(written("1e400"))
        .refused("format.number");
    suite
        .add(
            "exp-in-scientific-notation",
            "The same whole number in another spelling.",
        )
        .bundle(written("1.9e9"))
        .granted("gold");
}
