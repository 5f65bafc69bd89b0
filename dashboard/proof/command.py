"""`python -m dashboard proof FILE`: from the arguments to the exit code."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from dashboard import read
from dashboard.proof.comments import write_copy
from dashboard.proof.docx import open_docx
from dashboard.proof.extract import MOST_BYTES, TEXTS, WORD, Unreadable, read_text
from dashboard.proof.proofread import UnknownWeek, proofread
from dashboard.proof.report import lines, to_dict
from dashboard.proof.verdict import is_bad
from warehouse.common.commandline import USAGE

FINE, WRONG = 0, 1


def run(file: Path, as_of: date | None, *, as_json: bool, out: Path | None) -> int:
    """0 nothing wrong or outdated, 1 some, 2 unreadable, without data, or not written.

    A .docx comes back with comments as `out`, by default beside it as `…-核数.docx`.
    """
    try:
        text, code = _proofed(file, as_of, as_json=as_json, out=out)
    except (Unreadable, UnknownWeek, read.WarehouseError) as error:
        print(error, file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{error.filename or file}：{_plainly(error)}", file=sys.stderr)
        return USAGE
    print(text)
    return code


def _proofed(file: Path, as_of: date | None, *, as_json: bool, out: Path | None) -> tuple[str, int]:
    """What to print, and the exit code."""
    kind = file.suffix.lower()
    _look_at(file, kind, out)
    opened = open_docx(file) if kind == WORD else None
    extract = opened.extract if opened is not None else read_text(file)
    proof = proofread(extract, as_of)
    told = lines(proof)
    if opened is not None:
        copy = out or file.with_name(f"{file.stem}-核数{file.suffix}")
        write_copy(opened, proof, copy)
        told.append(f"带批注的副本：{copy}")
    code = WRONG if any(is_bad(f.verdict) for f in proof.findings) else FINE
    if as_json:
        return json.dumps(to_dict(proof, file.name), ensure_ascii=False, indent=1), code
    return "\n".join(told), code


def _look_at(file: Path, kind: str, out: Path | None) -> None:
    """Refuses what cannot be proofed before anything is read."""
    if not file.exists():
        raise Unreadable(f"{file}：没有这个文件。请核对路径和文件名")
    if file.is_dir():
        raise Unreadable(f"{file}：是文件夹。请写出其中的一个文件")
    size = file.stat().st_size
    if size == 0:
        raise Unreadable(f"{file}：文件是空的（0 字节）。请确认没有选错文件")
    if size > MOST_BYTES:
        raise Unreadable(
            f"{file}：有 {size // 1024 // 1024} MiB，超过 {MOST_BYTES // 1024 // 1024} MiB 的限度。"
            "请删去大图或分成几份"
        )
    if kind not in (WORD, *TEXTS):
        if kind in (".doc", ".wps", ".rtf", ".odt", ".pdf", ".docm", ".dotx"):
            raise Unreadable(
                f"{file}：{kind} 格式不能核对。请用 Word 或 WPS 打开，另存为 .docx 再核对"
            )
        raise Unreadable(f"{file}：只能核对 {WORD}、{'、'.join(TEXTS)} 文件")
    if out is not None and kind != WORD:
        raise Unreadable(f"{file}：只有 {WORD} 有带批注的副本，不能与 --out 同用")
    if out is not None and not out.parent.is_dir():
        raise Unreadable(f"{out}：所在目录不存在。请用 --out 写已有的目录")
    if out is not None and out.exists() and out.samefile(file):
        raise Unreadable(f"{out}：副本不能写在原件上。请用 --out 另写一个文件名")


def _plainly(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限读或写。请核对文件和所在目录的权限，副本可用 --out 写到别处"
    if isinstance(error, FileNotFoundError):
        return "所在目录不存在。请核对路径"
    return f"读写不了（{error.strerror}）。请检查磁盘空间和权限"
