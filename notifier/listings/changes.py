"""What a change touches, field by field, in the words of the desk. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifier.intake import ListingDraft
from notifier.kit import clock
from notifier.kit.text import half
from notifier.taxonomy import audiences, outlets, themes

FIELD_NAMES: dict[str, str] = {
    "title": "名称",
    "kind": "種類",
    "occurrences": "日時",
    "when_text": "日時（もとの言葉）",
    "place_name": "会場",
    "place_address": "住所",
    "fee_text": "費用",
    "fee_yen": "費用（円）",
    "body": "内容",
    "audience_text": "対象",
    "min_months": "対象月齢（下）",
    "max_months": "対象月齢（上）",
    "audiences": "対象の方",
    "capacity_text": "定員",
    "apply_text": "申込み",
    "apply_by_at": "申込締切",
    "bring_text": "持ち物",
    "weather_text": "荒天時",
    "contact_public": "問合せ",
    "organiser": "主催",
    "url": "URL",
    "district_keys": "地区",
    "themes": "テーマ",
    "outlets": "掲載先",
    "expires_on": "掲載期限",
}

WEIGHTY = frozenset(
    {"kind", "occurrences", "apply_by_at", "fee_text", "fee_yen", "place_name", "place_address"}
)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its name for people, and what it said before and after."""

    field: str
    label: str
    before: str
    after: str

    @property
    def is_weighty(self) -> bool:
        """Date, fee and place: somebody may stand before a closed door because of these.

        The words about the time weigh when a number in them changes; else it is a typo.
        """
        if self.field == "when_text":
            return _NUMBERS.findall(half(self.before)) != _NUMBERS.findall(half(self.after))
        return self.field in WEIGHTY


def changes(
    before: ListingDraft, after: ListingDraft, *, zone: ZoneInfo = clock.TOKYO
) -> list[Change]:
    """The fields in which two drafts differ, in the order of the page."""
    found = []
    for name, label in FIELD_NAMES.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new and not _only_in_other_order(name, old, new):
            found.append(Change(name, label, _say(name, old, zone), _say(name, new, zone)))
    return found


def as_detail(version: int, found: list[Change]) -> dict[str, Any]:
    """What the trail keeps of a change: the version it made, and {field: [before, after]}."""
    fields = {change.field: [change.before, change.after] for change in found}
    return {"version": version, "fields": fields}


def _only_in_other_order(name: str, old: object, new: object) -> bool:
    """Keys ticked in a form come back in the form's order; that changes nothing."""
    if name == "occurrences" or not (isinstance(old, tuple) and isinstance(new, tuple)):
        return False
    return sorted(old) == sorted(new)


def _say(name: str, value: object, zone: ZoneInfo) -> str:
    if value is None or value in ("", ()):
        return "（なし）"
    if name == "occurrences":
        return "、".join(
            clock.say_date(row.starts_at.astimezone(zone).date())
            if row.all_day
            else clock.say_span(row.starts_at, row.ends_at, zone)
            for row in value  # type: ignore[attr-defined]
        )
    if isinstance(value, datetime):
        return clock.say_moment(value, zone)
    if isinstance(value, date):
        return clock.say_date(value)
    if isinstance(value, tuple):
        return "、".join(_word(name, key) for key in value)
    return str(value)


def _word(name: str, key: str) -> str:
    if name == "themes":
        return themes.theme_name(key)
    if name == "outlets":
        return outlets.outlet_name(key)
    return audiences.audience_name(key)
