//! Status lists: revoked, suspended, and lists that do not tell.

mod issuers;

use serde_json::{Value, json};
use testkit::platform::{Plan, StatusList};
use testkit::world::*;

use super::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let at = |uri: &str, idx: u64| {
        let reference = json!({ "status_list": { "uri": uri, "idx": idx } });
        world.person().set("/status", reference).present(LOOK)
    };

    let mut entry = |name: &str, description, bits: u8, idx: u64, code: Option<&str>| {
        let vector = suite
            .add(name, description)
            .bundle(at(&status_uri(bits), idx));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    };
    entry("valid-in-1-bit", "The first of two entries.", 1, 0, None);
    entry(
        "invalid-in-1-bit",
        "The second of two entries.",
        1,
        1,
        Some("status.invalid"),
    );
    entry("valid-in-2-bits", "The lowest bits of a byte.", 2, 0, None);
    entry(
        "invalid-in-2-bits",
        "Revoked, for good.",
        2,
        1,
        Some("status.invalid"),
    );
    entry(
        "suspended-in-2-bits",
        "Suspended, for now.",
        2,
        2,
        Some("status.suspended"),
    );
    entry(
        "application-in-2-bits",
        "A meaning of the application's own.",
        2,
        3,
        Some("status.application"),
    );
    entry("valid-in-4-bits", "The lower half of a byte.", 4, 0, None);
    entry(
        "invalid-in-4-bits",
        "The upper half of a byte.",
        4,
        1,
        Some("status.invalid"),
    );
    entry(
        "suspended-in-4-bits",
        "The second byte.",
        4,
        2,
        Some("status.suspended"),
    );
    entry(
        "reserved-in-4-bits",
        "A value without a meaning.",
        4,
        4,
        Some("status.reserved"),
    );
    entry(
        "application-in-4-bits",
        "The first of the application's own.",
        4,
        5,
        Some("status.application"),
    );
    entry("valid-in-8-bits", "A whole byte.", 8, 0, None);
    entry(
        "invalid-in-8-bits",
        "A whole byte.",
        8,
        1,
        Some("status.invalid"),
    );
    entry(
        "suspended-in-8-bits",
        "A whole byte.",
        8,
        2,
        Some("status.suspended"),
    );
    entry(
        "reserved-in-8-bits",
        "The highest bit alone.",
        8,
        6,
        Some("status.reserved"),
    );
    entry(
        "index-just-past-the-end",
        "The list has seven entries.",
        8,
        7,
        Some("status.index"),
    );
    entry(
        "index-far-past-the-end",
        "No list is that long.",
        2,
        1_099_511_627_776,
        Some("status.index"),
    );

    suite
        .add("no-list-for-the-uri", "No list of this name is at hand.")
        .bundle(at("https://credit.shanghai.example/status/other", 0))
        .refused("status.missing");
    suite
        .add(
            "list-of-another-issuer",
            "A list counts for the bundles of its own issuer.",
        )
        .bundle(at(&suzhou_status_uri(), 0))
        .refused("status.missing");
    let longest = format!("{:x<2048}", status_uri(1));
    let mut plan = Plan::small(world);
    let list = StatusList::new(&longest, 1, &[0]);
    plan.status_lists = vec![list.sign_for(world)];
    suite
        .add("list-of-a-long-name", "2,048 bytes, and no more.")
        .on(plan.build())
        .bundle(at(&longest, 0))
        .granted("gold");
    suite
        .add("no-reference", "The bundle names no list.")
        .bundle(world.person().set("/status", json!({})).present(LOOK))
        .refused_at("claim.required", "/status/status_list");
    suite
        .add("index-of-the-wrong-type", "An index is a number.")
        .bundle(
            world
                .person()
                .set("/status/status_list/idx", json!("0"))
                .present(LOOK),
        )
        .refused_at("claim.invalid", "/status/status_list/idx");
    suite
        .add("index-below-zero", "An index is not negative.")
        .bundle(
            world
                .person()
                .set("/status/status_list/idx", json!(-1))
                .present(LOOK),
        )
        .refused_at("claim.invalid", "/status/status_list/idx");

    ages(suite);
    signers(suite);
    of_one_second(suite);
    stapled(suite);
    clocks(suite);
    issuers::add(suite);
}

