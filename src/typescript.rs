//! What of the TypeScript is made of the code: the unions of codes, the limits and the names of options.
//!
//! The files are part of the project, and a test holds them to the code. After a change:
//!
//! ```sh
//! UPDATE=1 cargo test --lib typescript
//! ```

use std::fs;

use crate::credit::published::{hold, path};
use crate::decision::{Outcome, WarningCode};
use crate::error::{Code, Problem, Stage};
use crate::law::{Action, Duty, Ground};
use crate::limits;
use crate::rules::Verdict;
use crate::verifier::names;

/// A file with what is made put between its marks.
fn filled(file: &str, made: &str) -> String {
    const BEGIN: &str = "// made of the code by: UPDATE=1 cargo test --lib typescript\n";
    const END: &str = "// end\n";
    let text = fs::read_to_string(path(file)).expect("a file of the package");
    let (before, rest) = text.split_once(BEGIN).expect("where it begins");
    let (_, after) = rest.split_once(END).expect("where it ends");
    [before, BEGIN, made, END, after].concat()
}

/// `export type NAME = "a" | "b";`
fn union<T: Copy>(what: &str, name: &str, all: &[T], spelling: fn(T) -> &'static str) -> String {
    let all: Vec<String> = all
        .iter()
        .map(|code| format!("{:?}", spelling(*code)))
        .collect();
    format!(
        "/** {what} */\nexport type {name} =\n  | {};\n\n",
        all.join("\n  | ")
    )
}

#[test]
fn the_unions_are_those_of_the_code() {
    let made = [
        "\n".to_owned(),
        union(
            "Why something was refused.",
            "ErrorCode",
            Code::ALL,
            Code::as_str,
        ),
        union(
            "What is wrong with the value that an error is about.",
            "Problem",
            Problem::ALL,
            Problem::as_str,
        ),
        union(
            "What was being read or verified.",
            "Stage",
            Stage::ALL,
            Stage::as_str,
        ),
        union(
            "What a decision says.",
            "Outcome",
            Outcome::ALL,
            Outcome::as_str,
        ),
        union(
            "What a leaf of a rule comes to.",
            "Verdict",
            Verdict::ALL,
            Verdict::as_str,
        ),
        union(
            "Why the law keeps a record out.",
            "Ground",
            Ground::ALL,
            Ground::as_str,
        ),
        union("What is to be done.", "Action", Action::ALL, Action::as_str),
        union(
            "The subject's own part in it.",
            "Duty",
            Duty::ALL,
            Duty::as_str,
        ),
        union(
            "What does not change the outcome.",
            "WarningCode",
            WarningCode::ALL,
            WarningCode::as_str,
        ),
    ];
    let file = "pkg/src/index.d.ts";
    hold(file, &filled(file, &made.concat()));
}

#[test]
fn limits_and_names_of_options_are_those_of_the_code() {
    let mut made =
        "\n/** In bytes of UTF-8; `bundles` are all of a call together, as JSON. */\n".to_owned();
    made.push_str("const LIMITS = {\n");
    for (name, limit) in [
        ("bundle", limits::BUNDLE_BYTES),
        ("bundles", limits::BUNDLES_BYTES),
        ("root", limits::ROOT_BYTES),
        ("snapshot", limits::SNAPSHOT_BYTES),
        ("programme", limits::PROGRAMME_BYTES),
        ("input", limits::OPTIONS_BYTES),
    ] {
        made.push_str(&format!("  {name}: {limit},\n"));
    }
    made.push_str("};\n\n");
    for (name, known) in [
        // The facade's own beside those of the core.
        (
            "CREATE_OPTIONS",
            [names::OF_THE_PACKAGE, names::TO_CREATE].concat(),
        ),
        ("LOAD_OPTIONS", names::TO_LOAD.to_vec()),
        ("CHECK_OPTIONS", names::TO_CHECK.to_vec()),
        (
            "FORECAST_OPTIONS",
            [names::TO_CHECK, names::TO_FORECAST].concat(),
        ),
        ("COMPARE_OPTIONS", names::TO_COMPARE.to_vec()),
        ("REQUEST_OPTIONS", names::TO_REQUEST.to_vec()),
        ("QR_OPTIONS", names::TO_QR.to_vec()),
        ("TRIAL_OPTIONS", names::TO_TRY.to_vec()),
        ("PLAN_OPTIONS", names::TO_PLAN.to_vec()),
        ("PREPARE_OPTIONS", names::TO_PREPARE.to_vec()),
        ("COMMITMENT_OPTIONS", names::TO_COMMIT.to_vec()),
    ] {
        let known: Vec<String> = known.iter().map(|name| format!("{name:?}")).collect();
        made.push_str(&format!("const {name} = [{}];\n", known.join(", ")));
    }
    made.push('\n');
    let file = "pkg/src/input.ts";
    hold(file, &filled(file, &made));
}
