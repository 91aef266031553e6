//! `xinyi audit`, as a person types it.
#![cfg(feature = "cli")]

mod desk;
mod rows;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use serde_json::{Value, json};

use desk::Desk;
use rows::{Defect, Form, Plan, Population, resident_number, uscc};

/// While the rows are not to come.
const NOW: &str = "2026-11-25T00:00:00Z";

fn desk(file: &str, bytes: &[u8]) -> Desk {
    let desk = Desk::with(&[]);
    fs::write(desk.path().join(file), bytes).expect(file);
    desk
}

/// The audit of some bytes, and the exit status.
#[track_caller]
fn audit(bytes: &[u8], more: &[&str]) -> (Value, i32) {
    let (answer, status) = answer(bytes, more);
    assert_eq!(answer["ok"], json!(true), "{answer}");
    (answer["audit"].clone(), status)
}

#[track_caller]
fn answer(bytes: &[u8], more: &[&str]) -> (Value, i32) {
    let arguments = ["audit", "--json", "--now", NOW, "rows"];
    desk("rows", bytes).answer(&[&arguments[..], more].concat())
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    desk("rows", bytes).refused(&["audit", "--json", "rows"], code, 2);
}

/// Rows and first lines by problem.
fn problems(audit: &Value) -> BTreeMap<String, (u64, Vec<u64>)> {
    let each = audit["problems"].as_array().expect("problems").iter();
    let lines = |p: &Value| {
        let lines = p["first_lines"].as_array().expect("lines").iter();
        lines.map(|line| line.as_u64().expect("a line")).collect()
    };
    each.map(|p| {
        (
            p["code"].as_str().expect("a code").to_owned(),
            (p["rows"].as_u64().expect("rows"), lines(p)),
        )
    })
    .collect()
}

#[track_caller]
fn assert_problems(audit: &Value, want: &[(&str, &[u64])]) {
    let want: BTreeMap<String, (u64, Vec<u64>)> = want
        .iter()
        .map(|(code, lines)| ((*code).to_owned(), (lines.len() as u64, lines.to_vec())))
        .collect();
    assert_eq!(problems(audit), want, "{audit:#}");
}

/// A register of companies with these codes.
fn register(codes: &[&str]) -> String {
    let mut text = "统一社会信用代码,企业名称\n".to_owned();
    for (index, code) in codes.iter().enumerate() {
        text.push_str(&format!("{code},测试{index}\n"));
    }
    text
}

/// The code of the company with this number.
fn company(n: u32) -> String {
    uscc("91", "310115", &format!("Q{n:07}"))
}

// What was planted is what is found, in every form that rows come in.

