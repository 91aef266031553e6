//! Arrays of objects, alone or in an object.

use super::*;

#[test]
fn an_array_of_objects_is_read_element_by_element() {
    let [a, b, c] = [1, 2, 3].map(company);
    let text = format!(
        "[{{\"uscc\":\"{a}\",\"entname\":\"甲}}]\\\"\"}},\n  {{\n    \"uscc\": \"{b}\",\n    \"entname\": \"乙\"\n  }} , {{\"entname\":\"丙\",\"uscc\":\"{c}\"}}\n]\n"
    );
    for bytes in [
        text.as_bytes().to_vec(),
        GB18030.encode(&text).0.into_owned(),
        utf_16(&text, u16::to_le_bytes),
        format!("\u{FEFF}{}", text.replace('\n', "")).into_bytes(),
    ] {
        let found = conforms(&bytes, 3, &[]);
        assert_eq!(found["format"], json!("json"));
        assert_eq!(found["separator"], Value::Null);
    }
    // Lines are those on which elements begin.
    let text = text.replace(&b, &a).replace(&c, &a[..17]);
    let (audit, _) = audit(text.as_bytes(), &[]);
    assert_problems(&audit, &[("code.length", &[5]), ("duplicate.key", &[2])]);
}

#[test]
fn what_is_wrong_in_an_array_is_told_by_line() {
    let [a, b, c] = [1, 2, 3].map(company);
    let text = format!(
        "[{{\"uscc\":\"{a}\",\"entname\":\"甲\"}},\n\
         {{\"uscc\":\"{b},\"entname\":\"乙\"}},\n\
         7,[1],\n\
         {{\"uscc\":\"{b}\",\"uscc\":\"{b}\"}},\n\
         {{\"uscc\":\"{b}\",\"entname\":\"乙\"}},\n\
         {{\"uscc\":\"{c}\"\n"
    );
    let (found, _) = audit(text.as_bytes(), &[]);
    assert_eq!(found["format"], json!("json"));
    let told = problems(&found);
    assert_eq!(told["row.duplicate_member"].1, [4]);
    assert_eq!(told["row.json"].1, [2, 3, 3, 6]);
    assert_eq!(told["row.cut_short"].0, 1);
    let (whole, _) = audit(
        format!("{}]", &text[..text.len() - 1])
            .replace(
                &format!("\"{c}\""),
                &format!("\"{c}\",\"entname\":\"丙\"}}"),
            )
            .as_bytes(),
        &[],
    );
    assert!(!problems(&whole).contains_key("row.cut_short"), "{whole}");
    refused(b"[]", "input.columns");
    refused(b"[1,2]", "input.columns");
}

#[test]
fn an_array_may_be_in_an_object() {
    let [a, b, c] = [1, 2, 3].map(company);
    let row = |code: &str| format!("{{\"uscc\":\"{code}\",\"entname\":\"甲]}}\"}}");
    let rows = [row(&a), row(&b), row(&c)].join(",\n");
    for (before, after) in [
        ("{\"data\":[", "]}"),
        (
            "{\n\"code\":200,\"msg\":\"成功\",\"rows\": [",
            "],\n\"total\":3,\"more\":[{\"uscc\":1}]}\n",
        ),
        ("{\"result\":{\"list\":[", "],\"page\":[1]}}"),
    ] {
        let text = format!("{before}{rows}{after}");
        for bytes in [
            text.as_bytes().to_vec(),
            GB18030.encode(&text).0.into_owned(),
            utf_16(&text, u16::to_le_bytes),
        ] {
            let found = conforms(&bytes, 3, &[]);
            assert_eq!(found["format"], json!("json"));
            assert_eq!(found["unknown_columns"], json!([]));
        }
    }
    // Twice, through the window, with its lines; and cut short.
    let mut text = "{\"msg\":\"\",\n\"data\":[\n".to_owned();
    for n in 0..20_000 {
        text.push_str(&row(&company(n)));
        text.push_str(",\n");
    }
    text.push_str(&row(&a[..17]));
    let desk = desk("rows", (text.clone() + "]}").as_bytes());
    let (answer, _) = desk.answer(&[
        "audit",
        "--json",
        "--now",
        NOW,
        "rows",
        "--bad-rows",
        "bad.csv",
    ]);
    assert_problems(&answer["audit"], &[("code.length", &[20_003])]);
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    assert!(
        bad.lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("20003,code.length tyshxydm,,")),
        "{bad}"
    );
    let (cut, _) = audit(text.as_bytes(), &[]);
    assert_eq!(problems(&cut)["row.cut_short"].0, 1);
}

#[test]
fn an_array_takes_no_time_that_grows_with_the_square_and_is_read_through_the_window() {
    let started = Instant::now();
    let mut text = format!("[{{\"uscc\":\"{}\",\"entname\":\"甲\"}},\n", company(0));
    text.push_str(&"{\n".repeat(200_000));
    for n in 1..20_000 {
        text.push_str(&format!(
            "{{\"uscc\":\"{}\",\"entname\":\"测试\"}},\n",
            company(n)
        ));
    }
    text.push(']');
    let (found, _) = audit(text.as_bytes(), &[]);
    assert_eq!(found["rows"], json!(220_000));
    assert_eq!(found["unreadable_rows"], json!(200_000));
    assert!(started.elapsed() < Duration::from_secs(60));
}
