"""Whom a deployment knows: the people file, name -> role and whether administrator.

    login_claim = "email"          # which claim of st.login is the name; only where that is used

    [people."张三"]
    role = "analyst"               # public, analyst, full: at most what the deployment itself reads
    administrator = true           # may read the record of queries

It is people.toml in the data folder, or what $PUCHA_PEOPLE names; a change counts from the next
view on. Who is not in it is of the public. `本机用户`, the only user where nobody is told apart,
has the deployment's own role, so that only `administrator` may stand there.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.letters import has_hidden, is_seen
from warehouse.common.audience import AUDIENCES, PUBLIC
from warehouse.common.oserrors import cause
from warehouse.paths import data_paths

PEOPLE_VARIABLE = "PUCHA_PEOPLE"
FILE = "people.toml"
LOCAL = "本机用户"
NAME_CHARACTERS = 100
CLAIM = "email"
_PLACE = re.compile(r"at line (\d+)")
_TOP, _EACH = ("login_claim", "people"), ("role", "administrator")


class PeopleError(ValueError):
    """The people file cannot be used; says where, what and the remedy. `said` leaves the path out:
    it is fit to show to anybody."""

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(f"{path}：{said}")
        self.said = f"人员名单 {path.name}：{said}"


@dataclass(frozen=True)
class Person:
    """What one name may see and do."""

    role: str = PUBLIC
    is_administrator: bool = False


@dataclass(frozen=True)
class People:
    """Everybody who is known, by name; `login_claim` tells which claim of a login is the name."""

    known: Mapping[str, Person] = field(default_factory=dict)
    login_claim: str = CLAIM

    def find(self, name: str) -> Person:
        """Who is not known is of the public."""
        return self.known.get(name, Person())


def fault_of(name: str) -> str | None:
    """Why somebody cannot be called so; None when it will do. Nothing is put right: two names that
    differ anywhere are two people, and never taken for one."""
    if not name:
        return "不能为空"
    if len(name) > NAME_CHARACTERS:
        return f"最多 {NAME_CHARACTERS} 字，现在有 {len(name)} 字"
    if name != name.strip():
        return "不能有首尾空格"
    if has_hidden(name) or not is_seen(name):
        return "不能有控制字符和看不见的字"
    return None


def people() -> People:
    """The deployment's people as the file has them now; nobody where there is none.

    PeopleError where it breaks its contract, or where $PUCHA_PEOPLE names a file that is not there.
    """
    named = os.environ.get(PEOPLE_VARIABLE)
    path = Path(named).expanduser() if named else data_paths().root / FILE
    try:
        facts = path.stat()
    except FileNotFoundError:
        if named:
            remedy = f"请核对环境变量 {PEOPLE_VARIABLE}，或删去它（则用数据目录里的 {FILE}）"
            raise PeopleError(path, f"没有这个文件。{remedy}") from None
        return People()
    except OSError as error:
        raise PeopleError(path, _unreadable(error)) from error
    return _read(path, (facts.st_ino, facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, int, int]) -> People:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise PeopleError(path, f"不是 UTF-8 文本（{error.reason}）。请另存为 UTF-8") from error
    except OSError as error:
        raise PeopleError(path, _unreadable(error)) from error
    return parsed(path, text)


def _unreadable(error: OSError) -> str:
    return f"读不出（{cause(error)}）。请检查文件权限"


def parsed(path: Path, text: str) -> People:
    """The people that the text of `path` names; PeopleError lists every fault, each with its key or
    line."""
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = f"第 {place[1]} 行" if place else "末尾"
        raise PeopleError(path, f"{line}不是合格的 TOML（{error}）。请按行号改正") from error
    if faults := list(_faults(body)):
        raise PeopleError(path, "；".join(faults))
    known = {
        name: Person(facts.get("role", PUBLIC), facts.get("administrator", False))
        for name, facts in body.get("people", {}).items()
    }
    return People(known, body.get("login_claim", CLAIM))


def _faults(body: Mapping[str, Any]) -> Iterator[str]:
    for key in body.keys() - set(_TOP):
        yield f"不认识的项 {key}。可写：{'、'.join(_TOP)}"
    claim = body.get("login_claim", CLAIM)
    if not isinstance(claim, str) or not claim:
        yield f"login_claim 应是登录凭据中一项的名称，如 {CLAIM}、preferred_username、sub"
    everybody = body.get("people", {})
    if not isinstance(everybody, dict):
        yield 'people 应是一张表，每人一节，如 [people."张三"]'
        return
    for name, facts in everybody.items():
        where = f"people › {name}"
        if (fault := fault_of(name)) is not None:
            yield f"{where}：姓名{fault}"
        if not isinstance(facts, dict):
            yield f'{where}：应是一节，如 [people."{name}"]，下写 role'
        else:
            yield from _faults_of(where, name, facts)


def _faults_of(where: str, name: str, facts: Mapping[str, Any]) -> Iterator[str]:
    for key in facts.keys() - set(_EACH):
        yield f"{where} › {key}：不认识的项。可写：{'、'.join(_EACH)}"
    if name == LOCAL and "role" in facts:
        yield f"{where} › role：{LOCAL}读哪个版别由 PUCHA_ROLE（serve --role）定，请删去这一项"
    elif name != LOCAL and facts.get("role") not in AUDIENCES:
        said = f"收到“{facts['role']}”" if "role" in facts else "没有写"
        yield f"{where} › role：应为 {'、'.join(AUDIENCES)} 之一，{said}"
    if not isinstance(facts.get("administrator", False), bool):
        yield f"{where} › administrator：应为 true 或 false，收到“{facts['administrator']}”"
