"""Changing, cancelling and finding listings at the desk."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import editions
from notifier.accounts import Role, Staff
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import Listing, ListingStatus, OccurrenceStatus, find_listing, publish
from notifier.subscribers import Wishes
from tests.editions.conftest import SATURDAY, add_reader
from tests.listings.conftest import dates, make_draft, make_submission

FIRST = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
HOLIDAY = datetime(2027, 1, 11, 1, 0, tzinfo=UTC)

Publish = Callable[..., Listing]
SignIn = Callable[..., Staff]


@pytest.fixture
def published(session: Session, hub: Hub, editor: Actor, now: datetime) -> Publish:
    """``published(of=hub, title=…)``: one more listing, committed."""
    count = 0

    def one(*, of: Hub = hub, **changes: object) -> Listing:
        nonlocal count
        count += 1
        submission = make_submission(session, of, now, f"desk-{of.slug}-{count}")
        made = publish(session, make_draft(**changes), submission=submission, by=editor, now=now)
        session.commit()
        return made

    return one


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    """A browser of an editor of the hub."""
    sign_in(client, Role.EDITOR, hub, name="編集担当B")
    return client


def fields_of(page: str) -> dict[str, str | list[str]]:
    """What a browser would send for the change form, as it stands in the page."""
    found: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name is None or value is None:
            continue
        if kind and kind.group(1) in ("checkbox", "radio"):
            if " checked" in tag:
                found.setdefault(name.group(1), [])
                found[name.group(1)] = [*found[name.group(1)], value.group(1)]
            continue
        found[name.group(1)] = value.group(1)
    areas = re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)<', page)
    return found | dict(areas)


def now_in(session: Session, listing: Listing) -> Listing:
    """The listing as the page left it."""
    session.rollback()
    session.expire_all()
    return find_listing(session, listing.hub_id, listing.id)


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


def test_a_typo_is_shown_field_by_field_and_passes(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    fields = fields_of(desk.get(url).text) | {"title": "ベビーマッサージの会"}
    shown = desk.post(url, data=fields)
    assert "このように変わります" in shown.text
    assert "この内容で掲載を変更する" in shown.text
    assert now_in(session, listing).version == 1
    done = desk.post(url, data=fields_of(shown.text))
    assert done.headers["Location"].endswith(f"/desk/listings/{listing.id}")
    after = now_in(session, listing)
    assert (after.title, after.version, after.sequence) == ("ベビーマッサージの会", 2, 1)


def test_another_date_goes_back_for_approval(
    desk: FlaskClient, client: FlaskClient, sign_in: SignIn, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    fields = fields_of(desk.get(url).text)
    fields |= {"title": "ベビーマッサージの会", "occ-0-start": "13:00", "occ-0-end": "14:00"}
    shown = desk.post(url, data=fields)
    assert "11月28日(土) 13:00–14:00" in shown.text
    assert "この変更を確認待ちに出す" in shown.text
    case = desk.post(url, data=fields_of(shown.text)).headers["Location"]
    after = now_in(session, listing)
    assert (after.title, after.version) == ("ベビーマッサージ", 1), "nothing is public yet"
    page = desk.get(case).text
    assert "この訂正で変わるところ" in page
    assert "もう届いているところ" in page
    assert "すでに載っているものの 日時（" in page
    approval = {"version": "1", "despite": "correction_weighty"}
    assert desk.post(f"{case}/approve", data=approval).status_code == 403, "one's own entry"
    sign_in(client, "publisher", session.get_one(Hub, listing.hub_id))
    assert client.post(f"{case}/approve", data={"version": "1"}).status_code == 422
    assert client.post(f"{case}/approve", data=approval).status_code == 302
    after = now_in(session, listing)
    assert (after.title, after.version, after.sequence) == ("ベビーマッサージの会", 2, 1)
    assert after.occurrences[0].starts_at == FIRST + timedelta(hours=3)
    assert after.occurrences[0].uid == listing.occurrences[0].uid
    assert "届いたもの" in client.get(f"/desk/listings/{listing.id}").text


def test_a_change_asked_for_again_after_a_no_waits_again(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    url = f"/desk/listings/{published().id}/change"
    moved = {"occ-0-start": "13:00", "occ-0-end": "14:00"}

    def hand_over() -> str:
        shown = desk.post(url, data=fields_of(desk.get(url).text) | moved)
        return str(desk.post(url, data=fields_of(shown.text)).headers["Location"])

    first = hand_over()
    assert hand_over() == first, "the same twice is one case"
    refused = {"version": "1", "reason": "会場がとれていません"}
    assert desk.post(f"{first}/reject", data=refused).status_code == 302
    again = hand_over()
    assert again != first
    assert "掲載する" in desk.get(again).text


def test_other_words_than_those_shown_are_shown_again(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    fields = fields_of(desk.get(url).text) | {"title": "A"}
    confirmed = fields_of(desk.post(url, data=fields).text) | {"title": "B"}
    assert "このように変わります" in desk.post(url, data=confirmed).text
    assert now_in(session, listing).title == "ベビーマッサージ"


def test_the_slower_of_two_browsers_keeps_what_was_typed(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    mine = fields_of(desk.get(url).text) | {"body": "わたしの文"}
    theirs = fields_of(desk.get(url).text) | {"body": "となりの文"}
    desk.post(url, data=fields_of(desk.post(url, data=theirs).text))
    lost = desk.post(url, data=mine)
    assert lost.status_code == 409
    assert "ほかの人が先に変更しました" in lost.text
    assert "わたしの文" in lost.text
    assert "となりの文" in lost.text
    assert now_in(session, listing).body == "となりの文"


def test_what_the_slower_one_did_not_touch_takes_the_newer_value(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    mine = fields_of(desk.get(url).text) | {"body": "わたしの文"}
    theirs = fields_of(desk.get(url).text) | {
        "title": "となりの名称",
        "apply_text": "となりの申込み",
    }
    desk.post(url, data=fields_of(desk.post(url, data=theirs).text))
    lost = desk.post(url, data=mine)
    assert lost.status_code == 409
    assert "あなたが変えていないところは、いまの掲載に合わせました" in lost.text
    saved = desk.post(url, data=fields_of(lost.text))
    assert saved.status_code == 302
    after = now_in(session, listing)
    assert (after.title, after.apply_text, after.body, after.version) == (
        "となりの名称",
        "となりの申込み",
        "わたしの文",
        3,
    )


def test_a_date_called_off_meanwhile_is_not_brought_back_by_a_form_opened_before(
    desk: FlaskClient, session: Session, published: Publish
) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}"
    mine = fields_of(desk.get(f"{url}/change").text) | {"body": "わたしの文"}
    first = listing.occurrences[0].id
    desk.post(f"{url}/cancel", data={"date": first, "reason": "荒天のため"})
    lost = desk.post(f"{url}/change", data=mine)
    assert lost.status_code == 409
    assert "この変更を確認待ちに出す" not in lost.text, "no date is changed here"
    assert desk.post(f"{url}/change", data=fields_of(lost.text)).status_code == 302
    after = now_in(session, listing)
    assert after.body == "わたしの文"
    assert [row.status for row in after.occurrences] == [
        OccurrenceStatus.CANCELLED,
        OccurrenceStatus.SCHEDULED,
    ]


@pytest.mark.parametrize("pressed", [{"row": "add"}, {"fee_yen": "たくさん"}])
def test_no_other_button_and_no_slip_hides_that_somebody_was_first(
    desk: FlaskClient, published: Publish, pressed: dict[str, str]
) -> None:
    url = f"/desk/listings/{published().id}/change"
    mine = fields_of(desk.get(url).text) | {"body": "わたしの文"}
    theirs = fields_of(desk.get(url).text) | {"title": "となりの名称"}
    desk.post(url, data=fields_of(desk.post(url, data=theirs).text))
    lost = desk.post(url, data=mine | pressed)
    assert lost.status_code == 409
    assert "ほかの人が先に変更しました" in lost.text
    assert "わたしの文" in lost.text


def test_wrong_input_is_kept_and_explained(desk: FlaskClient, published: Publish) -> None:
    listing = published()
    url = f"/desk/listings/{listing.id}/change"
    fields = fields_of(desk.get(url).text)
    wrong = desk.post(url, data=fields | {"fee_yen": "たくさん"})
    assert wrong.status_code == 422
    assert "たくさん" in wrong.text
    assert "数字だけ" in wrong.text
    more = desk.post(url, data=fields | {"row": "add"})
    assert "3つ目の日" in more.text


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


def test_the_surfaces_reached_are_said_before_a_change(
    desk: FlaskClient, session: Session, hub: Hub, published: Publish, now: datetime
) -> None:
    listing = published(outlets=("web", "line", "email", "newsletter"))
    url = f"/desk/listings/{listing.id}"
    assert "変えるとすぐに書きかわります" in desk.get(url).text
    assert "公開ページ・カレンダー・RSS" in desk.get(url).text
    assert "オープンデータ" not in desk.get(url).text, "the group did not let it go there"
    assert "まだ送っていません" not in desk.get(url).text
    add_reader(session, hub, 1, Wishes(), channels=("email",))
    hub.mail_from, hub.postal_address = "hub@example.jp", "横浜市西区1-1"
    by = Actor("staff", "発行責任者A", "9")
    for kind, day in (("weekly", SATURDAY), ("newsletter", date(2026, 11, 1))):
        edition = editions.compose(session, hub, kind=kind, on=day, by=by, now=now)
        assert [item.listing_id for item in edition.items] == [listing.id]
        editions.approve(session, edition, version=edition.version, by=by, now=now)
    session.commit()
    page = desk.get(url).text
    assert "承認済みで、まだ送っていません。承認したときの内容のまま送られます" in page
    assert "承認したときの内容で印刷されます" in page
    fields = fields_of(desk.get(f"{url}/change").text) | {"body": "文を直しました"}
    assert "承認したときの内容で印刷されます" in desk.post(f"{url}/change", data=fields).text
