"""A published answer is told in one edition, and what is approved stays what is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import audit, engagement
from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionState,
    EditionStateError,
    Voice,
    approve,
    begin_dispatch,
    compose,
    undo_approval,
    voices_of,
)
from notifier.editions.freeze import content_hash
from notifier.engagement import (
    OpinionState,
)
from notifier.flows.compose import compose as compose_with_voices
from notifier.hubs import Hub
from tests.editions.conftest import SATURDAY, SLOT, Listings, on
from tests.engagement.conftest import DID, SAID, Answered


def test_two_voices_go_into_one_edition_and_no_other(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    draft: Callable[[], Edition],
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    for words in ("一", "二", "三"):
        answered(words)
    answered("まだ", publish=False)
    first = draft()
    assert engagement.bring_voices(session, first, by=publisher, now=now) == 2
    assert voices_of(first) == (Voice(SAID, f"{DID}（一）"), Voice(SAID, f"{DID}（二）"))
    version = first.version
    engagement.bring_voices(session, first, by=publisher, now=now)
    assert first.version == version  # the same again changes nothing
    approve(session, first, version=first.version, by=publisher, now=now)
    week = timedelta(days=7)
    later = compose(session, hub, kind="weekly", on=SATURDAY + week, by=publisher, now=now + week)
    assert engagement.bring_voices(session, later, by=publisher, now=now + week) == 1
    assert voices_of(later) == (Voice(SAID, f"{DID}（三）"),)
    assert engagement.bring_voices(session, first, by=publisher, now=now) == 2
    assert len(first.voices) == 2


def test_voices_are_part_of_what_is_approved(
    session: Session,
    published: Listings,
    draft: Callable[[], Edition],
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    answered()
    made = draft()
    engagement.bring_voices(session, made, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    assert content_hash(session, made) == made.content_hash
    made.voices = []
    assert content_hash(session, made) != made.content_hash


def test_an_answer_is_taken_back_until_an_edition_was_approved(
    session: Session,
    published: Listings,
    draft: Callable[[], Edition],
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    one = answered()
    made = draft()
    engagement.bring_voices(session, made, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    with pytest.raises(EditionStateError, match="承認を取り消して"):
        engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=now)
    undo_approval(session, made, by=publisher, now=now)
    engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=now)
    assert (made.voices, one.edition_id) == ([], None)


def test_an_answer_taken_back_is_not_in_what_is_approved(
    session: Session,
    hub: Hub,
    published: Listings,
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    """Approving looks at no opinion: what is taken back has to leave the draft at once."""
    published(occurrences=on(1))
    gone, stays = answered("一"), answered("二")
    made = compose_with_voices(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    version = made.version
    engagement.take_back_opinion(session, gone, version=gone.version, by=publisher, now=now)
    assert made.version > version, "who has the page open looks at it again"
    approve(session, made, version=made.version, by=publisher, now=now)
    assert made.voices == [{"said": SAID, "did": f"{DID}（二）"}]
    assert content_hash(session, made) == made.content_hash
    assert (gone.edition_id, stays.edition_id) == (None, made.id)
    said = [one.sentence for one in audit.history(session, hub.id, subject=("edition", made.id))]
    assert f"「{made.title}」から、取り下げた声と答えを外しました。" in said


@pytest.mark.parametrize(
    "state", [EditionState.DRAFT, EditionState.MISSED, EditionState.BLOCKED, EditionState.HELD]
)
def test_what_comes_back_to_the_desk_no_longer_carries_it(  # noqa: PLR0917 - fixtures
    session: Session,
    published: Listings,
    draft: Callable[[], Edition],
    answered: Answered,
    publisher: Actor,
    now: datetime,
    state: EditionState,
) -> None:
    published(occurrences=on(1))
    one = answered()
    made = draft()
    engagement.bring_voices(session, made, by=publisher, now=now)
    made.state = state
    engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=now)
    assert (made.voices, one.edition_id) == ([], None)


def test_taken_back_mended_and_published_again_brings_the_new_words(
    session: Session,
    hub: Hub,
    published: Listings,
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    one = answered()
    compose_with_voices(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=now)
    engagement.answer_opinion(
        session, one, said=SAID, did="8台分でした", is_adopted=True, version=one.version,
        by=publisher, now=now,
    )  # fmt: skip
    engagement.publish_opinion(session, one, version=one.version, by=publisher, now=now)
    made = compose_with_voices(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    assert voices_of(made) == (Voice(SAID, "8台分でした"),)


@pytest.mark.parametrize("end", [EditionState.SENT, EditionState.STOPPED])
def test_a_told_answer_may_leave_the_page_and_is_not_told_twice(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    answered: Answered,
    publisher: Actor,
    now: datetime,
    end: EditionState,
) -> None:
    published(occurrences=on(1))
    one = answered()
    made = compose_with_voices(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    begin_dispatch(session, made, now=SLOT)
    with pytest.raises(EditionStateError, match="送り終わってから"):
        engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=SLOT)
    made.state = end
    engagement.take_back_opinion(session, one, version=one.version, by=publisher, now=SLOT)
    assert engagement.published_answers(session, hub.id) == []
    assert (one.state, one.edition_id) == (OpinionState.ANSWERED, made.id)
    assert len(made.voices) == 1, "what was sent stays as it was"
    engagement.publish_opinion(session, one, version=one.version, by=publisher, now=SLOT)
    week = timedelta(days=7)
    later = compose(session, hub, kind="weekly", on=SATURDAY + week, by=publisher, now=now + week)
    assert engagement.bring_voices(session, later, by=publisher, now=now + week) == 0


def test_an_answer_the_next_edition_takes_over_leaves_the_earlier_one(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    draft: Callable[[], Edition],
    answered: Answered,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    one = answered()
    first = draft()
    engagement.bring_voices(session, first, by=publisher, now=now)
    first.state = EditionState.MISSED
    week = timedelta(days=7)
    later = compose(session, hub, kind="weekly", on=SATURDAY + week, by=publisher, now=now + week)
    assert engagement.bring_voices(session, later, by=publisher, now=now + week) == 1
    assert (first.voices, one.edition_id) == ([], later.id)