#[test]
fn the_report_counts_what_was_planted() {
    let defects = [
        (Defect::CodeMissing, 11),
        (Defect::Check, 13),
        (Defect::OrganisationCheck, 7),
        (Defect::UnknownPair, 5),
        (Defect::PersonsNumber, 9),
        (Defect::Legacy, 4),
        (Defect::Short, 3),
        (Defect::RowAgain, 17),
        (Defect::KeyAgain, 8),
        (Defect::Person, 6),
        (Defect::Empty, 2),
        (Defect::Date, 10),
        (Defect::Amount, 12),
        (Defect::Order, 1),
        (Defect::Category, 14),
    ];
    // A new seed each time.
    let seed = std::process::id().into();
    println!("seed {seed}");
    for form in [Form::CsvUtf8, Form::CsvGb18030, Form::Ndjson] {
        let plan = Plan {
            rows: 3_000,
            seed,
            defects: &defects,
            form,
        };
        let mut bytes = Vec::new();
        let mut told = Vec::new();
        rows::write(&plan, &mut bytes, |population, defect| {
            told.push((population, defect))
        })
        .unwrap();
        let (audit, status) = audit(&bytes, &[]);
        assert_eq!(status, 1);
        assert_eq!(audit["rows"], json!(3_000));
        assert_eq!(audit["unreadable_rows"], json!(0));
        assert_eq!(audit["form"], json!("2018"));
        let encoding = if form == Form::CsvGb18030 {
            "gb18030"
        } else {
            "utf-8"
        };
        assert_eq!(audit["encoding"], json!(encoding));

        let count = |is_it: &dyn Fn(Population, Defect) -> bool| {
            told.iter()
                .filter(|(p, d)| d.is_some_and(|d| is_it(*p, d)))
                .count() as u64
        };
        let planted = |defect| count(&|_, d| d == defect);
        let want: BTreeMap<String, u64> = [
            ("code.missing", planted(Defect::CodeMissing)),
            ("code.check_character", planted(Defect::Check)),
            (
                "code.organisation_check",
                planted(Defect::OrganisationCheck),
            ),
            ("code.authority_unknown", planted(Defect::UnknownPair)),
            ("code.other_kind", planted(Defect::PersonsNumber)),
            ("code.check_character_xiamen", planted(Defect::Legacy)),
            ("code.length", planted(Defect::Short)),
            ("duplicate.row", planted(Defect::RowAgain)),
            ("duplicate.key", planted(Defect::KeyAgain)),
            ("person.check_character", planted(Defect::Person)),
            ("cell.empty", planted(Defect::Empty)),
            ("cell.date", planted(Defect::Date)),
            ("cell.amount", planted(Defect::Amount)),
            ("cell.order", planted(Defect::Order)),
            ("cell.value", planted(Defect::Category)),
        ]
        .map(|(code, rows)| (code.to_owned(), rows))
        .into();
        let found: BTreeMap<String, u64> = problems(&audit)
            .into_iter()
            .map(|(code, (rows, _))| (code, rows))
            .collect();
        assert_eq!(found, want);
        assert_eq!(audit["bad_rows"], json!(count(&|_, _| true)));

        for (index, population) in [
            Population::LegalPerson,
            Population::SelfEmployed,
            Population::NaturalPerson,
        ]
        .into_iter()
        .enumerate()
        {
            let part = &audit["populations"][index];
            let of = |defects: &[Defect]| count(&|p, d| p == population && defects.contains(&d));
            let rows = told.iter().filter(|(p, _)| *p == population).count();
            let wrong = [
                Defect::CodeMissing,
                Defect::Check,
                Defect::OrganisationCheck,
                Defect::PersonsNumber,
                Defect::Short,
            ];
            assert_eq!(part["rows"], json!(rows));
            assert_eq!(part["wrong"], json!(of(&wrong)));
            assert_eq!(
                part["doubtful"],
                json!(of(&[Defect::UnknownPair, Defect::Legacy]))
            );
            assert_eq!(
                part["duplicates"],
                json!(of(&[Defect::RowAgain, Defect::KeyAgain]))
            );
        }
        let column = |name: &str| {
            let columns = audit["columns"].as_array().unwrap();
            columns.iter().find(|c| c["name"] == name).unwrap().clone()
        };
        assert_eq!(column("cf_jdrq")["malformed"], json!(10));
        assert_eq!(column("cf_yj")["empty"], json!(2));
        assert_eq!(column("cf_xdr_shxym")["empty"], json!(11));
        assert_eq!(audit["missing_columns"], json!([]));
    }
}

#[test]
fn one_in_a_thousand_is_within() {
    let right: Vec<String> = (0..2_000).map(company).collect();
    for (wrong, doubtful, repeated, verdict, status) in [
        (0, 0, 0, "within", 0),
        (2, 0, 0, "within", 0),
        (1, 0, 1, "within", 0),
        (1, 1, 0, "within", 0),
        (3, 0, 0, "exceeded", 1),
        (0, 0, 3, "exceeded", 1),
        (2, 1, 0, "undetermined", 1),
        (0, 3, 0, "undetermined", 1),
    ] {
        let mut codes = right.clone();
        for code in codes.iter_mut().take(wrong) {
            code.clear();
        }
        for (n, code) in codes.iter_mut().skip(wrong).take(doubtful).enumerate() {
            *code = uscc("G1", "310115", &format!("Q{n:07}"));
        }
        let last = codes[1_999].clone();
        for code in codes.iter_mut().skip(1_999 - repeated).take(repeated) {
            code.clone_from(&last);
        }
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let (audit, found) = audit(register(&codes).as_bytes(), &[]);
        let part = &audit["populations"][0];
        assert_eq!(
            (&part["verdict"], found),
            (&json!(verdict), status),
            "{part}"
        );
        assert_eq!(part["wrong"], json!(wrong));
        assert_eq!(part["duplicates"], json!(repeated));
        assert_eq!(audit["conforms"], json!(status == 0));
    }
}

