"""「土曜便は出ますか」: each thing the edition needs, in a sentence with what to do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import delivery, hubs
from notifier.audit import Actor
from notifier.config import settings
from notifier.delivery import LineLook
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub
from notifier.mailroom import MailStanding
from notifier.web.desk.today_will_it_go import Facts, answers
from tests.conftest import NOW
from tests.web.conftest import SignIn

HUB = Hub(
    name="西区", slug="nishi", timezone="Asia/Tokyo", mail_from="a@example.jp",
    postal_address="横浜", second_person=True,
)  # fmt: skip
APPROVED = Edition(state=EditionState.APPROVED, is_off_schedule=False)
WELL = Facts(
    hub=HUB,
    edition=APPROVED,
    readers={"line": 120, "email": 30},
    has_channel=True,
    look=LineLook(looked_at=NOW, used=10, allowed=200, problem=""),
    seen=dict.fromkeys(delivery.DUTIES, NOW),
    mail=MailStanding(NOW, ""),
    now=NOW,
)


def test_all_is_well() -> None:
    assert {mark for mark, _ in answers(WELL)} == {"○"}


@pytest.mark.parametrize(
    ("change", "mark", "words"),
    [
        ({"edition": None}, "△", "自動でできます"),
        ({"edition": Edition(state=EditionState.DRAFT)}, "△", "承認してください"),
        (
            {"edition": Edition(state=EditionState.APPROVED, is_off_schedule=True)},
            "△",
            "二人目の承認",
        ),
        ({"edition": Edition(state=EditionState.HELD)}, "×", "復元の確認"),
        ({"seen": {}}, "×", "起動し直す"),
        ({"seen": WELL.seen | {"email": NOW - timedelta(minutes=6)}}, "×", "メールを送る係"),
        ({"nobody_hears": True}, "×", "呼び鈴（Redis）につながりません"),
        ({"has_channel": False}, "×", "LINEがつながっていません"),
        ({"look": None}, "△", "まだ確かめていません"),
        (
            {"look": LineLook(looked_at=NOW - timedelta(hours=4))},
            "△",
            "最後に確かめたのは11月20日(金) 8:00",
        ),
        (
            {"look": LineLook(looked_at=NOW, used=0, allowed=None, problem="鍵が違います。")},
            "×",
            "鍵が違います",
        ),
        ({"readers": {"line": 191}}, "×", "足りません"),
        (
            {"readers": {"line": 500}, "needed": 191},
            "×",
            "残りは190通（12:00の時点）で、191通いるため足りません",
        ),
        ({"mail": MailStanding(None, "")}, "△", "届くか確かめて"),
        ({"mail": MailStanding(NOW, "中継の名前が引けません")}, "×", "断られています"),
    ],
)
def test_what_is_not_well_is_said(change: dict[str, object], mark: str, words: str) -> None:
    found = answers(replace(WELL, **change))  # type: ignore[arg-type]
    assert any(one == mark and words in sentence for one, sentence in found), found
    assert sum(one != "○" for one, _ in found) == 1, "and nothing else is complained about"


def test_who_gets_it_counts_and_not_how_many_readers_there_are() -> None:
    facts = replace(WELL, readers={"line": 500}, needed=190)
    assert {mark for mark, _ in answers(facts)} == {"○"}


def test_without_line_readers_line_is_not_asked_for() -> None:
    facts = replace(WELL, readers={"email": 3}, has_channel=False, look=None)
    assert {mark for mark, _ in answers(facts)} == {"○"}


def test_a_hub_without_sender() -> None:
    facts = replace(WELL, hub=Hub(timezone="Asia/Tokyo", mail_from="", postal_address=""))
    assert ("×", "差出人のアドレスか拠点の住所がありません。「設定」で入れてください。") in answers(
        facts
    )


def test_the_first_page_asks_and_answers(
    client: FlaskClient, hub: Hub, sign_in: SignIn, session: Session, now: datetime
) -> None:
    sign_in(client, "publisher", hub)
    delivery.note_alive(session, delivery.DUTIES, now=now)
    session.commit()
    page = client.get("/desk/").text
    assert "土曜便は出ますか（11月21日(土) 10:00）" in page
    assert "○ 送る仕組みは動いています。" in page


def test_the_hourly_look_keeps_why_line_cannot_be_used(
    hub: Hub,
    session: Session,
    machine: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NOTIFIER_LINE_API_URL", "http://127.0.0.1:9")
    settings.cache_clear()
    assert delivery.due_looks(session, now=now) == [], "no account, nothing to look at"
    hubs.set_line_channel(
        session, hub, "readers", channel_id="2000000001", secret="x" * 32, by=machine, now=now
    )
    session.commit()
    assert delivery.due_looks(session, now=now) == [hub.id]
    session.rollback()
    assert not delivery.look_at_line(hub.id, now=now)
    session.rollback()
    settings.cache_clear()
    look = delivery.line_look(session, hub.id)
    assert look is not None
    assert look.problem
    assert delivery.due_looks(session, now=now) == []
    assert delivery.due_looks(session, now=now + timedelta(minutes=61)) == [hub.id]
