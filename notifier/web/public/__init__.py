"""Pages for anyone: the calendar, one event, the archive, exports, and ``/r/<code>``.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here.
"""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

__all__ = ["blueprint"]
