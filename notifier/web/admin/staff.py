"""「スタッフ」: who works here, as what; invite, take back, change, end."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from notifier import accounts
from notifier.accounts import ROLE_NAMES, Role
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.admin import blueprint
from notifier.web.forms import show_error
from notifier.web.guard import require, signed_in
from notifier.web.session import db


class InviteForm(FlaskForm):  # type: ignore[misc]
    """An address and a role."""

    email = StringField(
        "招待する方のメールアドレス",
        [InputRequired("メールアドレスを入れてください。")],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    role = RadioField(
        "役割",
        [InputRequired("役割を選んでください。")],
        choices={role.value: name for role, name in ROLE_NAMES.items()},
    )


@blueprint.route("/staff", methods=["GET", "POST"])
@require("staff")
def staff() -> ResponseReturnValue:
    """The list; POST invites and shows the one-time link on the page that answers, once."""
    me = signed_in()
    form = InviteForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(form, 400 if form.errors else 200)
    try:
        made, token = accounts.invite(
            db(),
            me.hub,
            email=form.email.data or "",
            role=form.role.data,
            by=me.actor,
            now=clock.now(),
        )
    except BadInputError as error:
        show_error(form, error, field="email")
        return _page(form, 400)
    return render_template(
        "web/admin/invited.html",
        me=me,
        made=made,
        role=ROLE_NAMES[made.role],
        link=accounts.invitation_url(token),
    )


@blueprint.post("/staff/<int:staff_id>/role")
@require("staff")
def change_staff_role(staff_id: int) -> ResponseReturnValue:
    """Give somebody another role."""
    me = signed_in()
    try:
        role = Role(request.form.get("role", ""))
    except ValueError as error:
        raise BadInputError("役割を一覧から選んでください。") from error
    accounts.change_role(db(), me.hub, staff_id, role=role, by=me.actor, now=clock.now())
    flash("役割を変えました。")
    return redirect(url_for("admin.staff"), 303)


@blueprint.post("/staff/<int:staff_id>/end")
@require("staff")
def end_staff(staff_id: int) -> ResponseReturnValue:
    """End somebody's work in this hub, at once."""
    me = signed_in()
    accounts.end_membership(db(), me.hub, staff_id, by=me.actor, now=clock.now())
    flash("スタッフから外しました。この方は、もうこの拠点のページを開けません。")
    return redirect(url_for("admin.staff"), 303)


@blueprint.post("/invitations/<int:invitation_id>/revoke")
@require("staff")
def revoke_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an open invitation back."""
    me = signed_in()
    accounts.revoke_invitation(db(), me.hub, invitation_id, by=me.actor, now=clock.now())
    flash("招待を取り消しました。そのリンクは、もう使えません。")
    return redirect(url_for("admin.staff"), 303)


def _page(form: InviteForm, status: int) -> ResponseReturnValue:
    me = signed_in()
    html = render_template(
        "web/admin/staff.html",
        me=me,
        form=form,
        people=accounts.staff_of(db(), me.hub.id),
        invitations=accounts.open_invitations(db(), me.hub.id, now=clock.now()),
        role_names=ROLE_NAMES,
    )
    return html, status
