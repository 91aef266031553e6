//! The prose says what the rules say.

use std::sync::LazyLock;

use testkit::random::{Random, cases};

use super::names::TEXTS;
use super::*;
use crate::authoring::generate;
use crate::credit::{CLAIM_TYPES, Field, LIST_TYPES, PROMISE, ValueKind};
use crate::json::{self, Value};
use crate::money::Money;
use crate::time::Instant;
use crate::trial::with_case;

/// Read once: it takes as long as all the rest.
static LAW: LazyLock<LawEdition> = LazyLock::new(|| LawEdition::built_in().expect("the law"));

fn text_of(programme: &str, language: &str) -> String {
    render(&LAW, programme, language, ProseFormat::Text)
        .unwrap_or_else(|e| panic!("{e}: {programme}"))
}

/// The placeholders of a text.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn both_languages_have_the_same_texts_for_the_same_facts() {
    let [zh, en] = &*TEXTS;
    let sections = |texts: &'static Value| texts.as_object().expect("sections").iter();
    let names = |texts| sections(texts).map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(zh), names(en));
    for ((section, zh), (_, en)) in sections(zh).zip(sections(en)) {
        let (zh, en) = (
            zh.as_object().expect(section),
            en.as_object().expect(section),
        );
        assert_eq!(zh.len(), en.len(), "{section}");
        for ((name, zh), (other, en)) in zh.iter().zip(en.iter()) {
            assert_eq!(name, other, "{section}");
            match (zh, en) {
                (Value::Array(zh), Value::Array(en)) => assert_eq!(zh.len(), en.len(), "{name}"),
                (zh, en) => {
                    let [zh, en] = [zh, en].map(|text| text.as_str().expect(name));
                    assert_eq!(placeholders(zh), placeholders(en), "{section} {name}");
                    assert!(!zh.is_empty() && !en.is_empty(), "{section} {name}");
                }
            }
        }
    }
}

/// What a rule may read in records, and in the members of a claim.
fn readable() -> Vec<(String, Field)> {
    let mut all: Vec<(String, Field)> = Vec::new();
    let mut add = |list: &str, fields: &'static [Field]| {
        for field in fields.iter().filter(|field| field.withheld.is_none()) {
            all.push((format!("{list}.{}", field.name), *field));
            if let ValueKind::Object(inner) = field.kind {
                let inner = inner.iter();
                all.extend(
                    inner.map(|inner| (format!("{list}.{}.{}", field.name, inner.name), *inner)),
                );
            }
        }
    };
    for list in LIST_TYPES {
        add(list.name, list.fields);
    }
    add("promised", PROMISE);
    for claim in CLAIM_TYPES
        .iter()
        .filter(|claim| claim.name != "evaluations")
    {
        add(claim.name, claim.fields());
        for field in claim.fields() {
            if let ValueKind::Records(fields) = field.kind {
                add(field.name, fields);
            }
        }
    }
    all
}

#[test]
fn everything_that_rules_read_has_a_name_that_nothing_else_has() {
    for (texts, words) in TEXTS.iter().zip(crate::messages::in_both()) {
        let mut names: Vec<(String, String)> = Vec::new();
        let fields = texts
            .member("fields")
            .and_then(Value::as_object)
            .expect("fields");
        for (path, field) in readable() {
            let own = fields.get(&path).and_then(Value::as_str);
            let name = own.or_else(|| words.text("things", &path));
            let name = name.unwrap_or_else(|| panic!("{path} has no name"));
            let group = path.split('.').next().unwrap_or_default().to_owned();
            let is_new = !names.contains(&(group.clone(), name.to_owned()));
            assert!(is_new, "{path}: {name} is another field's, too");
            names.push((group, name.to_owned()));
            if let ValueKind::Code(codes) = field.kind {
                for code in codes {
                    let code = format!("{}.{code}", field.name);
                    let known = texts.member("codes").and_then(|codes| codes.member(&code));
                    assert!(known.is_some(), "{code} has no name");
                }
            }
        }
        for (path, _) in fields.iter() {
            assert!(
                readable().iter().any(|(known, _)| known == path),
                "{path} is no fact"
            );
        }
    }
}

/// The verdict of each rule.
fn verdicts(law: &LawEdition, source: &Source, facts: &Value) -> Vec<crate::rules::Verdict> {
    let now = Instant::parse("2026-11-22T04:00:00Z").expect("a time");
    let rules = with_case(law.law(), &source.programme, facts, now, &mut |case| {
        case.rule_verdicts(now)
    });
    let rules = rules.unwrap_or_else(|e| panic!("{e}: {facts}"));
    rules.into_iter().map(|rule| rule.verdict).collect()
}

