"""A submitter's items with plain states: 受付 → 確認中 → 質問あり → 掲載中 …"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editorial, intake, listings
from notifier.editorial import CaseState
from notifier.flows.own_state import say_reason, say_state
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import ListingStatus
from notifier.web.submit.dates import say_dates

MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One item as its sender sees it: as it stands now, mended by the desk or by an answer."""

    id: int
    title: str
    state: str
    tone: str
    reason: str
    received: str
    dates: tuple[str, ...]
    more_dates: int
    listing_id: int | None
    asked: tuple[tuple[int, str], ...]
    answered: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    can_withdraw: bool
    can_cancel: bool


def own_items(
    session: Session, hub: Hub, link: intake.SubmitterLink, *, now: datetime
) -> list[OwnItem]:
    """What came from the link's address, newest first; a fixed number of queries however many there are."""
    sent = intake.submissions_of(session, link)
    ids = [one.id for one in sent]
    cases = editorial.cases_of(session, hub.id, ids)
    shown = listings.by_submission(session, hub.id, ids)
    corrects = {
        one: case.listing_id for one, case in cases.items() if case.listing_id and one not in shown
    }
    corrected = {one.id: one for one in listings.get_listings(session, hub.id, corrects.values())}
    shown |= {one: corrected[number] for one, number in corrects.items()}
    questions: dict[int, list[intake.Question]] = {}
    for question in intake.questions_of(session, hub.id, ids):
        questions.setdefault(question.submission_id, []).append(question)
    return [
        _item(hub, one, cases.get(one.id), shown.get(one.id), questions.get(one.id, []))
        for one in sent
    ]


def _item(
    hub: Hub,
    sent: intake.Submission,
    case: editorial.Case | None,
    listing: listings.Listing | None,
    questions: list[intake.Question],
) -> OwnItem:
    is_shown = case is not None and case.state is CaseState.APPROVED and listing is not None
    is_published = is_shown and listing is not None and listing.status is ListingStatus.PUBLISHED
    is_open = case is None or case.state in (CaseState.WAITING, CaseState.ASKED, CaseState.HELD)
    draft = case.draft if case else sent.draft
    title, dates = draft.title or sent.title, draft.occurrences
    if is_shown and listing is not None:
        title, dates = listing.title, _dates_told(listing)
    asked = tuple(
        (one.id, one.message) for one in questions if not (one.answered_at or one.closed_at)
    )
    state = say_state(sent, case, listing if is_shown else None, has_question=bool(asked))
    return OwnItem(
        id=sent.id,
        title=title,
        state=state,
        tone=_tone(state),
        reason=say_reason(case, listing if is_shown else None),
        received=clock.say_moment(sent.received_at, hub.zone),
        dates=say_dates(dates[:MOST_DATES], hub.zone),
        more_dates=max(0, len(dates) - MOST_DATES),
        listing_id=listing.id if is_shown and listing else None,
        asked=asked,
        answered=tuple((one.message, one.answer) for one in questions if one.answered_at),
        hints=tuple(one.message for one in draft.questions) if is_open else (),
        can_withdraw=is_open and sent.withdrawn_at is None,
        can_cancel=is_published,
    )


def _dates_told(listing: listings.Listing) -> tuple[intake.OccurrenceDraft, ...]:
    """The dates parents read; of a listing called off, those it would have had."""
    is_on = listing.status is not ListingStatus.CANCELLED
    return tuple(
        intake.OccurrenceDraft(row.starts_at, row.ends_at, row.all_day)
        for row in listing.occurrences
        if not is_on or row.status is listings.OccurrenceStatus.SCHEDULED
    )


def _tone(state: str) -> str:
    return {"掲載中": "good", "質問あり": "care", "中止": "bad", "掲載しません": "bad"}.get(
        state, ""
    )
