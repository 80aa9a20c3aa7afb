"""Ask LINE how many messages this month has left."""

from datetime import datetime

from notifier.config import settings
from notifier.delivery.quota_view import QuotaView
from notifier.delivery.retry import UNAUTHORIZED
from notifier.hubs import HasLogin
from notifier.mailroom import channel_token, forget_token
from notifier.wire import line


def ask_quota(channel: HasLogin, *, now: datetime) -> QuotaView:
    """What LINE says of this month; an outside call, so no transaction may be open.

    A token LINE does not know any more is replaced by a new one, once. Raises
    ``UnavailableError`` when LINE does not answer, ``line.LineRefusedError`` when it says no.
    """
    try:
        answer = _ask(channel, now)
    except line.LineRefusedError as error:
        if error.status != UNAUTHORIZED:
            raise
        forget_token(channel)
        answer = _ask(channel, now)
    return QuotaView.of(answer.used, answer.limit)


def _ask(channel: HasLogin, now: datetime) -> line.Quota:
    return line.quota(settings().line_api_url, channel_token(channel, now=now))
