//! What stands in a record's members: extremes, codes, what is nested.

use super::*;

/// What is rare and no mistake.
pub fn extremes(suite: &mut Suite<'_>) {
    let world = suite.world;
    let var = |path: &str| json!({ "var": path });
    suite
        .add(
            "founded-in-1898",
            "Registers have firms of the nineteenth century.",
        )
        .bundle({
            let firm = world
                .firm()
                .set("/subject/established", json!("1898-05-04"));
            world.bind(&firm.sign().show_all())
        })
        .programme(programme_requiring(json!({ "and": [
            { "before": [var("credit.subject.established"), "1900-01-01"] },
            { ">=": [{ "age": var("credit.subject.established") }, 128] },
        ] })))
        .granted("only");
    suite
        .add(
            "founded-before-the-calendar",
            "A day has to be of 1800 or later.",
        )
        .bundle({
            let firm = world
                .firm()
                .set("/subject/established", json!("1799-12-31"));
            world.bind(&firm.sign().show_all())
        })
        .refused_at("claim.invalid", "/subject/established");
    let over = |ages: Value| {
        let person = world.person().set("/subject/age_over", ages);
        world.bind(&person.sign().show_all())
    };
    let none_is_that_old = programme_requiring(json!({ "and": [
        { "!": var("credit.subject.age_over.127") },
        { "!": var("credit.subject.age_over.150") },
        var("credit.subject.age_over.18"),
    ] }));
    suite
        .add(
            "not-over-127-and-150",
            "An issuer may list whatever ages it likes, up to 150.",
        )
        .bundle(over(json!({ "18": true, "127": false, "150": false })))
        .programme(none_is_that_old.clone())
        .granted("only");
    suite
        .add("over-150", "What is said of an age is believed.")
        .bundle(over(json!({ "18": true, "127": true, "150": true })))
        .programme(none_is_that_old)
        .not_granted(&["subject.wrong_value"]);
    let licences = |count: usize| {
        let all = (0..count).map(|number| {
            merged(
                licence(),
                &json!({ "document": format!("JY131{number:09}") }),
            )
        });
        let firm = world.firm().set("/licences", all.collect());
        world.bind(&firm.sign().show_all())
    };
    let count = json!({ "count": [var("credit.licences"), true] });
    suite
        .add("257-licences", "A large firm has many.")
        .bundle(licences(257))
        .programme(programme_requiring(json!({ "==": [count, 257] })))
        .granted("only");
    let listings = json!(vec![listing(); 257]);
    suite
        .add(
            "257-listings",
            "For what speaks against its subject remedies are looked for, so that there are fewer.",
        )
        .bundle(world.bind(&world.person().set("/listings", listings).sign().show_all()))
        .refused("limit.items");
}

