"""What readers and LINE ask at the same moment, and what was counted."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.editions import Link
from notifier.engagement import LinkTaps
from notifier.wire import line
from tests.fakes import rsgi
from tests.web.test_hooks import SECRET

READERS = 12


def counted(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.coalesce(func.sum(LinkTaps.count), 0))) or 0


def taps(links: list[Link], times: int) -> list[rsgi.Asked]:
    """A tap of each link, ``times`` over."""
    return [rsgi.get(f"/r/{link.code}") for link in links * times]


def call(slug: str, body: bytes, *, secret: str = SECRET) -> rsgi.Asked:
    """A signed call of LINE."""
    return rsgi.post(f"/hooks/line/{slug}", body, x_line_signature=line.sign(body, secret))
