"""One place of the register: correct it, join two spellings, and what is published follows.

Each is seen before it is done: the listings that would say their place otherwise, to choose among.
"""

import json
from dataclasses import asdict

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import audit, directory, hubs
from notifier.directory import AlreadyListedError, Place, PlaceFacts, SeenPlace, StalePlaceError
from notifier.flows import correct_place as flow
from notifier.flows.correct_place import Follower
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.tokens import hash_token
from notifier.web.desk import blueprint
from notifier.web.desk.places import BOXES, errors_of, typed_place
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

BAD_INPUT, CONFLICT = 422, 409
SAME_PLACE = "同じ会場なら、下の「同じ会場をまとめる」で、ひとつの登録にまとめてください。"


@blueprint.get("/places/<int:venue_id>")
@require("judge")
def place(venue_id: int) -> AnyResponse:
    """What is written of it, its other spellings, and what was done."""
    found = _find(venue_id)
    return _page(found, _boxes(found))


@blueprint.post("/places/<int:venue_id>")
@require("edit")
def change_place(venue_id: int) -> AnyResponse:
    """Show which listings would follow; the second time, with the same words, do it."""
    me, found, typed = signed_in(), _find(venue_id), typed_place()
    seen = request.form.get("version", 0, type=int)
    try:
        facts = directory.checked_place(PlaceFacts(**typed))
        directory.require_free_name(db(), found, facts.name)
        following = flow.followers(db(), found, facts)
        if following and request.form.get("confirmed") != _seal(facts):
            return _preview(found, facts, following)
        count = flow.correct_place(
            db(),
            SeenPlace(found, seen),
            facts,
            listing_ids=request.form.getlist("listing", type=int),
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        abandon()
        return _refused(_find(venue_id), typed, error, seen)
    flash(_done("保存しました。", count))
    return redirect(url_for("desk.place", venue_id=venue_id))


@blueprint.post("/places/<int:venue_id>/join")
@require("edit")
def join_place(venue_id: int) -> AnyResponse:
    """Show what becomes of both; the second time do it."""
    me, found = signed_in(), _find(venue_id)
    number = request.form.get("other", type=int)
    if number in (None, venue_id):
        errors = {"other": "まとめる会場を選んでください。"}
        return _page(found, _boxes(found), errors, status=BAD_INPUT)
    other = _find(number or 0)
    facts = directory.joined(directory.facts_of(found), directory.facts_of(other))
    if request.form.get("confirmed") != _seal(facts):
        following = flow.followers(db(), found, facts, joining=other)
        return _preview(found, facts, following, other)
    name = other.name
    try:
        count = flow.join_places(
            db(),
            SeenPlace(found, request.form.get("version", 0, type=int)),
            SeenPlace(other, request.form.get("other_version", 0, type=int)),
            listing_ids=request.form.getlist("listing", type=int),
            by=me.actor,
            now=clock.now(),
        )
    except ConflictError as error:
        abandon()
        found = _find(venue_id)
        return _page(found, _boxes(found), {"other": str(error)}, status=CONFLICT)
    flash(_done(f"「{name}」をこの会場にまとめました。", count))
    return redirect(url_for("desk.place", venue_id=venue_id))


@blueprint.post("/places/<int:venue_id>/spellings/<int:spelling_id>/remove")
@require("edit")
def remove_spelling(venue_id: int, spelling_id: int) -> AnyResponse:
    """A name joined by mistake is free again."""
    me, found = signed_in(), _find(venue_id)
    name = directory.remove_spelling(db(), found, spelling_id, by=me.actor, now=clock.now())
    flash(f"「{name}」を外しました。別の会場として登録できます。掲載の会場名は変わっていません。")
    return redirect(url_for("desk.place", venue_id=venue_id))


def _find(venue_id: int) -> Place:
    return directory.get_place(db(), signed_in().hub.id, venue_id)


def _boxes(found: Place) -> dict[str, str]:
    return {name: str(getattr(found, name)) for name in BOXES}


def _done(said: str, count: int) -> str:
    if not count:
        return said
    return (
        f"{said}掲載{count}件の会場も直しました。公開ページとカレンダーは、いま書きかわりました。"
        "すでに届いたLINE・メールと、出た通信はそのままです。"
    )


def _refused(
    found: Place, typed: dict[str, str], error: BadInputError | ConflictError, seen: int
) -> Response:
    """The page with what was typed. Only who is told that somebody was quicker, and sees what the
    place says now, may save over it: a slip in a box keeps the version that was ``seen``.
    """
    errors = errors_of(error)
    if isinstance(error, AlreadyListedError):
        errors["name"] += SAME_PLACE
    is_stale = isinstance(error, StalePlaceError)
    status = CONFLICT if isinstance(error, ConflictError) else BAD_INPUT
    version = found.version if is_stale else seen
    return _page(found, typed, errors, version=version, is_stale=is_stale, status=status)


def _page(
    found: Place,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    version: int | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> Response:
    me = signed_in()
    districts = hubs.districts(db(), me.hub.id)
    page = render_template(
        "web/desk/place.html",
        place=found,
        version=found.version if version is None else version,
        is_stale=is_stale,
        typed=typed,
        errors=dict.fromkeys((*BOXES, "other"), "") | (errors or {}),
        districts=districts,
        district=next((one.name for one in districts if one.key == found.district_key), ""),
        spellings=directory.spellings(db(), me.hub.id).get(found.id, []),
        others=[one for one in directory.places(db(), me.hub.id) if one.id != found.id],
        strays=len(flow.followers(db(), found, directory.facts_of(found))),
        now_said=_boxes(found),
        trail=audit.history(db(), me.hub.id, subject=("place", found.id), limit=20),
        zone=me.hub.zone,
        can_edit=me.may("edit"),
    )
    return make_response(page, status)


def _preview(
    found: Place, facts: PlaceFacts, following: list[Follower], other: Place | None = None
) -> Response:
    """What would change, before anything does; Enter on the page changes nothing unseen."""
    me = signed_in()
    return make_response(
        render_template(
            "web/desk/place_preview.html",
            place=found,
            other=other,
            facts=asdict(facts),
            before=_boxes(found),
            following=following,
            sure=sum(one.is_sure for one in following),
            names={one.key: one.name for one in hubs.districts(db(), me.hub.id)},
            version=request.form.get("version", 0, type=int) if other is None else found.version,
            confirmed=_seal(facts),
        )
    )


def _seal(facts: PlaceFacts) -> str:
    """What was shown; other words are shown again before they are stored."""
    return hash_token(json.dumps(asdict(facts), sort_keys=True))
