"""The card 「土曜便は出ますか」: everything the edition needs, a sentence each, from tables alone.

It stays with the edition whose hour has come until that one has ended; a card of its own for the
next one joins it when there is something to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from notifier import delivery, editions, subscribers
from notifier.delivery import LineLook
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub, line_channel, next_weekly_slot
from notifier.kit import clock
from notifier.mailroom import MailStanding
from notifier.web.desk.quota_panel import going
from notifier.web.desk.today import Level, TodayCard, today_card
from notifier.web.desk.today_approval import Answer, Mark, approval
from notifier.web.desk.today_second import second_todo
from notifier.web.desk.today_silence import nobody_hears
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

LOOK_IS_OLD = timedelta(hours=3)
LEVELS: dict[Mark, Level] = {"×": "bad", "△": "care", "○": "good"}
WEEKLY = "weekly"
NO_BELL = "送る係を呼ぶ呼び鈴（Redis）につながりません。"
A_DAY_AHEAD = timedelta(days=1)
OVER = frozenset({EditionState.SENT, EditionState.STOPPED})
RESTS = frozenset({EditionState.DRAFT, EditionState.BLOCKED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card looks at. ``needed`` is how many LINE messages the edition takes, after what
    was decided about it; None: not counted, as all readers together fit. ``slot``: the usual hour
    of its day. ``second_todo``: how to come by a second yes. ``nobody_hears``: the workers live,
    and no bell reaches them. ``sends_alone``: a cron line's tick works without one."""

    hub: Hub
    edition: Edition | None
    readers: dict[str, int]
    has_channel: bool
    look: LineLook | None
    seen: dict[str, datetime]
    mail: MailStanding
    now: datetime
    needed: int | None = None
    slot: datetime | None = None
    second_todo: str = ""
    nobody_hears: bool = False
    sends_alone: bool = False


