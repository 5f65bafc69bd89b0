"""What people keep, over HTTP: their own, shared by number, within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.desk import asking, keeping
from tests.dashboard.desk.client import OURS, Client
from tests.dashboard.desk.conftest import Ask
from warehouse.paths import DataPaths

KEEP = "/pucha/desk/own/keep"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps away from the demonstration's folder; the record of the test lies here too."""
    monkeypatch.setattr(keeping, "data_paths", lambda: DataPaths(tmp_path))


def test_a_query_is_kept_listed_opened_and_deleted(client: Client) -> None:
    made = client.post(KEEP, {"title": "一", "sql": "select 1"}, **OURS).json()
    [listed] = client.get("/pucha/desk/own.json").json()["queries"]
    assert (listed["id"], listed["title"], listed["sql"]) == (made["id"], "一", "select 1")
    opened = client.get(f"/pucha/desk/own/{made['id']}/query.json").json()
    assert (opened["sql"], opened["who"], opened["is_own"]) == ("select 1", asking.LOCAL, True)
    assert client.post(f"/pucha/desk/own/{made['id']}/drop", **OURS).status == 200
    assert client.get(f"/pucha/desk/own/{made['id']}/query.json").status == 404
    assert client.get("/pucha/desk/own.json").json() == {"queries": []}


def test_another_person_opens_it_with_the_author_s_name_and_cannot_change_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    made = client.post(KEEP, {"title": "一", "sql": "select 1"}, X_User="zhang", **OURS).json()
    opened = client.get(f"/pucha/desk/own/{made['id']}/query.json", X_User="li").json()
    assert (opened["who"], opened["is_own"]) == ("zhang", False)
    assert client.get("/pucha/desk/own.json", X_User="li").json() == {"queries": []}
    changed = {"title": "一", "sql": "select 2", "id": made["id"]}
    assert client.post(KEEP, changed, X_User="li", **OURS).status == 422
    dropped = client.post(f"/pucha/desk/own/{made['id']}/drop", X_User="li", **OURS)
    assert dropped.status == 404
    again = client.get(f"/pucha/desk/own/{made['id']}/query.json", X_User="zhang").json()
    assert again["sql"] == "select 1"
    assert client.get(f"/pucha/desk/own/{made['id']}/query.json").status == 401


def test_what_cannot_be_kept_says_why(client: Client) -> None:
    got = client.post(KEEP, {"title": " ", "sql": "select 1"}, **OURS)
    assert (got.status, got.json()["error"]["text"]) == (422, "请写一个名称")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b'{"title": "x"}', b"1", b"\xff"),
        b'{"title": null, "sql": "select 1"}',
        b'{"title": "x", "sql": ["select 1"]}',
        b'{"title": "x", "sql": "select 1", "id": 7}',
    ],
)
def test_what_is_no_query_is_refused(client: Client, body: bytes) -> None:
    assert client.post(KEEP, body, **OURS).status == 400


def test_a_foreign_page_keeps_and_deletes_nothing(client: Client) -> None:
    assert client.post(KEEP, {"title": "一", "sql": "select 1"}).status == 403
    assert client.post("/pucha/desk/own/x/drop").status == 403


def test_what_was_asked_last_is_told(client: Client, ask: Ask) -> None:
    ask("select 4711 as n")
    ask("select aera")
    bad, fine = client.get("/pucha/desk/history.json").json()["asked"]
    assert (bad["sql"], bad["outcome"]) == ("select aera", "bad")
    assert (fine["sql"], fine["outcome"], fine["rows"]) == ("select 4711 as n", "fine", 1)
    assert fine["is_whole"]
