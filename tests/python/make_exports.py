"""The same made-up penalties as other people's programs write them.

    make_exports.py FOLDER [LIBREOFFICE]

Writes rows.csv, and the same rows by openpyxl, pandas, XlsxWriter, xlwt and, where its command is given, LibreOffice.
Days and amounts are cells of their types. Nobody's codes: organisation codes begin with Q, persons were born in 1901
and have the sequence 000.
"""

import csv
import datetime
import pathlib
import subprocess
import sys

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADER = [
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1(统一社会信用代码)",
    "法定代表人",
    "证件类型",
    "证件号码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额(万元)",
    "处罚决定日期",
    "公示截止期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
]
AMOUNT = HEADER.index("罚款金额(万元)")
DAYS = [HEADER.index("处罚决定日期"), HEADER.index("公示截止期")]
CODE = 2


def uscc(pair, region, body):
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(c, 36) * w for c, w in zip(body, weights))
    organisation = "0123456789X0"[(11 - total % 11) % 11]
    code = pair + region + body + organisation
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + ALPHABET[(31 - total % 31) % 31]


def resident_number(day):
    number = f"650102190101{day:02}000"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return number + "10X98765432"[sum(int(c) * w for c, w in zip(number, weights)) % 11]


def rows():
    authority = uscc("11", "310000", "Q0000009")
    decided, until = datetime.date(2026, 1, 5), datetime.date(2029, 1, 5)

    def row(n, **changed):
        cells = {
            "行政相对人名称": f"示例{n}有限公司",
            "行政相对人类别": "法人及非法人组织",
            HEADER[CODE]: uscc("91", "310115", f"Q{n:07}"),
            "法定代表人": "某某",
            "行政处罚决定书文号": f"沪示监罚〔2026〕{n}号",
            "违法行为类型": "示例行为",
            "违法事实": "示例事实，<详见> & 附件",
            "处罚依据": "示例法第一条",
            "处罚类别": "罚款",
            "处罚内容": "罚款",
            "罚款金额(万元)": 0.2,
            "处罚决定日期": decided,
            "公示截止期": until,
            "处罚机关": "示例局",
            "处罚机关统一社会信用代码": authority,
            "数据来源单位": "示例局",
            "数据来源单位统一社会信用代码": authority,
        }
        cells |= changed
        return [cells.get(name, "") for name in HEADER]

    right = uscc("91", "310115", "Q0000003")
    person = {
        "行政相对人类别": "自然人",
        HEADER[CODE]: "",
        "法定代表人": "",
        "证件类型": "身份证",
    }
    return [
        row(1),
        row(2, **{"罚款金额(万元)": 12}),
        row(3, **{HEADER[CODE]: right[:-1]}),
        row(4, **{HEADER[CODE]: ""}),
        row(5, **{"处罚依据": ""}),
        row(6, **{"公示截止期": datetime.date(2026, 1, 4)}),
        row(7, **person, 证件号码=resident_number(5)),
        row(8, **person, 证件号码=resident_number(6)[:-1] + "Y"),
        row(9, **{"罚款金额(万元)": "0.2万元"}),
        row(1),
        row(10, **{"处罚类别": "警告", "罚款金额(万元)": "", "备注": "  "}),
        row(11, **{"备注": "=示例"}),
    ]


def text(value):
    return value.strftime("%Y/%m/%d") if isinstance(value, datetime.date) else str(value)


def as_csv(path, table):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER] + [[text(v) for v in row] for row in table])


