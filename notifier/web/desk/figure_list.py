"""The list behind one number: as long as the number, each line leading to the thing counted."""

from collections.abc import Callable

from flask import Response, render_template, request, url_for

from notifier import editorial, indicators
from notifier.indicators import Counted, ListRow, Part
from notifier.kit import clock
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.desk.figures import period_asked
from notifier.web.guard import require, signed_in
from notifier.web.session import db

PER_PAGE = 500


@blueprint.get("/figures/<key>")
@require("edit")
def figure_list(key: str) -> str:
    """One number with its definition and the list behind it."""
    me, now = signed_in(), clock.now()
    period, problem = period_asked(me.hub, now)
    counted = indicators.measure(db(), me.hub, key=key, period=period, now=now)
    part = counted.part(request.args.get("part", ""))
    pages = max(1, -(-len(part.rows) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    first = (page - 1) * PER_PAGE
    rows = part.rows[first : first + PER_PAGE]
    return render_template(
        "web/desk/figure_list.html",
        counted=counted,
        part=part,
        period=period,
        problem=problem,
        rows=rows,
        first=first,
        links=_links(counted, rows),
        kept=indicators.kept(db(), me.hub.id, key=key, part=part.key, period=period),
        page=page,
        pages=pages,
        url_of=lambda n: url_for(
            "desk.figure_list", key=key, period=period.key, part=part.key, page=n
        ),
        now=now,
        zone=me.hub.zone,
    )


@blueprint.get("/figures/<key>.xlsx")
@require("edit")
def figure_file(key: str) -> Response:
    """The same list as a file."""
    me = signed_in()
    now = clock.now()
    period, _ = period_asked(me.hub, now)
    counted = indicators.measure(db(), me.hub, key=key, period=period, now=now)
    part: Part = counted.part(request.args.get("part", ""))
    body = indicators.list_workbook(me.hub, counted, part, period=period)
    return as_file(body, f"{key}-{period.key}.xlsx", mime=indicators.MIME)


def _links(counted: Counted, rows: tuple[ListRow, ...]) -> dict[int, str]:
    """Where each line leads; a friend leads nowhere."""
    pages: dict[str, Callable[[int], str]] = {
        "listing": lambda key: url_for("desk.listing", listing_id=key),
        "group": lambda key: url_for("desk.group", group_id=key),
        "edition": lambda key: url_for("desk.edition_page", edition_id=key),
        "opinion": lambda key: url_for("desk.opinions", _anchor=f"opinion-{key}"),
        "place": lambda key: url_for("desk.distribution_place", place_id=key),
    }
    if counted.list_of in pages:
        return {row.id: pages[counted.list_of](row.id) for row in rows}
    if counted.list_of == "submission":
        cases = editorial.cases_of(db(), signed_in().hub.id, [row.id for row in rows])
        return {key: url_for("desk.case", case_id=case.id) for key, case in cases.items()}
    return {}
