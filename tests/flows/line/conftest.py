"""A hub with its two LINE accounts, and phones that talk with them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.directory import Group
from notifier.hubs import ChannelPurpose, Hub
from tests.flows.line.phone import GroupPhone, ParentPhone
from tests.line_account import add_line_channel


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that reads what the ticks wrote."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def parent(session: Session, hub: Hub, now: datetime) -> ParentPhone:
    """A parent who writes to the readers' account."""
    return ParentPhone(session, add_line_channel(session, hub, ChannelPurpose.READERS), now)


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> Group:
    """The group she speaks for once she is known."""
    made = directory.add_group(session, hub, name="藤だなサロン", by=editor, now=now)
    session.commit()
    return made


@pytest.fixture
def phone(session: Session, hub: Hub, now: datetime) -> GroupPhone:
    """Somebody unknown who writes to the groups' account."""
    return GroupPhone(session, add_line_channel(session, hub, ChannelPurpose.GROUPS), now)


@pytest.fixture
def known(phone: GroupPhone, group: Group, editor: Actor) -> GroupPhone:
    """The phone of somebody who sent her code."""
    _, code = directory.issue_line_code(
        phone.session, group, life=directory.BY_DESK, by=editor, now=phone.now
    )
    phone.session.commit()
    assert "藤だなサロン" in phone.say(code)
    return phone
