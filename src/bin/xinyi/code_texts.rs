//! What identity codes, verdicts and problems are called, in Chinese and English.

use xinyi::identity::{CodeKind, CodeProblem, CodeVerdict};

/// What a code is a code of, in Chinese and English.
pub(crate) fn kind_text(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::PermanentResidentId => "外国人永久居留身份证 / permanent residence card",
        CodeKind::ResidentId => "公民身份号码 / resident number",
        CodeKind::Uscc => "统一社会信用代码 / unified social credit code",
        _ => "种类不明 / of no kind known here",
    }
}

/// How far it can be relied on.
pub(crate) fn verdict_text(verdict: CodeVerdict) -> &'static str {
    match verdict {
        CodeVerdict::Valid => "有效 / valid",
        CodeVerdict::Legacy => "旧码 / legacy",
        CodeVerdict::Unrecognised => "无法识别 / unrecognised",
        _ => "无效 / invalid",
    }
}

/// A problem in Chinese and English.
pub(crate) fn problem_text(problem: CodeProblem) -> (&'static str, &'static str) {
    match problem {
        CodeProblem::Alphabet => (
            "某一位上有不允许出现的字符。",
            "A character stands where codes of this kind do not have it.",
        ),
        CodeProblem::AuthorityUnknown => (
            "前两位不是已知的登记管理部门和机构类别。",
            "The first two characters are no known department and kind of subject.",
        ),
        CodeProblem::BirthdateFuture => {
            ("出生日期在今天之后。", "The day of birth is yet to come.")
        }
        CodeProblem::BirthdateInvalid => ("出生日期不存在。", "There is no such day of birth."),
        CodeProblem::CheckCharacter => (
            "最后一位校验码不对，很可能抄错了某一位。",
            "The check character is wrong; most likely a character was mistyped.",
        ),
        CodeProblem::CheckCharacterXiamen => (
            "校验码不对，但厦门在2016年以前发过这样的代码，请与营业执照核对。",
            "The check character is wrong, as in codes that Xiamen issued before 2016; compare it with the licence.",
        ),
        CodeProblem::CountryUnknown => (
            "国籍代码不在 ISO 3166-1 之内。",
            "The country's number is not in ISO 3166-1.",
        ),
        CodeProblem::FormerForm => (
            "这是已停用的15位号码，现行的是18位。",
            "This is the former number of 15 characters; today's have 18.",
        ),
        CodeProblem::Length => ("位数不对。", "It has the wrong length."),
        CodeProblem::OrganisationCheck => (
            "第17位（组织机构代码的校验码）不对。",
            "The 17th character, the check character of the organisation code, is wrong.",
        ),
        CodeProblem::OrganisationCode => (
            "这是组织机构代码，已由统一社会信用代码取代。",
            "This is an organisation code, which the unified social credit code has replaced.",
        ),
        CodeProblem::OtherKind => (
            "这也是（或其实是）另一种证件的号码。",
            "It is a code of another kind, or passes for one as well.",
        ),
        CodeProblem::PermitForm => (
            "港澳台居民居住证自2018年起发放，号码都是18位，没有15位的。",
            "Residence permits of residents of Hong Kong, Macao and Taiwan, issued since 2018, always had 18 digits.",
        ),
        CodeProblem::ProvinceUnknown => (
            "没有这样的省级行政区划代码。",
            "There is no province with this code.",
        ),
        CodeProblem::RegionEnded => (
            "出生时该地区代码已停用。",
            "The region's code had been given up by the year of birth.",
        ),
        CodeProblem::RegionUnknown => (
            "本系统的行政区划代码表中没有这个代码；该表并不完备，请核对原件。",
            "The region is not in our table, which has gaps; compare it with the document.",
        ),
        CodeProblem::RegionUnused => (
            "71 是台湾省的行政区划代码，但没有以它开头的身份号码；台湾居民居住证以 83 开头。",
            "71 is Taiwan's code, with which no number is issued; residence permits begin with 83.",
        ),
        CodeProblem::RegistrationNumber => (
            "这是（或可能是）15位工商注册号，已由统一社会信用代码取代。",
            "This is, or may be, a business registration number of 15 digits, which the unified social credit code has replaced.",
        ),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_text_in_both_languages() {
        for problem in CodeProblem::ALL {
            let (zh, en) = problem_text(*problem);
            assert!(!zh.is_empty() && !en.is_empty(), "{}", problem.as_str());
        }
    }
}
