"""Roles, rights, and ending somebody's work in a hub."""

from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from notifier import accounts
from notifier.accounts import RIGHTS, Membership, Role, Staff, may
from notifier.audit import Actor
from notifier.hubs import Hub


def _staff(session: Session, hub: Hub, role: Role, now: datetime, number: int) -> Staff:
    staff = Staff(
        email=f"s{number}@example.jp", name=f"担当{number}", password_hash="", created_at=now
    )
    session.add(staff)
    session.flush()
    session.add(Membership(hub_id=hub.id, staff_id=staff.id, role=role, created_at=now))
    session.flush()
    return staff


def test_the_table_of_rights() -> None:
    assert not may(Role.VOLUNTEER, "see_readers")
    assert not may(Role.VOLUNTEER, "judge")
    assert may(Role.EDITOR, "judge")
    assert not may(Role.EDITOR, "approve_edition")
    assert may(Role.PUBLISHER, "send")
    assert not may(Role.PUBLISHER, "settings")
    assert may(Role.ADMIN, "export")
    ordered = [RIGHTS[role] for role in Role]
    assert all(lower < higher for lower, higher in pairwise(ordered))


def test_a_role_changes_and_the_last_admin_stays(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    admin = _staff(session, hub, Role.ADMIN, now, 1)
    editor = _staff(session, hub, Role.EDITOR, now, 2)

    for leave in (
        lambda: accounts.change_role(session, hub, admin.id, role="editor", by=machine, now=now),
        lambda: accounts.end_membership(session, hub, admin.id, by=machine, now=now),
    ):
        with pytest.raises(accounts.LastAdminError):
            leave()

    accounts.change_role(session, hub, editor.id, role="admin", by=machine, now=now)
    accounts.end_membership(session, hub, admin.id, by=machine, now=now)

    assert accounts.role_in(session, admin.id, hub.id) is None
    assert [line.staff.id for line in accounts.staff_of(session, hub.id)] == [editor.id]


def test_another_hubs_staff_are_not_found(
    session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
) -> None:
    stranger = _staff(session, other_hub, Role.EDITOR, now, 1)

    with pytest.raises(accounts.StaffNotFoundError):
        accounts.end_membership(session, hub, stranger.id, by=machine, now=now)
    with pytest.raises(accounts.StaffNotFoundError):
        accounts.change_role(session, hub, stranger.id, role="admin", by=machine, now=now)
    assert accounts.staff_by_email(session, hub.id, stranger.email) is None
    assert accounts.staff_by_email(session, other_hub.id, stranger.email) is stranger
