"""Join by mail: the form, the mail, the button; and a new settings link for who lost theirs."""

from datetime import date, timedelta

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from notifier import mailroom, subscribers
from notifier.hubs import ChannelPurpose, Hub, line_channel
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.subscribers import Wishes
from notifier.web.languages import asked_language
from notifier.web.reader import blueprint
from notifier.web.reader.page import choices, old_link, show, to
from notifier.web.reader.wish_form import WishBoxes, typed_boxes, wishes_in, years
from notifier.web.reader.words import words
from notifier.web.session import db, hub_of
from notifier.web.visitor import visitor

# Wide enough for a sign-up table at a fair behind one address, too narrow for a machine.
ASKS_PER_IP_AND_DAY = 30
BAD_FORM = 422


@blueprint.get("/<hub_slug>/subscribe")
def subscribe(hub_slug: str) -> Response:
    """The form."""
    hub = hub_of(hub_slug)
    return _form(hub, WishBoxes(language=asked_language()))


@blueprint.post("/<hub_slug>/subscribe")
def ask_to_subscribe(hub_slug: str) -> Response:
    """Queue the confirmation mail; the answer is the same for every address."""
    hub = hub_of(hub_slug)
    now = clock.now()
    lang = asked_language()
    known = [key for key, _ in choices(hub, lang)["districts"]]
    email, wishes, errors = _read(known, clock.local(now, hub.zone).date(), lang)
    if wishes is None or errors:
        return _form(hub, typed_boxes(request.form, errors), status=BAD_FORM)
    if _ip_may_ask(hub):
        subscribers.subscribe(db(), hub, email=email, wishes=wishes, place="web", now=now)
    return redirect(to("sent", hub, lang))


@blueprint.get("/<hub_slug>/subscribe/sent")
def sent(hub_slug: str) -> Response:
    """Look into your mail."""
    hub, lang = hub_of(hub_slug), asked_language()
    return show("sent", hub, lang=lang, **choices(hub, lang))


@blueprint.get("/<hub_slug>/subscribe/link")
def link(hub_slug: str) -> Response:
    """The page of who lost their link."""
    return show("link", hub_of(hub_slug), lang=asked_language(), email="", error="")


@blueprint.post("/<hub_slug>/subscribe/link")
def send_link(hub_slug: str) -> Response:
    """Mail a reader their settings link; a stranger's address gets the same answer and no mail."""
    hub, lang = hub_of(hub_slug), asked_language()
    typed = request.form.get("email", "")
    try:
        email = mailroom.mail_address.normalise(typed)
    except BadInputError:
        error = words(lang)["error_email"]
        return show("link", hub, lang=lang, status=BAD_FORM, email=typed, error=error)
    if _ip_may_ask(hub):
        subscribers.send_settings_link(db(), hub, email=email, now=clock.now())
    return redirect(to("sent", hub, lang))


@blueprint.get("/<hub_slug>/subscribe/confirm/<token>")
def confirm_page(hub_slug: str, token: str) -> Response:
    """A button; looking (as mail scanners do) changes nothing."""
    hub = hub_of(hub_slug)
    try:
        subscribers.find_unconfirmed(db(), hub.id, token, now=clock.now())
    except subscribers.UsedConfirmationError:
        return old_link(hub, of_confirmation=True)
    return show("confirm", hub, lang=asked_language())


@blueprint.post("/<hub_slug>/subscribe/confirm/<token>")
def confirm(hub_slug: str, token: str) -> Response:
    """The owner of the address says yes."""
    hub, lang = hub_of(hub_slug), asked_language()
    try:
        reader = subscribers.confirm(db(), hub.id, token, now=clock.now())
    except subscribers.UsedConfirmationError:
        return old_link(hub, of_confirmation=True)
    flash(words(lang)["confirmed"])
    return redirect(to("me", hub, lang, token=subscribers.reader_token(db(), reader)))


def _form(hub: Hub, boxes: WishBoxes, *, status: int = 200) -> Response:
    lang = asked_language()
    today = clock.today(hub.zone)
    return show(
        "subscribe",
        hub,
        lang=lang,
        status=status,
        boxes=boxes,
        years=years(today, boxes),
        has_line=line_channel(db(), hub.id, ChannelPurpose.READERS) is not None,
        **choices(hub, lang),
    )


def _read(known: list[str], today: date, lang: str) -> tuple[str, Wishes | None, dict[str, str]]:
    """Address and wishes as typed, with a sentence for every box that needs mending."""
    errors: dict[str, str] = {}
    email, wishes = "", None
    try:
        email = mailroom.mail_address.normalise(request.form.get("email", ""))
    except BadInputError:
        errors["email"] = words(lang)["error_email"]
    try:
        wishes = wishes_in(request.form, known_districts=known, today=today)
    except BadInputError as error:
        box = error.field or "districts"
        errors[box] = words(lang).get(f"error_{box}", str(error))
    return email, wishes, errors


def _ip_may_ask(hub: Hub) -> bool:
    return mailroom.allow(
        db(),
        purpose="subscribe-ip",
        key=f"{hub.id}:{visitor()}",
        limit=ASKS_PER_IP_AND_DAY,
        window=timedelta(days=1),
        now=clock.now(),
    )
