//! What is issued, and what is not.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use testkit::desk::told;
use testkit::keys::derived_key;
use testkit::subjects::{NOW, claims as of_subject, key_name, line, penalty};

use super::office::{Office, bundles, claims, disclosed, entry};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn key(name: &str) -> Value {
    serde_json::to_value(derived_key(name).to_jwk()).expect("a key")
}

#[test]
fn a_bundle_is_one_that_verifiers_accept() {
    let office = Office::new(1_000);
    office.write_lines("one.ndjson", [line(150)]);
    let output = office.issue_at(NOW, &["--new-register", "one.ndjson"]);
    assert!(output.status.success(), "{}", told(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("a line");
    assert_eq!(
        (&answer["line"], &answer["id"], &answer["ok"]),
        (&json!(1), &json!(150), &json!(true))
    );
    let bundle = bundles(&answer)[0];
    office.sets_at(NOW, "build", &[]);
    // Of the serious listing.
    assert_eq!(office.outcome_at(NOW + HOUR, bundle), "not_granted");

    // Good until the end of the third working day: 2026-11-30 is a Monday.
    let said = claims(bundle);
    assert_eq!(said["exp"], json!(NOW - 8 * HOUR + 4 * DAY));
    assert_eq!(said["as_of"], json!("2026-11-30"));
    assert_eq!(said["cnf"]["jwk"], key(&key_name(150)));
    // Filled up with decoys, whatever there is; nowhere else.
    assert_eq!(said["_sd"].as_array().map(Vec::len), Some(12));
    let (named, elements) = disclosed(bundle);
    assert!(named.keys().any(|name| name == "https://agency.example"));
    // The list's record and the statement about penalties; not the one about serious listings.
    assert!(
        elements.iter().any(|e| e["list"] == "penalties"),
        "{elements:?}"
    );
    assert!(
        !elements.iter().any(|e| e["list"] == "listings"),
        "{elements:?}"
    );
    // A salt of its own for each.
    let salts: BTreeSet<&str> = bundle
        .split('~')
        .skip(1)
        .map(|d| d.get(..20).unwrap_or_default())
        .collect();
    assert_eq!(salts.len(), bundle.split('~').count() - 1);
}

#[test]
fn a_document_over_several_lines_is_one_subject() {
    let office = Office::new(1_000);
    let pretty = serde_json::to_string_pretty(&line(1)).expect("JSON");
    office.write("one.json", &pretty);
    office.issues_at(NOW, &["--new-register", "one.json", "out.ndjson"]);
    let answers = office.lines("out.ndjson");
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["ok"], json!(true), "{}", answers[0]);
}

#[test]
fn keys_of_one_subject_have_an_entry_each_and_nothing_in_common() {
    let office = Office::new(1_000);
    let mut wanted = line(1);
    wanted["keys"] = json!([key("a"), key("b"), key("c")]);
    office.write_lines("in.ndjson", [wanted]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let answers = office.lines("out.ndjson");
    let issued = bundles(&answers[0]);
    let entries: BTreeSet<_> = issued.iter().map(|bundle| entry(bundle)).collect();
    assert_eq!((issued.len(), entries.len()), (3, 3));
    // No disclosure of one is in another: not even by its digest.
    let parts: Vec<&str> = issued
        .iter()
        .flat_map(|b| b.split('~').skip(1))
        .filter(|p| !p.is_empty())
        .collect();
    assert_eq!(parts.iter().collect::<BTreeSet<_>>().len(), parts.len());
}

#[test]
fn one_bad_line_is_one_answer() {
    let office = Office::new(1_000);
    let mut withdrawn = line(2);
    let mut taken_back = penalty(2);
    taken_back["state"] = json!("withdrawn");
    withdrawn["claims"]["penalties"] = json!([taken_back]);
    let mut no_list = line(3);
    no_list["claims"]
        .as_object_mut()
        .expect("claims")
        .remove("listings");
    let mut private = line(4);
    private["keys"][0]["d"] = json!("AA");
    let mut own_time = line(5);
    own_time["claims"]["exp"] = json!(NOW + 900 * DAY);
    let mut misspelt = line(6);
    misspelt["key"] = misspelt["keys"].take();
    let mut no_key = line(7);
    no_key["keys"] = json!([]);
    let lines = [
        line(1),
        withdrawn,
        no_list,
        private,
        own_time,
        misspelt,
        no_key,
        line(1),
        line(8),
    ];
    let mut text: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    text.push_str("{\"id\":9,\n\n");
    office.write("in.ndjson", &text);
    let output = office.issue_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let answers = office.lines("out.ndjson");
    let codes: Vec<&str> = answers
        .iter()
        .map(|a| a["error"]["code"].as_str().unwrap_or("ok"))
        .collect();
    assert_eq!(
        codes,
        [
            "ok",
            "issuer.not_shareable",
            "claim.required",
            "input.options",
            "input.options",
            "format.schema",
            "input.options",
            "input.options",
            "ok",
            "format.json",
        ]
    );
    let pointers: Vec<&str> = answers
        .iter()
        .filter_map(|a| a["error"]["details"]["pointer"].as_str())
        .collect();
    assert_eq!(
        pointers,
        [
            "/penalties/0",
            "/listings",
            "/keys/0",
            "/claims/exp",
            "/keys",
            "/subject"
        ]
    );
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["line"], json!(number + 1));
        if answer["ok"] == json!(false) {
            assert!(answer["error"]["messages"]["zh-CN"].is_string(), "{answer}");
        }
    }
    // What was refused holds no entry that somebody could have.
    assert_eq!(office.count("SELECT count(*) FROM issued"), 2);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE void = 1 AND status <> 1"),
        0
    );
}

