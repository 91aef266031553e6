//! Commitments in two steps, what a verifier makes of them, and the texts that the package has.

use std::fs;

use serde_json::{Value, json};
use testkit::commitments::{Commitment as Sketch, TEXT};
use testkit::jose::sha256;
use testkit::random::{Random, cases};
use testkit::verifying::{asking_for, at};
use testkit::world::*;
use xinyi::holder::{Binding, Commitment, CommitmentDraft, Draft};
use xinyi::issuer::{self, Algorithm, SigningKey, SystemRandom};
use xinyi::{
    CheckOptions, Code, Error, Explain, Holder, Outcome, PlanOptions, Problem, Stage, Trial,
};

use super::verifier;

/// A programme that asks for a commitment to the text.
fn asking() -> Value {
    programme_requiring(json!({ "some": [
        { "var": "promised" },
        { "==": [{ "var": "text_sha256" }, Commitment::sha256_of(TEXT)] },
    ] }))
}

fn commitment() -> Commitment {
    Commitment {
        kind: "approval_replacing".to_owned(),
        item: "fire-safety".to_owned(),
        text_sha256: Commitment::sha256_of(TEXT),
        programme: "test.inline".to_owned(),
        version: 1,
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        iat: at(NOW),
        until: at(NOW + HOUR),
    }
}

fn with(commitments: &[String]) -> CheckOptions {
    let mut options = asking_for(&asking());
    options.commitments = commitments.to_vec();
    options
}

#[test]
fn what_the_holders_key_signed_is_a_promise() {
    let world = World::new();
    let verifier = verifier(&world);
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256, Algorithm::Sm2] {
        let key = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let person = world.person().held_by(&key);
        let bundle = person.sign().show_all();
        let draft = CommitmentDraft::new(&bundle, &commitment()).unwrap();
        assert_eq!(draft.algorithm(), algorithm);
        let signature = key.sign(draft.signing_input().as_bytes()).unwrap();
        let signed = draft.finish(&signature).unwrap();
        let presentation = person.present(LOOK);
        let decision = verifier.check(&presentation, &with(&[signed])).unwrap();
        assert_eq!(decision.outcome(), Outcome::Granted);
        // No grant holds longer than what it rests on.
        let until = decision.valid_until().unwrap();
        assert_eq!(until, at(NOW + HOUR));
        // Whoever has the key at hand comes to the same.
        let in_one = issuer::commit(&bundle, &commitment(), &key).unwrap();
        assert!(in_one.starts_with(draft.signing_input()));
        let decision = verifier.check(&presentation, &with(&[in_one])).unwrap();
        assert_eq!(decision.outcome(), Outcome::Granted);

        let other = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let by_another = other.sign(draft.signing_input().as_bytes()).unwrap();
        let refused = [
            (draft.finish(&by_another), Code::SignatureInvalid),
            (draft.finish(&signature[..63]), Code::SignatureEncoding),
            (
                issuer::commit(&bundle, &commitment(), &other),
                Code::SignatureInvalid,
            ),
        ];
        for (result, code) in refused {
            let error = result.expect_err("finished");
            assert_eq!((error.code(), error.stage()), (code, Stage::Signer));
        }
    }
}

#[test]
fn what_no_verifier_would_accept_is_not_drafted() {
    let world = World::new();
    let bundle = world.person().sign().show_all();
    let refused = |change: &dyn Fn(&mut Commitment)| -> Error {
        let mut wrong = commitment();
        change(&mut wrong);
        CommitmentDraft::new(&bundle, &wrong).expect_err("drafted")
    };
    let at_pointer = |change: &dyn Fn(&mut Commitment), pointer: &str| {
        let error = refused(change);
        assert_eq!(error.code(), Code::InputOptions, "{pointer}");
        let found = error
            .details()
            .get("pointer")
            .and_then(xinyi::Value::as_str);
        assert_eq!(found, Some(pointer));
    };
    at_pointer(&|c| c.kind = "promise".to_owned(), "/type");
    at_pointer(&|c| c.item = "Fire safety".to_owned(), "/item");
    at_pointer(&|c| c.text_sha256 = "x".to_owned(), "/text_sha256");
    at_pointer(&|c| c.until = c.iat, "/until");
    at_pointer(&|c| c.version = u64::MAX, "/programme/version");
    let unbound = [
        refused(&|c| c.audience.clear()),
        refused(&|c| c.nonce.clear()),
    ];
    assert!(unbound.iter().all(|e| e.code() == Code::InputHolder));
    let error = CommitmentDraft::new("x", &commitment()).expect_err("drafted");
    assert_eq!(error.code(), Code::FormatStructure);
}

