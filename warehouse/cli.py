"""python -m warehouse build | check | list | rollback | prune | sql | attach"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from warehouse.attach import ways_to_open
from warehouse.build import (
    MEMORY,
    Built,
    Options,
    build,
    check_audiences,
    check_project,
    try_build,
    unchanged,
)
from warehouse.common.audience import AUDIENCES, UnknownRole, deployed_role
from warehouse.common.commandline import BAD, FINE, USAGE, Parser
from warehouse.errors import (
    BrokenPointer,
    NoWarehouse,
    RawError,
    UnknownVersion,
    WarehouseError,
)
from warehouse.output import FORMATS, render
from warehouse.paths import SQL_DIR, DataPaths, data_paths
from warehouse.publish import (
    KEPT_VERSIONS,
    prune,
    read_pointer,
    releases,
    rollback,
    sole_writer,
    unreadable_releases,
)
from warehouse.raw import read_raw
from warehouse.read import open_current
from warehouse.sqlcommand import add_role, add_sql
from warehouse.texttable import text_table

SLOWEST_SHOWN = 5
MEBIBYTE = 1 << 20

Command = Callable[[argparse.Namespace, DataPaths], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 fine, 1 not done, 2 wrong usage, which a wrong query is too."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments, data_paths(arguments.data))
    except (UnknownVersion, UnknownRole) as error:
        print(f"未完成：{error}", file=sys.stderr)
        return USAGE
    except WarehouseError as error:
        print(f"未完成：{error}", file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        print("未完成：已中断；已发布的版本不受影响", file=sys.stderr)
        return BAD
    except BrokenPipeError:
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m warehouse",
        description="建库、审计、发布，以及对已发布数据的只读查询。",
        epilog="退出码：0 正常；1 未完成（建库、审计不过，没有可读的库）；"
        "2 用法不对（参数、版本号）。sql 另有：1 语句不对，3 超过限制，4 不允许。",
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    one = _add_build(commands, "build", "建库、审计并发布新版本", _build)
    one.add_argument("--force", action="store_true", help="没有变化也重新建库")
    one = _add_build(commands, "check", "检查全部 SQL 文件并试建一次，不发布", _check)
    one.add_argument("--static", action="store_true", help="只检查 SQL 文件，不试建")
    one = _command(commands, "list", help="列出已发布的版本")
    _add_format(one)
    one.set_defaults(command=_list)
    one = _command(commands, "rollback", help="指回更早的版本")
    one.add_argument("version", nargs="?", metavar="版本号", help="默认为上一个版本；可只写开头")
    one.set_defaults(command=_rollback)
    one = _command(commands, "prune", help="删除过多的旧版本（导出用过的不删）")
    one.add_argument(
        "--keep", type=_positive, metavar="个数", default=KEPT_VERSIONS, help="保留几个（默认 60）"
    )
    one.set_defaults(command=_prune)
    add_sql(_command(commands, "sql", help="对当前版本做只读查询"))
    one = _command(commands, "attach", help="说明怎样用别的客户端只读打开当前版本")
    add_role(one)
    one.set_defaults(command=_attach)
    return parser


def _command(
    commands: argparse._SubParsersAction[Parser], name: str, help: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=help, description=f"{help}。")
    one.add_argument(
        "--data", type=Path, metavar="目录", help="数据目录（默认 $PUCHA_DATA，再默认 .data）"
    )
    return one


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"不能是 {text}，应为正整数")
    return int(text)


def _add_format(parser: argparse.ArgumentParser) -> None:
    names = "、".join(FORMATS)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        metavar="格式",
        help=f"输出格式：{names}（默认 table）",
    )


def _add_build(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    text: str,
    command: Command,
) -> argparse.ArgumentParser:
    one = _command(commands, name, help=text)
    one.add_argument(
        "--sql-dir",
        type=Path,
        metavar="目录",
        default=SQL_DIR,
        help="SQL 文件夹（默认项目的 sql/）",
    )
    one.add_argument("--memory", metavar="大小", default=MEMORY, help=f"内存上限（默认 {MEMORY}）")
    one.add_argument("--threads", type=_positive, metavar="个数", help="线程数（默认全部核）")
    one.add_argument(
        "--keep", type=_positive, metavar="个数", default=KEPT_VERSIONS, help="保留几个旧版本"
    )
    one.add_argument(
        "--allow-shrink", metavar="理由", help="放行覆盖率下降或日期异常，理由记入库中"
    )
    one.add_argument("--verbose", "-v", action="store_true", help="逐表打印行数和用时")
    one.set_defaults(command=command)
    return one


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        memory=arguments.memory,
        threads=arguments.threads,
        keep=arguments.keep,
        shrink_reason=arguments.allow_shrink,
        say=print if arguments.verbose else lambda _: None,
    )


def _build(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if not arguments.force and (same := unchanged(paths, arguments.sql_dir)) is not None:
        print(
            f"数据、SQL 和程序与当前版本 {same.version} 相比没有变化，不用重建"
            f"（数据截至 {same.data_as_of}；仍要重建请加 --force）"
        )
        return FINE
    built = build(paths, arguments.sql_dir, _options(arguments))
    _report(built)
    if release := built.release:
        demo = "，演示数据，不反映真实进度" if release.is_demo else ""
        size = sum(edition.bytes for edition in release.files) / MEBIBYTE
        print(
            f"已发布 {release.version}（数据截至 {release.data_as_of}，"
            f"{len(release.files)} 个版别共 {size:.1f} MiB{demo}）"
        )
    return FINE


def _check(arguments: argparse.Namespace, paths: DataPaths) -> int:
    try:
        raw = read_raw(paths)
    except RawError as error:
        if not arguments.static and paths.ledger.exists():
            raise
        raw, why = None, str(error)
    project = check_project(arguments.sql_dir, raw)
    if raw is not None and arguments.static:  # a trial build looks at this itself
        check_audiences(project, raw, arguments.sql_dir)
    print(f"SQL 文件没有问题：{len(project.models)} 个模型，{len(project.checks)} 个检查")
    if arguments.static:
        return FINE
    if raw is None:
        print(f"未试建：{why}")
        return FINE
    _report(try_build(paths, arguments.sql_dir, _options(arguments)))
    print("试建和审计通过，没有发布")
    return FINE


def _report(built: Built) -> None:
    for note in built.notes:
        print(f"注意：{note}")
    for warning in built.warnings:
        print(f"警告：{warning}")
    total = sum(built.seconds.values())
    stages = "，".join(f"{stage} {seconds:.2f}" for stage, seconds in built.seconds.items())
    print(f"共 {len(built.steps)} 张表，用时 {total:.2f} 秒（{stages}）")
    slowest = sorted(built.steps, key=lambda step: -step.seconds)[:SLOWEST_SHOWN]
    rows = [(s.table, s.rows, round(s.seconds, 3)) for s in slowest]
    print(text_table(["最慢的表", "行数", "秒"], rows))
    for release in built.pruned:
        print(f"已删除旧版本 {release.version}")


def _list(arguments: argparse.Namespace, paths: DataPaths) -> int:
    try:
        current = read_pointer(paths).version
    except BrokenPointer as error:
        print(f"注意：{error}", file=sys.stderr)
        current = None
    for problem in unreadable_releases(paths):
        print(f"注意：{problem}", file=sys.stderr)
    known = releases(paths)
    if not known:
        raise NoWarehouse(f"{paths.published}：还没有发布过数据，先运行 python -m warehouse build")
    heads = ["version", "data_as_of", "built_at", "bytes", "editions", "is_demo", "is_current"]
    rows = [
        (
            *(r.version, r.data_as_of, r.built_at, sum(e.bytes for e in r.files)),
            *(" ".join(a for a in AUDIENCES if r.of(a)), r.is_demo, r.version == current),
        )
        for r in reversed(known)
    ]
    if arguments.format == "table":
        heads = ["版本", "数据截至", "建成时间", "字节", "版别", "演示数据", "当前"]
    print(render(heads, rows, arguments.format))
    return FINE


def _rollback(arguments: argparse.Namespace, paths: DataPaths) -> int:
    with sole_writer(paths):
        release = rollback(paths, arguments.version)
    print(f"当前版本已改为 {release.version}（数据截至 {release.data_as_of}）")
    return FINE


def _prune(arguments: argparse.Namespace, paths: DataPaths) -> int:
    with sole_writer(paths):
        pruned = prune(paths, arguments.keep)
    for release in pruned:
        print(f"已删除 {release.version}")
    print(f"删除 {len(pruned)} 个，留下 {len(releases(paths))} 个")
    return FINE


def _attach(arguments: argparse.Namespace, paths: DataPaths) -> int:
    print(ways_to_open(open_current(paths, arguments.role or deployed_role())))
    return FINE
