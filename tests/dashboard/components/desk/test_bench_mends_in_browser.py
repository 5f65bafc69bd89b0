"""The bench in a real browser: what goes wrong is told, mended where it was, and not left over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard.desk.room import KEPT_EACH
from tests.dashboard.components.desk.typed import ERROR, GRID, LONG, TOLD, cells, run, write
from tests.dashboard.conftest import Visit

MARKED = ".cm-lintRange-error"
SAID = "[data-desk=error-text]"
GONE = f"这次查询的结果已经不在了（每人只留最近 {KEPT_EACH} 次），请再运行一次"
ASK_MORE = """async (times) => {
    for (let n = 0; n < times; n += 1) {
        const asked = await fetch(new URL("pucha/desk/ask", document.baseURI), {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-Pucha": "1" },
            body: JSON.stringify({ sql: "select 1" }),
        });
        const { id } = await asked.json();
        let now;
        do {
            now = await (await fetch(new URL(`pucha/desk/${id}/state`, document.baseURI))).json();
        } while (now.state === "waiting");
    }
}"""
"""Other queries of the same person, one after another: the oldest answers are let go."""


def text(page: Page) -> str:
    """What stands in the editor."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


@pytest.mark.parametrize(
    ("wrong", "offered", "right"),
    [
        ("select 2 as n，3 as m", "改成半角并运行", "select 2 as n,3 as m"),
        ("select area_cod from area", "改成 area_code 并运行", "select area_code from area"),
    ],
)
def test_what_was_run_is_mended_and_not_what_is_selected_later(
    bench: Callable[..., Visit], wrong: str, offered: str, right: str
) -> None:
    page = bench().page
    write(page, f"select 1 as kept\n\n{wrong}")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+Enter")
    expect(page.locator(ERROR)).to_be_visible(timeout=LONG)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.get_by_text(offered).click()
    expect(page.locator(TOLD)).to_contain_text("行，用时", timeout=LONG)
    assert text(page).split() == f"select 1 as kept {right}".split()
    heads = page.locator(f"{GRID} th")
    expect(heads.first).not_to_have_attribute("title", "kept")
    expect(page.locator(ERROR)).to_be_hidden()


def test_all_that_was_run_is_mended_whatever_is_selected_later(
    bench: Callable[..., Visit],
) -> None:
    page = bench().page
    run(page, "select 5 as n，6 as m\nfrom range(1)")
    expect(page.locator(ERROR)).to_be_visible(timeout=LONG)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.click("[data-desk=repair]")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    assert text(page).split() == ["select", "5", "as", "n,6", "as", "m", "from", "range(1)"]
    assert cells(page) == [["5", "6"]]


def test_an_error_and_its_mark_go_with_the_text_they_are_of(bench: Callable[..., Visit]) -> None:
    page = bench().page
    changes = (lambda: page.keyboard.insert_text(" "), lambda: page.click("[data-desk=format]"))
    for change in changes:
        run(page, "select area_cod from staging.area")
        expect(page.locator(ERROR)).to_contain_text("area_cod", timeout=LONG)
        expect(page.locator(MARKED)).to_have_count(1)
        change()
        expect(page.locator(ERROR)).to_be_hidden()
        expect(page.locator(MARKED)).to_have_count(0)


def test_the_place_of_an_error_is_marked_where_its_line_wraps_too(
    bench: Callable[..., Visit],
) -> None:
    page = bench(width=390).page
    run(page, f"select '{'长' * 20}' as t, area_name, area_cod from staging.area")
    mark = page.locator(f"{SAID} mark")
    expect(mark).to_have_text("a", timeout=LONG)
    line = page.locator(f"{SAID} code")
    assert line.inner_text().endswith("area_name, area_cod from staging.area")
    assert "^" not in page.locator(SAID).inner_text()
    around, inside = line.bounding_box(), mark.bounding_box()
    assert around is not None
    assert inside is not None
    assert inside["y"] > around["y"] + inside["height"] / 2, "the line wraps"
    assert around["x"] <= inside["x"] < around["x"] + around["width"]


def test_an_error_of_a_text_that_was_changed_meanwhile_marks_and_offers_nothing(
    bench: Callable[..., Visit],
) -> None:
    page = bench().page
    held: list[Route] = []
    page.route("**/pucha/desk/ask", lambda route: held.append(route))
    with page.expect_request("**/pucha/desk/ask"):
        run(page, "select area_cod from staging.area")
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("-- 改了\n")
    held[0].continue_()
    expect(page.locator(ERROR)).to_contain_text("area_cod", timeout=LONG)
    expect(page.locator(MARKED)).to_have_count(0)
    expect(page.locator("[data-desk=meant] button")).to_have_count(0)


def test_no_number_is_shown_as_0_that_is_not(bench: Callable[..., Visit]) -> None:
    page = bench().page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    numbers = {
        "1e-15::double": "1e-15",
        "-1.5e-300::double": "-1.5e-300",
        "0.1::double + 0.2::double": "0.3",
        "1.0::double / 3": "0.333333333333333",
        "0.0000012::double": "0.0000012",
        "12345678901234.56::decimal(16, 2)": "12345678901234.56",
        "9007199254740991": "9007199254740991",
        "2.5e30::double": "2.5e+30",
        "0::double": "0",
    }
    run(page, "select " + ", ".join(f"{one} as n{n}" for n, one in enumerate(numbers)))
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    assert cells(page) == [list(numbers.values())]
    page.click("[data-desk=copy]")
    expect(page.locator(TOLD)).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()[-1]
    assert copied.strip("| ").split(" | ") == list(numbers.values())


def test_rows_of_an_answer_that_is_gone_are_told_and_not_waited_for(
    bench: Callable[..., Visit],
) -> None:
    page = bench().page
    run(page, "select range as n from range(3000) order by n")
    expect(page.locator(TOLD)).to_contain_text("共 3,000 行", timeout=LONG)
    page.evaluate(ASK_MORE, KEPT_EACH + 1)
    page.locator(GRID).evaluate("e => { e.scrollTop = e.scrollHeight; }")
    expect(page.locator(SAID)).to_have_text(GONE, timeout=LONG)
    expect(page.locator(f"{GRID} tbody tr").last).to_have_text("没有取到")
    run(page, "select 4 as n")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    expect(page.locator(ERROR)).to_be_hidden()


def test_a_download_of_an_answer_that_is_gone_is_told(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, "select 1 as n")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    page.evaluate(ASK_MORE, KEPT_EACH + 1)
    page.click("[data-download=csv]")
    expect(page.locator(SAID)).to_have_text(GONE, timeout=LONG)


def test_what_was_run_is_listed_by_its_comment_or_by_its_text(bench: Callable[..., Visit]) -> None:
    page = bench().page
    asked = {
        "-- 逾期的处\nselect\n    4721 as n": "逾期的处",
        "/* 两行的\n   说明 */\nselect 4722 as n": "两行的 说明",
        "select\n    4723 as n,\n    'x' as t\n": "select 4723 as n, 'x' as t",
        f"select 4724 as n, '{'长' * 100}' as t": f"select 4724 as n, '{'长' * 61}…",
    }
    for n, sql in enumerate(asked, start=4721):
        run(page, sql)
        expect(page.locator(f"{GRID} tbody td").first).to_have_text(str(n), timeout=LONG)
    page.locator(".saved summary", has_text="最近运行").click()
    listed = page.locator("[data-desk=history] li button")
    for n, said in enumerate(reversed(asked.values())):
        expect(listed.nth(n)).to_have_text(said, timeout=LONG)
