"""A command typed wrongly is answered in Japanese: what is missing, unknown or not understood."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import IO, Any

import click

_VALUE = re.compile(r"'(.*?)'", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
TAKES_NO_VALUE = "does not take a value"


class WrongUsage(click.UsageError):
    """A usage error in our words; ``show`` stands in for Click's English frame."""

    def show(self, file: IO[Any] | None = None) -> None:
        """How the command is used, where to read more, and what was wrong, on standard error."""
        lines = []
        if self.ctx is not None:
            usage = self.ctx.get_usage().removeprefix("Usage: ")
            lines = [f"使い方: {usage}", f"くわしくは {self.ctx.command_path} --help"]
        click.echo("\n".join([*lines, f"notifier: {self.message}"]), file=file, err=file is None)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what Click says of a wrong usage into ours; a call for help stays one."""
    try:
        yield
    except (click.exceptions.NoArgsIsHelpError, WrongUsage):
        raise
    except click.UsageError as error:
        raise WrongUsage(say(error), ctx=error.ctx) from None


def say(error: click.UsageError) -> str:
    """What is wrong, in a sentence."""
    match error:
        case click.MissingParameter():
            said = _missing(error)
        case click.BadParameter():
            said = f"{_hint(error)} が読めません。{_wanted(error)}"
        case click.NoSuchOption():
            known = [name for one in _parameters(error) for name in one.opts]
            near = _near(error.option_name, known)
            said = f"{error.option_name} という指定はありません。{near}"
        case click.exceptions.NoSuchCommand():
            near = _near(error.command_name, _commands(error))
            said = f"{error.command_name} というコマンドはありません。{near}"
        case click.BadOptionUsage() if TAKES_NO_VALUE in error.message:
            said = f"{error.option_name} には、値を書けません。"
        case click.BadOptionUsage():
            said = f"{error.option_name} のうしろに、値を書いてください。"
        case _ if extra := _EXTRA.fullmatch(error.message.rstrip(".")):
            said = f"{extra[1]} は余分です。取ってください。"
        case _:
            said = error.format_message()
    return said


def _missing(error: click.MissingParameter) -> str:
    kind = "指定" if isinstance(error.param, click.Option) else "引数"
    choices = _choices(error.param)
    return f"{kind} {_hint(error)} がありません。" + (
        f"{choices} のどれかを書いてください。" if choices else ""
    )


def _hint(error: click.BadParameter) -> str:
    """「--role」「EDITION_ID」; an argument that is one of a few words has no other name than these."""
    if error.param is None:
        return str(error.param_hint or "値")
    said = error.param.get_error_hint(error.ctx).replace("'", "")
    return (error.param.name or "").upper() if said.startswith("{") else said


def _wanted(error: click.BadParameter) -> str:
    """What may be written there. A sentence of ours passes; of Click's only the value is kept."""
    found = _VALUE.search(error.message)
    value = f"「{found[1]}」" if found else "その値"
    kind = error.param.type if error.param is not None else None
    if not _VALUE.sub("", error.message).isascii():
        return error.message
    if choices := _choices(error.param):
        return f"{value}ではなく、{choices} のどれかを書いてください。"
    if isinstance(kind, click.Path | click.File):
        return f"{value}を開けません。場所と名前を確かめてください。"
    if isinstance(kind, click.IntRange):
        return f"{kind.min} から {kind.max} までの数を書いてください。"
    if kind in (click.INT, click.FLOAT):
        return f"{value}ではなく、数を書いてください。"
    return error.message


def _choices(param: click.Parameter | None) -> str:
    if param is None or not isinstance(param.type, click.Choice):
        return ""
    return "、".join(str(one) for one in param.type.choices)


def _parameters(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.get_params(error.ctx) if error.ctx is not None else []


def _commands(error: click.UsageError) -> list[str]:
    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return []
    return error.ctx.command.list_commands(error.ctx)


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"{near[0]} のことですか。" if near else ""
