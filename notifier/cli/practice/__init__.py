"""``notifier practice``: believable data, and the main job headless."""

from notifier.cli.practice.commands import command

__all__ = ["command"]
