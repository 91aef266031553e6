//! Hundreds of issuers that were set up alike, and a trust list as long as it may be.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::keys::derived_key;
use testkit::platform::{Plan, StatusList, entry_key};
use testkit::verifying::{at, verifier};
use testkit::world::{CITY, HOUR, NOW, World, status_uri};
use xinyi::Verifier;
use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};

const ISSUERS: usize = 300;
/// What `limits.rs` says.
const TRUST_ENTRIES: usize = 4_096;
const STATUS_LIST_TRIES: usize = 1_024;
const STATUS_LIST_ISSUERS: usize = 131_072;
const LISTED: usize = 512;
const URI_BYTES: usize = 2_048;

/// What `docs/operate.md` makes of each: a key `status-1` of its own, and a list.
struct Alike {
    world: World,
    issuers: Vec<(String, SigningKey)>,
}

impl Alike {
    fn new() -> Self {
        let named = |n| format!("https://credit.city-{n}.example");
        let issuers = (0..ISSUERS).map(|n| (named(n), derived_key(&named(n))));
        Self {
            issuers: issuers.collect(),
            world: World::new(),
        }
    }

    /// A platform with these lists: of which issuer each is, its name, and whether it says whose it
    /// is.
    fn platform(&self, lists: &[(usize, String, bool)]) -> Value {
        let mut plan = self.plan();
        let signed = |(of, uri, says): &(usize, String, bool)| {
            let (issuer, key) = &self.issuers[*of];
            let list = StatusList::new(uri, 1, &[0]);
            let list = match says {
                true => list.set("iss", json!(issuer)),
                false => list,
            };
            list.sign("status-1", key)
        };
        plan.status_lists = lists.iter().map(signed).collect();
        plan.build()
    }

    /// The city's platform with all of them.
    fn plan(&self) -> Plan<'_> {
        let mut plan = Plan::small(&self.world);
        let city = plan.city().clone();
        let entry = |(issuer, key): &(String, SigningKey)| {
            let mut entry = city.clone();
            entry["issuer"] = json!(issuer);
            entry["keys"] = json!([entry_key("status-1", "status", key)]);
            entry
        };
        plan.entries().extend(self.issuers.iter().map(entry));
        plan
    }

    /// Where the page puts an issuer's list.
    fn own(&self, of: usize) -> String {
        format!("{}/status/1", self.issuers[of].0)
    }

    /// Where nothing tells whose it is.
    fn elsewhere(of: usize) -> String {
        format!("https://lists.example/{of}")
    }
}

/// The result of each list: `accepted`, `kept`, or the code of why it was refused; with its URI.
fn results(verifier: &Verifier) -> Vec<(String, String)> {
    let report = serde_json::to_string(verifier.report()).expect("JSON");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let lists = report["status_lists"].as_array().expect("status lists");
    let line = |list: &Value| {
        let result = list["error"]["code"].as_str().or(list["result"].as_str());
        let text = |text: Option<&str>| text.expect("a text").to_owned();
        (text(result), text(list["uri"].as_str()))
    };
    lists.iter().map(line).collect()
}

fn count(results: &[(String, String)]) -> BTreeMap<&str, usize> {
    let mut count = BTreeMap::new();
    for (result, _) in results {
        *count.entry(result.as_str()).or_default() += 1;
    }
    count
}

#[test]
fn hundreds_of_issuers_with_keys_of_one_name_load_in_any_order() {
    let alike = Alike::new();
    let forwards: Vec<usize> = (0..ISSUERS).collect();
    let backwards: Vec<usize> = (0..ISSUERS).rev().collect();
    // 77 has no divisor in common with 300.
    let mixed: Vec<usize> = (0..ISSUERS).map(|n| n * 77 % ISSUERS).collect();
    for order in [&forwards, &backwards, &mixed] {
        for says in [|_| false, |_| true, |n| n % 2 == 0] as [fn(usize) -> bool; 3] {
            let lists = order.iter().map(|n| (*n, alike.own(*n), says(*n)));
            let lists: Vec<_> = lists.collect();
            let mut verifier = verifier(&alike.platform(&lists));
            let found = results(&verifier);
            let wanted = lists
                .into_iter()
                .map(|(_, uri, _)| ("accepted".to_owned(), uri));
            assert_eq!(found, wanted.collect::<Vec<_>>());
            // So they do with those that are there, and in what the app has stored.
            let stored = verifier.export_snapshot().expect("a snapshot");
            verifier.load(Some(&stored), at(NOW));
            assert_eq!(count(&results(&verifier)), [("kept", ISSUERS)].into());
        }
    }
}

