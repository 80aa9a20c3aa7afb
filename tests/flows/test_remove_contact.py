"""A contact is struck out: what it followed goes over, and its links open nothing."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import audit, directory, intake
from notifier.audit import Actor
from notifier.directory import Contact, Group
from notifier.flows.remove_contact import remove_contact
from notifier.hubs import Hub

OLD, NEW = "old@example.jp", "new@example.jp"


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> Group:
    return directory.add_group(session, hub, name="サロンA", by=editor, now=now)


def contact(session: Session, group: Group, email: str, by: Actor, now: datetime) -> Contact:
    return directory.add_contact(
        session, group, label="代表", email=email, phone="045-000-0000", by=by, now=now
    )


def handed_in(session: Session, hub: Hub, group_id: int | None, title: str) -> intake.Submission:
    arrival = intake.Arrival(hub.id, "staff_entry", {}, group_id=group_id, submitter_email=OLD)
    draft = intake.ListingDraft(title=title)
    by, now = Actor("staff", "編集担当A", "1"), datetime.fromisoformat("2026-11-20T12:00+09:00")
    return intake.receive(session, draft, arrival=arrival, by=by, now=now).submission


def test_the_next_address_follows_what_the_old_one_followed(
    session: Session, hub: Hub, group: Group, editor: Actor, now: datetime
) -> None:
    old = contact(session, group, OLD, editor, now)
    contact(session, group, NEW, editor, now)
    ours = handed_in(session, hub, group.id, "おはなし会")
    another = handed_in(session, hub, None, "よその会")
    _, token = intake.issue_link(session, hub, email=OLD, now=now)
    remove_contact(session, group, old, by=editor, now=now)
    assert [one.email for one in directory.contacts(session, hub.id, group.id)] == [NEW]
    assert (ours.submitter_email, another.submitter_email) == (NEW, OLD)
    assert directory.group_by_contact(session, hub.id, email=OLD) is None
    with pytest.raises(intake.SubmitterLinkError):
        intake.open_link(session, hub.id, token, now=now)
    newest = audit.history(session, hub.id, subject=("group", group.id))[0]
    assert newest.sentence == "編集担当Aが団体「サロンA」の連絡先（代表）を外しました。"


def test_without_another_address_nobody_is_written_to(
    session: Session, hub: Hub, group: Group, editor: Actor, now: datetime
) -> None:
    old = contact(session, group, OLD, editor, now)
    ours = handed_in(session, hub, group.id, "おはなし会")
    remove_contact(session, group, old, by=editor, now=now)
    assert ours.submitter_email == ""


def test_an_address_written_down_twice_stays(
    session: Session, hub: Hub, group: Group, editor: Actor, now: datetime
) -> None:
    twice = contact(session, group, OLD, editor, now)
    contact(session, group, OLD, editor, now)
    ours = handed_in(session, hub, group.id, "おはなし会")
    _, token = intake.issue_link(session, hub, email=OLD, now=now)
    remove_contact(session, group, twice, by=editor, now=now)
    assert ours.submitter_email == OLD
    assert intake.open_link(session, hub.id, token, now=now)
