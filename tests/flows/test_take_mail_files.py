"""What hangs on a mail: imported, kept with the item, or named; nothing of it changes anybody else's."""

from datetime import datetime
from email.message import Message
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from notifier import directory, editorial, intake
from notifier.audit import Actor
from notifier.flows.import_calendar import import_calendar
from notifier.flows.import_file import import_file
from notifier.flows.take_mail import take_mail
from notifier.hubs import Hub
from notifier.intake import attachments
from notifier.mailroom import open_mail
from tests.flows.taken import items, numbers, receipts
from tests.intake.letters import CALENDAR, SENDER, TABLE, file, jpeg, letter

pytestmark = pytest.mark.usefixtures("media")


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


def test_a_picture_is_drawn_anew_once(
    session: Session, hub: Hub, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a third of a second, and with SQLite everybody who writes waits meanwhile."""
    drawn: list[str] = []
    redraw = attachments._redraw

    def counted(name: str, data: bytes) -> tuple[bytes, str]:
        drawn.append(name)
        return redraw(name, data)

    monkeypatch.setattr(attachments, "_redraw", counted)
    raw = letter(files=[file("ちらし.jpg", jpeg(), "image/jpeg")])
    take_mail(session, hub, open_mail(raw), now=now)
    assert drawn == ["ちらし.jpg"]


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


def test_a_rehearsal_keeps_no_file(session: Session, hub: Hub, now: datetime, media: Path) -> None:
    raw = letter(files=[file("ちらし.jpg", jpeg(), "image/jpeg")])
    take_mail(session, hub, open_mail(raw), now=now, dry_run=True)
    assert items(session), "the command rolls back"
    assert list(media.iterdir()) == []


@pytest.mark.parametrize("part", [
    file("予定.ics", CALENDAR.encode(), "text/calendar"),
    file("202612.csv", TABLE.encode(), "text/csv"),
])  # fmt: skip
def test_who_tells_no_address_changes_nobody_elses_item(
    session: Session, hub: Hub, editor: Actor, now: datetime, part: Message
) -> None:
    """Staff imported the same file themselves: without an address its ids meant the same ones."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    if part.get_content_type() == "text/calendar":
        import_calendar(session, hub, filename="予定.ics", data=data, by=editor, now=now)
    else:
        made = intake.preview_import(
            session, hub, filename="202612.csv", data=data, by=editor, now=now
        )
        import_file(session, made, by=editor, now=now)
    count = len(items(session))
    forged = file(str(part.get_filename()), data.replace("図書館".encode(), "よそ".encode()))
    for number in range(2):
        raw = letter("", sender="a@x.jp, b@x.jp", message_id=f"<{number}@x>", files=[forged])
        take_mail(session, hub, open_mail(raw), now=now)
    assert {one.revision for one in items(session)} == {1}
    assert len(items(session)) == 3 * count, "nor do two who tell none know each other's"


def test_a_known_address_is_a_proposal_for_each_row_that_names_nobody(
    session: Session, hub: Hub, editor: Actor, group: directory.Group, now: datetime
) -> None:
    other = directory.add_group(session, hub, name="サロンB", by=editor, now=now)
    table = TABLE.replace("対象\n", "対象,主催\n").replace("0歳児\n", "0歳児,サロンB\n")
    parts = [
        file("予定.ics", CALENDAR.encode(), "text/calendar"),
        file("202612.csv", table.replace("未就園児\n", "未就園児,\n").encode(), "text/csv"),
    ]
    take_mail(session, hub, open_mail(letter("", files=parts)), now=now)
    assert [(one.title, one.group_id, one.is_verified_sender) for one in items(session)] == [
        ("カレンダーの会", group.id, False),
        ("ヨガ", other.id, False),
        ("つどい", group.id, False),
    ]


def test_a_list_of_people_or_places_does_not_fill_the_queue(
    session: Session, hub: Hub, now: datetime
) -> None:
    """On the desk a person looks at the columns before; here nobody did."""
    names = "名称,住所,電話番号,開始時間\n" + "".join(
        f"ひろば{n},西区{n},045-000-0000,（月～土）7:00～19:00\n" for n in range(30)
    )
    raw = letter("名簿を送ります。", files=[file("名簿.csv", names.encode(), "text/csv")])
    assert numbers(take_mail(session, hub, open_mail(raw), now=now)) == (0, 1, 0, 0, 0)
    (made,) = items(session)
    said = " ".join(question.message for question in made.draft.questions)
    assert "名簿.csv" in said
    assert "日付の書かれた行が、ひとつもありませんでした" in said


def test_a_table_of_rules_is_one_of_events(session: Session, hub: Hub, now: datetime) -> None:
    table = "行事名,日時,会場\nひろば,毎週火曜 10時～12時,図書館\n"
    raw = letter("", files=[file("x.csv", table.encode(), "text/csv")])
    take_mail(session, hub, open_mail(raw), now=now)
    assert [one.source for one in items(session)] == ["spreadsheet"]


def test_what_was_left_out_beside_a_table_is_said(
    session: Session, hub: Hub, now: datetime
) -> None:
    word = file("原稿.docx", b"PK\x03\x04", "application/msword")
    table = file("202612.csv", TABLE.encode(), "text/csv")
    taken = take_mail(session, hub, open_mail(letter("", files=[table, word])), now=now)
    assert numbers(taken) == (1, 2, 0, 1, 0)
    said = [one.message for one in items(session)[-1].draft.questions]
    assert any("原稿.docx" in one for one in said)
    cut = open_mail(letter("", message_id="<2@x>", files=[table]), is_cut=True)
    take_mail(session, hub, cut, now=now)
    said = [one.message for one in items(session)[-1].draft.questions]
    assert any("大きすぎて" in one for one in said), "the end of the table may be missing"


def test_a_table_of_an_old_mail_is_read_from_the_day_it_was_sent(
    session: Session, hub: Hub, now: datetime
) -> None:
    table = "行事名,開催日,会場\nヨガ,12月5日(金),図書館\n"
    raw = letter(
        "",
        date="Thu, 20 Nov 2025 11:00:00 +0900",
        files=[file("x.csv", table.encode(), "text/csv")],
    )
    take_mail(session, hub, open_mail(raw), now=now)
    (made,) = items(session)
    assert [one.starts_at.year for one in made.draft.occurrences] == [2025]
