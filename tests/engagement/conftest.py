"""Opinions as they come, and as they are answered."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import engagement
from notifier.audit import Actor
from notifier.engagement import (
    Opinion,
)
from notifier.hubs import Hub
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
