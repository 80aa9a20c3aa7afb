"""``/<hub>/events/<id>/feedback``: one tap under a listing; a GET shows, a POST counts.

The buttons also stand on the event's page, which carries no cookie and no token so that it can be
kept by caches. Nothing of the visitor's own rights is used here, so the guard against forged forms
is the browser's word for where the form stood.
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from notifier import engagement
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.listings import find_public
from notifier.web.csrf import csrf
from notifier.web.languages import asked_language
from notifier.web.reader import blueprint
from notifier.web.reader.opinion_words import opinion_words
from notifier.web.reader.page import show, to
from notifier.web.session import db, hub_of
from notifier.web.visitor import visitor

OURS = frozenset({"", "same-origin", "none"})  # "" : a browser too old to say


@blueprint.get("/<hub_slug>/events/<int:listing_id>/feedback")
def feedback(hub_slug: str, listing_id: int) -> Response:
    """The two buttons; after a tap the thanks."""
    hub, lang = hub_of(hub_slug), asked_language()
    listing = find_public(db(), hub.id, listing_id)
    return show(
        "feedback",
        hub,
        lang=lang,
        o=opinion_words(lang),
        listing_id=listing.id,
        title=listing.title,
        answers=list(engagement.ANSWERS),
        has_answered="thanks" in request.args,
    )


@blueprint.post("/<hub_slug>/events/<int:listing_id>/feedback")
def count_feedback(hub_slug: str, listing_id: int) -> AnyResponse:
    """Count the tap; the answer is the same when one address has tapped enough for today."""
    hub, lang = hub_of(hub_slug), asked_language()
    listing = find_public(db(), hub.id, listing_id)
    if request.headers.get("Sec-Fetch-Site", "") not in OURS:
        raise BadInputError("このページのボタンから、もう一度押してください。")
    answer = request.form.get("answer", "")
    engagement.count_feedback(db(), hub, listing, answer, visitor=visitor(), now=clock.now())
    return redirect(to("feedback", hub, lang, listing_id=listing.id, thanks="1"))


csrf.exempt(count_feedback)
