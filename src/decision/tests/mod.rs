mod clear;
mod complete;
mod remedies;
mod work;
mod worst;

use super::case::EvaluationTime;
use super::day::Assessment;
use super::outcome::Answer;
use super::*;
use crate::credit::{Claims, Extent, FreshUntil, Recognition, Rows, Vct};
use crate::error::Code;
use crate::json::{Object, Value, document, write};
use crate::law;
use crate::programme::Programme;
use crate::rules::{Cause, Fact};
use crate::time::Instant;
use crate::trial::Trial;
use crate::work::Work;
use testkit::random::{Random, cases};

const NOW: &str = "2026-11-22T12:00:00Z";

fn now() -> Instant {
    Instant::parse(NOW).expect("an instant")
}

#[track_caller]
fn parse(text: &str) -> Value {
    Value::parse(text.as_bytes(), 1_000_000).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// A programme of Shanghai with tiers of these conditions and further members.
fn programme(tiers: &[String], further: &str) -> String {
    let tier = |(n, when): (usize, &String)| {
        format!(
            r#"{{"id": "t{n}", "when": {when}, "benefit": {{"kind": "perk", "code": "x",
              "text": {{"zh-CN": "x", "en": "x"}}}}}}"#
        )
    };
    let tiers: Vec<String> = tiers.iter().enumerate().map(tier).collect();
    format!(
        r#"{{"id": "test.bike", "version": 1, "language": 1, "family": "xinyi-zu",
          "title": {{"zh-CN": "x", "en": "x"}}, "owner": "x", "contact": "x", "basis": ["x"],
          "valid_from": "2026-01-01", "valid_until": "2027-12-31",
          "regions": ["310000"], "fields": ["market"],
          "inputs": {{"credit": {{"vct": "urn:xinyi:credit-status:1"}}}},
          "tiers": [{}]{further}}}"#,
        tiers.join(", ")
    )
}

/// A firm with further claims.
fn firm(jurisdiction: &str, further: &str) -> Value {
    parse(&format!(
        r#"{{"subject_kind": "enterprise", "jurisdiction": "{jurisdiction}",
          "catalogue": "CN-2025", "as_of": "2026-11-22"{further}}}"#
    ))
}

/// What a case with one bundle comes to.
struct Setting {
    programme: Programme,
    recognition: Vec<Recognition>,
    schemes: Option<Vec<String>>,
}

impl Setting {
    fn new(programme: &str) -> Self {
        Self {
            programme: Programme::read(&parse(programme), &law::built_in().edition)
                .unwrap_or_else(|e| panic!("{e}")),
            recognition: Vec::new(),
            schemes: None,
        }
    }

