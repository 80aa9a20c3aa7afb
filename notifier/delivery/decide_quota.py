"""What to do about an edition LINE's month cannot carry whole: decided by a person, recorded."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier import hubs
from notifier.audit import Actor
from notifier.delivery.models import QuotaChoice, QuotaDecision
from notifier.delivery.proposals import Need, Proposal, propose
from notifier.delivery.quota_need import standing_decision
from notifier.delivery.quota_view import PLAN_NAMES
from notifier.editions import Edition, EditionState, note, reopen, undo_approval
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotAllowedError

OPEN_STATES = (EditionState.DRAFT, EditionState.APPROVED, EditionState.BLOCKED)


class QuotaPersonError(NotAllowedError):
    """A machine or a command never decides who gets nothing."""


class QuotaClosedError(ConflictError):
    """The edition is on its way or over, or somebody decided already."""


class NoSuchWayOutError(BadInputError):
    """That choice is not open now; the sentence says why."""


class OtherNumbersError(ConflictError):
    """The numbers changed since the page was opened, and the person agreed to other ones."""


def decide_quota(  # noqa: PLR0913 - what a person agreed to, and by which numbers
    session: Session,
    edition: Edition,
    choice: QuotaChoice,
    *,
    need: Need,
    seen_line: int,
    by: Actor,
    now: datetime,
) -> QuotaDecision:
    """Record the decision; ``need`` is as of now, ``seen_line`` the LINE readers on the button.

    Resting takes an approval back and makes the weekly days rest; the other choices bring a
    blocked edition back to the desk, to be approved again. Raises a sentence otherwise.
    """
    _require_person(by)
    session.refresh(edition, with_for_update=True)
    if edition.state not in OPEN_STATES:
        raise QuotaClosedError(
            "この便は、もう送りはじめたか終わったため、いまからは決められません。"
        )
    if standing_decision(session, edition.id) is not None:
        raise QuotaClosedError(
            "通数のことは、もう決めてあります。変えるときは、先に取り消してください。"
        )
    proposal = _chosen(need, choice, seen_line)
    made = QuotaDecision(
        hub_id=edition.hub_id,
        edition_id=edition.id,
        choice=choice,
        line_messages=proposal.line if choice in (QuotaChoice.FEWER, QuotaChoice.MAIL) else None,
        passed_over=proposal.passed_over,
        rest_days=[day.isoformat() for day in proposal.rest_on],
        plan=proposal.plan,
        decided_at=now,
        decided_by=by.label,
        decided_by_key=by.key,
    )
    session.add(made)
    words = f"{by.label}が「{edition.title}」について、{say_choice(made)}ことに決めました。"
    note(session, edition, words, verb="quota.decide", by=by, now=now)
    _carry_out(session, edition, made, by=by, now=now)
    session.flush()
    return made


def undo_quota(session: Session, edition: Edition, *, by: Actor, now: datetime) -> QuotaDecision:
    """Take the standing decision back, until the edition is on its way; resting days end."""
    _require_person(by)
    session.refresh(edition, with_for_update=True)
    decision = standing_decision(session, edition.id)
    if decision is None or edition.state not in OPEN_STATES:
        raise QuotaClosedError("取り消せる決めごとはありません。ページを開き直してください。")
    decision.undone_at, decision.undone_by = now, by.label
    words = f"{by.label}が「{edition.title}」について、{say_choice(decision)}ことを取り消しました。"
    note(session, edition, words, verb="quota.undo", by=by, now=now)
    hub = hubs.get_hub(session, edition.hub_id)
    hubs.work_again(session, hub, _days(decision), by=by, now=now)
    session.flush()
    return decision


def say_choice(decision: QuotaDecision) -> str:
    """What was decided, up to its verb: 「…に送る」「…休みにする」."""
    match decision.choice:
        case QuotaChoice.MAIL:
            return f"LINEで送るのを{decision.line_messages:,}人までにし、ほかの人にはメールで送る"
        case QuotaChoice.FEWER:
            return (
                f"LINEで送るのを{decision.line_messages:,}人までにし、"
                f"{decision.passed_over:,}人に順番に休んでもらう"
            )
        case QuotaChoice.REST:
            return f"{'・'.join(clock.say_date(day) for day in _days(decision))}の便を休みにする"
        case QuotaChoice.PLAN:
            return f"LINEを{PLAN_NAMES[decision.plan]}で送れるようにする"


def _require_person(by: Actor) -> None:
    if by.kind != "staff":
        raise QuotaPersonError("通数のことは、名前のある担当者だけが決められます。")


def _chosen(need: Need, choice: QuotaChoice, seen_line: int) -> Proposal:
    found = [one for one in propose(need) if one.choice is choice]
    if not found:
        raise NoSuchWayOutError("いまは通数が足りているため、決めることはありません。")
    (proposal,) = found
    if proposal.obstacle:
        raise NoSuchWayOutError(f"いまは選べません。{proposal.obstacle}")
    if proposal.line != seen_line:
        raise OtherNumbersError(
            f"ページを開いたあとに数が変わりました（LINEで届く人は、いまなら{proposal.line:,}人です）。"
            "もう一度、確かめて選んでください。"
        )
    return proposal


def _carry_out(
    session: Session, edition: Edition, decision: QuotaDecision, *, by: Actor, now: datetime
) -> None:
    is_rest = decision.choice is QuotaChoice.REST
    if is_rest:
        hub = hubs.get_hub(session, edition.hub_id)
        hubs.rest(session, hub, _days(decision), by=by, now=now)
    if is_rest and edition.state is EditionState.APPROVED:
        undo_approval(session, edition, by=by, now=now)
    elif edition.state is EditionState.BLOCKED and decision.choice is not QuotaChoice.PLAN:
        reopen(session, edition, by=by, now=now)


def _days(decision: QuotaDecision) -> list[date]:
    return [date.fromisoformat(day) for day in decision.rest_days]
