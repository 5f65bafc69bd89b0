"""Reading: any file a county may send -> frames of text with nothing guessed.

Knows no contracts and no validation. `read_book` is the way in; run it through etl.isolate when
the files come from outside.
"""

from etl.reading.address import cell_address, column_letters, column_number
from etl.reading.book import read_book
from etl.reading.model import Book, Limits, Notice, Sheet, UnreadableFile
from etl.reading.rules import RULES, failure_notice

__all__ = [
    "RULES",
    "Book",
    "Limits",
    "Notice",
    "Sheet",
    "UnreadableFile",
    "cell_address",
    "column_letters",
    "column_number",
    "failure_notice",
    "read_book",
]
