"""Forms as workbooks: the template a county fills in and what the demonstration shares with it."""
