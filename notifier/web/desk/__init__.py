"""Pages of the staff, under ``/desk``.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here and stands behind ``notifier.web.guard.require``.
"""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

__all__ = ["blueprint"]