/// A list that neither says whose it is nor is called like its issuer could be anybody's.
#[test]
fn a_list_that_could_be_of_hundreds_is_looked_for_within_limits_and_told_of() {
    let alike = Alike::new();
    let backwards = || (0..ISSUERS).rev();
    let mut lists: Vec<_> = backwards()
        .map(|n| (n, Alike::elsewhere(n), n % 2 == 0))
        .collect();
    lists.extend(backwards().map(|n| (n, alike.own(n), false)));
    let platform = alike.platform(&lists);
    let mut verifier = verifier(&platform);
    let mut before = 0;
    for _ in 0..3 {
        let found = results(&verifier);
        let mut open = 0;
        for ((of, uri, says), (result, found)) in lists.iter().zip(&found) {
            assert_eq!(uri, found);
            // Who says whose it is, or is called like its issuer, loses nothing by the others.
            if *says || *uri == alike.own(*of) {
                assert!(["accepted", "kept"].contains(&&**result), "{uri}: {result}");
            } else if result == "limit.signatures" {
                open += 1;
            }
        }
        let taken = found.len() - open;
        assert!(open > 0 && open < ISSUERS / 2, "{:?}", count(&found));
        // Each load looks for as many as it may, and has not to look again for those that it has.
        assert!(
            taken >= before + STATUS_LIST_TRIES / ISSUERS,
            "{:?}",
            count(&found)
        );
        before = taken;
        let snapshot = platform["snapshot"].as_str().expect("a snapshot");
        verifier.load(Some(snapshot), at(NOW));
    }
}

/// As many as the limit says, and no more; each list's own are not counted.
#[test]
fn keys_are_tried_to_the_last_that_the_limit_allows() {
    let alike = Alike::new();
    // The city's key comes first, and then the issuers' in their order. Two of them are every list's
    // own, so that one of issuer n costs n.
    let last = ISSUERS - 1;
    let left = STATUS_LIST_TRIES % last;
    let mut of = vec![last; STATUS_LIST_TRIES / last];
    of.extend([left, 1, 0]);
    let elsewhere = |(number, of): (usize, &usize)| (*of, Alike::elsewhere(number), false);
    let lists: Vec<_> = of.iter().enumerate().map(elsewhere).collect();
    let found = results(&verifier(&alike.platform(&lists)));
    let found: Vec<&str> = found.iter().map(|(result, _)| result.as_str()).collect();
    let mut expected = vec!["accepted"; of.len()];
    expected[of.len() - 2] = "limit.signatures";
    assert_eq!(found, expected);
}

/// A list by a key that two issuers have is for the one of them that has not had a newer one.
#[test]
fn a_list_that_is_too_old_for_one_of_two_is_the_others() {
    let mut alike = Alike::new();
    let shared = alike.issuers[0].1.to_pkcs8().to_vec();
    alike.issuers.truncate(2);
    alike.issuers[1].1 = SigningKey::from_pkcs8(&shared).expect("a key");
    let (first, key) = &alike.issuers[0];
    let list = |iat: i64| StatusList::new(&Alike::elsewhere(0), 1, &[0]).set("iat", json!(iat));
    let platform = |list: StatusList| {
        let mut plan = alike.plan();
        plan.status_lists = vec![list.sign("status-1", key)];
        plan.build()
    };
    let mut verifier = verifier(&platform(list(NOW - 60).set("iss", json!(first))));
    assert_eq!(count(&results(&verifier)), [("accepted", 1)].into());
    for (older, result) in [
        (list(NOW - HOUR).set("iss", json!(first)), "kept"),
        (list(NOW - HOUR), "accepted"),
    ] {
        let snapshot = platform(older)["snapshot"].clone();
        verifier.load(snapshot.as_str(), at(NOW));
        assert_eq!(count(&results(&verifier)), [(result, 1)].into());
    }
}

/// One key that several issuers have is one key.
#[test]
fn a_key_that_many_have_is_tried_once() {
    let mut alike = Alike::new();
    let shared = alike.issuers[0].1.to_pkcs8().to_vec();
    for (_, key) in &mut alike.issuers {
        *key = SigningKey::from_pkcs8(&shared).expect("a key");
    }
    let lists: Vec<_> = (0..ISSUERS)
        .map(|n| (n, Alike::elsewhere(n), false))
        .collect();
    let found = results(&verifier(&alike.platform(&lists)));
    assert_eq!(count(&found), [("accepted", ISSUERS)].into());
}

/// Each would be remembered for all of them.
#[test]
fn so_many_issuers_answer_for_lists_that_do_not_say_whose_they_are() {
    let world = World::new();
    let mut plan = Plan::small(&world);
    let mut entry = plan.city().clone();
    entry["keys"] = json!([entry_key("shared", "status", &world.stranger)]);
    let there = plan.entries().len();
    let entries = (there..TRUST_ENTRIES).map(|n| {
        let mut entry = entry.clone();
        entry["issuer"] = json!(format!("https://credit.city-{n}.example"));
        entry
    });
    plan.entries().extend(entries);
    let answering = TRUST_ENTRIES - there;
    let fit = STATUS_LIST_ISSUERS / answering;
    let list = |n: usize| StatusList::new(&Alike::elsewhere(n), 1, &[0]);
    let lists = (0..=fit).map(|n| list(n).sign("shared", &world.stranger));
    let mut lists: Vec<String> = lists.collect();
    let of_one = json!("https://credit.city-9.example");
    lists.push(
        list(fit + 1)
            .set("iss", of_one)
            .sign("shared", &world.stranger),
    );
    plan.status_lists = lists;
    let found = results(&verifier(&plan.build()));
    let mut expected = vec!["accepted"; fit];
    // Who says whose it is answers for itself alone.
    expected.extend(["limit.items", "accepted"]);
    let found: Vec<&str> = found.iter().map(|(result, _)| result.as_str()).collect();
    assert_eq!(found, expected);
}

