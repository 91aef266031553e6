//! No text is missing, in either language.

mod problems;

use super::*;
use crate::credit::{CLAIM_TYPES, CreditVocabulary, LIST_TYPES};
use crate::decision::{Outcome, WarningCode};
use crate::error::{Code, Error, Problem, Stage};
use crate::json;
use crate::languages::blank;
use crate::law::{self, CodeList};
use crate::law::{Action, Duty, Ground};
use crate::programme::BenefitKind;
use crate::rules::{Vocabulary, Why};

#[test]
fn every_error_code_has_a_text_in_both_languages_and_no_text_is_left_over() {
    for texts in TEXTS.iter() {
        let errors = texts.member("errors").and_then(Value::as_object).unwrap();
        for code in Code::ALL {
            let text = errors.get(code.as_str()).and_then(Value::as_str);
            assert!(text.is_some_and(|t| !t.is_empty()), "{}", code.as_str());
        }
        for (name, _) in errors.iter() {
            let code = name.split(':').next().unwrap_or_default();
            assert!(Code::ALL.iter().any(|c| c.as_str() == code), "{name}");
        }
    }
}

/// The names of a section's texts in both languages; none of the texts is empty.
#[track_caller]
fn names(section: &str) -> Vec<&'static str> {
    let [zh, en] = [0, 1].map(|i| {
        let texts = TEXTS[i].member(section).and_then(Value::as_object);
        let texts = texts.expect(section).iter();
        texts
            .map(|(name, text)| {
                assert!(
                    text.as_str().is_some_and(|t| !t.is_empty()),
                    "{section} {name}"
                );
                name
            })
            .collect::<Vec<_>>()
    });
    assert_eq!(zh, en);
    zh
}

#[test]
fn every_cause_has_a_text_for_each_verdict_that_it_can_stand_for() {
    use Why::*;
    for why in Why::ALL {
        let verdicts: &[&str] = match why {
            Absent | Present => &["true", "false"],
            Above | Below | Minor | NotInForce | NotMember | TooEarly | TooLate | WrongValue => {
                &["false"]
            }
            CatalogueNewer | Disputed | Incomplete | LawNewer | OutsideCatalogue | Stale
            | Undecided | Undisclosed | UnknownGrade => &["unknown"],
        };
        for (verdict, texts) in verdicts
            .iter()
            .flat_map(|v| TEXTS.iter().map(move |t| (v, t)))
        {
            let by_verdict = texts.member("reasons").and_then(|r| r.member(verdict));
            let text = by_verdict.and_then(|t| t.member(why.as_str()));
            let text = text.and_then(Value::as_str).unwrap_or_default();
            assert!(!text.is_empty(), "{verdict} {}", why.as_str());
        }
    }
}

#[test]
fn every_claim_has_a_name() {
    let named = names("claims");
    let vocabulary = CreditVocabulary {
        window: None,
        law: law::built_in().edition.clone(),
        inputs: Vec::new(),
        request: Vec::new(),
        scales: Vec::new(),
    };
    let lists = LIST_TYPES.iter().map(|list| list.name);
    let others = CLAIM_TYPES.iter().map(|claim| claim.name);
    let claims = lists.chain(others).map(|name| format!("credit.{name}[0]"));
    let all = claims.chain(["now", "promised", "request.deposit", ""].map(str::to_owned));
    for path in all {
        let noun = vocabulary.noun(&path);
        assert!(named.contains(&noun), "{path}: {noun}");
    }
}

#[test]
fn every_own_text_of_a_code_is_for_a_code_that_can_be() {
    let (claims, verdicts) = (names("claims"), ["true", "false", "unknown"]);
    for name in names("codes") {
        let (verdict, code) = name.split_once(':').expect(name);
        // What follows is what the path of the reason ends in.
        let code = code.split(':').next().unwrap_or_default();
        let (claim, cause) = code.split_once('.').expect(name);
        let cause = Why::ALL.iter().any(|why| why.as_str() == cause);
        assert!(
            verdicts.contains(&verdict) && claims.contains(&claim) && cause,
            "{name}"
        );
    }
}

