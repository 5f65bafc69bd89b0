"""`python -m dashboard export` and `verify`: what they ask for, and what their exit codes mean."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from dashboard.export import progress
from warehouse.common.audience import AUDIENCES, DEFAULT_ROLE, ROLE_VARIABLE, deployed_role
from warehouse.common.commandline import BAD, FINE, USAGE, Parser
from warehouse.errors import WarehouseError
from warehouse.paths import data_paths
from warehouse.read import VERSION_VARIABLE

if TYPE_CHECKING:
    from dashboard.export.manifest import Manifest

STOPPED = 128 + signal.SIGTERM


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """The two commands and their arguments."""
    said = "导出一周的图片、简报、数据附表和清单"
    one = commands.add_parser(
        "export",
        help=said,
        description=f"{said}：全部核对无误才替换原有的导出，否则什么也不改。",
        epilog="退出码：0 已导出；1 没有导出（原因见提示，原有的导出没有动过）；2 用法不对。",
    )
    one.add_argument("--week", metavar="周", help="哪一周，如 2021-W11（默认库中最新一期）")
    one.add_argument(
        "--issue", type=_issue, metavar="期号", help="简报期号，登记在册（默认取已登记的）"
    )
    one.add_argument("--areas", metavar="地区", help="代码或名称，逗号分开（默认全市）")
    one.add_argument("--pages", metavar="页面", help="页面，逗号分开（默认全部进简报的）")
    one.add_argument(
        "--role",
        choices=AUDIENCES,
        metavar="角色",
        help=f"给谁看，读哪个版别：{'、'.join(AUDIENCES)}"
        f"（默认取环境变量 {ROLE_VARIABLE}，再默认 {DEFAULT_ROLE}）",
    )
    one.add_argument(
        "--out", type=Path, metavar="目录", help="放在哪里（默认在数据目录里，按周命名）"
    )
    one.add_argument(
        "--progress", action="store_true", help="进度一行一个 JSON，供程序读（默认给人看）"
    )
    said = "核对一次导出：文件、数据、状态"
    one = commands.add_parser(
        "verify",
        help=said,
        description=f"{said}，按它的清单和当时的版本重新核对。",
        epilog="退出码：0 全部相符；1 有不符，或不能核对；2 用法不对。",
    )
    one.add_argument("folder", type=Path, metavar="目录", help="导出的文件夹")


def _issue(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"期号应是 1 起的整数，收到“{text}”")
    return int(text)


def export(asked: argparse.Namespace) -> int:
    """Makes an export: 0 made, 1 not made, 2 wrong usage."""
    from dashboard.export import environment
    from dashboard.export.errors import BadOrder, ExportError, Unheard

    role = asked.role or deployed_role()
    try:
        with ended_in_order(), environment.needed_only(role):
            made, target = carry_out(asked, role)
            counts = f"{len(made.files)} 个文件，核对 {len(made.figures)} 个数"
            with suppress(Unheard):  # it is made, whoever hears of it
                _say_of(asked)(progress.Step(progress.MADE, f"已导出到 {target}：{counts}"))
            return FINE
    except BadOrder as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    except (ExportError, WarehouseError) as problem:
        print(problem, file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        print("已停止：没有导出，原有的导出没有动过", file=sys.stderr)
        return BAD


@contextmanager
def ended_in_order() -> Iterator[None]:
    """SIGTERM ends the block as an error would: whatever is open in it is closed.

    What does not let itself be closed then, a browser in the midst of an answer, changes nothing
    of how the block ends.
    """
    is_told = False

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        nonlocal is_told
        is_told = True
        raise SystemExit(STOPPED)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except Exception as problem:
        if is_told:
            raise SystemExit(STOPPED) from problem
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def carry_out(asked: argparse.Namespace, role: str) -> tuple[Manifest, Path]:
    """Makes the export that is asked for, within `environment.needed_only` of its role.

    Gives its manifest and folder; ExportError or WarehouseError when it was not made.
    """
    from dashboard.export import serving

    with serving.early():
        return _carry_out(asked, role)


def _carry_out(asked: argparse.Namespace, role: str) -> tuple[Manifest, Path]:
    from dashboard import read
    from dashboard.export import job, order
    from dashboard.export.bulletin import register
    from dashboard.export.parts import PARTS
    from dashboard.format import week_name

    warehouse = read.current()
    os.environ[VERSION_VARIABLE] = warehouse.version  # this process and its own stay with it
    as_of = order.week(asked.week, read.weeks(warehouse.version))
    paths = data_paths()
    week = week_name(as_of)
    chosen = (
        as_of,
        order.areas(asked.areas, read.areas(warehouse.version)),
        order.pages(asked.pages),
        role,
        warehouse.version,
    )
    target = order.target(asked.out, paths.export, week, role)
    with register.claimed(paths.bulletin, as_of, asked.issue) as entry:
        issue = f"，{entry.name}" if entry else ""
        say, head = _say_of(asked), f"导出 {week}{issue}，版本 {warehouse.version}，角色 {role}"
        say(progress.Step(progress.BEGIN, head))
        wanted = order.Order(*chosen, entry, target)
        return job.run(wanted, warehouse, paths, PARTS, say), target


def _say_of(asked: argparse.Namespace) -> progress.Say:
    return progress.as_line if asked.progress else progress.in_words


def verify(asked: argparse.Namespace) -> int:
    """Checks a finished export: 0 all agrees, 1 something does not."""
    from dashboard.export import environment
    from dashboard.export.errors import ExportError
    from dashboard.export.manifest import read_manifest

    folder: Path = asked.folder.expanduser().resolve()
    try:
        manifest = read_manifest(folder)
        with environment.needed_only(manifest.role):
            os.environ[VERSION_VARIABLE] = manifest.version
            from dashboard import read
            from dashboard.export.verify import faults

            found = faults(folder, manifest, read.current())
    except (ExportError, WarehouseError) as problem:
        print(problem, file=sys.stderr)
        return BAD
    for fault in found:
        print(fault)
    if found:
        print(f"{folder}：{len(found)} 处不符")
        return BAD
    compared = sum(one.against is not None for one in manifest.figures)
    print(f"{folder}：{len(manifest.files)} 个文件、{compared} 个数与版本 {manifest.version} 相符")
    return FINE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"export": export, "verify": verify}
