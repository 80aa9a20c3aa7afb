"""Reads of editions."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.kinds import KINDS
from notifier.editions.models import (
    ContentGroup,
    ContentGroupProfile,
    Edition,
    EditionState,
    Link,
    ReviewLink,
)
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError
from notifier.subscribers import PreferenceProfile, Wishes, wishes_of

EDITIONS_SHOWN = 60


class EditionNotFoundError(NotFoundError):
    """No such edition in this hub."""


def find_edition(session: Session, hub_id: int, edition_id: int) -> Edition:
    """That edition of this hub."""
    found = session.scalar(
        select(Edition).where(Edition.hub_id == hub_id, Edition.id == edition_id)
    )
    if found is None:
        raise EditionNotFoundError("この便は見つかりません。")
    return found


def printed_with_voices(session: Session, hub_id: int) -> list[Edition]:
    """The hub's printed issues that tell voices, locked and read anew, oldest first."""
    printed = [kind.key for kind in KINDS.values() if not kind.is_sent]
    rows = session.scalars(
        select(Edition)
        .where(Edition.hub_id == hub_id, Edition.kind.in_(printed))
        .order_by(Edition.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [edition for edition in rows if edition.voices]


def edition_on(session: Session, hub_id: int, *, kind: str, on: date) -> Edition | None:
    """The edition of a kind and day, when it was composed already."""
    return session.scalar(
        select(Edition).where(Edition.hub_id == hub_id, Edition.kind == kind, Edition.on == on)
    )


def latest_edition(session: Session, hub_id: int, *, kind: str, until: date) -> Edition | None:
    """The edition of a kind with the newest day up to ``until``."""
    return session.scalar(
        select(Edition)
        .where(Edition.hub_id == hub_id, Edition.kind == kind, Edition.on <= until)
        .order_by(Edition.on.desc())
        .limit(1)
    )


def waiting_for_second(session: Session, hub: Hub) -> list[Edition]:
    """The hub's approved editions that go nowhere without a second person, soonest first."""
    if not hub.second_person:
        return []
    rows = session.scalars(
        select(Edition)
        .where(
            Edition.hub_id == hub.id,
            Edition.state == EditionState.APPROVED,
            Edition.is_off_schedule.is_(True),
            Edition.second_at.is_(None),
        )
        .order_by(Edition.send_at, Edition.id)
    )
    return list(rows)


def editions(
    session: Session, hub_id: int, *, kind: str = "", limit: int = EDITIONS_SHOWN
) -> list[Edition]:
    """The hub's editions of a kind (without one: of every kind that is sent), newest day first."""
    sent = [one.key for one in KINDS.values() if one.is_sent]
    rows = session.scalars(
        select(Edition)
        .where(Edition.hub_id == hub_id, Edition.kind.in_([kind] if kind else sent))
        .order_by(Edition.on.desc(), Edition.id.desc())
        .limit(limit)
    )
    return list(rows)


def due_editions(session: Session, *, now: datetime) -> list[Edition]:
    """Approved editions whose time has come, of all hubs, oldest first. A kind that is not sent
    is never due, nor one that somebody is just planning or changing.
    """
    sent = [kind.key for kind in KINDS.values() if kind.is_sent]
    rows = session.scalars(
        select(Edition)
        .where(
            Edition.kind.in_(sent),
            Edition.state == EditionState.APPROVED,
            Edition.send_at <= now,
        )
        .order_by(Edition.send_at, Edition.id)
        .with_for_update(skip_locked=True)
    )
    return list(rows)


def find_review(session: Session, edition: Edition, review_id: int) -> ReviewLink:
    """That review link of this edition."""
    found = session.scalar(
        select(ReviewLink).where(
            ReviewLink.hub_id == edition.hub_id,
            ReviewLink.edition_id == edition.id,
            ReviewLink.id == review_id,
        )
    )
    if found is None:
        raise EditionNotFoundError("この確認リンクは見つかりません。")
    return found


def content_groups(session: Session, edition: Edition) -> list[ContentGroup]:
    """The content groups readers of this edition belong to."""
    used = select(ContentGroupProfile.content_group_id).where(
        ContentGroupProfile.edition_id == edition.id
    )
    rows = session.scalars(
        select(ContentGroup).where(ContentGroup.id.in_(used)).order_by(ContentGroup.id)
    )
    return list(rows)


def find_link(session: Session, code: str) -> Link | None:
    """The link behind a code; codes are unique over all hubs."""
    return session.scalar(select(Link).where(Link.code == code))


def wishes_of_profile(session: Session, hub_id: int, profile_id: int) -> Wishes:
    """The wishes of one profile of this hub, for a preview."""
    profile = session.scalar(
        select(PreferenceProfile).where(
            PreferenceProfile.hub_id == hub_id, PreferenceProfile.id == profile_id
        )
    )
    if profile is None:
        raise EditionNotFoundError("その読者の見本は、もうありません。ページを開き直してください。")
    return wishes_of(profile)
