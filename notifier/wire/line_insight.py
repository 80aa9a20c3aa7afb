"""What LINE counted: an edition by its unit, and a day's deliveries. Sixty questions an hour each.

LINE says null for anything below twenty, or seen by fewer than twenty people; null stays null.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from notifier.wire.line import get_json

READY = "ready"


@dataclass(frozen=True, slots=True)
class UnitInsight:
    """People who saw the messages of a unit and who tapped in them; None: fewer than twenty."""

    saw: int | None
    tapped: int | None


def unit_insight(api_url: str, token: str, unit: str, *, first: date, last: date) -> UnitInsight:
    """LINE's count of ``unit`` from ``first`` to ``last`` (days in Japan, at most 31 of them)."""
    query = {"customAggregationUnit": unit, "from": f"{first:%Y%m%d}", "to": f"{last:%Y%m%d}"}
    found = get_json(
        api_url, f"/v2/bot/insight/message/event/aggregation?{urlencode(query)}", token
    )
    overview: dict[str, Any] = found.get("overview") or {}
    return UnitInsight(_number(overview, "uniqueImpression"), _number(overview, "uniqueClick"))


def delivered_on(api_url: str, token: str, kind: str, day: date) -> int | None:
    """Messages delivered on ``day`` (in Japan) by "multicast", "push" or "reply"; None: not yet
    counted, which is so until the next day."""
    query = urlencode({"date": f"{day:%Y%m%d}"})
    found = get_json(api_url, f"/v2/bot/message/delivery/{kind}?{query}", token)
    return int(found.get("success", 0)) if found.get("status") == READY else None


def _number(facts: dict[str, Any], key: str) -> int | None:
    value = facts.get(key)
    return None if value is None else int(value)