/// The closest text that all facts are there for, as the npm package has it from the same list.
#[test]
fn reasons_are_told_with_their_figures() {
    let cases = include_str!("../../tests/reasons.json");
    let cases = json::parse(cases.as_bytes(), cases.len()).expect("JSON");
    let titles = cases.member("titles").expect("titles");
    let reasons = cases.member("reasons").and_then(Value::as_array);
    for case in reasons.expect("reasons") {
        let Some(Value::Object(reason)) = case.member("reason") else {
            panic!("{case}");
        };
        let mut reason = reason.clone();
        reason.set("message", blank());
        let reasons = Value::Array(vec![reason.into()]);
        let members = [("titles", titles.clone()), ("reasons", reasons)];
        let mut decision = Value::from(Object::from_iter(members));
        fill(&mut decision);
        let reasons = decision.member("reasons").and_then(Value::as_array);
        let message = reasons.and_then(|r| r.first()?.member("message"));
        for language in LANGUAGES {
            let found = message.and_then(|m| m.member(language));
            assert_eq!(found, case.member(language), "{case}");
        }
    }
}

/// Of what is not known no text says that it is there, and of what is there none says more than the
/// rule found.
#[test]
fn a_text_says_no_more_than_its_reason() {
    let texts = |code: &str, verdict: &str| {
        let reason = Object::from_iter([
            ("code", Value::from(code)),
            ("verdict", verdict.into()),
            ("message", blank()),
        ]);
        let reasons = Value::Array(vec![reason.into()]);
        let mut filled = Value::from(Object::from_iter([("reasons", reasons)]));
        fill(&mut filled);
        let reasons = filled.member("reasons").and_then(Value::as_array);
        let message = reasons.and_then(|r| r.first()?.member("message")).cloned();
        LANGUAGES.map(|language| {
            let text = message.as_ref().and_then(|m| m.member(language)?.as_str());
            text.expect(code).to_owned()
        })
    };
    for list in ["commitment", "listing", "obligation", "penalty"] {
        for cause in ["stale", "undisclosed"] {
            let [zh, en] = texts(&format!("{list}.{cause}"), "unknown");
            assert!(zh.contains("无法确认"), "{zh}");
            let open = ["cannot be said", "answer is open"];
            assert!(open.iter().any(|said| en.contains(said)), "{en}");
        }
    }
    // A rule may count a promise that was made good as well.
    let [zh, en] = texts("commitment.present", "false");
    assert!(!zh.contains("尚未补救") && !en.contains("not been made good"));
    for claim in ["as_of", "now"] {
        for cause in ["too_early", "too_late"] {
            let [zh, en] = texts(&format!("{claim}.{cause}"), "false");
            assert!(zh.matches("日期").count() == 1, "{zh}");
            assert!(!en.contains("date of the date"), "{en}");
        }
    }
}

/// Texts say whose time it is.
#[test]
fn times_are_said_to_be_those_of_china() {
    for (texts, named) in TEXTS.iter().zip(["北京时间", "China time"]) {
        let errors = texts.member("errors").and_then(Value::as_object);
        for (code, text) in errors.expect("errors").iter() {
            let text = text.as_str().expect(code);
            assert_eq!(text.contains(":time}"), text.contains(named), "{code}");
        }
    }
}

#[test]
fn every_outcome_ground_action_duty_and_field_has_a_text() {
    let outcomes: Vec<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
    assert_eq!(names("outcomes"), outcomes);
    let grounds: Vec<&str> = Ground::ALL.iter().map(|g| g.as_str()).collect();
    assert_eq!(names("grounds"), grounds);
    let actions: Vec<&str> = Action::ALL.iter().map(|a| a.as_str()).collect();
    assert_eq!(names("actions"), actions);
    assert_eq!(
        names("fields"),
        law::built_in().catalogue.codes(CodeList::Fields)
    );
    let duties: Vec<&str> = Duty::ALL.iter().map(|d| d.as_str()).collect();
    assert_eq!(names("duties"), duties);
}

#[test]
fn every_warning_has_a_text() {
    let mut named = names("warnings");
    named.sort_unstable();
    let mut given: Vec<&str> = WarningCode::ALL.iter().map(|code| code.as_str()).collect();
    given.sort_unstable();
    assert_eq!(named, given);
}

