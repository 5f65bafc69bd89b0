"""简报: the document of an export, the workbook of its figures, and both as they may be printed.

A template that office staff edit in Word (`template`) names slots (`slots`); `document` fills them
from the pinned version and takes down where each figure stands; `workbook` lists all of them.
"""
