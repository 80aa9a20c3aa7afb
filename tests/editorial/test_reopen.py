"""A refusal or a merge is taken back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor, history
from notifier.editorial import (
    Case,
    CaseState,
    StaleCaseError,
    WrongStateError,
    merge,
    reject,
    reopen,
)
from notifier.hubs import Hub
from notifier.mailroom import OutboxMessage, OutboxState
from tests.editorial.conftest import MakeCase

SENDER = "salon@example.jp"


def outbox(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.fixture
def refused(session: Session, make_case: MakeCase, now: datetime, editor: Actor) -> Case:
    case = make_case(submitter_email=SENDER)
    reject(session, case, reason="営利のため", version=1, by=editor, now=now)
    return case


def test_a_refusal_taken_back_in_time_is_never_told(
    session: Session, hub: Hub, refused: Case, now: datetime, editor: Actor
) -> None:
    (mail,) = outbox(session)
    assert mail.due_at == now + timedelta(minutes=10)
    reopen(session, refused, version=2, by=editor, now=now + timedelta(minutes=9))
    assert (refused.state, refused.version) == (CaseState.WAITING, 3)
    assert (refused.reason, refused.decided_by, refused.decided_at) == ("", "", None)
    assert outbox(session) == []
    newest = history(session, hub.id, subject=("case", refused.id))[0]
    assert "のお断りを取り消し、確認待ちに戻しました" in newest.sentence


def test_one_already_told_is_followed_by_a_mail(
    session: Session, refused: Case, now: datetime, editor: Actor
) -> None:
    (told,) = outbox(session)
    told.state, told.attempts = OutboxState.SENT, 1
    reopen(session, refused, version=2, by=editor, now=now + timedelta(hours=1))
    (_, again) = outbox(session)
    assert again.recipient == SENDER
    assert (
        "掲載を見送るとお知らせしましたが、もう一度、確認することになりました" in again.body["text"]
    )
    assert "掲載したと" not in again.body["text"]


def test_a_second_refusal_is_told_again(
    session: Session, refused: Case, now: datetime, editor: Actor
) -> None:
    reopen(session, refused, version=2, by=editor, now=now)
    reject(session, refused, reason="区外のため", version=3, by=editor, now=now)
    (mail,) = outbox(session)
    assert "区外のため" in mail.body["text"]


def test_a_merge_is_taken_back_without_a_mail(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case, other = make_case(submitter_email=SENDER), make_case(title="えほんの会")
    merge(session, case, into=other, version=1, by=editor, now=now)
    reopen(session, case, version=2, by=editor, now=now)
    assert (case.state, case.merged_into_id) == (CaseState.WAITING, None)
    assert outbox(session) == []


def test_a_version_its_sender_replaced_stays_replaced(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    case = make_case(external_id="same", submitter_email=SENDER)
    newer = make_case(external_id="same", revision=2, title="新しい版", content_hash="n")
    assert case.state is CaseState.MERGED
    with pytest.raises(WrongStateError, match=f"受付番号{newer.id}"):
        reopen(session, case, version=2, by=editor, now=now)


def test_only_what_was_seen_is_taken_back(
    session: Session, make_case: MakeCase, refused: Case, now: datetime, editor: Actor
) -> None:
    with pytest.raises(StaleCaseError):
        reopen(session, refused, version=1, by=editor, now=now)
    with pytest.raises(WrongStateError, match="決めたことを取り消す"):
        reopen(session, make_case(), version=1, by=editor, now=now)
