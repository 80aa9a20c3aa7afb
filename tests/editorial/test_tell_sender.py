"""The sender hears of the approval, a little later, and of its undoing only when it was told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.config import settings
from notifier.editorial import Case, approve, check, undo
from notifier.editorial.tell_sender import SECOND_THOUGHTS
from notifier.hubs import Hub
from notifier.listings import Listing
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


def test_one_item_reads_as_one(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    draft = replace(DRAFT, outlets=("web", "line"))
    case = make_case(draft=draft, submitter_email=ADDRESS, is_verified_sender=True)
    listing = approve(session, case, version=1, by=editor, now=now)
    (mail,) = mails(session)
    page = f"{settings().base_url}/{hub.slug}/events/{listing.id}"
    assert mail.body["text"].startswith(
        f"{hub.name}です。\n\n"
        "11月20日(金)にお送りいただいた情報「ベビーマッサージ」を掲載しました。ありがとうございます。\n\n"
        f"みなさんが見るページ:\n{page}\n\nいまの状態を見たり"
    )
    assert f'<a href="{page}"' in mail.body["html"]


def test_what_is_approved_within_a_short_while_stands_in_one_mail(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    draft = replace(DRAFT, outlets=("web", "line"))
    pages = []
    for number in range(12):
        case = make_case(
            draft=draft, submitter_email=ADDRESS, is_verified_sender=True, title=f"第{number}回<b>"
        )
        at = now + number * timedelta(seconds=50)
        listing = _approve_anyway(session, case, editor, at)
        pages.append(f"/events/{listing.id}")
    (mail,) = mails(session)
    assert mail.due_at == now + 11 * timedelta(seconds=50) + SECOND_THOUGHTS
    assert mail.body["subject"].endswith("12件を掲載しました")
    for number, page in enumerate(pages):
        assert f"{number + 1}. 「第{number}回<b>」\n" in mail.body["text"]
        assert f"「第{number}回&lt;b&gt;」</a>" in mail.body["html"]
        assert f"{page}\n" in mail.body["text"]
        assert f'{page}"' in mail.body["html"]
    assert mail.body["text"].count("/g/") == 1, "one way to one's own items"


def test_nobody_waits_longer_than_half_an_hour_for_the_first(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    for minutes in (0, 9, 18, 21):
        case = make_case(submitter_email=ADDRESS, title=f"{minutes}分の会")
        _approve_anyway(session, case, editor, now + timedelta(minutes=minutes))
    first, second = mails(session)
    assert first.due_at == now + timedelta(minutes=28)
    assert second.due_at == now + timedelta(minutes=31)


def test_another_address_and_a_mail_on_its_way_are_left_alone(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    _approve_anyway(session, make_case(submitter_email=ADDRESS), editor, now)
    _approve_anyway(session, make_case(submitter_email="b@example.jp", title="い"), editor, now)
    mails(session)[0].attempts = 1  # a relay was busy; somebody may be sending it at this moment
    session.flush()
    _approve_anyway(session, make_case(submitter_email=ADDRESS, title="う"), editor, now)
    assert [mail.recipient for mail in mails(session)] == [ADDRESS, "b@example.jp", ADDRESS]


def test_an_undo_takes_one_item_out_of_the_mail(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    cases = [
        make_case(submitter_email=ADDRESS, is_verified_sender=True, title=title)
        for title in ("あ", "い", "う")
    ]
    for case in cases:
        _approve_anyway(session, case, editor, now)
    undo(session, cases[0], version=2, by=editor, now=now)
    (mail,) = mails(session)
    assert "「あ」" not in mail.body["text"] + mail.body["html"]
    assert "2. 「う」" in mail.body["text"]
    undo(session, cases[1], version=2, by=editor, now=now)
    (mail,) = mails(session)
    assert "情報「う」を掲載しました" in mail.body["text"], "one item reads as one again"
    undo(session, cases[2], version=2, by=editor, now=now)
    assert mails(session) == []


def test_an_unverified_senders_list_names_no_titles(
    session: Session, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    for title in ("あやしい会", "もっとあやしい会"):
        case = make_case(submitter_email=ADDRESS, is_verified_sender=False, title=title)
        _approve_anyway(session, case, editor, now)
    (mail,) = mails(session)
    assert "あやしい" not in mail.body["text"] + mail.body["html"] + mail.body["subject"]
    assert "2. 11月20日(金)にお送りいただいた情報\n" in mail.body["text"]


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
    _approve_anyway(session, second, editor, now)
    (mail,) = mails(session)
    assert mail.body["subject"].endswith("掲載と訂正、2件を反映しました")
    mail.state = OutboxState.SENT
    third = make_case(submitter_email=ADDRESS, title="ベビーマッサージ会")
    third.corrects_listing_id = listing.id
    session.flush()
    _approve_anyway(session, third, editor, now)
    assert mails(session)[1].body["subject"].endswith("】訂正を反映しました")


def _approve_anyway(session: Session, case: Case, editor: Actor, at: datetime) -> Listing:
    return approve(session, case, version=1, by=editor, now=at, despite=_asked(session, case, at))


def _asked(session: Session, case: Case, now: datetime) -> tuple[str, ...]:
    return tuple(one.key for one in check(session, case, now=now) if one.level == "ask")
