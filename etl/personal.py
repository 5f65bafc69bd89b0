"""Numbers of persons in free text and codes: resident IDs, mobile phones, landlines.

`personal_kind` is strict, since what it finds is taken out; etl.findings hides more than that
when it prints.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

BIRTH = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_NUMBER, MOBILE, LANDLINE = "身份证号", "手机号", "电话号码"

_DASH = r"[-–— ]?"
MOBILE_PATTERN = (
    r"(?<!\d)(?<!\d\.)(?:\+?86[- ]?)?"
    rf"(?:1[3-9]\d(?:{_DASH}\d{{4}}{_DASH}|\.\d{{4}}\.)\d{{4}}"
    rf"|1[3-9]\d\d{_DASH}\d{{3}}{_DASH}\d{{4}})(?!\d)"
)
MOBILE_NUMBER = re.compile(MOBILE_PATTERN)
_ID = re.compile(r"(?<!\d)[1-9](?: ?\d){16} ?[\dXx](?!\d)")
_ID_LABELLED = re.compile(
    r"身份证[^\d]{0,8}\d(?: ?\d){13}(?: ?\d)(?:(?: ?\d){2} ?[\dXx])?(?!\d)"
    r"|(?<!\d)\d(?: ?\d){14}(?:(?: ?\d){2} ?[\dXx])?[^\d]{0,3}身份证"
)
_PHONE_WORDS = r"(?:电话|联系|座机|固话|传真|[Tt][Ee][Ll])"
_LINE = r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)"
_LANDLINE = re.compile(rf"{_PHONE_WORDS}[^\d(]{{0,8}}{_LINE}|{_LINE}[^\d]{{0,3}}{_PHONE_WORDS}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

SUSPECT = (
    r"1[3-9][0-9][-–— .]?[0-9][-–— ]?[0-9]{3}[-–— .]?[0-9]{4}|[0-9][0-9 ]{16,}[0-9Xx]"
    rf"|身份证|{_PHONE_WORDS}"
)
"""What every text with such a number holds, for a first look at whole columns."""


def personal_kind(text: str) -> str | None:
    """Which kind of personal number a text holds, None for none; width of digits is no matter."""
    narrow = unicodedata.normalize("NFKC", text)
    if _ID_LABELLED.search(narrow) or any(is_id_number(m) for m in _ID.findall(narrow)):
        return ID_NUMBER
    if MOBILE_NUMBER.search(narrow):
        return MOBILE
    return LANDLINE if _LANDLINE.search(narrow) else None


def is_id_number(text: str) -> bool:
    """Whether this is a resident ID number: birth date and check digit are right (GB 11643)."""
    number = text.replace(" ", "").upper()
    if not re.fullmatch(rf"[1-9]\d{{5}}{BIRTH}\d{{3}}[\dX]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17]


def personal_kinds(texts: pl.Series) -> pl.Series:
    """`personal_kind` of a column of distinct texts (null where none)."""
    kinds = pl.Series("kind", [None], dtype=pl.String).new_from_index(0, len(texts))
    places = texts.str.normalize("NFKC").str.contains(SUSPECT).fill_null(value=False).arg_true()
    if places.is_empty():
        return kinds
    found = [personal_kind(text) for text in texts.gather(places)]
    return kinds.scatter(places, pl.Series(found, dtype=pl.String))
