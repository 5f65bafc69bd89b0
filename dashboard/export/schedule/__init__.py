"""The export that runs by itself: when, who is told, what is kept.

`settings` reads the one file that says so; `units` prints what cron or systemd need; `runner` is
what they start.
"""
