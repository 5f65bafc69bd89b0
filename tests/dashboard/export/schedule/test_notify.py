"""Whoever is to be told is told; who cannot be is named, and nothing hangs."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from dashboard.export.schedule import notify
from dashboard.export.schedule.notify import Outcome, tell
from dashboard.export.schedule.settings import ON_FAILURE, Mail, Settings

MADE = Outcome(True, "2021-W11", "已导出", "数据截至2021年3月21日\n", Path("/exports/2021-W11"))
FAILED = Outcome(False, "", "导出失败", "为什么\n")


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs that hands over one letter."""

    def handle(self) -> None:
        said = self.wfile.write
        said(b"220 ready\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"RCPT" and b"refused" in line:
                said(b"550 no such person\r\n")
            elif word == b"DATA":
                said(b"354 go on\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(letter)  # type: ignore[attr-defined]
                said(b"250 taken\r\n")
            else:
                said(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
                if word == b"QUIT":
                    return


@pytest.fixture
def mailbox() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox) as server:
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def mail_to(server: socketserver.TCPServer, to: str = "desk@bureau.cn") -> Settings:
    port = int(server.server_address[1])
    return Settings(mail=Mail("127.0.0.1", "pucha@bureau.cn", (to,), port=port))


def test_a_command_gets_the_text_and_the_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hush-hush")
    script = f"cat > {tmp_path}/text; env > {tmp_path}/facts"
    assert tell(MADE, Settings(command=("sh", "-c", script))) == []
    assert (tmp_path / "text").read_text("utf-8") == MADE.text
    facts = (tmp_path / "facts").read_text("utf-8").splitlines()
    for fact in ("PUCHA_RESULT=success", "PUCHA_WEEK=2021-W11", "PUCHA_FOLDER=/exports/2021-W11"):
        assert fact in facts
    assert not any("hush-hush" in fact for fact in facts)


def test_success_is_not_told_to_who_wants_failures_only(tmp_path: Path) -> None:
    settings = Settings(when=ON_FAILURE, command=("touch", str(tmp_path / "told")))
    assert tell(MADE, settings) == []
    assert not (tmp_path / "told").exists()
    assert tell(FAILED, settings) == []
    assert (tmp_path / "told").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/no/such/command",), "启动不了"),
        (("sh", "-c", "echo no line >&2; exit 5"), "退出码 5：no line"),
        (("true",), None),
    ],
)
def test_a_command_that_fails_is_named(command: tuple[str, ...], said: str | None) -> None:
    faults = tell(FAILED, Settings(command=command))
    assert [said in fault for fault in faults if said] == [True] * len(faults)
    assert bool(faults) == (said is not None)


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "PATIENCE", 1.0)
    [fault] = tell(MADE, Settings(command=("sh", "-c", "sleep 300 & wait")))
    assert "没有结束，已结束它" in fault


def test_mail_arrives_with_its_subject_and_text(mailbox: socketserver.TCPServer) -> None:
    assert tell(FAILED, mail_to(mailbox)) == []
    [letter] = mailbox.letters  # type: ignore[attr-defined]
    message = message_from_bytes(letter, policy=policy.default)
    assert message["Subject"] == "导出失败"
    assert message["To"] == "desk@bureau.cn"
    assert message.get_content().strip() == "为什么"


def test_mail_that_is_not_taken_is_told(mailbox: socketserver.TCPServer) -> None:
    [fault] = tell(MADE, mail_to(mailbox, "refused@bureau.cn"))
    assert "收件人被拒绝：refused@bureau.cn" in fault


def test_a_server_that_is_not_there_is_told() -> None:
    [fault] = tell(MADE, Settings(mail=Mail("127.0.0.1", "a@b.cn", ("c@d.cn",), port=1)))
    assert "邮件没有发出（127.0.0.1:1：" in fault


def test_a_password_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush-hush", "utf-8")
    secret.chmod(0o644)
    mail = Mail("127.0.0.1", "a@b.cn", ("c@d.cn",), "starttls", 1, "u", secret)
    [fault] = tell(MADE, Settings(mail=mail))
    assert "chmod 600" in fault
    assert "hush-hush" not in fault
