"""The bench in a real browser: write, run, cancel, page, repair; nothing from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.dashboard.components.desk.typed import EDITOR, ERROR, GRID, LONG, TOLD, cells, run, write
from tests.dashboard.conftest import Visit
from tests.warehouse.asking import ENDLESS


def test_a_query_is_written_run_and_its_result_drawn(bench: Callable[..., Visit]) -> None:
    seen = bench()
    run(
        seen.page,
        "select area_code, $asof as as_of, -0.5 as x, null as y from area where area_code = $area",
    )
    expect(seen.page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    assert cells(seen.page) == [["370212", "2021-03-21", "-0.5", "空"]]
    heads = seen.page.locator(f"{GRID} th")
    assert heads.all_inner_texts() == ["行政区划代码", "as_of", "x", "y"]
    seen.page.uncheck("[data-desk=titled]")
    assert heads.all_inner_texts()[0] == "area_code"
    assert seen.errors == []
    assert seen.outside == []


def test_only_what_is_selected_is_run(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, "select 1 as a\n\nselect 2 as b")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+Enter")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    assert cells(page) == [["2"]]


def test_of_thousands_of_rows_only_those_in_sight_are_drawn(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, "select range as n from range(12000) order by n")
    expect(page.locator(TOLD)).to_contain_text("显示 10,000 / 共 12,000 行", timeout=LONG)
    assert page.locator(f"{GRID} tbody tr").count() < 100
    page.locator(GRID).evaluate("e => { e.scrollTop = e.scrollHeight; }")
    expect(page.locator(f"{GRID} tbody tr").last).to_have_text("9999", timeout=LONG)


def test_an_error_is_marked_and_full_width_signs_are_repaired(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, "select area_code，1 as n\nfrom staging.area order by 1 limit 1")
    expect(page.locator(ERROR)).to_contain_text("全角标点", timeout=LONG)
    assert page.locator(".cm-lintRange-error").count() == 1
    page.click("[data-desk=repair]")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    expect(page.locator(ERROR)).to_be_hidden()
    expect(page.locator(EDITOR)).to_contain_text("area_code,1 as n")


def test_a_query_is_cancelled_and_the_next_one_runs(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, ENDLESS)
    expect(page.locator(TOLD)).to_contain_text("运行中", timeout=LONG)
    page.click("[data-desk=cancel]")
    expect(page.locator(ERROR)).to_contain_text("已取消", timeout=LONG)
    run(page, "select 4711 as n")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    assert cells(page) == [["4711"]]


def test_names_are_completed_from_a_chinese_word(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, "select 1 from ")
    page.keyboard.insert_text("滞后")
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete li").first.click()
    expect(page.locator(EDITOR)).not_to_contain_text("滞后")


def test_names_of_the_chinese_views_are_completed(bench: Callable[..., Visit]) -> None:
    page = bench().page
    offered = page.locator(".cm-tooltip-autocomplete li .cm-completionLabel")
    for before, typed, chosen, written in (
        ("select 1 from cn", ".", "预警广播覆盖", "from cn.预警广播覆盖"),
        ("select 2 from cn.", "广播覆", "预警广播覆盖", "from cn.预警广播覆盖"),
        ("select 3 from ", "预警广播覆", "cn.预警广播覆盖", "from cn.预警广播覆盖"),
        ("from cn.预警广播覆盖 as t select t", ".", "所在地代码", "select t.所在地代码"),
        ("from cn.预警广播覆盖 select ", "所在", "所在地代码", "select 所在地代码"),
    ):
        write(page, before)
        page.keyboard.insert_text(typed)
        offered.get_by_text(chosen, exact=True).click()
        expect(page.locator(EDITOR)).to_contain_text(written)


def test_a_click_on_a_table_or_a_saved_query_writes_it(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, "from")
    page.fill("#desk-find", "staging.area")
    first = page.locator(".list details:visible").first
    first.locator("summary").click()
    first.get_by_text("写入表名").click()
    expect(page.locator(EDITOR)).to_contain_text("from staging.area")
    page.locator(".saved summary", has_text="常用查询").click()
    page.locator("[data-saved]").first.click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(TOLD)).to_contain_text("行，用时", timeout=LONG)


def test_rows_of_a_table_and_values_of_a_metric_are_looked_at_beside_the_text(
    bench: Callable[..., Visit],
) -> None:
    page = bench().page
    write(page, "select 4714 as mine")
    page.fill("#desk-find", "staging.week")
    week = page.locator(".list details:visible", has_text="staging.week ").first
    week.locator("summary").click()
    week.get_by_text("看前十行").click()
    expect(page.locator(TOLD)).to_contain_text("共 10 行", timeout=LONG)
    page.fill("#desk-find", "指标 geohazard_treatment_rate")
    metric = page.locator(".list details:visible").first
    metric.locator("summary").click()
    expect(metric.locator(".note")).not_to_be_empty()
    metric.get_by_text("看各区(市)").click()
    expect(page.locator(TOLD)).to_contain_text("共 11 行", timeout=LONG)
    metric.get_by_text("写入代码").click()
    expect(page.locator(EDITOR)).to_contain_text("'geohazard_treatment_rate'")
    expect(page.locator(EDITOR)).to_contain_text("4714")


def test_the_result_is_downloaded(bench: Callable[..., Visit], tmp_path: Path) -> None:
    page = bench().page
    run(page, "select '=1+1' as t")
    with page.expect_download() as waited:
        page.click("[data-download=csv]")
    file = tmp_path / "x.csv"
    waited.value.save_as(file)
    assert waited.value.suggested_filename == "查询结果.csv"
    assert file.read_text("utf-8-sig") == "t\n'=1+1\n"


def test_a_name_that_was_meant_is_put_in_and_run_at_a_click(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, "select area_code\nfrom staging.aera order by 1 limit 1")
    page.get_by_text("改成 area 并运行").click(timeout=LONG)
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    expect(page.locator(EDITOR)).to_contain_text("from staging.area order by")
    expect(page.locator(ERROR)).to_be_hidden()


def test_a_plan_is_shown_and_nothing_is_run(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, ENDLESS)
    page.click("[data-desk=plan]")
    steps = page.locator("[data-desk=steps] li")
    expect(steps.first).to_contain_text("汇总", timeout=LONG)
    expect(page.locator("[data-desk=steps]")).to_contain_text("查一查是不是漏了关联条件")
    expect(page.locator(GRID)).to_be_hidden()


def test_a_text_is_laid_out_and_says_the_same(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, "SELECT a, -- 说明\n$asof as d FROM t WHERE x='A；B' QUALIFY row_number() over()=1")
    page.click("[data-desk=format]")
    expect(page.locator(TOLD)).to_have_text("已排版，内容没有改动")
    lines = page.locator(".cm-line").all_inner_texts()
    assert [one.rstrip() for one in lines[:3]] == ["select", "    a, -- 说明", "    $asof as d"]
    assert any("'A；B'" in one for one in lines)
    write(page, "select 'open")
    page.click("[data-desk=format]")
    expect(page.locator(TOLD)).to_contain_text("没有排版")
    expect(page.locator(EDITOR)).to_have_text("select 'open")


def test_a_very_long_text_is_not_laid_out(bench: Callable[..., Visit]) -> None:
    page = bench().page
    write(page, "select " + "1 + " * 15_000 + "1")
    page.click("[data-desk=format]")
    expect(page.locator(TOLD)).to_contain_text("不排版")


def test_a_result_is_drawn_and_another_chart_chosen(bench: Callable[..., Visit]) -> None:
    seen = bench()
    page = seen.page
    run(page, "select area_code, area_name, tile_row from staging.area where tile_row is not null")
    expect(page.locator(TOLD)).to_contain_text("行，用时", timeout=LONG)
    page.click("[data-desk=chart]")
    figure = page.locator("[data-desk=figure]")
    expect(figure.locator(".chart-bars tbody tr")).to_have_count(10, timeout=LONG)
    page.select_option("[data-axis=kind]", "map")
    expect(figure.locator(".tile-map li")).to_have_count(10, timeout=LONG)
    expect(figure.locator("strong")).to_contain_text("各区(市)的")
    run(page, "select 'x' as t")
    expect(figure).to_contain_text("没有数字列", timeout=LONG)
    assert seen.errors == []


def test_a_query_is_kept_opened_by_another_s_link_and_deleted(bench: Callable[..., Visit]) -> None:
    seen = bench()
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, "select 4712 as kept")
    page.click("[data-desk=save]")
    page.fill("[data-desk=title]", "试存")
    page.click("[data-desk=keep]")
    expect(page.locator(TOLD)).to_have_text("已保存“试存”", timeout=LONG)
    page.locator(".saved summary", has_text="我的查询").click()
    line = page.locator("[data-desk=own] li", has_text="试存")
    line.get_by_text("复制链接").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "?query=" in link
    page.goto(link)
    seen.ready()
    expect(page.locator("[data-desk=opened]")).to_contain_text("“试存”", timeout=LONG)
    expect(page.locator(EDITOR)).to_have_text("select 4712 as kept")
    page.locator(".saved summary", has_text="我的查询").click()
    drop = page.locator("[data-desk=own] li", has_text="试存").get_by_text("删除")
    drop.click()
    page.locator("[data-desk=own]").get_by_text("确认删除").click()
    expect(page.locator("[data-desk=own]")).not_to_contain_text("试存", timeout=LONG)
    page.goto(link)
    seen.ready()
    expect(page.locator(TOLD)).to_contain_text("没有这条查询", timeout=LONG)


def test_what_was_run_is_opened_again(bench: Callable[..., Visit]) -> None:
    page = bench().page
    run(page, "select 4713 as n")
    expect(page.locator(TOLD)).to_contain_text("共 1 行", timeout=LONG)
    write(page, "select 1")
    page.locator(".saved summary", has_text="最近运行").click()
    page.locator("[data-desk=history]").get_by_text("select 4713 as n").click(timeout=LONG)
    expect(page.locator(EDITOR)).to_have_text("select 4713 as n")


def test_a_result_without_rows_says_so(bench: Callable[..., Visit]) -> None:
    page = bench().page
    expect(page.locator(".result")).to_be_hidden()
    run(page, "select area_code from staging.area where false")
    expect(page.locator(GRID)).to_contain_text("没有行", timeout=LONG)
    expect(page.locator("[data-desk=chart]")).to_be_hidden()


@pytest.mark.parametrize(("width", "colour"), [(1440, "light"), (390, "dark")])
def test_it_fits_the_screen_and_can_be_used_by_all(
    bench: Callable[..., Visit], width: int, colour: str
) -> None:
    page = bench(width=width, colour=colour).page
    write(page, "from staging.area")
    page.click("[data-desk=plan]")
    expect(page.locator("[data-desk=steps]")).to_be_visible(timeout=LONG)
    for one in page.locator(".saved summary").all():
        one.click()
    page.click("[data-desk=save]")
    run(page, "from staging.area")
    expect(page.locator(TOLD)).to_contain_text("行，用时", timeout=LONG)
    page.click("[data-desk=chart]")
    expect(page.locator("[data-desk=figure] figure")).to_be_visible(timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".bench").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
