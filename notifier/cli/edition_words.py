"""An edition as people read it in a terminal; programs read the JSON."""

from datetime import datetime
from typing import Any

from notifier import editions
from notifier.editions import Edition
from notifier.hubs import Hub, say_weekly
from notifier.kit import clock


def say_edition(edition: Edition, hub: Hub, data: dict[str, Any]) -> str:
    """Lines of what ``data``, the JSON form, holds; moments on the hub's wall."""
    kind = editions.kind_of(edition.kind)
    lines = [
        f"{edition.title}（便の番号 {edition.id}）",
        f"  状態        {editions.state_name(edition)}（{edition.state.value}）",
        *([f"  理由        {edition.reason}"] if edition.reason else []),
        f"  日付        {clock.say_full_date(edition.on)}",
        f"  項目        {data['listings']:,}件",
    ]
    if not kind.is_sent:
        return "\n".join([*lines, "  届け方      印刷して届けます（LINEやメールでは送りません）"])
    readers = data["readers"]
    whom = "送った人" if data["counted"] == "sent" else "届く人　"
    when = say_time(edition.send_at, hub) if edition.send_at else "まだ決まっていません"
    return "\n".join(
        [
            *lines,
            f"  送る時刻    {when}",
            f"  {whom}    LINE {readers['line']:,}人、メール {readers['email']:,}人",
            f"  中身        {data['content_groups']:,}通り",
            f"  LINEの通数  {data['line_messages']:,}通（{_say_quota(data['quota'])}）",
        ]
    )


def say_time(moment: datetime, hub: Hub) -> str:
    """「2026年11月28日(土) 10:00」 on the hub's wall."""
    there = clock.local(moment, hub.zone)
    return f"{clock.say_full_date(there.date())} {clock.say_time(moment, hub.zone)}"


def say_odd_day(edition: Edition, hub: Hub) -> str:
    """That a weekly edition stands on another day than the hub's, "" when it does not."""
    kind = editions.kind_of(edition.kind)
    if not kind.is_scheduled or editions.slot_on(hub, edition.kind, edition.on) is not None:
        return ""
    return (
        f"{clock.say_full_date(edition.on)}は、いつもの便の日（{say_weekly(hub.schedule_weekly)}）ではないか、"
        "休みの日です。送るときは、いつもとちがう時刻の送信としてあつかいます。"
    )


def _say_quota(quota: dict[str, int | None]) -> str:
    if quota["used"] is None:
        return "今月の残りは、LINEから聞けませんでした"
    if quota["limit"] is None:
        return f"今月使ったのは {quota['used']:,}通、上限はありません"
    return f"今月使ったのは {quota['used']:,} / {quota['limit']:,}通、残り {quota['left']:,}通"
