"""Where a listing is read already: pages that follow a change at once, and issues that do not."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import delivery
from notifier.delivery import Delivery, DeliveryState
from notifier.editions import BOARD, KINDS, ContentGroup, Edition, EditionItem, EditionState
from notifier.hubs import Hub
from notifier.kit.clock import say_date
from notifier.listings import Listing, ListingStatus

CHANNELS = {"line": "LINE", "email": "メール"}
_LOOSE = (EditionState.DRAFT, EditionState.MISSED)
_GOING = {
    EditionState.APPROVED: "承認済みで、まだ送っていません。承認したときの内容のまま送られます。"
    "直すときは、この便を開いて承認を取り消してください。",
    EditionState.DISPATCHING: "いま送っています。承認したときの内容で届きます。",
    EditionState.BLOCKED: "承認済みで、止まっています。承認したときの内容が入っています。",
    EditionState.HELD: "承認済みで、止まっています。承認したときの内容が入っています。",
}
_PRINTED = (
    "承認済みです。承認したときの内容で印刷されます。正誤の案内は、この号のページにあります。"
)
_HUNG = "貼ってあります。変わったら刷り直して、貼りかえてください。"


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where the item is read: its name, what is so there, and the page about it."""

    name: str
    said: str
    url: str = ""
    follows: bool = False


def reached(session: Session, hub: Hub, listing: Listing) -> tuple[Surface, ...]:
    """Every surface ``listing`` of ``hub`` has reached, first those that follow a change."""
    if listing.status is ListingStatus.WITHDRAWN:
        return ()
    since = say_date(listing.published_at.astimezone(hub.zone).date())
    public = Surface(
        _public_name(listing.outlets),
        f"{since}から出ています。変えるとすぐに書きかわります。",
        follows=True,
    )
    return (public, *_issues(session, hub, listing))


def _public_name(outlets: list[str]) -> str:
    """What follows a change at once, as far as the group let its item go there."""
    names = [
        "公開ページ・カレンダー・RSS"
        if "web" in outlets
        else "くわしいページ（一覧にはのせていません）"
    ]
    if "open_data" in outlets:
        names.append("オープンデータ")
    return "・".join(names)


def _issues(session: Session, hub: Hub, listing: Listing) -> list[Surface]:
    rows = session.execute(
        select(Edition, EditionItem.struck_at)
        .join(EditionItem, EditionItem.edition_id == Edition.id)
        .where(
            Edition.hub_id == hub.id,
            EditionItem.hub_id == hub.id,
            EditionItem.listing_id == listing.id,
            EditionItem.is_dropped.is_(False),
            Edition.state.not_in(_LOOSE),
        )
        .order_by(Edition.on)
    ).all()
    ids = [edition.id for edition, _ in rows]
    sent = _sent(session, hub.id, listing.id, ids)
    old = delivery.condensed(session, hub.id, ids)
    return [
        _forgotten(edition)
        if edition.id in old and not struck
        else _issue(edition, sent.get(edition.id, {}), was_struck=bool(struck))
        for edition, struck in rows
    ]


def _sent(
    session: Session, hub_id: int, listing_id: int, edition_ids: list[int]
) -> dict[int, dict[tuple[str, DeliveryState], int]]:
    """{edition: {(channel, sent or unknown): how many readers}}; accepted is not read."""
    groups = session.execute(
        select(ContentGroup.id, ContentGroup.listing_ids).where(
            ContentGroup.hub_id == hub_id, ContentGroup.edition_id.in_(edition_ids)
        )
    )
    holding = [number for number, listing_ids in groups if listing_id in listing_ids]
    found: dict[int, dict[tuple[str, DeliveryState], int]] = {}
    for edition_id, channel, state, count in session.execute(
        select(Delivery.edition_id, Delivery.channel, Delivery.state, func.count())
        .where(
            Delivery.hub_id == hub_id,
            Delivery.content_group_id.in_(holding),
            Delivery.state.in_((DeliveryState.SENT, DeliveryState.UNKNOWN)),
        )
        .group_by(Delivery.edition_id, Delivery.channel, Delivery.state)
    ):
        found.setdefault(edition_id, {})[channel, state] = count
    return found


def _forgotten(edition: Edition) -> Surface:
    said = "送りました。13か月を過ぎたため、この項目が何人に届いたかは残っていません。"
    url = url_for("desk.edition_page", edition_id=edition.id)
    return Surface(f"{say_date(edition.on)}の{KINDS[edition.kind].name}", said, url)


def _issue(
    edition: Edition, sent: dict[tuple[str, DeliveryState], int], *, was_struck: bool
) -> Surface:
    kind = KINDS[edition.kind]
    name = f"{say_date(edition.on)}の{kind.name}"
    url = url_for("desk.edition_page", edition_id=edition.id)  # leads on to a printed one's own
    if was_struck:
        return Surface(name, "中止として外してあります。", url, follows=True)
    if not kind.is_sent:
        return Surface(name, _HUNG if edition.kind == BOARD else _PRINTED, url)
    told, unknown = _said(sent, DeliveryState.SENT), _said(sent, DeliveryState.UNKNOWN)
    if told or unknown:
        said = f"{told}に送りました。" if told else ""
        said += f"{unknown}は、届いたかどうかわかりません。" if unknown else ""
        return Surface(name, f"{said}送ったものは書きかえられません。", url)
    return Surface(name, _GOING.get(edition.state, "だれにも送っていません。"), url)


def _said(sent: dict[tuple[str, DeliveryState], int], state: DeliveryState) -> str:
    """「LINE 20人・メール 3人」 of one state."""
    return "・".join(
        f"{CHANNELS.get(channel, channel)} {count}人"
        for (channel, one), count in sorted(sent.items())
        if one is state
    )
