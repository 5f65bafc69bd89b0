"""The web server: Streamlit as an ASGI app, its first page in Chinese, our style and script.

Everything a browser needs comes from here; the Content-Security-Policy forbids any other origin.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util
from streamlit.web import bootstrap

from dashboard import address, hosts, login, wall, warm
from dashboard.assets import KINDS, SCRIPTS, STYLE, address_of, asset
from dashboard.components.desk import charting
from dashboard.components.header import NAME
from dashboard.desk.routes import ROUTES
from dashboard.export.bench import routes as printing
from dashboard.menu import PAGES

HERE = Path(__file__).parent
SETTINGS = HERE.parent / ".streamlit" / "config.toml"
BUNDLE = Path(file_util.get_static_dir())
FOREVER = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; frame-src 'self' blob:; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
NO_SCRIPT = "<noscript><p>本看板需要浏览器启用 JavaScript。</p></noscript>"
ADDRESSES = frozenset((*(page.address for page in PAGES), wall.ADDRESS))
LAZY = "BidiComponent.*.js"  # the chunk that draws our tiles; Streamlit asks for it late
_IMPORT = re.compile(r'(?:from|import)"\./([^"]+\.js)"')


@lru_cache(maxsize=1)
def first_page() -> bytes:
    """Streamlit's index.html in Chinese, with our style and script, the tiles' chunk preloaded."""
    page = (BUNDLE / "index.html").read_text("utf-8")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<html[^>]*>", '<html lang="zh-CN">', page)
    page = re.sub(r"<title>.*?</title>", f"<title>{NAME}</title>", page)
    page = re.sub(r"<noscript>.*?</noscript>", NO_SCRIPT, page, flags=re.DOTALL)
    page = re.sub(r'<link\s+rel="(?:preload|service-desc)"[^>]*>', "", page)
    scripts = (f'<script src="{address_of(name)}"></script>' for name in SCRIPTS)
    late = (
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in _chunks_behind(LAZY)
        if name not in page
    )
    style = f'<link rel="stylesheet" href="{address_of(STYLE)}">'
    page = page.replace("<script>", f"{style}{''.join(scripts)}<script>", 1)
    page = page.replace("</head>", f"{''.join(late)}</head>")
    splash = '<div id="root"><p class="splash" role="status">正在打开看板…</p></div>'
    page = page.replace('<div id="root"></div>', splash)
    return re.sub(r"\n\s*", "\n", page).encode()


def _chunks_behind(pattern: str) -> list[str]:
    """The chunk and everything it imports, so that the browser asks for all of it at once."""
    folder = BUNDLE / "static" / "js"
    waiting = [path.name for path in folder.glob(pattern)]
    found: list[str] = []
    while waiting:
        name = waiting.pop()
        if name in found or not (folder / name).is_file():
            continue
        found.append(name)
        waiting += _IMPORT.findall((folder / name).read_text("utf-8"))
    return sorted(found)


class FrontDoor:
    """Serves the first page of every address, and Streamlit's bundle compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is ours, passes on the rest; nothing under another's name."""
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            if not hosts.is_ours(host, st.get_option("server.address")):
                if scope["type"] == "http":
                    await PlainTextResponse(hosts.refusal(host), 421)(scope, receive, send)
                else:
                    await send({"type": "websocket.close", "code": 1008})
                return
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        path = request.url.path
        if path.startswith("/static/") and "gzip" in request.headers.get("accept-encoding", ""):
            packed = await to_thread.run_sync(_packed, path)
            if packed is not None:
                await Response(packed[0], headers=packed[1])(scope, receive, send)
                return
        if _is_page(path, request.headers.get("accept", "")):
            await _page(request)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _page(request: Request) -> Response:
    """The first page; of an address that is no page's, the way to the first one, which says so."""
    name = request.url.path.strip("/")
    if name and name not in ADDRESSES:
        asked = [(k, v) for k, v in request.query_params.multi_items() if k != address.NO_PAGE]
        up = "../" * name.count("/") or "./"  # a proxy may serve us below an address of its own
        return RedirectResponse(f"{up}?{urlencode([*asked, (address.NO_PAGE, name)])}", 302)
    kept = {"Cache-Control": "no-cache", **SECURITY}
    return Response(first_page(), media_type="text/html", headers=kept)


def _is_page(path: str, accept: str) -> bool:
    own = ("/_stcore/", "/static/", "/media/", "/component/", "/pucha/", *login.PATHS)
    inner = path.startswith(own)
    return path == "/" or (not inner and "text/html" in accept and "." not in path)


@lru_cache(maxsize=512)
def _packed(path: str) -> tuple[bytes, dict[str, str]] | None:
    """A script or style of Streamlit's bundle, compressed once; None for anything else."""
    kind = {".js": "text/javascript", ".css": "text/css"}.get(Path(path).suffix)
    file = (BUNDLE / path.lstrip("/")).resolve()
    if kind is None or BUNDLE.resolve() not in file.parents or not file.is_file():
        return None
    headers = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Encoding": "gzip",
        "Cache-Control": FOREVER,
        "Vary": "Accept-Encoding",
    }
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0), headers


async def _own(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in KINDS or f"./pucha/{request.path_params['digest']}/{name}" != address_of(name):
        return Response("没有这个文件", status_code=404)
    return Response(asset(name), media_type=KINDS[name], headers={"Cache-Control": FOREVER})


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """Draws every page once before the first visitor comes."""
    await to_thread.run_sync(warm.up)
    yield


def application(*, rehearsed: bool = True) -> st.App:
    """The dashboard as an ASGI app; `rehearsed` unless whoever asks first can wait for it."""
    return st.App(
        HERE / "app.py",
        lifespan=_lifespan if rehearsed else None,
        routes=[*ROUTES, *charting.ROUTES, *printing.ROUTES, Route("/pucha/{digest}/{name}", _own)],
        middleware=[Middleware(FrontDoor)],
    )


def settings() -> dict[str, object]:
    """.streamlit/config.toml by dotted names: Streamlit finds it in the working folder only."""
    found: dict[str, object] = {}

    def walk(prefix: str, tree: dict[str, object]) -> None:
        for key, value in tree.items():
            if isinstance(value, dict):
                walk(f"{prefix}{key}.", value)
            else:
                found[f"{prefix}{key}"] = value

    walk("", tomllib.loads(SETTINGS.read_text("utf-8")))
    return found


def prepare(address: str, port: int, *, has_people: bool = True) -> dict[str, object]:
    """Streamlit's options for serving there, in force from now on; gives them.

    Without `has_people` nobody can sign in: a program looks.
    """
    chosen: dict[str, object] = {
        "server.address": address,
        "server.port": port,
        "browser.serverAddress": address,
        "logger.level": "warning",
        "logger.hideWelcomeMessage": True,  # in English; the address was printed already
    }
    if not has_people:
        chosen["secrets.files"] = []
    options = settings() | chosen
    bootstrap.load_config_options(options)
    return options


def run(address: str, port: int, *, rehearsed: bool = True, has_people: bool = True) -> None:
    """Serves until Ctrl+C or SIGTERM; `has_people` as for `prepare`."""
    options = prepare(address, port, has_people=has_people)
    application(rehearsed=rehearsed).run(config=options)
