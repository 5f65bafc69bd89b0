"""A published version and its files, as pointer and sidecar tell them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from warehouse.common.audience import AUDIENCES, FULL
from warehouse.common.oserrors import cause
from warehouse.errors import BrokenPointer

PREFIX, SUFFIX = "warehouse-", ".duckdb"


@dataclass(frozen=True)
class Edition:
    """One file of a version."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Release:
    """A published version: what the pointer and the sidecar say of it. Times are UTC, ISO 8601.

    `editions` are the files beside the full one, by role; versions of before there were any have
    none.
    """

    version: str
    file: str
    sha256: str
    bytes: int
    built_at: str
    data_as_of: str
    is_demo: bool
    editions: Mapping[str, Edition] = field(default_factory=dict, hash=False)

    def of(self, role: str) -> Edition | None:
        """The file for `role`; None where the version has no edition for it."""
        if role == FULL:
            return Edition(self.file, self.sha256, self.bytes)
        return self.editions.get(role)

    @property
    def files(self) -> tuple[Edition, ...]:
        """All its files, the full one first."""
        return (Edition(self.file, self.sha256, self.bytes), *self.editions.values())

    def to_json(self) -> str:
        """The text of pointer and sidecar."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def file_name(version: str, role: str = FULL) -> str:
    """What the file of a version for `role` is called."""
    return f"{PREFIX}{version}{'' if role == FULL else f'.{role}'}{SUFFIX}"


def version_name(now: dt.datetime, inputs_hash: str) -> str:
    """<utc yyyymmddThhmmssffffffZ>-<sha12 of what went in>: sorts by time, known beforehand."""
    return f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%S%fZ}-{inputs_hash[:12]}"


def inputs_of(version: str) -> str:
    """The part of a version's name that stands for what went in."""
    return version.rsplit("-", 1)[-1]


def read_release(path: Path) -> Release:
    """The facts in a pointer or sidecar; BrokenPointer says which file and what to do."""
    remedy = "运行 python -m warehouse rollback 指回一个完好的版本，或重新 build"
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        editions = body.pop("editions", {})
        release = Release(**body, editions={r: Edition(**e) for r, e in editions.items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise BrokenPointer(f"{path}：内容不完整或不是合格的 JSON。{remedy}") from error
    except OSError as error:
        raise BrokenPointer(f"{path}：读不出（{cause(error)}）。请管理员检查文件权限") from error
    expected = {role: file_name(release.version, role) for role in release.editions}
    named = {role: edition.file for role, edition in release.editions.items()}
    is_known = set(release.editions) <= set(AUDIENCES) - {FULL}
    if release.file != file_name(release.version) or named != expected or not is_known:
        raise BrokenPointer(f"{path}：文件名与版本号不符。{remedy}")
    return release
