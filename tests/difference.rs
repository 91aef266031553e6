//! `Verifier::compare` and `xinyi diff`: what changed between two bundles of one subject, and what changes with it.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::sync::LazyLock;

use serde_json::{Value, json};
use testkit::desk::told;
use testkit::platform::Plan;
use testkit::verifying::{asking_for, at, verifier};
use testkit::world::*;
use xinyi::{CheckOptions, CompareOptions, Explain, Holder, ProgrammeChoice};

const ID: &str = "test.unpunished";
const SHOWN: &[&str] = &["/subject/id", "/evaluations/tax", "/listings", "/penalties"];

static WORLD: LazyLock<World> = LazyLock::new(World::new);

/// A platform whose programme is for whoever has no penalty on record, and whose city and district say also what is on
/// record in Fujian.
static PLATFORM: LazyLock<Value> = LazyLock::new(|| {
    let mut plan = Plan::base(&WORLD);
    let none = json!({ "none": [{ "var": "credit.penalties" }, true] });
    let document = merged(
        programme_requiring(none),
        &json!({ "id": ID, "iss": CITY, "regions": ["310000"], "valid_until": "2036-12-31" }),
    );
    plan.programmes
        .push((document, "programme-1", &WORLD.city_programme));
    for entry in plan.entries() {
        if [CITY, DISTRICT].contains(&entry["issuer"].as_str().expect("a name")) {
            let regions = entry["regions"].as_array_mut().expect("regions");
            regions.push(json!("350000"));
        }
    }
    plan.build()
});

fn fine(changes: &Value) -> Value {
    let base = json!({
        "regime": "ndrc-36", "determined_on": "2026-10-10", "published_on": "2026-10-10",
        "publish_until": "2027-05-06",
    });
    merged(merged(penalty(), &base), changes)
}

/// The firm some days ago, in a bundle that has ended and was revoked since.
fn before() -> Sketch<'static> {
    WORLD
        .firm()
        .set("/iat", json!(NOW - 10 * DAY))
        .set("/exp", json!(NOW - 5 * DAY))
        .set("/as_of", json!("2026-11-10"))
        .set("/status/status_list/idx", json!(1))
}

fn now() -> Sketch<'static> {
    WORLD.firm()
}