#[test]
fn one_changed_character_is_refused_wherever_it_is() {
    let world = World::new();
    let verifier = verifier(&world);
    let good = Sketch::by(&world.holder).sign(&world.holder);
    let presentation = world.person().present(LOOK);
    let [mut invalid, mut others] = [0; 2];
    for place in 0..good.len() {
        let mut bad = good.clone();
        let other = if &bad[place..=place] == "B" { "C" } else { "B" };
        bad.replace_range(place..=place, other);
        let error = verifier
            .check(&presentation, &with(&[good.clone(), bad]))
            .expect_err("accepted");
        assert_eq!(error.stage(), Stage::Commitment, "{place}: {error}");
        assert_eq!(error.details().get("index"), Some(&1_i64.into()));
        match error.code() {
            Code::SignatureInvalid => invalid += 1,
            _ => others += 1,
        }
    }
    // The header says what it is and whose, and the last character of each part stands for a few bits alone.
    assert!(invalid > 300 && others > 0, "{invalid}, {others}");
}

#[test]
fn all_that_is_wrong_is_told_with_its_place() {
    let world = World::new();
    let commitments = [
        Sketch::by(&world.holder)
            .claiming("exp", json!(NOW))
            .sign(&world.holder),
        Sketch::by(&world.stranger).sign(&world.stranger),
        Sketch::by(&world.holder).sign(&world.holder),
    ];
    let checked = verifier(&world).check_all(&world.person().present(LOOK), &with(&commitments));
    let found: Vec<_> = checked
        .expect_err("accepted")
        .iter()
        .map(|e| (e.code(), e.details().get("index").cloned()))
        .collect();
    assert_eq!(
        found,
        [
            (Code::TimeExpired, Some(0_i64.into())),
            (Code::BindingHolder, Some(1_i64.into())),
        ]
    );
}

#[test]
fn a_commitment_goes_with_a_request_and_is_kept_with_it() {
    let world = World::new();
    let signed = Sketch::by(&world.holder).sign(&world.holder);
    let mut options = with(&[signed]);
    // What is kept with a decision decides again.
    let kept = serde_json::to_string(&options).unwrap();
    let again = CheckOptions::from_json(&kept).unwrap();
    let presentation = world.person().present(LOOK);
    let decision = verifier(&world).check(&presentation, &again).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);

    options.holder = Holder::Unbound;
    let error = verifier(&world).check(&presentation, &options).unwrap_err();
    assert_eq!(
        (error.code(), error.problem()),
        (Code::InputOptions, Some(Problem::Unbound))
    );
}

fn tried(promised: Option<Value>) -> Result<Trial, Error> {
    let mut facts = json!({ "credit": {
        "subject_kind": "natural_person", "jurisdiction": "310000", "catalogue": "CN-2025",
        "as_of": TODAY, "subject": { "age_over": { "18": true } },
    } });
    if let Some(promised) = promised {
        facts["promised"] = promised;
    }
    Trial::run(
        &asking().to_string(),
        &facts.to_string(),
        at(NOW),
        Explain::Full,
    )
}

