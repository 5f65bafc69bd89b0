"""The chart over HTTP: of the asker's own answer, what else may be chosen, or why there is none."""

from __future__ import annotations

import pytest

from dashboard.components.desk import charting
from dashboard.desk import asking
from tests.dashboard.desk import client as clients
from tests.dashboard.desk.client import Client
from tests.dashboard.desk.conftest import Ask, ask, client, record
from tests.dashboard.desk.test_routes import ODD

__all__ = ["ask", "client", "record"]  # fixtures of the desk


@pytest.fixture(autouse=True)
def with_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests has these routes too, as the dashboard's has."""
    monkeypatch.setattr(clients, "ROUTES", [*clients.ROUTES, *charting.ROUTES])


def test_a_chart_is_drawn_with_what_else_could_be_chosen(ask: Ask, client: Client) -> None:
    found = ask(
        "select area_code, area_name, tile_row from staging.area where area_level = 'district'"
    )
    first = client.get(f"/pucha/desk/{found['id']}/chart.json").json()
    assert first["kind"] == "bar"
    assert [one["key"] for one in first["kinds"]] == ["bar", "map"]
    assert "<figure" in first["html"]
    mapped = client.get(f"/pucha/desk/{found['id']}/chart.json?kind=map&y=2").json()
    assert "tile-map" in mapped["html"]
    odd = client.get(f"/pucha/desk/{found['id']}/chart.json?kind=pie&x=-1&y=abc&by=99999").json()
    assert odd["kind"] == "bar"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select area_name from staging.area", "没有数字列"),
        ("select 1 as n, 'x' as t where false", "没有行"),
    ],
)
def test_why_there_is_no_chart_is_told(ask: Ask, client: Client, sql: str, said: str) -> None:
    found = ask(sql)
    got = client.get(f"/pucha/desk/{found['id']}/chart.json").json()
    assert said in got["told"]
    assert got.get("html") is None


def test_another_person_s_answer_is_not_drawn(
    ask: Ask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask("select 1 as n, 'x' as t")
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    got = client.get(f"/pucha/desk/{found['id']}/chart.json", X_User="other")
    assert got.status == 404


def test_a_chart_takes_what_is_odd_for_a_name(ask: Ask, client: Client) -> None:
    columns = ", ".join(f'{odd} as "{name}"' for name, odd in ODD.items())
    found = ask(f"select 5 as n, 6 as m, {columns} from range(2)")
    for place, name in enumerate(ODD, start=2):
        for wanted in (f"bar&x={place}&y=0", f"line&x={place}&y=0", f"scatter&x=0&y=1&by={place}"):
            got = client.get(f"/pucha/desk/{found['id']}/chart.json?kind={wanted}")
            assert got.status == 200, (name, wanted, got.content)
            assert got.json()["html"] or got.json()["told"]
