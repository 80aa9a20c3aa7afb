"""An opinion walks new → themed → answered → published, and is told in one edition."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
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
    BadOpinionError,
    Opinion,
    OpinionState,
    OpinionStateError,
    StaleOpinionError,
    TooManyOpinionsError,
)
from notifier.engagement.hand_in_opinion import PER_ADDRESS_AND_DAY, PER_ADDRESS_AND_HOUR
from notifier.flows.compose import compose as compose_with_voices
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError, NotAllowedError, NotFoundError
from tests.editions.conftest import SATURDAY, SLOT, Listings, on
from tests.editions.conftest import approved as approved  # noqa: PLC0414 - fixtures, shared
from tests.editions.conftest import draft as draft  # noqa: PLC0414
from tests.editions.conftest import published as published  # noqa: PLC0414

SAID, DID = "ベビーカー置き場がせまい", "入口の横に6台分ひろげました"


@pytest.fixture
def opinion(session: Session, hub: Hub, now: datetime) -> Opinion:
    """One from the page."""
    return engagement.hand_in_opinion(
        session, hub, "ベビーカーが置けません", language="ja", visitor="192.0.2.1", now=now
    )


Answered = Callable[..., Opinion]


@pytest.fixture
def answered(
    session: Session, hub: Hub, editor: Actor, publisher: Actor, now: datetime
) -> Answered:
    """``answered("声")`` is a published opinion; ``publish=False`` leaves it answered."""

    def make(words: str = "声", *, publish: bool = True) -> Opinion:
        made = engagement.enter_opinion(session, hub, words, by=editor, now=now)
        engagement.answer_opinion(
            session, made, said=SAID, did=f"{DID}（{words}）", is_adopted=True,
            version=made.version, by=editor, now=now,
        )  # fmt: skip
        if publish:
            engagement.publish_opinion(session, made, version=made.version, by=publisher, now=now)
        return made

    return make


def test_the_whole_walk_is_told_in_the_trail(
    session: Session, hub: Hub, opinion: Opinion, editor: Actor, publisher: Actor, now: datetime
) -> None:
    engagement.theme_opinion(session, opinion, "place", version=opinion.version, by=editor, now=now)
    assert opinion.state is OpinionState.THEMED
    engagement.answer_opinion(
        session, opinion, said=SAID, did=DID, is_adopted=True, version=opinion.version,
        by=editor, now=now,
    )  # fmt: skip
    engagement.publish_opinion(session, opinion, version=opinion.version, by=publisher, now=now)
    assert [one.did for one in engagement.published_answers(session, hub.id)] == [DID]
    said = [one.sentence for one in audit.history(session, hub.id, subject=("opinion", opinion.id))]
    assert said == [
        "発行責任者Aがご意見への答えを公開しました。",
        "編集担当Aがご意見への答えを書きました（取り入れました）。",
        "編集担当Aがご意見を「ひろば・施設のこと」に分けました。",
        "ご意見箱に1件届きました。",
    ]
    assert opinion.body not in "".join(said)


def flood(session: Session, hub: Hub, count: int, visitor: str, *, since: datetime) -> list[str]:
    """``count`` different opinions of one address over a day; what the refused ones were told."""
    refused = []
    for number in range(count):
        try:
            engagement.hand_in_opinion(
                session,
                hub,
                f"声{number}",
                language="ja",
                visitor=visitor,
                now=since + timedelta(days=1) * number / count,
            )
        except TooManyOpinionsError as error:
            refused.append(str(error))
    return refused


def test_five_thousand_from_one_address_take_nothing_from_others(
    session: Session, hub: Hub, other_hub: Hub, opinion: Opinion, editor: Actor, now: datetime
) -> None:
    midnight = now.replace(hour=0, minute=0) + timedelta(days=1)
    refused = flood(session, hub, 5_000, "192.0.2.9", since=midnight)
    assert len(refused) == 5_000 - PER_ADDRESS_AND_DAY
    assert set(refused) == {refused[0]}
    assert "時間をおいて" in refused[0]
    later = midnight + timedelta(hours=23)
    for of, visitor in ((hub, "192.0.2.10"), (other_hub, "192.0.2.9")):
        engagement.hand_in_opinion(session, of, "別", language="ja", visitor=visitor, now=later)
    engagement.enter_opinion(session, hub, "紙の声", by=editor, now=later)
    kept = session.scalars(select(Opinion.body).where(Opinion.hub_id == hub.id)).all()
    assert len(kept) == PER_ADDRESS_AND_DAY + 3
    assert {opinion.body, "別", "紙の声"} <= set(kept)


def test_at_once_only_an_hours_worth_is_kept(session: Session, hub: Hub, now: datetime) -> None:
    for number in range(PER_ADDRESS_AND_HOUR):
        engagement.hand_in_opinion(
            session, hub, f"声{number}", language="ja", visitor="192.0.2.9", now=now
        )
    with pytest.raises(TooManyOpinionsError):
        engagement.hand_in_opinion(
            session, hub, "もう一つ", language="ja", visitor="192.0.2.9", now=now
        )


def test_the_same_words_twice_are_one(session: Session, hub: Hub, now: datetime) -> None:
    one, two = (
        engagement.hand_in_opinion(
            session, hub, "同じ声", language="easy", visitor="192.0.2.1", now=now
        )
        for _ in range(2)
    )
    assert one is two


@pytest.mark.parametrize("words", ["", " 　\n", "あ" * 1_001])
def test_empty_and_endless_are_refused(
    session: Session, hub: Hub, words: str, now: datetime
) -> None:
    with pytest.raises(BadOpinionError):
        engagement.hand_in_opinion(session, hub, words, language="ja", visitor="192.0.2.1", now=now)


def test_bad_input_at_the_desk(
    session: Session, opinion: Opinion, editor: Actor, machine: Actor, now: datetime
) -> None:
    with pytest.raises(BadInputError):
        engagement.theme_opinion(session, opinion, "politics", version=1, by=editor, now=now)
    with pytest.raises(StaleOpinionError):
        engagement.theme_opinion(session, opinion, "place", version=9, by=editor, now=now)
    for said, did in (("", DID), (SAID, ""), ("あ" * 81, DID), (SAID, "あ" * 161)):
        with pytest.raises(BadInputError):
            engagement.answer_opinion(
                session,
                opinion,
                said=said,
                did=did,
                is_adopted=False,
                version=1,
                by=editor,
                now=now,
            )
    with pytest.raises(OpinionStateError):
        engagement.publish_opinion(session, opinion, version=1, by=editor, now=now)
    with pytest.raises(NotAllowedError):
        engagement.publish_opinion(session, opinion, version=1, by=machine, now=now)
    with pytest.raises(OpinionStateError):
        engagement.take_back_opinion(session, opinion, version=1, by=editor, now=now)


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


def test_words_leave_after_thirteen_months(
    session: Session, answered: Answered, now: datetime
) -> None:
    one = answered("むかしの声")
    assert engagement.erase_opinions(session, now=now + timedelta(days=399)) == 0
    assert engagement.erase_opinions(session, now=now + timedelta(days=401)) == 1
    session.refresh(one)
    assert (one.body, one.did) == ("", f"{DID}（むかしの声）")
    assert engagement.erase_opinions(session, now=now + timedelta(days=402)) == 0


def test_the_neighbour_sees_nothing(
    session: Session, other_hub: Hub, opinion: Opinion, answered: Answered, now: datetime
) -> None:
    answered()
    assert engagement.opinions(session, other_hub.id) == []
    assert engagement.published_answers(session, other_hub.id) == []
    assert set(engagement.opinion_counts(session, other_hub.id).values()) == {0}
    with pytest.raises(NotFoundError):
        engagement.find_opinion(session, other_hub.id, opinion.id)
    theirs = compose(
        session, other_hub, kind="weekly", on=SATURDAY, by=Actor("machine", "自動"), now=now
    )
    assert engagement.bring_voices(session, theirs, by=Actor("machine", "自動"), now=now) == 0
