"""The trail: who did what, in a sentence a person can read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row

ActorKind = Literal["staff", "machine", "group", "reader", "operator", "reviewer"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as plain values, so that every room may name one.

    ``id`` is a staff id (as text), a process name or empty; ``label`` is what people read.
    Only a ``staff`` actor counts as a named person who may approve.
    """

    kind: ActorKind
    label: str
    id: str = ""

    @property
    def key(self) -> str:
        """A short stable text to compare two actors by (two persons must be two keys)."""
        return f"{self.kind}:{self.id or self.label}"


def machine(process: str) -> Actor:
    """What happens by itself: people read one word for all of it, ``process`` says which it was."""
    return Actor("machine", "自動処理", process)


class AuditEntry(Row):
    """One sentence of the trail. Never changed, never deleted before retention says so."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "hub_id", "subject_kind", "subject_id", "id"),
        Index("ix_audit_entries_at", "hub_id", "at"),
    )

    hub_id: Mapped[int | None]
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_label: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int | None]
    sentence: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
