"""Who is told how it went: a command of the deployment's own, mail, or both."""

from __future__ import annotations

import contextlib
import os
import signal
import smtplib
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from dashboard.export.schedule.settings import ON_FAILURE, STARTTLS, TLS, Mail, Settings
from warehouse.common.environment import needed
from warehouse.common.oserrors import cause

PATIENCE = 60.0  # s, for a command or a mail server
RESULT, WEEK, FOLDER, SUBJECT = "PUCHA_RESULT", "PUCHA_WEEK", "PUCHA_FOLDER", "PUCHA_SUBJECT"
SUCCESS, FAILURE = "success", "failure"


@dataclass(frozen=True)
class Outcome:
    """How a run went, in words; `folder` is where the export, or what is left of it, lies."""

    is_made: bool
    week: str
    subject: str
    text: str
    folder: Path | None = None


def tell(outcome: Outcome, settings: Settings) -> list[str]:
    """Tells everyone who is to be told; gives what was wrong with each that could not be."""
    if outcome.is_made and settings.when == ON_FAILURE:
        return []
    faults = []
    if settings.command:
        faults.append(_by_command(outcome, settings.command))
    if settings.mail is not None:
        faults.append(_by_mail(outcome, settings.mail))
    return [fault for fault in faults if fault]


def _by_command(outcome: Outcome, command: tuple[str, ...]) -> str | None:
    """The text goes to the command's standard input, the facts to its environment."""
    try:
        process = subprocess.Popen(
            command,
            env=_environment(outcome),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        return f"通知命令 {command[0]} 启动不了（{cause(error)}）。请检查路径和权限"
    try:
        _, said = process.communicate(outcome.text.encode(), PATIENCE)
    except subprocess.TimeoutExpired:
        return f"通知命令 {command[0]} 超过 {PATIENCE:.0f} 秒没有结束，已结束它"
    finally:
        with contextlib.suppress(ProcessLookupError):  # all of them have ended by themselves
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        last = said.decode("utf-8", errors="replace").strip().splitlines()[-1:]
        why = "".join(f"：{line}" for line in last)
        return f"通知命令 {command[0]} 出错（退出码 {process.returncode}{why}）"
    return None


def _environment(outcome: Outcome) -> Mapping[str, str]:
    return needed(
        **{
            RESULT: SUCCESS if outcome.is_made else FAILURE,
            WEEK: outcome.week,
            FOLDER: str(outcome.folder or ""),
            SUBJECT: outcome.subject,
        }
    )


def _by_mail(outcome: Outcome, mail: Mail) -> str | None:
    message = EmailMessage()
    message["Subject"], message["From"] = outcome.subject, mail.sender
    message["To"] = ", ".join(mail.to)
    message.set_content(outcome.text)
    try:
        password = None if mail.password_file is None else _password(mail.password_file)
        with _server(mail) as server:
            if mail.user is not None and password is not None:
                server.login(mail.user, password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        server_name = f"{mail.host}:{mail.port}"
        return f"邮件没有发出（{server_name}：{_plainly(error)}）。请检查 [mail] 一节和网络"
    return None


def _password(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise PermissionError(0, "别的账户读得到，请执行 chmod 600", str(path))
    return path.read_text("utf-8").strip()


def _server(mail: Mail) -> smtplib.SMTP:
    if mail.security == TLS:
        secure = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=secure)
    server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    if mail.security == STARTTLS:
        server.starttls(context=ssl.create_default_context())
    return server


def _plainly(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"收件人被拒绝：{'、'.join(error.recipients)}"
    if isinstance(error, PermissionError) and error.filename:
        return f"{error.filename}：{cause(error)}"
    return str(error)
