//! What the law keeps out of a decision, whatever a programme says: records that have ended, data
//! that is stale, what was done as a minor; and what an issuer does not know all of.

use serde_json::{Value, json};
use testkit::platform::{Plan, StatusList};
use testkit::world::*;

use super::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    states(suite);
    disputes(suite);
    catalogue(suite);
    staleness(suite);
    minors(suite);
}

fn states(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut listing = |name, description, changes: Value| {
        suite
            .add(name, description)
            .bundle(world.listed(&changes).present(LOOK_AT_LISTING))
            .granted("gold");
    };
    listing(
        "repaired",
        "A repaired listing no longer counts.",
        json!({ "state": "repaired" }),
    );
    listing(
        "withdrawn",
        "A withdrawn listing never counted.",
        json!({ "state": "withdrawn" }),
    );
    listing(
        "ended",
        "A listing that has ended no longer counts.",
        json!({ "state": "ended" }),
    );
    listing(
        "until-yesterday",
        "A listing no longer counts on the day after its last.",
        json!({ "until": "2026-11-19" }),
    );
    suite
        .add("until-today", "A listing counts on its last day.")
        .bundle(
            world
                .listed(&json!({ "until": TODAY }))
                .present(LOOK_AT_LISTING),
        )
        .not_granted(&["listing.present"]);

    let no_arrears = programme_requiring(json!({
        "none": [{ "var": "credit.obligations" }, { "==": [{ "var": "kind" }, "arrears"] }],
    }));
    let arrears = json!({
        "kind": "arrears", "amount": yuan("1200.00"), "due": "2025-12-31", "state": "active",
        "authority": "示例区税务局", "basis": "中华人民共和国税收征收管理法",
    });
    let shown = ["/subject/age_over", "/obligations", "/obligations/0"];
    let owing = |changes: &Value| {
        let record = merged(arrears.clone(), changes);
        world
            .person()
            .set("/obligations", json!([record]))
            .present(&shown)
    };
    suite
        .add("unsettled-obligation", "Arrears that are not settled.")
        .bundle(owing(&json!({})))
        .programme(no_arrears.clone())
        .not_granted(&["obligation.present"]);
    suite
        .add(
            "settled-obligation",
            "Arrears that were settled no longer count.",
        )
        .bundle(owing(&json!({ "settled_on": "2026-02-03" })))
        .programme(no_arrears)
        .granted("only");

    let none_broken = programme_requiring(json!({
        "none": [{ "var": "credit.commitments" }, { "==": [{ "var": "state" }, "broken"] }],
    }));
    let promising = |state: &str| {
        let record = json!({
            "type": "approval_replacing", "item": "food-licence", "region": "310115",
            "made_on": "2026-01-15", "state": state, "authority": "示例区市场监督管理局",
        });
        world.person().set("/commitments/0", record).present(&[
            "/subject/age_over",
            "/commitments",
            "/commitments/0",
        ])
    };
    suite
        .add("broken-commitment", "A commitment that was broken.")
        .bundle(promising("broken"))
        .programme(none_broken.clone())
        .not_granted(&["commitment.present"]);
    suite
        .add(
            "remedied-commitment",
            "A commitment that was broken and then remedied.",
        )
        .bundle(promising("remedied"))
        .programme(none_broken)
        .granted("only");

    let licensed = programme_requiring(json!({
        "some": [{ "var": "credit.licences" }, { "==": [{ "var": "kind" }, "food"] }],
    }));
    let licence = |changes: Value| {
        let record = json!({
            "document": "JY13100000000000", "kind": "food", "valid_from": "2024-01-01",
            "valid_until": "2028-12-31", "state": "active", "authority": "示例区市场监督管理局",
        });
        let record = merged(record, &changes);
        world.person().set("/licences/0", record).present(&[
            "/subject/age_over",
            "/licences",
            "/licences/0",
        ])
    };
    suite
        .add("active-licence", "A licence in its days.")
        .bundle(licence(json!({})))
        .programme(licensed.clone())
        .granted("only");
    suite
        .add("suspended-licence", "A suspended licence is none.")
        .bundle(licence(json!({ "state": "suspended" })))
        .programme(licensed.clone())
        .not_granted(&["licence.absent"]);
    suite
        .add(
            "licence-that-ended-yesterday",
            "A licence is none after its last day.",
        )
        .bundle(licence(json!({ "valid_until": "2026-11-19" })))
        .programme(licensed.clone())
        .not_granted(&["licence.absent"]);
    suite
        .add(
            "licence-from-tomorrow",
            "A licence is none before its first day.",
        )
        .bundle(licence(json!({ "valid_from": "2026-11-21" })))
        .programme(licensed)
        .not_granted(&["licence.absent"]);

    let honour = json!({
        "kind": "red_list", "list": "tax_a", "scope": "310000", "since": "2025-04-30",
        "until": "2026-11-19", "authority": "示例区税务局",
    });
    suite
        .add(
            "honour-that-ended-yesterday",
            "An honour is none after its last day.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/score", json!(650))
                .set("/honours/0", honour)
                .present(&[LOOK, &["/honours", "/honours/0"]].concat()),
        )
        .granted("silver");
    suite
        .add(
            "evaluation-past-its-day",
            "An evaluation after its last day says nothing, neither good nor bad.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/valid_until", json!("2026-11-19"))
                .present(LOOK),
        )
        .programme(programme_when(score_at_least(600)))
        .undetermined(&["evaluation.stale"], &[]);
    suite
        .add(
            "evaluation-on-its-last-day",
            "An evaluation holds through its last day.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/valid_until", json!(TODAY))
                .present(LOOK),
        )
        .programme(programme_when(score_at_least(600)))
        .granted("only");
    suite
        .add(
            "national-penalty-of-another-region",
            "What another province's market authority imposed is recorded under the firm, and passed on.",
        )
        .bundle(
            world
                .firm()
                .set(
                    "/penalties/0",
                    merged(penalty(), &json!({ "region": "320104" })),
                )
                .present(&["/penalties", "/penalties/0"]),
        )
        .programme(merged(
            programme_requiring(json!({
                "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "field" }, "market"] }],
            })),
            &json!({ "subject_kinds": ["enterprise"] }),
        ))
        .not_granted(&["penalty.present"]);
}

