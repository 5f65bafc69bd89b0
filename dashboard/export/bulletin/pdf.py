"""简报.pdf: the document as LibreOffice prints it, where LibreOffice is installed.

Its process has a profile and an environment of its own, a time of its own, and ends with the
export. What it writes of clock and chance is taken out, so that the same document gives the same
file.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import date

from dashboard.export import ended
from dashboard.export.budget import PRINTING
from dashboard.export.bulletin import document, files
from dashboard.export.errors import ExportError
from dashboard.export.job import Job
from dashboard.export.progress import PDF, STAGES, Step
from warehouse.common.environment import needed

FILE = files.PDF
NAMES = ("soffice", "libreoffice")
ABSENT = (
    f"没有安装 LibreOffice，不另做{FILE}。需要的，"
    "请管理员执行：sudo apt-get install libreoffice-writer-nogui"
)
_PROFILE, _LOG = "libreoffice", "LibreOffice日志.txt"
_MADE = re.compile(rb"/CreationDate\(D:(\d{14})")
_CHANCE = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
_TRAILER = b"\ntrailer\n"


def make(job: Job) -> None:
    """The part of an export that prints the document; without LibreOffice it says so."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        job.say(Step(PDF, ABSENT))
        return
    job.say(Step(PDF, STAGES[PDF]))
    content = fixed(_printed(job, program), job.order.as_of)
    (job.folder / FILE).write_bytes(content)
    job.manifest.add(job.folder, FILE)


def _printed(job: Job, program: str) -> bytes:
    profile, out = job.scratch / _PROFILE, job.scratch / "pdf"
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out)),
        str(job.folder / document.FILE),
    ]
    log = job.scratch / _LOG
    try:
        patience = job.budget.left("转成 PDF", PRINTING)
        # Its settings and traces stay in the scratch folder.
        alone = needed(HOME=str(job.scratch), LC_ALL="C.UTF-8")
        code = ended.run(command, log, patience, alone)
    except ended.Late as error:
        raise ExportError(
            f"{FILE}：LibreOffice 超过 {PRINTING:.0f} 秒没有转完，已结束它。"
            f"请等机器空闲些再试，或请管理员检查 {program}"
        ) from error
    made = out / FILE
    content = made.read_bytes() if made.is_file() else b""
    if code or not content.startswith(b"%PDF") or b"%%EOF" not in content[-1024:]:
        said = log.read_text("utf-8", errors="replace").strip().splitlines()
        why = f"：{said[-1]}" if said else ""
        raise ExportError(
            f"{FILE}：LibreOffice 没有转成（退出码 {code}{why}）。请管理员检查 {program} 能否运行"
        )
    if content.count(b"/FontDescriptor/") > content.count(b"/FontFile"):
        raise ExportError(
            f"{FILE}：有字体没有嵌入，换一台机器会变样。请管理员安装中文字体：fonts-noto-cjk"
        )
    return content


def fixed(content: bytes, on: date) -> bytes:
    """The same file, made at the beginning of the day `on`, its identity that of its content."""
    day = f"{on:%Y%m%d}000000".encode()
    content = _MADE.sub(lambda found: found[0][:-14] + day, content)
    body, trailer, rest = content.rpartition(_TRAILER)
    identity = hashlib.sha256(body).hexdigest()[:32].upper().encode()
    return body + trailer + _CHANCE.sub(identity, rest)
