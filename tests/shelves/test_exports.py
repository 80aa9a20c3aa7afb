"""Every export on the shelf keeps the same promises; each kind then its own."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft, Submission
from notifier.listings import EXPORTS, Listing, cancel, publish

BASE = "https://notice.example.jp"
FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
HOSTILE = "=HYPERLINK(\"x\")<script>alert('1')</script>\u0001&"


@pytest.fixture
def listings(session: Session, hub: Hub, editor: Actor, now: datetime) -> list[Listing]:
    """One with a cancelled date, one all-day and hostile, one information item."""
    drafts = [
        ListingDraft(
            title="ベビーマッサージ",
            body="親子で、ゆったり; \\ 過ごします。\n二行目",
            organiser="子育てサロンA",
            occurrences=tuple(
                OccurrenceDraft(s, s + timedelta(minutes=90))
                for s in (FIRST, FIRST + timedelta(days=14))
            ),
            place_name="第1地区会館",
            themes=("play", "health"),
            fee_text="無料",
            fee_yen=0,
            apply_by_at=FIRST - timedelta(days=1),
        ),
        ListingDraft(
            title=HOSTILE,
            body="@SUM(A1)",
            occurrences=(OccurrenceDraft(datetime(2026, 12, 1, 15, tzinfo=UTC), all_day=True),),
        ),
        ListingDraft(title="ボランティア募集", kind="information", fee_yen=500),
    ]
    made = []
    for number, draft in enumerate(drafts):
        row = Submission(
            hub_id=hub.id,
            source="web_form",
            external_id=f"e{number}",
            content_hash="x",
            title=draft.title,
            original={},
            draft_json=draft.to_json(),
            received_at=now,
            received_by="団体",
        )
        session.add(row)
        session.flush()
        made.append(publish(session, draft, submission=row, by=editor, now=now))
    first = made[0].occurrences[0]
    cancel(session, made[0], occurrence_id=first.id, reason="大雨のため", by=editor, now=now)
    return made


def made(key: str, listings: list[Listing], hub: Hub, now: datetime) -> bytes:
    """The file of that export."""
    return EXPORTS[key].export(listings, hub=hub, base_url=BASE, now=now)


@pytest.mark.parametrize("key", EXPORTS)
def test_contract(key: str, listings: list[Listing], hub: Hub, now: datetime) -> None:
    """UTF-8, the same bytes twice, the cancellation in words, no control character."""
    assert "/" in EXPORTS[key].CONTENT_TYPE
    body = made(key, listings, hub, now)
    assert body == made(key, listings, hub, now)
    text = body.decode().replace("\r\n ", "")
    assert "ベビーマッサージ" in text
    assert "中止" in text
    assert f"{BASE}/nishi/events/{listings[0].id}" in text
    assert "\u0001" not in text
    assert made(key, [], hub, now)


def test_ical_reads_back(listings: list[Listing], hub: Hub, now: datetime) -> None:
    calendar = Calendar.from_ical(made("ics", listings, hub, now))
    events: list[Any] = calendar.walk("VEVENT")
    assert [str(e["UID"]) for e in events] == [
        row.uid for listing in listings for row in listing.occurrences
    ]
    cancelled, coming, all_day = events
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 1)
    assert cancelled["SUMMARY"] == "【中止】ベビーマッサージ"
    assert "大雨のため" in cancelled["DESCRIPTION"]
    assert (coming["STATUS"], coming["SEQUENCE"]) == ("CONFIRMED", 0)
    assert coming.decoded("DTSTART") == FIRST + timedelta(days=14)
    assert coming["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert coming.decoded("DTEND") - coming.decoded("DTSTART") == timedelta(minutes=90)
    assert all_day.decoded("DTSTART") == date(2026, 12, 2)
    assert all_day.decoded("DTEND") == date(2026, 12, 3)
    assert [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    assert not any("RRULE" in e for e in events)


def test_csv_has_the_headers_of_the_data_set_and_no_formula(
    listings: list[Listing], hub: Hub, now: datetime
) -> None:
    rows = list(csv.DictReader(io.StringIO(made("csv", listings, hub, now).decode("utf-8-sig"))))
    assert len(rows) == 3
    assert list(rows[0])[:5] == [
        "都道府県コード又は市区町村コード",
        "NO",
        "都道府県名",
        "市区町村名",
        "イベント名",
    ]
    assert rows[0]["市区町村名"] == "横浜市西区"
    assert rows[0]["開始日時特記事項"] == "中止（大雨のため）"
    assert (rows[1]["開始日"], rows[1]["開始時間"], rows[1]["終了時間"]) == (
        "2026-12-12",
        "10:00",
        "11:30",
    )
    assert (rows[0]["参加申込終了日"], rows[0]["料金(基本)"]) == ("2026-11-27", "0")
    assert rows[2]["イベント名"].startswith("'=")
    assert rows[2]["説明"] == "'@SUM(A1)"
    assert rows[2]["開始時間"] == ""


def test_json_has_every_required_item(listings: list[Listing], hub: Hub, now: datetime) -> None:
    document = json.loads(made("json", listings, hub, now))
    required = {
        "id",
        "eventName",
        "description",
        "eventType",
        "eventUrl",
        "webinarStatus",
        "organizer",
        "targetPerson",
        "feeStatus",
        "contactPointInformation",
    }
    assert len(document["events"]) == 3
    for event in document["events"]:
        assert required <= set(event)
    assert [event["status"] for event in document["events"]] == ["中止", "予定", "予定"]
    assert document["events"][0]["feeStatus"] == "無料"
    assert document["events"][1]["timeRequired"] == "01:30"
    assert document["events"][2]["feeStatus"] == "記載なし"


def test_rss_has_a_real_guid_and_a_new_one_when_cancelled(
    session: Session, listings: list[Listing], hub: Hub, editor: Actor, now: datetime
) -> None:
    def guids() -> list[str | None]:
        root = ET.fromstring(made("rss", listings, hub, now))  # noqa: S314 - our own bytes
        return [item.findtext("guid") for item in root.iter("item")]

    url = f"{BASE}/nishi/events/{listings[0].id}"
    before = guids()
    assert len(set(before)) == 3
    assert url in before
    cancel(session, listings[0], reason="会場が使えないため", by=editor, now=now)
    assert f"{url}#cancelled" in guids()
