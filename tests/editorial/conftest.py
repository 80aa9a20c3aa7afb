"""Submissions and cases for the desk's tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from notifier.editorial import Case, open_case
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft, Submission

DRAFT = ListingDraft(
    title="ベビーマッサージ",
    body="親子でゆったりすごします。",
    organiser="サロンA",
    occurrences=(
        OccurrenceDraft(
            datetime(2026, 11, 28, 1, 0, tzinfo=UTC), datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
        ),
    ),
    when_text="11月28日(土)10時から11時30分",
    place_name="地区センター",
    audience_text="0歳児と保護者",
    min_months=0,
    max_months=11,
    fee_text="無料",
    fee_yen=0,
    contact_public="サロンA 045-000-0000",
)

MakeCase = Callable[..., Case]


@pytest.fixture
def draft() -> ListingDraft:
    """An item without anything to ask."""
    return DRAFT


def add_submission(session: Session, hub: Hub, now: datetime, **facts: Any) -> Submission:
    """A submission as intake stores it."""
    one: ListingDraft = facts.pop("draft", DRAFT)
    number = session.query(Submission).count() + 1
    values: dict[str, Any] = {
        "hub_id": hub.id,
        "source": "web_form",
        "external_id": f"x{number}",
        "revision": 1,
        "content_hash": f"h{number}",
        "is_verified_sender": False,
        "submitter_email": "",
        "title": one.title,
        "original": {"fields": {"title": one.title, "when": one.when_text}},
        "draft_json": one.to_json(),
        "received_at": now - timedelta(hours=2),
        "received_by": "group:サロンA 代表",
    } | facts
    row = Submission(**values)
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def make_case(session: Session, hub: Hub, now: datetime) -> MakeCase:
    """``make_case(hub=…, draft=…, title=…, **columns of the submission)``."""

    def make(**facts: Any) -> Case:
        where = facts.pop("hub", hub)
        if "title" in facts:
            facts["draft"] = replace(facts.get("draft", DRAFT), title=facts.pop("title"))
        submission = add_submission(session, where, now, **facts)
        return open_case(session, submission, now=now)

    return make
