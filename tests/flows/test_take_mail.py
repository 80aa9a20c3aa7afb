"""A mail becomes an item, imported files, or nothing of ours; a From header proves nothing."""

import time
from datetime import datetime
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from sqlalchemy.orm import Session

from notifier import directory, editorial, mailroom
from notifier.audit import Actor
from notifier.editorial import CaseState
from notifier.flows.may_write_to import PER_ADDRESS
from notifier.flows.take_mail import take_mail
from notifier.hubs import Hub
from notifier.mailroom import open_mail
from tests.flows.taken import items, numbers, receipts
from tests.intake.letters import EVENT, LETTER, SENDER, letter, sent_on

pytestmark = pytest.mark.usefixtures("media")


def test_a_letter_stands_on_the_desk_with_all_it_said(
    session: Session, hub: Hub, now: datetime
) -> None:
    assert numbers(take_mail(session, hub, open_mail(letter()), now=now)) == (1, 0, 0, 0, 0)
    (made,) = items(session)
    assert (made.source, made.title, made.received_at) == ("email", "おはなし会", now)
    assert made.original["text"] == LETTER.strip()
    assert made.original["from"] == f"サロンA <{SENDER}>"
    assert made.original["subject"] == "おはなし会のお知らせ"
    assert made.original["sent"] == "2026年11月20日(金) 11:00"
    assert made.draft.body == "12月のおはなし会のお知らせです。絵本を読みます。"
    assert made.submitter_email == SENDER
    assert not made.is_verified_sender
    case = editorial.cases_of(session, hub.id, [made.id])[made.id]
    assert case.state is CaseState.WAITING


def test_a_known_address_is_a_proposal_and_no_trust(
    session: Session, hub: Hub, group: directory.Group, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    (made,) = items(session)
    assert (made.group_id, made.draft.organiser) == (group.id, "サロンA")
    assert not made.is_verified_sender
    case = editorial.cases_of(session, hub.id, [made.id])[made.id]
    view = editorial.case_view(
        session, hub.id, case.id, by=Actor("staff", "編集担当A", "1"), now=now
    )
    assert not view.card.is_trusted
    assert "unverified_sender" in {check.key for check in view.card.checks}


def test_whom_an_operator_vouches_for_is_verified(
    session: Session, hub: Hub, group: directory.Group, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter(sender="別の人 <b@example.jp>")), group=group, now=now)
    (made,) = items(session)
    assert (made.group_id, made.is_verified_sender) == (group.id, True)


def test_another_hubs_group_is_not_known_here(
    session: Session, other_hub: Hub, group: directory.Group, now: datetime
) -> None:
    take_mail(session, other_hub, open_mail(letter()), now=now)
    (made,) = items(session)
    assert (made.hub_id, made.group_id) == (other_hub.id, None)


def test_the_same_mail_twice_is_one(session: Session, hub: Hub, now: datetime) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    again = letter(X_Original_To="joho@nishi.example.jp")
    assert numbers(take_mail(session, hub, open_mail(again), now=now)) == (0, 0, 1, 0, 0)
    assert len(items(session)) == 1
    assert len(receipts(session, hub)) == 1


def test_a_copied_message_id_neither_hides_nor_changes_a_mail(
    session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    other = letter(EVENT, sender="b@example.jp", subject="べつの会")
    assert numbers(take_mail(session, hub, open_mail(other), now=now)) == (1, 0, 0, 0, 0)
    assert [(one.title, one.revision) for one in items(session)] == [
        ("おはなし会", 1),
        ("べつの会", 1),
    ]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"List_Id": "<x.example.jp>"}, "list"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"sender": "news@nishi.example.jp"}, "own"),
        ({"text": "", "subject": ""}, "empty"),
    ],
)
def test_nobodys_letters_are_counted_and_never_answered(
    session: Session, hub: Hub, now: datetime, headers: dict[str, str], kind: str
) -> None:
    taken = take_mail(session, hub, open_mail(letter(**headers)), now=now)  # type: ignore[arg-type]
    assert (numbers(taken), taken.kind) == ((0, 0, 0, 1, 0), kind)
    assert taken.note
    assert items(session) == []
    assert receipts(session, hub) == []
    (event,) = mailroom.recent_events(session, hub.id, source="email", kind=kind, since=now)
    assert (event.state, event.raw) == (mailroom.InboxState.IGNORED, b"")


