"""The analysts' desk: what stands around the editor (the browser's part is in frontend/sql)."""
