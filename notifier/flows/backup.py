"""A backup of everything: the tables as of one moment, then the uploaded files, encrypted."""

import os
from datetime import datetime
from pathlib import Path

from notifier.config import settings
from notifier.flows import rooms  # noqa: F401 - they tell of their tables
from notifier.kit import archive, db, tokens
from notifier.kit.archive import Head, Sums


def backup(path: Path, key: tuple[str, int], *, version: str, revision: str, now: datetime) -> Sums:
    """Write the archive to ``path``, whole or not at all, readable by its owner alone.

    ``key`` is the passphrase and the work it is stretched with.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    head = Head(now, version, revision, key_marks(settings().secret_keys))
    bind = db.engine().execution_options(reading=True)
    if bind.dialect.name == "postgresql":
        bind = bind.execution_options(isolation_level="REPEATABLE READ")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out, bind.connect() as connection, connection.begin():
            sums = archive.write(out, connection, settings().media_dir, head, key=key)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return sums


def key_marks(keys: tuple[str, ...]) -> list[str]:
    """What tells a secret key from another without telling the key."""
    return [tokens.keyed_hash("backup", purpose="which-key", key=key)[:16] for key in keys]
