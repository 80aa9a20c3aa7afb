"""Markup, scripts and formulas in every field stay text on every surface they reach."""

import csv
import io
import json
import re
from datetime import datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET  # our own feed, read back

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import editions, editorial
from notifier.accounts import Staff, staff_actor
from notifier.editions import ContentGroup, Edition, build_content_groups
from notifier.hubs import Hub
from notifier.kit.text import one_line
from notifier.simulator import check
from notifier.subscribers import Wishes
from notifier.web.submit.item_form import LIMITS
from tests.editions.conftest import SATURDAY, SLOT, add_reader
from tests.web.conftest import SignIn
from tests.web.inert import alive, text_of

BAD = "=1+1<script>alert('{name}')</script>\"'><img src=x onerror=alert(1)>%%SETTINGS_URL%%"
DATES = {"date_1": "2026-11-25", "start_1": "10:00", "end_1": "11:00"}
TYPED = {name: BAD.format(name=name) for name in LIMITS if name not in ("email", "url")}
FIELDS = {
    **TYPED,
    **DATES,
    "url": "javascript:alert(1)",
    "email": "salon@example.jp",
    "outlets": ["web", "line", "email", "open_data"],
}
SHOWN_IN_PUBLIC = (
    "title", "organiser", "place_name", "place_address", "audience_text", "fee_text",
    "capacity_text", "apply_text", "bring_text", "weather_text", "body", "contact_public",
)  # fmt: skip


@pytest.fixture
def desk(client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn) -> FlaskClient:
    """The admin, whose own name is hostile too."""
    sign_in(client, "admin", hub, name=BAD.format(name="staff"))
    return client


@pytest.fixture
def item(
    app: Flask, desk: FlaskClient, session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> editorial.Case:
    """The hostile item, sent by the form and approved at the desk; groups and places as well."""
    del other_hub, now
    desk.post("/desk/groups", data={"name": TYPED["organiser"]})
    desk.post("/desk/places", data={"name": TYPED["place_name"], "address": BAD})
    done = app.test_client().post(f"/{hub.slug}/submit", data=FIELDS, follow_redirects=True)
    assert "受け取りました" in done.text
    assert alive(done.text) == []
    case = session.scalars(select(editorial.Case).where(editorial.Case.hub_id == hub.id)).one()
    despite = [found.key for found in checks(session, case)]
    session.rollback()
    answer = desk.post(
        f"/desk/cases/{case.id}/approve", data={"version": case.version, "despite": despite}
    )
    assert answer.status_code == 302, text_of(answer.text)
    session.rollback()
    session.expire_all()
    return session.get_one(editorial.Case, case.id)


def checks(session: Session, case: editorial.Case) -> list[Any]:
    return list(editorial.check(session, case, now=SLOT))


@pytest.fixture
def edition(session: Session, hub: Hub, item: editorial.Case, now: datetime) -> Edition:
    """An edition with the item, a hostile greeting, and readers of both channels."""
    del item
    add_reader(session, hub, 1, Wishes(), channels=("line", "email"))
    by = staff_actor(editors(session))
    made = editions.compose(session, hub, kind="weekly", on=SATURDAY, by=by, now=now)
    editions.set_greeting(
        session, made, BAD.format(name="greeting"), version=made.version, by=by, now=now
    )
    session.commit()
    return made


def editors(session: Session) -> Staff:
    return session.scalars(select(Staff).order_by(Staff.id)).first() or Staff()


def test_what_was_typed_wrongly_comes_back_as_text(client: FlaskClient, hub: Hub) -> None:
    page = client.post(f"/{hub.slug}/submit", data={**FIELDS, "email": BAD})
    assert page.status_code == 422
    assert alive(page.text) == []
    for words in TYPED.values():
        assert words in text_of(page.text)


def test_public_pages_show_text(client: FlaskClient, hub: Hub, item: editorial.Case) -> None:
    home = client.get(f"/{hub.slug}/").text
    event = client.get(f"/{hub.slug}/events/{item.listing_id}").text
    for page in (home, event, client.get(f"/{hub.slug}/?month=2026-11").text):
        assert alive(page) == []
        assert one_line(TYPED["title"]) in text_of(page)
    for name in SHOWN_IN_PUBLIC:
        assert TYPED[name] in text_of(event), name
    assert TYPED["contact_private"] not in text_of(event)
    assert 'href="javascript' not in event


def test_files_hold_text_and_no_formulas(
    client: FlaskClient, hub: Hub, item: editorial.Case
) -> None:
    del item
    rows = list(
        csv.reader(io.StringIO(client.get(f"/{hub.slug}/events.csv").data.decode("utf-8-sig")))
    )
    assert TYPED["title"] in "".join(rows[1])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert TYPED["title"] in json.dumps(
        json.loads(client.get(f"/{hub.slug}/events.json").data), ensure_ascii=False
    ).replace('\\"', '"')
    calendar = Calendar.from_ical(client.get(f"/{hub.slug}/calendar.ics").data)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == [TYPED["title"]]
    feed = ET.fromstring(client.get(f"/{hub.slug}/feed.xml").data)  # noqa: S314 - our own
    assert TYPED["title"] in "".join(feed.itertext())
    for part in feed.iter("description"):
        assert alive(part.text or "") == [], "a reader that renders the description runs nothing"


def test_every_page_of_the_desk_shows_text(
    app: Flask, desk: FlaskClient, edition: Edition, item: editorial.Case
) -> None:
    pages = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/desk", "/admin")) and "GET" in (rule.methods or ())
        if not rule.arguments
    ]
    pages += [
        f"/desk/cases/{item.id}",
        f"/desk/enter?like={item.submission_id}",
        "/desk/queue?state=approved",
        f"/desk/listings/{item.listing_id}",
        f"/desk/listings/{item.listing_id}/cancel",
        f"/desk/listings/{item.listing_id}/change",
        f"/desk/editions/{edition.id}",
        f"/desk/editions/{edition.id}/mail",
        "/desk/figures/submissions_by_source",
        "/desk/figures/listings_by_district",
    ]
    for path in pages:
        answer = desk.get(path)
        if answer.mimetype == "text/html":
            assert alive(answer.text) == [], path
    shown = text_of(desk.get(f"/desk/editions/{edition.id}").text)
    assert BAD.format(name="greeting") in shown
    assert one_line(TYPED["title"]) in text_of(desk.get("/desk/queue?state=approved").text)


