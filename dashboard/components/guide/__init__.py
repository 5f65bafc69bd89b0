"""The SQL guide: how the tables hang together, and how to ask them."""
