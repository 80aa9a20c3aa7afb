"""The Word template a hub put in the place of ours: a file in the media folder, per hub and kind."""

import os
from pathlib import Path

from notifier.config import settings
from notifier.editions.word_fields import check_template


def standard_template() -> bytes:
    """Our own template, for staff to begin from."""
    from notifier.editions.word_template import word_template

    return word_template()


def hub_template(hub_id: int, kind: str) -> bytes | None:
    """The hub's own template, checked again; None when it uses ours."""
    path = _path(hub_id, kind)
    if not path.exists():
        return None
    data = path.read_bytes()
    check_template(data)  # a backup or a person may have put another file here
    return data


def has_template(hub_id: int, kind: str) -> bool:
    """Whether the hub uses a template of its own."""
    return _path(hub_id, kind).exists()


def store_template(hub_id: int, kind: str, data: bytes) -> None:
    """Put the file in place, whole or not at all."""
    path = _path(hub_id, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)


def forget_template(hub_id: int, kind: str) -> None:
    """Back to ours."""
    _path(hub_id, kind).unlink(missing_ok=True)


def _path(hub_id: int, kind: str) -> Path:
    return settings().media_dir.resolve() / "word-templates" / f"{hub_id}-{kind}.docx"
