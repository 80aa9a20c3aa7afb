"""Voices on paper: staff's published words, picked by an editor, gone when they are taken back."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from sqlalchemy.orm import Session

from notifier import editions, engagement
from notifier.audit import Actor
from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError
from tests.editions.conftest import OPEN, Listings, dates
from tests.engagement.conftest import SAID, Answered


@pytest.fixture
def issue(
    session: Session, hub: Hub, published: Listings, machine: Actor, now: datetime
) -> Edition:
    """December's newsletter, a draft with one item."""
    first = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    published(**OPEN, outlets=("newsletter",), occurrences=dates(first))
    return editions.compose(
        session, hub, kind="newsletter", on=date(2026, 12, 1), by=machine, now=now
    )


def files(session: Session, issue: Edition, now: datetime) -> dict[str, bytes]:
    made = editions.print_files(session, issue, formats=["docx", "pdf", "txt"], now=now)
    return {one.format: one.data for one in made}


def test_an_editor_picks_a_published_answer_for_the_paper(
    session: Session, issue: Edition, answered: Answered, editor: Actor, now: datetime
) -> None:
    one = answered("紙")
    before = files(session, issue, now)
    engagement.pick_voices(session, issue, [one.id], version=issue.version, by=editor, now=now)
    after = files(session, issue, now)
    lines = [line.text for line in docx.Document(io.BytesIO(after["docx"])).paragraphs]
    assert lines[lines.index("みなさんの声から") + 1 :][:2] == [
        f"こんな声　{SAID}",
        f"→ こうしました　{one.did}",
    ]
    text = after["txt"].decode("utf-8-sig")
    assert f"こんな声: {SAID}\r\n→ こうしました: {one.did}\r\n" in text
    assert "みなさんの声" not in before["txt"].decode("utf-8-sig")
    assert before["pdf"] != after["pdf"], "same content gives the same bytes"
    assert one.edition_id is None, "a Saturday edition may still tell it"


def test_only_published_answers_of_the_own_hub_and_three_at_most(
    session: Session, issue: Edition, answered: Answered, editor: Actor, now: datetime
) -> None:
    many = [answered(str(number)).id for number in range(4)]
    hidden = answered("まだ", publish=False)
    for wanted, kind in (
        ([hidden.id], engagement.NotPublishedError),
        ([hidden.id + 999], engagement.NotPublishedError),
        (many, BadInputError),
    ):
        with pytest.raises(kind):
            engagement.pick_voices(
                session, issue, wanted, version=issue.version, by=editor, now=now
            )
    assert issue.voices == []
    with pytest.raises(editions.StaleEditionError):
        engagement.pick_voices(
            session, issue, many[:3], version=issue.version - 1, by=editor, now=now
        )
    assert engagement.pick_voices(
        session, issue, many[:3], version=issue.version, by=editor, now=now
    ) == 3  # fmt: skip


def test_a_voice_taken_back_leaves_the_paper_or_is_said_to_stay(
    session: Session,
    issue: Edition,
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    one, other = answered("紙"), answered("ほか")
    both = [one.id, other.id]
    engagement.pick_voices(session, issue, both, version=issue.version, by=publisher, now=now)
    left = engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=now)
    assert left == []
    assert [voice.did for voice in editions.voices_of(issue)] == [other.did]
    editions.approve(session, issue, version=issue.version, by=publisher, now=now)
    with pytest.raises(editions.EditionStateError):
        engagement.pick_voices(session, issue, [], version=issue.version, by=publisher, now=now)
    left = engagement.take_back_opinion(
        session, other, version=other.version, by=publisher, now=now
    )
    assert left == ["通信 2026年12月号"]
    assert len(editions.voices_of(issue)) == 1, "what is final stays"
    editions.undo_approval(session, issue, by=publisher, now=now)
    engagement.drop_taken_back(session, issue, by=publisher, now=now)
    assert editions.voices_of(issue) == (), "back on the desk it goes"
