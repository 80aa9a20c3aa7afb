"""Pages of the ward officer, who has no account: one issue behind a link that can be revoked.

View files of this folder are found by themselves (``notifier.web.app``); each imports
``blueprint`` from here.
"""

from flask import Blueprint

blueprint = Blueprint("review", __name__, url_prefix="/review")

__all__ = ["blueprint"]
