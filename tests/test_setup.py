"""What a stranger meets first: locks, environments, the browser check and the CI entry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit.config
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "tests/requirements.lock"
PINNED = re.compile(r"^([\w.-]+)==([^\s;\\]+)(?: ; ([^\\]+?))? \\$")


def run(command: list[str], folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **extra}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


# ------------------------------------------------------------------ locks


def pins(lock: Path) -> dict[str, set[Version]]:
    """Package -> its pinned versions (more than one where they differ by Python version)."""
    found: dict[str, set[Version]] = {}
    for line in lock.read_text("utf-8").splitlines():
        if match := PINNED.match(line):
            found.setdefault(canonicalize_name(match[1]), set()).add(Version(match[2]))
    return found


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, TEST_LOCK])
def test_a_lock_holds_pinned_versions_and_hashes_and_nothing_else(
    repository: Path, lock: str
) -> None:
    allowed = re.compile(r"^( *#.*| {4}--hash=sha256:[0-9a-f]{64}( \\)?)$")
    lines = (repository / lock).read_text("utf-8").splitlines()
    assert [line for line in lines if not PINNED.match(line) and not allowed.match(line)] == []
    hashed = sum("--hash=" in after for line, after in pairwise(lines) if PINNED.match(line))
    assert hashed == sum(map(bool, map(PINNED.match, lines))) > 0


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, TEST_LOCK])
def test_a_lock_names_no_host_and_no_path(repository: Path, lock: str) -> None:
    text = (repository / lock).read_text("utf-8")
    assert (
        re.findall(
            r"\S*(?:://|file:|@ |--index|--find|localhost|\w\.(?:org|com|net|cn|io)\b)\S*", text
        )
        == []
    )
    assert re.findall(r"(?<![\w.])/[a-z]\S*", text) == []


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, TEST_LOCK])
def test_every_dependency_is_locked_within_its_range(repository: Path, lock: str) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    declared = list(project["dependencies"])
    if lock == TEST_LOCK:
        declared += project["optional-dependencies"]["test"]
    locked = pins(repository / lock)
    outside = [
        str(wanted)
        for wanted in map(Requirement, declared)
        if not (versions := locked.get(canonicalize_name(wanted.name)))
        or not all(wanted.specifier.contains(version) for version in versions)
    ]
    assert outside == [], "请执行 make lock"


def test_tests_run_on_the_very_versions_that_are_deployed(repository: Path) -> None:
    deployed, tested = pins(repository / RUNTIME_LOCK), pins(repository / TEST_LOCK)
    assert {name: tested.get(name) for name in deployed} == deployed


# ------------------------------------------------------------------ environments


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """A checkout whose lock is empty: its environment takes seconds and no network."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copytree(repository / ".ci", folder / ".ci")
    (folder / RUNTIME_LOCK).write_text("# nothing\n", "utf-8")
    return folder


def prepare(folder: Path) -> bool:
    """Runs `.ci/env run`; whether it had to install."""
    done = run([".ci/env", "run"], folder)
    assert done.returncode == 0, done.stderr
    assert (folder / ".venv-run/.ready").exists()
    return "安装 Python 环境" in done.stderr


@pytest.mark.slow
def test_an_environment_is_made_once_and_again_when_it_is_not_whole(checkout: Path) -> None:
    assert prepare(checkout)
    assert not prepare(checkout)

    (checkout / ".venv-run/.ready").unlink()  # as an interrupted install leaves it
    (checkout / ".venv-run/half-installed").touch()
    assert prepare(checkout)
    assert not (checkout / ".venv-run/half-installed").exists()

    (checkout / RUNTIME_LOCK).write_text("# changed\n", "utf-8")
    assert prepare(checkout)

    python = checkout / ".venv-run/bin/python"
    python.unlink()  # the Python below was removed
    moved = checkout.rename(checkout.with_name("moved"))
    assert prepare(moved)
    assert not prepare(moved)


def test_an_install_that_fails_says_so_and_is_not_taken_for_done(checkout: Path) -> None:
    (checkout / RUNTIME_LOCK).write_text(f"no-such==1 --hash=sha256:{'0' * 64}\n", "utf-8")
    failed = run([".ci/env", "run"], checkout, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(checkout))
    assert failed.returncode == 1
    assert "依赖没有装上" in failed.stderr
    assert "failed" in failed.stderr
    assert not (checkout / ".venv-run/.ready").exists()


