"""The operator's commands: ``notifier …``.

Each command stands in a file of its own and is imported when it is asked for. A command parses,
opens one transaction, calls one verb and prints; exit 0 done, 1 failed with one line that says
why and the remedy, 2 wrong usage.
"""

import importlib
import importlib.util
import sys
from typing import Any

import click
import structlog
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from notifier.cli.usage import in_our_words
from notifier.config import SettingsError, settings
from notifier.kit import clock, logs
from notifier.kit.errors import NotifierError

COMMANDS = {
    "backup": "Write an encrypted backup.",
    "desk": "The queue without a browser.",
    "doctor": "Check every dependency and setting.",
    "edition": "Compose, show, approve, send and stop editions.",
    "export": "Open data of the public listings.",
    "hub": "Create and set up hubs.",
    "indicators": "Figures and the evaluation sheet.",
    "intake": "Import what groups sent as files.",
    "mailroom": "Single messages and bounces.",
    "migrate": "Bring the schema to head.",
    "practice": "Believable data, and the main job headless.",
    "restore": "Bring a backup back, everything held.",
    "run": "Start the processes.",
    "staff": "Invite staff.",
    "subscribers": "Import and export readers.",
    "tick": "Do everything that is due now.",
    "version": "Print the version.",
}

QUIET: tuple[list[str], ...] = (
    [],
    ["version"],
    ["--help"],
    ["doctor"],
)  # these speak even when a setting is wrong


class Commands(click.Group):
    """Finds ``notifier/cli/<name>.py`` when ``notifier <name>`` is asked for."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as Click calls it
    ) -> click.Context:
        """Read what stands before the command."""
        with in_our_words():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Read the command and what stands behind it, and do it."""
        with in_our_words():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands this build has."""
        del ctx
        return [name for name in COMMANDS if importlib.util.find_spec(f"notifier.cli.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object in that file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"notifier.cli.{cmd_name}").command
        return found


@click.group(cls=Commands)
def cli() -> None:
    """notifier: 地域子育て支援拠点のお知らせサービス."""


log = structlog.get_logger()

NO_SUCH_TABLE = "42P01"  # PostgreSQL's code; SQLite calls it an OperationalError
DATABASE_GONE = (
    "データベースを使えません。つながらないか、壊れているか、表がまだありません。"
    "notifier doctor で確かめ、はじめてのときは notifier migrate を実行してください。"
)


def main() -> None:
    """Run a command; an error we foresaw becomes one line and exit 1."""
    logs.set_up()
    try:
        if sys.argv[1:3] != ["practice", "walk"] and sys.argv[1:2] not in QUIET:
            clock.set_offset(settings().clock_offset)
        cli(standalone_mode=True)
    except (NotifierError, SettingsError) as error:
        click.echo(f"notifier: {error}", err=True)
        sys.exit(1)
    except DBAPIError as error:
        if not _is_gone(error):
            _say_unforeseen(error)
        else:
            click.echo(f"notifier: {DATABASE_GONE}", err=True)
        sys.exit(1)
    except Exception as error:  # whatever it is, a person gets a sentence
        _say_unforeseen(error)
        sys.exit(1)


def _say_unforeseen(error: Exception) -> None:
    """A fault of ours: where it happened for whoever mends it, and a sentence for who met it."""
    log.error("command.failed", exc_info=error)
    click.echo(
        f"notifier: 思いがけないことが起きて、終わりまでできませんでした（{type(error).__name__}）。"
        "notifier doctor で確かめ、それでも続くときは、すぐ上の行を管理の担当者に見せてください。",
        err=True,
    )


def _is_gone(error: DBAPIError) -> bool:
    """Whether the database is away, damaged or empty, which is no fault of a command."""
    is_away = isinstance(error, OperationalError | InterfaceError)
    return (
        is_away
        or type(error) is DatabaseError
        or getattr(error.orig, "sqlstate", "") == NO_SUCH_TABLE
    )
