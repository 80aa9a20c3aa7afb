"""``/<hub>/archive/``: the issues that were sent or printed, by month, and each as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Response

from notifier.editions import IssueLine, issue, issues
from notifier.kit import say
from notifier.web.public import blueprint
from notifier.web.public.fresh import revalidated
from notifier.web.public.tongue import Tongue, asked_tongue, show
from notifier.web.public.words import words
from notifier.web.session import db, hub_of


@dataclass(frozen=True, slots=True)
class Month:
    """The issues of one month."""

    label: str
    issues: tuple[IssueLine, ...]


@blueprint.get("/<hub_slug>/archive/")
def archive(hub_slug: str) -> Response:
    """Every issue that left the house, newest first."""
    hub = hub_of(hub_slug)
    tongue = asked_tongue()
    months = _by_month(issues(db(), hub), tongue)
    return revalidated(show("archive", hub, tongue, months=months))


@blueprint.get("/<hub_slug>/archive/<int:issue_id>")
def archived_issue(hub_slug: str, issue_id: int) -> Response:
    """One issue, in the languages it was made in."""
    hub = hub_of(hub_slug)
    asked = asked_tongue()
    found = issue(db(), hub, issue_id, language=asked.key)
    tongue = asked if asked.key in found.languages else Tongue("ja", words("ja"))
    left_on = say.say_day(found.line.left_at.astimezone(hub.zone).date(), tongue.key)
    told = "archive_as_sent" if found.is_sent else "archive_printed"
    page = show(
        "archived_issue",
        hub,
        tongue,
        offered=found.languages,
        issue=found,
        as_sent=tongue.t[told].format(day=left_on),
    )
    return revalidated(page)


def _by_month(lines: Sequence[IssueLine], tongue: Tongue) -> list[Month]:
    def month(line: IssueLine) -> date:
        return line.on.replace(day=1)

    return [
        Month(say.say_month(first, tongue.key), tuple(of_month))
        for first, of_month in groupby(lines, key=month)
    ]