#[test]
fn the_self_employed_have_a_rate_of_their_own() {
    let mut codes: Vec<String> = (0..1_500).map(company).collect();
    codes.extend((0..500).map(|n| uscc("92", "310115", &format!("Q{n:07}"))));
    codes[1_999] = codes[1_999][..17].to_owned();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let (audit, status) = audit(register(&codes).as_bytes(), &[]);
    let [legal, own, _] = audit["populations"].as_array().unwrap().as_slice() else {
        panic!("{audit}");
    };
    assert_eq!(
        (&legal["verdict"], &legal["per_mille"]),
        (&json!("within"), &json!("0.000"))
    );
    assert_eq!(
        (&own["verdict"], &own["per_mille"]),
        (&json!("exceeded"), &json!("2.000"))
    );
    assert_eq!(status, 1);
}

// Files as they come.

#[test]
fn rows_begin_on_physical_lines_however_lines_end() {
    for end in ["\n", "\r\n", "\r"] {
        // A name over two lines, a blank line, a missing code, and no end to the last line.
        let (a, b) = (company(1), company(2));
        let text = format!("\u{FEFF}统一社会信用代码,企业名称|{a},\"测|试\"||,无码|{b},末|{b},末");
        let (audit, _) = audit(text.replace('|', end).as_bytes(), &[]);
        assert_eq!(audit["rows"], json!(4));
        assert_problems(&audit, &[("code.missing", &[5]), ("duplicate.row", &[7])]);
    }
}

#[test]
fn malformed_rows_are_told_by_line_and_passed_over() {
    let [a, b, c] = [1, 2, 3].map(company);
    let text = format!(
        "统一社会信用代码,企业名称\n\
         {a},\"测试\n\
         {b},测\"试\"\n\
         \"{b}\"x,测试\n\
         {c}\n\
         {c},测试,多\n\
         {c},测\0试\n\
         ,\n\
         {a},\"没有闭合\n"
    );
    let (audit, status) = audit(text.as_bytes(), &[]);
    assert_problems(
        &audit,
        &[
            // From the quotation mark on line 2 to the next is one cell, after which there is text.
            ("row.after_quote", &[2, 4]),
            ("row.stray_quote", &[3]),
            ("row.ragged", &[5, 6]),
            ("row.nul", &[7]),
            ("row.unclosed_quote", &[9]),
        ],
    );
    assert_eq!(
        (&audit["rows"], &audit["unreadable_rows"], status),
        (&json!(7), &json!(5), 1)
    );
    // What cannot be read counts as a wrong code.
    assert_eq!(audit["populations"][0]["wrong"], json!(5));
}

#[test]
fn a_quotation_mark_takes_no_more_than_its_line_and_a_row_no_more_than_a_megabyte() {
    let mut text = register(&[&company(1)]);
    text.push('"');
    for n in 2..30_000 {
        text.push_str(&format!("{},测试一二三四五六七八\n", company(n)));
    }
    let huge = "长".repeat(700_000);
    text.push_str(&format!(
        "{},{huge}\n{},测试\n",
        company(30_000),
        company(30_001)
    ));
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_problems(&audit, &[("row.too_long", &[3, 30_001])]);
    assert_eq!(audit["rows"], json!(30_001));
}

#[test]
fn quotation_marks_on_every_line_take_no_time_that_grows_with_the_square() {
    // Each of these goes on with the next whether it begins within quotation marks or not.
    let lines = 300_000;
    let text = register(&[]) + &"a\",\"b\n".repeat(lines);
    let started = Instant::now();
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_eq!(audit["rows"], json!(lines));
    assert_eq!(audit["unreadable_rows"], json!(lines));
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_file() {
    // No row has a code, so each has to be kept whole to see whether another repeats it.
    let name = "测试".repeat(100);
    let mut text = register(&[]);
    for n in 0..120_000 {
        text.push_str(&format!(",{name}{n}\n"));
    }
    text.push_str(&format!(",{name}119999\n"));
    assert!(text.len() > 72_000_000);
    let desk = desk("rows", text.as_bytes());
    let limited = "ulimit -d 64000 && exec \"$0\" audit --json rows";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_xinyi")])
        .current_dir(desk.path())
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).expect("within 64 MB");
    assert_eq!(
        problems(&answer["audit"])["duplicate.row"],
        (1, vec![120_002])
    );
}