#[test]
fn every_benefit_has_a_text_with_all_of_its_members() {
    let named = names("benefits");
    for kind in BenefitKind::ALL {
        assert!(named.contains(&kind.as_str()), "{}", kind.as_str());
    }
    let text = |of: &str| {
        let texts = benefit(&json::parse(of.as_bytes(), of.len()).expect(of));
        let text = |language| {
            texts
                .member(language)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        LANGUAGES.map(|language| text(language).expect(of))
    };
    for (of, zh, en) in [
        (
            r#"{"kind":"deposit_waiver","max":{"currency":"CNY","amount":"1299.00"}}"#,
            "免押金，最高 1,299.00 元",
            "No deposit, up to CNY 1,299.00",
        ),
        (
            r#"{"kind":"discount","percent_off":30}"#,
            "享 7 折",
            "30 % off the price",
        ),
        (
            r#"{"kind":"discount","percent_off":12.5}"#,
            "享 8.75 折",
            "12.5 % off the price",
        ),
        (
            r#"{"kind":"discount","percent_off":100}"#,
            "免费",
            "Free of charge",
        ),
        (
            r#"{"kind":"free_allowance","quantity":3,"unit":{"zh-CN":"次","en":"rides"}}"#,
            "免费使用 3 次",
            "3 rides for free",
        ),
        (
            r#"{"kind":"deferred_payment","max":{"currency":"CNY","amount":"500"},"days":30}"#,
            "先享后付，最高 500 元，30 天内付清",
            "Pay later: up to CNY 500, within 30 days",
        ),
        (
            r#"{"kind":"loan_prequalification","max_amount":{"currency":"CNY","amount":"1000000.00"},"max_months":12}"#,
            "符合预审条件，可申请额度最高 1,000,000.00 元，期限最长 12 个月，能否贷款由银行审批决定",
            "Pre-qualified: may apply for up to CNY 1,000,000.00, for at most 12 months; the bank decides on the loan",
        ),
        (
            r#"{"kind":"fast_track","lane":{"zh-CN":"绿色通道","en":"green lane"},"time_reduction_percent":50,"documents_waived":false}"#,
            "按“绿色通道”办理，办理时限缩短 50%",
            "Handled in the “green lane”, in 50 % less time",
        ),
        (
            r#"{"kind":"fast_track","lane":{"zh-CN":"快办"},"documents_waived":true}"#,
            "按“快办”办理，可免交部分材料",
            "Handled in the “快办”, with fewer documents to hand in",
        ),
        (
            r#"{"kind":"inspection","frequency_percent":5}"#,
            "按 5% 的比例抽查",
            "Inspected at a rate of 5 %",
        ),
        (
            r#"{"kind":"perk","code":"c","text":{"zh-CN":"免费入馆","en":"Free entry"}}"#,
            "免费入馆",
            "Free entry",
        ),
        (
            r#"{"kind":"clean_record","field":"market","period":"P2Y"}"#,
            "市场监管领域近 2 年没有依法可使用的失信记录",
            "No record in the field of market regulation that may lawfully be used, in the last 2 years",
        ),
        (
            r#"{"kind":"clean_record","field":"x","period":"P1Y1M30D"}"#,
            "x领域近 1 年 1 个月 30 天没有依法可使用的失信记录",
            "No record in the field of x that may lawfully be used, in the last 1 year 1 month 30 days",
        ),
    ] {
        assert_eq!(text(of), [zh, en]);
    }
    // What a kind has and no text says would be lost on people.
    let schema = include_str!("../../pkg/schemas/programme.json");
    let schema = json::parse(schema.as_bytes(), schema.len()).expect("JSON");
    let defined = schema.member("$defs").and_then(|d| d.member("benefit"));
    let kinds = defined
        .and_then(|b| b.member("oneOf"))
        .and_then(Value::as_array);
    for kind in kinds.expect("kinds") {
        let properties = kind.member("properties").expect("members");
        let name = properties.member("kind").and_then(|k| k.member("const"));
        let name = name.and_then(Value::as_str).expect("a kind");
        let all = named.iter().filter(|n| n.split('.').next() == Some(name));
        // In Chinese a discount is told by what is left of the price.
        let templates = TEXTS[1].member("benefits").expect("texts");
        let all: String = all.filter_map(|n| templates.member(n)?.as_str()).collect();
        for (member, _) in properties.as_object().expect("members").iter() {
            let said = ["kind", "code", "documents_waived"].contains(&member);
            assert!(
                said || all.contains(&format!("{{{member}}}")),
                "{name}: {member}"
            );
        }
    }
}

#[test]
fn whom_to_ask_and_where_to_object_is_said_in_sentences() {
    assert_eq!(
        names("contact"),
        [
            "programme",
            "issuer",
            "objection",
            "objection.text",
            "objection.url"
        ]
    );
    let texts = r#"{"zh-CN":"请致电。","en":"Call us."}"#;
    let name = r#"{"zh-CN":"市平台","en":"the city"}"#;
    let said = |objection: &str| {
        let of = format!(r#"{{"programme":"a@b.example","objection":[{objection}]}}"#);
        let sentences = contact(&json::parse(of.as_bytes(), of.len()).expect(&of));
        let text = |said: &Value, language| {
            let text = said.member(language).and_then(Value::as_str);
            text.expect("a text").to_owned()
        };
        let each = sentences.iter();
        let each = each.map(|said| LANGUAGES.map(|language| text(said, language)));
        each.collect::<Vec<_>>()
    };
    let programme = [
        "对本项目有疑问的，可咨询：a@b.example",
        "Questions about this programme: a@b.example",
    ];
    assert_eq!(said(""), [programme]);
    let (zh, en) = (
        "如果认为市平台提供的信用记录有错误、有遗漏，或者已不应继续使用，可以",
        "If you think that a record provided by the city is wrong or incomplete, or should no longer be used, you can object to it",
    );
    for (url, text, [zh_end, en_end]) in [
        ("null", "null", ["向其提出异议。", " there."]),
        ("null", texts, ["提出异议。请致电。", ". Call us."]),
        (
            r#""https://c.example""#,
            texts,
            [
                "提出异议。请致电。网址：https://c.example",
                ". Call us. Online: https://c.example",
            ],
        ),
    ] {
        let objection =
            format!(r#"{{"input":"credit","issuer":"i","name":{name},"url":{url},"text":{text}}}"#);
        let expected = [zh.to_owned() + zh_end, en.to_owned() + en_end];
        assert_eq!(said(&objection), [programme.map(str::to_owned), expected]);
    }
}

#[test]
fn both_files_have_the_same_keys_and_placeholders() {
    fn keys(value: &Value, path: &str, out: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter() {
                    keys(member, &format!("{path}/{name}"), out);
                }
            }
            Value::String(text) => {
                let mut names: Vec<&str> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}').map(|(name, _)| name))
                    .collect();
                // Of a day and a discount each language has its own spelling.
                let own = ["year", "month", "day", "iso", "tenths", "percent_off"];
                if ["/formats/day", "/benefits/discount"].contains(&path) {
                    assert!(
                        names.iter().all(|name| own.contains(name)),
                        "{path}: {names:?}"
                    );
                    names.clear();
                }
                names.sort_unstable();
                out.push(format!("{path}: {}", names.join(" ")));
            }
            _ => panic!("{path}"),
        }
    }
    let [zh, en] = [0, 1].map(|i| {
        let mut out = Vec::new();
        keys(&TEXTS[i], "", &mut out);
        out
    });
    assert_eq!(zh, en);
}

