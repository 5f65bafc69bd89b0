"""The page 简报 over HTTP: start, follow, stop, hand out, verify.

GET  /pucha/bulletin/state.json?asof=      who may start what, the issue, the run, what is finished
GET  /pucha/bulletin/run.json?seen=        waits a little for news of the run
POST /pucha/bulletin/start {"asof", "role", "issue"} -> {"run"} | {"error"}
POST /pucha/bulletin/stop {"id"}
GET  /pucha/bulletin/made/{name}/{part}    a file of a finished export; `all`: a zip of everything
POST /pucha/bulletin/made/{name}/verify    -> {"agrees", "text"}
"""

from __future__ import annotations

import json
import logging
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard import address, who
from dashboard.desk.replies import body, refused
from dashboard.desk.routes import guarded
from dashboard.export.bench import finished, packed, standing
from dashboard.export.bench.runs import Taken, Wish, press
from dashboard.export.bench.verifying import NotVerified, verified
from warehouse.common.audience import AUDIENCES, may_see
from warehouse.common.oserrors import cause
from warehouse.errors import WarehouseError
from warehouse.paths import data_paths

PREFIX = "/pucha/bulletin"
WAIT_SECONDS = 2.0
ALL = "all"
_MOST_ISSUE = 100_000
_PRIVATE = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
_waiting = CapacityLimiter(64)
_reading = CapacityLimiter(4)
_verifying = CapacityLimiter(1)

log = logging.getLogger(__name__)


async def _state(request: Request, _name: str) -> Response:
    as_of = address.parse_day(request.query_params.get("asof", ""))
    if as_of is None:
        return refused("请求不合格式", 400)
    try:
        told = await to_thread.run_sync(standing.told, as_of, limiter=_reading)
    except WarehouseError as problem:
        log.error("简报页读不到数据：%s", problem)
        return refused("数据库暂时不能用，请告知数据管理人员", 503)
    return JSONResponse(told, headers=_PRIVATE)


async def _run(request: Request, _name: str) -> Response:
    given = request.query_params.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
    found = await to_thread.run_sync(press().wait, seen, WAIT_SECONDS, limiter=_waiting)
    return JSONResponse({"run": standing.of_run(found)}, headers=_PRIVATE)


async def _start(request: Request, name: str) -> Response:
    if (why := standing.refusal()) is not None:
        return refused(why, 403)
    if (wish := _wish(await body(request))) is None:
        return refused("请求不合格式", 400)
    if not may_see(who.role(), wish.role):
        return refused("不能生成比自己所读的更全的版别", 403)
    try:
        begun = await to_thread.run_sync(press().start, wish, name, limiter=_waiting)
    except Taken as taken:
        return refused(standing.waits_for(taken.run), 409)
    except OSError as problem:
        return refused(f"导出程序没有起来（{cause(problem)}），请告知管理员", 503)
    return JSONResponse({"run": standing.of_run(begun)})


def _wish(content: bytes | None) -> Wish | None:
    try:
        asked = json.loads(content or b"")
        as_of, role, issue = address.parse_day(str(asked["asof"])), asked["role"], asked["issue"]
    except (ValueError, KeyError, TypeError):
        return None
    is_number = issue is None or (type(issue) is int and 0 < issue < _MOST_ISSUE)
    if as_of is None or role not in AUDIENCES or not is_number:
        return None
    return Wish(as_of, role, issue)


async def _stop(request: Request, _name: str) -> Response:
    try:
        wanted = str(json.loads(await body(request) or b"")["id"])
    except (ValueError, KeyError, TypeError):
        return refused("请求不合格式", 400)
    run = press().now()
    if run is None or run.id != wanted:
        return refused("这次生成已经结束", 404)
    if not standing.may_stop(run):
        return refused(f"只有开始的人（{run.who}）或管理员可以取消", 403)
    await to_thread.run_sync(press().stop, wanted, limiter=_waiting)
    return JSONResponse({"run": standing.of_run(press().now())})


def _gone() -> Response:
    return refused("没有这份简报，或者不在你的版别之内", 404)


async def _found(request: Request) -> finished.Finished | None:
    asked = data_paths().export, who.role(), request.path_params["name"]
    return await to_thread.run_sync(finished.find, *asked, limiter=_reading)


async def _hand_out(request: Request, _name: str) -> Response:
    one, part = await _found(request), request.path_params["part"]
    if one is None:
        return _gone()
    if part == ALL:
        named = f"attachment; filename*=UTF-8''{quote(f'简报-{one.name}.zip')}"
        content = packed.streamed(one.folder)
        headers = {**_PRIVATE, "Content-Disposition": named}
        return StreamingResponse(content, media_type="application/zip", headers=headers)
    if (file := one.file(part)) is None:
        return _gone()
    saved_as = f"{file.stem}-{one.name}{file.suffix}"
    return FileResponse(file, filename=saved_as, headers=_PRIVATE)


async def _verify(request: Request, _name: str) -> Response:
    if (one := await _found(request)) is None:
        return _gone()
    try:
        agrees, said = await to_thread.run_sync(verified, one.folder, limiter=_verifying)
    except NotVerified as reason:
        return refused(str(reason), 422)
    return JSONResponse({"agrees": agrees, "text": said})


ROUTES = [
    Route(f"{PREFIX}/state.json", guarded(_state)),
    Route(f"{PREFIX}/run.json", guarded(_run)),
    Route(f"{PREFIX}/start", guarded(_start), methods=["POST"]),
    Route(f"{PREFIX}/stop", guarded(_stop), methods=["POST"]),
    Route(f"{PREFIX}/made/{{name}}/verify", guarded(_verify), methods=["POST"]),
    Route(f"{PREFIX}/made/{{name}}/{{part}}", guarded(_hand_out)),
]