/// A rule with one thing changed: a word of it in the place of another.
fn mutated(random: &mut Random, rule: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        (r#""and""#, r#""or""#),
        (r#""or""#, r#""and""#),
        (r#""some""#, r#""none""#),
        (r#""none""#, r#""all""#),
        (r#""all""#, r#""some""#),
        (r#""<=""#, r#""<""#),
        (r#"">=""#, r#"">""#),
        (r#"">""#, r#""<=""#),
        (r#""==""#, r#""!=""#),
        (r#""!=""#, r#""==""#),
        ("zhima", "own"),
        ("650.5", "650"),
        ("600", "600.5"),
        ("P2Y", "P24M"),
        ("P1Y", "P366D"),
        ("serious", "attention"),
        ("99.00", "99.01"),
        ("310104", "310101"),
        (r#""B""#, r#""A""#),
        ("volunteer_hours", "donation"),
    ];
    let (from, to) = WORDS[random.below(WORDS.len())];
    match random.one_in(8) {
        true => format!(r#"{{"!":{rule}}}"#),
        false => rule.replacen(from, to, 1),
    }
}

/// Of two rules one is the other with something changed. If the words are the same, the verdicts are.
#[test]
fn what_decides_differently_is_told_differently() {
    let law = LawEdition::built_in().expect("the law");
    let mut random = Random::seeded("prose");
    let (mut same, mut different) = (0, 0);
    for _ in 0..cases(150) {
        let one = generate::rule(&mut random, 2);
        let other = mutated(&mut random, &one);
        let programmes =
            [&one, &other].map(|rule| generate::programme_of(std::slice::from_ref(rule)));
        let read = [0, 1].map(|i| Source::read(law.law(), &programmes[i]));
        let [Ok(first), Ok(second)] = read else {
            continue;
        };
        for language in LANGUAGES {
            let texts = [0, 1].map(|i| text_of(&programmes[i], language));
            if texts[0] != texts[1] {
                different += 1;
                continue;
            }
            same += 1;
            for _ in 0..16 {
                let facts = generate::facts(&mut random);
                let found = [&first, &second].map(|source| verdicts(&law, source, &facts));
                assert_eq!(found[0], found[1], "{one}\n{other}\n{facts}\n{}", texts[0]);
            }
        }
    }
    assert!(different > 10 && same > 10, "{different} {same}");
}

/// Every constant and every connective of a rule, as text.
fn said_of(rule: &Value, found: &mut Vec<(&'static str, String)>) {
    match rule {
        Value::Array(parts) => parts.iter().for_each(|part| said_of(part, found)),
        Value::Object(members) if members.contains("currency") => {
            let amount = members.get("amount").and_then(Value::as_str);
            let money = Money::parse("CNY", amount.unwrap_or_default()).expect("money");
            let amount = money.to_json();
            let amount = amount.member("amount").and_then(Value::as_str);
            let words = crate::messages::in_both().next().expect("Chinese");
            found.push(("constant", words.money(amount.expect("an amount"))));
        }
        Value::Object(members) => {
            for (name, inner) in members.iter() {
                match name {
                    "and" => found.push(("connective", "同时满足".to_owned())),
                    "or" => found.push(("connective", "至少满足一项".to_owned())),
                    "!" => found.push(("connective", "下列情形不成立".to_owned())),
                    "var" => return,
                    _ => {}
                }
                said_of(inner, found);
            }
        }
        Value::Number(number) => found.push(("constant", number.to_string())),
        Value::String(text)
            if crate::time::Period::parse(text).is_none() && text != "value" && text != "tax" =>
        {
            found.push(("constant", text.clone()));
        }
        _ => {}
    }
}

#[test]
fn nothing_of_a_rule_is_left_out() {
    let mut random = Random::seeded("nothing left out");
    for _ in 0..cases(150) {
        let rule = generate::rule(&mut random, 3);
        let programme = generate::programme_of(std::slice::from_ref(&rule));
        let text = text_of(&programme, "zh-CN");
        let tiers = text.split_once("四、").expect("tiers").1;
        let (tiers, _) = tiers.split_once("五、").expect("a next section");
        let value = json::parse(rule.as_bytes(), rule.len()).expect(&rule);
        let mut said = Vec::new();
        said_of(&value, &mut said);
        for (what, words) in &said {
            assert!(
                tiers.contains(words.as_str()),
                "{what} {words}: {rule}\n{tiers}"
            );
        }
        for word in ["同时满足", "至少满足一项", "下列情形不成立"] {
            let wanted = said.iter().filter(|(_, said)| said == word).count();
            assert_eq!(
                tiers.matches(word).count(),
                wanted,
                "{word}: {rule}\n{tiers}"
            );
        }
    }
}

/// No text of a programme ends a quotation before its end.
#[test]
fn a_quotation_ends_where_it_ends() {
    let in_list =
        |list: &str| format!(r#"{{"in":[{{"var":"credit.evaluations.tax.grade"}},{list}]}}"#);
    let texts = [
        r#"["甲”、“乙"]"#,
        r#"["甲","乙"]"#,
        r#"["甲\\u{201d}、\\u{201c}乙"]"#,
    ];
    let texts = texts.map(|list| text_of(&generate::programme_of(&[in_list(list)]), "zh-CN"));
    assert!(texts[0] != texts[1] && texts[0] != texts[2] && texts[1] != texts[2]);
}

#[test]
fn another_language_is_refused() {
    let law = LawEdition::built_in().expect("the law");
    let programme = generate::programme_of(&["true".to_owned()]);
    let error = render(&law, &programme, "fr", ProseFormat::Text).expect_err("no such language");
    let pointer = error.details().get("pointer");
    assert_eq!(pointer, Some(&Value::from("/lang")));
}
