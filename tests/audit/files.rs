//! Files as they come: ends of lines, quotation marks, encodings, what is no table at all.

use super::*;

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
            ("cell.empty", &[5]),
            ("row.ragged", &[6]),
            ("row.nul", &[7]),
            ("row.unclosed_quote", &[9]),
            ("duplicate.key", &[7]),
        ],
    );
    assert_eq!(
        (&audit["rows"], &audit["unreadable_rows"], status),
        (&json!(7), &json!(4), 1)
    );
    // What cannot be read counts as a wrong code.
    assert_eq!(audit["populations"][0]["wrong"], json!(4));
    assert_notes(&audit, &[("row.short", &[5])]);
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
    refused(b"\xFF\xFE\0\0u\0\0\0", "input.encoding");
    refused(b"\xFF\xFEu\0s\0", "input.columns");
    refused(b"\xFF\xFE", "input.empty");
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
