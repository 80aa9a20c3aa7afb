"""Hand in an item: ``/<hub>/submit``, one page, no account."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from notifier import hubs, intake
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line
from notifier.web.session import db, hub_of, keep_changes
from notifier.web.submit import blueprint
from notifier.web.submit.dates import say_dates
from notifier.web.submit.item_form import (
    CHOOSABLE,
    LIMITS,
    ROWS,
    Typed,
    check,
    empty_form,
    filled_from,
    typed_in,
)
from notifier.web.submit.prefill import fields_of
from notifier.web.submit.receipt import may_send, sent_files, submit_item
from notifier.web.submit.timeliness import makes_it, says_when

KEPT = "submitted"  # which submission this browser sent last, in its signed cookie
BUSY = "続けてたくさん届いています。1時間ほど待って、もう一度送ってください。入力は残っています。"


@blueprint.get("/<hub_slug>/submit")
def form(hub_slug: str) -> ResponseReturnValue:
    """The empty form, or (``?again=1``) what this browser sent last, to be mended."""
    hub = hub_of(hub_slug)
    last = _last_sent(hub) if request.args.get("again") else None
    typed = filled_from(fields_of(last, hub)) if last else empty_form()
    return form_page(hub, typed, title="子育て情報を寄せる", follows=last)


@blueprint.post("/<hub_slug>/submit")
def send(hub_slug: str) -> ResponseReturnValue:
    """Take the item in; with errors the page comes back with everything typed."""
    hub = hub_of(hub_slug)
    typed = typed_in(request.form, hub)
    follows = _last_sent(hub) if request.form.get("again") else None
    receipt = try_to_send(hub, typed, follows=follows)
    if receipt is None:
        status = 429 if "" in typed.errors else 422
        keep_changes()
        return form_page(hub, typed, title="子育て情報を寄せる", follows=follows), status
    session[KEPT] = {
        "hub": hub.id,
        "id": receipt.submission.id,
        "outcome": receipt.outcome,
        "mail": bool(typed.texts["email"] or (follows and follows.submitter_email)),
    }
    return redirect(url_for("submit.done", hub_slug=hub.slug))


@blueprint.get("/<hub_slug>/submit/done")
def done(hub_slug: str) -> ResponseReturnValue:
    """What arrived, how we read it, what is still asked, and whether it makes the next edition."""
    hub = hub_of(hub_slug)
    sent = _last_sent(hub)
    if sent is None:
        return redirect(url_for("submit.form", hub_slug=hub.slug))
    draft, now = sent.draft, clock.now()
    slot = hubs.next_weekly_slot(hub, after=now)
    starts = [one.starts_at for one in draft.occurrences]
    return render_template(
        "web/submit/done.html",
        hub=hub,
        submission=sent,
        draft=draft,
        outcome=session[KEPT]["outcome"],
        mail=session[KEPT]["mail"],
        spans=say_dates(draft.occurrences, hub.zone),
        timely=says_when(starts, slot, now=now, zone=hub.zone),
    )


def try_to_send(
    hub: Hub,
    typed: Typed,
    *,
    follows: intake.Submission | None = None,
    link: intake.SubmitterLink | None = None,
) -> intake.Receipt | None:
    """The receipt, or None with sentences in ``typed.errors`` ("" is about the whole form)."""
    if not may_send():
        typed.errors[""] = BUSY
        return None
    files = sent_files(typed)
    if not check(typed, has_file=bool(files)):
        return None
    try:
        with db().begin_nested():
            return submit_item(hub, typed, files, follows=follows, link=link)
    except BadInputError as error:
        typed.errors[error.field or "title"] = str(error)
        return None


def form_page(
    hub: Hub,
    typed: Typed,
    *,
    title: str,
    follows: intake.Submission | None = None,
    is_own: bool = False,
) -> str:
    """The form as a page; ``is_own`` when the address is proved by a link already."""
    slot = hubs.next_weekly_slot(hub, after=clock.now())
    return render_template(
        "web/submit/form.html",
        hub=hub,
        typed=typed,
        heading=title,
        follows=follows,
        is_own=is_own,
        districts=hubs.districts(db(), hub.id),
        outlets=CHOOSABLE,
        limits=LIMITS,
        row_count=ROWS,
        timely=makes_it(slot, now=clock.now(), zone=hub.zone),
        draft_questions=follows.draft.questions if follows else (),
    )


def _last_sent(hub: Hub) -> intake.Submission | None:
    kept = session.get(KEPT) or {}
    if kept.get("hub") != hub.id:
        return None
    found = intake.find_submission(db(), hub.id, kept["id"])
    return found if one_line(found.title) else None
