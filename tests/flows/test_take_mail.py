"""A mail becomes an item, imported files, or nothing of ours; a From header proves nothing."""

import io
import time
from datetime import datetime
from email.message import Message
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import directory, editorial, intake, mailroom
from notifier.audit import Actor
from notifier.config import settings
from notifier.editorial import CaseState
from notifier.flows.may_write_to import PER_ADDRESS
from notifier.flows.take_mail import TakenMail, take_mail
from notifier.hubs import Hub
from notifier.intake import Submission
from notifier.mailroom import open_mail
from tests.intake.letters import EVENT, LETTER, SENDER, file, letter

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//JA
METHOD:REQUEST
BEGIN:VEVENT
UID:1@x
SUMMARY:カレンダーの会
DTSTART;TZID=Asia/Tokyo:20261212T100000
LOCATION:図書館
END:VEVENT
END:VCALENDAR
"""
TABLE = "行事名,開催日,開始時刻,終了時刻,会場,対象\nヨガ,2026-12-05,10:00,11:00,図書館,0歳児\nつどい,2026-12-09,,,集会所,未就園児\n"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A media folder of this test."""
    monkeypatch.setitem(settings().__dict__, "media_dir", tmp_path)
    return tmp_path


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> directory.Group:
    """A trusted group whose contact's address the letters carry."""
    made = directory.add_group(session, hub, name="サロンA", by=editor, now=now)
    directory.add_contact(session, made, label="代表", email=SENDER, by=editor, now=now)
    directory.trust_group(session, made, by=editor, now=now)
    return made


