"""What a tap or a message in LINE does, and what is answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.audit import Actor
from notifier.kit.clock import local
from notifier.kit.errors import BadInputError
from notifier.subscribers import Subscriber, Wishes, chat

READER = Actor("reader", "読者")
WEEKS = {"1": 1, "2": 2, "4": 4}


@dataclass(frozen=True, slots=True)
class Talk:
    """Who talks, about which hub, on which wall clock."""

    reader: Subscriber
    place: chat.Place
    zone: ZoneInfo


def answer(
    session: Session, talk: Talk, kind: str, choice: chat.Choice, *, now: datetime
) -> list[chat.Message]:
    """Do what was asked and return the messages to reply with."""
    if kind == "follow":
        return chat.welcome(talk.place)
    if kind == "message" and not choice.act:
        return [chat.no_consultation(talk.place)]
    act = _ACTS.get(choice.act)
    if act is None:
        return [chat.not_understood(talk.place)]
    try:
        return [act(session, talk, choice.value, now)]
    except BadInputError:
        return [chat.not_understood(talk.place)]


def _settings(session: Session, talk: Talk, _value: str, _now: datetime) -> chat.Message:
    return chat.say_settings(_wishes(session, talk), talk.place)


def _districts(_session: Session, talk: Talk, value: str, _now: datetime) -> chat.Message:
    return chat.ask_district(talk.place, int(value) if value.isdecimal() else 0)


def _district(session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    if value not in talk.place.districts:
        return chat.not_understood(talk.place)
    wishes = _wishes(session, talk)
    _change(session, talk, replace(wishes, districts=(*wishes.districts, value)), now)
    said = f"{talk.place.districts[value]}に設定しました。\n"
    return chat.ask_year(local(now, talk.zone).date(), before=said)


def _district_any(session: Session, talk: Talk, _value: str, now: datetime) -> chat.Message:
    _change(session, talk, replace(_wishes(session, talk), districts=()), now)
    return chat.ask_year(local(now, talk.zone).date(), before="地区はしぼりません。\n")


def _years(_session: Session, talk: Talk, _value: str, now: datetime) -> chat.Message:
    return chat.ask_year(local(now, talk.zone).date())


def _year(_session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    today = local(now, talk.zone).date()
    if not value.isdecimal() or not today.year - 20 <= int(value) <= today.year:
        return chat.ask_year(today)
    return chat.ask_month(int(value), today)


def _pregnant(_session: Session, talk: Talk, _value: str, now: datetime) -> chat.Message:
    return chat.ask_due_month(local(now, talk.zone).date())


def _month(session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    wishes = _wishes(session, talk)
    _change(session, talk, replace(wishes, birth_months=(*wishes.birth_months, value)), now)
    return chat.say_settings(_wishes(session, talk), talk.place, before="設定しました。")


def _age_any(session: Session, talk: Talk, _value: str, now: datetime) -> chat.Message:
    _change(session, talk, replace(_wishes(session, talk), birth_months=()), now)
    return chat.say_settings(_wishes(session, talk), talk.place, before="設定しました。")


def _pause(session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    weeks = WEEKS.get(value, 2)
    until = now + timedelta(weeks=weeks)
    subscribers.pause(session, talk.reader, until=until, by=READER, now=now)
    return chat.paused(weeks)


def _stop(session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    how = "LINEのトークに書いて" if value == chat.WRITTEN else "LINEの停止ボタン"
    for address in subscribers.addresses_of(session, talk.reader):
        if address.channel == "line":
            subscribers.unsubscribe(session, address, how=how, now=now)
    return chat.stopped()


def _resume(session: Session, talk: Talk, value: str, now: datetime) -> chat.Message:
    how = "LINEのトークに書いて" if value == chat.WRITTEN else "LINEの「もう一度受け取る」"
    subscribers.resume(session, talk.reader, by=READER, now=now)
    subscribers.rejoin(session, talk.reader, channel="line", how=how, now=now)
    return chat.resumed(_wishes(session, talk), talk.place)


def _wishes(session: Session, talk: Talk) -> Wishes:
    return subscribers.wishes_of(subscribers.profile_of(session, talk.reader))


def _change(session: Session, talk: Talk, wanted: Wishes, now: datetime) -> None:
    """Store ``wanted``; a choice that is none (an old button) raises ``BadWishError``."""
    wishes = subscribers.read_wishes(
        districts=wanted.districts,
        birth_months=wanted.birth_months,
        themes=wanted.themes,
        language=wanted.language,
        known_districts=talk.place.districts.keys(),
        today=local(now, talk.zone).date(),
    )
    subscribers.change_preferences(session, talk.reader, wishes, by=READER, now=now)


_ACTS: dict[str, Callable[[Session, Talk, str, datetime], chat.Message]] = {
    "settings": _settings,
    "districts": _districts,
    "district": _district,
    "district_any": _district_any,
    "years": _years,
    "year": _year,
    "pregnant": _pregnant,
    "month": _month,
    "age_any": _age_any,
    "pause": _pause,
    "stop": _stop,
    "resume": _resume,
}