def test_workbooks_hold_no_formulas(desk: FlaskClient, item: editorial.Case) -> None:
    del item
    figures = desk.get("/desk/figures?period=FY2026").text
    lists = set(re.findall(r'href="(/desk/figures/[a-z_]+\?[^"]+part=[^"]*)"', figures))
    assert lists
    seen = []
    for path in sorted(lists):
        assert alive(desk.get(unescape(path)).text) == []
        answer = desk.get(unescape(path).replace("?", ".xlsx?", 1))
        assert answer.status_code == 200, path
        for page in load_workbook(io.BytesIO(answer.data)):
            for cell in (cell for row in page.iter_rows() for cell in row):
                assert cell.data_type != "f", cell.value
                seen.append(str(cell.value))
    assert any(one_line(TYPED["title"]) in words for words in seen)


def test_what_is_sent_is_text(
    session: Session, hub: Hub, edition: Edition, now: datetime, item: editorial.Case
) -> None:
    del item
    by = staff_actor(editors(session))
    editions.approve(session, edition, version=edition.version, by=by, now=now)
    build_content_groups(session, edition, now=SLOT)
    group = session.scalars(select(ContentGroup).where(ContentGroup.hub_id == hub.id)).one()
    messages = json.loads(group.line_messages)
    assert check({"to": ["U" + "0" * 32], "messages": messages}) == []
    assert "<script>alert('title')</script>" in messages[1]["altText"]
    assert any("<script>alert('title')</script>" in words for words in _said(messages, "text"))
    uris = _said(messages, "uri")
    assert uris
    assert all(uri.startswith("http://127.0.0.1:8000/r/") for uri in uris)
    plain, html = editions.mail_of(session, group)
    assert alive(html) == []
    marks = ("%%SETTINGS_URL%%", "%%UNSUBSCRIBE_URL%%")
    assert [plain.count(mark) for mark in marks] == [1, 1], "only our own places"
    assert "<script>alert('title')</script>" in plain
    assert "<script>alert('title')</script>" in text_of(html)
    assert "\n" not in group.mail_subject


def test_readers_pages_show_text(
    client: FlaskClient, hub: Hub, session: Session, sign_in: SignIn, app: Flask
) -> None:
    admin = app.test_client()
    sign_in(admin, "admin", hub)
    admin.post("/admin/districts", data={"names": BAD, "name": [BAD], "key": ["d1"]})
    wrong = {"email": BAD, "districts": BAD, "themes": BAD, "child_year": BAD, "language": BAD}
    for path in ("subscribe", "subscribe/link", "g/"):
        answer = client.post(f"/{hub.slug}/{path}", data=wrong)
        assert answer.status_code < 500
        assert alive(answer.text) == []
    for path in ("subscribe", "submit", ""):
        assert (
            alive(client.get(f"/{hub.slug}/{path}?district={BAD}&lang={BAD}&month={BAD}").text)
            == []
        )


def _said(value: Any, key: str) -> list[str]:
    """Every ``key`` anywhere in a JSON value."""
    if isinstance(value, dict):
        own = [value[key]] if key in value else []
        return own + [found for one in value.values() for found in _said(one, key)]
    if isinstance(value, list):
        return [found for one in value for found in _said(one, key)]
    return []
