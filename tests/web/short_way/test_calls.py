"""LINE's calls by the short way: each judged by itself, all stored by one commit."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom import InboxEvent
from notifier.web.short_way import ShortWay
from tests.fakes import rsgi
from tests.web.short_way.asking import READERS, call
from tests.web.test_hooks import body_of, event


@pytest.mark.usefixtures("channel")
def test_calls_at_the_same_moment_are_judged_each(
    front: ShortWay, session: Session, hub: Hub
) -> None:
    """Good, forged and nonsensical ones; no table could hold the kind and id of the odd one."""
    odd = body_of(event("o\0dd", type="o\0dd"))
    good = [body_of(event(f"01H{number:023d}")) for number in range(READERS)]
    calls = [call(hub.slug, one) for one in [*good, b"[]", odd]]
    forged, unsigned = call(hub.slug, good[0], secret="forged"), call(hub.slug, good[0])
    unsigned.headers = rsgi.Headers([("content-length", str(len(good[0])))])
    statuses = rsgi.answer(front, *calls, forged, unsigned, call("nobody", odd))
    assert statuses == [200] * READERS + [400, 200, 401, 400, 404]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxEvent)) == READERS + 1


@pytest.mark.usefixtures("channel")
def test_a_call_larger_than_they_are(front: ShortWay, session: Session, hub: Hub) -> None:
    """It goes among the pages, is stored all the same, and beyond 1 MB nothing is read."""
    large = call(hub.slug, body_of(event(extra="x" * 100_000)))
    huge = call(hub.slug, b"x" * 1_000_001)
    assert rsgi.answer(front, large, huge) == [200, 413]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxEvent)) == 1


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("slug", ["nobody", "no%00body", "", "a/b"])
def test_a_call_for_a_hub_there_is_not(
    front: ShortWay, session: Session, hub: Hub, slug: str
) -> None:
    """Its page comes although the body was read before, and the others' calls are stored."""
    lost, good = call(slug, body_of(event())), call(hub.slug, body_of(event()))
    assert rsgi.answer(front, lost, good) == [404, 200]
    assert lost.times_read == 1


def test_a_call_that_breaks_off_is_not_answered(front: ShortWay, hub: Hub) -> None:
    """LINE delivers it again."""
    cut = rsgi.post(f"/hooks/line/{hub.slug}", b'{"eve', length=40)
    assert rsgi.answer(front, cut) == [0]
