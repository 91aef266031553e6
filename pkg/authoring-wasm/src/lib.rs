//! What authors of programmes call, and whoever compares two bundles or looks at identity codes, for `xinyi/authoring` of the npm package: a module of its own, so that the
//! verifier's stays small.
//!
//! Documents and options come in as text, options as JSON. Results are a [`Reply`] as JSON, whose texts the package puts
//! in. No call throws.

use std::sync::LazyLock;

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;
use xinyi::authoring::table::{Sheet, Table, to_rows};
use xinyi::authoring::{Boundary, Cases, Lint, ProseFormat, TestReport, render};
use xinyi::identity::{CodeKind, Regions, examine, examine_as};
use xinyi::{
    Code, CompareOptions, Day, Error, Instant, LawEdition, Object, Problem, Reply, Trial,
    TrialOptions, Value, Verifier, VerifierOptions, limits,
};

/// The errors and warnings of a programme: `{"ok": true, "findings"}`.
#[wasm_bindgen]
pub fn lint(programme: &str) -> String {
    reply(Lint::of(programme))
}

/// What would be decided on facts that somebody wrote by hand: `{"ok": true, "decision"}`.
#[wasm_bindgen]
pub fn try_programme(programme: &str, facts: &str, options: &str) -> String {
    let options = TrialOptions::from_json(options);
    reply(options.and_then(|o| Trial::run(programme, facts, o.now, o.explain)))
}

/// What came of the cases of a programme: `{"ok": true, "report"}`, and in the report the cases that are `missing`.
#[wasm_bindgen]
pub fn test_programme(programme: &str, cases: &str) -> String {
    let tested = || {
        let law = LawEdition::built_in()?;
        let cases = Cases::read(cases)?;
        let report = cases.run(&law, programme)?;
        let missing = cases.missing(&law, programme)?;
        Ok(Tested {
            report,
            missing: missing.cases.iter().map(Boundary::to_json).collect(),
            missing_whole: missing.is_whole,
        })
    };
    named("report", tested())
}

/// A programme in plain words: `{"ok": true, "text"}`.
#[wasm_bindgen]
pub fn render_programme(programme: &str, language: &str, is_markdown: bool) -> String {
    let format = match is_markdown {
        true => ProseFormat::Markdown,
        false => ProseFormat::Text,
    };
    let law = LawEdition::built_in();
    named(
        "text",
        law.and_then(|law| render(&law, programme, language, format)),
    )
}

/// The programme that a table says, and what is wrong with it: `{"ok": true, "table"}`. The rows are JSON: lists of texts.
#[wasm_bindgen]
pub fn from_table(rows: &str) -> String {
    let rows = serde_json::from_str(rows).unwrap_or_else(|_| throw_str("rows are lists of texts"));
    let law = LawEdition::built_in();
    named("table", law.map(|law| Table::read(&Sheet::of(rows), &law)))
}

/// The rows of a programme: `{"ok": true, "rows"}`.
#[wasm_bindgen]
pub fn to_table(programme: &str) -> String {
    let rows = || {
        to_rows(
            &Value::parse(programme.as_bytes(), limits::PROGRAMME_BYTES)?,
            &LawEdition::built_in()?,
        )
    };
    named("rows", rows())
}

/// What changed between two bundles of one subject: `{"ok": true, "difference"}`. Root, snapshot and the options of its
/// making are those of a verifier in another module, which cannot be reached from here: what it trusts is verified again.
#[wasm_bindgen]
pub fn compare(
    root: &str,
    snapshot: &str,
    verifier: &str,
    earlier: &str,
    later: &str,
    options: &str,
) -> String {
    let made = || {
        let verifier = VerifierOptions::from_json(verifier)?;
        let verifier = Verifier::new(root, Some(snapshot).filter(|s| !s.is_empty()), &verifier)?;
        Ok::<_, Error>((verifier, CompareOptions::from_json(options)?))
    };
    let compared = made().map_err(|error| vec![error]);
    let compared = compared.and_then(|(by, options)| by.compare_all(earlier, later, &options));
    reply(Reply::new("difference", compared))
}

/// What an identity code is: `{"ok": true, "identity"}`. `kind`: what it is said to be, or nothing. `now`: UNIX seconds.
#[wasm_bindgen]
pub fn identify(code: &str, kind: &str, now: f64) -> String {
    named("identity", identity(code, kind, now))
}

/// Read once: whoever types asks at every key.
static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::built_in);

