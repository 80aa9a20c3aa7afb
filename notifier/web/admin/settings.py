"""「設定」: every setting of the hub, its districts and LINE channels. Secrets are write-only."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier.config import settings as service
from notifier.hubs import (
    LINE_KEYS,
    PURPOSE_NAMES,
    SETTINGS,
    ChannelPurpose,
    change_setting,
    districts,
    line_channel,
    set_line_channel,
    setting_values,
)
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotFoundError
from notifier.web.admin import blueprint
from notifier.web.admin.settings_form import BOXES, DAYS, PLANS, SECTIONS, typed_values
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db


@blueprint.get("/")
@require("settings")
def settings() -> ResponseReturnValue:
    """All settings as forms, one per theme."""
    return _page({}, {}, 200)


@blueprint.post("/settings/<section>")
@require("settings")
def save_settings(section: str) -> ResponseReturnValue:
    """Save one theme: all its values or none."""
    if section not in SECTIONS:
        raise NotFoundError("この設定のまとまりはありません。")
    me, now = signed_in(), clock.now()
    typed = typed_values(section, request.form)
    errors: dict[str, str] = {}
    for key, value in typed.items():
        try:
            change_setting(db(), me.hub, key, value, by=me.actor, now=now)
        except BadInputError as error:
            errors[key] = str(error)
    if errors:
        return _again(typed, errors)
    flash(f"「{SECTIONS[section].title}」を保存しました。")
    return redirect(url_for("admin.settings", _anchor=section), 303)


@blueprint.post("/districts")
@require("settings")
def save_districts() -> ResponseReturnValue:
    """Save the districts, one per line."""
    me = signed_in()
    typed = request.form.get("districts", "")
    try:
        change_setting(db(), me.hub, "districts", typed, by=me.actor, now=clock.now())
    except BadInputError as error:
        return _again({"districts": typed}, {"districts": str(error)})
    flash("地区を保存しました。")
    return redirect(url_for("admin.settings", _anchor="districts"), 303)


@blueprint.post("/line/<any(readers, groups):purpose>")
@require("settings")
def save_line_channel(purpose: str) -> ResponseReturnValue:
    """Connect a LINE channel; an empty secret keeps the one there is."""
    me = signed_in()
    typed = request.form.get("channel_id", "")
    try:
        set_line_channel(
            db(),
            me.hub,
            purpose,
            channel_id=typed,
            secret=request.form.get("secret", "").strip(),
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        return _again({f"line-{purpose}": typed}, {f"line-{purpose}": str(error)})
    flash(f"{PURPOSE_NAMES[ChannelPurpose(purpose)]}LINEチャネルを保存しました。")
    return redirect(url_for("admin.settings", _anchor=f"line-{purpose}"), 303)


def _again(typed: dict[str, str], errors: dict[str, str]) -> ResponseReturnValue:
    """The page with what was typed; what was half saved is dropped first."""
    abandon()
    return _page(typed, errors, 400)


def _page(typed: dict[str, str], errors: dict[str, str], status: int) -> ResponseReturnValue:
    hub = signed_in().hub
    saved = setting_values(db(), hub)
    lines = "\n".join(f"{one.key}={one.name}" for one in districts(db(), hub.id))
    channels = [
        (purpose.value, PURPOSE_NAMES[purpose], line_channel(db(), hub.id, purpose))
        for purpose in ChannelPurpose
    ]
    html = render_template(
        "web/admin/settings.html",
        hub=hub,
        sections=SECTIONS,
        labels=SETTINGS,
        boxes=BOXES,
        days=DAYS,
        plans=PLANS,
        values={key: value for key, value in saved.items() if key not in LINE_KEYS} | typed,
        districts=typed.get("districts", lines),
        channels=channels,
        webhook_url=f"{service().base_url}/hooks/line/{hub.slug}",
        typed=typed,
        errors=errors,
    )
    return html, status
