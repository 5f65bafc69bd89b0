"""The desk over HTTP: what is asked is answered to whom asked it, and to no foreign page."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from dashboard import read
from dashboard.desk import asking, keeping, routes
from dashboard.desk import room as rooms
from dashboard.reading import desk
from dashboard.reading.samples import Sample
from tests.dashboard.desk.client import OURS, Client
from tests.dashboard.desk.conftest import Ask
from tests.warehouse.asking import ENDLESS
from warehouse.common.audience import ANALYST, PUBLIC, ROLE_VARIABLE
from warehouse.querylog import QueryLog
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.runner import Runner


def test_rows_come_with_titles_kinds_and_how_many_there_are(ask: Ask) -> None:
    found = ask("select $area as area_code, $asof as as_of", area="1", asof="2021-03-21")
    assert found["state"] == "done"
    assert found["rows"] == [["1", "2021-03-21"]]
    assert [(c["name"], c["kind"]) for c in found["columns"]] == [
        ("area_code", "text"),
        ("as_of", "date"),
    ]
    assert found["told"] == "共 1 行"
    assert found["version"] == read.current().version


def test_only_what_is_a_table_s_own_column_has_its_title(ask: Ask) -> None:
    found = ask("""
        select area_code, area_name as name, count(*) as value, max(area_level) as area_level
        from area group by all
    """)
    assert [one["title"] for one in found["columns"]] == ["行政区划代码", None, None, None]


def test_what_is_beyond_the_first_page_is_asked_for(ask: Ask, client: Client) -> None:
    found = ask("from range(2000) as t(n) order by n")
    assert (found["count"], len(found["rows"])) == (1200, found["page"])
    assert found["told"] == "显示 1,200 / 共 2,000 行"
    later = client.get(f"/pucha/desk/{found['id']}/rows?from=1195&count=50").json()
    assert later["rows"] == [[1195], [1196], [1197], [1198], [1199]]


def test_more_rows_than_usual_are_given_to_whom_asks_for_them(client: Client) -> None:
    asked = {"sql": "from range(2000) as t(n)", "rows": 1500}
    begun = client.post("/pucha/desk/ask", asked, **OURS).json()
    while (found := client.get(f"/pucha/desk/{begun['id']}/state").json())["state"] == "waiting":
        pass
    assert found["told"] == "显示 1,500 / 共 2,000 行"
    beyond = client.post("/pucha/desk/ask", asked | {"rows": 10_000_000}, **OURS).json()
    assert "行数上限须在" in beyond["error"]["text"]
    odd = client.post("/pucha/desk/ask", asked | {"rows": "viele"}, **OURS)
    assert odd.status == 400


@pytest.mark.parametrize("role", [ANALYST, PUBLIC])
def test_the_team_s_queries_that_an_edition_is_offered_can_be_asked_of_it(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, role)
    offered = desk.saved_for(read.current().version)
    assert 0 < len(offered) < len(desk.saved())
    for one in offered:
        assert ask(one.sql, area="370200", asof="2021-03-21")["state"] == "done", one.name


@pytest.mark.parametrize("saved", desk.saved(), ids=lambda one: one.name)
def test_a_query_of_the_team_finds_something_in_the_demonstration(ask: Ask, saved: Sample) -> None:
    found = ask(saved.sql, area="370200", asof="2021-03-21")
    assert found["state"] == "done", found
    assert found["count"] > 0 or "$asof" not in saved.sql


@pytest.mark.parametrize(
    ("sql", "kind", "said"),
    [
        ("select aera_code from staging.area", "bad", "是不是要写 area_code"),
        ("drop table staging.area", "refused", "只能查询"),
        ("from '/etc/passwd'", "refused", "不允许读写文件"),
        ("select '" + "x" * 300_000 + "'", "limit", "语句太长"),
    ],
)
def test_an_error_is_told_in_chinese(ask: Ask, sql: str, kind: str, said: str) -> None:
    error = ask(sql)["error"]
    assert error["kind"] == kind
    assert said in error["text"]


def test_an_error_has_its_place_and_full_width_signs_a_repair(ask: Ask) -> None:
    error = ask("select\n  aera_code，1 from staging.area")["error"]
    assert (error["line"], error["column"]) == (2, 3)
    assert error["repaired"] == "select\n  aera_code,1 from staging.area"


def test_a_query_that_is_cancelled_ends(client: Client) -> None:
    begun = client.post("/pucha/desk/ask", {"sql": ENDLESS}, **OURS).json()
    address = f"/pucha/desk/{begun['id']}"
    assert client.post(f"{address}/cancel", **OURS).status == 200
    while (ended := client.get(f"{address}/state").json())["state"] == "waiting":
        pass  # each question waits for a while itself
    assert (ended["state"], ended["error"]["kind"]) == ("ended", "cancelled")


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_an_answer_is_downloaded(ask: Ask, client: Client, form: str) -> None:
    found = ask("select area_code, 5 as n from area where area_code = '370212'")
    got = client.get(f"/pucha/desk/{found['id']}/result.{form}?titles=1")
    assert got.status == 200
    assert f"result.{form}" in got.headers["content-disposition"]
    if form == "csv":
        assert got.content.decode("utf-8-sig").splitlines() == ["行政区划代码,n", "370212,5"]
    if form == "parquet":
        assert pl.read_parquet(got.content).columns == ["area_code", "n"]


def test_a_kind_of_file_that_there_is_not_is_told(ask: Ask, client: Client) -> None:
    got = client.get(f"/pucha/desk/{ask('select 1')['id']}/result.exe")
    assert got.status == 404
    assert "csv、parquet、xlsx" in got.json()["error"]["text"]


HOSTILE = """
select
    '=cmd|''/c calc''!A0' as "=1+1",
    -5 as n,
    -0.25 as r,
    '-2+3' as m,
    ' @sum(a1)' as p,
    '\t=1' as t,
    date '2021-03-21' as d,
    '370212001001' as area_code
