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

/// The audit of lines that conform, with what was noted.
#[track_caller]
fn conforms(bytes: &[u8], rows: u64, notes: &[(&str, &[u64])]) -> Value {
    let (audit, status) = audit(bytes, &[]);
    assert_problems(&audit, &[]);
    assert_notes(&audit, notes);
    assert_eq!((&audit["rows"], status), (&json!(rows), 0), "{audit:#}");
    audit
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
