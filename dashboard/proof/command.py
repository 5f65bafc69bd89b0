"""`python -m dashboard proof FILE`: from the arguments to the exit code."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from dashboard import address
from warehouse.common.commandline import BAD, FINE, USAGE, Parser
from warehouse.common.oserrors import cause

WORD, TEXTS = ".docx", (".txt", ".md")
OTHERS = (".doc", ".wps", ".rtf", ".odt", ".pdf", ".docm", ".dotx")


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    one = commands.add_parser(
        "proof",
        help="核数：稿件里的数与库中逐一对照",
        description="核数：找出稿件里的每个数，认出指标、地区、日期，与库中对照。",
        epilog="退出码：0 没有不一致、过期的数；1 有；2 用法不对，稿件读不出，或没有数据。",
    )
    one.add_argument("file", type=Path, metavar="稿件", help=".docx、.txt 或 .md 文件")
    one.add_argument(
        "--asof",
        type=_day,
        metavar="日期",
        help="对照哪一天的数据，如 2021-03-21（取该日所在或之前最近的一周；默认最新一周）",
    )
    one.add_argument("--json", action="store_true", help="输出 JSON")
    one.add_argument("--text", action="store_true", help="JSON 里附上读出的全文")
    one.add_argument(
        "--out",
        type=Path,
        metavar="文件",
        help="带批注的副本写到哪里（默认在原件旁，名后加“-核数”）",
    )


def _day(text: str) -> date:
    if (found := address.parse_day(text)) is None:
        raise argparse.ArgumentTypeError(f"日期应如 2021-03-21，收到“{text}”")
    return found


def run(asked: argparse.Namespace) -> int:
    """0 nothing wrong or outdated, 1 some, 2 unreadable, without data, or not written.

    A .docx comes back with comments as `--out`, by default beside it as `…-核数.docx`.
    """
    from dashboard import read  # what reads and compares takes a second to import; help should not
    from dashboard.proof.extract import Unreadable
    from dashboard.proof.proofread import UnknownWeek

    file: Path = asked.file
    try:
        text, code = _proofed(file, asked)
    except (Unreadable, UnknownWeek, read.WarehouseError) as error:
        print(error, file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{error.filename or file}：{_plainly(error)}", file=sys.stderr)
        return USAGE
    print(text)
    return code


COMMANDS = {"proof": run}


def _proofed(file: Path, asked: argparse.Namespace) -> tuple[str, int]:
    """What to print, and the exit code."""
    from dashboard.proof.comments import write_copy
    from dashboard.proof.docx import open_docx
    from dashboard.proof.extract import read_text
    from dashboard.proof.proofread import proofread
    from dashboard.proof.report import lines, to_dict
    from dashboard.proof.verdict import is_bad

    kind, out = file.suffix.lower(), asked.out
    _look_at(file, kind, out)
    opened = open_docx(file) if kind == WORD else None
    extract = opened.extract if opened is not None else read_text(file)
    proof = proofread(extract, asked.asof)
    told = lines(proof)
    if opened is not None:
        copy = out or file.with_name(f"{file.stem}-核数{file.suffix}")
        write_copy(opened, proof, copy)
        told.append(f"带批注的副本：{copy}")
    code = BAD if any(is_bad(f.verdict) for f in proof.findings) else FINE
    if asked.json:
        object_ = to_dict(proof, file.name, with_text=asked.text)
        return json.dumps(object_, ensure_ascii=False, indent=1), code
    return "\n".join(told), code


def _look_at(file: Path, kind: str, out: Path | None) -> None:
    """Refuses what cannot be proofed before anything is read."""
    from dashboard.proof.extract import MOST_BYTES, Unreadable

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
        if kind in OTHERS:
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
    return f"读写不了（{cause(error)}）。请检查磁盘空间和权限"
