"""python -m etl check | load | status | sources | template | sample

Exit codes: 0 fine, 1 findings (something to correct, to confirm or refused), 2 wrong usage,
unreadable input or a fault of the environment.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from etl.codes import load_code_list
from etl.command.console import table
from etl.contract import Contract, ContractError, load_contracts
from etl.loading.durable import StorageError
from etl.loading.ledger import LedgerError, LoadBusy
from etl.loading.receive import NothingToLoad, expand
from warehouse.common.commandline import USAGE, Parser
from warehouse.paths import DataPaths, data_paths

FINE, FINDINGS = 0, 1
INTERRUPTED = 130
WORKERS = 2

_CADENCES = {"weekly": "每周", "monthly": "每月", "quarterly": "每季", "once": "一次性"}
_SCOPES = {"district": "各区(市)", "city": "市级"}

Command = Callable[[argparse.Namespace, DataPaths], int]

_TOLD = (StorageError, LedgerError, LoadBusy, ContractError, NothingToLoad)
"""Errors that say in Chinese what, where and what to do; anything else is a bug."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a terminal that cannot show Chinese is no reason to fail
            stream.reconfigure(errors="replace")
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments, data_paths(arguments.data))
    except _TOLD as error:
        print(f"未完成：{error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("已中断；已登记的数据没有损失，重新执行即可接着做。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _parser() -> Parser:
    parser = Parser(
        prog="python -m etl",
        description="收表、核对、装载，以及填报模板和演示数据。",
        epilog="退出码：0 正常；1 有问题须改正、说明或未采用；2 用法不对、文件读不了或环境有故障。",
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    _add_check(commands)
    _add_load(commands)
    one = _command(commands, "status", "各单位报送到哪一期，缺哪几期", _status)
    one.add_argument("--source", metavar="来源", type=_source, help="只看一个来源")
    _command(commands, "sources", "列出全部来源", _sources)
    one = _command(commands, "template", "生成填报模板", _template)
    one.add_argument(
        "source", metavar="来源", type=_source, help="来源的名称或表名，如“隐患点台账”"
    )
    one.add_argument(
        "--out", metavar="文件", type=Path, help="写到哪里（默认：当前目录，以表名命名）"
    )
    one = _command(commands, "sample", "把演示数据写进收件夹", _sample)
    one.add_argument("--out", metavar="目录", type=Path, help="写到哪里（默认：数据目录的 inbox）")
    one.add_argument("--until", metavar="日期", type=_day, help="写到哪一周为止（默认全部）")
    one.add_argument(
        "--unit", metavar="单位", type=_unit, action="append", help="只写这个报送单位（可多次）"
    )
    return parser


def _command(
    commands: Any, name: str, text: str, command: Command, **settings: Any
) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text}。", **settings
    )
    one.add_argument(
        "--data", type=Path, metavar="目录", help="数据目录（默认 $PUCHA_DATA，再默认 .data）"
    )
    one.set_defaults(command=command)
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
        commands, "check", "核对文件，不入库；列出问题，写出退回修正单", _check,
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
        commands, "load", "装载文件：核对、入库、登记，写出退回修正单", _load,
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


def _options(arguments: argparse.Namespace) -> Any:
    from etl.loading.intake import Options

    return Options(arguments.source, arguments.unit, arguments.as_of, arguments.layout)


def _check(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from etl.command.checking import check_files, write_returns
    from etl.command.summary import check_lines
    from etl.loading.ledger import read_ledger
    from etl.loading.load import check_layout
    from etl.loading.parsing import LAYOUTS
    from etl.loading.register import register_files

    options = _options(arguments)
    check_layout(options)
    register = register_files(paths, read_ledger(paths))
    checked = check_files(
        _named(arguments.file), options, register, paths.raw / LAYOUTS, arguments.workers
    )
    told: TextIO = sys.stderr if arguments.json else sys.stdout
    for one in checked if not arguments.json else ():
        print("\n".join(check_lines(one)), end="\n\n")
    folder = arguments.out or paths.returns
    for one, workbook, reason in write_returns(checked, folder, arguments.workers):
        where = workbook or f"未能写出（{reason}）"
        print(f"退回修正单：{one.file} → {where}", file=told)
    if arguments.json:
        print(json.dumps([one.to_dict() for one in checked], ensure_ascii=False, indent=1))
    if not all(one.is_readable for one in checked):
        return USAGE
    return FINDINGS if any(one.has_findings for one in checked) else FINE


def _named(names: Sequence[str]) -> list[Path]:
    """The files that names and globs stand for; a name that matches nothing stands for itself."""
    found: dict[Path, None] = {}
    for name in names:
        try:
            matches = expand(name)
        except OSError:  # a folder that may not be searched: reading the file will say so
            matches = []
        found |= dict.fromkeys(matches or [Path(name)])
    return list(found)


def _load(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from etl.command.summary import load_lines
    from etl.loading.load import load_files

    with _Bar() as bar:
        report = load_files(
            paths,
            arguments.path,
            _options(arguments),
            workers=arguments.workers,
            supersede=arguments.supersede,
            retry=arguments.retry,
            progress=bar.show,
        )
    print("\n".join(load_lines(report, paths)))
    if report.has_unreadable:
        return USAGE
    return FINDINGS if report.has_findings else FINE


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __enter__(self) -> _Bar:
        self._bar: Any = None
        return self

    def show(self, done: int, total: int) -> None:
        """Shows how many files are done."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=total,
                desc="装载",
                unit="个文件",
                leave=False,
                disable=not sys.stderr.isatty(),
            )
        self._bar.n = done
        self._bar.refresh()

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _status(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from etl.loading.ledger import read_ledger
    from etl.loading.status import status_lines

    print("\n".join(status_lines(read_ledger(paths), arguments.source)))
    return FINE


def _sources(arguments: argparse.Namespace, paths: DataPaths) -> int:
    head = ("名称", "表名", "报送", "范围", "口径单位", "含义")
    print(table(head, [_source_row(c) for c in load_contracts().values()], 70))
    return FINE


def _source_row(contract: Contract) -> tuple[str, ...]:
    return (
        contract.name, contract.title, _CADENCES[contract.cadence], _SCOPES[contract.scope],
        contract.owner, contract.grain,
    )  # fmt: skip


def _template(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from etl.forms.template import write_template
    from etl.forms.workbook import WorkbookError

    contract = load_contracts()[arguments.source]
    path = arguments.out or Path(f"{contract.title}.xlsx")
    try:
        write_template(contract, path)
    except WorkbookError as error:
        raise StorageError(str(error)) from error
    print(f"已写出填报模板：{path}")
    return FINE


def _sample(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from etl.forms.workbook import WorkbookError
    from etl.sample import write_sample

    folder = arguments.out or paths.inbox
    try:
        done = write_sample(folder, until=arguments.until, units=arguments.unit)
    except WorkbookError as error:
        raise StorageError(str(error)) from error
    print(
        f"演示数据（不反映真实进度）已写入 {folder}：{done.files} 个文件、{done.sheets} 张表、"
        f"{done.rows} 行，{done.first_as_of} 至 {done.last_as_of}，"
        f"其中故意的错误 {done.mistakes} 处"
    )
    return FINE
