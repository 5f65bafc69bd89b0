"""The desk over HTTP: ask, wait, cancel, page, download. Only this page's own script may ask.

POST /pucha/desk/ask {"sql", "area", "asof", "rows", "plan", "glimpse"} -> {"id"} | {"error"}
GET  /pucha/desk/{id}/state             waits a little -> state, place, and the answer when done
GET  /pucha/desk/{id}/rows?from=&count= -> {"rows"}
POST /pucha/desk/{id}/cancel
GET  /pucha/desk/{id}/result.{csv,xlsx,parquet}?titles=1
GET  /pucha/desk/{version}/known.json   what the editor completes

What people keep, and what they asked last: `keeping`. A draft to be checked: `proofing`.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import read
from dashboard.desk import asking, cells, keeping, plan, proofing
from dashboard.desk.download import MAKERS, TooLong
from dashboard.desk.replies import body as _body
from dashboard.desk.replies import refused as _refused
from dashboard.desk.room import KEPT_EACH, Held, room
from dashboard.reading import desk
from warehouse.errors import MisusedQuery, QueryError, WarehouseError
from warehouse.querylog import end_of
from warehouse.sandbox.query import Answer, Query
from warehouse.sandbox.wire import Value

PREFIX = "/pucha/desk"
OURS = "x-pucha"
"""A header that no form and no foreign page can send without asking first."""
WAIT_SECONDS = 2.0
FIRST_ROWS, MOST_ROWS = 500, 2000
PLAN_CHARACTERS = 100_000
_NAME, _PLAIN_NAME = "查询结果", "result"
AREA_CHARACTERS = 20
POLLS_EACH = 8
"""How many questions of one person may wait for an answer at once; more are answered at once."""
# Threads of their own: pages are drawn by others, and what takes long holds up nothing short.
_waiting = CapacityLimiter(64)
_asking = CapacityLimiter(8)
_making = CapacityLimiter(4)
_writing = CapacityLimiter(1)
_polling: Counter[str] = Counter()  # by person
log = logging.getLogger(__name__)

Handler = Callable[[Request, str], Awaitable[Response]]


def guarded(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Refuses foreign pages and those whom nobody named."""

    async def answer(request: Request) -> Response:
        origin = request.headers.get("origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
        if is_foreign or (request.method == "POST" and OURS not in request.headers):
            return _refused("不接受别的网页发来的请求", 403)
        try:
            with asking.asker(request.headers) as name:
                return await handler(request, name)
        except asking.Unknown as unknown:
            return _refused(str(unknown), 401)
        except asking.PeopleError as broken:
            return _refused(broken.said, 503)
        except Exception:  # the boundary: logged in full, shown as a number
            number = secrets.token_hex(3).upper()
            log.exception("请求 %s 出错，编号 %s", request.url.path, number)
            return _refused(f"没有做成，请将编号 {number} 告知系统管理员", 500)

    return answer


async def _ask(request: Request, name: str) -> Response:
    if (body := await _body(request)) is None:
        return _refused("语句太长", 413)
    try:
        asked = json.loads(body)
        sql, params, rows = asked["sql"], _params(asked), asked.get("rows")
        is_shaped = isinstance(sql, str) and (rows is None or type(rows) is int)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_shaped = False
    if not is_shaped:
        return _refused("请求不合格式", 400)
    try:
        kind = {
            "is_explained": asked.get("plan") is True,
            "is_glimpse": asked.get("glimpse") is True,
        }
        ask = partial(room().ask, name, sql, params, rows=rows, **kind)
        held = await to_thread.run_sync(ask, limiter=_asking)
    except WarehouseError as error:
        return JSONResponse({"error": _error(error)})
    return JSONResponse({"id": held.id})


def _params(asked: dict[str, Any]) -> dict[str, Value]:
    area, as_of = asked.get("area"), asked.get("asof")
    given: dict[str, Value] = {}
    if area is not None:
        # No code is longer, and the record would keep it.
        if not isinstance(area, str) or len(area) > AREA_CHARACTERS:
            raise ValueError("area")
        area.encode()  # ValueError for half a character
        given["area"] = area
    if as_of is not None:
        given["asof"] = dt.date.fromisoformat(str(as_of))
    return given


def _held(request: Request, name: str) -> Held | None:
    return room().find(name, request.path_params["id"])


def answered(request: Request, name: str) -> tuple[Answer, Query] | None:
    """The answer that this person has under the number in the address, and what was asked."""
    held = _held(request, name)
    answer = held.ticket.answer() if held else None
    return None if held is None or answer is None else (answer, held.ticket.query)


def gone() -> Response:
    """What is answered where there is none any more."""
    return _refused(f"这次查询的结果已经不在了（每人只留最近 {KEPT_EACH} 次），请再运行一次", 404)


async def _state(request: Request, name: str) -> Response:
    if (held := _held(request, name)) is None:
        return gone()
    ticket = held.ticket
    if _polling[name] < POLLS_EACH:
        _polling[name] += 1
        try:
            await to_thread.run_sync(ticket.wait, WAIT_SECONDS, limiter=_waiting)
        finally:
            _polling[name] -= 1
    if (answer := ticket.answer()) is not None:
        tell = _planned if ticket.query.is_explained else _shown
        shown = await to_thread.run_sync(tell, answer, limiter=_making)
        return JSONResponse({"state": "done", **shown})
    if (error := ticket.error()) is not None:
        return JSONResponse({"state": "ended", "error": _error(error)})
    return JSONResponse({"state": "waiting", "place": ticket.place()})


def _shown(answer: Answer) -> dict[str, Any]:
    columns = [
        {
            "name": field.name,
            "title": known.title if known else None,
            "unit": known.unit if known else None,
            "kind": cells.kind_of(field.type),
        }
        for field, known in zip(
            answer.table.schema, desk.named(answer.version, answer), strict=True
        )
    ]
    return {
        "columns": columns,
        "count": answer.table.num_rows,
        "told": answer.told(),
        "seconds": round(answer.seconds, 3),
        "version": answer.version,
        "page": FIRST_ROWS,
        "rows": cells.page_of(answer.table, 0, FIRST_ROWS),
    }


def _planned(answer: Answer) -> dict[str, Any]:
    """The plan's steps; where they cannot be drawn, its text."""
    found = plan.steps(answer.table)
    texts = answer.table.column(answer.table.num_columns - 1).to_pylist()
    return {
        "steps": None if found is None else [asdict(step) for step in found],
        "text": None if found is not None else "\n".join(map(str, texts))[:PLAN_CHARACTERS],
        "version": answer.version,
    }


def _error(error: WarehouseError) -> dict[str, Any]:
    placed = error if isinstance(error, MisusedQuery) else None
    return {
        "kind": end_of(error),
        "text": str(error) if isinstance(error, QueryError) else "查询服务暂时不能用，请告知管理员",
        "line": placed.line if placed else None,
        "column": placed.column if placed else None,
        "marked": asdict(placed.marked) if placed and placed.marked else None,
        "repaired": placed.repaired if placed else None,
        "meant": list(placed.meant) if placed and placed.line else [],
    }


async def _rows(request: Request, name: str) -> Response:
    if (found := answered(request, name)) is None:
        return gone()
    answer, _ = found
    start, count = _number(request, "from", 0), _number(request, "count", FIRST_ROWS)
    page = await to_thread.run_sync(
        cells.page_of, answer.table, start, min(count, MOST_ROWS), limiter=_making
    )
    return JSONResponse({"rows": page})


def _number(request: Request, name: str, usual: int) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else usual


async def _cancel(request: Request, name: str) -> Response:
    if (held := _held(request, name)) is None:
        return gone()
    await to_thread.run_sync(held.ticket.cancel, limiter=_asking)
    return JSONResponse({})


async def _download(request: Request, name: str) -> Response:
    found, form = answered(request, name), request.path_params["form"]
    if form not in MAKERS:
        return _refused(f"没有这种文件；可下载的有 {'、'.join(MAKERS)}", 404)
    if found is None:
        return gone()
    answer, query = found
    heads = _heads(answer, is_titled="titles" in request.query_params)
    make, media = MAKERS[form]
    try:
        content = await to_thread.run_sync(make, answer, heads, query, limiter=_writing)
    except TooLong as error:
        return _refused(str(error), 413)
    named = f"{_PLAIN_NAME}.{form}", f"{quote(_NAME)}.{form}"
    disposition = "attachment; filename=\"{}\"; filename*=UTF-8''{}".format(*named)
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})


