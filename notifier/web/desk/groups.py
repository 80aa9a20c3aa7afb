"""「団体」: who sends us what, last heard from, trust, and how to reach them."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import audit, directory, hubs, intake
from notifier.directory import Group
from notifier.flows.remove_contact import remove_contact as remove
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

CONTACT_BOXES = ("label", "email", "phone", "fax")
NOTHING_TYPED = {"name": "", "district_key": ""}


@blueprint.get("/groups")
@require("judge")
def groups() -> ResponseReturnValue:
    """The hub's groups."""
    return _list_page()


@blueprint.post("/groups")
@require("edit")
def add_group() -> ResponseReturnValue:
    """Write down a new group."""
    me = signed_in()
    try:
        made = directory.add_group(
            db(),
            me.hub,
            name=request.form.get("name", ""),
            district_key=request.form.get("district_key", ""),
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        return _list_page(request.form, error=str(error)), 422
    flash(f"団体「{made.name}」を登録しました。")
    return redirect(url_for("desk.group", group_id=made.id))


@blueprint.get("/groups/<int:group_id>")
@require("judge")
def group(group_id: int) -> ResponseReturnValue:
    """One group: contacts, its items, what was done."""
    return group_page(directory.get_group(db(), signed_in().hub.id, group_id))


@blueprint.post("/groups/<int:group_id>")
@require("edit")
def change_group(group_id: int) -> ResponseReturnValue:
    """Change name, district, note and trust."""
    me = signed_in()
    found = directory.get_group(db(), me.hub.id, group_id)
    try:
        directory.change_group(
            db(),
            found,
            name=request.form.get("name"),
            district_key=request.form.get("district_key", ""),
            note=request.form.get("note", ""),
            is_trusted=request.form.get("is_trusted") == "1",
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        abandon()
        found = directory.get_group(db(), me.hub.id, group_id)
        return group_page(found, errors={"name": str(error)}), 422
    flash("保存しました。")
    return redirect(url_for("desk.group", group_id=found.id))


@blueprint.post("/groups/<int:group_id>/contacts")
@require("edit")
def add_contact(group_id: int) -> ResponseReturnValue:
    """Write down one more way to reach the group."""
    me = signed_in()
    found = directory.get_group(db(), me.hub.id, group_id)
    typed = {name: request.form.get(name, "") for name in CONTACT_BOXES}
    try:
        directory.add_contact(db(), found, **typed, by=me.actor, now=clock.now())
    except BadInputError as error:
        return group_page(found, typed, {error.field or "email": str(error)}), 422
    flash("連絡先を登録しました。")
    return redirect(url_for("desk.group", group_id=found.id))


@blueprint.post("/groups/<int:group_id>/contacts/<int:contact_id>/remove")
@require("edit")
def remove_contact(group_id: int, contact_id: int) -> ResponseReturnValue:
    """Strike out one way to reach the group."""
    me = signed_in()
    found = directory.get_group(db(), me.hub.id, group_id)
    contact = directory.get_contact(db(), found, contact_id)
    remove(db(), found, contact, by=me.actor, now=clock.now())
    flash("連絡先を外しました。")
    return redirect(url_for("desk.group", group_id=found.id))


def _list_page(typed: Mapping[str, str] = NOTHING_TYPED, *, error: str = "") -> str:
    me = signed_in()
    heard = intake.last_heard(db(), me.hub.id)
    names = {one.key: one.name for one in hubs.districts(db(), me.hub.id)}
    return render_template(
        "web/desk/groups.html",
        rows=[(one, heard.get(one.id)) for one in directory.groups(db(), me.hub.id)],
        names=names,
        zone=me.hub.zone,
        error=error,
        typed=typed,
        can_edit=me.may("edit"),
    )


def group_page(
    found: Group,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    code: str = "",
) -> str:
    """The page of one group; ``code`` connects a LINE and is shown this once."""
    me = signed_in()
    districts = hubs.districts(db(), me.hub.id)
    return render_template(
        "web/desk/group.html",
        group=found,
        district=next((one.name for one in districts if one.key == found.district_key), ""),
        contacts=directory.contacts(db(), me.hub.id, found.id),
        line_senders=directory.line_senders(db(), me.hub.id, found.id),
        has_line=hubs.line_channel(db(), me.hub.id, "groups") is not None,
        code=code,
        items=intake.submissions_of_group(db(), me.hub.id, found.id),
        trail=audit.history(db(), me.hub.id, subject=("group", found.id), limit=20),
        districts=districts,
        months=_months(clock.today(me.hub.zone)),
        zone=me.hub.zone,
        typed=typed or dict.fromkeys(CONTACT_BOXES, ""),
        settings=_settings(found, errors),
        errors=errors or {},
        can_edit=me.may("edit"),
    )


def _settings(found: Group, errors: dict[str, str] | None) -> Mapping[str, str]:
    """The boxes of the group's own form: as typed when it came back with an error."""
    if errors and "name" in errors:
        return request.form
    return {
        "name": found.name,
        "district_key": found.district_key,
        "note": found.note,
        "is_trusted": "1" if found.is_trusted else "",
    }


def _months(today: date) -> tuple[date, date]:
    """This month and the next."""
    first = today.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