def test_what_is_no_mail_is_an_error(session: Session, hub: Hub, now: datetime) -> None:
    taken = take_mail(session, hub, open_mail(b"\x00\xff no mail"), now=now)
    assert numbers(taken) == (0, 0, 0, 0, 1)
    assert "メールの形" in taken.result.errors[0]["message"]


def test_the_receipt_holds_no_word_of_the_letter_and_says_it_is_a_machines(
    session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter()), now=now)
    (mail,) = mailroom.outbox(session, hub.id)
    assert mail.kind == "submission_mailed"
    assert f"/{hub.slug}/g/" in mail.body["text"]
    assert "おはなし会" not in str(mail.body)
    assert "サロン" not in str(mail.body)


def test_receipts_are_few_and_only_for_fresh_letters(
    session: Session, hub: Hub, now: datetime
) -> None:
    old = letter(date="Fri, 06 Nov 2026 11:00:00 +0900", message_id="<0@x>")
    take_mail(session, hub, open_mail(old), now=now)
    take_mail(session, hub, open_mail(letter(date="nonsense", message_id="<00@x>")), now=now)
    assert receipts(session, hub) == []
    for number in range(PER_ADDRESS + 3):
        take_mail(session, hub, open_mail(letter(message_id=f"<{number}@y>")), now=now)
    assert receipts(session, hub) == [SENDER] * PER_ADDRESS
    assert len(items(session)) == PER_ADDRESS + 5, "the letters themselves are all taken"


def test_a_letter_of_last_year_is_read_from_its_own_day(
    session: Session, hub: Hub, now: datetime
) -> None:
    raw = letter("【日時】12月5日(金) 10:00~11:00", date="Thu, 20 Nov 2025 11:00:00 +0900")
    take_mail(session, hub, open_mail(raw), now=now)
    (made,) = items(session)
    assert [one.starts_at.year for one in made.draft.occurrences] == [2025]


@pytest.mark.parametrize(
    ("sign", "is_html"),
    [("<a ", True), ("<style>", True), ("<!--", True), ("&#", True), ("-", False), ("　", False),
     ("12月5日・", False), ("> ", False), ("【対象】0歳", False), ("1", False),
     ("========\n", False), ("様\n", False), ("> a\n", False), ("日時\n", False)],
)  # fmt: skip
def test_nobody_keeps_the_reader_busy(
    session: Session, hub: Hub, now: datetime, sign: str, *, is_html: bool
) -> None:
    """Signs without an end, as long as a mail can be; the mails behind this one wait."""
    raw = letter(sign * (150_000 // len(sign)) + "x", html=is_html)
    began = time.monotonic()
    assert take_mail(session, hub, open_mail(raw), now=now).kind == "taken"
    assert time.monotonic() - began < 10, "it took 0.5 s when this was written"


def test_words_behind_a_style_nobody_closes_are_not_lost(
    session: Session, hub: Hub, now: datetime
) -> None:
    raw = letter("<style>p {color: red} <p>12月5日(土) 10時から</p>", html=True)
    take_mail(session, hub, open_mail(raw), now=now)
    (made,) = items(session)
    assert "12月5日(土) 10時から" in made.original["text"]


def test_words_in_html_beside_words_in_text_are_not_lost(
    session: Session, hub: Hub, now: datetime
) -> None:
    """A relay's own line of text, and a letter in HTML sent on with a word of text."""
    checked = MIMEMultipart("mixed")
    checked.attach(MIMEText("<p>12月5日(土) 10時から</p>", "html", "utf-8"))
    checked.attach(MIMEText("ウイルス検査済みです。", "plain", "utf-8"))
    inner = letter("<p>12月6日(日) 11時から</p>", html=True)
    sent = letter("ご参考に。", subject="Fwd: 会", message_id="<2@x>", files=[sent_on(inner)])
    for raw in (letter(checked), sent):
        take_mail(session, hub, open_mail(raw), now=now)
    assert [one.original["text"] for one in items(session)] == [
        "ウイルス検査済みです。\n\n12月5日(土) 10時から",
        "ご参考に。\n\n12月6日(日) 11時から",
    ]


def test_the_same_words_in_both_are_said_once(session: Session, hub: Hub, now: datetime) -> None:
    both = MIMEMultipart("mixed")  # some programs do not say that the two are alternatives
    both.attach(MIMEText(EVENT, "plain", "utf-8"))
    both.attach(MIMEText(EVENT.replace("\n", "<br>"), "html", "utf-8"))
    take_mail(session, hub, open_mail(letter(both)), now=now)
    (made,) = items(session)
    assert made.original["text"] == EVENT.strip()
