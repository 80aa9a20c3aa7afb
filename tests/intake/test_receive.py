"""What arrives is stored once; the same again is a duplicate, a change is a revision."""

import io
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit, intake
from notifier.config import settings
from notifier.hubs import Hub
from notifier.intake.attachments import path_of
from notifier.kit import clock
from notifier.kit.errors import NotFoundError

DRAFT = intake.ListingDraft(
    title="ベビーマッサージ",
    organiser="サロンA",
    place_name="地区センター",
    occurrences=(intake.OccurrenceDraft(clock.datetime(2026, 12, 5, 1, 0, tzinfo=clock.UTC)),),
)
GROUP = audit.Actor("group", "サロンA")


@pytest.fixture(autouse=True)
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A media folder of this test."""
    object.__setattr__(settings(), "media_dir", tmp_path)
    yield tmp_path
    object.__setattr__(settings(), "media_dir", Path("var/media"))


def arrival(hub: Hub, **more: Any) -> intake.Arrival:
    return intake.Arrival(
        hub_id=hub.id, source="web_form", original={"fields": {"title": DRAFT.title}}, **more
    )


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(intake.Submission))


def photo(size: tuple[int, int] = (64, 48)) -> bytes:
    picture = Image.new("RGB", size, "orange")
    exif = Image.Exif()
    exif[0x010F] = "a phone"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_original_stays_beside_our_reading(session: Session, hub: Hub, now: datetime) -> None:
    receipt = intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    assert receipt.outcome == "new"
    assert receipt.submission.original == {"fields": {"title": "ベビーマッサージ"}}
    assert receipt.submission.draft == DRAFT
    assert receipt.submission.revision == 1


def test_the_same_again_is_a_duplicate_and_said(session: Session, hub: Hub, now: datetime) -> None:
    first = intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    again = replace(DRAFT, readings=(intake.Reading("title", "x", "x"),))
    second = intake.receive(session, again, arrival=arrival(hub), by=GROUP, now=now)
    assert second.outcome == "duplicate"
    assert second.submission is first.submission
    assert count(session) == 1
    session.flush()
    trail = audit.history(session, hub.id, subject=("submission", first.submission.id))
    assert "重複" in trail[0].sentence


def test_other_content_is_a_revision(session: Session, hub: Hub, now: datetime) -> None:
    intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    changed = replace(DRAFT, fee_text="500円")
    receipt = intake.receive(session, changed, arrival=arrival(hub), by=GROUP, now=now)
    assert (receipt.outcome, receipt.submission.revision) == ("revision", 2)
    assert count(session) == 2


def test_what_was_withdrawn_may_come_again(session: Session, hub: Hub, now: datetime) -> None:
    first = intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    intake.withdraw(session, first.submission, by=GROUP, now=now)
    again = intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    assert again.outcome == "revision"


def test_a_stranger_never_revises_somebody_elses_item(
    session: Session, hub: Hub, now: datetime
) -> None:
    one = arrival(hub, submitter_email="a@example.jp")
    two = arrival(hub, submitter_email="b@example.jp")
    intake.receive(session, DRAFT, arrival=one, by=GROUP, now=now)
    changed = replace(DRAFT, fee_text="5000円")
    assert intake.receive(session, changed, arrival=two, by=GROUP, now=now).outcome == "new"


def test_two_hubs_do_not_know_each_other(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    intake.receive(session, DRAFT, arrival=arrival(hub), by=GROUP, now=now)
    receipt = intake.receive(session, DRAFT, arrival=arrival(other_hub), by=GROUP, now=now)
    assert receipt.outcome == "new"
    with pytest.raises(NotFoundError):
        intake.find_submission(session, hub.id, receipt.submission.id)


def test_the_constraint_is_the_truth(
    session: Session, hub: Hub, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody stores the same item between our look and our insert: it is read again."""
    draft = replace(DRAFT, external_id="E1")
    first = intake.receive(session, draft, arrival=arrival(hub), by=GROUP, now=now)
    room = sys.modules["notifier.intake.receive"]
    looks = [None, first.submission]
    monkeypatch.setattr(room, "_latest", lambda *_: looks.pop(0))
    second = intake.receive(session, draft, arrival=arrival(hub), by=GROUP, now=now)
    assert second.outcome == "duplicate"
    assert looks == []


def test_a_photo_is_drawn_anew_without_metadata(session: Session, hub: Hub, now: datetime) -> None:
    files = (intake.File("ちらし.jpg", photo()),)
    receipt = intake.receive(
        session, intake.ListingDraft(), arrival=arrival(hub, files=files), by=GROUP, now=now
    )
    (kept,) = intake.attachments_of(session, hub.id, [receipt.submission.id])
    with Image.open(path_of(kept.sha256)) as image:
        assert image.size == (64, 48)
        assert not dict(image.getexif())
    assert kept.media_type == "image/jpeg"
    assert receipt.submission.title == "（題名はまだありません）"


def test_a_pdf_is_kept_as_it_is(session: Session, hub: Hub, other_hub: Hub, now: datetime) -> None:
    data = b"%PDF-1.7\n%%EOF"
    receipt = intake.receive(
        session,
        DRAFT,
        arrival=arrival(hub, files=(intake.File("../../etc/x.pdf", data),)),
        by=GROUP,
        now=now,
    )
    (kept,) = intake.attachments_of(session, hub.id, [receipt.submission.id])
    assert kept.filename == "x.pdf"
    assert intake.attachment_file(session, hub.id, kept.id)[1].read_bytes() == data
    with pytest.raises(NotFoundError):
        intake.attachment_file(session, other_hub.id, kept.id)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空のファイル"),
        (b"<script>alert(1)</script>", "読めませんでした"),
        (b"x" * (10 * 1024 * 1024 + 1), "大きすぎます"),
        (b"\x89PNG\r\n\x1a\n broken", "読めませんでした"),
    ],
)
def test_a_file_that_cannot_be_taken_stores_nothing(
    session: Session, hub: Hub, now: datetime, data: bytes, words: str
) -> None:
    files = (intake.File("x.jpg", data),)
    with pytest.raises(intake.BadFileError, match=words):
        intake.receive(session, DRAFT, arrival=arrival(hub, files=files), by=GROUP, now=now)
    assert count(session) == 0


def test_a_picture_that_would_burst_is_refused(session: Session, hub: Hub, now: datetime) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    files = (intake.File("x.png", out.getvalue()),)
    with pytest.raises(intake.BadFileError, match="画素"):
        intake.receive(session, DRAFT, arrival=arrival(hub, files=files), by=GROUP, now=now)
