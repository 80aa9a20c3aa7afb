"""The fields of a draft as people read them at the desk: labels and values in words. Pure."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit.clock import say_date, say_moment, say_span
from notifier.taxonomy import AUDIENCES, OUTLETS, THEMES, ages

LABELS = {
    "title": "行事名",
    "kind": "種類",
    "organiser": "主催",
    "occurrences": "日時",
    "when_text": "日時の文章",
    "place_name": "会場",
    "place_address": "住所",
    "district_keys": "地区",
    "audience_text": "対象",
    "ages": "対象の月齢",
    "audiences": "対象の方",
    "themes": "テーマ",
    "fee_text": "費用",
    "fee_yen": "費用（円）",
    "body": "内容",
    "capacity_text": "定員",
    "apply_text": "申込み",
    "apply_by_at": "申込みの締切",
    "bring_text": "持ち物",
    "weather_text": "雨天のとき",
    "url": "ホームページ",
    "contact_public": "問合せ先",
    "contact_private": "連絡先（載せない）",
    "expires_on": "掲載の終わり",
    "outlets": "載せる先",
}
# What a reading is called where it is not a field of the draft itself.
_READ = {
    "message": "続きのメッセージ",
    "when": LABELS["occurrences"],
    "audience": LABELS["audience_text"],
    "fee": LABELS["fee_text"],
    "capacity": LABELS["capacity_text"],
    "apply": LABELS["apply_text"],
    "apply_by": LABELS["apply_by_at"],
    "weather": LABELS["weather_text"],
    "district": LABELS["district_keys"],
    "theme": LABELS["themes"],
}
KINDS = {"event": "行事", "information": "お知らせ"}


def say_field(draft: ListingDraft, field: str, zone: ZoneInfo) -> str:
    """The value of one field in words; "" when nothing was said."""
    sayer = _SAYERS.get(field)
    if sayer:
        return sayer(draft, zone)
    value = getattr(draft, field)
    return "" if value is None else str(value)


def say_reading(field: str, value: str) -> tuple[str, str]:
    """(label, value) of one reading, as people read it: 0 yen is 「無料」."""
    label = LABELS.get(field) or _READ.get(field, field)
    if field in ("fee", "fee_text") and value.isdecimal():
        value = _yen(int(value))
    return label, value


def say_occurrence(row: OccurrenceDraft, zone: ZoneInfo) -> str:
    """「11月28日(土) 10:00–11:30（雨天中止）」; a day without a clock time is only its date."""
    note = f"（{row.note}）" if row.note else ""
    if not row.all_day:
        return say_span(row.starts_at, row.ends_at, zone) + note
    first = row.starts_at.astimezone(zone).date()
    last = row.ends_at.astimezone(zone).date() if row.ends_at else first
    said = say_date(first) if last <= first else f"{say_date(first)} – {say_date(last)}"
    return said + note


def _ages(draft: ListingDraft) -> str:
    if draft.min_months is None and draft.max_months is None:
        return ""
    return ages.say_months(draft.min_months, draft.max_months)


def _fee(draft: ListingDraft) -> str:
    if draft.fee_yen is None:
        return ""
    return _yen(draft.fee_yen)


def _yen(amount: int) -> str:
    return f"{amount:,}円" if amount else "無料"


def _moment(value: datetime | None, zone: ZoneInfo) -> str:
    return say_moment(value, zone) if value else ""


def _named(keys: tuple[str, ...], names: dict[str, str]) -> str:
    """Always in the order of ``names``: keys ticked in another order are no change."""
    known = [name for key, name in names.items() if key in keys]
    return "、".join([*known, *(key for key in keys if key not in names)])


_SAYERS: dict[str, Callable[[ListingDraft, ZoneInfo], str]] = {
    "kind": lambda draft, _: KINDS[draft.kind],
    "occurrences": lambda draft, zone: "\n".join(
        say_occurrence(row, zone) for row in draft.occurrences
    ),
    "district_keys": lambda draft, _: "、".join(draft.district_keys),
    "ages": lambda draft, _: _ages(draft),
    "audiences": lambda draft, _: _named(draft.audiences, AUDIENCES),
    "themes": lambda draft, _: _named(draft.themes, THEMES),
    "fee_yen": lambda draft, _: _fee(draft),
    "apply_by_at": lambda draft, zone: _moment(draft.apply_by_at, zone),
    "expires_on": lambda draft, _: say_date(draft.expires_on) if draft.expires_on else "",
    "outlets": lambda draft, _: _named(draft.outlets, OUTLETS),
}
