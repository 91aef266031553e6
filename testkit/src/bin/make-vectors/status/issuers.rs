//! Whose a status list is, where many issuers have keys of one name.

use serde_json::{Value, json};
use testkit::keys::derived_key;
use testkit::platform::{Plan, StatusList, entry_key};
use testkit::world::*;
use xinyi::issuer::SigningKey;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    said(suite);
    stapled(suite);
    many(suite);
}

/// A list that names its issuer.
fn said(suite: &mut Suite<'_>) {
    let world = suite.world;
    let with = |lists: Vec<String>| {
        Plan {
            status_lists: lists,
            ..Plan::base(world)
        }
        .build()
    };
    let without = with(Vec::new());
    let list = |iss: Value| StatusList::new(&status_uri(2), 2, &[0]).set("iss", iss);
    let mut says = |name: &str, description, list: String, report: &str| {
        let vector = suite.add(name, description);
        vector
            .on_shared("status-none", &without)
            .load(&with(vec![list]), json!({ "status_lists": [report] }));
        match report {
            "accepted" => vector.granted("gold"),
            _ => vector.refused("status.missing"),
        }
    };
    says(
        "list-that-says-whose-it-is",
        "Its issuer's key of that name is tried, and no other.",
        list(json!(CITY)).sign_for(world),
        "accepted",
    );
    says(
        "list-that-says-to-be-anothers",
        "Signed by the city, and said to be the agency's.",
        list(json!(AGENCY)).sign_for(world),
        "signature.algorithm",
    );
    says(
        "list-that-says-to-be-of-one-without-keys-for-lists",
        "The city answers for the authority's bundles, and signs in its own name.",
        list(json!(AUTHORITY)).sign_for(world),
        "trust.key",
    );
    says(
        "list-that-says-to-be-of-nobody",
        "Signed by the city, and said to be of nobody that the trust list names.",
        list(json!(STRANGER)).sign_for(world),
        "trust.issuer",
    );
    says(
        "list-that-says-whose-it-is-in-no-text",
        "An issuer is named by a text.",
        list(json!([CITY])).sign_for(world),
        "claim.invalid",
    );
    says(
        "list-of-the-city-by-a-stranger",
        "To say whose it is proves nothing.",
        list(json!(CITY)).sign("status-1", &world.stranger),
        "signature.invalid",
    );
    let silent = StatusList::new(&status_uri(2), 2, &[0]);
    says(
        "list-by-a-stranger",
        "It says not whose it is, and no key of that name is good for it: the last that was tried tells why.",
        silent.sign("status-1", &world.stranger),
        "signature.algorithm",
    );
    says(
        "list-by-a-key-that-nobody-has",
        "No issuer has a key of that name.",
        silent.sign("status-9", &world.city_status),
        "trust.key",
    );
    says(
        "list-of-the-city-by-another-issuer",
        "Another issuer has a key of that name.",
        list(json!(CITY)).sign("status-1", &world.agency),
        "signature.algorithm",
    );
}

fn stapled(suite: &mut Suite<'_>) {
    let world = suite.world;
    let list = |iss: &str| {
        let list = StatusList::new(&status_uri(2), 2, &[0]).set("iat", json!(NOW - 60));
        list.set("iss", json!(iss)).sign_for(world)
    };
    let mut staple = |name: &str, description, iss: &str, code: Option<&str>| {
        let vector = suite.add(name, description);
        vector.check("statusLists", json!([list(iss)]));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    };
    staple(
        "stapled-and-says-whose-it-is",
        "A newer list came along, of the issuer.",
        CITY,
        None,
    );
    staple(
        "stapled-and-says-to-be-anothers",
        "It is not for the agency to say what became of the city's bundles.",
        AGENCY,
        Some("trust.scope"),
    );
    staple(
        "stapled-and-says-to-be-of-nobody",
        "Nobody that the trust list names.",
        STRANGER,
        Some("trust.issuer"),
    );
}

/// Sixty platforms that were set up alike, each with a key `status-1` of its own.
fn many(suite: &mut Suite<'_>) {
    let world = suite.world;
    let others: Vec<(String, SigningKey)> = (0..60)
        .map(|number| {
            let issuer = format!("https://credit.city-{number}.example");
            (issuer, derived_key(&format!("city-{number}")))
        })
        .collect();
    let platform = |says: &dyn Fn(usize) -> bool| {
        let mut plan = Plan::small(world);
        let list_of = |issuer: &str, uri: &str, key: &SigningKey, number: usize| {
            let list = StatusList::new(uri, 2, &[0]);
            let list = match says(number) {
                true => list.set("iss", json!(issuer)),
                false => list,
            };
            list.sign("status-1", key)
        };
        plan.status_lists.clear();
        for (number, (issuer, key)) in others.iter().enumerate() {
            let mut entry = plan.city().clone();
            entry.as_object_mut().expect("an entry").remove("objection");
            entry["issuer"] = json!(issuer);
            entry["keys"] = json!([entry_key("status-1", "status", key)]);
            plan.entries().push(entry);
            let list = list_of(issuer, &format!("{issuer}/status/1"), key, number);
            plan.status_lists.push(list);
        }
        let last = list_of(CITY, &status_uri(2), &world.city_status, 1);
        plan.status_lists.push(last);
        plan.build()
    };
    for (name, description, says) in [
        (
            "lists-of-many-issuers",
            "Each list is found to be of the issuer that its name begins with.",
            (|_| false) as fn(usize) -> bool,
        ),
        (
            "lists-of-many-issuers-that-say-whose-they-are",
            "Each list says whose it is.",
            |_| true,
        ),
        (
            "lists-of-many-issuers-of-which-some-say-whose-they-are",
            "Every other list says whose it is.",
            |number| number % 2 == 0,
        ),
    ] {
        let platform = platform(&says);
        suite
            .add(name, description)
            .on(platform.clone())
            .restart("wiped", Some(&platform), json!({}), {
                json!({ "status_lists": vec!["accepted"; 61] })
            })
            .granted("gold");
    }
}