#[test]
fn bytes_outside_the_encoding_are_told_by_line() {
    let text = register(&[&company(1), &company(2), &company(3)]);
    for bytes in [
        text.as_bytes().to_vec(),
        GB18030.encode(&text).0.into_owned(),
    ] {
        let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        lines[2].push(0xFF);
        // Cut short before a comma, which is still one.
        lines[3].splice(0..0, *b"\xE6\xB5");
        let (audit, _) = audit(&lines.join(&b'\n'), &[]);
        let found = problems(&audit);
        assert_eq!(
            found["row.encoding"].1,
            if audit["encoding"] == "utf-8" {
                vec![3, 4]
            } else {
                vec![3]
            }
        );
        assert_eq!(audit["rows"], json!(3));
        assert_eq!(audit["unreadable_rows"], json!(0));
    }
}

#[test]
fn the_encoding_is_detected_or_given() {
    let text = register(&[&company(1)]);
    let gb = GB18030.encode(&text).0.into_owned();
    for (bytes, more, encoding) in [
        (text.as_bytes(), &[][..], "utf-8"),
        (&gb, &[], "gb18030"),
        (&gb, &["--encoding", "gb18030"], "gb18030"),
        (
            &[&b"\xEF\xBB\xBF"[..], text.as_bytes()].concat(),
            &[],
            "utf-8",
        ),
        (b"uscc,name\n", &[], "ascii"),
    ] {
        assert_eq!(audit(bytes, more).0["encoding"], json!(encoding));
    }
    // A beginning in ASCII says nothing; the first Chinese row does.
    let mut late = b"uscc,entname\n".to_vec();
    for n in 0..20_000 {
        late.extend_from_slice(format!("{},a\n", company(n)).as_bytes());
    }
    late.extend_from_slice(&GB18030.encode(&format!("{},测试\n", company(20_000))).0);
    let (audit, status) = audit(&late, &[]);
    assert_eq!(
        (&audit["encoding"], status),
        (&json!("gb18030"), 0),
        "{audit}"
    );
}

#[test]
fn what_is_no_table_of_rows_is_refused() {
    refused(b"", "input.empty");
    refused(b"\xEF\xBB\xBF\r\n\n", "input.empty");
    refused(b"\xFF\xFEu\0s\0", "input.encoding");
    refused(b"a,b\n1,2\n", "input.columns");
    refused(b"{\"a\":1}\n", "input.columns");
    refused(b"{nothing\n", "input.columns");
    refused("\"统一社会信用代码\n".as_bytes(), "input.columns");
    refused(
        "统一社会信用代码,企业名称,社会信用代码\n".as_bytes(),
        "input.duplicate_column",
    );
    refused(
        "cf_wsh,行政处罚决定书文号\n".as_bytes(),
        "input.duplicate_column",
    );
    refused(vec![b','; 2_000].as_slice(), "limit.items");
}

#[test]
fn the_header_alone_is_no_data() {
    let (audit, status) = audit("统一社会信用代码,企业名称\n".as_bytes(), &[]);
    assert_eq!((&audit["rows"], status), (&json!(0), 1));
    assert_eq!(audit["populations"][0]["verdict"], json!("no_rows"));
    assert_eq!(audit["populations"][0]["per_mille"], Value::Null);
}

#[test]
fn rows_of_json_are_strict() {
    let [a, b] = [1, 2].map(company);
    let text = format!(
        "{{\"uscc\":\"{a}\",\"entname\":\"测试\"}}\n\
         \n\
         {{\"uscc\":\"{b}\",\"uscc\":\"{a}\",\"entname\":\"测试\"}}\n\
         [1]\n\
         {{\"uscc\":\n\
         {{\"entname\":\"测试\",\"uscc\":\"{a}\"}}\n\
         {{\"entname\":null,\"uscc\":\"{b}\",\"regcap\":12.5,\"more\":[1]}}\n"
    );
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_eq!(audit["format"], json!("ndjson"));
    assert_problems(
        &audit,
        &[
            ("row.duplicate_member", &[3]),
            ("row.json", &[4, 5]),
            ("cell.empty", &[7]),
            ("duplicate.row", &[6]),
        ],
    );
    assert_eq!(audit["unknown_columns"], json!(["more"]));
}

// Columns.

