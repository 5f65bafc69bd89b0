"""Which encoding a text file is in, and its UTF-8 copy, decoded piece by piece.

UTF-8 and UTF-16 prove themselves. GB18030 and Big5 accept most of each other's bytes, so they
are told apart by what comes out: in either, nearly all characters of ordinary text are of the
first, frequently used level of the standard's table, and read wrongly they are not.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from etl.reading.model import Notice
from etl.reading.rules import notice, refusal

CHUNK = 1 << 16  # small enough that the decoder's buffers stay in the processor's cache
_SAMPLE = 1 << 18
_PROOF = 3
_CERTAIN_SCORE, _CERTAIN_MARGIN = 0.6, 0.15

UTF8, UTF8_BOM, UTF16, GB18030, BIG5 = "UTF-8", "UTF-8-BOM", "UTF-16", "GB18030", "Big5"
# Big5 as Windows writes it, then with Hong Kong's additions. gbk would lose rare characters.
_CODECS = {GB18030: ("gb18030",), BIG5: ("cp950", "big5hkscs"), UTF16: ("utf-16",)}


@dataclass(frozen=True)
class Encoding:
    """An encoding by the name that is shown, and the Python codecs that may read it."""

    name: str
    codecs: tuple[str, ...]
    notice: Notice | None = None

    @property
    def is_utf8(self) -> bool:
        """Whether the file can be read without a decoded copy."""
        return self.name in (UTF8, UTF8_BOM)


def detect(path: Path) -> Encoding:
    """The encoding by the file's first bytes. Raises UnreadableFile for what is not text."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding(UTF8_BOM, ("utf-8-sig",))
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refusal("F8", "文件是 UTF-32 编码，不受支持", path)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding(UTF16, _CODECS[UTF16])
    if b"\0" in sample:
        at = sample.index(b"\0")
        raise refusal("F2", f"文件不是文本（第 {at} 字节处有空字符），也不是已知的表格格式", path)
    invalid = _first_invalid(sample)
    if invalid is None:
        return Encoding(UTF8, ("utf-8",))
    _refuse_broken_utf8(path, sample[:invalid])
    return _by_content(sample)


def after_invalid_utf8(path: Path) -> Encoding:
    """The encoding of a file whose beginning is valid UTF-8 and whose rest is not.

    An ASCII beginning says nothing: the rest decides. Raises UnreadableFile, with the offset,
    when the beginning has real UTF-8 characters: then two encodings are mixed in the file.
    """
    at, _ = invalid_at(path, "utf-8")
    with path.open("rb") as file:
        _refuse_broken_utf8(path, file.read(at))
        return _by_content(file.read(_SAMPLE))


def _refuse_broken_utf8(path: Path, valid: bytes) -> None:
    """Raises when what is valid shows that the file was meant to be UTF-8.

    Three characters of three bytes prove it: GB18030 and Big5 do not look so by accident.
    """
    if sum(character >= "\u0800" for character in valid.decode()) >= _PROOF:
        raise _undecodable(path, {UTF8: "utf-8"})


def utf8_copy(path: Path, encoding: Encoding, target: BinaryIO) -> Encoding:
    """Writes the file to `target` as UTF-8 without BOM; gives the encoding that could read it.

    Tries the other of GB18030 and Big5 when the chosen one fails. Raises UnreadableFile with
    the byte offset of the first character that the likeliest encoding cannot have.
    """
    tries = [(encoding.name, codec) for codec in encoding.codecs]
    if encoding.name in (GB18030, BIG5):
        other = BIG5 if encoding.name == GB18030 else GB18030
        tries += [(other, codec) for codec in _CODECS[other]]
    for name, codec in tries:
        target.seek(0)
        target.truncate()
        try:
            for text in decoded(path, codec):
                target.write(text.encode())
        except UnicodeError:
            continue  # not this one: the next, or the refusal below
        target.flush()
        return encoding if name == encoding.name else Encoding(name, (codec,), _doubt(name))
    raise _undecodable(path, {UTF8: "utf-8", **dict(reversed(tries))})


def decoded(path: Path, codec: str) -> Iterator[str]:
    """The file's text piece by piece, without a byte order mark. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        first = True
        while data := file.read(CHUNK):
            text = decoder.decode(data)
            yield text.removeprefix("\ufeff") if first else text
            first = False
        yield decoder.decode(b"", True)


def invalid_at(path: Path, codec: str) -> tuple[int, int]:
    """(byte offset, line) of the first byte that the codec cannot read; the end if none."""
    decoder = codecs.getincrementaldecoder(codec)()
    done, line = 0, 1
    with path.open("rb") as file:
        while True:
            data = file.read(CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(data, not data)
            except UnicodeDecodeError as error:
                return done - pending + error.start, line + data[: error.start].count(b"\n")
            except UnicodeError:  # utf-16 without a byte order mark and the like
                return done, line
            if not data:
                return done, line
            done += len(data)
            line += data.count(b"\n")


def _first_invalid(sample: bytes) -> int | None:
    """Where the sample stops being UTF-8; a character cut off by its end does not count."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, len(sample) < _SAMPLE)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _by_content(sample: bytes) -> Encoding:
    scores = {name: _score(sample, name) for name in (GB18030, BIG5)}
    best, other = (GB18030, BIG5) if scores[GB18030] >= scores[BIG5] else (BIG5, GB18030)
    certain = scores[best] >= _CERTAIN_SCORE and scores[best] - scores[other] >= _CERTAIN_MARGIN
    return Encoding(best, _CODECS[best], None if certain else _doubt(best))


def _doubt(name: str) -> Notice:
    return notice("F14", f"文字编码按 {name} 读取，但把握不大", value=name)


def _score(sample: bytes, name: str) -> float:
    """Share of common characters among those outside ASCII; what cannot be read counts double."""
    text = sample.decode(_CODECS[name][-1], "replace")
    foreign = [character for character in text if character > "\x7f"]
    common = _common(name)
    good = sum(map(common.__contains__, foreign))
    bad = foreign.count("\ufffd")
    return (good - 2 * bad) / max(len(foreign), 1)


@cache
def _common(name: str) -> frozenset[str]:
    """The characters of the first level: 3,755 of GB 2312, 5,401 of Big5; with their symbols."""
    if name == GB18030:
        codec, leads = "gbk", [*range(0xA1, 0xA4), *range(0xB0, 0xD8)]
        trails = [*range(0xA1, 0xFF)]
    else:
        codec, leads = "cp950", [*range(0xA1, 0xC7)]
        trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(code.decode(codec, "ignore") for code in codes) - {""}


def _undecodable(path: Path, codec_of: dict[str, str]) -> Exception:
    """The refusal, for the encoding that gets furthest."""
    places = {name: invalid_at(path, codec) for name, codec in codec_of.items()}
    name, (at, line) = max(places.items(), key=lambda item: item[1])
    message = f"第 {line} 行（文件第 {at} 字节处）不是合法的 {name} 文字"
    return refusal("F8", f"{message}，文件可能被截断，或混有几种编码", path)
