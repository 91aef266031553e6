//! Codes of every kind, and what is to be said of them.

use super::CodeKind::{Unknown, Uscc};
use super::*;

fn today() -> Day {
    Day::parse("2026-11-25").unwrap()
}

/// Verdict and problems in one line, such as `legacy: former_form`.
fn summary(found: &Examination) -> String {
    let problems: Vec<&str> = found.problems.iter().map(|p| p.as_str()).collect();
    format!("{}: {}", found.verdict.as_str(), problems.join(" "))
        .trim_end_matches([':', ' '])
        .to_owned()
}

#[track_caller]
fn says(input: &str, kind: CodeKind, want: &str) {
    let found = examine(input, today());
    assert_eq!(
        (found.kind, summary(&found).as_str()),
        (kind, want),
        "{input}"
    );
    assert_eq!(
        found.problems.is_empty(),
        found.verdict == CodeVerdict::Valid
    );
}

#[track_caller]
fn says_as(kind: CodeKind, input: &str, want: &str) {
    let found = examine_as(kind, input, today());
    assert_eq!(
        (found.kind, summary(&found).as_str()),
        (kind, want),
        "{input}"
    );
}

// Codes that companies and institutions publish themselves, and made-up ones.
#[test]
fn unified_social_credit_codes_that_check() {
    for code in [
        "91110108551385082Q",
        "91110000600037341L",
        "91110000101623741K",
        "911101066976941872",
        "12440600MB2C07549J",
        "91440300708461136T",
        "9131000013221158XC",
        "91310000132260250X",
        "91310115MA1H9YGWXX",
        "91100000100003962T",
        "513100005017888874",
        "31310000MD0200018A",
        "N2310151MF00000134",
        "A1100000MA0000015W",
        "Y1310000MB00000198",
        "91310115MA10001800",
        "91310115MA1000367Y",
    ] {
        says(code, Uscc, "valid");
        says_as(Uscc, code, "valid");
    }
}

#[test]
fn a_code_has_one_spelling() {
    for text in [
        "91310115ma1000367y",
        " 91310115MA1000367Y\n",
        "\u{3000}９１３１０１１５ＭＡ１０００３６７Ｙ",
    ] {
        let found = examine(text, today());
        assert_eq!(summary(&found), "valid", "{text}");
        assert_eq!(found.normalised.as_deref(), Some("91310115MA1000367Y"));
    }
    // Cyrillic А; letters for digits; a hyphen and a space, within and behind.
    for (text, want) in [
        ("91310115M\u{410}1000367Y", "invalid: alphabet"),
        ("913I0115MA1000367Y", "invalid: alphabet"),
        ("91310115MA1OOO367Y", "invalid: alphabet"),
        ("91310115-MA1000367Y", "invalid: length"),
        ("91310115 MA1000367Y", "invalid: length"),
        ("91310115MA1000367Y-", "invalid: length"),
    ] {
        says(text, Unknown, want);
    }
}
