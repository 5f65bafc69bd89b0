"""The conclusion of 三维场景: untreated sites that no shelter is near."""

from __future__ import annotations

import re

import polars as pl
import pytest

from dashboard.components.scene import lead
from dashboard.reading import scene
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def said(**view: str) -> str:
    """The sentence."""
    return text_of(lead.sentence(demo.view(**view)).title)


def test_the_numbers_are_those_of_the_sites_themselves() -> None:
    view = demo.view()
    sites = scene.sites(view.version, demo.CITY, "all", view.as_of)
    waiting = sites.filter(~pl.col("is_treated"))
    alone = waiting.filter(~pl.col("has_shelter_near"))
    found = [int(n) for n in re.findall(r"(\d+)处", said())]
    assert found[:4] == [
        *(sites.height, waiting.height, alone.height, int(alone["is_overdue"].sum()))
    ]
    worst = alone.group_by("district_code").len()["len"].max()
    assert found[4] == worst


def test_it_counts_every_family_whatever_is_drawn_below() -> None:
    assert said() == said(family="geological", show="shelters")


def test_an_area_where_all_have_one_near_is_said_to_be_well() -> None:
    assert "直线1公里以内都有避难场所。" in said(area=demo.STREET)


def test_an_area_without_a_site_is_not_said_to_have_treated_all_of_them() -> None:
    assert said(area="370212001003") == "示例中韩三社区在册隐患点0处。"


def test_what_cannot_be_judged_is_counted_and_never_taken_for_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = demo.view()
    rows = scene.sites(view.version, demo.CITY, "all", view.as_of)
    unknown = rows.with_columns(
        has_shelter_near=pl.when(pl.col("district_code") == "370212")
        .then(None)
        .otherwise(pl.col("has_shelter_near"))
    )
    monkeypatch.setattr(lead.scene, "sites", lambda *_: unknown)
    waiting = rows.filter((pl.col("district_code") == "370212") & ~pl.col("is_treated")).height
    assert f"另有{waiting}处没有坐标或所在区(市)没有报过避难场所，不能判断" in said()
    blind = rows.with_columns(has_shelter_near=pl.lit(None, pl.Boolean))
    monkeypatch.setattr(lead.scene, "sites", lambda *_: blind)
    assert "直线1公里以内有没有避难场所都不能判断。" in said()
