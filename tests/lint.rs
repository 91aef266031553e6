//! Everything that is wrong with a programme, and what is odd about it.

use serde_json::json;
use testkit::{programmes, surface};
use xinyi::authoring::Lint;
use xinyi::{LawEdition, Value, messages};

/// A programme with nothing to say of it.
fn programme() -> serde_json::Value {
    programmes::programme(json!({
        "request": {"deposit": {"type": "money"}},
        "scales": {"tax": ["D", "C", "M", "B", "A"]},
        "requirements": [{"id": "not-listed", "when": {"none": [{"var": "credit.listings"}, true]},
                          "basis": "全国失信惩戒措施基础清单（2024年版）"}],
        "tiers": [
            {"id": "gold",
             "when": {"and": [
                {"at-least": [{"var": "credit.evaluations.tax.grade"}, "B", "tax"]},
                {"<=": [{"var": "request.deposit"}, {"currency": "CNY", "amount": "99"}]}]},
             "benefit": {"kind": "discount", "percent_off": 5}},
            {"id": "all", "when": true, "benefit": {"kind": "discount", "percent_off": 1}}]
    }))
}

/// Each part by itself; `tests/defects.rs` is about the whole.
fn lint(document: &serde_json::Value) -> Lint {
    let law = LawEdition::built_in().expect("the built-in edition");
    Lint::of_parts(&law, &document.to_string()).expect("a document")
}

/// Each finding as its code and details.
fn shown(findings: &[xinyi::Error]) -> Vec<String> {
    let details = |error: &xinyi::Error| Value::from(error.details().clone()).to_string();
    findings
        .iter()
        .map(|error| format!("{} {}", error.code().as_str(), details(error)))
        .collect()
}

#[test]
fn nothing_is_said_of_a_programme_that_is_in_order() {
    let lint = lint(&programme());
    assert_eq!(shown(lint.errors()), [""; 0]);
    assert_eq!(shown(lint.warnings()), [""; 0]);
}

#[test]
fn every_error_in_rules_and_benefits_is_found() {
    let mut document = programme();
    document["applies_when"] = json!({"or": [
        {"==": [{"var": "credit.subject_kind"}, "enterprize"]},
        {">": [{"var": "credit.evaluations.tax.scor"}, 1]},
        {"some": [{"var": "credit.listings"}, {"or": [
            {"==": [{"var": "state"}, "active"]}, {"==": [{"var": "severity"}, "serous"]}]}]},
        {"!": {"countt": [{"var": "credit.listings"}, true]}}]});
    document["tiers"][0]["when"]["and"][0]["at-least"][1] = "AA".into();
    document["tiers"][0]["benefit"]["percent_off"] = 101.into();
    document["tiers"][1]["when"] = json!({">": [{"var": "request.deposit"}, 5]});
    let lint = lint(&document);
    assert_eq!(
        shown(lint.errors()),
        [
            r#"programme.value {"pointer":"/applies_when/or/0/==/1","value":"enterprize","expected":"code","suggestion":"enterprise"}"#,
            r#"programme.benefit {"pointer":"/tiers/0/benefit/percent_off","problem":"value"}"#,
            r#"programme.path {"pointer":"/applies_when/or/1/>/0/var","path":"credit.evaluations.tax.scor","problem":"unknown","suggestion":"credit.evaluations.tax.score"}"#,
            r#"programme.path {"pointer":"/applies_when/or/2/some/1/or/0/==/0/var","path":"state","problem":"forbidden"}"#,
            r#"programme.value {"pointer":"/applies_when/or/2/some/1/or/1/==/1","value":"serous","expected":"code","suggestion":"serious"}"#,
            r#"programme.operator {"pointer":"/applies_when/or/3/!","operator":"countt","suggestion":"count"}"#,
            r#"programme.value {"pointer":"/tiers/0/when/and/0/at-least/1","value":"AA","expected":"grade","suggestion":"A","scale":"tax"}"#,
            r#"programme.type {"pointer":"/tiers/1/when/>/1","expected":"money","found":"number","suggestion":{"currency":"CNY","amount":"5.00"}}"#,
        ]
    );
}