fn with(sketch: Sketch<'static>, penalties: &[Value]) -> Sketch<'static> {
    sketch.set("/penalties", json!(penalties))
}

fn shown(sketch: &Sketch<'_>) -> String {
    let penalties = sketch.claims["penalties"].as_array().map_or(0, Vec::len);
    let each: Vec<String> = (0..penalties).map(|i| format!("/penalties/{i}")).collect();
    let mut pointers = SHOWN.to_vec();
    pointers.extend(each.iter().map(String::as_str));
    sketch.present(&pointers)
}

fn options(explain: Explain) -> CompareOptions {
    let CheckOptions { holder, .. } = asking_for(&json!({}));
    let mut options = CompareOptions::new(holder, at(NOW));
    options.programmes = Some(vec![ID.to_owned()]);
    options.explain = explain;
    options
}

fn compared_by(earlier: &str, later: &str, options: &CompareOptions) -> Result<Value, String> {
    match verifier(&PLATFORM).compare(earlier, later, options) {
        Ok(found) => Ok(serde_json::to_value(found).expect("JSON")),
        Err(error) => Err(error.code().as_str().to_owned()),
    }
}

fn compared(earlier: &Sketch<'_>, later: &Sketch<'_>, explain: Explain) -> Value {
    compared_by(&shown(earlier), &shown(later), &options(explain)).expect("compared")
}

/// Full and by codes.
fn changes(earlier: &Sketch<'_>, later: &Sketch<'_>) -> [Value; 2] {
    [Explain::Full, Explain::Codes]
        .map(|explain| compared(earlier, later, explain)["changes"].clone())
}

fn outcomes(found: &Value) -> [&str; 2] {
    let programme = &found["programmes"][0];
    ["before", "after"].map(|side| programme[side]["outcome"].as_str().expect("an outcome"))
}

#[test]
fn a_record_that_is_new_is_told_with_what_it_changes() {
    let (earlier, later) = (before(), with(now(), &[fine(&json!({}))]));
    let found = compared(&earlier, &later, Explain::Full);
    assert_eq!(
        found["changes"],
        json!([{ "change": "added", "claim": "penalties", "later": "/penalties/0", "value": fine(&json!({})) }])
    );
    assert_eq!(outcomes(&found), ["granted", "not_granted"]);
    let programme = &found["programmes"][0];
    assert_eq!(
        programme["changed"],
        json!(["outcome", "tier", "valid_until", "eligible_from"])
    );
    assert_eq!(
        programme["after"]["eligible_from"],
        programme["decision"]["eligible_from"]
    );
    // What was set to invalid since, and has ended, is what an earlier bundle is.
    let side = |name: &str| [&found[name]["expired"], &found[name]["status"]];
    assert_eq!(side("earlier"), [&json!(true), &json!("INVALID")]);
    assert_eq!(side("later"), [&json!(false), &json!("VALID")]);
    // A merchant learns that there is something, and neither where nor what.
    let by_codes = compared(&earlier, &later, Explain::Codes);
    assert_eq!(
        by_codes["changes"],
        json!([{ "change": "added", "claim": "penalties" }])
    );
    assert!(!by_codes.to_string().contains("示例罚"));
}

#[test]
fn the_decision_is_what_a_check_gives() {
    // Drawn some days ago, though what would be drawn today is looked at too.
    let later = with(now(), &[fine(&json!({}))]).set("/as_of", json!("2026-11-18"));
    let later = shown(&later);
    for explain in [Explain::Full, Explain::Codes] {
        let found = compared_by(&shown(&before()), &later, &options(explain)).expect("compared");
        let mut check = asking_for(&json!({}));
        check.programme = ProgrammeChoice::Id(ID.to_owned());
        check.explain = explain;
        let decision = verifier(&PLATFORM).check(&later, &check).expect("decided");
        assert_eq!(
            found["programmes"][0]["decision"],
            serde_json::to_value(decision).expect("JSON")
        );
    }
}

/// What may not be used any more is not told to others: neither that it is gone, nor that it was put right.
#[test]
fn what_the_law_sets_aside_is_for_the_person_alone() {
    let repaired = fine(&json!({ "state": "repaired" }));
    let earlier = with(before(), &[fine(&json!({}))]);
    let [full, codes] = changes(&earlier, &now());
    assert_eq!(full[0]["change"], json!("removed"));
    assert_eq!(full[0]["earlier"], json!("/penalties/0"));
    assert_eq!(codes, json!([]));
    let [full, codes] = changes(&earlier, &with(now(), std::slice::from_ref(&repaired)));
    assert_eq!(
        full,
        json!([{
            "change": "changed", "claim": "penalties", "earlier": "/penalties/0", "later": "/penalties/0",
            "members": [{ "member": "state", "earlier": "active", "later": "repaired" }],
        }])
    );
    assert_eq!(codes, json!([]));
    let [full, codes] = changes(&before(), &with(now(), &[repaired]));
    assert_eq!(
        (full[0]["change"].as_str(), codes),
        (Some("added"), json!([]))
    );
    // What still counts is told by its name.
    let [_, codes] = changes(
        &earlier,
        &with(now(), &[fine(&json!({ "class": "serious" }))]),
    );
    assert_eq!(
        codes,
        json!([{ "change": "changed", "claim": "penalties" }])
    );
}

/// Nor by what an earlier bundle led to: the answer is the same as if there had never been such a record.
#[test]
fn an_outcome_that_rests_on_a_record_that_is_gone_is_for_the_person_alone() {
    let repaired = fine(&json!({ "state": "repaired" }));
    let other = fine(&json!({ "document": "二号" }));
    let hiding =
        |sketch: Sketch<'static>| sketch.present(&["/subject/id", "/evaluations/tax", "/listings"]);
    let with_two = with(now(), &[fine(&json!({})), other.clone()]);
    let laters = [
        // Taken away, put right, replaced by another, hidden with its list, hidden alone.
        ("granted", shown(&now())),
        ("granted", shown(&with(now(), &[repaired]))),
        (
            "not_granted",
            shown(&with(now(), std::slice::from_ref(&other))),
        ),
        ("undetermined", hiding(with(now(), &[fine(&json!({}))]))),
        (
            "not_granted",
            with_two.present(&[SHOWN, &["/penalties/1"]].concat()),
        ),
    ];
    for (after, later) in laters {
        let found = |penalties: &[Value], explain| {
            let earlier = shown(&with(before(), penalties));
            compared_by(&earlier, &later, &options(explain)).expect("compared")
        };
        let had = found(&[fine(&json!({}))], Explain::Codes);
        let had_not = found(&[], Explain::Codes);
        assert_eq!(had["programmes"], had_not["programmes"], "{later}");
        assert_eq!(outcomes(&had), ["granted", after]);
        let full = found(&[fine(&json!({}))], Explain::Full);
        assert_eq!(outcomes(&full), ["not_granted", after]);
    }
    // What is still there, and counts, was there before.
    let worse = fine(&json!({ "class": "serious" }));
    for later in [fine(&json!({})), worse] {
        let found = compared(
            &with(before(), &[fine(&json!({}))]),
            &with(now(), &[later]),
            Explain::Codes,
        );
        assert_eq!(outcomes(&found), ["not_granted", "not_granted"]);
    }
}

/// Nor by one that is the same, and that the law sets aside by now: a firm that has moved has it on record elsewhere.
#[test]
fn an_outcome_that_rests_on_a_record_that_counts_no_more_is_for_the_person_alone() {
    let mut placeless = fine(&json!({ "field": "transport" }));
    placeless
        .as_object_mut()
        .expect("a record")
        .remove("region");
    let later = with(now(), std::slice::from_ref(&placeless));
    let moved = later.set("/jurisdiction", json!("350000"));
    let found =
        |penalties: &[Value], explain| compared(&with(before(), penalties), &moved, explain);
    let full = found(std::slice::from_ref(&placeless), Explain::Full);
    assert_eq!(outcomes(&full), ["not_granted", "granted"], "{full}");
    let had = found(std::slice::from_ref(&placeless), Explain::Codes);
    let had_not = found(&[], Explain::Codes);
    assert_eq!(had["programmes"], had_not["programmes"]);
    assert_eq!(outcomes(&had), ["granted", "granted"]);
    // The record itself is no change.
    for told in [&full, &had] {
        let changes = told["changes"].as_array().expect("changes");
        assert!(
            changes.iter().all(|c| c["claim"] != json!("penalties")),
            "{told}"
        );
    }
}

#[test]
fn records_are_matched_by_what_they_are_known_by() {
    let [a, b, c] = ["一号", "二号", "三号"].map(|document| fine(&json!({ "document": document })));
    let worse = merged(b.clone(), &json!({ "class": "serious" }));
    let [full, _] = changes(
        &with(before(), &[a.clone(), b]),
        &with(now(), &[c, worse, a.clone()]),
    );
    let told: Vec<[&Value; 3]> = full
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| [&change["change"], &change["earlier"], &change["later"]])
        .collect();
    assert_eq!(
        told,
        [
            [
                &json!("changed"),
                &json!("/penalties/1"),
                &json!("/penalties/1")
            ],
            [&json!("added"), &Value::Null, &json!("/penalties/0")],
        ]
    );
    // Two of one name: those that are the same are each other's, and the other one is gone.
    let twin = merged(a.clone(), &json!({ "class": "serious" }));
    let [full, _] = changes(&with(before(), &[twin, a.clone()]), &with(now(), &[a]));
    assert_eq!(full.as_array().expect("changes").len(), 1, "{full}");
    assert_eq!(full[0]["change"], json!("removed"));
    assert_eq!(full[0]["earlier"], json!("/penalties/0"));
}

