"""Under which names the dashboard answers: its own, those of its deployment, nobody else's."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from dashboard import hosts
from tests.dashboard.served import Served

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"


@pytest.fixture(autouse=True)
def _unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(hosts.HOSTS_VARIABLE, raising=False)


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501"])
def test_this_machine_s_own_names_are_ours(host: str) -> None:
    assert hosts.is_ours(host, HERE)


@pytest.mark.parametrize(
    "host", ["evil.example:8501", "127.0.0.1.evil.example", "", "localhost.evil.example"]
)
def test_any_other_name_is_not_where_only_this_machine_is_served(host: str) -> None:
    assert not hosts.is_ours(host, HERE)


def test_a_name_that_the_deployment_says_is_ours_and_then_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert hosts.is_ours("10.1.2.3:8501", EVERYWHERE)
    monkeypatch.setenv(hosts.HOSTS_VARIABLE, "Kanban.example.cn, 10.1.2.3")
    for listens in (HERE, EVERYWHERE):
        assert hosts.is_ours("kanban.example.cn:443", listens)
        assert hosts.is_ours("10.1.2.3", listens)
        assert not hosts.is_ours("evil.example", listens)


@pytest.mark.parametrize("path", ["/", "/census", "/pucha/desk/history.json", "/_stcore/health"])
def test_nothing_is_answered_under_another_s_name(dashboard: Served, path: str) -> None:
    at = urlsplit(dashboard.address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)
    connection.request("GET", path, headers={"Host": "evil.example", "Accept": "text/html"})
    answer = connection.getresponse()
    assert answer.status == 421
    assert "看板不在“evil.example”这个名字下" in answer.read().decode()
    connection.close()


def test_no_socket_is_opened_under_another_s_name(dashboard: Served) -> None:
    at = urlsplit(dashboard.address)
    for host, status in (("evil.example", 403), (at.netloc, 101)):
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)
        asked = {
            "Host": host,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Origin": f"http://{host}",
        }
        connection.request("GET", "/_stcore/stream", headers=asked)
        assert connection.getresponse().status == status
        connection.close()
