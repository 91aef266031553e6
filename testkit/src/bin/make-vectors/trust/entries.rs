//! Entries of the trust list that do not hold together, or exceed their parent.

use serde_json::json;
use testkit::platform::{Plan, entry_key};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let district = world.firm().present(&["/subject/established"]);
    let mut dropped = |name: &str, description, change: &dyn Fn(&mut Plan<'_>)| {
        let mut plan = Plan::small(world);
        change(&mut plan);
        suite
            .add(name, description)
            .on(plan.build())
            .bundle(district.clone())
            .programme(programme(json!({})))
            .refused("trust.issuer");
    };
    dropped(
        "district-beyond-its-city",
        "A district that also claims another city.",
        &|p| {
            p.district()["regions"] = json!(["310115", "320500"]);
        },
    );
    dropped(
        "district-beyond-its-citys-schemes",
        "A scheme that the city does not have.",
        &|p| {
            p.district()["schemes"] = json!(["sh-public", "zhima"]);
        },
    );
    dropped(
        "district-beyond-its-citys-fields",
        "All fields, where the city has one.",
        &|p| {
            p.city()["fields"] = json!(["market"]);
            p.city()["complete"] = json!([]);
        },
    );
    dropped(
        "district-that-knows-more-than-its-city",
        "It says to know all; its city does not.",
        &|p| {
            p.city()["complete"] = json!([]);
        },
    );
    dropped(
        "district-with-a-longer-key",
        "A key that lasts longer than any of the city's.",
        &|p| {
            p.district()["keys"][0]["not_after"] = json!(NOW + 181 * DAY);
        },
    );
    dropped(
        "district-that-outlives-its-citys-replaced-keys",
        "The city's keys were replaced by ones that end sooner than the district's.",
        &|p| {
            let keys = p.city()["keys"].as_array_mut().expect("keys");
            for key in keys.iter_mut().filter(|key| key["revoked"].is_null()) {
                key["not_after"] = json!(NOW + 30 * DAY);
            }
        },
    );
    dropped(
        "district-in-a-gap-between-its-citys-keys",
        "A week in which the city had no key.",
        &|p| {
            let keys = p.city()["keys"].as_array_mut().expect("keys");
            for key in keys.iter_mut().filter(|key| key["revoked"].is_null()) {
                key["not_before"] = json!(NOW - 3 * DAY);
            }
        },
    );
    dropped(
        "district-of-no-city",
        "Its city is not in the list.",
        &|p| {
            p.district()["parent"] = json!("https://credit.nowhere.example");
        },
    );
    dropped(
        "district-that-names-no-city",
        "It would be bound by nothing.",
        &|p| {
            let district = p.district().as_object_mut().expect("an entry");
            district.remove("parent");
        },
    );
    dropped("district-of-a-district", "One level, no more.", &|p| {
        p.city()["kind"] = json!("district");
    });
    dropped(
        "district-of-an-authority",
        "A city limits its districts, and nobody else does.",
        &|p| {
            p.city()["kind"] = json!("authority");
        },
    );
    dropped(
        "district-of-a-city-of-a-city",
        "What the one below another may do it does not pass on.",
        &|p| {
            let mut above = p.city().clone();
            above["issuer"] = json!(STRANGER);
            p.city()["parent"] = json!(STRANGER);
            p.entries().push(above);
        },
    );
    dropped(
        "district-beyond-its-citys-types",
        "Market credit, which the city does not issue.",
        &|p| {
            p.district()["vct"] = json!([CREDIT_STATUS, MARKET_CREDIT]);
        },
    );
    dropped(
        "district-of-a-revoked-city",
        "All keys of the city were revoked.",
        &|p| {
            let keys = p.city()["keys"].as_array_mut().expect("keys");
            for key in keys {
                key["revoked"] = json!({ "at": NOW - DAY });
            }
        },
    );
    dropped(
        "entry-whose-name-runs-backwards",
        "A name that looks like another.",
        &|p| {
            p.district()["status_issuer"] = json!(format!("\u{202e}{CITY}"));
        },
    );
    dropped(
        "entry-whose-key-has-an-escape",
        "A name that a terminal obeys.",
        &|p| {
            p.district()["keys"][0]["kid"] = json!("\u{1b}[2J");
        },
    );
    dropped(
        "district-of-a-city-whose-keys-will-all-be-replaced",
        "Each was revoked, if only for a day to come: nobody answers for the city any more.",
        &|p| {
            let keys = p.city()["keys"].as_array_mut().expect("keys");
            for key in keys {
                key["revoked"] = json!({ "at": NOW + 365 * DAY, "reason": "superseded" });
            }
        },
    );
    dropped(
        "district-of-a-dropped-city",
        "A city that does not hold together has no districts.",
        &|p| {
            p.city()["regions"] = json!(["Shanghai"]);
        },
    );
    dropped(
        "malformed-entry",
        "An entry that does not hold together is dropped.",
        &|p| {
            p.district()["keys"][0]["alg"] = json!(7);
        },
    );
    dropped(
        "malformed-key",
        "A key that is none, of an algorithm that is known.",
        &|p| {
            p.district()["keys"][0]["jwk"]["x"] = json!("AAAA");
        },
    );
    dropped(
        "entry-of-too-many-bytes",
        "One entry takes no room from the others.",
        &|p| {
            p.district()["note"] = json!("x".repeat(64 * 1024));
        },
    );
    dropped(
        "entry-without-a-name",
        "Decisions name whose record they are about.",
        &|p| {
            let district = p.district().as_object_mut().expect("an entry");
            district.remove("name");
        },
    );
    dropped(
        "entry-with-a-name-in-one-language",
        "Every text is in both.",
        &|p| {
            p.district()["name"] = json!({ "zh-CN": "测试·浦东" });
        },
    );
    dropped(
        "entry-of-a-name-too-long",
        "Every decision but a grant would repeat it.",
        &|p| {
            p.district()["name"]["en"] = json!("x".repeat(2_049));
        },
    );
    dropped(
        "entry-that-says-where-to-object-in-no-text",
        "A page alone does not say how.",
        &|p| {
            p.district()["objection"] = json!({ "url": "https://credit.pudong.example/objection" });
        },
    );
    dropped(
        "entry-that-takes-objections-without-tls",
        "Whoever is on the way could read and change what is objected to.",
        &|p| {
            p.district()["objection"] = json!({
                "url": "http://credit.pudong.example/objection",
                "text": { "zh-CN": "可在网上提交。", "en": "Object online." },
            });
        },
    );
    suite
        .add(
            "city-of-a-dropped-district",
            "A violating entry is dropped alone.",
        )
        .on({
            let mut plan = Plan::small(world);
            plan.district()["regions"] = json!(["320500"]);
            plan.build()
        })
        .granted("gold");
    suite
        .add(
            "district-across-its-citys-keys",
            "One key of the city after the other, and no time between.",
        )
        .on({
            let mut plan = Plan::small(world);
            let keys = plan.city()["keys"].as_array_mut().expect("keys");
            for key in keys.iter_mut().filter(|key| key["revoked"].is_null()) {
                key["not_before"] = json!(NOW - 10 * DAY);
            }
            plan.build()
        })
        .bundle(district.clone())
        .programme(programme(json!({})))
        .granted("only");
    suite
        .add(
            "agreement-that-does-not-read",
            "Records that it makes count would not: the whole list is refused.",
        )
        .on({
            let mut plan = Plan::small(world);
            plan.trust_list["recognition"] = json!([{
                "home": ["Suzhou"], "in": ["310000"], "fields": "*", "basis": "示例",
            }]);
            plan.build()
        })
        .refused("format.schema");
    suite
        .add("two-entries-for-one-issuer", "Which one is meant?")
        .on({
            let mut plan = Plan::small(world);
            let twice = plan.city().clone();
            plan.entries().push(twice);
            plan.build()
        })
        .refused("format.schema");
    suite
        .add(
            "two-entries-for-one-issuer-of-which-one-does-not-read",
            "Whoever could spoil the one would have chosen the other.",
        )
        .on({
            let mut plan = Plan::small(world);
            let mut twice = plan.city().clone();
            twice["kind"] = json!("capital");
            plan.entries().push(twice);
            plan.build()
        })
        .refused("format.schema");
    suite
        .add(
            "all-keys-of-the-city-revoked",
            "A compromised key verifies nothing.",
        )
        .on({
            let mut plan = Plan::small(world);
            plan.city()["keys"][0]["revoked"] =
                json!({ "at": NOW - HOUR, "reason": "compromised" });
            plan.build()
        })
        .refused("trust.key_window");
    suite
        .add(
            "two-keys-of-one-name",
            "Which one is meant? The entry is dropped.",
        )
        .on({
            let mut plan = Plan::small(world);
            let again = entry_key("bundle-1", "status", &world.stranger);
            plan.city()["keys"]
                .as_array_mut()
                .expect("keys")
                .push(again);
            plan.build()
        })
        .programme(programme(json!({})))
        .refused("trust.issuer");
    suite
        .add(
            "private-key-in-the-trust-list",
            "A private key that everybody sees is lost.",
        )
        .on({
            let mut plan = Plan::small(world);
            plan.city()["keys"][0]["jwk"]["d"] =
                json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            plan.build()
        })
        .programme(programme(json!({})))
        .refused("trust.issuer");
}
