//! Records of other regions, and claims that an issuer does not always issue.

use super::*;

pub fn records_from_elsewhere(suite: &mut Suite<'_>) {
    let world = suite.world;
    let in_region = |region: &str| {
        world
            .firm()
            .set(
                "/listings",
                json!([merged(listing(), &json!({ "scope": region }))]),
            )
            .present(SHOWN)
    };
    suite
        .add(
            "record-of-another-district",
            "What an issuer knows of it passes on, though it is another's: it counts.",
        )
        .bundle(in_region("310104"))
        .programme(programme_requiring(not_listed()))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "record-of-another-province",
            "What it cannot know of, it may not say.",
        )
        .bundle(in_region("330000"))
        .programme(programme_requiring(not_listed()))
        .refused("trust.scope");
    let by_the_country = || {
        let of_the_country = merged(penalty(), &json!({ "region": "100000" }));
        world
            .firm()
            .set("/penalties", json!([of_the_country]))
            .present(&["/penalties", "/penalties/0"])
    };
    let none = json!({ "none": [{ "var": "credit.penalties" }, true] });
    suite
        .add(
            "penalty-of-the-country",
            "By an authority of the whole country: it counts everywhere, and is passed on by whoever has what does.",
        )
        .bundle(by_the_country())
        .programme(programme_requiring(none.clone()))
        .not_granted(&["penalty.present"]);
    suite
        .add(
            "penalty-of-the-country-that-is-not-known",
            "Whoever knows of a province alone does not tell of the country's penalties.",
        )
        .on(where_complete(
            world,
            DISTRICT,
            json!([{ "regions": ["310000"], "fields": "*" }]),
        ))
        .bundle(by_the_country())
        .programme(programme_requiring(none))
        .refused("trust.scope");
    suite
        .add(
            "listing-of-the-country-by-its-code",
            "The country's code says the same as its name.",
        )
        .bundle(in_region("100000"))
        .programme(programme_requiring(not_listed()))
        .not_granted(&["listing.present"]);
}

/// A commitment speaks for its subject until it is broken, and only what speaks against one is passed on.
pub fn commitments_of_another_district(suite: &mut Suite<'_>) {
    let world = suite.world;
    let with_state = |state: &str| {
        let mut commitment = json!({
            "type": "proof_item", "item": "food-licence", "region": "310104", "made_on": "2026-01-05",
            "state": state, "authority": "示例区市场监督管理局",
        });
        if state == "broken" {
            commitment["broken_on"] = json!("2026-05-06");
        }
        world
            .firm()
            .set("/commitments", json!([commitment]))
            .present(&["/commitments", "/commitments/0"])
    };
    let none_broken = json!({
        "none": [{ "var": "credit.commitments" }, { "==": [{ "var": "state" }, "broken"] }]
    });
    suite
        .add(
            "broken-commitment-of-another-district",
            "It is passed on, and counts.",
        )
        .bundle(with_state("broken"))
        .programme(programme_requiring(none_broken.clone()))
        .not_granted(&["commitment.present"]);
    suite
        .add(
            "kept-commitment-of-another-district",
            "That one was kept is for those to say to whom it was made.",
        )
        .bundle(with_state("fulfilled"))
        .programme(programme_requiring(none_broken))
        .refused("trust.scope");
}

/// Where another region's records count by agreement, they have to be known too.
pub fn recognised_regions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut plan = Plan::base(world);
    plan.trust_list["recognition"] = json!([{
        "home": ["320000"], "in": ["310000"], "fields": ["market"], "basis": "长三角区域信用互认协议（测试）",
    }]);
    let platform = plan.build();
    for (name, description, fields, known) in [
        (
            "recognised-region-not-known",
            "Of the programme's field: they may be there.",
            json!(["market"]),
            false,
        ),
        (
            "recognised-region-of-another-field",
            "They count in no other.",
            json!(["tax"]),
            true,
        ),
    ] {
        let vector = suite.add(name, description);
        vector
            .on_shared("complete-recognised-region", &platform)
            .bundle(world.firm().present(SHOWN))
            .programme(merged(
                programme_requiring(of_field("market")),
                &json!({ "fields": fields }),
            ));
        match known {
            true => vector.granted("only"),
            false => vector.undetermined(&["listing.incomplete"], &[]),
        }
    }
}

/// A claim that an issuer does not always issue may be there all the same.
pub fn optional_claims(suite: &mut Suite<'_>) {
    let world = suite.world;
    let knowing = |knows: Value| {
        let mut plan = Plan::base(world);
        plan.district()["knows"] = knows;
        plan.build()
    };
    let not = |condition: Value| json!({ "!": condition });
    let frozen = json!({ "var": "credit.registration.frozen" });
    let grade = json!({ "==": [{ "var": "credit.evaluations.tax.grade" }, "D"] });
    let shanghai = json!({ "<": [{ "var": "credit.evaluations.sh-public.score" }, 600] });
    let residence = json!({ "==": [{ "var": "credit.subject.residence" }, "310104"] });
    let arrears = json!({ "some": [{ "var": "credit.obligations" }, true] });
    let claims = ["/registration", "/evaluations"];
    let cases = [
        ("registration", &frozen, "registration", claims[0]),
        ("evaluation", &grade, "evaluations.tax", claims[1]),
        ("evaluation", &shanghai, "evaluations", claims[1]),
        ("subject", &residence, "subject.residence", "/subject"),
        ("obligation", &arrears, "obligations", ""),
    ];
    for (number, (claim, condition, name, pointer)) in cases.into_iter().enumerate() {
        let firm = || {
            let firm = world.firm();
            match pointer {
                "/registration" => firm.remove(pointer),
                "/evaluations" | "/subject" => firm.set(pointer, json!({})),
                _ => firm,
            }
            .without_decoys()
        };
        let label = name.replace('.', "-");
        let code = format!("{claim}.incomplete");
        suite
            .add(
                &format!("{label}-lacking-{number}"),
                "A bundle lacks what its issuer does not always issue: it may be there, and speak against its subject.",
            )
            .on(knowing(json!([])))
            .bundle(firm().present(ALL))
            .programme(programme_requiring(not(condition.clone())))
            .undetermined(&[&code], &[]);
        suite
            .add(
                &format!("{label}-always-issued-{number}"),
                "Of an issuer that always issues it, what a bundle lacks is not there.",
            )
            .on(knowing(json!([name])))
            .bundle(firm().present(ALL))
            .programme(programme_requiring(not(condition.clone())))
            .granted("only");
    }
    suite
        .add(
            "knows-of-another-name",
            "One name that begins like another is not that.",
        )
        .on(knowing(json!(["registration-office", "evaluations.tax"])))
        .bundle(
            world
                .firm()
                .remove("/registration")
                .without_decoys()
                .present(ALL),
        )
        .programme(programme_requiring(not(frozen)))
        .undetermined(&["registration.incomplete"], &[]);
}
