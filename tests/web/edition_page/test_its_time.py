"""When an edition goes: an unusual time, a second person, what was typed and is wrong."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.editions import Edition, EditionState
from notifier.hubs import SETTINGS, Hub
from notifier.kit import clock
from tests.editions.conftest import SLOT
from tests.web.conftest import SignIn
from tests.web.edition_page.conftest import fresh, page, press


def test_two_persons_for_an_unusual_time(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub, name="発行A")
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T15:00")
    assert "二人目の承認を待っています" in page(client, edition)
    version = fresh(session, edition).version
    press(client, edition, "second", 403, version=version)
    other = app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    assert "二人目として承認する" in page(other, edition)
    press(other, edition, "second", version=version)
    assert fresh(session, edition).second_by == "発行B"


def test_bad_times_are_said(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    version = edition.version
    assert "の外です" in press(
        client, edition, "approve", 422, version=version, send_at="2026-11-20T23:00"
    )
    assert "送る時刻は" in press(
        client, edition, "approve", 422, version=version, send_at="ゆうがた"
    )


def box_of(text: str) -> str:
    """The fold 「ほかの時刻に送る」."""
    assert "ほかの時刻に送る" in text
    return (
        text.split("ほかの時刻に送る", 1)[0].rpartition("<details")[2]
        + text.split("ほかの時刻に送る", 1)[1].split("</details>", 1)[0]
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-11-20T10:00", "11月20日(金) 10:00 は、もう過ぎています"),
        ("2025-11-21T10:00", "2025年11月21日(金) 10:00 は、もう過ぎています"),
        ("2026-11-20T23:00", "11月20日(金) 23:00 は、お知らせを送ってよい時間"),
        ("2026-12-05T10:00", "11月27日(金)までです"),
    ],
)
def test_a_refused_time_is_said_beside_the_box_and_kept(  # noqa: PLR0917 - the case and the fixtures
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    typed: str,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    assert "autofocus" not in page(client, edition)
    assert box_of(page(client, edition)).startswith(">"), "folded"
    text = press(client, edition, "approve", 422, version=edition.version, send_at=typed)
    assert fresh(session, edition).state is EditionState.DRAFT
    box = box_of(text)
    assert box.startswith(" open>")
    assert words in box
    assert f'value="{typed}"' in box
    assert "autofocus" in box
    assert 'aria-describedby="send_at-help send_at-error"' in box
    assert text.count(words) == 1, "said once, where it is mended"


def test_what_was_typed_stays_when_something_else_is_wrong(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    typed, old = "2026-11-20T15:00", edition.version - 1
    text = press(client, edition, "approve", 409, version=old, send_at=typed)
    assert "できませんでした。</strong>この便は、ほかの人" in text
    assert f'value="{typed}"' in box_of(text)


def test_a_late_yes_stays_ticked_with_its_time(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: SLOT + timedelta(days=2))
    sign_in(client, "publisher", hub)
    text = press(
        client, edition, "approve", 422, version=edition.version, late="on",
        send_at="2026-11-22T10:00",
    )  # fmt: skip
    assert "required checked" in box_of(text)


@pytest.mark.parametrize(
    ("after", "is_said"), [(-timedelta(hours=1), False), (timedelta(hours=6), True)]
)
def test_a_draft_out_of_its_hour_says_that_two_are_needed(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    after: timedelta,
    is_said: bool,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SLOT + after)
    sign_in(client, "publisher", hub)
    said = "いつもと違う時刻なので、別の発行責任者の承認も必要です" in page(client, edition)
    assert said is is_said


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_a_hub_with_nobody_else_says_who_can_do_what(  # noqa: PLR0917 - the case and the fixtures
    app: Flask,
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    role: str,
) -> None:
    said = "この拠点には、ほかに承認できる人がいません。"
    sign_in(client, "admin", hub, name="発行A")
    assert said in page(client, edition), "said before the first yes is given in vain"
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T17:00")
    one = app.test_client() if role == "editor" else client
    if role == "editor":
        sign_in(one, "editor", hub)
    text = page(one, edition)
    assert said in text
    assert f"「{SETTINGS['rules.second_person'].label}」" in text
    assert ('href="/admin/staff"' in text.split(said)[1]) is (role == "admin")
    assert ('href="/admin/#rules"' in text) is (role == "admin")
    assert ("管理者に、発行責任者か" in text) is (role == "editor")
    first = one.get("/desk/").text
    assert "ほかに承認できる人がいません" in first
    assert "別の発行責任者に" not in first
    sign_in(app.test_client(), "publisher", hub, name="発行B")
    assert said not in page(one, edition)


def test_the_answer_says_when_it_goes(
    client: FlaskClient, sign_in: SignIn, hub: Hub, edition: Edition
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version)
    assert "承認しました。11月21日(土) 10:00 に送ります。" in page(client, edition)


def test_a_second_yes_after_the_hour_says_when_it_goes_and_can_be_undone(  # noqa: PLR0917 - fixtures
    app: Flask,
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub, name="発行A")
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T17:00")
    assert "別の発行責任者も承認すると、11月20日(金) 17:00 に送ります" in page(client, edition)
    half_past = SLOT - timedelta(hours=16, minutes=30)
    monkeypatch.setattr(clock, "now", lambda: half_past)
    other = app.test_client()
    sign_in(other, "publisher", hub, name="発行B")
    text = page(other, edition)
    assert "に送る予定でしたが、まだ送っていません" in text
    assert "に送ります。</p>" not in text
    assert "あと0分" not in text
    assert "メール 1人に 11月20日(金) 17:40 に送ることを、二人目として承認する" in text
    assert "発行Aさんの承認だけでは送りません" in text
    press(other, edition, "second", version=fresh(session, edition).version)
    text = page(other, edition)
    assert "二人目として承認しました。11月20日(金) 17:40 に送ります。" in text
    assert "承認を取り消す（送信まであと10分）" in text
    press(other, edition, "undo")
    assert fresh(session, edition).state is EditionState.DRAFT


def test_a_second_yes_that_cannot_be_carried_out_is_not_offered(
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version, send_at="2026-11-20T20:00")
    monkeypatch.setattr(clock, "now", lambda: SLOT - timedelta(hours=14, minutes=5))  # 19:55
    other = app.test_client()
    sign_in(other, "publisher", hub)
    text = page(other, edition)
    assert "20:05 は、お知らせを送ってよい時間" in text
    assert "二人目として承認する</button>" not in text


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=1), "まもなく送り始めます"),
        (timedelta(hours=6), "時刻を大きく過ぎました"),
    ],
)
def test_an_overdue_edition_promises_no_time_that_is_over(  # noqa: PLR0917 - fixtures
    client: FlaskClient,
    sign_in: SignIn,
    hub: Hub,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    after: timedelta,
    words: str,
) -> None:
    sign_in(client, "publisher", hub)
    press(client, edition, "approve", version=edition.version)
    monkeypatch.setattr(clock, "now", lambda: SLOT + after)
    text = page(client, edition)
    assert words in text
    assert "</strong> に送ります" not in text
    assert "あと0分" not in text
    assert "承認を取り消す</button>" in text
