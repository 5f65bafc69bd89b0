"""What is held for whom: the last results of each, and nothing that is still waited for is lost."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.desk.room import KEPT_EACH
from tests.dashboard.desk.client import OURS, Client
from tests.dashboard.desk.conftest import Ask
from tests.warehouse.asking import ENDLESS


def state(client: Client, id_: str) -> int:
    return client.get(f"/pucha/desk/{id_}/rows").status


def begin(client: Client, sql: str, **asked: object) -> str:
    said = client.post("/pucha/desk/ask", {"sql": sql, **asked}, **OURS).json()
    return str(said["id"])


def end(client: Client, id_: str) -> dict[str, Any]:
    while (now := client.get(f"/pucha/desk/{id_}/state").json())["state"] == "waiting":
        pass  # each question waits for a while itself
    return now


def test_the_last_results_are_kept_and_an_older_one_is_told_to_be_gone(
    ask: Ask, client: Client
) -> None:
    first, *later = [ask(f"select {n} as n")["id"] for n in range(KEPT_EACH + 1)]
    begin(client, "select 1")  # whoever asks again lets go of what is too old
    gone = client.get(f"/pucha/desk/{first}/rows")
    assert gone.status == 404
    assert f"每人只留最近 {KEPT_EACH} 次" in gone.json()["error"]["text"]
    assert [state(client, one) for one in later] == [200] * KEPT_EACH


@pytest.mark.parametrize("sort", ["plan", "glimpse"])
def test_plans_and_glimpses_take_no_result_s_place(client: Client, ask: Ask, sort: str) -> None:
    kept = ask("select 1 as n")["id"]
    for n in range(2 * KEPT_EACH):
        end(client, begin(client, f"select {n} as n", **{sort: True}))
    assert state(client, kept) == 200


def test_who_asks_more_at_once_than_are_kept_gets_every_answer(client: Client) -> None:
    asked = [begin(client, f"select {n} as n") for n in range(KEPT_EACH + 3)]
    found = [end(client, one) for one in asked]
    assert [one["rows"] for one in found] == [[[n]] for n in range(KEPT_EACH + 3)]


def test_a_query_that_runs_is_not_ended_by_those_that_follow(client: Client, ask: Ask) -> None:
    slow = begin(client, ENDLESS)
    for n in range(2 * KEPT_EACH):
        ask(f"select {n} as n")
    assert client.get(f"/pucha/desk/{slow}/state").json()["state"] == "waiting"
    client.post(f"/pucha/desk/{slow}/cancel", **OURS)
    assert end(client, slow)["error"]["kind"] == "cancelled"
