//! Pages with a table.

use super::*;

fn page(body: &str) -> String {
    format!("<html><head><title>登记<table></title></head><body>{body}</body></html>")
}

fn cells(cells: &[&str]) -> String {
    cells
        .iter()
        .map(|cell| format!("<td>{cell}</td>"))
        .collect()
}

#[test]
fn a_table_is_read_as_a_browser_shows_it() {
    let [a, b] = [1, 2].map(company);
    let head = cells(&["统一社会信用代码", "企业名称", "住所"]);
    let body = format!(
        "<script>document.write('<table><tr><td>x</td></tr>')</script><style>td > b {{}}</style>\
         <table><caption>登记</caption>\
         <tr><td colspan=3>登记\n  信息<br>（一）</td></tr>\
         <thead><tr>{head}</thead>\
         <tbody><TR class=a><TD>{a}<script>'<td>x'</script><style><td>x</style><td>甲&amp;乙<!-- <td>x --><td>&nbsp;\
         <tr><td>&#57;{}</td><td>  两\n 行<br/>名</td></tr></table>",
        &b[1..]
    );
    for bytes in [
        page(&body).into_bytes(),
        page(&body.replace('\n', "\r\n")).into_bytes(),
        GB18030.encode(&page(&body)).0.into_owned(),
        [&b"\xEF\xBB\xBF"[..], page(&body).as_bytes()].concat(),
        page(&body)
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        format!("\u{FEFF}{}", page(&body))
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
        // A piece of a page.
        body.clone().into(),
    ] {
        let (audit, status) = audit(&bytes, &[]);
        assert_problems(&audit, &[]);
        assert_notes(&audit, &[("row.no_data", &[1])]);
        assert_eq!((&audit["rows"], status), (&json!(2), 0), "{audit:#}");
        assert_eq!(
            (&audit["format"], &audit["header_line"]),
            (&json!("html"), &json!(2))
        );
        // Standard input is the same.
        let desk = desk("bytes", &bytes);
        let output = desk.xinyi_with(&["audit", "--json", "--now", NOW, "-"], &bytes);
        let piped: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(piped["audit"], audit);
    }
}

#[test]
fn cells_over_several_rows_and_columns_keep_the_others_in_place() {
    let [a, b, c] = [1, 2, 3].map(company);
    let body = format!(
        "<table><tr><th>企业名称</th><th>统一社会信用代码</th><th>住所</th></tr>\
         <tr><td rowspan=2>甲</td><td>{a}</td><td rowspan='3'></td></tr>\
         <tr><td>{b}</td></tr>\
         <tr><td>丙</td><td>{c}</td></tr>\
         <tr><td colspan='2'>合计</td><td>3</td></tr></table>"
    );
    let (audit, _) = audit(page(&body).as_bytes(), &[]);
    // As in a spreadsheet, only the first of the cells has the text.
    assert_problems(&audit, &[("cell.empty", &[3])]);
    assert_notes(&audit, &[("row.no_data", &[5])]);
    // Of more cells than the header has, nobody knows which are whose.
    let more = body.replace("<td>丙</td>", "<td>丙</td><td>丁</td>");
    let (audit, _) = self::audit(page(&more).as_bytes(), &[]);
    assert_problems(&audit, &[("cell.empty", &[3]), ("row.ragged", &[4])]);
}

#[test]
fn the_table_with_the_header_is_read_wherever_it_stands() {
    let code = company(1);
    let inner = format!(
        "<table><tr>{}</tr><tr>{}</tr></table>",
        cells(&["统一社会信用代码", "企业名称"]),
        cells(&[&code, "甲"])
    );
    let body = format!("<table><tr><td>查询</td></tr><tr><td>结果：{inner}</td></tr></table>");
    let (found, status) = audit(page(&body).as_bytes(), &[]);
    assert_eq!((&found["sheet"], status), (&json!("2"), 0));
    let twice = page(&(body.clone() + &inner));
    let (found, _) = audit(twice.as_bytes(), &["--sheet", "3"]);
    assert_eq!(
        (&found["sheet"], &found["other_sheets"]),
        (&json!("3"), &json!(["2"]))
    );
    refused(
        page("<table><tr><td>x<td>y</table>").as_bytes(),
        "input.columns",
    );
    refused(page("<p>请登录").as_bytes(), "input.kind");
    refused(page("<table></table>").as_bytes(), "input.kind");
}

