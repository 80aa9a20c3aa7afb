"""Magic links: hashed, of one hub, revocable, old one day; mails that tell strangers nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit, intake, mailroom
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError

GROUP = audit.Actor("group", "フォームの投稿者")


def submitted(
    session: Session, hub: Hub, now: datetime, email: str = "salon@example.jp"
) -> intake.Submission:
    arrival = intake.Arrival(hub.id, "web_form", {}, submitter_email=email)
    draft = intake.ListingDraft(title="ひみつの会")
    return intake.receive(session, draft, arrival=arrival, by=GROUP, now=now).submission


def test_a_link_opens_only_its_own_items(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    mine = submitted(session, hub, now)
    theirs = submitted(session, hub, now, email="other@example.jp")
    link, token = intake.issue_link(session, hub, email="Salon@example.jp", now=now)
    assert token not in link.token_hash
    opened = intake.open_link(session, hub.id, token, now=now)
    assert intake.submissions_of(session, opened) == [mine]
    with pytest.raises(NotFoundError):
        intake.own_submission(session, opened, theirs.id)
    with pytest.raises(intake.SubmitterLinkError):
        intake.open_link(session, other_hub.id, token, now=now)


def test_old_and_revoked_links_are_explained(session: Session, hub: Hub, now: datetime) -> None:
    _, token = intake.issue_link(session, hub, email="salon@example.jp", now=now)
    with pytest.raises(intake.SubmitterLinkError, match="新しいリンク"):
        intake.open_link(session, hub.id, token, now=now + timedelta(days=400))
    intake.open_link(session, hub.id, token, now=now + timedelta(days=399))
    assert intake.revoke_links(session, hub.id, email="salon@example.jp", now=now) == 1
    with pytest.raises(intake.SubmitterLinkError):
        intake.open_link(session, hub.id, token, now=now)


def test_the_mails_hold_no_submitted_word(session: Session, hub: Hub, now: datetime) -> None:
    submission = submitted(session, hub, now)
    intake.mail_link(
        session, hub, email="salon@example.jp", occasion="submission_received", now=now
    )
    ask = intake.DraftQuestion("", "ひみつの会は何時からですか")
    intake.ask_submitter(session, submission, ask, by=GROUP, now=now)
    mails = mailroom.outbox(session, hub.id)
    assert len(mails) == 2
    for mail in mails:
        assert "ひみつ" not in str(mail.body)
        assert f"/{hub.slug}/g/" in mail.body["text"]


def test_an_answer_counts_once(session: Session, hub: Hub, other_hub: Hub, now: datetime) -> None:
    submission = submitted(session, hub, now)
    question = intake.ask_submitter(
        session, submission, intake.DraftQuestion("", "何時から？"), by=GROUP, now=now
    )
    with pytest.raises(intake.EmptyAnswerError):
        intake.answer_question(session, question, " ", by=GROUP, now=now)
    intake.answer_question(session, question, "10時です", by=GROUP, now=now)
    intake.answer_question(session, question, "10時です", by=GROUP, now=now)
    with pytest.raises(intake.AnsweredBeforeError):
        intake.answer_question(session, question, "11時です", by=GROUP, now=now)
    assert question.answer == "10時です"
    with pytest.raises(NotFoundError):
        intake.find_question(session, other_hub.id, question.id)
    with pytest.raises(intake.EmptyQuestionError):
        intake.ask_submitter(session, submission, intake.DraftQuestion("", "  "), by=GROUP, now=now)
