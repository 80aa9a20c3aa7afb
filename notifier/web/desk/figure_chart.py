"""The charts of 「数字」 as pictures; the same numbers stand in the table beside each."""

from flask import Response, request

from notifier import indicators
from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.web.desk import blueprint
from notifier.web.desk.figures import MONTHS, period_asked
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/figures/charts/<name>.<any(svg, png):kind>")
@require("edit")
def figure_chart(name: str, kind: indicators.ChartKind) -> Response:
    """One chart: a key of table 2, or the months of table 3."""
    me, now = signed_in(), clock.now()
    period, _ = period_asked(me.hub, now)
    year = period.fiscal_year().first.year
    if name == MONTHS:
        chart = indicators.months_chart(indicators.same_months(db(), me.hub, fiscal_year=year))
    else:
        lines = indicators.over_the_years(db(), me.hub, fiscal_year=year, now=now)
        found = next((line for line in lines if line.key == name), None)
        if found is None:
            raise NotFoundError("そのグラフはありません。")
        chart = indicators.years_chart(found)
    answer = Response(indicators.draw(chart, kind=kind), mimetype=indicators.CONTENT_TYPES[kind])
    if "download" in request.args:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{period.key}.{kind}"'
    return answer
