"""「今週の便」: what goes to whom, how it looks, and the buttons that send or stop it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import delivery, subscribers
from notifier import editions as rooms
from notifier.editions import (
    STATE_NAMES,
    Edition,
    EditionNotFoundError,
    EditionState,
    EditionView,
    Preview,
)
from notifier.engagement import shown, taps_total
from notifier.hubs import Hub
from notifier.kit import clock, flex_html
from notifier.kit.errors import BadInputError
from notifier.subscribers import Wishes
from notifier.web.desk import blueprint
from notifier.web.desk.edition_after import after
from notifier.web.desk.edition_asked import old_question
from notifier.web.desk.quota_panel import QuotaPanel, decided, going, quota_panel
from notifier.web.desk.today_second import may_be_second
from notifier.web.guard import SignedIn, require, signed_in
from notifier.web.headers import as_preview
from notifier.web.session import db

WAY_NAMES = {"line": "LINE", "email": "メール"}


@blueprint.get("/editions/<int:edition_id>")
@require("edit")
def edition_page(edition_id: int) -> str | AnyResponse:
    """The page as it stands; a printed edition has a page of its own."""
    edition = rooms.find_edition(db(), signed_in().hub.id, edition_id)
    if edition.kind == rooms.BOARD:
        return redirect(url_for("desk.board"))
    if not rooms.kind_of(edition.kind).is_sent:
        return redirect(url_for("desk.newsletter_page", edition_id=edition_id))
    return draw(edition)


@blueprint.get("/editions/<int:edition_id>/mail")
@require("edit")
def edition_mail(edition_id: int) -> Response:
    """The HTML part of the mail, for the sandboxed frame of the page."""
    edition = rooms.find_edition(db(), signed_in().hub.id, edition_id)
    _, wishes = chosen_reader(edition, request.args.get("reader", type=int))
    found = rooms.preview(db(), edition, wishes, now=clock.now())
    return as_preview(found.mail_html or "<!doctype html><p>メールで届くものはありません。</p>")


@dataclass(frozen=True, slots=True)
class TimeBox:
    """「ほかの時刻に送る」 as it was typed, and what is wrong with that time."""

    typed: str = ""
    late: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Second:
    """The second yes an edition waits for: when it would go, or why it may not be given now."""

    is_mine: bool
    at: datetime | None
    problem: str = ""


def draw(
    edition: Edition, *, error: str = "", greeting: str | None = None, box: TimeBox | None = None
) -> str:
    """The page; after a refused deed with its sentence and what was typed."""
    me, now = signed_in(), clock.now()
    hearing = delivery.hearing_of(db(), edition, now=now)
    view = rooms.edition_view(db(), edition, now=now, hearing=hearing)
    problem, wants_second = _hindrance(view)
    first = view.samples[0].profile_id if view.samples else None
    wanted = request.args.get("reader", type=int)
    is_gone = False
    try:
        reader, wishes = chosen_reader(edition, wanted or first)
    except EditionNotFoundError:  # an old link must not take the buttons away
        is_gone = True
        reader, wishes = chosen_reader(edition, first)
    quota = quota_panel(db(), me.hub, edition, view.reach, now=now)
    found = rooms.preview(db(), edition, wishes, now=now)
    return render_template(
        "web/desk/edition.html",
        view=view,
        edition=edition,
        is_notice=rooms.is_notice(edition),
        state_name=STATE_NAMES[edition.state],
        me=me,
        error=error,
        greeting=edition.greeting if greeting is None else greeting,
        problem=problem,
        wants_second=wants_second,
        is_alone=_is_alone(me, edition),
        reader=reader,
        is_reader_gone=is_gone,
        box=box or TimeBox(),
        turn=_turn(me.hub, edition, now),
        second=_second(me, edition, now) if view.waits_for_second else None,
        old_question=old_question(view),
        preview=found,
        line=_line(found),
        going=going(db(), edition, view.reach),
        quota=quota,
        is_enough_now=_is_enough_now(edition, quota),
        decided=decided(db(), me.hub, edition) if edition.has_begun else [],
        truth=_truth(edition) if edition.has_begun else None,
        reached=delivery.who_has_it(db(), edition) if edition.has_begun else [],
        why=delivery.why_not(db(), edition),
        after=after(db(), me.hub, edition, now=now) if edition.has_begun else None,
        is_too_late=view.late_until is not None
        and clock.local(now, me.hub.zone).date() > view.late_until,
        way_names=WAY_NAMES,
        test_line=subscribers.line_beside(db(), me.hub.id, email=me.staff.email) is not None,
        zone=me.hub.zone,
    )


def chosen_reader(edition: Edition, profile_id: int | None) -> tuple[int | None, Wishes]:
    """Whose view is shown; without any reader, somebody who wishes for everything."""
    if profile_id is None:
        return None, Wishes()
    return profile_id, rooms.wishes_of_profile(db(), edition.hub_id, profile_id)


def _hindrance(view: EditionView) -> tuple[str, bool]:
    """Why it could not be approved for its time, and whether that time wants a second yes: said
    before anybody presses the button.

    That its day is over is said beside the box in which a person agrees to it.
    """
    if rooms.is_notice(view.edition) or view.edition.state is not EditionState.DRAFT:
        return "", False
    try:
        now = clock.now()
        timing = rooms.timing_of(view.hub, view.edition, asked=None, late=True, now=now)
        rooms.check_window(view.hub, timing.send_at)
    except BadInputError as error:
        return str(error), False
    return "", timing.is_off_schedule and view.hub.second_person


def _turn(hub: Hub, edition: Edition, now: datetime) -> str:
    """Whether an approved edition is early, at its time or overdue; "" in every other state."""
    if edition.state is not EditionState.APPROVED or edition.send_at is None:
        return ""
    return rooms.turn_of(hub, edition, send_at=edition.send_at, now=now)


def _second(me: SignedIn, edition: Edition, now: datetime) -> Second:
    is_mine = may_be_second(me, edition)
    try:
        return Second(is_mine, rooms.second_time(me.hub, edition, now=now))
    except BadInputError as error:
        return Second(is_mine, None, str(error))


def _is_alone(me: SignedIn, edition: Edition) -> bool:
    """Whether two are needed away from the usual hour, and the hub has nobody to be the second."""
    first = edition.approved_by_key or me.actor.key
    return me.hub.second_person and not rooms.second_people(db(), me.hub.id, first=first)


def _is_enough_now(edition: Edition, quota: QuotaPanel | None) -> bool:
    """Held back because LINE's messages were short, and they are not any more."""
    was_short = edition.state is EditionState.BLOCKED and delivery.was_short(edition)
    return was_short and quota is not None and quota.need is not None and not quota.need.missing


def _line(found: Preview) -> dict[str, Any] | None:
    """The words and the cards, drawn from the very JSON that is sent."""
    if not found.line_messages:
        return None
    words, *rest = json.loads(found.line_messages)
    if not rest:
        return {"words": words["text"], "alt_text": "", "cards": "", "style": ""}
    (cards,) = rest
    return {
        "words": words["text"],
        "alt_text": cards["altText"],
        "cards": flex_html.render(cards["contents"]),
        "style": flex_html.stylesheet([cards["contents"]]),
    }


def _truth(edition: Edition) -> dict[str, Any]:
    """One line of truth, each reader in one number, and what was sent by way and by item."""
    told = delivery.told(db(), edition)
    return {
        **asdict(delivery.outcome(db(), edition)),
        "line": told.line,
        "email": told.email,
        "items": told.items,
        "taps": shown(taps_total(db(), edition.hub_id, edition.id)),
    }
