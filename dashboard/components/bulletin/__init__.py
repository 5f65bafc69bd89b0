"""简报 as a page: the weekly export, made at the press of a button."""
