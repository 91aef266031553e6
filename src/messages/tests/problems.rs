//! Problems are told in the language of the sentence.

use super::*;

#[test]
fn every_problem_has_a_text_in_both_languages() {
    let problems: Vec<&str> = Problem::ALL.iter().map(|p| p.as_str()).collect();
    assert_eq!(names("problems"), problems);
}

#[test]
fn every_stage_has_words_in_both_languages() {
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.as_str()).collect();
    assert_eq!(names("parts"), stages);
}

/// A sentence is in one language, but for what has no other name.
#[test]
fn the_chinese_texts_of_problems_are_chinese() {
    const TECHNICAL: [&str; 24] = [
        "CNY",
        "Date",
        "DER",
        "HTML",
        "JSON",
        "JavaScript",
        "JWT",
        "PDF",
        "PEM",
        "PKCS",
        "RFC",
        "SHA",
        "SM2",
        "UNIX",
        "UTF",
        "XML",
        "base64url",
        "createVerifier",
        "false",
        "get",
        "null",
        "set",
        "true",
        "unbound",
    ];
    for problem in names("problems") {
        let text = TEXTS[0].member("problems").and_then(|p| p.member(problem));
        let text = text.and_then(Value::as_str).expect(problem);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|w| w.contains(|c: char| c.is_ascii_alphabetic())) {
            assert!(TECHNICAL.contains(&word), "{problem}: {text}");
        }
    }
}

#[test]
fn a_problem_is_told_in_the_language_with_what_would_be_right() {
    let told = |error: Error| {
        let mut document = error.to_json();
        fill(&mut document);
        LANGUAGES.map(|language| {
            let text = document.member("messages").and_then(|m| m.member(language));
            text.and_then(Value::as_str).expect("a text").to_owned()
        })
    };
    let colon = Error::new(Code::FormatJson)
        .because(Problem::ColonExpected)
        .with("offset", 5_usize);
    let zh = "输入内容第 5 字节处不是有效的 JSON：应为冒号。";
    let en = "Not valid JSON at byte 5 of the input: a colon is expected.";
    assert_eq!(told(colon), [zh, en]);
    let unknown = Error::of_value(Code::ProgrammeSchema, "/familly", Problem::Unknown)
        .with("expected", "id, family")
        .with("suggestion", "family");
    let zh = "信易项目在 /familly 处不符合规定格式（未知的名称；可用的有：id, family）。是否应写作 family？";
    let en = "The programme is not valid at /familly (there is nothing of this name; one of: id, \
              family). Did you mean family?";
    assert_eq!(told(unknown), [zh, en]);
    // What the text says itself is not said again.
    let der = Error::new(Code::SignatureEncoding)
        .because(Problem::Der)
        .with("expected", 64_usize)
        .with("found", 70_usize);
    let zh = "输入内容的签名长度为 70 字节（DER 编码）；此处要求两个原始数值直接拼接，共 64 字节。";
    let en = "The signature of the input has 70 bytes (DER); here it has to be the two raw numbers, 64 bytes.";
    assert_eq!(told(der), [zh, en]);
}

/// Whatever the text of a code says, its reader is told the problem.
#[test]
fn no_problem_is_left_unsaid() {
    for code in Code::ALL {
        for problem in Problem::ALL {
            let error = Error::new(*code).because(*problem);
            let mut document = error.to_json();
            fill(&mut document);
            for (language, texts) in LANGUAGES.iter().zip(TEXTS.iter()) {
                let text =
                    |section: &str, name: &str| texts.member(section)?.member(name)?.as_str();
                let closer = [code.as_str(), ":", problem.as_str()].concat();
                if text("errors", code.as_str()).is_none() || text("errors", &closer).is_some() {
                    continue;
                }
                let told = document.member("messages").and_then(|m| m.member(language));
                let told = told.and_then(Value::as_str).expect("a text");
                let words = text("problems", problem.as_str()).expect("words");
                assert!(told.contains(words), "{closer}: {told}");
            }
        }
    }
}
