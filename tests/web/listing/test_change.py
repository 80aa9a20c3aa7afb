"""Changing what is published: field by field, alone, and against a slower browser."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import editions
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.listings import OccurrenceStatus
from notifier.subscribers import Wishes
from tests.editions.conftest import SATURDAY, add_reader
from tests.web.conftest import Publish, SignIn
from tests.web.listing.conftest import FIRST, fields_of, now_in


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
