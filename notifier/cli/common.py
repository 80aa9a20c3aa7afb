"""What every command shares: the hub it is about, who acts, and how it prints."""

import getpass
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub, all_hubs, find_hub
from notifier.kit.errors import BadInputError, NotFoundError

EXIT_FAILED = 1

Command = Callable[..., Any]


class _Number(click.ParamType[int]):
    """A row's number. One beyond what a database can count to is ``NotFoundError``: no row has it."""

    name = "integer"
    LARGEST = 2**63 - 1

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """As a whole number."""
        try:
            number = int(str(value))
        except ValueError:
            self.fail(f"「{value}」は番号ではありません（例 12）。", param, ctx)
        if abs(number) > self.LARGEST:
            raise NotFoundError(f"{value} という番号のものはありません。番号を確かめてください。")
        return number


NUMBER = _Number()


def hub_option(function: Command) -> Command:
    """``--hub SLUG``; without it the only hub."""
    return click.option("--hub", "hub_slug", default=None, help="the hub's slug")(function)


def json_option(function: Command) -> Command:
    """``--json``: one JSON document on standard output, nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="print one JSON document")(function)


def pick_hub(session: Session, slug: str | None) -> Hub:
    """The hub named, or the only one. Several and none named is wrong usage (exit 2)."""
    if slug:
        return find_hub(session, slug)
    hubs = all_hubs(session)
    if len(hubs) == 1:
        return hubs[0]
    if not hubs:
        raise click.ClickException("まだ拠点がありません。notifier hub create で作ってください。")
    names = ", ".join(hub.slug for hub in hubs)
    raise click.UsageError(f"拠点がいくつもあります。--hub で選んでください: {names}")


def machine_actor() -> Actor:
    """A command run on the machine; it never counts as the second person."""
    user = getpass.getuser()
    return Actor("operator", f"この機械（OSユーザー {user}）", user)


def plain(value: object) -> str:
    """A value JSON has no form for: moments and days as ISO 8601, anything else as its text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def emit(data: object, *, as_json: bool, text: str) -> None:
    """Print ``data`` as one JSON document, or ``text`` for people."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, default=plain))
    else:
        click.echo(text)


def write_file(out: str, body: bytes) -> None:
    """Write ``body`` to the file ``out``; BadInputError says where it cannot be written."""
    try:
        Path(out).write_bytes(body)
    except OSError as error:
        raise BadInputError(
            f"{out} に書けません（{error.strerror}）。別の場所を --out で指定してください。"
        ) from error
