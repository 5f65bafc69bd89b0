"""简报 in a real browser: started, followed, cancelled, fetched, verified."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.export.manifest import read_manifest
from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served, serve, stop

ADDRESS = "/bulletin?asof=2021-03-21"
WEEK = "2021-W11"
RUN, STOP = "[data-bulletin=run]", "[data-bulletin=stop]"
FINE, ERROR, STAGES = "[data-bulletin=fine]", "[data-bulletin=error]", "[data-bulletin=stages]"
FINISHED = "[data-bulletin=list] > li"
LONG = 240_000.0  # ms; an export, on a machine that runs other tests beside this
Bench = Callable[..., Page]


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, exports and register in a data folder of their own."""
    home = tmp_path_factory.mktemp("printing")
    (home / "published").symlink_to(demo_home / "published")
    return home


@pytest.fixture(scope="module")
def server(home: Path, chromium: str) -> Iterator[Served]:
    served = serve(home, home / "log")
    yield served
    stop(served)


@pytest.fixture
def bench(visit: Callable[..., Visit], server: Served) -> Bench:
    """The page, opened, once it knows how things stand."""

    def opened(**facts: object) -> Page:
        seen = visit(base=server.address, **facts)
        seen.page.set_default_timeout(LONG)
        assert seen.open(ADDRESS)["error"] == "0"
        seen.page.wait_for_selector(f"{RUN}:not([disabled]), {STOP}:not([hidden])")
        return seen.page

    return opened


def drawing(page: Page) -> None:
    """Waits until pages are drawn, which is when there is most to end."""
    page.wait_for_selector(f"{STAGES} .now:has-text('已完成')")


def test_an_export_is_cancelled_and_leaves_nothing(bench: Bench, home: Path) -> None:
    page = bench()
    page.click(RUN)
    drawing(page)
    expect(page.locator("[data-bulletin=told]")).to_contain_text("本机用户：")
    page.click(STOP)
    expect(page.locator(FINE)).to_have_text(f"{WEEK} 已取消，原有的没有动过", timeout=LONG)
    expect(page.locator(RUN)).to_be_enabled()
    assert not (home / "export" / WEEK).exists()
    assert not (home / "bulletin/期号登记.csv").exists()


def test_an_export_is_followed_from_two_windows_fetched_and_verified(
    bench: Bench, home: Path, tmp_path: Path
) -> None:
    page = bench()
    expect(page.locator("[data-bulletin=issue]")).to_have_value("1")
    page.fill("[data-bulletin=issue]", "3")
    page.click(RUN)
    drawing(page)
    other = bench()  # whoever comes later sees the same
    other.wait_for_selector(f"{STOP}:not([hidden])")
    expect(other.locator(RUN)).to_be_disabled()
    for one in (page, other):
        expect(one.locator(FINE)).to_contain_text(f"{WEEK} 已生成", timeout=LONG)
        line = one.locator(FINISHED)
        expect(line).to_contain_text("第3期")
        expect(line).to_contain_text("送审稿")
    folder = home / "export" / WEEK
    assert read_manifest(folder).issue == 3
    with page.expect_download() as waited:
        page.click(f"{FINISHED} >> text=简报.docx")
    assert waited.value.suggested_filename == f"简报-{WEEK}.docx"
    assert Path(waited.value.path()).read_bytes() == (folder / "简报.docx").read_bytes()
    with page.expect_download() as waited:
        page.click(f"{FINISHED} >> text=全部")
    with zipfile.ZipFile(io.BytesIO(Path(waited.value.path()).read_bytes())) as package:
        assert len(package.namelist()) == len(read_manifest(folder).files) + 1
    outcome = page.locator(f"{FINISHED} .outcome")
    page.click(f"{FINISHED} button")
    expect(outcome).to_contain_text("● 相符", timeout=LONG)
    (folder / "简报.docx").write_bytes(b"")
    page.click(f"{FINISHED} button")
    expect(outcome).to_contain_text("简报.docx：内容与导出时不同", timeout=LONG)
    expect(outcome).to_contain_text("◆ 不符")


def test_why_it_failed_is_shown_and_what_there_was_stays(bench: Bench, home: Path) -> None:
    page = bench()
    register = home / "bulletin/期号登记.csv"
    before, mine = register.read_text("utf-8-sig"), page.locator("[data-bulletin=issue]")
    expect(mine).to_have_attribute("readonly", "")
    register.write_text("年份\n", "utf-8")  # spoilt while the page was open
    page.click(RUN)
    expect(page.locator(ERROR)).to_contain_text("第1行缺少表头", timeout=LONG)
    assert str(home) not in page.inner_text(ERROR)
    register.write_text(before, "utf-8")
    assert page.locator(FINISHED).count() == 1


def test_an_issue_that_is_no_number_is_told_before_anything_starts(bench: Bench) -> None:
    page = bench()
    page.evaluate("document.querySelector('[data-bulletin=issue]').readOnly = false")
    page.fill("[data-bulletin=issue]", "0")
    page.click(RUN)
    expect(page.locator(ERROR)).to_contain_text("期号应是 1 起的整数")


@pytest.mark.parametrize(("width", "colour"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_it_fits_the_screen_and_can_be_used_by_all(bench: Bench, width: int, colour: str) -> None:
    page = bench(width=width, colour=colour)
    page.wait_for_selector(FINISHED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []
