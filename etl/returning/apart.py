"""Writing a return workbook in a worker of its own."""

from __future__ import annotations

from pathlib import Path

from etl.returning.return_job import ReturnJob


def write_return_apart(job: ReturnJob) -> Path:
    """etl.returning.correction.write_return, imported only by the worker that runs it: openpyxl
    takes a third of a second, and most loads write no return workbook."""
    from etl.returning.correction import write_return

    return write_return(job)