#[test]
fn hidden_is_not_removed() {
    let earlier = with(before(), &[fine(&json!({}))]);
    let hiding = with(now(), &[fine(&json!({}))]);
    let found = |pointers: &[&str]| {
        compared_by(
            &shown(&earlier),
            &hiding.present(pointers),
            &options(Explain::Full),
        )
        .expect("compared")
    };
    // The whole list.
    let whole = found(&["/subject/id", "/evaluations/tax", "/listings"]);
    assert_eq!(
        whole["changes"],
        json!([{ "change": "hidden", "claim": "penalties", "earlier": "/penalties" }])
    );
    assert_eq!(outcomes(&whole), ["not_granted", "undetermined"]);
    // The record alone: one of the hidden places may be its.
    let part = found(SHOWN);
    assert_eq!(
        part["changes"],
        json!([{ "change": "hidden", "claim": "penalties", "earlier": "/penalties/0" }])
    );
    // And the other way round.
    let back = compared_by(
        &earlier.present(SHOWN),
        &shown(&hiding),
        &options(Explain::Full),
    );
    assert_eq!(
        back.expect("compared")["changes"][0]["change"],
        json!("shown")
    );
}

#[test]
fn an_evaluation_is_told_by_its_name() {
    let later = now().set("/evaluations/tax/grade", json!("B"));
    let [full, codes] = changes(&before(), &later);
    assert_eq!(
        full[0]["members"],
        json!([{ "member": "grade", "earlier": "A", "later": "B" }])
    );
    assert_eq!(
        codes,
        json!([{ "change": "changed", "claim": "evaluations.tax" }])
    );
    assert_eq!(changes(&before(), &now()), [json!([]), json!([])]);
}

