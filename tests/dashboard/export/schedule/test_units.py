"""What is printed for cron and systemd: as they read it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.export.schedule import units
from dashboard.export.schedule.settings import Settings
from warehouse.paths import data_paths

TUESDAY = Settings(weekday=1, hour=17, minute=30)


def test_a_cron_line_names_every_path_and_survives_odd_ones(tmp_path: Path) -> None:
    line = units.cron(TUESDAY, data_paths(tmp_path / "数据 100%"))
    *when, command = line.split(" ", 5)
    assert when == ["30", "17", "*", "*", "2"]
    assert "\\%" in command
    words = shlex.split(command.replace("\\%", "%"))
    assert f"PUCHA_DATA={tmp_path}/数据 100%" in words
    assert words[-4:] == ["--run", ">>", f"{tmp_path}/数据 100%/log/schedule.log", "2>&1"]


def test_sunday_is_nought_to_cron(tmp_path: Path) -> None:
    assert units.cron(Settings(weekday=6), data_paths(tmp_path)).startswith("0 8 * * 0 ")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="没有 systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name, text in (
        ("service", units.service(data_paths(tmp_path / "数据 100%"))),
        ("timer", units.timer(TUESDAY)),
    ):
        (tmp_path / f"{units.NAME}.{name}").write_text(text, "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / f"{units.NAME}.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_both_are_printed(data_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "--print"]) == 0
    said = capsys.readouterr().out
    assert "OnCalendar=Mon 08:00:00" in said
    assert f'Environment="PUCHA_DATA={data_home}"' in said
    assert "每周一 08:00" in said


def test_bad_settings_are_wrong_usage(data_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_home / "bulletin").mkdir(parents=True)
    (data_home / "bulletin/定时.toml").write_text("day = 1\n", "utf-8")
    assert main(["schedule", "--print"]) == 2
    assert "不认识的 day" in capsys.readouterr().err
