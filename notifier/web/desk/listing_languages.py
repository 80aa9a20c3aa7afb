"""The words of a listing in やさしい日本語 and English: written beside the Japanese, then checked."""

from dataclasses import dataclass, field, replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from notifier import listings
from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.listings import (
    LANGUAGES,
    TEXTS,
    EmptyVariantError,
    Listing,
    ListingVariant,
    NotKanaError,
    OutdatedVariantError,
    StaleVariantError,
    VariantStatus,
    VariantWords,
    find_listing,
    is_outdated,
    needs_a_look,
    strange_numbers,
    variant_in,
)
from notifier.web.desk import blueprint
from notifier.web.guard import SignedIn, require, signed_in
from notifier.web.session import db

BAD_INPUT, CONFLICT = 422, 409
STATES = {VariantStatus.DRAFT: "下書き", VariantStatus.CHECKED: "公開中"}
LONG = ("body", "apply_text")


@dataclass(frozen=True, slots=True)
class Row:
    """One box: the field, its Japanese words, what stands in the variant."""

    name: str
    label: str
    japanese: str
    text: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class VariantCard:
    """One language of the page. ``numbers`` are those the Japanese does not hold."""

    key: str
    name: str
    state: str
    is_shown: bool
    is_outdated: bool
    has_lost_facts: bool
    waits_for_another: bool
    who: str
    rows: tuple[Row, ...]
    translator: str
    version: int
    numbers: tuple[str, ...]
    url: str
    problem: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed and could not be stored: it stays in its boxes."""

    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    translator: str = ""
    kana: str | None = None
    problem: str = ""


NOTHING = Refused()


@blueprint.get("/listings/<int:listing_id>/languages")
@require("judge")
def listing_languages(listing_id: int) -> BaseResponse:
    """Both languages and the reading of the title."""
    return _page(find_listing(db(), signed_in().hub.id, listing_id))


@blueprint.post("/listings/<int:listing_id>/languages/<language>")
@require("judge")
def write_listing_language(listing_id: int, language: str) -> BaseResponse:
    """Save a draft; what somebody else saved meanwhile is never written over."""
    me, found = _found(listing_id, language)
    words = VariantWords(
        language=language,
        texts={name: request.form.get(name, "") for name in TEXTS},
        translator=request.form.get("translator", ""),
        version=request.form.get("version", 0, type=int),
    )
    refused = Refused(language, words.texts, words.translator)
    try:
        listings.write_variant(db(), found, words, by=me.actor, now=clock.now())
    except EmptyVariantError as error:
        return _page(found, _because(refused, error), status=BAD_INPUT)
    except StaleVariantError as error:
        return _page(found, _because(refused, error), status=CONFLICT)
    flash(f"{LANGUAGES[language]}の下書きを保存しました。確かめると公開されます。")
    return _back(listing_id, language)


@blueprint.post("/listings/<int:listing_id>/languages/<language>/check")
@require("judge")
def check_listing_language(listing_id: int, language: str) -> BaseResponse:
    """A named person says the words are right: the public sees them."""
    me, found = _found(listing_id, language)
    version = request.form.get("version", 0, type=int)
    try:
        listings.check_variant(
            db(), found, language=language, version=version, by=me.actor, now=clock.now()
        )
    except (StaleVariantError, OutdatedVariantError) as error:
        return _page(found, Refused(language, problem=str(error)), status=CONFLICT)
    flash(f"{LANGUAGES[language]}を公開しました。")
    return _back(listing_id, language)


@blueprint.post("/listings/<int:listing_id>/languages/<language>/take-back")
@require("judge")
def take_back_listing_language(listing_id: int, language: str) -> BaseResponse:
    """Off the public pages; the words stay as a draft."""
    me, found = _found(listing_id, language)
    version = request.form.get("version", 0, type=int)
    try:
        listings.take_back_variant(
            db(), found, language=language, version=version, by=me.actor, now=clock.now()
        )
    except StaleVariantError as error:
        return _page(found, Refused(language, problem=str(error)), status=CONFLICT)
    flash(f"{LANGUAGES[language]}を下書きに戻しました。公開ページには日本語が出ます。")
    return _back(listing_id, language)


@blueprint.post("/listings/<int:listing_id>/kana")
@require("judge")
def set_listing_kana(listing_id: int) -> BaseResponse:
    """How the title is read; open data asks for it."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    kana = request.form.get("kana", "")
    try:
        listings.set_kana(db(), found, kana=kana, by=me.actor, now=clock.now())
    except NotKanaError as error:
        return _page(found, Refused(kana=kana, problem=str(error)), status=BAD_INPUT)
    flash("よみを保存しました。")
    return redirect(url_for("desk.listing_languages", listing_id=listing_id))


