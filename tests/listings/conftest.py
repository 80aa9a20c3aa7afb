"""A submission on the desk and a listing published from it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft, Submission
from notifier.listings import Listing, publish

Publisher = Callable[..., Listing]

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # Saturday 10:00 in Tokyo


def dates(*starts: datetime) -> tuple[OccurrenceDraft, ...]:
    """90 minutes from each start."""
    return tuple(OccurrenceDraft(s, s + timedelta(minutes=90)) for s in starts)


def make_draft(**changes: object) -> ListingDraft:
    """A salon in a community house, twice."""
    values: dict[str, object] = {
        "title": "ベビーマッサージ",
        "body": "親子でゆったり過ごします。",
        "organiser": "子育てサロンA",
        "occurrences": dates(FIRST, FIRST + timedelta(days=14)),
        "place_name": "第1地区会館",
        "place_address": "西区（練習用の住所）",
        "district_keys": ("d1",),
        "audience_text": "0歳児と保護者",
        "min_months": 0,
        "max_months": 11,
        "themes": ("play",),
        "fee_text": "無料",
        "fee_yen": 0,
        "contact_public": "045-000-0000",
    }
    return ListingDraft(**(values | changes))  # type: ignore[arg-type]


def make_submission(session: Session, hub: Hub, now: datetime, key: str) -> Submission:
    """What a group handed in, as a row."""
    row = Submission(
        hub_id=hub.id,
        source="web_form",
        external_id=key,
        content_hash=key,
        title=key,
        original={"fields": {}},
        draft_json=make_draft().to_json(),
        received_at=now,
        received_by="子育てサロンA",
    )
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def published(session: Session, hub: Hub, editor: Actor, now: datetime) -> Publisher:
    """``published(title=…, hub=…, now=…)`` publishes one more listing."""
    count = 0

    def one(*, of: Hub = hub, at: datetime = now, **changes: object) -> Listing:
        nonlocal count
        count += 1
        submission = make_submission(session, of, at, f"item-{count}")
        return publish(session, make_draft(**changes), submission=submission, by=editor, now=at)

    return one
