//! How far an issuer's bundles say "and nothing else": to choose among issuers the one that does not
//! know is a way of hiding.

mod clear;
mod elsewhere;

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::world::*;

use super::vector::Suite;

const SHOWN: &[&str] = &[
    "/listings",
    "/listings/0",
    "/penalties",
    "/registration",
    "/evaluations",
];

/// Every claim that a firm's bundle has at its top, so that nothing may be hidden among them.
const ALL: &[&str] = &[
    "/listings",
    "/penalties",
    "/commitments",
    "/honours",
    "/licences",
    "/registration",
];

pub fn add(suite: &mut Suite<'_>) {
    issuers(suite);
    conditions(suite);
    outside_the_tables(suite);
    quantifiers(suite);
    entries(suite);
    elsewhere::records_from_elsewhere(suite);
    elsewhere::commitments_of_another_district(suite);
    elsewhere::recognised_regions(suite);
    elsewhere::optional_claims(suite);
    clear::add(suite);
}

/// The base platform with the district's, or the authority's, lists complete as said.
fn where_complete(world: &World, issuer: &str, complete: Value) -> Value {
    let mut plan = Plan::base(world);
    let entry = plan.entries().iter_mut().find(|e| e["issuer"] == issuer);
    entry.expect("the entry")["complete"] = complete;
    plan.build()
}

/// One person, one day, as told by three issuers.
fn issuers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let listed = || world.firm().set("/listings", json!([listing()]));
    let own_district = json!([{ "regions": ["310115"], "fields": "*" }]);
    let province = json!([{ "regions": ["310000"], "fields": "*" }]);
    suite
        .add(
            "city-shows-the-listing",
            "Somebody on a list, as the city tells.",
        )
        .bundle(listed().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "district-knows-itself",
            "The same firm, as told by a district that knows of nothing but its own records.",
        )
        .on(where_complete(world, DISTRICT, own_district.clone()))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "district-programme-district-knows-itself",
            "A programme of the district alone: what the city and the country have counts there too.",
        )
        .on(where_complete(world, DISTRICT, own_district))
        .bundle(world.firm().present(SHOWN))
        .programme(merged(programme_requiring(not_listed()), &json!({ "regions": ["310115"] })))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "province-without-the-country",
            "National lists are another matter.",
        )
        .on(where_complete(world, DISTRICT, province))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "country-without-the-province",
            "What counts everywhere is not all that counts here.",
        )
        .on(where_complete(
            world,
            DISTRICT,
            json!([{ "regions": ["310115"], "fields": "*", "nationwide": true }]),
        ))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "district-knows-its-province",
            "A district that has the records of its province and the country's lists decides.",
        )
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .granted("only");
    suite
        .add(
            "province-and-country-in-two-rows",
            "Each row says what it says; together they say it all.",
        )
        .on(where_complete(
            world,
            DISTRICT,
            json!([
                { "regions": ["310000"], "fields": "*" },
                { "regions": [], "fields": "*", "nationwide": true },
            ]),
        ))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .granted("only");
    suite
        .add(
            "one-of-two-regions",
            "A programme of two provinces asks for both.",
        )
        .bundle(world.firm().present(SHOWN))
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "regions": ["310000", "320000"] }),
        ))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "programme-of-the-country",
            "And one of the country, for every province.",
        )
        .bundle(world.firm().present(SHOWN))
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "regions": ["100000"] }),
        ))
        .undetermined(&["listing.incomplete"], &[]);
}

fn of_field(field: &str) -> Value {
    json!({ "none": [{ "var": "credit.listings" }, { "==": [{ "var": "field" }, field] }] })
}

fn of_list(list: &str) -> Value {
    json!({ "none": [{ "var": "credit.listings" }, { "==": [{ "var": "list" }, list] }] })
}

/// What a rule asks about decides whether the issuer knows enough.
fn conditions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let market = |nationwide: bool| json!([{ "regions": ["310000"], "fields": ["market"], "nationwide": nationwide }]);
    suite
        .add(
            "regulator-any-field",
            "A regulator that knows its own field cannot say that there is nothing else.",
        )
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "regulator-programme-of-its-field",
            "Nor for a programme of its field: records of any field count in their own province.",
        )
        .bundle(world.by_authority().present(SHOWN))
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "fields": ["market"] }),
        ))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "regulator-rule-of-its-field",
            "It can, where the rule asks for its field.",
        )
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_field("market")))
        .granted("only");
    suite
        .add(
            "regulator-rule-of-its-field-not-nationwide",
            "Unless it does not know the country's lists of that field.",
        )
        .on(where_complete(world, AUTHORITY, market(false)))
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_field("market")))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add("regulator-rule-of-another-field", "Nor of another field.")
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_field("tax")))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add("regulator-rule-of-its-list", "A list is of a field too.")
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_list("abnormal_operation")))
        .granted("only");
    suite
        .add(
            "regulator-rule-of-another-list",
            "The defaulters' list is not.",
        )
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_list("judgment_defaulter")))
        .undetermined(&["listing.incomplete"], &[]);
    let scope = |scope: &str| json!({ "none": [{ "var": "credit.listings" }, { "==": [{ "var": "scope" }, scope] }] });
    let province = json!([{ "regions": ["310000"], "fields": "*" }]);
    suite
        .add(
            "rule-of-a-scope-that-is-known",
            "Whoever knows all of the province knows its own lists.",
        )
        .on(where_complete(world, DISTRICT, province.clone()))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(scope("310000")))
        .granted("only");
    suite
        .add("rule-of-national-scope", "And not those of the country.")
        .on(where_complete(world, DISTRICT, province))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(scope("national")))
        .undetermined(&["listing.incomplete"], &[]);
}