#[test]
fn missing_columns_are_those_that_rows_need() {
    let text = format!(
        "cf_xdr_lb,cf_wsh,cf_xdr_shxym\n法人及非法人组织,1号,{}\n",
        company(1)
    );
    let (first, status) = audit(text.as_bytes(), &[]);
    let missing = first["missing_columns"].as_array().unwrap();
    let is_missing = |name: &str| missing.contains(&json!(name));
    assert_eq!(status, 1);
    assert!(is_missing("cf_jdrq") && is_missing("cf_gsjzq") && is_missing("cf_frdb"));
    // There is no natural person, and no fine that is said to be one.
    assert!(!is_missing("cf_xdr_zjhm") && !is_missing("cf_nr_fk") && !is_missing("bz"));
    let text = text + "自然人,2号,\n";
    let (second, _) = audit(text.as_bytes(), &[]);
    assert!(
        second["missing_columns"]
            .as_array()
            .unwrap()
            .contains(&json!("cf_xdr_zjhm"))
    );
    let column = &second["columns"][0];
    assert_eq!(column["name"], json!("cf_xdr_mc"));
    assert_eq!(column["unconfirmed"], json!(["required"]));
}

#[test]
fn the_form_of_2016_is_told_and_its_numbers_read_as_its_own() {
    let number = resident_number(7);
    let text = format!(
        "行政处罚决定书文号,处罚名称,行政相对人名称,行政相对人代码_1,行政相对人代码_2,行政相对人代码_5,处罚决定日期,地方编码\n\
         1号,案,甲,{},,,2016/03/01,310000\n\
         2号,案,乙,,,{number},2016/03/01,310000\n\
         3号,案,乙,,,{}0,2016/03/01,310000\n",
        company(1),
        &number[..17]
    );
    let (found, status) = audit(text.as_bytes(), &[]);
    assert_eq!(
        (&found["form"], &found["form_known"], status),
        (&json!("2016"), &json!("marked"), 1)
    );
    // The fifth is a resident number: neither row is short of a code.
    assert_eq!(found["populations"][2]["rows"], json!(2));
    assert_eq!(found["populations"][0]["rows"], json!(1));
    let codes: Vec<String> = problems(&found).into_keys().collect();
    assert_eq!(codes, ["person.check_character"]);

    // With a column of the other form it may be either, and is not read.
    let mixed = text.replace("处罚名称", "行政相对人类别");
    let (found, _) = audit(mixed.as_bytes(), &[]);
    assert_eq!(found["form_known"], json!("mixed"));
    assert_eq!(
        found["ambiguous_columns"],
        json!(["行政相对人代码_2", "行政相对人代码_5"])
    );
    assert_eq!(
        audit(mixed.as_bytes(), &["--form", "2016"]).0["form_known"],
        json!("given")
    );
}

#[test]
fn licences_are_audited_by_their_columns() {
    let header = "行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),法定代表人,行政许可决定文书名称,行政许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,许可机关统一社会信用代码,当前状态,数据来源单位,数据来源单位统一社会信用代码";
    let authority = uscc("11", "310000", "Q0000009");
    let row = |document: &str, kind: &str, from: &str, until: &str| {
        let code = company(5);
        format!(
            "\n测试,法人及非法人组织,{code},甲,准予许可,{document},{kind},内容,2026/01/05,{from},{until},机关,{authority},1,来源,{authority}"
        )
    };
    let text = [
        header.to_owned(),
        row("沪许〔2026〕1号", "普通", "2026/01/05", "2099/12/31"),
        row("沪许〔2026〕2号", "行政", "2026/01/05", "2026/01/04"),
        row("沪许[2026] 1号", "其他-备案", "2026/01/05", "2026/01/05"),
    ]
    .concat();
    let (found, status) = audit(text.as_bytes(), &[]);
    assert_eq!((&found["rows_of"], status), (&json!("licence"), 1));
    assert_eq!(found["missing_columns"], json!([]));
    assert_problems(
        &found,
        &[
            ("cell.order", &[3]),
            ("cell.value", &[3]),
            ("duplicate.key", &[4]),
        ],
    );
}

