"""Contacts: private, at least one way to reach, and a way back to the group."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.directory import Group
from notifier.hubs import Hub
from notifier.mailroom import BadAddressError


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> directory.Group:
    return directory.add_group(session, hub, name="サロンA", by=editor, now=now)


def test_a_full_width_address_is_read(
    session: Session, hub: Hub, group: Group, editor: Actor, now: datetime
) -> None:
    directory.add_contact(
        session, group, label="代表", email="Ｓａｌｏｎ＠example.jp", by=editor, now=now
    )
    assert directory.group_by_contact(session, hub.id, email="salon@EXAMPLE.jp") is group
    assert directory.group_by_contact(session, hub.id) is None


def test_without_any_way_to_reach_it_is_refused(
    session: Session, group: Group, editor: Actor, now: datetime
) -> None:
    with pytest.raises(directory.DirectoryInputError, match="どれか一つ"):
        directory.add_contact(session, group, label="代表", by=editor, now=now)
    with pytest.raises(BadAddressError):
        directory.add_contact(session, group, label="代表", email="salon", by=editor, now=now)


def test_a_person_of_two_groups_speaks_for_neither_unasked(
    session: Session, hub: Hub, group: Group, editor: Actor, now: datetime
) -> None:
    second = directory.add_group(session, hub, name="サロンB", by=editor, now=now)
    for one in (group, second):
        directory.add_contact(session, one, label="代表", email="x@example.jp", by=editor, now=now)
    assert directory.group_by_contact(session, hub.id, email="x@example.jp") is None


@pytest.mark.parametrize("box", ["label", "phone", "fax"])
def test_a_text_too_long_is_refused_and_not_cut(
    session: Session, group: Group, editor: Actor, now: datetime, box: str
) -> None:
    typed = {"label": "代表", "phone": "045-000-0000", "fax": ""} | {box: "1" * 101}
    with pytest.raises(directory.DirectoryInputError, match="文字までに") as refused:
        directory.add_contact(session, group, **typed, by=editor, now=now)
    assert refused.value.field == box
