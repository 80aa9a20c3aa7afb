"""Open data against the published definitions: names, required items, formats; nothing more."""

import csv
import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import OccurrenceDraft
from notifier.listings import EXPORTS, STANDARDS, Listing, publish
from notifier.listings.exports import gif_json, suisho_csv
from tests.listings.conftest import FIRST, make_draft, make_submission

BASE = "https://notice.example.jp"
DATE, TIME = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"([01]\d|2[0-3]):[0-5]\d")
GIF, SUISHO = "gif-core-event-2025-03", "suisho-dataset-event-2017..2021"
OUR_OWN = {"location"}  # NGSI's geometry; not a column of the table


@pytest.fixture
def listings(session: Session, hub: Hub, editor: Actor, now: datetime) -> list[Listing]:
    """One of which everything is known, one of which as little as may be."""
    full = make_draft(
        fee_yen=1_500,
        capacity_text="先着20名",
        contact_public="子育てサロンA 045（000）0001",
        apply_by_at=FIRST - timedelta(days=1),
        apply_text="電話で",
        url="https://salon.example.jp/",
        weather_text="荒天中止",
    )
    bare = make_draft(
        body="", organiser="", place_name="", place_address="", audience_text="", themes=(),
        min_months=None, max_months=None, fee_text="", fee_yen=None, contact_public="",
        capacity_text="10組", occurrences=(OccurrenceDraft(datetime(2026, 12, 1, 15, tzinfo=UTC),
        all_day=True),),
    )  # fmt: skip
    made = []
    for number, draft in enumerate((full, bare)):
        submission = make_submission(session, hub, now, f"open-{number}")
        made.append(publish(session, draft, submission=submission, by=editor, now=now))
    return made


@pytest.fixture
def events(listings: list[Listing], hub: Hub, now: datetime) -> list[dict[str, Any]]:
    """The objects of the JSON file."""
    body = EXPORTS["json"].export(listings, hub=hub, base_url=BASE, now=now)
    found: list[dict[str, Any]] = json.loads(body)["events"]
    return found


@pytest.fixture
def rows(listings: list[Listing], hub: Hub, now: datetime) -> list[dict[str, str]]:
    """The rows of the CSV file."""
    body = EXPORTS["csv"].export(listings, hub=hub, base_url=BASE, now=now)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_formats_of_the_json(events: list[dict[str, Any]]) -> None:
    for event in events:
        for name, value in event.items():
            if name.startswith("date") and name != "dateTimeDescription":
                assert DATE.fullmatch(value), (name, value)
            if name.endswith("Time") or name == "timeRequired":
                assert TIME.fullmatch(value), (name, value)
        assert event["id"].isascii()
        assert set(gif_json.REQUIRED) <= set(event)
    full, _, bare = events
    assert (full["fee_JPY"], full["capacity"]) == (1_500, 20)
    assert full["locationAddress"] == {"fullAddress": "西区（練習用の住所）"}
    assert full["contactPointInformation"] == {
        "contactPointName": "子育てサロンA 045（000）0001",
        "contactPointPhoneNumber": ["045-000-0001"],
    }
    assert "capacity" not in bare, "families are not people"
    assert bare["capacityRemark"] == "10組"


def test_formats_of_the_csv(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for name in ("開始日", "終了日", "参加申込終了日"):
            assert not row[name] or DATE.fullmatch(row[name])
        for name in ("開始時間", "終了時間", "参加申込終了時間"):
            assert not row[name] or TIME.fullmatch(row[name])
        for name in ("料金(基本)", "定員"):
            assert not row[name] or row[name].isdecimal()
        assert row["説明"]
    assert (rows[0]["連絡先電話番号"], rows[0]["定員"]) == ("045-000-0001", "20")
    assert rows[-1]["定員"] == ""


def test_what_is_required_and_not_known_is_named(listings: list[Listing], hub: Hub) -> None:
    gif = STANDARDS["gif"].gaps(listings, hub=hub, base_url=BASE)
    assert gif == {"eventType": 1, "webinarStatus": 1, "feeStatus": 1}
    suisho = STANDARDS["suisho"].gaps(listings, hub=hub, base_url=BASE)
    assert suisho["イベント名_カナ"] == 3
    assert suisho["住所"] == suisho["開始時間"] == 1
    assert "イベント名" not in suisho


def test_the_names_are_those_of_the_definitions(
    events: list[dict[str, Any]], rows: list[dict[str, str]]
) -> None:
    """Against the official item lists, where they lie beside the real inputs."""
    inputs = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not inputs:
        pytest.skip("NOTIFIER_REAL_INPUTS names no folder with the standards beside it")
    table = Path(inputs).parent / "common" / "schemas" / "event_columns.csv"
    with table.open(encoding="utf-8") as file:
        columns = list(csv.DictReader(file))
    gif = [column for column in columns if column["scheme"] == GIF]
    names = {column["name_en"].removesuffix(" (*1)") for column in gif}
    required = {column["name_en"] for column in gif if column["required"]}
    assert {name for event in events for name in event} <= names
    assert set(gif_json.REQUIRED) == required
    suisho = [column for column in columns if column["scheme"] == SUISHO]
    assert list(rows[0]) == [c["name_ja"] for c in suisho if c["name_ja"] not in OUR_OWN]
    assert list(suisho_csv.REQUIRED) == [c["name_ja"] for c in suisho if c["required"]]
