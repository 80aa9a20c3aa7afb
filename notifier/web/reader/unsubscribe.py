"""Leave: a GET shows the button, a POST acts; one POST from a mail program is enough (RFC 8058).

No CSRF token and no cookie: the secret in the address is the proof, and a mail program has
neither of the two.
"""

from datetime import timedelta

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from notifier import subscribers
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.subscribers import ALIVE, Subscriber, SubscriberState
from notifier.web.csrf import csrf
from notifier.web.languages import asked_language
from notifier.web.reader import blueprint
from notifier.web.reader.page import old_link, show, to
from notifier.web.reader.words import words
from notifier.web.session import db, hub_of

READER = Actor("reader", "読者")
ONE_CLICK = "One-Click"
PAUSE = timedelta(weeks=2)


@blueprint.get("/<hub_slug>/unsubscribe/<token>")
def unsubscribe(hub_slug: str, token: str) -> Response:
    """The button, and a gentler one."""
    hub = hub_of(hub_slug)
    try:
        reader = subscribers.find_reader(db(), hub.id, token)
    except subscribers.OldReaderLinkError:
        return old_link(hub, of_confirmation=False)
    return _page(hub, reader, token)


@blueprint.post("/<hub_slug>/unsubscribe/<token>")
def leave(hub_slug: str, token: str) -> Response:
    """Leave at once. Doing it twice is harmless."""
    hub = hub_of(hub_slug)
    try:
        reader = subscribers.find_reader(db(), hub.id, token)
    except subscribers.OldReaderLinkError:
        return old_link(hub, of_confirmation=False)
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        _leave(reader, "email", "メールのワンクリック停止")
        return _page(hub, reader, token)
    lang = _language(reader)
    act = request.form.get("act", "all")
    if act == "pause" and reader.state != SubscriberState.ENDED:
        now = clock.now()
        subscribers.pause(db(), reader, until=now + PAUSE, by=READER, now=now)
        flash(words(lang)["paused"])
        return redirect(to("me", hub, lang, token=token))
    _leave(reader, act, "停止のページ")
    return redirect(to("unsubscribe", hub, lang, token=token))


csrf.exempt(leave)


def _leave(reader: Subscriber, what: str, how: str) -> None:
    """End one channel, or everything when that channel is not theirs."""
    now = clock.now()
    alive = [one for one in subscribers.addresses_of(db(), reader) if one.state in ALIVE]
    chosen = [one for one in alive if one.channel == what]
    if not chosen:
        subscribers.end_all(db(), reader, how=how, now=now)
        return
    for address in chosen:
        subscribers.unsubscribe(db(), address, how=how, now=now)


def _page(hub: Hub, reader: Subscriber, token: str) -> Response:
    addresses = subscribers.addresses_of(db(), reader)
    channels = sorted({one.channel for one in addresses if one.state in ALIVE})
    return show(
        "unsubscribe",
        hub,
        lang=_language(reader),
        token=token,
        channels=channels,
        is_ended=reader.state == SubscriberState.ENDED,
    )


def _language(reader: Subscriber) -> str:
    return asked_language(subscribers.profile_of(db(), reader).language)
