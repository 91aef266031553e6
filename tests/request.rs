//! Requests: what is asked for, in every form, and what an answer to it comes to.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Map, Value, json};
use testkit::people::{NOW as PEOPLES_TIME, person, programme as random_programme};
use testkit::platform::Plan;
use testkit::programmes::*;
use testkit::random::{Random, cases};
use testkit::verifying::{asking_for, at, verifier};
use testkit::world::{AUDIENCE, NONCE, NOW, World, merged};
use xinyi::{
    Code, Explain, Instant, Object, PresentationRequestOptions, Presentations, Problem,
    ProgrammeChoice, RequestText, Trial, Verifier,
};

fn options(programme: &Value) -> PresentationRequestOptions {
    let mut options = PresentationRequestOptions::new("", AUDIENCE, NONCE, at(NOW));
    options.programme = ProgrammeChoice::Document(core(programme));
    options
}

fn core(value: &Value) -> xinyi::Value {
    let text = value.to_string();
    xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON")
}

/// The query for a programme.
fn query(by: &Verifier, programme: &Value) -> Value {
    let request = by.presentation_request(&options(programme));
    let request = request.unwrap_or_else(|e| panic!("{e}\n{programme}"));
    serde_json::to_value(request).expect("JSON")["dcql_query"].clone()
}

fn platform(world: &World) -> Verifier {
    verifier(&Plan::base(world).build())
}

/// The claims of each set of a credential query, as paths.
fn sets(credential: &Value) -> Vec<Vec<Vec<String>>> {
    let path = |claim: &Value| serde_json::from_value(claim["path"].clone()).expect("names");
    let claims = credential["claims"].as_array().expect("claims");
    let Some(sets) = credential["claim_sets"].as_array() else {
        return vec![claims.iter().map(path).collect()];
    };
    let named = |id: &Value| {
        let claim = claims.iter().find(|claim| claim["id"] == *id);
        path(claim.expect("a claim of this id"))
    };
    let set = |ids: &Value| ids.as_array().expect("ids").iter().map(named).collect();
    sets.iter().map(set).collect()
}

/// The same in short.
fn in_short(query: &Value, alias: &str) -> Vec<String> {
    let credentials = query["credentials"].as_array().expect("credentials");
    let credential = credentials.iter().find(|c| c["id"] == alias);
    let each = sets(credential.expect(alias)).into_iter();
    let claims = |set: Vec<Vec<String>>| {
        let names: Vec<String> = set.iter().map(|path| path.join(".")).collect();
        names.join(" ")
    };
    each.map(claims).collect()
}

#[test]
fn a_programme_is_asked_for_from_the_best_tier_down() {
    let world = World::new();
    let query = query(&platform(&world), &bike());
    let names = |names: &[&str]| names.iter().map(|name| json!(name)).collect::<Value>();
    let claim = |id: &str, path: &[&str]| json!({ "id": id, "path": names(path) });
    let want = json!({ "credentials": [{
        "id": "credit", "format": "dc+sd-jwt",
        "meta": { "vct_values": ["urn:xinyi:credit-status:1"] },
        "claims": [
            claim("evaluations-sh-public", &["evaluations", "sh-public"]),
            claim("honours", &["honours"]),
            claim("listings", &["listings"]),
            claim("subject-age_over-18", &["subject", "age_over", "18"]),
            claim("subject-birthdate", &["subject", "birthdate"]),
        ],
        "claim_sets": [
            ["evaluations-sh-public", "honours", "listings", "subject-age_over-18"],
            ["evaluations-sh-public", "honours", "listings", "subject-birthdate"],
            ["evaluations-sh-public", "listings", "subject-age_over-18"],
            ["evaluations-sh-public", "listings", "subject-birthdate"],
            ["honours", "listings"],
        ],
    }] });
    assert_eq!(query, want);
}

