//! Who may say what, with which key.

use serde_json::json;
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, bundle: String, code: &str| {
        suite.add(name, description).bundle(bundle).refused(code);
    };
    refused(
        "unknown-issuer",
        "Nobody that the trust list names.",
        world
            .person()
            .set("/iss", json!(STRANGER))
            .signed_by("bundle-1", &world.stranger)
            .present(LOOK),
        "trust.issuer",
    );
    refused(
        "issuer-by-another-spelling",
        "Names are compared letter by letter.",
        world
            .person()
            .set("/iss", json!(format!("{CITY}/")))
            .present(LOOK),
        "trust.issuer",
    );
    refused(
        "type-out-of-scope",
        "A public platform does not sign market credit.",
        {
            let sketch = world.market();
            let sketch = sketch
                .set("/iss", json!(CITY))
                .set("/status/status_list/uri", json!(status_uri(2)));
            sketch
                .signed_by("bundle-1", &world.city)
                .present(&["/subject/age_over"])
        },
        "trust.scope",
    );
    refused(
        "region-out-of-scope",
        "A district speaks for itself alone.",
        world
            .firm()
            .set("/jurisdiction", json!("310104"))
            .present(&["/listings"]),
        "trust.scope",
    );
    refused(
        "region-of-the-city-out-of-scope",
        "A district does not speak for its city.",
        world
            .firm()
            .set("/jurisdiction", json!("310000"))
            .present(&["/listings"]),
        "trust.scope",
    );
    refused(
        "record-of-another-region",
        "A district does not tell of another province's penalties.",
        world
            .firm()
            .set(
                "/penalties/0",
                merged(
                    penalty(),
                    &json!({ "region": "320104", "field": "transport" }),
                ),
            )
            .present(&["/penalties", "/penalties/0"]),
        "trust.scope",
    );
    refused(
        "field-out-of-scope",
        "A market authority does not list for taxes.",
        world
            .by_authority()
            .set("/listings/0", listing_on("tax_violation", "tax"))
            .present(&["/listings", "/listings/0"]),
        "trust.scope",
    );
    refused(
        "record-without-a-field-out-of-scope",
        "Who knows of one field alone tells nothing of no field.",
        {
            let record = json!({
                "type": "self_publicised", "item": "on-time-payment", "made_on": "2026-01-15",
                "state": "performing", "authority": "示例区市场监督管理局",
            });
            world
                .by_authority()
                .set("/commitments/0", record)
                .present(&["/commitments", "/commitments/0"])
        },
        "trust.scope",
    );
    let of_the_neighbour = json!({ "scope": "310104" });
    refused(
        "listing-of-another-region",
        "A district does not tell of another province's lists.",
        world
            .firm()
            .set(
                "/listings/0",
                merged(listing(), &json!({ "scope": "320104" })),
            )
            .present(&["/listings", "/listings/0"]),
        "trust.scope",
    );
    refused(
        "honour-of-another-region",
        "Nor does it give its neighbour's honours.",
        {
            let honour = json!({
                "kind": "red_list", "list": "tax-a", "scope": "310000", "since": "2025-05-06",
                "authority": "示例区税务局",
            });
            world
                .firm()
                .set("/honours/0", merged(honour, &of_the_neighbour))
                .present(&["/honours", "/honours/0"])
        },
        "trust.scope",
    );
    refused(
        "field-of-a-penalty-out-of-scope",
        "A market authority does not tell of fines for taxes.",
        world
            .by_authority()
            .set(
                "/penalties/0",
                merged(penalty(), &json!({ "field": "tax" })),
            )
            .present(&["/penalties", "/penalties/0"]),
        "trust.scope",
    );
    refused(
        "field-outside-the-catalogue-out-of-scope",
        "Nor of fields that nobody has heard of.",
        world
            .by_authority()
            .set(
                "/penalties/0",
                merged(penalty(), &json!({ "field": "moon" })),
            )
            .present(&["/penalties", "/penalties/0"]),
        "trust.scope",
    );
    refused(
        "scheme-out-of-scope",
        "The city does not sign a private score.",
        world
            .person()
            .set("/evaluations/zhima", json!({ "score": 800 }))
            .present(&["/subject/age_over", "/evaluations/zhima"]),
        "trust.scheme",
    );
    suite
        .add(
            "recognised-out-of-scope",
            "Who recognises a listing lies outside the issuer's regions by its nature.",
        )
        .bundle(
            world
                .listed(&json!({ "recognised_in": ["320000", "330100"] }))
                .present(LOOK_AT_LISTING),
        )
        .not_granted(&["listing.present"]);
    suite
        .add(
            "scheme-out-of-scope-but-hidden",
            "What is not shown is not judged.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/zhima", json!({ "score": 800 }))
                .present(LOOK),
        )
        .granted("gold");
    suite
        .add(
            "type-that-nobody-asked-for",
            "A genuine bundle, of another type than the programme reads.",
        )
        .bundle(
            world
                .market()
                .present(&["/subject/age_over", "/evaluations/zhima"]),
        )
        .refused_at("claim.invalid", "/vct");
    let mut key = |name: &str, description, bundle: String| {
        suite
            .add(name, description)
            .bundle(bundle)
            .refused("trust.key_window");
    };
    key(
        "compromised-key",
        "Whoever found the key can write any date.",
        world
            .person()
            .set("/iat", json!(NOW - 20 * DAY))
            .set("/as_of", json!("2026-10-31"))
            .signed_by("bundle-lost", &world.city_lost)
            .present(LOOK),
    );
    key(
        "superseded-key-used-again",
        "A key that was replaced signs no more.",
        world
            .person()
            .set("/iat", json!(NOW - 10 * DAY))
            .set("/as_of", json!("2026-11-10"))
            .signed_by("bundle-0", &world.city_old)
            .present(LOOK),
    );
    key(
        "key-of-tomorrow",
        "Signed before the key was to be used.",
        world
            .person()
            .signed_by("bundle-2", &world.city_next)
            .present(LOOK),
    );
    key(
        "key-of-last-year",
        "Signed before the key's first day.",
        world
            .person()
            .set("/iat", json!(NOW - 200 * DAY))
            .set("/as_of", json!("2026-05-01"))
            .present(LOOK),
    );
}
