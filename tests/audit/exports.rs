//! What offices export: rows and cells as spreadsheets leave them.

use super::*;

/// Penalties of these companies: the last, optional column is empty.
fn penalties(companies: &[u32]) -> Vec<String> {
    let header = "行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),法定代表人,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额(万元),处罚决定日期,公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码,备注";
    let authority = uscc("11", "310000", "Q0000009");
    let row = |n: &u32| {
        let code = company(*n);
        format!(
            "示例{n}有限公司,法人及非法人组织,{code},某某,沪示监罚〔2026〕{n}号,示例行为,示例事实,示例法第一条,罚款,罚款,0.2,2026/01/05,2029/01/05,示例局,{authority},示例局,{authority},"
        )
    };
    let rows = companies.iter().map(row);
    core::iter::once(header.to_owned()).chain(rows).collect()
}

#[test]
fn empty_cells_at_the_end_may_be_left_out_or_too_many() {
    let mut lines = penalties(&[1, 2, 3, 4]);
    conforms(lines.join("\r\n").as_bytes(), 4, &[]);
    lines[2].pop();
    lines[3].push_str(",, ,");
    conforms(
        lines.join("\r\n").as_bytes(),
        4,
        &[("row.extra_cells", &[4]), ("row.short", &[3])],
    );
    // A required cell is still missed, and text beyond the header is in no column.
    let last = lines[2].rfind(',').unwrap();
    lines[2].truncate(last);
    lines[3].push('注');
    let (audit, status) = audit(lines.join("\r\n").as_bytes(), &[]);
    assert_problems(&audit, &[("cell.empty", &[3]), ("row.ragged", &[4])]);
    assert_eq!((&audit["populations"][0]["wrong"], status), (&json!(1), 1));
}

#[test]
fn what_is_noted_makes_no_bad_row() {
    let mut lines = penalties(&[1, 2, 2]);
    lines[1].pop();
    lines[3].pop();
    let text = lines.join("\n");
    let desk = desk("rows", text.as_bytes());
    let arguments = ["audit", "--now", NOW, "rows", "--bad-rows", "bad.csv"];
    let output = desk.xinyi(&arguments);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains("[row.short: 行 / lines 2, 4]"),
        "{printed}"
    );
    assert!(printed.contains("其中 1 行有问题"), "{printed}");
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    let rows: Vec<&str> = bad.lines().skip(1).collect();
    assert_eq!(rows.len(), 1, "{bad}");
    assert!(
        rows[0].starts_with("4,row.short; duplicate.row,3,"),
        "{bad}"
    );
}

#[test]
fn cells_are_separated_by_what_the_file_has_between_them() {
    let lines = penalties(&[1, 2]);
    let text = lines.join("\r\n");
    for (separator, name) in [(",", "comma"), (";", "semicolon"), ("\t", "tab")] {
        let text = text.replace(',', separator);
        let plain = conforms(text.as_bytes(), 2, &[]);
        assert_eq!(
            (&plain["separator"], &plain["header_line"]),
            (&json!(name), &json!(1))
        );
        let told = format!("sep={separator}\r\n{text}");
        let told = conforms(told.as_bytes(), 2, &[]);
        assert_eq!(
            (&told["separator"], &told["header_line"]),
            (&json!(name), &json!(2))
        );
        let gb = GB18030.encode(&text).0.into_owned();
        assert_eq!(conforms(&gb, 2, &[])["separator"], json!(name));
    }
    // Other separators within cells are text.
    let text = text.replace(',', "\t").replace("示例行为", "示例,行为;一");
    conforms(text.as_bytes(), 2, &[]);
}

