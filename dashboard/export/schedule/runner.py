"""One run of the export that nobody watches: made or not, it is told, and old ones make room."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from dashboard import format
from dashboard.export import command, environment
from dashboard.export.errors import BadOrder, Busy, ExportError
from dashboard.export.manifest import Manifest
from dashboard.export.schedule import notify, retention
from dashboard.export.schedule.notify import Outcome
from dashboard.export.schedule.settings import Settings
from warehouse.common.commandline import BAD, FINE, USAGE
from warehouse.errors import WarehouseError
from warehouse.paths import DataPaths

UNTOLD, BUSY = 3, 4
_LATE = 8  # days: a week's data is there by the next Monday

Export = Callable[[argparse.Namespace, str], tuple[Manifest, Path]]


def run(settings: Settings, paths: DataPaths, export: Export = command.carry_out) -> int:
    """0 made and told; 1 not made; 2 settings that ask for what is not there; 3 made, but not
    everyone could be told; 4 another export is under way."""
    code, outcome = _made(settings, export)
    if code == FINE:
        outcome = replace(outcome, text=outcome.text + _pruned(settings, paths))
    print(f"{outcome.subject}\n{outcome.text}", flush=True)
    faults = notify.tell(outcome, settings)
    for fault in faults:
        print(fault, file=sys.stderr)
    return UNTOLD if faults and code == FINE else code


def _pruned(settings: Settings, paths: DataPaths) -> str:
    try:
        removed = retention.prune(paths.export, settings.keep)
    except ExportError as problem:
        return f"注意：旧的导出没有清理：{problem}\n"
    return "".join(f"已删去旧的导出 {folder}\n" for folder in removed)


def _made(settings: Settings, export: Export) -> tuple[int, Outcome]:
    asked = argparse.Namespace(
        week=None,
        issue=None,
        areas=settings.areas,
        pages=None,
        role=settings.role,
        out=None,
        progress=False,
    )
    try:
        with command.ended_in_order(), environment.needed_only(settings.role):
            manifest, folder = export(asked, settings.role)
    except Busy as problem:
        return BUSY, _failed(str(problem))
    except BadOrder as problem:
        return USAGE, _failed(str(problem))
    except (ExportError, WarehouseError) as problem:
        return BAD, _failed(str(problem))
    except (KeyboardInterrupt, SystemExit):
        return BAD, _failed("中途被停止：没有导出，原有的导出没有动过")
    return FINE, _succeeded(manifest, folder, datetime.now(format.BEIJING).date())


def _failed(why: str) -> Outcome:
    return Outcome(False, "", "普查看板：本周导出失败", f"{why}\n")


def _succeeded(manifest: Manifest, folder: Path, today: date) -> Outcome:
    as_of = date.fromisoformat(manifest.as_of)
    issue = "未编期号" if manifest.issue is None else f"第{manifest.issue}期"
    lines = [
        f"数据截至{format.day(as_of)}，{issue}，版本 {manifest.version}。",
        f"{len(manifest.files)} 个文件，核对了 {len(manifest.figures)} 个数，都与库中相符。",
        f"在 {folder}",
    ]
    if manifest.is_demo:
        lines.append(f"注意：{format.DEMO}。")
    if (age := (today - as_of).days) > _LATE:
        lines.append(f"注意：库中最新一期已是 {age} 天以前的，请查看本周数据是否装载、建库。")
    subject = f"普查看板：{manifest.week} 已导出"
    return Outcome(True, manifest.week, subject, "\n".join([*lines, ""]), folder)
