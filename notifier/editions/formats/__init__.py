"""What an issue looks like on each way: LINE messages, plain text, HTML. Pure.

A piece gives two functions: ``card`` renders one item once for all readers who get it, and
``issue`` puts the ready cards of one content group together.
"""

from notifier.editions.formats import html, line, text

__all__ = ["html", "line", "text"]
