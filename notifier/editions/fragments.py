"""Fragments: what many mails of an edition share is kept once, however many selections there are."""

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from notifier.editions.models import ContentGroup, Edition, Fragment


class FragmentStore:
    """The fragments of one edition, written as they come."""

    def __init__(self, session: Session, edition: Edition) -> None:
        self._session = session
        self._edition = edition
        self._stored = self._look()
        self._ids: dict[str, int] = {}

    def keep(self, pieces: Iterable[str]) -> None:
        """Write those that are not there yet."""
        new = {one: _digest(one) for one in pieces if one not in self._ids}
        missing = {digest: one for one, digest in new.items() if digest not in self._stored}
        if missing:
            self._session.execute(
                insert(Fragment),
                [
                    {
                        "hub_id": self._edition.hub_id,
                        "edition_id": self._edition.id,
                        "digest": digest,
                        "body": _one_line_end(one),
                    }
                    for digest, one in missing.items()
                ],
            )
            self._stored = self._look()
        self._ids |= {one: self._stored[digest] for one, digest in new.items()}

    def ids(self, pieces: Iterable[str]) -> list[int]:
        """The ids of pieces that were kept, in order."""
        return [self._ids[one] for one in pieces]

    def _look(self) -> dict[str, int]:
        rows = self._session.execute(
            select(Fragment.digest, Fragment.id).where(Fragment.edition_id == self._edition.id)
        )
        return {key: value for key, value in rows}  # noqa: C416 - rows are not pairs


def fragments(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The words of these fragments, by id."""
    rows = session.execute(select(Fragment.id, Fragment.body).where(Fragment.id.in_(ids)))
    return {key: value for key, value in rows}  # noqa: C416 - rows are not pairs


def mail_of(session: Session, group: ContentGroup) -> tuple[str, str]:
    """A content group's whole mail, plain and HTML, with its personal places; "" for none."""
    found = fragments(session, {*group.text_fragments, *group.html_fragments})
    plain, html = (
        "".join(found[one] for one in ids) for ids in (group.text_fragments, group.html_fragments)
    )
    return plain, html


def _digest(piece: str) -> str:
    return hashlib.sha256(piece.encode()).hexdigest()


def _one_line_end(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
