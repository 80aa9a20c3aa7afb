"""Give an approved edition another time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.approve import needs_second
from notifier.editions.ask_second import ask_second, end_question
from notifier.editions.day_over import check_day
from notifier.editions.kinds import kind_of, require_sent
from notifier.editions.locking import note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.schedule import check_ahead, check_window, slot_on
from notifier.editions.workflow import EditionStateError, plan_time
from notifier.hubs import get_hub
from notifier.kit import clock


def reschedule(
    session: Session, edition: Edition, *, send_at: datetime, by: Actor, now: datetime
) -> Edition:
    """Send an approved edition at ``send_at`` instead of its time.

    Giving up the undo window is the caller's explicit wish. Away from the hub's slot it waits
    for a second person when the hub wants that, and an earlier second yes counts no longer. Raises
    ``PastTimeError`` for a time that is over, ``DayOverError`` for one later than the edition may go
    at all.
    """
    require_sent(edition.kind)
    take(session, edition)
    if edition.state is not EditionState.APPROVED:
        raise EditionStateError("送る時刻を変えられるのは、承認ずみで送信前の便だけです。")
    hub = get_hub(session, edition.hub_id)
    check_ahead(hub, send_at, now=now)
    timing = plan_time(
        slot=slot_on(hub, edition.kind, edition.on),
        asked=send_at,
        now=now,
        undo=timedelta(0),
        late=timedelta(minutes=hub.freshness_minutes),
    )
    if not kind_of(edition.kind).is_notice:  # who approved it late said so then
        check_day(hub, edition, at=timing.send_at, late=True, now=now)
    check_window(hub, timing.send_at)
    end_question(session, edition)
    edition.send_at, edition.is_off_schedule = timing.send_at, timing.is_off_schedule
    edition.second_at, edition.second_by, edition.second_by_key = None, "", ""
    edition.version += 1
    when = clock.say_moment(timing.send_at, hub.zone)
    words = f"{by.label}が「{edition.title}」の送信を {when} に変えました。"
    note(session, edition, words, verb="reschedule", by=by, now=now)
    if needs_second(hub, edition):
        ask_second(session, hub, edition, now=now)
    session.flush()
    return edition