fn disputes(suite: &mut Suite<'_>) {
    let world = suite.world;
    suite
        .add(
            "disputed-record",
            "An objection is pending: the record may have to go.",
        )
        .bundle(
            world
                .listed(&json!({ "disputed": true }))
                .present(LOOK_AT_LISTING),
        )
        .undetermined(&["listing.disputed"], &[]);
    suite
        .add(
            "disputed-record-that-does-not-matter",
            "An objection to a record that is no obstacle.",
        )
        .bundle(
            world
                .listed(&json!({ "disputed": true, "severity": "attention" }))
                .present(LOOK_AT_LISTING),
        )
        .granted("gold");
    suite
        .add(
            "disputed-evaluation",
            "An objection to the score is pending.",
        )
        .bundle(
            world
                .person()
                .set("/evaluations/sh-public/disputed", json!(true))
                .present(LOOK),
        )
        .programme(programme_when(score_at_least(600)))
        .undetermined(&["evaluation.disputed"], &[]);
}

fn catalogue(suite: &mut Suite<'_>) {
    let world = suite.world;
    let unheard_of = world.listed(&json!({ "list": "unheard_of" }));
    suite
        .add(
            "code-of-a-newer-catalogue",
            "A list that a later edition of the catalogue may have.",
        )
        .bundle(
            unheard_of
                .set("/catalogue", json!("CN-2027"))
                .present(LOOK_AT_LISTING),
        )
        .undetermined(&["listing.catalogue_newer"], &[]);
    for (name, description, changes) in [
        (
            "list-outside-the-catalogue",
            "A list that the catalogue does not have may be one of a local supplement.",
            json!({ "list": "unheard_of" }),
        ),
        (
            "field-outside-the-catalogue",
            "A known list, in a field that the catalogue does not have.",
            json!({ "field": "court" }),
        ),
    ] {
        suite
            .add(name, description)
            .bundle(world.listed(&changes).present(LOOK_AT_LISTING))
            .undetermined(&["listing.outside_catalogue"], &[]);
    }
    let elsewhere = json!({ "field": "court", "scope": "320000", "recognised_in": ["310000"] });
    suite
        .add(
            "field-outside-the-catalogue-from-elsewhere",
            "A field that nobody knows may be one in which it is recognised here.",
        )
        .bundle(
            world
                .listed(&elsewhere)
                .set("/iss", json!(SUZHOU))
                .set("/jurisdiction", json!("320500"))
                .set("/status/status_list/uri", json!(suzhou_status_uri()))
                .signed_by("bundle-1", &world.suzhou)
                .present(LOOK_AT_LISTING),
        )
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "fields": ["judicial"] }),
        ))
        .undetermined(&["listing.incomplete"], &[]);
    suite
        .add(
            "kind-outside-the-catalogue",
            "What else a record says is known: that of a penalty, its class.",
        )
        .bundle(
            world
                .firm()
                .set(
                    "/penalties",
                    json!([merged(penalty(), &json!({ "kind": "unheard_of" }))]),
                )
                .present(&["/penalties", "/penalties/0"]),
        )
        .programme(programme_requiring(json!({
            "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "class" }, "serious"] }]
        })))
        .granted("only");
}

