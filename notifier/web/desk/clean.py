"""「まとめて掲載」: everything of which nothing is asked, approved together by one named person."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifier import editorial
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

MOST_NAMED = 10
NOTHING_CHOSEN = 422


@blueprint.get("/clean")
@require("judge")
def clean() -> str:
    """The clean items in one list; those of trusted groups are ticked beforehand. What the person
    typed herself is another's to decide: it is counted, not offered.
    """
    return _page()


@blueprint.post("/clean")
@require("judge")
def approve_all_clean() -> Response | tuple[str, int]:
    """Approve those ticked, or all that were shown; say how many, and which were not and why."""
    me = signed_in()
    name = "shown" if request.form.get("all") else "pick"
    chosen = [_seen(one) for one in request.form.getlist(name)]
    if not chosen:
        return _page("掲載するものに印をつけてから、もう一度押してください。"), NOTHING_CHOSEN
    result = editorial.approve_clean(db(), me.hub.id, chosen, by=me.actor, now=clock.now())
    flash(result.say())
    for one in result.refused[:MOST_NAMED]:
        flash(f"受付番号{one.case_id}「{one.title}」: {one.why}")
    return redirect(url_for("desk.clean"))


def _page(problem: str = "") -> str:
    me = signed_in()
    found = editorial.clean_cards(db(), me.hub.id, by=me.actor, now=clock.now())
    return render_template(
        "web/desk/clean.html",
        cards=[card for card in found if not card.is_own],
        own=[card for card in found if card.is_own],
        zone=me.hub.zone,
        problem=problem,
    )


def _seen(text: str) -> tuple[int, int]:
    """(case, the version that was on the page), from 「12:1」."""
    number, _, version = text.partition(":")
    if not (number.isdecimal() and version.isdecimal()):
        raise BadInputError("選び方を読み取れませんでした。画面を開き直してください。")
    return int(number), int(version)
