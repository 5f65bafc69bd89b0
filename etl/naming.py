"""Names of files, folders and sheets as they may be stored and printed: without personal numbers.

A name enters here once, where a file or a sheet is met; everything behind (findings, lineage,
ledger, manifests, return workbooks, the console) only ever sees what these functions give.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from etl.findings import masked

NAME_BYTES = 255
"""What file systems take as one name."""

_TAG_LETTERS = "abcdefghijklmnop"
_TAG_LENGTH = 4


def clean_name(name: str) -> str:
    """A file's or folder's name that can be printed and stored.

    GBK bytes are read, control characters go, personal numbers are hidden. A name that was hidden
    gets four letters made from the whole of it, so that it stays another one than its neighbour's
    and the same every week; too few to find a number by, and no digits, which may read as a date.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # bytes that are no UTF-8: an old archive unpacked on Linux
        name = os.fsencode(name).decode("gb18030", "replace")
    name = "".join(c if c.isprintable() else "_" for c in name).replace("/", "_")
    hidden = masked(name)
    if hidden == name:
        return name
    kept, suffix = PurePath(hidden).stem, PurePath(hidden).suffix
    return fitted(f"{kept}_{_tag(name)}{suffix}", NAME_BYTES)


def clean_path(path: Path | str) -> str:
    """A path as it may be printed."""
    return "/".join(clean_name(part) if part else part for part in str(path).split("/"))


def sheet_names(names: Sequence[str]) -> list[str]:
    """The names of a workbook's sheets with personal numbers hidden, each still its own."""
    given: list[str] = []
    for name in names:
        hidden = masked(name)
        number, told = 1, hidden
        while hidden != name and (told in given or told in names):
            number += 1
            told = f"{hidden}({number})"
        given.append(told)
    return given


def fitted(name: str, limit: int) -> str:
    """The name, shortened in front of its suffix to at most `limit` bytes."""
    if len(name.encode()) <= limit:
        return name
    suffix = PurePath(name).suffix
    stem = name.encode()[: limit - len(suffix.encode())].decode("utf-8", "ignore")
    return stem.removesuffix(suffix) + suffix


def _tag(name: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()[:_TAG_LENGTH]
    return "".join(_TAG_LETTERS[int(digit, 16)] for digit in digest)
