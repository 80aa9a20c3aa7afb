"""Approve an edition: a named person freezes what will go, and it gets its time."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.ask_second import ask_second
from notifier.editions.audience import reader_profiles
from notifier.editions.candidates import called_off, is_alive, view_of
from notifier.editions.day_over import check_day, is_day_over
from notifier.editions.freeze import content_hash, standing_items, write_links
from notifier.editions.kinds import kind_of
from notifier.editions.locking import enter, give_reason, note, take_draft
from notifier.editions.models import Edition, EditionState
from notifier.editions.reach import reach
from notifier.editions.schedule import check_ahead, check_window, slot_on
from notifier.editions.snapshot import Snapshot
from notifier.editions.workflow import Timing, plan_time
from notifier.hubs import Hub, get_hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError, NotAllowedError
from notifier.listings import Listing, is_past


class NamedPersonError(NotAllowedError):
    """Only a person with an account may approve; commands and machines may not."""


class EmptyEditionError(BadInputError):
    """Nothing is left to send."""


class NoticeOverError(BadInputError):
    """A notice about dates that are over: there is nobody left to warn."""


class MailNotReadyError(BadInputError):
    """Mail needs a sender and a postal address by law."""


def approve(  # noqa: PLR0913 - when it goes, and what was agreed to
    session: Session,
    edition: Edition,
    *,
    version: int,
    by: Actor,
    now: datetime,
    send_at: datetime | None = None,
    late: bool = False,
) -> Edition:
    """draft → approved: freeze the views, write the links, hash both, and set ``send_at``.

    ``send_at`` = max(the hub's slot on that day or the time asked for, now + undo). Another time
    than the slot is off schedule and waits for a second person when the hub wants that. A kind
    that is not sent gets no time: its files are final from now on. A notice goes at once: no undo
    time, no sending hours, no second person; when all its dates are over it is refused. After its
    day an edition goes only to who lacks it, off schedule, and when ``by`` agreed to ``late``.
    """
    require_person(by)
    take_draft(session, edition, version=version)
    hub = get_hub(session, edition.hub_id)
    _set_time(session, hub, edition, asked=send_at, late=late, now=now)
    views = _freeze_items(session, hub, edition, now=now)
    check_mail(session, hub, edition, views, now=now)
    write_links(session, edition, views, now=now)
    edition.content_hash = content_hash(session, edition)
    edition.approved_at, edition.approved_by, edition.approved_by_key = now, by.label, by.key
    edition.second_at, edition.second_by, edition.second_by_key = None, "", ""
    give_reason(edition, "")
    enter(edition, EditionState.APPROVED)
    note(session, edition, _sentence(hub, edition, by, now), verb="approve", by=by, now=now)
    if needs_second(hub, edition):
        ask_second(session, hub, edition, now=now)
    session.flush()
    return edition


def _set_time(
    session: Session,
    hub: Hub,
    edition: Edition,
    *,
    asked: datetime | None,
    late: bool,
    now: datetime,
) -> None:
    kind = kind_of(edition.kind)
    if not kind.is_sent:
        _check_not_over(edition, kind.last_day(edition.on), clock.local(now, hub.zone).date())
        return
    if kind.is_notice:  # a cancellation goes out at once, whatever the hour
        _check_still_ahead(session, hub, edition, now=now)
        edition.send_at, edition.is_off_schedule = now, False
        return
    timing = timing_of(hub, edition, asked=asked, late=late, now=now)
    check_window(hub, timing.send_at)
    edition.send_at, edition.is_off_schedule = timing.send_at, timing.is_off_schedule


def _check_not_over(edition: Edition, last: date, today: date) -> None:
    if last < today:
        raise BadInputError(
            f"「{edition.title}」の期間は終わりました。これからの号を作ってください。", field="on"
        )


def _check_still_ahead(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> None:
    listing = session.get_one(Listing, edition.about["listing_id"])
    about = {showing.starts_at for showing in called_off(listing, edition)}
    rows = [row for row in listing.occurrences if row.starts_at in about]
    if rows and all(is_past(row, now=now, zone=hub.zone) for row in rows):
        raise NoticeOverError(
            "中止になった日程は、もう終わりました。このお知らせは、いまからは送れません。"
        )


def require_person(by: Actor) -> None:
    """Refuse machines and commands run on the machine."""
    if by.kind != "staff":
        raise NamedPersonError(
            "便の承認は、名前のある担当者だけができます。担当者のアカウントで承認してください。"
        )


def timing_of(
    hub: Hub, edition: Edition, *, asked: datetime | None, now: datetime, late: bool = False
) -> Timing:
    """When it would go if approved now. Raises ``PastTimeError`` when the time asked for is over,
    ``DayOverError`` when that is after the edition's day and nobody agreed to ``late``, or later
    than it may go at all.
    """
    if asked is not None:
        check_ahead(hub, asked, now=now)
    timing = plan_time(
        slot=slot_on(hub, edition.kind, edition.on),
        asked=asked,
        now=now,
        undo=timedelta(minutes=hub.undo_minutes),
        late=timedelta(minutes=hub.freshness_minutes),
    )
    check_day(hub, edition, at=timing.send_at, late=late, now=now)
    return timing


def check_mail(
    session: Session, hub: Hub, edition: Edition, views: list[Snapshot], *, now: datetime
) -> None:
    """Somebody would get it by mail, so the hub must be able to say who writes."""
    if hub.mail_from and hub.postal_address:
        return
    readers = _mail_readers(session, edition, views, now=now)
    if readers:
        raise MailNotReadyError(
            f"メールで受け取る人が{readers}人いますが、拠点のメールの差出人と住所が"
            "まだ決まっていません。管理画面の「拠点の設定」で入れてから承認してください。"
        )


def _mail_readers(
    session: Session, edition: Edition, views: list[Snapshot], *, now: datetime
) -> int:
    """Who was told is not known in this room: a notice that goes by mail may reach all of them."""
    if not kind_of(edition.kind).is_notice:
        return reach(session, edition, now=now).email
    ways = {way for view in views for way in view.outlets}
    profiles = reader_profiles(session, edition.hub_id, now=now)
    return sum(profile.by_way(ways)[1] for profile in profiles)


def needs_second(hub: Hub, edition: Edition) -> bool:
    """Whether the edition waits for a second, different person."""
    return edition.is_off_schedule and hub.second_person and edition.second_at is None


def _freeze_items(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> list[Snapshot]:
    views, today = [], clock.local(now, hub.zone).date()
    for item in edition.items:
        item.snapshot, item.struck_at, item.struck_reason = None, None, ""
    for item in standing_items(edition):
        listing = session.get_one(Listing, item.listing_id)
        view = view_of(listing, hub, edition, now=now)
        is_told = view.showings or view.kind == "information"
        if is_told and is_alive(listing, edition, today=today):
            item.snapshot = view.to_json()
            views.append(view)
        else:
            item.struck_at = now
            item.struck_reason = "承認のときに、中止または終了していました。"
    if not views:
        raise EmptyEditionError(
            "のせる項目が1件もありません。項目を戻すか、掲載を待ってから承認してください。"
        )
    return views


def _sentence(hub: Hub, edition: Edition, by: Actor, now: datetime) -> str:
    if edition.send_at is None:
        return f"{by.label}が「{edition.title}」を承認し、内容を確定しました。"
    if kind_of(edition.kind).is_notice:
        return f"{by.label}が「{edition.title}」を承認しました。知らせた方に、すぐに送ります。"
    when = clock.say_moment(edition.send_at, hub.zone)
    if is_day_over(hub, edition, now=now):
        return (
            f"{by.label}が、日の過ぎた「{edition.title}」を、まだ届いていない人に遅れて送ることを"
            f"承認しました。送信は {when} の予定です。"
        )
    return f"{by.label}が「{edition.title}」を承認しました。送信は {when} の予定です。"