/// Lists and fields of local supplements may be there as well.
fn outside_the_tables(suite: &mut Suite<'_>) {
    let world = suite.world;
    suite
        .add(
            "regulator-rule-of-a-field-without-national-lists",
            "There are local lists in it.",
        )
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(of_field("environment")))
        .undetermined(&["listing.incomplete"], &[]);
    let all_named = json!([{
        "regions": ["310000"], "nationwide": true,
        "fields": [
            "market", "tax", "judicial", "environment", "tourism", "food_drug", "product_quality", "labour",
            "transport", "finance", "culture", "public_security", "construction", "health", "education", "other",
        ],
    }]);
    suite
        .add(
            "every-field-by-its-name",
            "Who names every field that there is today does not know those of a local supplement.",
        )
        .on(where_complete(world, DISTRICT, all_named))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.incomplete"], &[]);
}

/// What may be there besides is looked for by every quantifier, and counted.
fn quantifiers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let tax = json!({ "==": [{ "var": "field" }, "tax"] });
    let market = json!({ "==": [{ "var": "field" }, "market"] });
    let listings = json!({ "var": "credit.listings" });
    let penalties = json!({ "var": "credit.penalties" });
    let nothing = yuan("0");
    let sum =
        |condition: &Value| json!({ "<=": [{ "sum": [penalties, condition, "amount"] }, nothing] });
    for (name, description, rule, known) in [
        (
            "some",
            "Somebody may be on the list.",
            json!({ "some": [listings, tax] }),
            false,
        ),
        (
            "some-of-its-field",
            "Nobody is.",
            json!({ "!": { "some": [listings, market] } }),
            true,
        ),
        (
            "all",
            "Not all need be.",
            json!({ "all": [listings, market] }),
            false,
        ),
        (
            "all-but",
            "All others are known.",
            json!({ "all": [listings, { "!": market }] }),
            true,
        ),
        (
            "count",
            "There may be any number.",
            json!({ "<": [{ "count": [listings, tax] }, 1] }),
            false,
        ),
        (
            "count-of-its-field",
            "There is none.",
            json!({ "<": [{ "count": [listings, market] }, 1] }),
            true,
        ),
        ("sum", "Of any amount.", sum(&tax), false),
        ("sum-of-its-field", "Of no amount.", sum(&market), true),
        (
            "commitments",
            "A commitment is of no field, and so asks for all.",
            json!({ "none": [{ "var": "credit.commitments" }, true] }),
            false,
        ),
    ] {
        let bundle = world
            .by_authority()
            .present(&["/listings", "/penalties", "/commitments"]);
        let vector = suite.add(&format!("quantifier-{name}"), description);
        vector.bundle(bundle).programme(programme_requiring(rule));
        let code = match name {
            "sum" => "penalty.incomplete",
            "commitments" => "commitment.incomplete",
            _ => "listing.incomplete",
        };
        match known {
            true => vector.granted("only"),
            false => vector.undetermined(&[code], &[]),
        }
    }
}

fn entries(suite: &mut Suite<'_>) {
    let world = suite.world;
    let all_fields =
        |region: &str| json!([{ "regions": [region], "fields": "*", "nationwide": true }]);
    suite
        .add(
            "complete-for-the-country",
            "Nobody has every record of every place: the entry is dropped.",
        )
        .on(where_complete(world, DISTRICT, all_fields("100000")))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .refused("trust.issuer");
    suite
        .add(
            "complete-beyond-its-fields",
            "Nobody knows all of what it may not even say.",
        )
        .on(where_complete(world, AUTHORITY, all_fields("310000")))
        .bundle(world.by_authority().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .refused("trust.issuer");
    suite
        .add(
            "complete-beyond-its-parent",
            "A district knows no more than its city gives it.",
        )
        .on(where_complete(world, DISTRICT, all_fields("320000")))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .refused("trust.issuer");
    suite
        .add(
            "nationwide-beyond-its-parent",
            "Nor of the country's lists.",
        )
        .on(where_complete(
            world,
            CITY,
            json!([{ "regions": ["310000"], "fields": "*" }]),
        ))
        .bundle(world.firm().present(SHOWN))
        .programme(programme_requiring(not_listed()))
        .refused("trust.issuer");
}