pub fn codes(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, list, base, changes, member) in [
        (
            "class-unknown",
            "penalties",
            penalty(),
            json!({ "class": "petty" }),
            "class",
        ),
        (
            "procedure-unknown",
            "penalties",
            penalty(),
            json!({ "procedure": "none" }),
            "procedure",
        ),
        (
            "ground-that-its-list-does-not-have",
            "listings",
            listing(),
            json!({ "ground": "2.1" }),
            "ground",
        ),
        (
            "ground-of-a-list-without-any",
            "listings",
            listing(),
            json!({ "list": "market_serious", "field": "market" }),
            "ground",
        ),
        (
            "regime-unknown",
            "penalties",
            penalty(),
            json!({ "regime": "cn-2018" }),
            "regime",
        ),
        (
            "kind-of-penalty-misspelt",
            "penalties",
            penalty(),
            json!({ "kind": "Fine" }),
            "kind",
        ),
        (
            "further-kind-misspelt",
            "penalties",
            penalty(),
            json!({ "also": ["confiscation", "Fine"] }),
            "also/1",
        ),
        (
            "further-kinds-no-list",
            "penalties",
            penalty(),
            json!({ "also": "confiscation" }),
            "also",
        ),
        (
            "scope-misspelt",
            "listings",
            listing(),
            json!({ "scope": "National" }),
            "scope",
        ),
        (
            "recognised-nowhere",
            "listings",
            listing(),
            json!({ "recognised_in": ["320000", "Zhejiang"] }),
            "recognised_in/1",
        ),
        (
            "type-of-commitment-unknown",
            "commitments",
            promise(),
            json!({ "type": "word_of_honour" }),
            "type",
        ),
        (
            "state-of-commitment-unknown",
            "commitments",
            promise(),
            json!({ "state": "active" }),
            "state",
        ),
        (
            "kind-of-honour-unknown",
            "honours",
            honour(),
            json!({ "kind": "medal" }),
            "kind",
        ),
        (
            "honour-misspelt",
            "honours",
            honour(),
            json!({ "list": "Tax A" }),
            "list",
        ),
        (
            "state-of-licence-unknown",
            "licences",
            licence(),
            json!({ "state": "ended" }),
            "state",
        ),
        (
            "kind-of-obligation-unknown",
            "obligations",
            debt(),
            json!({ "kind": "favour" }),
            "kind",
        ),
    ] {
        let sketch = person_with(world, list, base, changes);
        suite
            .add(name, "A code that does not exist.")
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at("claim.invalid", &format!("/{list}/0/{member}"));
    }

    let nobody_fined =
        programme_requiring(json!({ "none": [{ "var": "credit.penalties" }, true] }));
    let unheard_of = |edition: &str| {
        let changes = json!({ "also": ["exile"] });
        person_with(world, "penalties", penalty(), changes)
            .set("/catalogue", json!(edition))
            .present(&["/subject/age_over", "/penalties", "/penalties/0"])
    };
    suite
        .add(
            "further-kind-outside-the-catalogue",
            "A penalty that the catalogue does not have, beside one that it has.",
        )
        .bundle(unheard_of("CN-2025"))
        .programme(nobody_fined.clone())
        .undetermined(&["penalty.outside_catalogue"], &[]);
    suite
        .add(
            "further-kind-of-a-newer-catalogue",
            "A penalty that a later edition may have, beside one that this one has.",
        )
        .bundle(unheard_of("CN-2027"))
        .programme(nobody_fined)
        .undetermined(&["penalty.catalogue_newer"], &[]);
}

pub fn nested(suite: &mut Suite<'_>) {
    let world = suite.world;
    let via = |via: Value| world.listed(&json!({ "via": via }));
    let officers = |officers: Value| world.firm().set("/subject/officers", officers);
    let (required, invalid) = ("claim.required", "claim.invalid");
    for (name, description, sketch, code, pointer) in [
        (
            "role-of-the-responsible-unknown",
            "Nobody answers for a firm as its cousin.",
            via(json!({ "role": "cousin", "subject_kind": "enterprise" })),
            invalid,
            "/listings/0/via/role",
        ),
        (
            "responsible-for-nobody-knows-what",
            "Listed for what some sort of organisation did.",
            via(json!({ "role": "principal" })),
            required,
            "/listings/0/via/subject_kind",
        ),
        (
            "responsible-no-object",
            "A role alone.",
            via(json!("principal")),
            invalid,
            "/listings/0/via",
        ),
        (
            "office-unknown",
            "An office that does not exist.",
            officers(json!([
                { "role": "director", "id": "11010519491231002X" },
                { "role": "king", "id": "11010519491231002X" },
            ])),
            invalid,
            "/subject/officers/1/role",
        ),
        (
            "officer-without-identity",
            "An office that nobody has.",
            officers(json!([{ "role": "director" }])),
            required,
            "/subject/officers/0/id",
        ),
        (
            "age-that-is-none",
            "Nobody is over nought.",
            world
                .person()
                .set("/subject/age_over", json!({ "18": true, "0": true })),
            invalid,
            "/subject/age_over/0",
        ),
    ] {
        suite
            .add(name, description)
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at(code, pointer);
    }
    for list in ["listings", "commitments", "honours", "licences"] {
        let sketch = world.person().without_decoys().remove(&format!("/{list}"));
        suite
            .add(
                &format!("{list}-left-out"),
                "A list that every bundle has, neither shown nor hidden.",
            )
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at(required, &format!("/{list}"));
    }
}