#[test]
fn the_next_bundles_have_the_same_keys_and_a_new_entry_once_something_has_changed() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1), line(2), line(3)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "first.ndjson"]);
    let first: Vec<_> = office
        .lines("first.ndjson")
        .iter()
        .map(|a| entry(bundles(a)[0]))
        .collect();

    // On the next day: the first as before, in another order; the second with a better score, the third with a penalty.
    let again = |subject: u64, change: &dyn Fn(&mut Value)| {
        let mut claims = of_subject(subject);
        change(&mut claims);
        json!({ "subject": format!("p-{subject}"), "claims": claims })
    };
    let reversed = again(1, &|claims| {
        let members = claims.as_object().expect("claims").iter().rev();
        *claims = Value::Object(
            members
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        );
    });
    let better = again(2, &|claims| {
        claims["evaluations"]["sh-public"]["score"] = json!(799);
    });
    let worse = again(3, &|claims| claims["penalties"] = json!([penalty(3)]));
    office.write_lines("next.ndjson", [reversed, better, worse]);
    office.issues_at(NOW + DAY, &["--renew", "next.ndjson", "second.ndjson"]);
    let answers = office.lines("second.ndjson");
    let second: Vec<_> = answers.iter().map(|a| entry(bundles(a)[0])).collect();
    assert_eq!(second[0], first[0]);
    assert!(second[1] != first[1] && second[2] != first[2]);
    for (number, answer) in answers.iter().enumerate() {
        let holder = &claims(bundles(answer)[0])["cnf"]["jwk"];
        assert_eq!(*holder, key(&key_name(number as u64 + 1)));
    }
    // Only the one whose records have changed is invalid.
    office.sets_at(NOW + DAY, "build", &[]);
    let old = office.lines("first.ndjson");
    assert_eq!(
        office.outcome_at(NOW + DAY + HOUR, bundles(&old[1])[0]),
        "granted"
    );
    assert_eq!(
        office.outcome_at(NOW + DAY + HOUR, bundles(&old[2])[0]),
        "status.invalid"
    );
    assert_eq!(
        office.count("SELECT count(*) FROM changes WHERE cause = 'records_changed'"),
        1
    );

    // Nobody who has none is given any.
    office.write_lines(
        "none.ndjson",
        [json!({ "subject": "p-9", "claims": of_subject(9) })],
    );
    let output = office.issue_at(NOW + DAY, &["--renew", "none.ndjson"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_full_list_is_followed_by_the_next() {
    let office = Office::new(20);
    office.write_lines("in.ndjson", (0..50).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let answers = office.lines("out.ndjson");
    let entries: BTreeSet<_> = answers.iter().map(|a| entry(bundles(a)[0])).collect();
    assert_eq!(entries.len(), 50);
    assert_eq!(office.count("SELECT count(*) FROM lists"), 3);
    assert_eq!(
        office.count("SELECT max(n) FROM (SELECT count(*) n FROM entries GROUP BY list)"),
        18
    );
}

#[test]
fn a_register_or_a_file_that_is_there_is_kept() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1)]);
    let no_register = office.issue_at(NOW, &["in.ndjson"]);
    assert_eq!(no_register.status.code(), Some(2));
    assert!(
        told(&no_register).contains("--new-register"),
        "{}",
        told(&no_register)
    );
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    for arguments in [
        &["--new-register", "in.ndjson"][..],
        &["in.ndjson", "out.ndjson"],
    ] {
        let output = office.issue_at(NOW, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains("it is kept"), "{}", told(&output));
    }
    // Data of a week ago.
    let output = office.issue_at(NOW, &["--as-of", "2026-11-20", "in.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn every_key_of_a_subject_is_renewed_until_it_has_had_none_for_a_month() {
    let office = Office::new(1_000);
    let with = |name: &str| {
        let mut wanted = line(1);
        wanted["keys"] = json!([key(name)]);
        wanted
    };
    office.write_lines("a.ndjson", [with("old telephone")]);
    office.issues_at(NOW, &["--new-register", "a.ndjson", "a-out.ndjson"]);
    office.write_lines("b.ndjson", [with("new telephone")]);
    office.issues_at(NOW + DAY, &["b.ndjson", "b-out.ndjson"]);
    office.write_lines(
        "c.ndjson",
        [json!({ "subject": "p-1", "claims": of_subject(1) })],
    );
    office.issues_at(NOW + 2 * DAY, &["--renew", "c.ndjson", "c-out.ndjson"]);
    assert_eq!(bundles(&office.lines("c-out.ndjson")[0]).len(), 2);
    // What went out last ended with 2026-12-07.
    let output = office.issue_at(NOW + 40 * DAY, &["--renew", "c.ndjson"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
}

#[test]
fn what_was_printed_counts_as_given_out_and_nothing_else() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson"]);
    // As if the command had ended before it wrote down what it was about to print.
    let register = office.register();
    register
        .execute(
            "UPDATE runs SET ended_at = NULL, outcome = NULL, lines = 0",
            [],
        )
        .expect("a run");
    drop(register);
    office.write_lines("in.ndjson", [line(2)]);
    office.issues_at(NOW, &["in.ndjson"]);
    assert_eq!(
        office.count("SELECT count(*) FROM runs WHERE outcome = 'broken_off'"),
        1
    );
    assert_eq!(office.count("SELECT count(*) FROM issued"), 1);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE void = 1 AND status = 1"),
        1
    );
}

/// Drawn by chance: of 200 entries in a list of 100,000, those in the order in which they were given out are no run, and
/// lie in its whole length.
#[test]
fn entries_tell_nothing_of_the_order_in_which_they_were_given_out() {
    let office = Office::new(100_000);
    office.write_lines("in.ndjson", (0..200).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let answers = office.lines("out.ndjson");
    let places: Vec<u64> = answers.iter().map(|a| entry(bundles(a)[0]).1).collect();
    let rising = places.windows(2).filter(|pair| pair[0] < pair[1]).count();
    // Half of 199, give or take 4: six times that is met by none in 10⁸.
    assert!((75..125).contains(&rising), "{rising}");
    let below = places.iter().filter(|place| **place < 50_000).count();
    assert!((57..143).contains(&below), "{below}");
}

#[test]
fn a_signer_that_fails_refuses_nobody_and_the_run_goes_on() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", (0..200).map(line));
    // It signs fifty times.
    let sign = "n=0; while read -r line && [ $n -lt 50 ]; do n=$((n+1)); echo $line | tr '_-' '/+' | base64 -d 2>/dev/null > m; \
        openssl pkeyutl -sign -rawin -inkey demo/keys/city-bundle-1.pem -in m -out s && base64 -w0 < s; echo; done";
    let public = office
        .desk
        .xinyi(&["key", "show", "demo/keys/city-bundle-1.pem", "--json"]);
    let public: Value = serde_json::from_slice(&public.stdout).expect("JSON");
    office.write("city.jwk", &public["jwk"].to_string());
    let now = NOW.to_string();
    let failed = office.desk.xinyi(&[
        "issue",
        "--sign-command",
        sign,
        "--public-key",
        "city.jwk",
        "--kid",
        "bundle-1",
        "--settings",
        "settings.json",
        "--register",
        "r.db",
        "--now",
        &now,
        "--new-register",
        "in.ndjson",
        "out.ndjson",
    ]);
    assert_eq!(failed.status.code(), Some(2), "{}", told(&failed));
    assert!(told(&failed).contains("issuer.signer"), "{}", told(&failed));
    assert!(!office.exists("out.ndjson"));
    // The same key from its file.
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let answers = office.lines("out.ndjson");
    assert!(answers.len() == 200 && answers.iter().all(|answer| answer["ok"] == json!(true)));
}

#[test]
fn a_command_that_cannot_begin_leaves_no_run_behind() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    for arguments in [
        &["in.ndjson", "out.ndjson"][..],
        &["nosuch.ndjson", "other.ndjson"],
    ] {
        assert_eq!(office.issue_at(NOW, arguments).status.code(), Some(2));
        assert_eq!(
            office.count("SELECT count(*) FROM runs WHERE ended_at IS NULL"),
            0
        );
    }
    // Complete, and only the register was not told: a blank line at the end changes nothing.
    office.write("in.ndjson", &format!("\u{feff}{}\n\n", line(1)));
    office.issues_at(NOW, &["in.ndjson", "third.ndjson"]);
    let untold = "UPDATE runs SET ended_at = NULL, outcome = NULL WHERE output LIKE '%third%'";
    office.register().execute(untold, []).expect("a run");
    office.issues_at(NOW, &["in.ndjson", "third.ndjson"]);
    office.register().execute(untold, []).expect("a run");
    office.issues_at(NOW, &["--abandon"]);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE void = 1"),
        0
    );
    // Years later nobody goes on with it.
    office.write_lines("in.ndjson", [line(2)]);
    office.register().execute(untold, []).expect("a run");
    fs::rename(
        office.desk.path().join("third.ndjson"),
        office.desk.path().join("third.ndjson.partial"),
    )
    .expect("renamed");
    let output = office.issue_at(NOW + 30 * DAY, &["in.ndjson", "third.ndjson"]);
    assert!(
        told(&output).contains("would have ended"),
        "{}",
        told(&output)
    );
}
