"""Reads of hubs, districts, criteria and LINE channels."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from notifier.hubs.models import ChannelPurpose, District, Hub, LineChannel, PostingCriterion
from notifier.kit import crypto
from notifier.kit.errors import NotFoundError
from notifier.kit.ready import Ready, among, as_list

# Asked for once in each group of calls.
SIGNERS = Ready(
    lambda dialect: (
        select(
            Hub.slug,
            LineChannel.hub_id,
            LineChannel.id,
            LineChannel.bot_user_id,
            LineChannel.sealed_secret,
            LineChannel.sealed_old_secret,
        )
        .outerjoin(LineChannel, LineChannel.hub_id == Hub.id)
        .where(among(dialect, Hub.slug, "slugs"))
        .order_by(LineChannel.id)
    )
)


class HubNotFoundError(NotFoundError):
    """No hub at this address."""


def find_hub(session: Session, slug: str) -> Hub:
    """The hub with this slug. Raises ``HubNotFoundError``."""
    found = session.scalar(select(Hub).where(Hub.slug == slug))
    if found is None:
        raise HubNotFoundError("この名前の拠点は見つかりません。住所（URL）を確かめてください。")
    return found


def get_hub(session: Session, hub_id: int) -> Hub:
    """The hub with this id. Raises ``HubNotFoundError``."""
    found = session.get(Hub, hub_id)
    if found is None:
        raise HubNotFoundError("この拠点は見つかりません。")
    return found


def all_hubs(session: Session) -> list[Hub]:
    """Every hub, oldest first; for operators and timetables."""
    return list(session.scalars(select(Hub).order_by(Hub.id)))


def districts(session: Session, hub_id: int) -> list[District]:
    """The hub's districts in their own order."""
    return list(
        session.scalars(
            select(District)
            .where(District.hub_id == hub_id)
            .order_by(District.position, District.id)
        )
    )


def criteria(session: Session, hub_id: int) -> list[PostingCriterion]:
    """The hub's posting criteria (掲載基準) in their own order, the inactive ones too."""
    return list(
        session.scalars(
            select(PostingCriterion)
            .where(PostingCriterion.hub_id == hub_id)
            .order_by(PostingCriterion.position, PostingCriterion.id)
        )
    )


def line_channel(
    session: Session, hub_id: int, purpose: ChannelPurpose | str
) -> LineChannel | None:
    """The hub's LINE channel for readers or groups, or ``None`` when it has none."""
    return session.scalar(
        select(LineChannel).where(
            LineChannel.hub_id == hub_id, LineChannel.purpose == ChannelPurpose(purpose)
        )
    )


@dataclass(frozen=True, slots=True)
class CallSigner:
    """A LINE channel as its webhook knows it; ``secrets`` are in the clear, newest first."""

    hub_id: int
    line_channel_id: int
    bot_user_id: str
    secrets: tuple[str, ...]


def call_signers(connection: Connection, slugs: Collection[str]) -> dict[str, list[CallSigner]]:
    """Who may sign LINE's calls to each hub there is among ``slugs``, oldest channel first."""
    rows = SIGNERS.rows(connection, {"slugs": as_list(sorted(slugs))})
    found: dict[str, list[CallSigner]] = {}
    for slug, hub_id, channel_id, bot_user_id, *sealed in rows:
        signers = found.setdefault(slug, [])
        if channel_id is not None:  # else the hub's own row, which has no channel
            signers.append(CallSigner(hub_id, channel_id, bot_user_id, _unsealed(*sealed)))
    return found


class HasLogin(Protocol):
    """A LINE channel, or what was read of it to log in as it."""

    @property
    def channel_id(self) -> str:
        """LINE's number of it."""

    @property
    def sealed_secret(self) -> str:
        """Sealed by ``kit.crypto``; empty before one was typed in."""

    @property
    def sealed_old_secret(self) -> str:
        """The one before, while both may be in use."""


class Login(NamedTuple):
    """What ``LOGIN`` reads of a channel."""

    channel_id: str
    sealed_secret: str
    sealed_old_secret: str


LOGIN = (LineChannel.channel_id, LineChannel.sealed_secret, LineChannel.sealed_old_secret)


def channel_secrets(channel: HasLogin) -> tuple[str, ...]:
    """The channel's secrets in the clear, newest first (two while one is being replaced)."""
    return _unsealed(channel.sealed_secret, channel.sealed_old_secret)


def _unsealed(*sealed: str) -> tuple[str, ...]:
    return tuple(crypto.unseal(one) for one in sealed if one)
