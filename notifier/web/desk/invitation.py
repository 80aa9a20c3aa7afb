"""Accept an invitation; a used or old link explains itself and offers a new one."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

from notifier import accounts
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.forms import show_error
from notifier.web.guard import start_session
from notifier.web.headers import keep_private
from notifier.web.session import db, keep_changes


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """A name and a password; who has an account types the present password only."""

    name = StringField("お名前", render_kw={"autocomplete": "name"})
    password = PasswordField("パスワード")


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Show what one is invited to; POST accepts and signs in."""
    now = clock.now()
    try:
        found = accounts.find_invitation(db(), token, now=now)
        form = InvitationForm()
        if request.method == "POST" and form.validate_on_submit():
            staff = _accept(form, token)
            if staff is not None:
                start_session(staff)
                session["hub_id"] = found.hub.id
                flash(f"ようこそ。「{found.hub.name}」の編集室に入りました。")
                return redirect(url_for("desk.today"), 303)
    except accounts.InvitationEndedError as ended:
        return _private("web/desk/invitation_ended.html", 410, ended=ended, token=token)
    return _private(
        "web/desk/invitation.html",
        400 if form.errors else 200,
        form=form,
        found=found,
        role=accounts.ROLE_NAMES[found.invitation.role],
    )


@blueprint.post("/invitation/<token>/renew")
def renew_invitation(token: str) -> ResponseReturnValue:
    """Ask for a new link; the answer is the same whatever the old one was."""
    accounts.renew_invitation(db(), token, now=clock.now())
    return _private("web/desk/invitation_renewed.html", 200)


def _accept(form: InvitationForm, token: str) -> accounts.Staff | None:
    try:
        return accounts.accept_invitation(
            db(),
            token,
            name=form.name.data or "",
            password=form.password.data or "",
            now=clock.now(),
        )
    except BadInputError as error:
        keep_changes()  # a wrong password stays counted; nothing else was written
        show_error(form, error)
        return None


def _private(template: str, status: int, **values: object) -> ResponseReturnValue:
    return keep_private(make_response(render_template(template, **values), status))
