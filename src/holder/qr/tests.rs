use super::*;
use testkit::random::Random;

/// Looks like a presentation: base64url, which deflate makes a quarter shorter.
fn presentation(random: &mut Random, bytes: usize) -> String {
    let mut text = base64url::encode(&random.bytes(bytes));
    text.push('~');
    text
}

/// As long as a text may be unless an app says otherwise.
const MOST: usize = 1_500;

fn encoded<'p>(
    presented: impl Into<Presentations<'p>>,
    max_length: usize,
) -> Result<Vec<String>, Error> {
    encode(presented, &QrOptions { max_length })
}

fn decoded(texts: &[String]) -> Result<String, Error> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    decode(&texts)
}

fn refused(texts: &[String], code: Code, problem: Option<Problem>) -> Error {
    let error = decoded(texts).unwrap_err();
    assert_eq!((error.code(), error.problem()), (code, problem), "{error}");
    assert_eq!(error.stage(), Stage::Bundle);
    error
}

#[test]
fn whatever_is_presented_comes_back() {
    let mut random = Random::seeded("texts of codes");
    for _ in 0..200 {
        let bytes = random.below(12_000);
        let text = presentation(&mut random, bytes);
        let most = 200 + random.below(4_097);
        let Ok(mut texts) = encoded(&text, most) else {
            assert!(bytes * 3 / 2 / (most - 21) >= 15, "{bytes} bytes in {most}");
            continue;
        };
        assert!(texts.iter().all(|text| text.len() <= most));
        // In any order, some of them twice, with what scanners put around them.
        random.shuffle(&mut texts);
        let again = random.pick(&texts);
        texts.push(again);
        let scanned: Vec<String> = texts.iter().map(|text| format!(" {text}\r\n")).collect();
        assert_eq!(decoded(&scanned).unwrap(), text);
    }
    let both = &[("credit", "a~b~"), ("market", "信~")];
    let texts = encoded(both, MOST).unwrap();
    assert_eq!(
        decoded(&texts).unwrap(),
        r#"{"credit":"a~b~","market":"信~"}"#
    );
}

#[test]
fn one_text_is_used_as_long_as_it_holds_all() {
    let mut random = Random::of(1);
    let text = presentation(&mut random, 600);
    let [whole] = &encoded(&text, MOST).unwrap()[..] else {
        panic!("more than one");
    };
    assert!(whole.starts_with("XY1:"));
    assert_eq!(&encoded(&text, whole.len()).unwrap()[0], whole);
    let parts = encoded(&text, whole.len() - 1).unwrap();
    assert_eq!(parts.len(), 2);
    for (number, part) in parts.iter().enumerate() {
        let head = part.split_once(':').unwrap().0;
        assert!(head.starts_with("XY1/") && head.ends_with(&format!("/{}/2", number + 1)));
        // An equal share of the whole.
        assert!(part.len() < whole.len() / 2 + 30, "{}", part.len());
    }
}

/// The hash is of the deflated bytes, as somebody else would compute it.
#[test]
fn the_hash_is_that_of_what_all_parts_carry() {
    let texts = encoded(&presentation(&mut Random::of(2), 900), 500).unwrap();
    let bodies: String = texts
        .iter()
        .map(|text| text.split_once(':').unwrap().1)
        .collect();
    let digest = ring::digest::digest(&ring::digest::SHA256, &base45::decode(&bodies).unwrap());
    let hash = data_encoding::BASE64URL_NOPAD.encode(digest.as_ref());
    assert!(
        texts
            .iter()
            .all(|text| text.starts_with(&format!("XY1/{}/", &hash[..8])))
    );
}

#[test]
fn what_is_missing_is_named() {
    let texts = encoded(&presentation(&mut Random::of(3), 1_500), 500).unwrap();
    assert!(texts.len() >= 5);
    let error = refused(&texts[..2], Code::FormatQrParts, Some(Problem::Missing));
    assert_eq!(error.details().get("of"), Some(&texts.len().into()));
    let missing: Vec<String> = (3..=texts.len()).map(|n| n.to_string()).collect();
    let missing = missing.join(", ");
    assert_eq!(error.details().get("missing"), Some(&missing.into()));
    refused(&texts[1..2], Code::FormatQrParts, Some(Problem::Missing));
    refused(&[], Code::FormatQr, Some(Problem::QrPrefix));
}

#[test]
fn parts_of_several_are_told() {
    let mut random = Random::of(4);
    let texts = encoded(&presentation(&mut random, 800), 900).unwrap();
    let others = encoded(&presentation(&mut random, 800), 900).unwrap();
    assert_eq!((texts.len(), others.len()), (2, 2));
    let mixed = |texts: &[&String]| {
        let texts: Vec<String> = texts.iter().map(|text| (*text).clone()).collect();
        refused(&texts, Code::FormatQrParts, Some(Problem::Mixed))
    };
    mixed(&[&texts[0], &others[1]]);
    mixed(&[&texts[0], &texts[1], &others[0]]);
    let [one] = &encoded("a~", MOST).unwrap()[..] else {
        panic!("several");
    };
    let [another] = &encoded("b~", MOST).unwrap()[..] else {
        panic!("several");
    };
    mixed(&[one, another]);
    mixed(&[&texts[0], &texts[1], one]);
    // Of the same number with another content, or of another count.
    let head = texts[0].split_once(':').unwrap().0;
    mixed(&[&texts[0], &format!("{head}:BB8")]);
    mixed(&[&texts[0], &texts[1].replace("/2/2:", "/3/3:")]);
}

