"""python -m etl check | load | status | sources | template | sample

Exit codes: 0 fine, 1 findings (something to correct, to confirm or refused), 2 wrong usage,
unreadable input or a fault of the environment.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from etl.codes import load_code_list
from etl.command.arguments import Command, build_parser
from etl.command.console import table
from etl.contract import Contract, ContractError, load_contracts
from etl.loading.durable import StorageError
from etl.loading.ledger import LedgerError, LoadBusy
from etl.loading.receive import NothingToLoad, expand
from warehouse.common.commandline import BAD, FINE, USAGE
from warehouse.paths import DataPaths, data_paths

INTERRUPTED = 130

_SCOPES = {"district": "各区(市)", "city": "市级"}

_TOLD = (StorageError, LedgerError, LoadBusy, ContractError, NothingToLoad)
"""Errors that say in Chinese what, where and what to do; anything else is a bug."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a terminal that cannot show Chinese is no reason to fail
            stream.reconfigure(errors="replace")
    arguments = build_parser(_COMMANDS).parse_args(argv)
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
    return BAD if any(one.has_findings for one in checked) else FINE


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
    return BAD if report.has_findings else FINE


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
    cadences = load_code_list("cadence").title_of
    return (
        contract.name, contract.title, cadences[contract.cadence], _SCOPES[contract.scope],
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


_COMMANDS: Mapping[str, Command] = {
    "check": _check,
    "load": _load,
    "status": _status,
    "sources": _sources,
    "template": _template,
    "sample": _sample,
}
