"""Who is asking: a trusted proxy's header, else the only user of this machine."""

from __future__ import annotations

import pytest

from dashboard.desk import asking


def name(headers: dict[str, str]) -> str:
    """Who sent a request with these headers."""
    with asking.asker(headers) as known:
        return known


def test_without_a_proxy_it_is_the_machine_s_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(asking.USER_HEADER_VARIABLE, raising=False)
    assert name({"X-User": "某人"}) == asking.LOCAL
    assert "没有配置统一认证" in asking.here()


def test_the_proxy_s_header_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    assert name({"X-User": "%E5%BC%A0%E4%B8%89"}) == "张三"
    assert name({"X-User": " zhang wei "}) == "zhang wei"


@pytest.mark.parametrize("headers", [{}, {"X-User": ""}, {"X-User": " \n"}])
def test_whom_the_proxy_does_not_name_is_nobody(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    with pytest.raises(asking.Unknown, match="登录"):
        name(headers)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("长" * 101, "最多 100 字"),
        ("zhang\u202ewei", "看不见的字"),
        ("%E5%BC%A0%FF", "不是 UTF-8"),
        ("张三".encode().decode("latin-1"), "看不见的字"),
    ],
)
def test_who_cannot_be_told_from_another_is_nobody_and_hears_why(
    monkeypatch: pytest.MonkeyPatch, said: str, why: str
) -> None:
    monkeypatch.setenv(asking.USER_HEADER_VARIABLE, "X-User")
    with pytest.raises(asking.Unknown, match=why):
        name({"X-User": said})
