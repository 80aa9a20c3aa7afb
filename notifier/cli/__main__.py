"""``python -m notifier.cli`` is ``notifier``."""

from notifier.cli import main

main()
