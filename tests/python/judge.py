"""What python-stdnum says of codes, one a line on standard input: `valid`, or why not.

    judge.py cn.uscc|cn.ric
"""

import re
import sys
from importlib import import_module

from stdnum import numdb
from stdnum.exceptions import InvalidComponent, ValidationError

LIBRARY = sys.argv[1]
module = import_module(f"stdnum.{LIBRARY}")


def judge(code):
    try:
        module.validate(code)
    except InvalidComponent:
        return f"InvalidComponent: {component(module.compact(code))}"
    except (KeyError, ValidationError) as error:
        return type(error).__name__
    return "valid"


def component(number):
    """Which part of a resident number it does not take, after its own table of places."""
    try:
        year = module.get_birth_date(number).year
    except InvalidComponent:
        return "birth"
    found = numdb.get("cn/loc").info(number[:6])
    counties = {k: v for _, props in found for k, v in props.items()}.get("county")
    if counties is None:
        return "place unknown"
    first = re.findall(r"\[(\d*)-", counties)
    return "place later" if all(since and year < int(since) for since in first) else "place earlier"


sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8")
for line in sys.stdin:
    print(judge(line.removesuffix("\n")))
