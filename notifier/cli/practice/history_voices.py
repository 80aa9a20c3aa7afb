"""The rest of a practice month: opinions and what became of them, printed copies, board sheets."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import audit, directory, editions, engagement, hubs
from notifier.directory import DistributionFacts
from notifier.editions import Edition, Placed

PLACES = (("中央図書館", 30, 1), ("みなとケアプラザの棚", 20, 4), ("商店街の薬局", 15, 0))
OPINIONS = (
    ("information", "土曜のお知らせが見やすくなりました。", "カードを大きくしました。"),
    ("programme", "平日の夕方の会もあるとうれしいです。", "月に1回、夕方の会をはじめます。"),
    ("place", "ベビーカーを置く場所がほしいです。", "入口に置き場を作りました。"),
)


def voices(session: Session, hub: hubs.Hub, number: int, *, by: audit.Actor, now: datetime) -> None:
    """An opinion from the counter; every second one is taken up, each is answered and told."""
    theme, said, did = OPINIONS[number % len(OPINIONS)]
    one = engagement.enter_opinion(session, hub, f"{said}（{number + 1}）", by=by, now=now)
    engagement.theme_opinion(session, one, theme, version=one.version, by=by, now=now)
    engagement.answer_opinion(
        session,
        one,
        said=said,
        did=did,
        is_adopted=number % 2 == 0,
        version=one.version,
        by=by,
        now=now + timedelta(days=2),
    )
    engagement.publish_opinion(
        session, one, version=one.version, by=by, now=now + timedelta(days=2)
    )


def bring_copies(
    session: Session, hub: hubs.Hub, paper: Edition, *, by: audit.Actor, now: datetime
) -> None:
    """The issue is brought to every place, which are registered with the first issue."""
    keys = [district.key for district in hubs.districts(session, hub.id)]
    if not directory.distribution_places(session, hub.id):
        for name, copies, district in PLACES:
            key = keys[district - 1] if 0 < district <= len(keys) else ""
            facts = DistributionFacts(name, copies, district_key=key)
            directory.add_distribution_place(session, hub, facts, by=by, now=now)
    found = editions.distribution(session, paper)
    lines = [Placed(row.place.id, row.copies, paper.on) for row in found.rows]
    editions.note_placements(
        session, paper, lines, printed=found.planned + 10, stamp=found.stamp, by=by, now=now
    )


def board_sheets(session: Session, hub: hubs.Hub, *, by: audit.Actor, now: datetime) -> None:
    """The sheets of that day, final, where there is anything to hang up."""
    on = now.astimezone(hub.zone).date()
    sheets = editions.compose(session, hub, kind=editions.BOARD, on=on, by=by, now=now)
    if sheets.items:
        editions.approve(session, sheets, version=sheets.version, by=by, now=now)