#[test]
fn the_header_is_found_below_a_title() {
    let lines = penalties(&[1, 2]);
    let commas = ",".repeat(17);
    for (before, header, noted) in [
        (format!("行政处罚信息公示表{commas}\n"), 2, &[1][..]),
        ("行政处罚信息公示表\n".to_owned(), 2, &[1]),
        (format!("{commas}\n"), 2, &[]),
        (format!("sep=,\n{commas}\n公示表{commas}\n\n"), 5, &[3]),
        (
            "\"公示表\n(2026)\",\n填报单位：示例局\n".to_owned(),
            4,
            &[1, 3],
        ),
        // Groups over the columns, of which some have a column's name.
        (
            format!("行政相对人名称,,,,处罚机关{}\n", ",".repeat(13)),
            2,
            &[1],
        ),
    ] {
        let text = before + &lines.join("\n");
        let notes: Vec<(&str, &[u64])> = match noted {
            [] => vec![],
            lines => vec![("row.no_data", lines)],
        };
        let found = conforms(text.as_bytes(), 2, &notes);
        assert_eq!(found["header_line"], json!(header), "{text}");
        // Given, it is the same.
        let line = header.to_string();
        let (given, status) = audit(text.as_bytes(), &["--header-row", &line]);
        assert_eq!((&given["header_line"], status), (&json!(header), 0));
    }
}

#[test]
fn bad_rows_below_a_title_are_those_of_the_first_pass() {
    let mut lines = penalties(&[1, 2]);
    lines[2] = lines[2].replace(&company(2), "");
    let text = format!("sep=,\n\"公示\n表\"\n{}\n", lines.join("\n"));
    let desk = desk("rows", text.as_bytes());
    let arguments = ["audit", "--now", NOW, "--bad-rows", "bad.csv"];
    for (file, input) in [("rows", &b""[..]), ("-", text.as_bytes())] {
        let output = desk.xinyi_with(&[&arguments[..], &[file]].concat(), input);
        assert_eq!(output.status.code(), Some(1));
        let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
        let rows: Vec<&str> = bad.lines().skip(1).collect();
        assert_eq!(rows.len(), 1, "{bad}");
        assert!(rows[0].starts_with("6,code.missing cf_xdr_shxym,"), "{bad}");
    }
}

#[test]
fn a_header_row_that_is_given_is_the_one() {
    let text = penalties(&[1]).join("\n");
    let refused = |bytes: &[u8], more: &[&str], code: Option<&str>| {
        let desk = desk("rows", bytes);
        let output = desk.xinyi(&[&["audit", "--json", "rows"][..], more].concat());
        assert_eq!(output.status.code(), Some(2));
        if let Some(code) = code {
            let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(answer["error"]["code"], json!(code));
        }
    };
    refused(
        text.as_bytes(),
        &["--header-row", "2"],
        Some("input.columns"),
    );
    refused(
        text.as_bytes(),
        &["--header-row", "9"],
        Some("input.columns"),
    );
    refused(text.as_bytes(), &["--header-row", "0"], None);
    refused(b"{\"uscc\":\"\"}", &["--header-row", "1"], None);
}

#[test]
fn utf_16_is_read_with_a_mark_and_without() {
    let text = penalties(&[1, 2]).join("\r\n").replace(',', "\t");
    for (mark, unit, name) in [
        (
            "\u{FEFF}",
            u16::to_le_bytes as fn(u16) -> [u8; 2],
            "utf-16le",
        ),
        ("", u16::to_le_bytes, "utf-16le"),
        ("\u{FEFF}", u16::to_be_bytes, "utf-16be"),
        ("", u16::to_be_bytes, "utf-16be"),
    ] {
        let bytes = utf_16(&format!("{mark}{text}"), unit);
        let found = conforms(&bytes, 2, &[]);
        assert_eq!(found["encoding"], json!(name));
        let (given, status) = audit(&bytes, &["--encoding", name]);
        assert_eq!((&given["encoding"], status), (&json!(name), 0));
    }
    // Objects on lines as well.
    let objects = format!("{{\"uscc\":\"{}\",\"entname\":\"甲\"}}\n", company(1));
    conforms(&utf_16(&objects, u16::to_le_bytes), 1, &[]);
}

