"""The system's Chromium: where it is, and started the same way by export, tests and benchmark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars")
# The same page gives the same pixels, whatever screen, card or colour profile the machine has.
# Drawn by a graphics card, or by its imitation in software, a tall page is not the same twice
# (measured: 2 to 4 different pictures out of 6), and what lies
# below 8192 pixels is drawn twice or not at all; drawn without one, it is whole and the same.
SAME_PIXELS = (
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
)
ABSENT = (
    f"没有找到 Chromium（找过 {'、'.join(NAMES)}）。"
    "请管理员执行：sudo apt-get update && sudo apt-get install chromium fonts-noto-cjk"
)


def chromium_path() -> str | None:
    """Path of the first Chromium found; None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def found_chromium() -> str:
    """As chromium_path, for programs that cannot do without: they end with what to install."""
    found = chromium_path()
    if found is None:
        raise SystemExit(ABSENT)
    return found


@contextmanager
def headless(path: str, more: Sequence[str] = ()) -> Iterator[Browser]:
    """One headless Chromium until the block ends; take a new context for each visit."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        try:
            yield started
        finally:
            started.close()