/// What is not in force is not in the list: a rule that asks for a revoked licence there would find
/// none with anybody.
#[test]
fn what_the_law_has_dealt_with_is_not_read_again() {
    let (honour, licence, by_law) = ("honour", "licence", "forbidden");
    for (list, field, problem) in [
        ("honours", "until", honour),
        ("honours", "disputed", by_law),
        ("licences", "state", licence),
        ("licences", "valid_from", licence),
        ("licences", "valid_until", licence),
        ("licences", "disputed", by_law),
        ("penalties", "state", by_law),
    ] {
        let mut document = programme();
        let list = format!("credit.{list}");
        document["applies_when"] = json!({"none": [{"var": list}, {"exists": {"var": field}}]});
        let found = lint(&document);
        let want = format!(
            r#"programme.path {{"pointer":"/applies_when/none/1/exists/var","path":"{field}","problem":"{problem}"}}"#
        );
        assert_eq!(shown(found.errors()), [want]);
        let mut error = found.errors()[0].to_json();
        messages::fill(&mut error);
        let text = error.to_string();
        assert_eq!(text.contains("licence_revocation"), problem == licence);
    }
    for (list, rule) in [
        ("honours", json!({"within": [{"var": "since"}, "P2Y"]})),
        ("licences", json!({"==": [{"var": "kind"}, "food"]})),
        ("commitments", json!({"==": [{"var": "state"}, "broken"]})),
    ] {
        let mut document = programme();
        document["applies_when"] = json!({"some": [{"var": format!("credit.{list}")}, rule]});
        assert_eq!(shown(lint(&document).errors()), [""; 0], "{list}");
    }
}

