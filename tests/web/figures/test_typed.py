"""Figures somebody types in: kept, asked about, refused beside their box."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.audit import machine
from notifier.editions import EditionState, compose
from notifier.hubs import Hub
from notifier.indicators import snapshot, typed_figures
from notifier.listings import Listing
from tests.editions.conftest import SATURDAY
from tests.web.conftest import SignIn
from tests.web.figures.conftest import HOSTILE, NOVEMBER, page

MACHINE = machine("tick")


def test_typing_a_figure(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(client, "editor", hub)
    typed = {"key": "line_friends", "period": "FY2024", "value": "１,１６４", "note": HOSTILE}
    answer = client.post("/desk/figures?period=FY2024", data=typed, follow_redirects=True)
    assert "2024年度（令和6年度）のLINEの友だち数を 1,164人 と入れました" in answer.text
    assert '1,164<br><span class="muted">手入力</span>' in answer.text
    assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "たくさん"}, "「たくさん」を数として読めません"),
        ({"value": ""}, "数を入れてください"),
        ({"value": "-1"}, "0 から 100,000,000 まで"),
        ({"value": "9" * 40}, "数として読めません"),
        ({"period": "2026-12"}, "まだ始まっていません"),
        ({"period": ""}, "期間を入れてください"),
        ({"key": "magic"}, "「magic」という数字はありません"),
        ({"note": "あ" * 201}, "200文字まで"),
    ],
)
def test_what_cannot_be_taken_stays_in_its_box(
    client: FlaskClient, sign_in: SignIn, hub: Hub, wrong: dict[str, str], sentence: str
) -> None:
    sign_in(client, "editor", hub)
    right = {"key": "line_friends", "period": "2026-10", "value": "1164", "note": "管理画面"}
    answer = client.post("/desk/figures", data=right | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    for name, value in (right | wrong).items():
        assert name == "key" or f'value="{value}"' in answer.text
    assert "さいきん入れた数字" not in answer.text


def test_the_form_needs_its_token(strict_client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    sign_in(strict_client, "editor", hub)
    typed = {"key": "line_friends", "period": "2026-10", "value": "1"}
    assert strict_client.post("/desk/figures", data=typed).status_code == 400


def test_what_was_kept_stands_beside_the_count(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, filled: Listing, now: datetime
) -> None:
    assert filled
    snapshot(session, hub, period=NOVEMBER, now=now)
    session.commit()
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/line_friends?period=2026-11")
    assert "期間の終わりの控え" in text


def test_an_unlikely_figure_is_asked_about_and_kept_when_confirmed(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub
) -> None:
    sign_in(client, "editor", hub)
    typed = {"key": "line_friends", "period": "2026-11", "value": "1200", "note": "11月26日の画面"}
    assert 'name="confirmed"' not in page(client, "/desk/figures")
    asked = client.post("/desk/figures", data=typed)
    assert asked.status_code == 422
    assert "2026年11月はまだ終わっていません" in asked.text
    for kept in ('value="2026-11"', 'value="1200"', 'value="11月26日の画面"', 'name="confirmed"'):
        assert kept in asked.text
    assert not typed_figures(session, hub.id)
    answer = client.post("/desk/figures", data=typed | {"confirmed": "y"}, follow_redirects=True)
    assert "2026年11月のLINEの友だち数を 1,200人 と入れました" in answer.text


def test_the_cost_of_an_edition(
    client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    made = []
    for one in (hub, other_hub):
        edition = compose(session, one, kind="weekly", on=SATURDAY, by=MACHINE, now=now)
        edition.state, edition.dispatched_at = EditionState.SENT, now
        made.append(edition.id)
    session.commit()
    sign_in(client, "editor", hub)
    text = page(client, "/desk/figures/costs?period=2026-11")
    assert "部数・ひらかれた回数・閲覧数は、人の数ではありません" in text
    assert f"/desk/figures/costs/{made[0]}" in text
    assert f"/desk/figures/costs/{made[1]}" not in text
    page(client, f"/desk/figures/costs/{made[1]}", 404)
    path = f"/desk/figures/costs/{made[0]}"
    keys = ("print_yen", "delivery_yen", "staff_minutes", "hour_yen", "fee_yen", "copies")
    typed = dict.fromkeys(keys, "0") | {"print_yen": "１,０００", "version": "0"}
    answer = client.post(path, data=typed, follow_redirects=True)
    assert "費用を入れました（合計 1,000円）" in answer.text
    assert '1,000円<br><span class="muted">手入力</span>' in answer.text
    late = client.post(path, data=typed | {"print_yen": "5"})
    assert late.status_code == 409
    assert "ほかの人が、この便の費用を先に入れました" in late.text
    assert 'value="5"' in late.text
    for wrong in ("many", "-1", "99999999", ""):
        answer = client.post(path, data=typed | {"fee_yen": wrong, "version": "1"})
        assert answer.status_code == 422
        assert "fee_yen-error" in answer.text
    assert "いまの合計は 1,000円" in page(client, path)