"""


def test_a_workbook_that_is_downloaded_has_no_formula_and_its_numbers_are_numbers(
    ask: Ask, client: Client
) -> None:
    found = ask(HOSTILE)
    got = client.get(f"/pucha/desk/{found['id']}/result.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    head, row = ([cell.value for cell in line] for line in book["数据"].iter_rows())
    assert head[0] == "=1+1"
    assert row == [
        *("=cmd|'/c calc'!A0", -5, -0.25, "-2+3", " @sum(a1)", "\t=1"),
        *(dt.datetime(2021, 3, 21), "370212001001"),
    ]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "f would be a formula"


def test_a_csv_that_is_downloaded_is_safe_and_its_numbers_are_numbers(
    ask: Ask, client: Client
) -> None:
    found = ask(HOSTILE)
    got = client.get(f"/pucha/desk/{found['id']}/result.csv").content
    assert got.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(got.decode("utf-8-sig")))
    assert head[0] == "'=1+1"
    assert row == [
        *("'=cmd|'/c calc'!A0", "-5", "-0.25", "'-2+3", "' @sum(a1)", "'\t=1"),
        *("2021-03-21", "370212001001"),
    ]


def test_a_parquet_that_is_downloaded_is_what_was_asked(ask: Ask, client: Client) -> None:
    found = ask(HOSTILE)
    got = client.get(f"/pucha/desk/{found['id']}/result.parquet?titles=1").content
    frame = pl.read_parquet(io.BytesIO(got))
    assert frame.columns[:2] == ["=1+1", "n"]
    row = frame.row(0)
    assert row[0] == "=cmd|'/c calc'!A0"
    assert (row[1], row[2], row[6]) == (-5, decimal.Decimal("-0.25"), dt.date(2021, 3, 21))


def test_a_plan_is_told_in_steps_and_the_query_is_not_run(client: Client) -> None:
    begun = client.post("/pucha/desk/ask", {"sql": ENDLESS, "plan": True}, **OURS).json()
    while (found := client.get(f"/pucha/desk/{begun['id']}/state").json())["state"] == "waiting":
        pass
    titles = [one["title"] for one in found["steps"]]
    assert titles[0] == "汇总"
    assert "两两组合（笛卡尔积）" in titles
    assert any(one["warning"] for one in found["steps"])


def test_the_plan_of_an_explain_is_its_text(client: Client) -> None:
    begun = client.post("/pucha/desk/ask", {"sql": "explain select 1", "plan": True}, **OURS).json()
    while (found := client.get(f"/pucha/desk/{begun['id']}/state").json())["state"] == "waiting":
        pass
    assert found["steps"] is None
    assert "Dummy Scan" in found["text"]


def test_another_person_s_answer_is_not_there(
    ask: Ask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask("select 1 as n")
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    for path in ("state", "rows", "result.csv"):
        got = client.get(f"/pucha/desk/{found['id']}/{path}", X_User="other")
        assert got.status == 404
    assert client.get(f"/pucha/desk/{found['id']}/state").status == 401


@pytest.mark.parametrize(
    "headers",
    [{}, {**OURS, "Origin": "http://elsewhere.example"}, {**OURS, "Origin": "null"}],
)
def test_a_foreign_page_is_not_answered(client: Client, headers: dict[str, str]) -> None:
    got = client.post("/pucha/desk/ask", {"sql": "select 1"}, **headers)
    assert got.status == 403
    assert "id" not in got.json()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"sql": "select 1", "asof": "x"}', b"\xff"])
def test_what_is_no_question_is_refused(client: Client, body: bytes) -> None:
    got = client.post("/pucha/desk/ask", body, **OURS)
    assert got.status == 400


def test_a_body_without_end_is_not_read(client: Client) -> None:
    got = client.post("/pucha/desk/ask", b"x" * (3 << 20), **OURS)
    assert got.status == 413


def test_every_query_is_on_record(ask: Ask, record: QueryLog) -> None:
    ask("select 4711 as n")
    newest = next(record.lines())
    assert (newest["sql"], newest["who"]) == ("select 4711 as n", asking.LOCAL)


def test_half_a_character_keeps_nobody_from_the_record(
    ask: Ask, client: Client, record: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "不成字" in ask("select '\ud800'")["error"]["text"]
    monkeypatch.setattr(keeping, "QueryLog", lambda _: record)
    [one] = client.get("/pucha/desk/history.json").json()["asked"]
    assert one["sql"] == "select '�'"


def test_what_the_editor_completes(client: Client) -> None:
    version = read.current().version
    known = client.get(f"/pucha/desk/{version}/known.json").json()
    area = next(one for one in known["tables"] if one["name"] == "staging.area")
    assert {"name": "area_code", "title": "行政区划代码"}.items() <= area["columns"][0].items()
    assert area["chinese"]["name"].startswith("cn.")
    assert all(len(one["chinese"]["columns"]) == len(one["columns"]) > 0 for one in known["tables"])
    assert all(one["title"] and one["about"] for one in known["metrics"])
    assert "count" in known["functions"]
    schemas = [one["name"].split(".")[0] for one in known["tables"]]
    assert schemas.index("marts") < schemas.index("staging") < schemas.index("meta")
    assert client.get("/pucha/desk/another/known.json").status == 404


def test_what_a_browser_kept_of_one_role_is_not_another_s(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    people = tmp_path / "names.toml"
    people.write_text('[people."li"]\nrole = "full"\n', "utf-8")
    monkeypatch.setenv("PUCHA_PEOPLE", str(people))
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    address = f"/pucha/desk/{read.current().version}/known.json"
    whole = client.get(address, X_User="li")
    again = client.get(address, X_User="li", If_None_Match=whole.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    other = client.get(address, X_User="wang", If_None_Match=whole.headers["etag"])
    assert other.status == 200
    names = [{one["name"] for one in got.json()["tables"]} for got in (whole, other)]
    assert names[1] < names[0]


def test_a_broken_people_file_answers_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    people = tmp_path / "names.toml"
    people.write_text("role =", "utf-8")
    monkeypatch.setenv("PUCHA_PEOPLE", str(people))
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    got = client.post("/pucha/desk/ask", {"sql": "select 1"}, X_User="li", **OURS)
    assert got.status == 503
    assert "人员名单 names.toml" in got.json()["error"]["text"]
    assert str(tmp_path) not in got.json()["error"]["text"]


@pytest.mark.parametrize(
    "asked",
    [
        b'{"sql": "select 1", "area": "%s"}' % (b"x" * 1000),
        b'{"sql": "select 1", "rows": 1e999}',
        b'{"sql": ' + b"[" * 100_000,
        b'["sql"]',
        b'{"sql": null}',
        b'{"sql": ["select 1"]}',
        b'{"sql": "select 1", "rows": true}',
        b'{"sql": "select 1", "rows": "10"}',
        b'{"sql": "select 1", "area": {"a": 1}}',
        b'{"sql": "select 1", "area": "\\ud800"}',
    ],
)
def test_a_request_of_no_shape_is_refused_and_leaves_no_record(
    client: Client, record: QueryLog, asked: bytes
) -> None:
    reply = client.post("/pucha/desk/ask", asked, **OURS)
    assert reply.status == 400
    assert reply.json()["error"]["text"] == "请求不合格式"
    assert list(record.lines()) == []


def test_what_was_read_in_a_wider_role_is_gone_with_the_role(
    ask: Ask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask("select 1 as n")
    address = f"/pucha/desk/{found['id']}"
    assert client.get(f"{address}/result.csv").status == 200
    monkeypatch.setenv(ROLE_VARIABLE, "public")
    for rest in ("state", "rows", "result.csv", "chart.json?form=bar"):
        assert client.get(f"{address}/{rest}").status == 404, rest


def test_a_result_of_nothing_is_as_bounded_as_any_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = Limits(warm=1, rows=1000, most_rows=1000, cells=300)
    with Runner(narrow) as runner:
        monkeypatch.setattr(rooms, "_rooms", [rooms.Room(runner)])
        sql = f"select {', '.join(f'null as c{n}' for n in range(30))} from range(1000)"
        id_ = client.post("/pucha/desk/ask", {"sql": sql}, **OURS).json()["id"]
        while (found := client.get(f"/pucha/desk/{id_}/state").json())["state"] == "waiting":
            pass
        assert (found["count"], found["told"]) == (10, "显示 10 / 共 1,000 行")


def test_one_person_s_waiting_takes_no_thread_of_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "POLLS_EACH", 0)
    id_ = client.post("/pucha/desk/ask", {"sql": ENDLESS}, **OURS).json()["id"]
    assert client.get(f"/pucha/desk/{id_}/state").json()["state"] == "waiting"
    client.post(f"/pucha/desk/{id_}/cancel", **OURS)


ODD = {
    "interval": "interval 3 day",
    "union": "union_value(a := 1)",
    "map": "map {'a': interval 1 day}",
    "plain map": "map {'a': 1}",
    "list": "[1, null]",
    "array": "[1, 2]::integer[2]",
    "struct": "{'a': date '2021-03-21'}",
    "bit": "'101'::bit",
    "time with a zone": "timetz '10:00:00+08'",
    "moment with a zone": "timestamptz '2021-03-21 08:00:00+08'",
    "moment": "timestamp_ns '2021-03-21 08:00:00.123456789'",
    "infinity": "'infinity'::date",
    "huge": "(10::hugeint ** 37)::hugeint",
    "enum": "'a'::enum('a', 'b')",
    "uuid": "uuid()",
    "bytes": "'\\xAA'::blob",
    "null": "null",
    "json": "'{}'::json",
    "variant": "{'a': 1}::variant",
    "not a number": "'nan'::double",
}


def test_what_is_odd_is_shown_and_downloaded_like_the_rest(ask: Ask, client: Client) -> None:
    columns = ", ".join(f'{odd} as "{name}"' for name, odd in ODD.items())
    found = ask(f"select {columns} from range(2)")
    assert [one["name"] for one in found["columns"]] == list(ODD)
    shown = dict(zip(ODD, found["rows"][0], strict=True))
    assert (shown["interval"], shown["bit"], shown["time with a zone"]) == (
        *("3 days", "101", "10:00:00+08"),
    )
    for rest in ("rows", "result.csv", "result.xlsx", "result.parquet"):
        got = client.get(f"/pucha/desk/{found['id']}/{rest}")
        assert got.status == 200, (rest, got.content)
    assert pl.read_parquet(got.content).shape == (2, len(ODD))


def test_what_goes_wrong_is_told_by_a_number(
    ask: Ask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask("select 3 as n")
    monkeypatch.setattr(routes, "MAKERS", {"parquet": (None, "text/plain")})
    reply = client.get(f"/pucha/desk/{found['id']}/result.parquet")
    assert reply.status == 500
    assert re.fullmatch(
        r"没有做成，请将编号 [0-9A-F]{6} 告知系统管理员", reply.json()["error"]["text"]
    )