/// What a district names is looked for in what its city names.
#[test]
fn an_entry_names_so_much() {
    let world = World::new();
    for (further, is_dropped) in [(0, false), (1, true)] {
        let mut plan = Plan::small(&world);
        plan.entries().truncate(1);
        let city = plan.city();
        city["regions"] = json!(["310000"]);
        city["vct"] = json!([]);
        city["fields"] = json!(["market", "tax"]);
        city["schemes"] = json!(["national"]);
        city["complete"] = json!([{ "regions": ["310000", "320000"], "fields": ["tax"] }]);
        // A row counts for one more than what it names.
        let claims = (8..LISTED + further).map(|n| format!("claim-{n}"));
        city["knows"] = claims.collect::<Vec<_>>().into();
        let dropped = dropped(plan);
        assert_eq!(dropped.contains("limit.items"), is_dropped, "{dropped}");
        assert_eq!(dropped == "[]", !is_dropped, "{dropped}");
    }
}

/// The entries that were dropped, and why.
fn dropped(plan: Plan<'_>) -> String {
    let report = verifier(&plan.build()).report().clone();
    let dropped = report.dropped_issuers.expect("what was dropped");
    serde_json::to_string(&dropped).expect("JSON")
}

#[test]
fn a_row_that_names_nothing_counts_too() {
    let world = World::new();
    for (further, is_dropped) in [(0, false), (1, true)] {
        for row in [
            json!({ "regions": [], "fields": [] }),
            json!({ "regions": [], "fields": [], "nationwide": true }),
        ] {
            let mut plan = Plan::small(&world);
            plan.entries().truncate(1);
            let city = plan.city();
            for name in ["regions", "vct", "fields", "schemes", "knows"] {
                city[name] = json!([]);
            }
            city["complete"] = json!(vec![row; LISTED + further]);
            let dropped = dropped(plan);
            assert_eq!(dropped.contains("limit.items"), is_dropped, "{dropped}");
            assert_eq!(dropped == "[]", !is_dropped, "{dropped}");
        }
    }
}

#[test]
fn an_issuers_name_has_so_many_bytes() {
    let world = World::new();
    for (length, is_dropped) in [(URI_BYTES, false), (URI_BYTES + 1, true)] {
        for member in ["issuer", "status_issuer"] {
            let mut plan = Plan::small(&world);
            plan.entries().truncate(1);
            plan.city()[member] = json!(format!("{CITY:x<length$}"));
            let dropped = dropped(plan);
            assert_eq!(dropped.contains("format.schema"), is_dropped, "{dropped}");
            assert_eq!(dropped == "[]", !is_dropped, "{dropped}");
        }
    }
}

#[test]
fn a_trust_list_as_long_as_it_may_be_loads() {
    let world = World::new();
    let mut plan = Plan::small(&world);
    // The longest: two coordinates, and every member that there is.
    let key = SigningKey::generate(Algorithm::Sm2, &SystemRandom::new()).expect("a key");
    let city = plan.city().clone();
    let entry = |n: usize| {
        let mut entry = city.clone();
        entry["issuer"] = json!(format!("https://credit.district-{n:04}.example"));
        entry["objection"] = json!({
            "url": format!("https://credit.district-{n:04}.example/objection"),
            "text": { "zh-CN": "对记录有异议的，可向本平台提出。", "en": "Object to a record here." },
        });
        let key = |n: usize| {
            let uses = ["bundle", "status", "programme"];
            entry_key(&format!("{}-{n}", uses[n % 3]), uses[n % 3], &key)
        };
        entry["keys"] = (0..6).map(key).collect();
        entry
    };
    let there = plan.entries().len();
    plan.entries().extend((there..TRUST_ENTRIES).map(entry));
    let list = StatusList::new(&status_uri(2), 2, &[0]).set("iss", json!(CITY));
    plan.status_lists = vec![list.sign_for(&world)];
    let one_more = {
        let mut plan = Plan::small(&world);
        plan.entries()
            .extend((there..=TRUST_ENTRIES).map(|_| json!({})));
        plan.build()
    };
    let platform = plan.build();
    let length = platform["snapshot"].as_str().map(str::len);
    assert!(length > Some(9_000_000), "{length:?}");
    let verifier = verifier(&platform);
    let report = verifier.report();
    let trust_list = serde_json::to_string(&report.trust_list).expect("JSON");
    assert_eq!(trust_list, r#"{"result":"accepted","version":3}"#);
    assert_eq!(report.dropped_issuers, Some(Vec::new()));
    assert_eq!(count(&results(&verifier)), [("accepted", 1)].into());
    assert!(
        verifier
            .export_snapshot()
            .is_some_and(|s| Some(s.len()) == length)
    );
    drop(verifier);
    let report =
        serde_json::to_string(testkit::verifying::verifier(&one_more).report()).expect("JSON");
    assert!(report.contains("limit.items"), "{report}");
}