/// A list that is at hand, of a time that the clock has not come to.
fn clocks(suite: &mut Suite<'_>) {
    let world = suite.world;
    let made_at = |iat: i64| {
        let mut plan = Plan::small(world);
        let list = StatusList::new(&status_uri(2), 2, &[0]);
        let list = list.set("iat", json!(iat)).set("exp", json!(iat + 3 * DAY));
        plan.status_lists = vec![list.sign_for(world)];
        plan.build()
    };
    // The bundle ends on the fifth day.
    let bundle = world.person().set("/exp", json!(NOW + 5 * DAY));
    let later = made_at(NOW + 10 * DAY);
    suite
        .add(
            "held-from-the-future",
            "It was loaded on the tenth day: a clock that says today is behind, and the bundle has ended.",
        )
        .on(later.clone())
        .create(json!({ "now": NOW + 10 * DAY }))
        .bundle(bundle.present(LOOK))
        .refused("time.rollback");
    suite
        .add(
            "held-from-the-future-beside-an-older-one",
            "Nor does an older one count that is there as well.",
        )
        .on_shared("attack-small", &Plan::small(world).build())
        .load_with(
            &later,
            json!({ "now": NOW + 10 * DAY }),
            json!({ "status_lists": ["accepted"] }),
        )
        .bundle(bundle.present(LOOK))
        .refused("time.rollback");
    suite
        .add("held-from-an-hour-on", "Clocks differ by up to an hour.")
        .on(made_at(NOW + HOUR))
        .create(json!({ "now": NOW + HOUR }))
        .granted("gold");
    suite
        .add("held-from-more-than-an-hour-on", "And by no second more.")
        .on(made_at(NOW + HOUR + 1))
        .create(json!({ "now": NOW + HOUR + 1 }))
        .refused("time.rollback");
}

fn ages(suite: &mut Suite<'_>) {
    let world = suite.world;
    let with = |list: &StatusList| {
        let mut plan = Plan::small(world);
        plan.manifest["status_lists"] = json!([]);
        plan.status_lists = vec![list.sign_for(world)];
        plan.build()
    };
    let list = || StatusList::new(&status_uri(2), 2, &[0]);
    suite
        .add("at-its-exp", "A list ends with its `exp`.")
        .on(with(&list().set("exp", json!(NOW))))
        .refused("status.expired");
    suite
        .add("just-before-its-exp", "A list holds until its `exp`.")
        .on(with(&list().set("exp", json!(NOW + 1))))
        .granted("gold");
    suite
        .add(
            "three-days-old",
            "A list ends after three days, whatever it says itself.",
        )
        .on(with(
            &list()
                .set("iat", json!(NOW - 3 * DAY))
                .set("exp", json!(NOW + 30 * DAY)),
        ))
        .refused("status.expired");
    suite
        .add("just-under-three-days-old", "A list holds for three days.")
        .on(with(&list().set("iat", json!(NOW - 3 * DAY + 1))))
        .granted("gold");
    suite
        .add(
            "older-than-the-app-allows",
            "The app allows less than the default.",
        )
        .create(json!({ "statusMaxAge": HOUR }))
        .refused("status.expired");
    suite
        .add("past-its-ttl", "There should be a newer list: a warning.")
        .on(with(&list().set("ttl", json!(60))))
        .granted("gold");
    suite
        .add(
            "from-the-future",
            "A list that is made after now: the clock is behind.",
        )
        .on(with(
            &list()
                .set("iat", json!(NOW + HOUR + 1))
                .set("exp", json!(NOW + 2 * DAY)),
        ))
        .refused("status.missing");
    let mut plan = Plan::small(world);
    plan.manifest["status_lists"][0]["min_iat"] = json!(NOW - HOUR + 1);
    suite
        .add(
            "older-than-the-manifest-asks",
            "The manifest knows of a newer list.",
        )
        .on(plan.build())
        .refused("status.missing");
}

/// Lists by keys that were revoked, loaded and stapled.
fn signers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let list = StatusList::new(&status_uri(2), 2, &[0]).sign_for(world);
    let plan = |revoked: Value| {
        let mut plan = Plan::small(world);
        plan.city()["keys"][4]["revoked"] = revoked;
        plan
    };
    // The list was made an hour ago.
    for (name, description, revoked, is_good) in [
        (
            "by-a-key-superseded-afterwards",
            "What it signed before holds.",
            json!({ "at": NOW - HOUR + 1, "reason": "superseded" }),
            true,
        ),
        (
            "by-a-key-superseded-before",
            "What it signs afterwards does not.",
            json!({ "at": NOW - HOUR, "reason": "superseded" }),
            false,
        ),
        (
            "by-a-compromised-key",
            "A thief writes any date.",
            json!({ "at": NOW - HOUR + 1, "reason": "compromised" }),
            false,
        ),
    ] {
        let vector = suite
            .add(name, description)
            .on(plan(revoked.clone()).build());
        match is_good {
            true => vector.granted("gold"),
            false => vector.refused("status.missing"),
        }
        if !is_good {
            let mut plan = plan(revoked);
            plan.status_lists.clear();
            suite
                .add(&format!("stapled-{name}"), description)
                .on(plan.build())
                .check("statusLists", json!([list]))
                .refused("trust.key_window");
        }
    }
    let mut plan = Plan::small(world);
    plan.district()["status_issuer"] = json!(STRANGER);
    suite
        .add(
            "issuer-that-nobody-names",
            "Who answers for the district's lists is not in the trust list.",
        )
        .on(plan.build())
        .bundle(world.firm().present(&["/subject/established"]))
        .programme(programme(json!({})))
        .refused("trust.issuer");
}

