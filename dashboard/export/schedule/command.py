"""`python -m dashboard schedule --print | --run`."""

from __future__ import annotations

import argparse
import sys

from warehouse.common.commandline import FINE, USAGE, Parser
from warehouse.paths import data_paths


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    said = "定时导出：打印定时任务的写法，或执行一次"
    one = commands.add_parser(
        "schedule",
        help=said,
        description=f"{said}。时间、通知、保留几期写在数据目录里的定时设置。",
        epilog="退出码：0 已导出；1 没有导出；2 用法或设置不对；"
        "3 已导出，而通知没有送到；4 另一次导出正在进行。",
    )
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--print", action="store_true", help="打印定时任务的写法，供管理员安装")
    what.add_argument("--run", action="store_true", help="导出最新一周，通知，清理旧的导出")


def run(asked: argparse.Namespace) -> int:
    """Prints, or runs once; exit codes as in the help."""
    from dashboard.export.schedule import runner, settings, units

    paths = data_paths()
    try:
        chosen = settings.read(paths.bulletin)
    except settings.BadSettings as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    if asked.print:
        print(units.told(chosen, paths))
        return FINE
    return runner.run(chosen, paths)


COMMANDS = {"schedule": run}