#[test]
fn each_input_is_asked_for_what_ties_it_to_the_others() {
    let world = World::new();
    let by = platform(&world);
    let needed = query(&by, &both(json!({})));
    assert_eq!(needed.get("credential_sets"), None);
    let age = "subject.age_over.18";
    assert_eq!(
        in_short(&needed, "credit"),
        [
            format!("listings {age} subject.links"),
            "listings subject.birthdate subject.links".to_owned(),
            "listings subject.links".to_owned(),
            "listings subject.id".to_owned(),
            "listings".to_owned(),
        ]
    );
    assert_eq!(
        in_short(&needed, "market"),
        [
            "evaluations.zhima subject.link",
            "evaluations.zhima subject.id",
            "as_of"
        ]
    );

    let either = query(&by, &optional_market());
    let together =
        |names: &[&str], required: bool| json!({ "options": [names], "required": required });
    let want = json!([together(&["credit"], true), together(&["market"], false)]);
    assert_eq!(either["credential_sets"], want);
    // Whoever has none has nothing to show for it.
    let market = in_short(&either, "market");
    assert_eq!(
        market,
        [
            "evaluations.zhima subject.link",
            "evaluations.zhima subject.id"
        ]
    );

    let firm = query(&by, &firm_and_officer(json!({})));
    assert_eq!(
        in_short(&firm, "firm"),
        ["listings subject.officers", "listings"]
    );
    assert_eq!(
        in_short(&firm, "officer"),
        ["listings subject.id", "listings"]
    );
}

#[test]
fn what_may_be_known_in_two_ways_may_be_shown_in_two() {
    let world = World::new();
    let by = platform(&world);
    let tier = |id: &str, when: Value| json!({ "id": id, "when": when, "benefit": perk() });
    let tax = json!({ "==": [{ "var": "credit.evaluations.tax.grade" }, "A"] });
    let firms =
        |tiers: Value| programme(json!({ "subject_kinds": ["enterprise"], "tiers": tiers }));
    // All that is there, then less.
    let either = firms(json!([tier(
        "only",
        json!({ "or": [score_at_least(700), tax] })
    )]));
    let [public, grade] = ["evaluations.sh-public", "evaluations.tax"];
    let all = [public, grade].join(" ");
    let sets_of = |programme: &Value| in_short(&query(&by, programme), "credit");
    assert_eq!(sets_of(&either), [&*all, public, grade, "as_of"]);
    // A better tier first, and with it what the other takes.
    let tiers = firms(json!([
        tier("a", tax.clone()),
        tier("b", score_at_least(600))
    ]));
    assert_eq!(sets_of(&tiers), [&*all, grade, public, "as_of"]);
    // Not both is either not.
    let neither = json!({ "!": { "and": [score_at_least(700), tax] } });
    assert_eq!(
        sets_of(&firms(json!([tier("only", neither)]))),
        [&*all, public, grade, "as_of"]
    );
    // What can never be is not asked for; nor is what need not be known.
    let never = json!({ "and": [tax, false] });
    assert_eq!(
        sets_of(&firms(json!([tier("a", never), tier("b", json!(true))]))),
        ["as_of"]
    );
    // Many ways: within the limit, and the largest first.
    let scheme =
        |n: usize| json!({ "exists": { "var": format!("credit.evaluations.scheme-{n}.grade") } });
    let many: Vec<Value> = (0..40).map(scheme).collect();
    let many = sets_of(&firms(json!([tier("only", json!({ "or": many }))])));
    assert!(many.len() <= xinyi::limits::CLAIM_SETS, "{}", many.len());
    assert_eq!(many[0].split(' ').count(), 40);
    assert_eq!(many.last().map(String::as_str), Some("as_of"));
}