fn staleness(suite: &mut Suite<'_>) {
    let world = suite.world;
    let drawn = |day: &str| world.person().set("/as_of", json!(day));
    suite
        .add(
            "fresh-on-the-third-working-day",
            "Drawn on Tuesday, decided on Friday.",
        )
        .bundle(drawn("2026-11-17").present(LOOK))
        .granted("gold");
    let stale = ["listing.stale", "evaluation.stale", "honour.stale"];
    suite
        .add(
            "stale-on-the-fourth-working-day",
            "Drawn on Monday, decided on Friday.",
        )
        .bundle(drawn("2026-11-16").present(LOOK))
        .undetermined(&stale, &[]);
    // Drawn on Tuesday, fresh through Friday: until midnight in China.
    const MIDNIGHT: i64 = 1_795_190_400;
    for (name, description, now) in [
        (
            "fresh-until-midnight",
            "The last second of the third working day.",
            MIDNIGHT - 1,
        ),
        (
            "stale-from-midnight-on",
            "The first second after it.",
            MIDNIGHT,
        ),
    ] {
        let vector = suite.add(name, description);
        vector
            .bundle(drawn("2026-11-17").present(LOOK))
            .check("holder", json!("unbound"))
            .check("now", json!(now));
        match now < MIDNIGHT {
            true => vector.granted("gold"),
            false => vector.undetermined(&stale, &[]),
        }
    }
    suite
        .add(
            "stale-with-empty-lists",
            "That nothing stood against somebody last week says nothing of today.",
        )
        .bundle(drawn("2026-11-12").present(LOOK))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.stale"], &[]);
    suite
        .add(
            "who-somebody-is-does-not-go-stale",
            "A date of birth stays what it was.",
        )
        .bundle(
            drawn("2026-11-12")
                .set("/subject/birthdate", json!("1996-02-29"))
                .present(&["/subject/birthdate"]),
        )
        .programme(programme_when(
            json!({ ">=": [{ "age": { "var": "credit.subject.birthdate" } }, 30] }),
        ))
        .granted("only");
    suite
        .add(
            "shorter-max-age",
            "A programme may ask for fresher data than the law does.",
        )
        .bundle(drawn("2026-11-18").present(LOOK))
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "max_age": "P1B" }),
        ))
        .undetermined(&["listing.stale"], &[]);
    suite
        .add(
            "longer-max-age",
            "A programme may allow older data while the status list is fresh.",
        )
        .bundle(drawn("2026-11-12").present(LOOK))
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "max_age": "P30D" }),
        ))
        .granted("only");
    // What was corrected since is told by the status list alone.
    for (name, description, days) in [
        (
            "longer-max-age-with-a-list-of-the-third-working-day",
            "The status list is of Tuesday, and it is Friday.",
            3,
        ),
        (
            "longer-max-age-with-a-list-of-the-fourth-working-day",
            "Data are no fresher than the status list that they rely on.",
            4,
        ),
    ] {
        let mut plan = Plan::small(world);
        let list = StatusList::new(&status_uri(2), 2, &[0]);
        plan.status_lists = vec![list.set("iat", json!(NOW - days * DAY)).sign_for(world)];
        plan.manifest["status_lists"] = json!([]);
        let vector = suite.add(name, description);
        vector
            .on(plan.build())
            .create(json!({ "statusMaxAge": 10 * DAY }))
            .bundle(drawn("2026-11-12").present(LOOK))
            .programme(merged(
                programme_requiring(not_listed()),
                &json!({ "max_age": "P30D" }),
            ));
        match days {
            3 => vector.granted("only"),
            _ => vector.undetermined(&["listing.stale"], &[]),
        }
    }
}

