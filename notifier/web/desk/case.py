"""One case with everything: the form, the original beside it, the checks, the deeds, the trail."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for

from notifier import editorial
from notifier.editions import announced_draft, say_plan
from notifier.editorial import LABELS, CaseView
from notifier.hubs import districts
from notifier.kit import clock
from notifier.listings import find_listing
from notifier.taxonomy import AUDIENCES, OUTLETS, THEMES
from notifier.web.desk import blueprint
from notifier.web.desk.back import place_of
from notifier.web.desk.case_form import ROW_PARTS, Typed, form_of
from notifier.web.desk.frozen import is_frozen
from notifier.web.desk.prepared import NO_WORDS, REASONS, questions_for
from notifier.web.desk.reached import Surface, reached
from notifier.web.guard import require, signed_in
from notifier.web.session import db

ROW_LABELS = dict(
    zip(
        ROW_PARTS,
        ("日付", "始まり", "終わり", "終わりの日（別の日のとき）", "ひとこと"),
        strict=True,
    )
)


@blueprint.get("/cases/<int:case_id>")
@require("judge")
def case(case_id: int) -> Response:
    """The page of one case of this hub."""
    return case_page(case_id)


def case_page(
    case_id: int,
    *,
    typed: Typed | None = None,
    problem: str = "",
    words: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page, with what was typed kept: ``typed`` the form, ``words`` the small text boxes."""
    me = signed_in()
    view = editorial.case_view(db(), me.hub.id, case_id, by=me.actor, now=clock.now())
    page = render_template(
        "web/desk/case.html",
        view=view,
        card=view.card,
        typed=typed or form_of(view.card.draft, me.hub.zone),
        unsaved=typed is not None,
        problem=problem,
        words=words or NO_WORDS,
        surfaces=_reached(view),
        plan=_plan(view),
        frozen=is_frozen(db(), me.hub.id, view.listing_id),
        **page_words(view),
    )
    return make_response(page, status)


def _plan(view: CaseView) -> str:
    """In which editions it would be told, when it is approved now."""
    if "approve" not in view.card.deeds:
        return ""
    plan = announced_draft(view.card.draft, signed_in().hub, now=clock.now())
    return say_plan(plan) if plan else ""


def _reached(view: CaseView) -> tuple[Surface, ...]:
    """Where the listing a correction is about is read already."""
    me = signed_in()
    if view.corrects_listing_id is None:
        return ()
    return reached(db(), me.hub, find_listing(db(), me.hub.id, view.corrects_listing_id))


def page_words(view: CaseView) -> dict[str, Any]:
    """What the templates of a case share: names, choices and prepared words."""
    me, back = signed_in(), request.values.get("back", "")
    state, page, _ = place_of(back)
    return {
        "zone": me.hub.zone,
        "labels": LABELS,
        "row_labels": ROW_LABELS,
        "choices": choices(),
        "questions": questions_for(view.card.questions, view.card.checks),
        "reasons": REASONS,
        "may": view.card.offered,
        "back": back,
        "back_url": url_for(
            "desk.queue", state=state or None, page=page or None, at=view.card.id if state else None
        ),
    }


def choices() -> dict[str, dict[str, str]]:
    """{field: {key: name}} of the open sets a person chooses from."""
    me = signed_in()
    return {
        "district_keys": {one.key: one.name for one in districts(db(), me.hub.id)},
        "audiences": AUDIENCES,
        "themes": THEMES,
        "outlets": OUTLETS,
    }
