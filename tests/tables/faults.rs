//! What is wrong with a table is told with its cell, and with what to write instead.

use xinyi::authoring::table::{Place, Sheet, Table};
use xinyi::{Value, messages};

use super::{Rows, law};

/// A table with nothing wrong. Tabs stand between its cells.
const GOOD: &str = "\
项目
编号	example.rental
版本	1
类别	信易租
名称	免押金租借	Rental without a deposit
主办单位	示例公司
咨询方式	12345
依据	示例办法
开始日期	2026-01-01
结束日期	2026-12-31
适用地区	310000

输入
别名	凭证类型	可缺少
credit	公共信用
market	市场信用	是

申请
名称	类型
deposit	金额

等级
名称	等级（从低到高）
tax	D、C、B、A

条件
编号	条件	取值	未满足时告知	英文告知
not-listed	严重失信名单	无	您目前在失信名单上。	You are on a list.

档次
编号	芝麻分 ≥	纳税信用等级 不低于	request.deposit ≤	名称	英文名称	优惠	最高金额
gold	700	B	500.00	金牌	Gold	免押金	500.00
silver	600	—	99.50	银牌	Silver	免押金	99.50
";

fn good() -> Rows {
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    GOOD.lines().map(cells).collect()
}

/// The cell that is called so.
fn place(name: &str) -> Place {
    let at = name.find(|c: char| c.is_ascii_digit()).expect("a row");
    let (letters, row) = name.split_at(at);
    let column = letters
        .bytes()
        .fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
    Place {
        row: row.parse::<usize>().expect("a row") - 1,
        column: column - 1,
    }
}

fn set(rows: &mut Rows, cell: &str, text: &str) {
    let Place { row, column } = place(cell);
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    if rows[row].len() <= column {
        rows[row].resize(column + 1, String::new());
    }
    rows[row][column] = text.to_owned();
}

fn with(changes: &[(&str, &str)]) -> Sheet {
    let mut rows = good();
    for (cell, text) in changes {
        set(&mut rows, cell, text);
    }
    Sheet::of(rows)
}

