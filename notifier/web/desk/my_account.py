"""One's own name, role and password."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from notifier import accounts
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.forms import show_error
from notifier.web.guard import signed_in, start_session
from notifier.web.session import db, keep_changes


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password and the new one."""

    old = PasswordField(
        "いまのパスワード",
        [InputRequired("いまのパスワードを入れてください。")],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "新しいパスワード",
        [InputRequired("新しいパスワードを入れてください。")],
        render_kw={"autocomplete": "new-password"},
    )


@blueprint.route("/me", methods=["GET", "POST"])
def my_account() -> ResponseReturnValue:
    """Show the account; POST changes the password and ends every other session."""
    me = signed_in()
    form = PasswordForm()
    if request.method == "POST" and form.validate_on_submit():
        try:
            accounts.change_password(
                db(),
                me.staff,
                old=form.old.data or "",
                new=form.password.data or "",
                now=clock.now(),
            )
        except accounts.WeakPasswordError as error:
            show_error(form, error)
        except (BadInputError, accounts.TooManySignInsError) as error:
            keep_changes()  # the try stays counted; nothing else was written
            form.old.errors = [str(error)]
        else:
            start_session(me.staff)
            session["hub_id"] = me.hub.id
            flash("パスワードを変えました。ほかの端末では、もう一度サインインが必要です。")
            return redirect(url_for("desk.my_account"), 303)
    status = 400 if form.errors else 200
    role = accounts.ROLE_NAMES[me.role]
    return render_template("web/desk/my_account.html", form=form, me=me, role=role), status
