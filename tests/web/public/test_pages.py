"""The public pages: the list, the month and one event, separate per hub and honest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import publish, withdraw
from notifier.web.public.linked import parts, safe_url
from tests.listings.conftest import dates, make_draft, make_submission
from tests.web.conftest import Publish

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
STATIC = Path(__file__).parents[3] / "notifier" / "web" / "static"
LIMIT = 100 * 1024


def test_the_list_by_day(client: FlaskClient, published: Publish) -> None:
    listing = published()
    published(title="ボランティア募集", kind="information", expires_on=FIRST.date())
    page = client.get("/nishi/").text
    assert "これからの予定" in page
    assert "11月28日(土)" in page
    assert "10:00–11:30" in page
    assert f"/nishi/events/{listing.id}" in page
    assert "ボランティア募集" in page
    assert "11月28日(土)まで" in page


def test_filters_work_by_the_address_alone(client: FlaskClient, published: Publish) -> None:
    published(title="第1の会")
    published(title="第2の会", district_keys=("d2",), min_months=12, max_months=23, themes=())
    page = client.get("/nishi/?district=d2&age=age1").text
    assert "第2の会" in page
    assert "第1の会" not in page
    assert "第2地区・1歳" in page
    assert "あてはまる予定はありません" in client.get("/nishi/?theme=health").text
    assert "第1の会" in client.get("/nishi/?district=zzz&age=9&from=yesterday").text


def test_the_month(client: FlaskClient, published: Publish) -> None:
    published()
    page = client.get("/nishi/?month=2026-12").text
    assert "2026年12月の予定" in page
    assert "12月12日(土)" in page
    assert "starts-2" in page  # 1 December 2026 is a Tuesday
    assert "month=2027-01" in page
    assert client.get("/nishi/?month=banana").status_code == 200


def test_one_event(client: FlaskClient, published: Publish) -> None:
    listing = published(
        when_text="第4土曜の午前",
        weather_text="荒天中止",
        url="javascript:alert(1)",
        apply_text="電話で 045-000-0000 へ",
        apply_by_at=FIRST - timedelta(days=1),
    )
    answer = client.get(f"/nishi/events/{listing.id}")
    page = answer.text
    labels = ["日時", "会場", "費用", "内容", "対象", "申込み", "問合せ", "主催"]
    places = [page.index(f"<dt>{label}</dt>") for label in labels]
    assert places == sorted(places)
    assert "第4土曜の午前" in page
    assert 'href="tel:0450000000"' in page
    assert "javascript:" not in page
    assert "【11月27日(金) 10:00 申込締切】" in page
    assert '<meta name="description"' in page
    assert f"/nishi/events/{listing.id}.ics" in page


def test_a_withdrawn_listing_is_gone(
    client: FlaskClient, session: Session, published: Publish, editor: Actor, now: datetime
) -> None:
    listing = published()
    withdraw(session, listing, reason="取り消し", by=editor, now=now)
    session.commit()
    assert client.get(f"/nishi/events/{listing.id}").status_code == 404
    assert "ベビーマッサージ" not in client.get("/nishi/").text
    assert b"BEGIN:VEVENT" not in client.get("/nishi/calendar.ics").data


def test_the_neighbours_listing_is_not_found(
    client: FlaskClient, published: Publish, other_hub: Hub
) -> None:
    theirs = published(of=other_hub, title="となりの会")
    addresses = [f"/nishi/events/{theirs.id}", f"/nishi/events/{theirs.id}.ics"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    for name in ("", "calendar.ics", "feed.xml", "events.csv", "events.json", "?month=2026-11"):
        assert "となりの会" not in client.get(f"/nishi/{name}").text
        assert "となりの会" in client.get(f"/kohoku/{name}").text.replace("\r\n ", "")


@pytest.mark.parametrize(
    "slug", ["desk", "admin", "r", "hooks", "review", "api", "static", "nowhere"]
)
def test_a_reserved_word_is_no_hub(client: FlaskClient, hub: Hub, slug: str) -> None:
    for name in ("calendar.ics", "feed.xml", "events/1"):
        assert client.get(f"/{slug}/{name}").status_code in {404, 410}  # /review/ is a page


def test_hostile_text_is_shown_as_text(client: FlaskClient, published: Publish) -> None:
    words = dict.fromkeys(
        (
            "title",
            "body",
            "organiser",
            "when_text",
            "place_name",
            "place_address",
            "audience_text",
            "fee_text",
            "apply_text",
            "contact_public",
        ),
        HOSTILE,
    )
    listing = published(**words)
    published(**words, kind="information")
    for address in ("", "?month=2026-11", f"events/{listing.id}", "feed.xml"):
        page = client.get(f"/nishi/{address}").text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in client.get(f"/nishi/events/{listing.id}").text


def test_a_full_page_stays_light(
    client: FlaskClient, session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    starts = [FIRST + timedelta(days=n % 20, minutes=n // 20) for n in range(40)]
    for number in range(10):
        draft = make_draft(
            title=f"子育てサロン{number}" + "あ" * 20,
            audience_text="0歳児から3歳児までの親子" * 10,
            occurrences=dates(*starts),
        )
        submission = make_submission(session, hub, now, f"full-{number}")
        publish(session, draft, submission=submission, by=editor, now=now)
    session.commit()
    css = sum((STATIC / name).stat().st_size for name in ("notifier.css", "public.css"))
    for address in ("/nishi/", "/nishi/?month=2026-12"):
        answer = client.get(address)
        assert len(answer.data) + css <= LIMIT, address
        assert "http://" not in answer.text.replace("http://127.0.0.1", "")
        assert "https://" not in answer.text
    assert "ほか12件" in client.get("/nishi/?month=2026-12").text
    assert "よりあとの予定を見る" in client.get("/nishi/").text


def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient, published: Publish) -> None:
    listing = published()
    for name in ("", f"events/{listing.id}", "calendar.ics", "feed.xml", "events.csv"):
        first = client.get(f"/nishi/{name}")
        again = client.get(f"/nishi/{name}", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    tag = client.get("/nishi/").headers["ETag"]
    published(title="新しい会")
    assert client.get("/nishi/", headers={"If-None-Match": tag}).status_code == 200


def test_numbers_and_addresses_become_links() -> None:
    found = parts("電話045-123-4567（平日）か https://example.jp/a?b=1 へ。03(1234)5678")
    assert [(part.text, part.href) for part in found if part.href] == [
        ("045-123-4567", "tel:0451234567"),
        ("https://example.jp/a?b=1", "https://example.jp/a?b=1"),
        ("03(1234)5678", "tel:0312345678"),
    ]
    assert "".join(part.text for part in found).endswith("03(1234)5678")
    assert [safe_url(u) for u in ("javascript:x", "//a.b", "http://[", "https://a.b")] == [
        "",
        "",
        "",
        "https://a.b",
    ]