#[test]
fn facts_are_put_into_the_text() {
    let error = Error::new(Code::LimitDepth).with("limit", 64_usize);
    let mut document = error.to_json();
    fill(&mut document);
    let message = document.member("message").and_then(Value::as_str);
    assert_eq!(
        message,
        Some("More than 64 levels of nesting in the input.")
    );
    let zh = document.member("messages").and_then(|m| m.member("zh-CN"));
    assert_eq!(
        zh.and_then(Value::as_str),
        Some("输入内容嵌套超过 64 层上限。")
    );
    // Of some problems there is more to say.
    let told = |problem: Problem| {
        let error = Error::new(Code::ProgrammePath)
            .with("pointer", "/p")
            .with("path", "state")
            .because(problem);
        let mut document = error.to_json();
        fill(&mut document);
        let message = document.member("message").and_then(Value::as_str);
        message.expect("a message").to_owned()
    };
    assert_eq!(
        told(Problem::Unknown),
        "There is no state, which is read at /p."
    );
    assert!(told(Problem::Value).starts_with("The programme reads a fact that does not exist"));
    assert_eq!(placed("a {x} b {", None), "a ? b {");
    let details = Object::from_iter([("exp", Value::from(1_795_216_089_i64))]);
    let text = placed("{exp:time} {exp}", Some(&details));
    assert_eq!(text, "2026-11-21 07:08:09 1795216089");
    // There is no later year to tell it by.
    let details = Object::from_iter([("exp", Value::from(253_402_300_799_i64))]);
    assert_eq!(placed("{exp:time}", Some(&details)), "9999-12-31 23:59:59");
}