#[test]
fn utf_16_is_read_through_the_window_and_twice() {
    // Longer than what is read at a time, with a character outside the plane on each line.
    let mut text = "\u{FEFF}公示表\n统一社会信用代码\t企业名称\n".to_owned();
    for n in 0..40_000 {
        text.push_str(&format!("{}\t𠮷{n}\n", company(n)));
    }
    text.push_str(&format!("{}\t末\n", company(3)));
    let mut bytes = utf_16(&text, u16::to_le_bytes);
    assert!(bytes.len() > 2_000_000);
    // Half of a pair, in the name of the last row.
    let at = bytes.len() - 4;
    bytes.splice(at..at + 2, [0x00, 0xD8]);
    let desk = desk("rows", &bytes);
    let arguments = ["audit", "--json", "--now", NOW, "--bad-rows", "bad.csv"];
    for (file, input) in [("rows", &[][..]), ("-", &bytes)] {
        let output = desk.xinyi_with(&[&arguments[..], &[file]].concat(), input);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_problems(
            &answer["audit"],
            &[("row.encoding", &[40_003]), ("duplicate.key", &[40_003])],
        );
        let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
        let want = format!(
            "40003,row.encoding; duplicate.key,6,{},\u{FFFD}",
            company(3)
        );
        assert_eq!(bad.lines().nth(1), Some(want.as_str()));
    }
}

#[test]
fn a_second_header_a_total_and_notes_are_no_data() {
    let lines = penalties(&[1, 2]);
    let letters = "cf_xdr_mc,cf_xdr_lb,cf_xdr_shxym,cf_frdb,cf_wsh,cf_wfxw,cf_sy,cf_yj,cf_cflb,cf_nr,cf_nr_fk,cf_jdrq,cf_gsjzq,cf_cfjg,cf_cfjgdm,cf_sjly,cf_sjlydm,bz";
    let commas = ",".repeat(17);
    let [header, first, second] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    for (text, noted) in [
        (format!("{letters}\n{header}\n{first}\n{second}"), 2),
        (format!("{header}\n{letters}\n{first}\n{second}"), 2),
        // On each printed page again.
        (format!("{header}\n{first}\n{header}\n{second}"), 3),
        (
            format!("{header}\n{first}\n{second}\n合计,,,,,,,,,,0.4,,,,,,,"),
            4,
        ),
        (
            format!("{header}\n{first}\n{second}\n,,合 计：2,,,,,,,,0.4"),
            4,
        ),
        (
            format!("{header}\n{first}\n{second}\n填表说明：一、逐项填写{commas}"),
            4,
        ),
        (
            format!("{header}\n{first}\n{second}\n\"注：\n1. 逐项填写\""),
            4,
        ),
        (format!("{header}\n{first}\n{second}\n共 2 条"), 4),
    ] {
        let found = conforms(text.as_bytes(), 2, &[("row.no_data", &[noted])]);
        assert_eq!(found["bad_rows"], json!(0));
    }
}

#[test]
fn a_row_that_makes_a_record_is_data_however_it_begins() {
    let lines = penalties(&[1, 2, 3]);
    let [header, right, wrong, missing] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    let named = |row: &str, n: u32| row.replace(&format!("示例{n}有限公司"), "合计");
    let right = named(right, 1);
    let wrong = named(&wrong.replace(&company(2), "91310115"), 2);
    let missing = named(&missing.replace(&company(3), ""), 3);
    let name_only = format!("合计科技有限公司{}", ",".repeat(17));
    let text = [header, &right, &wrong, &missing, &name_only]
        .map(String::as_str)
        .join("\n");
    let (audit, status) = audit(text.as_bytes(), &[]);
    assert_eq!((&audit["rows"], status), (&json!(4), 1));
    assert_notes(&audit, &[]);
    assert_eq!(problems(&audit)["code.length"].1, [3]);
    assert_eq!(problems(&audit)["code.missing"].1, [4, 5]);
}

#[test]
fn columns_may_say_that_they_are_obligatory() {
    let mut lines = penalties(&[1, 2]);
    lines[0] = lines[0].replace(',', "（必填）,") + "（非必填）";
    conforms(lines.join("\n").as_bytes(), 2, &[]);
}

