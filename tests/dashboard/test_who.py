"""Who looks and in which role: by a proxy's header, by st.login, else the single local user."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st
from starlette.datastructures import Headers
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import login, read, who
from dashboard.__main__ import main
from dashboard.people import LOCAL
from tests.dashboard.served import free_port
from warehouse.common.audience import AUDIENCES, ROLE_VARIABLE

PEOPLE = """
[people."张三"]
role = "analyst"
[people."李四"]
role = "full"
administrator = true
[people."zhang@example.cn"]
role = "analyst"
"""
ORIGIN = "http://127.0.0.1:8501"
SECRET = "a secret of the tests, and of nobody else"
AUTH = {
    "redirect_uri": f"{ORIGIN}/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "pucha",
    "client_secret": "x",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}


@pytest.fixture
def people(data_home: Path) -> Path:
    """A deployment that knows three people."""
    (data_home / "people.toml").write_text(PEOPLE, "utf-8")
    return data_home


@pytest.fixture
def by_header(monkeypatch: pytest.MonkeyPatch, people: Path) -> None:
    """A proxy names people."""
    monkeypatch.setenv(who.USER_HEADER_VARIABLE, "X-User")


@pytest.fixture
def by_login(monkeypatch: pytest.MonkeyPatch, people: Path) -> dict[str, object]:
    """st.login is configured; what is given may be changed before it is first asked."""
    auth: dict[str, object] = dict(AUTH)
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": auth})
    return auth


def cookie(secret: str = SECRET, **changed: object) -> dict[str, str]:
    """The header of a browser whose user signed in."""
    said = {"email": "zhang@example.cn", "origin": ORIGIN, "is_logged_in": True, **changed}
    signed = create_signed_value(secret, USER_COOKIE_NAME, json.dumps(said)).decode()
    return {"Cookie": f"{USER_COOKIE_NAME}={signed}"}


def test_without_a_proxy_or_login_the_local_user_has_the_deployments_role(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in AUDIENCES:
        monkeypatch.setenv(ROLE_VARIABLE, role)
        found = who.of({"X-User": "李四"})
        assert (found.name, found.role, found.way) == (LOCAL, role, "local")


def test_the_people_file_says_the_role_and_others_are_of_the_public(by_header: None) -> None:
    assert who.of({"x-user": "%E5%BC%A0%E4%B8%89"}) == who.Looker(
        "张三", "analyst", False, "header"
    )
    assert who.of({"X-User": "李四"}) == who.Looker("李四", "full", True, "header")
    assert who.of({"X-User": "王五"}).role == "public"


@pytest.mark.parametrize("deployed", AUDIENCES)
def test_nobody_gets_more_than_the_deployment_reads(
    by_header: None, monkeypatch: pytest.MonkeyPatch, deployed: str
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, deployed)
    assert who.of({"X-User": "李四"}).role == deployed
    assert who.of({"X-User": "张三"}).role == min(("analyst", deployed), key=AUDIENCES.index)


@pytest.mark.parametrize("headers", [{}, {"X-User": " "}, {"X-User": LOCAL}])
def test_whom_nobody_names_is_of_the_public_and_no_administrator(
    by_header: None, headers: dict[str, str]
) -> None:
    assert who.of(headers) == who.Looker(None, "public", False, "header")
    assert who.of(headers).told == "未登录，不能查询"


def test_a_header_that_came_twice_is_nobodys(by_header: None) -> None:
    twice = Headers(raw=[(b"x-user", b"%E6%9D%8E%E5%9B%9B"), (b"x-user", b"%E5%BC%A0%E4%B8%89")])
    found = who.of(twice)
    assert (found.name, found.role, found.is_administrator) == (None, "public", False)
    assert "不止一个姓名" in found.told
    assert who.of(Headers(raw=twice.raw[:1] * 2)).name == "李四"


def test_who_signed_in_is_told_by_the_cookie(by_login: dict[str, object]) -> None:
    assert who.of(cookie()) == who.Looker("zhang@example.cn", "analyst", False, "login")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"{USER_COOKIE_NAME}=zhang@example.cn"},
        cookie("another secret, as long as the first one is"),
        cookie(origin="http://elsewhere.example"),
        cookie(is_logged_in=False),
        cookie(email_verified=False),
        cookie(email=""),
    ],
)
def test_a_cookie_that_says_nothing_or_is_forged_is_nobodys(
    by_login: dict[str, object], headers: dict[str, str]
) -> None:
    assert who.of(headers).name is None


def test_the_people_file_chooses_the_claim(by_login: dict[str, object], people: Path) -> None:
    (people / "people.toml").write_text('login_claim = "sub"\n[people."7"]\nrole = "full"', "utf-8")
    assert who.of(cookie(sub="7")).role == "full"


def test_the_local_user_is_administrator_on_loopback_only(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "get_option", lambda _: "127.0.0.1")
    assert who.of({}).is_administrator
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):  # came through a proxy
        assert not who.of({header: "10.0.0.7"}).is_administrator
    monkeypatch.setattr(st, "get_option", lambda _: "0.0.0.0")
    assert not who.of({}).is_administrator
    (data_home / "people.toml").write_text(f'[people."{LOCAL}"]\nadministrator = true', "utf-8")
    assert who.of({}).is_administrator


@pytest.mark.parametrize(
    ("address", "is_near"),
    [
        *(("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True)),
        *(("0.0.0.0", False), ("::", False), ("10.0.0.7", False), ("pucha.local", False)),
        *(("", False), (None, False)),
    ],
)
def test_loopback_is_told_from_addresses_that_others_reach(
    address: str | None, is_near: bool
) -> None:
    assert who.is_loopback(address) == is_near


def test_while_somebody_looks_everything_is_read_in_that_role(
    by_header: None, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {name: who.of({"X-User": name}) for name in ("张三", "李四", "王五")}
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    titles = {}
    for name, one in found.items():
        with who.looking(one):
            titles[name] = read.role_title(read.current().version)
    assert titles == {"张三": "分析版", "李四": "全量版", "王五": "公开版"}
    assert who.role() == "full"


def test_a_broken_people_file_shows_nothing_to_anybody(by_header: None, people: Path) -> None:
    (people / "people.toml").write_text("role =", "utf-8")
    with pytest.raises(ValueError, match="不是合格的 TOML"):
        who.of({"X-User": "李四"})


def serve() -> int:
    return main(["serve", "--port", str(free_port())])


def test_two_ways_to_tell_people_apart_are_refused(
    by_header: None, by_login: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve() == 2
    assert "只能有一种" in capsys.readouterr().err


def test_a_broken_people_file_stops_the_server(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (people / "people.toml").write_text('[people."张三"]\nrole = "mayor"', "utf-8")
    assert serve() == 2
    assert "people › 张三 › role" in capsys.readouterr().err


def test_what_st_login_lacks_is_told_by_key_and_never_by_value(
    by_login: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    del by_login["client_secret"], by_login["cookie_secret"]
    assert serve() == 2
    said = capsys.readouterr().err
    assert "[auth]：缺 cookie_secret、client_secret" in said
    assert "oauth2callback" not in said


def test_one_named_provider_will_do_and_two_will_not(by_login: dict[str, object]) -> None:
    assert login.trouble() is None
    named = {key: by_login.pop(key) for key in ("client_id", "client_secret")}
    named["server_metadata_url"] = by_login.pop("server_metadata_url")
    by_login["unit"] = named
    assert login.trouble() is None
    by_login["other"] = named
    assert "现有 2 个" in str(login.trouble())


def test_the_answer_of_the_provider_must_come_to_where_it_is_taken(
    by_login: dict[str, object],
) -> None:
    by_login["redirect_uri"] = "http://127.0.0.1:8501/"
    assert "以 /oauth2callback 结尾" in str(login.trouble())
