//! What is printed and written, and what is not.

use super::*;

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
        "统一社会信用代码,企业名称\n{a},\"甲\n\"\"一\"\"\"\n,乙\n{a},丙\n{b},丁\n{b},丁\n{b},戊,己\n"
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

#[test]
fn nothing_in_the_bad_rows_is_run_by_a_spreadsheet() {
    let code = company(1);
    let text = format!(
        "统一社会信用代码,企业名称,注册资本(万元),=备注\n\
         ,=cmd|' /C calc'!A0,-5,+86\n\
         ,@SUM(1),-1+1,-\n\
         \"=\"\"{code}\"\"\",甲,1,\"=HYPERLINK(\"\"a\"\")\"\n\
         {code},甲,1,\n"
    );
    let desk = desk("rows", text.as_bytes());
    let arguments = ["audit", "--json", "--now", NOW, "--bad-rows", "bad.csv"];
    let (first, _) = desk.answer(&[&arguments[..], &["rows"]].concat());
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    let want = format!(
        "\u{FEFF}line,problems,first_line,统一社会信用代码,企业名称,注册资本(万元),'=备注\n\
         2,code.missing tyshxydm; cell.amount zczb,,,'=cmd|' /C calc'!A0,-5,+86\n\
         3,code.missing tyshxydm; cell.amount zczb,,,'@SUM(1),'-1+1,'-\n\
         5,duplicate.key,4,{code},甲,1,\n"
    );
    assert_eq!(bad, want);
    assert_eq!(problems(&first["audit"]).len(), 3);
    // A code in such a cell is still read as the code that it is.
    let again = text.replace("\"=\"\"", "\"'=\"\"");
    let (again, _) = audit(again.as_bytes(), &[]);
    assert_eq!(again["problems"], first["audit"]["problems"]);
}