#[test]
fn facts_by_hand_are_complete_as_written_and_open_if_left_out() {
    let one = json!({
        "type": "proof_item", "item": "x", "text_sha256": Commitment::sha256_of(TEXT), "made_on": TODAY,
    });
    let outcome = |promised| tried(promised).unwrap().decision().outcome();
    assert_eq!(outcome(Some(json!([one]))), Outcome::Granted);
    assert_eq!(outcome(Some(json!([]))), Outcome::NotGranted);
    assert_eq!(outcome(None), Outcome::Undetermined);

    for (name, value, pointer) in [
        ("type", json!("promise"), "/promised/0/type"),
        ("text_sha256", json!("x"), "/promised/0/text_sha256"),
        ("made_on", json!("2026-11-21"), "/promised/0/made_on"),
        ("exp", json!(NOW), "/promised/0/exp"),
        ("item", json!(null), "/promised/0/item"),
    ] {
        let error = tried(Some(json!([merged(one.clone(), &json!({ name: value }))]))).unwrap_err();
        let found = error
            .details()
            .get("pointer")
            .and_then(xinyi::Value::as_str);
        assert_eq!((error.code(), found), (Code::InputOptions, Some(pointer)));
    }
    let error = tried(Some(json!(vec![one; 17]))).unwrap_err();
    assert_eq!(error.code(), Code::LimitItems);
    let error = tried(Some(json!({}))).unwrap_err();
    assert_eq!(error.code(), Code::InputOptions);
}

/// The texts of the package: one for each type, in both languages, with the hash that programmes pin.
#[test]
fn each_type_has_a_text() {
    let schema = testkit::in_repository("pkg/schemas/facts.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let types = schema["$defs"]["promise"]["properties"]["type"]["oneOf"].as_array();
    let mut types: Vec<&str> = types
        .unwrap()
        .iter()
        .map(|one| one["const"].as_str().unwrap())
        .collect();
    types.sort_unstable();
    let folder = testkit::in_repository("pkg/commitments");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let kind = text["type"].as_str().unwrap().to_owned();
        assert_eq!(
            path.file_name().unwrap().to_str(),
            Some(&*format!("{kind}.json"))
        );
        for language in ["zh-CN", "en"] {
            let of = |name: &str| text[name][language].as_str().unwrap();
            // It begins with its title, and nothing is left to fill in: the hash is over all of it.
            assert!(
                of("text").starts_with(&format!("{}\n", of("title"))),
                "{kind}"
            );
            assert_eq!(of("text").trim(), of("text"), "{kind}");
            assert!(!of("text").contains(['_', '＿', '[', '{']), "{kind}");
            assert!(of("text").lines().count() >= 8, "{kind}");
            assert_eq!(of("text_sha256"), sha256(of("text").as_bytes()), "{kind}");
        }
        found.push(kind);
    }
    found.sort_unstable();
    assert_eq!(found, types);
}

#[test]
fn a_programme_pins_a_text_by_a_hash_and_by_nothing_else() {
    for wrong in ["x", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF", TEXT] {
        let rule = json!({ "some": [
            { "var": "promised" }, { "==": [{ "var": "text_sha256" }, wrong] },
        ] });
        let programme = programme_requiring(rule).to_string();
        let error = Trial::run(&programme, "{}", at(NOW), Explain::Full).unwrap_err();
        assert_eq!(
            (error.code(), error.problem()),
            (Code::ProgrammeValue, Some(Problem::Digest)),
            "{wrong}"
        );
    }
    for wrong in [
        json!({ "==": [{ "var": "promised.item" }, "x"] }),
        json!({ "exists": { "var": "promised" } }),
        json!({ "some": [{ "var": "promised" }, { "==": [{ "var": "until" }, TODAY] }] }),
    ] {
        let programme = programme_requiring(wrong.clone()).to_string();
        let error = Trial::run(&programme, "{}", at(NOW), Explain::Full).unwrap_err();
        assert!(
            [Code::ProgrammePath, Code::ProgrammeType].contains(&error.code()),
            "{wrong}: {error}"
        );
    }
}

