"""Machines that call us: verified over the raw body, stored, answered at once.

No CSRF here (a machine has no form); every view checks a signature instead. View files of this
folder are found by themselves (``notifier.web.app``); each imports ``blueprint`` from here.
"""

from flask import Blueprint

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks")

__all__ = ["blueprint"]
