//! The resident identity number (公民身份号码, GB 11643-1999): 6 digits of address, 8 of birth,
//! 3 of sequence, and a check character by MOD 11-2.

use crate::time::Day;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// The day of birth that an 18-digit number carries. `None` where the number is not one, or its
/// check character or date is wrong: nothing may then be read from it.
pub(crate) fn birthdate(number: &str) -> Option<Day> {
    let bytes: &[u8; 18] = number.as_bytes().try_into().ok()?;
    let (digits, check) = bytes.split_at(17);
    let mut sum = 0;
    for (digit, weight) in digits.iter().zip(WEIGHTS) {
        sum += char::from(*digit).to_digit(10)? * weight;
    }
    let expected = CHECKS.get(usize::try_from(sum % 11).ok()?)?;
    if check.first()?.to_ascii_uppercase() != *expected {
        return None;
    }
    let text = |range| core::str::from_utf8(bytes.get(range)?).ok();
    let (year, month, day) = (text(6..10)?, text(10..12)?, text(12..14)?);
    Day::parse(&format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The specimen of the standard's own text, and one made up; nobody's number.
    #[test]
    fn a_birthdate_is_read_only_from_a_number_that_checks() {
        for (number, want) in [
            ("11010519491231002X", Some("1949-12-31")),
            ("11010519491231002x", Some("1949-12-31")),
            ("110105194912310021", None),
            ("11010519491331002X", None),
            ("110105491231002", None),
            ("91110108551385082Q", None),
            ("", None),
        ] {
            let day = birthdate(number).map(|d| d.to_string());
            assert_eq!(day.as_deref(), want, "{number}");
        }
    }
}
