"""The people of a practice hub, one per role, and how they sign."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import accounts, hubs
from notifier.audit import Actor
from notifier.cli.sign_ins import ROLES, address, password
from notifier.kit.errors import NotFoundError

MACHINE = Actor("machine", "練習データ", "practice")


def make_people(session: Session, hub: hubs.Hub, now: datetime) -> None:
    """One person per role, and a second publisher."""
    for key, label in ROLES:
        role = accounts.Role("publisher" if key == "second" else key)
        _invitation, token = accounts.invite(
            session, hub, email=address(key, hub.slug), role=role, by=MACHINE, now=now
        )
        accounts.accept_invitation(session, token, name=label, password=password(hub.slug), now=now)


def staff(session: Session, hub: hubs.Hub, role_key: str) -> Actor:
    """A practice person as actor."""
    person = accounts.staff_by_email(session, hub.id, address(role_key, hub.slug))
    if person is None:
        raise NotFoundError("練習用の担当者がいません。notifier practice fill で作ってください。")
    return accounts.staff_actor(person)


def district_key(session: Session, hub: hubs.Hub, number: int) -> str:
    """The key of the n-th district, "" for the whole ward."""
    keys = [district.key for district in hubs.districts(session, hub.id)]
    return keys[number - 1] if 0 < number <= len(keys) else ""
