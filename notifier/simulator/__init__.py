"""A LINE platform and a mailbox on loopback, for practising and for tests.

It owns its channels and friends in a file of its own, refuses what LINE refuses, and its log is the
judge of who received what. Nothing of the service knows it: it is reached by HTTP like the real one.
"""

from notifier.simulator.app import create_app, serve
from notifier.simulator.control import Control, SimulatorError
from notifier.simulator.maildir import Mail, list_mails, read_mail
from notifier.simulator.rules import Problem, check
from notifier.simulator.thread import Running, start

__all__ = [
    "Control",
    "Mail",
    "Problem",
    "Running",
    "SimulatorError",
    "check",
    "create_app",
    "list_mails",
    "read_mail",
    "serve",
    "start",
]
