"""The pages over the editions for analysts and for the public: nothing fails, what is missing is
told, and nothing that the role may not see is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import read
from dashboard.__main__ import main
from dashboard.app_pages.wall import SCENES
from dashboard.components import header
from dashboard.components.frame import Content, Frame, Withheld, _made
from dashboard.components.wall.stage import Place, stage
from dashboard.menu import PAGES, Page
from dashboard.view import View
from dashboard.wall import compose
from tests.dashboard import demo
from tests.dashboard.conftest import text_of
from tests.dashboard.drawn import APP, Drawn
from tests.dashboard.served import free_port
from tests.dashboard.test_menu import BULLETIN, METRIC, draw
from warehouse.common.audience import ANALYST, EDITIONS, FULL, PUBLIC, ROLE_VARIABLE

TITLES = {PUBLIC: "公开版", ANALYST: "分析版"}
VIEWS = {
    "全市": {"asof": BULLETIN},
    "一个区": {"area": "370212", "asof": BULLETIN, **METRIC},
    "一个社区": {"area": "370212001001", "asof": BULLETIN},
}
# On these the tiles that are drawn without what was left out are the most.
WHOLE = {"数据字典", "数据来源"}


@pytest.fixture(params=EDITIONS)
def role(request: pytest.FixtureRequest, demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demonstration, read as one of the narrower roles."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    monkeypatch.setenv(ROLE_VARIABLE, request.param)
    return str(request.param)


@pytest.mark.parametrize("page", PAGES, ids=[page.title for page in PAGES])
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS)
def test_every_page_is_drawn_without_a_tile_that_failed(
    role: str, page: Page, query: dict[str, str]
) -> None:
    drawn = draw(page, query)
    assert drawn.ready["data-page"] == page.address
    assert "error" not in drawn.states.values()
    assert f'<p class="edition">{TITLES[role]}</p>' in drawn.html
    assert re.search(rf'@bottom-left {{ content: "[^"]*{TITLES[role]}', drawn.html)
    other = TITLES[ANALYST if role == PUBLIC else PUBLIC]
    assert f"{other}不含" not in drawn.html


def test_pages_whose_data_are_for_fewer_say_so_and_draw_the_rest(role: str) -> None:
    lacking, done = {}, {}
    for page in PAGES:
        drawn = draw(page, {"asof": BULLETIN})
        lacking[page.title] = drawn.html.count(f'<p class="withheld">{TITLES[role]}不含</p>')
        done[page.title] = list(drawn.states.values()).count("done")
    assert {title for title, count in done.items() if not count} <= {"调度台"}
    assert lacking["隐患治理"] > 0
    assert all(lacking[title] == 0 for title in WHOLE)


def test_no_point_and_no_threatened_person_is_drawn(role: str) -> None:
    [page] = [page for page in PAGES if page.address == "hazards"]
    drawn = draw(page, {"asof": BULLETIN})
    assert drawn.states["sites"] == "empty"
    names = {
        str(name)
        for (name,) in _full(lambda w: w.rows("select distinct address from marts.hazard_site"))
        if name
    }
    assert names
    assert [name for name in sorted(names) if name in drawn.html] == []


def _full(ask: Callable[[read.Warehouse], list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROLE_VARIABLE, FULL)
        return ask(read.current())


def test_every_scene_of_the_wall_screen_is_drawn(role: str) -> None:
    for name, scene in SCENES.items():
        view = demo.view(page="wall", scene=name)
        frame = Frame(view)
        body = compose(frame, scene)
        screen = stage(view, scene.title, Place(1, 1), (), body)
        assert f'<span class="edition">{TITLES[role]}</span>' in str(screen)
        assert {report.state for report in frame.reports} <= {"done", "empty"}


def test_the_public_sees_no_ranking_and_no_title_that_names_a_place(role: str) -> None:
    named = {}
    areas = demo.view().areas
    districts = areas.children(areas.city)
    for page in PAGES:
        drawn = draw(page, {"asof": BULLETIN})
        assert ("公开版不给各地排名次" in drawn.html) <= (role == PUBLIC)
        if "ranking" in drawn.states:
            assert (drawn.states["ranking"] == "done") == (role == ANALYST)
        named |= {
            (page.title, tile): title
            for tile, title in titles(drawn.html)
            if any(area.short_name in title for area in districts)
        }
    assert (named == {}) == (role == PUBLIC)


def titles(html: str) -> list[tuple[str, str]]:
    """Each drawn tile and what its title says."""
    found = re.findall(
        r'<section class="tile done" data-tile="([^"]+)".*?<h2[^>]*>(.*?)</h2>', html, re.DOTALL
    )
    return [(tile, text_of(title)) for tile, title in found]


def test_a_page_whose_comparisons_are_left_out_opens_with_its_first_figures(role: str) -> None:
    [page] = [page for page in PAGES if page.address == "hazards"]
    drawn = draw(page, {"asof": BULLETIN})
    opened = dict(titles(drawn.html))["headline"]
    figures = r"青岛市累计排查各类隐患点980处、完成治理590处；排查地质灾害隐患点\d+处.*。"
    assert re.fullmatch(figures, opened)


def test_a_card_that_is_left_out_has_its_own_name(role: str) -> None:
    [page] = [page for page in PAGES if page.address == "hazards"]
    drawn = draw(page, {"asof": BULLETIN})
    left_out = re.findall(
        r'data-tile="(card-[^"]+)"[^>]*>\s*<h2[^>]*>([^<]*)</h2><p class="withheld">', drawn.html
    )
    assert dict(left_out) == {
        "card-hazard_persons_threatened": "仍受威胁人数",
        "card-hazard_assets_threatened_yuan": "仍受威胁财产",
    }


def test_the_foot_of_a_page_stays_where_one_of_its_metrics_is_left_out(role: str) -> None:
    [page] = [page for page in PAGES if page.address == "census"]
    drawn = draw(page, {"asof": BULLETIN})
    assert drawn.states["source"] == "done"
    assert f"{TITLES[role]}不含的，请向本局数据管理人员申请。" in drawn.html
    assert ('id="source-sampling_rate"' in drawn.html) == (role == ANALYST)


def test_one_edition_never_answers_for_another(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    keys, weeks = set(), set()
    for role in (FULL, *EDITIONS):
        monkeypatch.setenv(ROLE_VARIABLE, role)
        view = demo.view()
        keys.add(view.key)
        weeks.add(read.edition_title(view.version))
    assert len(keys) == 3
    assert weeks == {None, "分析版", "公开版"}


def test_the_full_warehouse_says_nothing_of_editions(
    view_of: Callable[..., View], use_small: Path
) -> None:
    assert "edition" not in str(header.header(view_of(), (), ()))
    assert "公开版" not in text_of(header.header(view_of(), (), ()))


def test_a_tile_that_lacks_its_data_names_it_and_the_edition(view_of: Callable[..., View]) -> None:
    def build(view: View) -> Content:
        raise read.NotInEdition("公开版", "marts.overdue_site", "逾期隐患点")

    frame = Frame(view_of())
    html = frame.tile("late", build)
    assert [report.state for report in frame.reports] == ["empty"]
    assert text_of(html) == "逾期隐患点公开版不含"
    assert isinstance(_made(build, frame.view), Withheld)


def test_a_role_that_does_not_exist_stops_the_server(
    use_small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, "mayor")
    assert main(["serve", "--port", str(free_port())]) == 2
    assert "PUCHA_ROLE 是“mayor”，应为 public、analyst、full" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--role", "mayor"])
    assert ended.value.code == 2


def test_a_version_without_the_roles_edition_is_not_served(
    use_small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, FULL)  # what --role sets is undone after the test
    assert main(["serve", "--role", PUBLIC, "--port", str(free_port())]) == 1
    assert "没有给 public 的版别" in capsys.readouterr().err


def test_a_missing_edition_is_said_on_the_page_without_paths(
    use_small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, PUBLIC)
    html = Drawn(AppTest.from_file(str(APP), default_timeout=60).run()).html
    assert "没有给 public 的版别" in text_of(html)
    assert str(use_small) not in html
