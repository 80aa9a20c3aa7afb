"""Table 1 of the seeds: by which media a year's information went out, how often, to how many."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery import Batch, BatchState
from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.period import Period
from notifier.indicators.tables import Cell, Line

PAPER = ("newsletter_copies", "special_copies", "map_copies")


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium: what it carries, how often it went out, and whom it could reach."""

    name: str
    content: str
    times: Cell
    times_unit: str
    reach: Cell
    reach_name: str
    reach_unit: str


def table_1(
    session: Session, hub: Hub, *, period: Period, table_2: tuple[Line, ...], now: datetime
) -> list[Medium]:
    """The media of a fiscal year; ``table_2`` holds that year's typed and counted figures."""
    yearly = {line.key: line.cells[-1] for line in table_2}
    sent = _editions_by_channel(session, hub, period)
    printed = _printed(session, hub, period)
    is_partial = now < period.moments(hub.zone)[1]

    def counted(number: int) -> Cell:
        return Cell(period, number, is_partial=is_partial)

    unknown = Cell(period, None)
    return [
        Medium("LINE公式アカウント", "拠点と地域の情報（カード）", counted(sent.get("line", 0)), "回",
               yearly["line_friends"], "友だち（期末）", "人"),
        Medium("メール", "拠点と地域の情報（テキストでも読めます）", counted(sent.get("email", 0)),
               "回", _readers(session, hub, period, is_partial=is_partial), "届け先（期末）", "件"),
        Medium("公式サイト・公開カレンダー", "拠点と地域のカレンダー",
               counted(_published(session, hub, period)), "件",
               yearly["site_page_views"], "閲覧数", "回"),
        Medium("通信（通常版）", "拠点の予定と地域の情報", counted(printed.get("newsletter", 0)), "号",
               yearly["newsletter_copies"], "部数", "部"),
        Medium("通信（特別号）", "拠点のはたらきの紹介", counted(printed.get("special", 0)), "号",
               yearly["special_copies"], "部数", "部"),
        Medium("おでかけマップ", "区内の子育ての場所", unknown, "号",
               yearly["map_copies"], "部数", "部"),
        Medium("紙の合計", "通信・特別号・マップ", unknown, "号",
               _sum(period, [yearly[key] for key in PAPER]), "部数", "部"),
        Medium("Instagram", "写真つきの紹介", unknown, "回",
               yearly["instagram_followers"], "フォロワー（期末）", "人"),
    ]  # fmt: skip


def _editions_by_channel(session: Session, hub: Hub, period: Period) -> dict[str, int]:
    """{channel: editions that went out by it}."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Batch.channel, func.count(func.distinct(Batch.edition_id)))
        .join(Edition, Edition.id == Batch.edition_id)
        .where(
            Edition.hub_id == hub.id,
            Edition.dispatched_at >= start,
            Edition.dispatched_at < end,
            Batch.state == BatchState.DONE,
        )
        .group_by(Batch.channel)
    )
    return {channel: int(number) for channel, number in rows}


def _printed(session: Session, hub: Hub, period: Period) -> dict[str, int]:
    """{kind: issues of the period that were approved}; an issue belongs to the day it stands under."""
    rows = session.execute(
        select(Edition.kind, func.count())
        .where(
            Edition.hub_id == hub.id,
            Edition.on >= period.first,
            Edition.on <= period.last,
            Edition.approved_at.is_not(None),
            Edition.send_at.is_(None),
        )
        .group_by(Edition.kind)
    )
    return {kind: int(number) for kind, number in rows}


def _readers(session: Session, hub: Hub, period: Period, *, is_partial: bool) -> Cell:
    parts = CATALOG["readers_by_channel"].measure(session, hub, period)
    numbers = [len(part.rows) for part in parts if part.key == "email"]
    return Cell(period, numbers[0], is_partial=is_partial) if numbers else Cell(period, None)


def _published(session: Session, hub: Hub, period: Period) -> int:
    parts = CATALOG["listings_by_surface"].measure(session, hub, period)
    return next((len(part.rows) for part in parts if part.key == "web"), 0)


def _sum(period: Period, cells: list[Cell]) -> Cell:
    """What is known of several figures, together."""
    known = [cell.value for cell in cells if cell.value is not None]
    if not known:
        return Cell(period, None)
    is_partial = len(known) < len(cells) or any(cell.is_partial for cell in cells)
    return Cell(period, sum(known), is_computed=True, is_partial=is_partial)
