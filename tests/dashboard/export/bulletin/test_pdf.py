"""The printed document: by a stand-in for LibreOffice, and by LibreOffice where there is one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.export.bulletin import document, pdf
from dashboard.export.errors import ExportError
from dashboard.export.job import Job
from dashboard.export.progress import Step
from warehouse.common.files import file_sha256

MakeJob = Callable[..., Job]
MADE = (
    "%PDF-1.6\n/CreationDate(D:20261129121130Z')\n"
    "\ntrailer\n<</ID [ <{0}>\n<{0}> ]\n/DocChecksum /{0}\n>>\n%%EOF\n"
)
WRITES = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
mkdir -p "$2" && cat > "$2/简报.pdf" <<'END'
{made}END
env > "$2/../environment"
"""


@pytest.fixture
def job(job_of: MakeJob) -> Job:
    made = job_of()
    document.make(made)
    return made


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script in the place of LibreOffice."""

    def put(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "soffice").write_text(script, "utf-8")
        (folder / "soffice").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    return put


def test_without_libreoffice_it_is_said_and_nothing_is_made(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Step] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    pdf.make(replace(job, say=told.append))
    assert "没有安装 LibreOffice，不另做简报.pdf" in told[0].text
    assert not (job.folder / pdf.FILE).exists()
    assert pdf.FILE not in job.manifest.files


def test_the_file_says_nothing_of_clock_and_chance(
    job: Job, stand_in: Callable[[str], None]
) -> None:
    hashes = set()
    for chance, second in (("0123456789ABCDEF", "30"), ("FEDCBA9876543210", "59")):
        made = MADE.format(chance * 2).replace("121130", f"1211{second}")
        stand_in(WRITES.format(made=made))
        pdf.make(job)
        hashes.add(file_sha256(job.folder / pdf.FILE))
    assert len(hashes) == 1
    assert b"(D:20210425000000Z')" in (job.folder / pdf.FILE).read_bytes()
    assert pdf.FILE in job.manifest.files


def test_it_gets_a_home_of_its_own_and_no_secret(
    job: Job, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hush-hush")
    stand_in(WRITES.format(made=MADE.format("A" * 32)))
    pdf.make(job)
    seen = (job.scratch / "environment").read_text("utf-8")
    assert "hush-hush" not in seen
    assert f"HOME={job.scratch}\n" in seen


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho no display\nexit 77\n", "退出码 77：no display"),
        ("#!/bin/sh\nexit 0\n", "没有转成"),
        (WRITES.format(made="not a pdf\n"), "没有转成"),
        (WRITES.format(made=MADE.format("A" * 32) + "/FontDescriptor/x %%EOF\n"), "字体没有嵌入"),
    ],
)
def test_a_file_that_may_not_be_printed_fails_the_export(
    job: Job, stand_in: Callable[[str], None], script: str, said: str
) -> None:
    stand_in(script)
    with pytest.raises(ExportError) as told:
        pdf.make(job)
    assert said in str(told.value)
    assert not (job.folder / pdf.FILE).exists()


def test_one_that_hangs_is_ended_and_told(
    job: Job, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PRINTING", 2.0)
    stand_in("#!/bin/sh\nsleep 300\n")
    with pytest.raises(ExportError, match="超过 2 秒没有转完，已结束它"):
        pdf.make(job)


def test_only_day_and_identity_change() -> None:
    content = MADE.format("A" * 32).encode()
    made = pdf.fixed(content, date(2021, 3, 21))
    assert len(made) == len(content)
    assert pdf.fixed(made, date(2021, 3, 21)) == made


@pytest.mark.skipif(shutil.which("soffice") is None, reason=pdf.ABSENT)
def test_libreoffice_prints_it_with_its_fonts_the_same_each_time(job: Job) -> None:
    pdf.make(job)
    first = file_sha256(job.folder / pdf.FILE)
    pdf.make(job)
    assert file_sha256(job.folder / pdf.FILE) == first
    if shutil.which("pdffonts") is None:
        return
    listed = subprocess.run(
        ["pdffonts", str(job.folder / pdf.FILE)], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    assert {line.split()[-5] for line in listed} == {"yes"}, listed
