"""Captions of a table: what is left of `*隐患点\\n名称（必填）` without the habits of typing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from etl.checking.measure import unit_of
from etl.checking.normal import plain

_MARKS = re.compile(r"[*★☆※▲△●]")
_OPEN = str.maketrans("[【〔〈{「『", "(((((((")
_CLOSE = str.maketrans("]】〕〉}」』", ")))))))")
_NUMBERED = re.compile(r"^\(?\d{1,2}[).、]")
_WISH = re.compile(r"^(?:必填|选填|必填项|选填项|必须|可选|可不填|可空|填写|下拉|单选|多选)")
_BRACKETS = re.compile(r"^(.+)\(([^()]*)\)$")
_AFTER_MARK = re.compile(r"^(.+)[,/:;、](.+)$")
_LOOSE_ENDS = ":：;,、。"


@dataclass(frozen=True)
class Caption:
    """A heading: `key` in full, `base` without its bracket, and the unit it names.

    `建成(或挂牌)时间` has only a key; `威胁财产（万元）` has base 威胁财产 and unit 万元.
    """

    text: str
    key: str
    base: str
    unit: str | None
    remark: str | None = None
    """What stands in the last bracket when it is neither a unit nor 必填 and the like."""

    @cached_property
    def is_unit(self) -> bool:
        """Whether the heading is nothing but a unit or a hint in brackets (second header row)."""
        inner = self.key.strip("()")
        return unit_of(inner) is not None or bool(_WISH.match(inner))


def read_caption(text: str) -> Caption:
    """The heading taken apart; width, blanks, line breaks, numbering and * make no difference."""
    key = plain(text).translate(_OPEN).translate(_CLOSE)
    key = _MARKS.sub("", key).strip(_LOOSE_ENDS)
    key = _NUMBERED.sub("", key) or key
    unit: str | None = None
    remark: str | None = None
    base = key
    while match := _BRACKETS.match(base):
        rest, inner = match.groups()
        if _WISH.match(inner):
            base = rest
            key = base if unit is None else key
            continue
        inner = inner.removeprefix("单位:").removeprefix("单位")
        if unit is None and unit_of(inner) is not None:
            unit = inner
        elif remark is None:
            remark = inner
        base = rest
    if unit is None and (match := _AFTER_MARK.match(base)) and unit_of(match.group(2)) is not None:
        base, unit = match.groups()
    return Caption(text=text, key=key, base=base, unit=unit, remark=remark)


def caption_key(text: str) -> str:
    """The normal form in which captions are compared."""
    return read_caption(text).key
