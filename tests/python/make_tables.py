"""The tables of tests/tables/files, as spreadsheets keep them: numbers, days and amounts that are typed as such.

    python tests/python/make_tables.py tests/tables/files

It needs openpyxl, in the version of exports-requirements.txt.
"""

import datetime
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook

ROWS = [
    ["项目"],
    ["编号", "example.rental"],
    ["版本", 1],
    ["类别", "信易租"],
    ["名称", "免押金租借", "Rental without a deposit"],
    ["主办单位", "示例公司"],
    ["咨询方式", 12345],
    ["依据", "示例办法"],
    ["开始日期", datetime.date(2026, 1, 1)],
    ["结束日期", datetime.datetime(2026, 12, 31)],
    ["适用地区", 310000],
    ["未成年人可申请", False],
    [],
    ["输入"],
    ["别名", "凭证类型", "可缺少"],
    ["credit", "公共信用"],
    ["market", "市场信用", True],
    [],
    ["申请"],
    ["名称", "类型"],
    ["deposit", "金额"],
    [],
    ["条件"],
    ["编号", "条件", "取值", "未满足时告知", "英文告知"],
    ["not-listed", "严重失信名单", "无", "您目前在失信名单上。", "You are on a list."],
    ["founded", "成立日期 早于", datetime.date(2026, 1, 1), "成立太晚。", "Founded too late."],
    [],
    ["档次"],
    ["编号", "芝麻分 ≥", "request.deposit ≤", "名称", "英文名称", "优惠", "最高金额", "减免百分比"],
    ["gold", 700, 500, "金牌", "Gold", "免押金", 500],
    ["silver", 600.5, 99.5, "银牌", "Silver", "折扣", None, 12.5],
]

YUAN = '"¥"#,##0.00'


def book(changes=()):
    made = Workbook()
    sheet = made.active
    sheet.title = "档次表"
    for row in ROWS:
        sheet.append(row)
    for cell in ("C30", "G30", "C31"):
        sheet[cell].number_format = YUAN
    for cell, value, form in changes:
        sheet[cell].value = value
        if form:
            sheet[cell].number_format = form
    return made, sheet


def main(folder):
    folder = Path(folder)
    made, sheet = book()
    # A sheet that is no table, before the one that is.
    made.create_sheet("说明", 0).append(["填写说明", "请逐行填写"])
    made.save(folder / "typed.xlsx")

    faults = [
        ("B11", 31000, None),
        ("B9", 46023, "0"),
        ("B31", 0.1 + 0.2, None),
        ("C30", 500, '[$$-409]#,##0.00'),
        ("H31", 0.3, "0%"),
        ("B30", datetime.date(2026, 7, 1), None),
        ("D30", "金\n牌", None),
    ]
    made, sheet = book(faults)
    sheet["C31"].value = "#N/A"
    sheet["C31"].data_type = "e"
    sheet.merge_cells("E30:E31")
    made.save(folder / "faults.xlsx")
    as_excel_keeps_it(folder / "faults.xlsx", "<v>0.3</v></c><c r=\"C31\"", "<v>0.30000000000000004</v></c><c r=\"C31\"")

    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in plain_rows()]
    text = "\r\n".join(lines) + "\r\n"
    (folder / "gb18030.csv").write_bytes(text.encode("gb18030"))
    (folder / "utf-16.csv").write_bytes(text.replace(",", "\t").encode("utf-16"))
    (folder / "semicolons.csv").write_bytes(text.replace(",", ";").encode("utf-8"))


def as_excel_keeps_it(path, written, kept):
    """openpyxl writes fifteen digits of a fraction, and Excel seventeen."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode()
    assert written in text, text
    parts[name] = text.replace(written, kept).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)


def plain_rows():
    """The same as texts."""
    for row in ROWS:
        yield [
            str(cell)[:10] if isinstance(cell, datetime.date) else "是" if cell is True else "否" if cell is False else cell
            for cell in row
        ]


if __name__ == "__main__":
    main(*sys.argv[1:])
