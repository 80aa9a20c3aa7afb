"""Pages of the hub's administrators, under ``/admin``: settings, staff, the log.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here and stands behind ``notifier.web.guard.require``.
"""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

__all__ = ["blueprint"]
