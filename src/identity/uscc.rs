//! The unified social credit code (统一社会信用代码, GB 32100-2015 with amendment 1): two characters of
//! the registering department and its kind of subject, 6 digits of its region, the organisation
//! code of nine characters (GB 11714-1997), and a check character.

use super::check::{USCC_ALPHABET, checks, mod_11, mod_31};
use super::examination::{CodeKind, CodeProblem, Examination};
use super::province::is_province;

/// For each department that registers, the kinds of subject that it does. 54 and 55, the committees
/// of villages and of neighbourhoods, are seen in use and not in the standard (unconfirmed).
const AUTHORITIES: &[(&str, &str)] = &[
    ("1", "1239"),   // 机构编制: 机关, 事业单位, 群众团体, 其他
    ("2", "19"),     // 外交: 外国常驻新闻机构, 其他
    ("3", "123459"), // 司法行政: 律所, 公证处, 基层法律服务所, 司法鉴定机构, 仲裁委员会, 其他
    ("4", "19"),     // 文化: 外国在华文化中心, 其他
    ("5", "123459"), // 民政: 社会团体, 民办非企业单位, 基金会, 村委会, 居委会, 其他
    ("6", "129"),    // 旅游: 外国、港澳台旅游部门常驻代表机构, 其他
    ("7", "129"),    // 宗教: 宗教活动场所, 宗教院校, 其他
    ("8", "19"),     // 工会: 基层工会, 其他
    ("9", "123"),    // 市场监管: 企业, 个体工商户, 农民专业合作社
    ("A", "19"),     // 中央军委改革和编制办公室: 军队事业单位, 其他
    ("N", "1239"),   // 农业: 组级、村级、乡镇级集体经济组织, 其他
    ("Y", "1"),      // 其他
];

/// Reads a folded code as a unified social credit code.
pub(super) fn examine(code: &str) -> Examination {
    let new = |problems| Examination::new(CodeKind::Uscc, code, problems);
    if code.chars().count() != 18 {
        return new(vec![CodeProblem::Length]);
    }
    let Some([authority, region, organisation]) = parts(code) else {
        return new(vec![CodeProblem::Alphabet]);
    };
    let mut problems = Vec::new();
    if !is_authority(authority) {
        problems.push(CodeProblem::AuthorityUnknown);
        // A region alone never counts against a code: registries have some of their own.
        if !is_region(region) {
            problems.push(CodeProblem::ProvinceUnknown);
        }
    }
    if !checks(organisation, mod_11) {
        problems.push(CodeProblem::OrganisationCheck);
    }
    if !checks(code, mod_31) {
        problems.push(
            if problems.is_empty() && is_of_xiamen(region, organisation) {
                CodeProblem::CheckCharacterXiamen
            } else {
                CodeProblem::CheckCharacter
            },
        );
    }
    let mut found = new(problems);
    if !found.is_invalid() {
        found.authority = Some(authority.to_owned());
        found.region = Some(region.to_owned());
        found.organisation_code = Some(organisation.to_owned());
    }
    found
}

/// Authority, region and organisation code, if every character is in its alphabet.
fn parts(code: &str) -> Option<[&str; 3]> {
    let (authority, rest) = code.split_at_checked(2)?;
    let (region, rest) = rest.split_at_checked(6)?;
    let organisation = rest.get(..9)?;
    let fits = code.bytes().all(|b| USCC_ALPHABET.contains(&b))
        && region.bytes().all(|b| b.is_ascii_digit());
    fits.then_some([authority, region, organisation])
}

fn is_authority(pair: &str) -> bool {
    AUTHORITIES.iter().any(|(department, kinds)| {
        pair.strip_prefix(department)
            .is_some_and(|kind| kinds.contains(kind))
    })
}

/// The country's own 10, a province, or 66: the Xinjiang Production and Construction Corps
/// (unconfirmed).
fn is_region(region: &str) -> bool {
    region
        .split_at_checked(2)
        .is_some_and(|(province, _)| matches!(province, "10" | "66") || is_province(province))
}

/// The series of which companies in Xiamen hold codes with a wrong check character, issued before
/// 2016.
fn is_of_xiamen(region: &str, organisation: &str) -> bool {
    region.starts_with("3502") && organisation.starts_with("M000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pairs_are_those_of_the_standard() {
        let pairs: Vec<String> = USCC_ALPHABET
            .iter()
            .flat_map(|first| USCC_ALPHABET.iter().map(move |second| [*first, *second]))
            .map(|pair| pair.map(char::from).iter().collect())
            .filter(|pair: &String| is_authority(pair))
            .collect();
        assert_eq!(
            pairs.join(" "),
            "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 \
             91 92 93 A1 A9 N1 N2 N3 N9 Y1"
        );
    }
}
