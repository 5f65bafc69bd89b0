"""Long lists: what stands, what is folded away, and what is only counted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.components import folded
from dashboard.components.folded import SHOWN
from dashboard.components.html import Html, el, framed, join
from dashboard.reading import LISTED
from tests.dashboard import demo
from tests.dashboard.conftest import text_of

HEAD = ("名称", "值")


def rows(number: int) -> list[tuple[str, int]]:
    return [(f"第{n}行", n) for n in range(number)]


def listed(html: Html) -> int:
    """How many rows the page holds, folded ones included."""
    return len(re.findall(r"<tr><th scope=\"row\">", html))


def listing_of(total: int) -> Html:
    return join(folded.listing(HEAD, rows(total), total=total, unit="处", whole=lambda: "“甲”表"))


def test_a_short_list_has_no_fold() -> None:
    assert "<details>" not in listing_of(SHOWN)
    assert listed(listing_of(SHOWN)) == SHOWN


def test_the_fold_counts_every_row_behind_the_first() -> None:
    assert "其余1处</summary>" in listing_of(SHOWN + 1)
    assert listed(listing_of(SHOWN + 1)) == SHOWN + 1


def test_a_cut_list_says_how_many_it_holds_and_where_all_are() -> None:
    html = listing_of(LISTED + 50)
    assert listed(html) == LISTED
    assert f"<summary>其余{LISTED + 50 - SHOWN}处，列出{LISTED - SHOWN}处</summary>" in html
    assert f"{folded.BELOW}，全部见“甲”表。" in html
    assert "全部见" not in listing_of(LISTED)


def test_a_list_read_in_part_without_a_fold_says_how_many_are_left() -> None:
    html = join(folded.listing(HEAD, rows(2), total=9, whole=lambda: "“甲”表"))
    assert f"另有7个未列出，{folded.BELOW}，全部见“甲”表。" in html
    assert join(folded.listing(HEAD, rows(2), total=9)).endswith("另有7个未列出。</p>")


def test_a_second_list_has_a_title_and_names_its_cut_below() -> None:
    cut = join(
        folded.headed("变动的任务", HEAD, rows(LISTED + 1), unit="项", whole=lambda: "“乙”表")
    )
    assert listed(cut) == LISTED
    assert "<h3>变动的任务</h3>" in cut
    assert f"只列前{LISTED}项，{folded.BELOW}，全部见“乙”表" in cut
    whole = join(folded.headed("变动的任务", HEAD, rows(LISTED), unit="项", whole=lambda: "“乙”表"))
    assert "只列前" not in whole


def test_the_table_that_holds_all_is_named_in_chinese_and_leads_to_its_description(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    view = demo.view("370212", date(2021, 3, 21), page="shelters")
    named = join([folded.all_in(view, "marts.overdue_site")()])
    assert text_of(named) == "“逾期隐患点”表"
    to = "dictionary?area=370212&amp;asof=2021-03-21&amp;table=marts.overdue_site"
    assert f'href="{to}"' in named


def test_places_keep_at_most_so_many_behind_the_fold() -> None:
    made = [el("tr", el("td", str(n))) for n in range(SHOWN + LISTED + 7)]
    html = folded.places(made, lambda part: framed(HEAD, part))
    assert html.count("<td>") == SHOWN + LISTED
    assert f"其余{LISTED + 7}个，列出前{LISTED}个" in html
    assert "<details>" not in folded.places(made[:SHOWN], lambda part: framed(HEAD, part))


def test_the_readers_own_row_is_never_folded_away() -> None:
    made = [Html(f"<tr>{n}</tr>") for n in range(SHOWN + 5)]
    for own in (None, 0, SHOWN - 1):
        assert folded.kept(made, own) == (made[:SHOWN], made[SHOWN:])
    stand, rest = folded.kept(made, SHOWN + 2)
    assert stand == [*made[:SHOWN], made[SHOWN + 2]]
    assert rest == [*made[SHOWN : SHOWN + 2], *made[SHOWN + 3 :]]
