"""The key of a backup: a file made once, or a passphrase typed by a person."""

import os
import secrets
import sys
from pathlib import Path

import click

from notifier.kit.sealed_file import WORK_RANDOM, WORK_TYPED

MIN_LENGTH = 12


def made_or_kept(path: Path) -> tuple[tuple[str, int], bool]:
    """The key in ``path``, made when there is none, and whether it was made now."""
    if path.exists():
        return (_in_file(path), WORK_TYPED if _is_typed(path) else WORK_RANDOM), False
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return (_in_file(path), WORK_RANDOM), True


def kept(path: Path) -> str:
    """The key in ``path``, which must be there."""
    if not path.exists():
        raise click.ClickException(
            f"鍵ファイル {path} がありません。--key-file で置き場所を言うか、合言葉でつくった"
            "バックアップなら --passphrase をつけてください。"
        )
    return _in_file(path)


def typed(*, is_new: bool) -> str:
    """A passphrase from the keyboard (twice when new), or the first line of standard input."""
    if not sys.stdin.isatty():
        said = sys.stdin.readline().rstrip("\n")
    else:
        said = click.prompt(
            "バックアップの合言葉", hide_input=True, confirmation_prompt=is_new, err=True
        )
    if is_new and len(said) < MIN_LENGTH:
        raise click.ClickException(f"合言葉は{MIN_LENGTH}文字以上にしてください。")
    return said


def _in_file(path: Path) -> str:
    said = path.read_text(encoding="utf-8").splitlines()[:1]
    if not said or len(said[0].strip()) < MIN_LENGTH:
        raise click.ClickException(
            f"鍵ファイル {path} の1行目が、鍵（{MIN_LENGTH}文字以上）ではありません。"
        )
    return said[0].strip()


def _is_typed(path: Path) -> bool:
    """Whether the words in the file could have been thought of by a person."""
    return len(_in_file(path)) < len(secrets.token_urlsafe(32))
