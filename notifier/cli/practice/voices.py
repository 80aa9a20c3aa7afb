"""What came back, as a desk finds it on a Friday: opinions in every state, and taps under events."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import engagement, hubs, listings
from notifier.audit import Actor

FRESH = (
    ("ja", "雨の日に、きょうだいで行ける場所がもっとあるとうれしいです。"),
    ("easy", "えいごの えほんは ありますか。よみたいです。"),
    ("en", "Could you tell us which events need no booking?"),
)
THEMED = ("area", "駅から会場までの道がわかりにくかったです。地図がほしいです。")
ANSWERED = (
    "programme",
    "父親だけで参加しやすい日をふやしてほしいです。",
    "父親だけでも行きやすい日がほしい",
    "来月から、第1土曜の「パパの土よう広場」のお知らせを早めに出します。",
)
TOLD = (
    "information",
    "土曜のお知らせで、申し込みがいるかどうかを先に知りたいです。",
    "申し込みがいるかどうかを先に知りたい",
    "お知らせのはじめに「申込不要」「要申込」と書くようにしました。",
)
# taps under the items by title: one is shown as a number, the others are too few to be told
TAPS = (
    ("プレイパークで秋あそび", "want", 27),
    ("えほんの読み聞かせ", "useful", 6),
    ("藤だなサロン", "want", 3),
)


def make_voices(
    session: Session, hub: hubs.Hub, *, editor: Actor, publisher: Actor, now: datetime
) -> int:
    """Opinions fresh, sorted, answered and told, and taps on what is listed; how many opinions."""
    for number, (language, body) in enumerate(FRESH):
        at = now - timedelta(hours=5 * (number + 1))
        engagement.hand_in_opinion(
            session, hub, body, language=language, visitor=f"practice {number}", now=at
        )
    theme, body = THEMED
    _sorted(session, hub, theme, body, by=editor, at=now - timedelta(days=2))
    for theme, body, said, did in (ANSWERED, TOLD):
        one = _sorted(session, hub, theme, body, by=editor, at=now - timedelta(days=6))
        engagement.answer_opinion(
            session, one, said=said, did=did, is_adopted=True,
            version=one.version, by=editor, now=now - timedelta(days=3),
        )  # fmt: skip
    at = now - timedelta(days=1)
    engagement.publish_opinion(session, one, version=one.version, by=publisher, now=at)
    _taps(session, hub, now)
    return len(FRESH) + len((THEMED, ANSWERED, TOLD))


def _sorted(
    session: Session, hub: hubs.Hub, theme: str, body: str, *, by: Actor, at: datetime
) -> engagement.Opinion:
    """One from the counter that somebody has sorted."""
    one = engagement.enter_opinion(session, hub, body, by=by, now=at)
    engagement.theme_opinion(session, one, theme, version=one.version, by=by, now=at)
    return one


def _taps(session: Session, hub: hubs.Hub, now: datetime) -> None:
    for title, answer, times in TAPS:
        for listing in listings.search(session, hub.id, text=title).listings:
            for number in range(times):
                engagement.count_feedback(
                    session, hub, listing, answer, visitor=f"practice {number}", now=now
                )