#[test]
fn no_data_is_left_out_of_the_bad_rows() {
    let mut lines = penalties(&[1, 2]);
    lines.insert(1, lines[0].clone());
    lines[3] = lines[3].replace(&company(2), "");
    lines.push("合计".to_owned());
    let desk = desk("rows", lines.join("\n").as_bytes());
    let output = desk.xinyi(&["audit", "--now", NOW, "rows", "--bad-rows", "bad.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains("[row.no_data: 行 / lines 2, 5]"),
        "{printed}"
    );
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    assert_eq!(bad.lines().count(), 2, "{bad}");
}

#[test]
fn a_right_code_is_right_in_whatever_a_spreadsheet_left_around_it() {
    let lines = penalties(&[1, 2]);
    let code = company(2);
    let (head, tail) = code.split_at(8);
    for (cell, note) in [
        (format!("'{code}"), "cell.quoted"),
        (format!("=\"{code}\""), "cell.quoted"),
        (format!("\"=\"\"{code}\"\"\""), "cell.quoted"),
        (format!("\u{200B}{code}"), "cell.invisible"),
        (format!("{code}\u{FEFF}"), "cell.invisible"),
        (format!("\u{202D}{code}\u{202C}"), "cell.invisible"),
        (format!("{head}\u{2060}{tail}"), "cell.invisible"),
        (format!("{head} {tail}"), "cell.spaces"),
        (format!("\"{head}\n{tail}\""), "cell.spaces"),
    ] {
        let mut lines = lines.clone();
        lines[2] = lines[2].replace(&code, &cell);
        conforms(lines.join("\r\n").as_bytes(), 2, &[(note, &[3])]);
        // It is the same code.
        lines.push(lines[2].replace(&cell, &code));
        let (audit, _) = audit(lines.join("\r\n").as_bytes(), &[]);
        let codes: Vec<String> = problems(&audit).into_keys().collect();
        assert_eq!(codes, ["duplicate.key"], "{cell:?}");
    }
    // A wrong one is wrong all the same, and the bad row stands as it was.
    let mut lines = lines;
    lines[2] = lines[2].replace(&code, &format!("'{}", &code[..17]));
    let desk = desk("rows", lines.join("\n").as_bytes());
    desk.xinyi(&["audit", "--now", NOW, "rows", "--bad-rows", "bad.csv"]);
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    assert!(
        bad.contains("3,code.length cf_xdr_shxym; cell.quoted cf_xdr_shxym,"),
        "{bad}"
    );
    assert!(bad.contains(&format!(",'{},", &code[..17])), "{bad}");
}

#[test]
fn a_rounded_number_is_told_as_one() {
    let mut lines = penalties(&[1, 2, 3, 4]);
    lines[1] = lines[1].replace(&company(1), "9.13101E+17");
    lines[2] = lines[2].replace(&company(2), "913101151000000000");
    let authority = uscc("11", "310000", "Q0000009");
    lines[3] = lines[3].replacen(&authority, "1.1310000E+17", 1);
    let (audit, status) = audit(lines.join("\n").as_bytes(), &[]);
    assert_problems(&audit, &[("code.rounded", &[2, 3]), ("cell.rounded", &[4])]);
    assert_eq!((&audit["populations"][0]["wrong"], status), (&json!(2), 1));
}

#[test]
fn rounded_codes_repeat_nothing() {
    let text = "统一社会信用代码,企业名称\n9.13101E+17,甲\n9.13101E+17,乙\n9.13101E+17,乙\n";
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_problems(
        &audit,
        &[("code.rounded", &[2, 3, 4]), ("duplicate.row", &[4])],
    );
}

#[test]
fn persons_numbers_are_checked_where_their_document_has_one_of_the_mainland() {
    let number = resident_number(7);
    // A number that ends in zeros may be right.
    let zeros = (0..2_000).map(resident_number).find(|n| n.ends_with("000"));
    let rounded = format!("{}000", &number[..15]);
    let mut text = "cf_wsh,cf_xdr_lb,cf_xdr_shxym,cf_xdr_zjlx,cf_xdr_zjhm\n".to_owned();
    for (n, (kind, cell)) in [
        ("身份证", number.clone()),
        ("身份证", format!("'{number}")),
        ("身份证", rounded.clone()),
        ("身份证", "3.10115E+17".to_owned()),
        ("台湾居民身份证", "A123456789".to_owned()),
        ("香港居民身份证", "A1234563".to_owned()),
        ("港澳居民来往内地通行证", "H12345678".to_owned()),
        ("身份证", zeros.unwrap_or_else(|| number.clone())),
    ]
    .into_iter()
    .enumerate()
    {
        text.push_str(&format!("{n},自然人,,{kind},{cell}\n"));
    }
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_problems(&audit, &[("person.rounded", &[4, 5])]);
    assert_notes(&audit, &[("cell.quoted", &[3])]);
}

#[test]
fn days_are_read_as_spreadsheets_write_them() {
    let lines = penalties(&[1, 2]);
    for (decided, note) in [
        ("2026/1/5", "cell.date_form"),
        ("2026年1月5日", "cell.date_form"),
        ("2026-01-05 00:00:00", "cell.date_form"),
        ("46027", "cell.date_number"),
        ("'2026/01/05", "cell.quoted"),
    ] {
        let mut lines = lines.clone();
        lines[2] = lines[2].replace("2026/01/05", decided);
        conforms(lines.join("\n").as_bytes(), 2, &[(note, &[3])]);
        // It is the day that is compared: until then, and after today.
        let until = lines[2].replace("2029/01/05", "2026/1/4");
        let (found, _) = audit([lines[0].as_str(), &until].join("\n").as_bytes(), &[]);
        assert_problems(&found, &[("cell.order", &[2])]);
    }
    let mut lines = lines;
    lines[1] = lines[1].replace("2026/01/05", "46386");
    lines[2] = lines[2].replace("2026/01/05", "2026/2/30");
    let (audit, _) = audit(lines.join("\n").as_bytes(), &[]);
    assert_problems(&audit, &[("cell.date", &[3]), ("cell.future", &[2])]);
}

#[test]
fn the_header_is_the_row_with_most_names_of_columns() {
    // More than half of the columns are the office's own.
    let own = ["甲", "乙", "丙", "丁", "戊", "己"]
        .map(|n| format!("本局{n}"))
        .join(",");
    let code = company(1);
    let text = format!(
        "登记注册,,企业名称,,,,,,\n统一社会信用代码,企业名称,注册号,{own}\n{code},测试,1,,,,,,\n"
    );
    let found = conforms(text.as_bytes(), 1, &[("row.no_data", &[1])]);
    assert_eq!(found["header_line"], json!(2));
}

#[test]
fn a_header_over_two_rows_is_one() {
    let code = company(1);
    let rows = format!("示例,{code},,无,\n示例二,{},,无,\n", company(2));
    for (header, above) in [
        (
            "企业名称,证照,,备注,注册地址\n,统一社会信用代码,注册号,,\n",
            &[1][..],
        ),
        (
            "登记信息,,,,\n企业名称,证照,,备注,注册地址\n,统一社会信用代码,注册号,,\n",
            &[1, 2],
        ),
    ] {
        let found = conforms(
            (header.to_owned() + &rows).as_bytes(),
            2,
            &[("row.no_data", above)],
        );
        assert_eq!(found["header_line"], json!(above.len() + 1));
        assert_eq!(found["unknown_columns"], json!(["备注"]));
        let present = found["columns"].as_array().unwrap().iter();
        let present: Vec<&Value> = present.filter(|c| c["present"] == json!(true)).collect();
        assert_eq!(present.len(), 4, "{present:?}");
        // The row that is given is the header alone.
        let line = above.len().to_string();
        let (given, _) = audit(
            (header.to_owned() + &rows).as_bytes(),
            &["--header-row", &line],
        );
        assert_eq!(given["header_line"], json!(above.len()));
    }
}
