"""How many messages each edition sent, by channel."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery import sent_between
from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period

KEY = "messages_sent"
NAME = "送った通数（媒体ごと）"
QUESTION = "どの媒体で、どれだけ届けているか"
UNIT = "通"
DEFINITION = (
    "期間中に、便として送り、相手の仕組みが受け付けた通数です（届いたか、読まれたかは数えません）。"
    "一覧は便ごとの通数で、足すと全体の通数になります。"
)
SOURCE = "配信の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "edition"
CHANNELS = {"line": "LINE", "email": "メール"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per channel that was used; its rows are editions with their share."""
    start, end = period.moments(hub.zone)
    sent = sent_between(session, hub, start, end)
    ids = {edition_id for _, edition_id, _ in sent}
    editions = {one.id: one for one in session.scalars(select(Edition).where(Edition.id.in_(ids)))}
    sent.sort(key=lambda row: (editions[row[1]].on, row[1]))
    sent.sort(key=lambda row: row[0], reverse=True)
    cells: dict[str, list[tuple[ListRow, int]]] = {}
    for channel, edition_id, number in sent:
        line = ListRow(edition_id, editions[edition_id].title, f"{number:,}{UNIT}")
        cells.setdefault(channel, []).append((line, number))
    return [
        Part(
            key,
            CHANNELS.get(key, key),
            tuple(line for line, _ in lines),
            value=sum(number for _, number in lines),
        )
        for key, lines in cells.items()
    ]
