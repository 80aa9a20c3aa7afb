"""What goes wrong around the pages: databases and brokers away, files, old links."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from notifier import delivery, intake
from notifier.config import settings
from notifier.hubs import Hub
from notifier.mailroom import InboxEvent, OutboxMessage
from notifier.web.app import MAX_UPLOAD_BYTES
from tests.web.conftest import SignIn, count
from tests.web.inert import text_of
from tests.web.submit.conftest import ITEM

CLOSED_PORT = "postgresql+psycopg://nobody@127.0.0.1:1/none"
NO_FOLDER = "sqlite:////nonexistent/folder/notifier.sqlite3"
PAGES = (
    ("GET", "/"),
    ("GET", "/nishi/"),
    ("GET", "/nishi/events/1"),
    ("GET", "/nishi/calendar.ics"),
    ("GET", "/nishi/submit"),
    ("POST", "/nishi/submit"),
    ("POST", "/nishi/subscribe"),
    ("GET", "/nishi/me/abc"),
    ("POST", "/nishi/unsubscribe/abc"),
    ("POST", "/desk/sign-in"),
    ("GET", "/r/abcdefgh"),
    ("POST", "/hooks/line/nishi"),
)
MEGABYTE = 1024 * 1024


@pytest.fixture(params=[CLOSED_PORT, NO_FOLDER, "a file that is none"])
def away(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    """A browser while the database is gone: its server, its folder, or the file itself."""
    url = request.param
    if "://" not in url:
        (tmp_path / "broken.sqlite3").write_bytes(b"this is no database" * 100)
        url = f"sqlite:///{tmp_path}/broken.sqlite3"
    gone: Engine = create_engine(url)
    app.config["ENGINE"] = gone
    yield app.test_client()
    gone.dispose()


class TestTheDatabaseIsGone:
    """Every page says what to do; nothing pretends to have been stored."""

    def test_every_page_says_what_to_do(self, away: FlaskClient) -> None:
        for method, path in PAGES:
            data = ITEM | {"email": "a@example.jp", "password": "long enough to be one"}
            answer = away.open(path, method=method, data=data if method == "POST" else None)
            assert answer.status_code == 503, (method, path)
            assert answer.headers["Retry-After"] == "60"
            assert "もう一度お試しください" in answer.text, path
            for inside in ("Traceback", "sqlalchemy", "psycopg", "sqlite3"):
                assert inside not in answer.text, path

    def test_readyz_says_which(self, away: FlaskClient) -> None:
        answer = away.get("/readyz")
        assert answer.status_code == 503
        assert answer.json
        assert answer.json["database"].startswith("no answer")
        assert away.get("/healthz").status_code == 200, "the process itself is well"


class TestTheBrokerIsGone:
    """The queue is a doorbell: pages go on, and operators are told."""

    @pytest.fixture(autouse=True)
    def _nobody_there(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("NOTIFIER_BROKER_URL", "redis://127.0.0.1:1")
        settings.cache_clear()
        yield
        settings.cache_clear()

    def test_readyz_says_so(self, client: FlaskClient) -> None:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json
        assert (answer.json["broker"], answer.json["database"]) == ("no answer", "ok")
        assert answer.json["workers"].startswith("not rung: no broker")

    def test_the_first_page_says_so_at_once(
        self, client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
    ) -> None:
        """The signs of life of those who hear nothing are still fresh."""
        sign_in(client, "editor", hub)
        delivery.note_alive(session, delivery.DUTIES, now=now)
        session.commit()
        page = client.get("/desk/").text
        assert "送る仕組みが止まっています" in page
        assert "× 送る係を呼ぶ呼び鈴（Redis）につながりません。" in page
        assert "「Redis につながりません。notifier doctor を実行し" in page
        assert "worker と beat を起動し直して" not in page, "they live"
        assert "送る仕組みは動いています" not in page

    def test_where_a_cron_line_works_it_says_what_still_goes(
        self, client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
    ) -> None:
        """``tests/walks/test_broker_gone.py`` shows that it is so."""
        sign_in(client, "editor", hub)
        delivery.note_alive(session, (*delivery.DUTIES, delivery.ALONE), now=now)
        session.commit()
        page = client.get("/desk/").text
        assert page.count("メールの便と、一人ひとりへの連絡は送られます。") == 2
        assert "LINEの便は、呼び鈴（Redis）がもどるまで送られません。" in page
        assert "便も連絡も送られません" not in page
        delivery.note_alive(session, [delivery.ALONE], now=now - timedelta(minutes=6))
        session.commit()
        assert "便も連絡も送られません" in client.get("/desk/").text

    def test_pages_take_things_in(self, client: FlaskClient, session: Session, hub: Hub) -> None:
        client.post(f"/{hub.slug}/submit", data=ITEM)
        client.post(f"/{hub.slug}/subscribe", data={"email": "a@example.jp", "language": "ja"})
        assert count(session, intake.Submission) == 1
        assert count(session, OutboxMessage) == 1, "the mail waits in its table"


class TestFiles:
    """Too large, of the wrong kind, or broken: a sentence, and nothing stored half."""

    def test_too_large_is_refused_before_it_is_read(
        self, client: FlaskClient, session: Session, hub: Hub
    ) -> None:
        answer = hand_in_file(client, hub, "a.png", b"\0" * (MAX_UPLOAD_BYTES + 1))
        assert answer.status_code == 413
        assert "12MBまで" in answer.text
        assert count(session, intake.Submission) == 0

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("ちらし.png", b"MZ\x90 not a picture"),
            ("ちらし.pdf", b"<html><script>alert(1)</script>"),
            ("ちらし.exe", b"MZ\x90\x00"),
            ("大きい.png", b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * MEGABYTE + 1)),
            ("空.jpg", b""),
        ],
    )
    def test_a_flyer_that_is_none_is_told(
        self, client: FlaskClient, session: Session, hub: Hub, name: str, body: bytes
    ) -> None:
        answer = hand_in_file(client, hub, name, body)
        assert answer.status_code == 422
        assert "flyer-error" in answer.text
        assert str(ITEM["title"]) in text_of(answer.text), "what was typed is still there"
        assert count(session, intake.Submission) == 0
        assert count(session, intake.Attachment) == 0

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("表.xlsx", b"PK\x03\x04 broken"),
            ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"),
            ("表.csv", b""),
            ("写真.jpg", b"\xff\xd8\xff\xe0"),
            ("表.csv", b"\x00\x01\x02\x03" * 50),
        ],
    )
    def test_an_unreadable_table_says_what_is_accepted(
        self,
        client: FlaskClient,
        session: Session,
        sign_in: SignIn,
        hub: Hub,
        name: str,
        body: bytes,
    ) -> None:
        sign_in(client, "editor", hub)
        answer = client.post("/desk/import", data={"file": (io.BytesIO(body), name)})
        assert answer.status_code in {400, 413, 422}
        assert "CSV" in answer.text
        assert "Excel" in answer.text
        assert count(session, intake.TableImport) == 0


class TestLinks:
    """A used, old or wrong link explains itself and offers a new one."""

    @pytest.mark.parametrize(
        ("path", "way_on"),
        [
            ("/nishi/g/wrong", "リンクをメールで受け取る"),
            ("/nishi/me/wrong", 'action="/nishi/subscribe/link'),
            ("/nishi/unsubscribe/wrong", 'action="/nishi/subscribe/link'),
            ("/nishi/subscribe/confirm/wrong", 'href="/nishi/subscribe'),
            ("/desk/invitation/wrong", "管理者に新しい招待を頼んで"),
        ],
    )
    def test_a_dead_link_offers_the_next_step(
        self, client: FlaskClient, hub: Hub, path: str, way_on: str
    ) -> None:
        del hub
        answer = client.get(path)
        assert answer.status_code in {404, 410}
        assert way_on in answer.text
        assert "no-store" in answer.headers["Cache-Control"]

    def test_acts_through_a_dead_link_do_nothing(
        self, client: FlaskClient, session: Session, hub: Hub
    ) -> None:
        for path in ("g/x/renew", "me/x", "unsubscribe/x", "subscribe/confirm/x", "g/x/answer/1"):
            answer = client.post(f"/{hub.slug}/{path}", data={"answer": "x", "act": "all"})
            assert answer.status_code in {404, 410}, path
        assert count(session, OutboxMessage) == 0


def test_a_forged_webhook_is_refused_and_not_stored(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    for headers in ({}, {"X-Line-Signature": "AAAA"}, {"X-Line-Signature": "あ".encode().hex()}):
        answer = client.post(f"/hooks/line/{hub.slug}", data=b'{"events":[]}', headers=headers)
        assert 400 <= answer.status_code < 500
    assert count(session, InboxEvent) == 0


def hand_in_file(client: FlaskClient, hub: Hub, name: str, body: bytes) -> TestResponse:
    """The form with a flyer, as a browser sends it."""
    flyer = FileStorage(io.BytesIO(body), filename=name)
    boundary, data = encode_multipart({**ITEM, "flyer": flyer})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/{hub.slug}/submit", data=data, content_type=kind)
