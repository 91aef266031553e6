//! What is answered.

use std::fs;

use serde_json::{Value, json};

use crate::lines::{BIKE, NOW, answers, batch, desk, lines, platform, text};

#[test]
fn each_line_is_answered_as_check_answers_it_and_in_order() {
    let desk = desk();
    let platform = platform(&desk);
    let lines = lines(&desk, BIKE);
    assert!(lines.len() >= 10);
    // Often enough that the cores overtake one another.
    let many = || (0..20).flat_map(|_| lines.iter().map(|(_, line)| line.clone()));
    let input = text(many());
    fs::write(desk.path().join("in.ndjson"), &input).expect("a file");
    let output = desk.xinyi(&batch(&["--explain", "full", "in.ndjson"]));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let found = answers(&output.stdout);
    assert_eq!(found.len(), 20 * lines.len());
    for (n, answer) in found.iter().enumerate() {
        let (file, line) = &lines[n % lines.len()];
        assert_eq!(answer["line"], json!(n + 1));
        assert_eq!(answer["id"], line["id"]);
        if n >= lines.len() {
            // It is that of the first round.
            let first = &found[n % lines.len()];
            assert_eq!(
                [&answer["ok"], &answer["decision"], &answer["errors"]],
                [&first["ok"], &first["decision"], &first["errors"]]
            );
            continue;
        }
        fs::write(
            desk.path().join("request.json"),
            line["request"].to_string(),
        )
        .expect("a file");
        let (alone, _) = desk.answer(&[
            "check",
            "--root",
            "demo/root.json",
            "--snapshot",
            "demo/snapshot.json",
            "--programme",
            BIKE,
            "--now",
            NOW,
            "--aud",
            platform["audience"].as_str().expect("an audience"),
            "--nonce",
            platform["nonce"].as_str().expect("a nonce"),
            "--request",
            "request.json",
            "--json",
            &format!("demo/{file}"),
        ]);
        for name in ["ok", "decision", "error", "errors"] {
            assert_eq!(answer.get(name), alone.get(name), "{file}");
        }
    }
    for jobs in ["1", "2", "7"] {
        let other = desk.xinyi(&batch(&["--explain", "full", "--jobs", jobs, "in.ndjson"]));
        assert!(other.stdout == output.stdout, "{jobs} jobs");
    }
    // Into a file, which is there when it is complete.
    let filed = desk.xinyi(&batch(&["--explain", "full", "in.ndjson", "out.ndjson"]));
    assert_eq!((filed.status.code(), filed.stdout.len()), (Some(1), 0));
    let written = fs::read(desk.path().join("out.ndjson")).expect("a file");
    assert!(written == output.stdout);
}

