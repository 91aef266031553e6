//! Status lists that come along with bundles.

use super::*;

/// Of two bundles and lists that come along, whichever is given first.
fn with_lists(
    desk: &Desk,
    programme: &Value,
    [one, other]: [(&str, &str); 2],
    lists: &[&String],
) -> [Result<Outcome, &'static str>; 2] {
    [[one, other], [other, one]].map(|given| {
        let lists = lists.iter().map(|list| (*list).clone());
        let decision = desk.check_with(programme, &given, |o| o.status_lists.extend(lists));
        let outcome = decision.map(|decision| decision.outcome());
        outcome.map_err(|error| error.code().as_str())
    })
}

/// Two issuers may call a list alike: what the one signed says nothing of the other's bundle.
#[test]
fn a_list_that_came_along_is_its_signers_alone() {
    let world = World::new();
    let uri = "https://lists.example/status/1";
    let mut plan = Plan::base(&world);
    let list = StatusList::new(uri, 1, &[0]);
    let of_city = list.sign_for(&world);
    let of_agency = list.sign("status-1", &world.agency);
    plan.status_lists.extend([of_city, of_agency]);
    let verifier = testkit::verifying::verifier(&plan.build());
    let desk = Desk { world, verifier };
    let world = &desk.world;
    let at = "/status/status_list/uri";
    let credit = world.person().linked().set(at, json!(uri));
    let market = world.market().linked().set(at, json!(uri));
    let (credit, market) = (
        credit.present(LOOK_AND_LINK),
        market.present(SCORE_AND_LINK),
    );
    let given = [("credit", &*credit), ("market", &*market)];
    let programme = both(json!({}));
    let granted = [Ok(Outcome::Granted); 2];
    assert_eq!(with_lists(&desk, &programme, given, &[]), granted);
    let newer = StatusList::new(uri, 1, &[0]).set("iat", json!(NOW - 60));
    for list in [newer.sign_for(world), newer.sign("status-1", &world.agency)] {
        let found = with_lists(&desk, &programme, given, &[&list]);
        assert_eq!(found, [Err("signature.algorithm"); 2]);
    }
}

/// An issuer may have many lists: each bundle goes by its own.
#[test]
fn of_an_issuers_lists_that_came_along_each_bundle_goes_by_its_own() {
    let desk = Desk::new();
    let world = &desk.world;
    let id = "310199199505050013";
    let officers = json!([{ "role": "legal_representative", "id": id }]);
    let firm = world.firm().set("/subject/officers", officers);
    let officer = world.person().set("/subject/id", json!(id));
    let officer = officer.set("/status/status_list/uri", json!(status_uri(1)));
    // The city answers for the status of both.
    let firm = firm.present(&["/listings", "/subject/officers"]);
    let officer = officer.present(&["/listings", "/subject/age_over", "/subject/id"]);
    let given = [("firm", &*firm), ("officer", &*officer)];
    let programme = firm_and_officer(json!({}));
    let list = |bits: u8, entry: u8| {
        let list = StatusList::new(&status_uri(bits), bits, &[entry]);
        list.set("iat", json!(NOW - 60)).sign_for(world)
    };
    let (good, bad) = ([list(1, 0), list(2, 0)], [list(1, 1), list(2, 1)]);
    let granted = [Ok(Outcome::Granted); 2];
    let invalid = [Err("status.invalid"); 2];
    for (lists, expected) in [
        (&[][..], granted),
        (&[&good[0], &good[1]], granted),
        (&[&bad[0]], invalid),
        (&[&bad[1]], invalid),
        (&[&bad[0], &good[1]], invalid),
        (&[&good[0], &bad[1]], invalid),
        (&[&good[1], &bad[0]], invalid),
        (&[&bad[1], &good[0]], invalid),
    ] {
        let found = with_lists(&desk, &programme, given, lists);
        assert_eq!(found, expected);
    }
}