def _found(listing_id: int, language: str) -> tuple[SignedIn, Listing]:
    me = signed_in()
    if language not in LANGUAGES:
        raise NotFoundError("この言語のページはありません。")
    return me, find_listing(db(), me.hub.id, listing_id)


def _because(refused: Refused, error: Exception) -> Refused:
    return replace(refused, problem=str(error))


def _back(listing_id: int, language: str) -> BaseResponse:
    return redirect(url_for("desk.listing_languages", listing_id=listing_id, _anchor=language))


def _page(found: Listing, refused: Refused = NOTHING, *, status: int = 200) -> Response:
    page = render_template(
        "web/desk/listing_languages.html",
        listing_id=found.id,
        title=found.title,
        kana=found.title_kana if refused.kana is None else refused.kana,
        kana_problem=refused.problem if refused.kana is not None else "",
        cards=[_card(found, key, refused) for key in LANGUAGES],
    )
    return make_response(page, status)


def _card(found: Listing, key: str, refused: Refused) -> VariantCard:
    variant = variant_in(found, key)
    mine = refused if refused.language == key else NOTHING
    rows = tuple(
        Row(
            name=name,
            label=label,
            japanese=getattr(found, name),
            text=mine.texts.get(name, getattr(variant, name) if variant else ""),
            is_long=name in LONG,
        )
        for name, label in TEXTS.items()
        if getattr(found, name) or (variant and getattr(variant, name)) or mine.texts.get(name)
    )
    outdated = variant is not None and is_outdated(found, variant)
    looked_at = variant is None or not needs_a_look(found, variant)
    return VariantCard(
        key=key,
        name=LANGUAGES[key],
        state=_state(variant, looked_at=looked_at),
        is_shown=bool(variant and variant.status is VariantStatus.CHECKED and looked_at),
        is_outdated=outdated,
        has_lost_facts=not looked_at and not outdated,
        waits_for_another=_is_mine(variant),
        who=_who(variant),
        rows=rows,
        translator=mine.translator or (variant.translator if variant else ""),
        version=variant.version if variant else 0,
        numbers=tuple(strange_numbers(found, variant)) if variant else (),
        url=url_for("public.event", hub_slug=signed_in().hub.slug, listing_id=found.id, lang=key),
        problem=mine.problem,
    )


def _state(variant: ListingVariant | None, *, looked_at: bool) -> str:
    if variant is None:
        return "まだありません"
    if variant.status is VariantStatus.CHECKED and not looked_at:
        return "見直し待ち"
    return STATES[variant.status]


def _is_mine(variant: ListingVariant | None) -> bool:
    """Did the person at the desk write it, in a hub where another one must check?"""
    me = signed_in()
    return bool(variant and variant.written_by_key == me.actor.key and not me.hub.may_approve_own)


def _who(variant: ListingVariant | None) -> str:
    """「訳: …　書いた人: …　確かめた人: …」."""
    if variant is None:
        return ""
    zone = signed_in().hub.zone
    told = [
        f"訳：{variant.translator}",
        f"書いた人：{variant.written_by}（{clock.say_moment(variant.written_at, zone)}）",
    ]
    if variant.checked_at:
        told.append(
            f"確かめた人：{variant.checked_by}（{clock.say_moment(variant.checked_at, zone)}）"
        )
    return "　".join(told)
