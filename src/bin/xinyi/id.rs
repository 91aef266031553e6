//! `xinyi id`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use xinyi::identity::{
    CodeKind, CodeProblem, CodeVerdict, Examination, Regions, examine, examine_as,
};
use xinyi::{Day, Instant, Object, Value};

use super::files::read;
use super::json::object;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(super) struct Args {
    /// What the codes are said to be [default: whatever they turn out to be]
    #[arg(long, value_enum)]
    kind: Option<KindArg>,
    /// The time, after which nobody was born: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Unified social credit codes, resident numbers, permanent residence cards; `-` reads them
    /// from standard input, one a line, which keeps persons' numbers out of the shell's history
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum KindArg {
    PermanentResidentId,
    ResidentId,
    Uscc,
}

/// 0: every code is valid. 1: one is not, be it legacy or unrecognised.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let today = Day::of(now_or_clock(args.now)?);
    let regions = Regions::built_in();
    let codes = codes(&args.codes)?;
    let examined = codes.iter().map(|code| {
        let found = match args.kind {
            Some(kind) => examine_as(kind.into(), code, today),
            None => examine(code, today),
        };
        (code, regions.check(found))
    });
    let mut all_valid = true;
    let mut documents = Vec::new();
    for (code, found) in examined {
        all_valid &= found.verdict == CodeVerdict::Valid;
        if args.json {
            documents.push(Value::from(document(code, &found, &regions)));
        } else {
            for_people(code, &found, &regions);
        }
    }
    if args.json {
        terminal::json(&documents.into());
    }
    Ok(ExitCode::from(u8::from(!all_valid)))
}

/// The codes, with the lines of standard input in the place of `-`.
fn codes(arguments: &[String]) -> Result<Vec<String>, Failure> {
    let mut codes = Vec::new();
    for argument in arguments {
        if argument == "-" {
            let text = read(Path::new("-"))?;
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            codes.extend(lines.map(str::to_owned));
        } else {
            codes.push(argument.clone());
        }
    }
    if codes.is_empty() {
        return Err(Failure::Other("no code on standard input".to_owned()));
    }
    Ok(codes)
}

fn document(input: &str, found: &Examination, regions: &Regions) -> Object {
    let problems: Vec<Value> = found.problems.iter().map(|p| p.as_str().into()).collect();
    let region = found.region.as_deref();
    object! {
        "input": input,
        "kind": found.kind.as_str(),
        "verdict": found.verdict.as_str(),
        "problems": problems,
        "normalised": found.normalised.as_deref(),
        "replacement": found.replacement.as_deref(),
        "authority": found.authority.as_deref(),
        "region": region,
        "region_name": region.and_then(|code| name(regions, code)),
        "organisation_code": found.organisation_code.as_deref(),
        "birthdate": found.birthdate.map(|day| day.to_string()),
    }
}

fn for_people(input: &str, found: &Examination, regions: &Regions) {
    let (kind, verdict) = (kind_text(found.kind), verdict_text(found.verdict));
    say!("{}: {} ({})", input, verdict, kind);
    for problem in &found.problems {
        let (zh, en) = problem_text(*problem);
        say!("  - {}\n    {} [{}]", zh, en, problem.as_str());
    }
    let region = found.region.as_deref().map(|code| {
        let name = name(regions, code).unwrap_or_default();
        format!("{code} {name}").trim_end().to_owned()
    });
    for (label, value) in [
        (
            "规范写法 / normalised",
            found.normalised.clone().filter(|n| n != input),
        ),
        ("现行号码 / replacement", found.replacement.clone()),
        ("登记地或户籍地 / region", region),
        (
            "组织机构代码 / organisation code",
            found.organisation_code.clone(),
        ),
        (
            "出生日期 / born",
            found.birthdate.map(|day| day.to_string()),
        ),
    ] {
        if let Some(value) = value {
            say!("  {}: {}", label, value);
        }
    }
}

/// The region's name after its province's.
fn name(regions: &Regions, code: &str) -> Option<String> {
    let own = regions.find(code)?;
    let province = code.get(..2).map(|province| format!("{province}0000"));
    Some(match province.filter(|province| province != code) {
        Some(province) => format!("{} {}", regions.find(&province)?.name, own.name),
        None => own.name.clone(),
    })
}

fn kind_text(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::PermanentResidentId => "外国人永久居留身份证 / permanent residence card",
        CodeKind::ResidentId => "公民身份号码 / resident number",
        CodeKind::Uscc => "统一社会信用代码 / unified social credit code",
        _ => "种类不明 / of no kind known here",
    }
}

fn verdict_text(verdict: CodeVerdict) -> &'static str {
    match verdict {
        CodeVerdict::Valid => "有效 / valid",
        CodeVerdict::Legacy => "旧码 / legacy",
        CodeVerdict::Unrecognised => "无法识别 / unrecognised",
        _ => "无效 / invalid",
    }
}

/// A problem in Chinese and English.
pub(super) fn problem_text(problem: CodeProblem) -> (&'static str, &'static str) {
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
        CodeProblem::ProvinceUnknown => (
            "没有这样的省级行政区划代码。",
            "There is no province with this code.",
        ),
        CodeProblem::RegionEnded => (
            "出生时该地区代码已停用。",
            "The region's code had been given up by the year of birth.",
        ),
        CodeProblem::RegionUnknown => (
            "没有这样的行政区划代码。",
            "There is no region with this code.",
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

impl From<KindArg> for CodeKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::PermanentResidentId => Self::PermanentResidentId,
            KindArg::ResidentId => Self::ResidentId,
            KindArg::Uscc => Self::Uscc,
        }
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