/// Findings as `problem cell suggestion`, or with their code where that is another.
fn told(findings: &[xinyi::Error]) -> Vec<String> {
    let each = findings.iter().map(|error| {
        let detail = |name: &str| error.details().get(name).and_then(Value::as_str);
        let problem = match error.code() {
            xinyi::Code::ProgrammeTable => detail("problem").unwrap_or("none"),
            other => other.as_str(),
        };
        let words = [Some(problem), detail("cell"), detail("suggestion")];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    each.collect()
}

#[track_caller]
fn is_wrong(changes: &[(&str, &str)], want: &[&str]) {
    let table = Table::read(&with(changes), law());
    assert_eq!(told(table.errors()), want, "{changes:?}");
    assert!(table.programme().is_none());
    has_texts(table.errors());
}

#[track_caller]
fn is_odd(changes: &[(&str, &str)], want: &[&str]) {
    let table = Table::read(&with(changes), law());
    assert_eq!(told(table.errors()), [""; 0], "{changes:?}");
    assert_eq!(told(table.warnings()), want, "{changes:?}");
    assert!(table.programme().is_some());
    has_texts(table.warnings());
}

/// Every text names the cell and leaves no fact out.
#[track_caller]
fn has_texts(findings: &[xinyi::Error]) {
    for finding in findings {
        let mut document = finding.to_json();
        messages::fill(&mut document);
        let cell = finding.details().get("cell").and_then(Value::as_str);
        for language in ["zh-CN", "en"] {
            let text = document.member("messages").and_then(|m| m.member(language));
            let text = text.and_then(Value::as_str).unwrap_or_default();
            assert!(text.contains(cell.unwrap_or("A cell")), "{text}");
            assert!(!text.contains("/tiers") && !text.contains("“?”"), "{text}");
        }
    }
}

#[test]
fn a_table_in_order_has_no_findings() {
    is_odd(&[], &[]);
}

#[test]
fn a_cell_that_is_no_value_is_told_with_what_is() {
    for (changes, want) in [
        (&[("H32", "0,5")][..], "decimal_comma H32 0.5"),
        (&[("H32", "1,000.00")], "thousands H32 1000.00"),
        (&[("B32", "７００")], "full_width B32 700"),
        (&[("H32", "５００．００")], "full_width H32 500.00"),
        (&[("H32", "￥500.00")], "currency_sign H32 500.00"),
        (&[("H32", "1万元")], "currency_sign H32 10000"),
        (&[("B32", "70%")], "percent B32 70"),
        (&[("B32", "七百")], "number_expected B32"),
        (&[("H32", "500.001")], "money H32"),
        (&[("B3", "1.5")], "whole_expected B3"),
        (&[("B9", "2026/1/5")], "date B9 2026-01-05"),
        (&[("B9", "2026年1月5日")], "date B9 2026-01-05"),
        (&[("B9", "46027")], "date_number B9 2026-01-05"),
        (&[("B11", "31000")], "zero_lost B11"),
        (&[("B11", "上海")], "region B11"),
        (&[("B11", "３１００００")], "full_width B11 310000"),
        (&[("B4", "信易组")], "unknown B4 信易批"),
        (&[("C15", "也许")], "boolean_expected C15"),
        (&[("B32", "#N/A")], "formula B32"),
        (&[("E32", "金\n牌")], "line_break E32 金 牌"),
        (&[("E32", "\"金牌")], "quoted E32"),
        (&[("B32", "700、800")], "several B32"),
        (&[("C28", "没")], "unknown C28"),
        (
            &[("A12", "适用对象"), ("B12", "自然人、个体工商")],
            "unknown B12 个体工商户",
        ),
    ] {
        is_wrong(changes, &[want]);
    }
}

#[test]
fn a_place_that_is_not_known_is_told_with_the_nearest() {
    for (changes, want) in [
        (&[("A5", "名字")][..], "header A5 名称"),
        (&[("A13", "输入项")], "section A13 输入"),
        (&[("A1", "项目表")], "section A1 项目"),
        (&[("B31", "芝麻份 ≥")], "fact_unknown B31 芝麻分"),
        (&[("B31", "芝麻分")], "operator_missing B31"),
        (
            &[("D31", "request.deposti ≤")],
            "fact_unknown D31 request.deposit",
        ),
        (&[("D31", "押金")], "header D31"),
        (&[("D31", "request.deposit 大概")], "operator_missing D31"),
        (&[("H31", "最高金")], "header H31 最高金额"),
        (&[("I32", "备注")], "header_missing I32"),
        (&[("C31", "芝麻分>=")], "duplicate C31"),
        (&[("A33", "gold")], "duplicate A33"),
        (&[("A33", "")], "missing A33"),
        (&[("C28", "")], "missing C28"),
        (&[("B28", "count credit.listings")], "header B28"),
        (
            &[("B28", "none credit.listings severitty =")],
            "fact_unknown B28 severity",
        ),
    ] {
        let table = Table::read(&with(changes), law());
        assert!(
            told(table.errors()).contains(&want.to_owned()),
            "{changes:?} {:?}",
            told(table.errors())
        );
        has_texts(table.errors());
    }
}

#[test]
fn a_text_is_in_both_languages_but_for_a_draft() {
    is_wrong(&[("E32", "")], &["language_chinese E32"]);
    is_odd(&[("F32", "")], &["language_english F32"]);
    is_odd(
        &[("C5", "—"), ("E28", "")],
        &["language_english C5", "language_english E28"],
    );
    let signed = [
        ("A12", "签发方"),
        ("B12", "https://credit.example"),
        ("F32", ""),
    ];
    is_wrong(&signed, &["language_english F32"]);
}

#[test]
fn what_is_read_all_the_same_is_told() {
    is_odd(&[("A32", " gold ")], &["spaces A32 gold"]);
    is_odd(&[("E32", "金牌\u{3000}")], &["spaces E32 金牌"]);
    // The number of a workbook, as binary floating point keeps it.
    is_odd(&[("B32", "700.30000000000001")], &["rounded B32 700.3"]);
    let mut rows = good();
    rows.insert(31, Vec::new());
    let table = Table::read(&Sheet::of(rows), law());
    assert_eq!(told(table.warnings()), ["empty_row A32"]);
    assert!(table.programme().is_some());
}

#[test]
fn merged_cells_are_told() {
    let mut sheet = with(&[]);
    sheet.name = Some("档次表".to_owned());
    sheet.merged.push((place("F32"), place("F33")));
    let table = Table::read(&sheet, law());
    assert_eq!(told(table.errors()), ["merged F32"]);
    let details = table.errors()[0].details();
    assert_eq!(
        details.get("found").and_then(Value::as_str),
        Some("F32:F33")
    );
    assert_eq!(details.get("sheet").and_then(Value::as_str), Some("档次表"));
}

/// The lint knows JSON pointers, and whoever works with a table does not.
#[test]
fn a_requirement_without_a_condition_was_forgotten() {
    let forgotten = Table::read(&with(&[("B28", ""), ("C28", "—")]), law());
    assert_eq!(told(forgotten.errors()), ["missing B28"]);
    assert_eq!(forgotten.programme(), None);
    // Whoever means everybody says so.
    let meant = with(&[("B28", ""), ("C28", ""), ("F27", "规则"), ("F28", "true")]);
    assert_eq!(told(Table::read(&meant, law()).errors()), [""; 0]);
}

#[test]
fn findings_of_the_lint_have_a_cell() {
    for (changes, want) in [
        (&[("C32", "E")][..], "programme.value C32"),
        (&[("B10", "2025-12-31")], "programme.schema B10"),
        (
            &[("B14", "凭证类型"), ("H33", "—")],
            "programme.benefit G33",
        ),
        (&[("G32", "折扣")], "programme.benefit G32"),
        (&[("A10", "规则语言"), ("B10", "1")], "programme.schema A1"),
    ] {
        let table = Table::read(&with(changes), law());
        let found = told(table.errors());
        assert!(
            found.iter().any(|found| found.starts_with(want)),
            "{changes:?} {found:?}"
        );
        has_texts(table.errors());
    }
    // No rule reads the scale any more, and a rule that always holds makes the next tier unreachable.
    let odd = Table::read(
        &with(&[("C31", "规则"), ("C32", "true"), ("B32", ""), ("D32", "")]),
        law(),
    );
    let warnings = told(odd.warnings());
    assert!(
        warnings
            .iter()
            .any(|w| w.starts_with("programme.unused A24")),
        "{warnings:?}"
    );
    let defects = told(odd.defects());
    assert!(
        defects.iter().any(|d| d == "programme.unreachable A33"),
        "{defects:?}"
    );
    has_texts(odd.warnings());
    has_texts(odd.defects());
}

#[test]
fn a_name_that_several_inputs_have_needs_one() {
    let second = [("A17", "boss"), ("B17", "公共信用")];
    let table = Table::read(&with(&second), law());
    let want = [
        "ambiguous B28 credit.严重失信名单",
        "ambiguous C31 credit.纳税信用等级",
    ];
    assert_eq!(told(table.errors()), want);
}

#[test]
fn a_rule_in_json_is_a_rule() {
    let json = r#"{"or":[{">=":[{"var":"market.evaluations.zhima.score"},700]},{"var":"credit.registration.frozen"}]}"#;
    is_odd(
        &[
            ("C31", "规则"),
            ("C32", json),
            ("A22", ""),
            ("A23", ""),
            ("B23", ""),
            ("A24", ""),
            ("B24", ""),
        ],
        &[],
    );
    for text in ["{", "1", "[]", "是"] {
        let table = Table::read(&with(&[("C31", "规则"), ("C32", text)]), law());
        assert!(
            told(table.errors()).contains(&"rule C32".to_owned()),
            "{text}"
        );
    }
}

/// Words of either language, and operators with no space before them.
#[test]
fn a_header_may_be_written_in_many_ways() {
    let plain = Table::read(&with(&[]), law());
    for (cell, texts) in [
        (
            "B31",
            &[
                "芝麻分>=",
                "芝麻分 ＞＝",
                "芝麻分不低于",
                "market.芝麻分 不少于",
                "market.evaluations.zhima.score ≥",
            ][..],
        ),
        (
            "C31",
            &[
                "纳税信用等级不低于",
                "credit.evaluations.tax.grade at-least tax",
                "纳税信用等级 at-least",
            ],
        ),
        (
            "D31",
            &[
                "request.deposit<=",
                "request.deposit 不超过",
                "request.deposit at-most",
            ],
        ),
        ("A31", &["id", "ID"]),
        ("G31", &["benefit"]),
        ("A30", &["tiers", "Tiers"]),
        ("B4", &["xinyi-zu"]),
        ("G32", &["deposit_waiver"]),
        ("C15", &["否", "no", "FALSE", ""]),
    ] {
        for text in texts {
            let table = Table::read(&with(&[(cell, text)]), law());
            assert_eq!(told(table.errors()), [""; 0], "{text}");
            if cell != "C15" {
                assert_eq!(table.programme(), plain.programme(), "{text}");
            }
        }
    }
}

/// Whether a record has something, by itself and among its other conditions.
#[test]
fn a_record_may_be_asked_whether_it_has_something() {
    let kind = serde_json::json!({"==": [{"var": "kind"}, "arrears"]});
    let amount = serde_json::json!({"exists": {"var": "amount"}});
    let list = serde_json::json!({"var": "credit.obligations"});
    for (header, cell, want) in [
        (
            "none credit.obligations kind = arrears 且 amount 有记录",
            "是",
            serde_json::json!({"none": [list, {"and": [kind, amount]}]}),
        ),
        (
            "没有 credit.obligations amount 有记录 且 kind =",
            "arrears",
            serde_json::json!({"none": [list, {"and": [{"!": amount}, kind]}]}),
        ),
    ] {
        let header = header.replace("有记录 且", "有记录 否 且");
        let table = Table::read(
            &with(&[("D31", &header), ("D32", cell), ("D33", "—")]),
            law(),
        );
        assert_eq!(told(table.errors()), [""; 0], "{header}");
        let programme = super::json(table.programme().expect("a programme"));
        assert_eq!(programme["tiers"][0]["when"]["and"][2], want, "{header}");
    }
}

/// A share of another fact, and regions.
#[test]
fn shares_and_regions_have_columns() {
    let shares = serde_json::json!({"<=": [{"var": "request.deposit"}, {"percent-of": [20, {"var": "credit.finance.revenue"}]}]});
    for header in [
        "request.deposit 不超过 营业收入的百分比",
        "request.deposit ≤ credit.finance.revenue 的百分比",
        "request.deposit at-most percent-of credit.finance.revenue",
    ] {
        let table = Table::read(
            &with(&[("D31", header), ("D32", "20"), ("D33", "—")]),
            law(),
        );
        assert_eq!(told(table.errors()), [""; 0], "{header}");
        let programme = super::json(table.programme().expect("a programme"));
        assert_eq!(programme["tiers"][0]["when"]["and"][2], shares, "{header}");
    }
    let regions = serde_json::json!({"in-region": [{"var": "credit.subject.residence"}, ["310000", "320500"]]});
    for header in [
        "居住地 位于",
        "居住地位于",
        "credit.subject.residence in-region",
    ] {
        let table = Table::read(
            &with(&[("D31", header), ("D32", "310000、320500"), ("D33", "—")]),
            law(),
        );
        assert_eq!(told(table.errors()), [""; 0], "{header}");
        let programme = super::json(table.programme().expect("a programme"));
        assert_eq!(programme["tiers"][0]["when"]["and"][2], regions, "{header}");
    }
    let share = ("D31", "request.deposit 不超过 营业收入的百分比");
    is_wrong(&[share, ("D32", "20%"), ("D33", "—")], &["percent D32 20"]);
    is_wrong(
        &[
            ("D31", "request.deposit 不超过 营业收人的百分比"),
            ("D32", "20"),
            ("D33", "—"),
        ],
        &["fact_unknown D31 营业收入"],
    );
    is_wrong(
        &[("D31", "居住地 位于"), ("D32", "上海"), ("D33", "—")],
        &["region D32"],
    );
}

#[test]
fn more_cells_than_a_table_has_are_refused() {
    let wide = Sheet::of(vec![vec![String::new(); Sheet::COLUMNS + 1]]);
    let long = Sheet::of(vec![Vec::new(); Sheet::ROWS + 1]);
    for sheet in [wide, long] {
        let table = Table::read(&sheet, law());
        let codes: Vec<&str> = table.errors().iter().map(|e| e.code().as_str()).collect();
        assert_eq!(codes, ["limit.items"]);
    }
}

#[test]
fn whatever_stands_in_a_cell_is_read_or_told() {
    let texts = [
        "", "—", "\"", "[", "{", "是", "１", ",", "、", "|", "~", "≥", "none", "count", "sum a of",
        "档次", "\u{202E}",
    ];
    let rows = good();
    for (row, cells) in rows.iter().enumerate() {
        for column in 0..=cells.len() {
            for text in texts {
                let cell = Place { row, column }.to_string();
                let table = Table::read(&with(&[(&cell, text)]), law());
                assert_eq!(table.programme().is_some(), table.errors().is_empty());
            }
        }
    }
}