def by_openpyxl(path, table):
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    notes = workbook.active
    notes.title = "填表说明"
    notes.append(["一、逐项填写"])
    sheet = workbook.create_sheet("行政处罚")
    for number, row in enumerate([HEADER] + table, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            # A formula is not what is meant.
            cell.value = value if value != "" else None
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
            if isinstance(value, datetime.date):
                cell.number_format = "yyyy/mm/dd"
    # Of what a user does to a sheet, nothing changes its rows.
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions[get_column_letter(4)].hidden = True
    sheet.auto_filter.ref = sheet.dimensions
    sheet.freeze_panes = "A2"
    sheet.cell(2000, 25).number_format = "0.00"
    workbook.save(path)


def by_pandas(path, table):
    import pandas

    cells = [[v if v != "" else None for v in row] for row in table]
    frame = pandas.DataFrame(cells, columns=HEADER, dtype=object)
    if path.suffix == ".html":
        # As the frame shows days, and under the name that such pages are given.
        frame = frame.map(lambda v: "" if v is None else text(v))
        frame.to_html(path, index=False, encoding="utf-8")
    else:
        frame.to_excel(path, index=False, sheet_name="Sheet1")


def by_xlsxwriter(path, table):
    import xlsxwriter

    options = {"strings_to_formulas": False, "date_1904": True, "constant_memory": True}
    with xlsxwriter.Workbook(path, options) as workbook:
        day = workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet = workbook.add_worksheet("导出")
        for number, row in enumerate([HEADER] + table):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)


def by_xlwt(path, table):
    import xlwt

    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("行政处罚")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate([HEADER] + table):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write(number, column, value, day)
            elif value != "":
                sheet.write(number, column, value)
    workbook.save(str(path))


def page(path, table):
    """As systems write a page under the name of a workbook: in GBK, with a title over all columns."""
    from html import escape

    span = len(HEADER)
    lines = [
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>",
        "<style>td{mso-number-format:'\\@';}</style></head><body><table border=1>",
        f"<tr><td colspan={span}><b>行政处罚信息</b></td></tr>",
        "<tr>" + "".join(f"<th>{escape(name)}" for name in HEADER),
    ]
    for row in table:
        cells = "".join(f"<td>{escape(text(v)) or '&nbsp;'}</td>" for v in row)
        lines.append(f"<tr>{cells}")
    lines.append("</table></body></html>")
    path.write_bytes("\r\n".join(lines).encode("gb18030"))


def xml_2003(path, table):
    """As Excel 2003 writes XML, by its published schema: empty cells are left out."""
    from html import escape

    def cell(column, value):
        if value == "":
            return ""
        if isinstance(value, datetime.date):
            kind, value = "DateTime", f"{value.isoformat()}T00:00:00.000"
        else:
            kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell ss:Index="{column}"><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    lines = [
        '<?xml version="1.0"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"',
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '<Worksheet ss:Name="说明"><Table/></Worksheet>',
        '<Worksheet ss:Name="行政处罚"><Table>',
    ]
    for row in [HEADER] + table:
        lines.append("<Row>" + "".join(cell(i, v) for i, v in enumerate(row, 1)) + "</Row>")
    lines.append("</Table></Worksheet></Workbook>")
    path.write_text("\n".join(lines), encoding="utf-8")


def by_libreoffice(command, folder):
    """From the file of openpyxl, whose cells have types."""
    for form, name in [
        ("xlsx", "libreoffice.xlsx"),
        ("xls:MS Excel 97", "libreoffice.xls"),
        ("html:HTML (StarCalc)", "libreoffice.html"),
        ("ods", "libreoffice.ods"),
    ]:
        out = folder / "out"
        source = folder / ("pandas.xlsx" if form.startswith("html") else "openpyxl.xlsx")
        subprocess.run(
            [command, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form]
            + ["--outdir", str(out), str(source)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        next(out.iterdir()).rename(folder / name)
        out.rmdir()


def main():
    folder = pathlib.Path(sys.argv[1])
    table = rows()
    as_csv(folder / "rows.csv", table)
    by_openpyxl(folder / "openpyxl.xlsx", table)
    by_pandas(folder / "pandas.xlsx", table)
    by_pandas(folder / "pandas.html", table)
    by_xlsxwriter(folder / "xlsxwriter.xlsx", table)
    by_xlwt(folder / "xlwt.xls", table)
    page(folder / "page.xls", table)
    xml_2003(folder / "xml-2003.xls", table)
    if len(sys.argv) > 2:
        by_libreoffice(sys.argv[2], folder)


main()
