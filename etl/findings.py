"""Findings: what is wrong with a cell, a row, a sheet or a file, said in full Chinese sentences.

A finding never shows personal data: a value that looks like an ID number or a mobile phone is
replaced by ‹已隐去›, whatever column it stands in.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from etl.codes import CODES_DIR
from etl.personal import BIRTH, MOBILE_NUMBER, personal_kind

HIDDEN = "‹已隐去›"
LEVELS = ("error", "confirm", "info")
SHOWN_LENGTH = 60
DETAILED = 1_000
"""Findings of one rule in one column that are listed one by one; the rest is counted."""

_LOOSE_ID = re.compile(rf"(?<!\d)[1-9]\d{{5}}{BIRTH}\d{{3}}[\dXx](?!\d)")
_DIGITS = re.compile(r"[+(（]?\d(?:[\d \-–—.()（）]*[\dXxＸｘ])?")
LANDLINE_DIGITS = 7


@dataclass(frozen=True)
class Finding:
    """One thing to correct (error: the row is rejected), to confirm (kept) or to know (info).

    `sheet` and `cell` are None for a finding about the whole file or sheet; `cell` is the address
    that Excel shows. `message` is complete by itself, `remedy` says what to do. `row` is the row
    number in the sheet, `column` the contract's column name, where there is one.
    """

    file: str
    sheet: str | None
    cell: str | None
    value: str | None
    rule: str
    level: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, for JSON."""
        return asdict(self)


def looks_personal(text: str) -> bool:
    """Whether the text holds something like an ID number (any check digit) or a phone."""
    narrow = unicodedata.normalize("NFKC", text)
    return bool(_LOOSE_ID.search(narrow)) or personal_kind(narrow) is not None


def masked(text: str) -> str:
    """The text with its personal numbers hidden and every other word kept."""
    if not looks_personal(text):
        return text
    line = _DIGITS.sub(_without_numbers, text)
    if looks_personal(line):  # personal by the words around it, as a landline is
        line = _DIGITS.sub(lambda run: HIDDEN if _is_long(run.group()) else run.group(), line)
    return HIDDEN if looks_personal(line) else line


def _without_numbers(run: re.Match[str]) -> str:
    """A run of digits without the personal numbers in it: a date beside one stays readable."""
    digits = run.group()
    if not looks_personal(digits):
        return digits
    for pattern in (_LOOSE_ID, MOBILE_NUMBER):
        narrow = unicodedata.normalize("NFKC", digits)  # as long: it only narrows such characters
        for match in reversed(list(pattern.finditer(narrow))):
            digits = f"{digits[: match.start()]}{HIDDEN}{digits[match.end() :]}"
    return HIDDEN if looks_personal(digits) else digits


def _is_long(run: str) -> bool:
    return sum(c.isdigit() for c in run) >= LANDLINE_DIGITS


def shown(value: str | None) -> str | None:
    """The value as it may be printed: personal data hidden, one line, not endless."""
    if value is None:
        return None
    if looks_personal(value):
        return HIDDEN
    line = " ".join(value.split())
    return line if len(line) <= SHOWN_LENGTH else f"{line[:SHOWN_LENGTH]}…"


def place(file: str, sheet: str | None = None, cell: str | None = None) -> str:
    """Where something stands: 隐患台账.xlsx › 台账!H128."""
    if sheet is None:
        return file
    return f"{file} › {sheet}!{cell}" if cell else f"{file} › {sheet}"


def finding(
    file: str,
    rule: str,
    level: str,
    text: str,
    remedy: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    value: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> Finding:
    """A finding whose message begins with its place; the value is hidden when it is personal."""
    message = f"{place(file, sheet, cell)}：{text}"
    return Finding(
        file, sheet, cell, shown(value), rule, level, message, remedy, row=row, column=column
    )


def count_levels(findings: Iterable[Finding]) -> dict[str, int]:
    """Number of findings per level, every level present."""
    counts = dict.fromkeys(LEVELS, 0)
    for found in findings:
        counts[found.level] += 1
    return counts


@cache
def rule_titles() -> dict[str, str]:
    """Rule id -> its title (sql/codes/quality_rule.csv, the one home of rule titles)."""
    text = (CODES_DIR / "quality_rule.csv").read_text(encoding="utf-8")
    return {row["code"]: row["title"] for row in csv.DictReader(text.splitlines())}
