"""The sheet for a group that hands in by fax: its dates of a month, to tick and send back."""

from datetime import date

from flask import Response, request

from notifier import directory
from notifier import editions as rooms
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db
from notifier.web.within_reach import within_reach


@blueprint.get("/groups/<int:group_id>/confirmation/<name>")
@require("judge")
def group_confirmation(group_id: int, name: str) -> Response:
    """The sheet as PDF or text; ``?month=2026-12``, without it this month."""
    me = signed_in()
    group = directory.get_group(db(), me.hub.id, group_id)
    made = rooms.confirmation_sheet(
        db(), me.hub, group, month=_month(), file_format=name, now=clock.now()
    )
    return as_file(made.data, made.filename, mime=made.content_type)


def _month() -> date:
    typed = request.args.get("month", "")
    today = clock.today(signed_in().hub.zone)
    if not typed:
        return today.replace(day=1)
    try:
        month = date.fromisoformat(f"{typed.strip()[:7]}-01")
    except ValueError as error:
        raise BadInputError("月を選んでください（例 2026-12）。", field="month") from error
    return within_reach(month, today, field="month")
