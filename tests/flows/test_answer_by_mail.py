"""A reply to a mail of ours: it answers what was asked, or says what it is about. Nobody else can."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import directory, editorial, intake
from notifier.audit import Actor
from notifier.editorial import Case, CaseState
from notifier.flows.take_mail import take_mail
from notifier.hubs import Hub
from notifier.intake import Submission
from notifier.mailroom import OutboxMessage, build_message, open_mail
from notifier.mailroom.mail import Envelope, Mail
from notifier.mailroom.own_message_id import message_key
from tests.intake.letters import EVENT, SENDER, file, letter

pytestmark = pytest.mark.usefixtures("media")

EDITOR = Actor("staff", "編集担当A", "1")
ANSWER = "お世話になっております。\n500円です。\nよろしくお願いします。\n\n> おたずねがあります"


@dataclass
class Asked:
    """A letter on the desk, and the question that went out about it."""

    case: Case
    submission: Submission
    message_id: str


@pytest.fixture
def asked(session: Session, hub: Hub, now: datetime) -> Asked:
    take_mail(session, hub, open_mail(letter(EVENT.replace("【参加費】無料\n", ""))), now=now)
    submission = session.scalars(select(Submission)).one()
    case = editorial.cases_of(session, hub.id, [submission.id])[submission.id]
    editorial.ask(
        session, case, message="参加費はいくらですか。", field="fee_text",
        version=case.version, by=EDITOR, now=now,
    )  # fmt: skip
    return Asked(case, submission, message_id_of(session, hub, "submission_question"))


def message_id_of(session: Session, hub: Hub, kind: str) -> str:
    """As it stands in the mail that goes out."""
    row = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    envelope = Envelope(
        hub.mail_from, hub.name, row.recipient, message_key(hub.slug, row), row.created_at
    )
    sent = build_message(Mail(kind, row.body["subject"], row.body["text"]), envelope)
    return str(message_from_bytes(sent)["Message-ID"])


def reply(answered: str, text: str = ANSWER, **more: str) -> bytes:
    headers = {"In_Reply_To": answered, "message_id": "<2@x>", "subject": "Re: おたずね"} | more
    return letter(text, **headers)  # type: ignore[arg-type]


def others(session: Session, asked: Asked) -> list[Submission]:
    found = session.scalars(select(Submission).where(Submission.id != asked.submission.id))
    return list(found)


def question(session: Session, hub: Hub, asked: Asked) -> intake.Question:
    return intake.questions_of(session, hub.id, [asked.submission.id])[0]


def test_a_reply_answers_the_question(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    taken = take_mail(session, hub, open_mail(reply(asked.message_id)), now=now)
    assert (taken.kind, taken.result.received, taken.result.rows) == ("answer", 1, 1)
    assert question(session, hub, asked).answer == "500円です。", "without greetings and quotes"
    session.refresh(asked.case)
    assert asked.case.state is CaseState.WAITING
    assert asked.case.draft.fee_yen == 500
    assert others(session, asked) == []
    again = take_mail(session, hub, open_mail(reply(asked.message_id)), now=now)
    assert again.kind == "duplicate"


def test_what_cannot_be_read_of_an_answer_is_not_lost(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    """「添付のとおりです」 and a Word file: the answer counts, and the desk sees that a file came."""
    word = file("回答.docx", b"PK\x03\x04", "application/msword")
    headers = {"In_Reply_To": asked.message_id, "message_id": "<2@x>", "subject": "Re: おたずね"}
    raw = letter("添付のとおりです。", files=[word], **headers)  # type: ignore[arg-type]
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "taken"
    assert question(session, hub, asked).answer == "添付のとおりです。"
    (made,) = others(session, asked)
    said = " ".join(one.message for one in made.draft.questions)
    assert "回答.docx" in said
    assert f"受付番号{asked.case.id}" in said


def test_another_address_answers_nothing(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    take_mail(session, hub, open_mail(reply(asked.message_id, sender="b@example.jp")), now=now)
    assert question(session, hub, asked).answered_at is None
    assert len(others(session, asked)) == 1, "it stands in the queue like any stranger's letter"
    assert "answers" not in others(session, asked)[0].original


def test_a_guessed_message_id_answers_nothing(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    guessed = re.sub(r"-[0-9a-f]{24}@", "-" + "0" * 24 + "@", asked.message_id)
    assert guessed != asked.message_id
    old_form = re.sub(r"-[0-9a-f]{24}@", "@", asked.message_id)
    no_number_of_ours = re.sub(r"-\d+-", f"-{2**40}-", guessed)
    for number, forged in enumerate((guessed, old_form, no_number_of_ours)):
        raw = reply(forged, message_id=f"<{number}@forged>")
        assert take_mail(session, hub, open_mail(raw), now=now).kind == "taken"
    assert question(session, hub, asked).answered_at is None


def test_another_hub_knows_nothing_of_it(
    session: Session, hub: Hub, other_hub: Hub, asked: Asked, now: datetime
) -> None:
    assert (
        take_mail(session, other_hub, open_mail(reply(asked.message_id)), now=now).kind == "taken"
    )
    assert question(session, hub, asked).answered_at is None


def test_an_automatic_reply_is_no_answer(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    raw = reply(asked.message_id, Auto_Submitted="auto-replied")
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "automatic"
    assert question(session, hub, asked).answered_at is None


def test_a_second_reply_says_what_it_is_about(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    take_mail(session, hub, open_mail(reply(asked.message_id)), now=now)
    more = reply(asked.message_id, "やはり600円です。", message_id="<3@x>")
    assert take_mail(session, hub, open_mail(more), now=now).kind == "taken"
    assert question(session, hub, asked).answer == "500円です。", "the first answer stands"
    (made,) = others(session, asked)
    assert made.original["answers"] == f"「おはなし会」（受付番号{asked.case.id}）"
    assert any(f"受付番号{asked.case.id}" in one.message for one in made.draft.questions)


def test_a_photo_with_the_answer_is_kept_too(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    files = [file("案内.pdf", b"%PDF-1.4 x", "application/pdf")]
    raw = letter(
        "500円です。",
        files=files,
        message_id="<2@x>",
        subject="Re: x",
        In_Reply_To=asked.message_id,
    )
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "taken"
    assert question(session, hub, asked).answer == "500円です。"
    (made,) = others(session, asked)
    assert len(intake.attachments_of(session, hub.id, [made.id])) == 1


def test_a_reply_to_the_receipt_is_a_letter_that_says_so(
    session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    group = directory.add_group(session, hub, name="サロンA", by=EDITOR, now=now)
    directory.add_contact(session, group, label="代表", email=SENDER, by=EDITOR, now=now)
    raw = reply(message_id_of(session, hub, "submission_mailed"), "11時からに変わりました。")
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "taken"
    made = session.scalars(select(Submission).order_by(Submission.id.desc())).first()
    assert made is not None
    assert made.original["answers"].startswith("「おはなし会」")
    assert (made.group_id, made.is_verified_sender) == (group.id, True), (
        "the reply proves the address"
    )


def test_a_mail_of_ours_that_comes_back_is_not_answered(
    session: Session, hub: Hub, asked: Asked, now: datetime
) -> None:
    raw = letter("x", message_id=asked.message_id, sender="forwarder@example.jp")
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "own"
