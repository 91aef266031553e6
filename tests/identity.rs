//! Every slip of one character and every swap of two neighbours: which check notices it. The table
//! that comes of it stands in docs/identity.md.
#![cfg(feature = "cli")]

use xinyi::Day;
use xinyi::identity::{
    CodeKind, CodeProblem, CodeVerdict, Regions, examine, examine_as, organisation_code,
};

const DIGITS: &str = "0123456789";
const USCC: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Codes of one form, and the characters that it has in each place.
struct Form {
    name: &'static str,
    kind: CodeKind,
    codes: &'static [&'static str],
    alphabet: fn(usize) -> &'static str,
}

// Published by their companies, specimens of the standard and of announcements, or made up.
const FORMS: &[Form] = &[
    Form {
        name: "USCC",
        kind: CodeKind::Uscc,
        codes: &[
            "91110108551385082Q",
            "91310115MA1H9YGWXX",
            "91310115MA10001800",
            "N2310151MF00000134",
        ],
        alphabet: uscc,
    },
    Form {
        name: "USCC of Xiamen's series",
        kind: CodeKind::Uscc,
        codes: &["91350203M0001FUE2P", "91350211M0000XUF46"],
        alphabet: uscc,
    },
    Form {
        name: "resident number",
        kind: CodeKind::ResidentId,
        codes: &[
            "11010519491231002X",
            "310119198503070014",
            "440524188001010014",
            "810000199408230021",
        ],
        alphabet: number,
    },
    Form {
        name: "resident number of 15 digits",
        kind: CodeKind::ResidentId,
        codes: &["440524800101001", "320311770706001"],
        alphabet: |_| DIGITS,
    },
    Form {
        name: "permanent residence card",
        kind: CodeKind::PermanentResidentId,
        codes: &["911124198108030024", "931840198507150017"],
        alphabet: number,
    },
];

fn uscc(place: usize) -> &'static str {
    if (2..8).contains(&place) {
        DIGITS
    } else {
        USCC
    }
}

fn number(place: usize) -> &'static str {
    if place == 17 { "0123456789X" } else { DIGITS }
}

/// What a mistake makes of a code, without the code itself.
type Mistake = fn(&Form, &str) -> Vec<String>;

fn substitutions(form: &Form, code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (place, right) in code.char_indices() {
        for wrong in (form.alphabet)(place).chars().filter(|c| *c != right) {
            out.push(format!("{}{wrong}{}", &code[..place], &code[place + 1..]));
        }
    }
    out
}

fn swaps(_: &Form, code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for place in 1..code.len() {
        let mut characters: Vec<char> = code.chars().collect();
        characters.swap(place - 1, place);
        out.push(String::from_iter(characters));
    }
    out.retain(|other| other != code);
    out
}

/// What became of the mistakes of one kind.
#[derive(Default)]
struct Tally {
    all: usize,
    invalid: usize,
    unrecognised: usize,
    check_character: usize,
    organisation_check: usize,
    birthdate: usize,
    other: usize,
}

fn tally(form: &Form, mistake: Mistake, regions: &Regions) -> Tally {
    let today = Day::parse("2026-11-25").unwrap();
    let mut tally = Tally::default();
    for code in form.codes {
        let right = examine(code, today);
        assert_eq!(right.kind, form.kind, "{code}");
        assert!(
            matches!(right.verdict, CodeVerdict::Valid | CodeVerdict::Legacy),
            "{code}"
        );
        for wrong in mistake(form, code) {
            let found = regions.check(examine_as(form.kind, &wrong, today));
            let has = |problem| usize::from(found.problems.contains(&problem));
            tally.all += 1;
            tally.invalid += usize::from(found.verdict == CodeVerdict::Invalid);
            tally.unrecognised += usize::from(found.verdict == CodeVerdict::Unrecognised);
            tally.check_character += has(CodeProblem::CheckCharacter);
            tally.organisation_check += has(CodeProblem::OrganisationCheck);
            let of_birth = [CodeProblem::BirthdateInvalid, CodeProblem::BirthdateFuture];
            let born = found.problems.iter().any(|p| of_birth.contains(p));
            tally.birthdate += usize::from(born);
            let others = [
                CodeProblem::Alphabet,
                CodeProblem::AuthorityUnknown,
                CodeProblem::CountryUnknown,
                CodeProblem::ProvinceUnknown,
                CodeProblem::RegionEnded,
                CodeProblem::RegionUnknown,
                CodeProblem::RegionUnused,
            ];
            tally.other += usize::from(found.problems.iter().any(|p| others.contains(p)));
            if right.verdict == CodeVerdict::Valid {
                assert_eq!(found.verdict, CodeVerdict::Invalid, "{wrong}");
                // Nor does a mistake make a good code of another kind.
                let undeclared = examine(&wrong, today);
                assert_ne!(undeclared.verdict, CodeVerdict::Valid, "{wrong}");
            }
        }
    }
    tally
}

