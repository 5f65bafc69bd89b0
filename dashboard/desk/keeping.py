"""The desk over HTTP: what people keep and share, and what they asked last.

GET  /pucha/desk/own.json             -> {"queries": [{"id", "title", "sql", "at"}]}
POST /pucha/desk/own/keep             {"title", "sql", "id"?} -> {"id", "title"}
GET  /pucha/desk/own/{id}/query.json  anybody's: {"title", "sql", "who", "at", "is_own"}
POST /pucha/desk/own/{id}/drop
GET  /pucha/desk/history.json         -> {"asked": [{"at", "sql", "outcome", …}]}
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.desk.history import last
from dashboard.desk.own import NotKept, Shelf
from dashboard.desk.replies import body, refused
from warehouse.common.oserrors import cause
from warehouse.paths import data_paths
from warehouse.querylog import QueryLog

_reading = CapacityLimiter(4)


async def own(_request: Request, name: str) -> Response:
    """The asker's own queries, the newest first."""
    found = await to_thread.run_sync(_shelf().of, name, limiter=_reading)
    return JSONResponse({"queries": [asdict(one) for one in found]})


async def keep(request: Request, name: str) -> Response:
    """Keeps one; 422 with the reason when it cannot be kept so."""
    if (content := await body(request)) is None:
        return refused("语句太长", 413)
    try:
        asked = json.loads(content)
        title, sql, id_ = asked["title"], asked["sql"], asked.get("id")
        is_shaped = isinstance(title, str) and isinstance(sql, str) and isinstance(id_, str | None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_shaped = False
    if not is_shaped:
        return refused("请求不合格式", 400)
    doing = partial(_shelf().keep, name, title, sql, id_)
    try:
        kept = await to_thread.run_sync(doing, limiter=_reading)
    except NotKept as reason:
        return refused(str(reason), 422)
    except OSError as problem:
        return refused(f"存不进去（{cause(problem)}），请告知管理员", 507)
    return JSONResponse({"id": kept.id, "title": kept.title})


async def shared(request: Request, name: str) -> Response:
    """The query of that number, whoever kept it."""
    id_ = request.path_params["id"]
    kept = await to_thread.run_sync(_shelf().find, id_, limiter=_reading)
    if kept is None:
        return refused("没有这条查询：可能已由存它的人删除", 404)
    return JSONResponse({**asdict(kept), "is_own": kept.who == name})


async def drop(request: Request, name: str) -> Response:
    """Deletes one of the asker's own."""
    id_ = request.path_params["id"]
    if not await to_thread.run_sync(_shelf().drop, name, id_, limiter=_reading):
        return refused("没有这条查询，或者不是您存的", 404)
    return JSONResponse({})


async def history(_request: Request, name: str) -> Response:
    """What the asker asked last."""
    found = await to_thread.run_sync(_asked, name, limiter=_reading)
    return JSONResponse({"asked": found})


def _asked(name: str) -> list[dict[str, object]]:
    return [asdict(one) for one in last(name, QueryLog(data_paths()).lines())]


def _shelf() -> Shelf:
    return Shelf(data_paths())
