"""The files of a printed edition: Word, PDF and the text twin, made from the same paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.board import Board
from notifier.editions.board_paper import board_paper
from notifier.editions.board_view import BOARD
from notifier.editions.formats import PAPER
from notifier.editions.hub_template import hub_template
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.editions.newsletter_paper import newsletter_paper
from notifier.editions.paper import Paper
from notifier.kit.errors import BadInputError, NotFoundError


class NotPrintedError(BadInputError):
    """This kind of edition has no files."""


class NoSuchFormatError(NotFoundError):
    """A file format nobody makes."""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file. ``pages`` is None where only the word processor knows."""

    format: str
    filename: str
    content_type: str
    data: bytes
    pages: int | None


def print_files(
    session: Session, edition: Edition, *, formats: Iterable[str] = (), now: datetime
) -> list[PrintedFile]:
    """The files of ``edition`` in the formats asked for (none named: every one its kind has), all
    from one reading of its items.

    An approved edition gives the same content every time; only the hub's own Word template may
    change its looks. Raises ``BadTemplateError`` naming fields of that template we do not know.
    """
    kind = kind_of(edition.kind)
    if kind.is_sent:
        raise NotPrintedError(f"「{kind.name}」には、印刷用のファイルはありません。")
    paper = paper_as_it_stands(session, edition, now=now)
    made = []
    for key in tuple(formats) or kind.formats:
        if key not in kind.formats:
            there = "・".join(kind.formats)
            raise NoSuchFormatError(f"その形式のファイルはありません。{there} があります。")
        piece = PAPER[key]
        data = piece.issue(
            paper,
            folder=kind.templates,
            at=edition.approved_at or now,
            template=hub_template(edition.hub_id, kind.key) if key == "docx" else None,
        )
        name = kind.file_name(edition.on, piece.SUFFIX)
        made.append(PrintedFile(key, name, piece.CONTENT_TYPE, data, piece.pages(data)))
    return made


def paper_as_it_stands(session: Session, edition: Edition, *, now: datetime) -> Paper | Board:
    """What the formats of a printed kind show."""
    if kind_of(edition.kind).key == BOARD:
        return board_paper(session, edition, now=now)
    return newsletter_paper(session, edition, now=now)
