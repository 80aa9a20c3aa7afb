"""What the hub says of itself and of an issue at the head and foot of every paper."""

from datetime import datetime

from notifier.config import settings
from notifier.editions.kinds import Kind, kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.paper import Masthead
from notifier.hubs import Hub
from notifier.kit import clock

HELLO = (
    "こんにちは。{hub}です。{month}月の親子で行ける場所と行事をお届けします。"
    "気になるものがあれば、気軽にお出かけください。"
)
HELLO_SPECIAL = (
    "こんにちは。{hub}です。子育てに役立つ情報をまとめました。"
    "わからないことは、気軽におたずねください。"
)


def masthead_of(hub: Hub, edition: Edition, *, now: datetime) -> Masthead:
    """The head of ``edition``; its date of information is that of the approval."""
    kind = kind_of(edition.kind)
    day = clock.local(edition.approved_at or now, hub.zone).date()
    is_draft = edition.state is not EditionState.APPROVED
    return Masthead(
        hub_name=hub.name,
        kind_name=kind.name,
        month=_issue(kind, edition),
        status="下書き" if is_draft else "",
        greeting=edition.greeting or _hello(kind, hub, edition),
        contact=hub.contact,
        postal_address=hub.postal_address,
        open_days="・".join(
            clock.WEEKDAYS_JA[clock.WEEKDAY_KEYS.index(key)]
            for key in hub.open_days.split()
            if key in clock.WEEKDAY_KEYS
        ),
        calendar_url=f"{settings().base_url}/{hub.slug}/",
        as_of=f"{day.year}年{clock.say_date(day)}現在の情報です",
    )


def _issue(kind: Kind, edition: Edition) -> str:
    if kind.is_monthly:
        return f"{edition.on.year}年{edition.on.month}月号"
    return f"{edition.on.year}年{edition.on.month}月{edition.on.day}日"


def _hello(kind: Kind, hub: Hub, edition: Edition) -> str:
    words = HELLO if kind.is_monthly else HELLO_SPECIAL
    return words.format(hub=hub.name, month=edition.on.month)
