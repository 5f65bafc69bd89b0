"""A draft sent from the page of 核数, checked by the command of that name in a process of its own.

POST /pucha/proof/check?name=…&asof=…  the file -> {"proof", "copy"} | {"error"}

A document comes from anywhere: what cannot be read, or is built to do harm, ends a process that
nobody else uses. It lies in a folder of its own while that process lives, and nowhere afterwards.
"""

from __future__ import annotations

import base64
import json
import logging
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import address, read, who
from dashboard.desk.replies import body, refused
from warehouse.common.audience import ROLE_VARIABLE
from warehouse.common.commandline import BAD, FINE, USAGE
from warehouse.common.environment import needed
from warehouse.paths import DATA_VARIABLE, data_paths
from warehouse.read import VERSION_VARIABLE

ROOT = Path(__file__).parents[2]
MOST_BYTES = 20 << 20
SECONDS = 60.0
MEMORY = 2 << 30  # bytes of address space
AT_ONCE = 2
CHECKED = (FINE, BAD)  # exit codes of the command: nothing wrong, something wrong
_NAME_CHARACTERS, _ENDING_CHARACTERS = 60, 12  # a file system counts at most 255 bytes
_ODD = re.compile(r"[\x00-\x1f\x7f/\\]")
_running = CapacityLimiter(AT_ONCE)

log = logging.getLogger(__name__)


class NotProofed(Exception):
    """There is no result; the text says why, fit to show."""


@dataclass(frozen=True)
class Proofed:
    """What the command printed, and the copy of a .docx with comments."""

    proof: dict[str, object]
    copy: bytes | None


async def check(request: Request, _name: str) -> Response:
    """Checks the file that the body is."""
    if (content := await body(request, MOST_BYTES)) is None:
        return refused(f"文件超过 {MOST_BYTES >> 20} MiB，请删去大图或分成几份", 413)
    as_of = address.parse_day(request.query_params.get("asof", ""))
    if as_of is None:
        return refused("请求不合格式", 400)
    name = file_name(request.query_params.get("name", ""))
    try:
        doing = partial(proofed, name, content, as_of.isoformat())
        done = await to_thread.run_sync(doing, limiter=_running)
    except NotProofed as reason:
        return refused(str(reason), 422)
    copy = None if done.copy is None else base64.b64encode(done.copy).decode()
    return JSONResponse({"proof": done.proof, "copy": copy})


def file_name(said: str) -> str:
    """A name for the file that leads nowhere else: no folder, not too long, its ending kept."""
    path = Path(_ODD.sub("_", said).strip(". ") or "稿件.txt")
    return f"{path.stem[:_NAME_CHARACTERS]}{path.suffix[:_ENDING_CHARACTERS]}"


def proofed(name: str, content: bytes, as_of: str) -> Proofed:
    """Has the command check it, in the role of who asks and against the version of now.

    Raises NotProofed, also when it takes longer than SECONDS.
    """
    with tempfile.TemporaryDirectory(prefix="pucha-proof-") as place:
        folder, copy = Path(place) / "draft", Path(place) / "copy.docx"
        folder.mkdir()
        file = folder / name
        file.write_bytes(content)
        out = ["--out", str(copy)] if file.suffix.lower() == ".docx" else []
        made = _run([f"./{name}", "--asof", as_of, *out], folder)
        if made.returncode == USAGE and made.stderr:
            raise NotProofed(made.stderr.strip().replace(f"{folder}/", ""))
        if made.returncode not in CHECKED or not made.stdout:
            log.error("核数没有做成，退出码 %s：%s", made.returncode, made.stderr)
            raise NotProofed("这份稿件没有核成，详情已记入服务日志，请告知管理员")
        return Proofed(json.loads(made.stdout), copy.read_bytes() if copy.exists() else None)


def _run(arguments: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    known = {
        DATA_VARIABLE: str(data_paths().root),
        ROLE_VARIABLE: who.role(),
        VERSION_VARIABLE: read.current().version,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard", "proof", *arguments, "--json", "--text"],
        cwd=place,
        env=needed(**known),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            printed, told = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as late:
            process.kill()
            raise NotProofed(f"{SECONDS:g} 秒还没有核完，请分成几份") from late
    return subprocess.CompletedProcess(process.args, process.returncode, printed, told)