fn identity(code: &str, kind: &str, now: f64) -> Result<Identity, Error> {
    let now = Instant::from_unix(now as i64);
    let now = now.ok_or_else(|| wrong_option("/now", Problem::TimeExpected))?;
    let today = Day::of(now);
    let regions = &*REGIONS;
    let said = [
        CodeKind::PermanentResidentId,
        CodeKind::ResidentId,
        CodeKind::Uscc,
    ];
    let found = match said.into_iter().find(|known| known.as_str() == kind) {
        Some(kind) => examine_as(kind, code, today),
        None if kind.is_empty() => examine(code, today),
        None => return Err(wrong_option("/kind", Problem::Value)),
    };
    let found = regions.check(found);
    Ok(Identity {
        kind: found.kind.as_str(),
        verdict: found.verdict.as_str(),
        problems: found.problems.iter().map(|p| p.as_str()).collect(),
        normalised: found.normalised,
        replacement: found.replacement,
        authority: found.authority,
        region_name: found
            .region
            .as_deref()
            .and_then(|code| regions.full_name(code)),
        region: found.region,
        organisation_code: found.organisation_code,
        birthdate: found.birthdate.map(|day| day.to_string()),
    })
}

fn wrong_option(pointer: &str, problem: Problem) -> Error {
    let details = Object::from_iter([("pointer", pointer.into())]);
    Error::of_input(Code::InputOptions, details).because(problem)
}

/// As `xinyi id --json` has it, without what a cell of a table has beside a code.
#[derive(Serialize)]
struct Identity {
    kind: &'static str,
    verdict: &'static str,
    problems: Vec<&'static str>,
    normalised: Option<String>,
    replacement: Option<String>,
    authority: Option<String>,
    region: Option<String>,
    region_name: Option<String>,
    organisation_code: Option<String>,
    birthdate: Option<String>,
}

#[derive(Serialize)]
struct Tested {
    #[serde(flatten)]
    report: TestReport,
    missing: Vec<Value>,
    missing_whole: bool,
}

/// The reply with a result by its name.
fn named<T: Serialize>(name: &'static str, result: Result<T, Error>) -> String {
    reply(Reply::new(name, result.map_err(|error| vec![error])))
}

fn reply<T: Serialize, R: Into<Reply<T>>>(result: R) -> String {
    let reply: Reply<T> = result.into();
    serde_json::to_string(&reply).unwrap_or_else(|_| throw_str("a reply has no JSON"))
}

#[cfg(test)]
mod tests {
    use xinyi::Value;

    use super::*;

    fn parsed(reply: &str) -> Value {
        Value::parse(reply.as_bytes(), reply.len()).expect("JSON")
    }

    fn code(of: Option<&Value>) -> Option<&str> {
        of?.member("code")?.as_str()
    }

    #[test]
    fn findings_are_a_reply() {
        let reply = parsed(&lint(r#"{"id":"x"}"#));
        assert_eq!(reply.member("ok"), Some(&true.into()));
        let found = reply.member("findings").and_then(|f| f.member("errors"));
        let errors = found.and_then(Value::as_array).expect("errors");
        assert_eq!(code(errors.first()), Some("programme.schema"));
    }

    #[test]
    fn a_code_is_read_by_its_kind_and_by_the_table_of_regions() {
        let of = |code: &str, kind: &str| {
            let reply = parsed(&identify(code, kind, 1_795_140_000.0));
            let found = reply.member("identity").expect("an identity");
            let text = |name| {
                found
                    .member(name)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            };
            (text("kind"), text("verdict"), text("region_name"))
        };
        let (kind, verdict, region) = of("91310115MA1000367Y", "");
        assert_eq!(kind.as_deref(), Some("uscc"));
        assert_eq!(verdict.as_deref(), Some("valid"));
        assert_eq!(region.as_deref(), Some("上海市 浦东新区"));
        let (kind, verdict, _) = of("91310115MA1000367Y", "resident_id");
        assert_eq!(kind.as_deref(), Some("resident_id"));
        assert_eq!(verdict.as_deref(), Some("invalid"));
        for (kind, now) in [("unknown", 0.0), ("uscc", f64::MAX)] {
            let reply = parsed(&identify("", kind, now));
            assert_eq!(code(reply.member("error")), Some("input.options"));
        }
    }

    #[test]
    fn a_refusal_is_a_reply() {
        let now = r#"{"now":1795140000}"#;
        for (reply, expected) in [
            (lint("{"), "format.json"),
            (try_programme("{}", "{}", now), "programme.schema"),
            (try_programme("{}", "{}", "{}"), "input.options"),
            (try_programme("{}", "{}", ""), "format.json"),
        ] {
            let reply = parsed(&reply);
            assert_eq!(reply.member("ok"), Some(&false.into()), "{reply}");
            assert_eq!(code(reply.member("error")), Some(expected), "{reply}");
        }
    }
}
