"""What an export consists of, in the order in which it is made; a new part is one line here.

A part gets the Job, writes into its folder, and adds its files and figures to its manifest.
"""

from __future__ import annotations

from dashboard.export import screens
from dashboard.export.bulletin import document, pdf, workbook
from dashboard.export.job import Part

PARTS: tuple[Part, ...] = (
    document.try_template,
    screens.make,
    document.make,
    workbook.make,
    pdf.make,
)
