"""The system's Chromium: where it is, and started the same way by tests, pictures and benchmark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars")


def chromium_path() -> str | None:
    """Path of the first Chromium found; None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def found_chromium() -> str:
    """As chromium_path, for programs that cannot do without."""
    found = chromium_path()
    if found is None:
        raise SystemExit("没有 Chromium：请先执行 .ci/browser")
    return found


@contextmanager
def headless(path: str) -> Iterator[Browser]:
    """One headless Chromium until the block ends; take a new context for each test."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()
