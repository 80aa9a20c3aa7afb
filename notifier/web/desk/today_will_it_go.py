"""The card 「土曜便は出ますか」: everything the next edition needs, a sentence each, from tables alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from notifier import delivery, editions, mailroom, subscribers
from notifier.delivery import LineLook
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub, line_channel, next_weekly_slot
from notifier.kit import clock
from notifier.mailroom import MailStanding
from notifier.web.desk.quota_panel import going
from notifier.web.desk.today import Level, TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

Mark = Literal["○", "△", "×"]
Answer = tuple[Mark, str]
LOOK_IS_OLD = timedelta(hours=3)
LEVELS: dict[Mark, Level] = {"×": "bad", "△": "care", "○": "good"}
IN_STATE: dict[EditionState, Answer] = {
    EditionState.DRAFT: (
        "△",
        "下書きができています。内容を確かめて、承認してください。承認するまで送られません。",
    ),
    EditionState.APPROVED: ("○", "承認ずみです。"),
    EditionState.DISPATCHING: ("○", "いま送っています。"),
    EditionState.SENT: ("○", "もう送りました。"),
    EditionState.STOPPED: ("×", "停止してあるので、送られません。"),
    EditionState.BLOCKED: ("×", "保留になっています。便のページで理由を確かめてください。"),
    EditionState.MISSED: ("×", "時刻を過ぎて保留になっています。送るかどうかを決めてください。"),
    EditionState.HELD: ("×", "復元のあとの保留です。「復元の確認」を開いてください。"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card looks at. ``needed`` is how many LINE messages the edition takes, after what
    was decided about it; None: not counted, as all readers together fit."""

    hub: Hub
    edition: Edition | None
    readers: dict[str, int]
    has_channel: bool
    look: LineLook | None
    seen: dict[str, datetime]
    mail: MailStanding
    now: datetime
    needed: int | None = None