def _heads(answer: Answer, *, is_titled: bool) -> Sequence[str]:
    """The columns' titles with their units, or their names."""
    names: list[str] = answer.table.column_names
    if not is_titled:
        return names
    return [
        name if one is None else f"{one.title}（{one.unit}）" if one.unit else one.title
        for name, one in zip(names, desk.named(answer.version, answer), strict=True)
    ]


async def _known(request: Request, _name: str) -> Response:
    warehouse = read.current()
    version = warehouse.version
    if request.path_params["id"] != version:
        return gone()
    # Kept by the browser, and asked for again each time: another role knows other tables.
    kept = {"Cache-Control": "private, no-cache", "ETag": f'"{version}.{warehouse.role}"'}
    await to_thread.run_sync(room().ready, limiter=_asking)  # the reader is about to ask
    if request.headers.get("if-none-match") == kept["ETag"]:
        return Response(status_code=304, headers=kept)
    found = await to_thread.run_sync(desk.known, version, limiter=_making)
    return JSONResponse(found, headers=kept)


ROUTES = [
    Route(f"{PREFIX}/ask", guarded(_ask), methods=["POST"]),
    Route(f"{PREFIX}/{{id}}/state", guarded(_state)),
    Route(f"{PREFIX}/{{id}}/rows", guarded(_rows)),
    Route(f"{PREFIX}/{{id}}/cancel", guarded(_cancel), methods=["POST"]),
    Route(f"{PREFIX}/{{id}}/result.{{form}}", guarded(_download)),
    Route(f"{PREFIX}/{{id}}/known.json", guarded(_known)),
    Route(f"{PREFIX}/history.json", guarded(keeping.history)),
    Route(f"{PREFIX}/own.json", guarded(keeping.own)),
    Route("/pucha/proof/check", guarded(proofing.check), methods=["POST"]),
    Route(f"{PREFIX}/own/keep", guarded(keeping.keep), methods=["POST"]),
    Route(f"{PREFIX}/own/{{id}}/query.json", guarded(keeping.shared)),
    Route(f"{PREFIX}/own/{{id}}/drop", guarded(keeping.drop), methods=["POST"]),
]
