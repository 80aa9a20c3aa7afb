"""「配信元」: feeds and calendars elsewhere, how the last reading went, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, intake
from notifier.intake import Feed
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db
from notifier.wire import http

BOXES = ("url", "kind", "key", "group")


@dataclass(frozen=True, slots=True)
class FeedCard:
    """One feed as the page shows it; ``items`` and ``missing`` count what was seen so far."""

    id: int
    name: str
    key: str
    kind_name: str
    url: str
    group: str
    is_active: bool
    error: str
    remark: str
    failures: int
    last_polled_at: datetime | None
    last_success_at: datetime | None
    next_poll_at: datetime
    is_due: bool
    items: int
    missing: int


@blueprint.get("/feeds")
@require("edit")
def feeds() -> ResponseReturnValue:
    """The hub's feeds."""
    return _page(dict.fromkeys(BOXES, ""))


@blueprint.post("/feeds")
@require("edit")
def add_feed() -> ResponseReturnValue:
    """Write down a new one; it is read at the next tick."""
    me = signed_in()
    typed = {name: request.form.get(name, "") for name in BOXES}
    try:
        abandon()  # a name may take seconds to be looked up: nobody waits for us meanwhile
        http.untrusted.refuse_inside(intake.checked_url(typed["url"]))
        intake.add_feed(
            db(),
            me.hub,
            url=typed["url"],
            kind=typed["kind"],
            key=typed["key"],
            group_id=int(typed["group"]) if typed["group"].isdecimal() else None,
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        field = (error.field if isinstance(error, BadInputError) else None) or "url"
        return _page(typed, {field: str(error)}), 422
    flash("配信元を登録しました。まもなく1回目の読みこみを行います。")
    return redirect(url_for("desk.feeds"))


@blueprint.post("/feeds/<int:feed_id>/poll")
@require("edit")
def poll_feed(feed_id: int) -> ResponseReturnValue:
    """Read it as soon as possible: the row is made due, the tick does the rest."""
    me = signed_in()
    found = intake.find_feed(db(), me.hub.id, feed_id)
    intake.ask_poll(db(), found, by=me.actor, now=clock.now())
    flash("まもなく読みこみます。数十秒たってから、このページを開き直してください。")
    return redirect(url_for("desk.feeds"))


@blueprint.post("/feeds/<int:feed_id>/switch")
@require("edit")
def switch_feed(feed_id: int) -> ResponseReturnValue:
    """Pause it or go on with it."""
    me = signed_in()
    found = intake.find_feed(db(), me.hub.id, feed_id)
    on = request.form.get("on") == "1"
    intake.switch_feed(db(), found, on=on, by=me.actor, now=clock.now())
    flash(
        "読みこみを再開しました。" if on else "読みこみを止めました。届いている情報はそのままです。"
    )
    return redirect(url_for("desk.feeds"))


@blueprint.post("/feeds/<int:feed_id>/remove")
@require("edit")
def remove_feed(feed_id: int) -> ResponseReturnValue:
    """Take away one that never brought anything; any other is only paused."""
    me = signed_in()
    found = intake.find_feed(db(), me.hub.id, feed_id)
    name = found.name
    intake.remove_feed(db(), found, by=me.actor, now=clock.now())
    flash(f"配信元「{name}」を消しました。")
    return redirect(url_for("desk.feeds"))


def _page(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    me = signed_in()
    groups = directory.groups(db(), me.hub.id)
    names = {group.id: group.name for group in groups}
    counts = intake.item_counts(db(), me.hub.id)
    now = clock.now()
    cards = [
        _card(feed, names.get(feed.group_id or 0, ""), counts.get(feed.id, (0, 0)), now)
        for feed in intake.feeds(db(), me.hub.id)
    ]
    # What failed stands first: it is what somebody came for.
    cards.sort(key=lambda card: (not (card.error and card.is_active), not card.is_active, card.id))
    return render_template(
        "web/desk/feeds.html",
        cards=cards,
        kinds=intake.KIND_NAMES,
        groups=groups,
        typed=typed,
        errors=dict.fromkeys(BOXES, "") | (errors or {}),
        zone=me.hub.zone,
    )


def _card(feed: Feed, group: str, counts: tuple[int, int], now: datetime) -> FeedCard:
    items, missing = counts
    return FeedCard(
        id=feed.id,
        name=feed.name,
        key=feed.key,
        kind_name=intake.KIND_NAMES.get(feed.kind, feed.kind),
        url=feed.url,
        group=group,
        is_active=feed.is_active,
        error=feed.last_error,
        remark=feed.remark,
        failures=feed.failures,
        last_polled_at=feed.last_polled_at,
        last_success_at=feed.last_success_at,
        next_poll_at=feed.next_poll_at,
        is_due=feed.next_poll_at <= now,
        items=items,
        missing=missing,
    )
