"""Cancelling tells what it reaches, and never more than that."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.flows.cancel import NOT_REACHED, cancel
from notifier.hubs import Hub
from notifier.listings import NoReasonError, publish
from tests.listings.conftest import make_draft, make_submission


def test_one_date_then_the_rest(session: Session, hub: Hub, editor: Actor, now: datetime) -> None:
    submission = make_submission(session, hub, now, "flow")
    listing = publish(session, make_draft(), submission=submission, by=editor, now=now)
    with pytest.raises(NoReasonError):
        cancel(session, listing, reason="", by=editor, now=now)
    first = listing.occurrences[0].id
    one = cancel(session, listing, occurrence_id=first, reason="荒天のため", by=editor, now=now)
    assert not one.is_whole
    assert one.not_reached == NOT_REACHED
    assert len(one.at_once) == 3
    assert cancel(session, listing, reason="荒天のため", by=editor, now=now).is_whole