/// Two lists for one URI, made in the same second, that do not say the same. The one that was there
/// counts: whoever presents a bundle does not choose.
fn of_one_second(suite: &mut Suite<'_>) {
    let world = suite.world;
    let list = |entries: &[u8]| StatusList::new(&status_uri(2), 2, entries).sign_for(world);
    let with = |lists: Vec<String>| {
        let mut plan = Plan::small(world);
        plan.status_lists = lists;
        plan.build()
    };
    let revoking = with(vec![list(&[1])]);
    suite
        .add(
            "stapled-of-the-same-second",
            "The one that came along does not take the revocation back.",
        )
        .on_shared("status-revoking", &revoking)
        .check("statusLists", json!([list(&[0])]))
        .refused("status.invalid");
    suite
        .add(
            "loaded-of-the-same-second",
            "Nor does one that is loaded afterwards.",
        )
        .on_shared("status-revoking", &revoking)
        .load(
            &with(vec![list(&[0])]),
            json!({ "manifest": "kept", "status_lists": ["kept"] }),
        )
        .refused("status.invalid");
    suite
        .add("two-of-the-same-second", "Nor the second in one snapshot.")
        .on(with(vec![list(&[1]), list(&[0])]))
        .refused("status.invalid");
}

fn stapled(suite: &mut Suite<'_>) {
    let world = suite.world;
    let list = |entries: &[u8]| StatusList::new(&status_uri(2), 2, entries);
    let mut staple = |name: &str, description, list: String, code: Option<&str>| {
        let vector = suite
            .add(name, description)
            .check("statusLists", json!([list]));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    };
    let newer = |entries: &[u8]| list(entries).set("iat", json!(NOW - 60));
    staple(
        "stapled-newer",
        "A newer list came along, and says the same.",
        newer(&[0]).sign_for(world),
        None,
    );
    staple(
        "stapled-newer-revokes",
        "A newer list came along: revoked since.",
        newer(&[1]).sign_for(world),
        Some("status.invalid"),
    );
    staple(
        "stapled-older-revokes",
        "An older list came along: what it says has been overtaken.",
        list(&[1]).set("iat", json!(NOW - 5 * HOUR)).sign_for(world),
        None,
    );
    staple(
        "stapled-older-than-the-manifest-asks",
        "An older list than the manifest allows came along.",
        list(&[0])
            .set("iat", json!(NOW - 6 * HOUR - 1))
            .sign_for(world),
        Some("trust.rollback"),
    );
    staple(
        "stapled-for-another-uri",
        "A list for other bundles came along.",
        StatusList::new("https://credit.shanghai.example/status/other", 1, &[0]).sign_for(world),
        Some("status.subject"),
    );
    staple(
        "stapled-by-a-stranger",
        "A list that somebody else signed came along.",
        newer(&[0]).sign("status-1", &world.stranger),
        Some("signature.invalid"),
    );
    staple(
        "stapled-by-a-bundle-key",
        "A key for bundles signs no status lists.",
        newer(&[0]).sign("bundle-1", &world.city),
        Some("trust.key"),
    );
    staple(
        "stapled-from-the-future",
        "A list from tomorrow: the clock is behind.",
        list(&[0]).set("iat", json!(NOW + DAY)).sign_for(world),
        Some("time.rollback"),
    );
    staple(
        "stapled-garbage",
        "Something that is no list came along.",
        "status".to_owned(),
        Some("format.structure"),
    );
    staple(
        "stapled-with-3-bits",
        "Entries have 1, 2, 4 or 8 bits.",
        newer(&[0])
            .set("status_list", json!({ "bits": 3, "lst": "eNpjAAAAAQAB" }))
            .sign_for(world),
        Some("claim.invalid"),
    );
    staple(
        "stapled-and-damaged",
        "What was compressed does not inflate.",
        newer(&[0])
            .set("status_list", json!({ "bits": 2, "lst": "AAAA" }))
            .sign_for(world),
        Some("status.list"),
    );

    let only: Value = {
        let mut plan = Plan::small(world);
        plan.status_lists = Vec::new();
        plan.build()
    };
    suite
        .add(
            "stapled-alone",
            "The snapshot has no list; the one that came along will do.",
        )
        .on(only)
        .check("statusLists", json!([list(&[0]).sign_for(world)]))
        .granted("gold");
}
