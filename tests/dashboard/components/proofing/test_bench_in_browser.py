"""核数 in a real browser: a draft is pasted or chosen, and comes back with its figures marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Visit
from tests.dashboard.proof.word import document
from tests.dashboard.served import Served

ADDRESS = "/proof?asof=2021-03-21"
BULLETIN = Path(__file__).parents[2] / "proof/bulletin-2021-01.txt"
RIGHT, WRONG = "在88个社区建设避难场所176个", "在88个社区建设避难场所177个"
FOUND, ERROR, LIST = "[data-proof=found]", "[data-proof=error]", "[data-proof=list] li"
LONG = 60_000.0  # ms; on a machine that runs other tests beside this


@pytest.fixture
def bench(visit: Callable[..., Visit], demo: Served) -> Callable[..., Visit]:
    """The page, opened, with its bench there."""

    def opened(**facts: object) -> Visit:
        seen = visit(base=demo.address, **facts)
        seen.page.set_default_timeout(LONG)
        assert seen.open(ADDRESS)["error"] == "0"
        seen.page.wait_for_selector("[data-proof=run]")
        return seen

    return opened


def paste(page: Page, text: str) -> None:
    """Pastes the text and has it checked."""
    page.fill("[data-proof=text]", text)
    page.press("[data-proof=text]", "Control+Enter")


def marked(page: Page, tone: str) -> list[str]:
    """The figures of the draft that are marked so."""
    return page.locator(f"[data-proof=draft] mark.{tone}").all_inner_texts()


def test_of_the_bulletin_exactly_the_changed_digit_is_wrong(bench: Callable[..., Visit]) -> None:
    seen = bench()
    page, text = seen.page, BULLETIN.read_text("utf-8")
    changed = text.replace("避难场所176个", "避难场所177个")
    assert changed != text
    paste(page, changed)
    page.wait_for_selector(f"{FOUND}:not([hidden])")
    assert page.locator("[data-proof=draft]").inner_text().split() == changed.split()
    assert (marked(page, "bad"), marked(page, "warn")) == (["177个"], [])
    assert len(marked(page, "good")) == 46
    first = page.locator(LIST).first
    expect(first).to_contain_text("库中为176个")
    assert "chosen" in (first.get_attribute("class") or "")
    with page.expect_popup() as opened:
        first.get_by_text("查看来源").click()
    source = opened.value
    source.wait_for_selector("#pucha-ready", state="attached")
    assert source.get_attribute("#pucha-ready", "data-asof") == "2021-03-21"
    assert source.is_visible("text=合计相符 >> nth=0")
    assert seen.errors == []
    assert seen.outside == []


def test_what_is_right_is_listed_when_asked_for_and_leads_to_its_place(
    bench: Callable[..., Visit],
) -> None:
    page = bench().page
    # a sign of two code units stands before the figures
    paste(page, f"😀\n崂山区{RIGHT}。\n崂山区{WRONG}。")
    page.wait_for_selector(f"{FOUND}:not([hidden])")
    assert marked(page, "good") == ["88个", "176个", "88个"]
    assert marked(page, "bad") == ["177个"]
    assert page.locator(f"{LIST}:visible").count() == 1
    page.click("[data-proof=counts] [data-verdict=一致]")
    assert page.locator(f"{LIST}:visible").count() == 4
    page.locator(LIST).nth(2).locator("button").click()
    assert page.locator("mark.chosen").all_inner_texts() == ["176个"]
    page.locator("mark.bad").press("Enter")
    assert "177个" in page.locator("li.chosen").inner_text()


def test_a_document_is_given_back_with_comments(
    bench: Callable[..., Visit], tmp_path: Path
) -> None:
    page, file = bench().page, tmp_path / "简报.docx"
    document(f"崂山区{WRONG}。").save(str(file))
    page.set_input_files("[data-proof=file]", file)
    page.wait_for_selector(f"{FOUND}:not([hidden])")
    with page.expect_download() as waited:
        page.click("[data-proof=copy]")
    assert waited.value.suggested_filename == "简报-核数.docx"
    copy = tmp_path / "copy.docx"
    waited.value.save_as(copy)
    assert any("库中为176个" in one.text for one in Document(str(copy)).comments)


def test_a_file_that_cannot_be_read_is_told_and_the_next_one_is_checked(
    bench: Callable[..., Visit], tmp_path: Path
) -> None:
    page, broken = bench().page, tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    page.click("[data-proof=run]")
    expect(page.locator(ERROR)).to_contain_text("还没有稿件")
    page.set_input_files("[data-proof=file]", broken)
    expect(page.locator(ERROR)).to_contain_text("坏.docx：文档损坏或不是 Word 文档")
    paste(page, f"崂山区{RIGHT}。")
    page.wait_for_selector(f"{FOUND}:not([hidden])")
    expect(page.locator(ERROR)).to_be_hidden()


@pytest.mark.parametrize(("width", "colour"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_it_fits_the_screen_and_can_be_used_by_all(
    bench: Callable[..., Visit], width: int, colour: str
) -> None:
    page = bench(width=width, colour=colour).page
    paste(page, BULLETIN.read_text("utf-8").replace("176", "177"))
    page.wait_for_selector(f"{FOUND}:not([hidden])")
    page.click("[data-proof=counts] [data-verdict=一致]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []
