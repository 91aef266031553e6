//! What is wrong with one bundle of several, or with a status list that came along.

use super::*;

/// What is wrong with one of them is wrong with all, whichever it is.
pub fn each_by_itself(suite: &mut Suite<'_>) {
    let world = suite.world;
    let credit = || world.person().linked();
    let market = || world.market().linked();
    let (good, score) = (
        credit().present(LOOK_AND_LINK),
        market().present(SCORE_AND_LINK),
    );
    let status = |uri: String, idx: u64| json!({ "status_list": { "uri": uri, "idx": idx } });

    let mut refused = |name: &str, description, [one, other]: [&str; 2], code: &str| {
        add_both(suite, name, description, [one, other]).refused(code);
    };
    refused(
        "one-revoked",
        "The issuer has taken the first one back.",
        [
            &credit()
                .set("/status", status(status_uri(2), 1))
                .present(LOOK_AND_LINK),
            &score,
        ],
        "status.invalid",
    );
    refused(
        "one-expired",
        "The second one has ended.",
        [
            &good,
            &market().set("/exp", json!(NOW)).present(SCORE_AND_LINK),
        ],
        "time.expired",
    );
    refused(
        "one-revoked-and-one-expired",
        "What is out of date comes before what was taken back.",
        [
            &credit()
                .set("/status", status(status_uri(2), 1))
                .present(LOOK_AND_LINK),
            &market().set("/exp", json!(NOW)).present(SCORE_AND_LINK),
        ],
        "time.expired",
    );
    refused(
        "one-of-a-stranger",
        "The trust list names no such issuer.",
        [
            &good,
            &market()
                .set("/iss", json!(STRANGER))
                .present(SCORE_AND_LINK),
        ],
        "trust.issuer",
    );
    refused(
        "one-forged",
        "Signed by somebody else in the agency's name.",
        [
            &good,
            &market()
                .signed_by("bundle-1", &world.district)
                .present(SCORE_AND_LINK),
        ],
        "signature.invalid",
    );
    refused(
        "one-empty",
        "Nothing is presented in its place.",
        [&good, ""],
        "format.structure",
    );

    let unbound = market().sign().show(SCORE_AND_LINK);
    let binding = |change: &dyn Fn(&mut KeyBinding)| {
        let mut binding = world.binding(&unbound);
        change(&mut binding);
        binding.sign(&unbound, &world.holder)
    };
    refused(
        "one-copied",
        "The second one is a copy: nobody shows that it is theirs.",
        [&good, &unbound],
        "binding.missing",
    );
    refused(
        "one-for-another-nonce",
        "The second one answers another request.",
        [
            &good,
            &binding(&|b| b.claims["nonce"] = json!("c29tZSBvdGhlciBub25jZQ")),
        ],
        "binding.nonce",
    );
    refused(
        "one-for-another-audience",
        "The second one was shown to somebody else.",
        [
            &good,
            &binding(&|b| b.claims["aud"] = json!("https://another-app.example")),
        ],
        "binding.audience",
    );
    refused(
        "one-too-old",
        "The second one was signed too long ago.",
        [&good, &binding(&|b| b.claims["iat"] = json!(NOW - 301))],
        "binding.window",
    );
    let (_, jwt) = good.rsplit_once('~').expect("a key binding JWT");
    refused(
        "one-with-the-binding-of-the-other",
        "One signature for both would cover neither.",
        [&good, &format!("{unbound}{jwt}")],
        "binding.sd_hash",
    );

    let consent = |programme: &str, until: i64| {
        let consent = json!({ "programme": programme, "until": until });
        binding(&|b| b.claims["xinyi_consent"] = consent.clone())
    };
    refused(
        "consent-of-one-to-another-programme",
        "The holder agreed to something else for the second one.",
        [&good, &consent("test.loan", NOW + HOUR)],
        "binding.consent",
    );
    refused(
        "consent-of-one-that-has-ended",
        "For the second one the holder agreed until now.",
        [&good, &consent("test.inline", NOW)],
        "binding.consent",
    );
    add_both(
        suite,
        "consent-of-one",
        "For the second one the holder agreed, and of the first nothing is asked.",
        [&good, &consent("test.inline", NOW + HOUR)],
    )
    .granted("only");
    let stale = market().set("/iat", json!(NOW - 10 * DAY));
    add_both(
        suite,
        "one-stale",
        "A score of ten days ago is not known, however fresh the record is.",
        [
            &good,
            &stale
                .set("/as_of", json!("2026-11-10"))
                .present(SCORE_AND_LINK),
        ],
    )
    .undetermined(&["evaluation.stale"], &[]);
}

/// Status lists that came with the call, for one bundle or another.
pub fn status_lists(suite: &mut Suite<'_>) {
    let world = suite.world;
    let bundles = [
        world.person().linked().present(LOOK_AND_LINK),
        world.market().linked().present(SCORE_AND_LINK),
    ];
    let city = |entries: &[u8]| {
        let list = StatusList::new(&status_uri(2), 2, entries);
        list.set("iat", json!(NOW - 60)).sign_for(world)
    };
    let agency = |entries: &[u8]| {
        let list = StatusList::new(&agency_status_uri(), 1, entries);
        let list = list.set("iat", json!(NOW - 60));
        list.sign("status-1", &world.agency)
    };
    let mut staple = |name: &str, description, lists: Value, code: Option<&str>| {
        let [credit, market] = &bundles;
        let vector = add_both(suite, name, description, [credit, market]);
        let vector = vector.check("statusLists", lists);
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("only"),
        }
    };
    staple(
        "list-of-each",
        "A newer list for each of them, by its own issuer.",
        json!([agency(&[0]), city(&[0])]),
        None,
    );
    staple(
        "list-of-the-second",
        "A list for the second is none for the first.",
        json!([agency(&[0])]),
        None,
    );
    staple(
        "list-that-revokes-the-second",
        "The newer list is the one that counts.",
        json!([city(&[0]), agency(&[1])]),
        Some("status.invalid"),
    );
    staple(
        "list-of-neither",
        "A list for other bundles.",
        json!([
            StatusList::new("https://credit.shanghai.example/status/other", 1, &[0])
                .sign_for(world)
        ]),
        Some("status.subject"),
    );
    staple(
        "list-that-cannot-be-read",
        "Whose is it?",
        json!(["list"]),
        Some("format.structure"),
    );
    staple(
        "list-of-the-second-by-the-first-ones-issuer",
        "The city does not answer for the agency's bundles.",
        json!([StatusList::new(&agency_status_uri(), 1, &[0]).sign_for(world)]),
        Some("signature.algorithm"),
    );
}