#[test]
fn every_mistake_in_one_place_is_noticed() {
    let regions = Regions::built_in();
    let mut rows = Vec::new();
    for form in FORMS {
        for (name, mistake) in [
            ("one character", substitutions as Mistake),
            ("a swap", swaps),
        ] {
            let t = tally(form, mistake, &regions);
            let share = |part: usize| {
                let tenths = (part * 1000 + t.all / 2) / t.all;
                format!("{}.{}", tenths / 10, tenths % 10)
            };
            rows.push(format!(
                "| {} | {name} | {} | {} | {} | {} | {} | {} | {} |",
                form.name,
                t.all,
                share(t.invalid),
                share(t.unrecognised),
                share(t.check_character),
                share(t.organisation_check),
                share(t.birthdate),
                share(t.other),
            ));
        }
    }
    println!("{}", rows.join("\n"));
    let documentation = include_str!("../docs/identity.md");
    for row in rows {
        assert!(
            documentation.contains(&row),
            "docs/identity.md lacks\n{row}"
        );
    }
}

#[test]
fn the_documentation_has_every_problem_with_its_verdict() {
    let documentation = include_str!("../docs/identity.md");
    for problem in CodeProblem::ALL {
        let (problem, verdict) = (problem.as_str(), problem.verdict().as_str());
        let row = format!("| `{problem}` | `{verdict}` |");
        assert!(
            documentation.contains(&row),
            "docs/identity.md lacks\n{row}"
        );
    }
}

#[test]
fn an_organisation_code_of_its_own_notices_what_mod_11_does() {
    for code in ["551385082", "13221158X", "MA1H9YGWX"] {
        assert_eq!(organisation_code(code).as_deref(), Some(code));
        for place in 0..9 {
            for wrong in DIGITS.chars().filter(|c| !code[place..].starts_with(*c)) {
                let digit = code[place..=place].chars().all(|c| c.is_ascii_digit());
                let changed = format!("{}{wrong}{}", &code[..place], &code[place + 1..]);
                // One digit for another always; a letter for a digit 11 places on never.
                assert!(!digit || organisation_code(&changed).is_none(), "{changed}");
            }
        }
    }
    assert_eq!(
        organisation_code("MA1H9YGWX").is_some(),
        organisation_code("BA1H9YGWX").is_some()
    );
}

#[test]
fn resident_numbers_are_never_read_as_credit_codes() {
    let today = Day::parse("2026-11-25").unwrap();
    let (mut all, mut by_mod_31, mut by_both) = (0, 0, 0);
    let mut day = Day::parse("1950-01-01").unwrap();
    while day < today {
        // The sequence 000 is nobody's.
        let (year, month, date) = day.parts();
        let seventeen = format!("310115{year}{month:02}{date:02}000");
        let number = (0..=10)
            .map(|last| format!("{seventeen}{}", &"X0123456789"[last..=last]))
            .find(|number| {
                examine_as(CodeKind::ResidentId, number, today)
                    .problems
                    .is_empty()
            })
            .expect("one of eleven checks");
        assert_eq!(
            examine(&number, today).kind,
            CodeKind::ResidentId,
            "{number}"
        );
        let as_credit_code = examine_as(CodeKind::Uscc, &number, today);
        assert_ne!(as_credit_code.verdict, CodeVerdict::Valid, "{number}");
        assert!(as_credit_code.problems.contains(&CodeProblem::OtherKind));
        all += 1;
        if !as_credit_code
            .problems
            .contains(&CodeProblem::CheckCharacter)
        {
            by_mod_31 += 1;
            by_both += usize::from(as_credit_code.problems.len() == 1);
        }
        day = day.next().unwrap();
    }
    let row = format!("Of {all} such numbers, {by_mod_31} pass MOD 31 and {by_both} both checks");
    println!("{row}");
    let documentation = include_str!("../docs/identity.md").replace('\n', " ");
    assert!(
        documentation.contains(&row),
        "docs/identity.md lacks\n{row}"
    );
}
