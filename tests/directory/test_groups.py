"""Groups: written down once, found by folded name, trusted only by staff."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import audit, directory
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError


def test_a_group_is_found_however_its_name_is_typed(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = directory.add_group(session, hub, name="子育てサロン　Ａ", by=editor, now=now)
    for typed in ("子育てサロンA", "子育て サロン ａ", "「子育てサロンＡ」"):
        assert directory.find_group(session, hub.id, typed) is made
    assert directory.find_group(session, hub.id, "子育てサロン") is None
    assert directory.find_group(session, hub.id, "") is None


def test_the_same_name_twice_is_refused(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    directory.add_group(session, hub, name="サロンA", by=editor, now=now)
    with pytest.raises(directory.AlreadyListedError, match="すでに登録"):
        directory.add_group(session, hub, name="サロン Ａ", by=editor, now=now)
    directory.add_group(session, other_hub, name="サロンA", by=editor, now=now)


def test_what_cannot_be_taken_says_which_field(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    with pytest.raises(directory.DirectoryInputError) as caught:
        directory.add_group(session, hub, name="　", by=editor, now=now)
    assert caught.value.field == "name"
    with pytest.raises(directory.DirectoryInputError) as caught:
        directory.add_group(session, hub, name="サロンA", district_key="zz", by=editor, now=now)
    assert caught.value.field == "district_key"
    with pytest.raises(directory.DirectoryInputError):
        directory.add_group(session, hub, name="サロンA", key="../x", by=editor, now=now)


def test_trust_is_said_in_the_trail(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    group = directory.add_group(
        session, hub, name="サロンA", district_key="d1", key="salon-a", by=editor, now=now
    )
    assert not group.is_trusted
    directory.change_group(session, group, is_trusted=True, district_key="d2", by=editor, now=now)
    session.flush()
    latest = audit.history(session, hub.id, subject=("group", group.id))[0]
    assert "信頼" in latest.sentence
    assert group.district_key == "d2"


def test_another_hub_never_finds_it(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="サロンA", key="salon-a", by=editor, now=now)
    directory.add_contact(
        session, group, label="代表", email="salon@example.jp", by=editor, now=now
    )
    assert directory.find_group(session, other_hub.id, "サロンA") is None
    assert directory.groups(session, other_hub.id) == []
    assert directory.contacts(session, other_hub.id, group.id) == []
    assert directory.group_by_contact(session, other_hub.id, email="salon@example.jp") is None
    assert directory.group_ids_by_name(session, other_hub.id) == {}
    with pytest.raises(NotFoundError):
        directory.get_group(session, other_hub.id, group.id)
    with pytest.raises(NotFoundError, match="salon-a"):
        directory.group_by_key(session, other_hub.id, "salon-a")


def test_a_group_is_renamed_but_not_into_another(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="サロンA", by=editor, now=now)
    directory.add_group(session, hub, name="サロンB", by=editor, now=now)
    directory.change_group(session, group, name="ひだまりサロン", by=editor, now=now)
    assert directory.find_group(session, hub.id, "ひだまり サロン") is group
    assert directory.find_group(session, hub.id, "サロンA") is None
    latest = audit.history(session, hub.id, subject=("group", group.id))[0]
    assert "団体「サロンA」の名前（「ひだまりサロン」へ）を変えました" in latest.sentence
    directory.change_group(session, group, name="ひだまりサロン", by=editor, now=now)
    assert audit.history(session, hub.id, subject=("group", group.id))[0] is latest
    with pytest.raises(directory.AlreadyListedError):
        directory.change_group(session, group, name="サロンＢ", by=editor, now=now)
    with pytest.raises(directory.DirectoryInputError):
        directory.change_group(session, group, name="　", by=editor, now=now)
