"""「費用」: what each edition cost, and what that is per reader reached."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from notifier import editions, indicators
from notifier.indicators import COST_INPUTS, CostInput
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.desk.figures import period_asked, whole
from notifier.web.forms import show_error
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

UNPROCESSABLE, CONFLICT = 422, 409
LONGEST_VERSION = 9


class CostForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """What one edition cost; a box per input, 0 where nothing was spent."""

    version = HiddenField()


for _kind in COST_INPUTS:
    setattr(
        CostForm,
        _kind.key,
        StringField(
            f"{_kind.name}（{_kind.unit}）",
            validators=[InputRequired(f"{_kind.name}を数で入れてください（なければ 0）。")],
            description=_kind.help,
            render_kw={"autocomplete": "off", "inputmode": "numeric"},
        ),
    )


@blueprint.get("/figures/costs")
@require("edit")
def figure_costs() -> str:
    """Every edition of the period with its cost and its denominators side by side."""
    me, now = signed_in(), clock.now()
    period, problem = period_asked(me.hub, now)
    return render_template(
        "web/desk/figure_costs.html",
        lines=indicators.costs(db(), me.hub, period=period),
        period=period,
        problem=problem,
        zone=me.hub.zone,
        now=now,
    )


@blueprint.get("/figures/costs/<int:edition_id>")
@require("edit")
def figure_cost(edition_id: int) -> str:
    """One edition's cost, to be typed in."""
    edition = editions.find_edition(db(), signed_in().hub.id, edition_id)
    return _page(edition)


@blueprint.post("/figures/costs/<int:edition_id>")
@require("edit")
def type_cost(edition_id: int) -> ResponseReturnValue:
    """Store what was typed; what cannot be taken stays in its box with the reason."""
    me, form = signed_in(), CostForm()
    edition = editions.find_edition(db(), me.hub.id, edition_id)
    if form.validate_on_submit():
        try:
            cost = CostInput(**{kind.key: _number(form, kind.key) for kind in COST_INPUTS})
            indicators.type_cost(
                db(),
                edition,
                cost,
                version=_version(form),
                by=me.actor,
                now=clock.now(),
            )
        except BadInputError as error:
            show_error(form, error)
        except indicators.StaleCostError as error:
            abandon()
            form.form_errors.append(str(error))
            form.version.data = None  # she is shown what stands now
            return _page(editions.find_edition(db(), me.hub.id, edition_id), form), CONFLICT
        else:
            flash(f"「{edition.title}」の費用を入れました（合計 {cost.total:,}円）。")
            key = indicators.month_period(edition.on.year, edition.on.month).fiscal_year().key
            return redirect(url_for("desk.figure_costs", period=key), 303)
    abandon()
    return _page(editions.find_edition(db(), me.hub.id, edition_id), form), UNPROCESSABLE


def _page(edition: editions.Edition, form: CostForm | None = None) -> str:
    me = signed_in()
    line = indicators.cost_line(db(), me.hub, edition)
    stored = {kind.key: getattr(line.cost, kind.key) if line.cost else 0 for kind in COST_INPUTS}
    if line.cost is None:
        stored["copies"] = edition.copies_printed or 0
    if form is None:
        form = CostForm(formdata=None, data=stored | {"version": line.version})
    if form.version.data is None:
        form.version.data = str(line.version)
    return render_template(
        "web/desk/figure_cost.html",
        line=line,
        form=form,
        kinds=[(form[kind.key], kind, stored[kind.key]) for kind in COST_INPUTS],
        period=indicators.month_period(edition.on.year, edition.on.month).fiscal_year(),
        zone=me.hub.zone,
    )


def _version(form: CostForm) -> int:
    """The version the page was drawn with; anything else matches none."""
    typed = form.version.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_VERSION else -1


def _number(form: CostForm, key: str) -> int:
    try:
        return whole(form[key].data or "")
    except BadInputError as error:
        raise BadInputError(str(error), field=key) from error
