"""Zipped workbooks, opened as if they were hostile: honest sizes, no DTD, no surprises.

`zipfile` believes the sizes a zip declares; here the parts are unpacked with a count of what
really comes out, because calamine unpacks them without one.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO
from xml.parsers import expat

from etl.reading.model import Limits, UnreadableFile
from etl.reading.rules import refusal

_CHUNK = 1 << 20
_PROLOG = 1 << 16
_SMALL_PART = 64 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ROOT = re.compile(rb"<[A-Za-z_]")
_XML_NAMES = (".xml", ".rels", ".vml")

Attributes = dict[str, str]


class Archive(AbstractContextManager["Archive"]):
    """One zip file. Every method raises UnreadableFile when the file is damaged or too large."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._budget = limits.expanded_bytes
        try:
            with zipfile.ZipFile(path) as directory:
                entries = directory.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise refusal("F4", "文件不完整或已损坏（压缩目录读不出来）", path) from error
        self._entries = {_normal(entry.filename): entry for entry in entries}
        self._check_declared(entries)
        self._file: BinaryIO = path.open("rb")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _check_declared(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if len(entries) > limits.entries:
            raise refusal("F5", f"压缩包内有 {len(entries)} 个部件，超过上限", self.path)
        total = sum(entry.file_size for entry in entries)
        if total > limits.expanded_bytes:
            raise refusal("F5", f"解压后有 {total / 2**20:,.0f} MB，超过上限", self.path)
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise refusal("F3", "文件有密码保护，无法读取", self.path)
            packed = max(entry.compress_size, 1)
            if entry.file_size > limits.ratio_from and entry.file_size / packed > limits.ratio:
                message = f"部件 {entry.filename} 解压后膨胀过多，疑为压缩炸弹"
                raise refusal("F5", message, self.path)

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._entries

    def names(self) -> list[str]:
        """Names of all parts, lower case, with forward slashes."""
        return list(self._entries)

    def stream(self, name: str) -> Iterator[bytes]:
        """The part, unpacked piece by piece; its true size counts against the limits."""
        entry = self._entry(name)
        produced = 0
        for piece in self._inflate(entry):
            produced += len(piece)
            self._budget -= len(piece)
            if self._budget < 0 or produced > max(
                entry.compress_size * self._limits.ratio, self._limits.ratio_from
            ):
                raise refusal("F5", f"部件 {name} 解压后过大，疑为压缩炸弹", self.path)
            yield piece
        if produced != entry.file_size:
            raise self.damaged(f"部件 {name} 的大小与目录所记不符")

    def read(self, name: str) -> bytes:
        """A whole part; only for the small ones (lists of sheets, of relations ...)."""
        pieces: list[bytes] = []
        size = 0
        for piece in self.stream(name):
            size += len(piece)
            if size > _SMALL_PART:
                raise refusal("F5", f"部件 {name} 过大", self.path)
            pieces.append(piece)
        return b"".join(pieces)

    def refuse_dtd(self) -> None:
        """Raises when any XML part declares a DTD: that is where entity bombs live."""
        for name, entry in self._entries.items():
            if not name.endswith(_XML_NAMES):
                continue
            head = _plain(next(self._inflate(entry, _PROLOG), b""))
            root = _ROOT.search(head)
            prolog = head[: root.start()] if root else head
            endless = root is None and prolog.startswith(b"<") and len(head) >= _PROLOG
            if b"<!DOCTYPE" in prolog or endless:
                raise refusal("F6", f"部件 {name} 含有 DTD 或实体定义，可能是攻击文件", self.path)

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], Any],
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
    ) -> None:
        """Walks an XML part; elements and attributes arrive by local name, a DTD is refused."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise refusal("F6", f"部件 {name} 含有 DTD 或实体定义，可能是攻击文件", self.path)

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = lambda tag, attributes: start(
            _local(tag), {_local(key): value for key, value in attributes.items()}
        )
        if end is not None:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = text
        try:
            for piece in self.stream(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.damaged(f"部件 {name} 第 {error.lineno} 行不是合法的 XML") from error

    def damaged(self, detail: str) -> UnreadableFile:
        """The error for a damaged workbook."""
        return refusal("F4", f"文件已损坏：{detail}", self.path)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._entries[_normal(name)]
        except KeyError:
            raise self.damaged(f"缺少部件 {name}") from None

    def _inflate(self, entry: zipfile.ZipInfo, piece: int = _CHUNK) -> Iterator[bytes]:
        if entry.header_offset < 0:  # what a damaged directory makes zipfile compute
            raise self.damaged(f"部件 {entry.filename} 的位置不对")
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise self.damaged(f"部件 {entry.filename} 的位置不对")
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from self._packed(start, entry.compress_size, piece)
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise self.damaged(f"部件 {entry.filename} 的压缩方式不受支持")
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(start, entry.compress_size, piece):
                rest = packed
                while rest:
                    if data := unpacker.decompress(rest, piece):
                        yield data
                    rest = unpacker.unconsumed_tail
            while data := unpacker.flush(piece):
                yield data
        except zlib.error as error:
            raise self.damaged(f"部件 {entry.filename} 解压失败") from error
        if not unpacker.eof:
            raise self.damaged(f"部件 {entry.filename} 不完整")

    def _packed(self, start: int, size: int, piece: int) -> Iterator[bytes]:
        done = 0
        while done < size:
            self._file.seek(start + done)  # parts may be read in turns
            data = self._file.read(min(piece, size - done))
            if not data:
                raise self.damaged("文件不完整")
            done += len(data)
            yield data


def _plain(head: bytes) -> bytes:
    """The beginning of an XML part in an ASCII-compatible encoding, without mark and blanks."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
