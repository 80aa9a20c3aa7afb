"""Small tools every room may use; they know no room.

Import the module you need: ``from notifier.kit import clock, errors, text``.
"""
