"""python -m warehouse sql: the analysts' runner from the command line.

Exit codes: 0 fine, 1 a bad query (or no warehouse, no file to write to), 2 usage, 3 a limit,
4 refused.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import pwd
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from warehouse.common.audience import AUDIENCES, DEFAULT_ROLE, ROLE_VARIABLE, deployed_role
from warehouse.common.commandline import BAD, FINE, USAGE
from warehouse.common.files import write_atomic
from warehouse.common.oserrors import cause
from warehouse.errors import QueryError, QueryLimit, RefusedQuery
from warehouse.output import FORMATS, csv_for_spreadsheets, render
from warehouse.paths import DataPaths
from warehouse.querylog import QueryLog
from warehouse.read import open_current
from warehouse.sandbox import confine
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.query import Query
from warehouse.sandbox.runner import Runner
from warehouse.sandbox.wire import Value
from warehouse.tuples import rows_of

LIMIT, REFUSED = 3, 4
ROW_LIMIT = 1000
PARQUET = "parquet"
LIMITS = Limits(warm=0)  # one query, then the end: no worker waits for another


def add_sql(parser: argparse.ArgumentParser) -> None:
    """The options of `sql`."""
    names = "、".join((*FORMATS, PARQUET))
    parser.add_argument("sql", metavar="语句", help="一条查询语句；- 表示从标准输入读")
    parser.add_argument(
        *("--format",),
        choices=(*FORMATS, PARQUET),
        default="table",
        metavar="格式",
        help=f"输出格式：{names}（默认 table）",
    )
    parser.add_argument(
        *("--limit",),
        type=_rows,
        metavar="行数",
        default=ROW_LIMIT,
        help=f"最多几行（默认 {ROW_LIMIT}，至多 {LIMITS.most_rows}）",
    )
    parser.add_argument(
        *("--timeout",),
        type=_seconds,
        metavar="秒",
        default=LIMITS.seconds,
        help=f"最多几秒（默认 {LIMITS.seconds:g}，至多 {LIMITS.most_seconds:g}）",
    )
    add_role(parser)
    parser.add_argument("--area", metavar="代码", help="语句里 $area 的值，如 370212")
    parser.add_argument(
        "--asof", type=_date, metavar="日期", help="语句里 $asof 的值，如 2021-03-21"
    )
    parser.add_argument(
        *("--output", "-o"),
        type=Path,
        metavar="文件",
        help="写入文件；csv 带字节序标记，防公式注入，可直接用表格软件打开",
    )
    parser.set_defaults(command=run_sql)


def add_role(parser: argparse.ArgumentParser) -> None:
    """The option of what reads one edition."""
    parser.add_argument(
        *("--role",),
        choices=AUDIENCES,
        metavar="角色",
        help=f"读哪个版别：{'、'.join(AUDIENCES)}（默认 ${ROLE_VARIABLE}，再默认 {DEFAULT_ROLE}）",
    )


def run_sql(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Runs one query and prints its result; what went wrong goes to standard error."""
    if arguments.format == PARQUET and arguments.output is None and sys.stdout.isatty():
        print("用法不对：parquet 不是文字，请加 --output 文件，或用管道接走", file=sys.stderr)
        return USAGE
    warehouse = open_current(paths, arguments.role or deployed_role())
    query = Query(
        sql=sys.stdin.read() if arguments.sql == "-" else arguments.sql,
        file=warehouse.path,
        version=warehouse.version,
        role=warehouse.role,
        who=f"cli:{_user()}",
        params=_parameters(arguments),
        seconds=arguments.timeout,
        rows=arguments.limit,
    )
    try:
        with Runner(LIMITS, log=QueryLog(paths)) as runner:
            ticket = runner.submit(query)
            try:
                answer = ticket.result()
            finally:
                ticket.cancel()  # Ctrl-C: nobody waits any more
    except QueryError as error:
        print(f"未完成：{error}", file=sys.stderr)
        return exit_code(error)
    _warn(answer.measures)
    try:
        _write(answer.table, arguments)
    except OSError as error:
        if arguments.output is None:
            raise
        remedy = "请换一个文件名，或检查目录的权限和空间"
        print(f"未完成：{arguments.output} 写不进去（{cause(error)}）。{remedy}", file=sys.stderr)
        return BAD
    if answer.cut is not None:
        print(f"{answer.told()}；用 --limit 调整", file=sys.stderr)
    return FINE


def exit_code(error: QueryError) -> int:
    """What a script is told of it."""
    if isinstance(error, QueryLimit):
        return LIMIT
    return REFUSED if isinstance(error, RefusedQuery) else BAD


def _parameters(arguments: argparse.Namespace) -> dict[str, Value]:
    given = {"area": arguments.area, "asof": arguments.asof}
    return {name: value for name, value in given.items() if value is not None}


def _warn(measures: dict[str, str]) -> None:
    for name, told in measures.items():
        if told != confine.ON:
            print(f"注意：{confine.TITLES[name]}没有起作用：{told}", file=sys.stderr)


def _write(table: pa.Table, arguments: argparse.Namespace) -> None:
    if arguments.format == PARQUET:
        content = io.BytesIO()
        pa.parquet.write_table(table, content)
        if arguments.output is None:
            sys.stdout.buffer.write(content.getvalue())
        else:
            write_atomic(arguments.output, content.getvalue())
        return
    heads, rows = table.column_names, rows_of(table)
    if arguments.output is None:
        print(render(heads, rows, arguments.format))
    elif arguments.format == "csv":
        write_atomic(arguments.output, csv_for_spreadsheets(heads, rows).encode())
    else:
        write_atomic(arguments.output, (render(heads, rows, arguments.format) + "\n").encode())


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _rows(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LIMITS.most_rows:
        raise argparse.ArgumentTypeError(f"不能是 {text}，应为 1 到 {LIMITS.most_rows} 的整数")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LIMITS.most_seconds:
        most = f"{LIMITS.most_seconds:g}"
        raise argparse.ArgumentTypeError(f"不能是 {text}，应为 0 到 {most} 之间的秒数")
    return seconds


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不能是 {text}，应为日期，如 2021-03-21") from None
