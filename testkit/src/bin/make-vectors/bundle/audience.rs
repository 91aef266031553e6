//! Bundles that their issuer meant for somebody.

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let meant_for = |audience: Value| world.person().set("/aud", audience).present(LOOK);
    const OTHER: &str = "https://another-app.example";

    suite
        .add("meant-for-this-app", "Its issuer meant it for this app.")
        .bundle(meant_for(json!(AUDIENCE)))
        .granted("gold");
    suite
        .add(
            "meant-for-several-apps",
            "Its issuer meant it for several, this one among them.",
        )
        .bundle(meant_for(json!([OTHER, AUDIENCE])))
        .granted("gold");
    suite
        .add("meant-for-another-app", "Its issuer meant another.")
        .bundle(meant_for(json!(OTHER)))
        .refused("claim.audience");
    suite
        .add("meant-for-other-apps", "Its issuer meant others.")
        .bundle(meant_for(json!([OTHER])))
        .refused("claim.audience");
    suite
        .add("meant-for-nobody", "Its issuer meant nobody at all.")
        .bundle(meant_for(json!([])))
        .refused("claim.audience");
    suite
        .add(
            "meant-for-an-app-that-does-not-say-who-it-is",
            "Whoever names no audience cannot be the one that is meant.",
        )
        .bundle(meant_for(json!(AUDIENCE)))
        .check("holder", json!("unbound"))
        .refused("claim.audience");
    suite
        .add("meant-for-a-number", "An audience is a string.")
        .bundle(meant_for(json!(1)))
        .refused_at("claim.invalid", "/aud");
    suite
        .add(
            "meant-for-an-app-and-a-number",
            "Each of several audiences is a string.",
        )
        .bundle(meant_for(json!([AUDIENCE, 1])))
        .refused_at("claim.invalid", "/aud");
    suite
        .add(
            "meant-for-another-app-by-disclosure",
            "What is asked of the claims is asked of the disclosed ones.",
        )
        .bundle({
            let sketch = world.person().set("/aud", json!(OTHER));
            let draft = sketch.draft_hiding(|p| is_disclosure(p) || p == "/aud");
            world.bind(&draft.sign("bundle-1", &world.city).show_all())
        })
        .refused("claim.audience");
}
