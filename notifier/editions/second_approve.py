"""The second person's yes, for a send at an unusual time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.approve import needs_second, require_person
from notifier.editions.ask_second import end_question
from notifier.editions.day_over import check_day
from notifier.editions.kinds import require_sent
from notifier.editions.locking import note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.schedule import check_window
from notifier.editions.workflow import EditionStateError
from notifier.hubs import Hub, get_hub
from notifier.kit import clock
from notifier.kit.errors import NotAllowedError


class SamePersonError(NotAllowedError):
    """The second person must be another one."""


def second_approve(
    session: Session, edition: Edition, *, version: int, by: Actor, now: datetime
) -> Edition:
    """A different person agrees to the unusual time; from then on it may go.

    Agreeing leaves the same time to think again as a first approval: it never goes before the undo
    window ended, also when the planned time is over. Raises ``DayOverError`` when that is later than
    the edition may go at all.
    """
    require_person(by)
    require_sent(edition.kind)
    take(session, edition, version=version)
    hub = get_hub(session, edition.hub_id)
    if edition.state is not EditionState.APPROVED or not needs_second(hub, edition):
        raise EditionStateError("この便は、二人目の承認を待っていません。")
    if by.key == edition.approved_by_key:
        raise SamePersonError(
            "いつもと違う時刻の送信には、最初に承認した人とは別の人の承認が必要です。"
        )
    end_question(session, edition)
    edition.send_at = second_time(hub, edition, now=now)
    edition.second_at, edition.second_by, edition.second_by_key = now, by.label, by.key
    edition.version += 1
    when = clock.say_moment(edition.send_at, hub.zone)
    words = f"{by.label}が「{edition.title}」を二人目として承認しました。送信は {when} の予定です。"
    note(session, edition, words, verb="second_approve", by=by, now=now)
    session.flush()
    return edition


def second_time(hub: Hub, edition: Edition, *, now: datetime) -> datetime:
    """When it goes if the second person agrees now; a time at which it may not go is refused."""
    earliest = now + timedelta(minutes=hub.undo_minutes)
    at = max(edition.send_at or earliest, earliest)
    check_window(hub, at)
    check_day(hub, edition, at=at, late=True, now=now)  # who approved it late said so then
    return at
