"""「今週の便」 by its forms alone: its items, its preview, and nothing of the neighbour."""

from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery import (
    Delivery,
)
from notifier.editions import Edition, EditionState, approve, compose
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.mailroom import OutboxMessage
from tests.editions.conftest import OPEN, SATURDAY, Listings, on
from tests.web.conftest import SignIn
from tests.web.edition_page.conftest import PUBLISHER, fresh, page, press


def test_the_number_stands_on_the_button(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    text = page(client, edition)
    assert "LINE 2人・メール 1人に 11月21日(土) 10:00 に送る" in text
    assert "いちばん多く届く人（2件）" in text
    assert "いちばん少なく届く人（1件）" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_arrange_approve_and_undo(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    first = edition.items[0].listing_id
    press(client, edition, f"items/{first}/down", version=edition.version)
    press(client, edition, f"items/{first}/drop", version=fresh(session, edition).version)
    press(
        client, edition, "greeting", version=fresh(session, edition).version, greeting="寒いですね"
    )
    assert "寒いですね" in page(client, edition)
    press(client, edition, f"items/{first}/restore", version=fresh(session, edition).version)
    press(client, edition, "approve", version=fresh(session, edition).version)
    text = page(client, edition)
    assert "承認を取り消す（送信までおよそ22時間）" in text
    press(client, edition, "undo")
    assert fresh(session, edition).state is EditionState.DRAFT


def test_an_old_page_is_told_and_keeps_what_was_typed(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    old = edition.version - 1
    text = press(client, edition, "greeting", 409, version=old, greeting="書きかけの文")
    assert "先に変えました" in text
    assert "書きかけの文" in text


def test_an_editor_may_not_approve(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    assert "発行責任者の承認が必要です" in page(client, edition)
    press(client, edition, "approve", 403, version=edition.version)


def test_nobody_to_send_to_is_said(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    published: Listings,
    now: datetime,
) -> None:
    published(**OPEN, occurrences=on(1))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=PUBLISHER, now=now)
    session.commit()
    sign_in(client, "publisher", hub)
    assert "届く人が一人もいません" in page(client, made)


def test_the_mail_is_shown_in_a_frame_without_scripts(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    answer = client.get(f"/desk/editions/{edition.id}/mail")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "&lt;script&gt;" in answer.text


def test_what_does_not_fit_is_moved_only_while_it_can_be(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition,
    published: Listings,
) -> None:  # fmt: skip
    for number in range(10):
        published(**OPEN, title=f"もう一つの会{number}", occurrences=on(1))
    session.commit()
    sign_in(client, "publisher", hub)
    client.post("/desk/editions", data={"on": SATURDAY.isoformat()})
    assert "人（上へ動かすと入ります）" in page(client, edition)
    approve(
        session,
        fresh(session, edition),
        version=fresh(session, edition).version,
        by=PUBLISHER,
        now=clock.now(),
    )
    session.commit()
    frozen = page(client, edition)
    assert "合うのに入りきらない人" in frozen
    assert "上へ動かすと" not in frozen


def test_the_list_begins_the_next_edition(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    assert "11月21日(土)の便の下書きを作る" in client.get("/desk/editions").text
    made = client.post("/desk/editions", follow_redirects=True)
    assert "11月21日号 今週のおでかけ」の下書きを作りました（0件）" in made.text
    again = client.post("/desk/editions", follow_redirects=True)
    assert "11月21日号 今週のおでかけ」に、いまの掲載を取り込みました（0件）" in again.text
    assert "11月21日号" in client.get("/desk/editions").text


def test_the_neighbour_finds_nothing(
    client: FlaskClient, sign_in: SignIn, other_hub: Hub, edition: Edition
) -> None:
    sign_in(client, "admin", other_hub)
    page(client, edition, status=404)
    press(client, edition, "approve", 404, version=edition.version)
    press(client, edition, "stop", 404)
    assert client.get(f"/desk/editions/{edition.id}/mail").status_code == 404


def test_a_test_goes_to_oneself_alone(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    hub.mail_from, hub.postal_address = "news@example.jp", "横浜市（練習用の住所）"
    session.merge(hub)
    session.commit()
    me = sign_in(client, "publisher", hub)
    assert f"自分（{me.email}）にテストで送る" in page(client, edition)
    press(client, edition, "test", version=edition.version)
    assert "テストを、あなたのメールに送りました" in page(client, edition)
    session.rollback()
    (mail,) = session.scalars(select(OutboxMessage))
    assert (mail.recipient, mail.body["subject"][:5]) == (me.email, "【テスト】")
    assert session.scalars(select(Delivery)).all() == []
    sign_in(client, "editor", hub)
    press(client, edition, "test", 403, version=edition.version)


def test_an_item_is_put_to_a_place_by_number(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "editor", hub)
    first, second = (item.listing_id for item in edition.items)
    press(client, edition, f"items/{second}/place", version=edition.version, place=1)
    made = fresh(session, edition)
    assert [item.listing_id for item in made.items] == [second, first]
    press(client, made, f"items/{second}/place", 422, version=made.version, place="x")
    assert "の便で知らせます（" in page(client, made)