@today_card
def will_it_go(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Whether the next weekly edition will go, and what to do where the answer is no."""
    if not me.may("edit"):
        return None
    slot = next_weekly_slot(me.hub, after=now)
    on = slot.astimezone(me.hub.zone).date()
    edition = editions.edition_on(session, me.hub.id, kind="weekly", on=on)
    channel = line_channel(session, me.hub.id, "readers")
    readers = subscribers.counts(session, me.hub.id)
    look = delivery.line_look(session, me.hub.id)
    found = answers(
        Facts(
            hub=me.hub,
            edition=edition,
            readers=readers,
            has_channel=channel is not None and bool(channel.sealed_secret),
            look=look,
            seen=delivery.last_seen(session),
            mail=mailroom.mail_standing(session, me.hub.id),
            now=now,
            needed=_needed(session, edition, look, readers, now),
        )
    )
    marks = [mark for mark, _ in found]
    worst: Mark = "×" if "×" in marks else "△" if "△" in marks else "○"
    label, url = _link(edition)
    return TodayCard(
        f"{clock.WEEKDAYS_JA[on.weekday()]}曜便は出ますか（{clock.say_moment(slot, me.hub.zone)}）",
        LEVELS[worst],
        tuple(f"{mark} {sentence}" for mark, sentence in found),
        label,
        url,
    )


def _link(edition: Edition | None) -> tuple[str, str]:
    if edition is None:
        return "今週の便を開く", link_if("desk.editions")
    label = "下書きを確かめる" if edition.state is EditionState.DRAFT else "便を見る"
    return label, link_if("desk.edition_page", edition_id=edition.id)


def _needed(
    session: Session,
    edition: Edition | None,
    look: LineLook | None,
    readers: dict[str, int],
    now: datetime,
) -> int | None:
    """Counted only when it matters: when not all readers together fit into what is left."""
    if edition is None or look is None or not _is_short(look, readers.get("line", 0)):
        return None
    hearing = delivery.hearing_of(session, edition, now=now)
    reach = editions.reach(session, edition, now=now, hearing=hearing)
    return going(session, edition, reach).line


def _is_short(look: LineLook, messages: int) -> bool:
    return look.allowed is not None and look.allowed - look.used < messages


def answers(facts: Facts) -> list[Answer]:
    """The answers in the order the work goes: approval, machines, LINE, mail. Pure."""
    return [
        _approval(facts),
        _duties(facts),
        *_line(facts),
        *_mail(facts),
    ]


def _approval(facts: Facts) -> Answer:
    edition = facts.edition
    if edition is None:
        return "△", "下書きはまだありません。前の日の夕方に、自動でできます。"
    if edition.state is EditionState.APPROVED and _waits(edition, facts.hub):
        return "△", "二人目の承認を待っています。別の発行責任者に頼んでください。"
    if edition.state is EditionState.APPROVED and edition.send_at is not None:
        when = clock.say_moment(edition.send_at, facts.hub.zone)
        if _lacks(facts):
            return (
                "△",
                f"承認ずみですが、{when}までに、下のLINEの通数のことを決めないと送りません。",
            )
        return "○", f"承認ずみです。{when} に送ります。"
    return IN_STATE[edition.state]


def _lacks(facts: Facts) -> bool:
    """Whether LINE's month, as last seen, cannot carry the edition."""
    look = facts.look
    readers = facts.readers.get("line", 0)
    needed = readers if facts.needed is None else facts.needed
    return (
        facts.has_channel
        and look is not None
        and not look.problem
        and facts.now - look.looked_at <= LOOK_IS_OLD
        and _is_short(look, needed)
    )


def _waits(edition: Edition, hub: Hub) -> bool:
    return edition.is_off_schedule and hub.second_person and edition.second_at is None


def _duties(facts: Facts) -> Answer:
    gone = [
        name
        for duty, name in delivery.DUTIES.items()
        if duty not in facts.seen or delivery.is_silent(facts.seen[duty], now=facts.now)
    ]
    if not gone:
        return "○", "送る仕組みは動いています。"
    return "×", f"{'、'.join(gone)}が動いていません。機械の担当者に、起動し直すよう伝えてください。"


def _line(facts: Facts) -> Iterator[Answer]:
    readers = facts.readers.get("line", 0)
    if not facts.has_channel:
        if readers:
            yield "×", "LINEの読者がいますが、LINEがつながっていません。「設定」で入れてください。"
        return
    look = facts.look
    if look is None or facts.now - look.looked_at > LOOK_IS_OLD:
        yield "△", "LINEの鍵を、まだ確かめていません。1時間に1回、自動で確かめます。"
        return
    when = clock.say_time(look.looked_at, facts.hub.zone)
    if look.problem:
        yield "×", f"LINEが使えません（{when}に確認）。{look.problem}"
        return
    yield "○", f"LINEの鍵は使えます（{when}に確認）。"
    needed = readers if facts.needed is None else facts.needed
    if _is_short(look, needed):
        left = max((look.allowed or 0) - look.used, 0)
        short = (
            f"LINEの残りは{left:,}通で、{needed:,}通いるため足りません。このままでは送りません。"
        )
        yield "×", f"{short}便のページで、どうするかを決めてください。"
    else:
        yield "○", f"LINEの通数は足ります（{needed:,}通）。"


def _mail(facts: Facts) -> Iterator[Answer]:
    if not (facts.hub.mail_from and facts.hub.postal_address):
        yield "×", "差出人のアドレスか拠点の住所がありません。「設定」で入れてください。"
        return
    if facts.mail.problem:
        yield (
            "×",
            f"メールの中継サーバーに断られています（{facts.mail.problem}）。機械の担当者に伝えてください。",
        )
    elif facts.mail.last_sent_at is not None:
        when = clock.say_moment(facts.mail.last_sent_at, facts.hub.zone)
        yield "○", f"メールは送れています（最後は{when}）。"
    else:
        yield (
            "△",
            "メールは、まだ送れたことがありません。自分を読者に登録して、届くか確かめてください。",
        )
