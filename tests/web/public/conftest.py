"""What is published, for the public pages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import Listing, publish
from tests.listings.conftest import make_draft, make_submission

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
Publish = Callable[..., Listing]


@pytest.fixture
def published(session: Session, hub: Hub, editor: Actor, now: datetime) -> Publish:
    """``published(of=hub, title=…)``: one more listing, committed."""
    count = 0

    def one(*, of: Hub = hub, **changes: object) -> Listing:
        nonlocal count
        count += 1
        submission = make_submission(session, of, now, f"web-{of.slug}-{count}")
        made = publish(session, make_draft(**changes), submission=submission, by=editor, now=now)
        session.commit()
        return made

    return one
