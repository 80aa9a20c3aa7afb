"""推奨データセット「イベント一覧」 (2017–2021 generation): Japanese headers, one row per date.

UTF-8 with a byte order mark, because the ward opens it in Excel; a cell that a spreadsheet would
run as a formula gets a leading apostrophe.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from notifier.hubs import Hub
from notifier.listings.contact_words import people_in, phone_in
from notifier.listings.models import Listing, Occurrence, OccurrenceStatus
from notifier.listings.narrowed import EVERYTHING, Narrowed
from notifier.listings.wording import shown_variant
from notifier.taxonomy import wards

CONTENT_TYPE = "text/csv; charset=utf-8"
OUTLET = "open_data"
FORMULA = ("=", "+", "-", "@", "\t", "\r")

HEADERS = (
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "イベント名",
    "イベント名_カナ",
    "イベント名_英語",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "開始日時特記事項",
    "説明",
    "料金(基本)",
    "料金(詳細)",
    "連絡先名称",
    "連絡先電話番号",
    "連絡先内線番号",
    "主催者",
    "場所名称",
    "住所",
    "方書",
    "緯度",
    "経度",
    "アクセス方法",
    "駐車場情報",
    "定員",
    "参加申込終了日",
    "参加申込終了時間",
    "参加申込方法",
    "URL",
    "備考",
)
REQUIRED = (
    "イベント名",
    "イベント名_カナ",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "説明",
    "場所名称",
    "住所",
)


def export(
    listings: Sequence[Listing],
    *,
    hub: Hub,
    base_url: str,
    now: datetime,
    narrowed: Narrowed = EVERYTHING,
) -> bytes:
    """The table of all dates of ``listings``; information items have none and are left out."""
    del now, narrowed
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADERS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for listing in listings:
        for row in listing.occurrences:
            cells = _cells(listing, row, hub, base_url)
            writer.writerow({name: _inert(text) for name, text in cells.items()})
    return out.getvalue().encode("utf-8-sig")


def gaps(listings: Sequence[Listing], *, hub: Hub, base_url: str) -> dict[str, int]:
    """The required columns that stay empty because nobody told us, and on how many rows."""
    rows = [
        _cells(listing, row, hub, base_url) for listing in listings for row in listing.occurrences
    ]
    empty = {name: sum(not cells.get(name) for cells in rows) for name in REQUIRED}
    return {name: count for name, count in empty.items() if count}


def _cells(listing: Listing, row: Occurrence, hub: Hub, base_url: str) -> dict[str, str]:
    start = row.starts_at.astimezone(hub.zone)
    end = row.ends_at.astimezone(hub.zone) if row.ends_at else None
    by = listing.apply_by_at.astimezone(hub.zone) if listing.apply_by_at else None
    english = shown_variant(listing, "en")
    prefecture, municipality = wards.place_names(hub.ward_code)
    return {
        "都道府県コード又は市区町村コード": hub.ward_code,
        "NO": row.uid.partition("@")[0],
        "都道府県名": prefecture,
        "市区町村名": municipality,
        "イベント名": listing.title,
        "イベント名_カナ": listing.title_kana,
        "イベント名_英語": english.title if english else "",
        "開始日": start.date().isoformat(),
        "終了日": (end or start).date().isoformat(),
        "開始時間": "" if row.all_day else start.strftime("%H:%M"),
        "終了時間": "" if row.all_day or end is None else end.strftime("%H:%M"),
        "開始日時特記事項": _remark(row),
        "説明": listing.body or listing.title,
        "料金(基本)": "" if listing.fee_yen is None else str(listing.fee_yen),
        "料金(詳細)": listing.fee_text,
        "連絡先名称": listing.contact_public,
        "連絡先電話番号": phone_in(listing.contact_public),
        "主催者": listing.organiser or hub.name,
        "場所名称": listing.place_name,
        "住所": listing.place_address,
        "定員": people_in(listing.capacity_text),
        "参加申込終了日": by.date().isoformat() if by else "",
        "参加申込終了時間": by.strftime("%H:%M") if by else "",
        "参加申込方法": listing.apply_text,
        "URL": f"{base_url}/{hub.slug}/events/{listing.id}",
        "備考": _labelled(
            ("対象", listing.audience_text),
            ("定員", listing.capacity_text),
            ("持ち物", listing.bring_text),
            ("荒天時", listing.weather_text),
        ),
    }


def _remark(row: Occurrence) -> str:
    if row.status is OccurrenceStatus.CANCELLED:
        return f"中止（{row.status_reason}）" if row.status_reason else "中止"
    return row.note


def _labelled(*parts: tuple[str, str]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in parts if text)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
