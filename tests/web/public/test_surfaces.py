"""Every surface of what is published: pages, calendars, feeds and open data say the same."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.intake import OccurrenceDraft
from notifier.listings import cancel
from tests.web.conftest import Publish

WEB_SURFACES = ("", "?month=2026-11", "calendar.ics", "feed.xml")


def test_a_cancelled_date_is_struck_in_words_everywhere(
    client: FlaskClient, session: Session, published: Publish, editor: Actor, now: datetime
) -> None:
    listing = published()
    first = listing.occurrences[0]
    cancel(session, listing, occurrence_id=first.id, reason="大雨のため", by=editor, now=now)
    session.commit()
    for address in ("/nishi/", f"/nishi/events/{listing.id}"):
        page = client.get(address).text
        assert "中止" in page
        assert "大雨のため" in page
        assert "<del>" in page
    assert "<strong>中止</strong>" in client.get("/nishi/?month=2026-11").text
    for address in ("/nishi/calendar.ics", f"/nishi/events/{listing.id}.ics"):
        answer = client.get(address)
        assert answer.content_type.startswith("text/calendar")
        events: list[Any] = Calendar.from_ical(answer.data).walk("VEVENT")
        assert [(str(e["STATUS"]), e["SEQUENCE"]) for e in events] == [
            ("CANCELLED", 1),
            ("CONFIRMED", 0),
        ]


def test_open_data(client: FlaskClient, published: Publish) -> None:
    published(title="=1+1の会")
    published(title="第2の会", district_keys=("d2",))
    rows = list(
        csv.DictReader(io.StringIO(client.get("/nishi/events.csv").data.decode("utf-8-sig")))
    )
    assert {row["イベント名"] for row in rows} == {"'=1+1の会", "第2の会"}
    document = json.loads(client.get("/nishi/events.json?district=d2").data)
    assert [event["eventName"] for event in document["events"]] == ["=1+1の会", "第2の会"][1:] * 2


def test_what_a_group_does_not_wish_is_kept_off_every_surface(
    client: FlaskClient, published: Publish
) -> None:
    published(title="データにしない会", outlets=("web", "line"))
    quiet = published(title="ホームページにのせない会", outlets=("line", "open_data"))
    published(title="おしらせ", kind="information", outlets=("line",))
    away = published(title="よそだけの会", outlets=("pamatoko",))
    web = [client.get(f"/nishi/{name}").text.replace("\r\n ", "") for name in WEB_SURFACES]
    data = [client.get(f"/nishi/{name}").text for name in ("events.csv", "events.json")]
    for page in web:
        assert "データにしない会" in page
        assert "ホームページにのせない会" not in page
        assert "おしらせ" not in page
    for page in data:
        assert "データにしない会" not in page
        assert "ホームページにのせない会" in page
    told = client.get(f"/nishi/events/{quiet.id}")
    assert told.status_code == 200, "whoever got the card reads on"
    assert told.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(f"/nishi/events/{away.id}").status_code == 404
    assert client.get(f"/nishi/events/{away.id}.ics").status_code == 404


def test_one_date_goes_into_a_calendar(
    client: FlaskClient, session: Session, published: Publish, editor: Actor, now: datetime
) -> None:
    listing = published()
    other = published(title="ほかの会")
    first, second = listing.occurrences
    page = client.get(f"/nishi/events/{listing.id}").text
    assert "dates=20261128T100000%2F20261128T113000" in page
    assert "ctz=Asia%2FTokyo" in page
    answer = client.get(f"/nishi/events/{listing.id}/{first.id}.ics")
    assert answer.content_type.startswith("text/calendar")
    assert f"event-{listing.id}-{first.id}.ics" in answer.headers["Content-Disposition"]
    events: list[Any] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [first.uid]
    assert client.get(f"/nishi/events/{other.id}/{first.id}.ics").status_code == 404
    cancel(session, listing, occurrence_id=second.id, reason="雨", by=editor, now=now)
    session.commit()
    struck = client.get(f"/nishi/events/{listing.id}").text
    assert f"/{first.id}.ics" in struck
    assert f"/{second.id}.ics" not in struck


def test_all_day_and_open_ended_dates_in_googles_form(
    client: FlaskClient, published: Publish
) -> None:
    day = datetime(2026, 12, 1, 15, tzinfo=UTC)
    both = (OccurrenceDraft(day, all_day=True), OccurrenceDraft(day + timedelta(days=1, hours=10)))
    listing = published(occurrences=both)
    page = client.get(f"/nishi/events/{listing.id}").text
    assert "dates=20261202%2F20261203" in page
    assert "dates=20261203T100000%2F20261203T100000" in page


def test_a_narrowed_file_says_what_it_is_narrowed_to(
    client: FlaskClient, published: Publish
) -> None:
    published()
    query = "?district=d1&age=age0"
    feed = client.get(f"/nishi/feed.xml{query}").text
    assert "（第1地区・0歳）</title>" in feed
    assert "/nishi/feed.xml?district=d1&amp;age=age0" in feed
    calendar: Any = Calendar.from_ical(client.get(f"/nishi/calendar.ics{query}").data)
    assert str(calendar["X-WR-CALNAME"]).endswith("（第1地区・0歳）")
    assert json.loads(client.get(f"/nishi/events.json{query}").data)["url"].endswith(query)
    whole: Any = Calendar.from_ical(client.get("/nishi/calendar.ics").data)
    assert "地区・" not in str(whole["X-WR-CALNAME"])
