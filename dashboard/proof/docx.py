"""The text of a .docx in reading order, and where each of its characters stands.

Read: paragraphs, tables (nested ones too), text boxes, content controls, hyperlinks, headers,
footers, footnotes, endnotes, and insertions that are tracked. Not read: deletions that are
tracked, comments, field codes, struck or hidden runs, the copy of a drawing for old programs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml

from dashboard.proof.extract import (
    BODY,
    MOST_BYTES,
    Extract,
    Paragraph,
    Unreadable,
    refuse_other_formats,
    refuse_size,
)

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5_000
MOST_COLUMNS = 100
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_READ = {f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")}
_NOT_READ |= {f"{_MC}Fallback", f"{_W}txbxContent", f"{_W}sdtPr"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_PARTS = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"))
_OPENED = tuple(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml"))
_OFF = ("0", "false", "off", "none")
_NOTES = (f"{_W}footnote", f"{_W}endnote")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True)
class Piece:
    """Characters from `start` to before `end` of the whole text, and the w:t that holds them."""

    start: int
    end: int
    node: Any


@dataclass
class Opened:
    """A document opened for reading: its text, and the pieces of the body that can be marked."""

    document: Any
    extract: Extract
    pieces: list[Piece]


@dataclass
class _Writer:
    """Collects paragraphs one behind the other."""

    text: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    at: int = 0
    tables: int = 0
    revisions: int = 0

    def add(self, text: str) -> None:
        self.text.append(text)
        self.at += len(text)

    def count(self, what: str) -> int:
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]


def open_docx(path: Path) -> Opened:
    """The document with its text. Raises Unreadable for what is none, is encrypted or a bomb."""
    _refuse(path)
    try:
        document = Document(str(path))
        writer = _Writer()
        body = document.element.body
        _blocks(body, writer, BODY, can_mark=True)
        for kind, title in _PARTS:
            for root in _roots(document, kind):
                _blocks(root, writer, title, can_mark=False)
        inserted = body.iter(f"{_W}ins", f"{_W}moveTo")
        deleted = body.iter(f"{_W}del", f"{_W}moveFrom")
        writer.revisions = sum(1 for _ in inserted) + sum(1 for _ in deleted)
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, OSError) as error:
        raise _damaged(path) from error
    except (SyntaxError, zipfile.BadZipFile, RecursionError) as error:  # lxml's is a SyntaxError
        raise _damaged(path) from error
    text = "".join(writer.text)
    refuse_size(path, text)
    parts = [*writer.counts.items(), ("表格", writer.tables), ("修订", writer.revisions)]
    return Opened(document, Extract(text, tuple(writer.paragraphs), tuple(parts)), writer.pieces)


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        f"{path}：文档损坏或不是 Word 文档，读不出。请用 Word 或 WPS 打开，另存为 .docx 再核对"
    )


def _refuse(path: Path) -> None:
    """Looks at the package before anything is unpacked."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(path):
        if not content.startswith(b"PK"):
            refuse_other_formats(path, content)
        raise _damaged(path)
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise _damaged(path) from error
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_UNPACKED or len(infos) > MOST_PARTS or len(content) > MOST_BYTES:
        raise Unreadable(
            f"{path}：展开后有 {unpacked // 1024 // 1024} MiB、{len(infos)} 个部件，"
            f"超过 {MOST_UNPACKED // 1024 // 1024} MiB 的限度，不读。请删去大图或分成几份"
        )
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(f"{path}：压缩包设有密码，读不出。请取消密码后另存，再核对")
    if "word/document.xml" not in {info.filename for info in infos} and not any(
        info.filename.startswith("word/") for info in infos
    ):
        raise Unreadable(f"{path}：不是 Word 文档（可能是工作簿或压缩包）。请核对文件名")


def _roots(document: Any, kind: str) -> Iterator[Any]:
    """The roots of the other stories of a document, each part once, in order of their names."""
    found = {}
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] == kind:
            found[str(relation.target_part.partname)] = relation.target_part
    for _, part in sorted(found.items()):
        yield part.element if hasattr(part, "element") else parse_xml(part.blob)


def _blocks(parent: Any, writer: _Writer, place: str, *, can_mark: bool) -> None:
    """Paragraphs and tables directly in `parent`, content controls and notes opened."""
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, writer, place, can_mark=can_mark)
        elif child.tag == f"{_W}tbl":
            _table(child, writer, place, can_mark=can_mark)
        elif child.tag in _OPENED or _is_note(child):
            _blocks(child, writer, place, can_mark=can_mark)


