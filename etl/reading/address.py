"""Cell addresses: (row, column) counted from 1 <-> what Excel shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def column_letters(column: int) -> str:
    """Letters of a column counted from 1: 1 -> A, 27 -> AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column from its letters: A -> 1, AA -> 27 (either case)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_address(row: int, column: int) -> str:
    """Address of a cell: (128, 8) -> H128."""
    return f"{column_letters(column)}{row}"


def list_numbers(numbers: Iterable[int], shown: int = 5) -> str:
    """Row numbers for a sentence, runs joined: 3–5、9 (等共 12 行 when more than `shown` runs)."""
    return _listed(numbers, shown, str)


def list_columns(numbers: Iterable[int], shown: int = 5) -> str:
    """Columns for a sentence, by their letters as Excel shows them: C–E、I."""
    return _listed(numbers, shown, column_letters)


def _listed(numbers: Iterable[int], shown: int, word: Callable[[int], str]) -> str:
    runs: list[tuple[int, int]] = []
    total = 0
    for number in sorted(numbers):
        total += 1
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    text = "、".join(word(a) if a == b else f"{word(a)}–{word(b)}" for a, b in runs[:shown])
    return text if len(runs) <= shown else f"{text} 等（共 {total} 处）"
