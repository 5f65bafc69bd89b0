"""`python -m dashboard serve | pages | export | verify | schedule | proof`."""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
from collections.abc import Callable

from dashboard.export import command as export
from dashboard.export.schedule import command as schedule
from dashboard.proof import command as proof
from warehouse.common.audience import (
    AUDIENCES,
    DEFAULT_SERVED_ROLE,
    FULL,
    ROLE_VARIABLE,
    UnknownRole,
    deployed_role,
)
from warehouse.common.commandline import BAD, FINE, USAGE, Parser

PORT_VARIABLE = "PORT"
DEFAULT_PORT = 8501
COMMANDS = {**export.COMMANDS, **schedule.COMMANDS, **proof.COMMANDS}


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 fine, 1 not done or figures are wrong, 2 wrong usage or unreadable."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command == "pages":
        return _pages(as_json=asked.json)
    if (run := COMMANDS.get(asked.command)) is not None:
        return _with_known_role(lambda: run(asked))
    return _serve(asked.address, asked.port, asked.role)


def _parser() -> Parser:
    parser = Parser(
        prog="python -m dashboard",
        description="打开看板，列出各页，导出图片，核对稿件里的数。",
        epilog="退出码：0 正常；1 没有做成（没有数据、端口被占用、导出有错），"
        "或稿件有不一致、过期的数；2 用法不对，或稿件读不出。",
    )
    commands = parser.add_subparsers(title="命令", dest="command", required=True, metavar="命令")
    serve = commands.add_parser("serve", help="打开看板", description="打开看板。")
    serve.add_argument(
        "--port",
        type=_port,
        metavar="端口",
        help=f"端口（默认取环境变量 {PORT_VARIABLE}，再默认 {DEFAULT_PORT}）",
    )
    serve.add_argument(
        "--address", metavar="地址", default="127.0.0.1", help="监听地址（默认只限本机）"
    )
    serve.add_argument(
        "--role",
        choices=AUDIENCES,
        metavar="角色",
        help=f"读哪个版别：{'、'.join(AUDIENCES)}"
        f"（默认取环境变量 {ROLE_VARIABLE}，再默认 {DEFAULT_SERVED_ROLE}）",
    )
    listed = "列出各页：标题、地址、是否进简报"
    pages = commands.add_parser("pages", help=listed, description=f"{listed}。")
    pages.add_argument("--json", action="store_true", help="输出 JSON")
    export.add(commands)
    schedule.add(commands)
    proof.add(commands)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口应是 1 到 65535 的整数，收到“{text}”")
    return int(text)


def _pages(*, as_json: bool) -> int:
    from dashboard import wall  # Streamlit takes a second to import; help should not
    from dashboard.menu import PAGES

    known = [(page.address, page.title, page.in_bulletin) for page in PAGES]
    known.append((wall.ADDRESS, wall.TITLE, False))
    if as_json:
        listed = [{"title": t, "address": f"/{a}", "bulletin": printed} for a, t, printed in known]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return FINE
    for address, title, printed in known:
        print(f"/{address}\t{title}\t{'进简报' if printed else '不进简报'}")
    return FINE


def _serve(address: str, port: int | None, role: str | None) -> int:
    chosen = role or os.environ.get(ROLE_VARIABLE)
    if not chosen:
        print(f"没有说读哪个版别，读公开版；本局自用的请加 --role {FULL} 或设 {ROLE_VARIABLE}")
    # its one place, for whatever reads the warehouse
    os.environ[ROLE_VARIABLE] = chosen or DEFAULT_SERVED_ROLE
    return _with_known_role(lambda: _serve_role(address, port))


def _with_known_role(then: Callable[[], int]) -> int:
    try:
        deployed_role()
    except UnknownRole as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    return then()


def _serve_role(address: str, port: int | None) -> int:
    if port is None:
        try:
            port = _port(os.environ.get(PORT_VARIABLE) or str(DEFAULT_PORT))
        except argparse.ArgumentTypeError as wrong:
            print(f"环境变量 {PORT_VARIABLE} 不对：{wrong}", file=sys.stderr)
            return USAGE
    if (problem := _occupied(address, port)) is not None:
        print(problem, file=sys.stderr)
        return BAD
    from dashboard import people, read, server, who

    try:
        server.prepare(address, port)
        who.check()
        warehouse = read.current()
    except (people.PeopleError, who.Misconfigured) as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    except read.WarehouseError as error:
        print(error, file=sys.stderr)
        return BAD
    edition = read.edition_title(warehouse.version)
    said = f"，{edition}" if edition else ""
    print(f"数据截至 {warehouse.data_as_of}，版本 {warehouse.version}{said}")
    print(f"看板地址：http://{_visible(address)}:{port}  （Ctrl+C 结束）", flush=True)
    try:
        server.run(address, port)
    except KeyboardInterrupt:  # raised again once the server has shut down in order
        print("看板已停止")
    return FINE


def _visible(address: str) -> str:
    if address in ("0.0.0.0", "::", ""):
        return socket.gethostname()
    return f"[{address}]" if ":" in address else address


def _occupied(address: str, port: int) -> str | None:
    """Why the port cannot be served on; None when it is free."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            return f"没有权限使用端口 {port}：请改用 1024 以上的端口，如 --port {DEFAULT_PORT}"
        except socket.gaierror:
            return f"监听地址“{address}”不对：请写本机的 IP 地址，如 127.0.0.1"
        except OSError as problem:
            if "Cannot assign" in str(problem):
                return f"本机没有地址 {address}：请写本机的 IP 地址，如 127.0.0.1"
            return (
                f"端口 {port} 已被占用：请先结束占用它的程序，或另选一个，"
                f"如 python -m dashboard serve --port {port + 1}"
            )
    return None


if __name__ == "__main__":
    sys.exit(main())
