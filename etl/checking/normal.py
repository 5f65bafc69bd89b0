"""Normal forms of text: what differs only by width, blanks or case is the same word.

Each form exists once as a plain function (for captions and code lists) and once as a polars
expression (for whole columns); a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

# Blanks that typists and word processors leave: spaces of every width, zero-width marks, BOM.
BLANKS = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff]"
_BLANKS = re.compile(BLANKS)

EMPTY_WORDS = ("", "-", "--", "—", "——", "–", "―", "/", "\\", "无", "暂无", "空", "n/a", "null")
"""Cells that say nothing, in the form of `plain`."""

ERROR_CELLS = r"(?i)^#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!)$"
"""What a formula that failed leaves in its cell."""


def plain(text: str) -> str:
    """Text without blanks, full-width forms narrowed (NFKC), lower case."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


DITTO_WORDS = tuple(map(plain, ("同上", "同前", "同上行", "〃", "″", '"', '""')))
"""Cells that stand for the one above, in the form of `plain`: for nothing, once rows are sorted."""


def plain_expr(text: pl.Expr) -> pl.Expr:
    """`plain` for a column."""
    return text.str.normalize("NFKC").str.replace_all(BLANKS, "").str.to_lowercase()


def tidy_expr(text: pl.Expr) -> pl.Expr:
    """Text as it is stored: blanks of every width are one space, control characters are gone."""
    return (
        text.str.replace_all(
            r"[\t\r\n\x0b\x0c\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+", " "
        )
        .str.replace_all(
            r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", ""
        )
        .str.replace_all(r" {2,}", " ")
        .str.strip_chars(" ")
    )
