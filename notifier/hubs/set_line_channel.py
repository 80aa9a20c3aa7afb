"""Connect a LINE Messaging API channel; its secret is sealed and never shown again."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.models import ChannelPurpose, Hub, LineChannel
from notifier.hubs.queries import line_channel
from notifier.kit import crypto
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.text import half

CHANNEL_ID = re.compile(r"\d{5,20}")
SECRET = re.compile(r"[\x21-\x7e]{8,200}")
PURPOSE_NAMES = {ChannelPurpose.READERS: "読者向け", ChannelPurpose.GROUPS: "団体との連絡用"}


class BadChannelError(BadInputError):
    """The channel's id or secret has not the shape LINE gives them."""


class ChannelTakenError(ConflictError):
    """The channel is connected elsewhere in this service."""


def set_line_channel(  # noqa: PLR0913 - a channel is three values; the rest is who and when
    session: Session,
    hub: Hub,
    purpose: ChannelPurpose | str,
    *,
    channel_id: str,
    secret: str,
    bot_user_id: str = "",
    by: audit.Actor,
    now: datetime,
) -> LineChannel:
    """Connect ``channel_id`` for readers or groups; an empty ``secret`` keeps the present one.

    A new secret leaves the old one valid beside it for webhooks that are under way; another
    channel id starts anew. Raises ``BadChannelError`` or ``ChannelTakenError``.
    """
    wanted = ChannelPurpose(purpose)
    number = _channel_id(session, hub, wanted, channel_id)
    sealed = crypto.seal(_secret(secret)) if secret else ""
    found = line_channel(session, hub.id, wanted)
    if found is None:
        found = LineChannel(
            hub_id=hub.id, purpose=wanted, channel_id=number, sealed_secret=sealed, bot_user_id=""
        )
        session.add(found)
    else:
        _change(found, number, sealed)
    found.bot_user_id = bot_user_id or found.bot_user_id
    session.flush()
    what = "と秘密の値" if secret else ""
    audit.write(
        session,
        f"{by.label}が{PURPOSE_NAMES[wanted]}LINEチャネルのID{what}を設定しました。",
        verb="hub.line_channel",
        subject=("hub", hub.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return found


def _change(found: LineChannel, number: str, sealed: str) -> None:
    if found.channel_id != number:
        found.channel_id = number
        found.sealed_secret, found.sealed_old_secret, found.bot_user_id = sealed, "", ""
    elif sealed:
        found.sealed_secret, found.sealed_old_secret = sealed, found.sealed_secret


def _channel_id(session: Session, hub: Hub, purpose: ChannelPurpose, value: str) -> str:
    number = half(value)
    if not CHANNEL_ID.fullmatch(number):
        raise BadChannelError(
            "チャネルIDは数字だけです。LINE Developers の「チャネル基本設定」から写してください。",
            field="line.channel_id",
        )
    owner = session.scalar(select(LineChannel).where(LineChannel.channel_id == number))
    if owner is not None and (owner.hub_id, owner.purpose) != (hub.id, purpose):
        raise ChannelTakenError("このチャネルIDは、すでに別の設定で使われています。")
    return number


def _secret(value: str) -> str:
    clean = half(value)
    if not SECRET.fullmatch(clean):
        raise BadChannelError(
            "チャネルシークレットの形ではありません。前後の空白を除いて写してください。",
            field="line.channel_secret",
        )
    return clean
