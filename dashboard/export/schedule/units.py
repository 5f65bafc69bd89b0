"""What cron or systemd must be given to start the export: printed, never installed by us."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from dashboard.export.schedule.settings import WEEKDAYS, Settings
from warehouse.paths import DATA_VARIABLE, DataPaths

ROOT = Path(__file__).parents[3]
NAME = "pucha-export"
LOG = "schedule.log"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PYTHON = Path(sys.executable)


def told(settings: Settings, paths: DataPaths) -> str:
    """Both ways, with where each goes; paths in full, so that no environment is needed."""
    at = f"每{WEEKDAYS[settings.weekday]} {settings.hour:02d}:{settings.minute:02d}"
    return f"""\
# {at} 导出（改时间：{settings.path}，改后重新打印）。两种办法任选一种。
# 用专门的账户；同时只做一次导出，撞上的立即退出，退出码 4。

# ---- 一、cron：crontab -e，加上这一行
{cron(settings, paths)}

# ---- 二、systemd：存为下面两个文件，再执行
#      systemctl daemon-reload && systemctl enable --now {NAME}.timer
# /etc/systemd/system/{NAME}.service
{service(paths)}
# /etc/systemd/system/{NAME}.timer
{timer(settings)}"""


def cron(settings: Settings, paths: DataPaths) -> str:
    """The line of a crontab; its % are escaped, for cron takes them for line ends."""
    day = (settings.weekday + 1) % 7  # cron counts from Sunday
    log, root, data, python = (
        shlex.quote(str(path)) for path in (paths.log, ROOT, paths.root, _PYTHON)
    )
    command = (
        f"mkdir -p -m 700 {log} && cd {root} && {DATA_VARIABLE}={data}"
        f" {python} -m dashboard schedule --run"
        f" >> {shlex.quote(str(paths.log / LOG))} 2>&1"
    )
    escaped = command.replace("%", "\\%")
    return f"{settings.minute} {settings.hour} * * {day} {escaped}"


def service(paths: DataPaths) -> str:
    """The service: one run, its words in the journal."""
    return f"""\
[Unit]
Description=普查看板每周导出

[Service]
Type=oneshot
WorkingDirectory={_escaped(ROOT)}
Environment="{DATA_VARIABLE}={_escaped(paths.root)}"
ExecStart="{_escaped(_PYTHON)}" -m dashboard schedule --run
TimeoutStopSec=30
"""


def timer(settings: Settings) -> str:
    """The timer; a run that was missed while the machine was off is made up for."""
    at = f"{_DAYS[settings.weekday]} {settings.hour:02d}:{settings.minute:02d}:00"
    return f"""\
[Unit]
Description=普查看板每周导出

[Timer]
OnCalendar={at}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _escaped(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"')
