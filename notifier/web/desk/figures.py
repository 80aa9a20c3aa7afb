"""「数字」: what was counted and what was typed; every number opens the list behind it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired

from notifier import indicators
from notifier.hubs import Hub
from notifier.indicators import (
    CATALOG,
    TYPED_KEYS,
    VIEWPOINTS,
    Chart,
    Line,
    Period,
    UnlikelyFigureError,
    month_period,
)
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line
from notifier.taxonomy import fiscal
from notifier.web.desk import blueprint
from notifier.web.forms import show_error
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

MONTHS_OFFERED = 12
YEARS_OFFERED = 4
UNPROCESSABLE = 422
LONGEST_NUMBER = 12
MONTHS = "months"


class TypeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """One figure that another system counts."""

    key = SelectField(
        "どの数字",
        choices=[SelectChoice(one.key, f"{one.name}（{one.unit}）") for one in TYPED_KEYS.values()],
        validate_choice=False,  # the room says it, with the names it knows
    )
    period = StringField(
        "期間",
        validators=[InputRequired("期間を入れてください（例 2025-02、FY2024）。")],
        description="月は 2025-02、年度は FY2024 の形で入れてください。",
        render_kw={"autocomplete": "off"},
    )
    value = StringField(
        "値",
        validators=[InputRequired("数を入れてください（例 1164）。")],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    note = StringField(
        "メモ",
        description="どの画面で見た数字か、など（200文字まで）。",
        render_kw={"autocomplete": "off"},
    )
    confirmed = BooleanField("確かめました。このとおり入れます。")


@blueprint.get("/figures")
@require("edit")
def figures() -> ResponseReturnValue:
    """The counted figures of a period, tables 2 and 3, and the form to type one."""
    return _page(TypeForm(formdata=None))


@blueprint.post("/figures")
@require("edit")
def type_figure() -> ResponseReturnValue:
    """Store one typed figure; what cannot be taken stays in its box with the reason."""
    me, form = signed_in(), TypeForm()
    if form.validate_on_submit():
        try:
            typed = indicators.type_figure(
                db(),
                me.hub,
                key=form.key.data,
                period=form.period.data or "",
                value=whole(form.value.data or ""),
                note=form.note.data or "",
                is_confirmed=bool(form.confirmed.data),
                by=me.actor,
                now=clock.now(),
            )
        except UnlikelyFigureError as error:
            abandon()
            show_error(form, error)
            return _page(form, is_doubted=True), UNPROCESSABLE
        except BadInputError as error:
            show_error(form, error)
        else:
            name, unit = TYPED_KEYS[typed.key].name, TYPED_KEYS[typed.key].unit
            span = indicators.parse_period(typed.period).name
            flash(f"{span}の{name}を {typed.value:,}{unit} と入れました。")
            return redirect(url_for("desk.figures", period=request.args.get("period")), 303)
    abandon()
    return _page(form), UNPROCESSABLE


def period_asked(hub: Hub, now: datetime) -> tuple[Period, str]:
    """The period in the address, else the running fiscal year; with a sentence when unreadable."""
    today = clock.local(now, hub.zone).date()
    running = indicators.fiscal_period(fiscal.fiscal_year(today))
    asked = request.args.get("period", "")
    if not asked:
        return running, ""
    try:
        period = indicators.parse_period(asked)
    except BadInputError as error:
        return running, str(error)
    if period.first > today:
        return running, f"{period.name}はまだ始まっていません。{running.name}を出しています。"
    return period, ""


def _page(form: TypeForm, *, is_doubted: bool = False) -> str:
    me, now = signed_in(), clock.now()
    period, problem = period_asked(me.hub, now)
    year = period.fiscal_year().first.year
    today = clock.local(now, me.hub.zone).date()
    table_2 = indicators.over_the_years(db(), me.hub, fiscal_year=year, now=now)
    table_3 = indicators.same_months(db(), me.hub, fiscal_year=year)
    return render_template(
        "web/desk/figures.html",
        counted=[
            indicators.measure(db(), me.hub, key=key, period=period, now=now) for key in CATALOG
        ],
        viewpoints=VIEWPOINTS,
        period=period,
        problem=problem,
        is_running=now < period.moments(me.hub.zone)[1],
        years=[
            indicators.fiscal_period(fiscal.fiscal_year(today) - n) for n in range(YEARS_OFFERED)
        ],
        months=_months(today.year, today.month),
        fiscal_year=year,
        pack_month=f"{today:%Y-%m}" if period.is_fiscal_year else period.key,
        table_2=table_2,
        table_3=table_3,
        charts=_charts(table_2, table_3, period),
        typed=[
            (one, TYPED_KEYS[one.key], indicators.parse_period(one.period))
            for one in indicators.typed_figures(db(), me.hub.id)
        ],
        form=form,
        is_doubted=is_doubted,
        typed_kinds=TYPED_KEYS.values(),
        now=now,
        zone=me.hub.zone,
    )


def _charts(
    table_2: list[Line], table_3: list[Line], period: Period
) -> list[tuple[str, Chart, str]]:
    """(name, chart, address) of every line of the tables about which something is known."""
    named = [(line.key, indicators.years_chart(line)) for line in table_2 if not line.is_empty]
    if any(not line.is_empty for line in table_3):
        named.append((MONTHS, indicators.months_chart(table_3)))
    return [
        (name, chart, url_for("desk.figure_chart", name=name, kind="svg", period=period.key))
        for name, chart in named
    ]


def _months(year: int, month: int) -> list[Period]:
    """The newest months, this one first."""
    last = year * 12 + month - 1
    return [month_period(n // 12, n % 12 + 1) for n in range(last, last - MONTHS_OFFERED, -1)]


def whole(typed: str) -> int:
    """「1,164」 and 「１１６４」 as a number."""
    digits = half(typed).replace(",", "").replace(" ", "")
    if not digits.removeprefix("-").isdecimal() or len(digits) > LONGEST_NUMBER:
        raise BadInputError(
            f"「{one_line(typed)[:20]}」を数として読めません。1164 のように、整数で入れてください。",
            field="value",
        )
    return int(digits)
