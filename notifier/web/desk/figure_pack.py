"""「定例会の資料」: a month's queue, decisions and figures, on the page, as xlsx and as Word."""

from flask import Response, render_template

from notifier import indicators
from notifier.indicators import Pack
from notifier.kit import clock
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/figures/month/<month>")
@require("edit")
def figure_pack(month: str) -> str:
    """The pack of one month; every number opens its list."""
    found = _pack(month)
    return render_template("web/desk/figure_pack.html", pack=found, zone=found.zone)


@blueprint.get("/figures/month/<month>.xlsx")
@require("edit")
def figure_pack_file(month: str) -> Response:
    """The same as a workbook."""
    found = _pack(month)
    return as_file(
        indicators.pack_workbook(found), f"month-{found.month.key}.xlsx", mime=indicators.MIME
    )


@blueprint.get("/figures/month/<month>.docx")
@require("edit")
def figure_pack_word(month: str) -> Response:
    """The same as a Word file, with room for what the meeting decides."""
    found = _pack(month)
    body = indicators.pack_word(found)
    return as_file(body, f"month-{found.month.key}.docx", mime=indicators.WORD_MIME)


def _pack(month: str) -> Pack:
    period = indicators.parse_period(month)
    return indicators.pack(db(), signed_in().hub, month=period, now=clock.now())