#[test]
fn bundles_that_cannot_be_compared_are_refused() {
    let (earlier, later) = (shown(&before()), shown(&now()));
    let refused = |earlier: &str, later: &str| {
        compared_by(earlier, later, &options(Explain::Full)).expect_err("refused")
    };
    let firm = |id: &str, sketch: Sketch<'static>| shown(&sketch.set("/subject/id", json!(id)));
    assert_eq!(
        refused(&firm("91310115MA1000375R", before()), &later),
        "binding.conflict"
    );
    let nameless = before().present(&SHOWN[1..]);
    assert_eq!(refused(&nameless, &later), "binding.unlinked");
    assert_eq!(
        refused(&earlier, &now().present(&SHOWN[1..])),
        "binding.unlinked"
    );
    // The city knows of other records than its district.
    let city = before()
        .set("/iss", json!(CITY))
        .signed_by("bundle-1", &WORLD.city);
    assert_eq!(refused(&shown(&city), &later), "binding.conflict");
    // The later one has to pass every check.
    assert_eq!(refused(&later, &earlier), "time.expired");
    let revoked = shown(&now().set("/status/status_list/idx", json!(1)));
    assert_eq!(refused(&earlier, &revoked), "status.invalid");
    let expired = shown(&now().set("/exp", json!(NOW - 60)));
    assert_eq!(refused(&earlier, &expired), "time.expired");
    // In this order.
    let newer = shown(
        &before()
            .set("/iat", json!(NOW - 60))
            .set("/as_of", json!(TODAY)),
    );
    assert_eq!(refused(&newer, &later), "input.options");
    // The earlier one has to be genuine.
    let mut forged = earlier.clone();
    let at = forged.find('.').expect("a header") + 20;
    let other = if &forged[at..=at] == "A" { "B" } else { "A" };
    forged.replace_range(at..=at, other);
    assert!(refused(&forged, &later) != "binding.unlinked");
    let lost = before()
        .signed_by("bundle-lost", &WORLD.city_lost)
        .set("/iss", json!(CITY));
    assert_eq!(refused(&shown(&lost), &later), "trust.key_window");
    // Whom the app expects.
    let mut expecting = options(Explain::Full);
    expecting.subject = Some("91310115MA1000375R".to_owned());
    assert_eq!(
        compared_by(&earlier, &later, &expecting),
        Err("binding.subject".to_owned())
    );
    expecting.subject = Some("91310115MA1000367Y".to_owned());
    assert!(compared_by(&earlier, &later, &expecting).is_ok());
    expecting.holder = Holder::Certificate;
    assert_eq!(
        compared_by(&earlier, &later, &expecting),
        Err("input.options".to_owned())
    );
}