/// Whatever is promised beside what was, a settled answer stays: quantifiers and counts over the open list.
#[test]
fn what_is_settled_stays_whatever_else_is_promised() {
    let world = World::new();
    let verifier = verifier(&world);
    let presentation = world.person().present(LOOK);
    let mut random = Random::seeded("promises");
    let sketch = |random: &mut Random, item: usize| {
        let kind = random.pick(&["approval_replacing", "proof_item"]);
        Sketch::by(&world.holder)
            .claiming("type", json!(kind))
            .claiming("item", json!(format!("item-{item}")))
            .sign(&world.holder)
    };
    let mut seen = [0; 3];
    for _ in 0..cases(200) {
        let about = random.pick(&[
            json!({ "==": [{ "var": "type" }, "proof_item"] }),
            json!({ "==": [{ "var": "item" }, "item-1"] }),
            json!(true),
        ]);
        let rule = match random.below(4) {
            0 => json!({ "some": [{ "var": "promised" }, about] }),
            1 => json!({ "none": [{ "var": "promised" }, about] }),
            2 => json!({ "all": [{ "var": "promised" }, about] }),
            _ => {
                let least = random.below(3);
                let relation = random.pick(&[">=", "<=", "=="]);
                json!({ relation: [{ "count": [{ "var": "promised" }, about] }, least] })
            }
        };
        let mut options = asking_for(&programme_requiring(rule.clone()));
        let given = random.below(3);
        options.commitments = (0..given).map(|item| sketch(&mut random, item)).collect();
        let before = verifier.check(&presentation, &options).unwrap().outcome();
        seen[match before {
            Outcome::Granted => 0,
            Outcome::NotGranted => 1,
            _ => 2,
        }] += 1;
        for more in 0..2 {
            options.commitments.push(sketch(&mut random, given + more));
            let after = verifier.check(&presentation, &options).unwrap().outcome();
            assert!(
                before == Outcome::Undetermined || after == before,
                "{rule}: {given} given, {more} more: {before:?}, then {after:?}"
            );
        }
    }
    assert!(seen.iter().all(|seen| *seen > 0), "{seen:?}");
}

#[test]
fn what_a_holder_means_to_promise_is_part_of_the_plan() {
    let world = World::new();
    let verifier = verifier(&world);
    let person = world.person();
    let bundle = person.sign().show_all();
    let mut options = PlanOptions::new("", at(NOW));
    options.programme = with(&[]).programme;
    // Nothing is promised yet: it stays open, and nothing need be shown.
    let plan = verifier.plan(&*bundle, &options).unwrap();
    assert_eq!(plan.decision().outcome(), Outcome::Undetermined);
    assert_eq!(plan.decision().missing(), ["promised"]);
    assert_eq!(plan.disclose(), None);

    options.commitments = vec![commitment()];
    let plan = verifier.plan(&*bundle, &options).unwrap();
    let disclose = plan.disclose_of("credit").unwrap();
    assert_eq!(plan.valid_until(), Some(at(NOW + HOUR)));

    // What was planned is granted, and no longer than was planned.
    let signed = issuer::commit(&bundle, &commitment(), &world.holder).unwrap();
    let binding = Binding::new(AUDIENCE, NONCE, at(NOW));
    let draft = Draft::new(&bundle, disclose, &binding).unwrap();
    let signature = world.holder.sign(draft.signing_input().as_bytes()).unwrap();
    let presentation = draft.finish(&signature).unwrap();
    let decision = verifier.check(&presentation, &with(&[signed])).unwrap();
    assert_eq!(decision.outcome(), Outcome::Granted);
    assert_eq!(decision.valid_until(), plan.valid_until());

    // What no verifier would accept is found before anything is signed.
    options.commitments.push(Commitment {
        kind: "promise".to_owned(),
        ..commitment()
    });
    let error = verifier.plan(&*bundle, &options).unwrap_err();
    assert_eq!(error.code(), Code::InputOptions);
    assert_eq!(
        error.details().get("pointer"),
        Some(&"/commitments/1/type".into())
    );
    options.commitments = vec![commitment(); 17];
    assert_eq!(
        verifier.plan(&*bundle, &options).unwrap_err().code(),
        Code::LimitItems
    );
}
