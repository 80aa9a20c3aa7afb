"""The sender hears of the approval, a little later, and of its undoing only when it was told."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial import Case, approve, check, undo
from notifier.editorial.tell_sender import SECOND_THOUGHTS
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage, OutboxState
from tests.editorial.conftest import DRAFT, MakeCase

ADDRESS = "salon@example.jp"


def mails(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.mark.parametrize("is_verified", [True, False])
def test_the_sender_is_told_with_the_page(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor, is_verified: bool
) -> None:
    case = make_case(
        draft=replace(DRAFT, outlets=("web", "line")),
        submitter_email=ADDRESS,
        is_verified_sender=is_verified,
    )
    listing = approve(session, case, version=1, by=editor, now=now)
    (mail,) = mails(session)
    assert (mail.recipient, mail.due_at) == (ADDRESS, now + SECOND_THOUGHTS)
    assert mail.body["subject"] == f"【{hub.name}】掲載しました"
    assert f"/{hub.slug}/events/{listing.id}\n" in mail.body["text"]
    assert f"/{hub.slug}/g/" in mail.body["text"]
    assert ("ベビーマッサージ" in mail.body["text"]) is is_verified


def test_without_a_page_no_address_of_one_is_given(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    draft = replace(DRAFT, outlets=("pamatoko",))
    case = make_case(draft=draft, submitter_email=ADDRESS)
    approve(session, case, version=1, by=editor, now=now)
    (mail,) = mails(session)
    assert "/events/" not in mail.body["text"]
    assert "お選びいただいた先に" in mail.body["text"]


def test_without_an_address_nothing_is_sent(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case()
    approve(session, case, version=1, by=editor, now=now)
    undo(session, case, version=2, by=editor, now=now)
    assert mails(session) == []


def test_an_undo_in_time_recalls_the_mail_and_a_second_approval_tells(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(submitter_email=ADDRESS)
    approve(session, case, version=1, by=editor, now=now)
    undo(session, case, version=2, by=editor, now=now)
    assert mails(session) == []
    approve(session, case, version=3, by=editor, now=now + SECOND_THOUGHTS)
    assert len(mails(session)) == 1


def test_an_undo_afterwards_says_that_the_desk_looks_again(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(submitter_email=ADDRESS)
    approve(session, case, version=1, by=editor, now=now)
    (told,) = mails(session)
    told.state = OutboxState.SENT
    session.flush()
    undo(session, case, version=2, by=editor, now=now + SECOND_THOUGHTS)
    _, second = mails(session)
    assert "もう一度、確認" in second.body["text"]
    assert second.due_at == now + SECOND_THOUGHTS


def test_a_correction_is_called_one(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = make_case(submitter_email=ADDRESS)
    listing = approve(session, first, version=1, by=editor, now=now)
    second = make_case(submitter_email=ADDRESS, title="ベビーマッサージの会")
    second.corrects_listing_id = listing.id
    session.flush()
    approve(session, second, version=1, by=editor, now=now, despite=_asked(session, second, now))
    assert mails(session)[1].body["subject"].endswith("訂正を反映しました")


def _asked(session: Session, case: Case, now: datetime) -> tuple[str, ...]:
    return tuple(one.key for one in check(session, case, now=now) if one.level == "ask")
