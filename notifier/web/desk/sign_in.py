"""Sign in, choose a hub, sign out."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from notifier import accounts
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.web.desk import blueprint
from notifier.web.forms import show_error
from notifier.web.guard import (
    HubNeededError,
    safe_next,
    signed_in,
    signed_in_or_none,
    signed_in_staff,
    start_session,
)
from notifier.web.kept import Kept, carried_form
from notifier.web.session import db, keep_changes
from notifier.web.visitor import visitor


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = StringField(
        "メールアドレス",
        [InputRequired("メールアドレスを入れてください。")],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        "パスワード",
        [InputRequired("パスワードを入れてください。")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The form; a try is counted even when it fails."""
    form = SignInForm()
    if request.method == "GET":
        if signed_in_or_none():
            return redirect(safe_next(request.args.get("next")))
        form.next.data = safe_next(request.args.get("next"))
        return _page(form, 200)
    if not form.validate_on_submit():
        return _page(form, 400)
    keep_changes()
    try:
        staff = accounts.sign_in(
            db(),
            email=form.email.data or "",
            password=form.password.data or "",
            ip=visitor(),
            now=clock.now(),
        )
    except accounts.WrongPasswordError as error:
        show_error(form, error)
        return _page(form, 400)
    except accounts.TooManySignInsError as error:
        form.form_errors.append(str(error))
        return _page(form, 429)
    start_session(staff)
    return _onward(form.next.data)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    logout_user()
    session.clear()
    flash("サインアウトしました。")
    return redirect(url_for("desk.sign_in"), 303)


@blueprint.route("/hubs", methods=["GET", "POST"])
def choose_hub() -> ResponseReturnValue:
    """Choose one of the hubs the person works in."""
    staff = signed_in_staff()
    roles = accounts.roles_of(db(), staff.id)
    if request.method == "POST":
        wanted = request.form.get("hub_id", type=int)
        if wanted not in {hub.id for hub, _ in roles}:
            raise NotFoundError("この拠点は見つかりません。")
        session["hub_id"] = wanted
        return _onward(request.form.get("next"))
    return _hubs_page(roles, request.args.get("next"))


def sign_in_keeping(kept: Kept) -> ResponseReturnValue:
    """The sign-in page in the place of a form's answer; ``kept`` is sent on after it."""
    form = SignInForm(formdata=None)
    form.next.data = safe_next(urlsplit(request.referrer or "").path)
    return _page(form, 401, kept=kept)


def choose_hub_keeping(kept: Kept) -> ResponseReturnValue:
    """The chooser in the place of a form's answer."""
    return _hubs_page(accounts.roles_of(db(), signed_in_staff().id), None, kept=kept), 409


def _onward(wanted: str | None) -> ResponseReturnValue:
    """To the page wanted; first to what was typed before the session ended, if something was."""
    kept = carried_form()
    if kept is None:
        return redirect(safe_next(wanted), 303)
    try:
        signed_in()
    except HubNeededError:
        return choose_hub_keeping(kept)
    return render_template("web/desk/go_on.html", kept=kept)


def _hubs_page(
    roles: Sequence[tuple[Hub, accounts.Role]], wanted: str | None, *, kept: Kept | None = None
) -> str:
    return render_template(
        "web/desk/choose_hub.html",
        roles=[(hub, accounts.ROLE_NAMES[role]) for hub, role in roles],
        next=safe_next(wanted),
        kept=kept,
    )


def _page(form: SignInForm, status: int, *, kept: Kept | None = None) -> ResponseReturnValue:
    return render_template("web/desk/sign_in.html", form=form, kept=kept or carried_form()), status