def _is_note(element: Any) -> bool:
    """Whether it is a footnote or endnote, not the line that sets them off."""
    return element.tag in _NOTES and element.get(f"{_W}type") not in _SEPARATORS


def _paragraph(element: Any, writer: _Writer, place: str, *, can_mark: bool) -> None:
    start = writer.at
    _inline(element, writer, can_mark=can_mark)
    text = _since(writer, start)
    number = writer.count(place)
    where = f"第{number}段" if place == BODY else f"{place}第{number}段"
    writer.paragraphs.append(Paragraph(text, start, where, story=place))
    writer.add("\n")
    for box in _boxes(element):
        _blocks(box, writer, "文本框", can_mark=False)


def _since(writer: _Writer, start: int) -> str:
    length, pieces = writer.at - start, []
    for piece in reversed(writer.text):
        if length <= 0:
            break
        pieces.append(piece)
        length -= len(piece)
    return "".join(reversed(pieces))


def _table(element: Any, writer: _Writer, place: str, *, can_mark: bool) -> None:
    """Each row one paragraph, its cells divided by tabs; nested tables follow their row."""
    writer.tables += 1
    table = writer.tables
    for number, row in enumerate(_children(element, "tr"), start=1):
        start = writer.at
        cells: list[tuple[int, int]] = []
        nested: list[Any] = []
        for cell in _children(row, "tc"):
            if cells:
                writer.add("\t")
            begin = writer.at
            for child in _within(cell):
                if child.tag == f"{_W}p":
                    if writer.at > begin:
                        writer.add(" ")
                    _inline(child, writer, can_mark=can_mark)
                else:
                    nested.append(child)
            cells.extend([_stripped(writer, begin, start)] * _columns(cell))
        text = _since(writer, start)
        where = f"表{table}第{number}行" if place == BODY else f"{place}表{table}第{number}行"
        writer.paragraphs.append(Paragraph(text, start, where, tuple(cells), table, place))
        writer.add("\n")
        for inner in nested:
            _table(inner, writer, place, can_mark=can_mark)


def _columns(cell: Any) -> int:
    """How many columns the cell takes; a head over several names each of them."""
    spans = cell.find(f"{_W}tcPr/{_W}gridSpan")
    written = spans.get(f"{_W}val", "1") if spans is not None else "1"
    return min(int(written), MOST_COLUMNS) if written.isdecimal() and int(written) else 1


def _stripped(writer: _Writer, begin: int, row: int) -> tuple[int, int]:
    text = _since(writer, begin)
    left = len(text) - len(text.lstrip())
    return begin - row + left, begin - row + left + len(text.strip())


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table, cells of a row; content controls and tracked insertions opened."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _OPENED:
            yield from _children(child, name)


def _within(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _OPENED:
            yield from _within(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The outermost text boxes of a paragraph; the copy for old programs is left out."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        above = [ancestor.tag for ancestor in box.iterancestors()]
        inside = above[: above.index(f"{_W}p")] if f"{_W}p" in above else above
        if f"{_MC}Fallback" not in inside and _owner(box) is paragraph:
            yield box


def _owner(box: Any) -> Any:
    return next(a for a in box.iterancestors() if a.tag == f"{_W}p")


def _inline(element: Any, writer: _Writer, *, can_mark: bool, run: Any = None) -> None:
    """The characters of a paragraph, run by run."""
    for child in element:
        if child.tag in _NOT_READ or _is_unseen(child):
            continue
        here = child if child.tag == f"{_W}r" else run
        if child.tag == f"{_W}t":
            text = child.text or ""
            if can_mark and here is not None and text:
                writer.pieces.append(Piece(writer.at, writer.at + len(text), child))
            writer.add(text)
        elif child.tag in _SIGNS:
            writer.add(_SIGNS[child.tag])
        else:
            _inline(child, writer, can_mark=can_mark, run=here)


def _is_unseen(element: Any) -> bool:
    """Whether it is a run that is struck through or hidden: no reader takes it for text."""
    if element.tag != f"{_W}r":
        return False
    marks = (element.find(f"{_W}rPr/{_W}{name}") for name in ("strike", "dstrike", "vanish"))
    return any(m is not None and m.get(f"{_W}val", "1") not in _OFF for m in marks)
