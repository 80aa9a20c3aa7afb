"""A reader's own page, reached by the link in every mail: everything in one screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from notifier import subscribers
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError, TooManyError
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState
from notifier.web.languages import asked_language
from notifier.web.reader import blueprint
from notifier.web.reader.page import choices, old_link, show, to
from notifier.web.reader.wish_form import WishBoxes, boxes_of, typed_boxes, wishes_in, years
from notifier.web.reader.words import words
from notifier.web.session import db, hub_of

READER = Actor("reader", "読者")
PAUSES = (1, 2, 4)
BAD_FORM = 422


@dataclass(frozen=True, slots=True)
class AddressView:
    """One address as its owner sees it, shortened because links are passed on."""

    channel: str
    shown: str
    state: str
    since: datetime | None


@blueprint.get("/<hub_slug>/me/<token>")
def me(hub_slug: str, token: str) -> Response:
    """The settings."""
    hub = hub_of(hub_slug)
    try:
        reader = subscribers.find_reader(db(), hub.id, token)
    except subscribers.OldReaderLinkError:
        return old_link(hub, of_confirmation=False)
    wishes = subscribers.wishes_of(subscribers.profile_of(db(), reader))
    return _page(hub, reader, token, boxes_of(wishes))


@blueprint.post("/<hub_slug>/me/<token>")
def change_me(hub_slug: str, token: str) -> Response:
    """One of the page's buttons was pressed; ``act`` says which."""
    hub = hub_of(hub_slug)
    try:
        reader = subscribers.find_reader(db(), hub.id, token)
    except subscribers.OldReaderLinkError:
        return old_link(hub, of_confirmation=False)
    lang = _language(reader)
    act = _ACTS.get(request.form.get("act", "save"), _save)
    try:
        said = act(hub, reader)
    except BadInputError as error:
        box = error.field or "districts"
        errors = {box: words(lang).get(f"error_{box}", str(error))}
        return _page(hub, reader, token, typed_boxes(request.form, errors), status=BAD_FORM)
    flash(words(lang)[said])
    return redirect(to("me", hub, lang, token=subscribers.reader_token(db(), reader)))


def _save(hub: Hub, reader: Subscriber) -> str:
    now = clock.now()
    known = [key for key, _ in choices(hub, "ja")["districts"]]
    wishes = wishes_in(request.form, known_districts=known, today=clock.local(now, hub.zone).date())
    subscribers.change_preferences(db(), reader, wishes, by=READER, now=now)
    channel = request.form.get("channel", "")
    if channel in ("line", "email"):
        subscribers.choose_channel(db(), reader, channel, by=READER, now=now)
    return "saved"


def _pause(_hub: Hub, reader: Subscriber) -> str:
    weeks = request.form.get("weeks", "")
    chosen = int(weeks) if weeks.isdecimal() and int(weeks) in PAUSES else PAUSES[1]
    now = clock.now()
    subscribers.pause(db(), reader, until=now + timedelta(weeks=chosen), by=READER, now=now)
    return "paused"


def _resume(_hub: Hub, reader: Subscriber) -> str:
    subscribers.resume(db(), reader, by=READER, now=clock.now())
    return "resumed"


def _rejoin(_hub: Hub, reader: Subscriber) -> str:
    subscribers.rejoin(db(), reader, how="設定ページの「もう一度受け取る」", now=clock.now())
    return "resumed"


def _renew(hub: Hub, reader: Subscriber) -> str:
    try:
        subscribers.renew_links(db(), hub, reader, by=READER, now=clock.now())
    except TooManyError:
        return "renewed_often"
    return "renewed"


_ACTS: dict[str, Callable[[Hub, Subscriber], str]] = {
    "save": _save,
    "pause": _pause,
    "resume": _resume,
    "rejoin": _rejoin,
    "renew": _renew,
}


def _page(
    hub: Hub, reader: Subscriber, token: str, boxes: WishBoxes, *, status: int = 200
) -> Response:
    lang = _language(reader)
    addresses = subscribers.addresses_of(db(), reader)
    alive = {one.channel for one in addresses if one.state == AddressState.ACTIVE}
    return show(
        "me",
        hub,
        lang=lang,
        status=status,
        token=token,
        boxes=boxes,
        state=reader.state.value,
        is_ended=reader.state == SubscriberState.ENDED,
        paused_until=_day(hub, reader.paused_until),
        addresses=[_view(one) for one in addresses],
        consents=subscribers.consents_of(db(), reader),
        channels=sorted(alive) if len(alive) > 1 else [],
        channel=reader.preferred_channel,
        pauses=PAUSES,
        years=years(clock.today(hub.zone), boxes),
        **choices(hub, lang),
    )


def _language(reader: Subscriber) -> str:
    return asked_language(subscribers.profile_of(db(), reader).language)


def _day(hub: Hub, moment: datetime | None) -> str:
    return clock.say_date(clock.local(moment, hub.zone).date()) if moment else ""


def _view(address: Address) -> AddressView:
    return AddressView(
        channel=address.channel,
        shown=_shorten(address),
        state=address.state.value,
        since=address.confirmed_at,
    )


def _shorten(address: Address) -> str:
    """ "ta…@example.jp": enough for its owner; a LINE user id tells nobody anything."""
    if address.channel != "email" or address.address.startswith("left:"):
        return ""
    local, _, domain = address.address.rpartition("@")
    return f"{local[:2]}…@{domain}"
