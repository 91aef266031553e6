//! The resident identity number (公民身份号码, GB 11643-1999): 6 digits of address, 8 of birth,
//! 3 of sequence, and a check character by MOD 11-2. Until 1999 it had 15 digits: no century and no
//! check character.
//!
//! The residence permits for residents of Hong Kong, Macau and Taiwan (港澳台居民居住证) have numbers of the
//! same form, with 810000, 820000 or 830000 in place of an address. There are such permits since 2018-09-01
//! (港澳台居民居住证申领发放办法, 国办发〔2018〕81号), so that none has 15 digits.

use super::check::{self, checks};
use super::examination::{CodeKind, CodeProblem, Examination};
use super::normal;
use super::province::{TAIWAN, is_province};
use crate::time::Day;

/// The day of birth in a number of 18 digits. `None` if anything about the number is wrong, or the day is after
/// `today`: nothing may be read from such a number. Nor is anything read from a number of 15 digits, which has
/// no check character.
pub(crate) fn birthdate(number: &str, today: Day) -> Option<Day> {
    let code = normal::fold(number);
    let day = born(code.get(6..14)?).ok()??;
    let sound = code.len() == 18
        && checks(&code, check::mod_11_2)
        && address_problem(code.get(..6)?).is_none();
    (sound && day <= today).then_some(day)
}

/// The number of 18 digits that has replaced one of 15. None for people born before 1900, whose
/// number of 18 digits does not follow, nor for what begins like a permit.
pub(super) fn replacement(code: &str) -> Option<String> {
    // No province of the mainland begins with 8.
    let mut long = lengthened(code).filter(|long| !long.starts_with('8'))?;
    born(long.get(6..14)?).ok()??;
    long.push(char::from(check::mod_11_2(long.as_bytes())?));
    Some(long)
}

/// Reads a folded code as a resident number.
pub(super) fn examine(code: &str, today: Day) -> Examination {
    let refused = |problem| Examination::new(CodeKind::ResidentId, code, vec![problem]);
    let former = code.chars().count() == 15;
    if !former && code.chars().count() != 18 {
        return refused(CodeProblem::Length);
    }
    let long = if former {
        lengthened(code)
    } else {
        is_number(code).then(|| code.to_owned())
    };
    let parts = |long: &str| Some((long.get(..6)?.to_owned(), born(long.get(6..14)?)));
    let Some((address, birth)) = long.as_deref().and_then(parts) else {
        return refused(CodeProblem::Alphabet);
    };
    // Nobody who was born before 1900 was alive when permits began.
    let birth = match birth {
        Ok(None) if is_permit(&address) => Err(CodeProblem::BirthdateInvalid),
        birth => birth,
    };
    let mut problems = Vec::new();
    problems.extend(address_problem(&address));
    problems.extend(birth_problem(birth, today));
    if former && is_permit(&address) {
        problems.push(CodeProblem::PermitForm);
    } else if former {
        problems.push(CodeProblem::FormerForm);
    } else if !checks(code, check::mod_11_2) {
        problems.push(CodeProblem::CheckCharacter);
    }
    let mut found = Examination::new(CodeKind::ResidentId, code, problems);
    if !found.is_invalid() {
        found.region = Some(address);
        found.birthdate = birth.ok().flatten();
        found.replacement = replacement(code);
    }
    found
}

/// Whether these are 17 digits and a digit or X.
pub(super) fn is_number(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 18
        && bytes.split_last().is_some_and(|(last, digits)| {
            digits.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'X')
        })
}

/// The day that eight digits are: none before 1900, where the standard leaves it open whose a
/// number would be.
pub(super) fn born(digits: &str) -> Result<Option<Day>, CodeProblem> {
    let number: i64 = digits.parse().map_err(|_| CodeProblem::BirthdateInvalid)?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match Day::new(year, month, day) {
        Some(born) => Ok(Some(born).filter(|_| year >= 1900)),
        None => Err(CodeProblem::BirthdateInvalid),
    }
}

/// The problem of a day of birth, on a day.
pub(super) fn birth_problem(
    birth: Result<Option<Day>, CodeProblem>,
    today: Day,
) -> Option<CodeProblem> {
    match birth {
        Err(problem) => Some(problem),
        Ok(Some(day)) if day > today => Some(CodeProblem::BirthdateFuture),
        Ok(_) => None,
    }
}

/// Whether a number begins like that of a residence permit.
fn is_permit(number: &str) -> bool {
    matches!(number.get(..2), Some("81" | "82" | "83"))
}

/// What can be said of an address without the table of regions.
fn address_problem(address: &str) -> Option<CodeProblem> {
    match address.split_at_checked(2)? {
        ("81" | "82" | "83", "0000") => None,
        ("81" | "82" | "83", _) => Some(CodeProblem::RegionUnknown),
        (TAIWAN, _) => Some(CodeProblem::RegionUnused),
        (province, _) => (!is_province(province)).then_some(CodeProblem::ProvinceUnknown),
    }
}

/// 15 digits with their century, which makes 17.
fn lengthened(code: &str) -> Option<String> {
    let digits = code.len() == 15 && code.bytes().all(|b| b.is_ascii_digit());
    let (address, rest) = digits.then(|| code.split_at_checked(6))??;
    // From 996 on the sequences were for people born in the century before (unconfirmed).
    let old = rest.get(6..)? >= "996";
    let mut long = String::with_capacity(18);
    for part in [address, if old { "18" } else { "19" }, rest] {
        long.push_str(part);
    }
    Some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    // The specimens of the standard's own text and of the permits' announcements, and ones made
    // up; nobody's numbers.
    #[test]
    fn a_birthdate_is_read_only_from_a_number_that_is_right() {
        let today = Day::parse("2026-11-25").unwrap();
        for (number, want) in [
            ("11010519491231002X", Some("1949-12-31")),
            ("11010519491231002x", Some("1949-12-31")),
            ("810000199408230021", Some("1994-08-23")),
            ("110105194912310021", None),
            ("110105194913310021", None),
            // No province, Taiwan's code, no such permit, born on the next day, before 1900.
            ("990105194912310023", None),
            ("710000199201300025", None),
            ("810001199408230028", None),
            ("11010520261126002X", None),
            ("440524188001010014", None),
            // No check character, another kind, nothing.
            ("110105491231002", None),
            ("91110108551385082Q", None),
            ("911124198108030024", None),
            ("", None),
        ] {
            let day = birthdate(number, today).map(|d| d.to_string());
            assert_eq!(day.as_deref(), want, "{number}");
        }
        let born_today = "110105202611250024";
        assert_eq!(birthdate(born_today, today), Some(today));
    }
}