#[test]
fn all_programmes_that_such_a_bundle_answers_are_compared() {
    let mut all = options(Explain::Codes);
    all.programmes = None;
    let later = shown(&with(now(), &[fine(&json!({}))]));
    let found = compared_by(&shown(&before()), &later, &all).expect("compared");
    let programmes = found["programmes"].as_array().expect("programmes");
    let ids: Vec<&str> = programmes
        .iter()
        .map(|p| p["id"].as_str().expect("an id"))
        .collect();
    // Not the one that has ended, nor the one that wants an officer's bundle as well.
    assert_eq!(ids, ["test.bike", "test.loan", ID]);
    // One that was named and cannot be decided says why, and is no "nothing changes".
    all.programmes = Some(vec![
        "test.none".to_owned(),
        "test.ended".to_owned(),
        ID.to_owned(),
    ]);
    let found = compared_by(&shown(&before()), &later, &all).expect("compared");
    let code = |at: usize| &found["programmes"][at]["errors"][0]["code"];
    assert_eq!(code(0), &json!("programme.unknown"));
    assert_eq!(code(1), &json!("programme.none_in_force"));
    assert_eq!(code(2), &Value::Null);
}

#[test]
fn the_command_tells_both_languages_and_one_document() {
    let text = |name: &str| PLATFORM[name].as_str().expect(name);
    let files = [
        ("root.json", text("root")),
        ("snapshot.json", text("snapshot")),
        ("a", &shown(&before())),
        ("b", &shown(&with(now(), &[fine(&json!({}))]))),
    ];
    let desk = testkit::desk!(&files);
    let now = NOW.to_string();
    let base = [
        "diff",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--programme",
        ID,
        "--now",
        &now,
    ];
    let bound = ["--aud", AUDIENCE, "--nonce", NONCE];
    let run = |more: &[&str]| {
        let output = desk.xinyi(&[&base[..], more].concat());
        (told(&output), output.status.code())
    };
    let (text, status) = run(&[&bound[..], &["a", "b"]].concat());
    assert_eq!(status, Some(1), "{text}");
    for line in [
        "较早的凭证 / earlier: 2026-11-10，已到期 / ended，状态 / status INVALID",
        "记录的变化 / changes on record:",
        "  + 新增 / added: 行政处罚",
        "[/penalties/0]",
        "结论: 符合条件",
        "outcome: ",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let (answer, status) = desk.answer(&[&base[..], &bound[..], &["--json", "a", "b"]].concat());
    assert_eq!((status, &answer["ok"]), (1, &json!(true)));
    assert_eq!(answer["difference"]["changes"][0]["change"], json!("added"));
    // Nothing changes.
    let (text, status) = run(&["--unbound", "b", "b"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(
        text.contains("记录没有变化 / nothing changed on record"),
        "{text}"
    );
    // A refusal is an answer, and words that are missing are none.
    let (answer, status) = desk.answer(&[&base[..], &["--json", "--unbound", "b", "a"]].concat());
    assert_eq!(
        (status, &answer["error"]["code"]),
        (1, &json!("time.expired"))
    );
    assert_eq!(answer["error"]["details"]["bundle"], json!("later"));
    assert_eq!(run(&["a", "b"]).1, Some(2));
    // There is no age of a presentation that is bound to nobody.
    for option in ["--window", "--ahead"] {
        let (text, status) = run(&["--unbound", option, "5", "a", "b"]);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains("--unbound"), "{text}");
    }
}

#[test]
fn many_subjects_are_compared_a_line_each() {
    let text = |name: &str| PLATFORM[name].as_str().expect(name);
    let (earlier, later) = (shown(&before()), shown(&with(now(), &[fine(&json!({}))])));
    let pair = |id: u64, more: Value| {
        let line = json!({ "id": id, "earlier": earlier, "later": later });
        format!("{}\n", merged(line, &more))
    };
    let bound = json!({ "audience": AUDIENCE, "nonce": NONCE });
    let lines = [
        pair(1, bound.clone()),
        "\n".to_owned(),
        pair(2, json!({})),
        pair(
            3,
            json!({ "later": earlier, "audience": AUDIENCE, "nonce": NONCE }),
        ),
        "{\n".to_owned(),
        pair(4, json!({ "nonse": "" })),
        pair(
            5,
            json!({ "subject": "91310000MA1FL0EXXX", "audience": AUDIENCE, "nonce": NONCE }),
        ),
        pair(
            6,
            json!({ "earlier": later, "audience": AUDIENCE, "nonce": NONCE }),
        ),
    ];
    let files = [
        ("root.json", text("root")),
        ("snapshot.json", text("snapshot")),
        ("in.ndjson", &lines.concat()),
    ];
    let desk = testkit::desk!(&files);
    let now = NOW.to_string();
    let output = desk.xinyi(&[
        "diff",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--programme",
        ID,
        "--now",
        &now,
        "--lines",
        "in.ndjson",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let answers: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let found: Vec<(u64, &str)> = answers
        .iter()
        .map(|a| {
            (
                a["line"].as_u64().expect("a line"),
                a["error"]["code"].as_str().unwrap_or("ok"),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (1, "ok"),
            (3, "input.holder"),
            (4, "time.expired"),
            (5, "format.json"),
            (6, "format.schema"),
            (7, "binding.subject"),
            (8, "ok"),
        ]
    );
    assert_eq!(answers[0]["id"], json!(1));
    assert_eq!(
        answers[0]["difference"]["changes"][0]["change"],
        json!("added")
    );
    // Whoever watches many is told by codes, unless they say that they may know everything.
    assert!(
        answers[0]["difference"]["changes"][0]
            .get("value")
            .is_none()
    );
    assert_eq!(answers[6]["difference"]["changes"], json!([]));
    // How old a presentation may be is said as in a batch.
    let later = (NOW + 400).to_string();
    let received = pair(9, merged(bound.clone(), &json!({ "presented_at": NOW })));
    for (line, more, code) in [
        (&lines[0], &[][..], "binding.window"),
        (&lines[0], &["--window", "500"], "ok"),
        (&received, &[], "ok"),
        (&received, &["--window", "0"], "ok"),
    ] {
        let base = [
            "diff",
            "--root",
            "root.json",
            "--snapshot",
            "snapshot.json",
            "--programme",
            ID,
        ];
        let rest = ["--now", &later, "--lines", "-"];
        let output = desk.xinyi_with(&[&base[..], more, &rest].concat(), line.as_bytes());
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(
            answer["error"]["code"].as_str().unwrap_or("ok"),
            code,
            "{more:?}"
        );
    }
    // One that does not change, alone.
    let output = desk.xinyi_with(
        &[
            "diff",
            "--root",
            "root.json",
            "--snapshot",
            "snapshot.json",
            "--programme",
            ID,
            "--now",
            &now,
            "--lines",
            "-",
        ],
        lines[7].as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}
