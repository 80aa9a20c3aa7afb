"""The evaluation sheet of a fiscal year: on the page, on paper, as xlsx and Word."""

from flask import Response, render_template
from markupsafe import Markup

from notifier import indicators
from notifier.indicators import Sheet
from notifier.kit import clock
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/figures/sheet/<int:fiscal_year>")
@require("edit")
def figure_sheet(fiscal_year: int) -> str:
    """The sheet; ratings and reasons are left empty for people."""
    found = _sheet(fiscal_year)
    return render_template(
        "web/desk/figure_sheet.html",
        sheet=found,
        # both were made by the room's own escaping templates
        body=Markup(indicators.render_body(found)),  # noqa: S704
        style=Markup(indicators.render_style()),  # noqa: S704
    )


@blueprint.get("/figures/sheet/<int:fiscal_year>.xlsx")
@require("edit")
def figure_sheet_file(fiscal_year: int) -> Response:
    """The sheet as a workbook."""
    return as_file(
        indicators.sheet_workbook(_sheet(fiscal_year)),
        f"sheet-FY{fiscal_year}.xlsx",
        mime=indicators.MIME,
    )


@blueprint.get("/figures/sheet/<int:fiscal_year>.docx")
@require("edit")
def figure_sheet_word(fiscal_year: int) -> Response:
    """The sheet as a Word file, to write the ratings and reasons into."""
    body = indicators.word_sheet(_sheet(fiscal_year))
    return as_file(body, f"sheet-FY{fiscal_year}.docx", mime=indicators.WORD_MIME)


def _sheet(fiscal_year: int) -> Sheet:
    return indicators.sheet(db(), signed_in().hub, fiscal_year=fiscal_year, now=clock.now())
