"""Compound files (the container of .xls and of encrypted workbooks): list streams, read one.

Layout: [MS-CFB]. Every chain is bounded by the number of sectors, so a loop ends.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from etl.reading.model import Limits, UnreadableFile
from etl.reading.rules import refusal

_END = 0xFFFFFFFA  # the first of the special sector numbers
_HEADER = struct.Struct("<24x2xHHHH6xIIIIIIIIII")
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True)
class _Entry:
    kind: int
    start: int
    size: int


class CompoundFile:
    """One compound file in memory. Raises UnreadableFile when it is damaged."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        if path.stat().st_size > limits.legacy_bytes:
            raise refusal("F5", "旧格式（.xls）文件过大", path)
        self._data = path.read_bytes()
        try:
            self._open()
        except (struct.error, IndexError) as error:
            raise self.damaged("内部目录读不出来") from error

    def damaged(self, detail: str) -> UnreadableFile:
        """The error for a damaged compound file."""
        return refusal("F4", f"文件不完整或已损坏：{detail}", self.path)

    def _open(self) -> None:
        header = _HEADER.unpack_from(self._data)
        version, _, shift, mini_shift = header[:4]
        directory, _, self._mini_cutoff, mini_fat, _, difat, _ = header[6:13]
        if shift not in (9, 12) or mini_shift != 6 or version not in (3, 4):
            raise self.damaged("文件头不合规范")
        self._sector_size = 1 << shift
        self._fat = self._read_fat(difat)
        self._mini_fat = _numbers(self._chain(mini_fat)) if mini_fat < _END else []
        self._entries = self._read_directory(self._chain(directory))
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start) if root and root.start < _END else b""

    def _read_fat(self, difat: int) -> list[int]:
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            numbers = _numbers(self._sector(difat))
            places += numbers[:-1]
            difat = numbers[-1]
        used = [place for place in places if place < _END]
        if len(used) * self._sector_size > len(self._data):
            raise self.damaged("扇区表比文件还大")
        return [number for place in used for number in _numbers(self._sector(place))]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        sector = self._data[start : start + self._sector_size]
        if not sector:
            raise self.damaged("文件在中途截断")
        return sector

    def _chain(self, start: int) -> bytes:
        sectors: list[bytes] = []
        while start < _END:
            if len(sectors) > len(self._fat):
                raise self.damaged("扇区链成环")
            sectors.append(self._sector(start))
            start = self._fat[start]
        return b"".join(sectors)

    def _read_directory(self, data: bytes) -> dict[str, _Entry]:
        entries: dict[str, _Entry] = {}
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, at + 116)
                entries.setdefault(name.lower(), _Entry(kind, start, size))
        return entries

    def names(self) -> set[str]:
        """Names of all streams, lower case."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream."""
        entry = self._entries[name.lower()]
        try:
            if entry.size >= self._mini_cutoff:
                data = self._chain(entry.start)
            else:
                data = self._mini_chain(entry.start)
        except IndexError as error:
            raise self.damaged("扇区链断开") from error
        if len(data) < entry.size:
            raise self.damaged("文件在中途截断")
        return data[: entry.size]

    def _mini_chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        while start < _END:
            if len(pieces) > len(self._mini_fat):
                raise self.damaged("扇区链成环")
            pieces.append(self._mini[start * 64 : start * 64 + 64])
            start = self._mini_fat[start]
        return b"".join(pieces)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