#[test]
fn what_was_changed_is_refused() {
    let texts = encoded(&presentation(&mut Random::of(5), 800), 900).unwrap();
    let (head, body) = texts[1].split_once(':').unwrap();
    let other = if body.starts_with("BB8") {
        "AB8"
    } else {
        "BB8"
    };
    let changed = format!("{head}:{other}{}", &body[3..]);
    refused(
        &[texts[0].clone(), changed],
        Code::FormatQr,
        Some(Problem::Checksum),
    );
    // A part that says of itself that it is all.
    let head = texts[0].split_once(':').unwrap();
    let alone = format!("{}:{}", head.0.replace("/1/2", "/1/1"), head.1);
    refused(&[alone], Code::FormatQr, Some(Problem::Checksum));
    let whole = encoded("a presentation~", MOST).unwrap();
    let cut = whole[0][.."XY1:".len() + 6].to_owned();
    refused(&[cut], Code::FormatQr, Some(Problem::Deflate));
}

#[test]
fn other_texts_are_told_for_what_they_are() {
    for text in [
        "",
        "XY1",
        "XY",
        "xy1:BB8",
        "https://app.example/",
        "XYQ1:BB8",
        "XY2:BB8",
        "XY1 :BB8",
        "XY1/abcdefgh:BB8",
        "XY1/abcdefgh/1:BB8",
        "XY1/abcdefgh/1/2/3:BB8",
        "XY1/abcdefg/1/2:BB8",
        "XY1/abcdefghi/1/2:BB8",
        "XY1/abcdefgh/0/2:BB8",
        "XY1/abcdefgh/3/2:BB8",
        "XY1/abcdefgh/01/2:BB8",
        "XY1/abcdefgh/+1/2:BB8",
        "XY1/abcdefgh/1/102:BB8",
        "XY1//1/2:BB8",
        "eyJhbGciOiJFUzI1NiJ9.e30.c2ln~",
    ] {
        refused(&[text.to_owned()], Code::FormatQr, Some(Problem::QrPrefix));
    }
}

#[test]
fn offsets_are_those_of_the_text_that_was_scanned() {
    for (text, offset, problem) in [
        ("XY1:BB8_", 7, None),
        ("XY1:bb8", 4, Some(Problem::UpperCaseExpected)),
        ("XY1:BB8\nBB8", 7, None),
        ("XY1/abcdefgh/1/1:BB8:::", 20, None),
    ] {
        let error = refused(&[text.to_owned()], Code::FormatBase45, problem);
        assert_eq!(
            error.details().get("offset"),
            Some(&i64::into(offset)),
            "{text}"
        );
    }
}

#[test]
fn budgets_are_errors() {
    refused(
        &["XY1/abcdefgh/1/17:BB8".to_owned()],
        Code::LimitItems,
        None,
    );
    let long = format!("XY1:{}", "A".repeat(limits::QR_BYTES));
    refused(&[long], Code::LimitBytes, None);
    let bomb = deflate(&"x".repeat(limits::QR_INFLATED + 1));
    let bomb = format!("XY1:{}", base45::encode(&bomb));
    refused(&[bomb], Code::LimitInflated, None);

    let code = |text: &str, most| encoded(text, most).unwrap_err().code();
    let most = limits::QR_INFLATED;
    assert_eq!(code(&"x".repeat(most + 1), MOST), Code::LimitBytes);
    assert_eq!(code("a~", 63), Code::InputOptions);
    assert_eq!(code("a~", 4_297), Code::InputOptions);
    let text = presentation(&mut Random::of(6), 800);
    assert_eq!(code(&text, 64), Code::LimitItems);
    assert_eq!(encoded(&"x".repeat(most), MOST).unwrap().len(), 1);
}

#[test]
fn a_request_is_no_presentation() {
    let text = encode_request("{}").unwrap();
    assert_eq!(decode_request(&format!("\t{text} \n")).unwrap(), "{}");
    refused(&[text], Code::FormatQr, Some(Problem::QrPrefix));
    let presented = encoded("{}", MOST).unwrap();
    let error = decode_request(&presented[0]).unwrap_err();
    assert_eq!(error.problem(), Some(Problem::QrPrefix));
    let long = "信易".repeat(20_000);
    assert!(encode_request(&long).is_ok());
    let long = presentation(&mut Random::of(7), 4_000);
    assert_eq!(encode_request(&long).unwrap_err().code(), Code::LimitBytes);
}
