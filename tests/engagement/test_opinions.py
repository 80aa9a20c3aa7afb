"""An opinion walks new → themed → answered → published; floods and bad input change nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit, engagement
from notifier.audit import Actor
from notifier.editions import (
    compose,
)
from notifier.engagement import (
    BadOpinionError,
    Opinion,
    OpinionState,
    OpinionStateError,
    StaleOpinionError,
    TooManyOpinionsError,
)
from notifier.engagement.hand_in_opinion import PER_ADDRESS_AND_DAY, PER_ADDRESS_AND_HOUR
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError, NotAllowedError, NotFoundError
from tests.editions.conftest import SATURDAY
from tests.engagement.conftest import DID, SAID, Answered


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
