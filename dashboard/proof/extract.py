"""The text of a file, paragraph by paragraph: .txt and .md here, .docx in `docx`."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

MOST_CHARACTERS = 300_000
MOST_BYTES = 50 * 1024 * 1024
BODY = "正文"
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")  # | --- | --- |


class Unreadable(Exception):
    """The file cannot be proofed; the text says what, where and the remedy."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or table row: `text` begins at code point `start` of the whole text.

    `cells` are the spans of a row's cells within `text`; `table` numbers the tables of the text,
    None outside them; `place` is where to look for it (第3段, 页眉第1段), `story` the part of the
    document that it belongs to: what a header speaks of says nothing of the body.
    """

    text: str
    start: int
    place: str
    cells: tuple[tuple[int, int], ...] | None = None
    table: int | None = None
    story: str = BODY


@dataclass(frozen=True)
class Extract:
    """The whole text and its paragraphs; `parts` counts what was read (段落, 表格, 页眉 …)."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    parts: tuple[tuple[str, int], ...]


def read_text(path: Path) -> Extract:
    """The paragraphs of a .txt or .md file. Raises Unreadable."""
    text = decode(path, path.read_bytes())
    refuse_size(path, text)
    paragraphs = tuple(_lines(text))
    tables = len({p.table for p in paragraphs if p.table is not None})
    told = sum(p.table is None and bool(p.text.strip()) for p in paragraphs)
    return Extract(text, paragraphs, (("段落", told), ("表格", tables)))


def refuse_size(path: Path, text: str) -> None:
    """Raises Unreadable for no text at all, and for more than a bulletin ever has."""
    if not text.strip():
        raise Unreadable(f"{path}：里面没有文字（可能全是图片）。请确认没有选错文件")
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            f"{path}：有 {len(text)} 字，超过 {MOST_CHARACTERS} 字的限度。请分成几份再核对"
        )


def decode(path: Path, content: bytes) -> str:
    """UTF-8 or UTF-16 by proof, else GB18030, without the byte order mark. Raises Unreadable."""
    refuse_other_formats(path, content)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    else:
        tried = ["utf-8-sig", "gb18030"]
    for name in tried:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable(
        f"{path}：不是 UTF-8 或 GB18030 的文本，读不出。请用记事本打开，另存为 UTF-8 的 .txt 再核对"
    )


def refuse_other_formats(path: Path, content: bytes) -> None:
    """Raises Unreadable for what is no text by its first bytes."""
    head = content[:8]
    if head.startswith(_OLE):
        raise Unreadable(f"{path}：{_ole(path, content)}")
    if head.startswith(_ZIP):
        raise Unreadable(f"{path}：内容是压缩包或办公文档，扩展名却是 {path.suffix}。请核对文件名")
    if head.startswith(b"%PDF"):
        raise Unreadable(f"{path}：是 PDF，不能核对。请用原来的 .docx 文件")
    if head.startswith(b"{\\rtf"):
        raise Unreadable(f"{path}：是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 再核对")


def _ole(path: Path, content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "文件设有打开密码，读不出。请在 Word 或 WPS 中取消密码后另存，再核对"
    kind = "WPS 文字的旧格式" if path.suffix.lower() == ".wps" else "Word 97-2003 的旧格式（.doc）"
    return f"是{kind}，不能核对。请用 Word 或 WPS 打开，另存为 .docx 再核对"


def _lines(text: str) -> list[Paragraph]:
    """The lines; those with tabs or with | in several places are rows of a table."""
    found: list[Paragraph] = []
    table, inside, start = 0, False, 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        place = f"第{number}行"
        cells = None if _RULE.match(body) and "|" in body else _cells(body)
        if cells is not None:
            table, inside = table + (not inside), True
            found.append(Paragraph(body, start, place, cells, table))
        elif not (inside and _RULE.match(body)):
            inside = False
            found.append(Paragraph(body, start, place))
        start += len(line)
    return found


def _cells(line: str) -> tuple[tuple[int, int], ...] | None:
    mark = "\t" if "\t" in line and line.strip() else "|" if line.count("|") >= 2 else None
    if mark is None:
        return None
    spans, at = [], 0
    for piece in line.split(mark):
        left = len(piece) - len(piece.lstrip())
        spans.append((at + left, at + left + len(piece.strip())))
        at += len(piece) + 1
    if mark == "|" and line.strip().startswith("|"):
        spans = spans[1:]
    if mark == "|" and line.strip().endswith("|"):
        spans = spans[:-1]
    return tuple(spans)
