"""The true format of a file, judged by its first bytes; the name is only compared."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from etl.reading.model import Limits, Notice
from etl.reading.rules import notice, refusal
from warehouse.common.oserrors import cause

HEAD_BYTES = 4096
ZIP, CFB, JSON, TEXT = "zip", "cfb", "json", "text"

SUFFIXES = {
    "xlsx": {".xlsx", ".xlsm", ".xltx", ".xltm"},
    "xls": {".xls", ".xlt", ".et"},
    "xlsb": {".xlsb"},
    "ods": {".ods", ".ots"},
    "csv": {".csv", ".txt"},
    "tsv": {".tsv", ".csv", ".txt", ".tab"},
    "geojson": {".geojson", ".json"},
}
_TEXT_SUFFIXES = SUFFIXES["csv"] | SUFFIXES["tsv"]

_NOT_TABLES = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"(\xb5/\xfd", "zstd 压缩包"),
    (b"SQLite format 3", "数据库文件"),
    (b"PAR1", "Parquet 数据文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"MIME-Version:", "网页（MHTML）"),
    (b"\x09\x08", "Excel 4.0 及更早的旧格式"),
    (b"\x09\x04", "Excel 4.0 及更早的旧格式"),
    (b"\x09\x02", "Excel 4.0 及更早的旧格式"),
)
_HTML = re.compile(
    rb"^(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)


def container(path: Path, limits: Limits) -> str:
    """How the file is packed: 'zip', 'cfb', 'json' or 'text'. Raises UnreadableFile."""
    head = _head(path, limits)
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith(b"PK"):
        raise refusal("F4", "压缩包是空的或不完整，打不开", path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return CFB
    _refuse_other_documents(path, head)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"[") and path.suffix.lower() not in _TEXT_SUFFIXES:
        return JSON
    return TEXT


def _head(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refusal("F1", "这是文件夹，不是文件", path)
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            raise refusal("F1", "这不是普通文件", path)
        if status.st_size == 0:
            raise refusal("F1", "文件是空的（0 字节）", path)
        if status.st_size > limits.file_bytes:
            size = status.st_size / 2**20
            raise refusal("F5", f"文件有 {size:,.0f} MB，超过上限", path)
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise refusal("F1", "文件不存在", path) from None
    except PermissionError:
        raise refusal("F1", "没有读取该文件的权限", path) from None
    except OSError as error:
        raise refusal("F1", f"文件打不开（{cause(error)}）", path) from error


def _refuse_other_documents(path: Path, head: bytes) -> None:
    for magic, title in _NOT_TABLES:
        if head.startswith(magic):
            raise refusal("F2", f"这是{title}，不是表格文件", path)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: some systems write web pages so
        text = head.decode("utf-16", "replace").lstrip().encode()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith(b"<"):
        raise refusal("F2", "这是“XML 表格 2003”，不是 Excel 工作簿", path)
    if _HTML.match(text):
        raise refusal("F2", "这是网页（HTML 表格），只是扩展名写成了表格文件", path)
    if text.startswith(b"<?xml"):
        raise refusal("F2", "这是 XML 文件，不是表格文件", path)


def compare_name(path: Path, true_format: str) -> Notice | None:
    """A notice when the extension says something other than the content, else None."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES[true_format]:
        return None
    named = f"扩展名是 {suffix}" if suffix else "文件没有扩展名"
    return notice("F9", f"{named}，实际是 {true_format} 格式", value=path.suffix or None)