def test_without_a_usable_python_it_says_what_to_install(checkout: Path) -> None:
    old = script(checkout / "bin/python3", "exit 1")
    refused = run([".ci/env", "run"], checkout, PYTHON=str(old))
    assert refused.returncode == 1
    assert "3.11" in refused.stderr
    assert "apt-get install python3 python3-venv" in refused.stderr
    assert not (checkout / ".venv-run").exists()


def test_without_ensurepip_it_names_the_debian_package(checkout: Path) -> None:
    bare = script(
        checkout / "bin/python3",
        'case "$*" in *ensurepip*) exit 1 ;; esac\nexec python3 "$@"',
    )
    refused = run([".ci/env", "run"], checkout, PYTHON=str(bare))
    assert refused.returncode == 1
    assert "apt-get install python3-venv" in refused.stderr


# ------------------------------------------------------------------ server settings


def test_the_server_is_shut_to_the_outside_and_says_nothing_of_its_inside(
    repository: Path,
) -> None:
    settings = tomllib.loads((repository / ".streamlit/config.toml").read_text("utf-8"))
    wanted = {
        "browser.gatherUsageStats": False,
        "client.disableDataExport": True,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "server.address": "127.0.0.1",
        "server.enableAgentApi": False,
        "server.headless": True,
    }
    for name, value in wanted.items():
        section, key = name.split(".")
        streamlit.config.get_option(name)  # raises when Streamlit no longer knows the option
        assert settings[section][key] == value, name


# ------------------------------------------------------------------ browser


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH of an ordinary user on a machine without Chromium, fonts and sudo."""
    folder = tmp_path / "bin"
    script(folder / "id", "echo 1000")
    (folder / "cat").symlink_to(str(shutil.which("cat")))
    return folder


def check_browser(repository: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return run([str(shutil.which("sh")), ".ci/browser"], repository, PATH=str(path))


def test_an_ordinary_user_is_told_exactly_what_to_install(
    repository: Path, bare_path: Path
) -> None:
    refused = check_browser(repository, bare_path)
    assert refused.returncode == 1
    assert "apt-get install chromium fontconfig fonts-noto-cjk" in refused.stderr
    assert "make quick" in refused.stderr


def test_root_gets_what_is_missing_installed(repository: Path, bare_path: Path) -> None:
    script(bare_path / "id", "echo 0")
    script(bare_path / "chromium", "exit 0")
    log = bare_path / "log"
    script(
        bare_path / "apt-get",
        f'echo "$@" >>"{log}"\n'
        f'case "$*" in install*) echo "#!/bin/sh\necho Noto" >"{bare_path}/fc-list";'
        f' {shutil.which("chmod")} +x "{bare_path}/fc-list" ;; esac',
    )
    installed = check_browser(repository, bare_path)
    assert installed.returncode == 0, installed.stderr
    assert log.read_text("utf-8").splitlines() == [
        "update -q",
        "install -q -y --no-install-recommends fontconfig fonts-noto-cjk",
    ]
    log.unlink()
    assert check_browser(repository, bare_path).returncode == 0
    assert not log.exists(), "nothing is missing now"


# ------------------------------------------------------------------ CI entry


@pytest.mark.parametrize(
    ("make", "code", "last"),
    [
        ("echo '=== 7 passed in 1.20s ==='", 0, "=== 7 passed in 1.20s ==="),
        (
            "echo '=== 1 failed, 6 passed in 63.00s (0:01:03) ==='\n"
            "echo 'make: Error 1' >&2\nexit 2",
            2,
            "=== 1 failed, 6 passed in 63.00s (0:01:03) ===",
        ),
        ("echo 'ruff: 2 errors'\nexit 2", 2, "ruff: 2 errors"),
    ],
)
def test_ci_ends_with_the_summary_of_pytest_and_its_exit_code(
    repository: Path, tmp_path: Path, make: str, code: int, last: str
) -> None:
    script(tmp_path / "make", make)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run([str(repository / ".ci/run")], tmp_path, PATH=path)
    assert done.returncode == code
    assert done.stdout.splitlines()[-1] == last


def test_ci_finds_real_files_beside_the_checkout(checkout: Path) -> None:
    real = checkout.parent / "shared/data"
    script(checkout / "bin/make", 'echo "data: $PUCHA_TEST_DATA"')
    extra = {"PATH": f"{checkout}/bin:{os.environ['PATH']}", "PUCHA_TEST_DATA": ""}
    assert run([".ci/run"], checkout, **extra).stdout == "data: \n"
    real.mkdir(parents=True)
    assert run([".ci/run"], checkout, **extra).stdout == f"data: {real}\n"