@today_card
def has_it_gone(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """The edition whose hour has come, until it has ended: why it has not gone, and what to do."""
    if not me.may("edit"):
        return None
    missed = editions.missed_slot(session, me.hub, now=now)
    if missed is not None:
        return _card(me, session, None, missed, now)
    found = hour_has_come(session, me.hub, now=now)
    return None if found is None else _card(me, session, *found, now)


@today_card
def will_it_go(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Whether the next weekly edition will go, and what to do where the answer is no."""
    if not me.may("edit"):
        return None
    slot = next_weekly_slot(me.hub, after=now)
    on = slot.astimezone(me.hub.zone).date()
    edition = editions.edition_on(session, me.hub.id, kind=WEEKLY, on=on)
    is_far = edition is None and slot - now > A_DAY_AHEAD
    if is_far and _is_asked_about(session, me.hub, now=now):
        return None
    return _card(me, session, edition, slot, now)


def _is_asked_about(session: Session, hub: Hub, *, now: datetime) -> bool:
    """Whether a card stands for an edition whose hour has come."""
    missed = editions.missed_slot(session, hub, now=now)
    return missed is not None or hour_has_come(session, hub, now=now) is not None


def hour_has_come(session: Session, hub: Hub, *, now: datetime) -> tuple[Edition, datetime] | None:
    """The latest weekly edition whose hour has come, with that hour; None when it has ended."""
    today = clock.local(now, hub.zone).date()
    edition = editions.latest_edition(session, hub.id, kind=WEEKLY, until=today)
    if edition is None or has_ended(edition, hub, now=now):
        return None
    slot = editions.slot_on(hub, WEEKLY, edition.on)
    hour = slot or edition.send_at or clock.at(edition.on, time.min, hub.zone)
    return (edition, hour) if hour <= now else None


def has_ended(edition: Edition, hub: Hub, *, now: datetime) -> bool:
    """Sent, stopped on an earlier day, out of its late window, resting, or nothing to send."""
    today = clock.local(now, hub.zone).date()
    match edition.state:
        case EditionState.SENT:
            return True
        case EditionState.STOPPED:
            stopped_at = edition.stopped_at or now
            return clock.local(stopped_at, hub.zone).date() < today
        case EditionState.DISPATCHING:
            return False
        case EditionState.DRAFT if all(item.is_dropped for item in edition.items):
            return True
    rests = edition.state in RESTS and edition.on.isoformat() in hub.rest_days
    return rests or editions.late_until(edition) < today


def _card(
    me: SignedIn, session: Session, edition: Edition | None, slot: datetime, now: datetime
) -> TodayCard:
    channel = line_channel(session, me.hub.id, "readers")
    readers = subscribers.counts(session, me.hub.id)
    look = delivery.line_look(session, me.hub.id)
    facts = Facts(
        hub=me.hub,
        edition=edition,
        readers=readers,
        has_channel=channel is not None and bool(channel.sealed_secret),
        look=look,
        seen=delivery.last_seen(session),
        mail=delivery.mail_standing(session, me.hub.id),
        now=now,
        needed=_needed(session, edition, look, readers, now),
        slot=slot,
        second_todo=second_todo(me, session, edition) if edition is not None else "",
        nobody_hears=nobody_hears(),
        sends_alone=delivery.sends_alone(session, now=now),
    )
    found = answers(facts)
    marks = [mark for mark, _ in found]
    worst: Mark = "×" if "×" in marks else "△" if "△" in marks else "○"
    label, url = _link(edition)
    day = clock.WEEKDAYS_JA[(edition.on if edition else clock.local(slot, me.hub.zone)).weekday()]
    return TodayCard(
        f"{day}曜便は出ますか（{clock.say_moment(slot, me.hub.zone)}）",
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
    """The answers in the order the work goes: approval, machines, LINE, mail. Pure.

    What has ended needs nothing any more.
    """
    edition = facts.edition
    state = _state(facts)
    if edition is not None and edition.state in OVER:
        return [state]
    return [state, _duties(facts), *_line(facts), *_mail(facts)]


def _state(facts: Facts) -> Answer:
    """Where the edition stands; an approval is no promise while LINE's month cannot carry it."""
    edition, now = facts.edition, facts.now
    found = approval(edition, facts.hub, slot=facts.slot, second_todo=facts.second_todo, now=now)
    if edition is None or edition.state is not EditionState.APPROVED or edition.send_at is None:
        return found
    if edition.send_at <= now or found[0] != "○" or not _lacks(facts):
        return found
    when = clock.say_moment(edition.send_at, facts.hub.zone)
    return "△", f"承認ずみですが、{when}までに、下のLINEの通数のことを決めないと送りません。"


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


def _duties(facts: Facts) -> Answer:
    if facts.nobody_hears:
        goes = delivery.standstill((), is_bell_gone=True, sends_alone=facts.sends_alone)
        needs_line = facts.has_channel and facts.readers.get("line", 0) > 0
        mark: Mark = "△" if facts.sends_alone and not needs_line else "×"
        return mark, f"{NO_BELL}{goes}機械の担当者に伝えてください。"
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
    if look is None:
        yield "△", "LINEの鍵を、まだ確かめていません。1時間に1回、自動で確かめます。"
        return
    if facts.now - look.looked_at > LOOK_IS_OLD:
        then = clock.say_moment(look.looked_at, facts.hub.zone)
        yield "△", f"LINEの鍵を最後に確かめたのは{then}です。そのあと、自動の確認が止まっています。"
        return
    when = clock.say_time(look.looked_at, facts.hub.zone)
    if look.problem:
        yield "×", f"LINEが使えません（{when}に確認）。{look.problem}"
        return
    yield "○", f"LINEの鍵は使えます（{when}に確認）。"
    needed = readers if facts.needed is None else facts.needed
    if _is_short(look, needed):
        left = max((look.allowed or 0) - look.used, 0)
        short = f"LINEの残りは{left:,}通（{when}の時点）で、{needed:,}通いるため足りません。このままでは送りません。"
        yield "×", f"{short}便のページで、どうするかを決めてください。"
    else:
        yield "○", f"LINEの通数は足ります（{needed:,}通。{when}の時点）。"


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
