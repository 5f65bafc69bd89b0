"""Foreign SQL in killable processes: see `runner` for how to ask, `confine` for what holds it."""
