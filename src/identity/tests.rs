//! Codes of every kind, and what is to be said of them.

use super::CodeKind::{PermanentResidentId, ResidentId, Unknown, Uscc};
use super::*;
use proptest::prelude::*;

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

#[test]
fn unified_social_credit_codes_that_do_not_check() {
    for (code, want) in [
        // Examples of tutorials, wrong in both check characters.
        (
            "91310115MA1G4L1WXK",
            "invalid: organisation_check check_character",
        ),
        (
            "91310115MA1H8R7C6D",
            "invalid: organisation_check check_character",
        ),
        // Another department before a code that was right: a pair that there is.
        ("A1110000600037341L", "invalid: check_character"),
        // What validators by pattern alone take, and what validators by MOD 31 alone take.
        (
            "111111111111111111",
            "invalid: organisation_check check_character",
        ),
        (
            "000000000000000000",
            "invalid: authority_unknown province_unknown",
        ),
        // Pairs that are not in the table, and one seen in lists of others.
        ("G1310115MA1000017H", "unrecognised: authority_unknown"),
        ("J1310115MA1000025A", "unrecognised: authority_unknown"),
        (
            "G1990115MA1000017T",
            "invalid: authority_unknown province_unknown",
        ),
    ] {
        says(code, Uscc, want);
    }
}

#[test]
fn a_region_alone_never_counts_against_a_company() {
    // The free-trade zone's registry, the Xinjiang corps, the national registry.
    for code in [
        "91310141MA1K000158",
        "91660200MA7700014W",
        "91100000100003962T",
    ] {
        says(code, Uscc, "valid");
    }
}

#[test]
fn codes_that_xiamen_issued_with_a_wrong_check_character() {
    for code in [
        "91350203M0001FUE2P",
        "91350203M0001QKT19",
        "91350211M0000XUF46",
    ] {
        says(code, Uscc, "legacy: check_character_xiamen");
    }
    // Right ones of the series are valid; nothing else may be wrong, and elsewhere nothing.
    says("91350203M0001XY292", Uscc, "valid");
    says(
        "91350203M0001FUE3P",
        Uscc,
        "invalid: organisation_check check_character",
    );
    says(
        "G1350203M0001FUE2P",
        Uscc,
        "invalid: authority_unknown check_character",
    );
    says("91350103M0001FUE2P", Uscc, "invalid: check_character");
    says("9135020MM0001FUE2P", Unknown, "invalid: alphabet");
}

// Specimens of the standard and of announcements, and made-up ones with the sequence 000, which is
// nobody's.
#[test]
fn resident_numbers() {
    for (code, want) in [
        ("11010519491231002X", "valid"),
        ("11010519491231002x", "valid"),
        ("440524188001010014", "valid"),
        ("360426199101010071", "valid"),
        ("110101202311012176", "valid"),
        ("310119198503070014", "valid"),
        ("810000199408230021", "valid"),
        ("820000199009110016", "valid"),
        ("830000199201300022", "valid"),
        ("810001199408230001", "unrecognised: region_unknown"),
        // Permits are of 2018 and later: none had 15 digits, and none is for the born before 1900.
        ("810000850307001", "invalid: permit_form"),
        ("830000850307001", "invalid: permit_form"),
        ("820001850307001", "invalid: region_unknown permit_form"),
        ("710000199201300025", "unrecognised: region_unused"),
        ("310115202611250008", "valid"),
        ("310115202611260003", "invalid: birthdate_future"),
        ("310101203001010011", "invalid: birthdate_future"),
        ("310115202302290014", "invalid: birthdate_invalid"),
        ("990105194912310023", "invalid: province_unknown"),
        ("110105194912310021", "invalid: check_character"),
        ("440524800101001", "legacy: former_form"),
        ("320311770706001", "legacy: former_form"),
        ("320311771306001", "invalid: birthdate_invalid former_form"),
        (
            "310101850304000",
            "unrecognised: former_form registration_number",
        ),
    ] {
        says(code, ResidentId, want);
    }
    says_as(ResidentId, "310101850304000", "legacy: former_form");
    says_as(ResidentId, "810000850307001", "invalid: permit_form");
    says_as(
        ResidentId,
        "810000188003070003",
        "invalid: birthdate_invalid",
    );
    says_as(
        ResidentId,
        "310115179912310016",
        "invalid: birthdate_invalid",
    );
}

#[test]
fn permanent_residence_cards() {
    for (code, want) in [
        ("911124198108030024", "valid"),
        ("931840198507150017", "valid"),
        ("CAN110081080310", "legacy: former_form"),
        ("999840198507150015", "invalid: province_unknown"),
        ("931999198507150013", "unrecognised: country_unknown"),
        ("931840202611260012", "invalid: birthdate_future"),
        ("931840198507320012", "invalid: birthdate_invalid"),
        ("931840198507150018", "invalid: check_character"),
    ] {
        says_as(PermanentResidentId, code, want);
    }
    says("911124198108030024", PermanentResidentId, "valid");
    says(
        "CAN110081080310",
        PermanentResidentId,
        "legacy: former_form",
    );
    says_as(PermanentResidentId, "CA1110081080310", "invalid: alphabet");
    says_as(
        PermanentResidentId,
        "11010519491231002X",
        "invalid: alphabet other_kind",
    );
}

