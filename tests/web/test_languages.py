"""日本語・やさしい日本語・English: the same facts, a visible fallback, and a desk page to write them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.accounts import Role, Staff
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import OccurrenceDraft
from notifier.listings import Listing, draft_of, find_listing, publish, revise, variant_in
from tests.listings.conftest import make_draft, make_submission
from tests.web.inert import alive

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
SignIn = Callable[..., Staff]


@pytest.fixture
def listing(session: Session, hub: Hub, editor: Actor, now: datetime) -> Listing:
    """A salon for babies, 500 yen, by telephone."""
    draft = make_draft(
        fee_text="500円（材料費）", fee_yen=500, apply_text="電話で", when_text="第4土曜の午前",
        apply_by_at=FIRST - timedelta(days=1),
    )  # fmt: skip
    submission = make_submission(session, hub, now, "languages")
    made = publish(session, draft, submission=submission, by=editor, now=now)
    session.commit()
    return made


@pytest.fixture
def desk(client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub) -> FlaskClient:
    """A browser of an editor of a hub where one person may check the own words."""
    session.get_one(Hub, hub.id).may_approve_own = True
    session.commit()
    sign_in(client, Role.EDITOR, hub, name="編集担当B")
    return client


def translate(desk: FlaskClient, listing: Listing, language: str, **texts: str) -> None:
    """Write and check a variant as a page does."""
    page = f"/desk/listings/{listing.id}/languages"
    assert desk.post(f"{page}/{language}", data={"version": 0, **texts}).status_code == 302
    assert desk.post(f"{page}/{language}/check", data={"version": 1}).status_code == 302


def test_what_is_not_translated_says_so(client: FlaskClient, listing: Listing) -> None:
    event = client.get(f"/nishi/events/{listing.id}?lang=easy").text
    assert "まだ やさしい日本語（にほんご）に なっていません" in event
    english = client.get(f"/nishi/events/{listing.id}?lang=en").text
    assert "not in English yet" in english
    assert '<html lang="en">' in english
    assert '<span lang="ja">ベビーマッサージ</span>' in english
    home = client.get("/nishi/?lang=en").text
    assert "0 of these events are in English, 1 in Japanese only" in home
    assert "Japanese only</span>" in home


def test_the_facts_are_the_same_in_every_language(
    client: FlaskClient, desk: FlaskClient, listing: Listing
) -> None:
    translate(desk, listing, "en", title="Baby massage", body="A quiet hour.", apply_text="Phone")
    pages = {
        lang: client.get(f"/nishi/events/{listing.id}?lang={lang}").text
        for lang in ("ja", "easy", "en")
    }
    for page in pages.values():
        for fact in ("2026-11-28T10:00", "2026-12-12T10:00", "第1地区会館", "500", "045-000-0000"):
            assert fact in page
    english = pages["en"]
    for words in (
        "Baby massage", "A quiet hour.", "Sat 28 Nov 10:00–11:30", "500 yen（500円（材料費））",
        "【Apply by Fri 27 Nov 10:00】", "0 months to 11 months（0歳児と保護者）",
    ):  # fmt: skip
        assert words in english, words
    assert "not in English yet" not in english
    assert "Baby massage" not in pages["ja"]
    month = client.get("/nishi/?month=2026-11&lang=en").text
    assert "What&#39;s on in Nov 2026" in month
    assert "Baby massage" in month


def test_every_link_of_a_page_stays_in_its_language(client: FlaskClient, listing: Listing) -> None:
    for address in ("?lang=en", "?month=2026-11&lang=en", f"events/{listing.id}?lang=en"):
        page = client.get(f"/nishi/{address}").text
        inside = re.findall(r'<a [^>]*href="(/nishi/[^"]*)"[^>]*>', page)
        pages = [
            one for one in inside
            if "." not in one.split("?")[0] and "submit" not in one
        ]  # fmt: skip
        switches = [one for one in pages if "lang=easy" in one or "lang=" not in one]
        assert len(switches) == 2, switches  # the switch to 日本語 and to やさしい日本語
        assert any("lang=en" in one for one in pages)
    assert 'name="lang" value="en"' in client.get("/nishi/?lang=en").text


def test_an_address_cannot_steer_the_links(client: FlaskClient, listing: Listing) -> None:
    page = client.get(
        f"/nishi/events/{listing.id}?_scheme=javascript&_external=1&_anchor=x&lang=%22%3E"
    )
    assert page.status_code == 200
    assert "javascript:" not in page.text


def test_the_desk_writes_checks_and_takes_back(
    desk: FlaskClient, session: Session, listing: Listing
) -> None:
    page = f"/desk/listings/{listing.id}/languages"
    assert "まだありません" in desk.get(page).text
    desk.post(f"{page}/easy", data={"version": 0, "title": "あかちゃんマッサージ 99"})
    shown = desk.get(page).text
    assert "下書き" in shown
    assert "日本語のことばにない数字があります：99" in shown
    assert "あかちゃん" not in desk.get("/nishi/?lang=easy").text
    desk.post(f"{page}/easy/check", data={"version": 1})
    assert "確かめた人：編集担当B" in desk.get(page).text
    assert "あかちゃん" in desk.get("/nishi/?lang=easy").text
    desk.post(f"{page}/easy/take-back", data={"version": 2})
    assert "あかちゃん" not in desk.get("/nishi/?lang=easy").text
    desk.post(f"/desk/listings/{listing.id}/kana", data={"kana": "べびーまっさーじ"})
    session.rollback()
    session.expire_all()
    assert find_listing(session, listing.hub_id, listing.id).title_kana == "ベビーマッサージ"


def test_what_cannot_be_stored_keeps_what_was_typed(
    desk: FlaskClient, session: Session, listing: Listing
) -> None:
    page = f"/desk/listings/{listing.id}/languages"
    empty = desk.post(f"{page}/en", data={"version": 0, "title": "", "body": "typed"})
    assert (empty.status_code, "typed" in empty.text) == (422, True)
    desk.post(f"{page}/en", data={"version": 0, "title": "First"})
    late = desk.post(f"{page}/en", data={"version": 0, "title": "Second"})
    assert late.status_code == 409
    assert "Second" in late.text
    assert desk.post(f"{page}/en/check", data={"version": 9}).status_code == 409
    assert desk.post(f"{page}/fr", data={"version": 0, "title": "x"}).status_code == 404
    assert desk.post(f"/desk/listings/{listing.id}/kana", data={"kana": "漢字"}).status_code == 422
    session.rollback()
    session.expire_all()
    kept = variant_in(find_listing(session, listing.hub_id, listing.id), "en")
    assert kept is not None
    assert kept.title == "First"


def test_hostile_words_stay_text(desk: FlaskClient, listing: Listing) -> None:
    translate(desk, listing, "en", title=BAD, body=BAD)
    for address in (
        f"/desk/listings/{listing.id}/languages", "/nishi/?lang=en",
        f"/nishi/events/{listing.id}?lang=en", "/nishi/?month=2026-11&lang=en",
    ):  # fmt: skip
        page = desk.get(address).text
        assert alive(page) == []
        assert "&lt;script&gt;" in page


def test_a_volunteer_does_not_translate(
    client: FlaskClient, sign_in: SignIn, hub: Hub, listing: Listing
) -> None:
    sign_in(client, Role.VOLUNTEER, hub)
    page = f"/desk/listings/{listing.id}/languages"
    assert client.get(page).status_code == 403
    assert client.post(f"{page}/en", data={"version": 0, "title": "x"}).status_code == 403


def test_where_the_hub_wants_two_the_page_says_so(
    app: Flask, client: FlaskClient, sign_in: SignIn, hub: Hub, listing: Listing
) -> None:
    sign_in(client, Role.EDITOR, hub)
    page = f"/desk/listings/{listing.id}/languages"
    client.post(f"{page}/en", data={"version": 0, "title": "Baby massage"})
    assert "ほかの職員が確かめると公開されます" in client.get(page).text
    assert client.post(f"{page}/en/check", data={"version": 1}).status_code == 403
    second = app.test_client()
    sign_in(second, Role.EDITOR, hub)
    assert second.post(f"{page}/en/check", data={"version": 1}).status_code == 302
    assert "Baby massage" in client.get("/nishi/?lang=en").text


def test_the_counters_codes_lead_to_the_list(desk: FlaskClient) -> None:
    sheet = desk.get("/desk/counter").text
    assert alive(sheet) == []
    assert "/nishi/?lang=easy" in sheet
    code = desk.get("/desk/counter/easy.svg")
    assert (code.status_code, code.content_type) == (200, "image/svg+xml")
    assert code.data.startswith(b"<?xml")
    assert desk.get("/desk/counter/fr.svg").status_code == 404


def test_a_moved_date_asks_for_a_look_at_words_that_name_it(
    desk: FlaskClient, session: Session, hub: Hub, listing: Listing, editor: Actor, now: datetime
) -> None:
    translate(desk, listing, "en", title="Baby massage", body="See you on 28 November.")
    assert "見直しを待つ訳" not in desk.get("/desk/").text
    found = find_listing(session, hub.id, listing.id)
    later = OccurrenceDraft(FIRST + timedelta(days=2), None)
    revise(session, found, replace(draft_of(found), occurrences=(later,)), by=editor, now=now)
    session.commit()
    assert "28 November" not in desk.get(f"/nishi/events/{listing.id}?lang=en").text
    today = desk.get("/desk/").text
    assert "見直しを待つ訳" in today
    assert f'href="/desk/listings/{listing.id}/languages"' in today
    page = f"/desk/listings/{listing.id}/languages"
    assert "訳を確かめたあとに変わりました" in desk.get(page).text
    assert "見直し待ち" in desk.get(page).text
    assert desk.post(f"{page}/en/check", data={"version": 2}).status_code == 302
    assert "28 November" in desk.get(f"/nishi/events/{listing.id}?lang=en").text
    assert "見直しを待つ訳" not in desk.get("/desk/").text


def test_a_translated_amount_is_not_said_twice(
    desk: FlaskClient, session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    draft = make_draft(fee_text="無料", fee_yen=0)
    made = publish(
        session, draft, submission=make_submission(session, hub, now, "free"), by=editor, now=now
    )
    session.commit()
    translate(desk, made, "en", title="Baby massage", fee_text="No charge at all")
    page = desk.get(f"/nishi/events/{made.id}?lang=en").text
    assert "Free" in page
    assert "No charge at all" not in page