#[test]
fn a_category_and_a_code_have_to_agree() {
    let own = uscc("92", "310115", "Q0000001");
    let text = format!(
        "cf_wsh,cf_xdr_lb,cf_xdr_shxym\n1,个体工商户,{}\n2,法人及非法人组织,{own}\n3,个体工商户,{own}\n4,自然人,{own}\n5,法人及非法人组织,{}\n",
        company(1),
        resident_number(5)
    );
    let (found, _) = audit(text.as_bytes(), &[]);
    let found = problems(&found);
    assert_eq!(found["cell.category"].1, [2, 3, 5]);
    assert_eq!(found["code.other_kind"].1, [6]);
}

// What is printed.

#[test]
fn no_person_s_number_is_printed() {
    let number = resident_number(42);
    let desk = desk(
        "rows",
        format!("uscc,entname,{number}\n{number},测试,{number}\n").as_bytes(),
    );
    for more in [&[][..], &["--json"]] {
        let output = desk.xinyi(&[&["audit", "rows"], more].concat());
        assert_eq!(output.status.code(), Some(1));
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!printed.contains(&number[..12]), "{printed}");
        assert!(printed.contains("code.other_kind"), "{printed}");
    }
}

#[test]
fn people_are_told_what_programs_are() {
    let text = register(&[&company(1), "", &company(1)]);
    let output = desk("rows", text.as_bytes()).xinyi(&["audit", "rows"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.starts_with("不符合要求 / does not conform\n"),
        "{printed}"
    );
    for words in [
        "重错码率",
        "666.667‰ 超出 / above (2 / 3",
        "[code.missing: 行 / lines 3]",
        "[duplicate.key: 行 / lines 4]",
    ] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
    assert_eq!(
        output.stderr, b"",
        "no progress bar where there is no terminal"
    );
}

#[test]
fn bad_rows_are_written_with_their_lines() {
    let [a, b] = [1, 2].map(company);
    let text = format!(
        "统一社会信用代码,企业名称\n{a},\"甲\n\"\"一\"\"\"\n,乙\n{a},丙\n{b},丁\n{b},丁\n{b}\n"
    );
    let want = format!(
        "\u{FEFF}line,problems,first_line,统一社会信用代码,企业名称\n\
         4,code.missing tyshxydm,,,乙\n\
         5,duplicate.key,2,{a},丙\n\
         7,duplicate.row,6,{b},丁\n\
         8,row.ragged,,,\n"
    );
    let desk = desk("rows", text.as_bytes());
    fs::write(desk.path().join("bad.csv"), "an older one").unwrap();
    let arguments = ["audit", "--json", "--bad-rows", "bad.csv"];
    for (file, input) in [("rows", &b""[..]), ("-", text.as_bytes())] {
        let output = desk.xinyi_with(&[&arguments[..], &[file]].concat(), input);
        assert_eq!(output.status.code(), Some(1));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["audit"]["bad_rows"], json!(4));
        let path = desk.path().join("bad.csv");
        assert_eq!(fs::read_to_string(&path).unwrap(), want);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        fs::remove_file(path).unwrap();
    }
    assert_eq!(
        fs::read_dir(desk.path()).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn bad_rows_do_not_take_the_place_of_the_rows() {
    let text = register(&[""]);
    let desk = desk("rows", text.as_bytes());
    let output = desk.xinyi(&["audit", "rows", "--bad-rows", "./rows"]);
    assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
    assert_eq!(fs::read_to_string(desk.path().join("rows")).unwrap(), text);
    // A refusal leaves none.
    fs::write(desk.path().join("other"), "a,b\n").unwrap();
    desk.refused(
        &["audit", "--json", "other", "--bad-rows", "bad.csv"],
        "input.columns",
        2,
    );
    assert!(!desk.path().join("bad.csv").exists());
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let text = register(&[""]);
    let desk = desk("rows", text.as_bytes());
    let mut child = Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(["audit", "-"])
        .current_dir(desk.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The writer goes away within a row.
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.trim_end().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(1), Vec::new()));
}

#[test]
fn usage_is_not_an_answer() {
    let desk = desk("rows", register(&[""]).as_bytes());
    for arguments in [
        &["audit"][..],
        &["audit", "missing"],
        &["audit", "."],
        &["audit", "rows", "--rows", "other"],
        &["audit", "rows", "--form", "2016"],
        &["audit", "rows", "--bad-rows", "no/such/folder.csv"],
    ] {
        let output = desk.xinyi(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(output.stdout, b"", "{arguments:?}");
        assert_ne!(output.stderr, b"", "{arguments:?}");
    }
}