#[test]
fn what_passes_for_several_kinds_is_the_persons() {
    // By MOD 31 alone a code of Beijing's 机关 or Shanghai's law firms; MOD 11 finds it out.
    says("31011519500217000X", ResidentId, "valid");
    says_as(
        Uscc,
        "31011519500217000X",
        "invalid: organisation_check other_kind",
    );
    // By every check of both.
    for code in ["310115195009020004", "110105195008060004"] {
        says(code, ResidentId, "valid");
        says_as(Uscc, code, "unrecognised: other_kind");
    }
    says("931840195012190005", PermanentResidentId, "valid");
    says_as(Uscc, "931840195012190005", "unrecognised: other_kind");
    // A slip in a resident number that makes a USCC of it, by every check.
    says("310119198503080014", Uscc, "unrecognised: other_kind");
    says_as(Uscc, "310119198503080014", "valid");
    // One letter, and it is a company's.
    says("513100005017888874", Uscc, "valid");
    says_as(
        ResidentId,
        "513100005017888874",
        "invalid: birthdate_invalid check_character other_kind",
    );
}

#[test]
fn what_is_of_no_kind() {
    for (text, want) in [
        ("", "invalid: length"),
        ("12345", "invalid: length"),
        ("9111010855138508Q", "invalid: length"),
        ("91110108551385082QQ", "invalid: length"),
        ("ÄÖ1105194912310021", "invalid: alphabet"),
        ("CAN11008108031X", "invalid: alphabet"),
        ("55138508-2", "unrecognised: organisation_code"),
        ("551385082", "unrecognised: organisation_code"),
        ("110108000000016", "unrecognised: registration_number"),
        ("110108000000017", "invalid: birthdate_invalid former_form"),
    ] {
        let found = examine(text, today());
        assert_eq!(summary(&found), want, "{text}");
    }
    says_as(Uscc, "551385082", "invalid: length organisation_code");
    says_as(
        Uscc,
        "110108000000016",
        "invalid: length registration_number",
    );
    says_as(Uscc, "440524800101001", "invalid: length other_kind");
    let declared = examine_as(Unknown, "91310115MA1000367Y", today());
    assert_eq!(declared, examine("91310115MA1000367Y", today()));
}

#[test]
fn nothing_is_read_from_a_code_that_is_wrong() {
    let found = examine("110105194912310021", today());
    assert_eq!(found.verdict, CodeVerdict::Invalid);
    assert_eq!(found.normalised.as_deref(), Some("110105194912310021"));
    assert_eq!((&found.region, found.birthdate), (&None, None));
    let found = examine("91310115MA1000368Y", today());
    assert_eq!((&found.authority, &found.organisation_code), (&None, &None));
}

#[test]
fn what_is_read_from_a_code_that_is_right() {
    let found = examine("11010519491231002x", today());
    assert_eq!(found.region.as_deref(), Some("110105"));
    assert_eq!(found.birthdate, Day::parse("1949-12-31"));
    assert_eq!(found.replacement, None);
    let found = examine_as(ResidentId, "110105491231002", today());
    assert_eq!(found.birthdate, Day::parse("1949-12-31"));
    assert_eq!(found.replacement.as_deref(), Some("11010519491231002X"));
    let found = examine("810000850307001", today());
    assert_eq!((found.replacement, found.region), (None, None));
    let found = examine("440524188001010014", today());
    assert_eq!((found.verdict, found.birthdate), (CodeVerdict::Valid, None));
    let found = examine("91350203M0001FUE2P", today());
    assert_eq!(found.authority.as_deref(), Some("91"));
    assert_eq!(found.region.as_deref(), Some("350203"));
    assert_eq!(found.organisation_code.as_deref(), Some("M0001FUE2"));
}

#[test]
fn any_text_is_examined_without_harm() {
    for text in [
        "\u{0}",
        "９",
        "🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄🀄",
        "-",
        "--------",
        "９９９９９９９９９-",
    ] {
        for kind in CodeKind::ALL {
            let found = examine_as(*kind, text, today());
            assert_eq!(found.verdict, CodeVerdict::Invalid, "{text}");
        }
    }
}

proptest! {
    #[test]
    fn what_is_said_of_any_text_holds_together(
        text in prop_oneof!["[0-9]{15}|[0-9]{17}[0-9X]", "[0-9A-Y]{2}[0-9]{6}[0-9A-Y]{10}", "\\PC{0,20}"],
    ) {
        for kind in CodeKind::ALL {
            let found = examine_as(*kind, &text, today());
            let gravest = found.problems.iter().map(|p| gravity(p.verdict())).max();
            prop_assert_eq!(found.gravity(), gravest.unwrap_or(0));
            let mut once = found.problems.clone();
            once.dedup();
            prop_assert_eq!(&once, &found.problems);
            let read = found.region.is_some() || found.birthdate.is_some();
            prop_assert!(!(found.is_invalid() && read));
            // Its one spelling is examined alike, and is its own one spelling.
            if let Some(normalised) = &found.normalised {
                prop_assert_eq!(&examine_as(*kind, normalised, today()), &found);
            }
            let padded = [" ", text.as_str(), "\n"].concat();
            prop_assert!(is_same(&text, &padded) || text.trim().is_empty());
        }
    }
}