#[test]
fn a_bad_line_is_one_error_with_its_number() {
    let desk = desk();
    let (_, good) = lines(&desk, BIKE).remove(0);
    let without = |name: &str| {
        let mut line = good.clone();
        line.as_object_mut().expect("an object").remove(name);
        line
    };
    let with = |name: &str, value: Value| {
        let mut line = good.clone();
        line[name] = value;
        line
    };
    let long = format!(r#"{{"id":"long","bundle":"{}"}}"#, "a".repeat(5 << 20));
    let input = [
        format!("{good}\r"),
        "\r".to_owned(),
        "{".to_owned(),
        "[]".to_owned(),
        without("nonce").to_string(),
        with("adience", json!("a")).to_string(),
        with("bundle", json!(5)).to_string(),
        with("presented_at", json!("yesterday")).to_string(),
        with("id", json!({})).to_string(),
        long,
        with("nonce", json!("another")).to_string(),
        good.to_string(),
    ];
    let output = desk.xinyi_with(&batch(&[]), input.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let found = answers(&output.stdout);
    let told: Vec<(i64, &str)> = found
        .iter()
        .map(|answer| {
            let code = answer["error"]["code"].as_str();
            let outcome = answer["decision"]["outcome"].as_str();
            (
                answer["line"].as_i64().expect("a number"),
                code.or(outcome).expect("an answer"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "granted"),
            (3, "format.json"),
            (4, "input.options"),
            (5, "input.holder"),
            (6, "input.options"),
            (7, "input.options"),
            (8, "input.options"),
            (9, "input.options"),
            (10, "limit.bytes"),
            (11, "binding.nonce"),
            (12, "granted"),
        ]
    );
    let details = &found[4]["error"]["details"];
    assert_eq!(details["pointer"], "/adience");
    assert_eq!(details["suggestion"], "audience");
    assert_eq!(found[4]["id"], good["id"]);
    // What is asked of all lines cannot be answered: there is no line.
    let output = desk.xinyi_with(&batch(&["--programme-file", "none.json"]), b"");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    // Whoever takes bundles of anybody says so.
    let mut unbound = without("nonce");
    unbound
        .as_object_mut()
        .expect("an object")
        .remove("audience");
    let line = text([unbound]);
    let refused = answers(&desk.xinyi_with(&batch(&[]), line.as_bytes()).stdout);
    assert_eq!(refused[0]["error"]["code"], "input.holder");
    let output = desk.xinyi_with(&batch(&["--unbound"]), line.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let taken = answers(&output.stdout);
    assert_eq!(
        taken[0]["decision"]["evidence"]["bundles"][0]["holder_bound"],
        json!(false)
    );
}

/// A presentation of this afternoon is decided at night: its age is that at which it was received.
#[test]
fn the_age_of_a_presentation_is_that_when_it_was_received() {
    let desk = desk();
    let (_, line) = lines(&desk, BIKE).remove(0);
    let made = platform(&desk)["now"].as_i64().expect("a time");
    let answer = |now: i64, presented_at: Option<Value>| {
        let mut line = line.clone();
        if let Some(time) = presented_at {
            line["presented_at"] = time;
        }
        let now = now.to_string();
        let mut arguments = batch(&[]);
        let place = arguments.iter().position(|a| *a == NOW).expect("a time");
        arguments[place] = &now;
        let output = desk.xinyi_with(&arguments, text([line]).as_bytes());
        let answer = answers(&output.stdout).remove(0);
        let outcome = answer["decision"]["outcome"].as_str();
        let code = answer["error"]["code"].as_str();
        outcome.or(code).expect("an answer").to_owned()
    };
    let night = made + 8 * 3600;
    assert_eq!(answer(night, None), "binding.window");
    assert_eq!(answer(night, Some(json!(made + 300))), "granted");
    assert_eq!(
        answer(night, Some(json!("2026-11-18T16:05:00+08:00"))),
        "granted"
    );
    assert_eq!(answer(night, Some(json!(made + 301))), "binding.window");
    // It was made after it is said to have been received.
    assert_eq!(answer(night, Some(json!(made - 61))), "binding.window");
    // Nothing is received later than it is decided.
    assert_eq!(answer(made, Some(json!(made + 61))), "binding.window");
}

/// With codes alone texts are put together once for all who are told the same.
#[test]
fn whoever_is_told_the_same_is_told_it_in_the_same_words() {
    let desk = desk();
    let (files, lines): (Vec<_>, Vec<_>) = lines(&desk, BIKE).into_iter().unzip();
    let input = text((0..3).flat_map(|_| lines.clone()));
    fs::write(desk.path().join("in.ndjson"), input).expect("a file");
    let output = desk.xinyi(&batch(&["--jobs", "1", "in.ndjson"]));
    let found = answers(&output.stdout);
    let whole = String::from_utf8(output.stdout).expect("UTF-8");
    let whole: Vec<&str> = whole.lines().collect();
    let platform = platform(&desk);
    for (n, answer) in found.iter().enumerate() {
        let (file, line) = (&files[n % files.len()], &lines[n % files.len()]);
        let request = line["request"].to_string();
        fs::write(desk.path().join("request.json"), request).expect("a file");
        let [audience, nonce] =
            ["audience", "nonce"].map(|name| platform[name].as_str().expect(name));
        let mut arguments = batch(&["--explain", "codes", "--request", "request.json", "--json"]);
        arguments[0] = "check";
        let file = format!("demo/{file}");
        arguments.extend(["--aud", audience, "--nonce", nonce, &file]);
        let alone = desk.xinyi(&arguments).stdout;
        let alone = String::from_utf8(alone).expect("UTF-8");
        let about = format!("{{\"line\":{},\"id\":{},", n + 1, answer["id"]);
        assert_eq!(
            whole[n].strip_prefix(&about),
            alone.trim_end().strip_prefix('{'),
            "{file}"
        );
    }
}

/// Several bundles of one subject, the subject that is expected, and what is asked for.
#[test]
fn a_line_says_all_that_check_is_told() {
    let desk = desk();
    let answer = |programme: &str, change: &dyn Fn(&mut Value)| {
        let mut arguments = batch(&[]);
        let place = arguments.iter().position(|a| *a == BIKE).expect("it");
        arguments[place] = programme;
        let several = lines(&desk, programme).into_iter().map(|(_, line)| line);
        let mut line = several.into_iter().next().expect("a line");
        change(&mut line);
        let output = desk.xinyi_with(&arguments, text([line]).as_bytes());
        answers(&output.stdout).remove(0)
    };
    // Of codes alone, unless more is asked for: no figure, no place of a record.
    let plain = answer(BIKE, &|_| {});
    assert_eq!(plain["decision"]["outcome"], "granted");
    let reasons = plain["decision"]["reasons"].as_array().expect("reasons");
    assert!(reasons.iter().all(|reason| reason.get("actual").is_none()));
    assert!(reasons.iter().all(|reason| reason["message"]["en"] != ""));
    // A deposit that is above what any tier waives.
    let dear = answer(BIKE, &|line| line["request"]["deposit"] = json!("5000.00"));
    assert_eq!(dear["decision"]["outcome"], "not_granted");
    let wrong = answer(BIKE, &|line| line["request"] = json!([]));
    assert_eq!(wrong["error"]["details"]["pointer"], "/request");
    // Nobody showed who they are, so that nobody is known to be the one.
    let unknown = answer(BIKE, &|line| line["subject"] = json!("110101199003077571"));
    assert_eq!(
        unknown["decision"]["missing"],
        json!(["credit.subject.id"]),
        "{unknown}"
    );
    let wrong = answer(BIKE, &|line| line["subject"] = json!(5));
    assert_eq!(wrong["error"]["details"]["pointer"], "/subject");
    // By alias.
    let named = answer(BIKE, &|line| {
        line["bundle"] = json!({ "credit": line["bundle"] });
    });
    assert_eq!(named["decision"], plain["decision"]);
    let misnamed = answer(BIKE, &|line| {
        line["bundle"] = json!({ "debit": line["bundle"] });
    });
    assert_eq!(misnamed["ok"], false);
}
