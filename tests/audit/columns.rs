//! Columns: which are missing, of which form they are, what is in them.

use super::*;

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
    let number = resident_number(400);
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
