"""The bench as an analyst uses it: what is written, run and seen."""

from __future__ import annotations

from playwright.sync_api import Page

ADDRESS = "/sql?area=370212&asof=2021-03-21"
EDITOR, TOLD, ERROR, GRID = ".cm-content", "[data-desk=told]", "[data-desk=error]", ".grid"
LONG = 60_000.0  # ms; on a machine that runs other tests beside this


def write(page: Page, sql: str) -> None:
    """Puts `sql` into the editor instead of what stands there."""
    page.click(EDITOR)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(sql)


def run(page: Page, sql: str) -> None:
    """Writes it and runs it, as an analyst does."""
    write(page, sql)
    page.keyboard.press("Control+Enter")


def cells(page: Page) -> list[list[str]]:
    """The rows that are drawn."""
    rows = page.locator(f"{GRID} tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]
