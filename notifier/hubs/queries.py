"""Reads of hubs, districts, criteria and LINE channels."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs.models import ChannelPurpose, District, Hub, LineChannel, PostingCriterion
from notifier.kit import crypto
from notifier.kit.errors import NotFoundError


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


def line_channels(session: Session, slugs: Collection[str]) -> dict[str, list[LineChannel]]:
    """The LINE channels of each hub there is among ``slugs``, oldest first."""
    rows = session.execute(
        select(Hub.slug, LineChannel)
        .outerjoin(LineChannel, LineChannel.hub_id == Hub.id)
        .where(Hub.slug.in_(sorted(slugs)))
        .order_by(LineChannel.id)
    )
    found: dict[str, list[LineChannel]] = {}
    for slug, channel in rows:
        ours = found.setdefault(slug, [])
        if channel is not None:  # the hub's own row, when it has no channel
            ours.append(channel)
    return found


def channel_secrets(channel: LineChannel) -> tuple[str, ...]:
    """The channel's secrets in the clear, newest first (two while one is being replaced)."""
    sealed = (channel.sealed_secret, channel.sealed_old_secret)
    return tuple(crypto.unseal(one) for one in sealed if one)
