"""What our forms share."""

from flask_wtf import FlaskForm

from notifier.kit.errors import BadInputError


def show_error(form: FlaskForm, error: BadInputError, *, field: str = "") -> None:
    """Say a room's error beside the box it names, or at the head of the form."""
    name = field or error.field or ""
    if name in form:
        box = form[name]
        box.errors = [*box.errors, str(error)]
    else:
        form.form_errors.append(str(error))