    fn with<T>(&self, credit: &Value, then: impl FnOnce(&Case<'_>) -> T) -> T {
        let extent = self.schemes.as_deref().map(Extent::of_everything);
        self.with_extent(credit, extent, then)
    }

    fn with_extent<T>(
        &self,
        credit: &Value,
        extent: Option<Extent<'_>>,
        then: impl FnOnce(&Case<'_>) -> T,
    ) -> T {
        let claims = Claims::from_plain(Vct::CreditStatus, credit, law::built_in()).expect("facts");
        let work = Work::of_a_decision();
        then(&Case {
            programme: &self.programme,
            bundles: vec![BundleInput {
                input: &self.programme.inputs[0],
                claims: &claims,
                recognition: &self.recognition,
                fresh_until: FreshUntil {
                    at: Instant::parse("2026-11-30T16:00:00Z").expect("an instant"),
                    is_estimated: false,
                },
                extent,
            }],
            request: Fact::Absent,
            promised: Fact::Absent,
            unproven_subjects: Vec::new(),
            replaced_on: None,
            law: law::built_in(),
            work: &work,
        })
    }

    /// Whether so many steps are enough for a whole decision.
    fn decided(&self, credit: &Value, steps: u64) -> Result<(), Code> {
        let work = Work::of(steps);
        let decision = self.with(credit, |case| {
            let case = Case {
                work: &work,
                ..case.clone()
            };
            case.decision(
                now(),
                None,
                Explain::Full,
                Provenance::unproven(now(), law::built_in()),
            )
        });
        decision.map(|_| ()).map_err(|e| e.code())
    }

    fn found(&self, credit: &Value) -> Assessment {
        self.with(credit, |case| case.assess(EvaluationTime::At(now())))
    }
}

/// Three schemes, each with nothing, a grade or one that is hidden, and perhaps others hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Absent,
    Known(&'static str),
    Hidden,
}

const SCHEMES: [&str; 3] = ["sh-public", "js-public", "js-tourism"];

fn graded(grades: [Grade; 3], others_hidden: bool) -> Value {
    let mut evaluations = Object::new();
    for (scheme, grade) in SCHEMES.iter().zip(grades) {
        match grade {
            Grade::Absent => {}
            Grade::Known(grade) => {
                let evaluation = Object::from_iter([("grade", Value::from(grade))]);
                evaluations.set(scheme, evaluation);
            }
            Grade::Hidden => {
                let hidden = Object::from_iter([("$undisclosed", Value::from(true))]);
                evaluations.set(scheme, hidden);
            }
        }
    }
    if others_hidden {
        evaluations.set("$undisclosed", true);
    }
    let evaluations = format!(r#", "evaluations": {}"#, write(&evaluations.into()));
    firm("320000", &evaluations)
}

/// Every way in which what is hidden may turn out, for the schemes that the issuer may use.
fn turned_out(grades: [Grade; 3], others_hidden: bool, issued: [bool; 3]) -> Vec<[Grade; 3]> {
    let mut worlds = vec![grades];
    for scheme in 0..3 {
        let may_be: &[Grade] = match grades[scheme] {
            Grade::Hidden => &[Grade::Absent, Grade::Known("A"), Grade::Known("B")],
            Grade::Absent if others_hidden && issued[scheme] => {
                &[Grade::Absent, Grade::Known("A"), Grade::Known("B")]
            }
            ref known => std::slice::from_ref(known),
        };
        worlds = worlds
            .iter()
            .flat_map(|world| {
                may_be.iter().map(move |grade| {
                    let mut world = *world;
                    world[scheme] = *grade;
                    world
                })
            })
            .collect();
    }
    worlds
}

/// All that can be hidden of three schemes, under every order of what stands for what: a grant holds
/// however it turns out, and what is missing is what settles it.
#[test]
fn recognised_grades_hold_and_what_is_missing_settles_them() {
    let pair = |from: &str, grade: &str, to: &str| {
        format!(
            r#"{{"from": {{"scheme": "{from}", "grade": "{grade}"}},
                "to": {{"scheme": "sh-public", "grade": "{to}"}}}}"#
        )
    };
    let orders = [
        vec![pair("js-public", "A", "A")],
        vec![pair("js-public", "A", "B"), pair("js-public", "B", "A")],
        vec![pair("js-public", "A", "B"), pair("js-tourism", "B", "A")],
        vec![
            pair("js-tourism", "A", "A"),
            pair("js-public", "B", "A"),
            pair("js-tourism", "B", "B"),
        ],
    ];
    let states = [
        Grade::Absent,
        Grade::Known("A"),
        Grade::Known("B"),
        Grade::Hidden,
    ];
    let when = r#"{"==": [{"var": "credit.evaluations.sh-public.grade"}, "A"]}"#;
    let mut setting = Setting::new(&programme(&[when.into()], ""));
    let mut open = 0;
    for order in &orders {
        let agreement = format!(
            r#"{{"home": ["320000"], "in": ["310000"], "fields": "*", "basis": "x",
                "grades": [{}]}}"#,
            order.join(",")
        );
        setting.recognition = vec![Recognition::read(&parse(&agreement)).expect("an agreement")];
        for issued in [[true; 3], [false, true, true]] {
            let named = SCHEMES.iter().zip(issued).filter(|(_, issued)| *issued);
            setting.schemes = Some(named.map(|(scheme, _)| (*scheme).to_owned()).collect());
            let of_three =
                (0..states.len().pow(3)).map(|n| [n / 16, n / 4 % 4, n % 4].map(|n| states[n]));
            for grades in of_three {
                for others_hidden in [false, true] {
                    // What the issuer may not use is in no bundle.
                    if grades
                        .iter()
                        .zip(issued)
                        .any(|(g, issued)| *g != Grade::Absent && !issued)
                    {
                        continue;
                    }
                    open += check_grades(&setting, grades, others_hidden, issued);
                }
            }
        }
    }
    assert!(open > 200, "{open}");
}

/// Whether it was open.
fn check_grades(
    setting: &Setting,
    grades: [Grade; 3],
    others_hidden: bool,
    issued: [bool; 3],
) -> usize {
    let context = format!(
        "{grades:?} {others_hidden} {issued:?} {:?}",
        setting.recognition
    );
    let answer = |grades| setting.found(&graded(grades, false)).answer;
    let found = setting.found(&graded(grades, others_hidden));
    let worlds = turned_out(grades, others_hidden, issued);
    let missing: Vec<String> = found
        .reasons
        .iter()
        .flat_map(|(_, reason)| &reason.unknowns)
        .map(|unknown| {
            assert_eq!(unknown.cause, Cause::Undisclosed, "{context}");
            unknown.unit.to_string()
        })
        .collect();
    if found.answer.outcome != Outcome::Undetermined {
        for world in worlds {
            assert_eq!(answer(world), found.answer, "{context}, {world:?}");
        }
        assert!(missing.is_empty(), "{context}");
        return 0;
    }
    assert!(!missing.is_empty(), "{context}");
    let mut answers: Vec<(Vec<Grade>, Answer)> = Vec::new();
    for world in worlds {
        // Once what is missing is seen, the rest no longer matters.
        let seen = SCHEMES
            .iter()
            .zip(world)
            .filter(|(scheme, _)| missing.contains(&format!("credit.evaluations.{scheme}")));
        let seen: Vec<Grade> = seen.map(|(_, grade)| grade).collect();
        assert_eq!(seen.len(), missing.len(), "{context}: {missing:?}");
        let then = answer(world);
        match answers.iter().find(|(known, _)| *known == seen) {
            Some((_, known)) => assert_eq!(*known, then, "{context}: {missing:?}, {world:?}"),
            None => answers.push((seen, then)),
        }
    }
    1
}

