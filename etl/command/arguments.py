"""What may be asked of `python -m etl`: commands, options, and the words they take."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from etl.codes import load_code_list
from etl.contract import load_contracts
from warehouse.common.commandline import Parser
from warehouse.paths import DataPaths

WORKERS = 2

Command = Callable[[argparse.Namespace, DataPaths], int]
"""Does what a command line asks and gives the exit code."""


def build_parser(does: Mapping[str, Command]) -> Parser:
    """The parser; `arguments.command` is what `does` holds for the command that was named."""
    parser = Parser(
        prog="python -m etl",
        description="收表、核对、装载，以及填报模板和演示数据。",
        epilog="退出码：0 正常；1 有问题须改正、说明或未采用；2 用法不对、文件读不了或环境有故障。",
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    _add_check(commands)
    _add_load(commands)
    one = _command(commands, "status", "各单位报送到哪一期，缺哪几期")
    one.add_argument("--source", metavar="来源", type=_source, help="只看一个来源")
    _command(commands, "sources", "列出全部来源")
    one = _command(commands, "template", "生成填报模板")
    one.add_argument(
        "source", metavar="来源", type=_source, help="来源的名称或表名，如“隐患点台账”"
    )
    one.add_argument(
        "--out", metavar="文件", type=Path, help="写到哪里（默认：当前目录，以表名命名）"
    )
    one = _command(commands, "sample", "把演示数据写进收件夹")
    one.add_argument("--out", metavar="目录", type=Path, help="写到哪里（默认：数据目录的 inbox）")
    one.add_argument("--until", metavar="日期", type=_day, help="写到哪一周为止（默认全部）")
    one.add_argument(
        "--unit", metavar="单位", type=_unit, action="append", help="只写这个报送单位（可多次）"
    )
    for name, one in commands.choices.items():
        one.set_defaults(command=does[name])
    return parser


def _command(commands: Any, name: str, text: str, **settings: Any) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text}。", **settings
    )
    one.add_argument(
        "--data", type=Path, metavar="目录", help="数据目录（默认 $PUCHA_DATA，再默认 .data）"
    )
    return one


def _add_facts(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--source", metavar="来源", type=_source, help="按这个来源核对（默认：从表头认）"
    )
    one.add_argument(
        "--unit", metavar="单位", type=_unit, help="报送单位的代码或名称（默认：从文件认）"
    )
    one.add_argument("--as-of", metavar="日期", type=_day, help="统计截至日期（默认：从文件认）")
    one.add_argument(
        "--layout", metavar="文件", type=Path, help="布局文件（TOML）：标题与规定不同时用"
    )
    one.add_argument(
        "--workers", metavar="个数", type=_count, default=WORKERS,
        help=f"同时处理几个文件（默认 {WORKERS}；0 为不隔离，仅供排错）",
    )  # fmt: skip


def _add_check(commands: Any) -> None:
    one = _command(
        commands, "check", "核对文件，不入库；列出问题，写出退回修正单",
        epilog="退出码：0 没有问题；1 有问题；2 用法不对或有文件读不了。",
    )  # fmt: skip
    one.add_argument("file", nargs="+", metavar="文件", help="要核对的文件，可用通配符")
    one.add_argument("--json", action="store_true", help="只输出 JSON：每个文件一个对象")
    _add_facts(one)
    one.add_argument(
        "--out", metavar="目录", type=Path, help="退回修正单写到哪里（默认：数据目录的 returns）"
    )


def _add_load(commands: Any) -> None:
    one = _command(
        commands, "load", "装载文件：核对、入库、登记，写出退回修正单",
        epilog="收件夹里的文件不会被移走或改动；再次装载时，没有变化的文件会跳过。"
        "退出码：0 正常；1 有问题须改正、说明或未采用；2 用法不对、有文件读不了或环境有故障。",
    )  # fmt: skip
    one.add_argument(
        "path", nargs="*", metavar="路径", help="文件、目录或通配符（默认：整个收件夹）"
    )
    _add_facts(one)
    one.add_argument(
        "--supersede", action="store_true",
        help="以这些文件为准：取代以前装载的同一来源、单位、日期的数据",
    )  # fmt: skip
    one.add_argument(
        "--retry",
        action="store_true",
        help="重新读取上次因超时、内存不足等没有读成的文件；由原件重做已损坏的数据文件",
    )


def _source(text: str) -> str:
    contracts = load_contracts()
    for contract in contracts.values():
        if text in (contract.name, contract.title):
            return contract.name
    raise argparse.ArgumentTypeError(f"没有来源“{text}”；可用：{'、'.join(contracts)}")


def _unit(text: str) -> str:
    code = load_code_list("unit").code_of.get(text.strip())
    if code is None:
        titles = "、".join(title for _, title in load_code_list("unit").titles)
        raise argparse.ArgumentTypeError(f"没有报送单位“{text}”；可用：{titles}")
    return code


def _day(text: str) -> date:
    from etl.checking.parse_date import parse_one_date

    day = parse_one_date(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期；写成 2021-03-21")
    return day


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}”不是个数")
    return int(text)
