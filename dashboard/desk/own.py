"""Queries that people keep for themselves: a small file each, opened by others through its number.

queries/<digest of the name>/<id>.json   folders of mode 0700

Only who kept a query changes or deletes it; whoever has its number reads it, and runs it as what he
himself may ask.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import re
import secrets
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from dashboard.letters import has_hidden, is_seen
from warehouse.common.files import make_folder, sync_folder, write_atomic
from warehouse.paths import DataPaths
from warehouse.sandbox.limits import Limits

MOST = 100
"""How many one person keeps."""
TITLE_CHARACTERS = 60
_FOLDER_MODE = 0o700
_ID = re.compile(r"[A-Za-z0-9_-]{16}")
_ID_BYTES = 12
_keeping = threading.Lock()

log = logging.getLogger(__name__)


class NotKept(ValueError):
    """A query that cannot be kept so: what is wrong and what helps; fit to show."""


@dataclass(frozen=True)
class Kept:
    """A query as it was kept; `at` is ISO 8601 in UTC."""

    id: str
    title: str
    sql: str
    who: str
    at: str


class Shelf:
    """The kept queries of a deployment; safe between threads."""

    def __init__(self, paths: DataPaths) -> None:
        self.folder = paths.queries

    def of(self, who: str) -> Sequence[Kept]:
        """The person's own, the newest first; what cannot be read is logged and left out."""
        found = (self._read(path) for path in self._home(who).glob("*.json"))
        return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)

    def find(self, id_: str) -> Kept | None:
        """The query with that number, whoever kept it."""
        if not _ID.fullmatch(id_):
            return None
        found = (self._read(path) for path in self.folder.glob(f"*/{id_}.json"))
        return next((one for one in found if one), None)

    def keep(self, who: str, title: str, sql: str, id_: str | None = None) -> Kept:
        """Keeps a new query, or the person's own one of that number anew; NotKept says why not."""
        title = _title(title)
        _check_text(sql)
        with _keeping:
            own = self.of(who)
            if id_ is not None and all(one.id != id_ for one in own):
                raise NotKept("这条查询不是您存的，或者已经删除。请另存一条")
            if any(one.title == title and one.id != id_ for one in own):
                raise NotKept(f"您已经存过“{title}”。请换一个名称，或打开那一条再保存")
            if id_ is None and len(own) >= MOST:
                raise NotKept(f"每人最多存 {MOST} 条。请先删除不用的")
            at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            kept = Kept(id_ or secrets.token_urlsafe(_ID_BYTES), title, sql, who, at)
            make_folder(self._home(who), _FOLDER_MODE)
            content = json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode()
            write_atomic(self._file(kept), content)
        return kept

    def drop(self, who: str, id_: str) -> bool:
        """Deletes the person's own query; False when there is none of that number."""
        with _keeping:
            kept = next((one for one in self.of(who) if one.id == id_), None)
            if kept is None:
                return False
            self._file(kept).unlink()
            sync_folder(self._home(who))
        return True

    def _home(self, who: str) -> Path:
        return self.folder / hashlib.sha256(who.encode()).hexdigest()[:24]

    def _file(self, kept: Kept) -> Path:
        return self._home(kept.who) / f"{kept.id}.json"

    def _read(self, path: Path) -> Kept | None:
        try:
            facts = json.loads(path.read_bytes())
            kept = Kept(**{one.name: str(facts[one.name]) for one in fields(Kept)})
        except FileNotFoundError:
            return None  # deleted in this very moment
        except (ValueError, KeyError, TypeError) as problem:
            log.warning("个人查询 %s 读不出来：%s", path, problem)
            return None
        if self._file(kept) != path:
            log.warning("个人查询 %s 与其内容不符，没有采用", path)
            return None
        return kept


def _title(text: str) -> str:
    title = " ".join(unicodedata.normalize("NFC", text).split())
    if not title:
        raise NotKept("请写一个名称")
    if len(title) > TITLE_CHARACTERS:
        raise NotKept(f"名称最多 {TITLE_CHARACTERS} 个字，现在有 {len(title)} 个")
    if has_hidden(title) or not is_seen(title):
        raise NotKept("名称里有看不见的字，请重新输入")
    return title


def _check_text(sql: str) -> None:
    most = Limits().text_bytes
    try:
        size = len(sql.encode())
    except UnicodeEncodeError:
        raise NotKept("语句里有不成字的编码，请重新输入") from None
    if not is_seen(sql):
        raise NotKept("没有语句，没有可存的")
    if size > most:
        raise NotKept(f"语句太长（上限 {most // 1024} KiB）")
