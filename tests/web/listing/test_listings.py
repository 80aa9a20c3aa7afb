"""Finding what is published, calling it off, and passing it on."""

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.accounts import Role
from notifier.hubs import Hub
from notifier.listings import ListingStatus, OccurrenceStatus
from tests.listings.conftest import dates
from tests.web.conftest import Publish, SignIn
from tests.web.listing.conftest import FIRST, now_in

HOLIDAY = datetime(2027, 1, 11, 1, 0, tzinfo=UTC)


def test_the_list_is_searched_and_paged(desk: FlaskClient, published: Publish) -> None:
    for number in range(23):
        published(title=f"サロン{number:02}")
    page = desk.get("/desk/listings").text
    assert "23件" in page
    assert "1 / 2 ページ" in page
    assert "ほか1日程" in page
    assert "3件" in desk.get("/desk/listings?page=2").text
    found = desk.get("/desk/listings?q=サロン07").text
    assert "1件" in found
    assert "サロン07" in found
    assert "サロン07" in desk.get("/desk/listings?q=ｻﾛﾝ０７").text, "half-width kana"
    assert "0件" in desk.get("/desk/listings?status=cancelled").text
    assert "23件" in desk.get("/desk/listings?status=all&q=").text


def test_the_page_says_what_may_be_closed(desk: FlaskClient, published: Publish) -> None:
    listing = published(occurrences=dates(FIRST, HOLIDAY))
    page = desk.get(f"/desk/listings/{listing.id}").text
    assert "成人の日です。開催しますか" in page
    assert "編集担当Aが「ベビーマッサージ」を掲載しました。" in page


def test_one_date_is_cancelled_in_two_taps(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    first = listing.occurrences[0].id
    asked = desk.get(f"/desk/listings/{listing.id}/cancel?date={first}").text
    assert "中止になる日程（1日）" in asked
    assert "11月28日(土) 10:00–11:30" in asked
    assert "公開ページ" in asked
    done = desk.post(
        f"/desk/listings/{listing.id}/cancel", data={"date": first, "reason": "荒天のため"}
    )
    assert done.status_code == 302
    after = now_in(session, listing)
    assert [row.status for row in after.occurrences] == [
        OccurrenceStatus.CANCELLED,
        OccurrenceStatus.SCHEDULED,
    ]
    assert "荒天のため" in desk.get("/nishi/").text
    page = desk.get(f"/desk/listings/{listing.id}").text
    assert "編集担当Bが「ベビーマッサージ」の11月28日(土)を中止にしました" in page
    desk.post(f"/desk/listings/{listing.id}/reinstate", data={"date": first})
    assert now_in(session, listing).occurrences[0].status is OccurrenceStatus.SCHEDULED


def test_all_dates_and_no_reason(desk: FlaskClient, session: Session, published: Publish) -> None:
    listing = published()
    refused = desk.post(f"/desk/listings/{listing.id}/cancel", data={"own_reason": " "})
    assert refused.status_code == 422
    assert "中止の理由を入れてください" in refused.text
    desk.post(f"/desk/listings/{listing.id}/cancel", data={"own_reason": "みんなで決めました"})
    after = now_in(session, listing)
    assert after.status is ListingStatus.CANCELLED
    assert after.status_reason == "みんなで決めました"
    assert desk.post(f"/desk/listings/{listing.id}/cancel", data={"reason": "x"}).status_code == 409


def test_the_neighbour_and_the_volunteer_find_nothing(
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    other_hub: Hub,
    session: Session,
    published: Publish,
) -> None:
    listing = published()
    pages = ("", "/cancel", "/change")
    sign_in(client, Role.ADMIN, other_hub)
    for page in pages:
        assert client.get(f"/desk/listings/{listing.id}{page}").status_code == 404
    for page in (*pages[1:], "/reinstate"):
        assert client.post(f"/desk/listings/{listing.id}{page}").status_code == 404
    assert "ベビーマッサージ" not in client.get("/desk/listings?status=all").text
    sign_in(client, Role.VOLUNTEER, hub)
    assert client.get(f"/desk/listings/{listing.id}").status_code == 403
    assert now_in(session, listing).version == 1


def test_a_picture_and_words_for_other_networks(desk: FlaskClient, published: Publish) -> None:
    listing = published()
    page = desk.get(f"/desk/listings/{listing.id}/share").text
    assert "Instagramの文" in page
    assert f"/nishi/events/{listing.id}" in page
    assert 'alt="' in page
    picture = desk.get(f"/desk/listings/{listing.id}/card.png")
    assert (picture.status_code, picture.content_type) == (200, "image/png")
    quiet = published(title="のせない会", outlets=("line",))
    assert "SNSにも出さないでください" in desk.get(f"/desk/listings/{quiet.id}/share").text
    assert desk.get(f"/desk/listings/{quiet.id}/card.png").status_code == 403