def jpeg(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def numbers(taken: TakenMail) -> tuple[int, int, int, int, int]:
    one = taken.result
    assert one.rows == one.received + one.questions + one.duplicates + one.rejected + len(
        one.errors
    )
    return one.received, one.questions, one.duplicates, one.rejected, len(one.errors)


def items(session: Session) -> list[Submission]:
    return list(session.scalars(select(Submission).order_by(Submission.id)))


def receipts(session: Session, hub: Hub) -> list[str]:
    return [one.recipient for one in mailroom.outbox(session, hub.id)]


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


def test_pictures_and_pdfs_stay_with_the_item_and_the_rest_is_said(
    session: Session, hub: Hub, now: datetime
) -> None:
    files = [
        file("ちらし.jpg", jpeg(), "image/jpeg"),
        file("案内.pdf", b"%PDF-1.4 x", "application/pdf"),
        file("原稿.docx", b"PK\x03\x04", "application/msword"),
        file("こわれた.png", b"no picture", "image/png"),
    ]
    assert numbers(take_mail(session, hub, open_mail(letter(files=files)), now=now)) == (
        0,
        1,
        0,
        0,
        0,
    )
    (made,) = items(session)
    kept = intake.attachments_of(session, hub.id, [made.id])
    assert [one.filename for one in kept] == ["ちらし.jpg", "案内.pdf"]
    _, path = intake.attachment_file(session, hub.id, kept[0].id)
    with Image.open(path) as kept_picture:
        assert not kept_picture.getexif(), "a photo tells neither place nor camera"
    assert all(name in made.original["files"] for name in ("原稿.docx", "こわれた.png"))
    said = " ".join(question.message for question in made.draft.questions)
    assert "原稿.docx" in said
    assert "こわれた.png" in said


def test_more_pictures_than_we_keep_are_named(session: Session, hub: Hub, now: datetime) -> None:
    files = [file(f"{n}.jpg", jpeg((300 + n, 200)), "image/jpeg") for n in range(6)]
    take_mail(session, hub, open_mail(letter(files=files)), now=now)
    (made,) = items(session)
    assert len(intake.attachments_of(session, hub.id, [made.id])) == 4
    said = " ".join(question.message for question in made.draft.questions)
    assert "4.jpg" in said
    assert "5.jpg" in said


def test_a_logo_in_a_signature_is_neither_kept_nor_asked(
    session: Session, hub: Hub, now: datetime
) -> None:
    logo = file("logo.jpg", jpeg((20, 20)), "image/jpeg")
    logo.replace_header("Content-Disposition", "inline")
    logo["Content-ID"] = "<logo>"
    assert numbers(take_mail(session, hub, open_mail(letter(files=[logo])), now=now)) == (
        1,
        0,
        0,
        0,
        0,
    )
    (made,) = items(session)
    assert intake.attachments_of(session, hub.id, [made.id]) == []


def test_a_photo_alone_is_enough(session: Session, hub: Hub, now: datetime) -> None:
    raw = letter("", subject="", files=[file("IMG_1.jpg", jpeg(), "image/jpeg")])
    assert numbers(take_mail(session, hub, open_mail(raw), now=now)) == (0, 1, 0, 0, 0)
    (made,) = items(session)
    assert len(intake.attachments_of(session, hub.id, [made.id])) == 1


@pytest.mark.parametrize(
    ("part", "source", "expected"),
    [
        (file("予定.ics", CALENDAR.encode(), "text/calendar"), "ical", (1, 0, 0, 0, 0)),
        (file("202612.csv", TABLE.encode("cp932"), "text/csv"), "spreadsheet", (1, 1, 0, 1, 0)),
    ],
)
def test_a_file_of_many_items_is_imported(
    session: Session,
    hub: Hub,
    now: datetime,
    part: Message,
    source: str,
    expected: tuple[int, int, int, int, int],
) -> None:
    raw = letter("5日は中止です。", subject="12月分", files=[part])
    assert numbers(take_mail(session, hub, open_mail(raw), now=now)) == expected
    for made in items(session):
        assert made.source == source
        assert made.original["text"] == "5日は中止です。", "what was said beside it is not lost"
        assert made.submitter_email == SENDER
        assert not made.is_verified_sender
        assert editorial.cases_of(session, hub.id, [made.id])
    assert receipts(session, hub) == [SENDER]
    assert numbers(take_mail(session, hub, open_mail(raw), now=now)) == (0, 0, 1, 0, 0)
    count = len(items(session))
    sent_again = letter("変更はありません。", message_id="<2@x>", files=[part])
    assert take_mail(session, hub, open_mail(sent_again), now=now).result.duplicates >= 1
    added = items(session)[count:]
    assert [one.source for one in added] == ["email"], "its new words are somebody's to read"


def test_an_imported_id_of_a_stranger_changes_nobody_elses_item(
    session: Session, hub: Hub, now: datetime
) -> None:
    part = file("予定.ics", CALENDAR.encode(), "text/calendar")
    take_mail(session, hub, open_mail(letter("", files=[part])), now=now)
    forged = file("x.ics", CALENDAR.replace("図書館", "よそ").encode(), "text/calendar")
    raw = letter("", sender="b@example.jp", message_id="<2@x>", files=[forged])
    take_mail(session, hub, open_mail(raw), now=now)
    assert [one.revision for one in items(session)] == [1, 1]


def test_a_table_that_is_none_leaves_the_mail_an_item(
    session: Session, hub: Hub, now: datetime
) -> None:
    files = [file("名簿.xlsx", b"%PDF-1.7"), file("x.ics", b"<html>", "text/calendar")]
    assert numbers(take_mail(session, hub, open_mail(letter(files=files)), now=now)) == (
        0,
        1,
        0,
        0,
        0,
    )
    (made,) = items(session)
    said = " ".join(question.message for question in made.draft.questions)
    assert "名簿.xlsx" in said
    assert "x.ics" in said
    assert "PDF" in said


def test_a_calendar_that_only_calls_off_is_somebodys_to_read(
    session: Session, hub: Hub, now: datetime
) -> None:
    off = CALENDAR.replace("METHOD:REQUEST", "METHOD:CANCEL").replace(
        "LOCATION", "STATUS:CANCELLED\nLOCATION"
    )
    taken = take_mail(
        session,
        hub,
        open_mail(letter("中止です", files=[file("x.ics", off.encode(), "text/calendar")])),
        now=now,
    )
    assert taken.result.questions == 1
    (made,) = items(session)
    assert made.source == "email"


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


def test_a_rehearsal_keeps_no_file(session: Session, hub: Hub, now: datetime, media: Path) -> None:
    raw = letter(files=[file("ちらし.jpg", jpeg(), "image/jpeg")])
    take_mail(session, hub, open_mail(raw), now=now, dry_run=True)
    assert items(session), "the command rolls back"
    assert list(media.iterdir()) == []


@pytest.mark.parametrize(
    ("sign", "is_html"),
    [("<a ", True), ("<style>", True), ("<!--", True), ("&#", True), ("-", False), ("　", False),
     ("12月5日・", False), ("> ", False), ("【対象】0歳", False), ("1", False)],
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
