//! `xinyi id`, as a person types it.
#![cfg(feature = "cli")]

use serde_json::{Value, json};

const NOW: &str = "2026-11-25T00:00:00Z";

#[track_caller]
fn id(arguments: &[&str], input: &str) -> (Value, i32) {
    let all = [&["id", "--json", "--now", NOW], arguments].concat();
    let output = testkit::desk!(&[]).xinyi_with(&all, input.as_bytes());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    let answer = serde_json::from_str(&text).expect("one JSON document");
    (answer, output.status.code().expect("a status"))
}

#[test]
fn what_a_code_says_is_one_array() {
    let (answer, status) = id(&["91310115ma1000367y", "11010519491231002X"], "");
    assert_eq!(status, 0);
    let firm = json!({
        "input": "91310115ma1000367y", "kind": "uscc", "verdict": "valid", "problems": [], "notes": [],
        "normalised": "91310115MA1000367Y", "replacement": null, "authority": "91",
        "region": "310115", "region_name": "上海市 浦东新区",
        "organisation_code": "MA1000367", "birthdate": null,
    });
    let person = json!({
        "input": "11010519491231002X", "kind": "resident_id", "verdict": "valid", "problems": [], "notes": [],
        "normalised": "11010519491231002X", "replacement": null, "authority": null,
        "region": "110105", "region_name": "北京市 朝阳区",
        "organisation_code": null, "birthdate": "1949-12-31",
    });
    assert_eq!(answer, json!([firm, person]));
}

#[test]
fn whatever_is_not_valid_is_another_answer() {
    for (code, verdict, problems) in [
        (
            "91310115MA1000368Y",
            "invalid",
            json!(["organisation_check", "check_character"]),
        ),
        (
            "91350203M0001FUE2P",
            "legacy",
            json!(["check_character_xiamen"]),
        ),
        ("440524800101001", "legacy", json!(["former_form"])),
        (
            "G1310115MA1000017H",
            "unrecognised",
            json!(["authority_unknown"]),
        ),
        ("310115202611260003", "invalid", json!(["birthdate_future"])),
        // By the table of regions, which the command line has.
        (
            "310199198503070008",
            "unrecognised",
            json!(["region_unknown"]),
        ),
        (
            "310108201603070009",
            "unrecognised",
            json!(["region_ended"]),
        ),
        ("", "invalid", json!(["length"])),
    ] {
        let (answer, status) = id(&["91310115MA1000367Y", code], "");
        assert_eq!(status, 1, "{code}");
        assert_eq!(answer[0]["verdict"], json!("valid"));
        assert_eq!(
            (&answer[1]["verdict"], &answer[1]["problems"]),
            (&json!(verdict), &problems)
        );
    }
    // A region that the code came up for later, and one in its last year.
    assert_eq!(id(&["310119198503070006", "310108201503070001"], "").1, 0);
}

#[test]
fn codes_come_on_standard_input_one_a_line() {
    let lines = "\n91310115MA1000367Y\r\n\n 11010519491231002x \n551385082";
    let (answer, status) = id(&["440524800101001", "-"], lines);
    assert_eq!(status, 1);
    let kinds: Vec<&Value> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["kind"])
        .collect();
    assert_eq!(
        json!(kinds),
        json!(["resident_id", "uscc", "resident_id", "unknown"])
    );
    assert_eq!(answer[2]["input"], json!(" 11010519491231002x "));
    assert_eq!(answer[2]["normalised"], json!("11010519491231002X"));
}

/// What spreadsheets leave around a code is told, and what is left of it read, as an audit does.
#[test]
fn a_code_is_read_as_a_cell_is() {
    let none = json!([]);
    for (input, verdict, problems, notes) in [
        (
            "91310115MA1000367Y\u{200B}",
            "valid",
            &none,
            json!(["cell.invisible"]),
        ),
        (
            "\u{202D}91310115MA1000367Y\u{202C}",
            "valid",
            &none,
            json!(["cell.invisible"]),
        ),
        (
            "\u{FEFF}91310115MA1000367Y",
            "valid",
            &none,
            json!(["cell.invisible"]),
        ),
        (
            "'91310115MA1000367Y",
            "valid",
            &none,
            json!(["cell.quoted"]),
        ),
        (
            "=\"91310115MA1000367Y\"",
            "valid",
            &none,
            json!(["cell.quoted"]),
        ),
        (
            "91310115 MA1000367Y",
            "valid",
            &none,
            json!(["cell.spaces"]),
        ),
        (
            "\u{FEFF}'91310115MA1000368Y",
            "invalid",
            &json!(["organisation_check", "check_character"]),
            json!(["cell.invisible", "cell.quoted"]),
        ),
        (
            "9.13101E+17",
            "invalid",
            &json!(["length"]),
            json!(["code.rounded"]),
        ),
        (
            "'310115198503080000",
            "invalid",
            &json!(["check_character"]),
            json!(["cell.quoted", "code.rounded"]),
        ),
        // It ends like a rounded number, and is right.
        ("310115198501040000", "valid", &none, json!([])),
        // A permit never had 15 digits.
        (
            "810000850307001",
            "invalid",
            &json!(["permit_form"]),
            json!([]),
        ),
        ("  91310115MA1000367Y ", "valid", &none, json!([])),
    ] {
        let (answer, status) = id(&["-"], input);
        let answer = &answer[0];
        assert_eq!(
            (&answer["verdict"], &answer["problems"], &answer["notes"]),
            (&json!(verdict), problems, &notes),
            "{input}"
        );
        assert_eq!(status, i32::from(verdict != "valid"), "{input}");
        assert_eq!(answer["input"], json!(input));
    }
    let output = testkit::desk!(&[]).xinyi(&["id", "'91310115MA1000367Y\u{200B}", "9.13101E+17"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for part in [
        "'91310115MA1000367Y\\u{200b}: 有效 / valid",
        "[cell.invisible]",
        "[cell.quoted]",
        "normalised: 91310115MA1000367Y",
        "电子表格已将号码四舍五入",
        "[code.rounded]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("位数不对"), "{text}");
}

#[test]
fn a_code_may_be_said_to_be_of_a_kind() {
    let number = "310115195009020004";
    let (answer, status) = id(&[number], "");
    assert_eq!((&answer[0]["kind"], status), (&json!("resident_id"), 0));
    let (answer, status) = id(&["--kind", "uscc", number], "");
    assert_eq!((&answer[0]["kind"], status), (&json!("uscc"), 1));
    assert_eq!(answer[0]["problems"], json!(["other_kind"]));
}

#[test]
fn for_people_it_says_what_is_wrong_in_both_languages() {
    let desk = testkit::desk!(&[]);
    let output = desk.xinyi(&["id", "91350203M0001FUE2P", "91310115ma1000367y"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for part in [
        "legacy",
        "厦门在2016年以前",
        "Xiamen",
        "有效 / valid",
        "normalised: 91310115MA1000367Y",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn usage_is_not_an_answer() {
    let desk = testkit::desk!(&[]);
    for (arguments, input) in [
        (&["id"][..], &b""[..]),
        (&["id", "-"], b""),
        (&["id", "-"], b"\n\n"),
        (&["id", "-"], b"\xff\xfe"),
        (&["id", "--kind", "passport", "1"], b""),
        (&["id", "--kind", "unknown", "1"], b""),
        (&["id", "--now", "noon", "1"], b""),
    ] {
        let output = desk.xinyi_with(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