#[test]
fn what_the_law_looks_at_is_asked_for_too() {
    let world = World::new();
    let by = platform(&world);
    let no_penalty = json!({ "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "class" }, "serious"] }] });
    let firms = json!({ "subject_kinds": ["enterprise"] });
    let mut programme = merged(programme_requiring(no_penalty), &firms);
    assert_eq!(in_short(&query(&by, &programme), "credit"), ["penalties"]);
    // In Zhejiang records are kept for as long as their subject is on a list.
    programme["regions"] = json!(["330100"]);
    assert_eq!(
        in_short(&query(&by, &programme), "credit"),
        ["listings penalties", "penalties"]
    );
    // Nobody is asked for an age who has none, and nobody whom a programme takes at any age.
    let persons = json!({ "subject_kinds": ["natural_person"], "allows_minors": true });
    let programme = merged(programme_requiring(not_listed()), &persons);
    assert_eq!(in_short(&query(&by, &programme), "credit"), ["listings"]);
    // A day of birth that is asked for tells the age.
    let adult = json!({ ">=": [{ "age": { "var": "credit.subject.birthdate" } }, 25] });
    let persons = json!({ "subject_kinds": ["natural_person"] });
    let programme = merged(programme_requiring(adult), &persons);
    assert_eq!(
        in_short(&query(&by, &programme), "credit"),
        ["subject.birthdate", "as_of"]
    );
}

#[test]
fn an_array_of_one_is_a_presentation_and_of_several_none() {
    for (text, pointer, problem) in [
        (r#"{"credit":[]}"#, "/bundle/credit", Problem::Several),
        (
            r#"{"credit":["a~","b~"]}"#,
            "/bundle/credit",
            Problem::Several,
        ),
        (
            r#"{"credit":"a~","a/b":["a~","b~"]}"#,
            "/bundle/a~1b",
            Problem::Several,
        ),
        (r#"{"credit":[1]}"#, "/bundle/credit", Problem::Type),
        (r#"{"credit":[["a~"]]}"#, "/bundle/credit", Problem::Type),
        (r#"{"credit":{}}"#, "/bundle/credit", Problem::Type),
    ] {
        let error = Presentations::parse(text).unwrap_err();
        assert_eq!(error.code(), Code::InputOptions, "{text}");
        assert_eq!(error.problem(), Some(problem), "{text}");
        let found = error
            .details()
            .get("pointer")
            .and_then(xinyi::Value::as_str);
        assert_eq!(found, Some(pointer), "{text}");
    }
}

#[test]
fn a_text_says_what_is_asked_and_comes_back() {
    let world = World::new();
    let by = platform(&world);
    let mut options = options(&bike());
    options.request = Some(Object::from_iter([("deposit", "99.00".into())]));
    let request = by.presentation_request(&options).unwrap();
    assert!(request.text().starts_with("XYQ1:"));
    let read = RequestText::parse(&format!(" {}\r\n", request.text())).unwrap();
    assert_eq!(&read, request.asked());
    assert_eq!((&*read.audience, &*read.nonce), (AUDIENCE, NONCE));
    assert_eq!(
        (&*read.programme.id, read.programme.version),
        ("test.bike", 1)
    );
    assert_eq!(read.request, options.request);
    assert!(
        matches!(read.choice(), ProgrammeChoice::Version { id, version: 1 } if id == "test.bike")
    );
    // The same call gives the same text.
    assert_eq!(by.presentation_request(&options).unwrap(), request);

    let document = serde_json::to_value(&request).unwrap();
    let names: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 7, "{names:?}");
    let forms = &document["openid4vp"];
    for (form, name, value) in [
        ("dc_api", "response_mode", "dc_api"),
        ("client", "client_id", AUDIENCE),
    ] {
        let parameters = &forms[form];
        assert_eq!(parameters[name], value);
        assert_eq!(parameters["response_type"], "vp_token");
        assert_eq!(parameters["nonce"], NONCE);
        assert_eq!(parameters["dcql_query"], document["dcql_query"]);
        let formats = &parameters["client_metadata"]["vp_formats_supported"]["dc+sd-jwt"];
        for algorithms in ["sd-jwt_alg_values", "kb-jwt_alg_values"] {
            let expected = json!(["Ed25519", "EdDSA", "ES256", "SGD_SM3_SM2"]);
            assert_eq!(formats[algorithms], expected);
        }
    }
    // Unsigned requests of the API have no client.
    assert_eq!(forms["dc_api"].get("client_id"), None);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let world = World::new();
    let by = platform(&world);
    let refused = |change: &dyn Fn(&mut PresentationRequestOptions)| {
        let mut options = options(&bike());
        change(&mut options);
        by.presentation_request(&options).unwrap_err().code()
    };
    assert_eq!(refused(&|o| o.nonce.clear()), Code::InputHolder);
    assert_eq!(refused(&|o| o.audience.clear()), Code::InputHolder);
    let unknown = ProgrammeChoice::Id("test.bikes".to_owned());
    assert_eq!(
        refused(&|o| o.programme = unknown.clone()),
        Code::ProgrammeUnknown
    );
    let request = Object::from_iter([("deposit", true.into())]);
    assert_eq!(
        refused(&|o| o.request = Some(request.clone())),
        Code::InputRequest
    );
    let long = "x".repeat(100_000);
    assert_eq!(refused(&|o| o.now = at(0)), Code::TimeRollback);
    let random = Random::of(1).bytes(5_000);
    let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(refused(&|o| o.audience = random.clone()), Code::LimitBytes);
    assert_eq!(
        RequestText::parse(&long).unwrap_err().code(),
        Code::LimitBytes
    );
}

/// The text of a request that says this.
fn text_of(document: &str) -> String {
    // Texts of presentations differ from it by what they begin with.
    let [text] = &xinyi::qr::encode(document, &xinyi::QrOptions { max_length: 4_296 }).unwrap()[..]
    else {
        panic!("too long");
    };
    text.replacen("XY1:", "XYQ1:", 1)
}

#[test]
fn a_text_is_read_strictly() {
    let asked = json!({
        "nonce": NONCE, "audience": AUDIENCE, "programme": { "id": "test.bike", "version": 1 },
    });
    assert!(RequestText::parse(&text_of(&asked.to_string())).is_ok());
    for (pointer, value, problem) in [
        ("/nonce", None, Problem::Missing),
        ("/nonce", Some(json!("")), Problem::Value),
        ("/nonce", Some(json!(1)), Problem::Type),
        ("/audience", None, Problem::Missing),
        ("/audience", Some(json!("")), Problem::Value),
        (
            "/audience",
            Some(json!("https://\u{202e}app.example")),
            Problem::Value,
        ),
        ("/programme", None, Problem::Missing),
        ("/programme", Some(json!("test.bike")), Problem::Type),
        ("/programme/id", None, Problem::Missing),
        ("/programme/id", Some(json!("")), Problem::Value),
        ("/programme/version", None, Problem::Missing),
        ("/programme/version", Some(json!(-1)), Problem::Value),
        ("/programme/tiers", Some(json!([])), Problem::Unknown),
        ("/request", Some(json!([])), Problem::Type),
        ("/dcql_query", Some(json!({})), Problem::Unknown),
    ] {
        let mut asked = asked.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = asked.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value {
            Some(value) => drop(parent.insert(name.to_owned(), value)),
            None => drop(parent.remove(name)),
        }
        let error = RequestText::parse(&text_of(&asked.to_string())).unwrap_err();
        assert_eq!(error.code(), Code::FormatSchema, "{asked}");
        assert_eq!(error.problem(), Some(problem), "{asked}");
        let found = error
            .details()
            .get("pointer")
            .and_then(xinyi::Value::as_str);
        assert_eq!(found, Some(pointer), "{asked}");
    }
    for (document, code) in [
        ("", Code::FormatJson),
        ("nothing", Code::FormatJson),
        ("[]", Code::FormatSchema),
        (r#"{"nonce":"a","nonce":"b"}"#, Code::FormatDuplicateMember),
    ] {
        let error = RequestText::parse(&text_of(document)).unwrap_err();
        assert_eq!(error.code(), code, "{document}");
    }
}

/// The disclosures of a set, in the issuer's numbering.
fn pointers(set: &[Vec<String>], claims: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    for path in set {
        let unit = &path[..path.len().min(2)];
        let pointer = format!("/{}", unit.join("/"));
        match claims.pointer(&pointer) {
            Some(Value::Array(records)) => {
                pointers.extend((0..records.len()).map(|i| format!("{pointer}/{i}")));
                pointers.push(pointer);
            }
            Some(Value::Object(links)) if pointer == "/subject/links" => {
                pointers.extend(links.keys().map(|iss| format!("{pointer}/{iss}")));
            }
            _ => pointers.push(pointer),
        }
    }
    pointers
}

#[test]
fn real_answers_are_decided_as_a_vp_token() {
    let world = World::new();
    let by = platform(&world);
    let answered = |programme: &Value, sketches: &[(&str, testkit::world::Sketch<'_>)]| {
        let query = query(&by, programme);
        let mut token = Map::new();
        for credential in query["credentials"].as_array().unwrap() {
            let alias = credential["id"].as_str().unwrap();
            let Some((_, sketch)) = sketches.iter().find(|(of, _)| *of == alias) else {
                continue;
            };
            let has = |path: &Vec<String>| {
                sketch
                    .claims
                    .pointer(&format!("/{}", path.join("/")))
                    .is_some()
            };
            let mut sets = sets(credential).into_iter();
            let set = sets
                .find(|set| set.iter().all(has))
                .expect("a set that can be filled");
            let shown = pointers(&set, &sketch.claims);
            let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
            token.insert(alias.to_owned(), json!([sketch.present(&shown)]));
        }
        let token = Value::Object(token).to_string();
        let mut asked = asking_for(programme);
        let deposit = json!({ "deposit": "99.00" });
        if programme.get("request").is_some() {
            asked.request = core(&deposit).as_object().cloned();
        }
        let presented = Presentations::parse(&token).unwrap();
        by.check(presented, &asked)
    };
    let outcome = |programme: &Value, sketches: &[(&str, testkit::world::Sketch<'_>)]| {
        let decision = answered(programme, sketches).unwrap_or_else(|e| panic!("{e}"));
        (
            decision.outcome().as_str().to_owned(),
            decision.tier().map(str::to_owned),
        )
    };
    let granted = |tier: &str| ("granted".to_owned(), Some(tier.to_owned()));
    assert_eq!(
        outcome(&bike(), &[("credit", world.person())]),
        granted("gold")
    );
    let linked = [
        ("credit", world.person().linked()),
        ("market", world.market().linked()),
    ];
    assert_eq!(outcome(&both(json!({})), &linked), granted("only"));
    assert_eq!(outcome(&optional_market(), &linked), granted("gold"));
    let alone = [("credit", world.person())];
    assert_eq!(outcome(&optional_market(), &alone), granted("silver"));
}

/// Whether a wallet has every claim of a set.
fn can_fill(credit: &Value, set: &[Vec<String>]) -> bool {
    let has = |path: &Vec<String>| credit.pointer(&format!("/{}", path.join("/"))).is_some();
    set.iter().all(has)
}

/// The facts of whoever shows the claims of a set, and nothing else.
fn showing(whole: &Value, set: &[Vec<String>]) -> Value {
    let hidden = || json!({ "$undisclosed": true });
    let is_shown = |unit: &[&str]| {
        set.iter()
            .any(|path| path.iter().zip(unit).all(|(a, b)| a == b))
    };
    let mut facts = whole.clone();
    for (name, claim) in facts["credit"].as_object_mut().unwrap() {
        if ["subject", "evaluations"].contains(&name.as_str()) {
            let members = claim.as_object_mut().unwrap();
            let before = members.len();
            members.retain(|member, _| is_shown(&[name, member]));
            if members.len() < before {
                members.insert("$undisclosed".to_owned(), json!(true));
            }
        } else if (claim.is_array() || name == "registration") && !is_shown(&[name]) {
            *claim = hidden();
        }
    }
    facts
}

struct Answer {
    outcome: String,
    tier: Option<String>,
    missing: Vec<String>,
}

fn decide(programme: &Value, facts: &Value) -> Answer {
    let now = Instant::parse(PEOPLES_TIME).unwrap();
    let trial = Trial::run(
        &programme.to_string(),
        &facts.to_string(),
        now,
        Explain::Full,
    );
    let trial = trial.unwrap_or_else(|e| panic!("{e}\n{programme}\n{facts}"));
    let document = serde_json::to_value(trial.decision()).unwrap();
    Answer {
        outcome: document["outcome"].as_str().unwrap().to_owned(),
        tier: document["tier"].as_str().map(str::to_owned),
        missing: serde_json::from_value(document["missing"].clone()).unwrap(),
    }
}

/// Every claim that random programmes read.
fn complete(facts: &mut Value) {
    let credit = &mut facts["credit"];
    for (pointer, value) in [
        ("obligations", json!([])),
        ("registration", json!({ "status": "normal" })),
    ] {
        if credit.get(pointer).is_none() {
            credit[pointer] = value;
        }
    }
    if credit["evaluations"].get("sh-public").is_none() {
        credit["evaluations"]["sh-public"] = json!({ "score": 640, "grade": "B" });
    }
    let subject = &mut credit["subject"];
    if subject.get("birthdate").is_none() {
        subject["birthdate"] = json!("1991-11-22");
        subject["age_over"] = json!({ "18": true, "35": true });
    }
    if subject.get("age_over").is_none() {
        subject.as_object_mut().unwrap().remove("age_over");
    }
}

#[test]
fn whoever_answers_a_set_is_not_worse_off_than_by_hiding() {
    let world = World::new();
    let by = platform(&world);
    let mut random = Random::seeded("sets of claims");
    let (cases, seed) = (cases(300), random.seed());
    let [mut granted, mut by_age, mut answered] = [0; 3];
    for _ in 0..cases {
        let mut programme = random_programme(&mut random);
        if random.chance(60) {
            programme["applies_when"] = json!(true);
        }
        let mut whole = person(&mut random, false);
        let has_all = random.chance(60);
        if has_all {
            complete(&mut whole);
        }
        whole["request"] = json!({ "deposit": random.pick(&["99.00", "999.00"]) });
        let context = || format!("XINYI_SEED={seed}\n{programme}\n{whole}");
        let query = query(&by, &programme);
        let all = sets(&query["credentials"][0]);
        assert!(all.len() <= xinyi::limits::CLAIM_SETS);
        let every = decide(&programme, &whole);
        let nothing = decide(&programme, &showing(&whole, &[]));
        let rank = |answer: &Answer| match (answer.outcome.as_str(), answer.tier.as_deref()) {
            ("granted", Some("first")) => 2,
            ("granted", _) => 1,
            _ => 0,
        };
        let mut first = None;
        for set in all.iter().filter(|set| can_fill(&whole["credit"], set)) {
            let shown = decide(&programme, &showing(&whole, set));
            assert!(rank(&shown) >= rank(&nothing), "{}\n{set:?}", context());
            answered += 1;
            first.get_or_insert((set, shown));
        }
        let (set, shown) = first.unwrap_or_else(|| panic!("no set: {}", context()));
        // The set that a wallet answers with gives what the whole gives, if the wallet has it.
        if every.outcome != "granted" || !has_all {
            continue;
        }
        granted += 1;
        if (&shown.outcome, &shown.tier) != (&every.outcome, &every.tier) {
            // What was done before somebody was of age is told by the day of birth, which is not asked for.
            let mut more = set.clone();
            more.push(vec!["subject".to_owned(), "birthdate".to_owned()]);
            let shown = decide(&programme, &showing(&whole, &more));
            assert_eq!(
                (&shown.outcome, &shown.tier),
                (&every.outcome, &every.tier),
                "{}\n{more:?}\n{:?}",
                context(),
                shown.missing
            );
            by_age += 1;
        }
    }
    println!(
        "{answered} answers; {granted} granted in whole, {by_age} of them not without the day of birth"
    );
    assert!(granted > cases / 10 && by_age * 5 < granted);
}

#[test]
fn texts_of_codes_come_out_as_the_vectors_say() {
    let file =
        std::fs::read_to_string(testkit::vectors::folder().join("codes.json")).expect("codes");
    let vectors: Map<String, Value> = serde_json::from_str(&file).expect("JSON");
    assert!(vectors.len() >= 40, "{}", vectors.len());
    for (name, vector) in &vectors {
        let found = match vector["text"].as_str() {
            Some(text) => RequestText::parse(text).map(|read| json!({ "request": read })),
            None => {
                let texts: Vec<&str> = vector["texts"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                let presented = xinyi::qr::decode(&texts);
                let parsed = presented.and_then(|text| {
                    Presentations::parse(&text).map(|presented| xinyi::Value::from(&presented))
                });
                parsed.map(|presented| json!({ "presented": presented }))
            }
        };
        let found = found.unwrap_or_else(|error| {
            let error = serde_json::to_value(error).unwrap();
            let mut found = json!({ "code": error["code"] });
            for name in ["problem", "pointer"] {
                if let Some(value) = error["details"].get(name) {
                    found[name] = value.clone();
                }
            }
            found
        });
        // Where in a JSON text it stops is not told there.
        let mut expect = vector["expect"].clone();
        if expect["code"] == "format.json" {
            expect["problem"] = found["problem"].clone();
        }
        assert_eq!(found, expect, "{name}");
    }
}
