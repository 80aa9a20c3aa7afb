"""The outside world, without policy: LINE, mail relays and web pages, credentials as arguments.

Nothing here decides whether, when or to whom something goes; it carries the bytes it was given and
says exactly what came back, above all whether a failed attempt may have been accepted after all.
Use the modules: ``from notifier.wire import line, smtp, http``.
"""

from notifier.wire import http, line, smtp

__all__ = ["http", "line", "smtp"]