/// How many flags are combined: every set of them is tried.
const FLAGS: usize = 6;

/// A condition over flags, written and as a function of these.
fn condition(random: &mut Random, depth: usize) -> (String, Box<dyn Fn(usize) -> Option<bool>>) {
    if depth == 0 || random.one_in(3) {
        let flag = random.below(FLAGS);
        let text = format!(r#"{{"var": "request.f{flag}"}}"#);
        // Of a flag that is not kept nothing is known.
        return (
            text,
            Box::new(move |kept| (kept >> flag & 1 == 1).then_some(false)),
        );
    }
    let parts: Vec<_> = (0..2 + random.below(2))
        .map(|_| condition(random, depth - 1))
        .collect();
    let all = random.one_in(2);
    let texts: Vec<&str> = parts.iter().map(|(text, _)| text.as_str()).collect();
    let text = format!(
        r#"{{"{}": [{}]}}"#,
        if all { "and" } else { "or" },
        texts.join(", ")
    );
    let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
    // Every flag is false: an `and` is known to be if one part is, an `or` if all are.
    let holds = move |kept| {
        let settled = match all {
            true => parts.iter().any(|part| part(kept).is_some()),
            false => parts.iter().all(|part| part(kept).is_some()),
        };
        settled.then_some(false)
    };
    (text, Box::new(holds))
}

#[test]
fn reasons_are_the_least_over_all_tiers() {
    let mut random = Random::seeded("reasons over tiers");
    let fields: Vec<String> = (0..FLAGS)
        .map(|n| format!(r#""f{n}": {{"type": "boolean"}}"#))
        .collect();
    let request: Vec<String> = (0..FLAGS).map(|n| format!(r#""f{n}": false"#)).collect();
    let facts = format!(
        r#"{{"credit": {}, "request": {{{}}}}}"#,
        write(&firm("310000", "")),
        request.join(", ")
    );
    let mut shared = 0;
    for _ in 0..cases(500) {
        let tiers: Vec<_> = (0..1 + random.below(4))
            .map(|_| condition(&mut random, 2))
            .collect();
        let texts: Vec<String> = tiers.iter().map(|(text, _)| text.clone()).collect();
        let text = programme(
            &texts,
            &format!(r#", "request": {{{}}}"#, fields.join(", ")),
        );
        let trial = Trial::run(&text, &facts, now(), Explain::Full)
            .unwrap_or_else(|e| panic!("{e}: {text}"));
        let decision = document(&trial);
        let reasons = decision
            .member("reasons")
            .and_then(Value::as_array)
            .expect("reasons");
        let flag = |reason: &Value| {
            let path = reason
                .member("path")
                .and_then(Value::as_str)
                .expect("a path");
            let number = path.strip_prefix("request.f").expect("a flag");
            1_usize << number.parse::<usize>().expect("its number")
        };
        let kept = reasons.iter().fold(0, |kept, reason| kept | flag(reason));
        let suffices = |kept: usize| tiers.iter().all(|(_, holds)| holds(kept) == Some(false));
        assert!(suffices(kept), "{texts:?}: {kept:b}");
        let least = (0..1_usize << FLAGS).filter(|kept| suffices(*kept));
        let least = least.map(usize::count_ones).min().expect("all of them");
        assert_eq!(
            (kept.count_ones(), reasons.len()),
            (least, least as usize),
            "{texts:?}"
        );
        shared += usize::from(tiers.len() > 1 && least < tiers.len() as u32);
    }
    assert!(shared > 0);
}

#[test]
fn a_remedy_by_law_that_no_source_has_is_marked() {
    let when = r#"{"none": [{"var": "credit.listings"}, true]}"#;
    let unpunished = r#"{"none": [{"var": "credit.penalties"}, true]}"#;
    let kept = r#"{"none": [{"var": "credit.commitments"}, {"==": [{"var": "state"}, "broken"]}]}"#;
    let text = programme(
        &[format!(r#"{{"and": [{when}, {unpunished}, {kept}]}}"#)],
        "",
    );
    let listing = r#", "listings": [{"list": "abnormal_operation", "field": "market",
      "severity": "attention", "scope": "310000", "since": "2026-01-05", "state": "active",
      "authority": "x", "basis": "x"}]"#;
    let penalty = |regime: &str, determined: &str| {
        format!(
            r#"{{"document": "x", "kind": "fine", "field": "environment", "class": "general",
              "procedure": "general", "determined_on": "{determined}",
              "published_on": "{determined}", "regime": "{regime}", "state": "active",
              "authority": "x", "basis": "x"}}"#
        )
    };
    let penalties = |penalties: &[String]| format!(r#", "penalties": [{}]"#, penalties.join(","));
    let now_public = penalty("ndrc-36", "2026-06-01");
    // It is no longer public by a regime that was not found in a source.
    let was_public = penalty("cn-2019", "2022-06-01");
    let owed = |home: &str| {
        format!(
            r#", "listings": [], "commitments": [{{"type": "credit_repair", "item": "x",
              "region": "{home}", "made_on": "2026-01-05", "broken_on": "2026-06-01",
              "state": "broken", "authority": "x"}}]"#
        )
    };
    for (records, marked) in [
        (listing.to_owned(), false),
        (
            listing.replace("abnormal_operation", "market_serious"),
            true,
        ),
        (owed("310000"), false),
        (owed("100000"), true),
        (penalties(&[penalty("sh-2024", "2026-06-01")]), true),
        (penalties(&[now_public.clone(), was_public]), true),
        (penalties(&[now_public]), true),
    ] {
        let facts = format!(r#"{{"credit": {}}}"#, write(&firm("310000", &records)));
        let trial = Trial::run(&text, &facts, now(), Explain::Full).expect("a trial");
        let decision = document(&trial);
        let some = |name| {
            decision
                .member(name)
                .and_then(Value::as_array)
                .is_some_and(|a| !a.is_empty())
        };
        assert!(some("remedies"), "{records}: {}", write(&decision));
        assert_eq!(some("warnings"), marked, "{records}: {}", write(&decision));
    }
}

fn decided(programme: &str, credit: &Value, explain: Explain) -> Value {
    let facts = format!(r#"{{"credit": {}}}"#, write(credit));
    let trial = Trial::run(programme, &facts, now(), explain).unwrap_or_else(|e| panic!("{e}"));
    document(&trial)
}

#[track_caller]
fn list<'v>(decision: &'v Value, name: &str) -> &'v [Value] {
    let list = decision.member(name).and_then(Value::as_array);
    list.unwrap_or_else(|| panic!("{name}: {}", write(decision)))
}

#[test]
fn nothing_is_promised_of_a_programme_that_is_over() {
    let when = r#"{"none": [{"var": "credit.listings"}, true]}"#.to_owned();
    let listed = firm(
        "310000",
        r#", "listings": [{"list": "abnormal_operation", "field": "market",
          "severity": "attention", "scope": "310000", "since": "2026-01-05",
          "until": "2027-03-01", "state": "active", "authority": "x", "basis": "x"}]"#,
    );
    for (window, rule, promised) in [
        (("2026-01-01", "2026-11-22"), "t0", true),
        (("2026-01-01", "2026-11-21"), "valid_until", false),
        (("2026-11-23", "2027-11-22"), "valid_from", true),
    ] {
        let text = programme(std::slice::from_ref(&when), "")
            .replace("2026-01-01", window.0)
            .replace("2027-12-31", window.1);
        let decision = decided(&text, &listed, Explain::Full);
        let named = list(&decision, "reasons")[0].member("rule");
        assert_eq!(named.and_then(Value::as_str), Some(rule), "{window:?}");
        let dated = decision
            .member("eligible_from")
            .is_some_and(|at| *at != Value::Null);
        let remedied = !list(&decision, "remedies").is_empty();
        assert_eq!(
            (dated, remedied),
            (promised, promised),
            "{}",
            write(&decision)
        );
    }
}

#[test]
fn reasons_that_are_told_alike_are_told_once() {
    let none = |severity: &str| {
        format!(
            r#"{{"none": [{{"var": "credit.listings"}}, {{"==": [{{"var": "severity"}}, "{severity}"]}}]}}"#
        )
    };
    let when = format!(r#"{{"or": [{}, {}]}}"#, none("serious"), none("attention"));
    let text = programme(&[when], "");
    let both = work::listings(2, "440000", "").replacen(
        r#""severity": "serious""#,
        r#""severity": "attention""#,
        1,
    );
    let two = firm("310000", &both.replace("440000", "310000"));
    for (explain, told) in [(Explain::Full, 2), (Explain::Codes, 1)] {
        let decision = decided(&text, &two, explain);
        let reasons = list(&decision, "reasons");
        assert_eq!(reasons.len(), told, "{}", write(&decision));
    }
}
