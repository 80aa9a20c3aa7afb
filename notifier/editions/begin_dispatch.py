"""A due edition's turn: it goes, it waits for a second person, or it asks because it is late."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.audit import machine
from notifier.editions.approve import needs_second
from notifier.editions.ask_second import end_question
from notifier.editions.freeze import content_hash
from notifier.editions.kinds import kind_of
from notifier.editions.locking import enter, give_reason, note, take
from notifier.editions.models import Edition, EditionState
from notifier.editions.schedule import is_in_window
from notifier.editions.tell_halted import tell_halted
from notifier.editions.workflow import Turn, turn
from notifier.hubs import Hub, get_hub
from notifier.kit import clock

MACHINE = machine("tick")


def begin_dispatch(session: Session, edition: Edition, *, now: datetime) -> str:
    """approved → dispatching, by exactly one of any number of claimers.

    Returns "dispatching" to the one who may plan and send; "waiting" (not due, no second person
    yet, or somebody else took it), "missed" or "blocked" (the content is not what was approved).
    """
    take(session, edition)
    if edition.state is not EditionState.APPROVED or edition.send_at is None:
        return "waiting"
    hub = get_hub(session, edition.hub_id)
    what = turn_of(hub, edition, send_at=edition.send_at, now=now)
    if what == "missed":
        _miss(session, hub, edition, clock.say_moment(edition.send_at, hub.zone), now)
        return "missed"
    if what != "dispatching":
        return "waiting"
    if content_hash(session, edition) != edition.content_hash:
        _refuse(session, edition, now)
        return "blocked"
    return "dispatching" if _claim(session, edition, now) else "waiting"


def turn_of(hub: Hub, edition: Edition, *, send_at: datetime, now: datetime) -> Turn:
    """What an approved edition with that time does at ``now``, also while no tick has looked yet."""
    return turn(
        send_at=send_at,
        freshness=timedelta(minutes=hub.freshness_minutes),
        waits_for_second=needs_second(hub, edition),
        is_in_window=kind_of(edition.kind).is_notice or is_in_window(hub, now),
        now=now,
    )


def _claim(session: Session, edition: Edition, now: datetime) -> bool:
    claimed = session.execute(
        update(Edition)
        .where(Edition.id == edition.id, Edition.state == EditionState.APPROVED)
        .values(state=EditionState.DISPATCHING, dispatched_at=now, version=Edition.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(edition)
    return getattr(claimed, "rowcount", 0) == 1


def _miss(session: Session, hub: Hub, edition: Edition, when: str, now: datetime) -> None:
    end_question(session, edition)
    why = "予定の時刻を過ぎた"
    if needs_second(hub, edition):
        why = "二人目の承認がないまま予定の時刻を過ぎた"
        give_reason(
            edition,
            f"二人目の承認がないまま、送信の予定（{when}）を過ぎてしまったため、自動では送りませんでした。"
            "いま送ってよい内容かを見て、下書きに戻してから承認しなおし、"
            "もう一人の発行責任者にも承認を頼んでください。",
        )
    else:
        give_reason(
            edition,
            f"送信の予定（{when}）を過ぎてしまったため、自動では送りませんでした。"
            "いま送ってよい内容かを見て、下書きに戻してから承認しなおしてください。",
        )
    enter(edition, EditionState.MISSED)
    words = f"「{edition.title}」は、{why}ため送らずに止めました。"
    note(session, edition, words, verb="miss", by=MACHINE, now=now)
    tell_halted(session, edition, now=now)
    session.flush()


def _refuse(session: Session, edition: Edition, now: datetime) -> None:
    give_reason(
        edition,
        "承認したときと内容が違っているため、送りませんでした。"
        "下書きに戻して内容を確かめ、承認しなおしてください。",
    )
    enter(edition, EditionState.BLOCKED)
    words = f"「{edition.title}」は、承認した内容と違うため送りませんでした。"
    note(session, edition, words, verb="block", by=MACHINE, now=now)
    tell_halted(session, edition, now=now)
    session.flush()
