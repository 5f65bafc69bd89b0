"""The page 简报 over HTTP: who may start and stop, what is handed out, and to whom."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.export import job
from dashboard.export.bench import finished, runs
from tests.dashboard.desk.client import OURS, Client, Reply
from tests.dashboard.export import made
from warehouse.common.audience import AUDIENCES, FULL, PUBLIC, ROLE_VARIABLE
from warehouse.paths import data_paths

HOME = "/pucha/bulletin"
WEEK = "2021-W11"
ORDER = {"asof": "2021-03-21", "role": FULL, "issue": None}
IDLE = "import signal; signal.pause()"
REGISTER = "年份,期号,周,签发人,印发日期,印数\n2021,4,2021-W10,,,\n"
Act = Callable[[str], None]


def state(client: Client, **headers: str) -> dict:
    reply = client.get(f"{HOME}/state.json?asof=2021-03-21", **headers)
    assert reply.status == 200, reply.content
    return reply.json()


def start(client: Client, user: str | None = None, **changed: object) -> Reply:
    named = {} if user is None else {"X_User": user}
    return client.post(f"{HOME}/start", {**ORDER, **changed}, **OURS, **named)


def said(reply: Reply) -> str:
    return str(reply.json()["error"]["text"])


@pytest.fixture
def exports(home: Path) -> Path:
    """A finished export for each role; the word of a file is its role."""
    warehouse = made.publish(home.parent / "other", made.VERSIONS[0])
    paths = data_paths(home.parent / "other")
    job.run(made.order(paths, made.VERSIONS[0]), warehouse, paths, (made.two_files,), made.silent)
    whole = paths.export / WEEK
    for role in AUDIENCES:
        folder = home / "export" / (WEEK if role == FULL else f"{WEEK}.{role}")
        (folder / "pages").mkdir(parents=True)
        for file in ("简报.docx", "数据附表.xlsx", "pages/a.png"):
            (folder / file).write_text(f"{file} {role}", "utf-8")
        told = json.loads((whole / "manifest.json").read_text("utf-8"))
        facts = next(iter(told["files"].values()))
        told |= {"role": role, "files": {"简报.docx": facts, "数据附表.xlsx": facts}}
        (folder / "manifest.json").write_text(json.dumps(told), "utf-8")
    return home / "export"


# ------------------------------------------------------------------ who may start


def test_the_week_the_editions_and_the_next_number_are_told(client: Client, home: Path) -> None:
    told = state(client)
    assert told["refusal"] is None
    assert told["week"] == "2021年第11周（3月15日—3月21日）"
    assert told["roles"] == [["full", "全量版"], ["analyst", "分析版"], ["public", "公开版"]]
    assert told["issue"] == {"number": 1, "is_registered": False, "trouble": None}
    assert (told["run"], told["finished"]) == (None, [])
    register = home / "bulletin/期号登记.csv"
    register.write_text(REGISTER, "utf-8")
    assert state(client)["issue"]["number"] == 5
    register.write_text(f"{REGISTER}2021,9,2021-W11,,,\n", "utf-8")
    assert state(client)["issue"] == {"number": 9, "is_registered": True, "trouble": None}
    register.write_text("年份\n", "utf-8")
    trouble = state(client)["issue"]["trouble"]
    assert trouble.startswith("bulletin/期号登记.csv：第1行缺少表头")


def test_only_who_may_read_everything_or_is_administrator_may_start(
    client: Client, people: None, acting: Act
) -> None:
    acting("")
    assert "须能读全量版，或是管理员" in state(client, X_User="zhang")["refusal"]
    refused = start(client, "zhang", role=PUBLIC)
    assert refused.status == 403
    assert "须能读全量版，或是管理员" in said(refused)
    assert start(client, "nobody", role=PUBLIC).status == 403
    unnamed = start(client)
    assert unnamed.status == 401
    assert "请从单位的统一入口登录" in said(unnamed)
    assert state(client, X_User="li")["refusal"] is None
    assert start(client, "li").status == 200


def test_nobody_has_a_wider_edition_made_than_the_own(
    client: Client, people: None, acting: Act
) -> None:
    acting("")
    assert [role for role, _ in state(client, X_User="admin")["roles"]] == ["analyst", "public"]
    refused = start(client, "admin")
    assert refused.status == 403
    assert "比自己所读的更全" in said(refused)
    assert start(client, "admin", role="analyst").status == 200


def test_the_deployment_bounds_everybody(
    client: Client, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, PUBLIC)
    assert start(client, "li").status == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"asof": "soon"},
        {"role": "everybody"},
        {"role": ["full"]},
        {"issue": 0},
        {"issue": "1; rm"},
        {"issue": True},
        {"issue": 1.5},
    ],
)
def test_an_order_that_is_none_starts_nothing(
    client: Client, press: runs.Press, changed: dict[str, object]
) -> None:
    assert start(client, **changed).status == 400
    assert client.post(f"{HOME}/start", b"[", **OURS).status == 400
    assert press.now() is None


def test_foreign_pages_start_stop_and_verify_nothing(client: Client, press: runs.Press) -> None:
    for path in ("start", "stop", f"made/{WEEK}/verify"):
        assert client.post(f"{HOME}/{path}", ORDER).status == 403
    assert press.now() is None


# ------------------------------------------------------------------ while one is under way


def test_the_second_is_told_for_whom_to_wait(client: Client, people: None, acting: Act) -> None:
    acting(IDLE)
    begun = start(client, "li").json()["run"]
    second = start(client, "wang")
    assert second.status == 409
    assert said(second).startswith("li正在生成2021-W11的简报（刚开始）")
    assert state(client, X_User="wang")["run"]["id"] == begun["id"]


def test_only_who_started_it_or_an_administrator_may_stop_it(
    client: Client, people: None, acting: Act
) -> None:
    acting(IDLE)
    for stopper in ("li", "admin"):
        run = start(client, "li").json()["run"]
        wanted = {"id": run["id"]}
        refused = client.post(f"{HOME}/stop", wanted, **OURS, X_User="wang")
        assert refused.status == 403
        assert "只有开始的人（li）或管理员可以取消" in said(refused)
        assert state(client, X_User="wang")["run"]["may_stop"] is False
        assert state(client, X_User=stopper)["run"]["may_stop"] is True
        done = client.post(f"{HOME}/stop", wanted, **OURS, X_User=stopper).json()
        assert done["run"]["state"] == "stopped"
    assert client.post(f"{HOME}/stop", {"id": "x"}, **OURS, X_User="li").status == 404


def test_of_a_wider_edition_only_that_there_is_one_is_told(
    client: Client, people: None, acting: Act
) -> None:
    acting("import sys; sys.exit('a figure of the full edition: 341')")
    start(client, "li")
    seen, reply = -1, {}
    while reply.get("state") != "failed":
        reply = client.get(f"{HOME}/run.json?seen={seen}", X_User="zhang").json()["run"]
        seen = reply["news"]
    assert "said" not in reply
    assert "text" not in reply
    own = client.get(f"{HOME}/run.json", X_User="wang").json()["run"]
    assert own["said"] == "a figure of the full edition: 341"


# ------------------------------------------------------------------ what is finished


def test_what_is_finished_is_listed_for_those_who_may_read_it(
    client: Client, exports: Path, people: None
) -> None:
    (exports / "failed" / WEEK).mkdir(parents=True)
    (exports / "2021-W12").mkdir()
    (exports / "2021-W13").mkdir()
    (exports / "2021-W13/manifest.json").write_text("{", "utf-8")

    def names(user: str) -> list[str]:
        return [one["name"] for one in state(client, X_User=user)["finished"]]

    assert names("li") == [f"{WEEK}.public", f"{WEEK}.analyst", WEEK]
    assert names("zhang") == [f"{WEEK}.public", f"{WEEK}.analyst"]
    assert names("nobody") == [f"{WEEK}.public"]
    one = state(client, X_User="nobody")["finished"][0]
    assert (one["issue"], one["is_draft"], one["edition"]) == (1, True, "公开版")
    assert one["parts"] == ["document", "workbook", "manifest"]
    assert one["lacking"] == ["普查进度", "隐患治理", "防治工程", "避难与物资", "预警广播"]


def test_a_file_is_handed_out_under_its_name_and_only_to_those(
    client: Client, exports: Path, people: None
) -> None:
    reply = client.get(f"{HOME}/made/{WEEK}/document", X_User="li")
    assert reply.content.decode() == "简报.docx full"
    assert quote(f"简报-{WEEK}.docx") in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "private, no-cache"
    for part in (*finished.PARTS, "all", "verify"):
        for user in ("zhang", "nobody"):
            refused = client.get(f"{HOME}/made/{WEEK}/{part}", X_User=user)
            assert refused.status in (404, 405)
            assert b"full" not in refused.content
    public = client.get(f"{HOME}/made/{WEEK}.public/workbook", X_User="nobody")
    assert public.content.decode() == "数据附表.xlsx public"
    assert client.get(f"{HOME}/made/{WEEK}.public/pdf", X_User="nobody").status == 404
    verify = client.post(f"{HOME}/made/{WEEK}/verify", **OURS, X_User="nobody")
    assert verify.status == 404


def test_a_zip_holds_every_file(client: Client, exports: Path) -> None:
    reply = client.get(f"{HOME}/made/{WEEK}/all")
    assert quote(f"简报-{WEEK}.zip") in reply.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.content)) as package:
        found = {name: package.read(name) for name in package.namelist()}
    folder = exports / WEEK
    assert found == {
        path.relative_to(exports).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from(["..", ".", "/", "\\", "%2e", WEEK, "published", "\0"])).map(
            "".join
        ),
    ),
    st.sampled_from([*finished.PARTS, "all", "..", "../secret.txt", "pages/a.png"]),
)
def test_no_name_leads_to_anything_but_a_finished_export(
    client: Client, exports: Path, name: str, part: str
) -> None:
    (exports.parent / "secret.txt").write_text("geheim", "utf-8")
    known = {one.name for one in finished.listed(exports, FULL)}
    found = finished.find(exports, FULL, name)
    assert (found is None) == (name not in known)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    reply = client.get(f"{HOME}/made/{encoded}/{quote(part, safe='')}")
    assert b"geheim" not in reply.content
    is_there = name in known and part in ("document", "workbook", "manifest", "all")
    assert (reply.status == 200) == is_there


def test_a_folder_that_does_not_agree_is_told_in_the_commands_words(
    client: Client, exports: Path, home: Path
) -> None:
    reply = client.post(f"{HOME}/made/{WEEK}/verify", **OURS)
    assert reply.status == 200
    told = reply.json()
    assert told["agrees"] is False
    assert f"没有版本 {made.VERSIONS[0]}" in told["text"]
    assert str(home) not in told["text"]
