"""Pages of the readers: subscribe, settings, pause, leave.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here.
"""

from flask import Blueprint

blueprint = Blueprint("reader", __name__)

__all__ = ["blueprint"]
