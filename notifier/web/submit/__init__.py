"""Pages of the groups: hand in, follow, correct, cancel.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here.
"""

from flask import Blueprint

blueprint = Blueprint("submit", __name__)

__all__ = ["blueprint"]
