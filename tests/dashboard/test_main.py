"""The commands."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.menu import PAGES
from tests.dashboard.served import free_port
from warehouse.common.audience import ANALYST, FULL, PUBLIC, deployed_role


def test_pages_lists_title_address_and_bulletin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed[0] == {"title": "总览", "address": "/", "bulletin": True}
    assert listed[-2] == {"title": "数据来源", "address": "/source", "bulletin": False}
    assert listed[-1] == {"title": "大屏", "address": "/wall", "bulletin": False}
    assert len(listed) == len(PAGES) + 1


def test_serving_without_data_says_what_to_do(
    data_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", str(free_port())]) == 1
    assert "python -m warehouse build" in capsys.readouterr().err


def test_an_occupied_port_is_named_with_a_way_out(
    use_small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"端口 {port} 已被占用" in said
    assert f"--port {port + 1}" in said


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_refused_in_chinese(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", port])
    assert ended.value.code == 2
    assert "端口应是 1 到 65535 的整数" in capsys.readouterr().err


def test_the_port_variable_is_checked_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "http")
    assert main(["serve"]) == 2
    assert "环境变量 PORT" in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused(
    use_small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--address", "192.0.2.1", "--port", str(free_port())]) == 1
    assert "本机没有地址 192.0.2.1" in capsys.readouterr().err


def test_a_dashboard_that_was_told_no_role_serves_the_public_edition_and_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_ROLE", "")
    assert main(["serve"]) == 1  # nothing is published here
    assert deployed_role() == PUBLIC
    assert "没有说读哪个版别，读公开版" in capsys.readouterr().out


def test_a_dashboard_that_was_told_a_role_serves_that_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_ROLE", ANALYST)
    assert main(["serve", "--role", FULL]) == 1
    assert deployed_role() == FULL
    monkeypatch.setenv("PUCHA_ROLE", ANALYST)
    assert main(["serve"]) == 1
    assert deployed_role() == ANALYST
    assert "没有说读哪个版别" not in capsys.readouterr().out


def test_an_unknown_command_is_refused_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2
    assert "用法不对" in capsys.readouterr().err
