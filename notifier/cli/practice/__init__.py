"""``notifier practice``: believable data, and the main job headless."""

from notifier.cli.practice.commands import command
from notifier.cli.practice.fill import fill, fill_when_empty, sign_in_lines

__all__ = ["command", "fill", "fill_when_empty", "sign_in_lines"]
