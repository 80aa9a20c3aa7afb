"""「状態」: where a LINE sender's newest items stand, and in which issues they appeared."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions, editorial, intake, listings
from notifier.config import settings
from notifier.directory import LineSender
from notifier.editorial import CaseState
from notifier.flows.own_state import say_reason, say_state
from notifier.hubs import Hub
from notifier.intake import line_buttons, line_words
from notifier.kit.clock import say_date
from notifier.listings import Listing, ListingStatus
from notifier.taxonomy import outlets

MOST = 5
# What the page says in a word, as a sentence of a talk.
SAID = {
    "受付": "受け付けました",
    "確認中": "職員が確認中です",
    "質問あり": "おたずねにお返事をお待ちしています",
    "掲載中": "掲載が決まりました",
    "掲載しません": "今回は見送りました",
    "取り下げ": "取り消しました",
    "中止": "中止としてお知らせしています",
}


def say_states(
    session: Session, hub: Hub, sender: LineSender, *, now: datetime
) -> line_buttons.Message:
    """The newest items in a message, with the page on which they are mended or called off."""
    link, token = intake.issue_line_link(session, sender, now=now)
    sent = [
        one for one in intake.submissions_of(session, link, limit=MOST * 3) if not one.withdrawn_at
    ][:MOST]
    ids = [one.id for one in sent]
    cases = editorial.cases_of(session, hub.id, ids)
    shown = _listings(session, hub, cases)
    waiting = {
        one.submission_id
        for one in intake.questions_of(session, hub.id, ids)
        if not (one.answered_at or one.closed_at)
    }
    issues = editions.appeared_in(session, hub, [one.id for one in shown.values()])
    items = []
    for one in sent:
        case, listing = cases.get(one.id), shown.get(one.id)
        draft = listings.draft_of(listing) if listing else case.draft if case else one.draft
        state = say_state(one, case, listing, has_question=one.id in waiting)
        items.append(
            line_words.ItemState(
                title=draft.title,
                when=intake.say_when(draft, hub.zone),
                state=SAID.get(state, state),
                reason=say_reason(case, listing),
                appeared=_appeared(hub, listing, issues.get(listing.id, []) if listing else []),
            )
        )
    return line_words.states(items, f"{settings().base_url}/{hub.slug}/g/{token}")


def _listings(session: Session, hub: Hub, cases: dict[int, editorial.Case]) -> dict[int, Listing]:
    """{submission id: what is shown of it}."""
    shown = {
        number: case.listing_id
        for number, case in cases.items()
        if case.state is CaseState.APPROVED and case.listing_id
    }
    found = {one.id: one for one in listings.get_listings(session, hub.id, shown.values())}
    return {number: found[listing_id] for number, listing_id in shown.items()}


def _appeared(
    hub: Hub, listing: Listing | None, issues: list[editions.IssueLine]
) -> tuple[str, ...]:
    if listing is None:
        return ()
    base, found = f"{settings().base_url}/{hub.slug}", []
    if (
        listing.status is not ListingStatus.WITHDRAWN
        and set(listing.outlets) & outlets.POINTING_HERE
    ):
        found.append(f"ページ {base}/events/{listing.id}")
    found += [
        f"{say_date(issue.on)}の「{issue.title}」 {base}/archive/{issue.edition_id}"
        for issue in issues
    ]
    return tuple(found)
