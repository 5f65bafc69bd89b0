"""核数: the figures of a text, found, matched to metric, area and week, and compared.

Text in (`extract`, `docx`), figures found (`figures`), what each says (`claims`, by the wordings
that the metrics declare), compared with the warehouse (`verdict`), told (`report`, `comments`).
Everything but `dashboard.reading.proof` is pure: no module here asks the warehouse.
"""