#[test]
fn what_is_not_in_the_encoding_is_told_by_row() {
    let text = page(&format!(
        "<table><tr><td>统一社会信用代码<td>企业名称<tr><td>{}<td>甲?<tr><td>{}<td>乙</table>",
        company(1),
        company(2)
    ));
    let mut bytes = text.into_bytes();
    let at = bytes.iter().position(|b| *b == b'?').unwrap();
    bytes[at] = 0xFF;
    let (audit, _) = audit(&bytes, &[]);
    assert_problems(&audit, &[("row.encoding", &[2])]);
}

#[test]
fn what_is_cut_short_is_told() {
    let [a, b] = [1, 2].map(company);
    let rows = |codes: [&str; 2]| {
        codes
            .map(|code| format!("<tr>{}</tr>", cells(&[code, "甲"])))
            .concat()
    };
    let head = cells(&["统一社会信用代码", "企业名称"]);
    let whole = page(&format!("<table><tr>{head}</tr>{}</table>", rows([&a, &b])));
    let after = |text: &str| whole.find(text).unwrap() + text.len();
    let (found, _) = audit(&whole.as_bytes()[..after(&b)], &[]);
    assert_problems(&found, &[("row.cut_short", &[4]), ("cell.empty", &[3])]);
    let (found, _) = audit(&whole.as_bytes()[..after("甲</td></tr>")], &[]);
    assert_problems(&found, &[("row.cut_short", &[3])]);
    let (found, _) = audit(&whole.as_bytes()[..after("</table>")], &[]);
    assert_problems(&found, &[]);
}

#[test]
fn a_page_may_be_long() {
    let started = Instant::now();
    let mut body = format!("<table><tr>{}", cells(&["统一社会信用代码", "企业名称"]));
    for n in 0..5_000 {
        body.push_str(&format!("<tr>{}", cells(&[&company(n), "测试"])));
    }
    // Cells over rows that are not there, and tables in one another without an end.
    body.push_str(&"<tr><td colspan=99999 rowspan=99999>".repeat(2_000));
    body.push_str(&"<table><tr><td>".repeat(20_000));
    let (audit, _) = audit(page(&body).as_bytes(), &[]);
    // And one for the end that is missing.
    assert_eq!(audit["rows"], json!(5_001));
    assert_eq!(audit["unreadable_rows"], json!(1));
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn the_xml_of_excel_2003_is_read() {
    let [a, b] = [1, 2].map(company);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"ENCODING\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <ss:Worksheet ss:Name=\"甲\"><ss:Table>\
         <ss:Row><ss:Cell ss:MergeAcross=\"2\"><ss:Data ss:Type=\"String\">登记</ss:Data></ss:Cell></ss:Row>\
         <ss:Row ss:Index=\"3\"><ss:Cell ss:MergeAcross=\"1\"><ss:Data ss:Type=\"String\">统一社会信用代码</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type=\"String\">企业名称</ss:Data></ss:Cell>\
         <ss:Cell ss:Index=\"6\"><ss:Data ss:Type=\"String\">成立日期</ss:Data></ss:Cell></ss:Row>\
         <ss:Row><ss:Cell><ss:Data ss:Type=\"String\">{a}</ss:Data></ss:Cell><ss:Cell ss:Index=\"3\"><ss:Data ss:Type=\"String\">甲<B>&amp;&#20057;</B></ss:Data></ss:Cell>\
         <ss:Cell ss:Index=\"6\"><ss:Data ss:Type=\"DateTime\">2026-01-05T00:00:00.000</ss:Data></ss:Cell></ss:Row>\
         <ss:Row><ss:Cell><ss:Data ss:Type=\"Number\">{}</ss:Data></ss:Cell><ss:Cell ss:Index=\"3\"><ss:Data ss:Type=\"Boolean\">1</ss:Data></ss:Cell></ss:Row>\
         </ss:Table></ss:Worksheet></ss:Workbook>",
        &b[..8]
    );
    let utf_8 = xml.replace("ENCODING", "UTF-8");
    let gb = xml.replace("ENCODING", "GB2312");
    for bytes in [
        utf_8.as_bytes().to_vec(),
        GB18030.encode(&gb).0.into_owned(),
    ] {
        let (audit, _) = audit(&bytes, &[]);
        assert_problems(&audit, &[("code.length", &[5])]);
        assert_notes(&audit, &[("row.no_data", &[1])]);
        assert_eq!(
            (&audit["format"], &audit["sheet"]),
            (&json!("xml"), &json!("甲"))
        );
    }
    refused(&utf_8.as_bytes()[..utf_8.len() / 2], "input.damaged");
    let end = utf_8.rfind("</ss:Table>").unwrap();
    refused(&utf_8.as_bytes()[..end], "input.damaged");
}
