//! The foreigner's permanent residence card (外国人永久居留身份证).
//!
//! Since 2023-12-01 its number has 18 digits: a 9, 2 of the province, 3 of the country (ISO 3166-1),
//! 8 of birth, 3 of sequence, and a check character as of a resident number (the layout is
//! unconfirmed). Before, it had three letters and 12 digits, of which nothing is read here.

use super::check::{self, checks};
use super::examination::{CodeKind, CodeProblem, Examination};
use super::province::is_province;
use super::resident::{birth_problem, born, is_number};
use crate::time::Day;

/// Reads a folded code as a permanent residence card's.
pub(super) fn examine(code: &str, today: Day) -> Examination {
    let new = |problems| Examination::new(CodeKind::PermanentResidentId, code, problems);
    let former = match code.chars().count() {
        15 => true,
        18 => false,
        _ => return new(vec![CodeProblem::Length]),
    };
    if former {
        return new(vec![if is_former(code) {
            CodeProblem::FormerForm
        } else {
            CodeProblem::Alphabet
        }]);
    }
    let digits = code.strip_prefix('9').filter(|_| is_number(code));
    let parts = |digits: &str| {
        let (province, rest) = digits.split_at_checked(2)?;
        let (country, rest) = rest.split_at_checked(3)?;
        Some((
            is_province(province),
            is_country(country),
            born(rest.get(..8)?),
        ))
    };
    let Some((province, country, birth)) = digits.and_then(parts) else {
        return new(vec![CodeProblem::Alphabet]);
    };
    let mut problems = Vec::new();
    if !province {
        problems.push(CodeProblem::ProvinceUnknown);
    }
    if !country {
        problems.push(CodeProblem::CountryUnknown);
    }
    problems.extend(birth_problem(birth, today));
    if !checks(code, check::mod_11_2) {
        problems.push(CodeProblem::CheckCharacter);
    }
    let mut found = new(problems);
    if !found.is_invalid() {
        found.birthdate = birth.ok().flatten();
    }
    found
}

/// Three letters and 12 digits.
fn is_former(code: &str) -> bool {
    code.split_at_checked(3).is_some_and(|(country, digits)| {
        country.bytes().all(|b| b.is_ascii_uppercase())
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn is_country(digits: &str) -> bool {
    digits
        .parse()
        .is_ok_and(|number: u16| COUNTRIES.binary_search(&number).is_ok())
}

/// The numeric codes of ISO 3166-1.
#[rustfmt::skip]
const COUNTRIES: [u16; 249] = [
    4, 8, 10, 12, 16, 20, 24, 28, 31, 32, 36, 40, 44, 48, 50, 51, 52, 56, 60, 64, 68, 70, 72, 74,
    76, 84, 86, 90, 92, 96, 100, 104, 108, 112, 116, 120, 124, 132, 136, 140, 144, 148, 152, 156,
    158, 162, 166, 170, 174, 175, 178, 180, 184, 188, 191, 192, 196, 203, 204, 208, 212, 214, 218,
    222, 226, 231, 232, 233, 234, 238, 239, 242, 246, 248, 250, 254, 258, 260, 262, 266, 268, 270,
    275, 276, 288, 292, 296, 300, 304, 308, 312, 316, 320, 324, 328, 332, 334, 336, 340, 344, 348,
    352, 356, 360, 364, 368, 372, 376, 380, 384, 388, 392, 398, 400, 404, 408, 410, 414, 417, 418,
    422, 426, 428, 430, 434, 438, 440, 442, 446, 450, 454, 458, 462, 466, 470, 474, 478, 480, 484,
    492, 496, 498, 499, 500, 504, 508, 512, 516, 520, 524, 528, 531, 533, 534, 535, 540, 548, 554,
    558, 562, 566, 570, 574, 578, 580, 581, 583, 584, 585, 586, 591, 598, 600, 604, 608, 612, 616,
    620, 624, 626, 630, 634, 638, 642, 643, 646, 652, 654, 659, 660, 662, 663, 666, 670, 674, 678,
    682, 686, 688, 690, 694, 702, 703, 704, 705, 706, 710, 716, 724, 728, 729, 732, 740, 744, 748,
    752, 756, 760, 762, 764, 768, 772, 776, 780, 784, 788, 792, 795, 796, 798, 800, 804, 807, 818,
    826, 831, 832, 833, 834, 840, 850, 854, 858, 860, 862, 876, 882, 887, 894,
];