fn minors(suite: &mut Suite<'_>) {
    let world = suite.world;
    let born = |day: &str| {
        world
            .person()
            .set("/subject/birthdate", json!(day))
            .present(&["/subject/birthdate", "/evaluations/sh-public", "/listings"])
    };
    suite
        .add("eighteen-today", "Of age from the eighteenth birthday on.")
        .bundle(born("2008-11-20"))
        .granted("gold");
    suite
        .add("eighteen-tomorrow", "Not of age on the day before.")
        .bundle(born("2008-11-21"))
        .not_applicable(&["subject.minor"]);
    suite
        .add(
            "under-eighteen",
            "Somebody who is said not to be over eighteen.",
        )
        .bundle(
            world
                .person()
                .set("/subject/age_over", json!({ "18": false }))
                .present(LOOK),
        )
        .not_applicable(&["subject.minor"]);
    suite
        .add("age-hidden", "Of unknown age is not of age.")
        .bundle(
            world
                .person()
                .present(&["/evaluations/sh-public", "/listings"]),
        )
        .undetermined(&["subject.undisclosed"], &["credit.subject.age_over"]);
    suite
        .add(
            "allowed-as-a-minor",
            "A programme for minors, and a record that never counts.",
        )
        .bundle(
            world
                .listed(&json!({ "since": "2026-01-01" }))
                .set("/subject/birthdate", json!("2010-06-01"))
                .set("/subject/age_over", json!({ "18": false }))
                .present(&["/subject/birthdate", "/listings", "/listings/0"]),
        )
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "allows_minors": true }),
        ))
        .granted("only");
    suite
        .add(
            "child-with-hidden-lists",
            "Of a child nothing is asked that could speak against it.",
        )
        .bundle(
            world
                .person()
                .set("/subject/birthdate", json!("2012-06-01"))
                .set("/subject/age_over", json!({ "18": false }))
                .present(&["/subject/birthdate"]),
        )
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "allows_minors": true }),
        ))
        .granted("only");
    let listed_at = |since: &str, shown: &[&str]| {
        world
            .listed(&json!({ "since": since }))
            .set("/subject/birthdate", json!("2000-03-01"))
            .present(
                &[
                    &["/evaluations/sh-public", "/listings", "/listings/0"],
                    shown,
                ]
                .concat(),
            )
    };
    suite
        .add(
            "record-from-before-the-sixteenth-birthday",
            "What was done before anybody is a subject of credit does not count later.",
        )
        .bundle(listed_at("2016-02-29", &["/subject/birthdate"]))
        .granted("gold");
    suite
        .add(
            "record-from-before-the-eighteenth-birthday",
            "At seventeen it depends on own labour, which is not shown.",
        )
        .bundle(listed_at("2018-02-28", &["/subject/birthdate"]))
        .undetermined(&["subject.undisclosed"], &["credit.subject.full_capacity"]);
    suite
        .add(
            "record-from-after-the-eighteenth-birthday",
            "What was done on the day after coming of age counts.",
        )
        .bundle(listed_at("2018-03-02", &["/subject/birthdate"]))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "record-of-unknown-age",
            "Over eighteen now: nobody knows about then.",
        )
        .bundle(
            world
                .listed(&json!({ "since": "2020-01-01" }))
                .set("/subject/age_over", json!({ "18": true }))
                .present(LOOK_AT_LISTING),
        )
        .undetermined(&["subject.undisclosed"], &["credit.subject.birthdate"]);
}