#[test]
fn what_is_wrong_elsewhere_is_found_one_at_a_time() {
    for (pointer, value, want) in [
        (
            "/scales",
            json!({"tax": ["B", "A", "B"]}),
            r#"programme.schema {"pointer":"/scales/tax/2","problem":"duplicate"}"#,
        ),
        (
            "/inputs",
            json!({"now": {"vct": "urn:xinyi:credit-status:1"}}),
            r#"programme.schema {"pointer":"/inputs/now","problem":"value"}"#,
        ),
        (
            "/familly",
            json!("xinyi-zu"),
            r#"programme.schema {"pointer":"/familly","problem":"unknown","expected":"id, "#,
        ),
    ] {
        let mut document = programme();
        document[&pointer[1..]] = value;
        let found = shown(lint(&document).errors());
        assert!(found[0].starts_with(want), "{found:?}");
        assert_eq!(
            found[0].contains(r#""suggestion":"family""#),
            pointer == "/familly"
        );
    }
}

#[test]
fn a_misspelt_code_comes_with_the_one_that_was_meant() {
    for (pointer, misspelt, meant) in [
        ("/fields", json!(["tax", "markt"]), "market"),
        ("/subject_kinds", json!(["enterprize"]), "enterprise"),
        ("/family", json!("xinyi-zhu"), "xinyi-zu"),
        ("/request/deposit/type", json!("mony"), "money"),
        ("/tiers/0/benefit/kind", json!("discuont"), "discount"),
    ] {
        let mut document = programme();
        document["fields"] = json!([]);
        document["subject_kinds"] = json!([]);
        *document.pointer_mut(pointer).expect("a member") = misspelt;
        let found = shown(lint(&document).errors());
        let suggestion = format!(r#""suggestion":"{meant}"}}"#);
        assert!(
            found[0].contains(&format!(r#""pointer":"{pointer}"#)),
            "{found:?}"
        );
        assert!(found[0].ends_with(&suggestion), "{found:?}");
    }
}

/// The findings about one condition in place of the programme's own.
fn about(condition: serde_json::Value) -> [Vec<String>; 2] {
    let mut document = programme();
    document["applies_when"] = condition;
    let lint = lint(&document);
    [shown(lint.errors()), shown(lint.warnings())]
}

/// What no claim can ever be is an error, with what was meant where that can be said.
#[test]
fn a_constant_that_no_claim_can_be_is_refused() {
    let residence = json!({"var": "credit.subject.residence"});
    let status = json!({"var": "credit.registration.status"});
    let record = |list: &str, field: &str, value: &str| json!({"some": [{"var": format!("credit.{list}")}, {"==": [{"var": field}, value]}]});
    for (condition, pointer, details) in [
        (
            json!({"==": [residence, "３１０１１５"]}),
            "/==/1",
            r#""value":"３１０１１５","problem":"region","suggestion":"310115""#,
        ),
        (
            json!({"!=": ["31011", residence]}),
            "/!=/0",
            r#""value":"31011","problem":"region""#,
        ),
        (
            json!({"in": [residence, ["310115", "某地"]]}),
            "/in/1/1",
            r#""value":"某地","problem":"region""#,
        ),
        (
            json!({"!": {"in": [{"var": "credit.jurisdiction"}, ["3101150"]]}}),
            "/!/in/1/0",
            r#""value":"3101150","problem":"region""#,
        ),
        (
            record("honours", "scope", "National"),
            "/some/1/==/1",
            r#""value":"National","problem":"region","suggestion":"national""#,
        ),
        (
            json!({"some": [{"var": "credit.listings"},
                {"some": [{"var": "recognised_in"}, {"==": [{"var": ""}, "310"]}]}]}),
            "/some/1/some/1/==/1",
            r#""value":"310","problem":"region""#,
        ),
        (
            json!({"==": [status, "Normal"]}),
            "/==/1",
            r#""value":"Normal","problem":"token","suggestion":"normal""#,
        ),
        (
            record("honours", "list", "A级纳税人"),
            "/some/1/==/1",
            r#""value":"A级纳税人","problem":"token""#,
        ),
        (
            record("activities", "kind", &"a".repeat(41)),
            "/some/1/==/1",
            &format!(r#""value":"{}","problem":"token""#, "a".repeat(41)),
        ),
        (
            json!({"before": [{"var": "credit.subject.established"}, "2025-12-31T16:00:00Z"]}),
            "/before/1",
            r#""value":"2025-12-31T16:00:00Z","expected":"date","problem":"date","suggestion":"2026-01-01""#,
        ),
        (
            json!({"<": [{"var": "request.deposit"}, {"currency": "USD", "amount": "99.00"}]}),
            "/</1",
            r#""expected":"money","problem":"money""#,
        ),
    ] {
        let found = about(condition);
        let want = format!(r#"programme.value {{"pointer":"/applies_when{pointer}",{details}}}"#);
        assert_eq!(found, [vec![want], vec![]]);
    }
}

#[test]
fn what_a_claim_never_goes_beyond_is_known() {
    let birthdate = json!({"var": "credit.subject.birthdate"});
    let established = json!({"var": "credit.subject.established"});
    let value =
        |condition: serde_json::Value| json!({"some": [{"var": "credit.activities"}, condition]});
    for (condition, at, operator) in [
        (json!({">=": [{"age": birthdate}, 151]}), "", ">="),
        (json!({"==": [{"age": birthdate}, -1]}), "", "=="),
        // The programme ends with 2026.
        (json!({"after": [birthdate, "2027-01-01"]}), "", "after"),
        (json!({"==": [established, "2027-01-01"]}), "", "=="),
        (
            json!({"not-before": [established, "2027-01-01"]}),
            "",
            "not-before",
        ),
        (
            json!({"<": [{"var": "credit.finance.revenue"}, {"currency": "CNY", "amount": "0.00"}]}),
            "",
            "<",
        ),
        (value(json!({"<": [{"var": "value"}, 0]})), "/some/1", "<"),
        (
            value(json!({"in": [{"var": "value"}, [-1]]})),
            "/some/1",
            "in",
        ),
    ] {
        let want = format!(
            r#"programme.constant {{"pointer":"/applies_when{at}","operator":"{operator}","always":false}}"#
        );
        assert_eq!(
            about(condition.clone()),
            [vec![], vec![want]],
            "{condition}"
        );
    }
    // A fact may be absent, so that nothing is always true of it; and these may all be.
    for condition in [
        json!({"<=": [{"age": birthdate}, 150]}),
        json!({"before": [birthdate, "2027-01-01"]}),
        json!({"after": [birthdate, "2026-12-30"]}),
        json!({"after": [{"var": "credit.finance.as_of"}, "2027-01-01"]}),
        json!({"<": [{"var": "credit.finance.profit"}, {"currency": "CNY", "amount": "0.00"}]}),
        json!({"<": [{"var": "credit.evaluations.tax.score"}, 0]}),
        value(json!({">=": [{"var": "value"}, 0]})),
        value(json!({"<=": [{"var": "value"}, 0]})),
    ] {
        assert_eq!(about(condition.clone()), [[""; 0]; 2], "{condition}");
    }
}

/// What the table of regions and the checks of codes say is a warning: the table has gaps, and a code is a text.
#[cfg(feature = "cli")]
#[test]
fn a_region_that_is_none_or_no_longer_one_and_a_wrong_code_are_odd() {
    let residence = json!({"var": "credit.subject.residence"});
    let region = |value: &str| json!({"==": [residence, value]});
    let id = |value: &str| json!({"==": [{"var": "credit.subject.id"}, value]});
    let officer = |value: &str| json!({"some": [{"var": "credit.subject.officers"}, {"==": [{"var": "id"}, value]}]});
    for (condition, pointer, details) in [
        (
            region("990000"),
            "/==/1",
            r#""value":"990000","problem":"region_unknown""#,
        ),
        (
            region("310199"),
            "/==/1",
            r#""value":"310199","problem":"region_unknown""#,
        ),
        (
            region("310108"),
            "/==/1",
            r#""value":"310108","problem":"region_ended""#,
        ),
        // The banner has another code today, by the same name.
        (
            region("152827"),
            "/==/1",
            r#""value":"152827","problem":"region_ended","suggestion":"150826""#,
        ),
        (
            id("91310115MA1000368Y"),
            "/==/1",
            r#""value":"91310115MA1000368Y","problem":"identity_code""#,
        ),
        // A rule compares character by character.
        (
            id("91310115ma1000367y"),
            "/==/1",
            r#""value":"91310115ma1000367y","problem":"identity_code","suggestion":"91310115MA1000367Y""#,
        ),
        (
            officer("110105194912310021"),
            "/some/1/==/1",
            r#""value":"110105194912310021","problem":"identity_code""#,
        ),
    ] {
        let want = format!(r#"programme.value {{"pointer":"/applies_when{pointer}",{details}}}"#);
        assert_eq!(about(condition), [vec![], vec![want]]);
    }
    for condition in [
        region("310115"),
        region("310000"),
        region("100000"),
        id("91310115MA1000367Y"),
        id("11010519491231002X"),
        officer("11010519491231002X"),
        // A record of years ago has the region of years ago.
        json!({"some": [{"var": "credit.penalties"}, {"==": [{"var": "region"}, "310108"]}]}),
    ] {
        assert_eq!(about(condition.clone()), [[""; 0]; 2], "{condition}");
    }
    for (name, code) in [("浦东新区", "310115"), ("上海", "310000"), ("朝阳区", "")] {
        let [errors, warnings] = about(region(name));
        let suggestion = match code {
            "" => String::new(),
            code => format!(r#","suggestion":"{code}""#),
        };
        let want = format!(
            r#"programme.value {{"pointer":"/applies_when/==/1","value":"{name}","problem":"region"{suggestion}}}"#
        );
        assert_eq!((errors, warnings), (vec![want], vec![]));
    }
}

#[test]
fn odd_things_are_warnings() {
    let mut document = programme();
    document["max_age"] = "P10B".into();
    document["scales"]["taxs"] = json!(["B", "A"]);
    document["request"]["days"] = json!({"type": "number"});
    document["inputs"]["market"] = json!({"vct": "urn:xinyi:market-credit:1", "optional": true});
    let quantity = json!({"count": [{"var": "credit.listings"}, true]});
    document["requirements"][0]["when"] = json!({"or": [
        {"<": [quantity, 0]},
        {">=": [quantity, 0]},
        {"in": [quantity, [-1, -2]]},
        {"==": ["a", "b"]},
        {"<": [600, {"var": "credit.evaluations.tax.score"}, 600]},
        {"<": [600, {"var": "credit.evaluations.tax.score"}, 601]},
        {">=": [{"age": {"var": "credit.subject.birthdate"}}, 0]},
        {"<": [{"age": {"var": "credit.subject.birthdate"}}, 0]},
        {"in": [{"var": "credit.subject.residence"}, []]},
        {"after": [{"var": "now"}, "2026-01-01"]}]});
    document["tiers"].as_array_mut().unwrap().reverse();
    let lint = lint(&document);
    assert_eq!(shown(lint.errors()), [""; 0]);
    let constant = |at: &str, operator: &str, always: bool| {
        format!(
            r#"programme.constant {{"pointer":"/requirements/0/when/or/{at}","operator":"{operator}","always":{always}}}"#
        )
    };
    assert_eq!(
        shown(lint.warnings()),
        [
            constant("0", "<", false),
            constant("1", ">=", true),
            constant("2", "in", false),
            constant("3", "==", false),
            constant("4", "<", false),
            constant("7", "<", false),
            constant("8", "in", false),
            r#"programme.unused {"pointer":"/inputs/market","name":"market"}"#.to_owned(),
            r#"programme.unused {"pointer":"/request/days","name":"request.days"}"#.to_owned(),
            r#"programme.unused {"pointer":"/scales/taxs","name":"taxs","suggestion":"tax"}"#
                .to_owned(),
            r#"programme.max_age {"pointer":"/max_age","suggestion":"P3B"}"#.to_owned(),
        ]
    );
}

/// A certificate is shown for months, and what is as old counts by the status list.
#[test]
fn the_age_of_a_certificate_is_none_to_warn_of() {
    let certificate = |max_age: &str, benefits: &[serde_json::Value]| {
        let tier = |(i, benefit)| json!({"id": format!("t{i}"), "when": i > 0, "benefit": benefit});
        let mut document = programme();
        document["max_age"] = max_age.into();
        document["tiers"] = benefits.iter().enumerate().map(tier).collect();
        let lint = lint(&document);
        let warnings = shown(lint.warnings()).concat();
        (lint.errors().len(), warnings.contains("programme.max_age"))
    };
    let clean = json!({"kind": "clean_record", "field": "market", "period": "P2Y"});
    let other = json!({"kind": "discount", "percent_off": 5});
    let alone = std::slice::from_ref(&clean);
    assert_eq!(certificate("P65B", alone), (0, false));
    assert_eq!(certificate("P64B", alone), (0, true));
    assert_eq!(certificate("P65B", &[clean, other]), (0, true));
}

#[test]
fn in_text_it_is_the_same_with_texts_filled_in() {
    let mut document = programme();
    document["max_age"] = "P10B".into();
    document["tiers"][0]["when"] = json!({"countt": 1});
    let findings = serde_json::to_string(&lint(&document)).expect("JSON");
    let findings = surface::fill_messages(&findings);
    let filled = surface::fill_messages(&surface::lint(&document.to_string()));
    assert_eq!(filled, format!(r#"{{"ok":true,"findings":{findings}}}"#));
    assert!(!filled.contains(r#""message":"""#), "{filled}");
    let refused = surface::lint("{");
    assert!(
        refused.starts_with(r#"{"ok":false,"error":{"code":"format.json""#),
        "{refused}"
    );
}

#[cfg(feature = "cli")]
/// Lenders take credit services of licensed bureaus alone.
#[test]
fn a_loan_programme_reads_no_market_credit() {
    let market = |family: &str, vct: &str| {
        let rule = json!({ ">=": [{ "var": "market.evaluations.zhima.score" }, 650] });
        let programme = json!({
            "id": "test.loan", "version": 1, "language": 1, "family": family,
            "title": { "zh-CN": "测试", "en": "Test" }, "owner": "x", "contact": "x", "basis": ["x"],
            "valid_from": "2026-01-01", "valid_until": "2026-12-31", "regions": ["310000"],
            "inputs": { "market": { "vct": vct } },
            "tiers": [{ "id": "t", "when": rule, "benefit": { "kind": "loan_prequalification",
                "max_amount": { "currency": "CNY", "amount": "1000.00" } } }],
        });
        shown(Lint::of(&programme.to_string()).expect("JSON").errors())
    };
    let (credit, private) = ("urn:xinyi:credit-status:1", "urn:xinyi:market-credit:1");
    assert_eq!(
        market("xinyi-dai", private),
        [r#"programme.credit_bureau {"pointer":"/inputs/market/vct"}"#]
    );
    assert_eq!(market("xinyi-dai", credit), [""; 0]);
    assert_eq!(market("xinyi-zu", private), [""; 0]);
}

#[test]
fn the_exit_status_says_whether_there_are_errors() {
    let mut odd = programme();
    odd["max_age"] = "P1Y".into();
    let mut wrong = programme();
    wrong["applies_when"] = json!({"equals": [1, 1]});
    let [good, odd, wrong] = [programme(), odd, wrong].map(|document| document.to_string());
    let desk = testkit::desk!(&[
        ("good", &good),
        ("odd", &odd),
        ("wrong", &wrong),
        ("text", "no JSON"),
    ]);
    for (files, status) in [
        (&["good"][..], 0),
        (&["good", "odd"], 0),
        (&["good", "odd", "wrong"], 1),
    ] {
        let arguments = [&["programme", "lint", "--json"][..], files].concat();
        let (answer, found) = desk.answer(&arguments);
        assert_eq!(found, status, "{answer}");
        let documents = answer.as_array().expect("a list");
        for (document, file) in documents.iter().zip(files) {
            assert_eq!(document["file"], json!(file));
            let findings = |name: &str| document[name].as_array().expect(name).clone();
            assert_eq!(findings("errors").len(), usize::from(*file == "wrong"));
            assert_eq!(findings("warnings").len(), usize::from(*file == "odd"));
            for finding in [findings("errors"), findings("warnings")].concat() {
                assert_ne!(finding["messages"]["zh-CN"], json!(""), "{finding}");
            }
        }
    }
    for files in [&["text"][..], &["nothing"], &[]] {
        let output = desk.xinyi(&[&["programme", "lint"][..], files].concat());
        assert_eq!(output.status.code(), Some(2), "{files:?}");
    }
    // What is no JSON is one document as well, and keeps nobody from the findings of the next.
    let (answer, status) = desk.answer(&["programme", "lint", "--json", "text", "wrong"]);
    assert_eq!(status, 2, "{answer}");
    assert_eq!(answer[0]["errors"][0]["code"], "format.json", "{answer}");
    assert_ne!(answer[0]["errors"][0]["messages"]["zh-CN"], "", "{answer}");
    assert_eq!(answer[1]["errors"][0]["code"], "programme.operator");
    let output = desk.xinyi(&["programme", "lint", "wrong"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.contains("wrong: 错误 / errors: 1, 缺陷 / defects: 0, 提示 / warnings: 0"),
        "{text}"
    );
    assert!(text.contains("/applies_when"), "{text}");
}

#[cfg(feature = "cli")]
#[test]
fn what_lint_finds_odd_does_not_stop_a_trial() {
    let mut odd = programme();
    odd["max_age"] = "P1Y".into();
    odd["tiers"].as_array_mut().expect("tiers").reverse();
    let facts = json!({"credit": testkit::facts::firm(json!({}))});
    let desk = testkit::desk!(&[("odd", &odd.to_string()), ("facts", &facts.to_string())]);
    let arguments = [
        "programme",
        "try",
        "odd",
        "--facts",
        "facts",
        "--now",
        "2026-11-20T12:00:00Z",
        "--json",
    ];
    let (answer, status) = desk.answer(&arguments);
    assert_eq!(
        (answer["outcome"].clone(), status),
        (json!("granted"), 0),
        "{answer}"
    );
}

/// Of the same list the schema of programmes says the same.
#[test]
fn names_and_numbers_are_accepted_within_their_bounds() {
    let forms: serde_json::Value =
        serde_json::from_str(include_str!("programme-forms.json")).expect("JSON");
    for (verdict, accepted) in [("accepted", true), ("refused", false)] {
        for form in forms[verdict].as_array().expect(verdict) {
            let mut document = programme();
            let pointer = form[0].as_str().expect("a pointer");
            let (part, name) = pointer.rsplit_once('/').expect(pointer);
            document.pointer_mut(part).expect(pointer)[name] = form[1].clone();
            let found = shown(lint(&document).errors());
            assert_eq!(found.is_empty(), accepted, "{form}: {found:?}");
        }
    }
}

/// A draft says in Chinese alone what it has no English for. What is to be signed says it in both.
#[test]
fn a_draft_may_lack_the_english() {
    let chinese = serde_json::json!({ "zh-CN": "甲" });
    let lane = serde_json::json!({ "kind": "fast_track", "lane": chinese });
    for (part, name, value, lacking) in [
        ("", "title", &chinese, "/title/en"),
        (
            "/inputs/credit",
            "label",
            &chinese,
            "/inputs/credit/label/en",
        ),
        ("/tiers/0", "title", &chinese, "/tiers/0/title/en"),
        ("/tiers/0", "benefit", &lane, "/tiers/0/benefit/lane/en"),
    ] {
        let mut document = programme();
        document.pointer_mut(part).expect(part)[name] = value.clone();
        assert_eq!(shown(lint(&document).errors()), Vec::<String>::new());
        document["iss"] = "https://credit.shanghai.example".into();
        let lint = lint(&document);
        let pointers: Vec<_> = lint
            .errors()
            .iter()
            .map(|e| e.details().get("pointer"))
            .collect();
        assert_eq!(pointers, [Some(&lacking.into())]);
    }
}
