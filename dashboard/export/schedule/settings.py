"""定时.toml: when the export runs, for whom, who is told, how many are kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard import format
from dashboard.export.errors import BadOrder
from warehouse.common.audience import AUDIENCES, DEFAULT_ROLE
from warehouse.common.oserrors import cause

FILE = "定时.toml"
WEEKDAYS = tuple(f"周{day}" for day in format.WEEKDAYS)  # Monday first
ALWAYS, ON_FAILURE = "always", "failure"
NONE, STARTTLS, TLS = "none", "starttls", "tls"
_PORTS = {NONE: 25, STARTTLS: 587, TLS: 465}
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_TEXTS, _NUMBERS, _LISTS = "文字", "整数", "一列文字"
_MAIN = {"weekday": _TEXTS, "time": _TEXTS, "role": _TEXTS, "areas": _TEXTS, "keep": _NUMBERS}
_NOTIFY = {"when": _TEXTS, "command": _LISTS}
_MAIL = {
    "host": _TEXTS,
    "port": _NUMBERS,
    "security": _TEXTS,
    "sender": _TEXTS,
    "to": _LISTS,
    "user": _TEXTS,
    "password_file": _TEXTS,
}


class BadSettings(BadOrder):
    """The file cannot be used: which key, what is wrong with it, what may stand there."""


@dataclass(frozen=True)
class Mail:
    """The server that mail is handed to; `password_file` holds nothing but the password."""

    host: str
    sender: str
    to: tuple[str, ...]
    security: str = NONE
    port: int = _PORTS[NONE]
    user: str | None = None
    password_file: Path | None = None


@dataclass(frozen=True)
class Settings:
    """`weekday` counts from Monday 0; the newest `keep` exports of a role are kept."""

    weekday: int = 0
    hour: int = 8
    minute: int = 0
    role: str = DEFAULT_ROLE
    areas: str | None = None
    keep: int = 60
    when: str = ALWAYS
    command: tuple[str, ...] = ()
    mail: Mail | None = None
    path: Path = field(default=Path(FILE), compare=False)


def read(folder: Path) -> Settings:
    """The settings; without the file: Mondays at eight, nobody is told. BadSettings."""
    path = folder / FILE
    if not path.exists():
        return Settings(path=path)
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadSettings(f"{path}：读不出（{cause(error)}）。请检查文件权限") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}：不是 UTF-8 的 TOML（{error}）。请对照 README 改正") from error
    return _Reader(path).settings(told)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def settings(self, told: Mapping[str, Any]) -> Settings:
        notify, mail = self._table(told, "notify"), self._table(told, "mail")
        main = {key: value for key, value in told.items() if key not in ("notify", "mail")}
        self._look(main, _MAIN, "")
        self._look(notify, _NOTIFY, "notify.")
        clock = _TIME.fullmatch(main.get("time", "08:00"))
        if clock is None:
            raise self._bad("time", main["time"], "应写作 08:00")
        keep = main.get("keep", Settings.keep)
        if keep < 1:
            raise self._bad("keep", keep, "应是 1 起的整数")
        return Settings(
            weekday=WEEKDAYS.index(self._one_of(main, "weekday", WEEKDAYS, WEEKDAYS[0])),
            hour=int(clock[1]),
            minute=int(clock[2]),
            role=self._one_of(main, "role", AUDIENCES, DEFAULT_ROLE),
            areas=main.get("areas"),
            keep=keep,
            when=self._one_of(notify, "when", (ALWAYS, ON_FAILURE), ALWAYS, "notify."),
            command=tuple(notify.get("command", ())),
            mail=self._mail(mail) if mail else None,
            path=self.path,
        )

    def _mail(self, told: Mapping[str, Any]) -> Mail:
        self._look(told, _MAIL, "mail.")
        for key in ("host", "sender", "to"):
            if not told.get(key):
                raise BadSettings(f"{self.path}：缺少 mail.{key}。请补上")
        for address in (told["sender"], *told["to"]):
            if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
                raise self._bad("mail.sender 或 mail.to", address, "应是邮箱地址")
        if ("user" in told) != ("password_file" in told):
            raise BadSettings(f"{self.path}：mail.user 与 mail.password_file 要写就都写")
        security = self._one_of(told, "security", (NONE, STARTTLS, TLS), NONE, "mail.")
        if "user" in told and security == NONE:
            raise self._bad("mail.security", security, "要登录的须用 starttls 或 tls")
        secret = told.get("password_file")
        return Mail(
            *(told["host"], told["sender"], tuple(told["to"]), security),
            told.get("port", _PORTS[security]),
            told.get("user"),
            None if secret is None else self.path.parent / secret,
        )

    def _table(self, told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = told.get(name, {})
        if not isinstance(found, dict):
            raise self._bad(name, found, f"应写作 [{name}] 一节")
        return found

    def _look(self, told: Mapping[str, Any], known: Mapping[str, str], within: str) -> None:
        for key, value in told.items():
            if key not in known:
                raise BadSettings(f"{self.path}：不认识的 {within}{key}。可用：{'、'.join(known)}")
            is_right = {
                _TEXTS: isinstance(value, str),
                _NUMBERS: isinstance(value, int) and not isinstance(value, bool),
                _LISTS: isinstance(value, list)
                and bool(value)
                and all(isinstance(one, str) for one in value),
            }[known[key]]
            if not is_right:
                raise self._bad(f"{within}{key}", value, f"应是{known[key]}")

    def _one_of(
        self,
        told: Mapping[str, Any],
        key: str,
        known: tuple[str, ...],
        otherwise: str,
        within: str = "",
    ) -> str:
        value = told.get(key, otherwise)
        if value not in known:
            raise self._bad(f"{within}{key}", value, f"可用：{'、'.join(known)}")
        return str(value)

    def _bad(self, key: str, value: object, remedy: str) -> BadSettings:
        return BadSettings(f"{self.path}：{key} 是“{value}”，不对。{remedy}")
