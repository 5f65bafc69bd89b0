"""People told apart on one server: each sees and asks the edition of the own role, no other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.export.budget import Budget
from dashboard.export.environment import needed_only
from dashboard.export.serving import dashboard
from tests.dashboard.conftest import READY
from tests.dashboard.provider import CLIENT, provider
from tests.dashboard.served import free_port, start, stop

PEOPLE = """
[people."zhang"]
role = "analyst"
[people."li"]
role = "full"
"""
BAND = ".pucha header.band"
ASK = """async () => {
    const asked = await fetch("/pucha/desk/ask", {
        method: "POST",
        headers: {"X-Pucha": "1"},
        body: JSON.stringify({sql: "select edition from meta.version"}),
    });
    const {id, error} = await asked.json();
    if (error) return error.text;
    for (;;) {
        const told = await (await fetch(`/pucha/desk/${id}/state`)).json();
        if (told.state === "done") return told.rows[0][0];
        if (told.state === "ended") return told.error.text;
    }
}"""


@contextmanager
def serving(home: Path, folder: Path, extra: Mapping[str, str]) -> Iterator[str]:
    """A dashboard over the demonstration that knows the two people."""
    (folder / "names.toml").write_text(PEOPLE, "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    known = {"PUCHA_DATA": str(home), "PUCHA_PEOPLE": str(folder / "names.toml"), **extra}
    served = start(command, port, folder / "log", known)
    try:
        yield served.address
    finally:
        stop(served)


def configure(home: Path, metadata: str) -> None:
    """Writes the secrets of st.login into a home folder, where Streamlit looks for them."""
    file = home / ".streamlit" / "secrets.toml"
    file.parent.mkdir()
    file.write_text(
        "[auth]\n"
        'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        'cookie_secret = "of this test, and of nothing else"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "x"\nserver_metadata_url = "{metadata}"\n',
        "utf-8",
    )


def opened(browser: Browser, address: str, **headers: str) -> Page:
    """The SQL page in a window of its own."""
    context = browser.new_context(
        locale="zh-CN", reduced_motion="reduce", extra_http_headers=headers or None
    )
    page = context.new_page()
    page.goto(f"{address}/sql")
    page.wait_for_selector(READY, state="attached")
    return page


def told(page: Page) -> tuple[str, str, Any]:
    """What the header says of who and which edition, the rules tile, and what a query reads."""
    return page.inner_text(BAND), page.inner_text("[data-tile=rules]"), page.evaluate(ASK)


def test_a_proxy_s_header_gives_each_their_own_edition(
    browser: Browser, demo_home: Path, tmp_path: Path
) -> None:
    cases = [
        ("zhang", "分析版", "analyst"),
        ("li", "全量版", "full"),
        ("wang", "公开版", "public"),
        ("zhang", "分析版", "analyst"),
    ]
    with serving(demo_home, tmp_path, {"PUCHA_USER_HEADER": "X-User"}) as address:
        for name, title, role in cases:
            page = opened(browser, address, **{"X-User": name})
            band, rules, read = told(page)
            assert name in band
            assert title in band
            assert f"查询人：{name}（由统一认证确认" in rules
            assert f"读的是{title}" in rules
            assert read == role
            page.context.close()
        page = opened(browser, address)
        band, rules, read = told(page)
        assert "未登录" in band
        assert "公开版" in band
        assert "未登录，不能查询" in rules
        assert "请从单位的统一入口登录" in read
        page.context.close()


def test_who_signs_in_sees_the_own_edition_until_signing_out(
    browser: Browser, demo_home: Path, tmp_path: Path
) -> None:
    with provider(sub="1", email="zhang") as of:
        configure(tmp_path, of.metadata)
        with serving(demo_home, tmp_path, {"HOME": str(tmp_path)}) as address:
            page = opened(browser, address)
            band, rules, read = told(page)
            assert "公开版" in band
            assert "未登录，不能查询" in rules
            assert "请先登录" in read
            assert Axe().run(page).response["violations"] == []
            page.click(f"{BAND} button:text-is('登录')")
            page.wait_for_selector(f"{BAND} button:text-is('退出登录')")
            page.goto(f"{address}/sql")
            page.wait_for_selector(READY, state="attached")
            band, rules, read = told(page)
            assert "zhang" in band
            assert "分析版" in band
            assert "查询人：zhang（已登录" in rules
            assert read == "analyst"
            page.click(f"{BAND} button:text-is('退出登录')")
            page.wait_for_selector(f"{BAND} button:text-is('登录')")
            assert "请先登录" in page.evaluate(ASK)
            page.context.close()


def test_an_export_s_own_dashboard_asks_nobody_to_sign_in(
    browser: Browser, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, "http://127.0.0.1:9/nobody")
    for name, value in {"PUCHA_DATA": demo_home, "HOME": tmp_path}.items():
        monkeypatch.setenv(name, str(value))
    with (
        needed_only("analyst"),
        dashboard(tmp_path / "log") as served,
    ):
        page = opened(browser, served.answering(Budget.of(1)))
    band = page.inner_text(BAND)
    assert "分析版" in band
    assert "登录" not in band
    page.context.close()
