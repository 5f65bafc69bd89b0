"""What was received kept, parsed once, entered in a ledger that survives a crash."""
