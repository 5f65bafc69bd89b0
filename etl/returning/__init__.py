"""The return workbook (退回修正单): written, mailed, read when it comes back."""
